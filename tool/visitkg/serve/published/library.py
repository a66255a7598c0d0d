"""The files of a site by their paths, each made when somebody asks for it.

What tells of one document is made alone. What tells of many, such as lists and dumps, is made
together with what is made like it, once.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from visitkg.publish.address import FRONT
from visitkg.publish.download import make_descriptions, make_downloads
from visitkg.publish.moved import find_moved
from visitkg.publish.page.document import make_document_page
from visitkg.publish.page.edition import Edition
from visitkg.publish.page.file import make_file_page
from visitkg.publish.page.front import make_front_page
from visitkg.publish.page.links import Links
from visitkg.publish.page.list import write_own_lists
from visitkg.publish.page.lists import write_lists
from visitkg.publish.page.nanopublication import make_publications
from visitkg.publish.page.page import write_page
from visitkg.publish.page.part import tell_parts
from visitkg.publish.page.part_page import make_part_page
from visitkg.publish.page.question import make_question_page
from visitkg.publish.page.question_data import make_question_files
from visitkg.publish.page.site import make_assets
from visitkg.publish.publication import read_publications
from visitkg.publish.publish import Versions, find_others, make_site
from visitkg.publish.representation import representations
from visitkg.publish.server.rules import make_server_rules
from visitkg.publish.views import make_exports, read_exported

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from visitkg.export.content import Content
    from visitkg.publish.content import Document, Site
    from visitkg.publish.file import File
    from visitkg.sparql.questions import Question

    Make = Callable[[], Iterable[File]]

NO_VERSIONS: Final = Versions(None, ())
_NOWHERE: Final = Path("/dev/null")
"""There is no site that was written before."""

_FEW: Final = 5_000
"""Of so many documents all that tells of many is made at once, before anybody asks."""


class Library:
    """All files of a site; what has been made of many documents is kept."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self._content: Content = read_exported(site)
        self.edition = Edition(site, read_publications(site, self._content))
        self._kept: dict[str, dict[str, File]] = {}

    def prepare(self) -> None:
        """Make what takes long, if it doesn't take too long."""
        _ = self._makers, self.served, self.moved
        if len(self.site.documents) <= _FEW:
            for name in ("downloads", "export", "lists", "publications", "server"):
                self._make(name)

    @cached_property
    def moved(self) -> Mapping[str, str]:
        """Return the paths that lead to others."""
        return find_moved(self.site, self._content, ())

    @cached_property
    def served(self) -> Mapping[str, Document]:
        """Return what is served as documents are, by path."""
        found = (*self.site.documents.values(), *find_others(self.edition))
        return {document.path: document for document in found}

    @cached_property
    def locals(self) -> Mapping[str, Document]:
        """Return documents whose path is not that of their IRI, by the IRI below the base."""
        base = self.site.addresses.base
        return {
            document.iri.removeprefix(base): document
            for document in self.served.values()
            if document.iri.removeprefix(base) != document.path
        }

    def find(self, path: str) -> File | None:
        """Return the file at a path, None if there is none."""
        stem = path.rpartition(".")[0]
        if stem in self._makers:
            found = _pick(self._makers[stem](), path)
            if found is not None:
                return found
        for name in self._candidates(path):
            found = self._make(name).get(path)
            if found is not None:
                return found
        return self._find_own_list(path)

    def _candidates(self, path: str) -> Iterator[str]:
        """Yield the groups that may hold a path, by the folder in which it lies."""
        folder, mark, _ = path.partition("/")
        if mark and folder == self.edition.lists:
            yield "lists"
        elif mark and folder in ("assets", "export", "server"):
            yield folder
        elif path == "robots.txt" or path.startswith("sitemap"):
            yield "sitemap"
        else:
            yield from ("downloads", "publications", "server")

    @cached_property
    def _groups(self) -> Mapping[str, Make]:
        return {
            "assets": make_assets,
            "downloads": self._make_downloads,
            "export": lambda: make_exports(self.site, self._content),
            "lists": lambda: write_lists(self.edition),
            "publications": lambda: make_publications(self.edition, self._content),
            "server": self._make_rules,
            "sitemap": self._make_sitemap,
        }

    def _make(self, name: str) -> Mapping[str, File]:
        if name not in self._kept:
            self._kept[name] = {file.path: file for file in self._groups[name]()}
        return self._kept[name]

    def _make_downloads(self) -> Iterator[File]:
        distributions = yield from make_downloads(self.site)
        yield from make_descriptions(self.edition, distributions)

    def _make_rules(self) -> Iterator[File]:
        others = tuple(find_others(self.edition))
        yield from make_server_rules(replace(self.site, others=others, moved=self.moved))

    def _make_sitemap(self) -> Iterator[File]:
        """Yield what names all pages: so all have to be made."""
        for file in make_site(self.site, NO_VERSIONS, _NOWHERE):
            if file.path == "robots.txt" or file.path.startswith("sitemap"):
                yield file

    @cached_property
    def _makers(self) -> Mapping[str, Make]:
        """Return what makes all files of one document, of one part, or of one question, by path."""
        found: dict[str, Make] = {FRONT: self._make_front}
        for document in self.site.documents.values():
            if document.path != FRONT:
                found[document.path] = partial(self._make_document, document)
            for iri in document.subjects:
                part = self.edition.parts.get(iri)
                if part is not None:
                    found[part.page.path] = partial(self._make_part, document, iri)
        for question in self.edition.questions:
            path = self.edition.question_path(question)
            found[path] = partial(self._make_question, question)
        return found

    def _make_front(self) -> Iterator[File]:
        document = self.site.documents.get(self.edition.base)
        if document is not None:
            yield from representations(document, self.site.prefixes)
        links = Links(self.edition, FRONT)
        yield write_page(links, make_front_page(links, document))
        yield from write_own_lists(links)

    def _make_document(self, document: Document) -> Iterator[File]:
        yield from representations(document, self.site.prefixes)
        links = Links(self.edition, document.path)
        make = make_file_page if document.source is not None else make_document_page
        yield write_page(links, make(links, document))
        yield from write_own_lists(links)

    def _make_part(self, document: Document, iri: str) -> Iterator[File]:
        part = self.edition.parts[iri]
        for told in tell_parts(document, {iri: part}):
            yield from representations(told, self.site.prefixes)
        links = Links(self.edition, part.page.path)
        yield write_page(links, make_part_page(links, part))
        yield from write_own_lists(links)

    def _make_question(self, question: Question) -> Iterator[File]:
        yield from make_question_files(self.edition, question)
        links = Links(self.edition, self.edition.question_path(question))
        yield write_page(links, make_question_page(links, question))

    def _find_own_list(self, path: str) -> File | None:
        """Return a list that belongs to one document: its path begins with that of the document."""
        stem = path.rpartition(".")[0]
        while "-" in stem:
            stem = stem.rpartition("-")[0]
            makers = [self._makers[stem]] if stem in self._makers else self._hashed.get(stem, ())
            for make in makers:
                found = _pick(make(), path)
                if found is not None:
                    return found
        return None

    @cached_property
    def _hashed(self) -> Mapping[str, tuple[Make, ...]]:
        """Return the makers of documents whose lists have a hash in the place of a name."""
        found: dict[str, tuple[Make, ...]] = {}
        for document in self.site.documents.values():
            for iri in (document.iri, *document.subjects):
                name = self.edition.name_list(iri, "").removesuffix("-")
                if name.startswith("_/") and document.path in self._makers:
                    part = self.edition.parts.get(iri)
                    paths = (document.path, part.page.path if part else document.path)
                    found[name] = tuple(self._makers[path] for path in dict.fromkeys(paths))
        return found


def _pick(files: Iterable[File], path: str) -> File | None:
    return next((file for file in files if file.path == path), None)
