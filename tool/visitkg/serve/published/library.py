"""The files of a site by their paths, each made when somebody asks for it.

What tells of one document is made alone. What tells of many, such as lists and dumps, is made
together with what is made like it, once.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cached_property, partial
from itertools import chain
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from visitkg.export.nanopublications import write_nanopublication
from visitkg.publish.address import FORMATS, FRONT
from visitkg.publish.dataset import CATALOG
from visitkg.publish.download import make_descriptions, make_downloads
from visitkg.publish.dump import dump_stem
from visitkg.publish.feed import CHANGES, FEED
from visitkg.publish.file_name import free_name
from visitkg.publish.moved import find_moved
from visitkg.publish.page.document import make_document_page
from visitkg.publish.page.edition import Edition
from visitkg.publish.page.file import make_file_page
from visitkg.publish.page.front import make_front_page
from visitkg.publish.page.links import Links
from visitkg.publish.page.list import write_own_lists
from visitkg.publish.page.lists import write_lists
from visitkg.publish.page.nanopublication import make_publication, make_publications
from visitkg.publish.page.page import write_page
from visitkg.publish.page.part import tell_parts
from visitkg.publish.page.part_page import make_part_page
from visitkg.publish.page.question import make_question_page
from visitkg.publish.page.question_data import make_question_files
from visitkg.publish.page.site import make_assets, make_pages
from visitkg.publish.publication import TRIG, read_publications
from visitkg.publish.publish import find_others
from visitkg.publish.representation import RDF_FORMATS, representations
from visitkg.publish.search import SEARCH, make_search
from visitkg.publish.server.rules import make_server_rules
from visitkg.publish.sitemap import ROBOTS, make_sitemap
from visitkg.publish.table.csv import TABLES
from visitkg.publish.views import make_exports, read_exported
from visitkg.publish.void import WELL_KNOWN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from visitkg.export.content import Content
    from visitkg.publish.content import Document, Site
    from visitkg.publish.file import File
    from visitkg.sparql.questions import Question

    Make = Callable[[], Iterable[File]]
    MakeForm = Callable[[str], Iterable[File]]

_RULES: Final = frozenset({".htaccess", ".nojekyll", "_headers", "_redirects"})
_SITEMAP: Final = re.compile(r"sitemap(?:-[0-9]+)?\.xml")

_FEW: Final = 5_000
"""Of so many documents all that tells of many is made at once, before anybody asks."""


class Library:
    """All files of a site; what has been made of many documents is kept."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self._content: Content = read_exported(site)
        self.edition = Edition(site, read_publications(site, self._content))
        self._kept: dict[str, dict[str, File]] = {}
        self._told: dict[str, Mapping[str, Document]] = {}

    def prepare(self) -> None:
        """Make what takes long, if it doesn't take too long."""
        _ = self._makers, self.served, self.moved
        if len(self.site.documents) <= _FEW:
            for name in ("downloads", "export", "lists", SEARCH, "server"):
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
    def elsewhere(self) -> Mapping[str, Document]:
        """Return documents that lie at another path than that of their IRI, by this, decoded.

        Requests are decoded too; so ``a%2Fb`` and ``a/b`` are one path, and the latter has it.
        """
        base = self.site.addresses.base
        found: dict[str, Document] = {}
        for document in self.served.values():
            local = unquote(document.iri.removeprefix(base))
            if local and local not in self.served and not local.endswith("/"):
                found.setdefault(local, document)
        return found

    def find(self, path: str) -> File | None:
        """Return the file at a path, None if there is none."""
        stem, _, suffix = path.rpartition(".")
        for makers in (self._makers, self._publications):
            found = _pick(makers[stem](suffix), path) if stem in makers else None
            if found is not None:
                return found
        for name in self._candidates(path):
            found = self._make(name).get(path)
            if found is not None:
                return found
        return self._find_own_list(path)

    def _candidates(self, path: str) -> Iterator[str]:
        """Yield the groups that may hold a path; none is made for what can't be in it."""
        folder, mark, _ = path.partition("/")
        if mark and folder == self.edition.lists:
            yield "lists"
        elif (mark and folder in ("assets", "export", "server")) or path in (ROBOTS, SEARCH):
            yield folder
        elif _SITEMAP.fullmatch(path):
            yield "sitemap"
        elif path in _RULES:
            yield "server"
        elif path in self._descriptions or (mark and folder in self._folders):
            yield "downloads"

    @cached_property
    def _folders(self) -> frozenset[str]:
        return frozenset({dump_stem(self.site).partition("/")[0], free_name(self.site, TABLES)})

    @cached_property
    def _descriptions(self) -> frozenset[str]:
        catalog = free_name(self.site, CATALOG)
        changes = free_name(self.site, CHANGES)
        forms = {f"{catalog}.{suffix}" for suffix in FORMATS}
        return frozenset({*forms, f"{changes}.html", FEED, WELL_KNOWN})

    @cached_property
    def _groups(self) -> Mapping[str, Make]:
        return {
            "assets": make_assets,
            "downloads": self._make_downloads,
            "export": lambda: make_exports(self.site, self._content),
            "lists": lambda: write_lists(self.edition),
            ROBOTS: lambda: make_sitemap(self.site, ()),
            SEARCH: lambda: (make_search(self.edition),),
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
        """Return what names all pages: so all have to be made."""
        made = chain(
            make_pages(self.site, self.edition),
            make_publications(self.edition, self._content),
            self._make("downloads").values(),
        )
        return make_sitemap(self.site, [file.path for file in made])

    @cached_property
    def _makers(self) -> Mapping[str, MakeForm]:
        """Return what makes a form of a document, of a part, or of a question, by its path."""
        found: dict[str, MakeForm] = {}
        for document in self.site.documents.values():
            found[document.path] = partial(self._make_document, document)
            for iri in document.subjects:
                part = self.edition.parts.get(iri)
                if part is not None:
                    found[part.page.path] = partial(self._make_part, document, iri)
        for question in self.edition.questions:
            path = self.edition.question_path(question)
            found[path] = partial(self._make_question, question)
        found[FRONT] = self._make_front
        return found

    @cached_property
    def _publications(self) -> Mapping[str, MakeForm]:
        """Return what makes a form of a nanopublication, by its path."""
        return {
            document.path: partial(self._make_publication, claim, document)
            for claim, document in self.edition.publications.items()
        }

    def _make_front(self, suffix: str) -> Iterator[File]:
        document = self.site.documents.get(self.edition.base)
        if suffix in RDF_FORMATS:
            yield from self._represent(document, suffix) if document is not None else ()
            return
        links = Links(self.edition, FRONT)
        yield write_page(links, make_front_page(links, document))
        yield from write_own_lists(links)

    def _make_document(self, document: Document, suffix: str) -> Iterator[File]:
        if suffix in RDF_FORMATS:
            yield from self._represent(document, suffix)
            return
        links = Links(self.edition, document.path)
        make = make_file_page if document.source is not None else make_document_page
        yield write_page(links, make(links, document))
        yield from write_own_lists(links)

    def _make_part(self, document: Document, iri: str, suffix: str) -> Iterator[File]:
        part = self.edition.parts[iri]
        if suffix in RDF_FORMATS:
            yield from self._represent(self._tell_parts(document)[iri], suffix)
            return
        links = Links(self.edition, part.page.path)
        yield write_page(links, make_part_page(links, part))
        yield from write_own_lists(links)

    def _tell_parts(self, document: Document) -> Mapping[str, Document]:
        """Return the pages of the parts of a document with their triples, by what they tell of."""
        if document.path not in self._told:
            told = tell_parts(document, self.edition.parts)
            self._told[document.path] = {each.subjects[0]: each for each in told}
        return self._told[document.path]

    def _make_question(self, question: Question, suffix: str) -> Iterator[File]:
        if suffix != "html":
            yield from make_question_files(self.edition, question)
            return
        links = Links(self.edition, self.edition.question_path(question))
        yield write_page(links, make_question_page(links, question))

    def _make_publication(self, claim: str, document: Document, suffix: str) -> Iterator[File]:
        if suffix in document.formats or suffix == TRIG[0]:
            text = write_nanopublication(self._content, claim)
            yield from make_publication(self.edition, claim, document, text)

    def _represent(self, document: Document, suffix: str) -> Iterator[File]:
        """Yield a document in one format, if that can hold it."""
        formats = tuple(each for each in document.formats if each == suffix)
        yield from representations(replace(document, formats=formats), self.site.prefixes)

    def _find_own_list(self, path: str) -> File | None:
        """Return a list that belongs to one document: its name begins with the document's path."""
        folder, _, name = path.partition("/")
        if folder != self.edition.lists:
            return None
        stem = name.rpartition(".")[0]
        while "-" in stem:
            stem = stem.rpartition("-")[0]
            makers = [self._makers[stem]] if stem in self._makers else self._hashed.get(stem, ())
            for make in makers:
                found = _pick(make("html"), path)
                if found is not None:
                    return found
        return None

    @cached_property
    def _hashed(self) -> Mapping[str, tuple[MakeForm, ...]]:
        """Return the makers of documents whose lists have a hash in the place of a name."""
        found: dict[str, tuple[MakeForm, ...]] = {}
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
