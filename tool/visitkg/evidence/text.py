"""A copy of a report, read as the UTF-8 that its spans are counted in."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

from visitkg.errors import InputError, Position
from visitkg.graph.source import STANDARD_INPUT, read_bytes

_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"
_LINE_END: Final = re.compile(r"\r\n?|\n")

# Tried in this order on bytes that are not UTF-8; the single-byte one last, as it refuses little.
_OTHER_ENCODINGS: Final = ("utf-16", "gb18030", "euc-kr", "cp1252")


@dataclass(frozen=True, slots=True)
class ReportText:
    """The text of a copy, without its byte order mark, and where it was read from."""

    path: str
    text: str
    has_byte_order_mark: bool = False

    def position(self, offset: int) -> Position:
        """Return the line and column, from 1, of a code point counted from 0."""
        lines = _LINE_END.split(self.text[:offset])
        return Position(self.path, len(lines), len(lines[-1]) + 1)


def read_report(path: Path | str) -> ReportText:
    """Return the text of a report, line ends as they are; ``-`` is standard input.

    Raise InputError if the file is missing, not a file, not readable, empty or not UTF-8.
    """
    path = Path(path)
    name = "<stdin>" if path == STANDARD_INPUT else str(path)
    data = sys.stdin.buffer.read() if path == STANDARD_INPUT else read_bytes(path)
    content = data.removeprefix(_BYTE_ORDER_MARK)
    if not content:
        raise InputError(
            "this file is empty",
            position=Position(name),
            remedy="Name a copy of the report as plain text.",
        )
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        raise _not_utf_8(name, data, error) from error
    return ReportText(name, text, has_byte_order_mark=len(content) < len(data))


def digest(text: str) -> str:
    """Return the SHA-256 digest of the UTF-8 form of a text, in lower-case hexadecimal digits."""
    return sha256(text.encode()).hexdigest()


def _not_utf_8(name: str, data: bytes, error: UnicodeDecodeError) -> InputError:
    """Return the error for the first byte that is not UTF-8, with the likely encoding."""
    before = _LINE_END.split(error.object[: error.start].decode())
    return InputError(
        f"byte {error.object[error.start]:#04x} is not UTF-8",
        position=Position(name, len(before), len(before[-1]) + 1),
        remedy=f"Save the file as UTF-8{_suggest_encoding(name, data)}.",
    )


def _suggest_encoding(name: str, data: bytes) -> str:
    for encoding in _OTHER_ENCODINGS:
        if encoding == "utf-16" and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
            continue
        try:
            data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return f"; perhaps it is {encoding}: iconv -f {encoding} -t utf-8 {name}"
    return ""
