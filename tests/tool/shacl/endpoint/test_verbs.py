"""Which predicates a query can meet, and patterns that all stores read alike."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from visitkg.shacl.endpoint.dialect import translate
from visitkg.shacl.endpoint.verbs import find_verbs
from visitkg.shacl.pattern import compile_pattern

PREFIX = "PREFIX ex: <http://example.org/> "


@pytest.mark.parametrize(
    "query",
    [
        "SELECT $this ?value WHERE { $this ex:p ?value }",
        "SELECT $this WHERE { $this ex:p/ex:q* ?value ; a ex:C }",
        "SELECT $this WHERE { $this ex:p* ?value . FILTER(?value > 1 && !bound(?x)) }",
        "ASK { FILTER(isLiteral($value)) }",
    ],
)
def test_named_predicates_are_found(query: str) -> None:
    found = find_verbs(PREFIX + query)
    assert found is not None
    assert {f"<http://example.org/{name}>" for name in re.findall(r"ex:(\w)", query)} == set(
        map(str, found)
    )


@pytest.mark.parametrize(
    "query",
    [
        "SELECT $this WHERE { $this ?p ?value }",
        "SELECT $this WHERE { $this ex:p 1 ; ?p 2 }",
        "SELECT $this WHERE { [] ?p $this }",
        'SELECT $this WHERE { $this ex:p ?x . FILTER NOT EXISTS { ?x ?p "a"@en } }',
        "SELECT $this WHERE { $this !ex:p ?value }",
        "SELECT $this WHERE { $this ^!(ex:p|ex:q) ?value }",
        "SELECT $this WHERE { ?a ex:p* ?b }",
        "SELECT $this WHERE { ?a (ex:p|ex:q)? ?b }",
        "SELECT $this WHERE { GRAPH $shapesGraph { $this ex:p 1 } }",
        "SELECT $this WHERE { SERVICE <http://example.org/> { $this ex:p 1 } }",
        "SELECT $this WHERE { $this other:p 1 }",
        "SELECT $this WHERE { $this ex:a\\-b 1 }",
        "SELECT $this WHERE { $this \x00 1 }",
    ],
)
def test_whatever_could_be_any_predicate_is_told(query: str) -> None:
    assert find_verbs(PREFIX + query) is None


PATTERNS = [
    "^a",
    "b$",
    "^[A-Z]{2}$",
    r"^\d+$",
    "a|[é-]",
    ".",
    "[^a]",
    r"\w+",
    "^(ab){2,3}[.]?$",
    "-",
]


@pytest.mark.parametrize("pattern", PATTERNS)
@given(text=st.text(alphabet="abAZ019.-é\n_ ]^&~", max_size=6))
def test_a_translated_pattern_matches_no_more_than_the_original(pattern: str, text: str) -> None:
    translated = translate(pattern, "")
    assert translated is not None
    if re.search(translated, text, re.ASCII) and "\n" not in text:
        assert compile_pattern(pattern, "")(text)


@pytest.mark.parametrize("pattern", [r"(a)\1", "[é]", "a|é", "a{500}", "["])
def test_a_pattern_that_is_not_plain_is_left_to_us(pattern: str) -> None:
    assert translate(pattern, "") is None
