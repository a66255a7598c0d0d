"""One file of a site, whole or in pieces."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

PIECE: Final = 1 << 16
"""A piece has about so many bytes."""


@dataclass(frozen=True, slots=True, eq=False)
class File:
    """A file: its path within the site, with ``/`` between folders, and its bytes.

    ``source`` is these bytes, or what gives them anew each time, in pieces: a file that grows with
    the graph is never held as a whole.
    """

    path: str
    source: bytes | Callable[[], Iterable[bytes]]

    @property
    def content(self) -> bytes:
        """Return the bytes as a whole."""
        return self.source if isinstance(self.source, bytes) else b"".join(self.source())

    def pieces(self) -> Iterator[bytes]:
        """Yield the bytes piece by piece."""
        if isinstance(self.source, bytes):
            yield self.source
        else:
            yield from self.source()

    def __eq__(self, other: object) -> bool:
        """Return whether another file has the same path and the same bytes."""
        if not isinstance(other, File):
            return NotImplemented
        return self.path == other.path and self.content == other.content

    def __hash__(self) -> int:
        """Return a number that equal files share."""
        return hash(self.path)


def gather(texts: Iterable[str]) -> Iterator[bytes]:
    """Yield texts in UTF-8, as many as make a piece at a time."""
    gathered: list[str] = []
    size = 0
    for text in texts:
        gathered.append(text)
        size += len(text)
        if size >= PIECE:
            yield "".join(gathered).encode()
            gathered.clear()
            size = 0
    if gathered:
        yield "".join(gathered).encode()


def read_pieces(path: Path) -> Iterator[bytes]:
    """Yield what a file holds."""
    with path.open("rb") as stream:
        while piece := stream.read(PIECE):
            yield piece
