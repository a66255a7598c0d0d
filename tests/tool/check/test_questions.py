"""The check of the questions and their golden answers."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import Store

from visitkg.check.outcome import State
from visitkg.check.questions import check_questions
from visitkg.graph.load import load_store
from visitkg.project import find_project
from visitkg.sparql.golden import answer_text
from visitkg.sparql.questions import list_questions
from visitkg.sparql.run import run

if TYPE_CHECKING:
    from collections.abc import Callable

    from visitkg.check.outcome import Outcome
    from visitkg.check.subject import Subject

NAMES = "ontology/questions/names.rq"
GOLDEN = "ontology/questions/names.csv"
QUERY = """\
# What are the cats called?
# A row: a cat and its nickname.

SELECT ?cat ?name
WHERE { ?cat ex:nickname ?name }
ORDER BY ?cat ?name
"""
ANSWER = "cat,name\nhttp://example.org/id/tom,Tommy\n"


def found(outcome: Outcome) -> list[str]:
    return [str(finding) for finding in outcome.findings]


def write(path: str, text: str) -> None:
    Path(path).write_bytes(text.encode())


def test_a_question_that_gives_its_golden_answer_is_counted_with_its_rows(
    make_subject: Callable[..., Subject],
) -> None:
    subject = make_subject({NAMES: QUERY})
    write(GOLDEN, ANSWER)
    outcome = check_questions(subject)
    assert outcome.summary == "1 question, 1 row in their answers"
    assert found(outcome) == []


@pytest.mark.parametrize(
    ("query", "answer", "expected"),
    [
        (QUERY, None, [f"{GOLDEN}: no golden answer"]),
        (
            QUERY,
            ANSWER.replace("Tommy", "Timmy"),
            [
                (
                    f"{GOLDEN}:2: the answer has changed\n"
                    "    golden: http://example.org/id/tom,Timmy\n"
                    "    found:  http://example.org/id/tom,Tommy"
                )
            ],
        ),
        (
            QUERY,
            ANSWER + "http://example.org/id/zoe,Zoe\n",
            [
                (
                    f"{GOLDEN}:3: the answer has changed\n"
                    "    golden: http://example.org/id/zoe,Zoe\n"
                    "    found:  nothing more"
                )
            ],
        ),
        (
            QUERY.replace("called?", "called"),
            ANSWER,
            [f"{NAMES}:1: the first line is no question: it lacks its mark"],
        ),
        (
            QUERY.replace("# A row: a cat and its nickname.\n", ""),
            ANSWER,
            [f"{NAMES}:1: warning: no comment says what a row means"],
        ),
        (
            QUERY.replace("ex:nickname", "ex:surname"),
            "cat,name\n",
            [f"{GOLDEN}: warning: the answer has no row"],
        ),
        (
            QUERY.removeprefix("# What are the cats called?\n# A row: a cat and its nickname.\n"),
            ANSWER,
            [
                (
                    f"{NAMES}:1: the first line does not say the question\n"
                    "Begin the file with a comment: # Who travels with Kim?"
                )
            ],
        ),
    ],
    ids=[
        "no answer",
        "another answer",
        "a row less",
        "no question mark",
        "no word on rows",
        "no row",
        "no English",
    ],
)
def test_one_flaw_gives_one_finding(
    make_subject: Callable[..., Subject], query: str, answer: str | None, expected: list[str]
) -> None:
    subject = make_subject({NAMES: query})
    if answer is not None:
        write(GOLDEN, answer)
    assert found(check_questions(subject)) == expected


def test_a_query_with_an_error_is_shown_at_its_place_and_the_others_are_asked(
    make_subject: Callable[..., Subject],
) -> None:
    broken = QUERY.replace("ex:nickname", "exx:nickname").replace("called", "named")
    subject = make_subject({NAMES: QUERY, "ontology/questions/broken.rq": broken})
    write(GOLDEN, ANSWER)
    outcome = check_questions(subject)
    assert outcome.summary == "2 questions, 1 row in their answers"
    [finding] = outcome.findings
    assert str(finding).startswith("ontology/questions/broken.rq:5:")
    assert "exx:" in str(finding)


def test_an_answer_without_its_question_is_found(make_subject: Callable[..., Subject]) -> None:
    subject = make_subject({NAMES: QUERY, "ontology/questions/stray.csv": "x\n"})
    write(GOLDEN, ANSWER)
    assert found(check_questions(subject)) == [
        "ontology/questions/stray.csv: an answer without its question"
    ]


def test_the_same_question_twice_is_found_and_both_are_asked(
    make_subject: Callable[..., Subject],
) -> None:
    subject = make_subject({NAMES: QUERY, "ontology/questions/other.rq": QUERY})
    write(GOLDEN, ANSWER)
    assert found(check_questions(subject)) == [
        "ontology/questions/other.rq:1: warning: the same question as names",
        "ontology/questions/other.csv: no golden answer",
    ]


def test_true_or_false_is_an_answer_too(make_subject: Callable[..., Subject]) -> None:
    query = "# Is there a cat?\n# True or false.\nASK { ?cat a ex:Cat }\n"
    subject = make_subject({NAMES: query}, update=True)
    outcome = check_questions(subject)
    assert outcome.summary == "1 question, 1 row in their answers, 1 answer written"
    assert found(outcome) == []


def test_an_update_writes_what_differs_and_nothing_else(
    make_subject: Callable[..., Subject],
) -> None:
    subject = make_subject({NAMES: QUERY}, update=True)
    outcome = check_questions(subject)
    assert outcome.summary == "1 question, 1 row in their answers, 1 answer written"
    assert Path(GOLDEN).read_bytes().decode() == ANSWER
    again = check_questions(subject)
    assert again.summary == "1 question, 1 row in their answers"


def test_a_project_without_questions_has_nothing_to_check(
    make_subject: Callable[..., Subject],
) -> None:
    outcome = check_questions(make_subject())
    assert outcome.state is State.NOTHING
    assert outcome.summary == "nothing to check here: the project has no questions"


def test_the_answers_of_the_visit_do_not_depend_on_the_order_of_its_triples(root: Path) -> None:
    project = find_project(root)
    store = load_store(project.graph_files())
    turned = Store()
    turned.extend(reversed(list(store)))
    questions = list_questions(project)
    assert len(questions) >= 40
    unsteady = [
        question.name
        for question in questions
        if answer_text(question, project, partial(run, store))
        != answer_text(question, project, partial(run, turned))
    ]
    assert unsteady == []
