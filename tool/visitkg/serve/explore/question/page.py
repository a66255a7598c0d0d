"""A question: its form, its answer, and how to ask the same elsewhere."""

from __future__ import annotations

import shlex
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

from visitkg.errors import VisitkgError
from visitkg.publish.page.markup import NOTHING, Markup, escape, join, shorten
from visitkg.serve.ask import ask
from visitkg.serve.explore.asking import Asking
from visitkg.serve.explore.page import Page, show_page
from visitkg.serve.explore.question.choices import make_choice, read_default
from visitkg.serve.explore.question.field import show_field
from visitkg.serve.explore.question.filled import Filled, field_name, read_filled
from visitkg.serve.explore.question.index import list_questions
from visitkg.serve.explore.view.data import answer_as_data
from visitkg.serve.explore.view.show import ASSETS, show_answer
from visitkg.serve.message import Response, tell
from visitkg.sparql.prepare import write_bound

if TYPE_CHECKING:
    from visitkg.serve.explore.explorer import Explorer
    from visitkg.serve.message import Request
    from visitkg.sparql.questions import Question

_QUERY: Final = "rq"
_NEAR: Final = 5
_FINE: Final = 200
_BAD: Final = 400
_TRAIL: Final = (("Questions", "/explore/questions"),)


def show_question(explorer: Explorer, request: Request, name: str, suffix: str = "") -> Response:
    """Return the page of a question; with a suffix its answer as data, or its query with ``rq``."""
    question = next((each for each in explorer.questions if each.name == name), None)
    if question is None:
        return _tell_unknown(explorer, name, suffix)
    try:
        parameters = request.parameters
    except ValueError:
        return tell(400, "The parameters in the address are no UTF-8, or too many.")
    filled = read_filled(question, parameters, explorer.holding.prefixes)
    if suffix:
        return _answer_as_data(explorer, question, filled, suffix)
    return _show(explorer, question, filled, parameters)


def _answer_as_data(
    explorer: Explorer, question: Question, filled: Filled, suffix: str
) -> Response:
    wrong = [*filled.others, *(f"{name}: {text}" for name, text in filled.mistakes.items())]
    missing = [
        f"{each.name}: A value is needed here."
        for each in question.parameters
        if each.name not in filled.bindings and each.name not in filled.mistakes
    ]
    if wrong or missing:
        return tell(400, "\n".join([*wrong, *missing]))
    try:
        if suffix == _QUERY:
            text = write_bound(question.text, filled.bindings)
            headers = (("Content-Type", "application/sparql-query; charset=utf-8"),)
            return Response(200, headers, text.encode())
        asked = ask(explorer.holding, question.text, explorer.limits, filled.bindings)
        return answer_as_data(explorer, asked, suffix)
    except VisitkgError as error:
        return tell(500, str(error))


def _show(
    explorer: Explorer,
    question: Question,
    filled: Filled,
    parameters: tuple[tuple[str, str], ...],
) -> Response:
    status, answer = _FINE, NOTHING
    if filled.mistakes or filled.others:
        status = _BAD
    elif filled.is_complete(question):
        status, answer = _ask(explorer, question, filled, parameters)
    title = question.title
    body = Markup(
        f'<p class="sort">Question</p>\n<h1>{escape(title)}</h1>\n'
        f'<p class="lead">{escape(question.meaning)}</p>\n'
        f"{_show_mistakes(filled)}{_show_form(explorer, question, filled, parameters)}{answer}"
        f"{_show_ways(explorer, question, filled) if status == _FINE else NOTHING}"
    )
    page = Page(
        f"Mistake: {title}" if status == _BAD else title, body, _TRAIL, ASSETS, is_wide=True
    )
    return show_page(explorer, page, status)


def _ask(
    explorer: Explorer,
    question: Question,
    filled: Filled,
    parameters: tuple[tuple[str, str], ...],
) -> tuple[int, Markup]:
    """Return the status and the answer, or why there is none."""
    try:
        asked = ask(explorer.holding, question.text, explorer.limits, filled.bindings)
    except VisitkgError as error:
        # What the reader filled in was read before: the question itself is wrong, or too much.
        return 500, Markup(
            f'<div class="view-note" role="alert"><pre>{escape(str(error))}</pre></div>\n'
        )
    asking = Asking(f"/explore/questions/{question.name}", parameters)
    return _FINE, show_answer(explorer, asked, asking, asking.first("view"))


def _show_mistakes(filled: Filled) -> Markup:
    """Return what is wrong, before the form: mistakes at fields are told there once more."""
    count = len(filled.mistakes) + len(filled.others)
    if not count:
        return NOTHING
    links = join(
        Markup(
            f'<li><a href="#field-{escape(field_name(name))}">{escape(name)}</a>: '
            f"{escape(text)}</li>"
        )
        for name, text in filled.mistakes.items()
    )
    others = join(Markup(f"<li>{escape(text)}</li>") for text in filled.others)
    words = "This can't be asked, for a mistake" if count == 1 else "This can't be asked"
    return Markup(
        f'<div class="view-note question-mistakes" role="alert"><p>{words}:</p>\n'
        f"<ul>{others}{links}</ul></div>\n"
    )


def _show_form(
    explorer: Explorer,
    question: Question,
    filled: Filled,
    parameters: tuple[tuple[str, str], ...],
) -> Markup:
    if not question.parameters:
        return NOTHING
    fields = join(show_field(explorer, question, each, filled) for each in question.parameters)
    kept = next((value for key, value in parameters if key == "view"), "")
    view = f'<input type="hidden" name="view" value="{escape(kept)}">' if kept else ""
    action = escape(explorer.address(f"/explore/questions/{question.name}"))
    return Markup(
        f'<form class="question-form" action="{action}#answer">\n{fields}{view}'
        '<button type="submit">Ask</button></form>\n'
    )


def _show_ways(explorer: Explorer, question: Question, filled: Filled) -> Markup:
    """Return how to ask the same elsewhere: in SPARQL, on a command line, as published."""
    if not filled.is_complete(question):
        return NOTHING
    text = write_bound(question.text, filled.bindings)
    editor = escape(explorer.address("/explore/sparql", [("query", text)]))
    query = escape(_address(explorer, question, filled))
    ways = [
        f'<li><a href="{editor}" rel="nofollow">Open in the SPARQL editor</a></li>',
        f'<li><a href="{query}" rel="nofollow">The query as a file</a></li>',
    ]
    if explorer.edition is not None:
        page = escape(f"{explorer.mount}/{explorer.edition.question_page(question)}")
        ways.append(f'<li><a href="{page}">As published</a></li>')
    return Markup(
        '<section class="question-more" aria-labelledby="elsewhere">\n'
        f'<h2 id="elsewhere">Ask it elsewhere</h2>\n'
        f'<ul class="question-ways">{"".join(ways)}</ul>\n'
        f'<p>On a command line:</p>\n<pre tabindex="0"><code>'
        f"{escape(write_command(explorer, question, filled))}</code></pre>\n"
        "<details><summary>The query</summary>"
        f'<pre class="query" tabindex="0"><code>{escape(text)}</code></pre></details>\n</section>\n'
    )


def _address(explorer: Explorer, question: Question, filled: Filled) -> str:
    parameters = tuple(
        (field_name(name), value) for name, value in _values(explorer, question, filled)
    )
    return Asking(f"/explore/questions/{question.name}", parameters).href(explorer, _QUERY)


def write_command(explorer: Explorer, question: Question, filled: Filled) -> str:
    """Return the command that asks the same, quoted for a shell."""
    words = ["visitkg", "query", question.name]
    for name, value in _values(explorer, question, filled):
        words += ["--param", f"{name}={value}"]
    return shlex.join(words)


def _values(explorer: Explorer, question: Question, filled: Filled) -> list[tuple[str, str]]:
    """Return the values that aren't the defaults."""
    found = []
    for each in question.parameters:
        default = read_default(explorer, each)
        term = filled.bindings[each.name]
        if term != default:
            found.append((each.name, make_choice(explorer, term, default).value))
    return found


def _tell_unknown(explorer: Explorer, name: str, suffix: str) -> Response:
    """Return that there is no such question, with those of a like name."""
    questions = {each.name: each for each in explorer.questions}
    near = get_close_matches(name, questions, n=_NEAR) or [
        each for each in questions if name and name in each
    ]
    shown = shorten(name, 80)
    if suffix:
        hint = f" Did you mean {near[0]}?" if near else ""
        return tell(404, f"There is no question {shown!r}.{hint}")
    lists = NOTHING
    if near:
        found = list_questions(explorer, (questions[each] for each in near[:_NEAR]))
        lists = Markup(f"<p>Did you mean one of these?</p>\n{found}")
    every = escape(explorer.address("/explore/questions"))
    body = Markup(
        f"<h1>No such question</h1>\n<p>There is no question <q>{escape(shown)}</q>. "
        f'<a href="{every}">All questions</a></p>\n{lists}'
    )
    return show_page(explorer, Page("No such question", body, _TRAIL, ASSETS), 404)
