"""The files of a validation: shapes as a model, data as integers."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from visitkg.graph.encode import EncodedTriples
from visitkg.graph.parse import parse_document, refuse_absent_graph
from visitkg.graph.source import STANDARD_INPUT, read_source
from visitkg.project import rdf_files
from visitkg.shacl.index import Index
from visitkg.shacl.read import read_shapes
from visitkg.shacl.result import ShapeProblem

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pyoxigraph import DefaultGraph, NamedNode

    from visitkg.graph.parse import Document
    from visitkg.graph.source import Source
    from visitkg.graph.spill import Spill
    from visitkg.shacl.imports import Imported
    from visitkg.shacl.model import ShapesGraph


_IMPORTS: Final = b"imports"


class Reading(NamedTuple):
    """How files are read.

    ``graph`` is the one of a dataset that is validated, None for the union of all. Standard input
    has the format ``input_format``, or Turtle. ``origins`` names, for a copy, the file it is of,
    which gives its relative IRIs and its name in messages. ``imports`` maps the IRIs of ontologies
    to files; others are read, and fetched, only if ``allow_imports``. With ``spill`` the data are
    kept within its limit of memory, their texts in files.
    """

    graph: NamedNode | DefaultGraph | None = None
    input_format: str | None = None
    origins: Mapping[Path, Path] | None = None
    imports: Mapping[str, Path] | None = None
    allow_imports: bool = False
    spill: Spill | None = None

    def read(self, path: Path) -> Source:
        """Return what a file holds; raise InputError if it can't be read."""
        if path == STANDARD_INPUT:
            return read_source(path, input_format=self.input_format, spill=self.spill)
        origin = self.origins.get(path) if self.origins else None
        if origin is None:
            return read_source(path, spill=self.spill)
        source = read_source(path, base_iri=origin.resolve().as_uri(), spill=self.spill)
        return replace(source, address=str(origin))

    def follow(self, sources: Sequence[Source]) -> Imported | None:
        """Return what the imports of some sources add, or None if there are none."""
        if not any(_IMPORTS in source.data for source in sources):
            return None
        # Imported here: few files import others.
        from visitkg.shacl.imports import follow_imports, read_header

        headers = map(read_header, sources)
        return follow_imports(headers, self.imports or {}, allow=self.allow_imports)


class Data(NamedTuple):
    """The triples that constraints look at; the nodes of the first ``validated`` are validated.

    ``missing`` tells of imports that are not among them.
    """

    triples: EncodedTriples
    validated: int
    missing: tuple[ShapeProblem, ...] = ()

    @property
    def prefixes(self) -> dict[str, str]:
        """Return the prefixes that the files declare; the first that declares one decides."""
        files = reversed(self.triples.files)
        return {prefix: iri for file in files for prefix, iri in file.prefixes.items()}

    @property
    def texts(self) -> dict[str, bytes]:
        """Return what was read from where it can't be read again, by its name in messages."""
        sources = (file.source for file in self.triples.files)
        return {source.name: source.data for source in sources if not source.is_file}


def load_shapes(paths: Iterable[Path | str], reading: Reading | None = None) -> ShapesGraph:
    """Return the shapes of all files together, ill-formed or not.

    Raise InputError for a file that can't be read, and for an import that can't be had.
    """
    reading = (reading or Reading())._replace(spill=None)
    sources = [reading.read(path) for path in list_files(paths)]
    imported = reading.follow(sources)
    if imported:
        from visitkg.shacl.imports import refuse_missing

        refuse_missing(imported.missing, allow=reading.allow_imports)
        sources += imported.sources
    documents = [parse_document(source) for source in sources]
    return read_shapes(_make_index(documents), _join_prefixes(documents))


def load_data(
    data_paths: Iterable[Path | str],
    ontology_paths: Iterable[Path | str] = (),
    reading: Reading | None = None,
) -> Data:
    """Return what to validate, with the ontology beside it; a file of both counts as data.

    What they import is part of the ontology, as far as it can be had. Raise InputError for a file
    that can't be read, and for a graph that the data don't have.
    """
    reading = reading or Reading()
    data_files = list_files(data_paths)
    triples = make_triples(reading.spill)
    for path in data_files:
        triples.add_file(reading.read(path), reading.graph)
    if reading.graph is not None and not len(triples):
        refuse_absent_graph(reading.graph, [file.source for file in triples.files])
    ontology_files = [path for path in list_files(ontology_paths) if path not in data_files]
    return add_ontology(triples, ontology_files, reading)


def add_ontology(triples: EncodedTriples, paths: Iterable[Path | str], reading: Reading) -> Data:
    """Return triples as what to validate, with the ontology beside them, and all imports.

    Raise InputError for a file that can't be read.
    """
    validated = len(triples)
    for path in list_files(paths):
        triples.add_file(reading.read(path))
    return Data(triples, validated, _add_imports(triples, reading))


def make_triples(spill: Spill | None) -> EncodedTriples:
    """Return where triples are to be added: within a limit of memory, if there is one."""
    if spill is None:
        return EncodedTriples()
    # Imported here: small data need no arrays.
    from visitkg.graph.bounded import BoundedTriples

    return BoundedTriples(spill)


def _add_imports(triples: EncodedTriples, reading: Reading) -> tuple[ShapeProblem, ...]:
    """Add what the files import, and return what is to be said of imports that can't be had."""
    imported = reading.follow([file.source for file in triples.files])
    if imported is None:
        return ()
    from visitkg.shacl.imports import explain_missing

    for source in imported.sources:
        triples.add_file(source)
    errors = [explain_missing(each, allow=reading.allow_imports) for each in imported.missing]
    return tuple(ShapeProblem(e.message, e.remedy or "", e.position) for e in errors)


def list_files(paths: Iterable[Path | str]) -> list[Path]:
    """Return the files among ``paths`` and the RDF files of the folders among them, each once.

    Raise InputError for what doesn't exist and for a folder without RDF; ``-`` is standard input.
    """
    files = chain.from_iterable(
        [path] if path == STANDARD_INPUT else rdf_files(path, packed=True)
        for path in map(Path, paths)
    )
    return list(dict.fromkeys(files))


def _make_index(documents: Iterable[Document]) -> Index:
    return Index(chain.from_iterable(document.triples for document in documents))


def _join_prefixes(documents: Sequence[Document]) -> dict[str, str]:
    """Return the prefixes of all documents; the first that declares one decides."""
    return {
        prefix: iri for document in reversed(documents) for prefix, iri in document.prefixes.items()
    }
