"""Events and claims in the terms of schema.org: https://schema.org/Event, https://schema.org/Claim.

An event is stated only where a sure claim says that it took place, is under way or was scheduled;
place, time and people too. What is expected, reported or speculated is a claim about a thing, with
its author and where it appeared. ``eventStatus`` is EventScheduled: for schema.org that is what
takes or has taken place as planned.
"""

from __future__ import annotations

from collections import defaultdict
from heapq import merge
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode, Triple

from visitkg import terms
from visitkg.export.claim import find_claims, find_documents, find_propositions, find_utterances
from visitkg.export.happening import Happening, find_happenings, is_sure
from visitkg.export.json_ld import render_node, render_nodes
from visitkg.export.schema_words import SCHEMA, Classes, describe_thing, word
from visitkg.packed import Packed
from visitkg.site.claim import AS_OF, ATTRIBUTED_TO, DERIVED_FROM, MODE, STATUS
from visitkg.site.proposition import is_slot, read_proposition

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from visitkg.export.content import Content

_VISIT: Final = terms.VISIT
_DATES: Final = {terms.XSD + "date": word("Date"), terms.XSD + "dateTime": word("DateTime")}
_IN_EVENT: Final = NamedNode(_VISIT + "inEvent")
_IN_ROLE: Final = NamedNode(_VISIT + "inRole")
_PARTICIPANT: Final = NamedNode(_VISIT + "participant")
_PART_OF: Final = NamedNode(_VISIT + "partOf")
_PLACE: Final = NamedNode(_VISIT + "place")
_TIMES: Final = {
    NamedNode(terms.SEM + "hasBeginTimeStamp"): word("startDate"),
    NamedNode(terms.SEM + "hasEndTimeStamp"): word("endDate"),
}
_ROLES: Final = {
    NamedNode(_VISIT + "Host"): word("organizer"),
    NamedNode(_VISIT + "Attendee"): word("attendee"),
    NamedNode(_VISIT + "Companion"): word("attendee"),
    NamedNode(_VISIT + "Visitor"): word("attendee"),
}
_SOURCE_URL: Final = NamedNode(terms.NIF + "sourceUrl")


def make_schema_org(content: Content) -> list[Triple]:
    """Return the events that are stated without reserve, and every claim, in order."""
    writer = _Writer(content)
    found = {triple for claim in find_claims(content) for triple in writer.state_claim(claim)}
    for node in writer.others():
        found |= writer.state_other(node)
    return sorted(found, key=str)


def render_schema_org(content: Content) -> Iterator[str]:
    """Yield the same as JSON-LD, subject by subject; nothing if there is no claim."""
    claims = sorted(find_claims(content), key=lambda claim: claim.value)
    if claims:
        yield from render_nodes(_render_nodes(_Writer(content), claims), SCHEMA)


def _render_nodes(writer: _Writer, claims: list[NamedNode]) -> Iterator[str]:
    """Yield the subjects in order; what else there is besides the claims, the claims tell."""
    waiting = Packed(render_node(writer.state_claim(claim), SCHEMA) for claim in claims)
    others = writer.others()
    texts = merge(
        zip((claim.value for claim in claims), waiting, strict=True),
        ((node.value, "") for node in sorted(others, key=lambda node: node.value)),
    )
    for iri, group in groupby(texts, key=itemgetter(0)):
        text = "".join(text for _, text in group)
        node = NamedNode(iri)
        if node in others:
            told = writer.state_other(node)
            text = render_node(told | writer.state_claim(node) if text else told, SCHEMA)
        yield text


class _Writer:
    """States claims, and remembers what else these speak of, with the class if none fits."""

    __slots__ = (
        *("_classes", "_content", "_documents", "_guests", "_happenings", "_mentioned"),
        "_utterances",
    )

    def __init__(self, content: Content) -> None:
        self._classes = Classes(content)
        self._content = content
        self._documents: set[NamedNode] = set()
        self._guests: dict[NamedNode, set[Triple]] = defaultdict(set)
        self._happenings = find_happenings(content)
        self._mentioned: dict[NamedNode, str] = {}
        self._utterances: set[NamedNode] = set()

    def others(self) -> set[NamedNode]:
        """Return what else the claims that were stated speak of."""
        told = {*self._happenings, *self._utterances, *self._documents}
        for node in told:
            self.state_other(node)
        claims = set(find_claims(self._content))
        return told | {node for node in self._mentioned if node not in claims}

    def state_other(self, node: NamedNode) -> set[Triple]:
        """Return what is stated of an event, an utterance, a document, or what is mentioned."""
        found: set[Triple] = set()
        if node in self._happenings:
            found.update(self._state_event(self._happenings[node]), self._guests.get(node, ()))
        if node in self._utterances:
            found.update(self._state_utterance(node))
        if node in self._documents:
            found.update(self._state_document(node))
        return found or set(self._state_mentioned(node))

    def _link(
        self, node: NamedNode, name: str, values: Iterable[NamedNode], otherwise: str = "Thing"
    ) -> Iterator[Triple]:
        property_ = word(name)
        for value in values:
            if otherwise != "Thing" or value not in self._mentioned:
                self._mentioned[value] = otherwise
            yield Triple(node, property_, value)

    def _state_event(self, happening: Happening) -> Iterator[Triple]:
        """Yield an event with the times and places of the sure claims."""
        content, event = self._content, happening.event
        yield from describe_thing(content, event, word("Event"))
        yield Triple(event, word("eventStatus"), word("EventScheduled"))
        for occurrence in happening.occurrences:
            yield Triple(event, word("description"), Literal(self._sentence(occurrence)))
            yield from self._link(event, "location", content.nodes(occurrence, _PLACE), "Place")
            for predicate, when in _TIMES.items():
                for value in content.objects(occurrence, predicate):
                    if isinstance(value, Literal):
                        yield Triple(event, when, _date(value))
        for claim in happening.claims:
            yield Triple(event, word("subjectOf"), claim)
        wholes = content.nodes(event, _PART_OF)
        yield from self._link(event, "superEvent", (n for n in wholes if n in self._happenings))

    def state_claim(self, claim: NamedNode) -> set[Triple]:
        """Return what is claimed, of what, by whom, how surely and where it appeared."""
        content = self._content
        found = set(describe_thing(content, claim, word("Claim")))
        for proposition in find_propositions(content, claim):
            found.add(Triple(claim, word("text"), Literal(self._sentence(proposition))))
            found.update(self._link(claim, "about", self._subjects(proposition)))
            if is_sure(content, claim):
                self._note_participation(proposition)
        utterances = find_utterances(content, claim)
        self._utterances.update(utterances)
        based_on = content.nodes(claim, DERIVED_FROM)
        found.update(self._link(claim, "isBasedOn", based_on, "CreativeWork"))
        found.update(self._link(claim, "author", self._authors(claim, utterances)))
        documents = find_documents(content, claim)
        self._documents.update(documents)
        found.update(Triple(claim, word("appearance"), document) for document in documents)
        concepts = (*content.nodes(claim, STATUS), *content.nodes(claim, MODE))
        found.update(self._link(claim, "keywords", concepts, "DefinedTerm"))
        for value in content.objects(claim, AS_OF):
            if isinstance(value, Literal):
                found.add(Triple(claim, word("temporalCoverage"), Literal(value.value)))
        return found

    def _sentence(self, proposition: NamedNode) -> str:
        return read_proposition(self._content.view, proposition).reference.label

    def _subjects(self, proposition: NamedNode) -> list[NamedNode]:
        """Return the things that fill the slots of a proposition."""
        slots = self._content.about.get(proposition, {})
        return [
            value
            for predicate, values in slots.items()
            if is_slot(predicate)
            for value in values
            if isinstance(value, NamedNode) and self._classes.is_thing(value)
        ]

    def _note_participation(self, proposition: NamedNode) -> None:
        """Remember who takes part in an event that is itself stated without reserve."""
        content = self._content
        for event in content.nodes(proposition, _IN_EVENT):
            for role in content.nodes(proposition, _IN_ROLE):
                if event in self._happenings and role in _ROLES:
                    name = _ROLES[role].value.removeprefix(SCHEMA)
                    guests = content.nodes(proposition, _PARTICIPANT)
                    self._guests[event].update(self._link(event, name, guests))

    def _authors(self, claim: NamedNode, utterances: list[NamedNode]) -> list[NamedNode]:
        """Return who claims it: those at the origin of the chain, or who publishes it."""
        content = self._content
        if not utterances:
            return content.nodes(claim, ATTRIBUTED_TO)
        origins = [each for each in utterances if not content.nodes(each, DERIVED_FROM)]
        return [agent for each in origins for agent in content.nodes(each, ATTRIBUTED_TO)]

    def _state_utterance(self, utterance: NamedNode) -> Iterator[Triple]:
        content = self._content
        yield from describe_thing(content, utterance, word("CreativeWork"))
        yield from self._link(utterance, "author", content.nodes(utterance, ATTRIBUTED_TO))
        yield from self._link(utterance, "isBasedOn", content.nodes(utterance, DERIVED_FROM))

    def _state_document(self, document: NamedNode) -> Iterator[Triple]:
        content = self._content
        type_ = self._classes.schema_class(document) or word("CreativeWork")
        yield from describe_thing(content, document, type_)
        yield from self._link(document, "publisher", content.nodes(document, ATTRIBUTED_TO))
        for address in content.nodes(document, _SOURCE_URL):
            yield Triple(document, word("url"), address)

    def _state_mentioned(self, node: NamedNode) -> Iterator[Triple]:
        """Yield what a node is; an event that is not stated is a thing only."""
        type_ = self._classes.schema_class(node) or word(self._mentioned[node])
        thing = word("Thing") if type_ == word("Event") else type_
        return describe_thing(self._content, node, thing)


def _date(value: Literal) -> Literal:
    datatype = _DATES.get(value.datatype.value)
    return Literal(value.value, datatype=datatype) if datatype else value
