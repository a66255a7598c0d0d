"""All that can be taken away at once: dumps and tables, with what says what they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitkg.publish.catalog import make_catalog
from visitkg.publish.changelog import read_changelog
from visitkg.publish.checksum import Meter, make_checksums
from visitkg.publish.distribution import find_distributions
from visitkg.publish.dump import make_dumps
from visitkg.publish.feed import make_feed
from visitkg.publish.file_name import free_name
from visitkg.publish.release_page import make_catalog_page, make_changes_page, make_versions_page
from visitkg.publish.search import make_search
from visitkg.publish.table.content import read_tables
from visitkg.publish.table.csv import TABLES, make_csv
from visitkg.publish.table.csvw import make_metadata, make_readme
from visitkg.publish.table.parquet import make_parquet
from visitkg.publish.versions import make_versions
from visitkg.publish.void import make_void

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Sequence

    from visitkg.publish.content import Site
    from visitkg.publish.distribution import Distribution
    from visitkg.publish.file import File
    from visitkg.publish.page.edition import Edition
    from visitkg.publish.versions import Version


def make_downloads(site: Site, folder: str = "") -> Generator[File, None, tuple[Distribution, ...]]:
    """Yield dumps and tables with their checksums; return what they are.

    ``folder`` is that of the version, such as ``1.0.0/``, if the files stay there.
    """
    digests = []
    for file in _make_data(site):
        meter = Meter(file)
        yield meter.file
        digests.append(meter.digest())
    yield from make_checksums(digests)
    return find_distributions(site, digests, folder)


def _make_data(site: Site) -> Iterator[File]:
    yield from make_dumps(site)
    tables = read_tables(site)
    if tables:
        folder = free_name(site, TABLES)
        yield from make_csv(tables, folder)
        yield make_metadata(site, tables, folder)
        yield make_readme(site, tables, folder)
        yield from make_parquet(tables, folder)


def make_descriptions(
    edition: Edition, distributions: Sequence[Distribution], versions: Sequence[Version] = ()
) -> Iterator[File]:
    """Yield the catalogue, VoID, the names to search, changes with their feed, and versions.

    There is a page of changes if the project has a changelog, and of versions if there are any.
    """
    site = edition.site
    yield from make_catalog(site, distributions, versions)
    others = {
        "Changes": list(_make_changes(edition)),
        "Versions": [make_versions_page(edition, versions)] if versions else [],
        "Feed of releases (Atom)": list(make_feed(site)),
        "The dataset in VoID": [make_void(site, distributions)],
    }
    paths = {words: files[0].path for words, files in others.items() if files}
    yield make_catalog_page(edition, distributions, versions, paths)
    for files in others.values():
        yield from files
    yield make_search(edition)
    if versions:
        yield make_versions(versions)


def _make_changes(edition: Edition) -> Iterator[File]:
    releases = read_changelog(edition.site.project)
    if releases:
        yield make_changes_page(edition, releases)
