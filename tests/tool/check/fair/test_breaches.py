"""Each test of the check fair is broken by something small, which breaks no other."""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from visitkg.check.fair.judge import judge
from visitkg.check.fair.left import LEFT
from visitkg.check.fair.publication import read_publication
from visitkg.check.fair.table import REQUIREMENTS
from visitkg.check.outcome import SEVERITIES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from visitkg.check.fair.publication import Publication
    from visitkg.check.subject import Subject

    Edits = list[tuple[str, str, str | None]]

TOML = "visitkg.toml"
ONTOLOGY = "ontology/cat.ttl"
DATA = "data/cat.ttl"
DATASET = "data/dataset.ttl"
IRI = "https://w3id.org/cats/ontology"
SYMMETRIC = " , owl:SymmetricProperty"
ROUND = "rdfs:domain cats:Cat ; rdfs:range cats:Cat"
TO_PERSON = "rdfs:domain cats:Cat ; rdfs:range cats:Person"
TO_CAT = "rdfs:domain cats:Person ; rdfs:range cats:Cat"


def header_lacks(begin: str) -> Edits:
    return [(ONTOLOGY, begin, None)]


def dataset_lacks(begin: str) -> Edits:
    return [(DATASET, begin, None)]


def everywhere(old: str, new: str) -> Edits:
    return [("", old, new)]


def added(text: str, file: str = ONTOLOGY) -> Edits:
    return [(file, "", f"\n{text}\n")]


def term(name: str, axioms: str, kind: str) -> str:
    """Return a term that is documented like the others."""
    return (
        f"cats:{name} a {kind} ; rdfs:isDefinedBy <{IRI}> ; {axioms} ; "
        f'rdfs:label "{name}, a term"@en ; rdfs:comment "A meaning, of the term {name}."@en .'
    )


def new_class(name: str, axioms: str = "rdfs:subClassOf foaf:Agent") -> Edits:
    return added(term(name, axioms, "owl:Class"))


def new_property(name: str, axioms: str, kinds: str = "") -> Edits:
    return added(term(name, axioms, f"owl:ObjectProperty{kinds}"))


def limit(constraint: str) -> str:
    return f"rdfs:subClassOf [ a owl:Restriction ; owl:onProperty cats:hasOwner ; {constraint} ]"


NOTHING_FOREIGN: Edits = [
    (ONTOLOGY, "rdfs:subClassOf foaf:Agent", None),
    (ONTOLOGY, "foaf:Agent\n    a owl:Class ;\n    .\n", ""),
]

BREACHES: Mapping[str, Edits] = {
    "ontology-declared": [*NOTHING_FOREIGN, (ONTOLOGY, "a owl:Ontology", None)],
    "ontology-named": [*NOTHING_FOREIGN, (ONTOLOGY, f"<{IRI}>\n    a", "[]\n    a")],
    "open-protocol": everywhere(IRI, "urn:cats"),
    "persistent-iri": [
        (TOML, "w3id.org", "cats.example"),
        (ONTOLOGY, "w3id.org", "cats.example"),
        (DATA, "w3id.org", "cats.example"),
    ],
    "no-file-name": everywhere(IRI, f"{IRI}.owl"),
    "namespace-ends": [(ONTOLOGY, f'"{IRI}#"', f'"{IRI}"')],
    "one-iri": everywhere(f"{IRI}#", "https://w3id.org/cats/terms#"),
    "prefix-form": [(ONTOLOGY, '"cats"', '"Cats of Rome"')],
    "one-naming-style": new_class("Big_dog"),
    "one-concept-a-class": new_class("CatsOrDogs"),
    "no-leftover-class": new_class("OtherAnimal"),
    "no-property-is": new_property("isA", ROUND, SYMMETRIC),
    "no-doubled-datatype": new_class("Integer"),
    "title": header_lacks("dcterms:title"),
    "description": header_lacks("dcterms:description"),
    "creator": header_lacks("dcterms:creator"),
    "created": header_lacks("dcterms:created"),
    "issued": header_lacks("dcterms:issued"),
    "modified": header_lacks("dcterms:modified"),
    "publisher": header_lacks("dcterms:publisher"),
    "version": header_lacks("owl:versionInfo"),
    "version-iri": header_lacks("owl:versionIRI"),
    "version-iri-leads-somewhere": [(ONTOLOGY, "cats/1.0.0", "dogs/1.0.0")],
    "prefix": header_lacks("vann:preferredNamespacePrefix"),
    "namespace": header_lacks("vann:preferredNamespaceUri"),
    "citation": header_lacks("dcterms:bibliographicCitation"),
    "source": header_lacks("dcterms:source"),
    "status": header_lacks("bibo:status"),
    "logo": header_lacks("foaf:logo"),
    "licence": header_lacks("dcterms:license"),
    "licence-leads-somewhere": [
        (ONTOLOGY, "<https://creativecommons.org/licenses/by/4.0/>", '"CC BY 4.0"'),
    ],
    "ontology-leads-somewhere": [
        (TOML, "/cats/", "/dogs/"),
        (ONTOLOGY, "/cats/1.0.0/", "/dogs/1.0.0/"),
    ],
    "term-leads-somewhere": added(
        "<https://w3id.org/cats/more> a owl:Ontology ; "
        'vann:preferredNamespaceUri "https://w3id.org/dogs#" .\n'
        + term("Dog", "rdfs:subClassOf foaf:Agent", "owl:Class").replace(
            "cats:Dog", "<https://w3id.org/dogs#Dog>"
        )
    ),
    "content-negotiation": everywhere(IRI, f"{IRI}?of=rome"),
    "terms-of-others": NOTHING_FOREIGN,
    "class-declared": new_class("Dog", "rdfs:subClassOf foaf:Animal"),
    "property-declared": added("id:tom cats:weight 4 .", DATA),
    "terms-exist": added('id:tom <http://www.w3.org/2004/02/skos/core#prefLable> "Tom"@en .', DATA),
    "no-double-property": added("foaf:nickname a owl:DatatypeProperty ."),
    "no-double-class": added("foaf:Person a owl:Class ."),
    "label": [(ONTOLOGY, 'rdfs:label "nickname"', None)],
    "definition": [(ONTOLOGY, 'rdfs:comment "What a cat', None)],
    "label-language": [(ONTOLOGY, '"nickname"@en', '"nickname"')],
    "home": added(
        term("Dog", "rdfs:subClassOf foaf:Agent", "owl:Class").replace(
            f"rdfs:isDefinedBy <{IRI}> ; ", ""
        )
    ),
    "label-not-definition": [(ONTOLOGY, '"An animal that purrs."@en', '"cat"@en')],
    "one-label-a-class": [*new_class("Tom"), (ONTOLOGY, "Tom, a term", "Cat")],
    "class-connected": new_class("Dog", "rdfs:seeAlso cats:Cat"),
    "no-class-cycle": [
        *new_class("Dog", "rdfs:subClassOf cats:Hound"),
        *new_class("Hound", "rdfs:subClassOf cats:Dog"),
    ],
    "disjointness": header_lacks("owl:disjointWith"),
    "no-synonym-class": new_class("Tom", "owl:equivalentClass cats:Cat"),
    "true-equivalents": new_class(
        "Dog", "rdfs:subClassOf foaf:Agent ; owl:equivalentClass foaf:Agent"
    ),
    "no-circular-definition": new_class(
        "Dog",
        "owl:equivalentClass "
        "[ a owl:Restriction ; owl:onProperty cats:hasOwner ; owl:someValuesFrom cats:Dog ]",
    ),
    "only-with-some": new_class("Dog", limit("owl:allValuesFrom cats:Person")),
    "not-some": new_class("Dog", limit("owl:someValuesFrom [ owl:complementOf cats:Person ]")),
    "domain-and-range": [(ONTOLOGY, "rdfs:range xsd:string", None)],
    "one-domain-one-range": [
        (ONTOLOGY, "rdfs:range xsd:string", "rdfs:range xsd:string , xsd:token")
    ],
    "inverse": new_property("chases", ROUND),
    "inverse-fits": [(ONTOLOGY, "rdfs:range cats:Cat", "rdfs:range cats:Person")],
    "not-its-own-inverse": new_property("meets", f"{ROUND} ; owl:inverseOf cats:meets"),
    "no-inverse-of-symmetric": [
        *new_property("meets", ROUND, SYMMETRIC),
        *new_property("isMetBy", f"{ROUND} ; owl:inverseOf cats:meets"),
    ],
    "equivalent-fits": added(
        "foaf:nick a owl:DatatypeProperty ; rdfs:domain foaf:Agent .\n"
        "cats:nickname owl:equivalentProperty foaf:nick ."
    ),
    "symmetric-fits": new_property("meets", TO_PERSON, SYMMETRIC),
    "transitive-fits": [
        *new_property("follows", TO_PERSON, " , owl:TransitiveProperty"),
        *new_property("leads", f"{TO_CAT} ; owl:inverseOf cats:follows"),
    ],
    "chain-has-links": added("cats:hasOwner owl:propertyChainAxiom ( cats:hasOwner ) ."),
    "dataset-described": [(DATASET, "a dcat:Dataset", "a <https://example.org/Sack>")],
    "dataset-title": dataset_lacks("dcterms:title"),
    "dataset-description": dataset_lacks("dcterms:description"),
    "dataset-keyword": dataset_lacks("dcat:keyword"),
    "dataset-publisher": dataset_lacks("dcterms:publisher"),
    "dataset-creator": dataset_lacks("dcterms:creator"),
    "dataset-issued": dataset_lacks("dcterms:issued"),
    "dataset-modified": dataset_lacks("dcterms:modified"),
    "dataset-language": dataset_lacks("dcterms:language"),
    "dataset-coverage": dataset_lacks("dcterms:spatial"),
    "dataset-contact": dataset_lacks("dcat:contactPoint"),
    "dataset-model": dataset_lacks("dcterms:conformsTo"),
    "dataset-licence": dataset_lacks("dcterms:license"),
    "dataset-licence-leads-somewhere": [
        (DATASET, "<https://creativecommons.org/licenses/by/4.0/>", '"CC BY 4.0"'),
    ],
    "dataset-origin": dataset_lacks("dcterms:source"),
    "dataset-version": dataset_lacks("dcat:version"),
    "dataset-persistent": [(DATASET, "https://w3id.org/", "https://cats.example/")],
    "dataset-download": dataset_lacks("dcat:downloadURL"),
    "dataset-media-types": dataset_lacks("dcat:mediaType"),
}

FOOPS = {
    *("CN1", "DOC1", "FIND1", "FIND2", "FIND3", "FIND_3_BIS", "HTTP1", "OM1", "OM2", "OM3"),
    *("OM4.1", "OM4.2", "OM5.1", "OM5.2", "PURL1", "RDF1", "URI1", "URI2", "VER1", "VER2"),
    *("VOC1", "VOC2", "VOC3", "VOC4"),
}

FORMATS: Mapping[str, dict[str, str]] = {
    "page-for-people": {"ttl": "text/turtle"},
    "format-for-programs": {"html": "text/html"},
}


def publication_of(subject: Subject) -> Publication:
    assert subject.project.base is not None
    return read_publication(subject, subject.project.base)


def broken(publication: Publication) -> list[str]:
    return [each.requirement.name for each in judge(publication, {}) if each.breaches]


def test_the_cats_lack_nothing_and_need_no_waiver(make_cats: Callable[..., Subject]) -> None:
    verdicts = judge(publication_of(make_cats()), {})
    assert len(verdicts) == len(REQUIREMENTS)
    assert [verdict for verdict in verdicts if verdict.breaches or verdict.excuses] == []


def test_each_test_has_something_that_breaks_it() -> None:
    assert sorted([*BREACHES, *FORMATS]) == sorted(each.name for each in REQUIREMENTS)


@pytest.mark.parametrize("name", BREACHES)
def test_what_breaks_a_test_breaks_no_other(name: str, make_cats: Callable[..., Subject]) -> None:
    assert broken(publication_of(make_cats(BREACHES[name]))) == [name]


@pytest.mark.parametrize("name", FORMATS)
def test_a_site_without_a_kind_of_format_breaks_the_test_of_that_kind(
    name: str, make_cats: Callable[..., Subject]
) -> None:
    publication = publication_of(make_cats())
    assert broken(dataclasses.replace(publication, formats=FORMATS[name])) == [name]


@pytest.mark.parametrize(
    ("name", "edits"),
    [
        ("version-iri", [(ONTOLOGY, "https://w3id.org/cats/1.0.0/ontology", IRI)]),
        (
            "true-equivalents",
            new_class("Dog", "owl:equivalentClass foaf:Agent ; owl:disjointWith foaf:Agent"),
        ),
        ("domain-and-range", [(ONTOLOGY, "rdfs:domain cats:Person", None)]),
        (
            "one-domain-one-range",
            [(ONTOLOGY, "rdfs:domain cats:Person", "rdfs:domain cats:Person , foaf:Agent")],
        ),
        (
            "only-with-some",
            new_class(
                "Dog",
                f"{limit('owl:allValuesFrom cats:Person')} ; {limit('owl:minCardinality 0')}",
            ),
        ),
        (
            "no-circular-definition",
            new_class(
                "Dog",
                "owl:equivalentClass [ owl:intersectionOf ( foaf:Agent [ owl:onProperty "
                "cats:hasOwner ; owl:someValuesFrom cats:Dog ] ) ]",
            ),
        ),
        (
            "domain-and-range",
            [
                *new_property("follows", "rdfs:subPropertyOf cats:leads"),
                *new_property("leads", "rdfs:subPropertyOf cats:follows"),
            ],
        ),
        ("no-class-cycle", new_class("Dog", "rdfs:subClassOf cats:Dog")),
        (
            "property-declared",
            new_class("Dog", limit("owl:cardinality 1").replace("hasOwner", "eats")),
        ),
        ("class-declared", added("id:rex a cats:Dog .", DATA)),
    ],
    ids=[
        "its own IRI as that of the version",
        "equivalent and disjoint",
        "no domain",
        "two domains",
        "at least none",
        "itself deep in its definition",
        "no domain from above, in a circle",
        "a class below itself",
        "an axiom on no property",
        "a thing of no class",
    ],
)
def test_a_test_has_more_than_one_way_to_break(
    name: str, edits: Edits, make_cats: Callable[..., Subject]
) -> None:
    assert name in broken(publication_of(make_cats(edits)))


@pytest.mark.parametrize(
    "edits",
    [
        new_class(
            "Dog", f"{limit('owl:allValuesFrom cats:Person')} ; {limit('owl:minCardinality 1')}"
        ),
        new_class(
            "Dog",
            f"{limit('owl:allValuesFrom cats:Person')} ; {limit('owl:someValuesFrom foaf:Agent')}",
        ),
        added("foaf:Person a owl:Class . cats:Person rdfs:seeAlso foaf:Person ."),
        added(term("calledBy", "rdfs:subPropertyOf cats:nickname", "owl:DatatypeProperty")),
        added("id:tom <http://www.w3.org/1999/02/22-rdf-syntax-ns#_2> 1 .", DATA),
        added("cats:hasOwner owl:propertyChainAxiom ( cats:hasOwner cats:hasOwner ) ."),
        [(ONTOLOGY, "https://w3id.org/cats/1.0.0/ontology", "https://w3id.org/cats/1.0.0")],
        [*header_lacks("owl:disjointWith"), *added("[] a owl:AllDisjointClasses .")],
        [(DATASET, "dcterms:source", "<http://www.w3.org/ns/prov#wasDerivedFrom>")],
    ],
    ids=[
        "at least one",
        "some",
        "a class that is like one of others",
        "a domain from above",
        "a container",
        "a chain of two",
        "another version IRI",
        "classes that are all disjoint",
        "an origin in PROV-O",
    ],
)
def test_what_is_meant_to_pass_passes(edits: Edits, make_cats: Callable[..., Subject]) -> None:
    assert broken(publication_of(make_cats(edits))) == []


def test_names_are_given_once_and_severities_are_known() -> None:
    assert [
        name for name, count in Counter(r.name for r in REQUIREMENTS).items() if count > 1
    ] == []
    assert {each.severity for each in REQUIREMENTS} <= set(SEVERITIES)


def asked() -> list[str]:
    return [name for each in (*REQUIREMENTS, *LEFT) for name in each.asked_by]


def test_every_pitfall_of_oops_is_tested_or_left_to_people() -> None:
    pitfalls = [name.removeprefix("OOPS! ") for name in asked() if name.startswith("OOPS! ")]
    assert sorted(set(pitfalls)) == [f"P{number:02}" for number in range(1, 42)]


def test_every_best_practice_for_data_on_the_web_is_tested_or_left_to_people() -> None:
    practices = {int(name.removeprefix("DWBP ")) for name in asked() if name.startswith("DWBP ")}
    assert practices == set(range(1, 36))


def test_every_test_of_foops_is_tested_or_left_to_people() -> None:
    tests = {name.split()[1] for name in asked() if name.startswith("FOOPS! ")}
    assert tests == FOOPS


def test_what_is_left_to_people_is_tested_nowhere() -> None:
    left = {name for each in LEFT for name in each.asked_by}
    assert left.isdisjoint(name for each in REQUIREMENTS for name in each.asked_by)


def test_whoever_asks_is_named_in_one_way() -> None:
    form = re.compile(r"(FOOPS!|OOPS!|DWBP) [A-Z0-9_.]+( DOI)?|LOV( registration)?|W3C Recipes")
    assert [name for name in asked() if not form.fullmatch(name)] == []
