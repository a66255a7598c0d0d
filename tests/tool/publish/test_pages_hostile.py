"""Whatever a graph says, its pages hold: nothing runs, nothing breaks out, nothing is lost."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from visitkg.publish.page.site import make_pages

if TYPE_CHECKING:
    from collections.abc import Callable

    from visitkg.publish.content import Site

PAGE = "id/tram.html"

Pages = dict[str, str]


@pytest.fixture
def make(make_project: Callable[..., Site]) -> Callable[..., Pages]:
    def pages(data: str, ontology: str = "", home: str | None = None) -> Pages:
        site = make_project(data, ontology, home=home)
        return {
            file.path: file.content.decode()
            for file in make_pages(site)
            if file.path.endswith(".html")
        }

    return pages


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "</script><script>alert(1)</script>",
        "</title><script>alert(1)</script>",
        "'><svg onload=alert(1)>",
        "<!--<script>",
    ],
)
def test_a_label_with_markup_stays_text_wherever_it_is_shown(
    make: Callable[..., Pages], text: str
) -> None:
    pages = make(
        f":tram a t:Tram ; rdfs:label {json.dumps(text)}@en , {json.dumps(text + '2')}@ko ;"
        f" t:next :stop ; t:note {json.dumps(text)} . :stop t:previous :tram .",
        f"t:Tram a owl:Class ; rdfs:label {json.dumps(text)} ; rdfs:subClassOf"
        " <https://schema.org/Vehicle> . t:next a owl:ObjectProperty ;"
        f" rdfs:label {json.dumps(text)} .",
    )
    assert len(pages) > 8
    for path, page in pages.items():
        assert page.count("<script") == 1 + page.count('<script type="application/ld+json">'), path
        assert text not in page, path
        drawn = page.count(' class="fig" ')
        assert page.count("<svg") == drawn == ("/class/" in path), path
    start = pages[PAGE].index('json">') + 6
    block = json.loads(pages[PAGE][start : pages[PAGE].index("</script>", start)])
    assert block["name"] == text
    assert block["@type"] == "Vehicle"


@pytest.mark.parametrize(
    "iri",
    ["javascript:alert(1)", "JAVASCRIPT:alert(1)", "file:///etc/passwd", "data:text/html,a"],
)
def test_an_address_that_is_not_of_the_web_is_text(make: Callable[..., Pages], iri: str) -> None:
    pages = make(
        f":tram rdfs:seeAlso <{iri}> ; <{iri}> <{iri}> ;"
        f' t:home "{iri}"^^<http://www.w3.org/2001/XMLSchema#anyURI> . <{iri}> rdfs:label "x" .'
    )
    for page in pages.values():
        assert f'href="{iri}' not in page
        assert f"href='{iri}" not in page
    assert iri in pages[PAGE]


def test_an_iri_with_odd_characters_keeps_its_page_and_its_links(
    make: Callable[..., Pages],
) -> None:
    pages = make(
        ":tram t:next <https://example.org/kg/id/a:b&c='d'> , <https://example.org/kg/id/é#ü> ."
        " <https://example.org/kg/id/a:b&c='d'> rdfs:label 'Odd' ."
    )
    assert "id/a:b&c='d'.html" in pages
    assert 'href="a%3Ab%26c%3D%27d%27.html"' in pages[PAGE]
    assert 'href="%C3%A9.html#%C3%BC"' in pages[PAGE]


def test_text_from_right_to_left_does_not_turn_what_stands_around_it(
    make: Callable[..., Pages],
) -> None:
    pages = make(':tram rdfs:label "قطار\u202e"@ar ; t:note "مرحبا"@ar .')
    assert '<bdi lang="ar">مرحبا</bdi>' in pages[PAGE]
    assert "<h1><bdi>قطار</bdi></h1>" in pages[PAGE]
    assert "\u202e" not in pages[PAGE].split("</head>")[0]


def test_a_megabyte_is_cut_and_the_whole_is_linked(make: Callable[..., Pages]) -> None:
    pages = make(f':tram rdfs:label "{"b" * 1_000_000}" ; t:note "{"a" * 1_000_000}" .')
    assert max(len(page) for page in pages.values()) < 20_000
    assert '<a href="tram.ttl">all 1,000,000 characters</a>' in pages[PAGE]


def test_names_of_sections_that_we_use_ourselves_stay_unique(make: Callable[..., Pages]) -> None:
    pages = make(
        "<https://example.org/kg/page#page-content> rdfs:label 'A' ."
        " <https://example.org/kg/page#page-part> rdfs:label 'B' ."
    )
    for name in ("page-content", "page-part"):
        assert pages["page.html"].count(f'id="{name}"') == 1
    assert '<main id="page--content"' in pages["page.html"]


def test_folders_that_we_use_ourselves_give_way_to_documents(make: Callable[..., Pages]) -> None:
    pages = make("<https://example.org/kg/list/things> rdfs:label 'Mine' . :tram a t:Tram .")
    assert "<bdi>Mine</bdi></h1>" in pages["list/things.html"]
    assert "<h1>Things</h1>" in pages["list-/things.html"]


def test_a_long_list_is_divided_and_nothing_is_missing(make: Callable[..., Pages]) -> None:
    pages = make("".join(f":tram-{number} a t:Tram ." for number in range(1, 2_502)))
    parts = [pages[f"list/things{end}.html"] for end in ("", "-2", "-3")]
    found = [f"tram-{n}.html" for n in range(1, 2_502) for p in parts if f'/tram-{n}.html"' in p]
    assert len(found) == 2_501
    assert "list/things-4.html" not in pages


def test_a_circle_of_classes_is_shown_once(make: Callable[..., Pages]) -> None:
    pages = make(
        ":tram a t:A .",
        "t:A a owl:Class ; rdfs:subClassOf t:B . t:B a owl:Class ; rdfs:subClassOf t:A ."
        " t:C a owl:Class ; rdfs:subClassOf t:C .",
    )
    for name in "ABC":
        assert f'href="#{name}"' in pages["ontology.html"]
        assert pages["ontology.html"].count(f'id="{name}"') == 1


def test_claims_told_in_sections_keep_their_status_and_their_source(
    make: Callable[..., Pages],
) -> None:
    pages = make(
        "@prefix v: <https://w3id.org/visitkg/ontology#> ."
        " @prefix prov: <http://www.w3.org/ns/prov#> . @prefix d: <https://example.org/kg/d#> ."
        " d:tram a t:Tram ; rdfs:label 'Tram' . d:late a v:Proposition ;"
        " rdfs:label 'Tram is late' ; t:of d:tram ."
        " d:one a v:Claim ; rdfs:label 'One' ;"
        " v:asserts d:late ; v:epistemicStatus t:Maybe ; prov:wasAttributedTo d:driver ."
        " t:Maybe rdfs:label 'Maybe' ; v:strength 1 ."
        " d:driver rdfs:label 'Driver' ."
    )
    for name in ("tram", "late", "one", "driver"):
        section = pages["d.html"].split(f'id="{name}"')[1].split("</section>")[0]
        assert "Tram is late" in section, name
        assert "Maybe</" in section, name
        assert "Driver" in section, name


def test_a_claim_without_a_status_says_so(make: Callable[..., Pages]) -> None:
    pages = make(
        "@prefix v: <https://w3id.org/visitkg/ontology#> . :late a v:Proposition ; t:of :tram ."
        " :one a v:Claim ; v:asserts :late ."
    )
    for name in ("late", "one", "tram"):
        assert "No status" in pages[f"id/{name}.html"], name
    assert "Without status" in pages["list/claims.html"]


def test_a_tall_tower_and_a_lattice_of_classes_are_shown(make: Callable[..., Pages]) -> None:
    tower = "".join(f"t:A{n} a owl:Class ; rdfs:subClassOf t:A{n + 1} ." for n in range(500))
    lattice = "".join(
        f"t:L{n} a owl:Class ; rdfs:subClassOf t:L{n + 1} , t:R{n + 1} ."
        f"t:R{n} a owl:Class ; rdfs:subClassOf t:L{n + 1} , t:R{n + 1} ."
        for n in range(40)
    )
    page = make(":tram a t:A0 .", tower + lattice)["ontology.html"]
    assert len(page) < 1_500_000
    for name in ("A0", "A499", "L0", "R39"):
        assert f'<li><a href="#{name}">' in page


def test_a_list_of_a_thousand_members_is_shown(make: Callable[..., Pages]) -> None:
    members = " ".join(f":stop-{number}" for number in range(1_000))
    page = make(f":tram t:stops ( {members} ) .")[PAGE]
    assert 'href="stop-999.html"' in page


def test_a_circle_in_a_list_ends(make: Callable[..., Pages]) -> None:
    first = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#first>"
    rest = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#rest>"
    pages = make(
        ":tram t:stops _:a . _:a " + first + " :one ; " + rest + " _:b ."
        " _:b " + first + " :two ; " + rest + " _:a ."
        " t:Odd a sh:NodeShape ; sh:in _:a ."
    )
    assert 'href="two.html"' in pages[PAGE]


def test_a_copy_on_another_host_keeps_iris_and_names_its_own_address(
    make: Callable[..., Pages],
) -> None:
    page = make(":tram a t:Tram .", home="http://localhost:8000/x/")[PAGE]
    assert '<link rel="canonical" href="http://localhost:8000/x/id/tram.html">' in page
    assert '<link rel="describes" href="https://example.org/kg/id/tram">' in page


def test_a_project_without_questions_claims_or_classes_has_a_front_page(
    make: Callable[..., Pages],
) -> None:
    pages = make(":tram t:next :stop .")
    assert "list/questions.html" not in pages
    assert "How sure is how sure" not in pages["index.html"]
    assert 'href="list/all.html"' in pages["index.html"]


def test_what_is_only_mentioned_has_a_page_that_says_by_whom(make: Callable[..., Pages]) -> None:
    page = make(":tram t:next :stop .")["id/stop.html"]
    assert "What points here" in page
    assert 'href="tram.html"' in page
