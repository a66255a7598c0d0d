"""The parts of a dataset and their statistics: https://www.w3.org/TR/void/#statistics."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode

from visitkg.check.void.description import TYPE, Description, Fact, Node, Subject
from visitkg.terms import VOID

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from pyoxigraph import Triple

    from visitkg.graph.parse import Located

CLASS: Final = NamedNode(VOID + "class")
CLASS_PARTITION: Final = NamedNode(VOID + "classPartition")
DISTINCT_OBJECTS: Final = NamedNode(VOID + "distinctObjects")
DISTINCT_SUBJECTS: Final = NamedNode(VOID + "distinctSubjects")
DOCUMENTS: Final = NamedNode(VOID + "documents")
ENTITIES: Final = NamedNode(VOID + "entities")
PROPERTY: Final = NamedNode(VOID + "property")
PROPERTY_PARTITION: Final = NamedNode(VOID + "propertyPartition")
TRIPLES: Final = NamedNode(VOID + "triples")


@dataclass(frozen=True, slots=True)
class Part:
    """A dataset or a part of one, and the triples and files that it stands for.

    ``name`` is what it is a part for, or the dataset itself; ``triples`` is None where the
    description does not tell which they are, and ``reason`` says why.
    """

    node: Node
    name: Node
    triples: tuple[Triple, ...] | None
    documents: int = 0
    reason: str = ""


def count_entities(triples: Sequence[Triple]) -> int:
    """Return the number of things described that have an IRI."""
    return len({item.subject for item in triples if isinstance(item.subject, NamedNode)})


def count_classes(triples: Sequence[Triple]) -> int:
    """Return the number of classes that something is a member of."""
    return len({item.object for item in triples if item.predicate == TYPE})


STATISTICS: Final[dict[NamedNode, Callable[[Sequence[Triple]], int]]] = {
    TRIPLES: len,
    ENTITIES: count_entities,
    NamedNode(VOID + "classes"): count_classes,
    NamedNode(VOID + "properties"): lambda triples: len({item.predicate for item in triples}),
    DISTINCT_SUBJECTS: lambda triples: len({item.subject for item in triples}),
    DISTINCT_OBJECTS: lambda triples: len({item.object for item in triples}),
}
"""The statistics that follow from the triples alone; void:documents counts files."""


def split_by_class(triples: Sequence[Triple]) -> dict[Node, tuple[Triple, ...]]:
    """Return for each class the triples whose subject is a member of it."""
    classes: dict[Subject, set[Node]] = defaultdict(set)
    for item in triples:
        if item.predicate == TYPE and isinstance(item.object, Node):
            classes[item.subject].add(item.object)
    parts: dict[Node, list[Triple]] = defaultdict(list)
    for item in triples:
        for kind in classes.get(item.subject, ()):
            parts[kind].append(item)
    return {kind: tuple(members) for kind, members in parts.items()}


def split_by_property(triples: Sequence[Triple]) -> dict[Node, tuple[Triple, ...]]:
    """Return for each property the triples that use it."""
    parts: dict[Node, list[Triple]] = defaultdict(list)
    for item in triples:
        parts[item.predicate].append(item)
    return {predicate: tuple(members) for predicate, members in parts.items()}


@dataclass(frozen=True, slots=True)
class Partition:
    """A way to divide a dataset: what names each part, and what is usually said of it."""

    names: NamedNode
    split: Callable[[Sequence[Triple]], dict[Node, tuple[Triple, ...]]]
    usual: tuple[NamedNode, ...]


PARTITIONS: Final = {
    CLASS_PARTITION: Partition(CLASS, split_by_class, (ENTITIES, TRIPLES)),
    PROPERTY_PARTITION: Partition(
        PROPERTY, split_by_property, (TRIPLES, DISTINCT_SUBJECTS, DISTINCT_OBJECTS)
    ),
}
"""The partitions, by the predicate that leads to their parts."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A class or property that a partition leaves out; or, if ``stale``, names to no purpose.

    ``anchor`` is the triple beside which it is missing, or which leads to what is stale.
    """

    owner: Node
    partition: NamedNode
    name: Node | None
    anchor: Located
    triples: tuple[Triple, ...] = ()
    stale: bool = False


def recount(part: Part, statistic: NamedNode) -> int | None:
    """Return a statistic of a part, or None if it can't be counted."""
    if part.triples is None:
        return None
    return part.documents if statistic == DOCUMENTS else STATISTICS[statistic](part.triples)


def count_facts(description: Description, part: Part) -> Iterator[Fact]:
    """Yield what the description states of the numbers of a part."""
    for stated in description.by_subject.get(part.node, ()):
        statistic = stated.triple.predicate
        if statistic in STATISTICS or statistic == DOCUMENTS:
            count = recount(part, statistic)
            yield Fact(stated, None if count is None else str(count), part.name, part.reason)


def divide(description: Description, part: Part) -> Iterator[Part]:
    """Yield the parts into which the description divides a part, at any depth."""
    for predicate, partition in PARTITIONS.items():
        nodes = description.nodes(part.node, predicate)
        pieces = partition.split(part.triples or ()) if nodes else {}
        for node in nodes:
            for name in description.nodes(node, partition.names)[:1]:
                inner = Part(node, name, pieces.get(name, ()), part.documents)
                yield inner
                yield from divide(description, inner)


def find_gaps(description: Description, part: Part) -> Iterator[Gap]:
    """Yield what is missing from a part's partitions, and what they name twice or in vain."""
    for predicate, partition in PARTITIONS.items():
        leading = description.located(part.node, predicate)
        if not leading or part.triples is None:
            continue
        missing = partition.split(part.triples)
        for located in leading:
            node = located.triple.object
            names = description.nodes(node, partition.names) if isinstance(node, Node) else []
            name = next(iter(names), None)
            if name is None or missing.pop(name, None) is None:
                yield Gap(part.node, predicate, name, located, stale=True)
        for name in sorted(missing, key=str):
            yield Gap(part.node, predicate, name, leading[-1], missing[name])
