"""Errors in queries, whole: the place, the line, the caret, and what to do."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Store

from visitkg.errors import UsageError
from visitkg.sparql.bounds import DEEPEST, LONGEST, MOST_DESCRIBED
from visitkg.sparql.prepare import prepare
from visitkg.sparql.run import run
from visitkg.sparql.tokens import tokenise

PREFIXES = {"visit": "http://example.org/visit#", "id": "http://example.org/id/"}

ERRORS = {
    "a misspelt keyword": """\
SELCT ?s { ?s ?p ?o }
---
<query>:1:1: unexpected 'SELCT'
    SELCT ?s { ?s ?p ?o }
    ~~~~^
Did you mean 'SELECT'?""",
    "a misspelt function": """\
SELECT ?s {
  ?s ?p ?o
  FILTER (CONTAIN(?o, "a"))
}
---
<query>:3:11: unexpected 'CONTAIN'
      FILTER (CONTAIN(?o, "a"))
              ~~~~~~^
Did you mean 'CONTAINS'?""",
    "an unknown prefix": """\
SELECT ?s { ?s vist:asserts ?o }
---
<query>:1:16: unknown prefix 'vist:'
    SELECT ?s { ?s vist:asserts ?o }
                   ~~~~^
Did you mean 'visit:'?""",
    "an unknown prefix like none": """\
SELECT ?s { ?s qqq:asserts ?o }
---
<query>:1:16: unknown prefix 'qqq:'
    SELECT ?s { ?s qqq:asserts ?o }
                   ~~~^
Declare it: PREFIX qqq: <...>""",
    "a prefix that is declared behind another": """\
PREFIX a: <http://example.org/a#>
SELECT ?s { ?s a:b ?o ; aa:c ?o }
---
<query>:2:25: unknown prefix 'aa:'
    SELECT ?s { ?s a:b ?o ; aa:c ?o }
                            ~~^
Did you mean 'a:'?""",
    "the first of two errors is the prefix": """\
SELECT ?s { ?s vist:a ?o ; }} ---
---
<query>:1:16: unknown prefix 'vist:'
    SELECT ?s { ?s vist:a ?o ; }} ---
                   ~~~~^
Did you mean 'visit:'?""",
    "the first of two errors is the grammar": """\
SELECT ?s { ?s ?p ?o ?q vist:a ?o }
---
<query>:1:22: unexpected '?q'
    SELECT ?s { ?s ?p ?o ?q vist:a ?o }
                         ~^
Expected ',', '.', ';', '}' or a pattern such as FILTER or OPTIONAL.""",
    "no object": """\
SELECT ?s { ?s a }
---
<query>:1:18: unexpected '}'
    SELECT ?s { ?s a }
                     ^
Expected a term or an operator of a path.""",
    "no point between statements": """\
SELECT ?s {
  ?s ?p ?o
  ?x ?y ?z
}
---
<query>:3:3: unexpected '?x'
      ?x ?y ?z
      ~^
Expected ',', '.', ';', '}' or a pattern such as FILTER or OPTIONAL.""",
    "two points": """\
SELECT ?s { ?s ?p ?o . . ?x ?y ?z }
---
<query>:1:24: unexpected '.'
    SELECT ?s { ?s ?p ?o . . ?x ?y ?z }
                           ^
Expected '}', a pattern such as FILTER or OPTIONAL or a term.""",
    "a brace too few": """\
SELECT ?s {
  OPTIONAL { ?s ?p ?o
}
---
<query>:3:2: the query ends too early
    }
     ^
Close the '{' of <query>:1:11 with '}'.""",
    "a parenthesis too few": """\
SELECT (COUNT(?s AS ?n) { ?s ?p ?o }
---
<query>:1:18: unexpected 'AS'
    SELECT (COUNT(?s AS ?n) { ?s ?p ?o }
                     ~^
Expected ')' or an operator.""",
    "a brace too many": """\
SELECT ?s { ?s ?p ?o } }
---
<query>:1:24: unexpected '}'
    SELECT ?s { ?s ?p ?o } }
                           ^
Expected ORDER BY or LIMIT or the end of the query.""",
    "ORDER without BY": """\
SELECT ?s { ?s ?p ?o } ORDER ?s
---
<query>:1:30: unexpected '?s'
    SELECT ?s { ?s ?p ?o } ORDER ?s
                                 ~^
Expected BY.""",
    "a negative limit": """\
SELECT ?s { ?s ?p ?o } LIMIT -1
---
<query>:1:30: unexpected '-1'
    SELECT ?s { ?s ?p ?o } LIMIT -1
                                 ~^
Expected an integer.""",
    "no closing quote": """\
SELECT ?s {
  ?s ?p 'abc .
}
---
<query>:2:9: this string has no end
      ?s ?p 'abc .
            ~~~~~^
Close it with '.""",
    "no closing quotes of a long string": """\
SELECT ?s { ?s ?p ""\"abc
}
---
<query>:1:19: this string has no end
    SELECT ?s { ?s ?p ""\"abc
                      ~~~~~^
Close it with ""\".""",
    "a space in an IRI": """\
SELECT ?s { ?s <http://example.org/a b> ?o }
---
<query>:1:16: this is no IRI
    SELECT ?s { ?s <http://example.org/a b> ?o }
                   ^
An IRI has no spaces and none of the characters < > " { } | ^ ` \\.""",
    "a relative IRI": """\
SELECT ?s { ?s <p> ?o }
---
<query>:1:16: this IRI is relative, and nothing says to what
    SELECT ?s { ?s <p> ?o }
                   ~~^
Write the whole IRI, or declare BASE.""",
    "an escape where there is no string": """\
SELECT \\u003Fs { ?s ?p ?o }
---
<query>:1:8: an escape outside of a string
    SELECT \\u003Fs { ?s ?p ?o }
           ^
Write the character itself; \\u and \\U stand in strings and IRIs only.""",
    "a space that does not break": """\
SELECT ?s { ?s\xa0?p ?o }
---
<query>:1:15: unexpected '\\xa0'
    SELECT ?s { ?s\xa0?p ?o }
                  ^
Expected '!', '(', '^', a, a variable or an IRI.""",
    "tabs before the error": """\
SELECT ?s {
\t?s\t?p\t?o\t?q
}
---
<query>:2:11: unexpected '?q'
    \t?s\t?p\t?o\t?q
    \t  \t  \t  \t~^
Expected ',', '.', ';', '}' or a pattern such as FILTER or OPTIONAL.""",
    "wide characters before the error": """\
SELECT ?s { ?s ?p "김정은" ?q }
---
<query>:1:25: unexpected '?q'
    SELECT ?s { ?s ?p "김정은" ?q }
                       \u3000\u3000\u3000  ~^
Expected ',', '.', ';', '}', a language or datatype or a pattern such as FILTER or OPTIONAL.""",
    "a variable that is set twice": """\
SELECT ?s { BIND (1 AS ?s) BIND (2 AS ?s) }
---
<query>:1:39: ?s already has a value here
    SELECT ?s { BIND (1 AS ?s) BIND (2 AS ?s) }
                                          ~^
Choose another name behind AS.""",
    "a variable of the pattern that is set": """\
SELECT (1 AS ?s) { ?s ?p ?o }
---
<query>:1:14: ?s already has a value here
    SELECT (1 AS ?s) { ?s ?p ?o }
                 ~^
Choose another name behind AS.""",
    "a variable that is selected twice": """\
SELECT ?s ?s { ?s ?p ?o }
---
<query>:1:11: ?s is selected twice
    SELECT ?s ?s { ?s ?p ?o }
              ~^
Leave it out, or give it another name.""",
    "a variable that is not grouped": """\
SELECT ?s (COUNT(?o) AS ?n) { ?s ?p ?o } GROUP BY ?p
---
<query>:1:8: ?s has many values in each group
    SELECT ?s (COUNT(?o) AS ?n) { ?s ?p ?o } GROUP BY ?p
           ~^
Add ?s to GROUP BY, or select an aggregate such as (MAX(?s) AS ?most).""",
    "a star that is grouped": """\
SELECT * { ?s ?p ?o } GROUP BY ?p
---
<query>:1:23: SELECT * can't be grouped
    SELECT * { ?s ?p ?o } GROUP BY ?p
                          ~~~~^
Name the variables to select, and those to group by.""",
    "a blank node in two groups": """\
SELECT ?s { _:a ?p ?s OPTIONAL { _:a ?q ?s } }
---
<query>:1:34: _:a stands in two groups
    SELECT ?s { _:a ?p ?s OPTIONAL { _:a ?q ?s } }
                                     ~~^
Use a variable: a blank node belongs to one group.""",
    "a row of data that is too short": """\
SELECT ?s { VALUES (?s ?o) { (1 "a"@en) ("1"^^id:a) } }
---
<query>:1:41: a row of 1 for 2 variables
    SELECT ?s { VALUES (?s ?o) { (1 "a"@en) ("1"^^id:a) } }
                                            ^
Write UNDEF where a variable has no value.""",
    "a limit that is too high": """\
SELECT ?s { ?s ?p ?o } LIMIT 99999999999999999999999
---
<query>:1:53: the query limit should be a non negative integer
    SELECT ?s { ?s ?p ?o } LIMIT 99999999999999999999999
                                                        ^""",
    "an empty query": """\

---
<query>:1:1: the query is empty
    \n    ^
A query begins with SELECT, ASK, CONSTRUCT or DESCRIBE.""",
    "only a comment": """\
# what?
---
<query>:1:1: the query is empty
    # what?
    ^
A query begins with SELECT, ASK, CONSTRUCT or DESCRIBE.""",
    "only a prologue": """\
PREFIX a: <http://example.org/>
---
<query>:1:32: the query ends too early
    PREFIX a: <http://example.org/>
                                   ^
Expected ASK, BASE, CONSTRUCT, DESCRIBE, PREFIX or SELECT.""",
    "a pattern alone": """\
{ ?s ?p ?o }
---
<query>:1:1: unexpected '{'
    { ?s ?p ?o }
    ^
Expected ASK, BASE, CONSTRUCT, DESCRIBE, PREFIX or SELECT.""",
    "an update": """\
PREFIX a: <http://example.org/>
insert data { a:b a:b a:b }
---
<query>:2:1: INSERT is an update, and this only asks
    insert data { a:b a:b a:b }
    ~~~~~^
Change the data in its files. A query begins with SELECT, ASK, CONSTRUCT or DESCRIBE.""",
    "a deletion": """\
DELETE WHERE { ?s ?p ?o }
---
<query>:1:1: DELETE is an update, and this only asks
    DELETE WHERE { ?s ?p ?o }
    ~~~~~^
Change the data in its files. A query begins with SELECT, ASK, CONSTRUCT or DESCRIBE.""",
    "a load": """\
LOAD <http://example.org/>
---
<query>:1:1: LOAD is an update, and this only asks
    LOAD <http://example.org/>
    ~~~^
Change the data in its files. A query begins with SELECT, ASK, CONSTRUCT or DESCRIBE.""",
    "an error behind what SPARQL 1.2 adds": """\
SELECT ?s { << ?s ?p ?o >> ?q ?r . ?x ?y }
---
<query>:1:43: the query breaks a rule of SPARQL
    SELECT ?s { << ?s ?p ?o >> ?q ?r . ?x ?y }
                                              ^
Look before this place for a variable that is set although it is already in use.""",
}


@pytest.mark.parametrize("case", ERRORS.values(), ids=ERRORS)
def test_the_message_is(case: str) -> None:
    text, _, message = case.partition("\n---\n")
    with pytest.raises(UsageError) as caught:
        run(Store(), prepare(text, prefixes=PREFIXES))
    assert str(caught.value) == message
    assert caught.value.exit_code == 2


def test_a_long_token_is_not_quoted_whole() -> None:
    with pytest.raises(UsageError) as caught:
        run(Store(), prepare(f"SELECT ?s {{ ?s ?p ?o '{'a' * 300}' }}"))
    assert str(caught.value).splitlines()[0] == f"""<query>:1:22: unexpected "'{"a" * 38}…\""""
    assert max(map(len, str(caught.value).splitlines())) < 200


def test_values_of_parameters_do_not_move_the_place() -> None:
    bindings: dict[str, NamedNode | Literal] = {
        "s": NamedNode("http://example.org/a"),
        "o": Literal("a\nb"),
    }
    with pytest.raises(UsageError) as caught:
        run(
            Store(), prepare("SELECT ?x { ?s ?p ?o } LIMIT 99999999999999999999", bindings=bindings)
        )
    assert str(caught.value.position) == "<query>:1:50"


def test_the_name_of_the_query_stands_before_the_place() -> None:
    with pytest.raises(UsageError, match=r"^questions/a\.rq:2:1: unexpected 'SELCT'"):
        run(Store(), prepare("# What?\nSELCT ?s {}", name="questions/a.rq"))


TOO_MUCH = {
    "braces": ("SELECT * " + "{" * 101 + "}" * 101, 110),
    "parentheses": ("ASK { FILTER " + "(" * 101 + "1" + ")" * 101 + "}", 113),
    "lists": ("ASK { ?s ?p " + "(" * 10_000, 112),
    "brackets": ("ASK { ?s ?p " + "[ <a:b> " * 500, 805),
    "functions": ("ASK { FILTER (" + "STR(" * 500, 410),
    "operators": ("ASK { FILTER (1" + " + 1" * 5_000 + ") }", 4009),
    "negations": ("ASK { FILTER (" + "! " * 5_000 + "1) }", 2011),
    "optionals": ("ASK { " + "OPTIONAL {} " * 5_000 + "}", 11995),
    "unions": ("ASK { {} " + "UNION {} " * 5_000 + "}", 9001),
    "things": ("DESCRIBE " + "<a:b> " * 3_000, 6010),
}


@pytest.mark.parametrize(("text", "column"), TOO_MUCH.values(), ids=TOO_MUCH)
def test_what_would_overflow_the_engine_is_refused(text: str, column: int) -> None:
    with pytest.raises(UsageError) as caught:
        prepare(text)
    assert str(caught.value.position) == f"<query>:1:{column}"
    assert caught.value.message in [
        f"the query has more than {what}, which is more than the engine can take"
        for what in (
            f"{DEEPEST} brackets inside each other",
            f"{LONGEST} keywords and operators",
            f"{MOST_DESCRIBED} things to describe",
        )
    ]


BEARABLE = {
    "as deep as can be": "ASK {" + "{" * 99 + "?s ?p ?o" + "}" * 100,
    "functions": "ASK { FILTER (" + "STR(" * 98 + "1" + ")" * 99 + " }",
    "data": "ASK { VALUES ?s { " + "1 <a:b> true UNDEF " * 20_000 + " } }",
    "a list of choices": "ASK { FILTER (?s IN (" + "1, " * 50_000 + "1)) }",
    "things": "DESCRIBE " + " ".join(f"<a:{number}>" for number in range(1_000)),
    "things as data": "DESCRIBE ?s { VALUES ?s { " + "<a:b> " * 20_000 + "} }",
    "a string": "ASK { FILTER (?s = '" + "+ { FILTER " * 50_000 + "') }",
    "operators": "ASK { FILTER (1" + " + 1" * 990 + ") }",
}


@pytest.mark.parametrize("text", BEARABLE.values(), ids=BEARABLE)
def test_what_the_engine_can_take_runs(text: str) -> None:
    run(Store(), prepare(text))


SNIPPETS = st.sampled_from(
    [
        *("SELECT", "ASK", "WHERE", "FILTER", "OPTIONAL", "BIND", "VALUES", "GROUP", "BY", "AS"),
        *("ORDER", "LIMIT", "COUNT", "EXISTS", "NOT", "a", "{", "}", "(", ")", "[", "]", ".", ";"),
        *(
            "?s",
            "?p",
            "?o",
            "_:b",
            "visit:a",
            "vist:a",
            "<http://a.org/>",
            "<a>",
            "'a'",
            "@en",
            "1",
        ),
        *("-1", "*", "+", "=", "<", ">", "'", '"""', "\\", "^^", "PREFIX", "UNDEF", "\xa0"),
    ]
)


def error_of(text: str) -> UsageError | None:
    try:
        run(Store(), prepare(text, prefixes=PREFIXES))
    except UsageError as error:
        return error
    return None


@given(st.lists(SNIPPETS, max_size=20).map(" ".join))
def test_any_text_runs_or_has_a_place(text: str) -> None:
    error = error_of(text)
    if error is not None:
        position = error.position
        assert position is not None
        assert (position.path, position.line) == ("<query>", 1)
        assert position.column is not None
        assert 1 <= position.column <= len(text) + 1


@given(st.text())
def test_no_text_ends_in_another_error(text: str) -> None:
    assert error_of(text) or tokenise(text)
