"""What Virtuoso 7 does in its own way: labels of blank nodes, answers that it cuts.

https://docs.openlinksw.com/virtuoso/rdfsparql/
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final

from visitkg.endpoint.reader import IncompleteError

if TYPE_CHECKING:
    from email.message import Message

    from _typeshed import WriteableBuffer

    from visitkg.endpoint.reader import Reader

MOST_ROWS: Final = 10_000
"""The rows that it gives by its default configuration, for graphs without a word of it."""

ASKED: Final = "__ASK_RETVAL"
"""The variable of the row by which it answers an ASK in JSON."""

_MOST_ROWS: Final = "X-SPARQL-MaxRows"
_PARTIAL: Final = ("X-SQL-State", "S1TAT")

_LABEL: Final = b"nodeID://"
_BEFORE: Final = (b'"bnode", "value": "', b"<bnode>")


def is_virtuoso(server: str | None) -> bool:
    """Return whether the header Server is that of a Virtuoso, of any version."""
    return (server or "").startswith("Virtuoso")


def most_rows(headers: Message) -> int | None:
    """Return how many rows the store gives at most, if it says so."""
    text = headers[_MOST_ROWS]
    if text is not None and text.strip().isdecimal():
        return int(text)
    return MOST_ROWS if is_virtuoso(headers["Server"]) else None


def refuse_cut(reader: Reader, count: int) -> None:
    """Raise IncompleteError for as many rows as the store gives at most: there may be more."""
    most = most_rows(reader.headers)
    if most is not None and count >= most:
        raise IncompleteError(
            f"{reader.url} gives {most:,} rows at most, and gave so many: the rest may be missing",
            remedy="Ask for a part, or let its owner raise ResultSetMaxRows.",
        )


def refuse_partial(reader: Reader) -> None:
    """Raise IncompleteError for an answer that was broken off when its time was over."""
    name, state = _PARTIAL
    if (reader.headers[name] or "").strip() == state:
        raise IncompleteError(
            f"{reader.url} ran out of time and gave a part of the answer",
            remedy="Ask for less, or let its owner raise MaxQueryExecutionTime.",
        )


class Relabelled(io.RawIOBase):
    """Rows in which labels of blank nodes, ``nodeID://b1``, are such as others read: ``b1``.

    A literal can't hold what is looked for: its quotes and angle brackets are escaped.
    """

    def __init__(self, source: io.RawIOBase) -> None:
        super().__init__()
        self._source = source
        self._ready = b""
        self._tail = b""
        self._longest = max(map(len, _BEFORE)) + len(_LABEL)

    def readable(self) -> bool:
        """Return that it can be read."""
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        """Read some bytes; 0 at the end."""
        view = memoryview(buffer).cast("B")
        while not self._ready and self._fill(len(view)):
            pass
        part, self._ready = self._ready[: len(view)], self._ready[len(view) :]
        view[: len(part)] = part
        return len(part)

    def _fill(self, size: int) -> bool:
        """Make bytes ready; return whether there may be more. A label may be cut by the end."""
        piece = self._source.read(size)
        text = self._tail + (piece or b"")
        for before in _BEFORE:
            text = text.replace(before + _LABEL, before)
        keep = self._longest if piece else 0
        self._ready, self._tail = text[: len(text) - keep], text[len(text) - keep :]
        if len(text) < keep:
            self._ready, self._tail = b"", text
        return bool(piece)
