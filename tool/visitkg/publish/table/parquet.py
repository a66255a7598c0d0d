"""The tables as Parquet, for those who install pyarrow: https://parquet.apache.org/docs/."""

from __future__ import annotations

import io
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from visitkg.publish.file import File
from visitkg.publish.table.csv import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from visitkg.publish.table.csv import Table

NO_PARQUET: Final = (
    "no tables in Parquet, for pyarrow is not installed: pip install 'visitkg[parquet]'"
)


def explain_missing() -> str | None:
    """Return why there can be no Parquet, None if there can."""
    return NO_PARQUET if _import_pyarrow() is None else None


def make_parquet(tables: Iterable[Table], folder: str = TABLES) -> Iterator[File]:
    """Yield each table as Parquet; none if ``explain_missing`` tells why."""
    if _import_pyarrow() is None:
        return
    for table in tables:
        yield File(f"{folder}/{table.name}.parquet", write_parquet(table))


def write_parquet(table: Table) -> bytes:
    """Return a table as Parquet: the same bytes each time, for the same version of pyarrow."""
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
    columns: list[tuple[Any, ...]] = list(zip(*table.rows, strict=True)) or [() for _ in fields]
    arrays = [
        arrow.array(cells, type=field.type) for cells, field in zip(columns, fields, strict=True)
    ]
    stream = io.BytesIO()
    parquet.write_table(arrow.Table.from_arrays(arrays, schema=schema), stream, version="2.6")
    return stream.getvalue()


def _import_pyarrow() -> Any:  # noqa: ANN401  (a module that may not be there)
    # Imported here: it is heavy, and only this needs it.
    try:
        return import_module("pyarrow")
    except ImportError:
        return None
