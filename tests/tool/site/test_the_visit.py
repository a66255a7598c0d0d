"""The visit's own graph: every node can be described, and SPARQL agrees on what is listed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pyoxigraph import NamedNode, QuerySolutions

from visitkg.project import find_project
from visitkg.site.describe import describe
from visitkg.site.name import find_node
from visitkg.site.render_text import render_text
from visitkg.site.view import GraphView, open_view

if TYPE_CHECKING:
    from pathlib import Path

    from visitkg.site.model import Claim, Description

PREFIXES = """
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX visit: <https://w3id.org/visitkg/ontology#>
"""


@pytest.fixture(scope="module")
def visit(root: Path) -> GraphView:
    home = find_project(root)
    return open_view(home.graph_files(), {**home.prefixes, **home.all_prefixes()})


@pytest.fixture(scope="module")
def described(visit: GraphView, root: Path) -> dict[str, Description]:
    prefixes = find_project(root).prefixes
    names = ("national-intelligence-service", "trilateral-summit", "arrival-in-beijing")
    return {name: describe(visit, find_node(visit, name, prefixes)) for name in names}


def rows(visit: GraphView, query: str) -> list[tuple[str, ...]]:
    found = visit.store.query(PREFIXES + query)
    assert isinstance(found, QuerySolutions)
    return [tuple(getattr(value, "value", "") for value in solution) for solution in found]


def described_things(visit: GraphView) -> set[NamedNode]:
    return {quad.subject for quad in visit.store if isinstance(quad.subject, NamedNode)}


def test_every_node_of_the_graph_can_be_described(visit: GraphView) -> None:
    nodes = described_things(visit)
    assert len(nodes) > 500
    for node in nodes:
        assert render_text(describe(visit, node), 80)


def test_sparql_finds_the_same_claims_about_each_thing(visit: GraphView) -> None:
    expected: dict[str, set[str]] = {}
    for thing, claim in rows(
        visit,
        """SELECT DISTINCT ?thing ?claim {
             ?thing a ?kind . ?proposition ?slot ?thing . ?claim visit:asserts ?proposition .
             FILTER (isIRI(?thing))
             FILTER NOT EXISTS { ?thing a visit:Claim }
             FILTER NOT EXISTS { ?other visit:asserts ?thing }
           }""",
    ):
        expected.setdefault(thing, set()).add(claim)
    assert len(expected) > 100
    for thing, claims in expected.items():
        found = describe(visit, NamedNode(thing))
        if found.kind in ("thing", "concept"):
            assert {claim.reference.iri for claim in found.all_claims()} >= claims, thing


def claims_of(visit: GraphView) -> list[Claim]:
    nodes = [NamedNode(iri) for (iri,) in rows(visit, "SELECT ?c { ?c a visit:Claim }")]
    assert len(nodes) >= 140
    return [describe(visit, node).all_claims()[0] for node in nodes]


def test_hops_are_the_utterances_that_sparql_counts(visit: GraphView) -> None:
    counted = {
        claim: int(hops)
        for claim, hops in rows(
            visit,
            """SELECT ?c (COUNT(DISTINCT ?u) AS ?n) {
                 ?c a visit:Claim OPTIONAL { ?c prov:wasDerivedFrom+ ?u } } GROUP BY ?c""",
        )
    }
    # No chain of the report branches, so that all utterances lie on one chain.
    assert {claim.reference.iri: claim.chains[0].hops for claim in claims_of(visit)} == counted
    assert max(counted.values()) == 2


def test_every_claim_stands_under_its_one_status_in_the_text(visit: GraphView) -> None:
    for claim in claims_of(visit):
        found = describe(visit, NamedNode(claim.reference.iri))
        (group,) = found.claims
        assert group.status is not None
        assert f" - {group.status.label}" in render_text(found)


def test_the_service_confirmed_the_border_crossing_only(described: dict[str, Description]) -> None:
    said = {
        group.status.label: [claim.propositions[0].reference.curie for claim in group.claims]
        for group in described["national-intelligence-service"].said
        if group.status
    }
    assert said["Confirmed"] == ["id:occurrence-border-crossing"]
    (speculated,) = (
        claim
        for group in described["national-intelligence-service"].said
        if group.status and group.status.label == "Speculated"
        for claim in group.claims
    )
    assert [chain.hops for chain in speculated.chains] == [2]


@pytest.mark.parametrize("name", ["trilateral-summit", "arrival-in-beijing"])
def test_what_lies_ahead_is_never_asserted(name: str, described: dict[str, Description]) -> None:
    occurrences = [
        (group.status.label if group.status else None, fact.values[0])
        for group in described[name].claims
        for claim in group.claims
        for proposition in claim.propositions
        for fact in proposition.slots
        if fact.property.curie == "visit:eventStatus"
    ]
    assert occurrences
    for status, event_status in occurrences:
        assert status not in ("Confirmed", "Asserted", "Background")
        assert "TookPlace" not in str(event_status)
