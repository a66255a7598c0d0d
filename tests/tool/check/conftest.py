"""A small project of its own for each test of a check."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from visitkg.check.subject import Subject
from visitkg.project import find_project

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

CONFIGURATION = """\
base = "http://example.org/"
name = "example"
outside-lite = ["data/dataset.ttl"]

[prefixes]
ex = "http://example.org/ontology#"
id = "http://example.org/id/"
"""

ONTOLOGY = """\
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix ex: <http://example.org/ontology#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .

<http://example.org/ontology>
    a owl:Ontology ;
    dcterms:description "Cats and what they are called."@en ;
    dcterms:license <https://creativecommons.org/licenses/by/4.0/> ;
    dcterms:title "Cats"@en ;
    .

ex:Cat
    a owl:Class ;
    rdfs:isDefinedBy <http://example.org/ontology> ;
    rdfs:label "Cat"@en ;
    skos:definition "An animal that purrs."@en ;
    skos:example "Whoever sits on the keyboard."@en ;
    .

ex:nickname
    a owl:DatatypeProperty ;
    rdfs:domain ex:Cat ;
    rdfs:isDefinedBy <http://example.org/ontology> ;
    rdfs:label "nickname"@en ;
    skos:definition "What a cat is called for short."@en ;
    skos:example "Tiger."@en ;
    .

dcterms:description
    a owl:AnnotationProperty ;
    .

dcterms:license
    a owl:AnnotationProperty ;
    .

dcterms:title
    a owl:AnnotationProperty ;
    .

skos:definition
    a owl:AnnotationProperty ;
    .

skos:example
    a owl:AnnotationProperty ;
    .
"""

DATA = """\
@prefix ex: <http://example.org/ontology#> .
@prefix id: <http://example.org/id/> .

id:tom
    a ex:Cat ;
    ex:nickname "Tommy" ;
    .
"""


@pytest.fixture
def make_subject(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Subject]:
    """Return what writes a project of cats, with ``files`` over it, where the test works."""
    monkeypatch.chdir(tmp_path)

    def make(files: dict[str, str] | None = None, *, update: bool = False) -> Subject:
        content = {
            "visitkg.toml": CONFIGURATION,
            "ontology/cat.ttl": ONTOLOGY,
            "data/cat.ttl": DATA,
            **(files or {}),
        }
        for name, text in content.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return Subject(find_project(), update=update)

    return make
