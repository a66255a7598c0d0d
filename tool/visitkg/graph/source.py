"""The bytes of an RDF file, their format and the IRI that its relative IRIs start from."""

from __future__ import annotations

import errno
import io
import re
import stat
import sys
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

from pyoxigraph import RdfFormat

from visitkg.errors import InputError, Position

if TYPE_CHECKING:
    import os
    from collections.abc import Callable

    from visitkg.graph.spill import Spill

STANDARD_INPUT: Final = Path("-")
"""The path that stands for standard input, which is read as Turtle unless a format is named."""

FORMATS: Final = {
    "jsonld": RdfFormat.JSON_LD,
    "nquads": RdfFormat.N_QUADS,
    "ntriples": RdfFormat.N_TRIPLES,
    "rdfxml": RdfFormat.RDF_XML,
    "trig": RdfFormat.TRIG,
    "turtle": RdfFormat.TURTLE,
}
"""The formats by the names that options give them."""

# N3 is read as the Turtle that it nearly always is: a graph has no place for its formulas.
SUFFIXES: Final = {
    ".jsonld": RdfFormat.JSON_LD,
    ".nq": RdfFormat.N_QUADS,
    ".nt": RdfFormat.N_TRIPLES,
    ".rdf": RdfFormat.RDF_XML,
    ".trig": RdfFormat.TRIG,
    ".ttl": RdfFormat.TURTLE,
    ".n3": RdfFormat.TURTLE,
}
"""The formats by the ends of file names; ``.owl`` may be RDF/XML or Turtle."""

_OWL: Final = ".owl"
_GZIP: Final = ".gz"

# Where a shell puts the pipes that it makes for <(command): they end when the command does.
_DESCRIPTORS: Final = (Path("/dev/fd"), Path("/proc/self/fd"))

BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"

# An XML element in which RDF/XML can begin declares a namespace, so white space follows its name;
# an IRI, with which Turtle can begin, holds none.
_XML_BEGINS: Final = rb"\s*<(?:\?xml|!|[^\s<>]+\s)"


Stamp: TypeAlias = tuple[int, int, int]
"""What differs after a file was written: its number in the file system, its size and time."""


@dataclass(frozen=True, slots=True)
class Source:
    """What was read from one file: ``data``, unpacked and without a byte order mark.

    ``stamp`` is that of the file when it was read; ``address`` is where something was fetched from.
    """

    path: Path
    data: bytes
    format: RdfFormat
    base_iri: str | None
    stamp: Stamp | None = None
    address: str | None = None

    @property
    def name(self) -> str:
        """Return what messages call it."""
        if self.address is not None:
            return self.address
        return "<stdin>" if self.path == STANDARD_INPUT else str(self.path)

    @property
    def input(self) -> bytes:
        """Return the data as a parser takes them: what stays in a file is a stream from its begin.

        Only one parser at a time can read such a stream.
        """
        if not isinstance(self.data, bytes):
            self.data.seek(0)
        return self.data

    @property
    def is_file(self) -> bool:
        """Return whether it was read from a file, which can be read again."""
        return self.stamp is not None


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


def read_source(
    path: Path | str,
    *,
    base_iri: str | None = None,
    relative: bool = False,
    input_format: str | None = None,
    spill: Spill | None = None,
) -> Source:
    """Return the content of an RDF file, or of standard input for ``-``.

    The format is ``input_format``, one of ``FORMATS``, or follows from the suffix; with a further
    suffix ``.gz`` the file is unpacked. Relative IRIs start from ``base_iri``, else from the file's
    own IRI (RFC 3986, section 5.1.3) unless they are to stay ``relative``; standard input has none.
    With ``spill`` the text stays in a file.

    Raise InputError if the file is missing, not a file, not readable, of an unknown format, broken
    or too large when unpacked, or if it changed while it was read.
    """
    path = Path(path)
    given = None if input_format is None else FORMATS[input_format]
    if path == STANDARD_INPUT:
        data = _read_standard_input(spill)
        source = Source(path, data, given or RdfFormat.TURTLE, base_iri)
    else:
        source = _read_file(path, given, base_iri, relative=relative, spill=spill)
    if source.format == RdfFormat.RDF_XML:
        # Imported here: no other format has entities.
        from visitkg.graph.entity import refuse_growth

        refuse_growth(source.data, source.name)
    return source


def _read_standard_input(spill: Spill | None) -> bytes:
    if spill is None:
        return sys.stdin.buffer.read().removeprefix(BYTE_ORDER_MARK)
    # Imported here, as below: few texts stay in their files.
    from visitkg.graph.mapped import map_text

    return map_text(sys.stdin.buffer, spill, without=BYTE_ORDER_MARK)


def _read_file(
    path: Path,
    given: RdfFormat | None,
    base_iri: str | None,
    *,
    relative: bool,
    spill: Spill | None,
) -> Source:
    known = given or known_format(path)
    stamp = find_stamp(path)
    data = _read_text(path, spill)
    if stamp != find_stamp(path):
        raise _changed(path)
    if base_iri is None and not relative:
        base_iri = path.resolve().as_uri()
    return Source(path, data, known or find_format(data), base_iri, stamp)


def _read_text(path: Path, spill: Spill | None) -> bytes:
    """Return the text of a file, unpacked and without a byte order mark."""
    packed = path.suffix.lower() == _GZIP
    if spill is None:
        data = read_bytes(path)
        if packed:
            # Imported here: few files are packed.
            from visitkg.graph.compression import decompress

            data = decompress(data, str(path))
        return data.removeprefix(BYTE_ORDER_MARK)
    from visitkg.graph.mapped import keep_text, map_text

    def read(path: Path) -> bytes:
        with path.open("rb") as file:
            return map_text(file, spill, without=b"" if packed else BYTE_ORDER_MARK)

    data = read_bytes(path, read)
    if not packed:
        return data
    from visitkg.graph.compression import decompress_parts

    parts = decompress_parts(data, str(path))
    first = next(parts, b"")
    # The first part of a block is long enough to hold the mark.
    return keep_text(chain([first.removeprefix(BYTE_ORDER_MARK)], parts), spill)


def changed(source: Source) -> bool:
    """Return whether the file of a source is another one than was read, or gone.

    What lies in a file that changed doesn't lie where it was read; standard input can't change.
    """
    return source.stamp is not None and find_stamp(source.path) != source.stamp


def refuse_changed(source: Source) -> None:
    """Raise InputError if a source, whose text stays in its file, is not what it was any more."""
    if not isinstance(source.data, bytes) and changed(source):
        raise _changed(source.path)


def _changed(path: Path) -> InputError:
    return InputError(
        "this file changed while it was read",
        position=Position(str(path)),
        remedy="Run it again when nothing writes to the file.",
    )


def find_stamp(path: Path) -> Stamp | None:
    """Return what tells whether a file changed, None if there is none; refuse what has no end."""
    found = _find_status(path)
    if found is None:
        return None
    if stat.S_ISREG(found.st_mode) or stat.S_ISDIR(found.st_mode):
        return found.st_ino, found.st_size, found.st_mtime_ns
    if path.parent in _DESCRIPTORS:
        return None
    raise InputError(
        "this is a pipe or a device, not a file",
        position=Position(str(path)),
        remedy="Pass what comes from it to standard input, and name that as -.",
    )


def _find_status(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except OSError:  # whoever reads the file tells what is wrong
        return None


def read_bytes(path: Path, read: Callable[[Path], bytes] | None = None) -> bytes:
    """Return the bytes of a file; raise InputError if it is missing, not a file or not readable."""
    try:
        return path.read_bytes() if read is None else read(path)
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
        if error.errno == errno.ENOSPC:
            # It isn't this file that is wrong.
            raise
        raise InputError(
            f"this file can't be read: {error.strerror}", position=Position(str(path))
        ) from error


def known_format(path: Path) -> RdfFormat | None:
    """Return the format that the name of a file tells, or None if the content has to tell it.

    Raise InputError for a file whose name ends in no known suffix: it isn't read in vain.
    """
    status = _find_status(path)
    if status is None or stat.S_ISDIR(status.st_mode):
        return None
    packed = path.suffix.lower() == _GZIP
    suffix = (path.with_suffix("") if packed else path).suffix.lower()
    if suffix in SUFFIXES or suffix == _OWL:
        return SUFFIXES.get(suffix)
    known = ", ".join(sorted([*SUFFIXES, _OWL]))
    if suffix:
        what = f"unknown suffix {suffix + _GZIP * packed!r}"
    else:
        what = f"a file name without suffix{' before ' + _GZIP if packed else ''}"
    raise InputError(
        what, position=Position(str(path)), remedy=f"Name a file that ends in one of {known}."
    )


def find_format(data: bytes) -> RdfFormat:
    """Return the format of a file whose suffix stands for two of them."""
    return RdfFormat.RDF_XML if re.match(_XML_BEGINS, data) else RdfFormat.TURTLE
