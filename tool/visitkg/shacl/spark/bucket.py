"""The engine on one bucket: some focus nodes, and all that is to be looked at from them."""

from __future__ import annotations

import pickle
from itertools import groupby
from typing import TYPE_CHECKING, Final

from visitkg.graph.encode import EncodedTriples
from visitkg.shacl.engine import choose_engine, run_engine
from visitkg.shacl.index import Node
from visitkg.shacl.load import Data
from visitkg.shacl.materialise import make_results
from visitkg.shacl.spark.lines import COLUMNS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    import pyarrow as pa

    from visitkg.shacl.plan import Plan
    from visitkg.shacl.result import ValidationResult

RESULTS: Final = "results binary"
"""The rows that a judge gives: some results each."""
_TOGETHER: Final = 1000


class BucketJudge:
    """Judges buckets by a plan; ``hierarchy`` has lines with the classes that it needs."""

    def __init__(self, plan: Plan, hierarchy: Iterable[str]) -> None:
        self._plan = plan
        self._hierarchy = "".join(hierarchy).encode()

    def __call__(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """Yield the results of each bucket of a partition, in which they come one by one.

        A row without a predicate has a focus node as its subject, and as its object the place of
        its shape among the plan's roots.
        """
        import pyarrow as pa

        for table in _cut(batches):
            results = self._judge_table(table)
            packed = [
                pickle.dumps(results[begin : begin + _TOGETHER])
                for begin in range(0, len(results), _TOGETHER)
            ]
            yield pa.record_batch([pa.array(packed, pa.binary())], ["results"])

    def _judge_table(self, table: pa.Table) -> tuple[ValidationResult, ...]:
        from pyarrow.compute import invert, is_null

        is_focus = is_null(table["predicate"])
        focus = table.filter(is_focus)
        chosen: dict[int, list[str]] = {}
        nodes, places = focus["subject"].to_pylist(), focus["object"].to_pylist()
        for node, place in zip(nodes, places, strict=True):
            chosen.setdefault(int(place), []).append(node)
        rows = table.filter(invert(is_focus))
        return self.judge(chosen, [rows[name] for name in COLUMNS])

    def judge(
        self,
        focus_nodes: Mapping[int, Sequence[str]],
        columns: Sequence[pa.ChunkedArray],
    ) -> tuple[ValidationResult, ...]:
        """Return what is wrong with focus nodes, given in tokens by the places of their shapes.

        ``columns`` are the tokens of subjects, predicates and objects.
        """
        triples = EncodedTriples()
        add_columns(triples, columns)
        if self._hierarchy:
            triples.add_lines(self._hierarchy)
        roots, chosen = self._plan.roots(), dict[Node, list[int]]()
        for place, nodes in focus_nodes.items():
            tokens = [node.encode() for node in nodes]
            triples.dictionary.add(tokens)
            chosen[roots[place].node] = list(map(triples.dictionary.codes.__getitem__, tokens))
        triples.end_lines()
        data = Data(triples, len(triples))
        found = run_engine(choose_engine(self._plan, triples), self._plan, data, chosen)
        return make_results(found.findings, self._plan, found.graph, triples)


def read_results(packed: bytes) -> tuple[ValidationResult, ...]:
    """Return the results in a row of a judge."""
    results: tuple[ValidationResult, ...] = pickle.loads(packed)  # noqa: S301  (a judge wrote them)
    return results


def _cut(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.Table]:
    """Yield the rows of each bucket, whose rows come one after the other."""
    import pyarrow as pa

    bucket, pieces = None, list[pa.RecordBatch]()
    for batch in batches:
        begin = 0
        for number, group in groupby(batch["bucket"].to_pylist()):
            end = begin + sum(1 for _ in group)
            if pieces and number != bucket:
                yield pa.Table.from_batches(pieces)
                pieces = []
            bucket = number
            pieces.append(batch.slice(begin, end - begin))
            begin = end
    if pieces:
        yield pa.Table.from_batches(pieces)


def encode_columns(columns: Sequence[pa.ChunkedArray]) -> EncodedTriples:
    """Return the triples of three columns of canonical tokens."""
    triples = EncodedTriples()
    add_columns(triples, columns)
    triples.end_lines()
    return triples


def add_columns(triples: EncodedTriples, columns: Sequence[pa.ChunkedArray]) -> None:
    """Add the triples of three columns of canonical tokens; all blank nodes have their labels."""
    import pyarrow as pa

    size = len(columns[0])
    if size:
        # More than two gigabytes of text need large offsets.
        pieces = [chunk.cast(pa.large_string()) for column in columns for chunk in column.chunks]
        encoded = pa.concat_arrays(pieces).dictionary_encode()
        tokens = [token.encode() for token in encoded.dictionary.to_pylist()]
        codes = encoded.indices.to_numpy()
        triples.add_encoded(tokens, (codes[n * size : (n + 1) * size].tobytes() for n in range(3)))
