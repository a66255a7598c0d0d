"""What a store on disk states, as integers: what a validation of files makes of these."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pyoxigraph
from pyoxigraph import DefaultGraph, RdfFormat

from visitkg.errors import InputError
from visitkg.store.open import find_graph
from visitkg.store.spelling import SPELT, restore

if TYPE_CHECKING:
    from pyoxigraph import Store

    from visitkg.graph.encode import EncodedTriples
    from visitkg.store.open import OpenStore

DEFAULT: Final = "default"
"""What the default graph is called where a graph is named."""

_MARK: Final = SPELT.encode()
_SPELT: Final = re.compile(rb'"\^\^<' + re.escape(_MARK) + rb"(?=[^<>]*> \.\n)")
"""A datatype of ours at the end of a line, where no text can be."""


def encode_store(opened: OpenStore, triples: EncodedTriples, graph: str | None = None) -> None:
    """Add what one graph of a store states, or all its graphs, with literals as they are written.

    Raise UsageError for a graph that is no IRI, InputError for one that the store does not have,
    and if the engine can't read what it has.
    """
    store = opened.written
    for each in _choose_graphs(opened.values, graph):
        lines = _Lines(triples, has_spelling=store is not opened.values)
        try:
            store.dump(lines, RdfFormat.N_TRIPLES, from_graph=each)  # type: ignore[arg-type]  # it writes
        except (OSError, RuntimeError) as error:
            raise InputError(f"the store can't be read: {error}") from error
        lines.end()
    triples.end_lines()


def _choose_graphs(store: Store, name: str | None) -> list[pyoxigraph.NamedNode | DefaultGraph]:
    if name == DEFAULT:
        return [DefaultGraph()]
    graph = find_graph(store, name)
    if graph is not None:
        return [graph]
    return [DefaultGraph(), *store.named_graphs()]  # type: ignore[list-item]  # no blank node names one


class _Lines:
    """Adds lines to triples, as they are written, with literals as they were."""

    def __init__(self, triples: EncodedTriples, *, has_spelling: bool) -> None:
        self._triples = triples
        self._has_spelling = has_spelling
        self._rest = b""

    def write(self, data: bytes) -> int:
        """Take some bytes; whole lines are added."""
        end = data.rfind(b"\n") + 1
        if end:
            self._add(self._rest + data[:end])
            self._rest = data[end:]
        else:
            self._rest += data
        return len(data)

    def flush(self) -> None:
        """Do nothing: a line that has no end is none yet."""

    def end(self) -> None:
        """Add what is left."""
        if self._rest:
            self._add(self._rest)

    def _add(self, block: bytes) -> None:
        if self._has_spelling and _MARK in block:
            block = _SPELT.sub(b'"^^<', block)
            if b"<<(" in block and _MARK in block:
                block = b"".join(map(_restore_line, block.splitlines(keepends=True)))
        self._triples.add_lines(block)


def _restore_line(line: bytes) -> bytes:
    """Return the line of a triple term with the literals in it as they were."""
    if b"<<(" not in line or _MARK not in line:
        return line
    quads = pyoxigraph.parse(line, RdfFormat.N_TRIPLES)
    triples = (
        pyoxigraph.Triple(quad.subject, quad.predicate, restore(quad.object)) for quad in quads
    )
    return pyoxigraph.serialize(triples, format=RdfFormat.N_TRIPLES) or b""
