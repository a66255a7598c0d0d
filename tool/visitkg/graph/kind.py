"""What a file is that isn't RDF in the format it is taken for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pyoxigraph
from pyoxigraph import RdfFormat

from visitkg.errors import InputError, Position
from visitkg.graph.compression import GZIP_BEGINS
from visitkg.graph.source import FORMATS, SUFFIXES

if TYPE_CHECKING:
    from visitkg.graph.source import Source

_BEGIN: Final = 1024
"""So many bytes tell what a file is."""

_TRIED: Final = 1 << 16
_READ: Final = 1 << 20

_UTF_16: Final = re.compile(rb"\xff\xfe|\xfe\xff|(?:[^\0]\0){8}|(?:\0[^\0]){8}", re.DOTALL)
_MAGIC: Final = {
    b"BZh": "bzip2 data",
    b"\xfd7zXZ\0": "xz data",
    b"(\xb5/\xfd": "Zstandard data",
    b"PK\x03\x04": "a ZIP archive",
    b"%PDF-": "a PDF",
    b"PAR1": "a Parquet file",
    b"SQLite format 3\0": "an SQLite database",
}
_HTML: Final = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:!doctype\s+)?html\b", re.IGNORECASE | re.DOTALL
)
_XML: Final = re.compile(rb"\s*<(?:\?xml\b|!DOCTYPE\b|!--|\w+:RDF\b)")
_JSON: Final = re.compile(rb'\s*(?:\{\s*["}]|\[\s*[\[{"\]])')
_GRAPHS_OF_TRIG: Final = re.compile(r"\{ is not a valid|GRAPH is not a valid")
_FOURTH_TERM: Final = "Quads must be followed by a dot"


def explain_kind(source: Source, message: str) -> InputError | None:
    """Return the error for a file of another kind, if the parser that gave a message met one."""
    begin = source.data[:_BEGIN]
    if _UTF_16.match(begin):
        return _error(
            source,
            "this is UTF-16 text, not UTF-8",
            f"Save it as UTF-8, for example with: iconv -f utf-16 -t utf-8 {source.name}"
            if source.is_file
            else "Turn it into UTF-8, for example with iconv -f utf-16 -t utf-8.",
        )
    if begin.startswith(GZIP_BEGINS):
        remedy = f"Name it {source.path.name}.gz." if source.is_file else "Unpack it with gunzip."
        return _error(source, "this is gzip data, not text", remedy)
    what = next((what for magic, what in _MAGIC.items() if begin.startswith(magic)), None)
    if what or b"\0" in begin:
        return _error(source, f"this is {what or 'a binary file'}, not text", "Name a file of RDF.")
    wanted = source.format.name
    if _HTML.match(begin):
        return _error(
            source,
            f"this is a web page, not {wanted}",
            "Fetch the data themselves, for example with: curl -LH 'Accept: text/turtle' ADDRESS",
        )
    found = _guess_format(source, begin, message)
    if found is None:
        return None
    return _error(source, f"this looks like {found.name}, not {wanted}", _advise(source, found))


def guess_notation(data: bytes) -> RdfFormat | None:
    """Return the format of data that begin like XML or JSON."""
    if _XML.match(data):
        return RdfFormat.RDF_XML
    return RdfFormat.JSON_LD if _JSON.match(data) else None


def _guess_format(source: Source, begin: bytes, message: str) -> RdfFormat | None:
    """Return the format of a source, if it is known not to be the one it is taken for."""
    notation = guess_notation(begin)
    if notation is not None:
        return None if source.format == notation else notation
    if source.format == RdfFormat.TURTLE and _GRAPHS_OF_TRIG.match(message):
        # N3 has braces of its own.
        is_n3 = source.path.suffix.lower() == ".n3"
        return RdfFormat.TRIG if not is_n3 and _reads_as_trig(source) else None
    if source.format == RdfFormat.N_TRIPLES and message == _FOURTH_TERM:
        return RdfFormat.N_QUADS
    if source.format == RdfFormat.TRIG or _begins(source, source.format):
        return None
    others = (RdfFormat.TURTLE, RdfFormat.TRIG) if source.format != RdfFormat.TURTLE else ()
    return next((each for each in others if _begins(source, each)), None)


def _begins(source: Source, rdf_format: RdfFormat) -> bool:
    """Return whether a first statement can be read in a format."""
    try:
        return next(pyoxigraph.parse(source.data[:_TRIED], rdf_format), None) is not None
    except (SyntaxError, MemoryError):
        return False


def _reads_as_trig(source: Source) -> bool:
    """Return whether TriG can be read from a source, or from its begin if it is large."""
    if len(source.data) > _READ:
        return _begins(source, RdfFormat.TRIG)
    try:
        list(pyoxigraph.parse(source.input, RdfFormat.TRIG, base_iri=source.base_iri))
    except SyntaxError:
        return False
    return True


def _error(source: Source, message: str, remedy: str) -> InputError:
    return InputError(message, position=Position(source.name), remedy=remedy)


def _advise(source: Source, found: RdfFormat) -> str:
    if source.is_file:
        suffix = next(each for each, known in SUFFIXES.items() if known == found)
        return f"Give it a name that ends in {suffix}."
    return f"Say so: its format is {next(each for each in FORMATS if FORMATS[each] == found)}."
