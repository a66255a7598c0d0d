"""An answer for programs: whole, or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from visitkg.serve.endpoint.answer import too_much
from visitkg.serve.endpoint.format import NAMES, content_type
from visitkg.serve.message import Response, tell
from visitkg.sparql.answer import Graph
from visitkg.sparql.render import render

if TYPE_CHECKING:
    from visitkg.serve.ask import Asked
    from visitkg.serve.explore.explorer import Explorer
    from visitkg.sparql.answer import Answer

ROWS: Final = ("csv", "tsv", "json", "xml")
GRAPHS: Final = ("ttl", "nt", "jsonld")


def fitting_suffixes(answer: Answer) -> tuple[str, ...]:
    """Return the suffixes of the forms that an answer can have."""
    return GRAPHS if isinstance(answer, Graph) else ROWS


def answer_as_data(explorer: Explorer, asked: Asked, suffix: str) -> Response:
    """Return an answer in the form of a suffix.

    A form that doesn't fit is not found; an answer that is not whole is refused with its limit.
    """
    is_graph = isinstance(asked.answer, Graph)
    fitting = fitting_suffixes(asked.answer)
    if suffix not in fitting:
        what = "a graph" if is_graph else "rows, or yes or no"
        known = ", ".join(f".{each}" for each in fitting)
        return tell(404, f"This answer is {what}, which can't be had as .{suffix}, but as {known}.")
    if asked.truncated:
        return too_much("triples" if is_graph else "rows", explorer.limits.rows)
    text = render(asked.answer, NAMES[suffix], prefixes=explorer.holding.prefixes)
    body = text.encode()
    if len(body) > explorer.limits.size:
        return too_much("bytes", explorer.limits.size)
    return Response(200, (("Content-Type", content_type(suffix, of_graph=is_graph)),), body)
