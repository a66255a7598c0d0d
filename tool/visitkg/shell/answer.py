"""The answer of a question or a query, as text: worked out in a child."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from visitkg.shell.material import find_question
from visitkg.shell.reply import Reply
from visitkg.shell.statement import Call, QueryText
from visitkg.sparql.answer import Answer, Graph, Table
from visitkg.sparql.parameters import split_assignments
from visitkg.sparql.prepare import UNNAMED, Prepared
from visitkg.sparql.render import render
from visitkg.sparql.run import run
from visitkg.sparql.source import Source, prepare_source, question_source

if TYPE_CHECKING:
    from visitkg.shell.state import Screen, Shell

PIPED: Final = "<stdin>"
"""What messages call what comes from a pipe, lines counted from its beginning."""

_HEAD: Final = 2
"""The lines of a table above its rows."""

_PEOPLE: Final = (None, "table")


def prepare_statement(
    shell: Shell, statement: Call | QueryText, first_line: int | None
) -> Prepared:
    """Return what was typed ready to run; ``first_line`` is its line in a pipe.

    Raise UsageError as ``visitkg.sparql.prepare.prepare`` and ``bind_parameters`` do.
    """
    material = shell.material
    given: dict[str, str] = {}
    if isinstance(statement, Call):
        source = question_source(find_question(material, statement.name))
        given = split_assignments(statement.assignments)
    elif first_line is None:
        source = Source(statement.text, UNNAMED)
    else:
        # Empty lines above, so that errors name the lines of the pipe.
        source = Source("\n" * (first_line - 1) + statement.text, PIPED)
    return prepare_source(source, given, prefixes=material.prefixes, base_iri=material.project.base)


def answer(shell: Shell, prepared: Prepared) -> Reply:
    """Return the answer of a query, as long and as wide as the terminal bears it."""
    found = run(shell.material.store, prepared, allow_remote=shell.allow_remote)
    screen = shell.screen if shell.output is None else None
    for_people = shell.format_name in _PEOPLE
    columns = _columns(found, screen) if for_people and screen is not None else None
    text = render(found, shell.format_name, prefixes=shell.material.prefixes, columns=columns)
    return Reply(text, _size(found) if for_people and shell.screen else "", answer=True)


def _columns(found: Answer, screen: Screen) -> int | None:
    """Return the width that a table has to fit; None where a pager shows it whole."""
    is_long = isinstance(found, Table) and len(found.rows) + _HEAD >= screen.rows
    return None if is_long and screen.wide else screen.columns


def _size(found: Answer) -> str:
    if isinstance(found, Table):
        return _count(len(found.rows), "row")
    return _count(len(set(found.triples)), "triple") if isinstance(found, Graph) else ""


def _count(count: int, what: str) -> str:
    return f"{count:,} {what}{'s' * (count != 1)}"
