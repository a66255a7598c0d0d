"""What went wrong with a page, for people: the words that programs get, and ways on.

It is made by the process that clients speak to, for when no worker could answer.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from visitkg.publish.negotiate import negotiate
from visitkg.serve.message import Request, Response

if TYPE_CHECKING:
    from collections.abc import Mapping

_TITLES: Mapping[int, str] = {
    500: "This could not be answered",
    503: "Too much to do",
    504: "This took too long",
}
_FOR_ALL = {"txt": "text/plain", "html": "text/html"}


def show_trouble(response: Response, request: Request, mount: str) -> Response:
    """Return an answer in plain words as a page, for a client that prefers pages."""
    title = _TITLES.get(response.status)
    accept = request.headers.get("accept")
    if title is None or not accept or negotiate(accept, _FOR_ALL) != "html":
        return response
    words = "".join(f"<p>{escape(line)}</p>\n" for line in response.body.decode().splitlines())
    body = (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<title>{title}</title>\n<meta name="color-scheme" content="light dark">\n'
        f'<link rel="icon" type="image/svg+xml" href="{mount}/assets/icon.svg">\n'
        f'<link rel="stylesheet" href="{mount}/assets/site.css">\n</head>\n'
        f"<body>\n<main>\n<h1>{title}</h1>\n{words}<p>{_ways_on(request, mount)}</p>\n"
        "</main>\n</body>\n</html>\n"
    )
    kept = tuple(each for each in response.headers if each[0].lower() != "content-type")
    headers = (("Content-Type", "text/html; charset=utf-8"), *kept)
    return Response(response.status, headers, body.encode())


def _ways_on(request: Request, mount: str) -> str:
    """Return links: to the same again, to the query as it can be changed, to the start."""
    ways = []
    if request.method == "GET":
        query = f"?{request.query}" if request.query else ""
        again = escape(f"{mount}{_path(request.path)}{query}")
        ways.append(f'<a href="{again}">Try again</a>')
    if request.path == "/explore/sparql" and request.query:
        edit = escape(f"{mount}/explore/sparql?{request.query}&edit=")
        ways.append(f'<a href="{edit}">Change the query</a>')
    ways.append(f'<a href="{mount}/explore/">Start</a>')
    return " · ".join(ways)


def _path(path: str) -> str:
    # Imported here: few pages have trouble.
    from urllib.parse import quote

    return quote(path)
