"""The search over names, by keyboard; and the names from A to Z where no script runs."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import pytest
from tests.tool.publish.browser.judge import ask_axe, load_axe
from tests.tool.publish.browser.watch import DESK, LOOKS, PHONE, Look

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page
    from tests.tool.publish.browser.watch import Watched

PERSON: Final = "id/kim-jong-un.html"

NAMES: Final = {
    "as it is written": ("Kim Jong Un", PERSON),
    "in capitals": ("KIM JONG UN", PERSON),
    "in Hangul": ("김정은", PERSON),
    "in Hangul, decomposed": ("\u1100\u1175\u11b7\u110c\u1165\u11bc\u110b\u1173\u11ab", PERSON),
    "in Han": ("习近平", "id/xi-jinping.html"),
    "in Cyrillic": ("путин", "id/vladimir-putin.html"),
    "with spaces around": ("  kim jong un ", PERSON),
}


def search(page: Page, text: str) -> None:
    """Go to the search by keyboard, and write."""
    field = page.get_by_role("searchbox")
    for _ in range(30):
        page.keyboard.press("Tab")
        if field.evaluate("(element) => element === document.activeElement"):
            break
    else:
        pytest.fail("the search isn't reached by keyboard")
    page.keyboard.insert_text(text)


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_found(name: str, look_at: Callable[..., Watched]) -> None:
    text, target = NAMES[name]
    watched = look_at("index.html")
    search(watched.page, text)
    watched.page.locator(".found a").first.wait_for()
    watched.page.keyboard.press("ArrowDown")
    watched.page.keyboard.press("Enter")
    watched.page.wait_for_load_state("load")
    watched.page.wait_for_url(f"**/{target}")


def test_return_opens_the_first_name(look_at: Callable[..., Watched]) -> None:
    watched = look_at("id/claim-p1s1-3.html")
    search(watched.page, "kim jong un")
    watched.page.locator(".found a").first.wait_for()
    watched.page.keyboard.press("Enter")
    watched.page.wait_for_url(f"**/{PERSON}")


def test_escape_closes_what_was_found(look_at: Callable[..., Watched]) -> None:
    page = look_at("index.html").page
    search(page, "kim")
    page.locator(".found a").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    page.locator(".found").wait_for(state="hidden")
    field = page.get_by_role("searchbox")
    assert field.evaluate("(element) => element === document.activeElement")


def test_how_many_names_were_found_is_told(look_at: Callable[..., Watched]) -> None:
    page = look_at("index.html").page
    search(page, "kim jong un")
    page.locator(".found a").first.wait_for()
    assert "found" in page.get_by_role("status").inner_text()


def test_a_name_that_nothing_has_is_told(look_at: Callable[..., Watched]) -> None:
    page = look_at("index.html").page
    search(page, "no such tram")
    page.locator(".found").wait_for()
    assert page.locator(".found a").count() == 0
    assert page.locator(".found").inner_text().strip()


@pytest.mark.parametrize("look", LOOKS)
def test_nobody_objects_to_what_was_found(
    look: str, look_at: Callable[..., Watched], axe: Path
) -> None:
    page = look_at("index.html", LOOKS[look]).page
    search(page, "kim")
    page.locator(".found a").first.wait_for()
    load_axe(page, axe)
    assert ask_axe(page) == []


@pytest.mark.parametrize("look", [DESK, PHONE], ids=["desk", "phone"])
def test_without_scripts_the_search_leads_to_all_names(
    look: Look, look_at: Callable[..., Watched]
) -> None:
    still = replace(look, scripts=False)
    watched = look_at(PERSON, still)
    watched.page.get_by_role("searchbox").focus()
    watched.page.keyboard.insert_text("kim")
    watched.page.keyboard.press("Enter")
    watched.page.wait_for_url("**/list/a-z.html?q=kim")
    assert watched.page.get_by_role("link", name="Kim Jong Un").count()
