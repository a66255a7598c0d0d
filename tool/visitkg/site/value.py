"""Terms as values for people: references, literals, and anonymous nodes by what is said of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from visitkg.site.model import Fact, Nested, Text, Value
from visitkg.terms import OWL, RDF, XSD

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from visitkg.site.view import GraphView

    Term = NamedNode | BlankNode | Literal | Triple

_DEEPEST: Final = 30
_FIRST: Final = NamedNode(RDF + "first")
_REST: Final = NamedNode(RDF + "rest")
_NIL: Final = NamedNode(RDF + "nil")
_ON_PROPERTY: Final = NamedNode(OWL + "onProperty")
_RESTRICTIONS: Final = {
    NamedNode(OWL + "cardinality"): "exactly",
    NamedNode(OWL + "minCardinality"): "at least",
    NamedNode(OWL + "maxCardinality"): "at most",
    NamedNode(OWL + "allValuesFrom"): "only",
    NamedNode(OWL + "someValuesFrom"): "some",
    NamedNode(OWL + "hasValue"): "always",
}
_TYPE: Final = NamedNode(RDF + "type")
_PLAIN: Final = frozenset({XSD + "string", RDF + "langString"})


def read_value(view: GraphView, term: Term, *, above: frozenset[BlankNode] = frozenset()) -> Value:
    """Return a term for people; ``above`` are the anonymous nodes that it is nested in."""
    if isinstance(term, NamedNode):
        return view.reference(term)
    if isinstance(term, Literal):
        datatype = term.datatype.value
        return Text(term.value, term.language, None if datatype in _PLAIN else datatype)
    if isinstance(term, BlankNode) and term not in above and len(above) < _DEEPEST:
        return (
            read_restriction(view, term)
            or _read_list(view, term, above)
            or _read_nested(view, term, above | {term})
        )
    return Text(str(term))


def read_facts(
    view: GraphView,
    properties: Iterable[tuple[NamedNode, Sequence[Term]]],
    *,
    above: frozenset[BlankNode] = frozenset(),
    inverse: bool = False,
) -> tuple[Fact, ...]:
    """Return properties with their values, both in order of their names."""
    facts = [
        Fact(view.reference(predicate), _read_values(view, terms, above), inverse)
        for predicate, terms in properties
    ]
    if len(facts) > 1:
        facts.sort(key=_fact_order)
    return tuple(facts)


def _read_values(
    view: GraphView, terms: Sequence[Term], above: frozenset[BlankNode]
) -> tuple[Value, ...]:
    if len(terms) == 1:
        return (read_value(view, terms[0], above=above),)
    return tuple(sorted((read_value(view, term, above=above) for term in terms), key=sort_key))


def _fact_order(fact: Fact) -> tuple[str, str]:
    return fact.property.label, fact.property.iri


def sort_key(value: Value) -> tuple[str, str]:
    """Return what values are ordered by: English first among literals, else by their text."""
    if isinstance(value, Text):
        return ("" if value.language in (None, "en") else value.language or "", value.text)
    return ("", repr(value) if isinstance(value, Nested) else value.label)


def read_restriction(view: GraphView, node: BlankNode) -> Text | None:
    """Return an OWL restriction as words, such as ``asserts: exactly 1``."""
    properties = view.nodes(node, _ON_PROPERTY)
    for predicate, words in _RESTRICTIONS.items():
        for term in view.objects(node, predicate) if properties else ():
            value = read_value(view, term, above=frozenset({node}))
            amount = value.label if hasattr(value, "label") else getattr(value, "text", "")
            return Text(f"{view.reference(properties[0]).label}: {words} {amount}".rstrip())
    return None


def _read_list(view: GraphView, node: BlankNode, above: frozenset[BlankNode]) -> Nested | None:
    """Return a list as its members, in their order; a circle ends where it closes."""
    members: list[Value] = []
    seen: set[Term] = set()
    current: Term = node
    while current not in seen and not isinstance(current, Literal | Triple):
        seen.add(current)
        first = view.objects(current, _FIRST)
        if not first:
            break
        members.append(read_value(view, first[0], above=above | {node}))
        current = next(iter(view.objects(current, _REST)), _NIL)
    return Nested((Fact(view.reference(_FIRST), tuple(members)),)) if members else None


def _read_nested(view: GraphView, node: BlankNode, above: frozenset[BlankNode]) -> Nested:
    return Nested(read_facts(view, view.properties(node), above=above))
