"""All that the graph says of one node: names, facts, and the claims about it and from it."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode

from visitkg.site.claim import (
    ATTRIBUTED_TO,
    CLAIM_PARTS,
    CONTEXT,
    DERIVED_FROM,
    EVIDENCE,
    STATUS,
    group_claims,
    is_claim,
    read_place,
)
from visitkg.site.kind import ASSERTS, TYPE, Kind, find_kind
from visitkg.site.model import Description, Fact, Reference, Text
from visitkg.site.proposition import is_slot, read_proposition
from visitkg.site.sentence import place_text
from visitkg.site.value import read_facts, sort_key
from visitkg.site.view import ALTERNATIVE, LABEL, PREFERRED
from visitkg.terms import OWL, RDFS, SH, SKOS, VISIT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from visitkg.site.view import GraphView, Term

_NAMES: Final = (PREFERRED, LABEL, ALTERNATIVE)
_NOT_FACTS: Final = frozenset({TYPE, *_NAMES})
_TOLD_WITH_CLAIM: Final = _NOT_FACTS | CLAIM_PARTS
_VOCABULARIES: Final = (RDFS, OWL, SKOS, SH)
_DEFINITION: Final = SKOS + "definition"
_DEFINED_BY: Final = RDFS + "isDefinedBy"


def describe(view: GraphView, node: NamedNode) -> Description:
    """Return the description of a node that the graph mentions.

    A document's claims are counted, not listed: they are all that the document says.
    """
    kind = find_kind(view, node)
    return Description(
        _refer(view, node, kind),
        kind.value,
        _read_names(view, node),
        tuple(view.reference(type_) for type_ in view.nodes(node, TYPE)),
        _order_facts((*_read_own_facts(view, node, kind), *_count_parts(view, node, kind))),
        _read_references(view, view.pointers(node), kind),
        group_claims(view, _CLAIMS_OF[kind](view, node)),
        group_claims(view, _claims_from(view, node)),
        group_claims(view, _claims_beside(view, node) if kind is Kind.CLAIM else ()),
    )


def describe_term(view: GraphView, node: NamedNode) -> Description:
    """Return what vocabularies say of a term; the data and the claims that use it are left out."""
    kind = find_kind(view, node)
    pointers = ((each, who) for each, who in view.pointers(node) if is_of_vocabulary(each))
    return Description(
        _refer(view, node, kind),
        kind.value,
        _read_names(view, node),
        tuple(view.reference(type_) for type_ in view.nodes(node, TYPE)),
        _order_facts(_read_own_facts(view, node, kind)),
        _read_references(view, pointers, kind),
        (),
    )


def is_of_vocabulary(predicate: NamedNode) -> bool:
    """Return whether a property relates terms and shapes, not data, to a term."""
    return predicate.value.startswith(_VOCABULARIES)


def _refer(view: GraphView, node: NamedNode, kind: Kind) -> Reference:
    if kind is Kind.PROPOSITION:
        return read_proposition(view, node).reference
    reference = view.reference(node)
    if kind is Kind.SPAN:
        return replace(reference, label=place_text(read_place(view, node), with_document=False))
    return reference


def _read_names(view: GraphView, node: NamedNode) -> tuple[Text, ...]:
    """Return the names in all languages: preferred ones, labels, then other names."""
    names: dict[tuple[str, str | None], Text] = {}
    for predicate in _NAMES:
        literals = [term for term in view.objects(node, predicate) if isinstance(term, Literal)]
        found = [Text(item.value, item.language) for item in literals]
        for name in sorted(found, key=sort_key) if len(found) > 1 else found:
            names.setdefault((name.text, name.language), name)
    return tuple(names.values())


def _read_own_facts(view: GraphView, node: NamedNode, kind: Kind) -> tuple[Fact, ...]:
    """Return what is stated of the node itself, apart from what stands in its claim or slots."""
    told = _TOLD_WITH_CLAIM if kind is Kind.CLAIM else _NOT_FACTS
    pairs = [pair for pair in view.properties(node) if pair[0] not in told]
    if kind is not Kind.PROPOSITION:
        return read_facts(view, pairs)
    others = [pair for pair in pairs if not is_slot(pair[0])]
    return (*read_proposition(view, node).slots, *read_facts(view, others))


def _order_facts(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """Return the definition first, then the facts as they come, and who defines it last."""
    return tuple(sorted(facts, key=_fact_order))


def _fact_order(fact: Fact) -> int:
    iri = fact.property.iri
    return 0 if iri == _DEFINITION else 2 if iri == _DEFINED_BY else 1


def _count_parts(view: GraphView, node: NamedNode, kind: Kind) -> Iterator[Fact]:
    """Yield what a document consists of, or how often a property is used, as counts."""
    if kind is Kind.DOCUMENT:
        spans = view.subjects(CONTEXT, node)
        types = Counter(type_.value for span in spans for type_ in view.nodes(span, TYPE))
        claims = {claim for span in spans for claim in view.subjects(EVIDENCE, span)}
        statuses = Counter(
            view.reference(status).label for claim in claims for status in view.nodes(claim, STATUS)
        )
        yield _count("sentences", types[VISIT + "Sentence"])
        yield _count("headings", types[VISIT + "Heading"])
        yield _count("spans", len(spans))
        yield _count("claims", len(claims), statuses)
    if kind is Kind.PROPERTY:
        used = sum(1 for _ in view.pairs(node))
        yield _count("statements with it", used)


def _count(noun: str, number: int, parts: Counter[str] | None = None) -> Fact:
    detail = ", ".join(f"{name} {count:,}" for name, count in sorted((parts or {}).items()))
    text = f"{number:,} ({detail})" if detail else f"{number:,}"
    return Fact(Reference("", "", noun), (Text(text),))


def _read_references(
    view: GraphView, pointers: Iterable[tuple[NamedNode, Iterable[Term]]], kind: Kind
) -> tuple[Fact, ...]:
    """Return who points to the node, apart from the claims that are listed with it."""
    found = []
    for predicate, subjects in pointers:
        named = [each for each in subjects if isinstance(each, NamedNode)]
        others = [each for each in named if not _is_listed(view, each, kind)]
        if others:
            found.append((predicate, others))
    return read_facts(view, found, inverse=True)


def _is_listed(view: GraphView, subject: NamedNode, kind: Kind) -> bool:
    """Return whether a subject is a claim, or what one asserts, or a part counted already."""
    if is_claim(view, subject):
        return kind is not Kind.CLASS
    if kind is Kind.DOCUMENT:
        return bool(view.nodes(subject, CONTEXT))
    return kind is not Kind.CLASS and bool(view.subjects(ASSERTS, subject))


def _claims_about(view: GraphView, node: NamedNode) -> Iterator[NamedNode]:
    """Yield the claims that name the node, or assert a proposition that does."""
    for predicate, subjects in view.pointers(node):
        if predicate in (TYPE, ATTRIBUTED_TO):
            continue
        for subject in subjects:
            if isinstance(subject, NamedNode):
                if is_claim(view, subject):
                    yield subject
                yield from view.subjects(ASSERTS, subject)


def _claims_on(view: GraphView, node: NamedNode) -> Iterator[NamedNode]:
    """Yield the claims whose evidence lies within a span."""
    place = read_place(view, node)
    if place.document is None or place.begin is None or place.end is None:
        yield from view.subjects(EVIDENCE, node)
        return
    for span in view.subjects(CONTEXT, NamedNode(place.document.iri)):
        other = read_place(view, span)
        if place.begin <= (other.begin or 0) and (other.end or 0) <= place.end:
            yield from view.subjects(EVIDENCE, span)


def _claims_derived(view: GraphView, node: NamedNode) -> Iterator[NamedNode]:
    """Yield the claims that come from an utterance, at any number of hops."""
    seen: set[NamedNode] = set()
    waiting = [node]
    while waiting:
        current = waiting.pop()
        if current in seen:
            continue
        seen.add(current)
        if is_claim(view, current):
            yield current
        waiting += view.subjects(DERIVED_FROM, current)


def _claims_from(view: GraphView, node: NamedNode) -> Iterator[NamedNode]:
    """Yield the claims that an agent makes, or that come from an utterance of that agent."""
    for said in view.subjects(ATTRIBUTED_TO, node):
        yield from _claims_derived(view, said)


def _claims_beside(view: GraphView, node: NamedNode) -> Iterator[NamedNode]:
    """Yield the other claims that assert what a claim asserts."""
    for proposition in view.nodes(node, ASSERTS):
        yield from (claim for claim in view.subjects(ASSERTS, proposition) if claim != node)


def _no_claims(view: GraphView, node: NamedNode) -> Iterator[NamedNode]:  # noqa: ARG001  (a table's entry)
    return iter(())


_CLAIMS_OF: Final[dict[Kind, Callable[[GraphView, NamedNode], Iterator[NamedNode]]]] = {
    Kind.CLAIM: lambda _, node: iter([node]),
    Kind.PROPOSITION: lambda view, node: iter(view.subjects(ASSERTS, node)),
    Kind.UTTERANCE: _claims_derived,
    Kind.SPAN: _claims_on,
    Kind.DOCUMENT: _no_claims,
    Kind.SCHEME: _claims_about,
    Kind.CONCEPT: _claims_about,
    Kind.CLASS: _no_claims,
    Kind.PROPERTY: _no_claims,
    Kind.THING: _claims_about,
}
