"""Every question of the project gives its golden answer.

Problem: A question whose answer changes unnoticed tells people something else than it did when
somebody last thought about it. A question without an answer, or an answer without its question,
proves nothing.

Solution: Mend the data or the query; if the new answer is right, write it with ``visitkg check
--only questions --update`` and read the difference as if it were code. Begin each file with the
question in English, as a comment that ends with a question mark.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from visitkg.check.outcome import Finding, Outcome, amount, finding_of, nothing
from visitkg.errors import InputError, Position, UsageError
from visitkg.replace import replace_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pyoxigraph import Store

    from visitkg.check.subject import Ask, Subject
    from visitkg.project import Project
    from visitkg.sparql.questions import Question


def check_questions(subject: Subject) -> Outcome:
    """Ask every question and compare with its golden answer; write that first if asked to."""
    from visitkg.graph.load import load_store
    from visitkg.sparql.questions import GOLDEN_SUFFIX, QUERY_SUFFIX

    folder = subject.project.questions
    queries = sorted(folder.glob(f"*{QUERY_SUFFIX}"))
    if not queries:
        return nothing("the project has no questions")
    questions, findings = _read_questions(queries)
    ask = subject.ask or _asker(load_store(subject.project.graph_files()))
    written, rows = 0, 0
    for question in questions:
        try:
            written += subject.update and _update(question, subject.project, ask)
            findings.extend(_judge(question, subject.project, ask))
        except InputError as error:
            if subject.ask is not None:
                raise _of_question(question, error) from error
            findings.append(finding_of(error))
            continue
        except UsageError as error:
            findings.append(finding_of(error))
            continue
        rows += _count_rows(question)
    for path in sorted(folder.glob(f"*{GOLDEN_SUFFIX}")):
        if path.with_suffix(QUERY_SUFFIX) not in queries:
            findings.append(Finding("an answer without its question", Position(str(path))))
    summary = f"{amount(len(questions), 'question')}, {amount(rows, 'row')} in their answers"
    if written:
        summary += f", {amount(written, 'answer')} written"
    return Outcome(summary, tuple(findings))


def _of_question(question: Question, error: InputError) -> InputError:
    """Return what ends the check: a store that gives no answer may give none to all others too."""
    position = error.position or Position(str(question.path))
    return InputError(error.message, position=position, remedy=error.remedy)


def _asker(store: Store) -> Ask:
    from visitkg.sparql.run import run

    return partial(run, store)


def _read_questions(queries: list[Path]) -> tuple[list[Question], list[Finding]]:
    """Return the questions in the files, and what is wrong with how they begin."""
    from visitkg.sparql.questions import read_question

    questions: list[Question] = []
    findings = []
    for path in queries:
        try:
            question = read_question(path)
        except InputError as error:
            findings.append(finding_of(error))
            continue
        place = Position(str(path), 1)
        if not question.title.endswith("?"):
            findings.append(Finding("the first line is no question: it lacks its mark", place))
        same = [other.name for other in questions if other.title == question.title]
        if same:
            findings.append(Finding(f"the same question as {same[0]}", place, "warning"))
        questions.append(question)
        if not question.meaning:
            findings.append(Finding("no comment says what a row means", place, "warning"))
    return questions, findings


def _judge(question: Question, project: Project, ask: Ask) -> Iterator[Finding]:
    from visitkg.sparql.golden import answer_differs

    difference = answer_differs(question, project, ask)
    if difference is not None:
        head, _, detail = str(difference).partition("\n")
        message = head.removeprefix(f"{difference.position}: ")
        yield Finding(message, difference.position, detail=detail)
    elif not _count_rows(question):
        yield Finding("the answer has no row", Position(str(question.golden_path)), "warning")


def _update(question: Question, project: Project, ask: Ask) -> bool:
    """Write the answer if it is not the golden one; return whether it was written."""
    from visitkg.sparql.golden import answer_differs, answer_text

    if answer_differs(question, project, ask) is None:
        return False
    replace_text(question.golden_path, answer_text(question, project, ask))
    return True


def _count_rows(question: Question) -> int:
    """Return the number of rows of a golden answer, whose cells may hold line ends.

    True or false is one row; an answer that is not there has none.
    """
    import csv

    if not question.golden_path.exists():
        return 0
    with question.golden_path.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    return 1 if header in (["true"], ["false"]) and not rows else len(rows)
