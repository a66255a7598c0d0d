"""Transitive properties stay simple.

https://www.w3.org/TR/owl-semantics/syntax.html#2.3.1.3
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from visitkg.owl import vocabulary as owl
from visitkg.owl.rule import Finding
from visitkg.owl.rules import dl
from visitkg.owl.structure import Node, Statement, Structure, is_blank

if TYPE_CHECKING:
    from collections.abc import Iterator


def find_transitive_and_complex(structure: Structure) -> Iterator[Finding]:
    """Find what makes a transitive property complex.

    A property is complex if it is functional or inverse functional, or a cardinality is set on
    it, or if its inverse or a superproperty is complex.
    """
    transitive = {
        statement.subject
        for statement in structure.having(owl.TYPE)
        if statement.object == owl.TRANSITIVE
    }
    if not transitive:
        return
    below = _made_complex(structure)
    for statement, property_ in _sources(structure):
        victim = _first_reached(property_, transitive, below)
        if victim is not None:
            problem = f"this limits the values of {structure.name(property_)}, which is transitive"
            if victim != property_:
                problem = (
                    f"this limits the values of {structure.name(property_)}, on which "
                    f"{structure.name(victim)} depends, which is transitive"
                )
            yield Finding(dl.TRANSITIVE_AND_COMPLEX, statement, victim, problem)


def _made_complex(structure: Structure) -> dict[Node, list[Node]]:
    """Return, for each property, those that are complex if it is."""
    below: dict[Node, list[Node]] = defaultdict(list)
    for statement in structure.having(owl.SUB_PROPERTY_OF, owl.EQUIVALENT_PROPERTY, owl.INVERSE_OF):
        if isinstance(statement.object, str):
            below[statement.object].append(statement.subject)
            if statement.predicate != owl.SUB_PROPERTY_OF:
                below[statement.subject].append(statement.object)
    return below


def _sources(structure: Structure) -> Iterator[tuple[Statement, Node]]:
    """Return the statements that make a property complex, with that property."""
    for statement in structure.having(owl.TYPE):
        if statement.object in (owl.FUNCTIONAL, owl.INVERSE_FUNCTIONAL):
            yield statement, statement.subject
    for statement in structure.having(*owl.CARDINALITIES):
        if is_blank(statement.subject):
            for other in structure.about(statement.subject):
                if other.predicate == owl.ON_PROPERTY and isinstance(other.object, str):
                    yield statement, other.object


def _first_reached(start: Node, wanted: set[Node], below: dict[Node, list[Node]]) -> Node | None:
    seen, waiting = {start}, [start]
    while waiting:
        node = waiting.pop()
        if node in wanted:
            return node
        for following in below.get(node, ()):
            if following not in seen:
                seen.add(following)
                waiting.append(following)
    return None
