"""The whole graph in one file, in each RDF format, and packed.

Each is named after the project and the version of its data: ``dump/visitkg-1.0.0.ttl``.
"""

from __future__ import annotations

import gzip
import io
from typing import TYPE_CHECKING, Final

from visitkg.publish.content import Document, formats_of
from visitkg.publish.dataset import read_dataset
from visitkg.publish.file import PIECE, File
from visitkg.publish.file_name import fit_name, free_name, version_name
from visitkg.publish.representation import representations, write_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from visitkg.publish.content import Site

DUMP: Final = "dump"
"""The folder of the dumps, unless a project has documents there."""

PACKED: Final = "nt"
"""The format that is packed too: line by line, it can be read without being held as a whole."""

_LEVEL: Final = 6
"""How hard to pack: level 9 takes three times as long for next to nothing."""


def make_dumps(site: Site) -> Iterator[File]:
    """Yield the whole graph in each format that can hold it, then packed; triples are in order."""
    stem = dump_stem(site)
    triples = tuple(site.triples())
    formats = formats_of(triples)
    whole = Document(site.addresses.base, stem, (), triples, is_thing=False, formats=formats)
    yield from representations(whole, site.prefixes)
    yield File(f"{stem}.{PACKED}.gz", lambda: pack(write_lines(whole.triples)))


def dump_stem(site: Site) -> str:
    """Return the path of the dumps without their suffixes."""
    name = fit_name(site.project.name) or "graph"
    version = version_name(read_dataset(site).version)
    return f"{free_name(site, DUMP)}/{name}-{version}"


def pack(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Yield bytes packed by gzip, without a name, a time or a system: the same on each run."""
    stream = io.BytesIO()
    with gzip.GzipFile("", "wb", _LEVEL, stream, mtime=0) as packing:
        for piece in pieces:
            packing.write(piece)
            if stream.tell() > PIECE:
                yield stream.getvalue()
                stream.seek(0)
                stream.truncate()
    yield stream.getvalue()
