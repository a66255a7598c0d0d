"""Claims counted without being read whole; what comes again is read and drawn once."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import NamedNode

from visitkg.figure import neighbour, tally
from visitkg.figure.chain import _draw_sources, chain_of_claim
from visitkg.figure.neighbour import read_neighbours
from visitkg.figure.said import read_said, tell
from visitkg.figure.tally import count_claims
from visitkg.publish.view import IndexedView
from visitkg.site.claim import CLAIM, read_chains, read_claim
from visitkg.site.kind import TYPE

if TYPE_CHECKING:
    from collections.abc import Callable

    from visitkg.figure.said import Said
    from visitkg.site.model import Claim, Reference
    from visitkg.site.view import GraphView

    Make = Callable[[str], GraphView]
    Count = dict[tuple[str, ...], Counter[str]]

ID = "https://example.org/id/"
GRAPHS = {
    "one of two origins": """
        id:a a visit:Claim ; prov:wasDerivedFrom id:u , id:v . id:u prov:wasAttributedTo id:ann .
        id:v prov:wasAttributedTo id:bob .""",
    "two through the same": """
        id:a a visit:Claim ; prov:wasDerivedFrom id:u ; visit:epistemicStatus visit:Reported .
        id:b a visit:Claim ; prov:wasDerivedFrom id:u ; visit:epistemicStatus visit:Assessed .
        id:u prov:wasAttributedTo id:ann .""",
    "the same agents published and told it": """
        id:a a visit:Claim ; prov:wasAttributedTo id:ann ; prov:wasDerivedFrom id:ann .
        id:b a visit:Claim ; prov:wasAttributedTo id:ann .
        id:c a visit:Claim ; prov:wasDerivedFrom id:ann .""",
    "a circle": """
        id:a a visit:Claim ; prov:wasDerivedFrom id:u .
        id:b a visit:Claim ; prov:wasDerivedFrom id:u .
        id:u prov:wasDerivedFrom id:a , id:v . id:v prov:wasAttributedTo id:ann .""",
    "two statuses": """
        id:a a visit:Claim ; visit:epistemicStatus visit:Reported , visit:Assessed .
        id:b a visit:Claim .""",
}


def label(source: tuple[Reference, ...]) -> str:
    return " ".join(agent.iri for agent in source)


def count_one_by_one(view: GraphView) -> tuple[Count, Count]:
    """Count by reading each claim whole."""
    paths: Count = defaultdict(Counter)
    origins: Count = defaultdict(Counter)
    for node in view.subjects(TYPE, CLAIM):
        claim = read_claim(view, node)
        statuses = [status.label for status in claim.statuses] or ["Without status"]
        for chain in claim.chains:
            paths[tuple(map(label, chain.sources))].update(statuses)
        for origin in {label(chain.sources[-1]) for chain in claim.chains}:
            origins[(origin,)].update(statuses)
    return paths, origins


def count_together(view: GraphView) -> tuple[Count, Count]:
    found = count_claims(view)
    paths: Count = {tuple(map(label, path)): named(each) for path, each in found.paths.items()}
    origins: Count = {(label(source),): named(counts) for source, counts in found.origins.items()}
    return paths, origins


def named(counts: Counter[Reference]) -> Counter[str]:
    return Counter({status.label: count for status, count in counts.items()})


@pytest.mark.parametrize("turtle", GRAPHS.values(), ids=GRAPHS)
def test_claims_are_counted_as_if_each_were_read_whole(make_view: Make, turtle: str) -> None:
    view = make_view(turtle)
    counted = count_together(view)
    assert counted == count_one_by_one(view)
    assert counted[0]


def test_the_claims_of_the_visit_are_counted_as_if_each_were_read_whole(visit: GraphView) -> None:
    counted = count_together(visit)
    assert counted == count_one_by_one(visit)
    assert sum(counts.total() for counts in counted[0].values()) > 100


def test_a_graph_without_claims_counts_none(make_view: Make) -> None:
    assert count_together(make_view("id:a prov:wasDerivedFrom id:b .")) == ({}, {})


def index(view: GraphView) -> IndexedView:
    triples = sorted((quad.triple for quad in view.store), key=str)
    return IndexedView(triples, {})


@pytest.mark.parametrize("shared", [True, False])
def test_the_sources_that_claims_share_are_read_once(
    make_view: Make, monkeypatch: pytest.MonkeyPatch, *, shared: bool
) -> None:
    asked: list[str] = []

    def count(view: GraphView, claim: NamedNode) -> object:
        asked.append(claim.value)
        return read_chains(view, claim)

    monkeypatch.setattr(tally, "read_chains", count)
    rows = "".join(
        f"id:c{n} a visit:Claim ; prov:wasDerivedFrom id:u{0 if shared else n} . "
        for n in range(50)
    )
    count_claims(make_view(rows))
    assert len(asked) == (1 if shared else 50)


@pytest.mark.parametrize("shared", [True, False])
def test_the_sources_that_claims_share_are_drawn_once(make_view: Make, *, shared: bool) -> None:
    rows = "".join(
        f"id:c{n} a visit:Claim ; prov:wasAttributedTo id:paper{0 if shared else n} ; "
        f"visit:evidence id:s{n} . "
        for n in range(50)
    )
    view = make_view(rows)
    claims: list[Claim] = [read_claim(view, NamedNode(f"{ID}c{n}")) for n in range(50)]
    _draw_sources.cache_clear()
    drawn = [chain_of_claim(claim) for claim in claims]
    assert _draw_sources.cache_info().misses == (1 if shared else 50)
    assert len(set(drawn)) == 50
    _draw_sources.cache_clear()
    assert [chain_of_claim(claim) for claim in claims] == drawn


def test_a_proposition_is_read_once_for_all_things_that_it_is_of(
    make_view: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def count(view: GraphView, proposition: NamedNode) -> Said:
        asked.append(proposition.value)
        return read_said(view, proposition)

    monkeypatch.setattr(neighbour, "read_said", count)
    people = [f"id:a{n}" for n in range(20)]
    view = index(
        make_view(
            f"id:c a visit:Claim ; visit:asserts id:p . "
            f"id:p visit:participant {' , '.join(people)} ."
            + "".join(f"{name} a visit:Person . " for name in people)
        )
    )
    found = [read_neighbours(view, NamedNode(f"{ID}a{n}")) for n in range(20)]
    assert {len(each) for each in found} == {19}
    assert asked == [f"{ID}p"]


def test_a_view_in_dictionaries_gives_the_same_neighbours(visit: GraphView) -> None:
    again = index(visit)
    again.curie = visit.curie
    nodes = visit.subjects(TYPE, NamedNode("https://w3id.org/visitkg/ontology#Country"))
    nodes += visit.subjects(TYPE, NamedNode("https://w3id.org/visitkg/ontology#Person"))
    seen = 0
    for node in nodes:
        one, other = (read_neighbours(view, node) for view in (visit, again))
        assert [(n.reference, n.relations, n.total) for n in one] == [
            (n.reference, n.relations, n.total) for n in other
        ]
        seen += len(one)
    assert seen > 20


def test_what_is_said_is_told_the_surest_first(make_view: Make) -> None:
    view = make_view(
        "id:a a visit:Claim ; visit:asserts id:p ; visit:epistemicStatus visit:Speculated ."
        "id:b a visit:Claim ; visit:asserts id:p ; visit:epistemicStatus visit:Asserted ."
        "id:c a visit:Claim ; visit:asserts id:p , id:q ."
    )
    said = read_said(view, NamedNode(f"{ID}p"))
    assert said.words == "Asserted 1, Speculated 1, Without status 1"
    assert said.total == 3
    assert said.strength > read_said(view, NamedNode(f"{ID}q")).strength == 0
    assert tell(view, {}).words == ""
    assert read_said(view, NamedNode(f"{ID}nobody")).total == 0
