"""What was typed before, in a file of its own: one JSON string a line."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from visitkg.errors import InputError, Position
from visitkg.replace import replace_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MOST_ENTRIES: Final = 1_000
LONGEST_ENTRY: Final = 64_000

_PRIVATE: Final = 0o600


def history_path(environment: Mapping[str, str]) -> Path:
    """Return where the history lies: https://specifications.freedesktop.org/basedir-spec/."""
    state = environment.get("XDG_STATE_HOME", "")
    # By the specification a path that is not absolute counts as none.
    folder = Path(state) if state.startswith("/") else Path.home() / ".local" / "state"
    return folder / "visitkg" / "history"


def read_history(path: Path) -> list[str]:
    """Return the latest entries, the oldest first; a file that isn't there has none.

    What is no entry is passed over. Raise InputError for a file that can't be read.
    """
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    except FileNotFoundError:
        return []
    except OSError as error:
        raise _failed(path, "read", error) from error
    entries = [entry for entry in map(_read_entry, lines) if entry]
    if len(lines) > 2 * MOST_ENTRIES:
        replace_text(path, "".join(map(_write_entry, entries[-MOST_ENTRIES:])))
    return entries[-MOST_ENTRIES:]


def keep(path: Path, entry: str, before: Sequence[str] = ()) -> None:
    """Add an entry to the file, for nobody else to read, unless it is the last one again.

    Raise InputError if the folder or the file can't be written.
    """
    if (before and before[-1] == entry) or len(entry) > LONGEST_ENTRY:
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, _PRIVATE)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(_write_entry(entry))
    except OSError as error:
        raise _failed(path, "written", error) from error


def _write_entry(entry: str) -> str:
    return json.dumps(entry) + "\n"


def _read_entry(line: str) -> str | None:
    try:
        entry = json.loads(line)
    except ValueError:
        return None
    return entry if isinstance(entry, str) else None


def _failed(path: Path, what: str, error: OSError) -> InputError:
    return InputError(
        f"the history can't be {what}: {error.strerror}",
        position=Position(str(path)),
        remedy="It lies under XDG_STATE_HOME; the shell goes on without it.",
    )
