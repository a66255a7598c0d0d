"""The judges of pages see each fault that they look for, in a page made to have it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from tests.tool.publish.browser.judge import ask_axe, find_moving, find_too_wide, load_axe
from tests.tool.publish.browser.serve import serve
from tests.tool.publish.browser.watch import PHONE, open_page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import BrowserContext
    from tests.tool.publish.browser.watch import Look, Watched

STYLE: Final = """
.pale { color: #ccc; background: #fff }
.wide { width: 500px }
.box { overflow-x: auto }
@keyframes turn { to { rotate: 1turn } }
.turning { animation: turn 9s infinite }
"""

PAGE: Final = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Tram</title>
<meta name="viewport" content="width=device-width"><link rel="icon" href="icon.svg">
<link rel="stylesheet" href="style.css"></head>
<body><main><h1>Tram</h1>{}</main></body></html>
"""

TROUBLES: Final = {
    "a script within the page": ("<script>alert(1)</script>", "Content Security Policy"),
    "a handler within the page": ('<img src="" alt="" onerror="alert(1)">', "Security Policy"),
    "a style within the page": ('<p style="color: red">x</p>', "Content Security Policy"),
    "a picture of another host": ('<img alt="" src="https://example.org/x.png">', "example.org"),
    "a script of another host": ('<script src="//example.org/x.js"></script>', "another host"),
    "a picture that isn't there": ('<img alt="" src="none.png">', "404 for "),
    "a script that fails": ('<script src="fails.js"></script>', "script: broken"),
    "a script that complains": ('<script src="warns.js"></script>', "console warning: odd"),
    "a script that asks": ('<script src="asks.js"></script>', "opens a dialog: sure?"),
}

VIOLATIONS: Final = {
    "pale text": ('<p class="pale">A pale tram.</p>', "color-contrast"),
    "a picture without words": ('<img src="icon.svg">', "image-alt"),
    "a link without words": ('<a href="style.css"></a>', "link-name"),
    "a field without a label": ("<input>", "label"),
}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("faulty")
    bodies = {"good": "<p>A tram.</p>"}
    bodies |= {name: body for name, (body, _) in (TROUBLES | VIOLATIONS).items()}
    bodies["too wide"] = '<p class="wide">x</p>'
    bodies["wide in a box"] = '<div class="box" tabindex="0"><p class="wide">x</p></div>'
    bodies["turning"] = '<p class="turning">x</p>'
    for name, body in bodies.items():
        write(folder, f"{name}.html", PAGE.format(body))
    write(folder, "style.css", STYLE)
    write(folder, "icon.svg", '<svg xmlns="http://www.w3.org/2000/svg"/>')
    write(folder, "fails.js", 'throw new Error("broken")')
    write(folder, "warns.js", 'console.warn("odd")')
    write(folder, "asks.js", 'confirm("sure?")')
    with serve(folder) as home:
        yield home


def write(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text, encoding="utf-8")


@pytest.fixture
def watched(context: Callable[[Look], BrowserContext], address: str) -> Iterator[Watched]:
    found = open_page(context(PHONE), address)
    yield found
    found.page.close()


def test_nobody_objects_to_a_good_page(watched: Watched, axe: Path) -> None:
    watched.go("good.html")
    load_axe(watched.page, axe)
    assert ask_axe(watched.page) == []
    assert find_too_wide(watched.page) == []
    assert find_moving(watched.page) == []
    assert watched.troubles == []


@pytest.mark.parametrize("case", TROUBLES)
def test_trouble_is_heard(case: str, watched: Watched) -> None:
    watched.go(f"{case}.html")
    assert any(TROUBLES[case][1] in trouble for trouble in watched.troubles), watched.troubles


@pytest.mark.parametrize("case", VIOLATIONS)
def test_axe_objects(case: str, watched: Watched, axe: Path) -> None:
    watched.go(f"{case}.html")
    load_axe(watched.page, axe)
    (violation,) = ask_axe(watched.page)
    impact, rule, *_ = violation.split()
    assert (rule, impact in {"serious", "critical"}) == (VIOLATIONS[case][1], True)


def test_what_is_wider_than_a_phone_is_found(watched: Watched) -> None:
    watched.go("too wide.html")
    page, *elements = find_too_wide(watched.page)
    assert page.startswith("the page scrolls by ")
    assert all('class="wide"' in element for element in elements)


def test_what_scrolls_in_its_own_box_is_not_too_wide(watched: Watched) -> None:
    watched.go("wide in a box.html")
    assert find_too_wide(watched.page) == []


def test_what_moves_is_found(watched: Watched) -> None:
    watched.go("turning.html")
    assert len(find_moving(watched.page)) == 1
