"""Views come in pieces that don't grow with the graph, and say what they say as a whole."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pyoxigraph
import pytest
from pyoxigraph import RdfFormat

from visitkg.export import reifiers
from visitkg.export.json_ld import render_json_ld
from visitkg.export.nanopublications import NP, make_nanopublications, render_nanopublications
from visitkg.export.reifiers import render_reifiers
from visitkg.export.schema_org import make_schema_org, render_schema_org
from visitkg.export.schema_words import SCHEMA
from visitkg.export.write import write
from visitkg.graph.difference import compare
from visitkg.graph.stated import Stated

if TYPE_CHECKING:
    from collections.abc import Callable

    from visitkg.export.content import Content

CLAIMS = 130
"""The visit has more claims than that."""


def test_a_nanopublication_is_written_as_any_trig_is(visit: Content) -> None:
    texts = list(render_nanopublications(visit))
    assert len(texts) > CLAIMS
    for text, each in zip(texts, make_nanopublications(visit), strict=True):
        own = {"np": NP, "this": each.iri, "sub": f"{each.iri}#"}
        assert text.lstrip("\n") == write(list(each.quads), "trig", {**visit.prefixes, **own})
    assert [text.startswith("\n") for text in texts] == [False, *[True] * (len(texts) - 1)]


def test_schema_org_is_written_as_any_json_is(visit: Content) -> None:
    pieces = list(render_schema_org(visit))
    text = "".join(pieces)
    assert text == json.dumps(json.loads(text), ensure_ascii=False, indent=2) + "\n"
    nodes = json.loads(text)["@graph"]
    assert [node["@id"] for node in nodes] == sorted(node["@id"] for node in nodes)
    assert len(pieces) == len(nodes) + 2 > CLAIMS
    assert max(map(len, pieces)) < len(text) / 20


def test_schema_org_says_the_same_in_pieces_and_at_once(visit: Content, fair: Content) -> None:
    for content in (visit, fair):
        triples = make_schema_org(content)
        ordered = sorted(triples, key=lambda t: (t.subject.value, str(t)))  # type: ignore[union-attr]  # all have IRIs
        whole = "".join(render_json_ld(ordered, SCHEMA))
        assert "".join(render_schema_org(content)) == whole
        assert {q.triple for q in pyoxigraph.parse(whole, RdfFormat.JSON_LD)} == set(triples)


def test_no_node_at_all_is_json_too() -> None:
    assert json.loads("".join(render_json_ld([], SCHEMA))) == {
        "@context": {"@vocab": SCHEMA},
        "@graph": [],
    }


def test_reifiers_are_written_in_blocks_as_at_once(
    visit: Content, fair: Content, monkeypatch: pytest.MonkeyPatch
) -> None:
    pieces = list(render_reifiers(visit))
    assert len(pieces) > 2 * CLAIMS
    assert max(map(len, pieces)) < 20_000

    def refuse(*_: object) -> list[str]:
        raise ValueError

    found = ["".join(render_reifiers(content)) for content in (visit, fair)]
    monkeypatch.setattr(reifiers, "_write_blocks", refuse)
    whole = [list(render_reifiers(content)) for content in (visit, fair)]
    assert [[text] for text in found] == whole


CLAIM = """
:c a visit:Claim ; visit:asserts :p ; visit:evidence :s ; rdfs:label "Claim"@en .
:p a visit:Occurrence ; visit:of :x ; rdfs:label "said"@en .
:s a visit:EvidenceSpan ; %s .
"""
ANONYMOUS = {
    "a node": 'visit:part [ rdfs:label "here" ]',
    "a list": "visit:parts ( 1 2 )",
    "a quotation": "visit:quotes <<( :x a [] )>>",
    "no more": "visit:quotes <<( :x a :y )>> , rdf:nil",
}


@pytest.mark.parametrize("said", ANONYMOUS.values(), ids=ANONYMOUS)
def test_evidence_with_nodes_without_a_name_is_read_back(
    said: str, make: Callable[..., Content]
) -> None:
    content = make(CLAIM % said)
    reified = "".join(render_reifiers(content))
    expected = [Stated(quad) for quad in pyoxigraph.parse(reified, RdfFormat.TURTLE)]
    whole = [Stated(pyoxigraph.Quad(*t)) for t in reifiers.make_reifiers(content)]
    assert not compare(expected, whole)
    (each,) = make_nanopublications(content)
    (text,) = render_nanopublications(content)
    found = [Stated(quad) for quad in pyoxigraph.parse(text, RdfFormat.TRIG)]
    assert not compare(found, map(Stated, each.quads))


def test_prefixes_of_the_project_give_way_to_those_of_nanopublications(
    make: Callable[..., Content],
) -> None:
    base = (
        'base = "https://example.org/kg"\n[prefixes]\nthis = "https://example.org/kg/id/"\n'
        'np = "https://example.org/kg/np/"\n'
    )
    content = make(CLAIM % "visit:of visit:x", base=base)
    (text,) = render_nanopublications(content)
    assert "@prefix this: <https://example.org/kg/np/c> .\n" in text
    assert f"@prefix np: <{NP}> .\n" in text
    (each,) = make_nanopublications(content)
    assert set(pyoxigraph.parse(text, RdfFormat.TRIG)) == set(each.quads)
