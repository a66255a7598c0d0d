"""Names, identifiers and coordinates come from the verified tables and from nowhere else."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import QuerySolutions

from visitkg.graph.load import load_store
from visitkg.project import find_project

if TYPE_CHECKING:
    from pathlib import Path

    from pyoxigraph import Store

PREFIXES = {
    "geo": "http://www.w3.org/2003/01/geo/wgs84_pos#",
    "id": "https://w3id.org/visitkg/id/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "visit": "https://w3id.org/visitkg/ontology#",
}
AUTHORITY = {
    "wikidata": "http://www.wikidata.org/entity/{}",
    "dbpedia": "http://dbpedia.org/resource/{}",
    "geonames": "https://sws.geonames.org/{}/",
}
NOT_A_THING_OF_THE_REPORT = {"missile"}  # aligned with the class of weapon types instead


@pytest.fixture(scope="session")
def store(root: Path) -> Store:
    return load_store(find_project(root).lite_files())


def table(shared: Path, name: str) -> list[dict[str, str]]:
    with (shared / name).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    assert rows, f"{name} is empty"
    return rows


def pairs(store: Store, pattern: str) -> set[tuple[str, ...]]:
    rows = store.query(f"SELECT DISTINCT ?a ?b {{ {pattern} }}", prefixes=PREFIXES)
    assert isinstance(rows, QuerySolutions)
    return {tuple(value.value for value in row) for row in rows}


@pytest.mark.parametrize(
    ("match", "predicate"), [("exact", "schema:sameAs"), ("close", "rdfs:seeAlso")]
)
def test_identifiers_are_those_of_the_table(
    store: Store, shared: Path, match: str, predicate: str
) -> None:
    verified = {
        AUTHORITY[row["scheme"]].format(row["identifier"])
        for row in table(shared, "identifiers.tsv")
        if row["match"] == match
        and row["scheme"] in AUTHORITY
        and row["entity"] not in NOT_A_THING_OF_THE_REPORT
    }
    given = pairs(store, f"?a {predicate} ?b . FILTER (STRSTARTS(STR(?a), STR(id:)))")
    assert {identifier for _, identifier in given} == verified


def test_codes_are_those_of_the_table(store: Store, shared: Path) -> None:
    verified = {
        code
        for row in table(shared, "identifiers.tsv")
        if row["scheme"].startswith("iso3166") and row["match"] == "exact"
        for code in row["identifier"].split()
    }
    given = pairs(store, "?a visit:countryCode|visit:subdivisionCode ?b")
    assert {code for _, code in given} == verified


def test_names_in_other_scripts_are_those_of_the_table(store: Store, shared: Path) -> None:
    rows = table(shared, "names.tsv")
    verified = {(row["name"], row["language"]) for row in rows}
    verified |= {
        (row["note"].split("short: ")[1], row["language"])
        for row in rows
        if "short: " in (row["note"] or "")
    }
    given = store.query(
        "SELECT DISTINCT ?name { ?thing rdfs:label|skos:altLabel ?name . "
        'FILTER (STRSTARTS(STR(?thing), STR(id:)) && LANG(?name) != "en") }',
        prefixes=PREFIXES,
    )
    assert isinstance(given, QuerySolutions)
    found = {(row["name"].value, row["name"].language) for row in given}
    assert {(name, language.lower()) for name, language in found} == {
        (name, language.lower()) for name, language in verified
    }


def test_coordinates_are_those_of_the_table(store: Store, shared: Path) -> None:
    verified = {(row["latitude"], row["longitude"]) for row in table(shared, "coordinates.tsv")}
    assert pairs(store, "?p geo:lat ?a ; geo:long ?b") == verified
