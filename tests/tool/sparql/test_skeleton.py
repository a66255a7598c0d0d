"""Queries that differ in their constants only are prepared as each of them would be by itself."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Store

from visitkg.errors import VisitkgError
from visitkg.sparql.prepare import Prepared, prepare
from visitkg.sparql.skeleton import Preparer

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

EXAMPLES: Final = int(os.environ.get("VISITKG_EXAMPLES", "300"))
PREFIXES: Final = {"ex": "http://example.org/", "x": "urn:x:", "": "http://default.example/"}
BASE: Final = "http://base.example/"

NASTY: Final = (
    *('"a"', '"a b"', '"#"', '"<"', '">"', '"{"', '"}"', '"?x"', '"SELECT"', '"\'"', '"."'),
    *('""', '" "', '"ex:a"', '"\\""', '"\\\\"', '"\\n"', '"김"', '"😀"', '"LIMIT 1"', '"} #"'),
    *("'a'", "'\"'", "'#'", "'<'", "'''a'''", '"""a"""', '"""a "b" c"""', '"a"@en', '"1"^^ex:t'),
    *("<http://e.example/a>", "<http://e.example/a#b>", "<urn:x>", "<urn:x:'>", "<a>", "<>", "<#>"),
    *("<http://e.example/?x>", "<http://e.example/ORDER>", "<http://e.example/%20>"),
    *("<http://e.example/김>", "<mailto:a@b.example>", "<urn:(>", "<urn:;>", "<urn:,>"),
    *("1", "0", "12", "1.5", "-1", "1e3", "true", "ex:a", "x:", ":b", "ex:a.b", "ex:a\\,b"),
)
"""Terms in whose text a careless reader sees something else."""

TEMPLATES: Final = (
    "SELECT ?s WHERE { ?s ex:p CONSTANT }",
    "SELECT * { ?s ?p CONSTANT . CONSTANT2 ?q ?s } ORDER BY ?p",
    "SELECT ?s { ?s ?p ?o FILTER (?o = CONSTANT || ?o < CONSTANT2) } LIMIT 5",
    "SELECT ?s ?n { ?s ?p ?n } ORDER BY DESC(?n) LIMIT 10 OFFSET 2",
    "SELECT (COUNT(?s) AS ?n) ?o { ?s ?p ?o } GROUP BY ?o HAVING (COUNT(?s) > 1)",
    "ASK { VALUES ?o { CONSTANT CONSTANT2 } ?s ?p ?o }",
    "CONSTRUCT { ?s ex:q CONSTANT } WHERE { ?s ex:p CONSTANT2 } LIMIT 3",
    "DESCRIBE ?s { ?s ?p CONSTANT } LIMIT 3",
    "SELECT ?s { { SELECT ?s { ?s ?p CONSTANT } ORDER BY ?s LIMIT 2 } UNION { ?s ?q CONSTANT2 } }",
    'SELECT DISTINCT ?s { ?s ?p CONSTANT # a comment with "quotes"\n } ORDER BY ?s',
    "PREFIX ex: <http://other.example/> SELECT ?s { ?s ex:p CONSTANT }",
    "SELECT ?s { ?s ?p CONSTANT, CONSTANT2; ?q [ ?r CONSTANT ] }",
    "SELECT ?s { GRAPH CONSTANT { ?s ?p ?o } }",
    "SELECT ?s FROM CONSTANT { ?s ?p ?o }",
    "SELECT ?s{?s ?p CONSTANT}ORDER BY ?s LIMIT 5",
    "SELECT (CONSTANT AS ?a) (CONSTANT2 AS ?b) {}",
    "SELECT ?s { ?s ?p CONSTANT } VALUES ?s { CONSTANT2 }",
)


def fill(template: str, first: str, second: str) -> str:
    return template.replace("CONSTANT2", second).replace("CONSTANT", first)


def outcome(make: object, text: str) -> Prepared | str:
    """Return what is prepared, or what is said of a mistake."""
    try:
        return make(text)  # type: ignore[operator,no-any-return]  # one of the two
    except VisitkgError as error:
        return str(error)


def alone(text: str) -> Prepared:
    return prepare(text, prefixes=PREFIXES, base_iri=BASE)


def assert_same(preparer: Preparer, text: str) -> None:
    found, expected = outcome(preparer.prepare, text), outcome(alone, text)
    if isinstance(found, str) or isinstance(expected, str):
        assert found == expected
        return
    for name in (
        *("name", "source", "text", "insertions", "variables", "selects_all", "prologue"),
        *("from_clauses", "base_iri", "form", "dataset"),
    ):
        assert getattr(found, name) == getattr(expected, name), (name, text)
    # Fewer prefixes may be declared, as long as those that are used are among them.
    assert found.prefixes.items() <= expected.prefixes.items()
    assert run(found.text, found) == run(expected.text, expected), text


def run(text: str, prepared: Prepared) -> str:
    try:
        Store().query(text, prefixes=dict(prepared.prefixes), base_iri=prepared.base_iri)
    except (SyntaxError, ValueError, OSError) as error:
        return str(error)
    return "sound"


def constants() -> SearchStrategy[str]:
    made = st.text(
        st.characters(exclude_categories=["Cs"], exclude_characters='"\\\n\r'), max_size=8
    )
    return st.one_of(
        st.sampled_from(NASTY),
        made.map(lambda text: f'"{text}"'),
        st.integers(0, 10**6).map(str),
        made.map(lambda text: f"<http://e.example/{text}>"),
    )


@pytest.mark.parametrize("template", TEMPLATES)
def test_each_pair_of_nasty_constants_is_as_if_alone(template: str) -> None:
    preparer = Preparer(PREFIXES, BASE)
    for shift in (0, 7):
        for number, first in enumerate(NASTY):
            second = NASTY[(number + shift) % len(NASTY)]
            assert_same(preparer, fill(template, first, second))


@settings(max_examples=EXAMPLES, deadline=None)
@given(
    st.sampled_from(TEMPLATES),
    st.lists(st.tuples(constants(), constants()), min_size=2, max_size=4),
)
def test_whatever_was_prepared_before_changes_nothing(
    template: str, pairs: list[tuple[str, str]]
) -> None:
    preparer = Preparer(PREFIXES, BASE)
    for first, second in pairs:
        assert_same(preparer, fill(template, first, second))


@settings(max_examples=EXAMPLES, deadline=None)
@given(
    st.lists(
        st.lists(
            st.sampled_from(
                [
                    *("SELECT", "ASK", "*", "?s", "?o", "{", "}", "(", ")", "LIMIT", "5", "12"),
                    *(
                        '"a"',
                        '"b c"',
                        '"#"',
                        '"',
                        "'",
                        "#",
                        "\n",
                        "\\",
                        "<",
                        ">",
                        "<urn:x>",
                        "ex:a",
                    ),
                    *("ORDER", "BY", "WHERE", ".", ";", "FILTER", "=", "&&", "<=", "@en", "^^"),
                ]
            ),
            max_size=14,
        ).map(" ".join),
        min_size=1,
        max_size=3,
    )
)
def test_even_nonsense_is_as_if_alone(texts: list[str]) -> None:
    preparer = Preparer(PREFIXES, BASE)
    for text in (*texts, *texts):
        assert_same(preparer, text)


def test_queries_that_are_alike_are_prepared_once() -> None:
    preparer = Preparer(PREFIXES, BASE)
    found = [preparer.prepare(fill(TEMPLATES[0], f'"{name}"', "")) for name in ("one", "two")]
    # What is shared shows that the second was made of the first.
    assert found[0].variables is found[1].variables
    assert found[0].text != found[1].text


@pytest.mark.parametrize("text", [fill(TEMPLATES[0], "'one'", ""), "PREFIX a: <urn:a> ASK {}"])
def test_a_query_that_is_hard_to_read_is_prepared_each_time(text: str) -> None:
    preparer = Preparer(PREFIXES, BASE)
    first, second = preparer.prepare(text), preparer.prepare(text)
    assert first == second
    assert first is not second
    assert first.insertions is not second.insertions or not first.insertions


def test_only_so_many_are_remembered() -> None:
    preparer = Preparer(PREFIXES, BASE)
    for number in range(1_100):
        preparer.prepare(f"ASK {{ ?v{number} ?p ?o }}")
    assert_same(preparer, "ASK { ?v1 ?p ?o }")
    assert len(preparer._known) <= 1_024  # noqa: SLF001  (nothing else shows it)
