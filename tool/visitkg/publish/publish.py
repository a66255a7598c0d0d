"""All files of a site, part by part."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from visitkg.errors import UsageError
from visitkg.publish.changelog import read_changelog
from visitkg.publish.download import make_descriptions, make_downloads
from visitkg.publish.page.edition import Edition
from visitkg.publish.page.site import make_pages
from visitkg.publish.representation import representations
from visitkg.publish.server.rules import make_server_rules
from visitkg.publish.sitemap import make_sitemap
from visitkg.publish.versions import (
    Version,
    all_versions,
    current_version,
    freeze,
    keep_versions,
    read_versions,
)
from visitkg.publish.views import make_exports

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from visitkg.publish.content import Site
    from visitkg.publish.file import File


class Versions(NamedTuple):
    """The versions that a site has side by side: the current one if it is released, older ones."""

    released: Version | None
    older: tuple[Version, ...]

    def all(self) -> tuple[Version, ...]:
        """Return all of them, the latest first."""
        return all_versions(self.released, self.older)


def find_versions(site: Site, previous: Path, *, release: bool) -> Versions:
    """Return the versions that a site shall have, given the site that was there before.

    Raise UsageError if a version is to be released that the project doesn't name.
    """
    current = current_version(site, read_changelog(site.project))
    before = read_versions(previous)
    if not release:
        return Versions(None, before)
    if current is None:
        raise UsageError(
            "this project names no version to release",
            remedy="Give it one by dcat:version or owl:versionInfo, or leave out --release.",
        )
    older = tuple(version for version in before if version.path != current.path)
    return Versions(current, older)


def make_site(site: Site, versions: Versions, previous: Path) -> Iterator[File]:
    """Yield each file of a site, in the same order and with the same bytes on each run."""
    files = _make_current(site, versions)
    yield from freeze(files, versions.released) if versions.released else files
    yield from keep_versions(previous, versions.older)


def _make_current(site: Site, versions: Versions) -> Iterator[File]:
    pages: list[str] = []
    for file in _make_parts(site, versions):
        if file.path.endswith(".html"):
            pages.append(file.path)
        yield file
    yield from make_sitemap(site, pages)
    yield from make_server_rules(site)


def _make_parts(site: Site, versions: Versions) -> Iterator[File]:
    edition = Edition(site)
    folder = f"{versions.released.path}/" if versions.released else ""
    distributions = yield from make_downloads(site, folder)
    yield from make_descriptions(edition, distributions, versions.all())
    yield from make_exports(site)
    yield from make_representations(site)
    yield from make_pages(site)


def make_representations(site: Site) -> Iterator[File]:
    """Yield each document in each RDF format."""
    for document in site.documents.values():
        yield from representations(document, site.prefixes)
