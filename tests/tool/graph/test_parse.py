"""Triples with their places, in each format."""

from __future__ import annotations

import gzip
import io
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Triple

from visitkg.errors import InputError
from visitkg.graph.parse import (
    read_document,
    read_quads,
    read_triples,
    refuse_absent_graph,
)
from visitkg.graph.source import read_source

if TYPE_CHECKING:
    from collections.abc import Iterable

    from visitkg.graph.parse import Located

TURTLE = """@prefix e: <http://e/> .

e:s
    e:p "one" ,
        '''two
lines''' ,
        "three"
    ;
    e:q [ e:r e:t ] .
"""
XML = """<?xml version="1.0"?>
<!DOCTYPE rdf:RDF [ <!ENTITY e "http://e/"> ]>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
         xmlns:e="http://e/">
  <e:Thing rdf:about="http://e/s"
           e:attribute="one">
    <e:p>two
lines</e:p>
    <e:q
        rdf:resource="&e;o"
    />
    <e:r>
      <rdf:Description e:s="three"/>
    </e:r>
  </e:Thing>
</rdf:RDF>
"""


def write(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def lines(triples: Iterable[Located]) -> list[tuple[str, int | None]]:
    return [
        ("_" if isinstance(t.triple.object, BlankNode) else str(t.triple.object), t.line)
        for t in triples
    ]


def test_each_triple_of_turtle_has_the_line_of_its_object(tmp_path: Path) -> None:
    path = write(tmp_path, "a.ttl", TURTLE)
    assert lines(read_triples([path])) == [
        ('"one"', 4),
        ('"two\\nlines"', 5),
        ('"three"', 7),
        ("<http://e/t>", 9),
        ("_", 9),
    ]


@pytest.mark.parametrize(
    "content",
    [
        TURTLE.replace("\n", "\r\n").encode(),
        TURTLE.replace("\n", "\r").encode(),
        b"\xef\xbb\xbf" + TURTLE.encode(),
    ],
    ids=["CR LF", "CR", "byte order mark"],
)
def test_line_ends_and_byte_order_marks_do_not_move_lines(tmp_path: Path, content: bytes) -> None:
    path = write(tmp_path, "a.ttl", content)
    assert [line for _, line in lines(read_triples([path]))] == [4, 5, 7, 9, 9]


def test_a_triple_of_rdf_xml_has_the_line_where_its_tag_ends(tmp_path: Path) -> None:
    path = write(tmp_path, "a.rdf", XML)
    assert lines(read_triples([path])) == [
        ("<http://e/Thing>", 6),
        ('"one"', 6),
        ('"two\\nlines"', 8),
        ("<http://e/o>", 11),
        ('"three"', 13),
        ("_", 14),
    ]


def test_a_line_of_rdf_xml_may_be_longer_than_any_buffer(tmp_path: Path) -> None:
    path = write(tmp_path, "a.rdf", XML.replace("two", "two" * 50_000))
    assert [line for _, line in lines(read_triples([path]))] == [6, 6, 8, 11, 13, 14]


FORMATS = {
    "a.ttl": ("<http://e/s> <http://e/p>\n <http://e/o> .", 2),
    "a.TTL": ("<http://e/s> <http://e/p>\n <http://e/o> .", 2),
    "a.n3": ("<http://e/s> <http://e/p>\n <http://e/o> .", 2),
    "a.nt": ("\n<http://e/s> <http://e/p> <http://e/o> .", 2),
    "a.nq": ("\n<http://e/s> <http://e/p> <http://e/o> <http://e/g> .", 2),
    "a.trig": ("<http://e/g> {\n <http://e/s> <http://e/p>\n <http://e/o> }", 3),
    "turtle.owl": ("<http://e/s> <http://e/p>\n <http://e/o> .", 2),
    "prefix.owl": ("# x\n@prefix e: <http://e/> .\ne:s e:p e:o .", 3),
    "xml.owl": (
        """
<!-- x -->
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
xmlns:e="http://e/"><rdf:Description rdf:about="http://e/s">
<e:p rdf:resource="http://e/o"/></rdf:Description></rdf:RDF>""",
        5,
    ),
    "declared.owl": (
        """<?xml version="1.0"?>
<rdf:Description rdf:about="http://e/s" xmlns:e="http://e/"
xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><e:p rdf:resource="http://e/o"/>
</rdf:Description>""",
        3,
    ),
    "a.jsonld": ('{"@id": "http://e/s",\n"http://e/p": {"@id": "http://e/o"}}', None),
}


@pytest.mark.parametrize("name", FORMATS)
def test_the_suffix_names_the_format(tmp_path: Path, name: str) -> None:
    content, line = FORMATS[name]
    (found,) = read_triples([write(tmp_path, name, content)])
    assert str(found.triple) == "<http://e/s> <http://e/p> <http://e/o>"
    assert found.line == line
    assert found.path == tmp_path / name


def test_blank_nodes_of_two_files_are_never_the_same(tmp_path: Path) -> None:
    paths = [write(tmp_path, f"{name}.ttl", "_:b <http://e/p> _:b .") for name in "ab"]
    first, second = (located.triple for located in read_triples(paths))
    assert first.subject == first.object
    assert second.subject == second.object
    assert first.subject != second.subject


def test_a_path_may_be_text_and_files_keep_their_order(tmp_path: Path) -> None:
    paths = [
        str(write(tmp_path, f"{name}.ttl", f"<a:s> <a:p> <a:{name}> .")) for name in ("b", "a")
    ]
    assert [located.path.name for located in read_triples(paths)] == ["b.ttl", "a.ttl"]


def test_a_hyphen_reads_turtle_from_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.TextIOWrapper(io.BytesIO(b"\xef\xbb\xbf<a:s>\n<a:p>\n<a:o> ."))
    monkeypatch.setattr("sys.stdin", stream)
    (found,) = read_triples(["-"])
    assert (found.path, found.line) == (Path("-"), 3)


GRAPHS = """@prefix e: <http://e/> .
e:s e:p "default" .
e:one { e:s e:p "one" }
GRAPH e:two { e:s e:p "two" ;
    e:p "second" }
{ e:s e:p "more" }
"""
CHOICES: dict[str, tuple[NamedNode | DefaultGraph | None, list[tuple[str, int]]]] = {
    "all": (None, [("default", 2), ("one", 3), ("two", 4), ("second", 5), ("more", 6)]),
    "a named one": (NamedNode("http://e/two"), [("two", 4), ("second", 5)]),
    "the default one": (DefaultGraph(), [("default", 2), ("more", 6)]),
    "an absent one": (NamedNode("http://e/none"), []),
}


@pytest.mark.parametrize(("graph", "expected"), CHOICES.values(), ids=CHOICES)
def test_one_graph_can_be_read_alone(
    tmp_path: Path, graph: NamedNode | DefaultGraph | None, expected: list[tuple[str, int]]
) -> None:
    document = read_document(write(tmp_path, "a.trig", GRAPHS), graph=graph)
    assert [(str(each.triple.object)[1:-1], each.line) for each in document.triples] == expected


def test_quads_are_told_with_their_graphs(tmp_path: Path) -> None:
    quads = read_quads(read_source(write(tmp_path, "a.trig", GRAPHS)))
    assert [str(quad.graph_name) for quad in quads] == [
        "DEFAULT",
        "<http://e/one>",
        "<http://e/two>",
        "<http://e/two>",
        "DEFAULT",
    ]


def test_a_mistake_among_quads_is_told_with_its_place(tmp_path: Path) -> None:
    path = write(tmp_path, "a.nq", "<a:b> <a:c> <a:d> <a:g> .\n<a:b> <a:c> .\n")
    with pytest.raises(InputError, match=r"a\.nq:2:"):
        list(read_quads(read_source(path)))


ABSENT: dict[str, tuple[NamedNode | DefaultGraph, list[str], str]] = {
    "a name": (
        NamedNode("http://e/none"),
        [GRAPHS, "<a:b> { <a:c> <a:d> <a:e> }"],
        """\
a0.trig and 1 more: no graph <http://e/none> here
The named graphs are <http://e/one>, <http://e/two>, <a:b>.""",
    ),
    "a name among none": (
        NamedNode("http://e/none"),
        ["<a:b> <a:c> <a:d> . _:g { <a:b> <a:c> <a:d> }"],
        "a0.trig: no graph <http://e/none> here\nThere is no named graph.",
    ),
    "the default graph": (
        DefaultGraph(),
        ["".join(f"<a:{n:02}> {{ <a:b> <a:c> <a:d> }} " for n in range(11))],
        f"""\
a0.trig: nothing stands in the default graph
The named graphs are {", ".join(f"<a:{n:02}>" for n in range(10))} and 1 more.""",
    ),
}


@pytest.mark.parametrize(("graph", "texts", "message"), ABSENT.values(), ids=ABSENT)
def test_a_graph_that_no_file_has_is_refused_with_those_that_there_are(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    graph: NamedNode | DefaultGraph,
    texts: list[str],
    message: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    sources = [
        read_source(write(Path(), f"a{number}.trig", text)) for number, text in enumerate(texts)
    ]
    with pytest.raises(InputError) as caught:
        refuse_absent_graph(graph, sources)
    assert str(caught.value) == message


def test_a_graph_that_some_file_has_is_not_refused(tmp_path: Path) -> None:
    sources = [read_source(write(tmp_path, n, t)) for n, t in (("a.nt", ""), ("a.trig", GRAPHS))]
    refuse_absent_graph(NamedNode("http://e/two"), sources)
    refuse_absent_graph(DefaultGraph(), sources)


def test_packed_files_have_lines_too(tmp_path: Path) -> None:
    path = write(tmp_path, "a.ttl.gz", gzip.compress(TURTLE.encode()))
    assert [line for _, line in lines(read_triples([path]))] == [4, 5, 7, 9, 9]


def test_a_mistake_in_a_packed_file_is_told_with_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write(Path(), "a.ttl.gz", gzip.compress(b"<a:b> <a:c> 1 .\n<a:b> q:c 1 ."))
    with pytest.raises(InputError) as caught:
        read_document("a.ttl.gz")
    assert str(caught.value) == (
        "a.ttl.gz:2:7: unknown prefix 'q:'\n    <a:b> q:c 1 .\n          ~^\n"
        "Declare it: @prefix q: <...> ."
    )


TRIPLE_TERM = "<<( <http://e/a> <http://e/b> <http://e/c> )>>"


def test_triple_terms_are_read(tmp_path: Path) -> None:
    path = write(tmp_path, "a.ttl", f"<http://e/s> <http://e/p>\n {TRIPLE_TERM} .")
    (found,) = read_triples([path])
    assert isinstance(found.triple.object, Triple)
    assert (str(found.triple.object), found.line) == (TRIPLE_TERM[4:-4], 2)


def test_a_relative_iri_starts_from_the_file_itself(tmp_path: Path) -> None:
    path = write(tmp_path, "a.ttl", "<> <#p> <b> .")
    (found,) = read_triples([path])
    base = path.resolve()
    assert str(found.triple) == f"<{base.as_uri()}> <{base.as_uri()}#p> <{base.parent.as_uri()}/b>"


def test_a_base_that_is_given_goes_before_the_file(tmp_path: Path) -> None:
    path = write(tmp_path, "a.ttl", "<> <#p> <b> .")
    (found,) = read_triples([path], base_iri="http://e/x/y")
    assert str(found.triple) == "<http://e/x/y> <http://e/x/y#p> <http://e/x/b>"


def test_lenient_leaves_a_relative_iri_as_it_is(tmp_path: Path) -> None:
    paths = [write(tmp_path, "a.ttl", "<> <#p> <b> ."), write(tmp_path, "b.nt", "<a> <b> <c> .")]
    found = [str(located.triple) for located in read_triples(paths, lenient=True)]
    assert found == ["<> <#p> <b>", "<a> <b> <c>"]


def test_n_triples_have_no_place_for_a_relative_iri(tmp_path: Path) -> None:
    path = write(tmp_path, "a.nt", '_:a <a:b> "1"^^</integer> .')
    with pytest.raises(InputError) as caught:
        list(read_triples([path]))
    assert str(caught.value) == (
        f"{path}:1:16: no scheme found in an absolute IRI\n"
        '    _:a <a:b> "1"^^</integer> .\n'
        "                   ~~~~~~~~~^\n"
        "Write the whole IRI."
    )


def test_a_document_has_its_prefixes_and_base(tmp_path: Path) -> None:
    content = "@prefix e: <http://e/> . @base <http://b/> . prefix : <x#> e:s :p <o> ."
    document = read_document(write(tmp_path, "a.ttl", content))
    assert document.prefixes == {"": "http://b/x#", "e": "http://e/"}
    assert document.base_iri == "http://b/"
    assert [str(located.triple) for located in document.triples] == [
        "<http://e/s> <http://b/x#p> <http://b/o>"
    ]


@pytest.mark.parametrize("content", ["", "# x\n", "@prefix e: <http://e/> ."])
def test_a_file_that_states_nothing_is_a_document_without_triples(
    tmp_path: Path, content: str
) -> None:
    assert read_document(write(tmp_path, "a.ttl", content)).triples == ()


def test_no_line_is_told_where_the_parser_departs_from_the_grammar(tmp_path: Path) -> None:
    # The second block should have a reifier of its own, but gets that of the first.
    content = "prefix : <http://e/>\n:s :p :o ~ {| :q 1 |} {| :q 2 |} ."
    located = list(read_triples([write(tmp_path, "a.ttl", content)]))
    assert {item.line for item in located} == {None}
    assert len(located) == 4


def test_no_triple_is_given_of_a_file_with_an_error(tmp_path: Path) -> None:
    path = write(tmp_path, "a.ttl", "<a:s> <a:p> <a:o> .\n<a:s> <a:p> .")
    found: list[Located] = []
    with pytest.raises(InputError):
        found.extend(read_triples([path]))
    assert found == []
