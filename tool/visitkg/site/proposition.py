"""A proposition as a sentence and the typed slots that carry its meaning."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode

from visitkg.site.kind import TYPE
from visitkg.site.model import Fact, Proposition, Reference, Text
from visitkg.site.value import read_facts
from visitkg.site.view import LABEL, PREFERRED
from visitkg.terms import DCTERMS, OWL, RDF, RDFS, SKOS, VISIT

if TYPE_CHECKING:
    from visitkg.site.view import GraphView

GLOSS: Final = NamedNode(VISIT + "gloss")

_AMOUNT: Final = VISIT + "amount"
_APPROXIMATE: Final = VISIT + "approximate"
_UNIT: Final = VISIT + "unit"

# What stands in these namespaces is said about the node, not by the proposition.
_ANNOTATIONS: Final = (DCTERMS, OWL, RDF, RDFS, SKOS)

# Labels of slots that begin so read best after the others: participant, in event, in role.
_PREPOSITIONS: Final = frozenset({"at", "by", "for", "in", "of", "on", "towards", "with", "within"})


def read_proposition(view: GraphView, node: NamedNode) -> Proposition:
    """Return a proposition; its label is a sentence: its own label, else gloss, else slots."""
    return view.recall(_read_proposition, node)


def _read_proposition(view: GraphView, node: NamedNode) -> Proposition:
    slots = read_slots(view, node)
    types = [view.reference(type_) for type_ in view.nodes(node, TYPE)]
    type_ = types[0] if types else None
    sentence = view.text(node, PREFERRED, LABEL) or view.text(node, GLOSS)
    if sentence is None:
        sentence = _sentence_of(type_, slots) or view.reference(node).label
    reference = Reference(node.value, view.reference(node).curie, sentence)
    return Proposition(reference, type_, slots)


def read_slots(view: GraphView, node: NamedNode) -> tuple[Fact, ...]:
    """Return the slots of a proposition, those whose label is a preposition last."""
    filled = [pair for pair in view.properties(node) if is_slot(pair[0])]
    return tuple(sorted(_join_amount(read_facts(view, filled)), key=_is_prepositional))


def is_slot(predicate: NamedNode) -> bool:
    """Return whether a property of a proposition is part of what it says."""
    return not predicate.value.startswith(_ANNOTATIONS)


def _is_prepositional(slot: Fact) -> bool:
    return slot.property.label.split(" ")[0] in _PREPOSITIONS


def _join_amount(slots: tuple[Fact, ...]) -> tuple[Fact, ...]:
    """Return the slots with number, unit and approximation as one: ``about 15,000 persons``."""
    by_property = {slot.property.iri: slot for slot in slots}
    amount = by_property.get(_AMOUNT)
    if amount is None or not isinstance(amount.values[0], Text):
        return slots
    number = amount.values[0].text
    words = f"{int(number):,}" if number.isascii() and number.isdigit() else number
    if _first_text(by_property.get(_APPROXIMATE)) in ("true", "1"):
        words = f"about {words}"
    unit = by_property.get(_UNIT)
    if unit is not None and isinstance(unit.values[0], Reference):
        words = f"{words} {unit.values[0].label.lower()}"
    joined = Fact(amount.property, (Text(words),))
    others = (slot for slot in slots if slot.property.iri not in (_AMOUNT, _APPROXIMATE, _UNIT))
    return (joined, *others)


def _first_text(slot: Fact | None) -> str | None:
    value = slot.values[0] if slot else None
    return value.text if isinstance(value, Text) else None


def _sentence_of(type_: Reference | None, slots: tuple[Fact, ...]) -> str | None:
    """Return a proposition without words of its own by its type and what fills its slots."""
    names = [
        value.label if isinstance(value, Reference) else value.text
        for slot in slots
        for value in slot.values
        if isinstance(value, Reference | Text)
    ]
    if type_ is None or not names:
        return None
    return f"{type_.label}: {', '.join(names)}"
