"""What made-up reports say: propositions, claims of them, through whom, and where in the text."""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from reports_things import AGENT, EVENT, PLACE, Cast, tell

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from random import Random

PROPOSITIONS: Final = {
    "Interpretation": 34,
    "Occurrence": 40,
    "OfficeHolding": 6,
    "Participation": 26,
    "RelationState": 10,
    "Stance": 20,
    "Transfer": 10,
}
"""How many propositions of each class a report brings."""

_WAYS: Final = (
    (40, "Asserted", "OwnVoice", None, None),
    (16, "Background", "OwnVoice", None, None),
    (12, "Speculated", "OwnVoice", None, "may"),
    (6, "Expected", "Agentless", None, "is expected to"),
    (5, "NotConfirmed", "Agentless", None, "has not been confirmed"),
    (9, "Reported", "NamedSource", "Person", "according to"),
    (7, "Assessed", "UnnamedGroupSource", "Group", "believe"),
    (5, "Speculated", "Agentless", "", "strong speculation … may"),
)
"""Of a hundred claims so many, their status and mode, whose utterance they pass on (None: no one's,
"": somebody's), and the marker."""
_STATUSES: Final = ("Possible", "Scheduled", "TookPlace", "Underway")
_ATTITUDES: Final = ("Agreed", "Interested", "Supporting", "Valuing", "Watching")
_TRENDS: Final = ("Cooled", "Deepened", "Growing", "Mending")
_CLAIMS_OF_SENTENCE: Final = 3
_LENGTH: Final = 120


@dataclass(slots=True)
class Draft:
    """A report that is being made up: its number, whom it speaks of, its spans by sentence."""

    number: int
    cast: Cast
    random: Random
    spans: list[list[int]] = field(default_factory=list)

    def propose(self, counts: Mapping[str, int]) -> list[tuple[str, str]]:
        """Return propositions, by name, as blocks; no two of them say the same."""
        seen: set[tuple[str, ...]] = set()
        made = []
        for kind in PROPOSITIONS:
            for each in range(counts[kind]):
                slots = next(s for s in self._tries(kind, each) if s not in seen)
                seen.add(slots)
                name = f"id:{kind.lower()}-{self.number}-{each}"
                about = self.cast.label(slots[0].rpartition(" ")[2])
                made.append(
                    (name, tell(name, kind, {"en": f"Said of {about}, point {each}"}, slots))
                )
        return made

    def _tries(self, kind: str, each: int) -> Iterator[tuple[str, ...]]:
        while True:
            yield self._fill(kind, each)

    def _fill(self, kind: str, each: int) -> tuple[str, ...]:
        """Return the slots of a proposition."""
        draw, choice = self.cast.draw, self.random.choice
        if kind == "Interpretation":
            topics = dict.fromkeys((draw("Topic"), draw("Topic")))
            gloss = f"That is point {each} of the made-up view."
            return f"visit:about {' , '.join(topics)}", f'visit:gloss "{gloss}"@en'
        if kind == "Occurrence":
            return self._fill_occurrence(each)
        if kind == "OfficeHolding":
            return f"visit:holder {draw('Person')}", f"visit:office {draw('Office')}"
        if kind == "Participation":
            role = f"visit:inRole visit:{choice(('Attendee', 'Host'))}"
            return f"visit:participant {draw(*AGENT)}", f"visit:inEvent {draw('Meeting')}", role
        return self._fill_relation(kind)

    def _fill_occurrence(self, each: int) -> tuple[str, ...]:
        status = self.random.choice(_STATUSES)
        slots = [f"visit:ofEvent {self.cast.draw(*EVENT)}", f"visit:eventStatus visit:{status}"]
        if each % 2:
            slots.append(f"visit:place {self.cast.draw(*PLACE)}")
        if each % 8 == 0:
            # On the day of the report: that fits each status.
            slots.append(f'sem:hasBeginTimeStamp "{self.day}"^^xsd:date')
        return tuple(slots)

    def _fill_relation(self, kind: str) -> tuple[str, ...]:
        """Return the slots of a proposition on two agents."""
        draw, choice = self.cast.draw, self.random.choice
        one, other = self.cast.draw_two(*AGENT)
        if kind == "RelationState":
            return f"visit:party {one} , {other}", f"visit:trend visit:{choice(_TRENDS)}"
        if kind == "Stance":
            towards = f"visit:towards {choice((other, draw('Topic')))}"
            return f"visit:stanceOf {one}", towards, f"visit:attitude visit:{choice(_ATTITUDES)}"
        resource = f"visit:transferred {draw('Resource')}"
        return f"visit:provider {one}", f"visit:recipient {other}", resource

    @property
    def day(self) -> str:
        """Return the day of the report: each has another."""
        month, year = 1 + self.number // 28 % 12, 2001 + self.number // 336
        return f"{year}-{month:02d}-{1 + self.number % 28:02d}"

    def span(self, number: int) -> str:
        """Return where the claim with a number stands: some share a span with the one before."""
        sentence, place = divmod(number, _CLAIMS_OF_SENTENCE)
        if sentence == len(self.spans):
            self.spans.append([])
        if place and number % 13:
            self.spans[sentence].append(place)
        begin, end = place_span(sentence, self.spans[sentence][-1] if self.spans[sentence] else 0)
        return f"<https://w3id.org/visitkg/id/report-{self.number}#offset_{begin}_{end}>"


def place_span(sentence: int, place: int) -> tuple[int, int]:
    """Return the characters of a sentence (place 0) or of a part of it."""
    begin = sentence * _LENGTH
    if place:
        return begin + 10 * place, begin + 10 * place + 40
    return begin, begin + _LENGTH - 1


def make_claims(
    draft: Draft, counts: Mapping[str, int], own: list[tuple[str, str]], earlier: list[str]
) -> list[str]:
    """Return claims and utterances as blocks: each proposition is claimed, each utterance heard."""
    asserted = [name for name, _ in own]
    while len(asserted) < counts["Claim"]:
        asserted.append(draft.random.choice(earlier or asserted))
    utterances = _make_utterances(draft, counts["Utterance"])
    heard = dict.fromkeys(utterances, 0)
    ways = [way for way in _WAYS for _ in range(way[0])]
    draft.random.shuffle(ways)
    publisher = draft.cast.own["Organization"][0]
    blocks = []
    for number, proposition in enumerate(asserted):
        _, status, mode, speaker, marker = ways[number % len(ways)]
        if "interpretation" in proposition and status == "Background":
            status, marker = "Opinion", "of course"
        slots = [
            f"prov:wasAttributedTo {publisher}",
            f'visit:asOf "{draft.day}"^^xsd:date',
            f"visit:asserts {proposition}",
            f"visit:attributionMode visit:{mode}",
            f"visit:epistemicStatus visit:{status}",
            f"visit:evidence {draft.span(number)}",
        ]
        if speaker is not None:
            fitting = [name for name in utterances if name.startswith(f"id:utterance{speaker}-")]
            heard_least = min(fitting, key=heard.__getitem__)
            heard[heard_least] += 1
            slots.append(f"prov:wasDerivedFrom {heard_least}")
        if marker:
            slots.append(f'visit:marker "{marker}"@en')
        name = f"id:claim-{draft.number}-{number}"
        blocks.append(tell(name, "Claim", {"en": f"Report {draft.number}, claim {number}"}, slots))
    return [*utterances.values(), *blocks]


def _make_utterances(draft: Draft, count: int) -> dict[str, str]:
    """Return utterances of people, of groups and of nobody known; the second passes on the last."""
    blocks = {}
    speakers = ["Person" if n % 7 < 4 else "Group" if n % 7 < 6 else "" for n in range(count)]
    for number, speaker in enumerate(speakers):
        name = f"id:utterance{speaker}-{draft.number}-{number}"
        slots = [f"prov:wasAttributedTo {draft.cast.draw(speaker)}"] if speaker else []
        if number == 1:
            slots.append(f"prov:wasDerivedFrom id:utterancePerson-{draft.number}-0")
        label = f"Word {number} of {speaker or 'somebody'}"
        blocks[name] = tell(name, "Utterance", {"en": label}, slots)
    return blocks


def make_spans(draft: Draft) -> tuple[int, list[str]]:
    """Return the length of the report, and its sentences and parts of them as blocks."""
    blocks = []
    for sentence, parts in enumerate(draft.spans):
        code = f"P{1 + sentence // 3}S{1 + sentence % 3}"
        for place in (0, *parts):
            begin, end = place_span(sentence, place)
            name = f"<https://w3id.org/visitkg/id/report-{draft.number}#offset_{begin}_{end}>"
            sort = "" if place else " , visit:Sentence"
            blocks.append(
                f"\n{name}\n    a nif:OffsetBasedString , visit:EvidenceSpan{sort} ;\n"
                f'    nif:beginIndex "{begin}"^^xsd:nonNegativeInteger ;\n'
                f'    nif:endIndex "{end}"^^xsd:nonNegativeInteger ;\n'
                f"    nif:referenceContext id:report-{draft.number} ;\n"
                f'    visit:sentence "{code}" ;\n'
                f'    visit:sha256 "{sha256(name.encode()).hexdigest()}" ;\n    .\n'
            )
    return len(draft.spans) * _LENGTH, blocks
