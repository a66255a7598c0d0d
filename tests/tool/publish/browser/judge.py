"""What is wrong with an open page: for axe-core, for a narrow screen, for a reader of headings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

COLOURS: Final = ("color-contrast", "link-in-text-block")
"""The rules that may hold in light and not in dark."""

_AXE: Final = """async (rules) => {
  const found = await axe.run(document, {
    resultTypes: ["violations"], ...(rules.length ? { runOnly: rules } : {}),
  });
  return {
    passed: found.passes.length,
    violations: found.violations.map(({ id, impact, help, nodes }) => ({
      id, impact, help,
      nodes: nodes.slice(0, 3).map((node) => `${node.html.slice(0, 200)} ${node.failureSummary}`),
      count: nodes.length,
    })),
  };
}"""

_WIDER: Final = """() => {
  const width = document.documentElement.clientWidth;
  const scrolls = (element) => /auto|scroll/.test(getComputedStyle(element).overflowX);
  const beyond = [...document.body.querySelectorAll("*")].filter((element) => {
    if (element.getBoundingClientRect().right <= width + 1) return false;
    if (getComputedStyle(element).visibility === "hidden") return false;
    for (let up = element.parentElement; up && up !== document.body; up = up.parentElement)
      if (scrolls(up)) return false;
    return true;
  });
  const names = beyond.slice(0, 5).map((element) =>
    `${Math.round(element.getBoundingClientRect().right - width)} px beyond: ` +
    element.outerHTML.slice(0, 160));
  const page = Math.max(document.documentElement.scrollWidth, document.body.scrollWidth) - width;
  return page > 0 ? [`the page scrolls by ${page} px`, ...names] : names;
}"""

_SHORTEN: Final = """() => document.querySelectorAll("main :nth-child(n + 24)")
  .forEach((element) => element.remove())"""

_MOVING: Final = """() => document.getAnimations().map((each) => each.effect.target.outerHTML)"""


def shorten_rows(page: Page) -> None:
    """Take away what comes late in a long row: a list, a table, sections of one kind."""
    page.evaluate(_SHORTEN)


def load_axe(page: Page, axe: Path) -> None:
    """Give a page axe-core; the page's own policy doesn't hold for what a tool evaluates."""
    page.evaluate(f"{axe.read_text(encoding='utf-8')};0")


def ask_axe(page: Page, rules: tuple[str, ...] = ()) -> list[str]:
    """Return what axe-core objects to, whatever its impact, by some rules or by all."""
    answer: dict[str, Any] = page.evaluate(_AXE, list(rules))
    assert answer["passed"], "axe-core looked at nothing"
    return [
        f"{rule['impact']} {rule['id']} ({rule['help']}), {rule['count']} times:\n  "
        + "\n  ".join(rule["nodes"])
        for rule in answer["violations"]
    ]


def find_too_wide(page: Page) -> list[str]:
    """Return what makes a page scroll sideways, or stands beyond its edge out of reach."""
    found: list[str] = page.evaluate(_WIDER)
    return found


def find_moving(page: Page) -> list[str]:
    """Return the elements that move."""
    found: list[str] = page.evaluate(_MOVING)
    return found
