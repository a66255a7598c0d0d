"""Statements as columns of tokens: what an executor makes of the lines of a file.

https://www.w3.org/TR/n-triples/; tokens are canonical, and blank nodes of two files differ.
"""

from __future__ import annotations

import json
from hashlib import blake2b
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit
from urllib.request import url2pathname

from pyoxigraph import RdfFormat

from visitkg.errors import InputError, Position
from visitkg.graph.dictionary import read_token, rename_blank, write_token
from visitkg.graph.encode import EncodedTriples
from visitkg.graph.source import Source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    import pyarrow as pa

COLUMNS: Final = ("subject", "predicate", "object")


class Reader:
    """Makes columns of batches of lines.

    ``predicates`` are the tokens of those that are kept, None for all; ``nodes`` of those of which
    all is kept. Lines that are no statements become a row that has nothing but an object, which
    tells why.
    """

    def __init__(
        self, predicates: frozenset[bytes] | None, nodes: frozenset[bytes] = frozenset()
    ) -> None:
        self._predicates = predicates
        self._nodes = nodes

    def __call__(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """Yield the columns of batches with a ``line``, in bytes, and the ``file`` that has it."""
        for batch in batches:
            lines, files = batch.column("line").to_pylist(), batch.column("file").to_pylist()
            begin = 0
            for file, group in groupby(files):
                end = begin + sum(1 for _ in group)
                yield self._read(b"\n".join([*lines[begin:end], b""]), file)
                begin = end

    def _read(self, block: bytes, file: str) -> pa.RecordBatch:
        import pyarrow as pa
        from pyarrow.compute import is_in, or_

        triples = EncodedTriples()
        try:
            triples.add_file(Source(Path(file), block, RdfFormat.N_TRIPLES, None))
        except InputError as error:
            columns = [[None], [None], [write_error(error, file)]]
            return pa.record_batch([pa.array(each, pa.string()) for each in columns], [*COLUMNS])
        dictionary = triples.dictionary
        terms = pa.array(map(labels_of(file), dictionary.tokens), pa.binary())
        stated = (triples.subjects, triples.predicates, triples.objects)
        codes = [pa.array(memoryview(column), pa.int32()) for column in stated]
        if self._predicates is not None:
            predicates, nodes = (
                pa.array(map(dictionary.look_up, tokens & dictionary.codes.keys()), pa.int32())
                for tokens in (self._predicates, self._nodes)
            )
            kept = is_in(codes[1], predicates)
            if len(nodes):
                kept = or_(kept, or_(is_in(codes[0], nodes), is_in(codes[2], nodes)))
            codes = [each.filter(kept) for each in codes]
        taken = [terms.take(each).cast(pa.string()) for each in codes]
        return pa.record_batch(taken, [*COLUMNS])


def write_error(error: InputError, file: str) -> str:
    """Return what is wrong in a file as a text."""
    return json.dumps([file, error.message, error.source, error.remedy])


def read_error(text: str) -> InputError:
    """Return the error that a text tells; in which line of the file it is, nobody knows."""
    file, message, source, remedy = json.loads(text)
    scheme, _, path, *_ = urlsplit(file)
    position = Position(url2pathname(path) if scheme == "file" else file)
    return InputError(message, position=position, source=source, remedy=remedy)


def labels_of(scope: str) -> Callable[[bytes], bytes]:
    """Return what gives the blank nodes of a scope labels that no other scope has."""
    prefix = b"_:f" + blake2b(scope.encode(), digest_size=8).hexdigest().encode() + b"x"

    def relabel(label: bytes) -> bytes:
        return prefix + label[2:]

    def rename(token: bytes) -> bytes:
        if token[:2] == b"_:":
            return relabel(token)
        if token[:3] == b"<<(" and b"_:" in token:
            return write_token(rename_blank(read_token(token), relabel))
        return token

    return rename
