"""How reports for people call terms, paths, shapes and places."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import BlankNode, Literal, NamedNode

from visitkg.graph.term import IriWriter, write_literal
from visitkg.shacl.path import render_path
from visitkg.shacl.report_characters import one_line, printable, shorten
from visitkg.shacl.result import component_name
from visitkg.terms import COMMON_PREFIXES, SH

if TYPE_CHECKING:
    from collections.abc import Mapping

    from visitkg.errors import Position
    from visitkg.shacl.index import Node, Term
    from visitkg.shacl.path import Path
    from visitkg.shacl.result import UnmatchedTarget, ValidationReport, ValidationResult

_WIDEST_VALUE: Final = 80
"""A longer value is cut: the place leads to the whole of it."""
_WIDEST_TRIPLE: Final = 200
_WIDEST_LABEL: Final = 60
_MOST_PARAMETERS: Final = 4


class Wording:
    """Writes what one report speaks of; what was written once is kept."""

    __slots__ = ("_iris", "_labels", "_paths", "_shapes", "_terms")

    def __init__(self, report: ValidationReport, prefixes: Mapping[str, str]) -> None:
        self._iris = IriWriter({**COMMON_PREFIXES, **report.prefixes, **prefixes})
        self._labels = report.labels
        self._shapes = report.checked_shapes
        self._terms: dict[Term, str] = {}
        self._paths: dict[Path, str] = {}

    def term(self, term: Term) -> str:
        """Return a term as Turtle writes it on one line, with CURIEs; a long literal is cut."""
        text = self._terms.get(term)
        if text is None:
            text = self._terms[term] = self._write(term)
        return text

    def _write(self, term: Term) -> str:
        if isinstance(term, NamedNode):
            return printable(self._iris.write(term.value))
        if isinstance(term, BlankNode):
            return "[]"
        if isinstance(term, Literal):
            return shorten(one_line(write_literal(_cut(term), self._iris)), _WIDEST_VALUE)
        return shorten(f"<<( {' '.join(map(self._write, term))} )>>", _WIDEST_TRIPLE)

    def label(self, term: Term) -> str | None:
        """Return the label of a term on one line, if it has one."""
        label = self._labels.get(term)
        return shorten(one_line(label[: 2 * _WIDEST_LABEL]), _WIDEST_LABEL) if label else None

    def labelled(self, term: Term) -> str:
        """Return a term with its label in parentheses, if it has one."""
        label = self.label(term)
        return f"{self.term(term)} ({label})" if label else self.term(term)

    def path(self, path: Path) -> str:
        """Return a path as SPARQL writes it, with CURIEs."""
        text = self._paths.get(path)
        if text is None:
            text = self._paths[path] = render_path(path, self.term)
        return text

    def shape(self, result: ValidationResult) -> str:
        """Return the name of the shape that a result breaks; without one, where it stands."""
        shape = result.source_shape
        return self.shape_node(shape, result.shape_position)

    def shape_node(self, shape: Node, position: Position | None = None) -> str:
        """Return the name of a shape; one without a name is told by where it is written."""
        if isinstance(shape, NamedNode):
            return self.term(shape)
        place = self._shapes.get(shape) or position
        return f"the shape at {write_place(place)}" if place else "a shape without a name"

    def constraint(self, result: ValidationResult) -> str:
        """Return the constraint that a result breaks, as its shape writes it: ``sh:maxCount 1``."""
        component = result.source_constraint_component
        if not component.value.startswith(SH):
            return self.term(component)
        name = component_name(result)
        parameters = () if name == "Closed" else result.parameters
        named = [self.term(term) for term in parameters if not isinstance(term, BlankNode)]
        if len(named) > _MOST_PARAMETERS:
            named[_MOST_PARAMETERS - 1 :] = ["..."]
        keyword = name.lower() if name.isupper() else f"{name[:1].lower()}{name[1:]}"
        return " ".join([f"sh:{keyword}", *named])

    def context(self, result: ValidationResult) -> str:
        """Return focus node, path and value, as far as there are any."""
        parts = [f"focus {self.labelled(result.focus_node)}"]
        if result.result_path is not None:
            parts.append(f"path {self.path(result.result_path)}")
        if result.value_node is not None and result.value_node != result.focus_node:
            parts.append(f"value {self.labelled(result.value_node)}")
        return ", ".join(parts)

    def target(self, target: UnmatchedTarget) -> str:
        """Return what selects nothing, as a sentence without its full stop."""
        value = self.labelled(target.value)
        if target.shape == target.value:
            what = f"the class {value}, which is its own shape,"
        else:
            shape = self.shape_node(target.shape, target.position)
            what = f"{shape} {self.term(target.predicate)} {value}"
        return f"{what} selects nothing in the data"


def place_of(result: ValidationResult) -> Position | None:
    """Return where a result is told: in the data, else at its constraint."""
    return result.position or result.shape_position


def write_place(position: Position) -> str:
    """Return ``path:line:column`` as far as they are known, on one line.

    A file called ``::error`` is not to be taken for a command of GitHub Actions.
    """
    place = printable(str(position))
    return f"./{place}" if place.startswith("::") else place


def _cut(literal: Literal) -> Literal:
    """Return the literal, or, of one that is too long to be shown, only its begin."""
    value = literal.value
    if len(value) <= 2 * _WIDEST_VALUE:
        return literal
    value = value[: 2 * _WIDEST_VALUE]
    if literal.language:
        return Literal(value, language=literal.language, direction=literal.direction)
    return Literal(value, datatype=literal.datatype)
