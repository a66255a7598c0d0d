"""What all pages of a site share: where each IRI is shown, what there is, how sure each status."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from hashlib import sha256
from types import MappingProxyType
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from pyoxigraph import NamedNode

from visitkg.publish.address import FORMATS
from visitkg.publish.dataset import CATALOG
from visitkg.publish.feed import make_feed
from visitkg.publish.file_name import free_name
from visitkg.publish.page.folder import Folder
from visitkg.publish.page.markup import write_fragment, write_path
from visitkg.publish.page.part import read_parts
from visitkg.publish.page.subject import read_subjects
from visitkg.publish.page.survey import (
    Use,
    find_license,
    read_asking,
    read_levels,
    read_questions,
    read_uses,
)
from visitkg.site.claim import read_place
from visitkg.site.memory import Memory
from visitkg.site.model import Reference
from visitkg.terms import DCTERMS, RDFS, SKOS, VISIT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from visitkg.publish.content import Document, Site
    from visitkg.publish.page.part import Part
    from visitkg.publish.page.subject import Subject
    from visitkg.site.model import Place
    from visitkg.sparql.questions import Question

LISTS: Final = {
    "thing": ("Things", "things"),
    "claim": ("Claims", "claims"),
    "proposition": ("Propositions", "propositions"),
    "utterance": ("Sources", "sources"),
    "document": ("Sources", "sources"),
    "scheme": ("Schemes", "schemes"),
    "concept": ("Schemes", "schemes"),
    "class": ("Terms", "terms"),
    "property": ("Terms", "terms"),
    "shape": ("Shapes", "shapes"),
    "span": ("Spans", "spans"),
    "dataset": ("Documents", "documents"),
    "part": ("Parts of documents", "parts"),
    "file": ("Documents", "documents"),
}
"""The list that a subject stands in, by its kind: its title and its name."""

_DIGEST: Final = NamedNode(VISIT + "sha256")
_MEANINGS: Final = tuple(
    NamedNode(iri) for iri in (SKOS + "definition", DCTERMS + "description", RDFS + "comment")
)
_DIGITS: Final = 32
_MOST_MEANINGS: Final = 8_192


class Edition:
    """A site with what its pages look up again and again.

    ``publications`` are its nanopublications, by the IRIs of their claims.
    """

    def __init__(
        self, site: Site, publications: Mapping[str, Document] = MappingProxyType({})
    ) -> None:
        self.site = site
        self.publications = publications
        self.question_documents: dict[str, Document] = {}
        self.view = site.view
        self.base = site.addresses.base
        self._folders: dict[str, Folder] = {}
        self._meanings: Memory[str, str] = Memory(_MOST_MEANINGS)
        self.list_starts: dict[str, dict[str, tuple[int, str]]] = {}
        self.schema_classes: Memory[tuple[str, ...], str] = Memory(_MOST_MEANINGS)

    def target(self, iri: str) -> str | None:
        """Return where in the site an IRI is shown, from its root; None for other sites."""
        if not iri.startswith(self.base):
            return None
        document, mark, fragment = iri.partition("#")
        found = self.site.documents.get(document)
        if found is not None:
            page = f"{write_path(found.path)}.html"
            return f"{page}#{write_fragment(fragment)}" if mark and fragment else page
        stem, _, suffix = document.rpartition(".")
        source = self.site.documents.get(stem)
        if source is not None and suffix in FORMATS:
            return f"{write_path(source.path)}.{suffix}"
        return None

    @cached_property
    def sectioned(self) -> frozenset[str]:
        """Return the paths of the documents that have a section for each of several subjects."""
        found = (d for d in self.documents if any(each != d.iri for each in d.subjects))
        return frozenset(document.path for document in found)

    @cached_property
    def own(self) -> str:
        """Return what the ids of our own sections begin with, which no fragment begins with."""
        start = "page"
        fragments = {s.partition("#")[2] for d in self.documents for s in d.subjects}
        while any(fragment.startswith(f"{start}-") for fragment in fragments):
            start += "-"
        return start

    def folder_of(self, path: str) -> Folder:
        """Return what the pages in the folder of a path share."""
        name = path.rpartition("/")[0]
        if name not in self._folders:
            prefix = f"{write_path(name)}/" if name else ""
            self._folders[name] = Folder(prefix, "../" * prefix.count("/"))
        return self._folders[name]

    def folder(self, name: str) -> str:
        """Return the name of a folder of ours, changed if documents of the project lie there."""
        taken = {document.path.split("/")[0] for document in self.documents}
        while name in taken:
            name += "-"
        return name

    @cached_property
    def lists(self) -> str:
        """Return the folder of the pages that list other pages."""
        return self.folder("list")

    @cached_property
    def asked(self) -> str:
        """Return the folder of the questions."""
        return self.folder("questions")

    @property
    def documents(self) -> tuple[Document, ...]:
        """Return the documents in order of their paths."""
        return tuple(self.site.documents.values())

    def list_page(self, name: str, part: int = 0) -> str:
        """Return where a list lies, or a part of it after the first."""
        return f"{self.lists}/{name}-{part + 1}.html" if part else f"{self.lists}/{name}.html"

    def name_list(self, iri: str, what: str) -> str:
        """Return the name of a list that belongs to what is told of an IRI."""
        document = self.site.documents.get(iri)
        if document is not None and write_path(document.path) == document.path:
            return f"{document.path}-{what}"
        return f"_/{sha256(iri.encode()).hexdigest()[:_DIGITS]}-{what}"

    def question_iri(self, question: Question) -> str:
        """Return the IRI of a question."""
        return f"{self.base}{self.asked}/{quote(question.name, safe='')}"

    def question_path(self, question: Question) -> str:
        """Return the path of the page of a question, without a suffix, as on the disk."""
        return self.site.addresses.path(self.question_iri(question))

    def question_page(self, question: Question) -> str:
        """Return where the page of a question lies."""
        return f"{write_path(self.question_path(question))}.html"

    def called(self, node: NamedNode) -> Reference:
        """Return how a node is called; a span by its place, a proposition by its sentence."""
        subject = self.known.get(node.value)
        reference = self.view.reference(node)
        if subject is None or subject.label == reference.label:
            return reference
        return Reference(reference.iri, reference.curie, subject.label)

    def label(self, iri: str) -> str:
        """Return what people call a node."""
        subject = self.known.get(iri)
        return subject.label if subject else self.view.reference(NamedNode(iri)).label

    def meaning(self, iri: str) -> str | None:
        """Return what the graph says that a node means."""
        known = self._meanings.get(iri)
        if known is None:
            text = self.view.text(NamedNode(iri), *_MEANINGS)
            known = self._meanings.keep(iri, text or "")
        return known or None

    def digest(self, span: str) -> str | None:
        """Return the digest of the words of a span."""
        return self.view.text(NamedNode(span), _DIGEST)

    @cached_property
    def known(self) -> Mapping[str, Subject]:
        """Return each subject that is told on a page, by its IRI."""
        return {subject.iri: subject for subject in read_subjects(self.view, self.documents)}

    @cached_property
    def parts(self) -> Mapping[str, Part]:
        """Return what is told in sections and has a page of its own besides, by its IRI."""
        return read_parts(self.site, self.known)

    @cached_property
    def _sentences(self) -> Mapping[tuple[str, str], list[Place]]:
        """Return the spans of each sentence, in order of where they begin, the longest first."""
        found: dict[tuple[str, str], list[Place]] = defaultdict(list)
        for subject in self.known.values():
            if subject.kind == "span":
                place = read_place(self.view, NamedNode(subject.iri))
                if place.document is not None and place.sentence is not None:
                    found[place.document.iri, place.sentence].append(place)
        for places in found.values():
            places.sort(key=lambda each: (each.begin or 0, -(each.end or 0), each.span.iri))
        return found

    def sisters(self, place: Place) -> list[Place]:
        """Return the spans of the sentence that a span is of, itself among them."""
        if place.document is None or place.sentence is None:
            return []
        return self._sentences.get((place.document.iri, place.sentence), [])

    @cached_property
    def feed(self) -> str | None:
        """Return where the feed of releases lies, if there is one."""
        return next((file.path for file in make_feed(self.site)), None)

    @cached_property
    def downloads(self) -> str:
        """Return where the page lies that leads to all there is to take away."""
        return f"{free_name(self.site, CATALOG)}.html"

    @cached_property
    def levels(self) -> Mapping[str, int]:
        """Return a level from 1 to 5 for each status that has a strength, by its IRI."""
        return read_levels(self.view)

    @cached_property
    def uses(self) -> Mapping[str, Use]:
        """Return how each property is used, by its IRI."""
        return read_uses(self.view)

    @cached_property
    def license(self) -> str | None:
        """Return the licence that most of the files state."""
        return find_license(self.view)

    @cached_property
    def title(self) -> str:
        """Return what the site is called."""
        return self.site.project.name

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """Return the questions of the project by name; none is fine."""
        return read_questions(self.site.project)

    @cached_property
    def asking(self) -> Mapping[str, tuple[Question, ...]]:
        """Return the questions whose query names an IRI, by the IRI."""
        return read_asking(self.questions, self.site.prefixes)

    def document_of(self, *kinds: str) -> Document | None:
        """Return the document that tells the most subjects of some kinds."""
        counts: dict[str, int] = defaultdict(int)
        for subject in self.known.values():
            if subject.kind in kinds:
                counts[subject.iri.partition("#")[0]] += 1
        most = min(counts, key=lambda iri: (-counts[iri], iri), default=None)
        return None if most is None else self.site.documents[most]

    @cached_property
    def places(self) -> tuple[tuple[str, str], ...]:
        """Return the ways through the site: words and where they lead, from the root."""
        kinds = {subject.kind for subject in self.known.values()}
        lists = (("Things", "things", "thing"), ("Claims", "claims", "claim"))
        found = [(words, self.list_page(name)) for words, name, kind in lists if kind in kinds]
        if kinds & {"utterance", "document"}:
            found.append(("Sources", self.list_page("sources")))
        if self.questions:
            found.append(("Questions", self.list_page("questions")))
        documents = (
            ("Ontology", self.document_of("class", "property")),
            ("Shapes", self.document_of("shape")),
            ("Dataset", self.document_of("dataset")),
        )
        found += [(words, self.page_of(each)) for words, each in documents if each is not None]
        return (*found, ("All lists", self.list_page("all")))

    def page_of(self, document: Document) -> str:
        """Return where the page of a document lies."""
        return f"{write_path(document.path)}.html"

    def page_of_part(self, iri: str) -> str | None:
        """Return where the page lies that a part of a document has of its own, None for none."""
        part = self.parts.get(iri)
        return None if part is None else self.page_of(part.page)

    def trail_of(self, document: Document) -> tuple[tuple[str, str], ...]:
        """Return the list that a document stands in."""
        subject = self.known[document.iri]
        words, name = LISTS.get(subject.kind, LISTS["file"])
        return ((words, self.list_page(name)),)
