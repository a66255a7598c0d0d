"""The classes below those that shapes name: small enough to be known everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitkg.graph.dictionary import write_token
from visitkg.shacl.index import SUBCLASS_OF
from visitkg.shacl.nodes.table import CLASSES
from visitkg.terms import SH

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from visitkg.shacl.plan import Plan


class Hierarchy:
    """Classes by the pairs of a class and one above it, in tokens."""

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        self._below: dict[str, list[str]] = {}
        for lower, upper in pairs:
            self._below.setdefault(upper, []).append(lower)

    def below(self, token: str) -> list[str]:
        """Return a class with all below it, as far as rdfs:subClassOf leads."""
        found = {token: None}
        waiting = [token]
        while waiting:
            for lower in self._below.get(waiting.pop(), ()):
                if lower not in found:
                    found[lower] = None
                    waiting.append(lower)
        return list(found)

    def lines(self, tokens: Iterable[str]) -> list[str]:
        """Return statements that tell what is below some classes, as N-Triples writes them."""
        uppers = dict.fromkeys(each for token in tokens for each in self.below(token))
        pairs = ((lower, upper) for upper in uppers for lower in self._below.get(upper, ()))
        return [f"{lower} {SUBCLASS_OF} {upper} .\n" for lower, upper in dict.fromkeys(pairs)]


def named_classes(plan: Plan) -> Sequence[str]:
    """Return the classes that a plan names, by targets and constraints, in tokens."""
    terms = [
        term
        for shape in plan.shapes.values()
        for check in shape.checks
        if check.component in CLASSES
        for term in check.terms
    ]
    terms += [
        target.value
        for shape in plan.roots()
        for target in shape.targets
        if target.predicate.value == SH + "targetClass"
    ]
    return [write_token(term).decode() for term in dict.fromkeys(terms)]
