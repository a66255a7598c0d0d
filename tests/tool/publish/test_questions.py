"""Each question is data too: what it asks, by which query, and with which answer."""

from __future__ import annotations

import csv
import json
import re
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, parse
from rdflib import Graph, URIRef

from visitkg.publish.page.edition import Edition
from visitkg.publish.page.question_data import make_question_files, read_question_document
from visitkg.publish.page.site import make_pages
from visitkg.terms import DCTERMS, RDF, RDFS, SCHEMA, SH

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from visitkg.publish.content import Site

BASE = "https://example.org/kg/"


@pytest.fixture(scope="module")
def edition(visit_site: Site) -> Edition:
    return Edition(visit_site)


def files_of(site: Site) -> Mapping[str, bytes]:
    edition = Edition(site)
    return {
        file.path: file.content
        for question in edition.questions
        for file in make_question_files(edition, question)
    }


@pytest.fixture
def ask(make_project: Callable[..., Site]) -> Callable[..., Site]:
    """Return a function that makes a project with one question."""

    def make(query: str, answer: str | None = None, data: str = "", name: str = "which") -> Site:
        site = make_project(data)
        folder = site.project.questions
        folder.mkdir(parents=True)
        (folder / f"{name}.rq").write_text(query, encoding="utf-8")
        if answer is not None:
            (folder / f"{name}.csv").write_text(answer, encoding="utf-8")
        return site

    return make


def test_each_question_of_the_visit_is_there_in_each_form(edition: Edition) -> None:
    files = files_of(edition.site)
    assert len(edition.questions) > 50
    for question in edition.questions:
        suffixes = {
            path.rpartition(".")[2]
            for path in files
            if path.startswith(f"questions/{question.name}.")
        }
        assert suffixes == {"ttl", "nt", "jsonld", "rdf", "rq", "csv", "json"}
        assert files[f"questions/{question.name}.rq"] == question.path.read_bytes()
        assert files[f"questions/{question.name}.csv"] == question.golden_path.read_bytes()


def test_a_question_says_what_collections_of_examples_say(edition: Edition) -> None:
    count = 0
    for question in edition.questions:
        document = read_question_document(edition, question)
        told = {
            (t.predicate.value, t.object) for t in document.triples if _is(t.subject, document.iri)
        }
        assert (RDF + "type", NamedNode(SH + "SPARQLExecutable")) in told
        assert (RDF + "type", NamedNode(SH + "SPARQLSelectExecutable")) in told
        assert (SH + "select", Literal(question.text)) in told
        assert (RDFS + "comment", Literal(question.title, language="en")) in told
        assert (DCTERMS + "hasFormat", NamedNode(f"{document.iri}.rq")) in told
        assert (RDFS + "seeAlso", NamedNode(f"{document.iri}.csv")) in told
        assert all(isinstance(t.subject, NamedNode) for t in document.triples)
        count += 1
    assert count > 50


def _is(node: object, iri: str) -> bool:
    return node == NamedNode(iri)


def test_an_engine_of_others_runs_the_query_with_the_prefixes_that_are_declared(
    edition: Edition,
) -> None:
    """As SHACL says: a query's prefixes are those that its sh:prefixes declare."""
    (question,) = (each for each in edition.questions if each.name == "who-travels-with-kim")
    document = read_question_document(edition, question)
    text = "\n".join(f"{triple} ." for triple in document.triples)
    graph = Graph().parse(data=text, format="nt")
    rows = graph.query(
        "PREFIX sh: <http://www.w3.org/ns/shacl#> SELECT ?prefix ?namespace WHERE {"
        " ?q sh:prefixes/sh:declare ?d . ?d sh:prefix ?prefix ; sh:namespace ?namespace }"
    )
    declared = {str(row[0]): str(row[1]) for row in rows}  # type: ignore[index]  # rows of SELECT
    assert declared == dict(re.findall(r"PREFIX (\w+): <(.*?)>", question.text))
    select = next(graph.objects(None, URIRef(SH + "select")))
    body = re.sub(r"(?m)^PREFIX .*\n", "", str(select))
    data = Graph()
    for path in edition.site.project.graph_files():
        data.parse(path)
    answer = data.query(body, initNs=declared)
    (_, *golden) = list(csv.reader(question.golden_path.read_text().splitlines()))
    assert [[str(cell) for cell in row] for row in answer] == golden  # type: ignore[union-attr]


def test_the_answer_in_json_is_that_in_csv(edition: Edition) -> None:
    files = files_of(edition.site)
    count = 0
    for path, content in files.items():
        if path.endswith(".json"):
            rows = list(csv.DictReader(files[f"{path[:-5]}.csv"].decode().splitlines()))
            assert json.loads(content) == rows
            count += len(rows)
    assert count > 200


FORMS = {
    "SELECT": ("SELECT * WHERE { ?s ?p ?o }", "select"),
    "ASK": ("ASK { ?s ?p ?o }", "ask"),
    "CONSTRUCT": ("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", "construct"),
    "DESCRIBE": ("DESCRIBE ?s WHERE { ?s ?p ?o }", None),
}


@pytest.mark.parametrize(("query", "property_"), FORMS.values(), ids=FORMS)
def test_each_form_has_its_property(
    ask: Callable[..., Site], query: str, property_: str | None
) -> None:
    files = files_of(ask(f"# Which?\n{query}\n"))
    assert set(files) == {
        f"questions/which.{suffix}" for suffix in ("ttl", "nt", "jsonld", "rdf", "rq")
    }
    triples = [q.triple for q in parse(files["questions/which.nt"], format=RdfFormat.N_TRIPLES)]
    found = {t.predicate.value for t in triples} & {
        SH + name for name in ("ask", "construct", "select")
    }
    assert found == ({SH + property_} if property_ else set())
    assert (SCHEMA + "text" in {t.predicate.value for t in triples}) == (property_ is None)
    assert not any(t.predicate.value == SH + "prefixes" for t in triples)


def test_the_page_names_all_forms_and_its_prefixes(ask: Callable[..., Site]) -> None:
    site = ask("# Which?\nPREFIX v: <urn:v#>\nSELECT ?s { ?s a v:A }\n", "s\nurn:x\n")
    pages = {file.path: file.content.decode() for file in make_pages(site)}
    page = pages["questions/which.html"]
    for suffix, media_type in (
        ("ttl", "text/turtle"),
        ("rdf", "application/rdf+xml"),
        ("rq", "application/sparql-query"),
        ("csv", "text/csv"),
        ("json", "application/json"),
    ):
        assert f'<link rel="alternate" type="{media_type}" href="which.{suffix}"' in page
        assert f'<a href="which.{suffix}">' in page
    assert 'id="prefixes"' in page
    assert 'id="prefix-v"' in page
    assert f"<code><bdi>{BASE}questions/which</bdi></code>" in page
    block = re.search(r'ld\+json">(.*?)</script>', page)
    assert block is not None
    assert json.loads(block[1])["name"] == "Which?"


def test_without_an_answer_none_is_promised(ask: Callable[..., Site]) -> None:
    page = next(
        file.content.decode()
        for file in make_pages(ask("# Which?\nSELECT * { ?s ?p ?o }\n"))
        if file.path == "questions/which.html"
    )
    assert "which.csv" not in page
    assert 'which.json"' not in page
    assert "which.rq" in page


def test_where_the_graph_can_be_asked_is_told_if_it_says_so(ask: Callable[..., Site]) -> None:
    site = ask(
        "# Which?\nASK { ?s ?p ?o }\n",
        data=":d <http://rdfs.org/ns/void#sparqlEndpoint> <https://example.org/sparql> .",
    )
    assert b"target> <https://example.org/sparql> ." in files_of(site)["questions/which.nt"]


@pytest.mark.parametrize("name", ["a b", "a%2Fb", "what?", "index", "é", "a#b"])
def test_a_name_that_can_be_no_path_has_a_path_all_the_same(
    ask: Callable[..., Site], name: str
) -> None:
    site = ask("# Which?\nASK { ?s ?p ?o }\n", name=name)
    pages = {file.path: file.content.decode() for file in make_pages(site)}
    edition = Edition(site)
    path = edition.question_path(edition.questions[0])
    assert f"{path}.html" in pages
    assert f"{path}.rq" in pages
    assert (
        f'href="../{edition.question_page(edition.questions[0])}"' in pages["list/questions.html"]
    )


def test_questions_give_way_to_documents_of_the_graph(ask: Callable[..., Site]) -> None:
    site = ask(
        "# Which?\nASK { ?s ?p ?o }\n",
        data="<https://example.org/kg/questions/which> rdfs:label 'mine' .",
    )
    assert "questions-/which.ttl" in files_of(site)


def test_two_runs_give_the_same_bytes(visit_site: Site) -> None:
    assert files_of(visit_site) == files_of(visit_site)
