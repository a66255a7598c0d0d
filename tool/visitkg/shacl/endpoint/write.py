"""Terms and paths as queries have them; a path is written as triple patterns.

Stores differ in how they walk property paths; triple patterns are the same to all of them.
"""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Final

from pyoxigraph import BlankNode, Literal, NamedNode

from visitkg.shacl.path import AlternativePath, InversePath, SequencePath

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from visitkg.shacl.index import Term
    from visitkg.shacl.path import Path

_LONGEST: Final = 40
"""A path of more triple patterns is not written."""


def write_string(text: str) -> str:
    """Return a text as a literal of a query."""
    return str(Literal(text))


def write_list(terms: Iterable[Term | str]) -> str:
    """Return terms one behind the other, as IN has them."""
    return ", ".join(map(str, terms))


def write_choice(variable: str, terms: Iterable[NamedNode]) -> str:
    """Return the pattern that gives a variable each of some IRIs."""
    return f"VALUES {variable} {{ {' '.join(map(str, terms))} }}"


def is_same(variable: str, term: Term) -> str:
    """Return the test that a variable is a term, not only equal to it by value.

    A store may spell a literal of a query otherwise before it compares; its text it can't.
    """
    if isinstance(term, NamedNode):
        return f"{variable} = {term}"
    if not isinstance(term, Literal):
        return "false"
    tests = [f"isLiteral({variable})", f"STR({variable}) = {write_string(term.value)}"]
    tests.append(f"LANG({variable}) = {write_string(term.language or '')}")
    if not term.language:
        tests.append(f"DATATYPE({variable}) = {term.datatype}")
    return f"({' && '.join(tests)})"


def is_not_of(variable: str, datatypes: Iterable[str]) -> str:
    """Return the test that a value is no literal of some datatypes.

    The language comes first: to some stores a text with a language has no datatype.
    """
    iris = write_list(f"<{datatype}>" for datatype in datatypes)
    return (
        f'!isLiteral({variable}) || LANG({variable}) != "" || DATATYPE({variable}) NOT IN ({iris})'
    )


def is_written(path: Path | None, opaque: frozenset[NamedNode]) -> bool:
    """Return whether a path can be written: it repeats nothing, and names nothing ``opaque``."""
    return path is None or _size(path, opaque) <= _LONGEST


def _size(path: Path, opaque: frozenset[NamedNode]) -> int:
    match path:
        case NamedNode():
            return _LONGEST + 1 if path in opaque else 1
        case InversePath(inner):
            return _size(inner, opaque)
        case SequencePath(parts) | AlternativePath(parts):
            return sum(_size(part, opaque) for part in parts)
        case _:
            return _LONGEST + 1


class PathWriter:
    """Writes paths, with new variables between their steps."""

    def __init__(self) -> None:
        self._numbers: Iterator[int] = count()

    def fresh(self) -> str:
        """Return a variable that nothing else names."""
        return f"?v{next(self._numbers)}"

    def write(self, start: str, path: Path, end: str) -> str:
        """Return the patterns that lead from one variable to another."""
        match path:
            case NamedNode():
                return f"{start} {path} {end} ."
            case InversePath(inner):
                return self.write(end, inner, start)
            case AlternativePath(choices):
                return " UNION ".join(f"{{ {self.write(start, each, end)} }}" for each in choices)
            case SequencePath(steps):
                return self.write_steps(start, steps, end)
            case _:
                raise ValueError(path)

    def write_steps(self, start: str, steps: tuple[Path, ...], end: str) -> str:
        """Return the patterns of one path after the other, at least one."""
        places = [start, *(self.fresh() for _ in steps[1:]), end]
        return " ".join(
            self.write(before, step, after)
            for before, step, after in zip(places, steps, places[1:], strict=False)
        )


def is_blank(term: Term | None) -> bool:
    """Return whether a term is a blank node."""
    return isinstance(term, BlankNode)
