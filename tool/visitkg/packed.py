"""Texts, numbers and rows of them that wait for their turn, packed in little room."""

from __future__ import annotations

import marshal
import zlib
from collections.abc import Sequence
from itertools import islice
from typing import TYPE_CHECKING, Final, TypeVar, cast, overload

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Item = TypeVar("Item")

_BLOCK: Final = 512
"""So many items are packed together, and are unpacked at the same time."""

_PLAIN: Final = 2
"""The version of the format in which no item refers to one before it: the fastest to write."""


class Packed(Sequence[Item]):
    """A sequence of plain items (texts, numbers, None, tuples of these) that grows at its end."""

    __slots__ = ("_blocks", "_length", "_open")

    def __init__(self, items: Iterable[Item] = ()) -> None:
        self._blocks: list[bytes] = []
        self._open: list[Item] = []
        self._length = 0
        for item in items:
            self.append(item)

    def append(self, item: Item) -> None:
        """Put an item at the end."""
        self._open.append(item)
        self._length += 1
        if len(self._open) == _BLOCK:
            self._blocks.append(zlib.compress(marshal.dumps(self._open, _PLAIN), 1))
            self._open = []

    def blocks(self) -> Iterator[list[Item]]:
        """Yield the items in order, some at a time."""
        for block in self._blocks:
            yield cast("list[Item]", marshal.loads(zlib.decompress(block)))  # noqa: S302  (our own)
        if self._open:
            yield self._open

    def __iter__(self) -> Iterator[Item]:
        """Yield the items in order."""
        for block in self.blocks():
            yield from block

    def __len__(self) -> int:
        """Return the number of items."""
        return self._length

    @overload
    def __getitem__(self, index: int) -> Item: ...

    @overload
    def __getitem__(self, index: slice) -> list[Item]: ...

    def __getitem__(self, index: int | slice) -> Item | list[Item]:
        """Return an item, or some; all that stand before are unpacked."""
        if isinstance(index, slice):
            return [*self][index]
        place = index if index >= 0 else index + self._length
        if not 0 <= place < self._length:
            raise IndexError(index)
        return next(islice(self, place, None))
