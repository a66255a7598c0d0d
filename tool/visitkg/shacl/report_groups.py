"""Results in the order in which people read files, and which of them are alike."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, TypeAlias

from visitkg.shacl.report_wording import place_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pyoxigraph import NamedNode

    from visitkg.shacl.index import Node
    from visitkg.shacl.result import ValidationResult

Kind: TypeAlias = "tuple[Node, NamedNode, Node | None, NamedNode]"


def kind_of(result: ValidationResult) -> Kind:
    """Return what alike results share: shape, component, SPARQL constraint and severity."""
    return (
        result.source_shape,
        result.source_constraint_component,
        result.source_constraint,
        result.severity,
    )


def group_alike(results: Iterable[ValidationResult]) -> dict[Kind, list[ValidationResult]]:
    """Return the results of each kind, kinds and results in the order in which they come."""
    groups: dict[Kind, list[ValidationResult]] = {}
    for result in results:
        groups.setdefault(kind_of(result), []).append(result)
    return groups


def in_reading_order(results: Iterable[ValidationResult]) -> list[ValidationResult]:
    """Return the results by line and column of each file, files as they come.

    Last are those that stand nowhere in the data.
    """
    files: dict[tuple[bool, str], list[ValidationResult]] = {}
    for result in results:
        place = place_of(result)
        files.setdefault((result.position is None, place.path if place else ""), []).append(result)
    ordered = sorted(files, key=lambda key: key[0])
    return [result for file in ordered for result in sorted(files[file], key=_line_and_column)]


def _line_and_column(result: ValidationResult) -> tuple[int, int]:
    place = place_of(result)
    return (place.line or 0, place.column or 0) if place else (0, 0)


def choose_shown(
    results: Iterable[ValidationResult], limit: int | None
) -> Iterator[tuple[ValidationResult, int]]:
    """Yield the first ``limit`` results of each kind, with the last one how many more there are."""
    ordered = in_reading_order(results)
    if limit is None:
        yield from ((result, 0) for result in ordered)
        return
    totals = Counter(map(kind_of, ordered))
    seen: Counter[Kind] = Counter()
    for result in ordered:
        kind = kind_of(result)
        seen[kind] += 1
        if seen[kind] <= limit:
            yield result, totals[kind] - limit if seen[kind] == limit else 0
