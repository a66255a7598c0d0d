"""Patterns of nodes that may break a constraint on all values of a path together."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode

from visitkg.shacl.endpoint.lexical import SORTED
from visitkg.shacl.endpoint.reject import unlike, unordered
from visitkg.shacl.endpoint.write import is_not_of, is_same
from visitkg.terms import XSD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from visitkg.shacl.endpoint.write import PathWriter
    from visitkg.shacl.path import Path
    from visitkg.shacl.plan import Check

_CHAIN: Final = 3
"""So many values are told apart one by one; more are counted."""


def lacks_values(
    paths: PathWriter, count: int, node: str, path: Path, accept: Callable[[str], str | None]
) -> str | None:
    """Return the filter of nodes with fewer values that are surely accepted.

    ``accept`` writes the test of a variable; None if it can't, or there are too many values.
    """
    values = [paths.fresh() for _ in range(min(count, _CHAIN))]
    tests = [accept(value) for value in values]
    if count > _CHAIN or None in tests:
        return None
    ways = " ".join(paths.write(node, path, value) for value in values)
    filters = "".join(f" FILTER({test})" for test in tests if test != "true")
    order = "".join(
        f" FILTER(STR({one}) < STR({other}))" for one, other in itertools.pairwise(values)
    )
    return f"FILTER NOT EXISTS {{ {ways}{filters}{order} }}"


def _less_values(paths: PathWriter, check: Check, node: str, path: Path | None) -> Iterator[str]:
    if check.count <= 0 or path is None:
        return
    if check.count == 1 and not isinstance(path, NamedNode):
        # Some stores walk each way from its end where it must not exist.
        value = paths.fresh()
        yield f"OPTIONAL {{ {paths.write(node, path, value)} }} FILTER(!BOUND({value}))"
        return
    few = lacks_values(paths, check.count, node, path, lambda _: "true")
    if few is not None:
        yield few
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
    way, language = paths.write(node, path, "?value"), paths.fresh()
    test = 'FILTER(isLiteral(?value) && LANG(?value) != "")'
    yield (
        f"{{ SELECT {node} WHERE {{ {way} {test} BIND(LCASE(LANG(?value)) AS {language}) }} "
        f"GROUP BY {node} {language} HAVING(COUNT(?value) > 1) }}"
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
    for name, pattern in SORTED:
        unsorted = " || ".join(
            f"{is_not_of(each, [XSD + name])} || {unlike(each, pattern)}"
            for each in ("?value", "?other")
        )
        tests.append(f"({unsorted} || STR(?value) {wrong} STR(?other))")
    yield f"{own} {other} FILTER({' && '.join(tests)})"


TOGETHER: Final[Mapping[str, Callable[..., Iterator[str]]]] = {
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
