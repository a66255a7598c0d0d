"""Nothing that is expected, reported or speculated becomes an event of schema.org."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pyoxigraph
import pytest
import rdflib
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple

from visitkg.export.claim import find_claims, find_propositions
from visitkg.export.content import TYPE
from visitkg.export.happening import OF_EVENT, find_happenings, is_sure
from visitkg.export.json_ld import render_json_ld
from visitkg.export.schema_org import make_schema_org
from visitkg.export.schema_words import word
from visitkg.export.view import export
from visitkg.site.claim import STATUS
from visitkg.terms import SCHEMA

if TYPE_CHECKING:
    from collections.abc import Callable

    from visitkg.export.content import Content

ID = "https://w3id.org/visitkg/id/"
EVENTS = [
    "border-crossing",
    "chinese-victory",
    "departure-from-pyongyang",
    "earlier-talks-kim-putin",
    "earlier-talks-kim-xi",
    "earlier-talks-xi-putin",
    "end-of-world-war-ii",
    "facility-visit",
    "joint-presence",
    "kim-rule",
    "kim-visit-to-china",
    "military-parade",
    "statement-on-middle-east",
    "statement-on-taiwan-strait",
    "war-in-ukraine",
]
"""What the report itself says, or calls confirmed: not the arrival, which is only expected."""

WHEN_AND_WHERE = {
    word(name) for name in ("startDate", "endDate", "location", "eventStatus", "attendee")
}


@pytest.fixture(scope="module")
def triples(visit: Content) -> list[Triple]:
    return make_schema_org(visit)


def of_type(triples: list[Triple], name: str) -> set[str]:
    return {
        t.subject.value
        for t in triples
        if t.predicate == TYPE and t.object == word(name) and isinstance(t.subject, NamedNode)
    }


def test_the_events_of_the_visit_are_those_that_are_stated(triples: list[Triple]) -> None:
    assert sorted(of_type(triples, "Event")) == [f"{ID}{name}" for name in EVENTS]


def test_only_an_event_has_a_time_a_place_a_status_and_guests(triples: list[Triple]) -> None:
    events = of_type(triples, "Event")
    bearers = {t.subject.value for t in triples if t.predicate in WHEN_AND_WHERE}  # type: ignore[union-attr]  # all have IRIs
    assert bearers == events


def test_an_event_of_which_no_claim_is_sure_is_a_thing_in_a_claim(
    visit: Content, triples: list[Triple]
) -> None:
    unsure = {
        event.value
        for claim in find_claims(visit)
        if not is_sure(visit, claim)
        for proposition in find_propositions(visit, claim)
        for event in visit.nodes(proposition, OF_EVENT)
    } - {event.value for event in find_happenings(visit)}
    assert f"{ID}arrival-in-beijing" in unsure
    assert f"{ID}trilateral-summit" in unsure
    assert unsure <= of_type(triples, "Thing")
    about = {t.object.value for t in triples if t.predicate == word("about")}  # type: ignore[union-attr]  # all have IRIs
    assert unsure <= about


def test_each_claim_is_a_claim_with_its_status_and_where_it_appeared(
    visit: Content, triples: list[Triple]
) -> None:
    claims = find_claims(visit)
    assert of_type(triples, "Claim") == {claim.value for claim in claims}
    found = set(triples)
    for claim in claims:
        (status,) = visit.nodes(claim, STATUS)
        assert Triple(claim, word("keywords"), status) in found
        assert Triple(claim, word("appearance"), NamedNode(f"{ID}editorialge-report")) in found


def described(triples: list[Triple], name: str) -> dict[str, Any]:
    graph = json.loads("".join(render_json_ld(triples, SCHEMA)))["@graph"]
    nodes = {node["@id"]: node for node in graph}
    found = nodes[name if ":" in name else f"{ID}{name}"]
    assert isinstance(found, dict)
    return found


def test_the_crossing_is_told_with_its_day_and_its_source(triples: list[Triple]) -> None:
    assert described(triples, "border-crossing") == {
        "@id": f"{ID}border-crossing",
        "@type": "Event",
        "description": "The train has crossed into China",
        "eventStatus": {"@id": "https://schema.org/EventScheduled"},
        "location": {"@id": f"{ID}chinese-territory"},
        "name": {"@value": "Crossing of the border into China", "@language": "en"},
        "startDate": {"@value": "2025-09-02", "@type": "Date"},
        "subjectOf": {"@id": f"{ID}claim-p2s1-1"},
    }


def test_who_said_it_first_is_the_author_of_a_claim(triples: list[Triple]) -> None:
    authors = {"p12s1-1": "kremlin-officials", "p11s2-1": "national-intelligence-service"}
    for claim, author in {**authors, "p1s1-2": "editorialge"}.items():
        assert described(triples, f"claim-{claim}")["author"] == {"@id": f"{ID}{author}"}
    assert "author" not in described(triples, "claim-p11s1-2")


def test_things_have_the_classes_of_the_alignments(triples: list[Triple]) -> None:
    assert described(triples, "kim-jong-un")["@type"] == "Person"
    assert described(triples, "beijing")["@type"] == "Place"
    assert described(triples, "editorialge-report")["@type"] == "NewsArticle"
    assert (
        described(triples, "https://w3id.org/visitkg/ontology#Speculated")["@type"] == "DefinedTerm"
    )


def test_every_node_that_is_mentioned_has_a_class(triples: list[Triple]) -> None:
    typed = {t.subject for t in triples if t.predicate == TYPE}
    outside = {word("sameAs"), word("url"), word("eventStatus"), TYPE}
    for triple in triples:
        assert triple.subject in typed
        if isinstance(triple.object, NamedNode) and triple.predicate not in outside:
            assert triple.object in typed, triple


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")  # rdflib's own JSON-LD
@pytest.mark.parametrize(
    ("name", "rdf_format", "other"),
    [
        ("json-ld", RdfFormat.JSON_LD, "json-ld"),
        ("turtle", RdfFormat.TURTLE, "turtle"),
        ("n-triples", RdfFormat.N_TRIPLES, "nt"),
        ("rdf-xml", RdfFormat.RDF_XML, "xml"),
    ],
)
def test_each_format_says_the_same_to_two_parsers(
    name: str, rdf_format: RdfFormat, other: str, visit: Content, triples: list[Triple]
) -> None:
    text = export(visit, "schema-org", name)
    assert {quad.triple for quad in pyoxigraph.parse(text, rdf_format)} == set(triples)
    graph = rdflib.Graph()
    graph.parse(data=text, format=other)
    again = graph.serialize(format="nt")
    assert {q.triple for q in pyoxigraph.parse(again, RdfFormat.N_TRIPLES)} == set(triples)


SAYS = """
visit:Meeting rdfs:subClassOf visit:Event . visit:Event rdfs:seeAlso schema:Event .
visit:Event rdfs:subClassOf visit:Thing . visit:Thing rdfs:subClassOf visit:Event .
:e a visit:Meeting ; rdfs:label "Fair"@en .
:o a visit:Occurrence ; visit:ofEvent :e ; visit:eventStatus visit:%(event)s ;
  sem:hasBeginTimeStamp "2031-05-06T10:00:00"^^xsd:dateTime , "soon" ; visit:place :square .
:c a visit:Claim ; visit:asserts :o ; visit:attributionMode visit:%(mode)s ;
  visit:epistemicStatus visit:%(status)s .
"""
SURE = [
    ("Asserted", "OwnVoice"),
    ("Background", "OwnVoice"),
    ("Confirmed", "NamedSource"),
    ("Confirmed", "OwnVoice"),
]
STATUSES = (
    "Asserted",
    "Assessed",
    "Background",
    "Confirmed",
    "Expected",
    "NotConfirmed",
    "Opinion",
    "Reported",
    "Speculated",
    "UnderConsideration",
)


@pytest.mark.parametrize("event", ["TookPlace", "Underway", "Scheduled", "Possible", "Unheard"])
@pytest.mark.parametrize("mode", ["OwnVoice", "Agentless", "NamedSource"])
def test_an_event_needs_a_sure_claim_that_it_takes_place(
    event: str, mode: str, make: Callable[..., Content]
) -> None:
    for status in STATUSES:
        triples = make_schema_org(make(SAYS % {"event": event, "mode": mode, "status": status}))
        sure = status == "Confirmed" or (status, mode) in SURE
        happens = event in ("TookPlace", "Underway", "Scheduled")
        assert bool(of_type(triples, "Event")) == (sure and happens)
        assert any(t.predicate in WHEN_AND_WHERE for t in triples) == (sure and happens)


def test_two_statuses_make_no_claim_sure(make: Callable[..., Content]) -> None:
    text = SAYS % {"event": "TookPlace", "mode": "OwnVoice", "status": "Asserted"}
    content = make(text + ":c visit:epistemicStatus visit:Speculated .")
    assert not of_type(make_schema_org(content), "Event")


def test_a_time_of_day_is_a_date_time_and_a_word_is_a_word(make: Callable[..., Content]) -> None:
    text = SAYS % {"event": "TookPlace", "mode": "OwnVoice", "status": "Asserted"}
    dates = {t.object for t in make_schema_org(make(text)) if t.predicate == word("startDate")}
    assert dates == {Literal("soon"), Literal("2031-05-06T10:00:00", datatype=word("DateTime"))}


def test_without_claims_there_is_nothing(make: Callable[..., Content]) -> None:
    assert export(make(":a a owl:Thing ."), "schema-org") == ""
