"""Classes are connected, acyclic, declared, and say no more than they mean."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import BlankNode, Literal, NamedNode

from visitkg.check.fair.metadata import is_lite
from visitkg.check.fair.requirement import Breach, Requirement, Waiver, breach_at, breach_of
from visitkg.check.vocabulary import CLASSES, TYPE
from visitkg.owl import vocabulary as owl
from visitkg.terms import OWL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from visitkg.check.fair.publication import Publication
    from visitkg.check.vocabulary import Term

_ABOVE: Final = NamedNode(owl.SUB_CLASS_OF)
_SAME: Final = NamedNode(owl.EQUIVALENT_CLASS)
_DISJOINT: Final = NamedNode(owl.DISJOINT_WITH)
_ON: Final = NamedNode(owl.ON_PROPERTY)
_ALL: Final = NamedNode(owl.ALL_VALUES_FROM)
_SOME: Final = NamedNode(owl.SOME_VALUES_FROM)
_LEAST: Final = tuple(
    NamedNode(iri)
    for iri in (
        owl.MIN_CARDINALITY,
        owl.CARDINALITY,
        OWL + "minQualifiedCardinality",
        OWL + "qualifiedCardinality",
    )
)
_COMPLEMENT: Final = NamedNode(owl.COMPLEMENT_OF)
_DISJOINTNESS: Final = (
    _DISJOINT,
    NamedNode(OWL + "disjointUnionOf"),
    NamedNode(OWL + "propertyDisjointWith"),
)
_ALL_DISJOINT: Final = frozenset(
    NamedNode(OWL + name) for name in ("AllDisjointClasses", "AllDisjointProperties")
)
_CONNECTING: Final = (
    _ABOVE,
    _SAME,
    *_DISJOINTNESS,
    _ALL,
    _SOME,
    _COMPLEMENT,
    NamedNode(owl.DOMAIN),
    NamedNode(owl.RANGE),
    NamedNode(owl.FIRST),
    NamedNode(OWL + "onClass"),
)
_RELATIONS: Final = {_ABOVE: "stands above or below it", _DISJOINT: "is disjoint with it"}


def _find_isolated(publication: Publication) -> Iterator[Breach]:
    ends = {
        term
        for item in publication.uses(*_CONNECTING)
        for term in (item.triple.subject, item.triple.object)
    }
    for entry in publication.terms:
        if entry.is_a(CLASSES) and NamedNode(entry.iri) not in ends:
            yield breach_of(entry, "is a class that no axiom links with another")


def _find_cycles(publication: Publication) -> Iterator[Breach]:
    for item in publication.uses(_ABOVE):
        lower, upper = item.triple.subject, item.triple.object
        if isinstance(lower, NamedNode) and lower in _above(publication, upper):
            yield breach_at(item, "is a subclass of itself, through others or not")


def _above(publication: Publication, start: Term) -> set[Term]:
    """Return a class and all named classes above it."""
    found: set[Term] = set()
    waiting = [start]
    while waiting:
        current = waiting.pop()
        if isinstance(current, NamedNode) and current not in found:
            found.add(current)
            waiting += publication.objects(current, _ABOVE)
    return found


def _find_overlapping(publication: Publication) -> Iterator[Breach]:
    types = {item.triple.object for item in publication.uses(TYPE)}
    if not publication.uses(*_DISJOINTNESS) and not types & _ALL_DISJOINT:
        for ontology in publication.ontologies:
            yield breach_of(ontology, "says of no two classes that they are disjoint")


def _find_synonyms(publication: Publication) -> Iterator[Breach]:
    own = {entry.iri for entry in publication.terms}
    for item in publication.uses(_SAME):
        if {
            getattr(term, "value", "") for term in (item.triple.subject, item.triple.object)
        } <= own:
            yield breach_at(item, "is made equivalent to another class of the same ontology")


def _find_false_equivalents(publication: Publication) -> Iterator[Breach]:
    for item in publication.uses(_SAME):
        one, other = item.triple.subject, item.triple.object
        for relation, told in _RELATIONS.items():
            if other in publication.objects(one, relation) or one in publication.objects(
                other, relation
            ):
                yield breach_at(item, f"is equivalent to a class that {told}")


def _find_circular(publication: Publication) -> Iterator[Breach]:
    for item in publication.uses(_SAME):
        if item.triple.subject in _parts(publication, item.triple.object):
            yield breach_at(item, "is defined by itself")


def _parts(publication: Publication, start: Term) -> set[Term]:
    """Return what an anonymous class is made of."""
    found: set[Term] = set()
    waiting = [start] if isinstance(start, BlankNode) else []
    while waiting:
        for item in publication.facts.get(waiting.pop(), ()):
            term = item.triple.object
            if term not in found:
                found.add(term)
                if isinstance(term, BlankNode):
                    waiting.append(term)
    return found


def _find_only_without_some(publication: Publication) -> Iterator[Breach]:
    """Yield what may only have values of a class, and need have none."""
    for item in publication.uses(_ABOVE, _SAME):
        node, limit = item.triple.subject, item.triple.object
        if isinstance(limit, BlankNode) and publication.objects(limit, _ALL):
            wanted = publication.objects(limit, _ON)
            if not wanted & set(_required(publication, node)):
                yield breach_at(item, "has owl:allValuesFrom where it need have no value at all")


def _required(publication: Publication, node: Term) -> Iterator[Term]:
    """Yield the properties of which a class has at least one value."""
    for upper in _above(publication, node):
        for limit in publication.objects(upper, _ABOVE, _SAME):
            least = publication.objects(limit, *_LEAST)
            some = publication.objects(limit, _SOME)
            if some or any(isinstance(n, Literal) and n.value.strip("0") for n in least):
                yield from publication.objects(limit, _ON)


def _find_some_not(publication: Publication) -> Iterator[Breach]:
    for item in publication.uses(_SOME):
        if publication.objects(item.triple.object, _COMPLEMENT):
            place = breach_at(item, "").place
            yield Breach("«some not» stands where «not some» may be meant", place=place)


_NOT_LITE: Final = Waiver(
    "OWL Lite has no owl:disjointWith; shapes, or cardinality 1 against 0, say it", is_lite
)

CLASSES_OF: Final = (
    Requirement("class-connected", ("OOPS! P04",), _find_isolated, "info"),
    Requirement("no-class-cycle", ("OOPS! P06",), _find_cycles, "violation"),
    Requirement("disjointness", ("OOPS! P10",), _find_overlapping, waiver=_NOT_LITE),
    Requirement("no-synonym-class", ("OOPS! P02",), _find_synonyms, "info"),
    Requirement("true-equivalents", ("OOPS! P31",), _find_false_equivalents, "violation"),
    Requirement("no-circular-definition", ("OOPS! P24",), _find_circular),
    Requirement("only-with-some", ("OOPS! P14",), _find_only_without_some),
    Requirement("not-some", ("OOPS! P15",), _find_some_not),
)
