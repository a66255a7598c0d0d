"""Patterns in SPARQL that each focus node matches which breaks a shape, and perhaps others do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode

from visitkg.shacl.endpoint.reject import ALWAYS, reject
from visitkg.shacl.endpoint.together import TOGETHER, lacks_values
from visitkg.shacl.endpoint.unroll import unroll
from visitkg.shacl.endpoint.write import PathWriter, is_written, write_list
from visitkg.shacl.nodes.table import TESTS
from visitkg.terms import RDF

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from visitkg.shacl.index import Node, Term
    from visitkg.shacl.path import Path
    from visitkg.shacl.plan import Check, Plan, PlannedShape

FOCUS: Final = "?focus"
_TYPE: Final = NamedNode(RDF + "type")
TYPE: Final = str(_TYPE)

_MOST: Final = 200
"""Constraints of one shape and those that it refers to; of more, all focus nodes are suspect."""
_LONGEST: Final = 10_000
"""So long a test of a value is written; of a longer one, all values are suspect."""
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
        self._rejected: dict[tuple[Node, str], str] = {}
        self._failing: dict[tuple[Node, str], str | None] = {}

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
        unrolled = None if shape.path is None else unroll(shape.path)
        path = unrolled.path if unrolled else shape.path
        if not is_written(path, self._opaque):
            yield self._walk(way)[0]
            return
        if unrolled:
            for longer in unrolled.longer:
                yield self._walk((*way, longer), "?value")[0]
        inner = way if path is None else (*way, path)
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
                yield from self._of_all(check, way, path)
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
        match check.component:
            case "Or":
                tests = [self._reject_by(nested, value) for nested in check.shapes]
                known = [f"({each})" for each in tests if each != ALWAYS]
                return " && ".join(known) if known else ALWAYS
            case "Xone":
                return self._reject_xone(check, value)
            case "Not":
                (nested,) = check.shapes
                failing = self._fail_by(nested, value)
                return ALWAYS if failing is None else f"!({failing})"
            case "RootClass":
                return self._reject_root(check, value)
            case _:
                return reject(check, value)

    def _reject_xone(self, check: Check, value: str) -> str:
        """Return the test that a value may conform to none of the shapes, or to two."""
        rejected = [self._reject_by(nested, value) for nested in check.shapes]
        failing = [self._fail_by(nested, value) for nested in check.shapes]
        one: list[str] = []
        for place, test in enumerate(rejected):
            others = failing[:place] + failing[place + 1 :]
            if test != ALWAYS and None not in others:
                one.append(" && ".join([f"!({test})", *(f"({other})" for other in others)]))
        return f"!({' || '.join(f'({each})' for each in one)})" if one else ALWAYS

    def _reject_by(self, node: Node, value: str) -> str:
        """Return the test that a value may not conform to a shape without a path."""
        key = node, value
        if key not in self._rejected:
            test = self._write_reject(node, value)
            self._rejected[key] = test if len(test) <= _LONGEST else ALWAYS
        return self._rejected[key]

    def _write_reject(self, node: Node, value: str) -> str:
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

    def _fail_by(self, node: Node, value: str) -> str | None:
        """Return the test that a value surely doesn't conform to a shape, None if none can tell."""
        key = node, value
        if key not in self._failing:
            test = self._write_fail(node, value)
            self._failing[key] = None if test is not None and len(test) > _LONGEST else test
        return self._failing[key]

    def _write_fail(self, node: Node, value: str) -> str | None:
        shape = self._plan.shapes.get(node)
        if shape is None or not is_written(shape.path, self._opaque):
            return None
        tests: list[str] = []
        for check in shape.checks:
            if check.component == "MinCount" and check.count > 0 and shape.path is not None:
                way = self._paths.write(value, shape.path, self._paths.fresh())
                tests.append(f"NOT EXISTS {{ {way} }}")
                continue
            end = value if shape.path is None else self._paths.fresh()
            test = self._fail(check, end)
            if test is not None and shape.path is not None:
                way = self._paths.write(value, shape.path, end)
                test = f"EXISTS {{ {way} FILTER({test}) }}"
            if test is not None:
                tests.append(test)
        return " || ".join(f"({test})" for test in tests) or None

    def _fail(self, check: Check, value: str) -> str | None:
        """Return the test that a value surely breaks a constraint, None if none can tell."""
        if check.component == "Class":
            if _TYPE in self._opaque:
                return None
            return self._lacks_class(check, value).removeprefix("FILTER ") or None
        if check.component == "NodeKind":
            return reject(check, value)
        if check.component in ("And", "Node"):
            tests = [self._fail_by(nested, value) for nested in check.shapes]
            known = [f"({each})" for each in tests if each is not None]
            return " || ".join(known) or None
        return None

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
        write = TOGETHER.get(check.component)
        if check.component == "Closed":
            yield from self._of_closed(check, way, path)
        elif check.component == "QualifiedMinCount":
            yield _join(pattern, self._lacks_qualified(check, node, path))
        elif write is None or (opaque and check.component != "HasValue"):
            yield pattern
        else:
            for each in write(self._paths, check, node, path):
                yield _join(pattern, each)

    def _lacks_qualified(self, check: Check, node: str, path: Path | None) -> str:
        """Return the filter of nodes with too few values that surely count; empty for all nodes."""
        if path is None or check.count <= 0:
            return ""

        def accept(value: str) -> str | None:
            tests = [self._reject_by(nested, value) for nested in check.shapes]
            siblings = [self._fail_by(sibling, value) for sibling in check.siblings]
            if ALWAYS in tests or None in siblings:
                return None
            return " && ".join(
                [*(f"!({each})" for each in tests), *(f"({each})" for each in siblings)]
            )

        return lacks_values(self._paths, check.count, node, path, accept) or ""

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
