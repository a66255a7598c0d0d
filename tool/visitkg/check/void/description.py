"""The triples of a file that describes datasets, and what each of them should state."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from visitkg.terms import RDF

if TYPE_CHECKING:
    from collections.abc import Iterable

    from visitkg.graph.parse import Located

Node: TypeAlias = NamedNode | BlankNode
Subject: TypeAlias = NamedNode | BlankNode | Triple
"""What stands before a predicate; pyoxigraph allows for triples of RDF-star there."""

TYPE: Final = NamedNode(RDF + "type")


@dataclass(frozen=True, slots=True)
class Description:
    """The triples of one file, by their subjects."""

    by_subject: dict[Node, tuple[Located, ...]]

    def located(self, node: Node, predicate: NamedNode) -> list[Located]:
        """Return the triples of ``node`` with ``predicate``, in the order of the file."""
        stated = self.by_subject.get(node, ())
        return [item for item in stated if item.triple.predicate == predicate]

    def nodes(self, node: Node, predicate: NamedNode) -> list[Node]:
        """Return the objects of ``node`` for ``predicate`` that are nodes."""
        objects = (item.triple.object for item in self.located(node, predicate))
        return [value for value in objects if isinstance(value, Node)]

    def texts(self, node: Node, predicate: NamedNode) -> list[str]:
        """Return the literals of ``node`` for ``predicate`` as text."""
        objects = (item.triple.object for item in self.located(node, predicate))
        return [value.value for value in objects if isinstance(value, Literal)]

    def instances(self, kind: NamedNode) -> list[Node]:
        """Return the nodes of a type, in the order of the file."""
        return [node for node in self.by_subject if kind in self.nodes(node, TYPE)]


@dataclass(frozen=True, slots=True)
class Fact:
    """A triple that states a number or a digest, and what it should state; None if unknowable.

    ``about`` is the dataset, the class or the property of which it is stated; ``reason`` says why
    it can't be known.
    """

    stated: Located
    expected: str | None
    about: Node | None = None
    reason: str = ""

    @property
    def holds(self) -> bool:
        """Whether it states what it should."""
        return self.text == self.expected

    @property
    def text(self) -> str:
        """Return what it states."""
        value = self.stated.triple.object
        return value.value if isinstance(value, Literal) else str(value)


def index_description(triples: Iterable[Located]) -> Description:
    """Return the triples by their subjects."""
    by_subject: dict[Node, list[Located]] = defaultdict(list)
    for located in triples:
        subject = located.triple.subject
        if isinstance(subject, Node):
            by_subject[subject].append(located)
    return Description({node: tuple(stated) for node, stated in by_subject.items()})
