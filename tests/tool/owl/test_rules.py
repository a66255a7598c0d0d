from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode

from visitkg.graph.term import IriWriter
from visitkg.owl.naming import write_term
from visitkg.owl.rules import RULES

if TYPE_CHECKING:
    from visitkg.owl.rule import Rule


def test_no_two_rules_have_one_name() -> None:
    assert len({rule.name for rule in RULES}) == len(RULES) == 51


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_says_what_it_asks_and_where_it_stands(rule: Rule) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", rule.name)
    assert rule.demand.endswith(".")
    assert not rule.remedy.endswith(".")
    assert rule.name.startswith("lite-") == (rule.keeps_out_of == "Lite")
    section = re.fullmatch(r"S&AS (\d(?:\.\d)*)|Reference ([78]\.\d|A)", rule.section)
    assert section
    assert rule.link.startswith("https://www.w3.org/TR/owl-")
    assert section[1] is None or rule.link.endswith(f"#{section[1]}")


@pytest.mark.parametrize(
    ("term", "text"),
    [
        (NamedNode("http://example.org/a"), "ex:a"),
        (NamedNode("http://example.org/a/b"), "<http://example.org/a/b>"),
        (BlankNode("b1"), "this"),
        (None, "this"),
        (Literal("two\nlines"), '"two\\nlines"'),
        (Literal(1), "1"),
        (Literal("x" * 200), '"' + "x" * 76 + "..."),
    ],
    ids=["prefixed", "in full", "blank", "nothing", "on one line", "number", "cut"],
)
def test_a_term_is_written_for_people(term: NamedNode | BlankNode | Literal, text: str) -> None:
    assert write_term(term, IriWriter({"ex": "http://example.org/"})) == text
