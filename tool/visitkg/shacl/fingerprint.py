"""What makes a result the same in the next run, wherever it stands then.

A result is known by what it says: component, shape, focus node, path and value. A blank node has no
name that lasts, so the text of the line on which it is written stands for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import BlankNode

from visitkg.shacl.path import render_path

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from visitkg.errors import Position
    from visitkg.shacl.index import Term
    from visitkg.shacl.result import ValidationResult

    ReadLine = Callable[[str, int], str | None]

_DIGITS: Final = 16


def fingerprints(results: Sequence[ValidationResult], read_line: ReadLine) -> list[str]:
    """Return 16 hexadecimal digits for each result, no two of them the same.

    ``read_line`` gives the text of a line by its path and number, or None. Results that say the
    same are told apart by their order.
    """
    # Imported here: most reports have no need of it.
    from hashlib import sha256

    seen: dict[str, int] = {}
    found = []
    for result in results:
        text = identity(result, read_line)
        seen[text] = seen.get(text, 0) + 1
        digest = sha256(f"{text}\n{seen[text]}".encode()).hexdigest()
        found.append(digest[:_DIGITS])
    return found


def identity(result: ValidationResult, read_line: ReadLine) -> str:
    """Return what a result says, in lines; equal for results that say the same."""
    path = result.result_path
    return "\n".join(
        (
            result.source_constraint_component.value,
            _name(result.source_shape, result.shape_position, read_line),
            _name(result.focus_node, result.position, read_line),
            "" if path is None else render_path(path),
            _name(result.value_node, result.position, read_line),
        )
    )


def _name(term: Term | None, position: Position | None, read_line: ReadLine) -> str:
    if term is None:
        return ""
    if not isinstance(term, BlankNode):
        return str(term)
    if position is None or position.line is None:
        return "[]"
    return f"[] {(read_line(position.path, position.line) or '').strip()}"
