"""The text of answers: each format, read back by others."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING
from unicodedata import category

import pytest
import rdflib
import wcwidth
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryResultsFormat,
    RdfFormat,
    Triple,
    parse,
    parse_query_results,
)
from rdflib.compare import isomorphic
from rdflib.plugins.sparql.results.jsonresults import JSONResult
from rdflib.plugins.sparql.results.tsvresults import TSVResultParser
from rdflib.plugins.sparql.results.xmlresults import XMLResult

from visitkg.errors import UsageError
from visitkg.sparql.answer import Graph, Table, Truth
from visitkg.sparql.curie import curie_writer
from visitkg.sparql.render import FORMATS, render
from visitkg.sparql.width import ELLIPSIS, fit, pad, width

if TYPE_CHECKING:
    from visitkg.sparql.answer import Answer, Term

XSD = "http://www.w3.org/2001/XMLSchema#"
PREFIXES = {
    "": "http://example.org/",
    "id": "http://example.org/id/",
    "thing": "http://example.org/id/",
    "xsd": XSD,
}


def number(value: str) -> Literal:
    return Literal(value, datatype=NamedNode(XSD + "integer"))


def example(name: str) -> NamedNode:
    return NamedNode(f"http://example.org/{name}")


PEOPLE = Table(
    ("who", "name", "age", "note"),
    (
        (NamedNode("http://example.org/id/ann"), Literal("Ann"), number("7"), None),
        (NamedNode("http://example.org/id/kim"), Literal("김정은"), number("41"), Literal("a|b")),
        (BlankNode("b0"), Literal("Саша", language="ru"), None, Literal('say "hi",\nplease')),
    ),
)

TABLE = """\
who     name     age  note
------  -------  ---  -----------------
id:ann  Ann        7
id:kim  김정은    41  a|b
_:b0    Саша@ru       say "hi",\\nplease
"""
CSV = """\
who,name,age,note
http://example.org/id/ann,Ann,7,
http://example.org/id/kim,김정은,41,a|b
_:b0,Саша,,"say ""hi"",
please"
"""
TSV = """\
?who\t?name\t?age\t?note
<http://example.org/id/ann>\t"Ann"\t7\t
<http://example.org/id/kim>\t"김정은"\t41\t"a|b"
_:b0\t"Саша"@ru\t\t"say \\"hi\\",\\nplease"
"""
MARKDOWN = """\
| who | name | age | note |
| --- | --- | ---: | --- |
| id:ann | Ann | 7 |  |
| id:kim | 김정은 | 41 | a\\|b |
| _:b0 | Саша@ru |  | say "hi", please |
"""
JSON = (
    '{"head": {"vars": ["who", "name", "age", "note"]}, "results": {"bindings": ['
    '{"who": {"type": "uri", "value": "http://example.org/id/ann"}, '
    '"name": {"type": "literal", "value": "Ann"}, '
    f'"age": {{"type": "literal", "value": "7", "datatype": "{XSD}integer"}}}}, '
    '{"who": {"type": "uri", "value": "http://example.org/id/kim"}, '
    '"name": {"type": "literal", "value": "김정은"}, '
    f'"age": {{"type": "literal", "value": "41", "datatype": "{XSD}integer"}}, '
    '"note": {"type": "literal", "value": "a|b"}}, '
    '{"who": {"type": "bnode", "value": "b0"}, '
    '"name": {"type": "literal", "value": "Саша", "xml:lang": "ru"}, '
    '"note": {"type": "literal", "value": "say \\"hi\\",\\nplease"}}]}}\n'
)
XML = (
    '<?xml version="1.0"?><sparql xmlns="http://www.w3.org/2005/sparql-results#"><head>'
    '<variable name="who"/><variable name="name"/><variable name="age"/><variable name="note"/>'
    "</head><results>"
    '<result><binding name="who"><uri>http://example.org/id/ann</uri></binding>'
    '<binding name="name"><literal>Ann</literal></binding>'
    f'<binding name="age"><literal datatype="{XSD}integer">7</literal></binding></result>'
    '<result><binding name="who"><uri>http://example.org/id/kim</uri></binding>'
    '<binding name="name"><literal>김정은</literal></binding>'
    f'<binding name="age"><literal datatype="{XSD}integer">41</literal></binding>'
    '<binding name="note"><literal>a|b</literal></binding></result>'
    '<result><binding name="who"><bnode>b0</bnode></binding>'
    '<binding name="name"><literal xml:lang="ru">Саша</literal></binding>'
    '<binding name="note"><literal>say &quot;hi&quot;,\nplease</literal></binding></result>'
    "</results></sparql>\n"
)
TEXTS = {
    "table": TABLE,
    "csv": CSV,
    "tsv": TSV,
    "json": JSON,
    "xml": XML,
    "markdown": MARKDOWN,
}


@pytest.mark.parametrize(("format_name", "text"), TEXTS.items())
def test_rows_in_each_format(format_name: str, text: str) -> None:
    assert render(PEOPLE, format_name, prefixes=PREFIXES) == text


def test_rows_without_a_format_are_a_table() -> None:
    assert render(PEOPLE, prefixes=PREFIXES) == TABLE


TRUTHS = {
    None: "true\n",
    "table": "true\n",
    "csv": "true\n",
    "tsv": "true\n",
    "markdown": "true\n",
    "json": '{"head": {}, "boolean": true}\n',
    "xml": '<?xml version="1.0"?><sparql xmlns="http://www.w3.org/2005/sparql-results#">'
    "<head></head><boolean>true</boolean></sparql>\n",
}


@pytest.mark.parametrize(("format_name", "text"), TRUTHS.items())
def test_truth_in_each_format(format_name: str | None, text: str) -> None:
    assert render(Truth(value=True), format_name) == text
    assert render(Truth(value=False), format_name) == text.replace("true", "false")


GRAPH = Graph(
    (
        Triple(
            NamedNode("http://example.org/b"), NamedNode("http://example.org/p"), BlankNode("x")
        ),
        Triple(BlankNode("x"), NamedNode("http://example.org/q"), number("1")),
        Triple(NamedNode("http://example.org/a"), NamedNode("http://example.org/p"), Literal("é")),
        Triple(NamedNode("http://example.org/a"), NamedNode("http://example.org/p"), Literal("é")),
    )
)
GRAPH_TEXTS = {
    "turtle": """\
@prefix : <http://example.org/> .

:a
    :p "é" ;
    .

:b
    :p [ :q 1 ] ;
    .
""",
    "n-triples": f"""\
<http://example.org/a> <http://example.org/p> "é" .
<http://example.org/b> <http://example.org/p> _:c14n0 .
_:c14n0 <http://example.org/q> "1"^^<{XSD}integer> .
""",
}


@pytest.mark.parametrize(("format_name", "text"), GRAPH_TEXTS.items())
def test_a_graph_in_each_format(format_name: str, text: str) -> None:
    assert render(GRAPH, format_name, prefixes=PREFIXES) == text
    again = Graph(tuple(reversed(GRAPH.triples)))
    assert render(again, format_name, prefixes=PREFIXES) == text


def test_a_graph_without_a_format_is_turtle() -> None:
    assert render(GRAPH, prefixes=PREFIXES) == GRAPH_TEXTS["turtle"]


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # by rdflib itself
@pytest.mark.parametrize(
    ("format_name", "rdflib_name"),
    [("turtle", "turtle"), ("n-triples", "nt"), ("json-ld", "json-ld")],
)
def test_rdflib_reads_the_graph(format_name: str, rdflib_name: str) -> None:
    text = render(GRAPH, format_name, prefixes=PREFIXES)
    expected = rdflib.Graph().parse(data=GRAPH_TEXTS["n-triples"], format="nt")
    assert isomorphic(rdflib.Graph().parse(data=text, format=rdflib_name), expected)


def test_the_same_graph_is_the_same_json_ld() -> None:
    relabelled = [quad.triple for quad in parse(GRAPH_TEXTS["n-triples"], RdfFormat.N_TRIPLES)]
    assert render(GRAPH, "json-ld") == render(Graph(tuple(relabelled[::-1])), "json-ld")


UNFIT = {
    (PEOPLE, "turtle"): "this answer can't be written as turtle: the answer is rows, not a graph\n"
    "The formats that fit are: table, csv, tsv, json, xml, markdown.",
    (Truth(value=True), "json-ld"): "this answer can't be written as json-ld: the answer is true "
    "or false, not a graph\nThe formats that fit are: table, csv, tsv, json, xml, markdown.",
    (GRAPH, "csv"): "this answer can't be written as csv: the answer is a graph\n"
    "The formats that fit are: json-ld, n-triples, turtle.",
    (GRAPH, "table"): "this answer can't be written as table: the answer is a graph\n"
    "The formats that fit are: json-ld, n-triples, turtle.",
}


@pytest.mark.parametrize(("case", "message"), UNFIT.items(), ids=lambda case: str(case)[-20:])
def test_a_format_that_does_not_fit(case: tuple[Answer, str], message: str) -> None:
    with pytest.raises(UsageError) as caught:
        render(*case)
    assert str(caught.value) == message


def test_each_format_fits_something() -> None:
    fitting = {*TEXTS, *GRAPH_TEXTS, "json-ld"}
    assert fitting == set(FORMATS)


EMPTY = Table(("a", "b"), ())
EMPTY_TEXTS = {
    "table": "a  b\n-  -\n",
    "csv": "a,b\n",
    "tsv": "?a\t?b\n",
    "markdown": "| a | b |\n| --- | --- |\n",
    "json": '{"head": {"vars": ["a", "b"]}, "results": {"bindings": []}}\n',
}


@pytest.mark.parametrize(("format_name", "text"), EMPTY_TEXTS.items())
def test_no_row_in_each_format(format_name: str, text: str) -> None:
    assert render(EMPTY, format_name) == text


@pytest.mark.parametrize("format_name", TEXTS)
def test_a_row_without_columns_can_be_written(format_name: str) -> None:
    assert render(Table((), ((), ())), format_name)


def test_a_single_cell_without_value_is_no_empty_line() -> None:
    assert render(Table(("a",), ((None,), (Literal(""),))), "csv") == 'a\n""\n""\n'


FITTED = """\
who     name    age  note
------  ------  ---  ------
id:ann  Ann       7
id:kim  김정은   41  a|b
_:b0    Саша@…       say "…
"""


def test_a_table_is_cut_to_the_width_of_a_terminal() -> None:
    text = render(PEOPLE, prefixes=PREFIXES, columns=28)
    assert text == FITTED
    assert max(map(width, text.splitlines())) <= 28


@pytest.mark.parametrize("columns", [1, 10, 20, 27, 39, 40, 80, 10_000])
def test_a_table_fits_if_it_can(columns: int) -> None:
    text = render(PEOPLE, prefixes=PREFIXES, columns=columns)
    least = 4 + 4 + 4 + 3 + 3 * 2
    assert max(map(width, text.splitlines())) <= max(columns, least)
    assert len(text.splitlines()) == 5


UNSAFE = {
    "an escape of a terminal": ("\x1b[31mred", "\\u001B[31mred"),
    "a line end": ("a\nb\r\nc", "a\\nb\\r\\nc"),
    "a tab": ("a\tb", "a\\tb"),
    "a line separator": ("a\u2028b", "a\\u2028b"),
    "a turn of direction": ("a\u202eb", "a\\u202Eb"),
    "a joiner stays": ("\u0645\u200c\u0646", "\u0645\u200c\u0646"),
    "a space that does not break stays": ("a\xa0b", "a\xa0b"),
}


@pytest.mark.parametrize(("text", "shown"), UNSAFE.values(), ids=UNSAFE)
def test_a_cell_stays_on_its_line(text: str, shown: str) -> None:
    assert render(Table(("a",), ((Literal(text),),))).splitlines()[2:] == [shown]


MARKDOWN_CELLS = {
    "a|b": "a\\|b",
    "a\nb": "a b",
    r"a\nb": r"a\\nb",
    "<script>": "\\<script>",
    "*a* _b_ `c` [d]": "\\*a\\* \\_b\\_ \\`c\\` \\[d\\]",
}


@pytest.mark.parametrize(("text", "cell"), MARKDOWN_CELLS.items())
def test_a_cell_of_markdown_is_plain_text(text: str, cell: str) -> None:
    assert render(Table(("a",), ((Literal(text),),)), "markdown").splitlines()[2] == f"| {cell} |"


LANGUAGES = {
    ("en", "en"): ["a", "a"],
    ("en", "ko"): ["a@en", "a@ko"],
    ("en", None): ["a@en", "a"],
    (None, None): ["a", "a"],
}


@pytest.mark.parametrize(("languages", "cells"), LANGUAGES.items(), ids=str)
def test_a_language_shows_where_it_differs(
    languages: tuple[str | None, ...], cells: list[str]
) -> None:
    rows = tuple((Literal("a", language=each) if each else Literal("a"),) for each in languages)
    assert render(Table(("name",), rows)).split()[2:] == cells


CURIES = {
    "http://example.org/id/kim": "id:kim",
    "http://example.org/id/kim.jong": "id:kim.jong",
    "http://example.org/id/김정은": "id:김정은",
    "http://example.org/other": ":other",
    "http://example.org/id/kim.": "<http://example.org/id/kim.>",
    "http://example.org/id/": "<http://example.org/id/>",
    "http://example.org/id/a/b": "<http://example.org/id/a/b>",
    "http://example.org/id/a#b": "<http://example.org/id/a#b>",
    "http://example.org/id/-a": "<http://example.org/id/-a>",
    "http://example.org/id/a%20b": "<http://example.org/id/a%20b>",
    "http://example.net/a": "<http://example.net/a>",
}


@pytest.mark.parametrize(("iri", "curie"), CURIES.items())
def test_an_iri_is_shortened_where_a_query_reads_it_back(iri: str, curie: str) -> None:
    assert curie_writer(PREFIXES)(iri) == curie


WIDTHS = {
    "": 0,
    "abc": 3,
    "김정은": 6,
    "习近平": 6,
    "Путин": 5,
    "e\u0301": 1,
    "a\u200bb": 2,
    "…": 1,
}


@pytest.mark.parametrize(("text", "columns"), WIDTHS.items())
def test_how_wide_a_text_is(text: str, columns: int) -> None:
    assert width(text) == columns


def test_letters_are_as_wide_as_wcwidth_says() -> None:
    """Letters of all scripts; the two know different versions of Unicode."""
    known = [chr(code) for code in range(0x20, 0x1_0000) if category(chr(code))[0] in "LNM"]
    differing = [each for each in known if width(each) != wcwidth.wcwidth(each)]
    assert len(known) > 40_000
    assert len(differing) < 40, differing


@given(st.text(), st.integers(min_value=1, max_value=30))
def test_a_text_that_is_cut_fits(text: str, columns: int) -> None:
    cut = fit(text, columns)
    assert width(cut) <= columns
    assert cut == text or cut.endswith(ELLIPSIS)
    assert width(pad(cut, columns)) == columns
    assert width(pad(cut, columns, right=True)) == columns


IRIS = st.sampled_from(["http://example.org/id/a", "http://example.org/é", "urn:x:y"]).map(
    NamedNode
)
STRINGS = st.text(
    alphabet=st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t\"',|")
)
TERMS: st.SearchStrategy[Term | None] = st.one_of(
    st.none(),
    IRIS,
    st.sampled_from(["b0", "b1"]).map(BlankNode),
    STRINGS.map(Literal),
    STRINGS.map(lambda text: Literal(text, language="en")),
    STRINGS.map(lambda text: Literal(text, datatype=NamedNode("http://example.org/type"))),
    st.integers().map(Literal),
)
TABLES = st.lists(st.tuples(TERMS, TERMS), max_size=4).map(
    lambda rows: Table(("a", "b"), tuple(rows))
)


@given(TABLES)
def test_others_read_the_standard_formats(table: Table) -> None:
    expected = [tuple(map(str, row)) for row in table.rows]
    for format_name, results_format in (
        ("json", QueryResultsFormat.JSON),
        ("xml", QueryResultsFormat.XML),
        ("tsv", QueryResultsFormat.TSV),
    ):
        results = parse_query_results(render(table, format_name), results_format)
        assert [tuple(map(str, row)) for row in results] == expected  # type: ignore[union-attr]  # rows


@given(TABLES)
def test_rdflib_reads_json_and_xml(table: Table) -> None:
    for result in (
        JSONResult(json.loads(render(table, "json"))),
        XMLResult(io.BytesIO(render(table, "xml").encode())),
    ):
        rows = [[row.get(name) for name in result.vars or []] for row in result.bindings]
        assert [[None if cell is None else str(cell) for cell in row] for row in rows] == [
            [None if cell is None else getattr(cell, "value", cell) for cell in row]
            for row in table.rows
        ]


def test_rdflib_reads_tsv() -> None:
    result = TSVResultParser().parse(  # type: ignore[no-untyped-call]  # rdflib's
        io.BytesIO(TSV.encode())
    )
    assert len(result.bindings) == 3


@given(TABLES)
def test_csv_holds_the_values(table: Table) -> None:
    rows = list(csv.reader(io.StringIO(render(table, "csv"), newline="")))
    assert rows[0] == ["a", "b"]
    assert rows[1:] == [
        ["" if cell is None else getattr(cell, "value", "") for cell in row]
        if not any(isinstance(cell, BlankNode) for cell in row)
        else rows[1 + index]
        for index, row in enumerate(table.rows)
    ]


def test_a_triple_term_can_be_written() -> None:
    term = Triple(NamedNode("a:b"), NamedNode("a:c"), Literal("d", language="en"))
    table = Table(("t",), ((term,),))
    assert render(table, "csv") == 't\n"<a:b> <a:c> ""d""@en"\n'
    assert render(table).splitlines()[2] == '<a:b> <a:c> "d"@en'
    (row,) = parse_query_results(render(table, "json"), QueryResultsFormat.JSON)  # type: ignore[misc]  # rows
    assert row["t"] == term
