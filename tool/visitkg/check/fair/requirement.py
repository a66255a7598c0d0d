"""One test: its name, who asks for it, what breaks it, and when it is waived."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from visitkg.errors import Position

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from visitkg.check.fair.publication import Publication
    from visitkg.check.vocabulary import Entry
    from visitkg.graph.parse import Located


@dataclass(frozen=True, slots=True)
class Breach:
    """What breaks a test: the message reads on from the name of what it is about, if anything."""

    message: str
    about: str = ""
    place: Position | None = None


@dataclass(frozen=True, slots=True)
class Waiver:
    """Why a test is not asked of a publication, and whether that holds for this one."""

    reason: str
    applies: Callable[[Publication], bool]


@dataclass(frozen=True, slots=True)
class Requirement:
    """A test with the names under which others ask for it; ``find`` yields what breaks it."""

    name: str
    asked_by: tuple[str, ...]
    find: Callable[[Publication], Iterator[Breach]]
    severity: str = "warning"
    waiver: Waiver | None = None


def breach_of(entry: Entry, message: str) -> Breach:
    """Return a breach by a term, an ontology or a dataset, placed where that begins."""
    return Breach(message, entry.iri, entry.position)


def breach_at(located: Located, message: str) -> Breach:
    """Return a breach by the subject of a triple, placed where the triple is stated."""
    subject = located.triple.subject
    about = subject.value if isinstance(subject, NamedNode) else ""
    return Breach(message, about, Position(str(located.path), located.line))


def ontology_lacks(what: str, *iris: str) -> Callable[[Publication], Iterator[Breach]]:
    """Return a test that each ontology has one of the properties."""
    return _lacks(lambda publication: publication.ontologies, what, iris)


def term_lacks(what: str, *iris: str) -> Callable[[Publication], Iterator[Breach]]:
    """Return a test that each term has one of the properties."""
    return _lacks(lambda publication: publication.terms, what, iris)


def dataset_lacks(what: str, *iris: str) -> Callable[[Publication], Iterator[Breach]]:
    """Return a test that each dataset has one of the properties."""
    return _lacks(lambda publication: publication.datasets, what, iris)


def _lacks(
    entries: Callable[[Publication], tuple[Entry, ...]], what: str, iris: tuple[str, ...]
) -> Callable[[Publication], Iterator[Breach]]:
    predicates = frozenset(NamedNode(iri) for iri in iris)

    def find(publication: Publication) -> Iterator[Breach]:
        for entry in entries(publication):
            if not entry.located(predicates):
                yield breach_of(entry, f"has no {what}")

    return find
