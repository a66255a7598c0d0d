"""The query as it was sent: https://www.w3.org/TR/sparql11-protocol/#query-operation."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from visitkg.errors import UsageError
from visitkg.serve.message import read_parameters

if TYPE_CHECKING:
    from visitkg.serve.limits import Limits
    from visitkg.serve.message import Request

_FORM: Final = "application/x-www-form-urlencoded"
_LINE_END: Final = re.compile(r"\r\n?")


class TooLongError(UsageError):
    """A query has more bytes than the server takes."""


def read_sent(request: Request) -> tuple[tuple[str, str], ...]:
    """Return the parameters of the address, and those of a form that was posted.

    Raise UsageError for what is no UTF-8, and for too many of them.
    """
    try:
        sent = request.parameters
        if request.method == "POST" and _is_form(request):
            sent = (*sent, *read_parameters(request.body.decode("ascii")))
    except ValueError as error:
        raise UsageError(
            "the parameters can't be read", remedy="Percent-encode them, as UTF-8."
        ) from error
    return sent


def read_query(sent: tuple[tuple[str, str], ...], limits: Limits) -> str | None:
    """Return the query, None without one; raise UsageError for several, and for one too long."""
    queries = [value for name, value in sent if name == "query"]
    if len(queries) > 1:
        raise UsageError("the parameter query is given twice", remedy="Leave one of them out.")
    if not queries:
        return None
    length = len(queries[0].encode())
    if length > limits.length:
        raise TooLongError(
            f"the query has {length} bytes, and the server takes {limits.length}",
            remedy="Ask for less at once.",
        )
    return queries[0]


def unify_lines(text: str) -> str:
    """Return a query as it was typed: a form sends each end of a line as two characters."""
    return _LINE_END.sub("\n", text)


def _is_form(request: Request) -> bool:
    type_ = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    return type_ == _FORM
