"""The statements of files as lines of N-Triples, the same each time, blank nodes as IRIs."""

from __future__ import annotations

from array import array
from collections import defaultdict
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple

from visitkg.endpoint.order import as_stored
from visitkg.endpoint.skolem import skolemise
from visitkg.errors import InputError
from visitkg.graph.parse import read_quads
from visitkg.graph.source import read_source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from pyoxigraph import Quad

    from visitkg.graph.source import Source

_LABELLED: Final = (RdfFormat.N_TRIPLES, RdfFormat.N_QUADS)
"""Formats in which each blank node has the label that the file gives it."""

_SHOWN: Final = 16
_BATCH: Final = 10_000
_MOST_WAITING: Final = 8


@dataclass(frozen=True, slots=True)
class Digested:
    """A file and the digest of its content, by which its blank nodes are told from others."""

    path: Path
    digest: str
    label: str


@dataclass(frozen=True, slots=True)
class Amount:
    """Distinct triples of a graph: by spelling, and by value, as many stores count them."""

    spelt: int
    valued: int


@dataclass(frozen=True, slots=True)
class Line:
    """A statement as a line, and the graph that it belongs to: None for the default graph."""

    graph: str | None
    text: str
    triple: Triple


def digest_files(paths: Iterable[Path]) -> list[Digested]:
    """Return the files with their digests; those with the same content have labels of their own.

    Raise InputError for a file that can't be read.
    """
    found: list[Digested] = []
    for path in paths:
        digest = sha256(read_source(path).data).hexdigest()
        same = sum(other.digest == digest for other in found)
        found.append(Digested(path, digest, f"{digest[:_SHOWN]}.{same}"))
    return found


def read_lines(files: Iterable[Digested], graph: str | None, prefix: str) -> Iterator[Line]:
    """Yield what files state, in order; what stands in their default graphs is for ``graph``.

    Raise InputError for a file that is broken, or has changed since its digest was made.
    """
    for file in files:
        source = read_source(file.path)
        if sha256(source.data).hexdigest() != file.digest:
            raise InputError(
                f"{file.path} changed while it was loaded",
                remedy="Run it again when nothing writes to the file.",
            )
        relabel = _relabeller(source, file.label)
        for quad in read_quads(source):
            triple = skolemise(_relabel(quad, relabel), prefix)
            name = quad.graph_name.value if isinstance(quad.graph_name, NamedNode) else graph
            yield Line(name, f"{triple} .\n", triple)


def count_lines(lines: Iterable[Line]) -> dict[str | None, Amount]:
    """Return how many distinct triples there are for each graph."""
    by_spelling: dict[str | None, array[int]] = defaultdict(lambda: array("q"))
    by_value: dict[str | None, array[int]] = defaultdict(lambda: array("q"))
    for batch in _batches(lines):
        stored = as_stored(line.triple.object for line in batch)
        for line in batch:
            value = line.triple.object
            if isinstance(value, Literal):
                value = stored.get(value, value)
            by_spelling[line.graph].append(hash(line.text))
            triple = Triple(line.triple.subject, line.triple.predicate, value)
            by_value[line.graph].append(hash(str(triple)))
    return {
        graph: Amount(_count(hashes), _count(by_value[graph]))
        for graph, hashes in by_spelling.items()
    }


def _batches(lines: Iterable[Line]) -> Iterator[list[Line]]:
    batch: list[Line] = []
    for line in lines:
        batch.append(line)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _count(hashes: array[int]) -> int:
    # Imported here: it is needed only where a store is filled.
    import numpy as np

    return int(np.unique(np.frombuffer(hashes, dtype=np.int64)).size)


def _relabeller(source: Source, label: str) -> Callable[[BlankNode], BlankNode]:
    """Return what gives a blank node a label that it has in no other file, the same each time."""
    if source.format in _LABELLED:
        return lambda node: BlankNode(f"{label}.{node.value}")
    numbers: dict[BlankNode, int] = {}
    return lambda node: BlankNode(f"{label}.{numbers.setdefault(node, len(numbers))}")


def _relabel(quad: Quad, relabel: Callable[[BlankNode], BlankNode]) -> Triple:
    def change(term: NamedNode | BlankNode | Literal | Triple) -> object:
        if isinstance(term, BlankNode):
            return relabel(term)
        if isinstance(term, Triple):
            return _relabel_triple(term)
        return term

    def _relabel_triple(triple: Triple) -> Triple:
        subject, value = change(triple.subject), change(triple.object)
        return Triple(subject, triple.predicate, value)  # type: ignore[arg-type]  # kinds stay

    return _relabel_triple(quad.triple)


def in_requests(lines: Iterable[Line], most: int) -> Iterator[tuple[str | None, Sequence[str]]]:
    """Yield lines of one graph that fit into a request, the same each time.

    Graphs that take turns in the files are gathered, as long as all that waits is not too much.
    """
    waiting: dict[str | None, list[str]] = {}
    sizes: dict[str | None, int] = {}
    for line in lines:
        size = len(line.text.encode())
        if sizes.get(line.graph, 0) + size > most and waiting.get(line.graph):
            yield line.graph, waiting.pop(line.graph)
            del sizes[line.graph]
        waiting.setdefault(line.graph, []).append(line.text)
        sizes[line.graph] = sizes.get(line.graph, 0) + size
        if len(sizes) > 1 and sum(sizes.values()) > _MOST_WAITING * most:
            largest = max(sizes, key=lambda graph: sizes[graph])
            yield largest, waiting.pop(largest)
            del sizes[largest]
    yield from waiting.items()
