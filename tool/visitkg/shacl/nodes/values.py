"""Checks that look at all value nodes together: https://www.w3.org/TR/shacl/#core-components-count.

Each gives a function from the focus node and its values to the values that break the check, None
for what no value stands for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitkg.shacl.facts import LITERAL

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import TypeAlias

    from visitkg.shacl.nodes.context import Run
    from visitkg.shacl.plan import Check

    Find: TypeAlias = Callable[[int, Sequence[int]], Iterable[int | None]]


def bind_min_count(_: Run, check: Check) -> Find:
    """Fail once if there are fewer values than the number."""
    least = check.count
    return lambda _, values: (None,) if len(values) < least else ()


def bind_max_count(_: Run, check: Check) -> Find:
    """Fail once if there are more values than the number."""
    most = check.count
    return lambda _, values: (None,) if len(values) > most else ()


def bind_has_value(run: Run, check: Check) -> Find:
    """Fail once if the term is not among the values."""
    (code,) = (run.code(term) for term in check.terms)
    return lambda _, values: () if code in values else (None,)


def bind_unique_lang(run: Run, _: Check) -> Find:
    """Fail once for each language that more than one value has."""
    facts = run.facts

    def find(_: int, values: Sequence[int]) -> Iterable[None]:
        counts: dict[str, int] = {}
        for value in values:
            if facts.kind(value) == LITERAL:
                language = facts.literal(value)[2].lower()
                counts[language] = counts.get(language, 0) + 1
        counts.pop("", None)
        return [None for count in counts.values() if count > 1]

    return find
