"""The views of a project as files of its site."""

from __future__ import annotations

from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from visitkg.export.content import make_content, read_files
from visitkg.export.view import VIEWS, export_in_pieces
from visitkg.publish.file import File, gather

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from visitkg.export.content import Content
    from visitkg.publish.content import Site

VIEW_FILES: Final = {
    "export/nanopublications.trig": "nanopublications",
    "export/ontology-owl2.ttl": "owl2",
    "export/reifiers.ttl": "reifiers",
    "export/schema-org.jsonld": "schema-org",
}
"""Where each view lies in a site, if it shows anything."""


def read_exported(site: Site) -> Content:
    """Return what the views of a site are made from."""
    project = site.project
    lite = project.lite_files()
    ontology = read_files(path for path in project.ontology_files() if path in lite)
    return make_content(project, site.view, site.triples(), site.view.about, ontology)


def make_exports(
    site: Site,
    content: Content | None = None,
    known: Mapping[str, Iterable[str]] = MappingProxyType({}),
) -> Iterator[File]:
    """Yield the views that show something, in order of their paths; ``known`` has some of them."""
    content = content or read_exported(site)
    for path, name in VIEW_FILES.items():
        if VIEWS[name].shows(content):
            yield File(path, partial(_write, content, name, known.get(name)))


def _write(content: Content, name: str, known: Iterable[str] | None) -> Iterator[bytes]:
    return gather(export_in_pieces(content, name) if known is None else known)
