"""Which query is meant: the name of a question, a file, standard input, or the text itself."""

from __future__ import annotations

import os
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from visitkg.errors import InputError, Position
from visitkg.sparql.parameters import bind_parameters
from visitkg.sparql.prepare import UNNAMED, Prepared, prepare
from visitkg.sparql.questions import (
    QUERY_SUFFIX,
    Parameter,
    decode,
    find_question,
    is_question_name,
    read_query_file,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from visitkg.project import Project
    from visitkg.sparql.questions import Question

_PATH: Final = r"[^\s{}<>?*\"']+"
"""What no query can be: each has a space, a brace, a variable or an IRI in angle brackets."""


@dataclass(frozen=True, slots=True)
class Source:
    """The text of a query, what messages call it, and the parameters that it declares."""

    text: str
    name: str
    parameters: tuple[Parameter, ...] = ()


def read_source(query: str, project: Project) -> Source:
    """Return the query that is meant.

    ``-`` is standard input; small letters, digits and hyphens alone are the name of a question of
    the project; what names an existing file or ends in ``.rq`` is a file; anything else is the text
    itself. Raise UsageError for an unknown question and InputError for a file that can't be read.
    """
    if query == "-":
        return Source(decode(sys.stdin.buffer.read(), "<stdin>"), "<stdin>")
    if is_question_name(query):
        return question_source(find_question(project, query))
    looks_like_path = re.fullmatch(_PATH, query) is not None
    if _exists(query) or (looks_like_path and query.endswith(QUERY_SUFFIX)):
        return question_source(read_query_file(Path(query)))
    if looks_like_path:
        raise InputError(
            "no such file, and no query either",
            position=Position(query),
            remedy="Check the spelling; paths are relative to the working directory.",
        )
    return Source(query, UNNAMED)


def _exists(path: str) -> bool:
    return os.path.exists(path)  # noqa: PTH110  (Path.exists raises if the text is long)


def question_source(question: Question) -> Source:
    """Return the text of a question as what is to run."""
    return Source(question.text, str(question.path), question.parameters)


def prepare_source(
    source: Source,
    given: Mapping[str, object],
    *,
    prefixes: Mapping[str, str],
    base_iri: str | None = None,
) -> Prepared:
    """Return the query ready to run, its parameters bound to the given values or their defaults."""
    return prepare(
        source.text,
        name=source.name,
        prefixes=prefixes,
        base_iri=base_iri,
        bindings=bind_parameters(source.parameters, given, prefixes),
    )
