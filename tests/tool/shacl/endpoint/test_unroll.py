"""A path of some lengths leads where the whole path leads, unless there is a longer one."""

from __future__ import annotations

from pathlib import Path as FilePath
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, note
from hypothesis import strategies as st
from pyoxigraph import NamedNode, RdfFormat
from tests.tool.shacl.generate_paths import any_paths
from tests.tool.shacl.judge import PREFIXES
from tests.tool.shacl.test_against_pyshacl import examples

from visitkg.graph.encode import EncodedTriples
from visitkg.graph.source import Source
from visitkg.shacl.endpoint.unroll import unroll
from visitkg.shacl.load import load_shapes
from visitkg.shacl.nodes.graph import NodeGraph
from visitkg.shacl.path import render_path
from visitkg.shacl.walk import bind_path, is_repeated

if TYPE_CHECKING:
    from visitkg.shacl.path import Path

P, Q = (f"<http://example.org/{name}>" for name in "pq")
UNROLLED = {
    "ex:p": (P, []),
    "( [ sh:zeroOrMorePath ex:p ] ex:q )": (
        f"{Q}|({P}/{Q})|({P}/{P}/{Q})|({P}/{P}/{P}/{Q})",
        [f"{P}/{P}/{P}/{P}"],
    ),
    "[ sh:oneOrMorePath ex:p ]": (f"{P}|({P}/{P})|({P}/{P}/{P})", [f"{P}/{P}/{P}/{P}"]),
    "( [ sh:zeroOrOnePath ex:p ] ex:q )": (f"{Q}|({P}/{Q})", []),
    "[ sh:inversePath ( ex:p [ sh:zeroOrOnePath ex:q ] ) ]": (f"(^{P})|((^{Q})/(^{P}))", []),
    "[ sh:alternativePath ( ex:p ex:q ) ]": (f"{P}|{Q}", []),
}
NOT_UNROLLED = {
    "no step at all": "[ sh:zeroOrMorePath ex:p ]",
    "a step or none": "[ sh:zeroOrOnePath ex:p ]",
    "too many": "[ sh:oneOrMorePath [ sh:alternativePath ( ex:p ex:q ex:r ) ] ]",
    "too many in a row": "( [ sh:zeroOrMorePath ex:p ] [ sh:zeroOrMorePath ex:q ] ex:r )",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> FilePath:
    return tmp_path_factory.mktemp("paths")


def read_path(folder: FilePath, text: str) -> Path:
    file = folder / "shapes.ttl"
    file.write_text(f"{PREFIXES} ex:S sh:path {text} .", encoding="utf-8")
    (path,) = load_shapes([file]).paths.values()
    return path


@pytest.mark.parametrize("text", UNROLLED)
def test_a_path_is_unrolled(folder: FilePath, text: str) -> None:
    path, longer = UNROLLED[text]
    found = unroll(read_path(folder, text))
    assert found is not None
    assert render_path(found.path) == path
    assert list(map(render_path, found.longer)) == longer


@pytest.mark.parametrize("name", NOT_UNROLLED)
def test_a_path_is_left_as_it_is(folder: FilePath, name: str) -> None:
    assert unroll(read_path(folder, NOT_UNROLLED[name])) is None


@examples(200)
@given(
    text=any_paths(),
    edges=st.lists(
        st.tuples(st.sampled_from("abcde"), st.sampled_from("pq"), st.sampled_from("abcde")),
        max_size=12,
    ),
)
def test_what_is_unrolled_leads_to_the_same(
    folder: FilePath, text: str, edges: list[tuple[str, str, str]]
) -> None:
    path = read_path(folder, text)
    found = unroll(path)
    if found is None:
        return
    note(render_path(found.path))
    assert not is_repeated(found.path)
    name = "<http://example.org/{}>".format
    lines = "".join(f"{name(s)} {name(p)} {name(o)} .\n" for s, p, o in edges)
    triples = EncodedTriples()
    triples.add_file(Source(FilePath("a.nt"), lines.encode(), RdfFormat.N_TRIPLES, None))
    graph = NodeGraph(triples)
    whole, some = bind_path(path, graph), bind_path(found.path, graph)
    further = [bind_path(longer, graph) for longer in found.longer]
    for letter in "abcde":
        node = graph.code(NamedNode(f"http://example.org/{letter}"))
        assert set(some(node)) <= set(whole(node))
        if not any(walk(node) for walk in further):
            assert set(some(node)) == set(whole(node))
