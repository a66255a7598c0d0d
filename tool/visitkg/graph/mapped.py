"""A text that stays in its file and is read as bytes are, so that only a part is in memory."""

from __future__ import annotations

import mmap
import os
import stat
from functools import partial
from typing import TYPE_CHECKING, BinaryIO, Final, cast

from visitkg.graph.spill import write_whole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from visitkg.graph.spill import Spill

_PART: Final = 1 << 24
"""So much of it is looked at before it is let go again."""


def map_text(file: BinaryIO, spill: Spill, *, without: bytes = b"") -> bytes:
    """Return the text of a file, read as bytes are, but without what it may begin with."""
    if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
        file = _copy_stream(iter(partial(file.read, _PART), b""), spill)
    text = _map(file, spill)
    if without and text[: len(without)] == without:
        parts = cast("MappedText", text).parts(len(without))
        return _map(_copy_stream(parts, spill), spill)
    return text


def keep_text(parts: Iterable[bytes], spill: Spill) -> bytes:
    """Return the text that consists of some parts, kept in a temporary file."""
    return _map(_copy_stream(parts, spill), spill)


def _copy_stream(parts: Iterable[bytes], spill: Spill) -> BinaryIO:
    file = spill.open()
    for part in parts:
        write_whole(file, part)
    return file


def _map(file: BinaryIO, spill: Spill) -> bytes:
    if not os.fstat(file.fileno()).st_size:
        return b""
    return cast("bytes", MappedText.of(file, spill))


class MappedText(mmap.mmap):
    """A file as bytes that can't be changed, as far as anyone asks of a text.

    ``spill`` gives the files for texts that are made from it.
    """

    spill: Spill
    _file: BinaryIO
    _taken: int

    @classmethod
    def of(cls, file: BinaryIO, spill: Spill) -> MappedText:
        """Return the text of a file that isn't empty and stays open as long as the text."""
        text = cls(file.fileno(), 0, access=mmap.ACCESS_READ)
        text.spill, text._file, text._taken = spill, file, 0
        return text

    def release(self) -> None:
        """Let go of what is in memory; it is read from the file again when it is needed."""
        if hasattr(mmap, "MADV_DONTNEED"):
            self.madvise(mmap.MADV_DONTNEED)

    def open(self) -> BinaryIO:
        """Return the text as a stream of its own from its begin."""
        stream = os.fdopen(os.dup(self._file.fileno()), "rb")
        stream.seek(0)
        return stream

    def read(self, size: int | None = None, /) -> bytes:
        """Return the next bytes, as of a file."""
        piece = super().read(_PART if size is None or size < 0 else size)
        self._taken += len(piece)
        if self._taken > _PART:
            self.release()
            self._taken = 0
        return piece

    def parts(self, begin: int = 0, end: int | None = None, *, more: int = 0) -> Iterator[bytes]:
        """Yield the text in parts, each with ``more`` bytes of the next."""
        stop = len(self) if end is None else min(end, len(self))
        for start in range(begin, stop, _PART):
            yield self[start : min(start + _PART + more, stop)]
            self.release()

    def __contains__(self, sub: object) -> bool:
        """Return whether the bytes are part of the text."""
        return isinstance(sub, bytes) and any(sub in part for part in self.parts(more=len(sub) - 1))

    def count(self, sub: bytes, begin: int = 0, end: int | None = None) -> int:
        """Return how often a text that can't overlap itself is part of this one."""
        return sum(part.count(sub) for part in self.parts(begin, end, more=len(sub) - 1))

    def index(self, sub: bytes, begin: int = 0) -> int:
        """Return where some bytes are next; raise ValueError if nowhere."""
        place = self.find(sub, begin)
        if place < 0:
            raise ValueError
        return place

    def lower(self) -> MappedText:
        """Return a copy without capitals."""
        return self._copy(bytes.lower)

    def replace(self, old: bytes, new: bytes) -> MappedText:
        """Return a copy with ``new``, which is as long, instead of ``old``."""
        return self._copy(lambda part: part.replace(old, new), b"\r" if old[:1] == b"\r" else b"")

    def _copy(self, change: Callable[[bytes], bytes], kept: bytes = b"") -> MappedText:
        """Return what becomes of the text; no part ends with ``kept``, unless it is the last."""

        def changed() -> Iterator[bytes]:
            rest = b""
            for part in self.parts():
                whole = rest + part
                rest = kept if kept and whole.endswith(kept) else b""
                yield change(whole.removesuffix(rest))
            yield change(rest)

        return MappedText.of(_copy_stream(changed(), self.spill), self.spill)
