"""Where rows lie on the earth: by latitude and longitude, by a WKT point, or by their place."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING, Final, TypeAlias

from pyoxigraph import Literal, NamedNode

from visitkg.serve.explore.view.column import MOST_LOOKED_AT, find_label, name_row, of_kind
from visitkg.serve.explore.view.term import read_finite
from visitkg.terms import GEO

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from visitkg.figure.projection import Point
    from visitkg.serve.explore.explorer import Explorer
    from visitkg.serve.explore.view.column import Column
    from visitkg.sparql.answer import Row, Term

_LATITUDE: Final = re.compile(r"(?:.*_)?lat(?:itude)?|.*[a-z]Lat(?:itude)?")
_LONGITUDE: Final = re.compile(r"(?:.*_)?lo?ng?(?:itude)?|.*[a-z]Lo?ng?(?:itude)?")
_NUMBER: Final = r"([+-]?\d{1,9}(?:\.\d{0,30})?(?:[eE][+-]?\d{1,3})?)"
_WKT: Final = re.compile(
    rf"\s*(?:<[^<>\s]*>\s*)?POINT\s*Z?\s*\(\s*{_NUMBER}\s+{_NUMBER}(?:\s+{_NUMBER})?\s*\)\s*",
    re.ASCII | re.IGNORECASE,
)
_LONGEST: Final = 400
_SHOWN: Final = 2
_READ_LATITUDE: Final = NamedNode(GEO + "lat")
_READ_LONGITUDE: Final = NamedNode(GEO + "long")

Find: TypeAlias = "Callable[[Row], Point | None]"


@dataclass(frozen=True, slots=True)
class Spot:
    """A point of the earth, and what rows there are called; ``iri`` if that is one thing."""

    point: Point
    label: str
    iri: str | None


def locate(
    explorer: Explorer, rows: Sequence[Row], columns: Sequence[Column]
) -> tuple[Find, Column | None] | None:
    """Return what finds the point of a row, and the column of the place if that has it.

    None where no row has a point; only the first rows are looked at.
    """
    first = rows[:MOST_LOOKED_AT]
    for find, place in _ways(explorer, columns):
        if any(find(row) is not None for row in first):
            return find, place
    return None


def _ways(explorer: Explorer, columns: Sequence[Column]) -> Iterable[tuple[Find, Column | None]]:
    numbers = of_kind(columns, "number")
    latitude = next((each for each in numbers if _LATITUDE.fullmatch(each.name)), None)
    longitude = next((each for each in numbers if _LONGITUDE.fullmatch(each.name)), None)
    if latitude is not None and longitude is not None:
        yield _from_columns(longitude.place, latitude.place), None
    for column in of_kind(columns, "text"):
        yield _from_wkt(column.place), None
    for column in of_kind(columns, "node"):
        yield _from_graph(explorer, column.place), column


def _from_columns(longitude: int, latitude: int) -> Find:
    return lambda row: _point(read_finite(row[longitude]), read_finite(row[latitude]))


def _from_wkt(place: int) -> Find:
    return lambda row: _read_wkt(row[place])


def _from_graph(explorer: Explorer, place: int) -> Find:
    known: dict[NamedNode, Point | None] = {}

    def find(row: Row) -> Point | None:
        node = row[place]
        if not isinstance(node, NamedNode):
            return None
        if node not in known:
            known[node] = _look_up(explorer, node)
        return known[node]

    return find


def _look_up(explorer: Explorer, node: NamedNode) -> Point | None:
    """Return where the graph says that a place lies."""
    longitudes = explorer.view.objects(node, _READ_LONGITUDE)
    latitudes = explorer.view.objects(node, _READ_LATITUDE)
    points = (_point(_degrees(x), _degrees(y)) for x in longitudes for y in latitudes)
    return next((point for point in points if point is not None), None)


def _degrees(term: Term) -> float | None:
    """Return a number of degrees; some data have it as a string."""
    if not isinstance(term, Literal):
        return None
    try:
        number = float(term.value[:_LONGEST])
    except ValueError:
        return None
    return number if isfinite(number) else None


def _read_wkt(term: Term | None) -> Point | None:
    """Return the point that a literal is, longitude first: https://www.ogc.org/standard/sfa/."""
    if not isinstance(term, Literal):
        return None
    found = _WKT.fullmatch(term.value[:_LONGEST])
    return _point(float(found[1]), float(found[2])) if found else None


def _point(longitude: float | None, latitude: float | None) -> Point | None:
    if longitude is None or latitude is None:
        return None
    return (longitude, latitude) if abs(longitude) <= 180 and abs(latitude) <= 90 else None  # noqa: PLR2004  (degrees)


def gather(
    explorer: Explorer,
    rows: Sequence[Row],
    columns: Sequence[Column],
    found: tuple[Find, Column | None],
) -> list[Spot]:
    """Return the points of rows, each once, in the order in which they come first."""
    find, place = found
    label = place or find_label(columns)
    names: dict[Point, dict[str, str | None]] = defaultdict(dict)
    for row in rows:
        point = find(row)
        if point is not None:
            name, iri = ("", None) if label is None else name_row(explorer, row, label, columns)
            names[point].setdefault(name, iri)
    return [_spot(point, called) for point, called in names.items()]


def _spot(point: Point, called: dict[str, str | None]) -> Spot:
    names = [name for name in called if name]
    label = ", ".join(names[:_SHOWN])
    if len(names) > _SHOWN:
        label = f"{label} and {len(names) - _SHOWN:,} more"
    return Spot(point, label, next(iter(called.values())) if len(called) == 1 else None)
