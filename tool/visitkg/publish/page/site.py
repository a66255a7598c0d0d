"""All pages of a site for people, with what they look like."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

from visitkg.publish.address import FRONT
from visitkg.publish.file import File
from visitkg.publish.page.document import make_document_page
from visitkg.publish.page.edition import Edition
from visitkg.publish.page.file import make_file_page
from visitkg.publish.page.front import make_front_page
from visitkg.publish.page.links import Links
from visitkg.publish.page.list import write_own_lists
from visitkg.publish.page.lists import write_lists
from visitkg.publish.page.page import write_page
from visitkg.publish.page.part_page import make_part_page
from visitkg.publish.page.question import make_question_page
from visitkg.publish.page.question_data import make_question_files

if TYPE_CHECKING:
    from collections.abc import Iterator

    from visitkg.publish.content import Document, Site


def make_pages(site: Site, edition: Edition | None = None) -> Iterator[File]:
    """Yield the page of each document and of its parts, the lists, the questions, the assets."""
    edition = edition or Edition(site)
    front = Links(edition, FRONT)
    yield write_page(front, make_front_page(front, site.documents.get(edition.base)))
    yield from write_own_lists(front)
    for document in site.documents.values():
        if document.path != FRONT:
            links = Links(edition, document.path)
            make = make_file_page if document.source is not None else make_document_page
            yield write_page(links, make(links, document))
            yield from write_own_lists(links)
        yield from _make_part_pages(edition, document)
    for question in edition.questions:
        yield from make_question_files(edition, question)
        links = Links(edition, edition.question_path(question))
        yield write_page(links, make_question_page(links, question))
    yield from write_lists(edition)
    yield from make_assets()


def _make_part_pages(edition: Edition, document: Document) -> Iterator[File]:
    """Yield the pages that the parts of a document have besides their sections."""
    for iri in document.subjects:
        part = edition.parts.get(iri)
        if part is not None:
            links = Links(edition, part.page.path)
            yield write_page(links, make_part_page(links, part))
            yield from write_own_lists(links)


def make_assets() -> Iterator[File]:
    """Yield the files that the pages share."""
    folder = files("visitkg.publish") / "assets"
    for name in sorted(each.name for each in folder.iterdir()):
        yield File(f"assets/{name}", (folder / name).read_bytes())
