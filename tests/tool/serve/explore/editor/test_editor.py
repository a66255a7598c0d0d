"""The editor in a real browser: typing, suggestions, errors, running, history, layout."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

import pytest
from playwright.sync_api import expect
from tests.tool.need import screenshots
from tests.tool.publish.browser.judge import ask_axe, find_too_wide, load_axe
from tests.tool.publish.browser.watch import LOOKS, Look

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page
    from tests.tool.publish.browser.watch import Watched

    Open = Callable[..., Watched]

ASK: Final = "ASK { ?claim a visit:Claim }"
WITHOUT_SCRIPTS: Final = Look(1280, 800, "light", scripts=False)


def address(query: str) -> str:
    return f"explore/sparql?{urlencode({'query': query})}"


def write(page: Page, text: str) -> None:
    """Type a text in place of what is there; the names to choose from have come."""
    area = page.locator("#editor-query")
    area.focus()
    area.press("Control+a")
    area.press_sequentially(text)


def text_of(page: Page) -> str:
    return page.locator("#editor-query").input_value()


def test_the_page_works_without_scripts(look_at: Open) -> None:
    page = look_at(address(ASK), WITHOUT_SCRIPTS).page
    expect(page.get_by_role("heading", name="Answer")).to_be_visible()
    page.locator("#editor-query").fill("SELECT (1 AS ?x) {}")
    page.get_by_role("button", name="Run").click()
    expect(page.get_by_role("heading", name="Answer")).to_be_visible()
    assert text_of(page) == "SELECT (1 AS ?x) {}"
    page.locator("#editor-examples summary").click()
    page.get_by_role("link", name="Who travels with Kim?").click()
    assert text_of(page).startswith("# Who travels with Kim?")


def test_what_is_typed_is_coloured_and_numbered(look_at: Open) -> None:
    page = look_at().page
    write(page, "ASK { ?x a 'b' # c\n}")
    assert page.locator(".editor-backdrop pre").inner_text() == "ASK { ?x a 'b' # c\n}\n"
    assert page.locator(".editor-backdrop .q-variable").all_inner_texts() == ["?x"]
    assert page.locator(".editor-backdrop .q-text").all_inner_texts() == ["'b'"]
    assert page.locator(".editor-backdrop .q-comment").all_inner_texts() == ["# c"]
    assert page.locator(".editor-gutter pre").inner_text() == "1\n2\n"


def test_colours_lie_behind_their_letters(look_at: Open) -> None:
    page = look_at().page
    write(page, "ASK { ?x a 'b' }")
    styles = page.evaluate(
        """() => [document.getElementById("editor-query"),
          document.querySelector(".editor-backdrop pre")].map((element) => {
            const style = getComputedStyle(element);
            const box = element.getBoundingClientRect();
            return [style.font, style.lineHeight, style.letterSpacing, style.tabSize,
              box.left + parseFloat(style.paddingLeft) + parseFloat(style.borderLeftWidth),
              box.top + parseFloat(style.paddingTop) + parseFloat(style.borderTopWidth)];
          })"""
    )
    assert styles[0][:4] == styles[1][:4]
    assert styles[0][4:] == pytest.approx(styles[1][4:], abs=0.6)


def test_a_name_is_completed_by_keys(look_at: Open) -> None:
    page = look_at().page
    write(page, "SELECT * { ?x a visit:Claim ; ")
    area = page.locator("#editor-query")
    area.press("Control+Space")
    options = page.get_by_role("option")
    expect(options.first).to_contain_text("visit:asOf")
    expect(options.first).to_contain_text("exactly 1")
    expect(area).to_have_attribute("aria-activedescendant", "editor-option-0")
    expect(page.locator("#editor-status")).to_contain_text("suggestions: arrows choose")
    area.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    area.press("Enter")
    assert text_of(page) == "SELECT * { ?x a visit:Claim ; visit:asserts"
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(area).not_to_have_attribute("aria-activedescendant", "editor-option-1")


def test_suggestions_come_as_one_types_and_take_no_key_by_themselves(look_at: Open) -> None:
    page = look_at().page
    write(page, "ASK { ?x a visit:Cla")
    options = page.get_by_role("option")
    expect(options.first).to_contain_text("visit:Claim")
    area = page.locator("#editor-query")
    area.press("Enter")
    assert text_of(page) == "ASK { ?x a visit:Cla\n"
    expect(page.get_by_role("listbox")).to_be_hidden()


def test_tab_takes_what_is_chosen_and_leaves_otherwise(look_at: Open) -> None:
    page = look_at().page
    write(page, "ASK { ?x a visit:Cla")
    area = page.locator("#editor-query")
    expect(page.get_by_role("option").first).to_be_visible()
    area.press("ArrowDown")
    area.press("Tab")
    assert text_of(page) == "ASK { ?x a visit:Claim"
    area.press("Tab")
    expect(area).not_to_be_focused()


def test_escape_closes_the_suggestions(look_at: Open) -> None:
    page = look_at().page
    write(page, "ASK { ?x a visit:Cla")
    expect(page.get_by_role("option").first).to_be_visible()
    page.locator("#editor-query").press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    assert text_of(page) == "ASK { ?x a visit:Cla"


def test_a_suggestion_can_be_clicked_and_undone(look_at: Open) -> None:
    page = look_at().page
    write(page, "ASK { ?x ?y 김정")
    option = page.get_by_role("option").first
    expect(option).to_contain_text("Kim Jong Un")
    option.click()
    assert text_of(page) == "ASK { ?x ?y id:kim-jong-un"
    page.locator("#editor-query").press("Control+z")
    assert text_of(page) == "ASK { ?x ?y 김정"


def test_control_and_enter_run_the_query(look_at: Open) -> None:
    page = look_at().page
    write(page, ASK)
    with page.expect_navigation():
        page.locator("#editor-query").press("Control+Enter")
    expect(page.get_by_role("heading", name="Answer")).to_be_visible()
    assert text_of(page) == ASK
    page.go_back()
    page.go_forward()
    expect(page.get_by_role("heading", name="Answer")).to_be_visible()


def test_a_mistake_is_underlined_as_one_types(look_at: Open) -> None:
    page = look_at().page
    write(page, "ASK {\n?x vist:asserts ?y }")
    problem = page.locator("#editor-problem")
    expect(problem).to_have_text("Line 2, column 6: unknown prefix 'vist:'. Did you mean 'visit:'?")
    assert page.locator(".editor-wrong").all_inner_texts() == ["vist:asserts"]
    assert page.locator(".editor-gutter b").all_inner_texts() == ["2"]
    expect(page.locator("#editor-query")).to_have_attribute("aria-invalid", "true")
    write(page, ASK)
    expect(problem).to_be_hidden()
    expect(page.locator("#editor-query")).not_to_have_attribute("aria-invalid", "true")
    assert page.locator(".editor-wrong").count() == 0


def test_a_mistake_behind_wide_characters_is_underlined_where_it_is(look_at: Open) -> None:
    page = look_at().page
    write(page, "ASK { ?x ?y '😀김' ; vist:z ?y }")
    expect(page.locator("#editor-problem")).to_contain_text("unknown prefix 'vist:'")
    assert page.locator(".editor-wrong").all_inner_texts() == ["vist:z"]


def test_a_query_that_was_refused_comes_back_with_its_line_marked(look_at: Open) -> None:
    watched = look_at()
    page = watched.page
    page.goto(watched.home + address("ASK {\n  ?x vist:asserts ?y\n}"))
    expect(page.get_by_role("alert")).to_contain_text("Line 2, column 6")
    assert page.locator(".editor-wrong").all_inner_texts() == ["vist:asserts"]
    assert page.locator(".editor-gutter b").all_inner_texts() == ["2"]
    page.get_by_role("link", name="Line 2, column 6").click()
    expect(page.locator("#editor-query")).to_be_focused()
    assert page.evaluate("document.getElementById('editor-query').selectionStart") == 11
    # The browser tells of the status 400, which is right here.
    assert [each for each in watched.troubles if "400" not in each] == []
    watched.troubles.clear()


def test_the_layout_can_be_made_anew_and_undone(look_at: Open) -> None:
    page = look_at().page
    write(page, "ask{?x a visit:Claim;visit:asserts ?y}")
    area = page.locator("#editor-query")
    area.press("Shift+Alt+F")
    laid = "ASK {\n  ?x a visit:Claim ;\n    visit:asserts ?y\n}\n"
    assert text_of(page) == laid
    expect(page.locator("#editor-status")).to_have_text("Formatted.")
    page.get_by_role("button", name="Format").click()
    assert text_of(page) == laid
    area.press("Control+z")
    assert text_of(page) == "ask{?x a visit:Claim;visit:asserts ?y}"


def test_a_new_line_keeps_the_indentation(look_at: Open) -> None:
    page = look_at().page
    write(page, "ASK {")
    area = page.locator("#editor-query")
    area.press("Enter")
    area.press_sequentially("?x ?y ?z .")
    area.press("Escape")
    area.press("Enter")
    assert text_of(page) == "ASK {\n  ?x ?y ?z .\n  "


def test_what_was_run_can_be_had_again_and_forgotten(look_at: Open) -> None:
    page = look_at().page
    for query in ("ASK { ?a ?b ?c }", "ASK { ?d ?e ?f }", "ASK { ?a ?b ?c }"):
        write(page, query)
        with page.expect_navigation():
            page.locator("#editor-query").press("Control+Enter")
    page.locator("#editor-past summary").click()
    kept = page.locator(".editor-history button")
    assert kept.all_inner_texts() == ["ASK { ?a ?b ?c }", "ASK { ?d ?e ?f }"]
    kept.nth(1).click()
    assert text_of(page) == "ASK { ?d ?e ?f }"
    page.get_by_role("button", name="Clear history").click()
    expect(page.locator(".editor-history")).to_have_text("No query was run here yet.")
    page.reload()
    assert page.evaluate("localStorage.length") == 0


@pytest.mark.parametrize(
    "trouble",
    [
        "Object.defineProperty(window, 'localStorage', { get() { throw new Error('refused') } })",
        "Storage.prototype.setItem = () => { throw new Error('full') }",
        "localStorage.setItem('visitkg-queries /explore/sparql', '{')",
        "localStorage.setItem('visitkg-queries /explore/sparql', '[1, null, {}]')",
    ],
    ids=["refused", "full", "broken", "foreign"],
)
def test_a_query_runs_whatever_the_storage_does(look_at: Open, trouble: str) -> None:
    watched = look_at()
    watched.page.add_init_script(trouble)
    watched.go("explore/sparql")
    write(watched.page, ASK)
    with watched.page.expect_navigation():
        watched.page.locator("#editor-query").press("Control+Enter")
    expect(watched.page.get_by_role("heading", name="Answer")).to_be_visible()


def test_an_example_fills_the_editor_and_stays_on_the_page(look_at: Open) -> None:
    page = look_at().page
    page.locator("#editor-examples summary").click()
    page.get_by_role("link", name="Who travels with Kim?").click()
    expect(page.locator("#editor-query")).to_have_value(
        page.evaluate(
            """async () => (await (await fetch("completions.json")).json())
              .examples.find((each) => each.name === "who-travels-with-kim").text"""
        )
    )
    assert page.url.endswith("/explore/sparql")


def test_programs_and_explanation_stand_below_the_answer(look_at: Open) -> None:
    page = look_at(address("SELECT ?x { ?x a visit:Claim }")).page
    page.get_by_text("Ask this from a program").click()
    expect(
        page.locator("#snippet-python + button + pre, #snippet-python + pre").first
    ).to_be_visible()
    assert page.locator("pre.snippet").count() == 5
    page.get_by_text("What this query asks").click()
    expect(page.get_by_text("a table with ?x")).to_be_visible()
    expect(page.locator("#editor-stale")).to_be_hidden()
    write(page, ASK)
    expect(page.locator("#editor-stale")).to_be_visible()


def test_a_large_query_doesnt_freeze_the_editor(look_at: Open) -> None:
    page = look_at().page
    page.evaluate("document.getElementById('editor-query').focus()")
    large = "SELECT * {\n" + "  ?subject visit:asserts ?value .\n" * 3500 + "}\n"
    assert len(large) > 100_000
    page.evaluate(
        """(text) => {
          const area = document.getElementById("editor-query");
          area.value = text;
          area.dispatchEvent(new Event("input", { bubbles: true }));
        }""",
        large,
    )
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    area = page.locator("#editor-query")
    area.press("Control+End")
    area.press_sequentially("some or")
    assert text_of(page) == f"{large}some or"
    # Neither coloured, nor sent at each key: it is as quick as a text area.
    assert page.locator(".editor-backdrop span").count() == 0
    expect(page.locator(".is-editor.is-plain")).to_be_visible()
    page.wait_for_timeout(1000)
    assert [each for each in asked if "check" in each] == []
    area.press("Control+Space")
    expect(page.get_by_role("option").first).to_be_visible()


def test_a_long_query_is_posted(look_at: Open) -> None:
    page = look_at().page
    page.locator("#editor-query").fill(ASK + "\n#" + "a" * 50_000)
    with page.expect_navigation():
        page.locator("#editor-query").press("Control+Enter")
    expect(page.get_by_role("heading", name="Answer")).to_be_visible()
    assert page.url.endswith("/explore/sparql")


def test_a_query_full_of_markup_stays_text(look_at: Open) -> None:
    hostile = "ASK { ?s ?p '</textarea><img src=x onerror=alert(1)><script>alert(2)</script>' }"
    page = look_at(address(hostile)).page
    assert text_of(page) == hostile
    assert page.locator(".editor-backdrop img, main img, main script").count() == 0


@pytest.mark.parametrize("look", LOOKS)
def test_anybody_can_use_the_page(look_at: Open, axe: Path, look: str) -> None:
    watched = look_at(
        address("SELECT ?x\nWHERE { ?x a visit:Claim }\nLIMIT 3 # three"), LOOKS[look]
    )
    page = watched.page
    load_axe(page, axe)
    for summary in page.locator("main summary").all():
        summary.click()
    assert ask_axe(page) == []
    assert find_too_wide(page) == []
    write(page, "SELECT * { ?x a visit:Claim ; ")
    page.locator("#editor-query").press("Control+Space")
    expect(page.get_by_role("option").first).to_be_visible()
    assert ask_axe(page) == []
    assert find_too_wide(page) == []
    folder = screenshots()
    if folder is not None:
        page.screenshot(path=folder / f"editor {look}.png", full_page=True)


@pytest.mark.parametrize("look", LOOKS)
def test_anybody_can_read_a_mistake(look_at: Open, axe: Path, look: str) -> None:
    watched = look_at(as_=LOOKS[look])
    page = watched.page
    page.goto(watched.home + address("SELECT ?x WHERE {\n  ?x vist:asserts ?y\n}"))
    watched.troubles.clear()
    load_axe(page, axe)
    assert ask_axe(page) == []
    assert find_too_wide(page) == []
    folder = screenshots()
    if folder is not None:
        page.screenshot(path=folder / f"mistake {look}.png", full_page=True)


def test_what_was_closed_before_the_names_came_stays_closed(look_at: Open) -> None:
    page = look_at().page
    area = page.locator("#editor-query")
    # The first letters ask for the names; the layout is made before these can have come.
    page.evaluate(
        """() => {
          const area = document.getElementById("editor-query");
          area.focus();
          area.select();
          document.execCommand("insertText", false, "ASK { ?x a visit:Cla");
          area.dispatchEvent(new InputEvent("input", { inputType: "insertText" }));
          const keys = { key: "F", code: "KeyF", shiftKey: true, altKey: true };
          area.dispatchEvent(new KeyboardEvent("keydown", keys));
        }"""
    )
    page.wait_for_load_state("networkidle")
    expect(page.get_by_role("listbox")).to_be_hidden()
    area.press("Control+Space")
    expect(page.get_by_role("listbox")).to_be_visible()
