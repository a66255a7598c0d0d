"""Properties have one domain and one range, and inverses and characteristics that fit them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import BlankNode, NamedNode

from visitkg.check.fair.requirement import Breach, Requirement, Waiver, breach_at, breach_of
from visitkg.check.vocabulary import TYPE
from visitkg.owl import vocabulary as owl
from visitkg.terms import OWL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from visitkg.check.fair.publication import Publication
    from visitkg.check.vocabulary import Entry, Term

_OBJECT: Final = frozenset(
    NamedNode(iri) for iri in (owl.OBJECT_PROPERTY, *sorted(owl.OBJECT_CHARACTERISTICS))
)
_PROPERTIES: Final = _OBJECT | {NamedNode(owl.DATATYPE_PROPERTY)}
_SYMMETRIC: Final = NamedNode(owl.SYMMETRIC)
_TRANSITIVE: Final = NamedNode(owl.TRANSITIVE)
_DOMAIN: Final = NamedNode(owl.DOMAIN)
_RANGE: Final = NamedNode(owl.RANGE)
_ABOVE: Final = NamedNode(owl.SUB_PROPERTY_OF)
_INVERSE: Final = NamedNode(owl.INVERSE_OF)
_SAME: Final = NamedNode(owl.EQUIVALENT_PROPERTY)
_CHAIN: Final = NamedNode(OWL + "propertyChainAxiom")
_REST: Final = NamedNode(owl.REST)
_NIL: Final = NamedNode(owl.NIL)


def _owned(publication: Publication, kinds: frozenset[NamedNode]) -> Iterator[Entry]:
    return (entry for entry in publication.terms if entry.is_a(kinds))


def _inherited(publication: Publication, start: Term, predicate: NamedNode) -> set[Term]:
    """Return the domains or ranges of a property and of those above it."""
    seen: set[Term] = set()
    found: set[Term] = set()
    waiting = [start]
    while waiting:
        current = waiting.pop()
        if current not in seen:
            seen.add(current)
            found |= publication.objects(current, predicate)
            waiting += publication.objects(current, _ABOVE)
    return found


def _differ(one: set[Term], other: set[Term]) -> bool:
    """Return whether two sets of classes are both stated, and not the same."""
    return bool(one and other) and one != other


def _find_open(publication: Publication) -> Iterator[Breach]:
    for entry in _owned(publication, _PROPERTIES):
        for what, predicate in (("domain", _DOMAIN), ("range", _RANGE)):
            if not _inherited(publication, NamedNode(entry.iri), predicate):
                yield breach_of(entry, f"has no {what}")


def _find_several(publication: Publication) -> Iterator[Breach]:
    for entry in _owned(publication, _PROPERTIES):
        for what, predicate in (("domains", _DOMAIN), ("ranges", _RANGE)):
            stated = publication.located(NamedNode(entry.iri), predicate)
            if len({item.triple.object for item in stated}) > 1:
                yield breach_at(stated[-1], f"has several {what}, which hold all at once")


def _find_one_way(publication: Publication) -> Iterator[Breach]:
    paired = {
        term
        for item in publication.uses(_INVERSE)
        for term in (item.triple.subject, item.triple.object)
    }
    for entry in _owned(publication, _OBJECT):
        if NamedNode(entry.iri) not in paired and not entry.is_a([_SYMMETRIC]):
            yield breach_of(entry, "has no inverse")


def _find_wrong_inverses(publication: Publication) -> Iterator[Breach]:
    for item in publication.uses(_INVERSE):
        one, other = item.triple.subject, item.triple.object
        if one != other and any(
            _differ(publication.objects(one, here), publication.objects(other, there))
            for here, there in ((_DOMAIN, _RANGE), (_RANGE, _DOMAIN))
        ):
            yield breach_at(item, "has an inverse whose domain and range are not its own, swapped")


def _find_own_inverses(publication: Publication) -> Iterator[Breach]:
    for item in publication.uses(_INVERSE):
        if item.triple.subject == item.triple.object:
            yield breach_at(item, "is its own inverse: call it an owl:SymmetricProperty")


def _find_inverses_of_symmetric(publication: Publication) -> Iterator[Breach]:
    for item in publication.uses(_INVERSE):
        one, other = item.triple.subject, item.triple.object
        if one != other and any(
            _SYMMETRIC in publication.objects(node, TYPE) for node in (one, other)
        ):
            yield breach_at(item, "has an inverse though one of the two is symmetric")


def _find_lopsided(publication: Publication, kind: NamedNode, word: str) -> Iterator[Breach]:
    for entry in _owned(publication, frozenset({kind})):
        node = NamedNode(entry.iri)
        if _differ(publication.objects(node, _DOMAIN), publication.objects(node, _RANGE)):
            yield breach_of(entry, f"is {word}, but its domain is not its range")


def _find_lopsided_symmetric(publication: Publication) -> Iterator[Breach]:
    return _find_lopsided(publication, _SYMMETRIC, "symmetric")


def _find_lopsided_transitive(publication: Publication) -> Iterator[Breach]:
    return _find_lopsided(publication, _TRANSITIVE, "transitive")


def _find_false_equivalents(publication: Publication) -> Iterator[Breach]:
    for item in publication.uses(_SAME):
        if any(
            _differ(
                publication.objects(item.triple.subject, predicate),
                publication.objects(item.triple.object, predicate),
            )
            for predicate in (_DOMAIN, _RANGE)
        ):
            yield breach_at(item, "is equivalent to a property with another domain or range")


def _find_short_chains(publication: Publication) -> Iterator[Breach]:
    for item in publication.uses(_CHAIN):
        chain = item.triple.object
        if isinstance(chain, BlankNode) and _NIL in publication.objects(chain, _REST):
            yield breach_at(item, "has a chain of one property: say rdfs:subPropertyOf")


def _has_no_inverse(publication: Publication) -> bool:
    return not publication.uses(_INVERSE)


_STYLE: Final = Waiver(
    "inverses are left out on purpose: a query follows each property both ways", _has_no_inverse
)

PROPERTIES_OF: Final = (
    Requirement("domain-and-range", ("OOPS! P11",), _find_open),
    Requirement("one-domain-one-range", ("OOPS! P19",), _find_several, "violation"),
    Requirement("inverse", ("OOPS! P13",), _find_one_way, "info", _STYLE),
    Requirement("inverse-fits", ("OOPS! P05",), _find_wrong_inverses, "violation"),
    Requirement("not-its-own-inverse", ("OOPS! P25",), _find_own_inverses),
    Requirement("no-inverse-of-symmetric", ("OOPS! P26",), _find_inverses_of_symmetric),
    Requirement("equivalent-fits", ("OOPS! P27",), _find_false_equivalents, "violation"),
    Requirement("symmetric-fits", ("OOPS! P28",), _find_lopsided_symmetric, "violation"),
    Requirement("transitive-fits", ("OOPS! P29",), _find_lopsided_transitive, "violation"),
    Requirement("chain-has-links", ("OOPS! P33",), _find_short_chains, "info"),
)
