"""A request as a query: https://www.w3.org/TR/sparql11-protocol/#query-operation."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from visitkg.serve.message import Request, Response, read_parameters, tell

if TYPE_CHECKING:
    from visitkg.serve.limits import Limits

FORM: Final = "application/x-www-form-urlencoded"
DIRECT: Final = "application/sparql-query"
UPDATE: Final = "application/sparql-update"

_MALFORMED: Final = re.compile(r"%(?![0-9A-Fa-f]{2})")
_CHARSET: Final = re.compile(r'charset\s*=\s*"?([^\s";]+)', re.IGNORECASE)


class Query(NamedTuple):
    """A query, the dataset that the protocol names for it, and in which form it is wanted.

    ``default_graphs`` and ``named_graphs`` are None where the request names neither. ``format`` is
    a suffix, which says more than ``accept``, the header.
    """

    text: str
    format: str | None
    accept: str | None
    default_graphs: tuple[str, ...] | None
    named_graphs: tuple[str, ...] | None


def read_query(request: Request, limits: Limits) -> Query | Response:
    """Return the query that is asked, or what is answered to a request that asks none.

    A request without any query at all is answered elsewhere: ``asks_nothing`` tells.
    """
    try:
        if _MALFORMED.search(request.query):
            return tell(400, "The address has a % that no two hexadecimal digits follow.")
        parameters = request.parameters
        if request.method == "POST":
            found = _read_body(request, parameters)
            if isinstance(found, Response):
                return found
            parameters = found
    except (UnicodeDecodeError, ValueError):
        return tell(400, "The request is not UTF-8, or has more parameters than anybody needs.")
    return _make_query(parameters, request.headers.get("accept"), limits)


def asks_nothing(request: Request) -> bool:
    """Tell whether a request has no parameter: it is then for the description of the service."""
    return request.method in ("GET", "HEAD") and not request.query


def _read_body(
    request: Request, parameters: tuple[tuple[str, str], ...]
) -> tuple[tuple[str, str], ...] | Response:
    kind, _, rest = request.headers.get("content-type", "").partition(";")
    media_type = kind.strip().lower()
    charset = _CHARSET.search(rest)
    if charset and charset[1].lower() not in ("utf-8", "utf8", "us-ascii"):
        return tell(415, f"The charset is {charset[1]}, and only UTF-8 is read.")
    if media_type == DIRECT:
        return (*parameters, ("query", request.body.decode()))
    if media_type == FORM:
        text = request.body.decode()
        if _MALFORMED.search(text):
            return tell(400, "The form has a % that no two hexadecimal digits follow.")
        return (*parameters, *read_parameters(text))
    if media_type == UPDATE:
        return tell(403, "This endpoint is read-only: it takes no update.")
    return tell(
        415, f"Send a query by GET, or by POST as {FORM} or {DIRECT}.", {"Accept-Post": _POST}
    )


_POST: Final = f"{FORM}, {DIRECT}"


def _make_query(
    parameters: tuple[tuple[str, str], ...], accept: str | None, limits: Limits
) -> Query | Response:
    texts = []
    default_graphs: list[str] = []
    named_graphs: list[str] = []
    suffix = None
    for name, value in parameters:
        if name == "query":
            texts.append(value)
        elif name == "default-graph-uri":
            default_graphs.append(value)
        elif name == "named-graph-uri":
            named_graphs.append(value)
        elif name in ("format", "output"):
            suffix = value or None
        elif name in ("update", "using-graph-uri", "using-named-graph-uri"):
            return tell(403, "This endpoint is read-only: it takes no update.")
    if len(texts) != 1:
        return tell(400, f"There must be one parameter query; here are {len(texts)}.")
    if len(texts[0].encode()) > limits.length:
        return tell(
            413,
            f"The query is longer than {limits.length:,} bytes.",
            {"Visitkg-Limit": f"length={limits.length}"},
        )
    named = bool(default_graphs or named_graphs)
    return Query(
        texts[0],
        suffix,
        accept,
        tuple(default_graphs) if named else None,
        tuple(named_graphs) if named else None,
    )
