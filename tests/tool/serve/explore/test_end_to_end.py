"""The server as readers meet it: search, a form, the editor, each view, a mistake, a time-out."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from tests.tool.publish.browser.judge import ask_axe, load_axe
from tests.tool.publish.browser.watch import DESK, Watched, open_context, open_page
from tests.tool.serve.server import run

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
COUNTS = "SELECT ?status (COUNT(*) AS ?n) { ?c visit:epistemicStatus ?status } GROUP BY ?status"
VIEWS = {
    "table": COUNTS,
    "bars": COUNTS,
    "timeline": "SELECT ?what ?begin { ?what sem:hasBeginTimeStamp ?begin }",
    "map": "SELECT ?place ?lat ?long { ?place geo:lat ?lat ; geo:long ?long }",
    "graph": "SELECT ?claim ?source { ?claim prov:wasAttributedTo ?source } LIMIT 9",
}


@pytest.fixture(scope="module")
def home() -> Iterator[str]:
    """Return where the visit is served, by a limit of few seconds."""
    with run("--timeout", "4", "--mount", "/kg") as server:
        server.until(lambda: server.ask("/kg/explore/").status == 200)
        yield f"{server.address}/"


@pytest.fixture
def reader(browser: Browser, home: str) -> Iterator[Watched]:
    """Return a page, empty yet."""
    context = open_context(browser, DESK)
    context.set_default_timeout(30_000)
    yield open_page(context, home)
    context.close()


def ask(reader: Watched, query: str, more: str = "") -> None:
    reader.go(f"explore/sparql?query={quote(query)}{more}")


def test_who_searches_finds_a_thing_and_what_is_claimed_of_it(reader: Watched) -> None:
    reader.go("explore/")
    reader.page.get_by_role("searchbox").first.fill("김정은")
    reader.page.get_by_role("searchbox").first.press("Enter")
    reader.page.locator('main a[href$="/id/kim-jong-un.html"]').first.click()
    assert reader.page.url.endswith("/kg/id/kim-jong-un.html")
    assert reader.page.get_by_role("heading", level=1).inner_text() == "Kim Jong Un"
    assert reader.troubles == []


def test_a_question_is_asked_by_a_form_and_its_address_can_be_kept(reader: Watched) -> None:
    reader.go("explore/questions/what-is-claimed-of-a-thing")
    reader.page.get_by_role("main").get_by_role("combobox").select_option(label="Xi Jinping")
    reader.page.get_by_role("button", name="Ask").click()
    assert "Xi Jinping" in reader.page.get_by_role("table").inner_text()
    address = reader.page.url
    reader.page.go_back()
    assert reader.page.url != address
    reader.page.goto(address)
    assert "Xi Jinping" in reader.page.get_by_role("table").inner_text()
    assert reader.troubles == []


def test_a_query_is_completed_and_run(reader: Watched) -> None:
    reader.go("explore/sparql")
    editor = reader.page.get_by_label("Query in SPARQL")
    editor.fill("SELECT ?claim { ?claim visit:epistemicStatus visit:Specul")
    editor.press("Control+Space")
    reader.page.get_by_role("option").first.wait_for()
    editor.press("Enter")
    assert "visit:Speculated" in editor.input_value()
    editor.press("End")
    editor.type(" }")
    editor.press("Control+Enter")
    reader.page.get_by_text("11 rows").wait_for()
    assert reader.troubles == []


@pytest.mark.parametrize("view", VIEWS)
def test_an_answer_can_be_looked_at(reader: Watched, view: str) -> None:
    ask(reader, VIEWS[view], f"&view={view}")
    assert reader.page.locator("[aria-current]", has_text=view.capitalize()).count() == 1
    shown = reader.page.get_by_role("table") if view == "table" else reader.page.locator("main svg")
    assert shown.first.is_visible()
    assert reader.troubles == []


def test_a_mistake_is_shown_where_it_stands(reader: Watched) -> None:
    ask(reader, "SELECT ?s {\n  ?s vist:asserts ?o\n}")
    assert (
        "Line 2, column 6: Unknown prefix 'vist:'." in reader.page.get_by_role("main").inner_text()
    )
    assert [trouble for trouble in reader.troubles if "400" not in trouble] == []


def test_what_takes_too_long_is_told_and_can_be_changed(reader: Watched, axe: Path) -> None:
    ask(reader, ENDLESS)
    assert reader.page.get_by_role("heading", level=1).inner_text() == "This took too long"
    assert "for 4 seconds" in reader.page.get_by_role("main").inner_text()
    load_axe(reader.page, axe)
    assert ask_axe(reader.page) == []
    reader.page.get_by_role("link", name="Change the query").click()
    assert reader.page.get_by_label("Query in SPARQL").input_value() == ENDLESS
    reader.page.get_by_role("link", name="Start").first.click()
    assert reader.page.url.endswith("/kg/explore/")
    assert len([trouble for trouble in reader.troubles if "504" in trouble]) > 0
