"""Files as rows of triples: N-Triples, packed or not, and Parquet."""

from __future__ import annotations

import re
from contextlib import contextmanager
from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING, Final

from visitkg.errors import InputError, Position, UsageError
from visitkg.shacl.spark.lines import COLUMNS, Reader

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pyspark.sql import Column, DataFrame, SparkSession

SCHEMA: Final = ", ".join(f"{name} string" for name in COLUMNS)
_LINES: Final = (".nt", ".nt.gz", ".nt.bz2")
_PARQUET: Final = ".parquet"
_PIECES: Final = "spark.sql.shuffle.partitions"
_PATTERN: Final = re.compile(r"[\\*?\[\]{}]")
"""What stands for other characters in an address."""
_LOCAL: Final = re.compile(r"(?![A-Za-z][A-Za-z0-9+.-]+:)")


def address_of(path: Path) -> str:
    """Return the address of a file or folder here, as Hadoop writes it: nothing is encoded."""
    return f"file://{path.resolve().as_posix()}"


def list_places(paths: Iterable[str]) -> list[str]:
    """Return where to read: each path as an address, and for a folder here each file in it.

    Raise InputError for a path of this machine where nothing is, or nothing of use.
    """
    places: list[str] = []
    for text in paths:
        if not _LOCAL.match(text):
            places.append(text)
            continue
        path = Path(text)
        found = list(_find_files(path)) if path.is_dir() and not _is_read(path) else [path]
        found = [each for each in found if _is_read(each) and each.exists()]
        for each in found:
            _refuse_hidden(each)
        if not found:
            raise InputError(
                "nothing here that Spark reads" if path.exists() else "this file does not exist",
                position=Position(text),
                remedy="Name N-Triples (.nt, .nt.gz or .nt.bz2) or Parquet, files or folders.",
            )
        places += [_PATTERN.sub(r"\\\g<0>", address_of(each)) for each in found]
    return list(dict.fromkeys(places))


def _refuse_hidden(path: Path) -> None:
    """Raise InputError for a name that Spark passes over without a word."""
    if path.name[:1] in {"_", "."}:
        raise InputError(
            "Spark reads no file whose name begins with _ or .",
            position=Position(str(path)),
            remedy="Rename it, or move it out of the folder.",
        )


def _find_files(folder: Path) -> Iterator[Path]:
    """Yield what a folder holds; a folder of Parquet is one thing."""
    for path in sorted(folder.iterdir()):
        if path.is_dir() and path.suffix != _PARQUET:
            yield from _find_files(path)
        else:
            yield path


def _is_read(path: Path) -> bool:
    return path.name.endswith((*_LINES, _PARQUET))


def read_lines(session: SparkSession, places: Sequence[str]) -> DataFrame:
    """Return the statements of all places as a ``line`` in bytes, and the ``file`` that has it."""
    from pyspark.sql.functions import col, concat_ws, lit

    parquet = [place for place in places if place.rstrip("/").endswith(_PARQUET)]
    others = [place for place in places if place not in parquet]
    frames = []
    if others:
        lines = session.read.option("recursiveFileLookup", value=True).text(others)
        frames.append(lines.select(_bytes(col("value")), col("_metadata.file_path").alias("file")))
    for place in parquet:
        rows = session.read.parquet(place)
        if not {*COLUMNS} <= {*rows.columns}:
            raise InputError(
                "this Parquet has no columns subject, predicate and object",
                position=Position(place),
                remedy="Name them so; each holds terms as N-Triples writes them.",
            )
        line = concat_ws(" ", *map(col, COLUMNS), lit("."))
        frames.append(rows.select(_bytes(line), lit(place).alias("file")))
    return union(frames)


def union(frames: Sequence[DataFrame]) -> DataFrame:
    """Return the rows of all."""
    return reduce(lambda left, right: left.unionAll(right), frames)


def _bytes(column: Column) -> Column:
    return column.cast("binary").alias("line")


def read_triples(session: SparkSession, places: Sequence[str], reader: Reader) -> DataFrame:
    """Return the triples of all places in tokens, as a reader makes them of lines."""
    return read_lines(session, places).mapInArrow(reader, SCHEMA)


@contextmanager
def cut_in_buckets(session: SparkSession, places: Sequence[str]) -> Iterator[int]:
    """Give the number of buckets: as many as Spark is told to make of rows, or as there are splits.

    For so long rows are cut in as many pieces.
    """
    told = session.sparkContext.getConf().get(_PIECES)
    if told is not None:
        if not re.fullmatch("[1-9][0-9]*", told):
            raise UsageError(
                f"{_PIECES}={told} is no number of pieces", remedy="Give a number, such as 200."
            )
        yield int(told)
        return
    before = str(session.conf.get(_PIECES))
    splits = read_lines(session, places).rdd.getNumPartitions()
    buckets = max(2 * splits, session.sparkContext.defaultParallelism)
    session.conf.set(_PIECES, buckets)
    try:
        yield buckets
    finally:
        session.conf.set(_PIECES, before)
