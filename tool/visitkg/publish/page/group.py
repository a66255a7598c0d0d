"""What a list consists of: groups of entries, and where each begins among its parts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

PART: Final = 1_000
"""So many entries stand on a page; the next page has the next ones."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a list: where it links to, from the root of the site, its words, and a note.

    What the site tells nowhere links to nothing: its target is empty.
    """

    target: str
    words: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """The entries under one heading; ``level`` is how sure its status is, if it is one."""

    title: str
    entries: tuple[Entry, ...]
    level: int | None = None
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class OwnList:
    """A list that belongs to one page, of what is too much for it."""

    name: str
    title: str
    about: str
    groups: tuple[Group, ...]


def sort_entries(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Return entries in order of their words, whatever their case."""
    return tuple(sorted(entries, key=lambda entry: (entry.words.casefold(), entry.target)))


def divide(groups: Iterable[Group]) -> list[list[Group]]:
    """Return the groups in parts of at most so many entries; a long group stands in several."""
    parts: list[list[Group]] = [[]]
    room = PART
    for group in groups:
        entries = group.entries
        while entries:
            if not room:
                parts.append([])
                room = PART
            parts[-1].append(Group(group.title, entries[:room], group.level, group.meaning))
            entries, room = entries[room:], room - min(room, len(entries))
    return parts


def find_starts(sizes: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Yield the part in which each group begins, and its place there; no group is empty."""
    before = place = 0
    for size in sizes:
        part, used = divmod(before, PART)
        place = place if used else 0
        yield part, place
        before += size
        place = place + 1 if (before - 1) // PART == part else 1
