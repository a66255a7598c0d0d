"""Regular expressions in shapes: https://www.w3.org/TR/shacl/#PatternConstraintComponent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeGuard

from pyoxigraph import Literal, NamedNode

from visitkg.shacl.result import ShapeProblem
from visitkg.terms import SH, XSD

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from visitkg.shacl.index import Index, Node, Term

_FLAGS: Final = NamedNode(SH + "flags")
_PATTERN: Final = NamedNode(SH + "pattern")


def check_patterns(index: Index, nodes: Collection[Node]) -> Iterator[ShapeProblem]:
    """Yield a fatal problem for each regular expression that, with its flags, can't be matched."""
    for node in nodes:
        values = index.values(node)
        if _FLAGS in values or _PATTERN in values:
            flags = next(filter(_is_string, values.get(_FLAGS, ())), None)
            fault = _find_fault("", flags.value) if flags else None
            if fault:
                yield ShapeProblem(
                    f"sh:flags {flags} can't be used: {fault}",
                    "Remove it.",
                    index.position(node, _FLAGS, flags) if flags else None,
                    fatal=True,
                )
                continue
            for pattern in filter(_is_string, values.get(_PATTERN, ())):
                fault = _find_fault(pattern.value, flags.value if flags else "")
                if fault:
                    yield ShapeProblem(
                        f"sh:pattern {pattern} can't be used: {fault}",
                        "Mend it; https://www.w3.org/TR/xpath-functions-31/#regex-syntax "
                        "describes them.",
                        index.position(node, _PATTERN, pattern),
                        fatal=True,
                    )


def _is_string(value: Term) -> TypeGuard[Literal]:
    return isinstance(value, Literal) and value.datatype.value == XSD + "string"


def _find_fault(pattern: str, flags: str) -> str | None:
    # Imported here: most shapes have no pattern.
    from visitkg.shacl.pattern import compile_pattern

    try:
        compile_pattern(pattern, flags)
    except ValueError as error:
        return str(error)
    return None
