"""Pages by keyboard alone: https://www.w3.org/TR/WCAG22/#keyboard-accessible"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import pytest
from tests.tool.publish.browser.watch import DESK, PHONE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Page
    from tests.tool.publish.browser.watch import Watched

# What has the focus, whether one sees it in the window, and whether one sees that it has the focus.
_FOCUSED: Final = """() => {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const box = element.getClientRects()[0] ?? element.getBoundingClientRect();
  const [left, right] = [Math.max(box.left, 0), Math.min(box.right, innerWidth)];
  const [top, bottom] = [Math.max(box.top, 0), Math.min(box.bottom, innerHeight)];
  const over = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
  const style = getComputedStyle(element);
  return {
    html: element.outerHTML.slice(0, 160),
    inMain: element.closest("main") !== null,
    seen: right - left >= Math.min(box.width, innerWidth / 2) - 1
      && bottom - top >= Math.min(box.height, innerHeight / 2) - 1 && box.height > 2
      && over !== null && (element.contains(over) || over.contains(element)),
    marked: (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2)
      || style.boxShadow !== "none",
  };
}"""

PAGES: Final = ("index.html", "id/kim-jong-un.html", "ontology/claim.html", "list/a-z.html")

# Without motion: a page that still glides to what has the focus would be judged too early.
LOOKS: Final = {
    "desk": replace(DESK, motion="reduce"),
    "phone": replace(PHONE, motion="reduce"),
}


def tab_through(page: Page, most: int) -> Iterator[dict[str, Any]]:
    """Yield what has the focus after each press of the tabulator, up to the page's end."""
    for _ in range(most):
        page.keyboard.press("Tab")
        focused = page.evaluate(_FOCUSED)
        if focused is None:
            return
        yield focused


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("path", PAGES)
def test_focus_is_seen_wherever_it_is(
    path: str, look: str, look_at: Callable[..., Watched]
) -> None:
    stops = list(tab_through(look_at(path, LOOKS[look]).page, 60))
    assert len(stops) > 10
    assert [stop for stop in stops if not (stop["seen"] and stop["marked"])] == []


@pytest.mark.parametrize("look", LOOKS)
def test_the_first_stop_leads_past_the_head_of_the_page(
    look: str, look_at: Callable[..., Watched]
) -> None:
    page = look_at("id/kim-jong-un.html", LOOKS[look]).page
    (skip,) = tab_through(page, 1)
    assert "Skip to the content" in skip["html"]
    page.keyboard.press("Enter")
    (after,) = tab_through(page, 1)
    assert after["inMain"]


def test_no_page_holds_the_focus_for_ever(look_at: Callable[..., Watched]) -> None:
    page = look_at("id/kim-jong-un.html").page
    stops = [stop["html"] for stop in tab_through(page, 1000)]
    assert 10 < len(stops) < 1000
    page.keyboard.press("Shift+Tab")
    assert page.evaluate(_FOCUSED)["html"] == stops[-1]
