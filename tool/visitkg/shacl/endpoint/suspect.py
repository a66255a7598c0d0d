"""Patterns in SPARQL that each focus node matches which breaks a shape, and perhaps others do."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode

from visitkg.shacl.endpoint.lexical import SORTED
from visitkg.shacl.endpoint.reject import ALWAYS, reject, unlike, unordered
from visitkg.shacl.endpoint.write import (
    PathWriter,
    is_not_of,
    is_same,
    is_written,
    write_list,
)
from visitkg.shacl.nodes.table import TESTS
from visitkg.terms import RDF, XSD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from visitkg.shacl.index import Node, Term
    from visitkg.shacl.path import Path
    from visitkg.shacl.plan import Check, Plan, PlannedShape

FOCUS: Final = "?focus"
TYPE: Final = f"<{RDF}type>"

_MOST: Final = 200
"""Constraints of one shape and those that it refers to; of more, all focus nodes are suspect."""
_CHAIN: Final = 3
"""So many values are told apart one by one; more are counted."""
_INSIDE: Final = frozenset({"And", "Node", "Property"})
"""What is broken where the shapes it names are broken at a value."""


class Suspects:
    """Writes what selects suspects.

    ``subclasses`` gives the named classes below a class, None where a blank node is among them.
    ``opaque`` are the predicates of which the store doesn't have all triples.
    """

    def __init__(
        self,
        plan: Plan,
        subclasses: Callable[[Term], frozenset[NamedNode] | None],
        opaque: frozenset[NamedNode] = frozenset(),
    ) -> None:
        self._plan = plan
        self._subclasses = subclasses
        self._opaque = opaque
        self._paths = PathWriter()

    def write(self, shape: PlannedShape) -> Sequence[str]:
        """Return patterns of which a breaking focus node matches one; an empty one matches all."""
        patterns: dict[str, None] = {}
        for number, pattern in enumerate(self._of_shape(shape, ())):
            if not pattern or number >= _MOST:
                return [""]
            patterns[pattern] = None
        return list(patterns)

    def _of_shape(self, shape: PlannedShape, way: tuple[Path, ...]) -> Iterator[str]:
        """Yield the patterns of a shape whose focus nodes a way leads to."""
        if not is_written(shape.path, self._opaque):
            yield self._walk(way)[0]
            return
        inner = way if shape.path is None else (*way, shape.path)
        pattern, value = self._walk(inner, "?value")
        rejected: list[str] = []
        for check in shape.checks:
            if check.component in _INSIDE:
                for nested in self._nested(check.shapes):
                    yield from self._of_shape(nested, inner)
            elif check.component == "Class":
                yield self._of_class(check, inner)
            elif check.component in TESTS:
                rejected.append(self._reject(check, value))
            else:
                yield from self._of_all(check, way, shape.path)
        if rejected:
            test = " || ".join(f"({each})" for each in rejected)
            yield pattern if ALWAYS in rejected else _join(pattern, f"FILTER({test})")

    def _nested(self, nodes: Sequence[Node]) -> Iterator[PlannedShape]:
        return (self._plan.shapes[node] for node in nodes if node in self._plan.shapes)

    def _walk(self, way: tuple[Path, ...], end: str | None = None) -> tuple[str, str]:
        """Return the patterns of a way from the focus node, and the variable where it ends."""
        if not way:
            return "", FOCUS
        end = end or self._paths.fresh()
        return self._paths.write_steps(FOCUS, way, end), end

    def _of_class(self, check: Check, way: tuple[Path, ...]) -> str:
        pattern, value = self._walk(way, "?value")
        return _join(pattern, self._lacks_class(check, value))

    def _lacks_class(self, check: Check, value: str) -> str:
        """Return the filter of values without any of the classes."""
        classes: set[NamedNode] = set()
        for term in check.terms:
            below = self._subclasses(term)
            if below is None:
                return ""
            classes |= below
        type_ = self._paths.fresh()
        ordered = sorted(classes, key=str)
        if len(ordered) == 1:
            return f"FILTER NOT EXISTS {{ {value} {TYPE} {ordered[0]} }}"
        return (
            f"FILTER NOT EXISTS {{ {value} {TYPE} {type_} . "
            f"FILTER({type_} IN ({write_list(ordered)})) }}"
        )

    def _reject(self, check: Check, value: str) -> str:
        """Return the test of a value, for shapes that it must conform to too."""
        if check.component == "Or":
            tests = [self._reject_by(nested, value) for nested in check.shapes]
            known = [f"({each})" for each in tests if each != ALWAYS]
            return " && ".join(known) if known else ALWAYS
        if check.component == "RootClass":
            return self._reject_root(check, value)
        return reject(check, value)

    def _reject_by(self, node: Node, value: str) -> str:
        """Return the test that a value may not conform to a shape without a path."""
        shape = self._plan.shapes.get(node)
        if shape is None:
            return "false"
        if shape.path is not None:
            return ALWAYS
        tests = []
        for check in shape.checks:
            if check.component == "Class":
                filtered = self._lacks_class(check, value)
                tests.append(filtered.removeprefix("FILTER ") or ALWAYS)
            elif check.component in ("And", "Node"):
                tests += [self._reject_by(nested, value) for nested in check.shapes]
            elif check.component in TESTS:
                tests.append(self._reject(check, value))
            else:
                return ALWAYS
        return ALWAYS if ALWAYS in tests else " || ".join(f"({t})" for t in tests) or "false"

    def _reject_root(self, check: Check, value: str) -> str:
        tests = []
        for term in check.terms:
            below = self._subclasses(term)
            if below is None:
                return ALWAYS
            tests.append(f"!(isIRI({value}) && {value} IN ({write_list(sorted(below, key=str))}))")
        return " || ".join(tests) or "false"

    def _of_all(self, check: Check, way: tuple[Path, ...], path: Path | None) -> Iterator[str]:
        """Yield the patterns of a constraint on all values of a node together."""
        pattern, node = self._walk(way)
        other = check.terms[0] if check.terms else None
        opaque = isinstance(other, NamedNode) and other in self._opaque
        write = _TOGETHER.get(check.component)
        if check.component == "Closed":
            yield from self._of_closed(check, way, path)
        elif write is None or (opaque and check.component != "HasValue"):
            yield pattern
        else:
            for each in write(self._paths, check, node, path):
                yield _join(pattern, each)

    def _of_closed(self, check: Check, way: tuple[Path, ...], path: Path | None) -> Iterator[str]:
        pattern, node = self._walk(way if path is None else (*way, path))
        if self._opaque:
            yield pattern
            return
        allowed = [term for term in check.terms if isinstance(term, NamedNode)]
        test = f" FILTER(?by NOT IN ({write_list(allowed)}))" if allowed else ""
        yield _join(pattern, f"{node} ?by ?what .{test}")


def _join(*patterns: str) -> str:
    return " ".join(filter(None, patterns))


def _less_values(paths: PathWriter, check: Check, node: str, path: Path | None) -> Iterator[str]:
    if check.count <= 0 or path is None:
        return
    if check.count <= _CHAIN:
        values = [paths.fresh() for _ in range(check.count)]
        ways = " ".join(paths.write(node, path, value) for value in values)
        order = " ".join(
            f"FILTER(STR({one}) < STR({other}))" for one, other in itertools.pairwise(values)
        )
        yield f"FILTER NOT EXISTS {{ {_join(ways, order)} }}"
        return
    # Not MINUS: Virtuoso takes away what it should keep.
    way, number = paths.write(node, path, "?value"), paths.fresh()
    counted = f"SELECT {node} (COUNT(DISTINCT STR(?value)) AS {number}) WHERE {{ {way} }}"
    yield (
        f"OPTIONAL {{ {counted} GROUP BY {node} }} "
        f"FILTER(!BOUND({number}) || {number} < {check.count})"
    )


def _more_values(paths: PathWriter, check: Check, node: str, path: Path | None) -> Iterator[str]:
    if path is None:
        return
    way = paths.write(node, path, "?value")
    if check.count <= 0:
        yield way
        return
    # Not DISTINCT: a store may take two terms for one.
    yield (
        f"{{ SELECT {node} WHERE {{ {way} }} GROUP BY {node} "
        f"HAVING(COUNT(?value) > {check.count}) }}"
    )


def _lacks_value(paths: PathWriter, check: Check, node: str, path: Path | None) -> Iterator[str]:
    (term,) = check.terms
    if path is None:
        yield f"FILTER(!({is_same(node, term)}))"
    else:
        value = paths.fresh()
        way = paths.write(node, path, value)
        yield f"FILTER NOT EXISTS {{ {way} FILTER({is_same(value, term)}) }}"


def _repeats_language(paths: PathWriter, _: Check, node: str, path: Path | None) -> Iterator[str]:
    if path is None:
        return
    one, other = paths.fresh(), paths.fresh()
    ways = f"{paths.write(node, path, one)} {paths.write(node, path, other)}"
    yield (
        f'{ways} FILTER(isLiteral({one}) && isLiteral({other}) && LANG({one}) != "" && '
        f"LCASE(LANG({one})) = LCASE(LANG({other})) && !sameTerm({one}, {other}))"
    )


def _pair(paths: PathWriter, check: Check, node: str, path: Path) -> tuple[str, str, str]:
    """Return the way to the values, that to those of the other property, and a test of identity."""
    own, other = "?value", "?other"
    same = f"(sameTerm({own}, {other}) && (isBlank({own}) || STR({own}) = STR({other})))"
    return paths.write(node, path, own), f"{node} {check.terms[0]} {other} .", same


def _unequal(paths: PathWriter, check: Check, node: str, path: Path | None) -> Iterator[str]:
    if path is None:
        yield ""
        return
    yield from _not_in_other(paths, check, node, path)
    own, other, same = _pair(paths, check, node, path)
    yield f"{other} FILTER NOT EXISTS {{ {own} FILTER{same} }}"


def _not_in_other(paths: PathWriter, check: Check, node: str, path: Path | None) -> Iterator[str]:
    if path is None:
        yield ""
        return
    own, other, same = _pair(paths, check, node, path)
    yield f"{own} FILTER NOT EXISTS {{ {other} FILTER{same} }}"


def _in_both(paths: PathWriter, check: Check, node: str, path: Path | None) -> Iterator[str]:
    if path is None:
        yield f"{node} {check.terms[0]} ?other ."
        return
    own, other, _ = _pair(paths, check, node, path)
    yield f"{own} {other} FILTER(sameTerm(?value, ?other) || STR(?value) = STR(?other))"


def _not_less(paths: PathWriter, check: Check, node: str, path: Path | None) -> Iterator[str]:
    if path is None:
        yield ""
        return
    own, other, _ = _pair(paths, check, node, path)
    wrong = ">=" if check.component == "LessThan" else ">"
    numbers = f"{unordered('?value', 'false')} || {unordered('?other', f'?value {wrong} ?other')}"
    tests = [f"({numbers})"]
    for name, pattern in SORTED.items():
        unsorted = " || ".join(
            f"{is_not_of(each, [XSD + name])} || {unlike(each, pattern)}"
            for each in ("?value", "?other")
        )
        tests.append(f"({unsorted} || STR(?value) {wrong} STR(?other))")
    yield f"{own} {other} FILTER({' && '.join(tests)})"


_TOGETHER: Final[Mapping[str, Callable[..., Iterator[str]]]] = {
    "Disjoint": _in_both,
    "Equals": _unequal,
    "HasValue": _lacks_value,
    "LessThan": _not_less,
    "LessThanOrEquals": _not_less,
    "MaxCount": _more_values,
    "MinCount": _less_values,
    "QualifiedMaxCount": _more_values,
    "SubsetOf": _not_in_other,
    "UniqueLang": _repeats_language,
}
"""The constraints on all values together of which a store can tell who surely keeps them."""
