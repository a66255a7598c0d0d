"""Each picture shows what its rows say, tells it in words, and counts what it leaves out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Triple
from tests.tool.serve.explore.view.made import (
    HOSTILE,
    date,
    explore_data,
    node,
    number,
    rows,
    show,
    texts,
    views_of,
)

from visitkg.sparql.answer import Graph

if TYPE_CHECKING:
    from visitkg.serve.explore.explorer import Explorer
    from visitkg.sparql.answer import Table

PLACES = """
@prefix geo: <http://www.w3.org/2003/01/geo/wgs84_pos#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
<beijing> geo:lat 39.9 ; geo:long 116.4 ; rdfs:label "Beijing"@en .
<nowhere> rdfs:label "Nowhere"@en .
<wrong> geo:lat "north" ; geo:long 200 .
"""


def words(markup: str) -> str:
    """Return what the page says beside the picture, which is also what the picture says."""
    told = [text for text in texts(markup, "p") if text]
    (description,) = texts(markup, "desc")
    assert description in told
    return description


def bars(*values: str, names: str = "abcdefgh") -> Table:
    pairs = zip(names, values, strict=False)
    return rows("name", "n", of=[(Literal(name), number(each, "double")) for name, each in pairs])


def widths(markup: str) -> list[float]:
    return [
        float(each) for each in re.findall(r'<rect x="[^"]*" y="[^"]*" width="([^"]*)"', markup)
    ]


class TestBars:
    def test_a_bar_is_as_long_as_its_number(self, empty: Explorer) -> None:
        markup = show(empty, bars("1", "2", "4"))
        assert views_of(markup) == (["Table", "Bars"], "Bars")
        one, two, four = widths(markup)
        assert (round(two / one, 1), round(four / one, 1)) == (2, 4)
        assert words(markup) == "3 rows, all of them drawn. The least is 1 (a), the most 4 (c)."

    def test_what_is_negative_goes_to_the_left_of_zero(self, empty: Explorer) -> None:
        markup = show(empty, bars("-2", "4"))
        (left, right) = re.findall(r'<rect x="([\d.]+)" y="[^"]*" width="([\d.]+)"', markup)
        assert round(float(left[0]) + float(left[1]), 1) == round(float(right[0]), 1)
        assert len(re.findall("view-less", markup)) == 1

    def test_at_most_fifty_are_drawn_and_the_rest_is_counted(self, empty: Explorer) -> None:
        table = rows("x", "n", of=[(Literal(f"x{n}"), number(str(n))) for n in range(60)])
        markup = show(empty, table)
        assert len(widths(markup)) == 50
        assert "60 rows, of which 50 are drawn; 10 more are not." in words(markup)

    def test_they_stand_in_the_order_that_is_asked_for(self, empty: Explorer) -> None:
        one, two, four = widths(show(empty, bars("1", "2", "4"), "bars", sort="-n"))
        assert one > two > four

    @pytest.mark.parametrize(
        "values",
        [
            ("NaN", "INF", "-INF"),
            ("0", "0"),
            ("1e308", "-1e308"),
            ("5e-324", "0"),
            ("1e400", "1"),
            ("9" * 3_000, "1"),
            ("-1", "-1"),
        ],
        ids=lambda values: values[0][:8],
    )
    def test_odd_numbers_stay_on_the_sheet(self, empty: Explorer, values: tuple[str, ...]) -> None:
        markup = show(empty, bars(*values), "bars")
        found = widths(markup)
        assert len(found) == len(values)
        assert all(0 < width <= 400 for width in found)

    def test_long_names_stand_above_their_bars(self, visit: Explorer) -> None:
        markup = show(visit, bars("1", "2", names=["a", "long " * 30]))  # type: ignore[arg-type]  # a list is as good
        assert 'text-anchor="end"' not in markup.partition("<svg")[2]

    def test_names_that_occur_twice_are_drawn_twice(self, empty: Explorer) -> None:
        assert len(widths(show(empty, bars("1", "2", names="aa")))) == 2

    @pytest.mark.parametrize(
        "table",
        [
            rows("n", of=[(number("1"),), (number("2"),)]),
            rows("a", "n", "m", of=[(Literal("a"), number("1"), number("2"))]),
            rows("a", "n", of=[(Literal("a"), Literal("1"))]),
            rows("a", "n", of=[(Literal("a"), number("1")), (Literal("b"), Literal("two"))]),
            rows("a", "n", of=[(Literal("a"), None)]),
            rows("a", "n", of=[]),
        ],
        ids=["no name", "two numbers", "a text", "not all numbers", "no number", "no row"],
    )
    def test_what_is_no_name_with_one_number_has_none(self, empty: Explorer, table: Table) -> None:
        assert "Bars" not in views_of(show(empty, table))[0]


class TestTimeline:
    def test_rows_stand_in_the_order_of_time(self, empty: Explorer) -> None:
        table = rows(
            *("what", "day"),
            of=[
                (Literal("later"), date("12026-01-01")),
                (Literal("soon"), date("2025-09-02T10:30:00", "dateTime")),
                (Literal("first"), date("-0044", "gYear")),
            ],
        )
        markup = show(empty, table)
        assert views_of(markup) == (["Table", "Timeline"], "Timeline")
        shown = texts(markup, "text")
        assert [each for each in shown if each in ("first", "soon", "later")] == [
            "first",
            "soon",
            "later",
        ]
        assert {"-0044", "2025-09-02", "10:30", "12026-01-01"} < set(shown)
        assert words(markup) == "3 rows, all of them drawn. From -0044 to 12026-01-01."

    @pytest.mark.parametrize(
        ("start", "end"),
        [
            ("start", "end"),
            ("startDate", "endDate"),
            ("earliest", "latest"),
            ("from", "to"),
            ("day", "until"),
        ],
    )
    def test_a_beginning_and_an_end_make_one_bar(
        self, empty: Explorer, start: str, end: str
    ) -> None:
        table = rows(
            *("what", end, start), of=[(Literal("a"), date("2025-09-05"), date("2025-09-02"))]
        )
        assert "until 2025-09-05, 3 days" in texts(show(empty, table, "timeline"), "text")

    def test_ends_before_beginnings_are_put_right(self, empty: Explorer) -> None:
        table = rows(
            *("x", "start", "end"), of=[(Literal("a"), date("2025-09-05"), date("2025-09-02"))]
        )
        assert "until 2025-09-05, 3 days" in texts(show(empty, table, "timeline"), "text")

    def test_a_row_with_only_an_end_stands_there(self, empty: Explorer) -> None:
        table = rows(
            *("x", "start", "end"),
            of=[(Literal("a"), date("2025-09-01"), None), (Literal("b"), None, date("2025-09-05"))],
        )
        assert "2025-09-05" in texts(show(empty, table, "timeline"), "text")

    def test_rows_without_a_date_are_counted(self, empty: Explorer) -> None:
        table = rows("x", "day", of=[(Literal("a"), date("2025-09-02")), (Literal("b"), None)])
        assert words(show(empty, table)) == (
            "2 rows, of which 1 are drawn; 1 more are not (1 without a date). "
            "From 2025-09-02 to 2025-09-02."
        )

    def test_at_most_sixty_are_drawn(self, empty: Explorer) -> None:
        table = rows("x", "y", of=[(Literal("a"), date(f"{1900 + n}", "gYear")) for n in range(70)])
        markup = show(empty, table)
        assert len(re.findall('class="view-dot"', markup)) == 60
        assert "10 more are not." in words(markup)

    def test_dates_that_a_query_made_texts_of_are_dates(self, visit: Explorer) -> None:
        markup = show(visit, "SELECT ?x (STR(?d) AS ?day) { ?x sem:hasBeginTimeStamp ?d }")
        assert "Timeline" in views_of(markup)[0]

    @pytest.mark.parametrize(
        "table",
        [
            rows("day", of=[(date("2025-09-02"),)]),
            rows("x", "day", of=[(Literal("a"), Literal("2025"))]),
            rows("x", "day", of=[(Literal("a"), date("soon"))]),
            rows(
                "x", "day", of=[(Literal("a"), date("2025-09-02")), (Literal("b"), Literal("soon"))]
            ),
            rows("x", "day", of=[(Literal("a"), None)]),
        ],
        ids=["no name", "a text", "no date", "not all dates", "nothing"],
    )
    def test_what_has_no_dates_has_none(self, empty: Explorer, table: Table) -> None:
        assert "Timeline" not in views_of(show(empty, table))[0]


class TestMap:
    @pytest.mark.parametrize(
        ("latitude", "longitude"),
        [
            ("lat", "long"),
            ("latitude", "longitude"),
            ("lat", "lng"),
            ("place_lat", "place_lon"),
            ("pLat", "pLong"),
        ],
    )
    def test_degrees_in_two_columns_are_a_point(
        self, empty: Explorer, latitude: str, longitude: str
    ) -> None:
        table = rows(
            *("x", latitude, longitude),
            of=[
                (Literal("Oslo"), number("59.9", "decimal"), number("10.7", "decimal")),
                (Literal("Rome"), number("41.9", "double"), number("12", "integer")),
            ],
        )
        markup = show(empty, table)
        assert views_of(markup) == (["Table", "Map"], "Map")
        assert {"Oslo", "Rome"} < set(texts(markup, "text"))
        assert words(markup) == "2 places: Oslo, Rome."

    @pytest.mark.parametrize(
        "text",
        [
            "POINT(116.4 39.9)",
            "<http://www.opengis.net/def/crs/OGC/1.3/CRS84> Point (1e1 -3)",
            "point z(1 2 3)",
        ],
    )
    def test_a_point_of_well_known_text_is_one(self, empty: Explorer, text: str) -> None:
        assert "Map" in views_of(show(empty, rows("x", "p", of=[(node("a"), Literal(text))])))[0]

    @pytest.mark.parametrize(
        "text",
        [
            "POINT EMPTY",
            "POINT(1)",
            "POINT(200 10)",
            "POINT(NaN 1)",
            "LINESTRING(0 0, 1 1)",
            "POINT(1 2",
            "(1 2)",
        ],
    )
    def test_another_text_is_none(self, empty: Explorer, text: str) -> None:
        assert (
            "Map" not in views_of(show(empty, rows("x", "p", of=[(node("a"), Literal(text))])))[0]
        )

    def test_a_place_with_coordinates_in_the_graph_is_mapped(self) -> None:
        explorer = explore_data(PLACES)
        markup = show(
            explorer,
            rows("x", of=[(node("beijing"),), (node("nowhere"),), (node("wrong"),)]),
            "map",
        )
        assert words(markup) == "1 place: Beijing. 2 rows without a point on the earth."
        assert 'href="/explore/node?iri=https%3A%2F%2Fexample.org%2Fbeijing"' in markup

    def test_degrees_beyond_the_earth_are_counted(self, empty: Explorer) -> None:
        cells = [("91", "0"), ("0", "181"), ("NaN", "0"), ("10", "10")]
        table = rows(
            "lat", "lon", of=[tuple(number(each, "double") for each in pair) for pair in cells]
        )
        assert (
            words(show(empty, table)) == "1 place: (no name). 3 rows without a point on the earth."
        )

    def test_rows_at_one_point_share_it(self, empty: Explorer) -> None:
        table = rows(
            "x", "lat", "lon", of=[(Literal(name), number("1"), number("1")) for name in "abcab"]
        )
        assert words(show(empty, table)) == "1 place: a, b and 1 more."

    def test_many_places_are_dots_without_names(self, empty: Explorer) -> None:
        table = rows(
            *("x", "lat", "lon"),
            of=[(Literal(f"x{n}"), number(str(n % 80)), number(str(n))) for n in range(170)],
        )
        markup = show(empty, table)
        assert len(re.findall('class="fig-place"', markup)) == 170
        assert "and 158 more. 24 of them have their names on the map." in words(markup)

    @pytest.mark.parametrize(
        "points", [[(0, 0)], [(90, 0), (-90, 0)], [(0, 180), (0, -180)], [(90, 180), (90, -180)]]
    )
    def test_the_ends_of_the_earth_are_on_the_map(
        self, empty: Explorer, points: list[tuple[int, int]]
    ) -> None:
        table = rows("lat", "lon", of=[(number(str(y)), number(str(x))) for y, x in points])
        markup = show(empty, table, "map")
        spots = re.findall(r'<circle cx="([\d.-]+)" cy="([\d.-]+)"', markup)
        assert spots
        assert all(0 <= float(x) <= 400 and 0 <= float(y) <= 320 for x, y in spots)

    def test_one_column_of_degrees_is_no_place(self, empty: Explorer) -> None:
        table = rows("x", "lat", of=[(Literal("a"), number("1")), (Literal("b"), number("2"))])
        assert "Map" not in views_of(show(empty, table))[0]


def triples(*each: tuple[str, str, str]) -> Graph:
    return Graph(tuple(Triple(node(s), node(p), node(o)) for s, p, o in each))


class TestGraph:
    def test_triples_are_boxes_and_lines(self, empty: Explorer) -> None:
        markup = show(empty, triples(("a", "knows", "b"), ("b", "knows", "c")))
        assert views_of(markup) == (["Table", "Graph"], "Graph")
        assert len(re.findall('class="view-edge"', markup)) == 2
        assert {"a", "b", "c", "knows"} == set(texts(markup, "text"))
        assert words(markup) == "3 things, joined by 2 lines. Lines begin at a, b."
        assert "a → knows → b" in texts(markup, "title")

    @pytest.mark.parametrize(
        ("names", "cells", "title"),
        [
            (("a", "b"), (node("x"), node("y")), "x → to → y"),
            (("a", "p", "b"), (node("x"), node("p"), node("y")), "x → p → y"),
            (("a", "how", "b"), (node("x"), Literal("well"), node("y")), "x → well → y"),
            (("a", "b", "how"), (node("x"), node("y"), Literal("well")), "x → to → y"),
        ],
        ids=["two nodes", "three nodes", "a text between", "a text behind"],
    )
    def test_rows_of_nodes_are_lines(
        self,
        empty: Explorer,
        names: tuple[str, ...],
        cells: tuple[NamedNode | Literal, ...],
        title: str,
    ) -> None:
        assert title in texts(show(empty, rows(*names, of=[cells]), "graph"), "title")

    @pytest.mark.parametrize(
        "edges",
        [
            [("a", "p", "a")],
            [("a", "p", "b"), ("b", "p", "a")],
            [("a", "p", "b"), ("b", "p", "c"), ("c", "p", "a"), ("c", "q", "a")],
            [(f"n{n}", "p", f"n{n + 1}") for n in range(40)],
            [("a", f"p{n}", "b") for n in range(30)],
        ],
        ids=["to itself", "there and back", "round and round", "a long chain", "many ways"],
    )
    def test_no_shape_of_a_graph_leaves_the_sheet(
        self, empty: Explorer, edges: list[tuple[str, str, str]]
    ) -> None:
        markup = show(empty, triples(*edges))
        size = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', markup)
        assert size
        boxes = re.findall(
            r'<rect x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)"', markup
        )
        assert len(boxes) == len({name for s, _, o in edges for name in (s, o)})
        for x, y, width, height in boxes:
            assert float(x) + float(width) <= float(size[1])
            assert float(y) + float(height) <= float(size[2])

    def test_boxes_do_not_cover_each_other(self, visit: Explorer) -> None:
        markup = show(visit, "DESCRIBE id:claim-p2s2-1 id:occurrence-arrival", "graph")
        found = re.findall(
            r'<rect x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)"', markup
        )
        boxes = [tuple(map(float, box)) for box in found]
        assert len(boxes) > 5
        for number_, (x, y, _, height) in enumerate(boxes):
            for left, top, _, tall in boxes[number_ + 1 :]:
                assert x != left or y + height <= top or top + tall <= y

    def test_at_most_sixty_nodes_are_drawn_and_the_rest_is_counted(self, empty: Explorer) -> None:
        markup = show(empty, triples(*((f"s{n}", "p", "hub") for n in range(100))))
        assert len(re.findall('class="fig-box"', markup)) == 60
        assert "Not drawn, as there is no room: 41 things and 41 lines more." in words(markup)

    def test_of_many_pairs_some_are_drawn(self, empty: Explorer) -> None:
        markup = show(empty, triples(*((f"a{n}", "p", f"z{n}") for n in range(100))))
        assert len(re.findall('class="view-edge"', markup)) == 30
        assert "140 things and 70 lines more." in words(markup)

    def test_it_is_drawn_the_same_whatever_order_the_triples_have(self, empty: Explorer) -> None:
        graph = triples(("a", "p", "b"), ("b", "q", "c"), ("a", "q", "c"), ("d", "p", "c"))
        assert show(empty, graph) == show(empty, Graph(graph.triples[::-1]))

    def test_texts_are_no_nodes(self, empty: Explorer) -> None:
        graph = Graph(
            (Triple(node("a"), node("p"), Literal("text")), Triple(node("a"), node("p"), node("b")))
        )
        markup = show(empty, graph)
        assert "text" not in texts(markup, "text")
        assert "text" in texts(show(empty, graph, "table"), "td")

    def test_nodes_without_a_name_have_no_link(self, empty: Explorer) -> None:
        markup = show(empty, Graph((Triple(BlankNode("x"), node("p"), node("b")),)))
        assert "(no name)" in texts(markup, "text")
        assert len(re.findall("fig-link", markup)) == 1

    @pytest.mark.parametrize(
        "answer",
        [
            Graph((Triple(node("a"), node("p"), Literal("x")),)),
            rows("a", of=[(node("x"),)]),
            rows("a", "b", of=[(node("x"), Literal("y"))]),
            rows(*"abcd", of=[tuple(node(each) for each in "abcd")]),
            rows("a", "b", of=[(node("x"), None), (None, node("y"))]),
        ],
        ids=["only texts", "one node", "a text", "four nodes", "never both"],
    )
    def test_what_joins_nothing_has_none(self, empty: Explorer, answer: Graph | Table) -> None:
        assert "Graph" not in views_of(show(empty, answer))[0]


@pytest.mark.parametrize(
    "text", [HOSTILE, "שלום \u202e", "", "\x00", "漢" * 500, "x" * 5_000], ids=ascii
)
@pytest.mark.parametrize("view", ["bars", "timeline", "map"])
def test_no_name_breaks_a_picture(empty: Explorer, view: str, text: str) -> None:
    cells = {
        "bars": (number("1"),),
        "timeline": (date("2025-09-02"),),
        "map": (number("1"), number("2")),
    }[view]
    names = {"bars": ("n",), "timeline": ("day",), "map": ("lat", "lon")}[view]
    markup = show(empty, rows("x", *names, of=[(Literal(text), *cells)] * 3), view)
    assert views_of(markup)[1].lower() == view
