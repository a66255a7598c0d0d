"""The queries that a store is asked about each shape, as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitkg.shacl.endpoint.asked import is_open
from visitkg.shacl.path import render_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from visitkg.shacl.endpoint.question import Question
    from visitkg.shacl.plan import Plan


def explain_questions(plan: Plan, questions: Iterable[Question]) -> str:
    """Return each shape that has targets, with the SELECTs for those that may break it."""
    return "".join(f"{line}\n" for each in questions for line in _tell(plan, each))


def _tell(plan: Plan, question: Question) -> Iterator[str]:
    shape = question.shape
    path = "" if shape.path is None else f", path {render_path(shape.path)}"
    yield f"# {shape.node}{path}"
    if question.constants:
        yield f"#   looks at {' '.join(map(str, question.constants))}"
    if question.local:
        yield "#   has focus nodes that are found in what is fetched"
    if "" in question.suspects:
        yield "#   all its focus nodes are looked at here"
    for pattern in question.ask_suspects():
        yield f"SELECT DISTINCT ?focus WHERE {{ {pattern} }}"
    if any(map(is_open, plan.shapes[shape.node].checks)):
        yield "#   its own query is asked of all its focus nodes"
