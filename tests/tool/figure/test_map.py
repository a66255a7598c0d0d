"""The map: only what has coordinates, each place where it is, no name on top of another."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from visitkg.figure.map import draw_map
from visitkg.figure.near import FARTHEST, cut_ring, find_near
from visitkg.figure.outline import Outline, place_rings, read_outlines
from visitkg.figure.outlines.make import write_outlines
from visitkg.figure.projection import distance, fit, turn

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from visitkg.figure.boxes import Box
    from visitkg.figure.model import Figure
    from visitkg.site.view import GraphView

PLACE = 'id:{name} a visit:City ; rdfs:label "{name}"@en ; geo:lat {lat} ; geo:long {long} .\n'
LEG = """
id:claim a visit:Claim ; visit:asserts id:leg ; visit:epistemicStatus visit:{surely} .
id:leg a visit:Leg ; rdfs:label "The leg"@en ; visit:origin id:a ; visit:destination id:b ;
    visit:legStatus visit:{status} .
"""
MOST_BYTES = 150_000


def place(name: str, latitude: object, longitude: object) -> str:
    return (
        PLACE.replace("{name}", name)
        .replace("{lat}", str(latitude))
        .replace("{long}", str(longitude))
    )


def leg(status: str = "Underway", surely: str = "Asserted") -> str:
    return LEG.replace("{status}", status).replace("{surely}", surely)


def test_each_row_of_the_table_is_drawn(
    drawn: dict[str, Figure], labels: Callable[[str], list[tuple[str, Box]]]
) -> None:
    figure = drawn["map"]
    texts = [text for text, _ in labels(figure.svg)]
    legs = [row for row in figure.rows if row[0].text == "Leg"]
    assert figure.svg.count('class="fig-leg ') == len(legs) > 0
    for row in figure.rows:
        if row[0].text == "Place":
            assert any(row[1].text.startswith(text) for text in texts)


def test_names_in_other_scripts_stand_beside_the_first(drawn: dict[str, Figure]) -> None:
    for name in ("北京", "평양", "Курская область"):
        assert name in drawn["map"].svg


def test_a_far_place_does_not_make_the_route_too_small_to_see(drawn: dict[str, Figure]) -> None:
    assert drawn["map"].svg.count('class="fig-sea"') == 2


@pytest.mark.parametrize("status", ["TookPlace", "Underway", "Scheduled", "Possible"])
def test_the_line_of_a_leg_shows_its_status(
    make_view: Callable[[str], GraphView], status: str
) -> None:
    figure = draw_map(make_view(place("a", 10, 20) + place("b", 11, 22) + leg(status)))
    shapes = {"TookPlace": "disc", "Underway": "triangle", "Scheduled": "square"}
    assert figure is not None
    assert f"fig-leg-{shapes.get(status, 'diamond')}" in figure.svg
    assert ": Asserted</text>" in figure.svg


def test_a_leg_without_coordinates_is_told_in_words(make_view: Callable[[str], GraphView]) -> None:
    figure = draw_map(make_view(place("a", 10, 20) + "id:b a visit:City ." + leg()))
    assert figure is not None
    assert "Not drawn, for want of coordinates: The leg." in figure.text
    assert [row[0].text for row in figure.rows] == ["Place"]


def test_a_leg_that_nobody_claims_is_not_drawn(make_view: Callable[[str], GraphView]) -> None:
    turtle = place("a", 10, 20) + place("b", 11, 22) + leg().replace("visit:asserts", "visit:x")
    figure = draw_map(make_view(turtle))
    assert figure is not None
    assert "fig-leg" not in figure.svg
    assert "The leg" not in figure.text


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [('"north"', 20), (91, 20), (10, 181), ('"NaN"^^xsd:double', 20), ('"INF"^^xsd:double', 1)],
)
def test_coordinates_that_are_none_are_left_out(
    make_view: Callable[[str], GraphView], latitude: object, longitude: object
) -> None:
    assert draw_map(make_view(place("a", latitude, longitude))) is None


@pytest.mark.parametrize(
    "points",
    [
        [(0, 0)],
        [(89.9, 10)],
        [(-89.9, 10), (-60, 100)],
        [(65, 179), (66, -179)],
        [(-33, 151), (64, -21), (35, 139)],
        [(10, 20), (10, 20)],
        [(10, 0), (10, 90), (10, 180), (10, -90)],
    ],
    ids=str,
)
def test_each_place_lies_on_its_sheet_wherever_it_is(
    make_view: Callable[[str], GraphView], points: list[tuple[float, float]]
) -> None:
    turtle = "".join(place(f"p{n}", *point) for n, point in enumerate(points))
    figure = draw_map(make_view(turtle))
    assert figure is not None
    dots = re.findall(r'class="fig-place" cx="(\S+)" cy="(\S+)"', figure.svg) or re.findall(
        r'cx="(\S+)" cy="(\S+)" r="4.5" class="fig-place"', figure.svg
    )
    assert len(dots) == len(points)
    assert all(0 < float(x) < 400 and 0 < float(y) < 290 for x, y in dots)


def test_a_sheet_across_the_date_line_is_not_torn() -> None:
    sheet = fit([(179, 65), (-179, 66)], 400, 300, 40)
    (ax, _), (bx, _) = sheet.place((179, 65)), sheet.place((-179, 66))
    assert 0 < ax < bx < 400


def test_names_of_places_close_together_do_not_cover_each_other(
    make_view: Callable[[str], GraphView],
    labels: Callable[[str], list[tuple[str, Box]]],
    covering: Callable[[str], list[tuple[str, str]]],
) -> None:
    turtle = "".join(place(f"Long-name-{n}", 40 + n / 20, 20 + n / 15) for n in range(8))
    figure = draw_map(make_view(turtle))
    assert figure is not None
    assert sum(text.startswith("Long-name") for text, _ in labels(figure.svg)) == 8
    assert covering(figure.svg) == []


@pytest.mark.parametrize(("count", "is_drawn"), [(12, True), (13, False)])
def test_names_in_other_scripts_are_drawn_where_there_is_room(
    make_view: Callable[[str], GraphView], count: int, *, is_drawn: bool
) -> None:
    turtle = "".join(place(f"p{n}", n, n) for n in range(count)) + 'id:p1 rdfs:label "평양"@ko .'
    figure = draw_map(make_view(turtle))
    assert figure is not None
    assert ("평양" in figure.svg) == is_drawn
    assert "평양" in {part for row in figure.rows for part in row[1].text.split(" ")}


def test_outlines_lie_where_countries_are() -> None:
    outlines = {outline.code: outline for outline in read_outlines()}
    iceland = [point for ring in outlines["352"].rings for point in ring]
    assert all(-25 < x < -13 and 63 < y < 67 for x, y in iceland)
    assert len(outlines) > 200


def test_the_file_of_outlines_is_small(root: Path) -> None:
    folder = root / "tool/visitkg/figure/outlines"
    assert (folder / "countries.json").stat().st_size < MOST_BYTES
    assert "public domain" in (folder / "README.md").read_text(encoding="utf-8")


def test_what_lies_on_the_far_side_of_the_earth_is_not_drawn() -> None:
    sheet = fit([(20, 40)], 400, 300, 40)
    far = Outline("", (((-160, 40), (-161, 40), (-160, 41)),))
    near = Outline("", (((19, 39), (21, 39), (20, 41)),))
    assert place_rings(far, sheet) == []
    assert len(place_rings(near, sheet)) == 1


def square(west: int, south: float, east: int, north: float) -> list[tuple[float, float]]:
    """Return a ring whose longitudes lie between -180 and 180 degrees, with close points."""
    across = range(west, east + 1, 5)
    return [(turn(x), south) for x in across] + [(turn(x), north) for x in reversed(across)]


NEAR = {
    "nearby": (square(20, 40, 30, 50), 25, [(-5, 5)]),
    "across the date line": (square(170, 40, 190, 50), 180, [(-10, 10)]),
    "across the far side": (square(-40, 40, -20, 50), 150, []),
    "partly near": (square(-80, 40, -20, 50), 60, [(-120, -80)]),
    "near on both sides": (square(100, 40, 300, 50), 0, [(100, 120), (-120, -60)]),
    "all of it far": (square(170, 40, 190, 50), 0, []),
    "nothing": ([], 0, []),
}


@pytest.mark.parametrize(("ring", "meridian", "spans"), NEAR.values(), ids=NEAR)
def test_a_ring_has_a_part_on_each_side_of_the_far_meridian(
    ring: list[tuple[float, float]], meridian: float, spans: list[tuple[float, float]]
) -> None:
    parts = list(find_near(ring, meridian))
    found = [(min(x for x, _ in part), max(x for x, _ in part)) for part in parts]
    assert sorted(found) == [pytest.approx(span) for span in sorted(spans)]
    for part in parts:
        assert {40, 50} <= {y for _, y in part}
        assert all(40 <= y <= 50 for _, y in part)
        # Nothing leads across a sheet that isn't there.
        assert all(abs(b[0] - a[0]) <= 60 for a, b in pairwise([*part, part[0]]))


@pytest.mark.parametrize("meridian", [0, 90, 179, -120])
@pytest.mark.parametrize("pole", [90, -90])
def test_a_ring_around_a_pole_is_closed_through_it(pole: int, meridian: int) -> None:
    coast = [(float(x), pole - pole / 9) for x in range(-180, 180, 10)]
    (part,) = find_near(coast, meridian)
    assert min(x for x, _ in part) == pytest.approx(-FARTHEST)
    assert max(x for x, _ in part) == pytest.approx(FARTHEST)
    within = {round(y, 6) for x, y in part if abs(x) < FARTHEST - 1}
    assert within == {pole - pole / 9, min(pole, 86)}
    # The ends of the coast are the only ways to the pole.
    assert all(
        abs(x) == pytest.approx(FARTHEST)
        for (x, y), (_, below) in pairwise([*part, part[0]])
        if abs(y - below) > 1
    )


def test_antarctica_is_land() -> None:
    sheet = fit([(-60, -55), (0, -55), (-30, -80)], 400, 300, 40)
    (antarctica,) = [outline for outline in read_outlines() if outline.code == "010"]
    inland, at_sea = sheet.place((-10, -76)), sheet.place((-30, -60))
    rings = place_rings(antarctica, sheet)
    assert sum(is_within(inland, ring) for ring in rings) == 1
    assert sum(is_within(at_sea, ring) for ring in rings) == 0


def is_within(point: tuple[float, float], ring: list[tuple[float, float]]) -> bool:
    """Return whether a line from a point crosses a ring an odd number of times."""
    x, y = point
    crossings = [
        ax + (y - ay) / (by - ay) * (bx - ax) > x
        for (ax, ay), (bx, by) in pairwise([*ring, ring[0]])
        if (ay > y) != (by > y)
    ]
    return sum(crossings) % 2 == 1


def test_a_ring_is_cut_at_the_edges_of_a_sheet() -> None:
    ring = cut_ring([(-10, 5), (5, -10), (20, 5), (5, 20)], 10, 10)
    assert all(0 <= x <= 10 and 0 <= y <= 10 for x, y in ring)
    assert len(ring) >= 4
    assert cut_ring([(20, 20), (30, 20), (30, 30)], 10, 10) == []


def test_distances_are_those_on_a_globe() -> None:
    assert distance((0, 0), (0, 90)) == pytest.approx(90)
    assert distance((179, 0), (-179, 0)) == pytest.approx(2)
    assert distance((0, 60), (10, 60)) == pytest.approx(5)


def test_the_script_thins_lines_and_drops_small_islands(tmp_path: Path) -> None:
    world = {
        "transform": {"scale": [0.01, 0.01], "translate": [0, 0]},
        "arcs": [
            [[0, 0], [500, 1], [500, -1], [0, 1000], [-1000, 0], [0, -1000]],
            [[2000, 0], [1, 0], [0, 1], [-1, -1]],
        ],
        "objects": {
            "countries": {
                "geometries": [
                    {"type": "MultiPolygon", "id": "999", "arcs": [[[0]], [[1]]]},
                    {"type": "Polygon", "arcs": [[-2]]},
                ]
            }
        },
    }
    source, target = tmp_path / "world.json", tmp_path / "countries.json"
    source.write_text(json.dumps(world), encoding="utf-8")
    write_outlines(source, target)
    made = json.loads(target.read_text(encoding="utf-8"))
    assert made["countries"] == [["999", [[0]]], ["", [[-2]]]]
    assert made["arcs"][0] == [0, 0, 200, 0, 0, 200, -200, 0, 0, -200]
