"""The files of dumps and tables as others know them: media type, title, address, checksum."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from visitkg.publish.checksum import SUMS
from visitkg.publish.file_name import fit_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from visitkg.publish.checksum import Digest
    from visitkg.publish.content import Site

_TYPES: Final = {
    "csv": ("text/csv", "CSV"),
    "jsonld": ("application/ld+json", "JSON-LD"),
    "nt": ("application/n-triples", "N-Triples"),
    "parquet": ("application/vnd.apache.parquet", "Parquet"),
    "rdf": ("application/rdf+xml", "RDF/XML"),
    "ttl": ("text/turtle", "Turtle"),
}


@dataclass(frozen=True, slots=True)
class Distribution:
    """A file that holds the whole graph, or one of its tables.

    ``key`` is a name that stays when the version changes; ``table`` is what the file has of the
    graph, None for all of it.
    """

    key: str
    path: str
    url: str
    size: int
    sha256: str
    media_type: str
    format: str
    table: str | None = None
    is_packed: bool = False

    @property
    def title(self) -> str:
        """Return what the file holds, in words."""
        packed = ", packed by gzip" if self.is_packed else ""
        return (
            f"{f'Table {self.table}' if self.table else 'The whole graph'}, {self.format}{packed}"
        )


def find_distributions(
    site: Site, digests: Iterable[Digest], folder: str = ""
) -> tuple[Distribution, ...]:
    """Return the dumps and tables among some files, the dumps first, then by path.

    ``folder`` is that of a version, such as ``1.0.0/``, if it is there that the files stay.
    """
    found = (_describe(site, digest, folder) for digest in digests)
    known = (each for each in found if each is not None)
    return tuple(sorted(known, key=lambda each: (each.table is not None, each.path)))


def _describe(site: Site, digest: Digest, folder: str) -> Distribution | None:
    name = digest.path.rpartition("/")[2]
    stem, _, suffix = name.removesuffix(".gz").rpartition(".")
    if name == SUMS or suffix not in _TYPES:
        return None
    media_type, format_ = _TYPES[suffix]
    is_packed = name.endswith(".gz")
    table = stem if suffix in ("csv", "parquet") else None
    key = f"table-{fit_name(stem)}-{suffix}" if table else f"dump-{suffix}"
    return Distribution(
        f"{key}-gz" if is_packed else key,
        digest.path,
        site.addresses.url(folder + digest.path),
        digest.size,
        digest.sha256,
        media_type,
        format_,
        table,
        is_packed,
    )


def write_size(size: int) -> str:
    """Return a number of bytes for people: 804 bytes, 1.4 MB."""
    for unit, amount in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if size >= amount:
            return f"{size / amount:.1f} {unit}"
    return f"{size} bytes" if size != 1 else "1 byte"
