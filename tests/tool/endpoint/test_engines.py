"""Real stores give what the engine here gives, byte for byte."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import parse

from visitkg.endpoint.ask import ask
from visitkg.endpoint.client import open_endpoint
from visitkg.endpoint.load import count_triples, load_files
from visitkg.endpoint.order import store_triples
from visitkg.endpoint.reader import IncompleteError
from visitkg.endpoint.skolem import skolem_prefix
from visitkg.endpoint.whole import read_graph
from visitkg.errors import InputError, UsageError
from visitkg.graph.blank import canonicalise
from visitkg.graph.load import load_store
from visitkg.graph.parse import read_triples
from visitkg.project import find_project
from visitkg.site.bounded import bounded_description
from visitkg.site.describe import describe
from visitkg.site.name import find_node
from visitkg.site.remote import RemoteView
from visitkg.site.render_json import render_json
from visitkg.site.view import open_view
from visitkg.sparql.prepare import prepare
from visitkg.sparql.questions import list_questions
from visitkg.sparql.render import render
from visitkg.sparql.run import run
from visitkg.sparql.source import prepare_source, question_source

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pyoxigraph import Store
    from tests.tool.endpoint.engines import Engine

    from visitkg.endpoint.client import Endpoint
    from visitkg.project import Project

VISIT = "urn:test:visit"
MANY = 10_500


@dataclass(frozen=True)
class Both:
    """A store with a project's graph in it, and the same graph here."""

    project: Project
    remote: Endpoint
    local: Store


@pytest.fixture(scope="module")
def project(root: Path) -> Project:
    return find_project(root)


@pytest.fixture(scope="module")
def local(project: Project) -> Store:
    return load_store(project.graph_files())


@pytest.fixture
def both(engine: Engine, project: Project, local: Store, tmp_path: Path) -> Iterator[Both]:
    remote = open_endpoint(
        engine.query, project, graph=VISIT, graph_store=engine.graph_store, parallel=2
    )
    if count_triples(remote, VISIT) != len(local):
        files = project.graph_files()
        load_files(remote, files, prefix=skolem_prefix(project.base), folder=tmp_path)
    yield Both(project, remote, local)
    remote.close()


def texts(both: Both, query: str, format_name: str | None = None) -> tuple[str, str]:
    """Return what the store gives, and what the engine here gives."""
    prepared = prepare(query, prefixes=both.project.all_prefixes(), base_iri=both.project.base)
    answers = ask(both.remote, prepared), run(both.local, prepared)
    found, wanted = (render(each, format_name, prefixes=prepared.prefixes) for each in answers)
    return found, wanted


# What Virtuoso 7.2.5 answers otherwise than by the recommendation, and why.
DIFFERENT_IN_VIRTUOSO: dict[str, str] = {}


def test_every_question_has_its_golden_answer(both: Both, engine: Engine) -> None:
    questions = list_questions(both.project)
    assert len(questions) >= 70
    differing = []
    for question in questions:
        prepared = prepare_source(
            question_source(question),
            {},
            prefixes=both.project.all_prefixes(),
            base_iri=both.project.base,
        )
        text = render(ask(both.remote, prepared), "csv")
        if text.encode() != question.golden_path.read_bytes():
            differing.append(question.name)
    known = DIFFERENT_IN_VIRTUOSO if engine.name == "virtuoso" else {}
    assert differing == sorted(known)


SAME = {
    "all": "SELECT * { ?s a ?type ; rdfs:label ?o }",
    "literals": "SELECT DISTINCT ?o { ?s ?p ?o FILTER(isLiteral(?o)) }",
    "ordered-down": "SELECT ?s ?n { ?s visit:amount ?n } ORDER BY DESC(?n)",
    "ordered-by-another": "SELECT ?s { ?s nif:beginIndex ?n } ORDER BY ?n",
    "grouped": "SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p ORDER BY DESC(?n)",
    "unbound": "SELECT ?s ?l { ?s a visit:Person OPTIONAL { ?s skos:altLabel ?l } }",
    "limited": "SELECT ?s { ?s a visit:Claim } ORDER BY ?s LIMIT 5",
    "nothing": "SELECT ?s { ?s a <urn:test:nothing> }",
    "true": "ASK { id:kim-jong-un a visit:Person }",
    "false": "ASK { id:kim-jong-un a visit:Claim }",
    "construct": "CONSTRUCT WHERE { ?s a visit:Claim ; visit:asserts ?o }",
    "construct-of-blanks": (
        "CONSTRUCT { ?s rdfs:subClassOf ?b . ?b ?p ?o } "
        "{ ?s rdfs:subClassOf ?b . ?b owl:onProperty ?x ; ?p ?o }"
    ),
    "relative": "ASK { <id/kim-jong-un> ?p ?o }",
}


@pytest.mark.parametrize("query", SAME.values(), ids=SAME)
def test_an_answer_is_the_one_of_the_engine_here(both: Both, query: str) -> None:
    found, wanted = texts(both, query)
    assert found == wanted


@pytest.mark.parametrize("name", ["csv", "tsv", "json", "xml", "markdown"])
def test_each_format_has_the_same_bytes(both: Both, name: str) -> None:
    found, wanted = texts(both, "SELECT ?s ?n { ?s visit:amount ?n }", name)
    assert found == wanted


NAMES = ["kim-jong-un", "김정은", "visit:Speculated", "claim-p1s1-1", "visit:Claim", "owl:Class"]


@pytest.mark.parametrize("name", NAMES)
def test_a_description_is_the_one_from_files(both: Both, engine: Engine, name: str) -> None:
    prefixes = {**both.project.prefixes, **both.project.all_prefixes()}
    remote = RemoteView(both.remote, prefixes)
    local = open_view(both.project.graph_files(), prefixes)
    found, wanted = (describe(each, find_node(each, name, prefixes)) for each in (remote, local))
    assert render_json(found) == render_json(wanted)
    located = read_triples(both.project.graph_files())
    pair = (
        list(bounded_description(remote.stated(), found)),
        list(bounded_description((each.triple for each in located), wanted)),
    )
    if engine.name == "oxigraph":  # it keeps values, not how they are written
        pair = store_triples(pair[0]), store_triples(pair[1])
    assert set(canonicalise(pair[0])) == set(canonicalise(pair[1]))
    assert both.remote.counts.requests < 100


@pytest.mark.parametrize("name", ["nobody", "kim jong-il the third", "exx:tom"])
def test_what_nobody_is_called_is_told_as_from_files(both: Both, name: str) -> None:
    prefixes = {**both.project.prefixes, **both.project.all_prefixes()}
    views = RemoteView(both.remote, prefixes), open_view(both.project.graph_files(), prefixes)
    told = []
    for view in views:
        with pytest.raises(UsageError) as caught:
            find_node(view, name, prefixes)
        told.append(str(caught.value))
    assert told[0] == told[1]


def test_a_graph_comes_whole_in_many_pages(
    both: Both, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("visitkg.endpoint.whole.PAGE", 300)
    found = read_graph(both.remote)
    wanted = [
        quad.triple
        for path in both.project.graph_files()
        for quad in parse(path=path, base_iri=path.as_uri(), rename_blank_nodes=True)
    ]
    if engine.name == "oxigraph":  # it keeps values, not how they are written
        found, wanted = store_triples(found), store_triples(wanted)
    assert set(canonicalise(found)) == set(canonicalise(wanted))
    assert both.remote.counts.requests < 50


def test_a_count_that_is_cut_is_never_an_answer(virtuoso: Engine, project: Project) -> None:
    remote = open_endpoint(virtuoso.query, project, graph="urn:test:many")
    lines = "".join(f"<urn:test:{number}> <urn:test:p> {number} .\n" for number in range(MANY))
    remote.connections.send(
        "PUT",
        f"{virtuoso.graph_store}?graph=urn:test:many",
        lines.encode(),
        {"Content-Type": "text/turtle"},
    ).readall()
    assert count_triples(remote, "urn:test:many") == MANY
    ask_it = partial(ask, remote)
    with pytest.raises(IncompleteError, match="10,000 rows at most"):
        ask_it(prepare("SELECT ?s { ?s ?p ?o }"))
    with pytest.raises(IncompleteError, match="10,000 rows at most"):
        ask_it(prepare("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"))
    with pytest.raises(IncompleteError, match="10,000 rows at most"):
        ask_it(prepare("CONSTRUCT { <urn:test:one> <urn:test:p> ?o } { ?s ?p ?n BIND(1 AS ?o) }"))
    assert len(remote.select("SELECT ?s { ?s ?p ?o } LIMIT 9999").rows) == 9_999
    remote.close()


def test_what_a_store_refuses_is_told(both: Both) -> None:
    with pytest.raises(InputError, match="answers 400"):
        both.remote.select("SELECT * { ?s ?p")
