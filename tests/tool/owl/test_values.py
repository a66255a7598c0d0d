from __future__ import annotations

import pytest
from pyoxigraph import Literal, NamedNode

from visitkg.owl.values import belongs_to, differ, has_form
from visitkg.terms import RDF, RDFS, XSD


def literal(text: str) -> Literal:
    """Return what ``text@de`` or ``text^^date`` stands for."""
    if "^^" in text:
        value, _, datatype = text.partition("^^")
        return Literal(value, datatype=NamedNode(iri(datatype)))
    value, _, language = text.partition("@")
    return Literal(value, language=language) if language else Literal(value)


def iri(name: str) -> str:
    return {"XMLLiteral": RDF, "Literal": RDFS}.get(name, "" if ":" in name else XSD) + name


WELL_FORMED = [
    "any text",
    "text@ko",
    "1^^integer",
    "+01^^integer",
    " 1 ^^integer",
    "-1^^negativeInteger",
    "127^^byte",
    "18446744073709551615^^unsignedLong",
    "1.50^^decimal",
    ".5^^decimal",
    "true^^boolean",
    "1^^boolean",
    "1.0E3^^double",
    "INF^^float",
    "2025-09-02^^date",
    "2025-09-02+08:00^^date",
    "2025-09-02T10:00:00.5Z^^dateTime",
    "2025-09-02T24:00:00^^dateTime",
    "23:59:59^^time",
    "2025^^gYear",
    "2025-09^^gYearMonth",
    "--09^^gMonth",
    "---02^^gDay",
    "--09-02^^gMonthDay",
    "c0ffee^^hexBinary",
    "ko-Kore^^language",
    "two words^^token",
    "anything^^http://example.org/own",
    "http://example.org/^^anyURI",
]
MALFORMED = [
    "one^^integer",
    "1.0^^integer",
    "-1^^nonNegativeInteger",
    "0^^positiveInteger",
    "128^^byte",
    "-129^^byte",
    "256^^unsignedByte",
    "1e3^^decimal",
    "^^decimal",
    "yes^^boolean",
    "1,5^^double",
    "+INF^^float",
    "02.09.2025^^date",
    "2025-13-01^^date",
    "2025-09-02^^dateTime",
    "2025-09-02T25:00:00^^dateTime",
    "10:00^^time",
    "25^^gYear",
    "c0ffe^^hexBinary",
    "english_language^^language",
    " two words^^token",
    "two\nlines^^normalizedString",
]


@pytest.mark.parametrize("text", WELL_FORMED)
def test_a_text_that_its_datatype_allows_is_well_formed(text: str) -> None:
    assert has_form(literal(text))


@pytest.mark.parametrize("text", MALFORMED)
def test_a_text_that_its_datatype_forbids_is_malformed(text: str) -> None:
    assert not has_form(literal(text))


@pytest.mark.parametrize(
    ("text", "datatype"),
    [
        ("5^^integer", "nonNegativeInteger"),
        ("5^^byte", "decimal"),
        ("5.0^^decimal", "integer"),
        ("text", "string"),
        ("text", "token"),
        ("2025-09-02^^date", "date"),
        ("anything^^date", "Literal"),
        ("text@en", "Literal"),
        ("x^^http://example.org/own", "http://example.org/own"),
    ],
)
def test_a_value_belongs_to_a_datatype(text: str, datatype: str) -> None:
    assert belongs_to(literal(text), iri(datatype)) is True


@pytest.mark.parametrize(
    ("text", "datatype"),
    [
        ("-5^^integer", "nonNegativeInteger"),
        ("5.5^^decimal", "integer"),
        ("300^^integer", "byte"),
        ("5", "integer"),
        ("5^^integer", "string"),
        ("text@en", "string"),
        ("two  words", "token"),
        ("2025-09-02^^date", "dateTime"),
        ("1^^float", "double"),
        ("1^^integer", "float"),
        ("true^^boolean", "string"),
        ("<a/>^^XMLLiteral", "string"),
        ("text", "XMLLiteral"),
    ],
)
def test_a_value_does_not_belong_to_a_datatype(text: str, datatype: str) -> None:
    assert belongs_to(literal(text), iri(datatype)) is False


@pytest.mark.parametrize(
    ("text", "datatype"),
    [
        ("x^^http://example.org/own", "string"),
        ("text", "http://example.org/own"),
    ],
)
def test_nothing_is_said_of_unknown_datatypes(text: str, datatype: str) -> None:
    assert belongs_to(literal(text), iri(datatype)) is None


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("1^^integer", "2^^integer"),
        ("1^^integer", "1"),
        ("1^^integer", "1^^boolean"),
        ("a", "b"),
        ("a", "a@en"),
        ("a@en", "a@de"),
        ("true^^boolean", "0^^boolean"),
        ("2025-09-02^^date", "2025-09-03^^date"),
        ("2025-09-02^^date", "2025-09-02T00:00:00^^dateTime"),
    ],
)
def test_different_values_differ(left: str, right: str) -> None:
    assert differ(literal(left), literal(right))
    assert differ(literal(right), literal(left))


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("1^^integer", "1^^integer"),
        ("1^^integer", "01^^integer"),
        ("1^^integer", "1.0^^decimal"),
        ("1^^byte", "1^^long"),
        ("true^^boolean", "1^^boolean"),
        ("a", "a^^token"),
        ("a@en", "a@EN"),
        ("2025-09-02Z^^date", "2025-09-02+00:00^^date"),
        ("10:00:00Z^^time", "12:00:00+02:00^^time"),
        ("1.0^^double", "1^^double"),
        ("x^^http://example.org/own", "y^^http://example.org/own"),
        ("x^^http://example.org/own", "x"),
    ],
)
def test_equal_or_undecided_values_do_not_differ(left: str, right: str) -> None:
    assert not differ(literal(left), literal(right))
    assert not differ(literal(right), literal(left))
