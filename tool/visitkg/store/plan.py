"""What a load has to do: which files are as they were, which are new, changed or gone."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from visitkg.errors import InputError, Position
from visitkg.graph.source import find_stamp, read_bytes
from visitkg.store.state import Entry, State, show_path
from visitkg.store.stream import open_stream

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from typing import TypeAlias

    Key: TypeAlias = tuple[Path, str | None]

    Tell: TypeAlias = Callable[[str, int, int], None]

_BLOCK: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Wanted:
    """The files that a store should hold: those that are as they were, by what is known of them.

    ``gone`` are files that the store holds and that are no more.
    """

    keys: tuple[Key, ...]
    known: Mapping[Key, Entry]
    gone: tuple[Path, ...]

    def holds(self, state: State | None) -> bool:
        """Return whether all that a state was made of is wanted, and is as it was then."""
        return state is not None and all(
            entry.key in self.known and self.known[entry.key].sha256 == entry.sha256
            for entry in state.entries
        )

    def is_all_of(self, state: State) -> bool:
        """Return whether nothing else is wanted than what a state was made of."""
        return len(self.keys) == len(state.entries) and self.holds(state)


def absolute(path: Path) -> Path:
    """Return a path that does not depend on the working directory; links stay in it."""
    return Path(os.path.normpath(path.absolute()))


def find_wanted(
    named: Iterable[Key], states: Sequence[State | None], tell: Tell, *, replace_all: bool
) -> Wanted:
    """Return what a store should hold: also what it holds or was about to, unless that goes.

    Raise InputError for a file that is named and is not there.
    """
    named = list(named)
    before = [entry for state in states if state is not None for entry in state.entries]
    kept = [] if replace_all else [entry.key for entry in before]
    keys: list[Key] = []
    gone: list[Path] = []
    for key in dict.fromkeys([*kept, *named]):
        if key in named or key[0].is_file():
            keys.append(key)
        elif key[0] not in gone:
            gone.append(key[0])
    known: dict[Key, Entry] = {}
    for entry in before:
        if entry.key in keys and entry.key not in known:
            found = as_before(entry, tell)
            if found is not None:
                known[entry.key] = found
    return Wanted(tuple(keys), known, tuple(gone))


def as_before(entry: Entry, tell: Tell = lambda _text, _count, _size: None) -> Entry | None:
    """Return the entry of a file with its present time, None if it is another file now or gone."""
    try:
        stamp = read_stamp(entry.path)
    except InputError:
        return None
    if stamp[0] != entry.size or entry.base != base_of(entry.path):
        return None
    if stamp[1] == entry.time:
        return entry
    text = f"Checking {show_path(entry.path)}"
    try:
        with open_stream(entry.path, lambda count: tell(text, count, entry.size)) as stream:
            same = stream.digest() == entry.sha256
    except InputError:
        return None
    return replace(entry, time=stamp[1]) if same and read_stamp(entry.path) == stamp else None


def read_stamp(path: Path) -> tuple[int, int]:
    """Return the size of a file and the time at which it was written; raise InputError if none."""
    stamp = find_stamp(path)
    if stamp is None or not path.is_file():
        read_bytes(path)
        raise InputError("this is not a file", position=Position(show_path(path)))
    return stamp[1], stamp[2]


def base_of(path: Path) -> str:
    """Return what the relative IRIs of a file start from."""
    return path.resolve().as_uri()
