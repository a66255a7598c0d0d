"""What makes a result the same in two runs, though lines have moved and labels are new."""

from __future__ import annotations

import re
from functools import cache
from hashlib import sha256
from pathlib import Path
from posixpath import relpath
from typing import TYPE_CHECKING, Final

from pyoxigraph import BlankNode, NamedNode, Triple

from visitkg.shacl.path import render_path
from visitkg.shacl.result import component_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from visitkg.errors import Position
    from visitkg.shacl.index import Term
    from visitkg.shacl.result import ValidationResult

_DIGITS: Final = 16
_FILE: Final = "file://"
_REPEATABLE: Final = frozenset(
    {"Class", "Disjoint", "Equals", "HasValue", "LessThan", "LessThanOrEquals", "Node", "Not"}
)
"""Constraints with one parameter that a shape may have several of: the parameter tells which."""
_LABEL: Final = re.compile(r"_:[^\s,;\])}]+")
_PUNCTUATION: Final = " ;,."
"""What may end a line and changes when something is added below it."""


def fingerprints(
    results: Sequence[ValidationResult],
    read_line: Callable[[str, int], str | None],
    *,
    root: Path | None = None,
) -> list[str]:
    """Return sixteen hexadecimal digits for each result, no two of them equal.

    A result keeps them while it has the same component, shape, focus node, path and value,
    wherever these are written and whatever else the report holds. A blank node has no name that
    would last: it is known by the text of the line where the result stands, and a blank shape by
    that of its constraint; ``read_line`` returns the text of a line in the file with a path. IRIs
    of files are named from ``root``, by default the working directory, so that they are the same
    on every machine. Results that are alike in all this are counted, in the order of their places.
    """
    identities = _Identities(read_line, root)
    alike: dict[str, list[int]] = {}
    for index, result in enumerate(results):
        alike.setdefault(identities.identify(result), []).append(index)
    prints = [""] * len(results)
    for identity, indexes in alike.items():
        if len(indexes) > 1:
            indexes.sort(key=lambda index: _place_key(results[index].position))
        for number, index in enumerate(indexes):
            text = f"{identity}\n{number}".encode("utf-8", "surrogatepass")
            prints[index] = sha256(text).hexdigest()[:_DIGITS]
    return prints


def places_to_read(results: Iterable[ValidationResult]) -> Iterator[Position]:
    """Yield the places whose lines ``fingerprints`` reads: those of blank nodes and shapes."""
    for result in results:
        terms = (result.focus_node, result.value_node)
        if result.position and any(map(_has_blank, terms)):
            yield result.position
        if result.shape_position and (
            _has_blank(result.source_shape) or _has_blank(result.source_constraint)
        ):
            yield result.shape_position


def name_iri(iri: str, root: Path) -> str:
    """Return the IRI of a file relative to that of a folder, any other as it is."""
    if not iri.startswith(_FILE):
        return iri
    return relpath(iri.removeprefix(_FILE), root.resolve().as_uri().removeprefix(_FILE))


def _has_blank(term: Term | None) -> bool:
    if isinstance(term, Triple):
        return _has_blank(term.subject) or _has_blank(term.object)
    return isinstance(term, BlankNode)


def _place_key(place: Position | None) -> tuple[str, int, int]:
    return (place.path, place.line or 0, place.column or 0) if place else ("", 0, 0)


class _Identities:
    """Writes what a result is known by; what was written once is kept."""

    def __init__(self, read_line: Callable[[str, int], str | None], root: Path | None) -> None:
        self._read_line = read_line
        self._root = root or Path.cwd()
        self._line = cache(self._read)
        self._iri = cache(self._name)

    def identify(self, result: ValidationResult) -> str:
        """Return a line for each part of the identity: no part holds a line end."""
        path = result.result_path
        parameters = (
            [term for term in result.parameters if not isinstance(term, BlankNode)]
            if component_name(result) in _REPEATABLE
            else []
        )
        return "\n".join(
            (
                self._iri(result.source_constraint_component.value),
                self._write(result.source_shape, result.shape_position),
                self._write(result.source_constraint, result.shape_position),
                " ".join(self._write(term, None) for term in parameters),
                self._write(result.focus_node, result.position),
                "" if path is None else render_path(path, lambda step: self._iri(step.value)),
                self._write(result.value_node, result.position),
            )
        )

    def _write(self, term: Term | None, place: Position | None) -> str:
        """Return a term on one line; a blank node as the line at ``place``."""
        if term is None:
            return ""
        if isinstance(term, NamedNode):
            return self._iri(term.value)
        if isinstance(term, BlankNode):
            return f"_: {self._line(place)}"
        if isinstance(term, Triple):
            return f"<<( {' '.join(self._write(part, place) for part in term)} )>>"
        return str(term)

    def _name(self, iri: str) -> str:
        return f"<{name_iri(iri, self._root)}>"

    def _read(self, place: Position | None) -> str:
        """Return the text at a place without labels, and without what only leads on from it."""
        if place is None or place.line is None:
            return ""
        line = self._read_line(place.path, place.line) or ""
        return _LABEL.sub("_:", " ".join(line.split())).rstrip(_PUNCTUATION)
