"""Write ``countries.json`` from the file ``countries-50m.json`` of the npm package world-atlas.

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    python -m visitkg.figure.outlines.make package/countries-50m.json countries.json

A border is stored once, as in TopoJSON: https://github.com/topojson/topojson-specification
"""

from __future__ import annotations

import json
import sys
from itertools import accumulate, pairwise
from math import hypot
from pathlib import Path
from typing import Any, Final

STEPS: Final = 20
"""How many steps of the stored grid a degree has."""

TOLERANCE: Final = 0.07
"""How far, in degrees, a simplified line may lie from the true one."""

LEAST: Final = 0.08
"""The area, in square degrees, below which an island is left out."""

Point = tuple[float, float]


def write_outlines(source: Path, target: Path) -> None:
    """Write the outlines that a file in TopoJSON has, simplified."""
    world = json.loads(source.read_text(encoding="utf-8"))
    arcs = [_simplify(_unpack(arc, world["transform"])) for arc in world["arcs"]]
    used: dict[int, int] = {}
    countries = [
        (country.get("id", ""), rings)
        for country in world["objects"]["countries"]["geometries"]
        if (rings := _keep_rings(country, arcs, used))
    ]
    kept = [_pack(arcs[number]) for number in used]
    outlines = {"steps": STEPS, "arcs": kept, "countries": countries}
    target.write_text(json.dumps(outlines, separators=(",", ":")) + "\n", encoding="utf-8")


def _unpack(arc: list[list[int]], transform: dict[str, Any]) -> list[Point]:
    (kx, ky), (dx, dy) = transform["scale"], transform["translate"]
    steps = accumulate(arc, lambda a, b: [a[0] + b[0], a[1] + b[1]])
    return [(x * kx + dx, y * ky + dy) for x, y in steps]


def _simplify(points: list[Point]) -> list[Point]:
    """Return a line with fewer points, none of them far from where it was.

    https://doi.org/10.3138/FM57-6770-U75U-7727
    """
    if not points[2:]:
        return points
    (ax, ay), (bx, by) = points[0], points[-1]
    length = hypot(bx - ax, by - ay)

    def distance(point: Point) -> float:
        x, y = point[0] - ax, point[1] - ay
        return abs((bx - ax) * y - (by - ay) * x) / length if length else hypot(x, y)

    far = max(range(1, len(points) - 1), key=lambda n: distance(points[n]))
    if distance(points[far]) <= TOLERANCE:
        return [points[0], points[-1]]
    return _simplify(points[: far + 1])[:-1] + _simplify(points[far:])


def _keep_rings(
    country: dict[str, Any], arcs: list[list[Point]], used: dict[int, int]
) -> list[list[int]]:
    """Return the outer rings of a country that are large enough, as numbers of kept arcs."""
    shapes = country["arcs"] if country["type"] == "MultiPolygon" else [country["arcs"]]
    # Around a pole the coast isn't the first ring of its shape: that is the pole itself.
    rings = [max(shape, key=lambda ring: _area(ring, arcs)) for shape in shapes]
    largest = max(rings, key=lambda ring: _area(ring, arcs))
    kept = []
    for ring in rings:
        if ring is largest or _area(ring, arcs) >= LEAST:
            numbers = [number if number >= 0 else ~number for number in ring]
            places = [used.setdefault(number, len(used)) for number in numbers]
            kept.append([p if n >= 0 else ~p for n, p in zip(ring, places, strict=True)])
    return kept


def _area(ring: list[int], arcs: list[list[Point]]) -> float:
    points = [p for n in ring for p in (arcs[n] if n >= 0 else arcs[~n][::-1])]
    pairs = pairwise([*points, points[0]])
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairs)) / 2


def _pack(points: list[Point]) -> list[int]:
    """Return a line as its first point on the grid, then the steps to each next one."""
    grid = [(round(x * STEPS), round(y * STEPS)) for x, y in points]
    steps = [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(grid)]
    return [n for point in [grid[0], *(s for s in steps if s != (0, 0))] for n in point]


if __name__ == "__main__":
    write_outlines(Path(sys.argv[1]), Path(sys.argv[2]))
