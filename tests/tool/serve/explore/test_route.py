"""From paths to pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.tool.serve.explore.ask import BROWSER, get, read

from visitkg.serve.explore.route import answer
from visitkg.serve.message import Request

if TYPE_CHECKING:
    from collections.abc import Callable

    from visitkg.serve.explore.explorer import Explorer

TRAM = ':t1 a :Tram ; rdfs:label "Tram 1" .'


@pytest.mark.parametrize("path", ["/", "/explore"])
def test_a_browser_is_led_to_the_start_page(visit: Explorer, path: str) -> None:
    response = get(visit, path)
    assert response.status == 302
    assert response.header("Location") == "/kg/explore/"


@pytest.mark.parametrize("accept", ["", "*/*", "text/turtle", "text/html;q=0.5, text/turtle"])
def test_others_get_the_document_at_the_top(visit: Explorer, accept: str) -> None:
    response = get(visit, "/", accept)
    assert response.status == 200
    assert (response.header("Content-Location") or "").startswith("/kg/index.")


@pytest.mark.parametrize("accept", ["", "*/*", "text/turtle", BROWSER])
def test_without_a_project_all_are_led_to_the_start_page(
    make_explorer: Callable[..., Explorer], accept: str
) -> None:
    response = get(make_explorer(TRAM), "/", accept)
    assert response.status == 302
    assert response.header("Location") == "/explore/"


def test_what_is_published_is_there(visit: Explorer) -> None:
    assert get(visit, "/id/kim-jong-un").header("Location") == "/kg/id/kim-jong-un.html"
    assert get(visit, "/ontology.ttl").status == 200


@pytest.mark.parametrize(
    ("path", "media_type"),
    [
        ("/explore/assets/explore.css", "text/css; charset=utf-8"),
        ("/explore/assets/search.js", "text/javascript; charset=utf-8"),
        ("/explore/assets/view.css", "text/css; charset=utf-8"),
        ("/explore/assets/editor.js", "text/javascript; charset=utf-8"),
        ("/assets/site.css", "text/css; charset=utf-8"),
        ("/assets/icon.svg", "image/svg+xml"),
    ],
)
def test_assets_have_their_type_and_a_tag(
    make_explorer: Callable[..., Explorer], path: str, media_type: str
) -> None:
    response = get(make_explorer(TRAM), path)
    assert response.status == 200
    assert response.header("Content-Type") == media_type
    assert response.header("ETag")
    assert response.body


def test_each_asset_that_a_page_names_is_there(visit: Explorer) -> None:
    for path in ("/explore/", "/explore/questions", "/explore/sparql", "/explore/search"):
        text = get(visit, path).body.decode()
        named = [part.split('"')[0] for part in text.split('="/kg')[1:] if "assets/" in part[:20]]
        assert len(named) > 3
        assert [each for each in named if get(visit, each).status != 200] == []


@pytest.mark.parametrize(
    "path",
    [
        "/explore/assets/",
        "/explore/assets/nothing.css",
        "/explore/assets/../route.py",
        "/explore/assets/..%2froute.py",
        "/explore/assets/__init__.py",
        "/explore/assets/explore.css\0",
        "/explore/assets/editor/editor.js",
        "/explore/nothing",
        "/explore/start/",
        "/explore/node/",
        "/explore/node.json",
        "/explore/search.",
        "/explore/search/",
        "/explore/questions/../node",
        "/assets/../page/site.py",
        "/nothing",
        "/id/nobody",
        "/\N{SNOWMAN}",
        "//explore/",
    ],
)
@pytest.mark.parametrize("kind", ["project", "files"])
def test_there_is_nothing_elsewhere(
    visit: Explorer, make_explorer: Callable[..., Explorer], path: str, kind: str
) -> None:
    explorer = visit if kind == "project" else make_explorer(TRAM)
    shown = read(get(explorer, path), 404)
    assert shown.headings[0] in ("Nothing here", "No such question")


def test_programs_are_told_in_a_line_that_there_is_nothing(visit: Explorer) -> None:
    for accept in ("", "*/*", "text/turtle", "application/json"):
        response = get(visit, "/id/nobody", accept)
        assert response.status == 404
        assert response.header("Content-Type") == "text/plain; charset=utf-8"
        assert response.body == b"There is nothing at /id/nobody in visitkg.\n"


def test_markup_in_a_path_is_text(visit: Explorer) -> None:
    shown = read(get(visit, "/<script>alert(1)</script>"), 404)
    assert "<script>alert(1)</script>" in shown.words
    assert shown.elements.count("script") == 1


@pytest.mark.parametrize("query", ["q=%ff", "&".join(["q=1"] * 2_000)])
def test_an_address_that_cannot_be_read_is_refused(visit: Explorer, query: str) -> None:
    response = answer(visit, Request("GET", "/explore/search", query))
    assert response.status == 400
    assert response.body.startswith(b"The address is no UTF-8")


def test_no_script_or_style_stands_in_a_page(visit: Explorer) -> None:
    for path in ("/explore/", "/explore/search", "/explore/questions", "/explore/sparql"):
        text = get(visit, path).body.decode()
        assert "<style" not in text
        assert text.count("<script") == text.count("<script src=")
