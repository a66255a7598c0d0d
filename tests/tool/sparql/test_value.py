"""Values of parameters: what is written, the term it stands for, and what is refused."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from visitkg.errors import UsageError
from visitkg.sparql.parameters import bind_parameters, split_assignments
from visitkg.sparql.python import to_python, to_term
from visitkg.sparql.questions import Parameter
from visitkg.sparql.value import read_value, write_value

if TYPE_CHECKING:
    from visitkg.sparql.answer import Term

XSD = "http://www.w3.org/2001/XMLSchema#"
PREFIXES = {"id": "http://example.org/id/", "xsd": XSD, "visit": "http://example.org/visit#"}


def typed(value: str, name: str) -> Literal:
    return Literal(value, datatype=NamedNode(XSD + name))


VALUES = {
    "id:kim-jong-un": NamedNode("http://example.org/id/kim-jong-un"),
    "id:": NamedNode("http://example.org/id/"),
    "<http://example.org/a b>": Literal("<http://example.org/a b>"),
    "<http://example.org/a>": NamedNode("http://example.org/a"),
    "https://example.org/a?b=c": NamedNode("https://example.org/a?b=c"),
    '"text"': Literal("text"),
    "'text'": Literal("text"),
    '"text"@en': Literal("text", language="en"),
    '"5"': Literal("5"),
    '"2025"^^xsd:gYear': typed("2025", "gYear"),
    '"5"^^<http://example.org/type>': Literal("5", datatype=NamedNode("http://example.org/type")),
    r'"a\"b\n"': Literal('a"b\n'),
    "'''a\nb'''": Literal("a\nb"),
    "5": typed("5", "integer"),
    "-5": typed("-5", "integer"),
    "5.5": typed("5.5", "decimal"),
    ".5": typed(".5", "decimal"),
    "5e3": typed("5e3", "double"),
    "true": typed("true", "boolean"),
    "2025-09-02": typed("2025-09-02", "date"),
    "2025-09-02Z": typed("2025-09-02Z", "date"),
    "2025-09-02T10:00:00+08:00": typed("2025-09-02T10:00:00+08:00", "dateTime"),
    "text": Literal("text"),
    "two words": Literal("two words"),
    "김정은": Literal("김정은"),
    "": Literal(""),
    " 5": Literal(" 5"),
    "5.": Literal("5."),
    "TRUE": Literal("TRUE"),
    "12:30": Literal("12:30"),
    "2025-9-2": Literal("2025-9-2"),
    "Note: this": Literal("Note: this"),
    "?x": Literal("?x"),
    "a } VALUES ?y { 1": Literal("a } VALUES ?y { 1"),
}


@pytest.mark.parametrize(("text", "term"), VALUES.items())
def test_a_text_stands_for_a_term(text: str, term: NamedNode | Literal) -> None:
    assert read_value(text, PREFIXES) == term


LIKE = {
    ("2025-09-03", typed("2025-09-02", "date")): typed("2025-09-03", "date"),
    ("5", Literal("text")): Literal("5"),
    ("true", Literal("text")): Literal("true"),
    ("5", typed("1", "decimal")): typed("5", "decimal"),
    ("1.5", typed("1e0", "double")): typed("1.5", "double"),
    ("Kim", Literal("Xi", language="en")): Literal("Kim", language="en"),
    ("id:b", NamedNode("http://example.org/id/a")): NamedNode("http://example.org/id/b"),
    ("b", Literal("a", datatype=NamedNode("a:b"))): Literal("b", datatype=NamedNode("a:b")),
}


@pytest.mark.parametrize(("case", "term"), LIKE.items(), ids=str)
def test_a_bare_value_is_of_the_kind_of_the_default(
    case: tuple[str, NamedNode | Literal], term: NamedNode | Literal
) -> None:
    text, like = case
    assert read_value(text, PREFIXES, like=like) == term


REFUSED = {
    "an unknown prefix": (
        "idd:kim",
        None,
        (
            "unknown prefix 'idd:' in idd:kim\n"
            "Did you mean 'id:'? A string goes in quotes: '\"idd:kim\"'."
        ),
    ),
    "an unknown prefix like none": (
        "qqqq:kim",
        None,
        "unknown prefix 'qqqq:' in qqqq:kim\nA string goes in quotes: '\"qqqq:kim\"'.",
    ),
    "a quote without end": (
        '"text',
        None,
        (
            'the value "text is no literal\n'
            'Write "text", "text"@en or "1"^^xsd:integer; mind the quotes of your shell.'
        ),
    ),
    "something behind the literal": (
        '"a" . } #',
        None,
        (
            'the value "a" . } # is no literal\n'
            'Write "text", "text"@en or "1"^^xsd:integer; mind the quotes of your shell.'
        ),
    ),
    "a comment behind the literal": (
        '"a" # b',
        None,
        (
            'the value "a" # b is no literal\n'
            'Write "text", "text"@en or "1"^^xsd:integer; mind the quotes of your shell.'
        ),
    ),
    "an unknown prefix of a datatype": (
        '"1"^^xds:int',
        None,
        (
            'the value "1"^^xds:int is no literal\n'
            'Write "text", "text"@en or "1"^^xsd:integer; mind the quotes of your shell.'
        ),
    ),
    "a name instead of an IRI": (
        "kim-jong-un",
        NamedNode("http://example.org/id/xi"),
        (
            "'kim-jong-un' is a string, and an IRI is needed such as id:xi\n"
            "Did you mean id:kim-jong-un?"
        ),
    ),
    "nothing instead of an IRI": (
        "",
        NamedNode("http://example.org/id/xi"),
        "'' is a string, and an IRI is needed such as id:xi\nWrite <iri> or prefix:name.",
    ),
    "a literal instead of an IRI": (
        '"kim"',
        NamedNode("http://example.org/id/xi"),
        '"kim" is a literal, and an IRI is needed such as <http://example.org/id/xi>',
    ),
    "an IRI instead of a date": (
        "id:kim",
        typed("2025-09-02", "date"),
        "id:kim is no date, which is needed such as 2025-09-02",
    ),
    "a word instead of a date": (
        "tomorrow",
        typed("2025-09-02", "date"),
        "tomorrow is no date, which is needed such as 2025-09-02",
    ),
    "an integer instead of a date": (
        '"5"^^xsd:integer',
        typed("2025-09-02", "date"),
        '"5"^^xsd:integer is no date, which is needed such as 2025-09-02',
    ),
    "bytes in another encoding": (
        "a\udcff",
        None,
        (
            "the value is not UTF-8: character 2\n"
            "Write it in UTF-8, or set the locale to the encoding that it is in."
        ),
    ),
}


@pytest.mark.parametrize(("text", "like", "message"), REFUSED.values(), ids=REFUSED)
def test_a_value_is_refused(text: str, like: NamedNode | Literal | None, message: str) -> None:
    with pytest.raises(UsageError) as caught:
        read_value(text, PREFIXES, like=like)
    assert str(caught.value) == message


@given(st.text())
def test_what_is_written_is_read_again(text: str) -> None:
    for term in (Literal(text), Literal(text, language="en"), typed(text, "date")):
        assert read_value(write_value(term, PREFIXES), PREFIXES) == term


@given(st.text())
def test_any_text_is_one_value_or_refused(text: str) -> None:
    try:
        term = read_value(text, PREFIXES)
    except UsageError:
        return
    assert isinstance(term, (NamedNode, Literal))


PERSON = Parameter("person", "a person", "id:kim-jong-un")
DAY = Parameter("day", "a date", None)


def test_given_values_win_over_defaults() -> None:
    given = {"person": "id:xi", "day": "2025-09-02"}
    assert bind_parameters([PERSON, DAY], given, PREFIXES) == {
        "person": NamedNode("http://example.org/id/xi"),
        "day": typed("2025-09-02", "date"),
    }


def test_a_query_without_declarations_takes_any_variable() -> None:
    assert bind_parameters([], {"x": "5"}, PREFIXES) == {"x": typed("5", "integer")}
    assert bind_parameters([], {}, PREFIXES) == {}


UNBINDABLE = {
    "an unknown parameter": (
        {"persn": "id:xi", "day": "1"},
        (
            "unknown parameter 'persn'\nThe parameters are:\n"
            "  person: a person, default id:kim-jong-un\n  day: a date"
        ),
    ),
    "a parameter without value": (
        {"person": "id:xi"},
        (
            "parameter 'day' has no value\nThe parameters are:\n"
            "  person: a person, default id:kim-jong-un\n  day: a date"
        ),
    ),
    "a value that does not fit": (
        {"person": "xi", "day": "1"},
        (
            "parameter 'person': 'xi' is a string, and an IRI is needed such as id:kim-jong-un\n"
            "Did you mean id:xi?"
        ),
    ),
}


@pytest.mark.parametrize(("given", "message"), UNBINDABLE.values(), ids=UNBINDABLE)
def test_parameters_are_refused(given: dict[str, object], message: str) -> None:
    with pytest.raises(UsageError) as caught:
        bind_parameters([PERSON, DAY], given, PREFIXES)
    assert str(caught.value) == message


def test_assignments_are_split_at_the_first_sign() -> None:
    assert split_assignments(["a=b=c", "?x=", "$y=1"]) == {"a": "b=c", "x": "", "y": "1"}


ASSIGNMENTS = {
    ("person",): "--param 'person' is no assignment\n"
    "Write --param name=value, for example --param person=id:kim-jong-un",
    ("=5",): "--param '=5' is no assignment\n"
    "Write --param name=value, for example --param person=id:kim-jong-un",
    ("a=1", "?a=2"): "parameter 'a' is given twice\nLeave one of the values out.",
}


@pytest.mark.parametrize(("assignments", "message"), ASSIGNMENTS.items(), ids=str)
def test_assignments_are_refused(assignments: tuple[str, ...], message: str) -> None:
    with pytest.raises(UsageError) as caught:
        split_assignments(assignments)
    assert str(caught.value) == message


PYTHON: list[tuple[Term | None, object]] = [
    (None, None),
    (NamedNode("a:b"), "a:b"),
    (BlankNode("b0"), "_:b0"),
    (Literal("text"), "text"),
    (Literal("텍스트", language="ko"), "텍스트"),
    (typed("5", "integer"), 5),
    (typed("5", "unsignedByte"), 5),
    (typed("5.50", "decimal"), Decimal("5.50")),
    (typed("5e3", "double"), 5000.0),
    (typed("true", "boolean"), True),
    (typed("0", "boolean"), False),
    (typed("2025-09-02", "date"), date(2025, 9, 2)),
    (typed("2025-09-02T10:00:00Z", "dateTime"), datetime(2025, 9, 2, 10, tzinfo=UTC)),
    (typed("-0044-03-15", "date"), "-0044-03-15"),
    (typed("many", "integer"), "many"),
    (typed("yes", "boolean"), "yes"),
    (typed("much", "decimal"), "much"),
    (typed("P1D", "duration"), "P1D"),
    (
        Triple(NamedNode("a:b"), NamedNode("a:b"), Literal(1)),
        '<a:b> <a:b> "1"^^<' + XSD + "integer>",
    ),
]


@pytest.mark.parametrize(("term", "value"), PYTHON, ids=str)
def test_a_term_as_a_value_of_python(term: Term | None, value: object) -> None:
    found = to_python(term)
    assert found == value
    assert type(found) is type(value)


TERMS: list[tuple[object, NamedNode | Literal]] = [
    ("id:xi", NamedNode("http://example.org/id/xi")),
    (NamedNode("a:b"), NamedNode("a:b")),
    (Literal("5"), Literal("5")),
    (5, typed("5", "integer")),
    (True, typed("true", "boolean")),
    (2.5, Literal(2.5)),
    (Decimal("2.50"), typed("2.50", "decimal")),
    (date(2025, 9, 2), typed("2025-09-02", "date")),
    (datetime(2025, 9, 2, 10, tzinfo=UTC), typed("2025-09-02T10:00:00+00:00", "dateTime")),
]


@pytest.mark.parametrize(("value", "term"), TERMS, ids=str)
def test_a_value_of_python_as_a_term(value: object, term: NamedNode | Literal) -> None:
    assert to_term(value, PREFIXES) == term


def test_a_value_of_python_must_fit_too() -> None:
    with pytest.raises(UsageError, match="is no date, which is needed such as 2025-09-02"):
        to_term(5, PREFIXES, like=typed("2025-09-02", "date"))


def test_a_list_is_no_value() -> None:
    with pytest.raises(TypeError, match=r"^no RDF term for \[1\] of type list$"):
        to_term([1], PREFIXES)
