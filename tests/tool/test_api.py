"""The few functions for Python: the same answers as on the command line."""

from __future__ import annotations

import doctest
import subprocess
import sys
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
import rdflib
from pyoxigraph import Literal, NamedNode, Store, Triple

import visitkg
from visitkg.errors import InputError, UsageError

if TYPE_CHECKING:
    from pathlib import Path

FAIR = """\
@prefix ex: <http://example.org/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
ex:ann ex:knows ex:ben ; ex:came "2025-09-02"^^xsd:date ; ex:paid 1.50 ; ex:first true .
ex:ben a ex:Seller .
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Make a project with one question."""
    files = {
        "visitkg.toml": 'name = "fair"\n[prefixes]\nex = "http://example.org/"\n',
        "ontology/questions/whom.rq": (
            "# Whom does somebody know?\n# param person: who knows, default ex:ann\n"
            "SELECT ?other { ?person ex:knows ?other }"
        ),
        "ontology/fair.ttl": "",
        "data/fair.ttl": FAIR,
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def test_loading_gives_a_graph_of_rdflib(project: Path) -> None:
    graph = visitkg.load(project)
    assert isinstance(graph, rdflib.Graph)
    assert len(graph) == 5
    assert rdflib.URIRef("http://example.org/ben") in set(graph.objects())


def test_loading_gives_a_store_of_pyoxigraph(project: Path) -> None:
    store = visitkg.load(str(project), engine="pyoxigraph")
    assert isinstance(store, Store)
    assert len(store) == 5


def test_loading_files_instead_of_the_project(project: Path) -> None:
    for data in ([project / "data" / "fair.ttl"], str(project / "data")):
        assert len(visitkg.load(data=data)) == 5


def test_loading_for_an_engine_that_is_unknown(project: Path) -> None:
    with pytest.raises(ValueError, match=r"^no engine 'jena': choose 'rdflib' or 'pyoxigraph'$"):
        visitkg.load(project, engine="jena")  # type: ignore[call-overload]  # on purpose


def test_loading_a_file_that_is_missing(project: Path) -> None:
    with pytest.raises(InputError, match="no such file or folder"):
        visitkg.load(data=[project / "missing.ttl"])


def test_rows_are_dictionaries_of_values(project: Path) -> None:
    rows = visitkg.query(
        "SELECT ?who ?came ?paid ?first ?none { ?who ex:came ?came ; ex:paid ?paid ; "
        "ex:first ?first OPTIONAL { ?who ex:none ?none } }",
        project=project,
    )
    assert rows == [
        {
            "who": "http://example.org/ann",
            "came": date(2025, 9, 2),
            "paid": Decimal("1.5"),
            "first": True,
            "none": None,
        }
    ]


ANSWERS: dict[str, tuple[str, dict[str, object] | None, object]] = {
    "a question": ("whom", None, [{"other": "http://example.org/ben"}]),
    "a question with a value": ("whom", {"person": "ex:ben"}, []),
    "a question with a term": ("whom", {"person": NamedNode("http://example.org/ben")}, []),
    "a value of Python": ("ASK { ?who ex:came ?day }", {"day": date(2025, 9, 2)}, True),
    "another value of Python": ("ASK { ?who ex:came ?day }", {"day": date(2025, 9, 3)}, False),
    "a graph": (
        "CONSTRUCT { ?b ex:knows ?a } WHERE { ?a ex:knows ?b }",
        None,
        [
            Triple(
                NamedNode("http://example.org/ben"),
                NamedNode("http://example.org/knows"),
                NamedNode("http://example.org/ann"),
            )
        ],
    ),
}


@pytest.mark.parametrize(("query", "params", "answer"), ANSWERS.values(), ids=ANSWERS)
def test_the_answer_is(
    project: Path, query: str, params: dict[str, object] | None, answer: object
) -> None:
    assert visitkg.query(query, params, project=project) == answer


def test_a_query_in_a_file(project: Path) -> None:
    path = project / "ask.rq"
    path.write_text("ASK { ex:ann ex:knows ?x }", encoding="utf-8")
    assert visitkg.query(path, project=project) is True


def test_a_query_on_other_data(project: Path) -> None:
    other = project / "other.ttl"
    other.write_text("@prefix own: <urn:own:> . own:a own:b 5 .", encoding="utf-8")
    assert visitkg.query("SELECT ?o { own:a own:b ?o }", data=[other]) == [{"o": 5}]


def test_a_query_on_what_follows(project: Path) -> None:
    (project / "ontology" / "fair.ttl").write_text(
        "<http://example.org/Seller> <http://www.w3.org/2000/01/rdf-schema#subClassOf> "
        "<http://example.org/Visitor> .",
        encoding="utf-8",
    )
    query = "ASK { ex:ben a ex:Visitor }"
    assert visitkg.query(query, project=project) is False
    assert visitkg.query(query, project=project, entailment="rdfs") is True


REFUSED: dict[str, tuple[str, dict[str, object], str]] = {
    "an unknown question": ("whither", {}, "unknown question 'whither'"),
    "a parameter that is unknown": ("whom", {"who": "ex:ben"}, "unknown parameter 'who'"),
    "a value that does not fit": (
        "whom",
        {"person": 5},
        (
            "parameter 'person': \"5\"^^<http://www.w3.org/2001/XMLSchema#integer> is a "
            "literal, and an IRI is needed such as <http://example.org/ann>"
        ),
    ),
    "an error of syntax": ("ASK {", {}, "the query ends too early"),
    "an update": ("DELETE WHERE { ?s ?p ?o }", {}, "DELETE is an update, and this only asks"),
    "a service": (
        "ASK { SERVICE <http://127.0.0.1:1/> {} }",
        {},
        "SERVICE asks another server, which is refused",
    ),
}


@pytest.mark.parametrize(("query", "params", "message"), REFUSED.values(), ids=REFUSED)
def test_a_query_is_refused(
    project: Path, query: str, params: dict[str, object], message: str
) -> None:
    with pytest.raises(UsageError) as caught:
        visitkg.query(query, params, project=project)
    assert caught.value.message == message


def test_a_value_without_a_term_is_a_type_error(project: Path) -> None:
    with pytest.raises(TypeError, match="no RDF term for"):
        visitkg.query("whom", {"person": object()}, project=project)


def test_the_examples_of_the_docstrings_hold(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(root)
    results = doctest.testmod(visitkg, extraglobs={"visitkg": visitkg})
    assert results.attempted >= 4
    assert results.failed == 0


def test_importing_visitkg_imports_nothing_that_takes_time() -> None:
    # What is there before, as under a measurement of coverage, is not visitkg's doing.
    code = "import sys; had = set(sys.modules); import visitkg; print(*set(sys.modules) - had)"
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=True, text=True
    )
    loaded = set(result.stdout.split())
    assert "visitkg" in loaded
    assert not loaded & {"click", "dataclasses", "pyoxigraph", "pyshacl", "rdflib", "tomllib"}


def test_all_that_is_public_is_documented() -> None:
    for name in visitkg.__all__:
        value: Any = getattr(visitkg, name)
        assert isinstance(value, str) or value.__doc__


def test_a_literal_is_not_an_iri(project: Path) -> None:
    with pytest.raises(UsageError):
        visitkg.query("whom", {"person": Literal("ex:ben")}, project=project)
