"""A text that stays in its file and is read as bytes are, so that only a part is in memory."""

from __future__ import annotations

import mmap
import os
import stat
from functools import partial
from typing import TYPE_CHECKING, BinaryIO, Final, cast

from visitkg.graph.spill import write_whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from visitkg.graph.spill import Spill

_PART: Final = 1 << 24
"""So much of it is looked at before it is let go again."""


def map_text(file: BinaryIO, spill: Spill, *, without: bytes = b"") -> bytes:
    """Return the text of a file, read as bytes are, but without what it may begin with."""
    if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
        return _without(keep_text(iter(partial(file.read, _PART), b""), spill), spill, without)
    return _without(_map(file, spill), spill, without)


def keep_text(parts: Iterable[bytes], spill: Spill) -> bytes:
    """Return the text that consists of some parts, kept in a temporary file."""
    with spill.open() as file:
        for part in parts:
            write_whole(file, part)
        return _map(file, spill)


def _without(text: bytes, spill: Spill, begin: bytes) -> bytes:
    if not begin or text[: len(begin)] != begin:
        return text
    return keep_text(cast("MappedText", text).parts(len(begin)), spill)


def _map(file: BinaryIO, spill: Spill) -> bytes:
    if not os.fstat(file.fileno()).st_size:
        return b""
    return cast("bytes", MappedText.of(file, spill))


class MappedText(mmap.mmap):
    """A file as bytes that can't be changed, as far as anyone asks of a text.

    ``spill`` gives the files for texts that are made from it.
    """

    spill: Spill
    _taken: int

    @classmethod
    def of(cls, file: BinaryIO, spill: Spill) -> MappedText:
        """Return the text of a file that isn't empty."""
        text = cls(file.fileno(), 0, access=mmap.ACCESS_READ)
        text.spill, text._taken = spill, 0
        return text

    def release(self) -> None:
        """Let go of what is in memory; it is read from the file again when it is needed."""
        if hasattr(mmap, "MADV_DONTNEED"):
            self.madvise(mmap.MADV_DONTNEED)

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

    def lower(self) -> bytes:
        """Return a copy without capitals."""
        return keep_text(map(bytes.lower, self.parts()), self.spill)

    def replace(self, old: bytes, new: bytes) -> bytes:
        """Return a copy with ``new`` instead of ``old``, which are as long."""
        return keep_text(self._replaced(old, new), self.spill)

    def _replaced(self, old: bytes, new: bytes) -> Iterator[bytes]:
        begin = 0
        while begin < len(self):
            end = min(begin + _PART, len(self))
            # What is replaced, two bytes at most, may lie across the end of a part.
            if self[end - 1 : end + len(old) - 1] == old:
                end += len(old) - 1
            yield self[begin:end].replace(old, new)
            self.release()
            begin = end
