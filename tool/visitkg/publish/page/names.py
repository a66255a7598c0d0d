"""All names of a site in the order of an alphabet, those in other scripts by script."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode

from visitkg.publish.page.group import Entry, Group, sort_entries
from visitkg.site.view import ALTERNATIVE, LABEL, PREFERRED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from visitkg.publish.page.edition import Edition

_NAMED: Final = frozenset(
    {"thing", "utterance", "document", "class", "property", "scheme", "concept", "dataset"}
)
_NAMES: Final = (PREFERRED, LABEL, ALTERNATIVE)


def read_names(edition: Edition) -> Iterator[Group]:
    """Yield all names by their first letter, those in other scripts by script."""
    groups: dict[tuple[int, str], set[Entry]] = defaultdict(set)
    for subject in edition.known.values():
        if subject.kind not in _NAMED:
            continue
        node = NamedNode(subject.iri)
        target = edition.target(subject.iri) or ""
        names = {
            term.value
            for predicate in _NAMES
            for term in edition.view.objects(node, predicate)
            if isinstance(term, Literal)
        }
        for name in names or {subject.label}:
            note = "" if name == subject.label else subject.label
            groups[_initial(name)].add(Entry(target, name, note))
    for question in edition.questions:
        entry = Entry(edition.question_page(question), question.title, "question")
        groups[_initial(question.title)].add(entry)
    for key in sorted(groups):
        yield Group(key[1], sort_entries(groups[key]))


def _initial(name: str) -> tuple[int, str]:
    """Return what a name is filed under: a Latin letter, a script, or what is no letter."""
    first = unicodedata.normalize("NFKD", name.strip()[:1] or "#")[:1]
    if first.isascii() and first.isalpha():
        return 0, first.upper()
    if not first.isalpha():
        return 2, "Digits and signs"
    script = unicodedata.name(first, "OTHER").split()[0].title()
    return 1, {"Cjk": "Han"}.get(script, script)
