"""The views of a project as files of its site."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from visitkg.export.content import make_content, read_files
from visitkg.export.view import VIEWS, export_in_pieces
from visitkg.publish.file import File, gather

if TYPE_CHECKING:
    from collections.abc import Iterator

    from visitkg.export.content import Content
    from visitkg.publish.content import Site

VIEW_FILES: Final = {
    "export/nanopublications.trig": "nanopublications",
    "export/ontology-owl2.ttl": "owl2",
    "export/reifiers.ttl": "reifiers",
    "export/schema-org.jsonld": "schema-org",
}
"""Where each view lies in a site, if it shows anything."""


def make_exports(site: Site) -> Iterator[File]:
    """Yield the views that show something, in order of their paths."""
    project = site.project
    lite = project.lite_files()
    ontology = read_files(path for path in project.ontology_files() if path in lite)
    content = make_content(project, site.view, site.triples(), site.view.about, ontology)
    for path, name in VIEW_FILES.items():
        if VIEWS[name].shows(content):
            yield File(path, partial(_write, content, name))


def _write(content: Content, name: str) -> Iterator[bytes]:
    return gather(export_in_pieces(content, name))
