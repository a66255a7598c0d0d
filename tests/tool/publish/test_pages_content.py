"""What the pages of the visit show, and in which order."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

import pytest

from visitkg.publish.page.site import make_pages

if TYPE_CHECKING:
    from collections.abc import Mapping

    from visitkg.publish.content import Site

STATUSES = (
    "Confirmed",
    "Asserted",
    "Background",
    "Assessed",
    "Reported",
    "Expected",
    "Under consideration",
    "Speculated",
    "Not confirmed",
    "Opinion",
)


@pytest.fixture(scope="module")
def pages(visit_site: Site) -> Mapping[str, str]:
    return {
        file.path: file.content.decode()
        for file in make_pages(visit_site)
        if file.path.endswith(".html")
    }


def words(markup: str) -> str:
    """Return the text of a page as a reader sees it."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", markup)).split())


def section(page: str, name: str) -> str:
    start = page.index(f'id="{name}"')
    return words(page[page.index(">", start) + 1 : page.index("</section>", start)])


@pytest.mark.parametrize("name", ["kim-jong-un", "kim-visit-to-china", "kim-putin-meeting"])
def test_a_thing_groups_what_is_claimed_of_it_from_the_surest_down(
    pages: Mapping[str, str], name: str
) -> None:
    page = pages[f"id/{name}.html"]
    heads = [words(head) for head in re.findall(r"<h3[^>]*>(.*?)</h3>", page)]
    found = [re.sub(r"^\W+|\s*\d+$", "", head) for head in heads]
    assert len(found) > 1
    order = [STATUSES.index(each) for each in found]
    assert order == sorted(order)


def test_each_claim_in_a_list_has_its_status_beside_it(pages: Mapping[str, str]) -> None:
    items = re.findall(r'<li class="claim">(.*?)</li>', pages["id/kim-jong-un.html"], re.DOTALL)
    assert len(items) == 28
    for item in items:
        assert re.search(r'class="badge s\d"', item), item


def test_a_claim_tells_how_sure_it_is_before_it_tells_what(pages: Mapping[str, str]) -> None:
    page = words(pages["id/claim-p11s2-1.html"].partition("<main")[2])
    shown = (
        "Speculated",
        "The three leaders may stand together on the main platform",
        "Named source",
        "National Intelligence Service",
        "South Korean lawmakers who were briefed",
        "2 hops",
        "P11S2",
        "3479",
        "3651",
        "https://editorialge.com/kim-jong-un-china-visit-armored-train-putin-meeting",
    )
    assert [each for each in shown if each not in page] == []
    assert page.index("Speculated") < page.index("The three leaders may stand")
    assert re.search(r"\b[0-9a-f]{64}\b", page)


def test_a_claim_names_the_other_claims_of_its_proposition(pages: Mapping[str, str]) -> None:
    page = pages["id/claim-p1s4-3.html"]
    assert "Other claims of the same proposition" in page
    assert 'href="claim-p5s1-4.html"' in page


def test_a_proposition_says_that_it_is_neither_true_nor_false(pages: Mapping[str, str]) -> None:
    page = words(pages["id/occurrence-kim-putin-meeting.html"])
    assert "neither true nor false" in page
    assert "event status" in page
    assert page.index("Under consideration") < page.index("Speculated")


def test_a_span_is_a_section_with_its_digest_and_its_claims(pages: Mapping[str, str]) -> None:
    text = section(pages["id/editorialge-report.html"], "offset_3479_3651")
    assert "Characters 3,479 up to 3,651" in text
    assert re.search(r"\b[0-9a-f]{64}\b", text)
    assert "The three leaders may stand together on the main platform" in text


def test_a_term_has_all_that_the_ontology_the_data_and_the_questions_say(
    pages: Mapping[str, str],
) -> None:
    text = section(pages["ontology.html"], "Meeting")
    for shown in (
        "An event at which two or more parties speak with each other by arrangement.",
        "Example A bilateral meeting of two heads of state.",
        "Not an example standing side by side at a parade.",
        "Scope Whether it took place",
        "Subclass of Event",
        "Shapes on it Meeting",
        "In the data 6 instances , such as",
        "In questions Which events are of which kind?",
        "CAMEO",
    ):
        assert shown in text, shown


def test_a_property_tells_from_what_it_leads_to_what(pages: Mapping[str, str]) -> None:
    text = section(pages["ontology.html"], "asserts")
    assert "From Claim To Proposition" in text
    assert "155 statements" in text


def test_a_scheme_lists_its_members(pages: Mapping[str, str]) -> None:
    text = section(pages["ontology.html"], "EpistemicStatusScheme")
    assert [each for each in STATUSES if each not in text] == []


def test_a_shape_tells_target_path_constraint_message_and_severity(
    pages: Mapping[str, str],
) -> None:
    text = section(pages["shapes.html"], "Claim-epistemicStatus")
    for shown in (
        "A claim has exactly one epistemic status of the closed list.",
        "Path epistemic status",
        "Severity sh:Violation",
        "at least 1",
        "at most 1",
        "one of Confirmed , Asserted",
        "Used by Claim",
    ):
        assert shown in text, shown
    assert "Looks at each Claim" in section(pages["shapes.html"], "Claim")


def test_a_question_has_its_query_and_its_answer_with_links(pages: Mapping[str, str]) -> None:
    page = pages["questions/who-travels-with-kim.html"]
    assert '<td><a href="../id/choe-son-hui.html"><bdi>Choe Son Hui</bdi></a></td>' in page
    assert 'href="../ontology.html#participant"' in page
    assert '<span class="q-word">SELECT</span>' in page
    assert "A row: a companion on the visit, how surely it is said, and by whom." in page


def test_the_dataset_has_its_counts_in_a_table(pages: Mapping[str, str]) -> None:
    page = words(pages["dataset.html"])
    assert "class partition 74" in page
    assert "Claim 155" in page


def test_the_front_page_tells_what_there_is_and_how_sure_each_status(
    pages: Mapping[str, str],
) -> None:
    page = words(pages["index.html"])
    assert "155 claims" in page
    assert [each for each in STATUSES if each not in page] == []
    for title in ("What took place, is due or is only possible", "How the claims came"):
        assert title in page, title
    assert pages["index.html"].count("<svg") >= 4


def test_the_claims_are_listed_by_status_in_order_of_the_text(pages: Mapping[str, str]) -> None:
    page = pages["list/claims.html"]
    assert page.count('<li><a href="../id/claim-') == 155
    heads = [words(head) for head in re.findall(r"<h2[^>]*>(.*?)</h2>", page)]
    assert [re.sub(r"^\W+|\s*\d+$", "", head) for head in heads] == list(STATUSES)


def test_names_in_other_scripts_are_listed_by_script(pages: Mapping[str, str]) -> None:
    heads = [words(h) for h in re.findall(r"<h2[^>]*>(.*?)</h2>", pages["list/a-z.html"])]
    scripts = [re.sub(r"\s*\d+$", "", head) for head in heads]
    assert scripts[:2] == ["A", "B"]
    assert {"Hangul", "Han", "Cyrillic"} <= set(scripts)
