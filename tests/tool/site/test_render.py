"""Descriptions in each format, whole; UPDATE_GOLDEN=1 writes the files anew."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import NamedNode, RdfFormat, parse

from visitkg.graph.turtle import write_turtle
from visitkg.site.bounded import bounded_description
from visitkg.site.describe import describe
from visitkg.site.name import find_node
from visitkg.site.render_json import render_json
from visitkg.site.render_markdown import render_markdown
from visitkg.site.render_text import render_text
from visitkg.sparql.width import width as display_width

if TYPE_CHECKING:
    from collections.abc import Callable

    from pyoxigraph import Triple

    from visitkg.site.model import Description
    from visitkg.site.view import GraphView

GOLDEN = Path(__file__).parent / "golden"
NAMES = ("li-wei", "departure", "guard", "claim-3", "gazette-report", "visit-Claim")


def described(fair: GraphView, prefixes: dict[str, str], name: str) -> Description:
    return describe(fair, find_node(fair, name.replace("visit-", "visit:"), prefixes))


def judge(text: str, golden: Path) -> None:
    if os.environ.get("UPDATE_GOLDEN"):
        golden.parent.mkdir(exist_ok=True)
        golden.write_bytes(text.encode())
    assert text == golden.read_bytes().decode()


@pytest.mark.parametrize("name", NAMES)
def test_text_is_as_approved(name: str, fair: GraphView, fair_prefixes: dict[str, str]) -> None:
    text = render_text(described(fair, fair_prefixes, name), 80)
    judge(text + "\n", GOLDEN / f"{name}.txt")
    assert max(display_width(line) for line in text.split("\n")) <= 80


@pytest.mark.parametrize("name", NAMES)
def test_markdown_is_as_approved(name: str, fair: GraphView, fair_prefixes: dict[str, str]) -> None:
    judge(render_markdown(described(fair, fair_prefixes, name)) + "\n", GOLDEN / f"{name}.md")


def test_json_is_as_approved(fair: GraphView, fair_prefixes: dict[str, str]) -> None:
    text = render_json(described(fair, fair_prefixes, "guard"))
    judge(text + "\n", GOLDEN / "guard.json")
    assert json.loads(text)["said"][0]["claims"][0]["chains"][0]["hops"] == 1


def test_turtle_is_as_approved_and_can_be_read(
    fair: GraphView, fair_prefixes: dict[str, str], fair_triples: list[Triple]
) -> None:
    description = described(fair, fair_prefixes, "guard")
    triples = bounded_description(fair_triples, description)
    text = write_turtle(triples, fair_prefixes)
    judge(text, GOLDEN / "guard.ttl")
    assert {quad.triple for quad in parse(text, RdfFormat.TURTLE)} == triples
    assert 'nif:beginIndex "50"^^xsd:nonNegativeInteger ;' in text


def test_without_a_width_each_claim_is_one_line(
    fair: GraphView, fair_prefixes: dict[str, str]
) -> None:
    text = render_text(described(fair, fair_prefixes, "departure"))
    (line,) = (line for line in text.split("\n") if "id:claim-5" in line)
    assert line == (
        "  Li Wei has left Harbour [event status: Took place; place: Harbour; of event: Ride by "
        "tram] - Not confirmed, by Courier, 0 hops, own voice; P1S1 0-51 of id:courier-report; "
        "id:claim-5"
    )


HOSTILE = (
    r"id:x rdfs:label 'a\u001b[31m\nb\u202ec' ; skos:note '<script>|*_`[x](y)\r\n# h' ."
    r"id:p a visit:Proposition ; rdfs:label '**x**\n- y' ; visit:about id:x ."
    r"id:c a visit:Claim ; visit:asserts id:p ; visit:marker 'q\tq' ."
)


def test_text_from_the_graph_can_neither_break_lines_nor_steer_the_terminal(
    view: Callable[[str], GraphView],
) -> None:
    found = describe(view(HOSTILE), NamedNode("https://example.org/id/x"))
    assert render_text(found) == (
        "a [31m b c  id:x\n"
        "  thing\n"
        "  note: <script>|*_`[x](y) # h\n"
        "\n"
        "Claimed of it, by how surely\n"
        "\n"
        "Without status (1)\n"
        '  **x** - y [about: a [31m b c] - Without status ("q q"), by a source not named, 0 hops, '
        "without attribution mode; no place given; id:c\n"
        "\n"
        "1 claim."
    )


def test_text_from_the_graph_is_no_markup(view: Callable[[str], GraphView]) -> None:
    found = describe(view(HOSTILE), NamedNode("https://example.org/id/x"))
    markdown = render_markdown(found)
    assert "\n- note: \\<script\\>\\|\\*\\_\\`\\[x\\](y) # h\n" in markdown
    assert "\n- **\\*\\*x\\*\\* - y**  \n" in markdown


def test_many_values_are_cut_in_text_and_whole_in_json(view: Callable[[str], GraphView]) -> None:
    graph = view("".join(f"id:x visit:n {number} .\n" for number in range(2000)))
    found = describe(graph, NamedNode("https://example.org/id/x"))
    assert "and 1,988 more" in render_text(found)
    assert len(json.loads(render_json(found))["facts"][0]["values"]) == 2000
