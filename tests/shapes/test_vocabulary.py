"""The shapes know the whole vocabulary: each closed list, each class and each property of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from pyoxigraph import QuerySolutions

from visitkg.graph.load import load_store
from visitkg.project import find_project
from visitkg.terms import OWL, RDF, RDFS, SH, SKOS, VISIT

if TYPE_CHECKING:
    from pyoxigraph import Store

ROOT: Final = Path(__file__).resolve().parents[2]

PREFIXES: Final = f"""
    PREFIX owl: <{OWL}>
    PREFIX rdf: <{RDF}>
    PREFIX rdfs: <{RDFS}>
    PREFIX sh: <{SH}>
    PREFIX skos: <{SKOS}>
    PREFIX visit: <{VISIT}>
"""


@pytest.fixture(scope="module")
def store() -> Store:
    project = find_project(ROOT)
    return load_store([*project.ontology_files(), *project.shape_files()])


def ask(store: Store, pattern: str) -> set[str]:
    """Return what ``?term`` can be, each without its namespace."""
    rows = store.query(f"{PREFIXES} SELECT DISTINCT ?term WHERE {{ {pattern} }}")
    assert isinstance(rows, QuerySolutions)
    return {row["term"].value.removeprefix(VISIT) for row in rows}


@pytest.mark.parametrize(
    ("path", "scheme"),
    [
        ("epistemicStatus", "EpistemicStatusScheme"),
        ("attributionMode", "AttributionModeScheme"),
        ("eventStatus", "EventStatusScheme"),
        ("legStatus", "EventStatusScheme"),
        ("inRole", "RoleScheme"),
        ("trend", "TrendScheme"),
        ("attitude", "AttitudeScheme"),
        ("rank", "RankScheme"),
        ("unit", "UnitScheme"),
    ],
)
def test_a_closed_list_of_the_shapes_is_that_of_its_scheme(
    path: str, scheme: str, store: Store
) -> None:
    listed = ask(store, f"?shape sh:path visit:{path} ; sh:in/rdf:rest*/rdf:first ?term")
    assert listed == ask(store, f"?term skos:inScheme visit:{scheme}")
    assert listed


def test_each_class_of_the_ontology_is_looked_at_by_a_shape_of_its_own_or_of_a_wider_class(
    store: Store,
) -> None:
    declared = ask(store, f'?term a owl:Class FILTER (STRSTARTS(STR(?term), "{VISIT}"))')
    looked_at = ask(store, "?term rdfs:subClassOf* ?wider . ?shape sh:targetClass ?wider")
    assert declared
    assert declared - looked_at == set()


def test_each_property_of_the_ontology_is_the_path_of_a_shape(store: Store) -> None:
    declared = ask(store, "?term a ?kind ; rdfs:range ?range")
    constrained = ask(store, "?shape sh:path ?term FILTER (isIRI(?term))")
    assert declared
    assert declared - constrained == set()


def test_whoever_is_the_subject_of_any_property_must_have_a_type(store: Store) -> None:
    declared = ask(store, "?term a ?kind ; rdfs:range ?range")
    subject = f"<{find_shape('Subject')}>"
    assert ask(store, f"{subject} sh:targetSubjectsOf ?term") == {*declared, RDFS + "label"}


def find_shape(name: str) -> str:
    """Return the IRI of a shape of the project."""
    return f"https://w3id.org/visitkg/shapes#{name}"
