"""Files that change while they are served."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

Signature = tuple[tuple[str, int, int, int], ...]


def sign(places: Iterable[Path]) -> Signature:
    """Return what tells two states of files and of all below folders apart: without reading them.

    What is not there, or can't be looked at, is as nothing.
    """
    return tuple(sorted(_walk(places)))


def _walk(places: Iterable[Path]) -> Iterable[tuple[str, int, int, int]]:
    for place in places:
        yield from _stat(place)
        for parent, folders, names in os.walk(place):
            folders[:] = [name for name in folders if not name.startswith(".")]
            for name in names:
                yield from _stat(Path(parent, name))


def _stat(path: Path) -> Iterable[tuple[str, int, int, int]]:
    try:
        found = path.stat()
    except OSError:
        return
    if path.is_file():
        yield str(path), found.st_mtime_ns, found.st_size, found.st_ino
