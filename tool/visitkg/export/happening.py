"""Which events are stated without reserve: those that a sure claim says take or took place.

A claim is sure if it is confirmed, or made in the report's own voice as news or background. What is
expected, reported, assessed or speculated is not stated as an event.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode

from visitkg.export.claim import find_claims, find_propositions
from visitkg.site.claim import MODE, STATUS
from visitkg.terms import VISIT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from visitkg.export.content import Content

OF_EVENT: Final = NamedNode(VISIT + "ofEvent")

_CONFIRMED: Final = NamedNode(VISIT + "Confirmed")
_OWN_VOICE: Final = NamedNode(VISIT + "OwnVoice")
_IN_OWN_VOICE: Final = {NamedNode(VISIT + "Asserted"), NamedNode(VISIT + "Background")}
_EVENT_STATUS: Final = NamedNode(VISIT + "eventStatus")
_HAPPENS: Final = {NamedNode(VISIT + name) for name in ("TookPlace", "Underway", "Scheduled")}


@dataclass(frozen=True, slots=True)
class Happening:
    """An event that is stated without reserve: the propositions that say so, and their claims."""

    event: NamedNode
    occurrences: tuple[NamedNode, ...]
    claims: tuple[NamedNode, ...]


def is_sure(content: Content, claim: NamedNode) -> bool:
    """Return whether a claim is confirmed, or made in the report's own voice without a hedge."""
    statuses = set(content.nodes(claim, STATUS))
    if statuses == {_CONFIRMED}:
        return True
    in_own_voice = content.nodes(claim, MODE) == [_OWN_VOICE]
    return in_own_voice and bool(statuses) and statuses <= _IN_OWN_VOICE


def find_happenings(content: Content) -> Mapping[NamedNode, Happening]:
    """Return the events of which a sure claim says that they took, take or will take place."""
    found: dict[NamedNode, dict[NamedNode, list[NamedNode]]] = defaultdict(dict)
    for claim in find_claims(content):
        if not is_sure(content, claim):
            continue
        for proposition in find_propositions(content, claim):
            statuses = set(content.nodes(proposition, _EVENT_STATUS))
            if statuses and statuses <= _HAPPENS:
                for event in content.nodes(proposition, OF_EVENT):
                    found[event].setdefault(proposition, []).append(claim)
    return {
        event: Happening(
            event,
            tuple(occurrences),
            tuple(dict.fromkeys(claim for claims in occurrences.values() for claim in claims)),
        )
        for event, occurrences in sorted(found.items(), key=lambda item: str(item[0]))
    }
