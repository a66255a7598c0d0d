"""Events and claims in the terms of schema.org: https://schema.org/Event, https://schema.org/Claim.

An event is stated only where a sure claim says that it took place, is under way or was scheduled;
place, time and people too. What is expected, reported or speculated is a claim about a thing, with
its author and where it appeared. ``eventStatus`` is EventScheduled: for schema.org that is what
takes or has taken place as planned.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode, Triple

from visitkg import terms
from visitkg.export.claim import find_claims, find_documents, find_propositions, find_utterances
from visitkg.export.content import TYPE
from visitkg.export.happening import Happening, find_happenings, is_sure
from visitkg.export.schema_words import (
    SCHEMA,
    THING,
    classes_of,
    describe_thing,
    schema_class,
    word,
)
from visitkg.site.claim import AS_OF, ATTRIBUTED_TO, DERIVED_FROM, MODE, STATUS
from visitkg.site.proposition import is_slot, read_proposition

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

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
    happenings = find_happenings(content)
    writer = _Writer(content, happenings)
    for happening in happenings.values():
        writer.state_event(happening)
    for claim in find_claims(content):
        writer.state_claim(claim)
    writer.name_mentioned()
    return sorted(writer.found, key=str)


class _Writer:
    """Collects statements, and the things they mention, each with the class it has if none fits."""

    __slots__ = ("_content", "_happenings", "_mentioned", "found")

    def __init__(self, content: Content, happenings: Mapping[NamedNode, Happening]) -> None:
        self._content = content
        self._happenings = happenings
        self._mentioned: dict[NamedNode, str] = {}
        self.found: set[Triple] = set()

    def _state(self, node: NamedNode, name: str, value: NamedNode | Literal) -> None:
        self.found.add(Triple(node, word(name), value))

    def _link(
        self, node: NamedNode, name: str, values: Iterable[NamedNode], otherwise: str = "Thing"
    ) -> None:
        for value in values:
            self._state(node, name, value)
            self._mentioned.setdefault(value, otherwise)

    def state_event(self, happening: Happening) -> None:
        """State an event with the times and places of the sure claims, and who takes part."""
        content, event = self._content, happening.event
        self.found |= set(describe_thing(content, event, word("Event")))
        self._state(event, "eventStatus", word("EventScheduled"))
        for occurrence in happening.occurrences:
            self._state(event, "description", Literal(self._sentence(occurrence)))
            self._link(event, "location", content.nodes(occurrence, _PLACE), "Place")
            for predicate, when in _TIMES.items():
                for value in content.objects(occurrence, predicate):
                    if isinstance(value, Literal):
                        self.found.add(Triple(event, when, _date(value)))
        for claim in happening.claims:
            self._state(event, "subjectOf", claim)
        wholes = content.nodes(event, _PART_OF)
        self._link(event, "superEvent", [each for each in wholes if each in self._happenings])

    def state_claim(self, claim: NamedNode) -> None:
        """State what is claimed, of what, by whom, how surely and where it appeared."""
        content = self._content
        self.found |= set(describe_thing(content, claim, word("Claim")))
        for proposition in find_propositions(content, claim):
            self._state(claim, "text", Literal(self._sentence(proposition)))
            self._link(claim, "about", self._subjects(proposition))
            if is_sure(content, claim):
                self._state_participation(proposition)
        utterances = find_utterances(content, claim)
        self._link(claim, "isBasedOn", content.nodes(claim, DERIVED_FROM), "CreativeWork")
        for utterance in utterances:
            self.found |= set(describe_thing(content, utterance, word("CreativeWork")))
            self._link(utterance, "author", content.nodes(utterance, ATTRIBUTED_TO))
            self._link(utterance, "isBasedOn", content.nodes(utterance, DERIVED_FROM))
        self._link(claim, "author", self._authors(claim, utterances))
        for document in find_documents(content, claim):
            self._state_document(document)
            self._state(claim, "appearance", document)
        for concept in (*content.nodes(claim, STATUS), *content.nodes(claim, MODE)):
            self._link(claim, "keywords", [concept], "DefinedTerm")
        for value in content.objects(claim, AS_OF):
            if isinstance(value, Literal):
                self.found.add(Triple(claim, word("temporalCoverage"), Literal(value.value)))

    def _sentence(self, proposition: NamedNode) -> str:
        return read_proposition(self._content.view, proposition).reference.label

    def _subjects(self, proposition: NamedNode) -> list[NamedNode]:
        """Return the things that fill the slots of a proposition."""
        values = [
            triple.object
            for triple in self._content.about.get(proposition, ())
            if is_slot(triple.predicate) and isinstance(triple.object, NamedNode)
        ]
        return [value for value in values if THING in classes_of(self._content, value)]

    def _state_participation(self, proposition: NamedNode) -> None:
        """State who takes part in an event that is itself stated without reserve."""
        content = self._content
        for event in content.nodes(proposition, _IN_EVENT):
            for role in content.nodes(proposition, _IN_ROLE):
                if event in self._happenings and role in _ROLES:
                    name = _ROLES[role].value.removeprefix(SCHEMA)
                    self._link(event, name, content.nodes(proposition, _PARTICIPANT))

    def _authors(self, claim: NamedNode, utterances: list[NamedNode]) -> list[NamedNode]:
        """Return who claims it: those at the origin of the chain, or who publishes it."""
        content = self._content
        if not utterances:
            return content.nodes(claim, ATTRIBUTED_TO)
        origins = [each for each in utterances if not content.nodes(each, DERIVED_FROM)]
        return [agent for each in origins for agent in content.nodes(each, ATTRIBUTED_TO)]

    def _state_document(self, document: NamedNode) -> None:
        content = self._content
        type_ = schema_class(content, document) or word("CreativeWork")
        self.found |= set(describe_thing(content, document, type_))
        self._link(document, "publisher", content.nodes(document, ATTRIBUTED_TO))
        for address in content.nodes(document, _SOURCE_URL):
            self._state(document, "url", address)

    def name_mentioned(self) -> None:
        """Say of what is mentioned what it is; an event that is not stated is a thing only."""
        told = {triple.subject for triple in self.found if triple.predicate == TYPE}
        for node, otherwise in self._mentioned.items():
            if node not in told:
                type_ = schema_class(self._content, node) or word(otherwise)
                if type_ == word("Event"):
                    type_ = word("Thing")
                self.found |= set(describe_thing(self._content, node, type_))


def _date(value: Literal) -> Literal:
    datatype = _DATES.get(value.datatype.value)
    return Literal(value.value, datatype=datatype) if datatype else value
