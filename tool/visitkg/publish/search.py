"""Names in all scripts with where they lead: what a page searches without any server."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode

from visitkg.graph.language import write_language
from visitkg.publish.file import File, gather
from visitkg.publish.page.markup import shorten
from visitkg.site.kind import Kind
from visitkg.site.view import ALTERNATIVE, LABEL, PREFERRED, TITLE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from visitkg.publish.page.edition import Edition

    Entry = tuple[str, str, str, str]

SEARCH: Final = "search.json"

_NAMES: Final = (PREFERRED, LABEL, ALTERNATIVE, TITLE)


def make_search(edition: Edition) -> File:
    """Return the index: a list of name, link from the root, kind, and language or nothing.

    Names are as the graph has them: whoever compares folds both sides alike (NFKD, without marks,
    lower case).
    """
    return File(SEARCH, partial(_write, edition))


def _write(edition: Edition) -> Iterator[bytes]:
    entries = sorted({*_find_subjects(edition), *_find_questions(edition)})
    return gather(_render(entries))


def _render(entries: list[Entry]) -> Iterator[str]:
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    before = "[\n"
    for entry in entries:
        yield before + encode(entry)
        before = ",\n"
    yield "\n]\n" if entries else "[]\n"


def _find_subjects(edition: Edition) -> Iterator[Entry]:
    """Yield an entry for each name of what the site tells; for what has none, what it is called.

    Spans without a name are left out: nobody looks for offset_0_31.
    """
    for subject in edition.known.values():
        link = edition.target(subject.iri)
        if link is None:
            continue
        names = set(_find_names(edition, NamedNode(subject.iri)))
        for name, language in names:
            yield name, link, subject.kind, language
        if not names and subject.kind != Kind.SPAN.value:
            yield shorten(subject.label), link, subject.kind, ""


def _find_names(edition: Edition, node: NamedNode) -> Iterator[tuple[str, str]]:
    for predicate in _NAMES:
        for term in edition.view.objects(node, predicate):
            if isinstance(term, Literal) and (name := shorten(term.value)):
                yield name, write_language(term.language) if term.language else ""


def _find_questions(edition: Edition) -> Iterator[Entry]:
    for question in edition.questions:
        yield shorten(question.title), edition.question_page(question), "question", "en"
