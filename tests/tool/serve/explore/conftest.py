"""What is served to those who look around: the visit, and any other data."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from visitkg.project import find_project
from visitkg.serve.explore.explorer import Explorer
from visitkg.serve.holding import hold
from visitkg.serve.limits import Limits

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PREFIXES = (
    "@prefix : <https://example.org/> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
    "@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix xsd:"
    " <http://www.w3.org/2001/XMLSchema#> . @prefix skos:"
    " <http://www.w3.org/2004/02/skos/core#> .\n"
)


@pytest.fixture(scope="session")
def visit(root: Path) -> Explorer:
    """Return an explorer of the visit, mounted below a path."""
    return Explorer(hold(find_project(root)), Limits(), "/kg")


@pytest.fixture
def make_explorer(tmp_path: Path, root: Path) -> Callable[..., Explorer]:
    """Return a function that serves some Turtle as a file of no project."""

    def make(data: str, name: str = "trams.ttl") -> Explorer:
        path = tmp_path / name
        path.write_text(PREFIXES + data, encoding="utf-8")
        return Explorer(hold(find_project(root), [path]), Limits())

    return make
