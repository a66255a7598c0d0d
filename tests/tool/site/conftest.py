"""Graphs to describe: the made-up fair, and whatever a test writes in Turtle."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pyoxigraph import RdfFormat, Store

from visitkg.graph.parse import read_triples
from visitkg.project import find_project
from visitkg.site.view import GraphView, open_view
from visitkg.terms import COMMON_PREFIXES, VISIT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pyoxigraph import Triple

PREFIXES = {"id": "https://example.org/id/", "visit": VISIT, **COMMON_PREFIXES}


@pytest.fixture
def prefixes() -> dict[str, str]:
    return dict(PREFIXES)


@pytest.fixture
def view() -> Callable[[str], GraphView]:
    """Return a function that makes a view of some Turtle; the usual prefixes are declared."""

    def make(turtle: str) -> GraphView:
        store = Store()
        header = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
        store.load(header + turtle, RdfFormat.TURTLE)
        return GraphView(store, PREFIXES)

    return make


@pytest.fixture(scope="session")
def fair_prefixes(root: Path) -> dict[str, str]:
    home = find_project(root / "tests/tool/evidence/fair")
    return {**home.prefixes, **home.all_prefixes()}


@pytest.fixture(scope="session")
def fair(root: Path, fair_prefixes: dict[str, str]) -> GraphView:
    folder = root / "tests/tool/evidence/fair"
    return open_view(sorted(folder.rglob("*.ttl")), fair_prefixes)


@pytest.fixture(scope="session")
def fair_triples(root: Path) -> list[Triple]:
    """Return the triples of the fair as its files state them."""
    files = sorted((root / "tests/tool/evidence/fair").rglob("*.ttl"))
    return [located.triple for located in read_triples(files)]
