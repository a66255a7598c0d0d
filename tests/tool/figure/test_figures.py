"""Figures as a whole: well-formed, complete, legible, safe, the same each time."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import NamedNode, Store

from visitkg.figure.draw import SIZES
from visitkg.figure.figures import figures
from visitkg.figure.neighbourhood import neighbourhood
from visitkg.figure.standalone import read_style, standalone
from visitkg.site.view import GraphView

if TYPE_CHECKING:
    from collections.abc import Callable
    from xml.etree import ElementTree as ET

    from visitkg.figure.boxes import Box
    from visitkg.figure.model import Figure

    Parse = Callable[[str], ET.Element]

NAMES = ("timeline", "map", "chains", "assertions")
SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = (
    "<script>alert(1)</script>",
    '" onload="alert(1)',
    "]]>&amp;<![CDATA[",
    "\u202eright to left\u202c \ufffe",
    "נתיב עם שם בעברית",
    "조선민주주의인민공화국조선민주주의인민공화국조선민주주의인민공화국조선민주주의인민공화국",
    "x" * 100_000,
)

CLAIM = """
id:claim a visit:Claim ; rdfs:label {label} ; prov:wasAttributedTo id:paper ;
    prov:wasDerivedFrom id:utterance ; visit:asserts id:proposition , id:leg ;
    visit:epistemicStatus visit:Reported ; visit:marker {label} .
id:utterance a visit:Utterance ; prov:wasAttributedTo id:town .
id:proposition a visit:Occurrence ; rdfs:label {label} ; visit:ofEvent id:fair ;
    visit:eventStatus visit:Possible ; visit:place id:town ; visit:timeWording {label} .
id:leg a visit:Leg ; rdfs:label {label} ; visit:origin id:town ; visit:destination id:hill ;
    visit:legStatus visit:Scheduled .
id:paper a visit:Organization ; rdfs:label {label} .
id:fair a visit:Event ; rdfs:label {label} .
id:town a visit:City ; rdfs:label {label} ; geo:lat 10.0 ; geo:long 20.0 .
id:hill a visit:City ; rdfs:label {label} ; geo:lat 10.5 ; geo:long 20.5 .
"""


def quote(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"@en'


def test_the_visit_has_all_figures_in_their_order(drawn: dict[str, Figure]) -> None:
    assert tuple(drawn) == NAMES


def test_another_project_has_figures_too(fair: GraphView) -> None:
    assert {"timeline", "chains", "assertions"} <= set(figures(fair))


def test_a_graph_without_claims_has_no_figure(make_view: Callable[[str], GraphView]) -> None:
    view = make_view("id:event a visit:Event . id:o visit:eventStatus visit:Possible .")
    assert figures(view) == {}
    assert figures(GraphView(Store(), {})) == {}


@pytest.mark.parametrize("name", NAMES)
def test_a_figure_is_an_image_with_a_title_and_a_description(
    drawn: dict[str, Figure], parse: Parse, name: str
) -> None:
    root = parse(drawn[name].svg)
    assert root.tag == f"{SVG}svg"
    assert root.get("role") == "img"
    title, description = root[0], root[1]
    assert (title.tag, description.tag) == (f"{SVG}title", f"{SVG}desc")
    assert title.text == drawn[name].title
    assert root.get("aria-labelledby") == title.get("id")
    assert root.get("aria-describedby") == description.get("id")
    assert description.text == drawn[name].text


@pytest.mark.parametrize("name", NAMES)
def test_a_figure_has_no_style_script_or_address_of_its_own(
    drawn: dict[str, Figure], name: str
) -> None:
    svg = drawn[name].svg.replace("http://www.w3.org/2000/svg", "")
    assert not re.search(r"<style|<script|<foreignObject|<image|\bstyle=|\bon\w+=|http", svg)


def test_each_row_has_a_cell_for_each_head(drawn: dict[str, Figure]) -> None:
    for figure in drawn.values():
        assert figure.rows
        assert {len(row) for row in figure.rows} == {len(figure.header)}


def test_ids_are_unique_over_all_figures_of_a_page(drawn: dict[str, Figure]) -> None:
    ids = [found for each in drawn.values() for found in re.findall(r' id="([^"]+)"', each.svg)]
    assert len(ids) == len(set(ids)) > len(NAMES)


def test_each_pattern_that_is_used_is_there(drawn: dict[str, Figure]) -> None:
    for figure in drawn.values():
        for name in re.findall(r"url\(#([^)]+)\)", figure.svg):
            assert f'id="{name}"' in figure.svg


@pytest.mark.parametrize("name", NAMES)
def test_no_label_covers_another(
    drawn: dict[str, Figure], covering: Callable[[str], list[tuple[str, str]]], name: str
) -> None:
    assert covering(drawn[name].svg) == []


@pytest.mark.parametrize("name", NAMES)
def test_no_label_leaves_the_figure(
    drawn: dict[str, Figure], labels: Callable[[str], list[tuple[str, Box]]], name: str
) -> None:
    svg = drawn[name].svg
    width, height = map(float, re.findall(r'viewBox="0 0 (\S+) (\S+)"', svg)[0])
    outside = [
        text
        for text, box in labels(svg)
        if box.left < -1 or box.right > width + 1 or box.top < 0 or box.bottom > height
    ]
    assert outside == []


def test_a_phone_shows_the_figures_of_the_visit_unscaled(drawn: dict[str, Figure]) -> None:
    assert {re.findall(r'viewBox="0 0 (\S+)', each.svg)[0] for each in drawn.values()} == {"400"}


def test_figures_are_the_same_however_the_triples_are_ordered(visit: GraphView) -> None:
    other = Store()
    for quad in sorted(visit.store, key=str, reverse=True):
        other.add(quad)
    again = GraphView(other, {})
    again.curie = visit.curie
    assert figures(visit) == figures(visit) == figures(again)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_labels_stay_text(
    make_view: Callable[[str], GraphView], parse: Parse, text: str
) -> None:
    view = make_view(CLAIM.replace("{label}", quote(text)))
    drawn = figures(view)
    assert tuple(drawn) == NAMES
    near = neighbourhood(view, NamedNode("https://example.org/id/town"))
    assert near is not None
    for figure in (*drawn.values(), near):
        assert re.search(r"<script|\bon\w+=\"|[\u202e\ufffe]", figure.svg) is None
        root = parse(figure.svg)
        assert root.find(f".//{SVG}script") is None
        assert len(figure.svg) < 200_000


def test_links_are_drawn_only_where_an_address_is_given(
    make_view: Callable[[str], GraphView], parse: Parse
) -> None:
    view = make_view(CLAIM.replace("{label}", '"Name"@en'))
    for figure in figures(view, lambda iri: f"../{iri.rpartition('/')[2]}.html?a&b").values():
        root = parse(figure.svg)
        links = [link.get("href") for link in root.iter(f"{SVG}a")]
        assert root.get("role") == "group"
        assert links
        assert all(link and link.endswith(".html?a&b") for link in links)


@pytest.mark.parametrize("address", ["javascript:alert(1)", "DATA:text/html,x", "file:///etc"])
def test_addresses_that_are_not_safe_become_no_links(
    make_view: Callable[[str], GraphView], address: str
) -> None:
    view = make_view(CLAIM.replace("{label}", '"Name"@en'))
    for figure in figures(view, lambda _: address).values():
        assert "<a " not in figure.svg
        assert 'role="img"' in figure.svg


def test_each_class_of_a_figure_is_in_the_style_sheet(
    drawn: dict[str, Figure],
) -> None:
    style = read_style()
    used = {
        word
        for figure in drawn.values()
        for value in re.findall(r' class="([^"]+)"', figure.svg)
        for word in value.split(" ")
    }
    assert [name for name in sorted(used) if not re.search(rf"\.{name}\b(?!-)", style)] == []


def test_the_style_sheet_has_the_font_sizes_that_texts_are_measured_by() -> None:
    style = read_style()
    found = dict(re.findall(r"\.fig text\.(fig-\w+) \{ font-size: (\d+)px", style))
    assert {name: float(size) for name, size in found.items()} == SIZES


def test_the_style_sheet_needs_nothing_from_elsewhere() -> None:
    assert re.search(r"@import|url\(|http", read_style()) is None


def test_the_style_sheet_is_for_light_dark_and_print() -> None:
    style = read_style()
    assert "@media (prefers-color-scheme: dark)" in style
    assert style.index("@media print") > style.index("prefers-color-scheme: dark")


@pytest.mark.parametrize("name", NAMES)
def test_a_figure_stands_alone_as_a_file(drawn: dict[str, Figure], parse: Parse, name: str) -> None:
    text = standalone(drawn[name])
    root = parse(text.partition("\n")[2])
    style = root.find(f"{SVG}style")
    assert style is not None
    assert style.text == read_style()
    assert root.get("class", "").startswith("fig-alone fig")
    assert text.startswith("<?xml")
