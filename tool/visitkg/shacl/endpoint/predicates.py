"""The predicates that a plan looks up, and those of which a query has to see all triples."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from visitkg.shacl.endpoint.verbs import find_verbs
from visitkg.shacl.index import FIRST, REST, SUBCLASS_OF, TYPE
from visitkg.shacl.nodes.run import is_sparql
from visitkg.shacl.nodes.table import CLASSES, LISTS, PAIRS
from visitkg.shacl.path import (
    AlternativePath,
    OneOrMorePath,
    SequencePath,
    ZeroOrMorePath,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from visitkg.shacl.path import Path
    from visitkg.shacl.plan import Check, Plan


def find_predicates(plan: Plan) -> frozenset[NamedNode]:
    """Return the predicates by which the engine goes from a node to others."""
    found = {SUBCLASS_OF, TYPE}
    for shape in plan.shapes.values():
        if shape.path is not None:
            found.update(path_predicates(shape.path))
        for check in shape.checks:
            if check.component in PAIRS:
                found.update(term for term in check.terms if isinstance(term, NamedNode))
            elif check.component in LISTS:
                found.update((FIRST, REST))
        for target in shape.targets:
            if isinstance(target.value, NamedNode):
                found.add(target.value)
    return frozenset(found)


def asks_of_classes(plan: Plan) -> bool:
    """Return whether the hierarchy of classes matters."""
    return any(
        any(check.component in CLASSES for check in shape.checks)
        or any(target.predicate.value.endswith("#targetClass") for target in shape.targets)
        for shape in plan.shapes.values()
    )


def asks_of_everything(plan: Plan) -> bool:
    """Return whether whole descriptions are looked at."""
    return any(c.component == "Closed" for shape in plan.shapes.values() for c in shape.checks)


def repeated_predicates(plan: Plan) -> frozenset[NamedNode]:
    """Return the predicates in parts of paths that can be walked any number of times."""
    return frozenset(
        predicate
        for shape in plan.shapes.values()
        if shape.path is not None
        for part in _repeated_parts(shape.path)
        for predicate in path_predicates(part)
    ) | (frozenset({FIRST, REST}) if _has_lists(plan) else frozenset())


def _has_lists(plan: Plan) -> bool:
    return any(c.component in LISTS for shape in plan.shapes.values() for c in shape.checks)


def path_predicates(path: Path) -> Iterator[NamedNode]:
    """Yield the predicates of a path."""
    match path:
        case NamedNode():
            yield path
        case SequencePath(parts) | AlternativePath(parts):
            for part in parts:
                yield from path_predicates(part)
        case _:
            yield from path_predicates(path.path)


def _repeated_parts(path: Path) -> Iterator[Path]:
    match path:
        case NamedNode():
            return
        case SequencePath(parts) | AlternativePath(parts):
            for part in parts:
                yield from _repeated_parts(part)
        case OneOrMorePath() | ZeroOrMorePath():
            yield path
        case _:
            yield from _repeated_parts(path.path)


def queries(plan: Plan) -> Iterator[tuple[str, Check | None]]:
    """Yield the texts of the queries that the plan asks of the data."""
    for shape in plan.shapes.values():
        for target in shape.targets:
            if target.query is not None:
                yield target.query.text, None
        for check in shape.checks:
            if is_sparql(check):
                yield check.text, check


def find_queried(plan: Plan) -> frozenset[NamedNode] | None:
    """Return the predicates whose triples the queries see; None if they may see any triple.

    Each IRI of a query counts as one.
    """
    found: set[NamedNode] = set()
    for text, check in queries(plan):
        named = find_verbs(text)
        if named is None:
            return None
        found |= named
        if check is not None:
            found.update(term for _, term in check.arguments if isinstance(term, NamedNode))
    return frozenset(found)


def uses_hierarchy(plan: Plan, queried: frozenset[NamedNode]) -> bool:
    """Return whether the plan goes along the hierarchy otherwise than down from a class."""
    paths = (shape.path for shape in plan.shapes.values() if shape.path is not None)
    pairs = (
        term
        for s in plan.shapes.values()
        for c in s.checks
        if c.component in PAIRS
        for term in c.terms
    )
    targets = (target.value for shape in plan.shapes.values() for target in shape.targets)
    return SUBCLASS_OF in {*queried, *pairs, *targets} or any(
        SUBCLASS_OF in path_predicates(path) for path in paths
    )
