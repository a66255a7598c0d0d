"""What the tables mean, for programs: https://www.w3.org/TR/tabular-metadata/.

Types, keys, and by which property of the graph a cell is said of what its row is about: whoever
turns the tables into RDF by it gets triples of the graph.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from visitkg.publish.dataset import read_dataset
from visitkg.publish.file import File
from visitkg.publish.table.csv import TABLES, find_references

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from visitkg.publish.content import Site
    from visitkg.publish.table.csv import Column, Table

METADATA: Final = "csv-metadata.json"
README: Final = "README.md"

_CONTEXT: Final = ("http://www.w3.org/ns/csvw", {"@language": "en"})

# A reader that trims would change literals; all else are the defaults, written out for people.
_DIALECT: Final = {
    "delimiter": ",",
    "doubleQuote": True,
    "encoding": "utf-8",
    "header": True,
    "lineTerminators": ["\r\n"],
    "quoteChar": '"',
    "skipInitialSpace": False,
    "trim": False,
}

_ADVICE: Final = """\
Each table is there as CSV (UTF-8, comma, quotes doubled, CRLF); where the site was made with
Parquet, also as Parquet. `csv-metadata.json` tells programs the types, keys and links between the
tables ([CSV on the Web](https://www.w3.org/TR/tabular-metadata/)). IRIs are the keys: each one
leads to its page.

An empty cell is something that the graph doesn't say. Cells are the data as they are, also where
they begin with `=`, `+`, `-` or `@`: a spreadsheet that opens the file as it is may take such a
text for a formula. Import the columns as text.
"""


def make_metadata(site: Site, tables: Iterable[Table], folder: str = TABLES) -> File:
    """Return the description of all tables in CSV on the Web."""
    dataset = read_dataset(site)
    tables = tuple(tables)
    references = find_references(tables)
    content: dict[str, Any] = {
        "@context": _CONTEXT,
        "@type": "TableGroup",
        "dc:title": dataset.title,
        "dc:description": dataset.description,
        "dc:isPartOf": {"@id": dataset.iri},
        "schema:version": dataset.version,
    }
    if dataset.license:
        content["dc:license"] = {"@id": dataset.license}
    content["dialect"] = _DIALECT
    content["tables"] = [_describe_table(table, references) for table in tables]
    text = json.dumps(content, ensure_ascii=False, indent=1)
    return File(f"{folder}/{METADATA}", f"{text}\n".encode())


def make_readme(site: Site, tables: Iterable[Table], folder: str = TABLES) -> File:
    """Return what people should know of the tables before they open them."""
    tables = tuple(tables)
    parts = [f"# Tables of {read_dataset(site).title}\n\n{_ADVICE}"]
    for table in tables:
        columns = "".join(f"- `{column.name}`: {column.about}\n" for column in table.columns)
        rows = "1 row" if len(table.rows) == 1 else f"{len(table.rows):,} rows"
        parts.append(f"\n## {table.name}\n\n{table.about} {rows}.\n\n{columns}")
    return File(f"{folder}/{README}", "".join(parts).encode())


def _describe_table(table: Table, references: Mapping[tuple[str, str], str]) -> dict[str, Any]:
    keys = [column.name for column in table.columns[: table.keys]]
    schema: dict[str, Any] = {
        "aboutUrl": f"{{+{table.columns[0].name}}}",
        "columns": [_describe_column(table, n) for n in range(len(table.columns))],
        "primaryKey": keys,
    }
    foreign = [
        {
            "columnReference": [column.name],
            "reference": {"resource": f"{target}.csv", "columnReference": ["id"]},
        }
        for column in table.columns
        if (target := references.get((table.name, column.name)))
    ]
    if foreign:
        schema["foreignKeys"] = foreign
    return {
        "url": f"{table.name}.csv",
        "dc:title": table.name,
        "dc:description": table.about,
        "tableSchema": schema,
    }


def _describe_column(table: Table, number: int) -> dict[str, Any]:
    column = table.columns[number]
    described: dict[str, Any] = {
        "name": column.name,
        "titles": [column.name, column.title] if column.title != column.name else column.name,
        "dc:description": column.about,
        "datatype": column.datatype,
    }
    if number < table.keys:
        described["required"] = True
    if column.predicate is None:
        described["suppressOutput"] = True
    else:
        described["propertyUrl"] = column.predicate
        if _is_node(column):
            described["valueUrl"] = f"{{+{column.name}}}"
    return described


def _is_node(column: Column) -> bool:
    return column.datatype == "anyURI"
