"""Each kind of node is described with what matters of it, and with the claims that concern it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pyoxigraph import NamedNode

from visitkg.site.bounded import bounded_description
from visitkg.site.describe import describe
from visitkg.site.name import find_node
from visitkg.site.render_text import render_text
from visitkg.site.sentence import fact_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from pyoxigraph import Triple

    from visitkg.site.model import Description, Fact, StatusGroup
    from visitkg.site.view import GraphView

FAIR = "https://example.org/fair/id/"


def listed(groups: tuple[StatusGroup, ...]) -> list[str]:
    return [
        f"{group.status.label if group.status else None}: {claim.reference.curie}"
        for group in groups
        for claim in group.claims
    ]


def facts(found: tuple[Fact, ...]) -> list[str]:
    return [f"{fact.property.label}: {fact_text(fact)}" for fact in found]


@pytest.fixture
def described(fair: GraphView, fair_prefixes: dict[str, str]) -> Callable[[str], Description]:
    return lambda name: describe(fair, find_node(fair, name, fair_prefixes))


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("li-wei", "thing"),
        ("meeting", "thing"),
        ("claim-1", "claim"),
        ("departure", "proposition"),
        ("word-of-guard", "utterance"),
        ("gazette:offset_50_67", "span"),
        ("gazette:offset_88_103", "span"),
        ("gazette-report", "document"),
        ("visit:Speculated", "concept"),
        ("visit:OwnVoice", "concept"),
        ("visit:StatusScheme", "scheme"),
        ("visit:Claim", "class"),
        ("visit:EvidenceSpan", "class"),
        ("visit:asserts", "property"),
        ("prov:wasDerivedFrom", "property"),
        ("https://example.com/people/li-wei", "thing"),
    ],
)
def test_the_kind_follows_from_types_or_use(
    name: str, kind: str, described: Callable[[str], Description]
) -> None:
    assert described(name).kind == kind


@pytest.mark.parametrize(
    ("name", "claims", "said", "related"),
    [
        ("li-wei", ["Speculated: id:claim-3"], [], []),
        ("ota", [], [], []),
        ("harbour", ["Asserted: id:claim-1", "Not confirmed: id:claim-5"], [], []),
        ("departure", ["Asserted: id:claim-1", "Not confirmed: id:claim-5"], [], []),
        ("claim-1", ["Asserted: id:claim-1"], [], ["Not confirmed: id:claim-5"]),
        ("claim-2", ["Confirmed: id:claim-2"], [], []),
        ("guard", [], ["Confirmed: id:claim-2", "Speculated: id:claim-3"], []),
        ("clerks", [], ["Speculated: id:claim-3"], []),
        ("courier", [], ["Not confirmed: id:claim-5"], []),
        ("word-of-guard", ["Confirmed: id:claim-2", "Speculated: id:claim-3"], [], []),
        ("word-of-clerks", ["Speculated: id:claim-3"], [], []),
        ("gazette:offset_0_38", ["Asserted: id:claim-1"], [], []),
        ("gazette:offset_0_29", ["Asserted: id:claim-1"], [], []),
        ("gazette:offset_88_103", [], [], []),
        ("courier:offset_0_51", ["Not confirmed: id:claim-5"], [], []),
        ("visit:Speculated", ["Speculated: id:claim-3"], [], []),
        ("visit:OwnVoice", ["Asserted: id:claim-1", "Not confirmed: id:claim-5"], [], []),
        ("visit:TookPlace", ["Asserted: id:claim-1", "Not confirmed: id:claim-5"], [], []),
        ("visit:Claim", [], [], []),
        ("visit:asserts", [], [], []),
        ("gazette-report", [], [], []),
    ],
)
def test_the_claims_that_concern_it_are_listed_by_status(
    name: str,
    claims: list[str],
    said: list[str],
    related: list[str],
    described: Callable[[str], Description],
) -> None:
    found = described(name)
    assert (listed(found.claims), listed(found.said), listed(found.related)) == (
        claims,
        said,
        related,
    )


def test_names_come_in_all_scripts(described: Callable[[str], Description]) -> None:
    names = [(name.text, name.language) for name in described("li-wei").names]
    assert names == [("Li Wei", "en"), ("李伟", "zh-hans"), ("Mayor Li", "en")]


def test_a_document_is_counted(described: Callable[[str], Description]) -> None:
    assert facts(described("gazette-report").facts)[-4:] == [
        "sentences: 4",
        "headings: 1",
        "spans: 8",
        "claims: 4 (Asserted 1, Confirmed 1, Expected 1, Speculated 1)",
    ]


def test_a_class_has_its_restrictions_and_its_members(
    described: Callable[[str], Description],
) -> None:
    found = described("visit:Claim")
    assert facts(found.facts) == [
        "definition: An act of asserting one proposition.",
        "sub class of: asserts: exactly 1",
    ]
    assert facts(found.references) == [
        "domain: asserts",
        (
            "type: Courier, claim 1, Gazette, claim 1, Gazette, claim 2, Gazette, claim 3, "
            "Gazette, claim 4"
        ),
    ]


def test_a_property_is_counted(described: Callable[[str], Description]) -> None:
    assert "statements with it: 5" in facts(described("visit:asserts").facts)


def test_who_points_to_a_thing_is_told_unless_it_is_a_claim(
    described: Callable[[str], Description],
) -> None:
    assert facts(described("li-wei").references) == [
        "party: Fair of Harbour, Meeting of the mayors, Ride by tram"
    ]


def test_a_proposition_that_nobody_claims_is_not_hidden(view: Callable[[str], GraphView]) -> None:
    graph = view(
        "visit:Stance rdfs:subClassOf visit:Proposition ."
        "id:p a visit:Stance ; rdfs:label 'Ann agrees' ; visit:stanceOf id:ann ."
    )
    found = describe(graph, NamedNode("https://example.org/id/ann"))
    assert facts(found.references) == ["stance of: Ann agrees"]
    assert found.all_claims() == ()


def test_the_definition_comes_first_and_who_defines_it_last(
    view: Callable[[str], GraphView],
) -> None:
    graph = view(
        "visit:Odd a owl:Class ; rdfs:isDefinedBy id:o ; rdfs:comment 'c' ; skos:definition 'd' ;"
        "skos:example 'e' ; visit:zone 'z' ."
    )
    found = describe(graph, NamedNode("https://w3id.org/visitkg/ontology#Odd"))
    assert [fact.property.label for fact in found.facts] == [
        "definition",
        "comment",
        "example",
        "zone",
        "is defined by",
    ]


@pytest.mark.parametrize(
    "stated",
    [
        "",
        "nif:referenceContext id:d .",
        "nif:referenceContext id:d ; nif:beginIndex 1 .",
        "nif:beginIndex 1 ; nif:endIndex 2 .",
    ],
    ids=["nothing", "no indices", "no end", "no document"],
)
def test_a_span_of_which_little_is_known_still_has_its_claims(
    stated: str, view: Callable[[str], GraphView]
) -> None:
    graph = view(
        f"id:s a visit:EvidenceSpan ; {stated or '.'}\n id:c a visit:Claim ; visit:evidence id:s ."
    )
    found = describe(graph, NamedNode("https://example.org/id/s"))
    assert listed(found.claims) == ["None: id:c"]


def test_a_claim_on_a_part_of_a_sentence_is_not_one_on_the_other_part(
    view: Callable[[str], GraphView],
) -> None:
    span = (
        "a visit:EvidenceSpan ; nif:referenceContext id:d ; nif:beginIndex {} ; nif:endIndex {} ."
    )
    graph = view(
        f"id:s {span.format(0, 9)} id:t {span.format(0, 5)} id:u {span.format(5, 9)}"
        "id:c a visit:Claim ; visit:evidence id:t . id:e a visit:Claim ; visit:evidence id:u ."
    )
    of = {
        name: listed(describe(graph, NamedNode(f"https://example.org/id/{name}")).claims)
        for name in "stu"
    }
    assert of == {"s": ["None: id:c", "None: id:e"], "t": ["None: id:c"], "u": ["None: id:e"]}


def test_utterances_in_a_circle_come_to_an_end(view: Callable[[str], GraphView]) -> None:
    graph = view(
        "id:u a visit:Utterance ; prov:wasDerivedFrom id:v ; prov:wasAttributedTo id:ann ."
        "id:v a visit:Utterance ; prov:wasDerivedFrom id:u ."
        "id:c a visit:Claim ; prov:wasDerivedFrom id:v ."
    )
    assert listed(describe(graph, NamedNode("https://example.org/id/u")).claims) == ["None: id:c"]
    assert listed(describe(graph, NamedNode("https://example.org/id/ann")).said) == ["None: id:c"]


def test_what_is_said_of_a_claim_beside_its_parts_is_kept(
    view: Callable[[str], GraphView],
) -> None:
    graph = view("id:c a visit:Claim ; visit:asserts id:p ; skos:editorialNote 'doubtful' .")
    found = describe(graph, NamedNode("https://example.org/id/c"))
    assert facts(found.facts) == ["editorial note: doubtful"]


def test_a_claim_is_never_told_without_its_status(fair: GraphView) -> None:
    for quad in fair.store.quads_for_pattern(
        None, NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"), None
    ):
        if not isinstance(quad.subject, NamedNode):
            continue
        text = render_text(describe(fair, quad.subject))
        for line in text.split("\n"):
            if line.startswith("  Li Wei has left Harbour ["):
                assert " - Asserted, by Gazette" in line or " - Not confirmed, by Courier" in line


def subjects(graph: GraphView, stated: list[Triple], iri: str) -> list[str]:
    triples = bounded_description(stated, describe(graph, NamedNode(iri)))
    return sorted(
        {
            triple.subject.value.rsplit("/", 1)[-1]
            if isinstance(triple.subject, NamedNode)
            else "_"
            for triple in triples
        }
    )


def test_the_triples_behind_a_description_bring_its_claims_along(
    fair: GraphView, fair_triples: list[Triple]
) -> None:
    assert subjects(fair, fair_triples, f"{FAIR}clerks") == [
        "claim-3",
        "clerks",
        "gazette-report#offset_161_184",
        "meeting-possible",
        "word-of-clerks",
        "word-of-guard",
    ]


def test_the_triples_behind_a_description_follow_anonymous_nodes(
    fair: GraphView, fair_triples: list[Triple]
) -> None:
    found = subjects(fair, fair_triples, "https://w3id.org/visitkg/ontology#Claim")
    assert found == ["_", "ontology#Claim"]


def test_anonymous_nodes_in_a_circle_are_followed_once(view: Callable[[str], GraphView]) -> None:
    graph = view("id:a visit:x _:b . _:b visit:y _:c . _:c visit:z _:b .")
    stated = [quad.triple for quad in graph.store]
    found = describe(graph, NamedNode("https://example.org/id/a"))
    assert len(bounded_description(stated, found)) == 3
