"""The views of a project as files of its site."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from visitkg.export.content import make_content, read_files
from visitkg.export.view import export
from visitkg.publish.file import File

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

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
    return make_content(site.triples(), ontology, project, site.view)


def make_exports(
    site: Site, content: Content | None = None, known: Mapping[str, str] = MappingProxyType({})
) -> Iterator[File]:
    """Yield the views that show something, in order of their paths; ``known`` has some of them."""
    content = content or read_exported(site)
    for path, name in VIEW_FILES.items():
        text = known[name] if name in known else export(content, name)
        if text:
            yield File(path, text.encode())
