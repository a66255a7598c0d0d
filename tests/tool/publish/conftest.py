"""A site that the tests of a folder share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from visitkg.project import find_project
from visitkg.publish.content import Site, read_site

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture(scope="session")
def visit_site(root: Path) -> Site:
    """Return what there is to publish of the visit."""
    return read_site(find_project(root))


@pytest.fixture
def make_project(tmp_path: Path) -> Callable[..., Site]:
    """Return a function that reads a project made of some Turtle as a site."""

    def make(data: str, ontology: str = "", shapes: str = "", home: str | None = None) -> Site:
        folder = tmp_path / "project"
        header = (
            "@prefix : <https://example.org/kg/id/> . @prefix t: <https://example.org/kg/ontology#>"
            " . @prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix rdfs:"
            " <http://www.w3.org/2000/01/rdf-schema#> . @prefix sh: <http://www.w3.org/ns/shacl#> ."
            "\n"
        )
        texts = {
            "data": data,
            "ontology": ontology or "<https://example.org/kg/ontology> a owl:Ontology .",
            "shapes": shapes or "t:Shape a sh:NodeShape .",
        }
        for name, text in texts.items():
            (folder / name).mkdir(parents=True, exist_ok=True)
            (folder / name / "tram.ttl").write_text(header + text, encoding="utf-8")
        (folder / "visitkg.toml").write_text('base = "https://example.org/kg/"\n')
        return read_site(find_project(folder), home)

    return make
