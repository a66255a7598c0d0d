"""The outline: what a query selects, which groups it has, where text can be added."""

from __future__ import annotations

import pytest

from visitkg.sparql.outline import Outline, outline
from visitkg.sparql.tokens import tokenise


def read(text: str) -> Outline:
    return outline(tokenise(text))


FORMS = {
    "SELECT ?a {}": "SELECT",
    "prefix a: <b> BASE <c> ask {}": "ASK",
    "PREFIX select: <a> DESCRIBE <b>": "DESCRIBE",
    "# SELECT\nCONSTRUCT WHERE {}": "CONSTRUCT",
    "DELETE WHERE { ?a ?b ?c }": "DELETE",
    "PREFIX a: <b>": "",
    "": "",
}


@pytest.mark.parametrize(("text", "form"), FORMS.items())
def test_the_form_is_the_first_word_behind_the_prologue(text: str, form: str) -> None:
    token = read(text).form
    assert (token.word if token else "") == form


SELECTED = {
    "SELECT ?a ?b { ?a ?c ?b }": ("a", "b"),
    "SELECT DISTINCT ?a WHERE { ?b ?c ?d }": ("a",),
    "SELECT ?a (COUNT(?b) AS ?n) ?c { ?d ?e ?f }": ("a", "n", "c"),
    "SELECT (EXISTS { ?x ?y ?z } AS ?e) { ?a ?b ?c }": ("e",),
    "SELECT (?a * ?b AS ?c) {}": ("c",),
    "SELECT (COUNT(*) AS ?n) { ?a ?b ?c }": ("n",),
    "SELECT ?a FROM <g> { ?a ?b ?c }": ("a",),
    "SELECT ?a { { SELECT ?b { ?b ?c ?d } } }": ("a",),
    "SELECT ?a { ?a ?b ?c } GROUP BY ?a ?d ORDER BY ?e VALUES ?f { 1 }": ("a",),
    "SELECT * { ?a ?b ?c }": None,
    "SELECT DISTINCT * { ?a ?b ?c }": None,
}


@pytest.mark.parametrize(("text", "selected"), SELECTED.items())
def test_what_a_select_names(text: str, selected: tuple[str, ...] | None) -> None:
    assert read(text).selected == selected


GROUPS = {
    "one group": ("SELECT ?a { ?b ?c ?d }", [{"a", "b", "c", "d"}]),
    "nested groups name their own": (
        "SELECT ?a { ?b ?b ?b { ?c ?c ?c } OPTIONAL { ?d ?d ?d } }",
        [{"a", "b"}, {"c"}, {"d"}],
    ),
    "EXISTS is a group": (
        "SELECT ?a { ?a ?b ?c FILTER NOT EXISTS { ?d ?e ?f } }",
        [{"a", "b", "c"}, {"d", "e", "f"}],
    ),
    "EXISTS in the projection is not the outermost": (
        "SELECT (EXISTS { ?x ?x ?x } AS ?e) { ?a ?a ?a }",
        [{"x"}, {"a", "e"}],
    ),
    "a query within names in its own group": (
        "SELECT ?a { { SELECT ?b (MAX(?c) AS ?d) { ?e ?e ?e } GROUP BY ?b } }",
        [{"a"}, {"b", "c", "d", "e"}],
    ),
    "modifiers belong to the outermost": (
        "SELECT ?a { ?a ?a ?a } GROUP BY ?b HAVING (?c > 1) ORDER BY ?d VALUES ?e { 1 }",
        [{"a", "b", "c", "d", "e"}],
    ),
    "data are no group": (
        "SELECT ?a { VALUES ?b { 1 } VALUES (?c ?d) { (1 2) } ?e ?e ?e }",
        [{"a", "b", "c", "d", "e"}],
    ),
    "a template is no group": (
        "CONSTRUCT { ?a ?b ?c } WHERE { ?d ?e ?f }",
        [{"a", "b", "c", "d", "e", "f"}],
    ),
    "CONSTRUCT WHERE is one": ("CONSTRUCT WHERE { ?a ?b ?c }", [{"a", "b", "c"}]),
    "a union has two": (
        "ASK { { ?a ?a ?a } UNION { ?b ?b ?b } }",
        [set(), {"a"}, {"b"}],
    ),
    "DESCRIBE can have none": ("DESCRIBE ?a", []),
    "a brace in a string opens nothing": ("ASK { ?a ?a '{' }", [{"a"}]),
    "a brace in a comment opens nothing": ("ASK { ?a ?a 1 # {\n }", [{"a"}]),
}


@pytest.mark.parametrize(("text", "variables"), GROUPS.values(), ids=GROUPS)
def test_each_group_with_the_variables_that_it_names(text: str, variables: list[set[str]]) -> None:
    shape = read(text)
    assert [group.variables for group in shape.groups] == variables
    for group in shape.groups:
        assert text[group.start - 1] == "{"
        assert text[group.end] == "}"


PLACES = {
    "at the end": "SELECT ?a { ?a ?b ?c }|",
    "before LIMIT": "SELECT ?a { ?a ?b ?c } |LIMIT 1",
    "behind ORDER BY": "SELECT ?a { ?a ?b ?c } ORDER BY DESC(?b)|",
    "behind ORDER BY, before OFFSET": "SELECT ?a { ?a ?b ?c } ORDER BY ?b |OFFSET 1",
    "before VALUES": "SELECT ?a { ?a ?b ?c } |VALUES ?a { 1 }",
    "not in a query within": "SELECT ?a { { SELECT ?b { ?b ?b ?b } LIMIT 1 } }|",
    "not in VALUES in a group": "SELECT ?a { VALUES ?a { 1 } }|",
    "behind HAVING": "SELECT ?a { ?a ?b ?c } GROUP BY ?a HAVING (?a > 1)|",
    "before a comment at the end": "SELECT ?a { ?a ?b ?c }| # LIMIT 1",
}


@pytest.mark.parametrize("text", PLACES.values(), ids=PLACES)
def test_the_place_where_an_order_can_end(text: str) -> None:
    assert read(text.replace("|", "")).order == text.index("|")


FLAGS = {
    "SELECT ?a { ?a ?b ?c }": (False, False),
    "SELECT ?a { ?a ?b ?c } ORDER BY ?a": (True, False),
    "SELECT ?a { ?a ?b ?c } LIMIT 1": (False, True),
    "SELECT ?a { ?a ?b ?c } order by ?a offset 1": (True, True),
    "SELECT ?a { { SELECT ?a { ?a ?b ?c } ORDER BY ?a LIMIT 1 } }": (False, False),
    "SELECT ?order { ?order ?limit 'ORDER BY' } # ORDER BY ?limit": (False, False),
}


@pytest.mark.parametrize(("text", "flags"), FLAGS.items())
def test_whether_the_outermost_query_is_ordered_and_cut(
    text: str, flags: tuple[bool, bool]
) -> None:
    shape = read(text)
    assert (shape.ordered, shape.sliced) == flags


FROM = {
    "SELECT * FROM <a> { ?s ?p ?o }": [("<a>", False)],
    "SELECT * FROM NAMED a:b FROM <c> { ?s ?p ?o }": [("a:b", True), ("<c>", False)],
    "ASK from <a> {}": [("<a>", False)],
    "SELECT ?from { ?from a:from 'FROM <a>' } # FROM <b>": [],
    "SELECT * { ?s ?p ?o }": [],
}


@pytest.mark.parametrize(("text", "clauses"), FROM.items())
def test_the_graphs_that_from_names(text: str, clauses: list[tuple[str, bool]]) -> None:
    found = read(text).from_clauses
    assert [(clause.graph.text, clause.named) for clause in found] == clauses


def test_what_the_query_sets_itself() -> None:
    shape = read("SELECT (1 AS ?a) { BIND (2 AS ?b) { SELECT (3 AS ?c) {} } ?d ?d ?d }")
    assert shape.assigned == {"a", "b", "c"}
    assert shape.variables == ("a", "b", "c", "d")
