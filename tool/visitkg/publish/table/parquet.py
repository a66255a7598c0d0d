"""The tables as Parquet, for those who install pyarrow: https://parquet.apache.org/docs/."""

from __future__ import annotations

import io
from array import array
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from itertools import accumulate
from typing import TYPE_CHECKING, Any, Final

from visitkg.publish.file import File
from visitkg.publish.table.csv import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from _typeshed import ReadableBuffer

    from visitkg.publish.table.csv import Cell, Table

ROW_GROUP: Final = 8_192
"""So many rows are compressed together."""

NO_PARQUET: Final = (
    "no tables in Parquet, for pyarrow is not installed: pip install 'visitkg[parquet]'"
)


def explain_missing() -> str | None:
    """Return why there can be no Parquet, None if there can."""
    return None if _is_there() else NO_PARQUET


def make_parquet(tables: Iterable[Table], folder: str = TABLES) -> Iterator[File]:
    """Yield each table as Parquet; none if ``explain_missing`` tells why."""
    if _is_there():
        for table in tables:
            yield File(f"{folder}/{table.name}.parquet", partial(write_parquet, table))


def write_parquet(table: Table) -> Iterator[bytes]:
    """Yield a table as Parquet, row group by row group.

    The bytes are the same each time, for the same version of pyarrow.
    """
    # Imported here: it is heavy, and only this needs it.
    arrow, parquet = import_module("pyarrow"), import_module("pyarrow.parquet")
    fields = [
        arrow.field(
            column.name,
            arrow.int64() if column.datatype == "nonNegativeInteger" else arrow.string(),
            nullable=number >= table.keys,
            metadata={"description": column.about},
        )
        for number, column in enumerate(table.columns)
    ]
    schema = arrow.schema(fields, metadata={"description": table.about})
    stream = _Drained()
    batches: list[Any] = []
    with parquet.ParquetWriter(stream, schema, version="2.6") as writer:

        def write_group() -> bytes:
            writer.write_table(arrow.Table.from_batches(batches, schema=schema))
            batches.clear()
            return stream.drain()

        for rows in table.rows.blocks():
            arrays = []
            for field, cells in zip(fields, zip(*rows, strict=True), strict=True):
                buffers = _lay_out(cells, is_number=field.type == arrow.int64())
                laid_out = [arrow.py_buffer(each) for each in buffers]
                arrays.append(arrow.Array.from_buffers(field.type, len(cells), laid_out))
            batches.append(arrow.RecordBatch.from_arrays(arrays, schema=schema))
            if sum(map(len, batches)) >= ROW_GROUP:
                yield write_group()
        if batches:
            yield write_group()
    arrow.default_memory_pool().release_unused()
    yield stream.drain()


def _lay_out(cells: tuple[Cell, ...], *, is_number: bool) -> Iterator[bytes]:
    """Yield the buffers of a column: which cells are filled, then numbers, or lengths and texts.

    https://arrow.apache.org/docs/format/Columnar.html

    From a list the library would make them too, but it imports pandas first, if that is installed.
    """
    filled = "".join("0" if cell is None else "1" for cell in reversed(cells))
    yield int(filled, 2).to_bytes((len(cells) + 7) // 8, "little")
    if is_number:
        yield array("q", (cell if isinstance(cell, int) else 0 for cell in cells)).tobytes()
        return
    texts = [cell.encode() if isinstance(cell, str) else b"" for cell in cells]
    yield array("i", accumulate(map(len, texts), initial=0)).tobytes()
    yield b"".join(texts)


class _Drained(io.RawIOBase):
    """A stream that gives away what was written to it, and knows how much that was."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []
        self._size = 0

    def writable(self) -> bool:
        """Return that it can be written to."""
        return True

    def write(self, piece: ReadableBuffer) -> int:
        """Take a piece."""
        self._pieces.append(bytes(piece))
        self._size += len(self._pieces[-1])
        return len(self._pieces[-1])

    def tell(self) -> int:
        """Return how much was written."""
        return self._size

    def drain(self) -> bytes:
        """Return what was written since the last time."""
        pieces = b"".join(self._pieces)
        self._pieces.clear()
        return pieces


def _is_there() -> bool:
    """Return whether pyarrow is installed, without importing it."""
    return find_spec("pyarrow") is not None
