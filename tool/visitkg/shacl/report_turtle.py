"""A validation report as Turtle: https://www.w3.org/TR/shacl/#results-validation-report.

Written by hand rather than from triples: the results stay in their order, and a hundred thousand
of them take seconds.
"""

from __future__ import annotations

from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING, Final

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from visitkg.graph.term import IriWriter, write_iri, write_literal
from visitkg.shacl.path import UNARY, AlternativePath, SequencePath
from visitkg.shacl.report_rdf import describe_problem
from visitkg.terms import COMMON_PREFIXES, RDFS, SH

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from visitkg.shacl.index import Term
    from visitkg.shacl.path import Path
    from visitkg.shacl.result import ValidationReport, ValidationResult

_INDENT: Final = "    "


def render_turtle(report: ValidationReport, prefixes: Mapping[str, str]) -> str:
    """Return the report graph, with the prefixes that it uses; results keep their order."""
    iris = IriWriter({**COMMON_PREFIXES, **report.prefixes, **prefixes})
    writer = _Writer(iris, _label_nodes(report.results))
    body = "\n".join(writer.report(report))
    header = "".join(
        f"@prefix {prefix}: {write_iri(iris.used[prefix])} .\n" for prefix in sorted(iris.used)
    )
    return f"{header}\n{body}\n"


class _Writer:
    """Writes the results of one report; what was written once is kept, for it comes again."""

    def __init__(self, iris: IriWriter, labels: Mapping[BlankNode, str]) -> None:
        self._iris = iris
        self._labels = labels
        self._terms: dict[Term, str] = {}
        self._paths: dict[Path, str] = {}
        self._sh = {name: iris.write(SH + name) for name in _NAMES}

    def report(self, report: ValidationReport) -> Iterator[str]:
        """Yield the lines of a sh:ValidationReport."""
        sh = self._sh
        yield f"[]\n{_INDENT}a {sh['ValidationReport']} ;"
        yield f"{_INDENT}{sh['conforms']} {str(report.conforms).lower()} ;"
        if any(problem.fatal for problem in report.problems):
            yield f"{_INDENT}{sh['shapesGraphWellFormed']} false ;"
        for problem in report.problems:
            comment = write_literal(Literal(describe_problem(problem)), self._iris)
            yield f"{_INDENT}{self._iris.write(RDFS + 'comment')} {comment} ;"
        for result in report.results:
            yield from self._result(sh["result"], result, _INDENT)
        yield f"{_INDENT}."

    def _result(self, predicate: str, result: ValidationResult, indent: str) -> Iterator[str]:
        sh, deeper = self._sh, indent + _INDENT
        yield f"{indent}{predicate} ["
        yield f"{deeper}a {sh['ValidationResult']} ;"
        yield f"{deeper}{sh['focusNode']} {self._term(result.focus_node)} ;"
        if result.result_path is not None:
            yield f"{deeper}{sh['resultPath']} {self._path(result.result_path)} ;"
        if result.value_node is not None:
            yield f"{deeper}{sh['value']} {self._term(result.value_node)} ;"
        yield f"{deeper}{sh['resultSeverity']} {self._term(result.severity)} ;"
        for message in result.messages:
            yield f"{deeper}{sh['resultMessage']} {self._term(message)} ;"
        component = self._term(result.source_constraint_component)
        yield f"{deeper}{sh['sourceConstraintComponent']} {component} ;"
        if result.source_constraint is not None:
            yield f"{deeper}{sh['sourceConstraint']} {self._term(result.source_constraint)} ;"
        yield f"{deeper}{sh['sourceShape']} {self._term(result.source_shape)} ;"
        for detail in result.detail:
            yield from self._result(sh["detail"], detail, deeper)
        yield f"{indent}] ;"

    def _term(self, term: Term) -> str:
        text = self._terms.get(term)
        if text is None:
            text = self._terms[term] = self._write(term)
        return text

    def _write(self, term: Term) -> str:
        if isinstance(term, NamedNode):
            return self._iris.write(term.value)
        if isinstance(term, Literal):
            return write_literal(term, self._iris)
        if isinstance(term, BlankNode):
            return self._labels.get(term, "[]")
        return f"<<( {' '.join(map(self._write, term))} )>>"

    def _path(self, path: Path) -> str:
        text = self._paths.get(path)
        if text is None:
            text = self._paths[path] = self._write_path(path)
        return text

    def _write_path(self, path: Path) -> str:
        if isinstance(path, NamedNode):
            return self._iris.write(path.value)
        if isinstance(path, SequencePath):
            return f"( {' '.join(map(self._write_path, path.steps))} )"
        if isinstance(path, AlternativePath):
            choices = " ".join(map(self._write_path, path.choices))
            return f"[ {self._sh['alternativePath']} ( {choices} ) ]"
        keyword = next(word for word, kind in UNARY.items() if isinstance(path, kind))
        return f"[ {self._sh[keyword]} {self._write_path(path.path)} ]"


def _label_nodes(results: Iterable[ValidationResult]) -> dict[BlankNode, str]:
    """Return the labels of the blank nodes that more than one place of the report speaks of.

    Those inside a triple term are among them, for their brackets would read badly there.
    """
    counts = Counter(chain.from_iterable(map(_nodes, results)))
    shared = (node for node, count in counts.items() if count > 1)
    return {node: f"_:b{number}" for number, node in enumerate(shared, start=1)}


def _nodes(result: ValidationResult) -> Iterator[BlankNode]:
    for term in (
        result.focus_node,
        result.value_node,
        result.source_shape,
        result.source_constraint,
    ):
        if isinstance(term, BlankNode):
            yield term
        elif isinstance(term, Triple):
            yield from _nodes_inside(term)
    for detail in result.detail:
        yield from _nodes(detail)


def _nodes_inside(triple: Triple) -> Iterator[BlankNode]:
    for term in triple:
        if isinstance(term, BlankNode):
            yield from (term, term)
        elif isinstance(term, Triple):
            yield from _nodes_inside(term)


_NAMES: Final = (
    "ValidationReport",
    "ValidationResult",
    "alternativePath",
    "conforms",
    "detail",
    "focusNode",
    "result",
    "resultMessage",
    "resultPath",
    "resultSeverity",
    "shapesGraphWellFormed",
    "sourceConstraint",
    "sourceConstraintComponent",
    "sourceShape",
    "value",
    *UNARY,
)
