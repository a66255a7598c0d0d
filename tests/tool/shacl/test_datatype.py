"""Lexical spaces as XSD 1.1 has them; pyoxigraph's SPARQL, rdflib and Python judge too."""

from __future__ import annotations

import base64
import datetime as dt
import re
import warnings
from typing import Final

import pyoxigraph
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from rdflib import Literal, URIRef

from visitkg.shacl.datatype import INTEGER_BOUNDS, checker, is_well_formed
from visitkg.terms import RDF, XSD

DATATYPES: Final = frozenset(
    {
        *("string", "boolean", "decimal", "integer", "double", "float"),
        *("date", "time", "dateTime", "dateTimeStamp"),
        *("gYear", "gMonth", "gDay", "gYearMonth", "gMonthDay"),
        *("duration", "yearMonthDuration", "dayTimeDuration"),
        *("byte", "short", "int", "long"),
        *("unsignedByte", "unsignedShort", "unsignedInt", "unsignedLong"),
        *("positiveInteger", "nonNegativeInteger", "negativeInteger", "nonPositiveInteger"),
        *("hexBinary", "base64Binary", "anyURI"),
        *("language", "normalizedString", "token", "NMTOKEN", "Name", "NCName"),
    }
)
"""The datatypes of XSD that RDF 1.1 Concepts, 5.1, names."""

WELL_FORMED: Final[dict[str, tuple[str, ...]]] = {
    "string": ("", " ", "a\tb\r\nc", "\x01\x1f\x7f", "피", "\U0010ffff", "\ufffd"),
    "boolean": ("true", "false", "1", "0"),
    "decimal": (
        "0",
        "-0",
        "+1",
        "007",
        "1.5",
        "1.",
        ".5",
        "-.5",
        "+0.0",
        "9" * 5000,
        "." + "9" * 5000,
    ),
    "integer": ("0", "-0", "+0", "007", "-1", "9" * 5000),
    "double": ("1", "-1.5", "1.", ".5", "+.5E-3", "1e5", "1E+400", "INF", "+INF", "-INF", "NaN"),
    "float": ("1", "1e99", "INF", "+INF", "-INF", "NaN"),
    "date": (
        *("2000-12-31", "2000-02-29", "0000-02-29", "-0004-02-29", "-0001-01-01", "-0000-01-01"),
        *("12000-02-29", "2000-01-01Z", "2000-01-01+14:00", "2000-01-01-13:59", "2000-01-01-00:00"),
    ),
    "time": ("00:00:00", "23:59:59.999", "24:00:00", "24:00:00.00Z", "12:30:00-05:30"),
    "dateTime": (
        *("2000-01-01T00:00:00", "2000-02-29T24:00:00", "2000-01-01T00:00:00.0Z"),
        *("-12000-02-29T23:59:59.1234567890123456789+14:00", "0000-01-01T00:00:00"),
    ),
    "dateTimeStamp": ("2000-01-01T00:00:00Z", "2000-01-01T24:00:00.0-14:00"),
    "gYear": ("2000", "0000", "-0044", "12000", "2000Z", "-0001+01:00"),
    "gMonth": ("--01", "--12Z", "--02-05:00"),
    "gDay": ("---01", "---31", "---30+14:00"),
    "gYearMonth": ("2000-02", "-0001-12", "12000-01Z"),
    "gMonthDay": ("--02-29", "--12-31Z", "--04-30-05:00"),
    "duration": (
        "P1Y",
        "P0M",
        "-P1Y2M3DT4H5M6.7S",
        "PT1S",
        "P1DT1M",
        "P99M",
        "P" + "9" * 5000 + "D",
    ),
    "yearMonthDuration": ("P1Y", "P1M", "-P1Y13M"),
    "dayTimeDuration": ("P1D", "PT1.50S", "-P1DT1H"),
    "byte": ("-128", "127", "+127", "0" * 5000 + "127"),
    "short": ("-32768", "32767"),
    "int": ("-2147483648", "2147483647"),
    "long": ("-9223372036854775808", "9223372036854775807"),
    "unsignedByte": ("0", "-0", "+255"),
    "unsignedShort": ("65535",),
    "unsignedInt": ("4294967295",),
    "unsignedLong": ("18446744073709551615",),
    "positiveInteger": ("1", "+1", "9" * 5000),
    "nonNegativeInteger": ("0", "-0", "-" + "0" * 5000, "1"),
    "negativeInteger": ("-1", "-" + "9" * 5000),
    "nonPositiveInteger": ("0", "+0", "-1"),
    "hexBinary": ("", "0aF9"),
    "base64Binary": ("", "YWJj", "YWI=", "YQ==", "Y W J j", "YQ = =", "YWJjYWI ="),
    "anyURI": ("", "http://example.org/", "a b", "%", "피"),
    "language": ("en", "ko-Kore-KP", "x-a1", "abcdefgh"),
    "normalizedString": ("", " a  b ", "피"),
    "token": ("", "a b c", "피"),
    "NMTOKEN": ("1a:b", "-", ".", "\xb7"),
    "Name": (":", "a:b", "_1", "é.-", "\U00010000"),
    "NCName": ("_", "a-b.c", "피", "a\u0300"),
}
ILL_FORMED: Final[dict[str, tuple[str, ...]]] = {
    "string": ("\0", "a\0b", "\ufffe", "a\n\uffff", "\ud800"),
    "boolean": ("", "TRUE", "yes", "2", "01", " true", "true\n"),
    "decimal": (
        "",
        ".",
        "+",
        "-.",
        "1e5",
        "1,5",
        "1..5",
        ".-5",
        "+-1",
        "INF",
        " 1",
        "1 ",
        "1_0",
        "\u0661",
    ),
    "integer": ("", "+", "--1", "1.0", "1.", "1e1", " 1", "1\n", "1_0", "0x1", "\u0661", "²"),
    "double": ("", ".", "e5", "1e", "1e5.0", "inf", "Infinity", "+NaN", "nan", " 1", "1_0", "1d"),
    "float": ("", "-NaN", "1f", "0x1p3"),
    "date": (
        *("2000-02-30", "1900-02-29", "2001-02-29", "-0001-02-29", "12001-02-29", "2000-04-31"),
        *("2000-00-01", "2000-13-01", "2000-01-00", "2000-01-32", "200-01-01", "02000-01-01"),
        *("+2000-01-01", "20000101", "2000-1-1", "2000-001", "2000-W01-1", "2000-01-01T00:00:00"),
        *("2000-01-01+14:01", "2000-01-01+15:00", "2000-01-01+1:00", "2000-01-01z", "2000-01-01 "),
        *("2000-01-01+0100", "2000-01-01.5", "2000-01-01Z01", "\u0968\u0966\u0966\u0966-01-01"),
    ),
    "time": (
        *("24:00:01", "24:01:00", "24:00:00.01", "25:00:00", "12:60:00", "12:00:60", "12:00"),
        *("12:00:00.", "12:00:00,5", "1:00:00", "12:00:00+24:00", "T12:00:00"),
    ),
    "dateTime": (
        *("2000-01-01", "2000-01-01 00:00:00", "2000-01-01t00:00:00", "2000-02-30T00:00:00"),
        *("2000-01-01T24:00:01", "2000-01-01T00:00", "2000-01-01T00:00:00+14:30", "2000-01-01T"),
        *("2000-01-01T00:00:00.Z", "2000-01-01T00:00:00ZZ", "12001-02-29T00:00:00"),
    ),
    "dateTimeStamp": ("2000-01-01T00:00:00", "2000-01-01Z", "2000-02-30T00:00:00Z"),
    "gYear": ("200", "02000", "+2000", "2000-01", "2000+15:00"),
    "gMonth": ("01", "--13", "--00", "--1", "--01--"),
    "gDay": ("---00", "---32", "--01", "31"),
    "gYearMonth": ("2000-13", "2000-00", "2000", "2000-1", "2000-01-01"),
    "gMonthDay": ("--02-30", "--04-31", "--13-01", "--01-00", "02-29"),
    "duration": (
        *("", "P", "-P", "PT", "P1", "1Y", "P1YT", "P1S", "PT1D", "P1M1Y", "P-1Y", "+P1Y", "P1.5Y"),
        *("PT1.S", "PT.5S", "PT1.5M", "p1y", "P1Y "),
    ),
    "yearMonthDuration": ("P", "P1D", "P1YT", "P1M1Y", "P1Y1D"),
    "dayTimeDuration": ("P", "P1M", "PT", "P1DT", "P1Y"),
    "byte": ("-129", "128", "1" + "0" * 40, "-1" + "0" * 5000, "a"),
    "short": ("-32769", "32768"),
    "int": ("-2147483649", "2147483648"),
    "long": ("-9223372036854775809", "9223372036854775808"),
    "unsignedByte": ("-1", "256"),
    "unsignedShort": ("-1", "65536"),
    "unsignedInt": ("-1", "4294967296"),
    "unsignedLong": ("-1", "18446744073709551616"),
    "positiveInteger": ("0", "-1", "+0"),
    "nonNegativeInteger": ("-1", "-" + "9" * 5000),
    "negativeInteger": ("0", "-0", "1"),
    "nonPositiveInteger": ("1", "9" * 5000),
    "hexBinary": ("0", "0g", "0a 0b", "0x0a"),
    "base64Binary": ("YWJ", "YWJjY", "YWJ=", "YR==", "Y===", "YWJj ", " YWJj", "YW  Jj", "YWJ_"),
    "anyURI": ("\0", "a\ufffe"),
    "language": ("", "en_US", "abcdefghi", "1a", "en-", "en--us", "é"),
    "normalizedString": ("a\tb", "a\nb", "\r", "\0"),
    "token": (" a", "a ", "a  b", "a\tb", "a\nb", "\0"),
    "NMTOKEN": ("", "a b", "a/b", "\xd7"),
    "Name": ("", "1a", "-a", "a b", "\u0300", "\U000f0000"),
    "NCName": ("", "a:b", ":a", "1", ".a", "a/b"),
}


def cases(table: dict[str, tuple[str, ...]]) -> list[object]:
    """Return each lexical form with its datatype, named so that both can be read."""
    return [
        pytest.param(form, name, id=f"{name} {ascii(form)[:40]}")
        for name, forms in table.items()
        for form in forms
    ]


@pytest.mark.parametrize(("lexical_form", "name"), cases(WELL_FORMED))
def test_what_xsd_allows_is_well_formed(lexical_form: str, name: str) -> None:
    assert is_well_formed(lexical_form, XSD + name)


@pytest.mark.parametrize(("lexical_form", "name"), cases(ILL_FORMED))
def test_what_xsd_does_not_allow_is_ill_formed(lexical_form: str, name: str) -> None:
    assert not is_well_formed(lexical_form, XSD + name)


def test_every_datatype_of_rdf_has_cases_of_both_kinds() -> None:
    assert set(WELL_FORMED) == DATATYPES
    assert set(ILL_FORMED) == DATATYPES


@pytest.mark.parametrize(
    "datatype",
    [XSD + "QName", XSD + "own", XSD, "http://example.org/integer", RDF + "HTML"],
)
def test_a_datatype_that_is_not_known_takes_every_form(datatype: str) -> None:
    assert is_well_formed("\0 any", datatype)


def test_xml_is_not_parsed() -> None:
    assert is_well_formed("<p>", RDF + "XMLLiteral")


@pytest.mark.parametrize("name", ["langString", "dirLangString"])
@pytest.mark.parametrize("lexical_form", ["", "text"])
def test_no_form_alone_makes_a_language_tagged_string(lexical_form: str, name: str) -> None:
    assert not is_well_formed(lexical_form, RDF + name)


@pytest.mark.parametrize(
    "lexical_form",
    ["{}", ' [1, "a", null] ', "1e999", "9" * 5000, '"\\ud800"', "[" * 100_000],
    ids=lambda form: form[:20],
)
def test_json_is_well_formed_or_too_deep_to_tell(lexical_form: str) -> None:
    assert is_well_formed(lexical_form, RDF + "JSON")


@pytest.mark.parametrize(
    "lexical_form", ["", "{", "NaN", "-Infinity", "[1,]", "'a'", '"\n"', "1 2", "01", "\xa01"]
)
def test_what_is_not_json_is_ill_formed(lexical_form: str) -> None:
    assert not is_well_formed(lexical_form, RDF + "JSON")


PARTNERS: Final[dict[str, tuple[str, ...]]] = {
    "boolean": ("false", "true"),
    "date": ("1919-10-10", "1919-10-10Z"),
    "dateTime": ("1919-10-10T00:00:00", "1919-10-10T00:00:00Z"),
    "dateTimeStamp": ("1919-10-10T00:00:00Z",),
    "duration": ("-PT0S",),
    "dayTimeDuration": ("-PT0S",),
    "yearMonthDuration": ("-P0M",),
    "gDay": ("---19", "---19Z"),
    "gMonth": ("--07", "--07Z"),
    "gMonthDay": ("--07-19", "--07-19Z"),
    "gYear": ("1919", "1919Z"),
    "gYearMonth": ("1919-07", "1919-07Z"),
    "time": ("12:34:56.7", "12:34:56.7Z"),
}
"""Values with one of which every value of the datatype can be compared."""


def is_well_formed_for_pyoxigraph(lexical_form: str, name: str) -> bool:
    """Tell whether SPARQL can compare a literal."""
    datatype = pyoxigraph.NamedNode(XSD + name)
    literal = pyoxigraph.Literal(lexical_form, datatype=datatype)
    rows = " ".join(
        f"({literal} {pyoxigraph.Literal(partner, datatype=datatype)})"
        for partner in PARTNERS.get(name, ("0019",))
    )
    answer = pyoxigraph.Store().query(f"SELECT (?a < ?b AS ?is) {{ VALUES (?a ?b) {{ {rows} }} }}")
    assert isinstance(answer, pyoxigraph.QuerySolutions)
    return any(solution["is"] is not None for solution in answer)


JUDGED: Final = tuple(
    sorted({"integer", "decimal", "double", "float", *PARTNERS} - {"dateTimeStamp"})
)
"""The datatypes whose forms pyoxigraph reads; it knows no bounds, and accepts any string."""


def is_beyond_pyoxigraph(lexical_form: str, name: str) -> bool:
    """Tell whether pyoxigraph is known to answer otherwise than XSD 1.1."""
    if name in ("double", "float"):
        # NaN compares with nothing; "inf" and "Infinity" are read: XSD 1.1, 3.3.5.2.
        return bool(re.search("[A-DF-Za-df-z]", lexical_form))
    if name.lower().endswith("duration"):
        # XSD 1.1, 3.3.6.2: digits on both sides of a point, and something behind the T.
        return bool(re.search(r"\.(?![0-9])|(?<![0-9])\.|T$", lexical_form))
    # It looks for the day in a year that is no leap year: XSD 1.1, 3.3.12.
    return name == "gMonthDay" and lexical_form.startswith("--02-29")


@st.composite
def edited_forms(draw: st.DrawFn) -> tuple[str, str]:
    """Return a lexical form of this datatype or another, but for some edits, and the datatype."""
    name = draw(st.sampled_from(JUDGED))
    like = draw(st.just(name) | st.sampled_from(JUDGED))
    text = draw(st.sampled_from([form for form in WELL_FORMED[like] if len(form) < 30]))
    for _ in range(draw(st.integers(0, 3))):
        start = draw(st.integers(0, len(text)))
        end = start + draw(st.integers(0, 1))
        put = draw(st.sampled_from([*"0123459+-:.TZPYMDHSEeIF ", ""]))
        text = text[:start] + put + text[end:]
    return text, name


@given(edited_forms())
@settings(max_examples=300)
@example(("2000-01-01T00:00:00.123456789Z", "dateTime"))
@example(("-0004-02-29", "date"))
@example(("24:00:00.1", "time"))
def test_a_form_is_well_formed_if_sparql_can_compare_it(case: tuple[str, str]) -> None:
    lexical_form, name = case
    assume(not is_beyond_pyoxigraph(lexical_form, name))
    assert is_well_formed(lexical_form, XSD + name) == is_well_formed_for_pyoxigraph(*case)


@pytest.mark.parametrize(
    ("lexical_form", "name"),
    [
        ("NaN", "double"),
        ("inf", "float"),
        ("Infinity", "double"),
        ("PT1.S", "duration"),
        ("PT.5S", "dayTimeDuration"),
        ("P1YT", "yearMonthDuration"),
        ("--02-29", "gMonthDay"),
    ],
)
def test_pyoxigraph_still_differs_where_it_is_not_asked(lexical_form: str, name: str) -> None:
    assert is_beyond_pyoxigraph(lexical_form, name)
    ours = is_well_formed(lexical_form, XSD + name)
    assert ours != is_well_formed_for_pyoxigraph(lexical_form, name)


RDFLIB_ACCEPTS: Final[dict[str, str]] = {
    **dict.fromkeys(
        ("string", "normalizedString", "token", "language", "anyURI"),
        "any text is one: XSD 1.1, 3.3.1.1, 3.4.1 to 3.4.3 and 3.3.17.1",
    ),
    **dict.fromkeys(
        ("decimal", "integer", "double", "float"),
        "white space, underscores, other digits, 1e5 and inf: XSD 1.1, 3.3.3.1 and 3.3.5.2",
    ),
    **dict.fromkeys(("long", "unsignedLong"), "no bounds: XSD 1.1, 3.4.16 and 3.4.21"),
    **dict.fromkeys(
        ("date", "time", "dateTime"),
        "other forms of ISO 8601, zones beyond 14:00: XSD 1.1, 3.3.7.2 to 3.3.9.2",
    ),
    **dict.fromkeys(
        ("duration", "yearMonthDuration", "dayTimeDuration"),
        "any duration, with nothing behind the T or with fractions: XSD 1.1, 3.3.6.2",
    ),
    "base64Binary": "white space at its ends, bits that are left over: XSD 1.1, 3.3.16.2",
}
RDFLIB_REFUSES: Final[dict[str, str]] = {
    **dict.fromkeys(("date", "dateTime"), "years but 1 to 9999, 24:00:00: XSD 1.1, 3.3.7.2"),
    "time": "24:00:00: XSD 1.1, 3.3.8.2",
    **dict.fromkeys(
        (
            *("integer", "byte", "positiveInteger", "nonNegativeInteger", "negativeInteger"),
            "duration",
        ),
        "more than 4300 digits: XSD 1.1, 3.4.13.1 and 3.3.6.2",
    ),
}


def is_ill_typed_in_rdflib(lexical_form: str, name: str) -> bool | None:
    """Return what rdflib says, which pySHACL asks; None for a datatype that it doesn't know."""
    with warnings.catch_warnings(action="ignore"):
        return Literal(lexical_form, datatype=URIRef(XSD + name), normalize=False).ill_typed


@pytest.mark.parametrize(("lexical_form", "name"), cases(WELL_FORMED))
def test_rdflib_finds_no_well_formed_literal_ill_typed(lexical_form: str, name: str) -> None:
    assert not is_ill_typed_in_rdflib(lexical_form, name) or name in RDFLIB_REFUSES


@pytest.mark.parametrize(("lexical_form", "name"), cases(ILL_FORMED))
def test_rdflib_finds_an_ill_formed_literal_ill_typed(lexical_form: str, name: str) -> None:
    assert is_ill_typed_in_rdflib(lexical_form, name) is not False or name in RDFLIB_ACCEPTS


def differing(table: dict[str, tuple[str, ...]], *, ill_typed: bool) -> set[str]:
    """Return the datatypes of which rdflib says this of some form."""
    return {
        name
        for name, forms in table.items()
        if any(is_ill_typed_in_rdflib(form, name) is ill_typed for form in forms)
    }


def test_each_listed_difference_from_rdflib_is_one() -> None:
    assert differing(WELL_FORMED, ill_typed=True) == set(RDFLIB_REFUSES)
    assert differing(ILL_FORMED, ill_typed=False) == set(RDFLIB_ACCEPTS)


@given(st.integers(1, 9999), st.integers(0, 13), st.integers(0, 32), st.integers(0, 99))
def test_a_date_is_one_of_the_calendar(year: int, month: int, day: int, later: int) -> None:
    try:
        dt.date(year, month, day)
    except ValueError:
        exists = False
    else:
        exists = True
    # The calendar repeats itself every 400 years.
    form = f"{year + 10_000 * later:04}-{month:02}-{day:02}"
    assert is_well_formed(form, XSD + "date") == exists


zones = st.integers(-14 * 60, 14 * 60).map(lambda offset: dt.timezone(dt.timedelta(minutes=offset)))


@given(st.datetimes(timezones=zones | st.none()))
def test_each_instant_of_python_is_a_date_time(instant: dt.datetime) -> None:
    form = instant.isoformat()
    assert is_well_formed(form, XSD + "dateTime")
    assert is_well_formed(form, XSD + "dateTimeStamp") == (instant.tzinfo is not None)


BOUNDS: Final = sorted({bound or 0 for pair in INTEGER_BOUNDS.values() for bound in pair})


@given(
    st.integers() | st.sampled_from(BOUNDS),
    st.integers(-1, 1),
    st.integers(0, 40),
    st.sampled_from(sorted(INTEGER_BOUNDS)),
)
def test_an_integer_is_well_formed_within_its_bounds(
    value: int, step: int, zeros: int, name: str
) -> None:
    value += step
    least, most = INTEGER_BOUNDS[name]
    inside = (least is None or value >= least) and (most is None or value <= most)
    form = f"{'-' if value < 0 else ''}{'0' * zeros}{abs(value)}"
    assert is_well_formed(form, XSD + name) == inside


@given(st.binary())
def test_what_python_encodes_is_binary(data: bytes) -> None:
    assert is_well_formed(data.hex(), XSD + "hexBinary")
    assert is_well_formed(base64.b64encode(data).decode(), XSD + "base64Binary")


@given(st.text(alphabet="AQgwB/+ =", max_size=12))
def test_base64_is_what_is_the_same_when_decoded_and_encoded(text: str) -> None:
    letters = text.replace(" ", "")
    try:
        same = base64.b64encode(base64.b64decode(letters, validate=True)).decode() == letters
    except ValueError:
        same = False
    one_space_at_most = text == " ".join(text.split())
    assert is_well_formed(text, XSD + "base64Binary") == (same and one_space_at_most)


@given(st.floats())
def test_each_number_of_python_is_a_double(number: float) -> None:
    form = repr(number).replace("inf", "INF").replace("nan", "NaN")
    assert is_well_formed(form, XSD + "double")


def test_datatypes_without_end_take_no_memory_without_end() -> None:
    for number in range(1000):
        assert checker(f"http://example.org/{number}")("any")
    assert checker.cache_info().currsize <= 256
