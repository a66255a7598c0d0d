"""A store and an rdflib graph of the same files, judged by rdflib's own parsers."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
import rdflib
from pyoxigraph import (
    CanonicalizationAlgorithm,
    Dataset,
    Literal,
    NamedNode,
    Quad,
    RdfFormat,
    parse,
)
from rdflib.compare import isomorphic

from visitkg import terms
from visitkg.errors import InputError
from visitkg.graph.load import load_graph, load_store
from visitkg.graph.parse import read_triples

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

XSD_INT, XSD_INTEGER = (NamedNode(terms.XSD + name) for name in ("int", "integer"))
CONTENT = {
    "a.ttl": """@prefix e: <http://e/> .
e:s a e:Thing ; e:name "이름"@ko , "name"@en-gb ; e:list ( 1 2.5 _:b ) ; e:node [ e:p <#x> ] .
_:b e:q "1" , \"\"\"two
lines\"\"\" .""",
    "b.nt": '_:b <http://e/q> "x" .\n_:b <http://e/r> _:b .',
    "c.rdf": """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e/">
<e:Thing rdf:about="#x"><e:q rdf:nodeID="b"/></e:Thing></rdf:RDF>""",
    "d.jsonld": '{"@id": "http://e/s", "http://e/p": [{"@id": "_:b"}, 1, true]}',
}


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    paths = []
    for name, content in CONTENT.items():
        paths.append(tmp_path / name)
        paths[-1].write_text(content, encoding="utf-8")
    return paths


def canonical(quads: Iterable[Quad]) -> set[str]:
    dataset = Dataset(quads)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return {str(quad) for quad in dataset}


def read_with_rdflib(paths: Iterable[Path], monkeypatch: pytest.MonkeyPatch) -> rdflib.Graph:
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)
    whole = rdflib.Graph()
    for path in paths:
        part = rdflib.Graph()
        part.parse(path, format="json-ld" if path.suffix == ".jsonld" else None)
        whole += part.skolemize()
    return whole.de_skolemize()


def test_store_graph_and_positions_have_the_same_triples(files: list[Path]) -> None:
    store = canonical(load_store(files))
    text = load_graph(files).serialize(format="nt").encode()
    assert len(store) == 21
    assert store == canonical(parse(text, RdfFormat.N_TRIPLES))
    assert store == canonical(Quad(*located.triple) for located in read_triples(files))


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # rdflib's own JSON-LD
def test_rdflib_reads_the_same_graph(files: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    second = read_with_rdflib(files, monkeypatch)
    assert len(second) == 21
    assert isomorphic(load_graph(files), second)


@pytest.mark.parametrize(
    "literal",
    [
        '"01"^^<http://www.w3.org/2001/XMLSchema#integer>',
        '"1.50"^^<http://www.w3.org/2001/XMLSchema#decimal>',
        '"1"^^<http://www.w3.org/2001/XMLSchema#boolean>',
        '"2025-09-02Z"^^<http://www.w3.org/2001/XMLSchema#date>',
        '"many"^^<http://www.w3.org/2001/XMLSchema#integer>',
        '"2025-99-99"^^<http://www.w3.org/2001/XMLSchema#date>',
        '"<a></b>"^^<http://www.w3.org/1999/02/22-rdf-syntax-ns#XMLLiteral>',
        '"maybe"^^<http://www.w3.org/2001/XMLSchema#boolean>',
        '" "',
        '"x"@zh-hans',
    ],
)
def test_a_literal_keeps_its_lexical_form_without_noise(
    tmp_path: Path, literal: str, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "a.ttl"
    path.write_text(f"<a:s> <a:p> {literal} .", encoding="utf-8")
    graph = load_graph([path])
    assert graph.serialize(format="nt").strip() == f"<a:s> <a:p> {literal} ."
    assert caplog.records == []


def test_blank_nodes_of_two_files_are_never_the_same(tmp_path: Path) -> None:
    paths = [tmp_path / "a.ttl", tmp_path / "b.ttl"]
    for path in paths:
        path.write_text("_:b <a:p> <a:o> .", encoding="utf-8")
    assert len(load_store(paths)) == 2
    assert len(load_graph(paths)) == 2


def test_the_store_keeps_named_graphs_and_the_graph_merges_them(tmp_path: Path) -> None:
    path = tmp_path / "a.trig"
    path.write_text("<a:s> <a:p> 1 . <a:g> { <a:s> <a:p> 1, 2 }", encoding="utf-8")
    store = load_store([path])
    assert len(list(store.quads_for_pattern(None, None, None, NamedNode("a:g")))) == 2
    assert len(store) == 3
    assert len(load_graph([path])) == 2


def test_the_graph_has_the_prefixes_of_its_files(files: list[Path]) -> None:
    namespaces = {prefix: str(iri) for prefix, iri in load_graph(files).namespaces()}
    assert namespaces["e"] == "http://e/"
    assert "brick" not in namespaces


@pytest.mark.parametrize(
    ("term", "shown"),
    [
        ("<<( <a:s> <a:p> <a:o> )>>", "a triple term"),
        ('"x"@ar--rtl', 'the direction of "x"@ar--rtl'),
    ],
    ids=["triple term", "direction"],
)
def test_a_term_that_rdflib_does_not_know_is_named(tmp_path: Path, term: str, shown: str) -> None:
    path = tmp_path / "a.ttl"
    path.write_text(f"<a:s> <a:p>\n{term} .", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load_graph([path])
    assert str(caught.value) == (
        f"{path}:2: rdflib does not know {shown}, which is new in RDF 1.2\n"
        "Leave it out here; SPARQL queries can speak of it."
    )
    assert len(load_store([path])) == 1


@pytest.mark.parametrize(
    ("literal", "kept"),
    [
        (Literal("01", datatype=XSD_INTEGER), Literal("1", datatype=XSD_INTEGER)),
        (Literal("1", datatype=XSD_INT), Literal("1", datatype=XSD_INTEGER)),
        (Literal("many", datatype=XSD_INTEGER), Literal("many", datatype=XSD_INTEGER)),
    ],
    ids=["leading zero", "derived type", "no value"],
)
def test_the_store_keeps_values_not_spellings(
    tmp_path: Path, literal: Literal, kept: Literal
) -> None:
    path = tmp_path / "a.ttl"
    path.write_text(f"<a:s> <a:p> {literal} .", encoding="utf-8")
    assert [quad.object for quad in load_store([path])] == [kept]
    assert [located.triple.object for located in read_triples([path])] == [literal]


def test_no_file_gives_an_empty_store_and_graph() -> None:
    assert len(load_store([])) == 0
    assert len(load_graph([])) == 0


def test_a_store_is_loaded_without_rdflib() -> None:
    code = (
        "import sys, visitkg.graph.load, visitkg.graph.parse, visitkg.graph.turtle;"
        "print(sorted({'rdflib', 'pyshacl', 'owlrl', 'numpy', 'click'} & set(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "[]\n"
