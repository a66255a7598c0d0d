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
from visitkg.publish.page.question import make_question_page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from visitkg.publish.content import Site


def make_pages(site: Site) -> Iterator[File]:
    """Yield the page of each document, the lists, the questions, and the assets."""
    edition = Edition(site)
    front = Links(edition, FRONT)
    yield write_page(front, make_front_page(front, site.documents.get(edition.base)))
    yield from write_own_lists(front)
    for document in site.documents.values():
        if document.path == FRONT:
            continue
        links = Links(edition, document.path)
        make = make_file_page if document.source is not None else make_document_page
        yield write_page(links, make(links, document))
        yield from write_own_lists(links)
    for question in edition.questions:
        links = Links(edition, edition.question_page(question).removesuffix(".html"))
        yield write_page(links, make_question_page(links, question))
    yield from write_lists(edition)
    yield from make_assets()


def make_assets() -> Iterator[File]:
    """Yield the files that the pages share."""
    folder = files("visitkg.publish") / "assets"
    for name in sorted(each.name for each in folder.iterdir()):
        yield File(f"assets/{name}", (folder / name).read_bytes())
