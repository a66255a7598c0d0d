"""Everything can be found by its names, in each script, without any server."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from visitkg.publish.page.edition import Edition
from visitkg.publish.search import make_search

if TYPE_CHECKING:
    from collections.abc import Callable

    from visitkg.publish.content import Site


def read(site: Site) -> list[list[str]]:
    file = make_search(Edition(site))
    assert file.path == "search.json"
    entries: list[list[str]] = json.loads(file.content)
    assert entries == sorted(entries)
    return entries


@pytest.fixture(scope="module")
def entries(visit_site: Site) -> list[list[str]]:
    return read(visit_site)


@pytest.mark.parametrize(
    "entry",
    [
        ["Kim Jong Un", "id/kim-jong-un.html", "thing", "en"],
        ["김정은", "id/kim-jong-un.html", "thing", "ko"],
        ["中国", "id/china.html", "thing", "zh-Hans"],
        ["Claim", "ontology.html#Claim", "class", "en"],
        ["Speculated", "ontology.html#Speculated", "concept", "en"],
    ],
    ids=lambda entry: entry[0],
)
def test_a_name_leads_to_its_page(entries: list[list[str]], entry: list[str]) -> None:
    assert entry in entries


def test_each_entry_leads_to_a_page(visit_site: Site, entries: list[list[str]]) -> None:
    pages = {f"{document.path}.html" for document in visit_site.documents.values()}
    pages |= {f"questions/{path.stem}.html" for path in visit_site.project.questions.glob("*.rq")}
    assert {entry[1].partition("#")[0] for entry in entries} <= pages
    assert len(entries) > 800


def test_questions_are_found_too(entries: list[list[str]]) -> None:
    questions = [entry for entry in entries if entry[2] == "question"]
    assert "questions/who-travels-with-kim.html" in {entry[1] for entry in questions}


def test_the_index_is_small_and_the_same_each_time(visit_site: Site) -> None:
    file = make_search(Edition(visit_site))
    assert file == make_search(Edition(visit_site))
    assert len(file.content) < 200_000


def test_what_has_no_name_is_found_by_its_iri(make_project: Callable[..., Site]) -> None:
    assert ["tram7", "id/tram7.html", "thing", ""] in read(make_project(":tram7 a t:Tram ."))


def test_a_name_is_one_line_without_marks_of_direction(make_project: Callable[..., Site]) -> None:
    site = make_project(':a rdfs:label "one\\ntwo \\u202Ethree", "" .')
    names = [entry[0] for entry in read(site) if entry[1] == "id/a.html"]
    assert names == ["one two three"]


def test_a_long_name_is_cut(make_project: Callable[..., Site]) -> None:
    site = make_project(f":a rdfs:label '{'x' * 1_000_000}' .")
    assert len(make_search(Edition(site)).content) < 2_000


def test_odd_names_are_data(make_project: Callable[..., Site]) -> None:
    site = make_project(""":a rdfs:label "</script><b>'\\"" .""")
    assert "</script><b>'\"" in {entry[0] for entry in read(site)}
