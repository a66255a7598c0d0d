"""A graph that tries to run scripts in its pages, or to lead readers to one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.tool.publish.browser.build import publish
from tests.tool.publish.browser.hostile import NAMES, write_hostile_project
from tests.tool.publish.browser.judge import find_too_wide
from tests.tool.publish.browser.serve import serve
from tests.tool.publish.browser.watch import PHONE, open_page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import BrowserContext
    from tests.tool.publish.browser.watch import Look, Watched


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    return publish(write_hostile_project(folder / "project"), folder / "site")


@pytest.fixture(scope="module")
def watched(context: Callable[[Look], BrowserContext], folder: Path) -> Iterator[Watched]:
    with serve(folder) as home:
        found = open_page(context(PHONE), home)
        yield found
        found.page.close()


def test_no_page_runs_what_the_graph_says(folder: Path, watched: Watched) -> None:
    pages = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.html"))
    assert len(pages) > len(NAMES)
    too_wide = {}
    for path in pages:
        watched.go(path)
        found = find_too_wide(watched.page)
        if found:
            too_wide[path] = found
    assert watched.troubles == []
    assert too_wide == {}


@pytest.mark.parametrize("key", NAMES)
def test_a_name_is_shown_as_it_is(key: str, watched: Watched) -> None:
    watched.go(f"id/{key}.html")
    # A mark that would turn what follows it is no part of a heading.
    name = NAMES[key].replace("\u202e", " ")
    assert watched.page.get_by_role("heading", level=1).text_content() == name
    assert watched.page.title().startswith(name[:60])


def test_no_link_leads_to_a_script_or_a_file(folder: Path, watched: Watched) -> None:
    schemes = set()
    for page in sorted(folder.rglob("*.html")):
        watched.go(page.relative_to(folder).as_posix())
        schemes |= set(
            watched.page.evaluate(
                "() => [...document.querySelectorAll('[href], [src]')].map((e) => "
                "new URL(e.getAttribute('href') ?? e.getAttribute('src'), location).protocol)"
            )
        )
    assert schemes == {"http:", "https:"}


def test_search_shows_names_as_they_are(watched: Watched) -> None:
    watched.go("index.html")
    page = watched.page
    page.get_by_role("searchbox").focus()
    page.keyboard.insert_text("alert(1)")
    names = page.locator(".found a bdi")
    names.first.wait_for()
    assert NAMES["script"] in names.all_text_contents()
    assert watched.troubles == []
