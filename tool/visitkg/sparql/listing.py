"""The list of a project's questions, and what one of them asks and takes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import Literal

from visitkg.errors import UsageError
from visitkg.sparql.answer import Table
from visitkg.sparql.results import write_csv

if TYPE_CHECKING:
    from collections.abc import Sequence

    from visitkg.sparql.questions import Question

_COLUMNS: Final = ("name", "question", "row", "parameters")


def write_list(questions: Sequence[Question], format_name: str | None = None) -> str:
    """Return one question a line: its name, two spaces or more, and its English.

    csv and tsv have the columns name, question, row and parameters, the last parted by semicolons;
    json is a list of objects. Raise UsageError for another format.
    """
    if format_name in (None, "table"):
        widest = max(len(question.name) for question in questions)
        return "".join(f"{each.name:{widest}}  {each.title}\n" for each in questions)
    rows = [_row(question) for question in questions]
    if format_name == "csv":
        return write_csv(Table(_COLUMNS, tuple(tuple(map(Literal, row)) for row in rows)))
    if format_name == "tsv":
        return "".join("\t".join(row) + "\n" for row in [_COLUMNS, *rows])
    if format_name == "json":
        # Imported here: the other formats don't need it.
        import json

        return json.dumps([_describe(each) for each in questions], ensure_ascii=False) + "\n"
    raise UsageError(
        f"the list of questions can't be written as {format_name}",
        remedy="The formats that fit are: table, csv, tsv, json.",
    )


def explain_question(question: Question) -> str:
    """Return what a question asks, what a row of its answer means, and what parameters it takes."""
    lines = [question.title, question.meaning]
    lines += [f"--param {parameter}" for parameter in question.parameters]
    return "".join(f"{line}\n" for line in lines if line)


def _row(question: Question) -> tuple[str, ...]:
    parameters = "; ".join(map(str, question.parameters))
    cells = (question.name, question.title, question.meaning, parameters)
    return tuple(cell.replace("\t", " ") for cell in cells)


def _describe(question: Question) -> dict[str, Any]:
    return {
        "name": question.name,
        "question": question.title,
        "row": question.meaning,
        "parameters": [
            {"name": each.name, "meaning": each.meaning, "default": each.default}
            for each in question.parameters
        ],
    }
