"""Of many only some are drawn: the rest is counted, in the picture and in words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import pytest
from pyoxigraph import NamedNode

from visitkg.figure import assertions, chain, chains, neighbourhood, source, timeline
from visitkg.figure import map as map_
from visitkg.figure.chain import chain_of_claim
from visitkg.figure.figures import figures
from visitkg.site.claim import read_claim

if TYPE_CHECKING:
    from collections.abc import Callable
    from xml.etree import ElementTree as ET

    from visitkg.figure.model import Figure
    from visitkg.site.view import GraphView

    Make = Callable[[str], GraphView]

ID = "https://example.org/id/"
MORE = 3


class Case(NamedTuple):
    """What makes one row of a figure, and how many rows are drawn."""

    figure: str
    most: int
    turtle: str
    fixed: str = ""


CASES = {
    "timeline": Case(
        "timeline",
        timeline.MOST,
        "id:c{n} a visit:Claim ; visit:asserts id:o{n} . "
        "id:o{n} visit:eventStatus visit:Underway .",
    ),
    "chains": Case(
        "chains", chains.MOST, "id:c{n} a visit:Claim ; prov:wasAttributedTo id:paper{n} ."
    ),
    "origins": Case(
        "assertions", assertions.MOST, "id:c{n} a visit:Claim ; prov:wasAttributedTo id:paper{n} ."
    ),
    "places": Case("map", map_.MOST, "id:p{n} geo:lat {n} ; geo:long {n} ."),
    "legs": Case(
        "map",
        map_.MOST_LEGS,
        "id:c{n} a visit:Claim ; visit:asserts id:leg{n} . "
        "id:leg{n} visit:origin id:a ; visit:destination id:b ; visit:sequence {n} .",
        "id:a geo:lat 10 ; geo:long 20 . id:b geo:lat 12 ; geo:long 22 .",
    ),
}
EACH_CASE = pytest.mark.parametrize("case", CASES.values(), ids=CASES)


def draw(make_view: Make, case: Case, count: int) -> Figure:
    rows = "\n".join(case.turtle.replace("{n}", str(n)) for n in range(10, 10 + count))
    return figures(make_view(case.fixed + rows))[case.figure]


def words(svg: str) -> str:
    return re.sub(r"<[^>]*>", "\n", svg.partition("</desc>")[2])


@EACH_CASE
def test_what_is_left_out_is_counted_in_words_and_in_the_picture(
    make_view: Make, case: Case
) -> None:
    figure = draw(make_view, case, case.most + MORE)
    assert figure.left == MORE
    assert f"The {case.most} " in figure.text
    assert f" are drawn, {MORE} more are not." in figure.text
    assert f"and {MORE} more" in words(figure.svg)


@EACH_CASE
def test_where_all_are_drawn_nothing_is_said_to_be_left_out(make_view: Make, case: Case) -> None:
    figure = draw(make_view, case, case.most)
    assert figure.left == 0
    assert "more" not in figure.text
    assert "more" not in words(figure.svg)


@EACH_CASE
def test_a_figure_of_many_is_no_larger_than_one_of_all_that_fit(
    make_view: Make, case: Case, parse: Callable[[str], ET.Element]
) -> None:
    fitting, many = (draw(make_view, case, count) for count in (case.most, 5 * case.most))
    assert len(many.rows) == len(fitting.rows) >= case.most
    assert len(list(parse(many.svg).iter())) <= len(list(parse(fitting.svg).iter())) + 1


@pytest.mark.parametrize("name", ["timeline", "chains", "origins"])
def test_a_figure_of_many_has_no_label_that_covers_another(
    make_view: Make, name: str, covering: Callable[[str], list[tuple[str, str]]]
) -> None:
    case = CASES[name]
    assert covering(draw(make_view, case, case.most + MORE).svg) == []


@EACH_CASE
def test_the_counts_in_words_are_of_all_also_of_what_is_left_out(
    make_view: Make, case: Case
) -> None:
    count = case.most + MORE
    figure = draw(make_view, case, count)
    assert str(count) in figure.text


def test_what_most_claims_speak_of_is_what_is_drawn(make_view: Make) -> None:
    case = CASES["timeline"]
    rows = "\n".join(case.turtle.replace("{n}", str(n)) for n in range(100, 180))
    figure = figures(make_view(rows + "id:again a visit:Claim ; visit:asserts id:o179 ."))[
        "timeline"
    ]
    drawn = {row[0].text for row in figure.rows}
    assert "o179" in drawn
    assert "o178" not in drawn


def test_the_ends_of_legs_are_drawn_before_other_places(make_view: Make) -> None:
    rows = "".join(f"id:a{n} geo:lat 1.{n} ; geo:long 2 . " for n in range(100, 150))
    named = "".join(f"id:x{n} visit:about id:a100 , id:a101 . " for n in range(9))
    ends = "id:y geo:lat 3 ; geo:long 3 . id:z geo:lat 4 ; geo:long 4 . "
    claim = "id:c a visit:Claim ; visit:asserts id:l . "
    leg = "id:l visit:origin id:y ; visit:destination id:z ."
    figure = figures(make_view(rows + named + ends + claim + leg))["map"]
    drawn = {row[1].text for row in figure.rows if row[0].text == "Place"}
    assert {"y", "z", "a100", "a101"} < drawn
    assert "a149" not in drawn


def test_legs_without_ends_on_the_map_are_counted_beyond_some(make_view: Make) -> None:
    rows = "".join(
        f"id:c{n} a visit:Claim ; visit:asserts id:leg{n} . id:leg{n} visit:destination id:a . "
        for n in range(map_.MOST_LEGS + MORE)
    )
    figure = figures(make_view(rows + "id:a geo:lat 1 ; geo:long 1 ."))["map"]
    assert figure.text.endswith(f" and {MORE} more.")


@pytest.mark.parametrize("count", [timeline.MOST_DAYS, timeline.MOST_DAYS + 1])
def test_days_are_drawn_as_long_as_they_are_few(make_view: Make, count: int) -> None:
    rows = "".join(
        f'id:c{n} a visit:Claim ; visit:asserts id:o ; visit:asOf "2020-01-{n + 1:02}"^^xsd:date . '
        for n in range(count)
    )
    time = 'visit:eventStatus visit:Underway ; sem:hasTimeStamp "2020-01-01"^^xsd:date'
    figure = figures(make_view(f"{rows} id:o {time} ."))["timeline"]
    is_few = count == timeline.MOST_DAYS
    assert figure.svg.count("fig-today") == (count if is_few else 0)
    assert (f"{count} days between 2020-01-01 and 2020-01-{count:02}" in figure.text) != is_few


def chain_turtle(hops: int) -> str:
    utterances = "".join(
        f"id:u{n} prov:wasDerivedFrom id:u{n + 1} ; prov:wasAttributedTo id:agent{n} . "
        for n in range(1, hops)
    )
    return (
        "id:claim a visit:Claim ; prov:wasAttributedTo id:paper ; prov:wasDerivedFrom id:u1 . "
        f"{utterances} id:u{hops} prov:wasAttributedTo id:origin ."
    )


def draw_chain(make_view: Make, turtle: str) -> str:
    return chain_of_claim(read_claim(make_view(turtle), NamedNode(f"{ID}claim")))


def test_a_long_chain_is_drawn_from_both_ends(make_view: Make) -> None:
    hops = 30
    shown = words(draw_chain(make_view, chain_turtle(hops))).split("\n")
    boxes = source.MOST_STEPS - 1
    assert f"{hops + 1 - boxes} more, one after the other" in shown
    numbers = [int(text.removeprefix("hop ")) for text in shown if text.startswith("hop ")]
    half = boxes // 2
    assert numbers == [*range(1, half + 1), *range(hops - half + 1, hops + 1)]
    assert "origin" in shown
    assert "paper" in shown


def test_a_chain_that_fits_is_drawn_whole(make_view: Make) -> None:
    hops = source.MOST_STEPS - 1
    svg = draw_chain(make_view, chain_turtle(hops))
    assert "more" not in words(svg)
    assert svg.count("<rect ") == source.MOST_STEPS


@pytest.mark.parametrize("more", [0, MORE])
@pytest.mark.parametrize(
    ("most", "turtle", "told"),
    [
        (source.MOST_AGENTS, "id:claim prov:wasAttributedTo id:a{n} .", "and 3 more"),
        (
            chain.MOST_CHAINS,
            "id:claim prov:wasDerivedFrom id:a{n} .",
            "and 3 more chains of sources",
        ),
        (chain.MOST_PLACES, "id:claim visit:evidence id:a{n} .", "and 3 more"),
    ],
    ids=["agents", "chains", "places"],
)
def test_what_is_left_out_of_a_chain_is_counted(
    make_view: Make, more: int, most: int, turtle: str, told: str
) -> None:
    rows = "\n".join(turtle.replace("{n}", str(n)) for n in range(100, 100 + most + more))
    shown = words(draw_chain(make_view, f"id:claim a visit:Claim . {rows}")).split("\n")
    assert (told in shown) == (more > 0)
    assert any("more" in text for text in shown) == (more > 0)


def test_a_source_of_many_agents_is_counted_in_tables_too(make_view: Make) -> None:
    agents = " , ".join(f"id:a{n}" for n in range(100, 100 + source.MOST_AGENTS + MORE))
    figure = figures(make_view(f"id:c a visit:Claim ; prov:wasAttributedTo {agents} ."))["chains"]
    assert figure.rows[0][0].text.endswith(f"a107 and {MORE} more")


def test_the_table_of_a_long_chain_counts_who_passes_it_on(make_view: Make) -> None:
    figure = figures(make_view(chain_turtle(30)))["chains"]
    assert figure.rows[0][1].text.endswith(f", then {29 - source.MOST_STEPS} more")
    assert figure.rows[0][3].text == "30"


def test_a_thing_of_thousands_of_claims_is_drawn_by_some(make_view: Make) -> None:
    rows = "".join(
        f"id:x{n} a visit:Event . id:p{n} visit:participant id:ann ; visit:inEvent id:x{n} . "
        f"id:c{n} a visit:Claim ; visit:asserts id:p{n} . "
        for n in range(2_000)
    )
    view = make_view(f"id:ann a visit:Person . {rows}")
    figure = neighbourhood.neighbourhood(view, NamedNode(f"{ID}ann"))
    assert figure is not None
    assert len(figure.rows) == neighbourhood.MOST
    assert f"{2_000 - neighbourhood.MOST:,} more are not." in figure.text
    assert len(figure.svg) < 30_000
