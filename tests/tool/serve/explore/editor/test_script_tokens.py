"""The editor's tokens are the server's, and its layout changes none of them."""

from __future__ import annotations

import random
import re
from typing import TYPE_CHECKING, Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from visitkg.sparql.grammar import read_rules
from visitkg.sparql.tokens import Kind, tokenise

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from visitkg.serve.explore.explorer import Explorer

    Run = Callable[[str, list[Any]], list[Any]]

PIECES: Final = (
    *"{}()[].,;*/+-|^!?=<>~#:@'\"\\ \n\t_%",
    *("<<", ">>", "<<(", ")>>", "{|", "|}", "^^", "||", "&&", "!=", "<=", ">=", '"""', "'''"),
    *("?x", "$y", "?ä1", "a", "A", "true", "visit:Claim", ":", "id:a.b", "id:a.", "x:%41\\~b"),
    *("<http://a/b>", "<a b>", "<\\u0041>", "_:b.c", '"q\\"r"', "'s'", '"""t"u\n"""', "@en-GB"),
    *("1", "-2.5", "1e6", ".5", "+3.", "select", "WHERE", "filter", "group", "by", "Optional"),
    *("union", "values", "bind", "as", "graph", "# c\n", "\r\n", "😀", "김", "x:김정은", "\x00"),
)


def kinds_and_texts(text: str) -> list[list[str]]:
    return [[token.kind.value, token.text] for token in tokenise(text)]


def words_alike(text: str) -> list[tuple[str, str]]:
    """Return the tokens of a query, keywords in capitals, and its comments."""
    tokens = [
        (token.kind.value, token.text.upper() if token.kind is Kind.WORD else token.text)
        for token in tokenise(text)
    ]
    return [*tokens, *(("comment", each) for each in comments(text))]


def comments(text: str) -> list[str]:
    found = []
    end = 0
    for token in [*tokenise(text), None]:
        start = len(text) if token is None else token.start
        found += re.findall(r"#[^\r\n]*", text[end:start])
        end = start if token is None else token.end
    return found


def generate(count: int, seed: int) -> list[str]:
    chance = random.Random(seed)  # noqa: S311  (the same cases each time)
    return ["".join(chance.choices(PIECES, k=chance.randrange(1, 30))) for _ in range(count)]


def generate_spaced(count: int, seed: int) -> list[str]:
    chance = random.Random(seed)  # noqa: S311  (the same cases each time)
    return [" ".join(chance.choices(PIECES, k=chance.randrange(1, 40))) for _ in range(count)]


def questions(root: Path) -> list[str]:
    paths = sorted((root / "ontology" / "questions").glob("*.rq"))
    assert len(paths) > 30
    return [path.read_text(encoding="utf-8") for path in paths]


def test_tokens_are_those_of_the_server(run_script: Run, root: Path) -> None:
    texts = [*questions(root), *generate(3000, 1), *generate_spaced(1000, 2)]
    for text, tokens in zip(texts, run_script("tokenise", [[each] for each in texts]), strict=True):
        assert "".join(token["text"] for token in tokens) == text
        read = [
            [token["kind"], token["text"]]
            for token in tokens
            if token["kind"] not in ("space", "comment")
        ]
        assert read == kinds_and_texts(text)


@settings(max_examples=3, deadline=None)
@given(texts=st.lists(st.text(), min_size=200, max_size=200))
def test_any_text_has_the_tokens_of_the_server(run_script: Run, texts: list[str]) -> None:
    for text, tokens in zip(texts, run_script("tokenise", [[each] for each in texts]), strict=True):
        read = [[each["kind"], each["text"]] for each in tokens]
        assert [each for each in read if each[0] not in ("space", "comment")] == kinds_and_texts(
            text
        )


def test_a_layout_keeps_every_token_and_comment(run_script: Run, root: Path) -> None:
    texts = [*questions(root), *generate(2000, 3), *generate_spaced(2000, 4)]
    for text, laid in zip(texts, run_script("format", [[each] for each in texts]), strict=True):
        assert words_alike(laid) == words_alike(text), text


def test_a_layout_of_a_layout_is_the_same(run_script: Run, root: Path) -> None:
    texts = [*questions(root), *generate(2000, 5), *generate_spaced(2000, 6)]
    once = run_script("format", [[each] for each in texts])
    twice = run_script("format", [[each] for each in once])
    assert sum(one != text for one, text in zip(once, texts, strict=True)) > len(texts) / 2
    assert [(t, a, b) for t, a, b in zip(texts, once, twice, strict=True) if a != b][:3] == []


def test_the_questions_of_the_project_are_laid_out_already(run_script: Run, root: Path) -> None:
    texts = questions(root)
    laid = run_script("format", [[each] for each in texts])
    same = sum(one == other for one, other in zip(texts, laid, strict=True))
    # The others have columns a line each that would fit in one, or a keyword in small letters.
    assert same >= len(texts) - 5


LAID_OUT: Final = {
    "keywords": ("select*where{?s ?p ?o}limit 3", "SELECT *\nWHERE { ?s ?p ?o }\nLIMIT 3\n"),
    "a pattern a line": (
        "SELECT ?x {?x a id:b;id:c ?d,?e.?d id:f ?g filter(?g>3)?g id:h 'select'}",
        (
            "SELECT ?x {\n  ?x a id:b ;\n    id:c ?d , ?e .\n  ?d id:f ?g\n  FILTER (?g > 3)\n"
            "  ?g id:h 'select'\n}\n"
        ),
    ),
    "groups": (
        "ask{{?a ?b ?c}union{?d ?e ?f}optional{?a ?b ?g.?g ?h ?i}}",
        (
            "ASK {\n  { ?a ?b ?c }\n  UNION\n  { ?d ?e ?f }\n  OPTIONAL {\n    ?a ?b ?g .\n"
            "    ?g ?h ?i\n  }\n}\n"
        ),
    ),
    "comments": (
        "# first\n\n\nASK{?a ?b ?c # select\n#own\n}",
        "# first\n\nASK {\n  ?a ?b ?c  # select\n  #own\n}\n",
    ),
    "paths": (
        "ASK{?x id:a / ^id:b+ | !(id:c|^id:d) ?y}",
        "ASK { ?x id:a/^id:b+|!(id:c|^id:d) ?y }\n",
    ),
    "nothing": ("", ""),
    "a string without its end": ("select 'x", "SELECT 'x\n"),
    "no query": (") } ] select", ") }\n]\nSELECT\n"),
}


@pytest.mark.parametrize("name", LAID_OUT)
def test_a_query_is_laid_out(run_script: Run, name: str) -> None:
    text, expected = LAID_OUT[name]
    assert run_script("format", [[text]]) == [expected]


def test_all_keywords_and_functions_of_the_grammar_are_known(run_script: Run) -> None:
    keywords, functions = run_script("words", [[]])[0]
    named: set[str] = set()
    waiting = list(read_rules().values())
    while waiting:
        part = waiting.pop()
        waiting += part.parts
        if part.operator == "terminal" and part.name.isupper():
            named.add(part.name)
    assert named - {"A", "TRUE", "FALSE"} == {*keywords, *functions}
    assert sorted(keywords) != sorted(functions)


def test_a_large_query_is_read_in_little_time(run_script: Run, explorer: Explorer) -> None:
    text = "SELECT * { " + "?subject visit:asserts ?value ; rdfs:label 'label' .\n" * 2000 + "}"
    assert len(text) > 100_000
    assert len(text) < explorer.limits.length
    laid = run_script("format", [[text]])[0]
    assert words_alike(laid) == words_alike(text)
