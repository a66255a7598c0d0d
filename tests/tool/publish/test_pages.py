"""The pages of the visit: each document has one, and no link of them is dead."""

from __future__ import annotations

import json
import posixpath
from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import pytest

from visitkg.publish.address import FORMATS
from visitkg.publish.publish import Versions, make_site

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from visitkg.publish.content import Site

VOID = {"br", "col", "hr", "img", "input", "link", "meta", "path", "circle"}


@dataclass(slots=True)
class Seen:
    """What a page holds."""

    ids: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    scripts: list[dict[str, str | None]] = field(default_factory=list)
    texts: dict[str, list[str]] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)


class PageReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.seen = Seen()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        seen, found = self.seen, dict(attrs)
        if len(found) != len(attrs):
            seen.wrong.append(f"an attribute twice: {attrs}")
        seen.tags.append(tag)
        seen.texts.setdefault(tag, []).append("")
        if found.get("id"):
            seen.ids.append(found["id"] or "")
        seen.links += [found[name] or "" for name in ("href", "src", "action") if name in found]
        if tag == "html":
            seen.languages.append(found.get("lang") or "")
        if tag in ("h1", "h2", "h3"):
            seen.headings.append(tag)
        if tag == "script":
            seen.scripts.append(found)
        seen.wrong += [
            f"{tag} {name}" for name in found if name.startswith("on") or name == "style"
        ]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if not self.open or self.open[-1] != tag:
            self.seen.wrong.append(f"</{tag}> in {self.open[-3:]}")
        if tag in self.open:
            while self.open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        for tag in {"h1", "script", "title"}.intersection(self.open):
            self.seen.texts[tag][-1] += data


def read_page(content: bytes) -> Seen:
    reader = PageReader()
    reader.feed(content.decode())
    reader.close()
    reader.seen.wrong += [f"<{tag}> is never closed" for tag in reader.open]
    return reader.seen


@pytest.fixture(scope="module")
def files(visit_site: Site, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, bytes]:
    nothing = tmp_path_factory.mktemp("nothing")
    made = make_site(visit_site, Versions(None, ()), nothing)
    return {file.path: file.content for file in made}


@pytest.fixture(scope="module")
def pages(files: Mapping[str, bytes]) -> Mapping[str, Seen]:
    return {path: read_page(text) for path, text in files.items() if path.endswith(".html")}


def local_links(path: str, seen: Seen) -> Iterator[tuple[str, str]]:
    for link in seen.links:
        parts = urlsplit(link)
        if parts.scheme or parts.netloc:
            continue
        target = posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(parts.path)))
        yield (target if parts.path else path), unquote(parts.fragment)


def test_each_document_and_each_question_has_a_page(
    visit_site: Site, pages: Mapping[str, Seen]
) -> None:
    assert len(visit_site.documents) > 400
    assert {f"{document.path}.html" for document in visit_site.documents.values()} <= set(pages)
    names = {path.stem for path in visit_site.project.questions.glob("*.rq")}
    assert len(names) > 50
    assert {f"questions/{name}.html" for name in names} <= set(pages)


def test_each_page_has_one_heading_a_title_and_a_language(pages: Mapping[str, Seen]) -> None:
    for path, seen in pages.items():
        assert seen.headings.count("h1") == 1, path
        assert [bool(title.strip()) for title in seen.texts["title"][:1]] == [True], path
        assert seen.texts["h1"][0].strip(), path
        assert seen.languages == ["en"], path


def test_titles_tell_pages_apart(pages: Mapping[str, Seen]) -> None:
    titles = Counter(seen.texts["title"][0] for seen in pages.values())
    assert [title for title, count in titles.items() if count > 1] == []


def test_elements_are_closed_and_nothing_runs_or_is_styled_in_a_page(
    pages: Mapping[str, Seen],
) -> None:
    for path, seen in pages.items():
        assert seen.wrong == [], path
        assert "style" not in seen.tags, path
        runnable = [each for each in seen.scripts if each.get("type") != "application/ld+json"]
        assert [sorted(each) for each in runnable] == [["defer", "src"]], path


def test_ids_are_unique_in_a_page(pages: Mapping[str, Seen]) -> None:
    for path, seen in pages.items():
        assert len(seen.ids) == len(set(seen.ids)), path


def test_each_link_within_the_site_leads_to_a_file_and_an_id_in_it(
    pages: Mapping[str, Seen], files: Mapping[str, bytes]
) -> None:
    count = 0
    for path, seen in pages.items():
        for target, fragment in local_links(path, seen):
            count += 1
            assert target in files, (path, target)
            if fragment and target.endswith(".html"):
                assert fragment in pages[target].ids, (path, target, fragment)
    assert count > 40_000


def test_each_page_is_reached_from_the_front_page(pages: Mapping[str, Seen]) -> None:
    reached: set[str] = set()
    waiting = ["index.html"]
    while waiting:
        path = waiting.pop()
        if path not in reached and path in pages:
            reached.add(path)
            waiting += [target for target, _ in local_links(path, pages[path])]
    assert reached == set(pages)


def test_each_iri_told_in_a_document_has_its_section_there(
    visit_site: Site, pages: Mapping[str, Seen]
) -> None:
    count = 0
    for document in visit_site.documents.values():
        for iri in document.subjects:
            if iri != document.iri:
                count += 1
                assert iri.partition("#")[2] in pages[f"{document.path}.html"].ids, iri
    assert count > 700


def test_a_document_names_its_other_formats(visit_site: Site, files: Mapping[str, bytes]) -> None:
    for document in visit_site.documents.values():
        page = files[f"{document.path}.html"].decode()
        name = document.path.rpartition("/")[2]
        for suffix, media_type in FORMATS.items():
            wanted = f'<link rel="alternate" type="{media_type}" href="{name}.{suffix}"'
            assert (wanted in page) == (suffix != "html"), document.iri


def test_the_data_in_each_page_is_json_ld_about_its_subject(
    visit_site: Site, pages: Mapping[str, Seen]
) -> None:
    found = {}
    for path, seen in pages.items():
        blocks = [text for text in seen.texts.get("script", []) if text.strip()]
        assert len(blocks) <= 1, path
        for block in blocks:
            found[path] = json.loads(block)
    types = {path: data["@type"] for path, data in found.items()}
    assert types["id/kim-jong-un.html"] == "Person"
    assert types["id/beijing.html"] == "Place"
    assert types["id/kim-putin-meeting.html"] == "Event"
    assert types["id/claim-p11s2-1.html"] == "Claim"
    assert types["dataset.html"] == "Dataset"
    assert found["id/kim-jong-un.html"]["@id"] == "https://w3id.org/visitkg/id/kim-jong-un"
    assert "김정은" in found["id/kim-jong-un.html"]["alternateName"]
    things = {f"{each.path}.html" for each in visit_site.documents.values() if each.is_thing}
    assert things <= set(found)


def test_each_page_names_the_feed_and_the_downloads(
    pages: Mapping[str, Seen], files: Mapping[str, bytes]
) -> None:
    assert "releases.atom" in files
    for path, seen in pages.items():
        targets = [target for target, _ in local_links(path, seen)]
        assert targets.count("releases.atom") >= 1, path
        assert "catalog.html" in targets, path
        assert b'<link rel="alternate" type="application/atom+xml"' in files[path], path


def test_two_runs_give_the_same_bytes(visit_site: Site, files: Mapping[str, bytes]) -> None:
    again = make_site(visit_site, Versions(None, ()), visit_site.project.root / "not-there")
    assert {file.path: file.content for file in again} == files
