"""All of a page is read without scripts, and on paper."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import pytest
from tests.tool.need import screenshots
from tests.tool.publish.browser.pick import pick_by_kind
from tests.tool.publish.browser.watch import DESK

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.tool.publish.browser.watch import Watched

    from visitkg.publish.content import Site

_TEXT: Final = "() => document.querySelector('main').innerText"

# How light a colour is, from 0 for black to 1 for white; what is clear lets white paper through.
_LIGHT: Final = """(property) => {
  const [red, green, blue, alpha = 1] =
    getComputedStyle(document.body)[property].match(/[\\d.]+/g).map(Number);
  return 1 - alpha * (1 - (red + green + blue) / 3 / 255);
}"""

PAGES: Final = ("index.html", "id/kim-jong-un.html", "id/claim-p1s1-3.html", "dataset.html")


def test_a_page_says_the_same_without_scripts(
    published: Path, visit_site: Site, look_at: Callable[..., Watched]
) -> None:
    with_scripts = look_at("index.html")
    without = look_at("index.html", replace(DESK, scripts=False))
    for path in pick_by_kind(published, visit_site):
        with_scripts.go(path)
        without.go(path)
        text = without.page.evaluate(_TEXT)
        assert len(text) > 100, path
        assert text == with_scripts.page.evaluate(_TEXT), path


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_printed_dark_on_light(path: str, look_at: Callable[..., Watched]) -> None:
    page = look_at(path, replace(DESK, scheme="dark")).page
    on_screen = page.evaluate(_TEXT)
    page.emulate_media(media="print")
    assert page.evaluate(_LIGHT, "backgroundColor") > 0.95
    assert page.evaluate(_LIGHT, "color") < 0.3
    assert page.evaluate("() => document.querySelector('h1').checkVisibility()")
    assert not page.get_by_role("searchbox").is_visible()
    assert len(page.evaluate(_TEXT)) > 0.9 * len(on_screen)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_becomes_paper(path: str, look_at: Callable[..., Watched]) -> None:
    paper = look_at(path).page.pdf(format="A4")
    assert paper.startswith(b"%PDF-")
    assert b"/Type /Page\n" in paper
    folder = screenshots()
    if folder is not None:
        name = path.replace("/", "-").removesuffix(".html")
        (folder / f"{name}.pdf").write_bytes(paper)
