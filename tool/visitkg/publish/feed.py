"""A feed of releases: https://www.rfc-editor.org/rfc/rfc4287."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from visitkg.publish.changelog import read_changelog, split_words
from visitkg.publish.dataset import read_dataset
from visitkg.publish.file import File
from visitkg.publish.file_name import free_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from visitkg.publish.changelog import Release, Section, Words
    from visitkg.publish.content import Site
    from visitkg.publish.dataset import Dataset

FEED: Final = "releases.atom"
CHANGES: Final = "changelog"
"""The path of the page of changes, unless a project has a document there."""

_FORBIDDEN: Final = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_XHTML: Final = "http://www.w3.org/1999/xhtml"


def make_feed(site: Site) -> Iterator[File]:
    """Yield the feed of the releases that have a date, the newest first.

    There is none without any date, of a release or of the dataset: a feed has to say when it
    changed, and no clock is asked.
    """
    dataset = read_dataset(site)
    releases = [release for release in read_changelog(site.project) if release.date]
    releases.sort(key=lambda release: release.date or "", reverse=True)
    updated = releases[0].date if releases else dataset.modified or dataset.issued
    if updated is None:
        return
    url = site.addresses.url(FEED)
    front = site.addresses.home
    rights = f"<rights>{_escape(dataset.license)}</rights>\n" if dataset.license else ""
    entries = "".join(_write_entry(site, release) for release in releases)
    text = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">\n'
        f"<id>{_escape(url)}</id>\n<title>Releases of {_escape(site.project.name)}</title>\n"
        f"<updated>{_instant(updated)}</updated>\n"
        f'<link rel="self" type="application/atom+xml" href="{_escape(url)}"/>\n'
        f'<link rel="alternate" type="text/html" href="{_escape(front)}"/>\n'
        f"{_write_authors(site, dataset)}{rights}{entries}</feed>\n"
    )
    yield File(FEED, text.encode())


def release_anchor(release: Release) -> str:
    """Return the fragment of a release in the page of changes."""
    return f"v{quote(release.version, safe='')}".replace("%", "_")


def _write_entry(site: Site, release: Release) -> str:
    url = f"{site.addresses.url(free_name(site, CHANGES), 'html')}#{release_anchor(release)}"
    yanked = " (withdrawn)" if release.is_yanked else ""
    title = f"{site.project.name} {release.version}{yanked}"
    content = "".join(map(_write_section, release.sections))
    return (
        f"<entry>\n<id>{_escape(url)}</id>\n<title>{_escape(title)}</title>\n"
        f"<updated>{_instant(release.date or '')}</updated>\n"
        f'<link rel="alternate" type="text/html" href="{_escape(url)}"/>\n'
        f'<content type="xhtml"><div xmlns="{_XHTML}">{content}</div></content>\n</entry>\n'
    )


def _write_section(section: Section) -> str:
    title = f"<h3>{_escape(section.title)}</h3>" if section.title else ""
    items = "".join(
        f"<li>{''.join(map(_write_words, split_words(change)))}</li>" for change in section.changes
    )
    return f"{title}<ul>{items}</ul>"


def _write_words(words: Words) -> str:
    text = _escape(words.text)
    if words.is_code:
        return f"<code>{text}</code>"
    if words.target and words.target.startswith(("https://", "http://")):
        return f'<a href="{_escape(words.target)}">{text}</a>'
    return text


def _write_authors(site: Site, dataset: Dataset) -> str:
    names = [party.name for party in dataset.creators or dataset.publishers]
    found = names or [site.project.name]
    return "".join(f"<author><name>{_escape(name)}</name></author>\n" for name in found)


def _instant(day: str) -> str:
    """Return a day as a time, which the format wants."""
    return f"{day}T00:00:00Z"


def _escape(text: str) -> str:
    return escape(_FORBIDDEN.sub("\ufffd", text))
