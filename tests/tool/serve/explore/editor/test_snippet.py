"""The programs that ask a query send its very bytes, whatever stands in it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote_to_bytes

import pytest
from tests.tool.need import need_program
from tests.tool.serve.explore.editor.conftest import serve

from visitkg.serve.explore.editor.snippet import Snippet, write_snippets
from visitkg.serve.message import Request, Response

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

QUERIES: Final = {
    "plain": "SELECT * WHERE { ?s ?p ?o } LIMIT 1",
    "lines": "# first\nSELECT *\n\n{ ?s ?p ?o }\n",
    "quotes": "ASK { ?s ?p 'it''s', \"say \\\"x\\\"\", '''a''', \"\"\"b\"\"\" }",
    "quotes at the end": 'ASK { ?s ?p "x" } # "',
    "backslashes": 'ASK { ?s ?p "a\\\\b\\n\\u0041" } # \\',
    "dollars": "SELECT $x ${HOME} $(id) `id` { $x ?p ?o } # $'\\n'",
    "percents": "ASK { ?s ?p '%41%%s %(x)s {0} + & = ; #' }",
    "script": "ASK { ?s ?p '</script><script>alert(1)</script>' } # <!-- ]]>",
    "scripts": "ASK { ?s ?p '김정은', '习近平', 'Владимир', '😀' }",
    "unseen": "ASK { ?s ?p 'a\tb\x01c\x7fd\u200be\u2028f\u202eg\ufeffh' }\r\n# \r",
    "at the beginning": "@file ASK {}",
    "exclamation": "ASK { ?s !id:p ?o } # !! !1",
    "hyphen": "--data x",
}
FORMS: Final = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")


@pytest.fixture(scope="module")
def received() -> list[Request]:
    return []


@pytest.fixture(scope="module")
def endpoint(received: list[Request]) -> Iterator[str]:
    def respond(request: Request) -> Response:
        received.append(request)
        accepted = request.headers.get("accept", "")
        body = b'{"head": {}}' if "json" in accepted else b"name\r\nvalue\r\n"
        return Response(200, (("Content-Type", accepted),), body)

    with serve(respond) as address:
        yield f"{address}/kg/sparql"


def snippet(name: str, query: str, endpoint: str, form: str = "SELECT") -> Snippet:
    (found,) = [each for each in write_snippets(query, endpoint, form) if each.name == name]
    return found


def query_of(request: Request) -> bytes:
    sent = request.body if request.method == "POST" else request.query.encode()
    (value,) = [
        value
        for name, _, value in (each.partition(b"=") for each in sent.split(b"&"))
        if name == b"query"
    ]
    return unquote_to_bytes(value.replace(b"+", b" "))


def run(command: list[str], folder: Path) -> str:
    # The programs run as they would elsewhere: without the settings of this one.
    kept = ("PATH", "LANG", "LC_ALL", "HOME")
    settings = {name: os.environ[name] for name in kept if name in os.environ}
    done = subprocess.run(
        command,
        capture_output=True,
        check=False,
        cwd=folder,
        encoding="utf-8",
        env={"LC_ALL": "C.UTF-8", **settings},
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def command_of(name: str, file: Path) -> list[str]:
    if name == "curl":
        need_program("curl")
        return [need_program("bash"), str(file)]
    if name == "python":
        return [sys.executable, "-I", str(file)]
    if name == "r":
        if not shutil.which("Rscript"):
            pytest.skip("no Rscript on the path: the program in R is not run")
        return ["Rscript", "--vanilla", str(file)]
    return [need_program("node"), str(file)]


SUFFIXES: Final = {"curl": "sh", "python": "py", "r": "R", "javascript": "mjs"}


@pytest.fixture
def ask(
    endpoint: str, received: list[Request], tmp_path: Path
) -> Callable[[str, str, str], tuple[Request, str]]:
    """Return what runs the program in a language and gives what the server got, and the output."""

    def ask(name: str, query: str, form: str) -> tuple[Request, str]:
        file = tmp_path / f"ask.{SUFFIXES[name]}"
        file.write_bytes(snippet(name, query, endpoint, form).text.encode())
        received.clear()
        output = run(command_of(name, file), tmp_path)
        (request,) = received
        return request, output

    return ask


@pytest.mark.parametrize("case", QUERIES)
@pytest.mark.parametrize("name", SUFFIXES)
def test_a_program_sends_the_bytes_of_the_query(
    ask: Callable[[str, str, str], tuple[Request, str]], name: str, case: str
) -> None:
    request, output = ask(name, QUERIES[case], "SELECT")
    assert request.path == "/kg/sparql"
    assert query_of(request) == QUERIES[case].encode()
    assert ("value" if name in ("curl", "r") else "head") in output


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", SUFFIXES)
def test_a_program_asks_for_a_format_that_fits_the_form(
    ask: Callable[[str, str, str], tuple[Request, str]], name: str, form: str
) -> None:
    request, _ = ask(name, "query", form)
    table = "text/csv" if name in ("curl", "r") else "application/sparql-results+json"
    json = "application/sparql-results+json"
    expected = {"SELECT": table, "ASK": json}.get(form, "text/turtle")
    assert request.headers["accept"] == expected


@pytest.mark.parametrize("case", QUERIES)
def test_the_program_with_pandas_has_the_query_in_it(case: str, endpoint: str) -> None:
    text = snippet("pandas", QUERIES[case], endpoint).text
    beginning = text[: text.index("address = ")].replace("import pandas\n", "")
    values: dict[str, object] = {}
    exec(compile(beginning, "pandas", "exec"), values)  # noqa: S102  (this text is ours)
    assert values["query"] == QUERIES[case]


def test_only_a_table_is_for_pandas() -> None:
    names = {
        form: [each.name for each in write_snippets("query", "http://x/", form)] for form in FORMS
    }
    assert {form: "pandas" in found for form, found in names.items()} == {
        "SELECT": True,
        "ASK": False,
        "CONSTRUCT": False,
        "DESCRIBE": False,
    }


def test_what_a_language_cant_hold_has_no_program() -> None:
    texts = {each.name: each.text for each in write_snippets("a\0b", "http://x/", "ASK")}
    assert {name for name, text in texts.items() if not text} == {"curl", "r"}
    assert all("\0" not in text for text in texts.values())


@pytest.mark.parametrize("name", ["python", "r", "javascript", "pandas"])
def test_no_program_has_marks_that_turn_its_direction(name: str) -> None:
    text = snippet(name, "ASK { ?s ?p 'a\u202eb\u2066c\u200fd' }", "http://x/").text
    assert not set(text) & set("\u202e\u2066\u200f")


def test_no_program_in_javascript_ends_a_script() -> None:
    assert "</" not in snippet("javascript", "</script>", "http://x/").text
