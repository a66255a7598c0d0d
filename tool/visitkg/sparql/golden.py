"""Golden answers: what each question is known to give, as CSV beside its query."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING

from visitkg.errors import Position
from visitkg.graph.source import read_bytes
from visitkg.sparql.questions import decode
from visitkg.sparql.render import render
from visitkg.sparql.source import prepare_source, question_source

if TYPE_CHECKING:
    from collections.abc import Callable

    from visitkg.project import Project
    from visitkg.sparql.answer import Answer
    from visitkg.sparql.prepare import Prepared
    from visitkg.sparql.questions import Question

    Ask = Callable[[Prepared], Answer]


@dataclass(frozen=True, slots=True)
class Difference:
    """Where an answer first differs from the golden one: both lines, None where a text ends."""

    position: Position
    golden: str | None
    found: str | None

    def __str__(self) -> str:
        """Return ``path:line: ...`` and both lines."""
        if self.position.line is None:
            return f"{self.position}: no golden answer"
        golden = "nothing more" if self.golden is None else self.golden
        found = "nothing more" if self.found is None else self.found
        return f"{self.position}: the answer has changed\n    golden: {golden}\n    found:  {found}"


def answer_text(question: Question, project: Project, ask: Ask) -> str:
    """Return what ``visitkg query NAME --format csv`` prints for the question."""
    prepared = prepare_source(
        question_source(question), {}, prefixes=project.all_prefixes(), base_iri=project.base
    )
    return render(ask(prepared), "csv")


def answer_differs(question: Question, project: Project, ask: Ask) -> Difference | None:
    """Return how the answer differs from the golden one, None if they are the same text.

    Raise UsageError for a query with errors, InputError for a golden answer that can't be read.
    """
    found = answer_text(question, project, ask)
    path = question.golden_path
    if not path.exists():
        return Difference(Position(str(path)), None, found)
    golden = decode(read_bytes(path), str(path))
    pairs = zip_longest(golden.splitlines(), found.splitlines())
    for line, (old, new) in enumerate(pairs, start=1):
        if old != new:
            return Difference(Position(str(path), line), old, new)
    if golden != found:
        last = found.count("\n")
        return Difference(Position(str(path), last), repr(golden[-2:]), repr(found[-2:]))
    return None


def write_answer(question: Question, project: Project, ask: Ask) -> None:
    """Write the answer as the golden one, which is then read in review like code."""
    text = answer_text(question, project, ask)
    question.golden_path.write_text(text, encoding="utf-8", newline="")
