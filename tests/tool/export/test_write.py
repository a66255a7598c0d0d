"""Statements in every format: two parsers read the same, and the bytes are the same each time."""

from __future__ import annotations

import os
import subprocess
import sys
from hashlib import sha256
from typing import TYPE_CHECKING

import pyoxigraph
import pytest
import rdflib
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, RdfFormat

from visitkg.errors import UsageError
from visitkg.export.view import VIEWS, export
from visitkg.export.write import FORMATS, write
from visitkg.graph.difference import compare
from visitkg.graph.stated import Part, Stated, read_version
from visitkg.project import find_project

if TYPE_CHECKING:
    from pathlib import Path

    from visitkg.export.content import Content

PARSERS = {
    "turtle": (RdfFormat.TURTLE, "turtle"),
    "n-triples": (RdfFormat.N_TRIPLES, "nt"),
    "json-ld": (RdfFormat.JSON_LD, "json-ld"),
    "rdf-xml": (RdfFormat.RDF_XML, "xml"),
    "trig": (RdfFormat.TRIG, "turtle"),
    "n-quads": (RdfFormat.N_QUADS, "nt"),
}


@pytest.mark.parametrize("name", FORMATS)
def test_the_graph_in_each_format_is_that_of_the_files(
    name: str, visit: Content, root: Path
) -> None:
    files = find_project(root).graph_files()
    source = read_version([Part(path, path) for path in files])
    text = export(visit, "graph", name)
    assert not compare(source.stated, map(Stated, pyoxigraph.parse(text, PARSERS[name][0])))


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")  # rdflib's own JSON-LD
@pytest.mark.parametrize("name", FORMATS)
def test_a_second_parser_reads_the_same_from_each_format(
    name: str, fair: Content, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)
    text = export(fair, "graph", name)
    again = rdflib.Graph().parse(data=text, format=PARSERS[name][1]).serialize(format="nt")
    expected = [Stated(Quad(*triple)) for triple in fair.triples]
    assert len(expected) > 100
    assert not compare(expected, map(Stated, pyoxigraph.parse(again, RdfFormat.N_TRIPLES)))


def test_each_view_is_written_in_the_same_bytes_by_another_process(
    visit: Content, root: Path
) -> None:
    program = (
        "from hashlib import sha256\n"
        "from pathlib import Path\n"
        "from visitkg.export.content import read_content\n"
        "from visitkg.export.view import VIEWS, export\n"
        "from visitkg.project import find_project\n"
        "content = read_content(find_project(Path('.')))\n"
        "for name, view in VIEWS.items():\n"
        "    for each in view.formats:\n"
        "        print(name, each, sha256(export(content, name, each).encode()).hexdigest())\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        check=True,
        cwd=root,
        encoding="utf-8",
        env={**os.environ, "PYTHONHASHSEED": "1"},
    )
    own = [
        f"{name} {each} {sha256(export(visit, name, each).encode()).hexdigest()}"
        for name, view in VIEWS.items()
        for each in view.formats
    ]
    assert done.stdout.splitlines() == own


def test_graphs_are_told_one_after_the_other() -> None:
    a, b = NamedNode("http://e/a"), NamedNode("http://e/b")
    quads = [
        Quad(a, a, Literal("x"), BlankNode("g")),
        Quad(a, a, b, b),
        Quad(b, a, b),
        Quad(b, a, BlankNode("c"), b),
    ]
    text = write(quads, "trig", {"e": "http://e/"})
    assert text == (
        "@prefix e: <http://e/> .\n\n"
        "e:b\n    e:a e:b ;\n    .\n\n"
        "e:b {\ne:a\n    e:a e:b ;\n    .\n\ne:b\n    e:a [] ;\n    .\n}\n\n"
        '_:g {\ne:a\n    e:a "x" ;\n    .\n}\n'
    )
    assert not compare(map(Stated, quads), map(Stated, pyoxigraph.parse(text, RdfFormat.TRIG)))
    assert write(quads, "n-quads", {}).splitlines()[0] == '<http://e/a> <http://e/a> "x" _:g .'
    assert {type(q.graph_name) for q in quads} == {BlankNode, NamedNode, DefaultGraph}


@pytest.mark.parametrize("iri", ["http://e/", "http://e/1", "urn:a:1-2"])
def test_a_property_without_a_name_in_xml_is_refused(iri: str) -> None:
    a = NamedNode(iri)
    with pytest.raises(UsageError, match=r"RDF/XML has no name for the property") as caught:
        write([Quad(a, a, a)], "rdf-xml", {})
    assert caught.value.remedy == "Choose another format: turtle can write everything."
    assert "name" in write([Quad(a, NamedNode("http://e/1name"), a)], "rdf-xml", {})
