"""An error in a query: where it stands, for the page and for the editor as one types."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pyoxigraph import Store

from visitkg.errors import InputError, UsageError, VisitkgError, show_source
from visitkg.publish.page.markup import NOTHING, Markup, element, escape
from visitkg.serve.message import Response
from visitkg.sparql.prepare import prepare
from visitkg.sparql.remote import admit

if TYPE_CHECKING:
    from visitkg.serve.holding import Holding


def find_mistake(holding: Holding, text: str) -> VisitkgError | None:
    """Return what is wrong in a query that is not run, None if nothing is."""
    try:
        prepared = prepare(text, prefixes=holding.prefixes, base_iri=holding.base_iri)
        admit(holding.store, prepared, allow_remote=False)
        try:
            # On nothing: this reads the query, and finds nothing to do.
            Store().query(
                prepared.text, prefixes=dict(prepared.prefixes), base_iri=prepared.base_iri
            )
        except SyntaxError as error:
            # Imported here: only a mistake needs it.
            from visitkg.sparql.syntax import explain

            return explain(prepared, error)
    except (InputError, UsageError) as error:
        return error
    except (OSError, RuntimeError, ValueError) as error:
        return InputError(f"the query could not be read: {error}")
    return None


def write_mistake(error: VisitkgError | None) -> str:
    """Return an error as JSON: message, line, column, width, remedy; ``null`` for none."""
    return json.dumps(None if error is None else describe_mistake(error), ensure_ascii=False)


def describe_mistake(error: VisitkgError) -> dict[str, Any]:
    """Return the parts of an error; line and column count from 1, in characters."""
    place = error.position
    return {
        "message": error.message,
        "line": None if place is None else place.line,
        "column": None if place is None else place.column,
        "width": error.width,
        "remedy": error.remedy,
    }


def show_mistake(error: VisitkgError) -> Markup:
    """Return an error as the page shows it: where, what, the line with a caret, and the remedy."""
    place = error.position
    line, column = (None, None) if place is None else (place.line, place.column)
    head = escape(f"{error.message[:1].upper()}{error.message[1:]}.")
    where = NOTHING
    if line is not None:
        words = f"line {line}" if column is None else f"line {line}, column {column}"
        where = Markup(f'<a href="#editor-query">{escape(words.capitalize())}</a>: ')
    source = NOTHING
    if error.source is not None:
        shown = show_source(error.source, error.column_in_source or column, error.width)
        # Focusable, so that a long line can be scrolled by keys.
        source = Markup(
            '<pre class="mistake-source" tabindex="0" role="group" aria-label="The line">'
            f"{escape(chr(10).join(shown))}</pre>"
        )
    remedy = Markup(f"<p>{escape(error.remedy)}</p>") if error.remedy else NOTHING
    heading = escape(_name_mistake(error))
    return element(
        "section",
        Markup(f'<h2 id="mistake-heading">{heading}</h2><p>{where}{head}</p>'),
        source,
        remedy,
        class_="mistake",
        role="alert",
        aria_labelledby="mistake-heading",
        data_line=None if line is None else str(line),
        data_column=None if column is None else str(column),
        data_width=str(error.width),
    )


def _name_mistake(error: VisitkgError) -> str:
    if isinstance(error, InputError):
        return "The query could not be completed"
    is_placed = error.position is not None and error.position.line is not None
    return "A mistake in the query" if is_placed else "This can't be asked"


def answer_mistake(error: VisitkgError | None) -> Response:
    """Return an error, or ``null``, as an answer for the editor."""
    headers = (("Content-Type", "application/json"), ("Cache-Control", "no-store"))
    return Response(200, headers, write_mistake(error).encode())
