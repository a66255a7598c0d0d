"""The sitemap names each page once, in files as long as the protocol allows."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from visitkg.publish.sitemap import make_sitemap

if TYPE_CHECKING:
    from collections.abc import Callable

    from visitkg.publish.content import Site

SPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def locations(text: bytes, root: str, child: str) -> list[str]:
    """Return the addresses of a file that has nothing but what the protocol knows."""
    tree = ET.fromstring(text)  # noqa: S314  (our own)
    assert tree.tag == SPACE + root
    assert {each.tag for each in tree} <= {SPACE + child}
    assert all([part.tag for part in each] == [f"{SPACE}loc"] for each in tree)
    return [part.text or "" for each in tree for part in each]


def test_each_page_is_named_once_by_its_address(visit_site: Site) -> None:
    pages = [f"{document.path}.html" for document in visit_site.documents.values()]
    others = ["search.json", "id/kim-jong-un.ttl", "assets/site.css"]
    sitemap, robots = make_sitemap(visit_site, [*pages, *others, *pages])
    found = locations(sitemap.content, "urlset", "url")
    assert found == sorted(found)
    assert set(found) == {visit_site.addresses.url(page) for page in pages}
    assert len(found) == len(pages)
    assert sitemap.path == "sitemap.xml"
    assert robots.path == "robots.txt"
    assert robots.content.decode().splitlines() == [
        "User-agent: *",
        "Disallow:",
        "",
        "Sitemap: https://w3id.org/visitkg/sitemap.xml",
    ]


def test_odd_paths_are_escaped(make_project: Callable[..., Site]) -> None:
    site = make_project(":a a t:A .", home="https://mirror.example/a/")
    sitemap, _ = make_sitemap(site, ["id/a&b.html", "id/a'<b>.html", "id/전차.html"])
    found = locations(sitemap.content, "urlset", "url")
    assert found == [
        "https://mirror.example/a/id/a%26b.html",
        "https://mirror.example/a/id/a%27%3Cb%3E.html",
        "https://mirror.example/a/id/%EC%A0%84%EC%B0%A8.html",
    ]


def test_too_many_pages_are_divided_below_an_index(visit_site: Site) -> None:
    pages = [f"id/{number:02}.html" for number in range(25)]
    files = {f.path: f.content for f in make_sitemap(visit_site, pages, most_addresses=10)}
    index = locations(files["sitemap.xml"], "sitemapindex", "sitemap")
    base = visit_site.addresses.home
    assert index == [f"{base}sitemap-{number}.xml" for number in (1, 2, 3)]
    parts = [locations(files[each.removeprefix(base)], "urlset", "url") for each in index]
    assert [len(part) for part in parts] == [10, 10, 5]
    assert [each for part in parts for each in part] == [base + page for page in pages]


def test_no_file_is_too_long(visit_site: Site) -> None:
    pages = [f"id/{number:02}{'x' * 90}.html" for number in range(25)]
    files = list(make_sitemap(visit_site, pages, most_bytes=1_000))
    parts = [file for file in files if file.path.startswith("sitemap-")]
    assert len(parts) > 3
    assert all(len(file.content) <= 1_000 for file in parts)


def test_exactly_as_many_as_allowed_fit_one_file(visit_site: Site) -> None:
    files = list(make_sitemap(visit_site, [f"{n}.html" for n in range(10)], most_addresses=10))
    assert [file.path for file in files] == ["sitemap.xml", "robots.txt"]


def test_a_site_without_pages_has_an_empty_sitemap(visit_site: Site) -> None:
    sitemap, _ = make_sitemap(visit_site, [])
    assert locations(sitemap.content, "urlset", "url") == []
