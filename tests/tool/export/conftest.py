"""What the tests of a folder share: the visit, a made-up fair, and any project of some Turtle."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from visitkg.export.content import Content, read_content
from visitkg.project import find_project

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

HEADER = """\
@prefix : <https://example.org/kg/id/> .
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <https://schema.org/> .
@prefix sem: <http://semanticweb.cs.vu.nl/2009/11/sem/> .
@prefix visit: <https://w3id.org/visitkg/ontology#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


@pytest.fixture(scope="session")
def visit(root: Path) -> Content:
    """Return what there is to export of the visit."""
    return read_content(find_project(root))


@pytest.fixture(scope="session")
def fair(root: Path) -> Content:
    """Return what there is to export of the fair."""
    return read_content(find_project(root / "tests/tool/evidence/fair"))


@pytest.fixture
def make(tmp_path: Path) -> Callable[..., Content]:
    """Return a function that reads a project made of some Turtle."""

    def read(data: str, ontology: str = "visit:Claim a owl:Class .", base: str = "") -> Content:
        for name, text in (("data", data), ("ontology", ontology)):
            (tmp_path / name).mkdir(exist_ok=True)
            (tmp_path / name / "tram.ttl").write_text(HEADER + text, encoding="utf-8")
        (tmp_path / "visitkg.toml").write_text(base or 'base = "https://example.org/kg"\n')
        return read_content(find_project(tmp_path))

    return read
