"""Releases are read off the changelog; the feed of them is as RFC 4287 wants it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from visitkg.publish.changelog import Release, Section, Words, parse_changelog, split_words
from visitkg.publish.feed import make_feed, release_anchor
from visitkg.publish.page.edition import Edition
from visitkg.publish.release_page import make_changes_page

if TYPE_CHECKING:
    from collections.abc import Callable

    from visitkg.publish.content import Site

ATOM = "{http://www.w3.org/2005/Atom}"
XHTML = "{http://www.w3.org/1999/xhtml}"

CHANGELOG = """\
# Changelog

What changes.

## [Unreleased]

### Added

- Trams in `blue` & <red>.

## [1.1.0] - 2026-03-04

Small things.

### Changed

- A change that takes
  two lines.
- See [the manual](https://example.org/a) or [not](javascript:alert(1)).
  - One below it.

### Fixed

* A star.

## 1.0.1 (2026-02-30)

- A day that isn't.

## [1.0.0] - 2026-01-02 [YANKED]

### Removed
- All.

[Unreleased]: https://example.org/compare
[1.1.0]: https://example.org/1.1.0
"""


@pytest.fixture
def trams(make_project: Callable[..., Site]) -> Site:
    site = make_project(":a a t:A .")
    (site.project.root / "CHANGELOG.md").write_text(CHANGELOG, encoding="utf-8")
    return site


def read_feed(site: Site) -> ET.Element:
    (file,) = make_feed(site)
    assert file.path == "releases.atom"
    assert [file] == list(make_feed(site))
    feed = ET.fromstring(file.content)  # noqa: S314  (our own)
    check_feed(feed)
    return feed


def check_feed(feed: ET.Element) -> None:
    """Fail unless the feed has what RFC 4287 asks for, sections 4.1.1 and 4.1.2."""
    assert feed.tag == f"{ATOM}feed"
    assert len(feed.findall(f"{ATOM}author")) >= 1
    instants = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
    for element in (feed, *feed.findall(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            (part,) = element.findall(ATOM + name)
            assert part.text
        assert element.findtext(f"{ATOM}id", "").startswith("https://")
        assert instants.fullmatch(element.findtext(f"{ATOM}updated", ""))
    (own,) = (each for each in feed.findall(f"{ATOM}link") if each.get("rel") == "self")
    assert own.get("href") == feed.findtext(f"{ATOM}id")
    for entry in feed.findall(f"{ATOM}entry"):
        assert [each.get("rel") for each in entry.findall(f"{ATOM}link")] == ["alternate"]
        (content,) = entry.findall(f"{ATOM}content")
        assert content.get("type") == "xhtml"
        assert [child.tag for child in content] == [f"{XHTML}div"]
    ids = [entry.findtext(f"{ATOM}id") for entry in feed.findall(f"{ATOM}entry")]
    assert len(set(ids)) == len(ids)


def test_a_changelog_is_read_release_by_release() -> None:
    assert parse_changelog(CHANGELOG) == (
        Release("Unreleased", None, (Section("Added", ("Trams in `blue` & <red>.",)),)),
        Release(
            "1.1.0",
            "2026-03-04",
            (
                Section("", ("Small things.",)),
                Section(
                    "Changed",
                    (
                        "A change that takes two lines.",
                        "See [the manual](https://example.org/a) or [not](javascript:alert(1)).",
                        "One below it.",
                    ),
                ),
                Section("Fixed", ("A star.",)),
            ),
        ),
        Release("1.0.1", None, (Section("", ("A day that isn't.",)),)),
        Release("1.0.0", "2026-01-02", (Section("Removed", ("All.",)),), is_yanked=True),
    )


@pytest.mark.parametrize("text", ["", "# Changelog\n", "no heading\n- an item\n", "### Added\n- x"])
def test_what_tells_of_no_release_has_none(text: str) -> None:
    assert parse_changelog(text) == ()


def test_words_code_and_links_are_told_apart() -> None:
    assert list(split_words("a `b` [c](d), [e] `f")) == [
        Words("a "),
        Words("b", is_code=True),
        Words(" "),
        Words("c", target="d"),
        Words(", [e] `f"),
    ]


def test_the_feed_has_the_releases_with_a_date_the_newest_first(trams: Site) -> None:
    feed = read_feed(trams)
    entries = feed.findall(f"{ATOM}entry")
    assert [entry.findtext(f"{ATOM}title") for entry in entries] == [
        "project 1.1.0",
        "project 1.0.0 (withdrawn)",
    ]
    assert feed.findtext(f"{ATOM}updated") == "2026-03-04T00:00:00Z"
    links = [each.get("href") for entry in entries for each in entry.iter(f"{XHTML}a")]
    assert links == ["https://example.org/a"]
    assert [each.text for each in entries[0].iter(f"{XHTML}h3")] == ["Changed", "Fixed"]


def test_the_page_of_changes_has_all_releases_where_the_feed_leads(trams: Site) -> None:
    releases = parse_changelog(CHANGELOG)
    text = make_changes_page(Edition(trams), releases).content.decode()
    for entry in read_feed(trams).findall(f"{ATOM}entry"):
        address, _, fragment = entry.findtext(f"{ATOM}id", "").partition("#")
        assert address == "https://example.org/kg/changelog.html"
        assert f'id="{fragment}"' in text
    assert "<code>blue</code> &amp; &lt;red&gt;." in text
    assert 'href="https://example.org/a"' in text
    assert 'href="javascript' not in text
    assert "1.0.0 <time" in text


def test_without_a_changelog_and_a_date_there_is_no_feed(make_project: Callable[..., Site]) -> None:
    assert list(make_feed(make_project(":a a t:A ."))) == []


def test_before_the_first_release_the_feed_is_empty_and_of_the_day_of_the_data(
    visit_site: Site,
) -> None:
    feed = read_feed(visit_site)
    assert feed.findall(f"{ATOM}entry") == []
    assert feed.findtext(f"{ATOM}updated") == "2026-11-24T00:00:00Z"


def test_what_xml_cannot_hold_is_replaced(trams: Site) -> None:
    path = trams.project.root / "CHANGELOG.md"
    path.write_bytes(b"## [1\x00] - 2026-01-02\n- a \x08 b \xff ]]> <x>\n")
    (entry,) = read_feed(trams).findall(f"{ATOM}entry")
    assert "".join(entry.itertext()).count("\ufffd") == 3


def test_a_fragment_is_made_of_plain_signs() -> None:
    assert release_anchor(Release('1.0"é', None, ())) == "v1.0_22_C3_A9"
