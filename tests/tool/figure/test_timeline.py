"""The timeline: each event status and each way to put it forward can be told apart."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from visitkg.figure.mark import EVENT_STATUSES, FILLS, SHAPES, shape_of
from visitkg.figure.span import moment_order, read_moment
from visitkg.figure.timeline import draw_timeline

if TYPE_CHECKING:
    from collections.abc import Callable
    from xml.etree import ElementTree as ET

    from visitkg.figure.model import Figure
    from visitkg.site.view import GraphView

OCCURRENCE = """
id:claim a visit:Claim ; visit:asserts id:o ; visit:epistemicStatus visit:Asserted .
id:o a visit:Occurrence ; rdfs:label "It is"@en ; visit:eventStatus visit:TookPlace ; {time} .
"""

TIMES = {
    'sem:hasBeginTimeStamp "2020-01-02"^^xsd:date': "2020-01-02",
    'sem:hasTimeStamp "2020-01-02T03:04:05Z"^^xsd:dateTime': "2020-01-02 03:04",
    'sem:hasBeginTimeStamp "2020"^^xsd:gYear': "2020",
    'sem:hasEarliestBeginTimeStamp "2020-01-01"^^xsd:date ; sem:hasLatestBeginTimeStamp '
    '"2020-12-31"^^xsd:date': "some time between 2020-01-01 and 2020-12-31",
    'sem:hasLatestBeginTimeStamp "2019-12-31"^^xsd:date ; sem:hasEarliestBeginTimeStamp '
    '"2020-01-01"^^xsd:date': "some time between 2019-12-31 and 2020-01-01",
    'sem:hasBeginTimeStamp "2020-01-01"^^xsd:date ; sem:hasEndTimeStamp '
    '"2020-02-01"^^xsd:date': "from 2020-01-01 to 2020-02-01",
    'sem:hasEarliestBeginTimeStamp "2020-01-01"^^xsd:date': "not before 2020-01-01",
    'sem:hasLatestBeginTimeStamp "2020-01-01"^^xsd:date': "not after 2020-01-01",
    'sem:hasEndTimeStamp "2020-01-01"^^xsd:date': "not after 2020-01-01",
    'sem:hasBeginTimeStamp "early on"': "no date given",
    'visit:timeWording "soon"@en': "no date given",
}


def squeeze(text: str) -> str:
    return re.sub(r"\s", "", text)


def test_each_row_of_the_table_is_drawn(
    drawn: dict[str, Figure], parse: Callable[[str], ET.Element]
) -> None:
    figure = drawn["timeline"]
    text = squeeze("".join(parse(figure.svg).itertext()))
    for what, status, _, _, claims in figure.rows:
        assert squeeze(what.text) in text
        assert f"{status.text}:{claims.text.split(' ')[0]}".replace(" ", "") in text
    marks = figure.svg.count("data-shape")
    assert marks >= sum(row[4].text.count(", ") + 1 for row in figure.rows)


def test_each_event_status_has_a_shape_of_its_own() -> None:
    shapes = [shape_of(status) for status in EVENT_STATUSES]
    assert len(set(shapes)) == len(EVENT_STATUSES)
    assert shape_of("https://example.org/Other") == shape_of(None) == SHAPES[-1]
    assert SHAPES[-1] not in shapes


def test_the_event_statuses_are_those_of_the_ontology(visit: GraphView) -> None:
    query = "SELECT ?s { ?s a <https://w3id.org/visitkg/ontology#EventStatus> }"
    found = {row["s"].value for row in visit.store.query(query)}  # type: ignore[union-attr]
    assert found == set(EVENT_STATUSES)


def test_the_possible_and_speculated_is_never_drawn_like_what_took_place(
    drawn: dict[str, Figure],
) -> None:
    marks = set(re.findall(r'data-shape="(\w+)" data-fill="(\w+)"', drawn["timeline"].svg))
    assert ("diamond", "open") in marks
    assert ("disc", "solid") in marks
    assert {shape for shape, _ in marks} == set(SHAPES[:4])
    assert {fill for _, fill in marks} == set(FILLS)


@pytest.mark.parametrize(("time", "words"), TIMES.items(), ids=TIMES.values())
def test_a_time_is_told_as_surely_as_it_is_known(
    make_view: Callable[[str], GraphView], time: str, words: str
) -> None:
    figure = draw_timeline(make_view(OCCURRENCE.replace("{time}", time)))
    assert figure is not None
    assert figure.rows[0][2].text == words
    assert ("No date is given" in figure.svg) == (words == "no date given")
    assert ("fig-uncertain" in figure.svg) == ("between" in words or "not " in words)


def test_a_proposition_that_nobody_claims_is_not_drawn(
    make_view: Callable[[str], GraphView],
) -> None:
    assert draw_timeline(make_view("id:o visit:eventStatus visit:TookPlace .")) is None


def test_one_proposition_has_a_mark_for_each_status_it_is_claimed_with(
    make_view: Callable[[str], GraphView],
) -> None:
    turtle = OCCURRENCE.replace("; {time}", "") + (
        "id:b a visit:Claim ; visit:asserts id:o ; visit:epistemicStatus visit:Speculated ."
        "id:c a visit:Claim ; visit:asserts id:o ."
    )
    figure = draw_timeline(make_view(turtle))
    assert figure is not None
    assert figure.rows[0][4].text == "Asserted 1, Speculated 1, Without status 1"
    for words in ("Asserted, 1 claim", "Speculated, 1 claim", "Without status, 1 claim"):
        assert words in figure.svg


def test_moments_stand_in_order_also_before_the_common_era() -> None:
    moments = ["-0044-03-15", "-0100", "2025", "0476-09-04", "2025-09-02", "12025"]
    assert sorted(moments, key=moment_order) == [
        "-0100",
        "-0044-03-15",
        "0476-09-04",
        "2025",
        "2025-09-02",
        "12025",
    ]


@pytest.mark.parametrize("text", ["", "Tuesday", "٢٠٢٥", "20", "x2025"])
def test_what_is_no_date_is_no_moment(text: str) -> None:
    assert read_moment(text) is None
