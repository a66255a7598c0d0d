"""A page shows the first of many things, says how many are left out, and where they all are."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.tool.publish.test_pages import local_links, read_page

from visitkg.publish.page import group as lists_of_pages
from visitkg.publish.page.document import make_document_page
from visitkg.publish.page.edition import Edition
from visitkg.publish.page.group import PART, Entry, Group, divide, find_starts
from visitkg.publish.page.links import Links
from visitkg.publish.page.site import make_pages
from visitkg.publish.page.value import MOST_VALUES
from visitkg.publish.publish import Versions, make_site
from visitkg.site import claim as claims_of_site
from visitkg.terms import NIF, PROV, VISIT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from visitkg.publish.content import Site

BASE = "https://example.org/kg/"
PREFIXES = (
    f"@prefix visit: <{VISIT}> . @prefix nif: <{NIF}> . @prefix prov: <{PROV}> ."
    " @prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
)
ONTOLOGY = (
    PREFIXES + "t:Tram a owl:Class ; rdfs:label 'Tram' . "
    " t:next a owl:ObjectProperty . t:other a owl:ObjectProperty . t:ofTram a owl:ObjectProperty ."
    " t:Line a owl:Class ; rdfs:label 'Line' ."
    " t:Sure a skos:Concept ; rdfs:label 'Sure' ; visit:strength 5 ; skos:inScheme t:Scheme ."
    " t:Weak a skos:Concept ; rdfs:label 'Weak' ; visit:strength 1 ; skos:inScheme t:Scheme ."
    " t:Scheme a skos:ConceptScheme ; rdfs:label 'Scheme' ."
    " visit:strength a owl:DatatypeProperty ."
)

Pages = dict[str, str]


def claimed(count: int, weak: int = 0) -> str:
    """Return a tram with so many sure claims about it, and so many weak ones after them."""
    text = (
        PREFIXES + ":tram a t:Tram ; rdfs:label 'Tram' . :press rdfs:label 'Press' ."
        " :paper a visit:SourceDocument ; rdfs:label 'Paper' ."
        " <paper#offset_0_9> a visit:EvidenceSpan ; nif:referenceContext :paper ;"
        " nif:beginIndex 0 ; nif:endIndex 9 .\n"
    ).replace("<paper#", f"<{BASE}id/paper#")
    for number in range(count + weak):
        status = "t:Sure" if number < count else "t:Weak"
        text += (
            f":says-{number} a visit:Claim ; rdfs:label 'Claim {number}' ;"
            f" visit:asserts :it-{number} ;"
            f" visit:epistemicStatus {status} ; prov:wasAttributedTo :press ; visit:evidence"
            f" <{BASE}id/paper#offset_0_9> . :it-{number} visit:gloss 'It runs, {number}' ;"
            f" t:ofTram :tram .\n"
        )
    return text


@pytest.fixture
def make(make_project: Callable[..., Site], tmp_path: Path) -> Callable[..., Pages]:
    def pages(data: str, ontology: str = ONTOLOGY) -> Pages:
        site = make_project(data, ontology)
        files = make_site(site, Versions(None, ()), tmp_path / "nothing")
        return {f.path: f.content.decode() for f in files if f.path.endswith(".html")}

    return pages


def check_links(pages: Pages) -> None:
    """Fail where a page is wrong, a link of one leads nowhere, or no link leads to one."""
    seen = {path: read_page(page.encode()) for path, page in pages.items()}
    reached = {"index.html"}
    for path, each in seen.items():
        assert each.wrong == [], path
        assert len(each.ids) == len(set(each.ids)), path
        for target, fragment in local_links(path, each):
            if target.endswith(".html"):
                assert target in seen, (path, target)
                assert not fragment or fragment in seen[target].ids, (path, target, fragment)
                if target != path:
                    reached.add(target)
    assert reached == set(seen)


def listed(pages: Pages, name: str) -> set[str]:
    """Return what the parts of a list link to as its entries."""
    found = [page for path, page in pages.items() if re.fullmatch(rf"{name}(-\d+)?\.html", path)]
    assert found, name
    lists = (
        part
        for page in found
        for part in re.findall(r'<ul class="(?:entries|columns)">(.*?)</ul>', page)
    )
    return {href for part in lists for href in re.findall(r'href="\.\./\.\./([^"]+)"', part)}


def test_a_thing_with_many_claims_shows_the_first_and_links_to_a_list_of_all(
    make: Callable[..., Pages],
) -> None:
    count, weak = MOST_VALUES + 31, MOST_VALUES + 7
    pages = make(claimed(count, weak))
    page = pages["id/tram.html"]
    assert page.count('<li class="claim">') == 2 * MOST_VALUES
    link = '<a href="../list/id/tram-claimed.html">'
    assert f'<p class="more">{link}and 31 more</a></p>' in page
    assert f'<p class="more">{link}and 7 more</a></p>' in page
    every = {f"id/says-{number}.html" for number in range(count + weak)}
    assert listed(pages, "list/id/tram-claimed") == every
    assert "What is claimed of it: Tram, :tram" in pages["list/id/tram-claimed.html"].replace(
        f"&lt;{BASE}id/tram&gt;", ":tram"
    )
    check_links(pages)


def test_what_is_no_longer_than_the_bound_is_shown_whole_and_has_no_list(
    make: Callable[..., Pages],
) -> None:
    pages = make(claimed(MOST_VALUES, MOST_VALUES))
    page = pages["id/tram.html"]
    assert page.count('<li class="claim">') == 2 * MOST_VALUES
    assert all('class="more"' not in each for path, each in pages.items() if "paper" not in path)
    assert not any(path.startswith("list/id/") for path in pages)
    check_links(pages)


def test_a_span_on_which_many_claims_rest_has_a_list_of_them(make: Callable[..., Pages]) -> None:
    count = MOST_VALUES + 2
    pages = make(claimed(count))
    assert pages["id/paper.html"].count('<li class="claim">') == MOST_VALUES
    (own,) = re.findall(r'<a href="\.\./([^"]+)">and 2 more</a>', pages["id/paper.html"])
    assert own == "id/paper/offset_0_9.html"
    (target,) = re.findall(r'<a href="\.\./\.\./([^"]+)">and 2 more</a>', pages[own])
    assert listed(pages, target.removesuffix(".html")) == {
        f"id/says-{number}.html" for number in range(count)
    }
    check_links(pages)


def test_a_thing_told_in_a_section_has_a_list_of_many_claims_too(
    make: Callable[..., Pages],
) -> None:
    text = claimed(MOST_VALUES + 5).replace(":tram", f"<{BASE}id/depot#tram>")
    pages = make(text.replace("<id/", f"<{BASE}id/"))
    page = pages["id/depot.html"]
    assert page.count('<li class="claim">') == MOST_VALUES
    (own,) = re.findall(r'<a href="\.\./([^"]+)">and 5 more</a>', page)
    assert own == "id/depot/thing/tram.html"
    (target,) = re.findall(r'<a href="(?:\.\./)+([^"]+)">and 5 more</a>', pages[own])
    assert len(listed(pages, target.removesuffix(".html"))) == MOST_VALUES + 5
    check_links(pages)


def test_many_nodes_that_point_to_one_are_in_a_list_of_its_own(
    make: Callable[..., Pages],
) -> None:
    count = MOST_VALUES + 40
    text = "".join(f":stop-{n} rdfs:label 'Stop {n}' ; t:next :tram ." for n in range(count))
    pages = make(f"{text} :tram a t:Tram ; rdfs:label 'Tram' . :a t:other :tram .")
    page = pages["id/tram.html"]
    assert '<dd class="more">and 40 more</dd>' in page
    link = f'<a href="../list/id/tram-pointing.html">All {count + 1} in a list</a>'
    assert link in page
    every = {f"id/stop-{n}.html" for n in range(count)} | {"id/a.html"}
    assert listed(pages, "list/id/tram-pointing") == every
    check_links(pages)


@pytest.mark.parametrize(
    "more",
    [
        pytest.param("t:next {}".format(", ".join(f":n{n}" for n in range(203))), id="values"),
        pytest.param(
            "t:next {}".format(", ".join(f"[ t:at {n} ; t:of 'x' ]" for n in range(203))),
            id="table",
        ),
        pytest.param("t:next ({})".format(" ".join(f":n{n}" for n in range(1_003))), id="list"),
    ],
)
def test_many_values_are_counted_and_the_data_with_all_are_linked(
    make: Callable[..., Pages], more: str
) -> None:
    pages = make(f":tram a t:Tram ; {more} .")
    assert '<a href="tram.ttl">and 3 more</a>' in pages["id/tram.html"]


def test_many_names_are_counted(make: Callable[..., Pages]) -> None:
    names = ", ".join(f"'Name {n}'" for n in range(MOST_VALUES + 4))
    pages = make(f":tram a t:Tram ; rdfs:label {names} .")
    assert '<li class="more">and 3 more</li>' in pages["id/tram.html"]


def test_the_page_of_an_ontology_counts_claims_and_links_to_their_list(
    make: Callable[..., Pages],
) -> None:
    few, many = make(claimed(10, 20)), make(claimed(10, 620))
    page = many["ontology.html"]
    assert abs(len(few["ontology.html"]) - len(page)) < 200
    assert 'class="claim"' not in page
    assert '<a href="list/claims.html#page-0">10 uses</a>, such as: ' in page
    assert '<a href="list/claims.html#page-1">620 uses</a>, such as: ' in page
    check_links(many)


def test_a_group_that_begins_in_a_later_part_of_a_list_is_linked_there(
    make: Callable[..., Pages], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists_of_pages, "PART", 50)
    pages = make(claimed(60, 30))
    (target,) = re.findall(r'<a href="(list/claims[^"]*)">30 uses</a>', pages["ontology.html"])
    path, _, fragment = target.partition("#")
    assert path == "list/claims-2.html"
    start = pages[path].index(f'id="{fragment}"')
    assert "<bdi>Weak</bdi>" in pages[path][start : start + 200]
    check_links(pages)


def test_a_class_links_to_the_list_only_if_all_its_instances_stand_there(
    make: Callable[..., Pages],
) -> None:
    trams = "".join(f":t{n} a t:Tram ." for n in range(9))
    pages = make(f"{trams} :both a t:Line , t:Tram . :one a t:Line .")
    page = pages["ontology.html"]
    # What is a line too stands among the lines, for each stands in one group.
    assert "<dd>10 instances, such as: " in page
    assert "instances</a>" not in page
    assert '<a href="list/things.html' in make(trams)["ontology.html"]


@given(st.lists(st.integers(1, 3 * PART), max_size=12))
def test_groups_begin_where_they_are_found_in_the_parts(sizes: list[int]) -> None:
    groups = [Group(str(n), (Entry("x", "x"),) * size) for n, size in enumerate(sizes)]
    parts = divide(groups)
    assert sum(len(group.entries) for part in parts for group in part) == sum(sizes)
    assert all(sum(len(group.entries) for group in part) <= PART for part in parts)
    first: dict[str, tuple[int, int]] = {}
    for number, part in enumerate(parts):
        for place, group in enumerate(part):
            first.setdefault(group.title, (number, place))
    assert list(find_starts(sizes)) == list(first.values())
    assert all(one < other for one, other in pairwise(first.values()))


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Callable[[object, str], list[object]]:
    """Return a function that notes each call of another, by its last argument."""

    def count(owner: object, name: str) -> list[object]:
        calls: list[object] = []
        original = getattr(owner, name)

        def note(*arguments: Any) -> Any:  # noqa: ANN401  (passed on)
            calls.append(arguments[-1])
            return original(*arguments)

        monkeypatch.setattr(owner, name, note)
        return calls

    return count


def test_each_claim_is_read_once_for_all_pages(
    make_project: Callable[..., Site], counted: Callable[..., list[object]]
) -> None:
    site = make_project(claimed(30, 30), ONTOLOGY)
    read = counted(claims_of_site, "_read_claim")
    assert len(list(make_pages(site))) > 120
    assert len(read) == len(set(read)) == 60


def test_what_describes_terms_reads_no_claim(
    make_project: Callable[..., Site], counted: Callable[..., list[object]]
) -> None:
    site = make_project(claimed(30, 30), ONTOLOGY)
    edition = Edition(site)
    read = counted(claims_of_site, "_read_claim")
    page = make_document_page(Links(edition, "ontology"), site.documents[f"{BASE}ontology"])
    assert "30 uses" in page.body
    assert read == []
    make_document_page(Links(edition, "id/tram"), site.documents[f"{BASE}id/tram"])
    assert len(read) == 60


def test_a_link_is_made_once_for_all_pages_of_a_folder(
    visit_site: Site, counted: Callable[..., list[object]]
) -> None:
    made = counted(Links, "_make_name")
    count = sum(file.path.startswith("id/") for file in make_pages(visit_site))
    assert count > 400
    folders = {document.path.rpartition("/")[0] for document in visit_site.documents.values()}
    apart = Edition(visit_site).sectioned
    assert len(made) <= len(set(made)) * (len(folders) + len(apart))
    most = max(made.count(each) for each in set(made))
    assert 1 < most <= len(folders) + len(apart)


def ids_of(page: str) -> Iterator[str]:
    yield from re.findall(r' id="([^"]+)"', page)


def test_a_page_with_sections_links_to_them_within_itself_and_others_do_not(
    make: Callable[..., Pages],
) -> None:
    pages = make(
        f"<{BASE}id/depot#a> rdfs:label 'A' ; t:next <{BASE}id/depot#b> ."
        f" <{BASE}id/depot#b> rdfs:label 'B' . :tram t:next <{BASE}id/depot#b> ."
        f" :depot t:next <{BASE}id/depot#a> ."
    )
    assert '<a href="#b"><bdi>B</bdi></a>' in pages["id/depot.html"]
    assert "depot.html#b" not in pages["id/depot.html"]
    assert '<a href="depot.html#b"><bdi>B</bdi></a>' in pages["id/tram.html"]
    assert {"a", "b"} <= set(ids_of(pages["id/depot.html"]))
    check_links(pages)
