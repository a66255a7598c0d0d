"""What is read once for all pages: how sure each status is, the licence, who asks for what."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode

from visitkg.site.claim import STRENGTH
from visitkg.sparql.questions import QUERY_SUFFIX, Question, read_question
from visitkg.terms import DCTERMS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from visitkg.project import Project
    from visitkg.site.view import GraphView

LEVELS: Final = 5
"""So many steps of sureness are told apart by their marks."""

SHOWN: Final = 5
"""So many of the nodes that use a term are shown with it."""

_LICENSE: Final = NamedNode(DCTERMS + "license")
_TOKEN: Final = re.compile(r"<([^<>\s]+)>|\b([A-Za-z][\w-]*):([A-Za-z_][\w-]*)")


def read_levels(view: GraphView) -> dict[str, int]:
    """Return a level from 1 to 5 for each status that has a strength, by its IRI."""
    strengths = {
        node.value: int(strength.value[:9])
        for node, strength in view.pairs(STRENGTH)
        if isinstance(node, NamedNode)
        and isinstance(strength, Literal)
        and strength.value.isascii()
        and strength.value.isdigit()
    }
    most = max(strengths.values(), default=0) or 1
    return {iri: max(1, round(LEVELS * n / most)) for iri, n in strengths.items()}


@dataclass(slots=True)
class Use:
    """How many statements have a property, and their first subjects with an IRI."""

    count: int = 0
    subjects: list[NamedNode] = field(default_factory=list)


def read_uses(view: GraphView) -> dict[str, Use]:
    """Return the use of each property, by its IRI."""
    found: dict[NamedNode, Use] = {}
    for subject, properties in view.each_subject():
        for predicate, values in properties:
            use = found.get(predicate) or found.setdefault(predicate, Use())
            use.count += len(values)
            if len(use.subjects) < SHOWN and isinstance(subject, NamedNode):
                use.subjects.append(subject)
    return {predicate.value: use for predicate, use in found.items()}


def find_license(view: GraphView) -> str | None:
    """Return the licence that most of the files state."""
    counts: dict[str, int] = defaultdict(int)
    for _, license_ in view.pairs(_LICENSE):
        if isinstance(license_, NamedNode):
            counts[license_.value] += 1
    return min(counts, key=lambda iri: (-counts[iri], iri), default=None)


def read_questions(project: Project) -> tuple[Question, ...]:
    """Return the questions of a project by name; none is fine."""
    folder = project.questions
    paths = sorted(folder.glob(f"*{QUERY_SUFFIX}")) if folder.is_dir() else []
    return tuple(read_question(path) for path in paths)


def read_asking(
    questions: Iterable[Question], prefixes: Mapping[str, str]
) -> dict[str, tuple[Question, ...]]:
    """Return the questions whose query names an IRI, by the IRI."""
    found: dict[str, dict[str, Question]] = defaultdict(dict)
    for question in questions:
        for iri in _named_in(question.text, prefixes):
            found[iri][question.name] = question
    return {iri: tuple(each.values()) for iri, each in found.items()}


def _named_in(text: str, prefixes: Mapping[str, str]) -> Iterator[str]:
    """Yield the IRIs that a query names, in full or with a prefix."""
    for match in _TOKEN.finditer(text):
        iri, prefix, local = match.groups()
        if iri is not None:
            yield iri
        elif prefix in prefixes:
            yield prefixes[prefix] + local
