"""The project's own questions: rdflib, the second judge, gives the same rows on the same data."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode

from visitkg.graph.load import load_graph, load_store, to_rdflib
from visitkg.project import Project, find_project
from visitkg.sparql.answer import Table
from visitkg.sparql.parameters import bind_parameters
from visitkg.sparql.questions import find_question
from visitkg.sparql.run import run
from visitkg.sparql.source import prepare_source, question_source

if TYPE_CHECKING:
    import rdflib
    from pyoxigraph import Store

ROOT = Path(__file__).resolve().parents[3]
NAMES = sorted(path.stem for path in (ROOT / "ontology" / "questions").glob("*.rq"))


@pytest.fixture(scope="module")
def visit() -> Project:
    return find_project(ROOT)


@pytest.fixture(scope="module")
def visit_store(visit: Project) -> Store:
    return load_store(visit.graph_files())


@pytest.fixture(scope="module")
def visit_graph(visit: Project) -> rdflib.Graph:
    return load_graph(visit.graph_files())


def comparable(term: object) -> object:
    """Return the value of a term: the two write some numbers differently."""
    if term is None:
        return None
    if isinstance(term, BlankNode):
        return "blank"
    text = term.value if isinstance(term, (NamedNode, Literal)) else str(term)
    try:
        return float(text)
    except ValueError:
        return text


def test_there_are_questions() -> None:
    assert len(NAMES) >= 40


@pytest.mark.parametrize("name", NAMES)
def test_rdflib_gives_the_same_rows(
    visit: Project, visit_store: Store, visit_graph: rdflib.Graph, name: str
) -> None:
    question = find_question(visit, name)
    prefixes = visit.all_prefixes()
    answer = run(visit_store, prepare_source(question_source(question), {}, prefixes=prefixes))
    assert isinstance(answer, Table)
    bindings = bind_parameters(question.parameters, {}, prefixes)
    values: dict[str, Any] = {key: to_rdflib(term) for key, term in bindings.items()}
    judged = visit_graph.query(question.text, initNs=prefixes, initBindings=values)
    assert tuple(map(str, judged.vars or ())) == answer.variables
    assert answer.rows
    assert Counter(tuple(map(comparable, row)) for row in answer.rows) == Counter(
        tuple(comparable(row.get(name)) for name in judged.vars or ()) for row in judged.bindings
    )
