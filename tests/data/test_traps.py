"""What is easily got wrong about this report, one question each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pyoxigraph import QuerySolutions

from visitkg.graph.load import load_store
from visitkg.project import find_project

if TYPE_CHECKING:
    from pathlib import Path

    from pyoxigraph import Store

ID = "https://w3id.org/visitkg/id/"
VISIT = "https://w3id.org/visitkg/ontology#"
PREFIXES = {
    "id": ID,
    "nif": "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "sem": "http://semanticweb.cs.vu.nl/2009/11/sem/",
    "visit": VISIT,
}


@pytest.fixture(scope="session")
def store(root: Path) -> Store:
    return load_store(find_project(root).graph_files())


def answers(store: Store, query: str) -> list[tuple[str | None, ...]]:
    """Return the rows of a query, local names for the project's own terms."""
    solutions = store.query(query, prefixes=PREFIXES)
    assert isinstance(solutions, QuerySolutions)
    rows = [
        tuple(
            None if value is None else value.value.removeprefix(ID).removeprefix(VISIT)
            for value in row
        )
        for row in solutions
    ]
    return sorted(rows, key=str)


STATUS_OF_EVENT = """
SELECT DISTINCT ?eventStatus ?status {{
  ?claim visit:asserts ?occurrence ; visit:epistemicStatus ?status .
  ?occurrence visit:ofEvent id:{event} ; visit:eventStatus ?eventStatus .
}}"""


def test_the_intelligence_service_confirmed_the_border_crossing_and_nothing_else(
    store: Store,
) -> None:
    confirmed = "SELECT ?event { ?c visit:epistemicStatus visit:Confirmed ; visit:asserts ?p . "
    confirmed += "?p visit:ofEvent ?event ; visit:eventStatus visit:TookPlace }"
    assert answers(store, confirmed) == [("border-crossing",)]
    every = "SELECT ?c { ?c visit:epistemicStatus visit:Confirmed }"
    assert len(answers(store, every)) == 1


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        ("arrival-in-beijing", [("Scheduled", "Expected")]),
        ("departure-from-pyongyang", [("TookPlace", "Asserted")]),
        ("border-crossing", [("TookPlace", "Confirmed")]),
        ("military-parade", [("Scheduled", "Asserted")]),
        ("kim-xi-meeting", [("Possible", "Speculated")]),
        ("kim-putin-meeting", [("Possible", "Speculated"), ("Possible", "UnderConsideration")]),
        ("joint-platform-appearance", [("Possible", "Speculated")]),
        ("trilateral-summit", [("Possible", "Speculated"), ("Scheduled", "NotConfirmed")]),
    ],
)
def test_an_event_has_just_the_status_that_the_report_gives(
    store: Store, event: str, expected: list[tuple[str, str]]
) -> None:
    assert answers(store, STATUS_OF_EVENT.format(event=event)) == expected


def test_what_is_speculated_or_expected_never_took_place(store: Store) -> None:
    query = """
    SELECT ?claim ?p {
      VALUES ?status {
        visit:Speculated visit:Expected visit:UnderConsideration visit:NotConfirmed
      }
      ?claim visit:epistemicStatus ?status ; visit:asserts ?p .
      ?p visit:eventStatus|visit:legStatus visit:TookPlace
    }"""
    assert answers(store, query) == []


def test_about_26_leaders_is_approximate_and_unsourced(store: Store) -> None:
    query = """
    SELECT ?amount ?approximate ?mode {
      ?claim visit:asserts ?p ; visit:attributionMode ?mode .
      ?p visit:quantifies id:world-leaders ; visit:amount ?amount ;
        visit:approximate ?approximate .
      FILTER NOT EXISTS { ?claim prov:wasDerivedFrom ?utterance }
    }"""
    assert answers(store, query) == [("26", "true", "OwnVoice")]


def test_the_next_generation_missile_is_not_among_the_weapons_shown(store: Store) -> None:
    shown = answers(
        store, "SELECT ?w { ?p visit:displayed ?w ; visit:displayAt id:military-parade }"
    )
    assert len(shown) == 4
    assert ("next-generation-missile",) not in shown


def test_the_first_thousand_are_not_part_of_the_fifteen_thousand(store: Store) -> None:
    whole = answers(store, "SELECT ?d { id:kursk-first-group visit:partOf+ ?d }")
    assert whole == [("kursk-deployment",)]
    amounts = """
    SELECT ?d ?n { ?d a visit:Deployment . ?p visit:quantifies ?d ; visit:amount ?n }"""
    assert answers(store, amounts) == [("kursk-first-group", "1000"), ("troop-deployment", "15000")]


def test_the_two_firsts_are_two_propositions_about_two_things(store: Store) -> None:
    query = "SELECT ?thing ?scope { ?p visit:rank visit:First ; visit:ranked ?thing . "
    query += "OPTIONAL { ?p visit:withinScope ?scope } }"
    assert answers(store, query) == [
        ("joint-presence", None),
        ("kim-parade-attendance", "kim-rule"),
    ]


def test_xi_has_no_office_and_the_departure_no_date(store: Store) -> None:
    assert answers(store, "SELECT ?p { ?p visit:holder id:xi-jinping }") == []
    query = """
    SELECT ?time {
      ?p visit:ofEvent id:departure-from-pyongyang ; ?time ?value .
      FILTER (STRSTARTS(STR(?time), STR(sem:)))
    }"""
    assert answers(store, query) == []


def test_the_news_agency_and_the_train_have_no_name(store: Store) -> None:
    query = """
    SELECT ?label {
      VALUES ?thing { id:north-korean-news-agency id:armored-train }
      ?thing rdfs:label ?label
    }"""
    assert answers(store, query) == [
        ("State-run news agency of North Korea",),
        ("Train of Kim Jong Un",),
    ]


@pytest.mark.parametrize(
    ("sentence", "proposition", "hops", "origins"),
    [
        ("P11S2", "occurrence-joint-platform-appearance", 2, {"national-intelligence-service"}),
        ("P2S1", "occurrence-border-crossing", 1, {"national-intelligence-service"}),
        ("P12S1", "occurrence-kim-putin-meeting", 1, {"kremlin-officials"}),
        ("P2S2", "equivalence-protocol", 1, {None}),
        ("P11S1", "occurrence-kim-xi-meeting", 1, {None}),
        ("P2S2", "occurrence-arrival", 0, set()),
        ("P11S1", "occurrence-trilateral-scheduled", 0, set()),
        ("P1S1", "occurrence-visit", 0, set()),
    ],
)
def test_a_chain_has_as_many_hops_as_the_report_tells(
    store: Store, sentence: str, proposition: str, hops: int, origins: set[str | None]
) -> None:
    claim = f'?claim visit:asserts id:{proposition} ; visit:evidence/visit:sentence "{sentence}" .'
    steps = answers(store, f"SELECT DISTINCT ?u {{ {claim} ?claim prov:wasDerivedFrom+ ?u }}")
    assert len(steps) == hops
    last = f"""
    SELECT ?agent {{
      {claim} ?claim prov:wasDerivedFrom+ ?u .
      FILTER NOT EXISTS {{ ?u prov:wasDerivedFrom ?earlier }}
      OPTIONAL {{ ?u prov:wasAttributedTo ?agent }}
    }}"""
    assert {row[0] for row in answers(store, last)} == origins


def test_every_sentence_carries_a_claim_and_all_segments_are_there(store: Store) -> None:
    kinds = (
        "SELECT ?kind (COUNT(DISTINCT ?s) AS ?n) { VALUES ?kind { visit:Sentence visit:Heading }"
    )
    assert answers(store, kinds + " ?s a ?kind } GROUP BY ?kind") == [
        ("Heading", "6"),
        ("Sentence", "44"),
    ]
    silent = """
    SELECT ?code {
      ?s a visit:Sentence ; visit:sentence ?code .
      FILTER NOT EXISTS { ?claim visit:evidence/visit:sentence ?code }
    }"""
    assert answers(store, silent) == []


def test_events_say_nothing_of_whether_when_where_or_how_many(store: Store) -> None:
    query = """
    SELECT ?event ?said {
      ?event a/rdfs:subClassOf* visit:Thing ; ?said ?value .
      FILTER (?said IN (visit:eventStatus, visit:legStatus, visit:place, visit:amount,
        visit:timeWording, visit:epistemicStatus) || STRSTARTS(STR(?said), STR(sem:)))
    }"""
    assert answers(store, query) == []
