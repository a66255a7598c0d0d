"""Which representation an Accept header asks for, by RFC 9110."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from visitkg.publish.address import FORMATS
from visitkg.publish.negotiate import negotiate

CASES = {
    "no header": (None, "html"),
    "an empty header": ("", "html"),
    "all": ("*/*", "html"),
    "one type": ("text/turtle", "ttl"),
    "a type in capitals": ("TEXT/Turtle", "ttl"),
    "a parameter": ("text/turtle; charset=utf-8", "ttl"),
    "a profile": ('application/ld+json;profile="http://www.w3.org/ns/json-ld#compacted"', "jsonld"),
    "a browser": ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "html"),
    "rdflib": ("text/turtle, application/rdf+xml;q=0.9, */*;q=0.1", "ttl"),
    "the higher quality": ("text/turtle;q=0.5, application/rdf+xml;q=0.75", "rdf"),
    "the third digit": ("text/turtle;q=0.499, application/rdf+xml;q=0.5", "rdf"),
    "closing zeros": ("application/rdf+xml;q=0.5, text/turtle;q=0.500", "ttl"),
    "one and zeros": ("application/rdf+xml;q=1.000, text/turtle;q=0.999", "rdf"),
    "equal wishes": ("application/rdf+xml, text/turtle", "ttl"),
    "a closer range is worth more": ("text/*, text/html;q=0.1, text/turtle;q=0.2", "ttl"),
    "a family": ("application/*", "nt"),
    "a family but for one": ("application/*, application/n-triples;q=0", "jsonld"),
    "all but pages": ("*/*, text/html;q=0", "ttl"),
    "all but texts": ("text/*;q=0, */*", "nt"),
    "all, and a little more of one": ("*/*;q=0.1, application/ld+json;q=0.2", "jsonld"),
    "a quality in capitals": ("text/turtle;Q=0.1, application/ld+json;q=0.2", "jsonld"),
    "spaces": ("  text/turtle ; q=0.1 ,  application/ld+json\t; q=0.2 ", "jsonld"),
    "empty elements": (",, text/turtle,,", "ttl"),
    "a parameter after the quality": ("text/turtle;q=0.1;x=y, text/html;q=0.05", "ttl"),
    "nothing acceptable": ("image/png", None),
    "nothing at all": ("*/*;q=0", None),
    "all excluded one by one": (", ".join(f"{name};q=0.0" for name in FORMATS.values()), None),
    "no header, by its form": ("garbage", "html"),
    "no media range": ("*/turtle", "html"),
    "a star alone": ("*", "html"),
    "a bad quality": ("text/turtle;q=high", "html"),
    "a quality of two": ("text/turtle;q=2, application/rdf+xml;q=0.1", "rdf"),
    "four digits": ("text/turtle;q=0.1234, application/rdf+xml;q=0.1", "rdf"),
    "a negative quality": ("text/turtle;q=-1, application/rdf+xml;q=0.1", "rdf"),
    "a bad part beside a good one": ("text/turtle;q=, ;;, application/ld+json", "jsonld"),
    "another type with a bad part": ("image/png, text/turtle;q=x", None),
    "a longer name": ("text/turtle2, xtext/turtle", None),
}
"""Real servers are asked the same: see test_requests."""

ONLY_HERE = {
    "a range without parameters is closer": (
        "text/html;level=1, text/html;q=0.1, */*;q=0.2",
        "ttl",
    ),
    "a comma in quotes": ('text/html;q=0.1;x="a,text/turtle;q=0.5,b", application/*;q=0.2', "nt"),
    "two qualities": ("text/turtle;q=0.1;q=1, application/*;q=0.2", "nt"),
    "the best of the same": ("text/turtle;q=0.1, text/turtle;q=0.3, application/*;q=0.2", "ttl"),
}


@pytest.mark.parametrize(
    ("accept", "expected"), [*CASES.values(), *ONLY_HERE.values()], ids=[*CASES, *ONLY_HERE]
)
def test_the_wish_is_met(accept: str | None, expected: str | None) -> None:
    assert negotiate(accept, FORMATS) == expected


def test_of_equals_the_first_offered_wins() -> None:
    assert negotiate("*/*", {"b": "text/b", "a": "text/a"}) == "b"


def test_nothing_is_chosen_where_nothing_is_offered() -> None:
    assert negotiate("*/*", {}) is None
    assert negotiate(None, {}) is None


@given(st.text())
def test_any_text_is_an_answerable_header(accept: str) -> None:
    assert negotiate(accept, FORMATS) in {*FORMATS, None}


@given(
    st.permutations(list(FORMATS)),
    st.lists(st.integers(0, 1000), min_size=len(FORMATS), max_size=len(FORMATS)),
)
def test_the_greatest_quality_wins_in_any_order(order: list[str], thousandths: list[int]) -> None:
    quality = dict(zip(FORMATS, thousandths, strict=True))
    accept = ", ".join(f"{FORMATS[each]};q={quality[each] / 1000:.3f}" for each in order)
    expected = max(FORMATS, key=quality.__getitem__) if any(thousandths) else None
    assert negotiate(accept, FORMATS) == expected
