"""All questions of a project in plain English, each leading to its form."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final

from visitkg.publish.page.markup import NOTHING, Markup, escape, join, shorten
from visitkg.serve.explore.page import QUESTIONS, Page, show_page
from visitkg.serve.explore.view.show import ASSETS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from visitkg.serve.explore.explorer import Explorer
    from visitkg.serve.message import Request, Response
    from visitkg.sparql.questions import Question

_FEW: Final = 2


def show_questions(explorer: Explorer, request: Request) -> Response:  # noqa: ARG001  (as all pages)
    """Return the page of all questions, by the word with which they ask."""
    groups = group_questions(explorer.questions)
    if not groups:
        body = Markup(
            "<h1>Questions</h1>\n<p>There are no questions here: they come with a project. "
            f'<a href="{escape(explorer.address("/explore/sparql"))}">Ask in SPARQL</a> instead.'
            "</p>\n"
        )
        return show_page(explorer, Page("Questions", body, assets=ASSETS, place=QUESTIONS))
    jumps = join(
        Markup(f'<li><a href="#ask-{number}">{escape(words)}</a></li>')
        for number, (words, _) in enumerate(groups)
    )
    sections = join(
        Markup(f'<h2 id="ask-{number}">{escape(words)}</h2>\n{list_questions(explorer, questions)}')
        for number, (words, questions) in enumerate(groups)
    )
    body = Markup(
        "<h1>Questions</h1>\n"
        f'<p class="lead">{_tell(explorer.questions)} Each leads to its answer; where something '
        "can be chosen, to a form.</p>\n"
        f'<nav aria-label="Questions by their first word"><ul class="jumps">{jumps}</ul></nav>\n'
        f"{sections}"
    )
    return show_page(explorer, Page("Questions", body, assets=ASSETS, place=QUESTIONS))


def _tell(questions: tuple[Question, ...]) -> str:
    count = len(questions)
    return (
        "1 question that this graph answers."
        if count == 1
        else (f"{count:,} questions that this graph answers.")
    )


def group_questions(questions: Iterable[Question]) -> list[tuple[str, list[Question]]]:
    """Return the questions by their first word; words that begin few of them stand together."""
    ordered = sorted(questions, key=lambda each: (_first_word(each), each.title.casefold()))
    groups = [(word, list(members)) for word, members in groupby(ordered, key=_first_word)]
    found = [(word, members) for word, members in groups if len(members) > _FEW]
    others = [each for _, members in groups if len(members) <= _FEW for each in members]
    return [*found, ("Others" if found else "All", others)] if others else found


def _first_word(question: Question) -> str:
    word = question.title.split(maxsplit=1)[0] if question.title.split() else "Others"
    return shorten(word, 30)


def list_questions(explorer: Explorer, questions: Iterable[Question]) -> Markup:
    """Return questions as a list of links to their forms, with what a row means."""
    items = join(_show_question(explorer, question) for question in questions)
    return Markup(f'<ul class="question-list">{items}</ul>\n')


def _show_question(explorer: Explorer, question: Question) -> Markup:
    address = escape(explorer.address(f"/explore/questions/{question.name}"))
    mark = Markup(' <span class="question-mark">form</span>') if question.parameters else NOTHING
    meaning = f"<p>{escape(question.meaning)}</p>" if question.meaning else ""
    return Markup(f'<li><a href="{address}">{escape(question.title)}</a>{mark}{meaning}</li>\n')
