"""Graphs to draw: the visit, the made-up fair, and whatever a test writes in Turtle."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from pyoxigraph import RdfFormat, Store

from visitkg.figure.boxes import Box
from visitkg.figure.draw import BOLD, SIZES
from visitkg.figure.figures import figures
from visitkg.figure.measure import text_width
from visitkg.project import find_project
from visitkg.site.view import GraphView, open_view
from visitkg.terms import COMMON_PREFIXES, VISIT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from visitkg.figure.model import Figure

SVG = "{http://www.w3.org/2000/svg}"
_TOUCH = 3.0
PREFIXES = {"id": "https://example.org/id/", "visit": VISIT, **COMMON_PREFIXES}


@pytest.fixture(scope="session")
def visit(root: Path) -> GraphView:
    project = find_project(root)
    return open_view(project.graph_files(), project.all_prefixes())


@pytest.fixture(scope="session")
def fair(root: Path) -> GraphView:
    folder = root / "tests/tool/evidence/fair"
    project = find_project(folder)
    files = [*sorted((root / "ontology").glob("*.ttl")), *sorted(folder.rglob("*.ttl"))]
    return open_view(files, {**project.prefixes, **project.all_prefixes()})


@pytest.fixture(scope="session")
def drawn(visit: GraphView) -> dict[str, Figure]:
    return figures(visit)


@pytest.fixture(scope="session")
def make_view(root: Path) -> Callable[[str], GraphView]:
    """Return a function that makes a view of some Turtle beside the schemes of the ontology."""
    schemes = (root / "ontology/scheme.ttl").read_text(encoding="utf-8")

    def make(turtle: str) -> GraphView:
        store = Store()
        store.load(schemes, RdfFormat.TURTLE)
        header = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
        store.load(header + turtle, RdfFormat.TURTLE)
        return GraphView(store, PREFIXES)

    return make


@pytest.fixture(scope="session")
def parse() -> Callable[[str], ET.Element]:
    """Return what parses a drawing."""
    return _parse


@pytest.fixture(scope="session")
def labels() -> Callable[[str], list[tuple[str, Box]]]:
    """Return what lists the level lines of text in a drawing, each with the box that it fills."""
    return lambda svg: list(_labels(_parse(svg), 0.0, 0.0))


@pytest.fixture(scope="session")
def covering() -> Callable[[str], list[tuple[str, str]]]:
    """Return what lists the lines of text that cover each other."""

    def find(svg: str) -> list[tuple[str, str]]:
        found = list(_labels(_parse(svg), 0.0, 0.0))
        pairs = combinations(found, 2)
        return [(one[0], other[0]) for one, other in pairs if one[1].overlap(other[1]) > _TOUCH]

    return find


def _parse(svg: str) -> ET.Element:
    return ET.fromstring(svg)  # noqa: S314  (drawn here)


def _labels(element: ET.Element, x: float, y: float) -> Iterator[tuple[str, Box]]:
    transform = element.get("transform", "")
    if "rotate" in transform:
        return
    if transform.startswith("translate("):
        across, down = transform.removeprefix("translate(").split(")")[0].split(" ")
        x, y = x + float(across), y + float(down)
    if element.tag == f"{SVG}text":
        yield "".join(element.itertext()), _box(element, x, y)
    for child in element:
        yield from _labels(child, x, y)


def _box(element: ET.Element, x: float, y: float) -> Box:
    classes = element.get("class", "").split(" ")
    size = SIZES[classes[0]]
    bold = BOLD if {"fig-strong", "fig-heading"} & set(classes) else 1
    width = text_width("".join(element.itertext()), size * bold)
    left = x + float(element.get("x", "0"))
    left -= {"end": width, "middle": width / 2}.get(element.get("text-anchor", ""), 0)
    base = y + float(element.get("y", "0"))
    return Box(left, base - size * 0.8, left + width, base + size * 0.2)
