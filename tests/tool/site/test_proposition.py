"""A proposition reads as a sentence, and its slots carry the meaning."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pyoxigraph import NamedNode

from visitkg.site.proposition import read_proposition
from visitkg.site.sentence import slots_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from visitkg.site.view import GraphView

NODE = NamedNode("https://example.org/id/p")

CASES: dict[str, tuple[str, str, str]] = {
    "its label": (
        "id:p rdfs:label 'Ann sang'@en ; visit:gloss 'Somebody sang.'@en .",
        "Ann sang",
        "gloss: Somebody sang",
    ),
    "its label in English": ("id:p rdfs:label 'A'@ko , 'B'@en , 'C' .", "B", ""),
    "its gloss, which is not said twice": (
        "id:p a visit:Aim ; visit:gloss 'To sing.'@en ; visit:aimOf id:ann .",
        "To sing.",
        "aim of: ann",
    ),
    "type and slots": (
        "id:p a visit:Stance ; visit:attitude visit:Agreed . visit:Agreed rdfs:label 'Agreed' .",
        "Stance: Agreed",
        "attitude: Agreed",
    ),
    "nothing but its name": ("id:p a visit:Stance .", "p", ""),
    "an unknown node": ("", "p", ""),
    "slots that begin with a preposition come last": (
        "id:p rdfs:label 'x' ; visit:inEvent id:e ; visit:participant id:ann ; visit:inRole id:r .",
        "x",
        "participant: ann; in event: e; in role: r",
    ),
    "several values": (
        "id:p rdfs:label 'x' ; visit:about id:b , id:a .",
        "x",
        "about: a, b",
    ),
    "annotations are no slots": (
        "id:p rdfs:label 'x' ; skos:editorialNote 'n' ; dcterms:created 'd' ; rdfs:seeAlso id:y .",
        "x",
        "",
    ),
    "an estimate": (
        (
            "id:p rdfs:label 'x' ; visit:amount 15000 ; visit:approximate true ;"
            "visit:unit visit:Persons . visit:Persons rdfs:label 'Persons'@en ."
        ),
        "x",
        "amount: about 15,000 persons",
    ),
    "an exact number without a unit": (
        "id:p rdfs:label 'x' ; visit:amount 14 ; visit:approximate false .",
        "x",
        "amount: 14",
    ),
    "a negative and a fractional number": (
        "id:p rdfs:label 'x' ; visit:amount -2.5 ; visit:unit visit:Degrees .",
        "x",
        "amount: -2.5 degrees",
    ),
    "a number that is a thing": (
        "id:p rdfs:label 'x' ; visit:amount id:many ; visit:unit visit:Persons .",
        "x",
        "amount: many; unit: Persons",
    ),
    "a unit without a number": ("id:p rdfs:label 'x' ; visit:unit id:u .", "x", "unit: u"),
    "an anonymous value": (
        "id:p rdfs:label 'x' ; visit:place [ rdfs:label 'Here' ; visit:partOf id:there ] .",
        "x",
        "place: label: Here; part of: there",
    ),
    "a value in another language": ("id:p visit:gloss 'ja'@de .", "ja", "gloss: ja (de)"),
}


@pytest.mark.parametrize(("turtle", "sentence", "slots"), CASES.values(), ids=CASES.keys())
def test_a_proposition_reads_as(
    turtle: str, sentence: str, slots: str, view: Callable[[str], GraphView]
) -> None:
    proposition = read_proposition(view(turtle), NODE)
    assert (proposition.reference.label, slots_text(proposition)) == (sentence, slots)


def test_anonymous_nodes_in_a_circle_come_to_an_end(view: Callable[[str], GraphView]) -> None:
    graph = view("id:p visit:about _:a . _:a visit:next _:b . _:b visit:next _:a .")
    assert "next: next: " in slots_text(read_proposition(graph, NODE))
