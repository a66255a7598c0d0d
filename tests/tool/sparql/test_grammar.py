"""The grammar: queries made from it are understood alike by tokeniser, grammar and engine."""

from __future__ import annotations

from collections import Counter
from functools import cache
from itertools import islice
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import RdfFormat, Store

from visitkg.sparql.expected import suggest
from visitkg.sparql.grammar import END, Part, find_error, read_rules, terminal
from visitkg.sparql.prepare import prepare
from visitkg.sparql.run import run
from visitkg.sparql.tokens import tokenise

if TYPE_CHECKING:
    from collections.abc import Iterator

RULES = read_rules()
PREFIXES = {"e": "http://example.org/"}
DATA = b"""@prefix e: <http://example.org/> .
e:a e:p e:b , e:c , 1 , 2.5 , 'a' , 'b'@en ; a e:C .
e:b e:p e:c ; e:q true .
e:c e:q e:a , [ e:p 1 ] .
"""
TEXTS = {
    "variable": ("?x", "?y", "?service", "$z"),
    "iri": ("<http://example.org/a>", "<http://example.org/p#SELECT>"),
    "name": ("e:p", "e:q", "e:a", "e:a.b", "e:from"),
    "blank": ("_:b", "_:c"),
    "string": ("'a'", '"}"', "'''# {\n'''", r"'\''", "''"),
    "language": ("@en",),
    "integer": ("1", "2"),
    "number": ("-1", "2.5", "1e3"),
}
DEEPEST = 12
LONGEST = 100
MORE = 0.4


def derive(part: Part, random: Random, depth: int) -> Iterator[str]:
    """Yield the pieces of some text that the part describes, the shortest ones further down."""
    if part.operator == "terminal":
        texts = TEXTS.get(part.name, (part.name.strip("'"),))
        yield random.choice(texts)
    elif part.operator == "rule":
        yield from derive(RULES[part.name], random, depth + 1)
    elif part.operator == "all":
        for inner in part.parts:
            yield from derive(inner, random, depth)
    elif part.operator == "one":
        yield from derive(choose(part, random, depth), random, depth)
    else:
        yield from repeat(part, random, depth)


def choose(part: Part, random: Random, depth: int) -> Part:
    if depth > DEEPEST:
        return min(part.parts, key=size)
    chosen = random.choice(part.parts)
    return chosen if not mentions(chosen, "SERVICE") else choose(part, random, depth)


def repeat(part: Part, random: Random, depth: int) -> Iterator[str]:
    least = int(part.operator in ("some", "list"))
    wanted = depth <= DEEPEST and not mentions(part, "Dataset")
    more = wanted and random.random() < MORE
    count = least + int(more) + int(more and part.operator != "maybe" and random.random() < MORE)
    for number in range(count):
        if part.operator == "list" and number:
            yield part.name.strip("'")
        yield from derive(part.parts[0], random, depth)


@cache
def mentions(part: Part, name: str) -> bool:
    return part.name == name or any(mentions(inner, name) for inner in part.parts)


@cache
def size(part: Part, seen: frozenset[str] = frozenset()) -> int:
    """Return how many pieces the part needs at least."""
    if part.operator == "terminal":
        return 1
    if part.operator in ("maybe", "any"):
        return 0
    if part.operator == "rule":
        if part.name in seen:
            return 1_000
        return size(RULES[part.name], seen | {part.name})
    sizes = [size(inner, seen) for inner in part.parts]
    return min(sizes) if part.operator == "one" else sum(sizes)


def query_pieces(seed: int, rule: str = "Query") -> list[str]:
    """Return the pieces of a query that is not too long to run."""
    random = Random(seed)  # noqa: S311  (nothing secret)
    pieces = list(islice(derive(RULES[rule], random, 0), LONGEST))
    return pieces if len(pieces) < LONGEST else query_pieces(seed + 1, rule)


SEEDS = st.integers(min_value=0, max_value=10**9)


@given(SEEDS)
def test_a_query_from_the_grammar_has_no_error_and_its_own_tokens(seed: int) -> None:
    pieces = query_pieces(seed)
    tokens = tokenise(" ".join(pieces))
    assert [token.text for token in tokens] == pieces
    assert find_error(tokens) is None


@given(SEEDS, st.integers(min_value=0), st.sampled_from(["", ".", ";", "{", "}", "?x", "FILTER"]))
def test_a_query_that_the_engine_accepts_has_no_error(seed: int, place: int, change: str) -> None:
    pieces = query_pieces(seed)
    pieces[place % len(pieces)] = change
    text = " ".join(pieces)
    try:
        Store().query(text, prefixes=PREFIXES)
    except SyntaxError:
        return
    assert find_error(tokenise(text)) is None, text


def raw_rows(store: Store, text: str) -> list[dict[str, str]] | None:
    """Return the rows that the engine gives without us; None if it gives none."""
    try:
        result: Any = store.query(text, prefixes=PREFIXES)
    except (SyntaxError, RuntimeError):
        return None  # The latter for a function that nobody has.
    names = [variable.value for variable in result.variables]
    return [{name: without_label(row[name]) for name in names} for row in result]


def without_label(term: object) -> str:
    return "_:" if str(term).startswith("_:") else str(term)


IMPURE = frozenset({"BNODE", "GROUP_CONCAT", "LIMIT", "NOW", "OFFSET", "RAND", "SAMPLE"})


def test_preparing_a_query_changes_no_row() -> None:
    store = Store()
    store.load(DATA, RdfFormat.TURTLE)
    compared = Counter[bool]()
    for seed in range(1_500):
        pieces = query_pieces(seed, "Select")
        text = " ".join(pieces)
        expected = None if IMPURE & set(pieces) else raw_rows(store, text)
        if expected is None:
            continue
        answer: Any = run(store, prepare(text, prefixes=PREFIXES))
        found = [
            dict(zip(answer.variables, map(without_label, row), strict=True)) for row in answer.rows
        ]
        assert sorted(map(sorted, map(dict.items, found))) == sorted(
            map(sorted, map(dict.items, expected))
        ), text
        compared[bool(found)] += 1
    assert compared[True] > 50
    assert compared[False] > 20


ERRORS = {
    "SELECT": (1, {"'('", "'*'", "DISTINCT", "REDUCED", "variable"}),
    "SELECT *": (2, {"'{'", "FROM", "WHERE"}),
    "SELECT * { ?s": (4, {"'!'", "'('", "'^'", "A", "iri", "name", "variable"}),
    "ASK { } ASK": (3, {"GROUP", "HAVING", "LIMIT", "OFFSET", "ORDER", "VALUES", END}),
    "ASK { BIND 1 }": (3, {"'('"}),
    "ASK { FILTER NOT ?x }": (4, {"EXISTS"}),
    "SELECT * { } LIMIT": (5, {"integer"}),
    "SELECT * { } LIMIT 1 LIMIT": (6, {"OFFSET", "VALUES", END}),
    "ASK { VALUES ?x ?y }": (4, {"'{'"}),
    "SELECT (?x) { }": (3, None),
}


@pytest.mark.parametrize(("text", "error"), ERRORS.items())
def test_the_first_error_and_what_could_stand_there(
    text: str, error: tuple[int, set[str] | None]
) -> None:
    found = find_error(tokenise(text))
    assert found is not None
    assert found.index == error[0]
    assert error[1] is None or found.expected == error[1]


SUGGESTIONS = {
    "SELCT": ({"SELECT", "ASK"}, "Did you mean 'SELECT'?"),
    "filtr": ({"FILTER", "'}'"}, "Did you mean 'FILTER'?"),
    "": ({"'{'"}, "Expected '{'."),
    "x": ({"'{'", "WHERE", "FROM"}, "Expected '{', FROM or WHERE."),
    "?x": ({"iri", "name"}, "Expected an IRI."),
    "1": ({"A", "integer"}, "Expected a or an integer."),
    "}": ({str(number) for number in range(9)}, None),
}


@pytest.mark.parametrize(("found", "case"), SUGGESTIONS.items())
def test_a_suggestion(found: str, case: tuple[set[str], str | None]) -> None:
    assert suggest(found, case[0]) == case[1]


def test_every_terminal_of_the_grammar_is_one_of_a_token() -> None:
    def names(part: Part) -> Iterator[str]:
        if part.operator in ("terminal", "list"):
            yield part.name
        for inner in part.parts:
            yield from names(inner)

    for rule in RULES.values():
        for name in names(rule):
            text = TEXTS.get(name, (name.strip("'"),))[0]
            (token,) = tokenise(text)
            assert terminal(token) == name


def test_every_rule_is_used() -> None:
    used = {part for rule in RULES for part in RULES if mentions(RULES[rule], part)}
    assert RULES.keys() - used == {"Query"}
