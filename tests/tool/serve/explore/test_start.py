"""The start page: the visit at a glance, or what any files hold."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from tests.tool.serve.explore.ask import get, read

if TYPE_CHECKING:
    from collections.abc import Callable

    from visitkg.serve.explore.explorer import Explorer
    from visitkg.serve.message import Response

TRAMS = (
    ':t1 a :Tram ; rdfs:label "Tram 1" ; :stopsAt :hub . :t2 a :Tram ; :stopsAt :hub .'
    " :hub a :Stop ."
)


def test_the_visit_is_there_at_a_glance(visit: Explorer) -> None:
    shown = read(get(visit, "/explore/"))
    assert shown.headings[0] == "The visit: who claims what, how surely"
    assert re.search(
        r"Here are \d+ things, \d+ claims, \d+ propositions, .*, 1 source document,", shown.words
    )
    assert f"{len(visit.holding.store):,} triples" in shown.words
    assert shown.elements.count("svg") >= 3
    assert shown.elements.count("table") >= 3
    assert [each["name"] for each in shown.inputs] == ["q", "q"]


def test_each_question_leads_to_its_form(visit: Explorer) -> None:
    shown = read(get(visit, "/explore/"))
    start = "/kg/explore/questions/"
    asked = {href.removeprefix(start) for href in shown.links if href.startswith(start)}
    assert asked == {question.name for question in visit.questions}
    assert len(asked) > 50


def test_all_links_of_the_start_page_lead_somewhere(visit: Explorer) -> None:
    shown = read(get(visit, "/explore/"))
    checked = 0
    for href in shown.links:
        path = urlsplit(href).path
        if path and not urlsplit(href).netloc:
            local = path.removeprefix("/kg") if path.startswith("/") else f"/{path.lstrip('./')}"
            if local not in ("/sparql", "/rdf-graph-store"):
                assert get(visit, local).status == 200, href
                checked += 1
    assert checked > 100


def test_any_files_are_told_by_what_they_hold(make_explorer: Callable[..., Explorer]) -> None:
    shown = read(get(make_explorer(TRAMS), "/explore/"))
    assert shown.headings == [
        "trams.ttl",
        "Classes 2",
        "Properties 3",
        "Most connected 1",
        "More ways in",
    ]
    assert "6 triples from 1 file." in shown.words
    counts = {words: href for href, words in shown.links.items() if href.startswith("/explore/s")}
    query = parse_qs(urlsplit(counts["2 instances"]).query)["query"][0]
    assert query == "SELECT ?node WHERE { ?node a <https://example.org/Tram> } LIMIT 200"
    assert "1 statement" in counts
    assert "2 statements lead here" in counts
    assert "claim" not in shown.words


def test_only_the_most_used_of_many_are_listed(make_explorer: Callable[..., Explorer]) -> None:
    data = "".join(f":n{n} a :C{n} ; :p{n} :o{n} .\n" for n in range(100))
    shown = read(get(make_explorer(data), "/explore/"))
    assert "Classes 100" in shown.headings
    assert "Properties 101" in shown.headings
    assert "and 40 more" in shown.words
    assert "and 41 more" in shown.words
    assert "and 76 more" in shown.words


def test_files_without_classes_have_no_section_of_classes(
    make_explorer: Callable[..., Explorer],
) -> None:
    shown = read(get(make_explorer(":t1 :seats 40 ."), "/explore/"))
    assert "1 triple from 1 file." in shown.words
    assert not [each for each in shown.headings if each.startswith(("Classes", "Most"))]


def test_markup_in_the_names_of_classes_is_text(make_explorer: Callable[..., Explorer]) -> None:
    shown = read(get(make_explorer(":t1 a :X . :X rdfs:label '<b>X</b>' ."), "/explore/"))
    assert "<b>X</b>" in shown.words
    assert "b" not in shown.elements


def test_the_place_of_a_page_is_marked_on_the_way_through_the_site(visit: Explorer) -> None:
    def marked(response: Response) -> list[str]:
        return re.findall(
            r'<a href="([^"]*)" aria-current="(?:page|true)">', response.body.decode()
        )

    assert marked(get(visit, "/explore/")) == ["/kg/explore/"]
    assert marked(get(visit, "/explore/questions")) == ["/kg/explore/questions"]
    assert marked(get(visit, "/explore/search", q="kim")) == []
    assert marked(get(visit, "/explore/node", iri="id:kim-jong-un")) == []
