"""An answer is shown in the view that fits, says how much it is, and leads to its other forms."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, Triple
from tests.tool.serve.explore.view.made import (
    HOSTILE,
    date,
    explore_data,
    node,
    number,
    rows,
    show,
    texts,
    views_of,
)

from visitkg.serve.ask import Asked
from visitkg.serve.explore.asking import Asking
from visitkg.serve.explore.view.choose import TITLES
from visitkg.serve.explore.view.data import answer_as_data
from visitkg.serve.explore.view.show import show_answer
from visitkg.serve.limits import Limits
from visitkg.sparql.answer import Graph, Table, Truth

if TYPE_CHECKING:
    from visitkg.serve.explore.explorer import Explorer
    from visitkg.sparql.answer import Answer

ONE = rows("x", of=[(Literal("a"),)])
JSON = (
    '{"head": {"vars": ["x"]}, "results": '
    '{"bindings": [{"x": {"type": "literal", "value": "a"}}]}}\n'
)
GRAPH = Graph((Triple(node("a"), node("p"), node("b")),))


def downloads(markup: str) -> list[str]:
    return re.findall(r"/explore/sparql\.(\w+)\?", markup)


def test_rows_and_seconds_are_told(empty: Explorer) -> None:
    assert "1 row in 0.03 s" in texts(show(empty, ONE), "p")
    assert "2 rows in 0.03 s" in texts(show(empty, rows("x", of=[(None,), (None,)])), "p")
    assert "1 triple in 0.03 s" in texts(show(empty, GRAPH), "p")


@pytest.mark.parametrize(("value", "word"), [(True, "Yes"), (False, "No")])
def test_true_and_false_are_yes_and_no(empty: Explorer, value: bool, word: str) -> None:  # noqa: FBT001  (a case)
    markup = show(empty, Truth(value))
    assert word in texts(markup, "p")
    assert "view-choice" not in markup
    assert downloads(markup) == ["csv", "tsv", "json", "xml"]


@pytest.mark.parametrize("answer", [rows("x", of=[]), Graph(())], ids=["rows", "graph"])
def test_nothing_is_said_to_be_nothing(empty: Explorer, answer: Answer) -> None:
    markup = show(empty, answer)
    assert "nothing that is held fits the question" in markup
    assert "<table" not in markup
    assert "<svg" not in markup


def test_downloads_fit_the_answer(empty: Explorer) -> None:
    assert downloads(show(empty, ONE)) == ["csv", "tsv", "json", "xml"]
    assert downloads(show(empty, GRAPH)) == ["ttl", "nt", "jsonld"]


def test_downloads_don_t_depend_on_the_view(empty: Explorer) -> None:
    markup = show(empty, ONE, "table", sort="x", page="2")
    assert "/explore/sparql.csv?query=SELECT+...&quot;" not in markup
    assert 'href="/explore/sparql.csv?query=SELECT+..."' in markup


@pytest.mark.parametrize("chosen", ["cube", "", "Table", HOSTILE, "x" * 5_000])
def test_an_unknown_view_is_said_and_the_best_is_shown(empty: Explorer, chosen: str) -> None:
    asking = Asking("/explore/sparql", (("query", "x"), ("view", chosen)))
    table = rows("x", "n", of=[(Literal("a"), number("1")), (Literal("b"), number("2"))])
    markup = show_answer(empty, Asked(table, 0.0), asking, chosen)
    assert views_of(markup)[1] == "Bars"
    assert ("There is no view" in markup) == bool(chosen)


def test_a_view_that_doesn_t_fit_is_said(empty: Explorer) -> None:
    markup = show(empty, ONE, "map")
    assert "This answer has nothing for the view map; here it is as table." in texts(markup, "p")
    assert len(texts(markup, "td")) == 1


def test_a_view_is_a_link_that_keeps_the_query(empty: Explorer) -> None:
    markup = show(empty, GRAPH, page="3", sort="subject")
    assert (
        'href="/explore/sparql?query=SELECT+...&amp;sort=subject&amp;view=table#answer"' in markup
    )


def test_every_view_can_be_chosen(empty: Explorer) -> None:
    table = rows(
        *("a", "b", "day", "lat", "lon"),
        of=[(node("x"), node("y"), date("2025-09-02"), number("1"), number("2"))],
    )
    names = ["table", "timeline", "map", "graph"]
    assert views_of(show(empty, table))[0] == [TITLES[name] for name in names]
    for name in names:
        assert views_of(show(empty, table, name))[1] == TITLES[name]


@pytest.mark.parametrize("answer", [ONE, GRAPH], ids=["rows", "graph"])
def test_a_truncated_answer_says_so_and_can_t_be_downloaded(
    empty: Explorer, answer: Answer
) -> None:
    asking = Asking("/explore/sparql", (("query", "x"),))
    markup = show_answer(empty, Asked(answer, 0.0, truncated=True), asking, None)
    assert "<strong>Truncated:</strong> only the first 1 " in markup
    assert downloads(markup) == []


@pytest.mark.parametrize(
    ("query", "best"),
    [
        ("SELECT ?s (COUNT(*) AS ?n) { ?c visit:epistemicStatus ?s } GROUP BY ?s", "Bars"),
        ("SELECT ?p ?lat ?long { ?p geo:lat ?lat ; geo:long ?long }", "Map"),
        ("SELECT ?x ?day { ?x sem:hasBeginTimeStamp ?day }", "Timeline"),
        ("DESCRIBE id:kim-jong-un", "Graph"),
        ("CONSTRUCT WHERE { ?c visit:asserts ?x } LIMIT 5", "Graph"),
        ("SELECT ?a ?b { ?a prov:wasDerivedFrom ?b }", "Table"),
        ("SELECT ?l { ?x rdfs:label ?l }", "Table"),
    ],
)
def test_the_best_view_is_that_of_the_shape(visit: Explorer, query: str, best: str) -> None:
    assert views_of(show(visit, query))[1] == best


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
TERMS = st.one_of(
    st.none(),
    st.sampled_from(["a", "b", "c", "long-name", "%3Cscript%3E"]).map(node),
    st.just(BlankNode("b0")),
    st.builds(Literal, TEXTS),
    st.builds(lambda text: Literal(text, language="ar"), TEXTS),
    st.floats().map(lambda value: number(repr(value), "double")),
    st.integers().map(lambda value: number(str(value))),
    st.sampled_from(["-0044-03-15", "2025-09-02", "12026-01-01", "0000-01-01", "soon"]).map(date),
    st.builds(lambda text: number(text, "double"), TEXTS),
)
NAMES = st.lists(
    st.sampled_from(["x", "y", "lat", "lon", "start", "end", "name", "n", "ß", "sort"]),
    max_size=4,
    unique=True,
)
EXPLORER = explore_data()


@st.composite
def tables(draw: st.DrawFn) -> Table:
    names = draw(NAMES)
    # Columns of one kind are what pictures are drawn from.
    kinds = [draw(st.sampled_from([TERMS, *TERMS.element_strategies])) for _ in names]  # type: ignore[attr-defined]  # of one_of
    return rows(*names, of=draw(st.lists(st.tuples(*kinds), max_size=5)))


@given(tables(), st.sampled_from([None, *TITLES]), st.sampled_from(["x", "-n", "lat"]))
def test_no_table_breaks_a_view(table: Table, view: str | None, by: str) -> None:
    show(EXPLORER, table, view, sort=by)


@given(
    st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from("pq"), st.sampled_from("abcdef")))
)
def test_no_graph_breaks_a_view(edges: list[tuple[str, str, str]]) -> None:
    show(EXPLORER, Graph(tuple(Triple(node(s), node(p), node(o)) for s, p, o in edges)))


class TestData:
    @pytest.mark.parametrize(
        ("answer", "suffix", "type_", "body"),
        [
            (ONE, "csv", "text/csv; charset=utf-8", "x\na\n"),
            (ONE, "tsv", "text/tab-separated-values; charset=utf-8", '?x\n"a"\n'),
            (
                *(ONE, "json", "application/sparql-results+json"),
                JSON,
            ),
            (GRAPH, "nt", "application/n-triples", None),
            (GRAPH, "ttl", "text/turtle; charset=utf-8", None),
            (GRAPH, "jsonld", "application/ld+json", None),
            (ONE, "xml", "application/sparql-results+xml", None),
            (Truth(value=True), "json", "application/sparql-results+json", None),
        ],
        ids=lambda value: value if isinstance(value, str) and len(value) < 7 else "",
    )
    def test_an_answer_is_data(
        self, empty: Explorer, answer: Answer, suffix: str, type_: str, body: str | None
    ) -> None:
        response = answer_as_data(empty, Asked(answer, 0.0), suffix)
        assert (response.status, response.header("content-type")) == (200, type_)
        assert response.body.decode() == body if body else response.body

    @pytest.mark.parametrize(
        ("answer", "suffix", "known"),
        [
            (ONE, "ttl", ".csv, .tsv, .json, .xml"),
            (ONE, "exe", ".csv, .tsv, .json, .xml"),
            (ONE, "", ".csv, .tsv, .json, .xml"),
            (GRAPH, "csv", ".ttl, .nt, .jsonld"),
            (Truth(value=False), "nt", ".csv, .tsv, .json, .xml"),
        ],
    )
    def test_a_form_that_doesn_t_fit_is_not_found(
        self, empty: Explorer, answer: Answer, suffix: str, known: str
    ) -> None:
        response = answer_as_data(empty, Asked(answer, 0.0), suffix)
        assert response.status == 404
        assert response.body.decode().endswith(f"but as {known}.\n")

    def test_what_is_not_whole_is_refused_with_its_limit(self, empty: Explorer) -> None:
        response = answer_as_data(empty, Asked(ONE, 0.0, truncated=True), "csv")
        assert response.status == 413
        assert response.header("visitkg-limit") == "rows=100000"
        assert b"more than 100,000 rows" in response.body

    def test_what_is_too_large_is_refused_with_its_limit(self) -> None:
        explorer = explore_data(limits=Limits(size=3))
        response = answer_as_data(explorer, Asked(ONE, 0.0), "csv")
        assert (response.status, response.header("visitkg-limit")) == (413, "bytes=3")
