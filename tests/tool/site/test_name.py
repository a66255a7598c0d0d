"""What somebody types is found, or it is said what was perhaps meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from visitkg.errors import UsageError
from visitkg.site.name import find_node

if TYPE_CHECKING:
    from collections.abc import Callable

    from visitkg.site.view import GraphView

ID = "https://example.org/fair/id/"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("li-wei", "li-wei"),
        ("id:li-wei", "li-wei"),
        (f"{ID}li-wei", "li-wei"),
        (f"<{ID}li-wei>", "li-wei"),
        ("  li-wei ", "li-wei"),
        ("LI-WEI", "li-wei"),
        ("Li Wei", "li-wei"),
        ("li wei", "li-wei"),
        ("李伟", "li-wei"),
        ("Mayor Li", "li-wei"),
        ("ōta", "ota"),
        ("O\u0304ta", "ota"),
        ("太田", "ota"),
        ("meeting", "meeting"),
        ("MEETING OF THE MAYORS", "meeting"),
        ("offset_50_67", "gazette-report#offset_50_67"),
        ("gazette:offset_50_67", "gazette-report#offset_50_67"),
    ],
)
def test_a_name_finds_its_thing(
    name: str, expected: str, fair: GraphView, fair_prefixes: dict[str, str]
) -> None:
    assert find_node(fair, name, fair_prefixes).value == ID + expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Speculated", "Speculated"),
        ("visit:Speculated", "Speculated"),
        ("speculated", "Speculated"),
        ("已证实", "Confirmed"),
        ("Own voice", "OwnVoice"),
    ],
)
def test_a_term_of_the_ontology_is_found_too(
    name: str, expected: str, fair: GraphView, fair_prefixes: dict[str, str]
) -> None:
    assert find_node(fair, name, fair_prefixes).value == fair_prefixes["visit"] + expected


def test_the_projects_first_prefix_wins(
    view: Callable[[str], GraphView], prefixes: dict[str, str]
) -> None:
    graph = view("id:claim rdfs:label 'mine' . visit:claim rdfs:label 'the ontology' .")
    assert find_node(graph, "claim", prefixes).value == "https://example.org/id/claim"
    turned = {"visit": prefixes["visit"], **prefixes}
    assert find_node(graph, "claim", turned).value == prefixes["visit"] + "claim"


def test_what_is_only_pointed_to_is_found(fair: GraphView, fair_prefixes: dict[str, str]) -> None:
    iri = "https://example.com/people/li-wei"
    assert find_node(fair, iri, fair_prefixes).value == iri


def test_a_property_is_found(fair: GraphView, fair_prefixes: dict[str, str]) -> None:
    found = find_node(fair, "prov:wasDerivedFrom", fair_prefixes)
    assert found.value == "http://www.w3.org/ns/prov#wasDerivedFrom"


def test_a_label_with_a_colon_is_no_curie(
    view: Callable[[str], GraphView], prefixes: dict[str, str]
) -> None:
    graph = view("id:film rdfs:label 'Alien:Romulus' .")
    assert find_node(graph, "alien:romulus", prefixes).value == "https://example.org/id/film"


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("", "no name to look for\nGive a name, a CURIE or an IRI."),
        ("  ", "no name to look for\nGive a name, a CURIE or an IRI."),
        ("li-wie", "nothing is called 'li-wie'\nDid you mean id:li-wei (Li Wei)?"),
        ("id:li-wie", "nothing is called 'id:li-wie'\nDid you mean id:li-wei (Li Wei)?"),
        (f"{ID}li-wie", f"nothing is called '{ID}li-wie'\nDid you mean id:li-wei (Li Wei)?"),
        ("李", "nothing is called '李'\nDid you mean id:li-wei (Li Wei)?"),
        (
            "zzz zzz",
            (
                "nothing is called 'zzz zzz'\n"
                "Give a label, a local name, a CURIE or an IRI that the files mention."
            ),
        ),
        (
            "a b://c",
            (
                "nothing is called 'a b://c'\n"
                "Give a label, a local name, a CURIE or an IRI that the files mention."
            ),
        ),
        ("vist:Claim", "unknown prefix 'vist:'\nDid you mean 'visit:'?"),
    ],
)
def test_a_name_of_nothing_is_refused(
    name: str, message: str, fair: GraphView, fair_prefixes: dict[str, str]
) -> None:
    with pytest.raises(UsageError) as caught:
        find_node(fair, name, fair_prefixes)
    assert str(caught.value) == message


def test_a_prefix_like_no_other_lists_those_there_are(view: Callable[[str], GraphView]) -> None:
    with pytest.raises(UsageError) as caught:
        find_node(
            view("id:a id:b id:c ."), "zq:x", {"id": "https://example.org/id/", "ex": "http://e/"}
        )
    assert str(caught.value) == "unknown prefix 'zq:'\nKnown: ex, id."


@pytest.mark.parametrize(("count", "more"), [(2, ""), (5, ""), (6, " and 1 more")])
def test_at_most_five_of_several_things_are_named(
    count: int, more: str, view: Callable[[str], GraphView], prefixes: dict[str, str]
) -> None:
    graph = view("".join(f"id:{number} rdfs:label 'Kim' .\n" for number in range(count)))
    with pytest.raises(UsageError) as caught:
        find_node(graph, "kim", prefixes)
    named = ", ".join(f"id:{number}" for number in range(min(count, 5)))
    assert str(caught.value) == (
        f"{count} things are called 'kim'\nName one of them: {named}{more}."
    )


@pytest.mark.parametrize(
    ("name", "suggested"), [("arb", True), ("ar", False), ("伟", True), ("x", False)]
)
def test_a_part_of_a_name_is_enough_for_a_suggestion_if_it_tells(
    name: str, *, suggested: bool, fair: GraphView, fair_prefixes: dict[str, str]
) -> None:
    with pytest.raises(UsageError) as caught:
        find_node(fair, name, fair_prefixes)
    assert ("Did you mean" in str(caught.value)) is suggested


def test_a_name_of_several_things_is_refused(
    view: Callable[[str], GraphView], prefixes: dict[str, str]
) -> None:
    graph = view(
        "".join(f"id:pyongyang-{number} rdfs:label 'Pyongyang' .\n" for number in range(7))
    )
    with pytest.raises(UsageError) as caught:
        find_node(graph, "pyongyang", prefixes)
    assert str(caught.value) == (
        "7 things are called 'pyongyang'\n"
        "Name one of them: id:pyongyang-0, id:pyongyang-1, id:pyongyang-2, id:pyongyang-3, "
        "id:pyongyang-4 and 2 more."
    )


def test_an_empty_graph_knows_no_name(
    view: Callable[[str], GraphView], prefixes: dict[str, str]
) -> None:
    with pytest.raises(UsageError, match="nothing is called 'x'"):
        find_node(view(""), "x", prefixes)
