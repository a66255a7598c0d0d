"""A query is told in words: what it asks, what is added to it, and what bounds it."""

from __future__ import annotations

from typing import Final

import pytest
from pyoxigraph import NamedNode

from visitkg.serve.explore.editor.explain import explain_query
from visitkg.serve.limits import Limits
from visitkg.sparql.prepare import prepare

PREFIXES: Final = {"id": "http://a/", "visit": "http://b/", "ex": "http://c/"}
ORDERED: Final = "An order by all columns, so that the answer is the same each time."
LIMITS: Final = "The query is ended after 20 seconds; of its answer 100,000 rows are shown."


def told(text: str) -> dict[str, str]:
    return dict(explain_query(prepare(text, prefixes=PREFIXES), Limits()))


CASES: Final = {
    "SELECT * { ?x ?y ?z }": {
        "Asks": "SELECT: a table with ?x, ?y, ?z.",
        "Patterns": "1 group of patterns.",
        "Added": ORDERED,
        "Limits": LIMITS,
    },
    "ASK {}": {
        "Asks": "ASK: whether there is such a pattern at all, true or false.",
        "Patterns": "1 group of patterns.",
        "Limits": LIMITS,
    },
    "DESCRIBE id:a": {
        "Asks": "DESCRIBE: a graph, what is stated of the things that are named or found.",
        "Prefixes": "Known here without a declaration: id: for http://a/.",
        "Limits": LIMITS,
    },
    "CONSTRUCT WHERE { ?x ?y ?z } LIMIT 1": {
        "Asks": "CONSTRUCT: a graph, made by a template from each row of what is found.",
        "Patterns": "1 group of patterns.",
        "Rows": "Only the part that LIMIT and OFFSET say.",
        "Added": ORDERED,
        "Limits": LIMITS,
    },
    (
        "PREFIX id: <http://d/> SELECT DISTINCT (COUNT(?x) AS ?n) ?y FROM <http://e/> "
        "{ ?x id:a visit:b, visit:c OPTIONAL { ?x ?p ?y } FILTER (?y > 1) "
        "{ VALUES ?y { 1 } } UNION { BIND (2 AS ?y) } MINUS { ?x a ?y } } "
        "GROUP BY ?y ORDER BY ?n LIMIT 2"
    ): {
        "Asks": "SELECT: a table with ?n, ?y.",
        "Graphs": "<http://e/>",
        "Prefixes": "Known here without a declaration: visit: for http://b/.",
        "Patterns": (
            "5 groups of patterns, in them 1 optional, 1 alternative, 1 taken away, 1 filter, "
            "1 computed, 1 list of values."
        ),
        "Rows": (
            "Equal ones may be left out; several are counted or summed up as one; "
            "in the order that ORDER BY says; only the part that LIMIT and OFFSET say."
        ),
        "Added": ORDERED,
        "Limits": LIMITS,
    },
}


@pytest.mark.parametrize("text", CASES)
def test_a_query_is_told_in_words(text: str) -> None:
    assert told(text) == CASES[text]


def test_the_values_of_parameters_are_told() -> None:
    prepared = prepare("ASK { ?x ?y ?z }", bindings={"x": NamedNode("http://a/x")})
    rows = dict(explain_query(prepared, Limits()))
    assert rows["Added"] == "The values of parameters: VALUES ?x { <http://a/x> }."


@pytest.mark.parametrize("text", ["", "PREFIX id: <http://a/>", "hello", "{ ?x ?y ?z }"])
def test_of_what_is_no_query_nothing_is_made_up(text: str) -> None:
    assert "Asks" not in told(text)


@pytest.mark.parametrize(
    "text",
    [
        "ASK { ?x ?y 'OPTIONAL FILTER id:a' } # VALUES GROUP id:b",
        "ASK { ?x ?y <http://a/id:OPTIONAL> }",
    ],
)
def test_strings_and_comments_are_no_part_of_a_query(text: str) -> None:
    assert told(text) == CASES["ASK {}"]


def test_of_many_names_only_some_are_told() -> None:
    names = " ".join(f"?v{each}" for each in range(30))
    assert told(f"SELECT {names} {{}}")["Asks"].endswith("?v11 and 18 more.")
