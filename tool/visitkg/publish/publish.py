"""All files of a site, part by part."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from visitkg.errors import UsageError
from visitkg.publish.changelog import read_changelog
from visitkg.publish.content import Document
from visitkg.publish.dataset import CATALOG
from visitkg.publish.download import make_descriptions, make_downloads
from visitkg.publish.file_name import free_name
from visitkg.publish.moved import find_moved
from visitkg.publish.page.edition import Edition
from visitkg.publish.page.nanopublication import make_publications
from visitkg.publish.page.part import tell_parts
from visitkg.publish.page.question_data import read_question_document
from visitkg.publish.page.site import make_pages
from visitkg.publish.publication import read_publications
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
from visitkg.publish.views import make_exports, read_exported

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from visitkg.export.content import Content
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
    files = _make_current(leave_to_versions(site, versions, previous), versions)
    yield from freeze(files, versions.released) if versions.released else files
    yield from keep_versions(previous, versions.older)


def leave_to_versions(site: Site, versions: Versions, previous: Path) -> Site:
    """Return a site without pages of what is only mentioned in it and told in a version."""
    released = versions.released.path if versions.released else None
    paths = {document.path for document in site.documents.values()}
    older = {version.path for version in versions.older}

    def is_told(document: Document) -> bool:
        folder, _, rest = document.path.partition("/")
        if document.triples or not rest:
            return False
        is_kept = folder in older and (previous / f"{document.path}.html").is_file()
        return is_kept or (folder == released and rest in paths)

    kept = {iri: each for iri, each in site.documents.items() if not is_told(each)}
    return replace(site, documents=kept)


def _make_current(site: Site, versions: Versions) -> Iterator[File]:
    content = read_exported(site)
    publications = read_publications(site, content)
    edition = Edition(site, publications)
    pages: list[str] = []
    for file in _make_parts(edition, versions, content):
        if file.path.endswith(".html"):
            pages.append(file.path)
        yield file
    yield from make_sitemap(site, pages)
    yield from make_server_rules(
        replace(
            site,
            others=tuple(find_others(edition)),
            moved=find_moved(site, content, versions.all()),
            versions=tuple(version.path for version in versions.all()),
        )
    )


def _make_parts(edition: Edition, versions: Versions, content: Content) -> Iterator[File]:
    site = edition.site
    folder = f"{versions.released.path}/" if versions.released else ""
    distributions = yield from make_downloads(site, folder)
    yield from make_descriptions(edition, distributions, versions.all())
    texts = yield from make_publications(edition, content)
    yield from make_exports(site, content, {"nanopublications": texts})
    yield from make_representations(site)
    for document in site.documents.values():
        for part in tell_parts(document, edition.parts):
            yield from representations(part, site.prefixes)
    yield from make_pages(site, edition)


def make_representations(site: Site) -> Iterator[File]:
    """Yield each document in each RDF format that can hold it."""
    for document in site.documents.values():
        yield from representations(document, site.prefixes)


def find_others(edition: Edition) -> Iterator[Document]:
    """Yield what tells no more of the graph, but is served as documents are."""
    documents = edition.site.documents
    for part in edition.parts.values():
        yield part.page
    for question in edition.questions:
        yield read_question_document(edition, question)
    for publication in edition.publications.values():
        if publication.iri not in documents:
            yield publication
    path = free_name(edition.site, CATALOG)
    yield Document(edition.base + path, path, (), (), is_thing=False)
