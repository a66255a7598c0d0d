"""The pages of what there is to take away: files with their checksums, changes, and versions."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from visitkg.publish.catalog import read_catalog
from visitkg.publish.changelog import split_words
from visitkg.publish.checksum import SUMS
from visitkg.publish.dataset import CATALOG, read_dataset
from visitkg.publish.dataset_data import schema_dataset
from visitkg.publish.distribution import write_size
from visitkg.publish.feed import CHANGES, release_anchor
from visitkg.publish.file_name import free_name
from visitkg.publish.page.links import Links
from visitkg.publish.page.markup import NOTHING, Markup, escape, join, link
from visitkg.publish.page.page import Page, write_page
from visitkg.publish.versions import VERSIONS_PAGE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from visitkg.publish.changelog import Release, Section, Words
    from visitkg.publish.distribution import Distribution
    from visitkg.publish.file import File
    from visitkg.publish.page.edition import Edition
    from visitkg.publish.versions import Version

NO_BREAK: Final = "\u00a0"


def make_catalog_page(
    edition: Edition,
    distributions: Sequence[Distribution],
    versions: Sequence[Version] = (),
    others: Mapping[str, str] = MappingProxyType({}),
) -> File:
    """Return the page of the catalogue: each file with its size and checksum.

    ``others`` are files that belong beside it, by what they are called.
    """
    links = Links(edition, free_name(edition.site, CATALOG))
    dataset = read_dataset(edition.site)
    whole = [each for each in distributions if each.table is None]
    tables = [each for each in distributions if each.table is not None]
    body = Markup(
        f'<h1>Downloads</h1>\n<p class="lead">{escape(dataset.title)}, version '
        f"{escape(dataset.version)}.</p>\n"
        f"{_show_files(links, whole, 'The whole graph')}{_show_files(links, tables, 'Tables')}"
        f"{_show_notes(links, whole, tables)}{_show_others(links, others)}"
    )
    return write_page(
        links,
        Page(
            title="Downloads",
            description=f"All files of {dataset.title}, with their sizes and checksums.",
            body=body,
            document=read_catalog(edition.site, distributions, versions),
            data=schema_dataset(edition.site, distributions),
            is_wide=True,
        ),
    )


def _show_files(links: Links, files: Sequence[Distribution], title: str) -> Markup:
    if not files:
        return NOTHING
    rows = join(
        Markup(
            f'<tr id="{escape(each.key)}"><th scope="row"><a href="{links.to(each.path)}">'
            f"{escape(each.path.rpartition('/')[2])}</a></th><td>{escape(each.format)}</td>"
            f'<td class="number">{write_size(each.size).replace(" ", NO_BREAK)}</td>'
            f'<td id="{escape(each.key)}-sha256"><code>{each.sha256}</code></td></tr>\n'
        )
        for each in files
    )
    return Markup(
        f"<h2>{title}</h2>\n"
        f'<div class="scroll" tabindex="0" role="region" aria-label="{title}"><table>\n'
        '<thead><tr><th scope="col">File</th><th scope="col">Format</th><th scope="col">Size</th>'
        f'<th scope="col">SHA-256</th></tr></thead>\n<tbody>\n{rows}</tbody></table></div>\n'
    )


def _show_notes(
    links: Links, whole: Sequence[Distribution], tables: Sequence[Distribution]
) -> Markup:
    parts = []
    if whole:
        sums = f"{whole[0].path.rpartition('/')[0]}/{SUMS}"
        parts.append(
            f'<p>To verify what you loaded: <code>sha256sum --check <a href="{links.to(sums)}">'
            f"{SUMS}</a></code>.</p>\n"
        )
    if tables:
        folder = tables[0].path.rpartition("/")[0]
        parts.append(
            f'<p>What each table and column means: <a href="{links.to(f"{folder}/README.md")}">for '
            f'people</a>, and <a href="{links.to(f"{folder}/csv-metadata.json")}">for programs</a> '
            "(CSV on the Web). A spreadsheet may take a text that begins with = for a formula: "
            "import the columns as text.</p>\n"
        )
    return Markup("".join(parts))


def _show_others(links: Links, others: Mapping[str, str]) -> Markup:
    items = join(
        Markup(f'<li><a href="{links.to(path)}">{escape(words)}</a></li>\n')
        for words, path in others.items()
    )
    return Markup(f"<h2>See also</h2>\n<ul>\n{items}</ul>\n") if items else NOTHING


def make_changes_page(edition: Edition, releases: Sequence[Release]) -> File:
    """Return the page of changes, release by release."""
    links = Links(edition, free_name(edition.site, CHANGES))
    shown = join(_show_release(release) for release in releases)
    body = Markup(f'<h1>Changes</h1>\n<p class="lead">What changed for users.</p>\n{shown}')
    about = f"What changed in {edition.title}, release by release."
    return write_page(links, Page("Changes", about, body, _trail(edition)))


def _show_release(release: Release) -> Markup:
    day = f' <time datetime="{release.date}">{release.date}</time>' if release.date else ""
    yanked = " (withdrawn)" if release.is_yanked else ""
    sections = join(_show_section(section) for section in release.sections)
    return Markup(
        f'<section><h2 id="{release_anchor(release)}">{escape(release.version)}{day}{yanked}</h2>'
        f"\n{sections}</section>\n"
    )


def _show_section(section: Section) -> Markup:
    title = f"<h3>{escape(section.title)}</h3>\n" if section.title else ""
    items = join(
        Markup(f"<li>{join(_show_words(each) for each in split_words(change))}</li>\n")
        for change in section.changes
    )
    return Markup(f"{title}<ul>\n{items}</ul>\n")


def _show_words(words: Words) -> Markup:
    if words.is_code:
        return Markup(f"<code>{escape(words.text)}</code>")
    return link(words.target, words.text) if words.target else escape(words.text)


def make_versions_page(edition: Edition, versions: Sequence[Version]) -> File:
    """Return the page that leads to all versions, the one that is published now first."""
    links = Links(edition, free_name(edition.site, VERSIONS_PAGE))
    items = join(
        Markup(
            f'<li><a href="{links.to(f"{each.path}/index.html")}">{escape(each.name)}</a>'
            + (f' <time datetime="{each.date}">{each.date}</time>' if each.date else "")
            + "</li>\n"
        )
        for each in versions
    )
    body = Markup(
        '<h1>Versions</h1>\n<p class="lead">Each version stays as it was published, under an '
        f"address of its own; the site itself is the latest.</p>\n<ul>\n{items}</ul>\n"
    )
    about = f"The versions of {edition.title}, side by side."
    return write_page(links, Page("Versions", about, body, _trail(edition)))


def _trail(edition: Edition) -> tuple[tuple[str, str], ...]:
    return (("Downloads", f"{free_name(edition.site, CATALOG)}.html"),)
