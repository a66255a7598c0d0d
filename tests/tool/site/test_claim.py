"""Who says so, through whom, how surely, and where."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pyoxigraph import NamedNode

from visitkg.site.claim import group_claims, read_claim
from visitkg.site.sentence import chain_text, claim_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from visitkg.site.view import GraphView

AGENTS = "".join(
    f"id:{name} rdfs:label '{name.title()}' .\n" for name in ("paper", "clerk", "guard", "judge")
)


def chains(graph: GraphView) -> list[str]:
    claim = read_claim(graph, NamedNode("https://example.org/id/c"))
    return [chain_text(chain) for chain in claim.chains]


CASES: dict[str, tuple[str, list[str]]] = {
    "own voice": ("id:c prov:wasAttributedTo id:paper .", ["Paper, 0 hops"]),
    "nobody at all": ("id:c a visit:Claim .", ["a source not named, 0 hops"]),
    "one hop": (
        (
            "id:c prov:wasAttributedTo id:paper ; prov:wasDerivedFrom id:u ."
            "id:u prov:wasAttributedTo id:guard ."
        ),
        ["Paper < Guard, 1 hop"],
    ),
    "one hop to nobody": (
        "id:c prov:wasAttributedTo id:paper ; prov:wasDerivedFrom id:u . id:u a visit:Utterance .",
        ["Paper < a source not named, 1 hop"],
    ),
    "two hops": (
        (
            "id:c prov:wasAttributedTo id:paper ; prov:wasDerivedFrom id:u ."
            "id:u prov:wasAttributedTo id:clerk ; prov:wasDerivedFrom id:v ."
            "id:v prov:wasAttributedTo id:guard ."
        ),
        ["Paper < Clerk < Guard, 2 hops"],
    ),
    "two hops, the nearer not named": (
        (
            "id:c prov:wasAttributedTo id:paper ; prov:wasDerivedFrom id:u ."
            "id:u prov:wasDerivedFrom id:v . id:v prov:wasAttributedTo id:guard ."
        ),
        ["Paper < a source not named < Guard, 2 hops"],
    ),
    "two origins": (
        (
            "id:c prov:wasAttributedTo id:paper ; prov:wasDerivedFrom id:u , id:v ."
            "id:u prov:wasAttributedTo id:clerk ; prov:wasDerivedFrom id:w ."
            "id:v prov:wasAttributedTo id:judge . id:w prov:wasAttributedTo id:guard ."
        ),
        ["Paper < Clerk < Guard, 2 hops", "Paper < Judge, 1 hop"],
    ),
    "a branch behind one utterance": (
        (
            "id:c prov:wasAttributedTo id:paper ; prov:wasDerivedFrom id:u ."
            "id:u prov:wasAttributedTo id:clerk ; prov:wasDerivedFrom id:v , id:w ."
            "id:v prov:wasAttributedTo id:judge . id:w prov:wasAttributedTo id:guard ."
        ),
        ["Paper < Clerk < Judge, 2 hops", "Paper < Clerk < Guard, 2 hops"],
    ),
    "two who say so together": (
        (
            "id:c prov:wasAttributedTo id:paper ; prov:wasDerivedFrom id:u ."
            "id:u prov:wasAttributedTo id:clerk , id:guard ."
        ),
        ["Paper < Clerk and Guard, 1 hop"],
    ),
    "an utterance derived from itself": (
        (
            "id:c prov:wasAttributedTo id:paper ; prov:wasDerivedFrom id:u ."
            "id:u prov:wasAttributedTo id:clerk ; prov:wasDerivedFrom id:u ."
        ),
        ["Paper < Clerk, 1 hop"],
    ),
    "utterances in a circle": (
        (
            "id:c prov:wasAttributedTo id:paper ; prov:wasDerivedFrom id:u ."
            "id:u prov:wasAttributedTo id:clerk ; prov:wasDerivedFrom id:v ."
            "id:v prov:wasAttributedTo id:guard ; prov:wasDerivedFrom id:u ."
        ),
        ["Paper < Clerk < Guard, 2 hops"],
    ),
    "a circle through the claim": (
        (
            "id:c prov:wasAttributedTo id:paper ; prov:wasDerivedFrom id:u ."
            "id:u prov:wasAttributedTo id:clerk ; prov:wasDerivedFrom id:c ."
        ),
        ["Paper < Clerk, 1 hop"],
    ),
}


@pytest.mark.parametrize(("turtle", "expected"), CASES.values(), ids=CASES.keys())
def test_a_chain_runs_from_the_publisher_to_each_origin(
    turtle: str, expected: list[str], view: Callable[[str], GraphView]
) -> None:
    assert chains(view(AGENTS + turtle)) == expected


def groups(graph: GraphView) -> list[tuple[str | None, list[str]]]:
    claims = [quad.subject for quad in graph.store if "#Claim" in str(quad.object)]
    nodes = [node for node in claims if isinstance(node, NamedNode)]
    return [
        (
            group.status.label if group.status else None,
            [claim.reference.curie for claim in group.claims],
        )
        for group in group_claims(graph, nodes)
    ]


def test_the_surest_status_comes_first_and_those_without_strength_last(
    view: Callable[[str], GraphView],
) -> None:
    graph = view(
        "visit:Sure visit:strength 5 . visit:Weak visit:strength 1 . visit:Alike visit:strength 5 ."
        "visit:Opinion a skos:Concept . visit:Denied a skos:Concept ."
        "id:c1 a visit:Claim ; visit:epistemicStatus visit:Weak ."
        "id:c2 a visit:Claim ; visit:epistemicStatus visit:Sure ."
        "id:c3 a visit:Claim ; visit:epistemicStatus visit:Opinion ."
        "id:c4 a visit:Claim ; visit:epistemicStatus visit:Alike ."
        "id:c5 a visit:Claim ; visit:epistemicStatus visit:Denied ."
        "id:c6 a visit:Claim ."
    )
    assert groups(graph) == [
        ("Alike", ["id:c4"]),
        ("Sure", ["id:c2"]),
        ("Weak", ["id:c1"]),
        ("Denied", ["id:c5"]),
        ("Opinion", ["id:c3"]),
        (None, ["id:c6"]),
    ]


@pytest.mark.parametrize("strength", ["'high'", "id:high", "-1", "4.5", "[]"])
def test_a_strength_that_is_no_whole_number_counts_as_none(
    strength: str, view: Callable[[str], GraphView]
) -> None:
    graph = view(
        f"visit:Odd visit:strength {strength} . visit:Weak visit:strength 1 ."
        "id:c1 a visit:Claim ; visit:epistemicStatus visit:Odd ."
        "id:c2 a visit:Claim ; visit:epistemicStatus visit:Weak ."
    )
    assert groups(graph) == [("Weak", ["id:c2"]), ("Odd", ["id:c1"])]


def test_within_a_status_claims_follow_the_text(view: Callable[[str], GraphView]) -> None:
    span = "nif:referenceContext id:{d} ; nif:beginIndex {b} ; nif:endIndex {e} ."
    graph = view(
        "id:c1 a visit:Claim ; visit:evidence id:s1 . id:c2 a visit:Claim ; visit:evidence id:s2 ."
        "id:c3 a visit:Claim ; visit:evidence id:s3 . id:c4 a visit:Claim ; visit:evidence id:s4 ."
        f"id:s1 {span.format(d='b', b=1, e=9)} id:s2 {span.format(d='a', b=100, e=109)}"
        f"id:s3 {span.format(d='a', b=20, e=99)} id:s4 {span.format(d='a', b=20, e=30)}"
    )
    assert groups(graph) == [(None, ["id:c4", "id:c3", "id:c2", "id:c1"])]


def test_a_claim_of_two_statuses_stands_under_both(view: Callable[[str], GraphView]) -> None:
    graph = view("id:c a visit:Claim ; visit:epistemicStatus visit:Sure , visit:Weak .")
    assert groups(graph) == [("Sure", ["id:c"]), ("Weak", ["id:c"])]


def test_a_claim_of_which_nothing_is_known_says_so(view: Callable[[str], GraphView]) -> None:
    claim = read_claim(view("id:c a visit:Claim ."), NamedNode("https://example.org/id/c"))
    assert claim_text(claim, with_document=False) == (
        "asserts nothing - Without status, by a source not named, 0 hops, "
        "without attribution mode; no place given; id:c"
    )


def test_a_span_of_which_nothing_is_known_is_given_by_its_name(
    view: Callable[[str], GraphView],
) -> None:
    graph = view("id:c a visit:Claim ; visit:evidence id:s , [] .")
    claim = read_claim(graph, NamedNode("https://example.org/id/c"))
    assert [place.span.curie for place in claim.places] == ["id:s"]
    assert "; id:s; id:c" in claim_text(claim, with_document=True)
