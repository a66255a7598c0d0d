"""A query as a program asks it: curl, Python, R, JavaScript; each gives the same bytes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

_JSON: Final = "application/sparql-results+json"
_CSV: Final = "text/csv"
_TURTLE: Final = "text/turtle"
_GRAPHS: Final = frozenset({"CONSTRUCT", "DESCRIBE"})
# What can't be seen in a program, or would turn the direction of what follows.
_UNSEEN: Final = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]"
)


@dataclass(frozen=True, slots=True)
class Snippet:
    """A program that asks a query: its language, what people call it, and its text.

    ``text`` is empty where the language can't hold the query at all.
    """

    name: str
    title: str
    text: str


def write_snippets(query: str, endpoint: str, form: str) -> tuple[Snippet, ...]:
    """Return the programs that ask a query of some form, such as SELECT, at an endpoint."""
    table = form == "SELECT"
    snippets = [
        Snippet("curl", "curl", _unless_zero(_write_curl, query, endpoint, form)),
        Snippet("python", "Python", _write_python(query, endpoint, form)),
    ]
    if table:
        snippets.append(Snippet("pandas", "pandas", _write_pandas(query, endpoint, form)))
    snippets += [
        Snippet("r", "R", _unless_zero(_write_r, query, endpoint, form)),
        Snippet("javascript", "JavaScript", _write_javascript(query, endpoint, form)),
    ]
    return tuple(snippets)


def _unless_zero(
    write: Callable[[str, str, str], str], query: str, endpoint: str, form: str
) -> str:
    """Return a program in a language whose texts can't hold the character zero."""
    return "" if "\0" in query else write(query, endpoint, form)


def _accepted(form: str, for_table: str = _JSON) -> str:
    if form in _GRAPHS:
        return _TURTLE
    return for_table if form == "SELECT" else _JSON


def _write_curl(query: str, endpoint: str, form: str) -> str:
    return (
        "curl --silent --show-error --fail \\\n"
        f"  --header 'Accept: {_accepted(form, _CSV)}' \\\n"
        f"  --data-urlencode {_quote_for_shell('query=' + query)} \\\n"
        f"  {_quote_for_shell(endpoint)}\n"
    )


def _quote_for_shell(text: str) -> str:
    """Return a word of the shell; a quote in it stands behind a backslash, between two words."""
    return "'" + text.replace("'", "'\\''") + "'"


def _write_python(query: str, endpoint: str, form: str) -> str:
    accepted = _accepted(form)
    beginning = "import json\n" if accepted == _JSON else ""
    read = "json.load(response)" if accepted == _JSON else "response.read().decode()"
    return (
        f"{beginning}"
        "from urllib.parse import urlencode\n"
        "from urllib.request import Request, urlopen\n\n"
        f"query = {_quote_for_python(query)}\n"
        "request = Request(\n"
        f"    {_escape_line(endpoint)},\n"
        '    data=urlencode({"query": query}).encode(),\n'
        f'    headers={{"Accept": "{accepted}"}},\n'
        ")\n"
        "with urlopen(request) as response:\n"
        f"    print({read})\n"
    )


def _write_pandas(query: str, endpoint: str, _: str) -> str:
    return (
        "from urllib.parse import urlencode\n\n"
        "import pandas\n\n"
        f"query = {_quote_for_python(query)}\n"
        f"address = {_escape_line(endpoint)} + '?' + urlencode({{'query': query}})\n"
        f"table = pandas.read_csv(address, storage_options={{'Accept': '{_CSV}'}})\n"
        "print(table)\n"
    )


def _quote_for_python(text: str) -> str:
    """Return a text as Python writes it: as it is between three quotes, else line by line."""
    if "\\" not in text and '"""' not in text and not text.endswith('"') and not _unseen(text):
        return f'"""{text}"""'
    lines = text.split("\n")
    parts = [_escape_line(f"{line}\n") for line in lines[:-1]] + [_escape_line(lines[-1])]
    return "(\n" + "".join(f"    {part}\n" for part in parts) + ")"


def _unseen(text: str) -> bool:
    return _UNSEEN.search(text) is not None


def _escape_line(text: str) -> str:
    """Return a text between quotes, as Python and R read it alike."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{_UNSEEN.sub(_escape_unseen, escaped)}"'


def _escape_unseen(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04x}"


def _write_r(query: str, endpoint: str, form: str) -> str:
    accepted = _accepted(form, _CSV)
    read = "read.csv(connection)" if accepted == _CSV else "readLines(connection)"
    return (
        f"query <- enc2utf8({_escape_line(query)})\n"
        f"address <- paste0({_escape_line(endpoint)}, "
        '"?query=", URLencode(query, reserved = TRUE))\n'
        f'connection <- url(address, headers = c(Accept = "{accepted}"))\n'
        f"print({read})\n"
    )


def _write_javascript(query: str, endpoint: str, form: str) -> str:
    accepted = _accepted(form)
    read = "json" if accepted == _JSON else "text"
    return (
        f"const query = {_quote_for_javascript(query)};\n"
        f"const response = await fetch({_escape_line(endpoint)}, {{\n"
        '  method: "POST",\n'
        f'  headers: {{ Accept: "{accepted}" }},\n'
        "  body: new URLSearchParams({ query }),\n"
        "});\n"
        "if (!response.ok) throw new Error(await response.text());\n"
        f"console.log(await response.{read}());\n"
    )


def _quote_for_javascript(text: str) -> str:
    """Return a template: https://tc39.es/ecma262/#sec-template-literal-lexical-components."""
    escaped = text.replace("\\", "\\\\").replace("`", "\\`").replace("${", "\\${")
    # Where it stands in a page, nothing of it may end a script.
    escaped = escaped.replace("</", "<\\/")
    return f"`{_UNSEEN.sub(_escape_unseen, escaped)}`"
