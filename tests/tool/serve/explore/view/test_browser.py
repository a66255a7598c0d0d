"""Forms and answers in a real browser: by keyboard, on a phone, in the dark, without scripts."""

from __future__ import annotations

import re
from functools import cache, partial
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

import pytest
from tests.tool.need import screenshots
from tests.tool.publish.browser.judge import (
    COLOURS,
    ask_axe,
    find_moving,
    find_too_wide,
    load_axe,
)
from tests.tool.publish.browser.watch import (
    DESK,
    LOOKS,
    PHONE,
    Look,
    Watched,
    open_context,
    open_page,
)
from tests.tool.serve.explore.view.made import HOSTILE, explore_data
from tests.tool.serve.explore.view.serving import serve_answers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, Page

    from visitkg.serve.explore.explorer import Explorer

FORM: Final = "explore/questions/what-is-claimed-of-a-thing"
DARK: Final = LOOKS["desk, dark"]


def ask_for(query: str, view: str = "") -> str:
    chosen = f"&view={view}" if view else ""
    return f"ask?query={quote(query)}{chosen}"


PAGES: Final = {
    "form": FORM,
    "date": "explore/questions/what-happens-on-a-day",
    "questions": "explore/questions",
    "table": ask_for(
        "SELECT ?claim ?status ?n { ?claim visit:epistemicStatus ?status . BIND (1 AS ?n) }"
    ),
    "bars": ask_for("SELECT ?s (COUNT(*) AS ?n) { ?c visit:epistemicStatus ?s } GROUP BY ?s"),
    "map": "explore/questions/which-places-can-be-mapped",
    "timeline": ask_for("SELECT ?what ?day { ?what sem:hasBeginTimeStamp ?day }"),
    "graph": ask_for("DESCRIBE id:claim-p2s2-1 id:occurrence-arrival"),
    "wide graph": ask_for(
        "CONSTRUCT { ?a ?p ?b } WHERE { ?a ?p ?b . FILTER (isIRI(?b)) } LIMIT 200"
    ),
    "pages": ask_for("SELECT * { ?s ?p ?o }"),
    "truth": ask_for("ASK { ?s ?p ?o }"),
    "nothing": ask_for("SELECT ?s { ?s a visit:Nothing }"),
}
MISTAKE: Final = "explore/questions/what-happens-on-a-day?day=tomorrow"


@pytest.fixture(scope="module")
def home(visit: Explorer) -> Iterator[str]:
    with serve_answers(visit) as address:
        yield address


@pytest.fixture(scope="module")
def context(browser: Browser) -> Callable[[Look], BrowserContext]:
    return cache(partial(open_context, browser))


@pytest.fixture
def look_at(
    context: Callable[[Look], BrowserContext], home: str
) -> Iterator[Callable[..., Watched]]:
    """Return what opens a page; none may have had trouble in the end."""
    opened: list[Watched] = []

    def look(path: str, as_: Look = DESK) -> Watched:
        watched = open_page(context(as_), home)
        opened.append(watched)
        watched.go(path)
        return watched

    yield look
    for watched in opened:
        watched.page.close()
    assert [trouble for watched in opened for trouble in watched.troubles] == []


def first_cells(page: Page, place: int = 1) -> list[str]:
    return page.locator(f"tbody td:nth-child({place})").all_inner_texts()


@pytest.mark.parametrize("name", PAGES)
def test_axe_has_nothing_to_say(name: str, look_at: Callable[..., Watched], axe: Path) -> None:
    watched = look_at(PAGES[name])
    load_axe(watched.page, axe)
    assert ask_axe(watched.page) == []
    folder = screenshots()
    if folder is not None:
        watched.page.screenshot(path=folder / f"answer-{name}.png", full_page=True)


@pytest.mark.parametrize("name", ["form", "table", "bars", "timeline", "graph", "map", "questions"])
def test_colours_hold_in_the_dark(name: str, look_at: Callable[..., Watched], axe: Path) -> None:
    watched = look_at(PAGES[name], DARK)
    load_axe(watched.page, axe)
    assert ask_axe(watched.page, COLOURS) == []


@pytest.mark.parametrize("name", PAGES)
def test_a_phone_shows_it_without_scrolling_sideways(
    name: str, look_at: Callable[..., Watched]
) -> None:
    watched = look_at(PAGES[name], PHONE)
    assert find_too_wide(watched.page) == []
    assert find_moving(watched.page) == []


@pytest.mark.parametrize("name", ["bars", "map", "timeline", "graph"])
def test_a_picture_is_seen_and_its_table_is_a_click_away(
    name: str, look_at: Callable[..., Watched]
) -> None:
    page = look_at(PAGES[name]).page
    box = page.locator("svg.fig").bounding_box()
    assert box
    assert box["width"] > 300
    assert box["height"] > 100
    page.get_by_role("link", name="Table", exact=True).click()
    page.wait_for_load_state("load")
    assert page.locator("tbody tr").count() > 0
    assert page.locator(".view-choice [aria-current]").inner_text() == "Table"
    page.go_back()
    page.locator("svg.fig").wait_for()


def test_a_form_is_filled_in_and_its_address_holds_it(look_at: Callable[..., Watched]) -> None:
    page = look_at(FORM).page
    before = first_cells(page, 3)
    page.get_by_label("any thing of the graph").select_option(label="Xi Jinping")
    page.get_by_role("button", name="Ask").click()
    page.wait_for_url("**/what-is-claimed-of-a-thing?thing=id%3Axi-jinping#answer")
    assert page.get_by_label("any thing of the graph").input_value() == "id:xi-jinping"
    assert first_cells(page, 3) != before
    page.go_back()
    page.wait_for_url("**/what-is-claimed-of-a-thing")
    assert first_cells(page, 3) == before


def test_a_form_is_filled_in_without_scripts(look_at: Callable[..., Watched]) -> None:
    page = look_at(FORM, Look(1280, 800, "light", scripts=False)).page
    page.get_by_label("any thing of the graph").select_option("id:xi-jinping")
    page.get_by_role("button", name="Ask").click()
    page.wait_for_url("**?thing=id%3Axi-jinping#answer")
    page.get_by_role("link", name="what", exact=True).click()
    page.wait_for_url("**&sort=what#answer")
    names = first_cells(page, 3)
    assert names == sorted(names, key=str.casefold)


def test_a_download_is_what_is_shown(look_at: Callable[..., Watched]) -> None:
    page = look_at(f"{FORM}?thing=id:xi-jinping").page
    address = page.get_by_role("link", name="CSV", exact=True).get_attribute("href")
    assert address
    text = page.request.get(page.url.partition("/explore")[0] + address).text()
    assert len(text.splitlines()) == 1 + page.locator("tbody tr").count()


def test_a_mistake_is_said_at_its_field(
    context: Callable[[Look], BrowserContext], home: str, axe: Path
) -> None:
    watched = open_page(context(DESK), home)
    watched.go(MISTAKE)
    field = watched.page.get_by_label("a date")
    assert field.get_attribute("aria-invalid") == "true"
    told = field.get_attribute("aria-describedby") or ""
    assert "is no date" in watched.page.locator(f"#{told.split()[-1]}").inner_text()
    load_axe(watched.page, axe)
    assert ask_axe(watched.page) == []
    watched.page.close()


def test_a_column_sorts_where_it_stands(look_at: Callable[..., Watched]) -> None:
    page = look_at(PAGES["bars"] + "&view=table").page
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    link, head = page.get_by_role("link", name="n", exact=True), page.locator("th").nth(1)
    for order, sign in (("ascending", 1), ("descending", -1), ("ascending", 1)):
        link.click()
        assert head.get_attribute("aria-sort") == order
        numbers = [sign * int(cell) for cell in first_cells(page, 2)]
        assert numbers == sorted(numbers)
        assert page.locator("caption").inner_text() == f"By n, {order}"
        assert page.locator(".view-told").inner_text() == f"Sorted: By n, {order}"
        assert f"sort={'-' if sign < 0 else ''}n" in page.url
    # Chromium asks for the icon of each address.
    assert [url for url in asked if not url.endswith("icon.svg")] == []


def test_a_column_sorts_by_keyboard_and_only_one_at_a_time(look_at: Callable[..., Watched]) -> None:
    page = look_at(PAGES["bars"] + "&view=table").page
    for name, place in (("s", 1), ("n", 2)):
        page.get_by_role("link", name=name, exact=True).focus()
        page.keyboard.press("Enter")
        assert page.locator("[aria-sort]").count() == 1
        assert page.locator(f"th:nth-child({place})[aria-sort=ascending]").count() == 1
    assert page.evaluate("document.activeElement.textContent") == "n"


@pytest.mark.parametrize("by", ["claim", "-claim", "status", "-status", "n"])
def test_a_script_sorts_as_the_server_does(by: str, look_at: Callable[..., Watched]) -> None:
    optional = "OPTIONAL { ?claim visit:marker ?n }"
    query = f"SELECT ?claim ?status ?n {{ ?claim visit:epistemicStatus ?status {optional} }}"
    path = ask_for(query)
    server = look_at(f"{path}&sort={by}").page
    assert server.locator("[aria-sort]").count() == 1
    page = look_at(path).page
    for _ in range(2 if by.startswith("-") else 1):
        page.get_by_role("link", name=by.removeprefix("-"), exact=True).click()
    assert page.locator("tbody").inner_text() == server.locator("tbody").inner_text()
    # Loaded again from the address that the script left, it is the same.
    page.reload()
    assert page.locator("tbody").inner_text() == server.locator("tbody").inner_text()


def test_pages_of_rows_are_asked_from_the_server(look_at: Callable[..., Watched]) -> None:
    page = look_at(PAGES["pages"]).page
    assert page.locator("tbody tr").count() == 200
    page.get_by_role("link", name="Next").first.click()
    page.wait_for_url("**&page=2#answer")
    assert re.match(
        r"Rows 201 to 400 of [\d,]+\. In the order of the query",
        page.locator("caption").inner_text(),
    )
    page.get_by_role("link", name="p", exact=True).click()
    page.wait_for_url("**&sort=p#answer")
    assert page.locator("caption").inner_text().startswith("Rows 1 to 200")


@pytest.mark.parametrize("view", ["table", "bars", "timeline", "map", "graph"])
def test_no_name_in_the_data_becomes_a_script(
    context: Callable[[Look], BrowserContext], view: str
) -> None:
    explorer = explore_data()
    label = HOSTILE.replace('"', '\\"')
    explorer.holding.store.update(
        f'INSERT DATA {{ <https://example.org/a> rdfs:label "{label}" }}',
        prefixes={"rdfs": "http://www.w3.org/2000/01/rdf-schema#"},
    )
    values = {
        "table": "?x ?y { (ex:a 'x') }",
        "bars": "?x ?n { (ex:a 1) (ex:a 2) }",
        "timeline": "?x ?d { (ex:a '2025-09-02'^^xsd:date) }",
        "map": "?x ?lat ?long { (ex:a 1 2) }",
        "graph": "?x ?y { (ex:a ex:b) }",
    }[view]
    names, _, cells = values.partition(" {")
    with serve_answers(explorer) as home:
        watched = open_page(context(DESK), home)
        watched.go(ask_for(f"SELECT {names} {{ VALUES ({names}) {{{cells} }}", view))
        assert "alert(1)" in watched.page.locator(".view-answer").inner_text() or (
            "alert(1)" in (watched.page.locator("svg").inner_html())
        )
        assert watched.page.locator("main script, main img").count() == 0
        assert watched.troubles == []
        watched.page.close()
