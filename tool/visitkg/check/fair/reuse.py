"""Terms of others are used as they are, declared where axioms need them, and not doubled."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode

from visitkg.check.fair.publication import own_namespaces
from visitkg.check.fair.requirement import Requirement, breach_at, breach_of
from visitkg.check.vocabulary import CLASSES, DATATYPES, PROPERTIES, TYPE
from visitkg.owl import vocabulary as owl
from visitkg.terms import OWL, RDF, RDFS, SKOS, XSD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from visitkg.check.fair.publication import Publication
    from visitkg.check.fair.requirement import Breach
    from visitkg.check.vocabulary import Entry
    from visitkg.graph.parse import Located

_CORE: Final = (OWL, RDF, RDFS, XSD)
_KNOWN: Final = {
    RDF: "Alt Bag CompoundLiteral HTML JSON List PlainLiteral Property Seq Statement XMLLiteral "
    "dirLangString direction first langString language nil object predicate reifies rest subject "
    "type value",
    RDFS: "Class Container ContainerMembershipProperty Datatype Literal Resource comment domain "
    "isDefinedBy label member range seeAlso subClassOf subPropertyOf",
    SKOS: "Collection Concept ConceptScheme OrderedCollection altLabel broadMatch broader "
    "broaderTransitive changeNote closeMatch definition editorialNote exactMatch example "
    "hasTopConcept hiddenLabel historyNote inScheme mappingRelation member memberList narrowMatch "
    "narrower narrowerTransitive notation note prefLabel related relatedMatch scopeNote "
    "semanticRelation topConceptOf",
    XSD: "ENTITIES ENTITY ID IDREF IDREFS NMTOKENS NOTATION QName anyAtomicType anySimpleType "
    "anyType dateTimeStamp dayTimeDuration duration yearMonthDuration",
}
_TERMS: Final = (
    frozenset(namespace + name for namespace, names in _KNOWN.items() for name in names.split())
    | owl.OWL_1_TERMS
    | owl.OWL_2_TERMS
    | owl.BUILT_IN_DATATYPES
    | {OWL + "deprecated"}
)
_CLOSED: Final = (*_CORE, SKOS)
_CLASS_AXIOMS: Final = tuple(
    NamedNode(iri) for iri in (owl.SUB_CLASS_OF, owl.EQUIVALENT_CLASS, owl.DOMAIN)
)
_PROPERTY_AXIOMS: Final = tuple(
    NamedNode(iri)
    for iri in (owl.SUB_PROPERTY_OF, owl.EQUIVALENT_PROPERTY, owl.INVERSE_OF, owl.ON_PROPERTY)
)
_RELATING: Final = (
    NamedNode(owl.SUB_CLASS_OF),
    NamedNode(owl.SUB_PROPERTY_OF),
    NamedNode(owl.EQUIVALENT_CLASS),
    NamedNode(owl.EQUIVALENT_PROPERTY),
    NamedNode(RDFS + "seeAlso"),
)
_IMPORTS: Final = NamedNode(OWL + "imports")


def _find_islands(publication: Publication) -> Iterator[Breach]:
    own = (*_CORE, *own_namespaces(publication))
    foreign = any(
        not term.value.startswith(own)
        for item in publication.stated
        if item.triple.predicate in (*_CLASS_AXIOMS, *_PROPERTY_AXIOMS, *_RELATING, _IMPORTS)
        for term in (item.triple.subject, item.triple.object)
        if isinstance(term, NamedNode)
    )
    if not foreign and not publication.borrowed:
        for entry in publication.ontologies:
            yield breach_of(entry, "uses no term of another vocabulary")


def _find_untyped_classes(publication: Publication) -> Iterator[Breach]:
    """Yield what is used as a class undeclared: in an axiom, or as the type of a node."""
    own = own_namespaces(publication)
    axioms = [item for item in publication.uses(*_CLASS_AXIOMS) if item.path in publication.inside]
    types = [
        item
        for item in (*publication.uses(TYPE), *publication.data)
        if item.triple.predicate == TYPE
        and own
        and isinstance(item.triple.object, NamedNode)
        and item.triple.object.value.startswith(own)
    ]
    used = [(item.triple.object, item) for item in (*axioms, *types)]
    yield from _find_undeclared(publication, used, CLASSES | DATATYPES, "class")


def _find_untyped_properties(publication: Publication) -> Iterator[Breach]:
    """Yield what is used as a property undeclared: in an axiom, or as a predicate."""
    own = own_namespaces(publication)
    axioms = publication.uses(*_PROPERTY_AXIOMS)
    used = [(item.triple.object, item) for item in axioms if item.path in publication.inside]
    used += [
        (item.triple.predicate, item)
        for item in (*publication.stated, *publication.data)
        if own and item.triple.predicate.value.startswith(own)
    ]
    kinds = PROPERTIES | {NamedNode(owl.FUNCTIONAL)}
    kinds |= {NamedNode(iri) for iri in owl.OBJECT_CHARACTERISTICS}
    yield from _find_undeclared(publication, used, kinds, "property")


def _find_undeclared(
    publication: Publication,
    used: Iterable[tuple[object, Located]],
    kinds: Iterable[NamedNode],
    word: str,
) -> Iterator[Breach]:
    declaring = set(kinds)
    told: set[object] = set()
    for term, item in used:
        if term in told or not isinstance(term, NamedNode) or term.value.startswith(_CORE):
            continue
        told.add(term)
        if not publication.objects(term, TYPE) & declaring:
            name = publication.name(term.value)
            yield breach_at(item, f"uses {name} as a {word}, which nothing declares")


def _find_invented(publication: Publication) -> Iterator[Breach]:
    """Yield which terms don't exist in the namespaces of the W3C whose terms are known."""
    told: set[str] = set()
    for item in (*publication.stated, *publication.data):
        for term in item.triple:
            iri = term.value if isinstance(term, NamedNode) else ""
            if iri in told or not iri.startswith(_CLOSED) or iri in (*_CLOSED, *_TERMS):
                continue
            if not owl.is_container_membership(iri):
                told.add(iri)
                yield breach_at(item, f"uses {publication.name(iri)}, which does not exist there")


def _find_doubles(publication: Publication, kinds: frozenset[NamedNode]) -> Iterator[Breach]:
    borrowed: dict[str, list[Entry]] = defaultdict(list)
    for entry in publication.borrowed:
        if entry.is_a(kinds):
            borrowed[entry.local_name].append(entry)
    for entry in publication.terms:
        for other in borrowed[entry.local_name] if entry.is_a(kinds) else ():
            one, two = NamedNode(entry.iri), NamedNode(other.iri)
            if two not in publication.objects(one, *_RELATING) and one not in publication.objects(
                two, *_RELATING
            ):
                yield breach_of(
                    entry, f"has the name of {publication.name(other.iri)}, and no relation to it"
                )


def _find_double_properties(publication: Publication) -> Iterator[Breach]:
    return _find_doubles(publication, PROPERTIES)


def _find_double_classes(publication: Publication) -> Iterator[Breach]:
    return _find_doubles(publication, CLASSES)


REUSE: Final = (
    Requirement("terms-of-others", ("FOOPS! VOC2", "LOV", "DWBP 15"), _find_islands),
    Requirement("class-declared", ("OOPS! P34",), _find_untyped_classes),
    Requirement("property-declared", ("OOPS! P35",), _find_untyped_properties),
    Requirement("terms-exist", ("OOPS! P40",), _find_invented, "violation"),
    Requirement("no-double-property", ("OOPS! P12",), _find_double_properties),
    Requirement("no-double-class", ("OOPS! P30",), _find_double_classes),
)
