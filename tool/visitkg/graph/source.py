"""The bytes of an RDF file, their format and the IRI that its relative IRIs start from."""

from __future__ import annotations

import io
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pyoxigraph import RdfFormat

from visitkg.errors import InputError, Position

STANDARD_INPUT: Final = Path("-")
"""The path that stands for standard input, which is read as Turtle."""

# N3 is read as the Turtle that it nearly always is: a graph has no place for its formulas.
_FORMATS: Final = {
    ".jsonld": RdfFormat.JSON_LD,
    ".n3": RdfFormat.TURTLE,
    ".nq": RdfFormat.N_QUADS,
    ".nt": RdfFormat.N_TRIPLES,
    ".rdf": RdfFormat.RDF_XML,
    ".trig": RdfFormat.TRIG,
    ".ttl": RdfFormat.TURTLE,
}
_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"

# An XML element in which RDF/XML can begin declares a namespace, so white space follows its name;
# an IRI, with which Turtle can begin, holds none.
_XML_BEGINS: Final = rb"\s*<(?:\?xml|!|[^\s<>]+\s)"


@dataclass(frozen=True, slots=True)
class Source:
    """What was read from one file: ``data`` without a byte order mark."""

    path: Path
    data: bytes
    format: RdfFormat
    base_iri: str | None

    @property
    def name(self) -> str:
        """Return what messages call it."""
        return "<stdin>" if self.path == STANDARD_INPUT else str(self.path)


class LineReader(io.BytesIO):
    """Hands out bytes a line at a time, so that ``line`` tells how far a parser has read."""

    def __init__(self, data: bytes) -> None:
        super().__init__(data)
        self.line = 0
        self._line_ended = True

    def read(self, size: int | None = -1, /) -> bytes:
        """Return the rest of the line, at most ``size`` bytes of it."""
        piece = self.readline(size)
        if piece:
            self.line += self._line_ended
            self._line_ended = piece.endswith(b"\n")
        return piece


def read_source(path: Path | str, *, base_iri: str | None = None, relative: bool = False) -> Source:
    """Return the content of an RDF file, or of standard input for ``-``.

    Relative IRIs start from ``base_iri``, else from the file's own IRI (RFC 3986, section 5.1.3)
    unless they are to stay ``relative``; standard input has none. Raise InputError if the file is
    missing, not a file, not readable or of an unknown format.
    """
    path = Path(path)
    if path == STANDARD_INPUT:
        data = sys.stdin.buffer.read()
        return Source(path, data.removeprefix(_BYTE_ORDER_MARK), RdfFormat.TURTLE, base_iri)
    data = read_bytes(path).removeprefix(_BYTE_ORDER_MARK)
    if base_iri is None and not relative:
        base_iri = path.resolve().as_uri()
    return Source(path, data, _find_format(path, data), base_iri)


def read_bytes(path: Path) -> bytes:
    """Return the bytes of a file; raise InputError if it is missing, not a file or not readable."""
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise InputError(
            "no such file",
            position=Position(str(path)),
            remedy="Check the spelling; paths are relative to the working directory.",
        ) from error
    except IsADirectoryError as error:
        raise InputError(
            "this is a folder, not a file",
            position=Position(str(path)),
            remedy="Name a file in it.",
        ) from error
    except PermissionError as error:
        raise InputError(
            "permission to read this file is denied",
            position=Position(str(path)),
            remedy="Ask its owner, or change its mode with chmod.",
        ) from error
    except OSError as error:
        raise InputError(
            f"this file can't be read: {error.strerror}", position=Position(str(path))
        ) from error


def _find_format(path: Path, data: bytes) -> RdfFormat:
    suffix = path.suffix.lower()
    if suffix == ".owl":
        return RdfFormat.RDF_XML if re.match(_XML_BEGINS, data) else RdfFormat.TURTLE
    if suffix not in _FORMATS:
        known = ", ".join(sorted([*_FORMATS, ".owl"]))
        raise InputError(
            f"unknown suffix {suffix!r}" if suffix else "a file name without suffix",
            position=Position(str(path)),
            remedy=f"Name a file that ends in one of {known}.",
        )
    return _FORMATS[suffix]
