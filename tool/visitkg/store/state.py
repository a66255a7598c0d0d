"""What a store on disk holds, and how far a load has come, as two small files tell it.

``sources.json`` names the folder with the triples and the files that they come from; to put it in
the place of the one before is what ends a load. ``loading.json`` tells the same of a load that is
under way, with how much of each file is in.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from visitkg.errors import InputError, Position

if TYPE_CHECKING:
    from collections.abc import Sequence

WHOLE: Final = "sources.json"
"""The file that tells what can be asked."""

VALUES: Final = "values"
"""The engine's own folder, in that of a state."""

WRITTEN: Final = "written"
"""That with the literals as they are written, if the engine gives one back otherwise."""

LOADING: Final = "loading.json"
"""The file that tells how far a load has come."""

_NEW: Final = ".new"
_VERSION: Final = 1


@dataclass(frozen=True, slots=True)
class Entry:
    """A file, what it was like when it was read, and how much of it is in the store.

    ``graph`` is where its default graph went, and ``base`` what its relative IRIs start from.
    ``size`` and ``time`` of the file tell quickly whether it may have changed, ``sha256`` surely.
    ``spelt`` counts statements with a literal that the engine gives back otherwise.
    ``done`` counts bytes of a file that is read in pieces of lines, else statements; ``lines``
    counts the ends of lines in what is done. ``ended`` says that all of it is in.
    """

    path: Path
    graph: str | None
    base: str
    size: int
    time: int
    sha256: str
    format: str
    statements: int
    spelt: int
    done: int = 0
    lines: int = 0
    ended: bool = False

    @property
    def key(self) -> tuple[Path, str | None]:
        """Return what tells it from others: a file may be loaded into two graphs."""
        return self.path, self.graph


@dataclass(frozen=True, slots=True)
class State:
    """A folder of the engine, below that of the store, and the files whose statements it has."""

    folder: str
    entries: tuple[Entry, ...]
    triples: int = 0

    @property
    def has_spelling(self) -> bool:
        """Return whether a second copy keeps the literals as they are written."""
        return any(entry.spelt for entry in self.entries)


def read_state(path: Path) -> State | None:
    """Return what a file tells, None if there is none; raise InputError if it can't be read."""
    try:
        text: Any = json.loads(path.read_bytes())
        if text["version"] != _VERSION:
            raise InputError(
                f"this store was made by another version of visitkg: {text['version']!r}",
                position=Position(str(path)),
                remedy="Load it again, into another folder.",
            )
        state = State(
            _plain_name(text["folder"]), tuple(map(_read_entry, text["sources"])), text["triples"]
        )
    except FileNotFoundError:
        return None
    except OSError as error:
        raise InputError(
            f"this file can't be read: {error.strerror}",
            position=Position(str(path)),
            remedy="Ask its owner, or change its mode with chmod.",
        ) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        remedy = "Load it again, into another folder."
        if path.name == LOADING:
            remedy = "Delete this file; the next load begins where the last whole one ended."
        raise InputError(
            "this file is damaged, so nothing is known of the store",
            position=Position(str(path)),
            remedy=remedy,
        ) from error
    return state


def _plain_name(name: str) -> str:
    """Return the name of a folder; raise ValueError for one that leads elsewhere."""
    if not name.isdecimal():
        raise ValueError(name)
    return name


def _read_entry(text: dict[str, Any]) -> Entry:
    entry = Entry(**{**text, "path": Path(text["path"])})
    numbers = (entry.size, entry.time, entry.statements, entry.spelt, entry.done, entry.lines)
    if not all(isinstance(number, int) for number in numbers):
        raise TypeError(entry)
    return entry


def find_pending(folder: Path, current: State | None) -> State | None:
    """Return how far a load has come that has not ended; raise InputError as ``read_state``."""
    pending = read_state(folder / LOADING)
    if pending is None or not (folder / pending.folder).is_dir():
        return None
    # Between the two last steps of a load both files are there.
    return None if current is not None and pending.folder == current.folder else pending


def write_state(path: Path, state: State) -> None:
    """Put what a state tells in the place of what was told before, whole and for good.

    It is on the disk when this returns, unlike what ``replace_text`` writes, and a process that is
    killed meanwhile leaves one file at most, which the next one takes. Raise InputError if it can't
    be written.
    """
    text = {
        "version": _VERSION,
        "folder": state.folder,
        "triples": state.triples,
        "sources": [{**asdict(entry), "path": str(entry.path)} for entry in state.entries],
    }
    new = path.with_name(path.name + _NEW)
    try:
        with new.open("w", encoding="utf-8", newline="\n") as file:
            file.write(json.dumps(text, indent=2) + "\n")
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)
        sync_folder(path.parent)
    except OSError as error:
        raise cannot_write(path, error.strerror) from error


def sync_folder(folder: Path) -> None:
    """Have the names in a folder on the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def cannot_write(path: Path, why: object) -> InputError:
    """Return the error for what can't be written in the folder of a store."""
    return InputError(
        f"the store can't be written: {why}",
        position=Position(str(path)),
        remedy="Make room, and the folder writable; the same command then goes on from here.",
    )


def show_path(path: Path) -> str:
    """Return how messages call a file: as it is seen from the working directory."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)


def count_statements(entries: Sequence[Entry]) -> int:
    """Return how many statements files have, each counted as often as it is made."""
    return sum(entry.statements for entry in entries)
