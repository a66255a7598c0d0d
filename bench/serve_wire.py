"""Answers of HTTP as they come over a connection: https://www.rfc-editor.org/rfc/rfc9112.

No more of it than a measuring client needs; what breaks its rules is an error.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple
from urllib.parse import quote_plus

JSON: Final = "application/sparql-results+json"
HEAD_END: Final = b"\r\n\r\n"

_STATUS: Final = re.compile(rb"HTTP/1\.[01] (\d{3})(?: [^\r\n]*)?\r\n")
_LENGTH: Final = re.compile(rb"\r\ncontent-length: *(\d+) *(?:\r\n|$)", re.IGNORECASE)
_CHUNKED: Final = re.compile(rb"\r\ntransfer-encoding: *chunked *(?:\r\n|$)", re.IGNORECASE)
_CLOSE: Final = re.compile(rb"\r\nconnection: *close *(?:\r\n|$)", re.IGNORECASE)
_MOST_SIZE_DIGITS: Final = 16


class BrokenAnswerError(Exception):
    """What came is no answer of HTTP."""


class Answer(NamedTuple):
    """An answer that is whole; ``end`` is how many bytes it took of those that came."""

    status: int
    head: bytes
    body: bytes
    end: int

    @property
    def closes(self) -> bool:
        """Tell whether the connection ends with this answer."""
        return bool(_CLOSE.search(self.head)) or self.head.startswith(b"HTTP/1.0")

    def header(self, name: str) -> str | None:
        """Return the value of a header, None without one."""
        found = re.search(rf"\r\n{re.escape(name)}: *([^\r\n]*)".encode(), self.head, re.IGNORECASE)
        return found[1].decode("latin-1").strip() if found else None


def ask(path: str, text: str, *more: str, extra: str = "", accept: str = JSON) -> bytes:
    """Return a GET of the answer to a query; ``more`` are headers, ``extra`` more parameters."""
    target = f"{path}?query={quote_plus(text)}{extra}"
    return get(target, f"Accept: {accept}", *more)


def get(target: str, *more: str) -> bytes:
    """Return a GET with headers."""
    lines = "".join(f"{line}\r\n" for line in more)
    return f"GET {target} HTTP/1.1\r\nHost: localhost\r\n{lines}\r\n".encode()


def read_answer(data: bytes | bytearray, *, closed: bool = False) -> Answer | None:
    """Return the first answer if it is whole; ``closed`` says that nothing more will come."""
    cut = data.find(HEAD_END)
    if cut < 0:
        return None
    head = bytes(data[:cut])
    found = _STATUS.match(head + b"\r\n")
    if found is None:
        raise BrokenAnswerError(f"no status line: {head[:60]!r}")
    status, begin = int(found[1]), cut + len(HEAD_END)
    if status in (204, 304) or status < 200:
        return Answer(status, head, b"", begin)
    length = _LENGTH.search(head)
    if length:
        end = begin + int(length[1])
        return Answer(status, head, bytes(data[begin:end]), end) if len(data) >= end else None
    if _CHUNKED.search(head):
        return _read_chunked(status, head, data, begin)
    return Answer(status, head, bytes(data[begin:]), len(data)) if closed else None


def _read_chunked(status: int, head: bytes, data: bytes | bytearray, begin: int) -> Answer | None:
    chunks: list[bytes] = []
    while True:
        cut = data.find(b"\r\n", begin)
        if cut < 0:
            return None
        size = _read_size(bytes(data[begin:cut]))
        begin = cut + 2
        if size == 0:
            # Trailers may follow, and an empty line ends them.
            end = begin + 2 if data[begin : begin + 2] == b"\r\n" else _after(data, begin)
            return Answer(status, head, b"".join(chunks), end) if len(data) >= end > 0 else None
        if len(data) < begin + size + 2:
            return None
        if data[begin + size : begin + size + 2] != b"\r\n":
            raise BrokenAnswerError("a chunk is longer than it says")
        chunks.append(bytes(data[begin : begin + size]))
        begin += size + 2


def _after(data: bytes | bytearray, begin: int) -> int:
    found = data.find(HEAD_END, begin)
    return found + len(HEAD_END) if found >= 0 else 0


def _read_size(line: bytes) -> int:
    digits = line.partition(b";")[0].strip()
    if not re.fullmatch(rb"[0-9A-Fa-f]+", digits) or len(digits) > _MOST_SIZE_DIGITS:
        raise BrokenAnswerError(f"no size of a chunk: {line[:20]!r}")
    return int(digits, 16)
