"""Moves as joins: round by round, what is to be looked at from each focus node is brought to it.

A node is known by a hash of its token: if two nodes share one, a bucket gets triples of both, and
the engine looks at those of the right one. What a round finds is written to a folder, from which
the next one reads, so that Spark need not remember how it came about.
"""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Final

from visitkg.shacl.spark.lines import COLUMNS
from visitkg.shacl.spark.moves import IDLE

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    from pyspark.sql import DataFrame

    from visitkg.shacl.spark.moves import Moves

    Watch: TypeAlias = Callable[[int, int], None]

_PLACE: Final = ("bucket", "node", "state")
_MOVES: Final = "state int, named string, back boolean, next int"


def make_edges(triples: DataFrame, moves: Moves, buckets: int) -> DataFrame:
    """Return each triple with the ``key`` of the node that it leads from, and of its ``end``.

    A triple of a predicate that moves go back along is there twice, once from its object: ``back``.
    Rows with one key lie together.
    """
    from pyspark.sql.functions import array, col, explode, lit, when, xxhash64

    named = {str(move.predicate) for _, move in moves.all() if move.back}
    forward, both = array(lit(False)), array(lit(False), lit(True))  # noqa: FBT003  (values)
    ways = when(col("predicate").isin(named), both).otherwise(forward)
    subject, value = xxhash64("subject"), xxhash64("object")
    edges = triples.withColumn("back", explode(ways)).select(
        "*",
        when(col("back"), value).otherwise(subject).alias("key"),
        when(col("back"), subject).otherwise(value).alias("end"),
    )
    return edges.repartition(buckets, "key").sortWithinPartitions("key")


class Gatherer:
    """Follows moves along edges; ``folder`` is where all executors can write and read.

    ``watch`` is told the number of each round, and how many nodes it begins at.
    """

    def __init__(self, edges: DataFrame, moves: Moves, folder: str, watch: Watch) -> None:
        self._edges = edges.drop("validated")
        self._moves = moves
        self._folder = folder
        self._watch = watch
        rows = [
            (state, move.predicate and str(move.predicate), move.back, move.state)
            for state, move in moves.all()
        ]
        self._table = edges.sparkSession.createDataFrame(rows, _MOVES)

    def gather(self, starts: DataFrame) -> DataFrame:
        """Return what moves lead along from each ``node`` of a ``bucket`` in a ``state``.

        Each row has its ``bucket`` and a triple; one can come repeatedly.
        """
        from pyspark.sql.functions import col

        session = starts.sparkSession
        repeated = self._moves.is_repeated
        steps: list[str] = []
        begun: list[str] = []
        frontier = starts
        for number in count(1):
            frontier = frontier.filter(col("state") != IDLE).select(*_PLACE).distinct()
            if begun and repeated:
                frontier = frontier.join(session.read.parquet(*begun), [*_PLACE], "left_anti")
            begun.append(f"{self._folder}/nodes-{number}")
            frontier = write(frontier, begun[-1])
            size = frontier.count()
            if not size:
                break
            self._watch(number, size)
            steps.append(f"{self._folder}/triples-{number}")
            frontier = write(self._step(frontier), steps[-1])
        if not steps:
            none = (col("node").cast("string").alias(name) for name in COLUMNS)
            return starts.select("bucket", *none).limit(0)
        return session.read.parquet(*steps).select("bucket", *COLUMNS)

    def _step(self, frontier: DataFrame) -> DataFrame:
        """Return the triples that one move leads along, with the node and its state at the end."""
        from pyspark.sql.functions import broadcast, col

        moving = frontier.join(broadcast(self._table), "state").drop("state")
        moving = moving.withColumnsRenamed({"node": "key", "next": "state"})
        found = moving.join(self._edges, ["key", "back"])
        fits = col("named").isNull() | (col("named") == col("predicate"))
        return found.filter(fits).select("bucket", *COLUMNS, col("end").alias("node"), "state")


def write(frame: DataFrame, place: str) -> DataFrame:
    """Write rows to a place, and return them as they are read from it."""
    frame.write.parquet(place)
    return frame.sparkSession.read.schema(frame.schema).parquet(place)
