"""Chains of sources, one by one and all together, and the matrix of who asserts what."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from visitkg.figure.chain import chain_of_claim
from visitkg.figure.chains import draw_chains
from visitkg.figure.figures import figures
from visitkg.figure.tally import count_claims
from visitkg.site.claim import CLAIM, read_claim
from visitkg.site.kind import TYPE

if TYPE_CHECKING:
    from collections.abc import Callable

    from visitkg.figure.boxes import Box
    from visitkg.figure.model import Figure
    from visitkg.site.model import Claim
    from visitkg.site.view import GraphView

ID = "https://example.org/id/"
TWO_ORIGINS = """
id:claim a visit:Claim ; prov:wasAttributedTo id:paper ; visit:epistemicStatus visit:Reported ;
    prov:wasDerivedFrom id:one , id:two .
id:one prov:wasAttributedTo id:ann .
id:two prov:wasDerivedFrom id:three ; prov:wasAttributedTo id:bob , id:cleo .
id:three a visit:Utterance .
id:paper rdfs:label "Paper"@en . id:ann rdfs:label "Ann"@en . id:bob rdfs:label "Bob"@en .
id:cleo rdfs:label "Cleo"@en .
"""


def squeeze(svg: str) -> str:
    return re.sub(r"\s", "", unescape(re.sub(r"<[^>]*>", "", svg)))


def read(view: GraphView, name: str) -> Claim:
    return read_claim(view, NamedNode(ID + name))


def read_claims(view: GraphView) -> list[Claim]:
    return [read_claim(view, node) for node in view.subjects(TYPE, CLAIM)]


def test_each_chain_of_the_visit_is_drawn_whole(
    visit: GraphView, covering: Callable[[str], list[tuple[str, str]]]
) -> None:
    claims = read_claims(visit)
    for claim in claims:
        svg = chain_of_claim(claim)
        text = squeeze(svg)
        for source in claim.chains[0].sources:
            for agent in source:
                assert agent.label.replace(" ", "") in text
        assert covering(svg) == []
        assert svg.count("fig-nobody") == sum(not source for source in claim.chains[0].sources)
    assert len(claims) > 100


def test_the_origin_stands_above_who_publishes_it(
    make_view: Callable[[str], GraphView], labels: Callable[[str], list[tuple[str, Box]]]
) -> None:
    svg = chain_of_claim(read(make_view(TWO_ORIGINS), "claim"))
    tops = {text: box.top for text, box in labels(svg)}
    assert tops["Ann"] < tops["Paper"]
    assert tops["a source not named"] < tops["Bob"] < tops["Cleo"]


def test_a_claim_of_two_origins_has_two_columns(make_view: Callable[[str], GraphView]) -> None:
    svg = chain_of_claim(read(make_view(TWO_ORIGINS), "claim"))
    assert svg.count(">Paper</text>") == 2
    assert 'class="fig fig-wide"' in svg


def test_a_claim_that_nobody_publishes_has_a_dashed_box(
    make_view: Callable[[str], GraphView],
) -> None:
    svg = chain_of_claim(read(make_view("id:claim a visit:Claim ."), "claim"))
    assert "fig-nobody" in svg
    assert "no place given" in svg


def test_chains_of_claims_on_one_page_have_ids_of_their_own(visit: GraphView) -> None:
    ids = [i for c in read_claims(visit) for i in re.findall(r' id="([^"]+)"', chain_of_claim(c))]
    assert len(ids) == len(set(ids)) > 0


def test_each_row_of_all_chains_is_drawn(drawn: dict[str, Figure]) -> None:
    figure = drawn["chains"]
    text = squeeze(figure.svg)
    for publisher, _, origin, _, count, statuses in figure.rows:
        assert publisher.text.replace(" ", "") in text
        assert origin.text.replace(" ", "") in text
        noun = "claim" if count.text == "1" else "claims"
        assert f"{count.text}{noun}:{statuses.text}".replace(" ", "") in text


def test_the_chains_count_each_claim_once(drawn: dict[str, Figure], visit: GraphView) -> None:
    total = sum(int(row[4].text) for row in drawn["chains"].rows)
    assert total == len(read_claims(visit))


def test_publishers_have_a_bar_each(make_view: Callable[[str], GraphView]) -> None:
    more = "id:other a visit:Claim ; prov:wasAttributedTo id:gazette ."
    view = make_view(TWO_ORIGINS + more)
    figure = draw_chains(view, count_claims(view))
    assert figure is not None
    assert {row[0].text for row in figure.rows} == {"Paper", "gazette"}
    assert len(figure.rows) == 3


def test_each_number_of_the_matrix_is_drawn(drawn: dict[str, Figure]) -> None:
    figure = drawn["assertions"]
    counts = [cell.text for row in figure.rows for cell in row[1:-1] if cell.text != "0"]
    shown = re.findall(r'text-anchor="middle">(\d+)</text>', figure.svg)
    assert shown == counts
    assert figure.svg.count("data-fill") == len(counts)


def test_the_matrix_counts_a_claim_with_each_of_its_origins(
    make_view: Callable[[str], GraphView],
) -> None:
    figure = figures(make_view(TWO_ORIGINS))["assertions"]
    assert [[cell.text for cell in row] for row in figure.rows] == [
        ["Ann", "1", "1"],
        ["a source not named", "1", "1"],
    ]
