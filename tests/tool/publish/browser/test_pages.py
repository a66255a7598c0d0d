"""Each kind of page as readers see it: at a desk and on a phone, in light and in dark."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from tests.tool.need import screenshots
from tests.tool.publish.browser.judge import (
    COLOURS,
    ask_axe,
    find_moving,
    find_too_wide,
    load_axe,
    shorten_rows,
)
from tests.tool.publish.browser.pick import pick_by_class, pick_by_kind
from tests.tool.publish.browser.watch import DESK, LOOKS, PHONE, Look

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page
    from tests.tool.publish.browser.watch import Watched

    from visitkg.publish.content import Site

TALLEST: Final = 3000
"""A picture of a page ends after so many pixels."""

ENLARGED: Final = Look(320, 640, "light", "reduce")
"""A desk's screen when all is four times as large: https://www.w3.org/TR/WCAG22/#reflow"""

WHOLE: Final = "phone, dark, less motion"
"""In one look axe-core judges whole pages, in the others only the beginning of each long row."""

THOROUGH: Final = ("desk, light", WHOLE)
"""By all rules; in the other looks by those for colours."""


@pytest.fixture(scope="session")
def kinds(published: Path, visit_site: Site) -> list[str]:
    """Return a page of each kind."""
    return pick_by_kind(published, visit_site)


def test_pages_of_all_kinds_are_looked_at(kinds: list[str]) -> None:
    folders = {path.rpartition("/")[0] for path in kinds}
    assert {"index.html", "ontology.html", "shapes.html", "dataset.html"} <= set(kinds)
    assert {"data", "id", "list", "ontology", "questions", "shapes"} <= folders
    assert len([path for path in kinds if path.startswith("id/")]) == 6


@pytest.mark.parametrize("look", LOOKS)
def test_nobody_objects_to_a_page(
    look: str, kinds: list[str], look_at: Callable[..., Watched], axe: Path
) -> None:
    watched = look_at("index.html", LOOKS[look])
    objections = {}
    for path in kinds:
        watched.go(path)
        found = find_too_wide(watched.page) + find_moving(watched.page)
        keep_picture(watched.page, f"{path.removesuffix('.html')}, {look}")
        if look != WHOLE:
            shorten_rows(watched.page)
        load_axe(watched.page, axe)
        found += ask_axe(watched.page, () if look in THOROUGH else COLOURS)
        if found:
            objections[path] = found
    assert not objections, "\n".join(f"{path}: {found}" for path, found in objections.items())


def test_pages_of_all_classes_fit_a_screen_when_enlarged(
    published: Path, visit_site: Site, look_at: Callable[..., Watched]
) -> None:
    watched = look_at("index.html", ENLARGED)
    too_wide = {}
    for path in pick_by_class(published, visit_site):
        watched.go(path)
        found = find_too_wide(watched.page)
        if found:
            too_wide[path] = found
    assert too_wide == {}


@pytest.mark.parametrize("look", [DESK, PHONE], ids=["desk", "phone"])
def test_dark_pages_are_dark(look: Look, look_at: Callable[..., Watched]) -> None:
    """Otherwise the same page would be looked at twice."""
    page = look_at("index.html", look).page
    light = page.evaluate("() => getComputedStyle(document.body).color")
    page.emulate_media(color_scheme="dark")
    assert page.evaluate("() => getComputedStyle(document.body).color") != light


def keep_picture(page: Page, name: str) -> None:
    """Save a picture of a page where the environment wants it, as an artefact of the CI."""
    folder = screenshots()
    if folder is None:
        return
    size = page.viewport_size
    assert size is not None
    height = page.evaluate("() => document.documentElement.scrollHeight")
    page.set_viewport_size({"width": size["width"], "height": min(height, TALLEST)})
    file_name = name.replace("/", " ").replace(", ", ".").replace(" ", "-")
    page.screenshot(path=folder / f"{file_name}.png", animations="disabled")
    page.set_viewport_size(size)
