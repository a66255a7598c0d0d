"""All names of a graph, to be searched whatever their script, case, accents and width."""

from __future__ import annotations

import re
from dataclasses import dataclass
from heapq import nsmallest
from itertools import islice
from typing import TYPE_CHECKING, Final
from unicodedata import category, normalize

from pyoxigraph import Literal, NamedNode

from visitkg.graph.language import write_language
from visitkg.publish.page.markup import shorten
from visitkg.serve.explore.overview import ask_store
from visitkg.site.kind import Kind
from visitkg.site.view import ALTERNATIVE, LABEL, PREFERRED, TITLE
from visitkg.terms import FOAF, SCHEMA

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from visitkg.publish.page.edition import Edition
    from visitkg.site.view import GraphView
    from visitkg.sparql.questions import Question

QUESTION: Final = "question"
"""The kind of a name that is a question; its ``iri`` is the question's name."""

LONGEST_TEXT: Final = 200
"""So many characters of what somebody looks for are looked at."""

_MOST: Final = 500_000
"""So many names are kept in memory; what is left out is counted."""

_LONGEST_NAME: Final = 300
_NAMES: Final = (PREFERRED, LABEL, ALTERNATIVE, TITLE)
_OTHER_NAMES: Final = (*_NAMES, NamedNode(FOAF + "name"), NamedNode(SCHEMA + "name"))
_NODES: Final = "SELECT DISTINCT ?node WHERE { ?node ?property ?value FILTER(isIRI(?node)) }"
_PLAIN: Final = ("", "en")
_WORD: Final = re.compile(r"\w")
_MOST_COMPARED: Final = 20_000
_CUTOFF: Final = 0.7
_INSIDE: Final = 3
_SCATTERED: Final = 4
_IN_IRI: Final = 5


@dataclass(frozen=True, slots=True)
class Name:
    """A name of a node, as it is written and as it is compared; ``kind`` is empty if not known."""

    text: str
    folded: str
    iri: str
    kind: str
    language: str


@dataclass(frozen=True, slots=True)
class Found:
    """Names that fit, one a node, the best first, and how many nodes have one."""

    names: tuple[Name, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Names:
    """The names of a graph; ``left`` is how many are not among them because there are too many."""

    names: tuple[Name, ...]
    left: int = 0

    def find(self, text: str, expand: Callable[[str], str], most: int) -> Found:
        """Return the nodes with a name or an IRI that a text is in, at most so many of them.

        ``expand`` returns the IRI that a CURIE stands for, or the text as it is.
        """
        wanted = fold(text[:LONGEST_TEXT].strip())
        if not wanted:
            return Found((), 0)
        iri = expand(text[:LONGEST_TEXT].strip().strip("<>")).lower()
        words = wanted.split()
        best: dict[tuple[bool, str], tuple[int, bool, Name]] = {}
        for name in self.names:
            rank = _rank(name, wanted, words, iri)
            if rank is not None:
                key = (name.kind == QUESTION, name.iri)
                order = (rank, name.language not in _PLAIN, name)
                if key not in best or order[:2] < best[key][:2]:
                    best[key] = order
        ordered = nsmallest(most, best.values(), key=_order)
        return Found(tuple(order[2] for order in ordered), len(best))

    def near(self, text: str, expand: Callable[[str], str], most: int) -> list[str]:
        """Return the IRIs of nodes whose name, or whose IRI, is nearly a text."""
        found = [each.iri for each in self.find(text, expand, most).names if each.kind != QUESTION]
        # Imported here: only a mistake needs it.
        from difflib import get_close_matches

        wanted = fold(text[:LONGEST_TEXT])
        called: dict[str, str] = {}
        for name in self.names[:_MOST_COMPARED]:
            if name.kind != QUESTION:
                called.setdefault(name.folded, name.iri)
                called.setdefault(fold(local_name(name.iri)), name.iri)
        close = get_close_matches(wanted, called, n=most, cutoff=_CUTOFF)
        return list(dict.fromkeys((*found, *(called[each] for each in close))))[:most]


def fold(text: str) -> str:
    """Return a text as it is compared: without case, accents and width."""
    if text.isascii():
        return text.lower()
    plain = (each for each in normalize("NFKD", text) if not category(each).startswith("M"))
    return "".join(plain).casefold()


def _order(found: tuple[int, bool, Name]) -> tuple[int, int, str, str]:
    rank, _, name = found
    return rank, len(name.folded), name.folded, name.iri


def _rank(name: Name, wanted: str, words: list[str], iri: str) -> int | None:
    """Return how well a name fits, 0 for best; None if it doesn't."""
    folded = name.folded
    at = folded.find(wanted)
    if at == 0:
        return 0 if len(folded) == len(wanted) else 1
    if at > 0:
        return _INSIDE if _WORD.match(folded[at - 1]) else 2
    if len(words) > 1 and all(word in folded for word in words):
        return _SCATTERED
    lower = name.iri.lower()
    if lower == iri:
        return 0
    return _IN_IRI if iri in lower else None


def read_names(
    view: GraphView,
    edition: Edition | None,
    questions: Iterable[Question] = (),
    most: int = _MOST,
) -> Names:
    """Return the names of what a site tells; without one, those of all nodes of a graph."""
    found = _find_known(edition) if edition is not None else _find_all(view)
    asked = (_name(each.title, each.name, QUESTION, "en") for each in questions)
    names = (*asked, *islice(found, most))
    return Names(names, sum(1 for _ in found))


def _find_known(edition: Edition) -> Iterator[Name]:
    """Yield the names of what a site tells; spans without one are looked for by nobody."""
    for subject in edition.known.values():
        if edition.target(subject.iri) is None:
            continue
        node = NamedNode(subject.iri)
        names = {
            (term.value, term.language)
            for predicate in _NAMES
            for term in edition.view.objects(node, predicate)
            if isinstance(term, Literal) and term.value.strip()
        }
        for text, language in sorted(names, key=lambda pair: (pair[0], pair[1] or "")):
            yield _name(text, subject.iri, subject.kind, language)
        if not names and subject.kind != Kind.SPAN.value:
            yield _name(subject.label, subject.iri, subject.kind, None)


def _find_all(view: GraphView) -> Iterator[Name]:
    """Yield the names of all nodes with an IRI; for those without any, the end of the IRI."""
    named: set[str] = set()
    for predicate in _OTHER_NAMES:
        for subject, value in view.pairs(predicate):
            if isinstance(subject, NamedNode) and isinstance(value, Literal):
                named.add(subject.value)
                yield _name(value.value, subject.value, "", value.language)
    for solution in ask_store(view.store, _NODES):
        node = solution["node"]
        if isinstance(node, NamedNode) and node.value not in named:
            yield _name(local_name(node.value), node.value, "", None)


def local_name(iri: str) -> str:
    """Return the end of an IRI, by which people know it."""
    return re.split(r"[#/:]", iri.rstrip("#/:"))[-1] or iri


def _name(text: str, iri: str, kind: str, language: str | None) -> Name:
    line = shorten(text, _LONGEST_NAME)
    return Name(line, fold(line), iri, kind, write_language(language) if language else "")
