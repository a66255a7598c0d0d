"""The standard formats of results: https://www.w3.org/TR/sparql11-overview/#sparql11-results."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyoxigraph import BlankNode, Literal, NamedNode, QueryResultsFormat, parse_query_results

from visitkg import terms
from visitkg.sparql.answer import Table, Truth

if TYPE_CHECKING:
    from visitkg.sparql.answer import Term


def write_results(answer: Table | Truth, format_name: str) -> str:
    """Return the answer as csv, tsv, json or xml."""
    writers = {"csv": write_csv, "json": write_json, "tsv": write_tsv, "xml": write_xml}
    return writers[format_name](answer)


def write_csv(answer: Table | Truth) -> str:
    """Return CSV: values only, without what kind of term they are, and LF at the end of lines.

    https://www.w3.org/TR/sparql11-results-csv-tsv/#csv, which leaves out ASK.
    """
    if isinstance(answer, Truth):
        return _write_truth(answer)
    rows = [answer.variables, *(map(_value, row) for row in answer.rows)]
    return "".join(_write_record([_quote(field) for field in row]) for row in rows)


def write_tsv(answer: Table | Truth) -> str:
    """Return TSV: terms as in SPARQL (https://www.w3.org/TR/sparql11-results-csv-tsv/#tsv)."""
    if isinstance(answer, Truth):
        return _write_truth(answer)
    return _convert(answer, QueryResultsFormat.TSV)


def write_json(answer: Table | Truth) -> str:
    """Return JSON on one line (https://www.w3.org/TR/sparql11-results-json/)."""
    # Imported here: the other formats don't need it.
    import json

    if isinstance(answer, Truth):
        content: dict[str, Any] = {"head": {}, "boolean": answer.value}
    else:
        bindings = [
            {
                name: _describe(cell)
                for name, cell in zip(answer.variables, row, strict=True)
                if cell is not None
            }
            for row in answer.rows
        ]
        content = {"head": {"vars": list(answer.variables)}, "results": {"bindings": bindings}}
    return json.dumps(content, ensure_ascii=False) + "\n"


def write_xml(answer: Table | Truth) -> str:
    """Return XML (https://www.w3.org/TR/rdf-sparql-XMLres/)."""
    return _convert(answer, QueryResultsFormat.XML) + "\n"


def _convert(answer: Table | Truth, results_format: QueryResultsFormat) -> str:
    results = parse_query_results(write_json(answer), QueryResultsFormat.JSON)
    content = results.serialize(format=results_format)
    return (content or b"").decode()


def _write_truth(answer: Truth) -> str:
    return f"{str(answer.value).lower()}\n"


def _value(term: Term | None) -> str:
    if term is None:
        return ""
    return term.value if isinstance(term, (Literal, NamedNode)) else str(term)


def _write_record(fields: list[str]) -> str:
    # A single empty field would be an empty line, which readers skip.
    return '""\n' if fields == [""] else ",".join(fields) + "\n"


def _quote(value: str) -> str:
    """Return a field as RFC 4180, section 2 has it."""
    if any(character in value for character in ',"\r\n'):
        return '"' + value.replace('"', '""') + '"'
    return value


def _describe(term: Term) -> dict[str, Any]:
    if isinstance(term, NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, BlankNode):
        return {"type": "bnode", "value": term.value}
    if not isinstance(term, Literal):
        parts = {
            name: _describe(getattr(term, name)) for name in ("subject", "predicate", "object")
        }
        return {"type": "triple", "value": parts}
    description = {"type": "literal", "value": term.value}
    if term.language:
        description["xml:lang"] = term.language
        if term.direction:
            description["its:dir"] = str(term.direction)
    elif term.datatype.value != terms.XSD + "string":
        description["datatype"] = term.datatype.value
    return description
