"""The things that made-up reports speak of, with names in several scripts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from random import Random

THINGS: Final = {
    "City": 6,
    "Dialogue": 6,
    "Group": 22,
    "Meeting": 14,
    "Office": 6,
    "Organization": 10,
    "Person": 12,
    "Reception": 4,
    "Region": 10,
    "Resource": 10,
    "Statement": 4,
    "Topic": 36,
    "Visit": 4,
}
"""How many things of each class a report brings."""

AGENT: Final = ("Group", "Organization", "Person", "State")
EVENT: Final = ("Dialogue", "Meeting", "Reception", "Statement", "Visit")
PLACE: Final = ("City", "Region")

_SYLLABLES: Final = {
    "en": ("ka", "lo", "mi", "ren", "to", "su", "var", "el", "dan", "or", "bi", "shu"),
    "ar": ("كا", "لو", "مي", "رن", "تو", "سو", "فر", "ال", "دن", "ور", "بي", "شو"),
    "ko": ("카", "로", "미", "렌", "토", "수", "바", "엘", "단", "오", "비", "슈"),
    "zh-Hans": ("卡", "洛", "米", "伦", "托", "苏", "瓦", "埃", "丹", "奥", "比", "舒"),
}
"""The same sounds in each script."""
_TITLES: Final = {
    "City": "{}",
    "Dialogue": "Dialogue on {}",
    "Group": "Friends of {}",
    "Meeting": "Meeting in {}",
    "Office": "Chair of {}",
    "Organization": "{} Institute",
    "Person": "{}",
    "Reception": "Reception in {}",
    "Region": "{} Province",
    "Resource": "Grain of {}",
    "Statement": "Statement on {}",
    "Topic": "Question of {}",
    "Visit": "Visit to {}",
}
_SCRIPTS: Final = [language for language in _SYLLABLES if language != "en"]
_NAMED: Final = ("City", "Organization", "Person", "Region")
_FIRST_ITEM: Final = 9_000_000_000
"""No item of Wikidata has so high a number."""
_CODES: Final = ["XA", "XB", "XC", "XD", "XE", "XF", "XG"]
"""Left to users by ISO 3166-1."""


@dataclass(slots=True)
class Cast:
    """Whom and what a report speaks of: all of its own at least once, states and others often."""

    own: dict[str, list[str]]
    others: Mapping[str, list[str]]
    labels: dict[str, str]
    random: Random
    turns: dict[tuple[str, ...], int] = field(default_factory=dict)

    def draw(self, *kinds: str) -> str:
        """Return a thing of one of the kinds; each of the report's own comes first once."""
        own = [name for kind in kinds for name in self.own.get(kind, ())]
        turn = self.turns.get(kinds, 0)
        self.turns[kinds] = turn + 1
        if turn < len(own):
            return own[turn]
        chance = self.random.random()
        states = self.others.get("State", ()) if "State" in kinds else ()
        if states and chance < 0.25:
            return self.random.choice(states)
        before = self.others.get(self.random.choice(kinds), ())
        return self.random.choice(before if before and chance < 0.5 else own)

    def draw_two(self, *kinds: str) -> tuple[str, str]:
        """Return two different things of some kinds."""
        one = other = self.draw(*kinds)
        while other == one:
            other = self.draw(*kinds)
        return one, other

    def label(self, name: str) -> str:
        """Return what a thing is called; one of an earlier report by its name."""
        return self.labels.get(name) or name.removeprefix("id:").replace("-", " ")


def make_states(random: Random) -> dict[str, str]:
    """Return the states that all reports speak of, as blocks by name."""
    blocks = {}
    for code in _CODES:
        labels = _name(random, "{}", random.choice(_SCRIPTS))
        name = f"id:state-{code.lower()}"
        blocks[name] = tell(
            name, "State", labels, [f'visit:countryCode "{code}" , "{code}{code[1]}"']
        )
    return blocks


def make_things(
    number: int,
    counts: Mapping[str, int],
    states: Mapping[str, str],
    before: Mapping[str, list[str]],
    random: Random,
) -> tuple[Cast, list[str]]:
    """Return the cast of a report, and its own things as blocks of Turtle."""
    own = {
        kind: [f"id:{kind.lower()}-{number}-{each}" for each in range(counts[kind])]
        for kind in THINGS
    }
    if states:
        own["State"] = list(states)
    cast = Cast(own, before, {}, random)
    blocks = list(states.values())
    for kind in THINGS:
        for each, name in enumerate(own[kind]):
            language = random.choice(_SCRIPTS) if kind in _NAMED and random.random() < 0.6 else None
            labels = _name(random, _TITLES[kind], language)
            cast.labels[name] = next(iter(labels.values()))
            said = _describe(kind, each, number, cast)
            if kind in ("City", "Person") and random.random() < 0.8:
                item = _FIRST_ITEM + number * 1000 + each * 2 + (kind == "City")
                said.append(f"schema:sameAs <http://www.wikidata.org/entity/Q{item}>")
            blocks.append(tell(name, kind, labels, said))
    return cast, blocks


def _describe(kind: str, each: int, number: int, cast: Cast) -> list[str]:
    """Return what a thing of a kind carries besides names."""
    states = cast.own.get("State") or cast.others["State"]
    state = states[(each + number) % len(states)]
    if kind == "City":
        region = cast.own["Region"][each % len(cast.own["Region"])]
        place = f"geo:lat {cast.random.uniform(-60, 60):.4f} ; geo:long {each * 7 - 90}.5"
        return [f"visit:partOf {region}", place]
    if kind in ("Group", "Organization", "Region"):
        return [f"visit:partOf {state}"] if each % 3 < 2 else []
    if kind == "Office":
        return [f"visit:officeOf {state}"]
    if kind in EVENT:
        return [f"visit:party {' , '.join(cast.draw_two(*AGENT))}"]
    return []


def _name(random: Random, title: str, language: str | None) -> dict[str, str]:
    """Return a name that is made up of syllables, in English and perhaps in its own script."""
    words = [random.sample(range(len(_SYLLABLES["en"])), k=random.choice((2, 3))) for _ in "ab"]
    labels = {}
    for tag in ("en", language) if language else ("en",):
        syllables = _SYLLABLES[tag]
        name = " ".join("".join(syllables[n] for n in word).title() for word in words)
        labels[tag] = title.format(name) if tag == "en" else name
    return labels


def tell(name: str, kind: str, labels: Mapping[str, str], said: Iterable[str]) -> str:
    """Return what is stated of a node as a block of Turtle."""
    names = " , ".join(f'"{text}"@{language}' for language, text in labels.items())
    pairs = " ;\n    ".join((f"a visit:{kind}", f"rdfs:label {names}", *said))
    return f"\n{name}\n    {pairs} ;\n    .\n"
