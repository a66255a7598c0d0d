"""One file of a new site: the one of the site before, if it holds the same."""

from __future__ import annotations

import os
import shutil
import stat
from contextlib import suppress
from itertools import chain
from typing import TYPE_CHECKING, BinaryIO, Final

from visitkg.publish.file import PIECE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from visitkg.publish.file import File

_FILE_MODE: Final = 0o666
_NEW: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


def renew(file: File, new: str, old: str | None) -> bool:
    """Let a file lie at ``new``; return whether it is the one at ``old``, with its times.

    A file in pieces is compared piece by piece, and written from the first that differs.
    """
    if isinstance(file.source, bytes):
        if old is not None and _holds(old, file.source) and _link(old, new):
            return True
        _write(new, (file.source,))
        return False
    pieces = iter(file.pieces())
    before = None if old is None else _open(old)
    if old is None or before is None:
        _write(new, pieces)
        return False
    with before as stream:
        size, rest = _compare(stream, pieces)
        if rest is None and _link(old, new):
            return True
        stream.seek(0)
        _write(new, chain(_read(stream, size), rest or ()))
    return False


def _compare(stream: BinaryIO, pieces: Iterator[bytes]) -> tuple[int, Iterable[bytes] | None]:
    """Return how many bytes of a stream are those of whole pieces, and the pieces that follow.

    None follow if the stream has just these bytes.
    """
    size = 0
    for piece in pieces:
        if stream.read(len(piece)) != piece:
            return size, chain((piece,), pieces)
        size += len(piece)
    return size, () if stream.read(1) else None


def _read(stream: BinaryIO, size: int) -> Iterator[bytes]:
    """Yield so many bytes of a stream."""
    while size and (piece := stream.read(min(size, PIECE))):
        size -= len(piece)
        yield piece


def _write(path: str, pieces: Iterable[bytes]) -> None:
    # A third of the time that open() takes, which asks the system what the new file is.
    file = os.open(path, _NEW, _FILE_MODE)
    try:
        for piece in pieces:
            rest = piece
            while rest:
                rest = rest[os.write(file, rest) :]
    finally:
        os.close(file)


def _open(path: str) -> BinaryIO | None:
    """Return a file to read; None if it is none, or nobody may read it."""
    try:
        is_file = stat.S_ISREG(os.stat(path, follow_symlinks=False).st_mode)  # noqa: PTH116  (fast)
        return open(path, "rb") if is_file else None  # noqa: PTH123  (the caller closes it)
    except OSError:
        return None


def _holds(path: str, content: bytes) -> bool:
    try:
        if os.stat(path, follow_symlinks=False).st_size != len(content):  # noqa: PTH116  (fast)
            return False
        with open(path, "rb") as stream:  # noqa: PTH123  (a hundred thousand of them)
            return stream.read() == content
    except OSError:
        return False


def _link(old: str, new: str) -> bool:
    try:
        os.link(old, new)  # the times stay those of the file
    except FileExistsError:
        raise
    except OSError:
        with suppress(OSError):
            shutil.copy2(old, new)
            return True
        return False
    return True
