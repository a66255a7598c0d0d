"""Names are found whatever their script, case, accents and width."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from tests.tool.serve.explore.ask import get, read

from visitkg.serve.explore.names import Names, fold, read_names

if TYPE_CHECKING:
    from collections.abc import Callable

    from visitkg.serve.explore.explorer import Explorer

TRAMS = (
    ':t1 a :Tram ; rdfs:label "Tram 1"@en , "Straßenbahn 1"@de . :t11 rdfs:label "Tram 11" .'
    ' :cafe rdfs:label "Café Électrique"@fr . :depot skos:altLabel "The tram depot" .'
    ' :wide rdfs:label "\uff21\uff22\uff23" . :greek rdfs:label "Σίσυφος"@el .'
    ' :seoul rdfs:label "서울역"@ko .'
    " :Tram a owl:Class . :unnamed a :Tram ; :near :t1 . [] rdfs:label 'Nobody' ."
    ' :markup rdfs:label "<script>alert(1)</script> & \\"co\\"" .'
)


def search(explorer: Explorer, text: str) -> dict[str, Any]:
    response = get(explorer, "/explore/search.json", q=text)
    assert response.status == 200
    assert response.header("Content-Type") == "application/json"
    found: dict[str, Any] = json.loads(response.body)
    return found


def names(explorer: Explorer, text: str) -> list[str]:
    return [each["name"] for each in search(explorer, text)["found"]]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("kim jong un", "Kim Jong Un"),
        ("KIM JONG UN", "Kim Jong Un"),
        ("  Kim Jong Un ", "Kim Jong Un"),
        ("김정은", "김정은"),
        ("김", "김정은"),
        ("习近平", "习近平"),
        ("\uff2b\uff49\uff4d \uff2a\uff4f\uff4e\uff47 \uff35\uff4e", "Kim Jong Un"),
        ("id:kim-jong-un", "Kim Jong Un"),
        ("https://w3id.org/visitkg/id/kim-jong-un", "Kim Jong Un"),
        ("<https://w3id.org/visitkg/id/kim-jong-un>", "Kim Jong Un"),
        ("who travels with", "Who travels with Kim?"),
    ],
)
def test_the_visit_is_found_by_whatever_it_is_called(visit: Explorer, text: str, name: str) -> None:
    assert name in names(visit, text)[:2]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("cafe electrique", ["Café Électrique"]),
        ("CAFÉ", ["Café Électrique"]),
        ("abc", ["\uff21\uff22\uff23"]),
        ("strassenbahn", ["Straßenbahn 1"]),
        ("ΣΊΣΥΦΟΣ", ["Σίσυφος"]),
        ("서울", ["서울역"]),
        ("depot tram", ["The tram depot"]),
        ("unnamed", ["unnamed"]),
        ("nobody", []),
        ("zzz", []),
        ("", []),
        ("   ", []),
    ],
)
def test_any_data_is_found_by_its_labels_and_iris(
    make_explorer: Callable[..., Explorer], text: str, found: list[str]
) -> None:
    assert names(make_explorer(TRAMS), text) == found


def test_what_fits_best_comes_first_and_each_node_once(
    make_explorer: Callable[..., Explorer],
) -> None:
    explorer = make_explorer(TRAMS)
    assert names(explorer, "tram 1") == ["Tram 1", "Tram 11"]
    assert names(explorer, "tram")[-1] == "The tram depot"
    assert names(explorer, "1")[:1] == ["Tram 1"]
    everywhere = search(explorer, "https://example.org/")
    assert everywhere["count"] == len({each["href"] for each in everywhere["found"]}) == 10


def test_a_page_says_how_many_are_found_and_what_they_are(visit: Explorer) -> None:
    shown = read(get(visit, "/explore/search", q="kim"))
    count = search(visit, "kim")["count"]
    assert count > 50
    assert f"{count} found" in shown.words
    assert shown.links["/kg/id/kim-jong-un.html"] == "Kim Jong Un"
    assert "thing · id:kim-jong-un" in shown.words
    assert {"q": "kim"}.items() <= {
        each["name"] or "": each["value"] for each in shown.inputs if each["id"] == "asked"
    }.items()


def test_a_question_leads_to_its_form(visit: Explorer) -> None:
    shown = read(get(visit, "/explore/search", q="who travels with kim"))
    assert shown.links["/kg/explore/questions/who-travels-with-kim"] == "Who travels with Kim?"


def test_at_most_a_hundred_are_shown_and_the_rest_counted(
    make_explorer: Callable[..., Explorer],
) -> None:
    data = "".join(f':t{n} rdfs:label "Tram {n}" .\n' for n in range(150))
    explorer = make_explorer(data)
    shown = read(get(explorer, "/explore/search", q="tram"))
    assert "150 found, the first 100 are shown" in shown.words
    assert sum("/explore/node?" in href for href in shown.links) == 100
    found = search(explorer, "tram")
    assert found["count"] == 150
    assert len(found["found"]) == 12


def test_names_beyond_the_bound_are_counted_and_told(
    make_explorer: Callable[..., Explorer],
) -> None:
    explorer = make_explorer("".join(f':t{n} rdfs:label "Tram {n}" .\n' for n in range(10)))
    few = read_names(explorer.view, None, most=3)
    assert (len(few.names), few.left) == (3, 7)
    explorer.__dict__["names"] = few
    assert "7 more names are not searched" in read(get(explorer, "/explore/search", q="t")).words


def test_markup_in_names_and_in_what_is_asked_is_text(
    make_explorer: Callable[..., Explorer],
) -> None:
    explorer = make_explorer(TRAMS)
    shown = read(get(explorer, "/explore/search", q="<script>alert(1)"))
    assert '<script>alert(1)</script> & "co"' in shown.words
    assert shown.elements.count("script") == 1
    nothing = read(get(explorer, "/explore/search", q="'\"><img src=x onerror=alert(1)>\0"))
    assert "Nothing is called so" in nothing.words
    assert "img" not in nothing.elements


@pytest.mark.parametrize("text", ["", "  ", "\t"])
def test_without_a_text_nothing_is_claimed_to_be_found(visit: Explorer, text: str) -> None:
    shown = read(get(visit, "/explore/search", q=text))
    assert "found" not in shown.words
    assert "Nothing is called so" not in shown.words


def test_a_text_that_is_too_long_is_cut(visit: Explorer) -> None:
    shown = read(get(visit, "/explore/search", q="x" * 10_000))
    assert len(shown.words) < 2_000


@pytest.mark.parametrize("suffix", ["csv", "html", "json.json", "JSON"])
def test_what_is_found_is_had_as_json_or_not(visit: Explorer, suffix: str) -> None:
    response = get(visit, f"/explore/search.{suffix}", q="kim")
    assert response.status == 404


def test_nothing_is_near_to_nothing() -> None:
    empty = Names(())
    assert empty.near("tram", str, 5) == []
    assert empty.find("tram", str, 5).count == 0


@pytest.mark.parametrize(
    ("one", "other"), [("É", "e"), ("ﬁ", "fi"), ("Ⅳ", "iv"), ("İ", "i"), ("가", "가")]
)
def test_letters_that_are_alike_are_the_same(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("a", "b"), ("김", "심"), ("1", "l")])
def test_other_letters_are_not(one: str, other: str) -> None:
    assert fold(one) != fold(other)
