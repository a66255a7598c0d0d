"""Tokens by their codes, as a list has them, in files of which only a part is in memory."""

from __future__ import annotations

import mmap
from collections.abc import Sequence
from itertools import chain
from typing import TYPE_CHECKING, Final, overload

from visitkg.graph.spill import write_whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import numpy as np
    from numpy.typing import NDArray

    from visitkg.graph.spill import Spill

_WIDTH: Final = 8
_MANY: Final = 1 << 16


class TokenFile(Sequence[bytes]):
    """Tokens, each ended by a line feed in one file; another has where each begins."""

    __slots__ = ("_begins", "_length", "_map", "_map_of_begins", "_places", "_size", "_tokens")

    def __init__(self, spill: Spill) -> None:
        self._tokens = spill.open()
        self._places = spill.open()
        self._map: mmap.mmap | None = None
        self._map_of_begins: mmap.mmap | None = None
        self._begins = memoryview(b"").cast("q")
        self._length = self._size = 0
        write_whole(self._places, bytes(_WIDTH))

    def __len__(self) -> int:
        """Return the number of tokens."""
        return self._length

    @overload
    def __getitem__(self, code: int) -> bytes: ...

    @overload
    def __getitem__(self, code: slice) -> list[bytes]: ...

    def __getitem__(self, code: int | slice) -> bytes | list[bytes]:
        """Return the token of a code, or some."""
        if isinstance(code, slice):
            return self.many(range(*code.indices(self._length)))
        if not 0 <= code < self._length or self._map is None:
            raise IndexError(code)
        return self._map[self._begins[code] : self._begins[code + 1] - 1]

    def __iter__(self) -> Iterator[bytes]:
        """Yield the tokens in order."""
        blocks = (range(b, min(b + _MANY, self._length)) for b in range(0, self._length, _MANY))
        return chain.from_iterable(map(self.many, blocks))

    def many(self, codes: Iterable[int]) -> list[bytes]:
        """Return the tokens of some codes, best in order."""
        text, begins = self._map, self._begins
        if text is None:
            return []
        return [text[begins[code] : begins[code + 1] - 1] for code in codes]

    def first_bytes(self) -> NDArray[np.uint8]:
        """Return the first byte of each token."""
        import numpy as np

        first = np.empty(self._length, dtype=np.uint8)
        if self._map is None:
            return first
        begins = np.frombuffer(self._begins, dtype=np.int64)
        text = np.frombuffer(self._map, dtype=np.uint8)
        for begin in range(0, self._length, _MANY):
            end = min(begin + _MANY, self._length)
            first[begin:end] = text[begins[begin:end]]
            self.release()
        return first

    def extend(self, tokens: Sequence[bytes]) -> None:
        """Put some tokens at the end."""
        import numpy as np

        if not tokens:
            return
        write_whole(self._tokens, b"\n".join([*tokens, b""]))
        lengths = np.fromiter(map(len, tokens), np.int64, len(tokens))
        ends = self._size + np.cumsum(lengths + 1)
        write_whole(self._places, ends.tobytes())
        self._length += len(tokens)
        self._size = int(ends[-1])
        self._open_maps()

    def truncate(self, length: int) -> None:
        """Forget the tokens from a code on."""
        if length >= self._length:
            return
        self._size, self._length = self._begins[length], length
        self._close_maps()
        for file, size in ((self._tokens, self._size), (self._places, (length + 1) * _WIDTH)):
            file.truncate(size)
            file.seek(size)
        if length:
            self._open_maps()

    def release(self) -> None:
        """Let go of what is in memory; it is read from the files again when it is needed."""
        if hasattr(mmap, "MADV_DONTNEED"):
            for each in (self._map, self._map_of_begins):
                if each is not None:
                    each.madvise(mmap.MADV_DONTNEED)

    def _open_maps(self) -> None:
        self._close_maps()
        self._map = mmap.mmap(self._tokens.fileno(), self._size, access=mmap.ACCESS_READ)
        width = (self._length + 1) * _WIDTH
        self._map_of_begins = mmap.mmap(self._places.fileno(), width, access=mmap.ACCESS_READ)
        self._begins = memoryview(self._map_of_begins).cast("q")

    def _close_maps(self) -> None:
        """Drop the maps; they are closed when nothing looks at them any more."""
        self._map = self._map_of_begins = None
        self._begins = memoryview(b"").cast("q")
