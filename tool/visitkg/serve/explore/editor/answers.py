"""The page with the form and the answer, and what the editor asks while one writes."""

from __future__ import annotations

import re
from hashlib import sha256
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from visitkg import __version__
from visitkg.errors import InputError, UsageError, VisitkgError
from visitkg.publish.page.markup import NOTHING, Markup, join
from visitkg.serve.ask import ask
from visitkg.serve.explore.asking import Asking
from visitkg.serve.explore.editor.completion import write_completions, write_found
from visitkg.serve.explore.editor.explain import explain_query
from visitkg.serve.explore.editor.form import (
    show_examples,
    show_explanation,
    show_form,
    show_snippets,
)
from visitkg.serve.explore.editor.mistake import answer_mistake, find_mistake, show_mistake
from visitkg.serve.explore.editor.snippet import write_snippets
from visitkg.serve.explore.editor.written import (
    TooLongError,
    read_query,
    read_sent,
    unify_lines,
)
from visitkg.serve.explore.page import Page, show_page
from visitkg.serve.explore.view.data import answer_as_data
from visitkg.serve.explore.view.show import ASSETS as VIEW_ASSETS
from visitkg.serve.explore.view.show import PARAMETERS as VIEW_PARAMETERS
from visitkg.serve.explore.view.show import show_answer
from visitkg.serve.message import Response, tell
from visitkg.sparql.outline import outline
from visitkg.sparql.prepare import prepare
from visitkg.sparql.tokens import tokenise

if TYPE_CHECKING:
    from visitkg.serve.explore.explorer import Explorer
    from visitkg.serve.message import Request

    Sent = tuple[tuple[str, str], ...]

PATH: Final = "/explore/sparql"
ASSETS: Final = (
    "editor.css",
    "sparql-tokens.js",
    "sparql-format.js",
    "sparql-place.js",
    "sparql-complete.js",
    "sparql-history.js",
    "editor-suggest.js",
    "editor.js",
)
_HOST: Final = re.compile(r"[A-Za-z0-9.-]+(?::[0-9]{1,5})?|\[[0-9A-Fa-f:.]+\](?::[0-9]{1,5})?")
_BEGINNING: Final = "SELECT * WHERE {\n  ?subject ?property ?value .\n}\nLIMIT 20\n"
_LONGEST_START: Final = 200
EDIT: Final = "edit"
"""With this parameter the query is shown and not asked: it may have taken too long before."""

_STALE: Final = Markup(
    '<p class="note" id="editor-stale" hidden>What follows is of the query as it was run.</p>\n'
)


def show_sparql(explorer: Explorer, request: Request, suffix: str = "") -> Response:
    """Return the page with a query and its answer; with a suffix, the answer as data."""
    try:
        sent = read_sent(request)
        text = read_query(sent, explorer.limits)
    except UsageError as error:
        return _refuse(explorer, error, "", suffix)
    if suffix:
        return _answer(explorer, text, suffix)
    if text is None:
        return _begin(explorer, sent)
    if any(name == EDIT for name, _ in sent):
        return _page(explorer, unify_lines(text))
    return _show(explorer, request, sent, unify_lines(text))


def show_check(explorer: Explorer, request: Request) -> Response:
    """Return as JSON what is wrong in a query, which is not run; ``null`` if nothing is."""
    try:
        text = read_query(read_sent(request), explorer.limits)
    except UsageError as error:
        return tell(_status(error), str(error))
    if text is None:
        return tell(400, "there is no query\nSend it as the parameter query.")
    return answer_mistake(find_mistake(explorer.holding, unify_lines(text)))


def show_completions(explorer: Explorer, request: Request) -> Response:
    """Return as JSON the names to choose from; with ``start``, instances that begin so."""
    try:
        start = request.first("start")
    except ValueError:
        return tell(400, "the parameters can't be read\nPercent-encode them, as UTF-8.")
    if start is not None and len(start) > _LONGEST_START:
        return tell(400, f"start is longer than {_LONGEST_START} characters\nShorten it.")
    mark = f"{__version__} {explorer.holding.digest} {start or ''}"
    tag = f'"{sha256(mark.encode()).hexdigest()[:32]}"'
    headers = (
        ("Content-Type", "application/json"),
        ("Cache-Control", "no-cache"),
        ("ETag", tag),
    )
    if tag in request.headers.get("if-none-match", ""):
        return Response(304, headers)
    text = write_completions(explorer) if start is None else write_found(explorer, start)
    return Response(200, headers, text.encode())


def _begin(explorer: Explorer, sent: Sent) -> Response:
    """Return the page before anything is asked: with an example, if one is named."""
    name = next((value for key, value in sent if key == "example"), None)
    if name is None:
        return _page(explorer, _BEGINNING)
    for question in explorer.questions:
        if question.name == name:
            return _page(explorer, question.text)
    return _refuse(
        explorer, UsageError("there is no such example", remedy="Choose one below."), "", "", 404
    )


def _show(explorer: Explorer, request: Request, sent: Sent, text: str) -> Response:
    view = next((value for key, value in sent if key == "view"), None)
    try:
        asked = ask(explorer.holding, text, explorer.limits)
    except VisitkgError as error:
        return _refuse(explorer, error, text, "")
    looked_at = tuple(each for each in sent if each[0] in VIEW_PARAMETERS)
    asking = Asking(PATH, (("query", text), *looked_at))
    answer = join((_STALE, show_answer(explorer, asked, asking, view)))
    return _page(explorer, text, answer, _tell_more(explorer, request, text), view=view)


def _answer(explorer: Explorer, text: str | None, suffix: str) -> Response:
    if text is None:
        return tell(400, "there is no query\nSend it as the parameter query.")
    try:
        return answer_as_data(explorer, ask(explorer.holding, text, explorer.limits), suffix)
    except VisitkgError as error:
        return _refuse(explorer, error, text, suffix)


def _refuse(
    explorer: Explorer, error: VisitkgError, text: str, suffix: str, status: int | None = None
) -> Response:
    """Return what is wrong: in the page with the form, or in plain words instead of data."""
    status = status or _status(error)
    if suffix:
        return tell(status, str(error))
    return _page(explorer, text, show_mistake(error), status=status)


def _status(error: VisitkgError) -> int:
    if isinstance(error, TooLongError):
        return 413
    return 500 if isinstance(error, InputError) else 400


def _page(  # noqa: PLR0913  (one for each part of the page)
    explorer: Explorer,
    text: str,
    answer: Markup = NOTHING,
    more: Markup = NOTHING,
    *,
    view: str | None = None,
    status: int = HTTPStatus.OK,
) -> Response:
    form = show_form(explorer, text, view=view, is_wrong=status != HTTPStatus.OK)
    body = join((Markup("<h1>SPARQL</h1>\n"), form, show_examples(explorer), answer, more))
    page = Page("SPARQL", body, (("SPARQL", PATH),), (*ASSETS, *VIEW_ASSETS), is_wide=True)
    return show_page(explorer, page, status)


def _tell_more(explorer: Explorer, request: Request, text: str) -> Markup:
    """Return what can be told of a query that was answered: in words, and as programs."""
    holding = explorer.holding
    prepared = prepare(text, prefixes=holding.prefixes, base_iri=holding.base_iri)
    form = outline(tokenise(text)).form
    snippets = write_snippets(text, _endpoint(explorer, request), form.word if form else "")
    return Markup(
        f"{show_explanation(explain_query(prepared, explorer.limits))}{show_snippets(snippets)}"
    )


def _endpoint(explorer: Explorer, request: Request) -> str:
    """Return the address of the endpoint, as this client reached the server."""
    host = request.headers.get("host", "")
    scheme = "https" if request.headers.get("x-forwarded-proto") == "https" else "http"
    shown = host if _HOST.fullmatch(host) else "localhost"
    return f"{scheme}://{shown}{explorer.address('/sparql')}"
