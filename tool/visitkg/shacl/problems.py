"""All that is wrong with shapes, in the order of their text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitkg.shacl.component import check_executables
from visitkg.shacl.contradiction import check_contradictions
from visitkg.shacl.declaration import check_declarations
from visitkg.shacl.expression import check_patterns
from visitkg.shacl.query import check_queries
from visitkg.shacl.recursion import check_recursion
from visitkg.shacl.spelling import check_spelling
from visitkg.shacl.syntax import check_syntax
from visitkg.shacl.unused import check_use

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from visitkg.shacl.index import Index, Node, Term
    from visitkg.shacl.model import Component, Shape
    from visitkg.shacl.result import ShapeProblem


def find_problems(
    index: Index,
    shapes: Mapping[Node, Shape],
    components: Sequence[Component],
    classes: frozenset[Term],
) -> tuple[ShapeProblem, ...]:
    """Return all problems of the shapes, fatal ones and others, in the order of the text."""
    problems = [
        *check_syntax(index, shapes, classes),
        *check_patterns(index, shapes),
        *check_contradictions(index, shapes),
        *check_recursion(shapes),
        *check_executables(index, shapes, components),
        *check_declarations(index),
        *check_queries(index),
        *check_use(index, shapes, components),
        *check_spelling(index, shapes),
    ]
    return tuple(sorted(problems, key=lambda problem: problem.sort_key))
