"""Answers that were given, for a while: the same question of the same data has the same answer."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from visitkg.serve.message import Response

_MOST: Final = 64 << 20
_LARGEST: Final = 1 << 20
_BESIDE: Final = 4_500
"""Bytes that an answer takes beside its body: its headers, and what remembers it."""


class Cache:
    """Answers by what was asked; those that nobody asked for lately go first."""

    def __init__(self, most: int = _MOST) -> None:
        self.hits = 0
        self._most = most
        self._size = 0
        self._answers: OrderedDict[tuple[str, ...], Response] = OrderedDict()

    def get(self, key: tuple[str, ...]) -> Response | None:
        """Return the answer that was given, None if it is not known any more."""
        found = self._answers.get(key)
        if found is not None:
            self.hits += 1
            self._answers.move_to_end(key)
        return found

    def put(self, key: tuple[str, ...], response: Response) -> None:
        """Remember an answer, unless it is large."""
        size = len(response.body)
        if size > _LARGEST or key in self._answers:
            return
        self._answers[key] = response
        self._size += size + _overhead(key)
        while self._size > self._most:
            gone, answer = self._answers.popitem(last=False)
            self._size -= len(answer.body) + _overhead(gone)

    def clear(self) -> None:
        """Forget all."""
        self._answers.clear()
        self._size = 0


def _overhead(key: tuple[str, ...]) -> int:
    return _BESIDE + sum(map(len, key))
