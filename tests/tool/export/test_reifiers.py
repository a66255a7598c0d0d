"""Claims as reifiers: what is claimed is quoted, never asserted, and read back as it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph
import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat, Triple

from visitkg.export.claim import find_claims, find_propositions
from visitkg.export.reifiers import REIFIES, make_reifiers
from visitkg.export.view import export
from visitkg.graph.difference import compare
from visitkg.graph.stated import Stated
from visitkg.site.proposition import is_slot

if TYPE_CHECKING:
    from collections.abc import Callable

    from visitkg.export.content import Content


def read(text: str, rdf_format: RdfFormat) -> list[Stated]:
    return [Stated(quad) for quad in pyoxigraph.parse(text, rdf_format)]


@pytest.mark.parametrize(
    ("name", "rdf_format"), [("turtle", RdfFormat.TURTLE), ("n-triples", RdfFormat.N_TRIPLES)]
)
def test_the_text_is_read_back_as_the_same_graph(
    name: str, rdf_format: RdfFormat, visit: Content
) -> None:
    text = export(visit, "reifiers", name)
    triples = make_reifiers(visit)
    assert {stated.quad for stated in read(text, rdf_format)} == {Quad(*t) for t in triples}
    assert ("<< " in text) == (name == "turtle")
    assert ("<<( " in text) == (name == "n-triples")


def test_each_claim_reifies_each_slot_of_its_proposition(visit: Content) -> None:
    reified = {(t.subject, t.object) for t in make_reifiers(visit) if t.predicate == REIFIES}
    claims = find_claims(visit)
    assert len(claims) > 100
    for claim in claims:
        for proposition in find_propositions(visit, claim):
            for triple in visit.state(proposition):
                quoted = is_slot(triple.predicate) or triple.predicate.value.endswith("#type")
                assert ((claim, triple) in reified) == quoted


def test_no_slot_of_a_proposition_is_asserted(visit: Content) -> None:
    propositions = {p for c in find_claims(visit) for p in find_propositions(visit, c)}
    asserted = {t.predicate.value for t in make_reifiers(visit) if t.subject in propositions}
    assert {iri.split("#")[-1] for iri in asserted} <= {"label", "editorialNote"}


CLAIM = """
:c a visit:Claim ; visit:asserts :p .
:p a visit:Occurrence ; visit:amount 5 ; visit:wording "a \\"b\\""@en ; visit:of %s .
"""


def test_a_node_without_a_name_is_one_in_quotation_and_statement(
    make: Callable[..., Content],
) -> None:
    content = make(CLAIM.replace("%s", "[ visit:of :x ; rdfs:label 'y' ]"))
    triples = make_reifiers(content)
    again = read(export(content, "reifiers"), RdfFormat.TURTLE)
    assert not compare([Stated(Quad(*t)) for t in triples], again)
    assert len(again) == len(triples)


def test_quoted_quotations_are_written_too(make: Callable[..., Content]) -> None:
    content = make(CLAIM.replace("%s", "<<( :x a <<( rdf:type rdf:type :y )>> )>>"))
    triples = make_reifiers(content)
    text = export(content, "reifiers")
    assert {s.quad for s in read(text, RdfFormat.TURTLE)} == {Quad(*t) for t in triples}
    claim = NamedNode("https://example.org/kg/id/c")
    assert sum(t.subject == claim and isinstance(t.object, Triple) for t in triples) == 4


def test_without_claims_there_is_nothing(make: Callable[..., Content]) -> None:
    assert export(make(":a a owl:Thing ."), "reifiers") == ""
