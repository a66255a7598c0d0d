"""What was typed, and whether it is whole."""

from __future__ import annotations

import pytest

from visitkg.errors import UsageError
from visitkg.shell.statement import (
    Call,
    DotLine,
    QueryText,
    Statement,
    is_typed,
    is_whole,
    read_statement,
    split_statements,
)

NAMES = frozenset({"who-travels", "describe", "what"})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", None),
        (" \n ", None),
        ("# a comment", None),
        (".help", DotLine("help", "")),
        ("  .format  csv ", DotLine("format", "csv")),
        (".", DotLine("", "")),
        ("who-travels", Call("who-travels", ())),
        ("who-travels ;", Call("who-travels", ())),
        ("who-travels a=1 b=ex:x", Call("who-travels", ("a=1", "b=ex:x"))),
        ('who-travels a="x y" b=<http://e/a>', Call("who-travels", ('a="x y"', "b=<http://e/a>"))),
        ("who-travels a='it\\'s'@en", Call("who-travels", ("a='it\\'s'@en",))),
        ("who-knows", Call("who-knows", ())),
        ("nobody", Call("nobody", ())),
        ("nobody a=1", Call("nobody", ("a=1",))),
        ("what", Call("what", ())),
        ("ASK {}", QueryText("ASK {}")),
        ("ask {}", QueryText("ask {}")),
        ("ask", QueryText("ask")),
        ("select", QueryText("select")),
        ("prefix", QueryText("prefix")),
        ("nobody knows", QueryText("nobody knows")),
        ("ASK {} ;", QueryText("ASK {} ")),
        ("ASK { ?s ?p ?o ;", QueryText("ASK { ?s ?p ?o ;")),
        ("ASK {} # ;", QueryText("ASK {} # ;")),
        ("# which\nASK {}", QueryText("# which\nASK {}")),
    ],
)
def test_a_text_is_read_as_what_it_is(text: str, expected: Statement | None) -> None:
    assert read_statement(text, NAMES) == expected


@pytest.mark.parametrize(
    "text",
    [
        "who-travels with",
        "who-travels a=",
        "who-travels a = 1",
        "who-travels =1",
        "who-travels a=1 b",
        'who-travels a="open',
        "who-knows a",
        "who-travels {",
        "who-travels 1=a",
    ],
)
def test_what_gives_no_value_to_a_parameter_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="gives no parameter a value"):
        read_statement(text, NAMES)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# comment",
        ".format {",
        "who-travels",
        "who-travels a=1",
        "ASK {}",
        "ASK {\n}",
        "SELECT ?x { ?x a ?y } ORDER BY ?x",
        "DESCRIBE ex:x",
        "DESCRIBE ex:x;",
        "SELECT ?x;",
        "SELCT ?x { ?x a ?y }",
        "ASK { ?s ?p ?o } }",
        "ASK { ?s ?p 'open }",
        "SELECT ?x { << ?a ?b ?c >> ?p ?x }",
    ],
)
def test_what_nothing_has_to_follow_is_whole(text: str) -> None:
    assert is_whole(text, NAMES) is (text != "ASK { ?s ?p 'open }")


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?x",
        "SELECT ?x {",
        "SELECT ?x { ?x a ?y ;",
        "SELECT ?x { ?x a [ ex:p 1 ]",
        "SELECT ?x { ?x a ?y } ORDER BY",
        "ASK",
        "PREFIX ex: <http://e/>",
        "PREFIX ex: <http://e/>\n\n",
        "ASK { ?s ?p '''one\n}",
        'ASK { ?s ?p """one',
        "SELCT {",
        "SELECT (COUNT(*) AS ?n",
    ],
)
def test_what_can_only_go_on_is_not_whole(text: str) -> None:
    assert not is_whole(text, NAMES)


def test_an_empty_line_ends_whatever_is_typed() -> None:
    assert not is_typed("SELECT ?x {", NAMES)
    assert is_typed("SELECT ?x {\n", NAMES)
    assert is_typed("SELECT ?x {\n  ", NAMES)
    assert not is_typed("SELECT ?x {\n\n?x", NAMES)


def split(text: str) -> list[tuple[int, str]]:
    found = split_statements(text.splitlines(keepends=True), NAMES)
    return [(line, part.strip()) for line, part in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("\n\n", []),
        ("ASK {}", [(1, "ASK {}")]),
        ("\nASK {}\nASK {}\n", [(2, "ASK {}"), (3, "ASK {}")]),
        ("who-travels\nASK {}\n.help\n", [(1, "who-travels"), (2, "ASK {}"), (3, ".help")]),
        ("ASK\n{\n}\nwho-travels\n", [(1, "ASK\n{\n}"), (4, "who-travels")]),
        ("SELECT * {}\nORDER BY ?x\nLIMIT 1\n", [(1, "SELECT * {}\nORDER BY ?x\nLIMIT 1")]),
        ("DESCRIBE ex:x\nWHERE {}\n", [(1, "DESCRIBE ex:x\nWHERE {}")]),
        ("SELECT * {};\nLIMIT 1\n", [(1, "SELECT * {};"), (2, "LIMIT 1")]),
        ("SELECT * {}\n\nLIMIT 1\n", [(1, "SELECT * {}"), (3, "LIMIT 1")]),
        ("PREFIX ex: <e>\n\nASK {\n\n}\n", [(1, "PREFIX ex: <e>\n\nASK {\n\n}")]),
        ("ASK {\n?s ?p ?o ;\n}\n", [(1, "ASK {\n?s ?p ?o ;\n}")]),
        ("ASK {\n", [(1, "ASK {")]),
        ("ASK {\nwho-travels\n", [(1, "ASK {\nwho-travels")]),
    ],
)
def test_a_text_is_split_where_statements_end(text: str, expected: list[tuple[int, str]]) -> None:
    assert split(text) == expected


def test_comments_alone_are_no_statement() -> None:
    for line, part in split("# one\n# two\nASK {}\n"):
        assert read_statement(part, NAMES) is None or line == 3


def test_what_is_ended_is_given_before_the_next_line_is_read() -> None:
    def lines() -> list[str]:
        return ["ASK {};\n", "who-travels\n", ".help\n", "ASK {}\n", "\n"]

    seen: list[str] = []

    def typed() -> object:
        for line in lines():
            seen.append(line)
            yield line

    found = split_statements(typed(), NAMES)  # type: ignore[arg-type]  # a generator is iterable
    for count in (1, 2, 3, 5):
        next(found)
        assert len(seen) == count
