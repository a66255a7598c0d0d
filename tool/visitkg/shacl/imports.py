"""What owl:imports adds to files: https://www.w3.org/TR/shacl/#shapes-graph.

An import is satisfied by a file that is read anyway, or by the file to which the project maps its
IRI. Nothing else is read unless it is allowed: then a file below the folder of the one that imports
it, and what http or https give.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urldefrag, urlsplit
from urllib.request import url2pathname

from pyoxigraph import NamedNode

from visitkg.errors import InputError, Position
from visitkg.graph.parse import parse_document, read_quads
from visitkg.graph.source import read_source
from visitkg.terms import OWL, RDF, RDFS, SH, XSD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from pyoxigraph import Triple

    from visitkg.graph.source import Source

_IMPORTS: Final = NamedNode(OWL + "imports")
_TYPE: Final = NamedNode(RDF + "type")
_ONTOLOGY: Final = NamedNode(OWL + "Ontology")
_VERSION: Final = NamedNode(OWL + "versionIRI")
_DECLARE: Final = NamedNode(SH + "declare")
_HEADERS: Final = frozenset({_IMPORTS, _VERSION, _DECLARE})
_WORDS: Final = (b"imports", b"Ontology", b"versionIRI", b"declare")
"""Without one of these words a text has no header and imports nothing."""

_VOCABULARIES: Final = frozenset(
    iri.rstrip("#") for iri in (OWL, RDF, RDFS, SH, XSD, "http://datashapes.org/dash")
)
"""Terms that a validator knows, without shapes of their own; those of DASH have no effect."""

_WEB: Final = frozenset({"http", "https"})
_MOST_TOLD: Final = 20


@dataclass(frozen=True, slots=True)
class Import:
    """The IRI that a source imports, and where it says so."""

    iri: str
    importer: Source
    position: Position


@dataclass(frozen=True, slots=True)
class Header:
    """What a source imports, and the IRIs by which others import it."""

    imports: tuple[Import, ...]
    names: frozenset[str]


@dataclass(frozen=True, slots=True)
class Imported:
    """The sources that imports add, and the imports that can't be had, as they are met."""

    sources: tuple[Source, ...]
    missing: tuple[Import, ...]


def read_header(source: Source) -> Header:
    """Return what a source imports and what it is called; raise InputError if it is broken."""
    names = {source.base_iri, source.address}
    if source.is_file:
        names.add(source.path.resolve().as_uri())
    imports: tuple[Import, ...] = ()
    if any(word in source.data for word in _WORDS):
        found = [quad.triple for quad in read_quads(source) if _is_of_header(quad.triple)]
        names.update(_names(found))
        if any(triple.predicate == _IMPORTS for triple in found):
            imports = _find_imports(source)
    return Header(imports, frozenset(_plain(name) for name in names if name))


def follow_imports(
    headers: Iterable[Header], mapping: Mapping[str, Path], *, allow: bool = False
) -> Imported:
    """Return what the imports of sources, and in turn theirs, add to them.

    ``mapping`` gives files for IRIs. With ``allow``, files and documents of the web are read too:
    raise InputError for one that can't be. Without, and for a file outside the folder of the source
    that imports it, an import is ``missing``. Each source is added once, so cycles end.
    """
    headers = list(headers)
    known = set(_VOCABULARIES).union(*(header.names for header in headers))
    waiting = deque(each for header in headers for each in header.imports)
    files = {_plain(iri): path for iri, path in mapping.items()}
    sources: list[Source] = []
    missing: dict[str, Import] = {}
    while waiting:
        wanted = waiting.popleft()
        iri = _plain(wanted.iri)
        path = files.get(iri)
        if iri in known or (path is not None and path.resolve().as_uri() in known):
            continue
        source = _read_allowed(wanted) if path is None and allow else None
        if path is not None:
            # What is a copy here has the IRIs that it has where it comes from.
            source = read_source(path, base_iri=iri)
        if source is None:
            missing.setdefault(iri, wanted)
            continue
        header = read_header(source)
        known |= {iri, *header.names}
        sources.append(source)
        waiting.extend(header.imports)
    return Imported(tuple(sources), tuple(missing.values()))


def refuse_missing(missing: Sequence[Import], *, allow: bool = False) -> None:
    """Raise InputError, with the place of each, if there are imports that can't be had."""
    if not missing:
        return
    first, *others = (explain_missing(each, allow=allow) for each in missing)
    told = [f"{other.position}: {other.message}" for other in others[: _MOST_TOLD - 1]]
    if len(missing) > _MOST_TOLD:
        told.append(f"And {len(missing) - _MOST_TOLD} more imports that are not read.")
    remedy = "\n".join([first.remedy or "", *told])
    raise InputError(first.message, position=first.position, remedy=remedy)


def explain_missing(missing: Import, *, allow: bool = False) -> InputError:
    """Return what to say of an import that can't be had: an error of shapes, a notice of data."""
    what = f"owl:imports <{missing.iri}> is not read"
    scheme = urlsplit(missing.iri).scheme
    if scheme == "file":
        outside = ": it lies outside the folder of the file that imports it" if allow else ""
        remedy = "Name the file too."
        if not allow:
            remedy = "Name the file too, or read it with --allow-imports."
        return InputError(what + outside, position=missing.position, remedy=remedy)
    remedy = "Name a file that has it, or map its IRI to one in the imports of the project."
    if scheme in _WEB and not allow:
        what += ": nothing is fetched"
        remedy = f"{remedy[:-1]}, or fetch it with --allow-imports."
    return InputError(what, position=missing.position, remedy=remedy)


def _is_of_header(triple: Triple) -> bool:
    if triple.predicate == _TYPE:
        return bool(triple.object == _ONTOLOGY)
    return triple.predicate in _HEADERS


def _names(header: Iterable[Triple]) -> Iterator[str]:
    """Yield the IRIs of ontologies, of their versions, and of what declares prefixes."""
    for triple in header:
        if isinstance(triple.subject, NamedNode):
            yield triple.subject.value
        if triple.predicate == _VERSION and isinstance(triple.object, NamedNode):
            yield triple.object.value


def _find_imports(source: Source) -> tuple[Import, ...]:
    return tuple(
        Import(located.triple.object.value, source, Position(source.name, located.line))
        for located in parse_document(source).triples
        if located.triple.predicate == _IMPORTS and isinstance(located.triple.object, NamedNode)
    )


def _read_allowed(wanted: Import) -> Source | None:
    """Return what an import names, or None for a file that lies elsewhere and for other schemes."""
    parts = urlsplit(wanted.iri)
    if parts.scheme in _WEB:
        # Imported here: it brings the web.
        from visitkg.graph.fetch import fetch_source

        return fetch_source(_plain(wanted.iri))
    if parts.scheme != "file" or parts.netloc or not wanted.importer.is_file:
        return None
    path = Path(url2pathname(parts.path)).resolve()
    folder = wanted.importer.path.resolve().parent
    if not path.is_relative_to(folder):
        return None
    return read_source(wanted.importer.path.parent / path.relative_to(folder))


def _plain(iri: str) -> str:
    """Return an IRI without its fragment: what is imported is a document."""
    return urldefrag(iri)[0]
