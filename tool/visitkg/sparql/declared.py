"""The prefixes that data files declare, so that queries on them need not repeat them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import RdfFormat, parse

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_FORMATS: Final = {
    ".n3": RdfFormat.TURTLE,
    ".trig": RdfFormat.TRIG,
    ".ttl": RdfFormat.TURTLE,
}


def declared_prefixes(paths: Iterable[Path]) -> dict[str, str]:
    """Return the prefixes that Turtle and TriG files declare above their first statement.

    The files are known to be readable. Of two namespaces for one prefix the first is taken.
    """
    prefixes: dict[str, str] = {}
    for path in paths:
        rdf_format = _FORMATS.get(path.suffix.lower())
        if rdf_format is not None:
            parser = parse(path=str(path), format=rdf_format, base_iri=path.resolve().as_uri())
            next(parser, None)
            prefixes = {**parser.prefixes, **prefixes}
    return prefixes
