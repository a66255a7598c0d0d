"""Which pages of a site are looked at: one of each kind, the richest."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from visitkg.publish.page.subject import read_subjects

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from visitkg.publish.content import Site

_FEW: Final = 8
_SOME: Final = 16


def pick_by_kind(published: Path, site: Site) -> list[str]:
    """Return the largest page of each kind of document, and of each folder of other pages.

    Pages at the root, and those in a folder of few pages, are each a kind of their own.
    """
    return _largest(published, site, {iri: kind for iri, kind, _ in _told(site)}, _FEW)


def pick_by_class(published: Path, site: Site) -> list[str]:
    """Return the largest page of each class of documents, and all lists and the like."""
    classes = {iri: class_ for iri, _, class_ in _told(site) if class_ is not None}
    return _largest(published, site, classes, _SOME)


def _told(site: Site) -> Iterator[tuple[str, str, str | None]]:
    """Yield each document with its kind and its class."""
    for subject in read_subjects(site.view, site.documents.values()):
        if subject.iri in site.documents:
            yield subject.iri, subject.kind, subject.type


def _largest(published: Path, site: Site, groups: dict[str, str], few: int) -> list[str]:
    told = {f"{each.path}.html": groups.get(each.iri) for each in site.documents.values()}
    pages = sorted(published.rglob("*.html"))
    neighbours = Counter(page.parent for page in pages)
    best: dict[tuple[Path, str | None], Path] = {}
    for page in pages:
        path = page.relative_to(published).as_posix()
        alone = page.parent == published or neighbours[page.parent] <= few
        key = (page.parent, path if alone else told.get(path))
        if key not in best or page.stat().st_size > best[key].stat().st_size:
            best[key] = page
    return [page.relative_to(published).as_posix() for page in best.values()]
