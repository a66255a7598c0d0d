"""A project with questions of two kinds, and a shell on it that nobody looks at."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from visitkg.project import find_project
from visitkg.shell.material import Material, load_material
from visitkg.shell.state import Screen, Shell

if TYPE_CHECKING:
    from pathlib import Path

CONFIGURATION = (
    'name = "fair"\nbase = "http://example.org/"\n[prefixes]\nex = "http://example.org/"\n'
)
FAIR = """\
@prefix ex: <http://example.org/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .

ex:Visitor a owl:Class ; rdfs:label "Visitor" .
ex:Seller a owl:Class ; rdfs:subClassOf ex:Visitor .
ex:knows a owl:ObjectProperty ; rdfs:label "knows" .
ex:ann-lee a ex:Visitor ; rdfs:label "Ann Lee"@en , "안나"@ko ; ex:knows ex:ben .
ex:ben a ex:Seller ; rdfs:label "Ben\\u001b[31m the \\u202eseller" ; ex:age 30 .
ex:cat a ex:Visitor ; rdfs:label "Cät" ; ex:knows ex:ann-lee .
ex:odd a [] .
"""
WHOM = """\
# Whom does somebody know?
# A row: somebody.
# param person: who knows, default ex:ann-lee

SELECT ?other { ?person ex:knows ?other }
"""
WHO = """\
# Who has a name?
# A row: somebody with the name.
# param word: what the name has, default "Ben"
# param least: the least age, default 3

SELECT ?who { ?who rdfs:label ?name ; ex:age ?age FILTER (CONTAINS(?name, ?word) && ?age > ?least) }
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of the project, which is the working directory."""
    for name, text in {
        "visitkg.toml": CONFIGURATION,
        "ontology/questions/whom-does-one-know.rq": WHOM,
        "ontology/questions/who-has-a-name.rq": WHO,
        "ontology/fair.ttl": "",
        "data/fair.ttl": FAIR,
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def material(folder: Path) -> Material:
    return load_material(find_project(folder))


@pytest.fixture
def shell(material: Material) -> Shell:
    return Shell(material, screen=Screen(80, 24))
