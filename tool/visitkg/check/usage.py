"""Which terms nothing uses: neither the data, nor another term, nor a question."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode

from visitkg.check.outcome import Finding, amount
from visitkg.check.vocabulary import (
    CLASSES,
    DATATYPES,
    PROPERTIES,
    SCHEMES,
    TYPE,
    mentioned,
)
from visitkg.terms import RDFS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from visitkg.check.subject import Subject
    from visitkg.check.vocabulary import Vocabulary
    from visitkg.graph.parse import Located

_PREFIX: Final = re.compile(r"\bPREFIX\s+([\w.-]*):\s*<([^>]*)>", re.IGNORECASE)
_ABSOLUTE: Final = re.compile(r"https?://[^\s,\"<>]+")
_LEADS_UP: Final = frozenset(
    NamedNode(RDFS + word) for word in ("domain", "range", "subClassOf", "subPropertyOf")
)
_METACLASSES: Final = CLASSES | PROPERTIES | DATATYPES
_NAME: Final = re.compile(r"(?<![\w?$])([\w-]*):([A-Za-z_][\w-]*)|<([^<>\s]*)>")


def find_unused(
    subject: Subject,
    vocabulary: Vocabulary,
    stated: Sequence[Located],
    name: Callable[[str], str],
) -> Iterator[Finding]:
    """Yield a warning for each term that nothing mentions, and a note of those no question needs.

    Concept schemes are not counted: their concepts point at them. Of named files only the first
    can be said, since questions belong to a project.
    """
    from visitkg.graph.parse import read_triples

    data = [] if subject.files else read_triples(subject.project.data_files())
    used = mentioned([*stated, *data])
    terms = [entry for entry in vocabulary.defined if not entry.is_a(SCHEMES)]
    for entry in terms:
        if not used.get(entry.iri):
            yield Finding(f"{name(entry.iri)} is used by nothing", entry.position, "warning")
    asked = asked_for(subject, stated)
    idle = [name(entry.iri) for entry in terms if entry.iri not in asked] if asked else []
    if idle:
        yield Finding(
            f"no question needs {amount(len(idle), 'term')}: {', '.join(idle)}", severity="info"
        )


def asked_for(subject: Subject, stated: Sequence[Located]) -> set[str]:
    """Return the IRIs that the questions need; none where files are looked at.

    That is what they and their answers name, the domains and ranges of those properties, the
    classes above, and the concepts of those classes.
    """
    folder = subject.project.questions
    if subject.files or not folder.is_dir():
        return set()
    prefixes = subject.project.all_prefixes()
    paths = [path for path in sorted(folder.rglob("*")) if path.suffix in (".rq", ".csv")]
    asked = {iri for path in paths for iri in _named_in(path, prefixes)}
    while True:
        reached = set(_needed_by(asked, stated)) - asked
        if not reached:
            return asked
        asked |= reached


def _needed_by(asked: set[str], stated: Sequence[Located]) -> Iterator[str]:
    for item in stated:
        subject, predicate, object_ = item.triple
        if not (isinstance(subject, NamedNode) and isinstance(object_, NamedNode)):
            continue
        if predicate in _LEADS_UP and subject.value in asked:
            yield object_.value
        if predicate == TYPE and object_.value in asked and object_ not in _METACLASSES:
            yield subject.value


def _named_in(path: Path, prefixes: Mapping[str, str]) -> Iterator[str]:
    text = path.read_text(encoding="utf-8", errors="replace")
    if path.suffix == ".csv":
        yield from _ABSOLUTE.findall(text)
        return
    query = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("#"))
    known = {**prefixes, **dict(_PREFIX.findall(query))}
    for prefix, local, iri in _NAME.findall(query):
        yield iri or known.get(prefix, "") + local
