"""The neighbourhood of a thing: what is claimed of it together with others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pyoxigraph import NamedNode

from visitkg.figure.measure import text_width, wrap_text
from visitkg.figure.neighbourhood import MOST, neighbourhood

if TYPE_CHECKING:
    from collections.abc import Callable

    from visitkg.figure.model import Figure
    from visitkg.site.view import GraphView

ID = "https://example.org/id/"
GRAPH = """
id:ann a visit:Person ; rdfs:label "Ann"@en ; visit:partOf id:club .
id:bob a visit:Person ; rdfs:label "Bob"@en .
id:club a visit:Organization ; rdfs:label "Club"@en .
id:fair a visit:Event ; rdfs:label "Fair"@en ; visit:party id:ann .
id:going a visit:Participation ; visit:participant id:ann , id:bob ; visit:inEvent id:fair .
id:unsaid a visit:Participation ; visit:participant id:ann ; visit:inEvent id:rumour .
id:one a visit:Claim ; visit:asserts id:going ; visit:epistemicStatus visit:Asserted .
id:two a visit:Claim ; visit:asserts id:going ; visit:epistemicStatus visit:Speculated .
"""


def draw(view: GraphView, name: str) -> Figure | None:
    return neighbourhood(view, NamedNode(ID + name))


def rows(figure: Figure | None) -> list[list[str]]:
    assert figure is not None
    return [[cell.text for cell in row] for row in figure.rows]


def test_neighbours_come_with_how_surely_it_is_claimed(
    make_view: Callable[[str], GraphView],
) -> None:
    assert rows(draw(make_view(GRAPH), "bob")) == [
        ["Ann", "Participation", "2", "Asserted 1, Speculated 1"],
        ["Fair", "Participation", "2", "Asserted 1, Speculated 1"],
    ]


def test_what_is_only_stated_is_told_from_what_is_claimed(
    make_view: Callable[[str], GraphView],
) -> None:
    figure = draw(make_view(GRAPH), "club")
    assert rows(figure)[-1][-1] == "stated, not claimed"
    assert figure is not None
    assert 'data-fill="fact"' in figure.svg


def test_a_proposition_stands_beside_what_fills_its_slots(
    make_view: Callable[[str], GraphView],
) -> None:
    assert [row[0] for row in rows(draw(make_view(GRAPH), "going"))] == ["Ann", "Bob", "Fair"]


def test_a_thing_that_stands_alone_has_no_figure(make_view: Callable[[str], GraphView]) -> None:
    assert draw(make_view("id:ann a visit:Person ."), "ann") is None
    assert draw(make_view(GRAPH), "unknown") is None


def test_neighbours_that_do_not_fit_are_counted(make_view: Callable[[str], GraphView]) -> None:
    people = "".join(
        f"id:p{n} a visit:Person . id:going visit:participant id:p{n} .\n" for n in range(30)
    )
    figure = draw(make_view(GRAPH + people), "bob")
    assert len(rows(figure)) == MOST
    assert figure is not None
    assert f">and {32 - MOST} more</text>" in figure.svg
    assert f"{32 - MOST} more are not" in figure.text


@pytest.mark.parametrize("name", ["kim-jong-un", "beijing", "north-korea", "military-parade"])
def test_each_row_is_drawn_and_no_label_covers_another(
    visit: GraphView, covering: Callable[[str], list[tuple[str, str]]], name: str
) -> None:
    node = NamedNode(f"https://w3id.org/visitkg/id/{name}")
    figure = neighbourhood(visit, node)
    assert figure is not None
    assert covering(figure.svg) == []
    assert figure.svg.count('class="fig-way ') == len(figure.rows)
    assert figure == neighbourhood(visit, node)


@pytest.mark.parametrize(
    "text",
    [
        "Kim Jong Un",
        "조선민주주의인민공화국 국무위원장",
        "中华人民共和国主席习近平",
        "x" * 90,
        "",
        " ",
    ],
)
def test_lines_fit_the_width_they_are_given(text: str) -> None:
    lines = wrap_text(text, 80, 14, 3)
    assert 1 <= len(lines) <= 3
    assert all(text_width(line, 14) <= 80 for line in lines)


def test_wide_characters_count_double() -> None:
    assert text_width("平壤", 10) == 20
    assert text_width("ab", 10) < 14
    assert text_width("e\u0301", 10) == text_width("e", 10)


def test_a_text_that_is_cut_ends_in_an_ellipsis() -> None:
    assert wrap_text("one two three four", 40, 10, 1)[-1].endswith("…")
    assert wrap_text("one two", 400, 10, 1) == ("one two",)
