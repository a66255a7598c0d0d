"""The W3C SHACL test suite: whole reports compared, as the suite asks.

https://w3c.github.io/data-shapes/data-shapes-test-suite/
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import urlsplit
from urllib.request import url2pathname

import pytest
from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    Literal,
    NamedNode,
    Quad,
    RdfFormat,
    parse,
)

from visitkg.errors import InputError
from visitkg.graph.parse import Located, read_triples
from visitkg.shacl.index import TYPE, Index
from visitkg.shacl.report_turtle import render_turtle
from visitkg.shacl.run import validate
from visitkg.terms import SH

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from visitkg.errors import Position
    from visitkg.shacl.index import Term
    from visitkg.shacl.result import ValidationResult

MANIFEST: Final = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
SUITE: Final = "http://www.w3.org/ns/shacl-test#"
REPORT: Final = NamedNode(SH + "ValidationReport")
RESULT: Final = NamedNode(SH + "ValidationResult")
MESSAGE: Final = NamedNode(SH + "resultMessage")

COMPARED: Final = {TYPE} | {
    NamedNode(SH + name)
    for name in (
        "conforms",
        "focusNode",
        "result",
        "resultPath",
        "resultSeverity",
        "sourceConstraint",
        "sourceConstraintComponent",
        "sourceShape",
        "value",
    )
}
"""What counts of a report and its results; messages only where the expected report has some."""

FOLLOWED: Final = {NamedNode(SH + "result"), NamedNode(SH + "resultPath")}
"""What leads to further parts of the report; other blank nodes are those of data and shapes."""

ENGINES: Final = ("auto", "nodes", "columns")


class Case(NamedTuple):
    """A test of the suite; its ``report`` is None where a failure is expected."""

    name: str
    data: Path
    shapes: Path
    report: frozenset[str] | None


@pytest.fixture(scope="module")
def cases(shared: Path) -> list[Case]:
    """Return the 98 tests of the Core and the 22 of SHACL-SPARQL."""
    suite = (shared / "w3c-shacl").resolve()
    manifests = [suite / "core/manifest.ttl", suite / "sparql/manifest.ttl"]
    return [case for manifest in manifests for case in read_manifest(suite, manifest)]


@pytest.mark.parametrize("engine", ENGINES)
def test_all_120_reports_are_those_of_the_suite(cases: list[Case], engine: str) -> None:
    misses = {case.name for case in cases if run_case(case, engine) != case.report}

    assert len(cases) == 120
    assert sum(case.report is None for case in cases) == 7
    assert misses == set()


@pytest.mark.parametrize("engine", ENGINES)
def test_each_result_of_the_suite_stands_at_what_it_is_about(
    cases: list[Case], engine: str
) -> None:
    results = 0
    for case in cases:
        if case.report is None:
            continue
        data = Index(read_triples([case.data]))
        report = validate([case.data], [case.shapes], allow_empty=True, engine=engine)
        for result in report.results:
            results += 1
            assert result.position, case.name
            assert result.shape_position, case.name
            assert Path(result.position.path) == case.data
            text = text_at(result.position)
            meant = list_meant(result, data)
            assert any(writes(text, term, report.prefixes) for term in meant), (case.name, text)
    assert results > 200


def list_meant(result: ValidationResult, data: Index) -> list[Term]:
    """Return what a result may stand at.

    This is the value, or the object of the triple by which a path goes back to it; without a value
    the focus node, or one of its values where these are too many.
    """
    if result.value_node is None:
        values = [triple.object for triple in data.with_subject(result.focus_node)]
        component = result.source_constraint_component.value.removeprefix(SH)
        too_many = component.startswith(("MaxCount", "QualifiedMaxCount", "UniqueLang"))
        return [result.focus_node, *(values if too_many else ())]
    if result.result_path is None or isinstance(result.result_path, NamedNode):
        return [result.value_node]
    back = [triple.object for triple in data.with_subject(result.value_node)]
    return [result.value_node, *back]


def text_at(position: Position) -> str:
    """Return the text from a place on."""
    assert position.line
    assert position.column
    lines = Path(position.path).read_text(encoding="utf-8").splitlines()
    return lines[position.line - 1][position.column - 1 :]


def writes(text: str, term: Term, prefixes: Mapping[str, str]) -> bool:
    """Return whether a text begins with a term as Turtle can write it."""
    if isinstance(term, NamedNode):
        iri = term.value
        names = [
            f"{prefix}:{iri[len(space) :]}"
            for prefix, space in prefixes.items()
            if iri.startswith(space)
        ]
        written = (re.match(r"<([^>]*)>|[^\s;,)\]]+", text) or [""])[0]
        return written in names or (written[:1] == "<" and iri.endswith(written[1:-1]))
    if isinstance(term, BlankNode):
        return text.startswith(("_:", "[", "("))
    assert isinstance(term, Literal)
    return text.startswith((term.value, f'"{term.value}"', f"'{term.value}'", '"""'))


def run_case(case: Case, engine: str) -> frozenset[str] | None:
    """Return the canonical report that we give, or None if we refuse to give one."""
    try:
        report = validate([case.data], [case.shapes], allow_empty=True, engine=engine)
    except InputError:
        return None
    quads = parse(render_turtle(report, {}).encode(), RdfFormat.TURTLE)
    index = Index(Located(quad.triple, Path(), None) for quad in quads)
    (root,) = index.subjects(TYPE, REPORT)
    has_messages = case.report is not None and any(str(MESSAGE) in line for line in case.report)
    return canonicalise(index, root, with_messages=has_messages)


def read_manifest(suite: Path, manifest: Path) -> Iterator[Case]:
    """Yield the tests of a manifest, and of those that it includes."""
    index = Index(read_triples([manifest]))
    for _, included in index.pairs(NamedNode(MANIFEST + "include")):
        yield from read_manifest(suite, to_path(included))
    for _, head in index.pairs(NamedNode(MANIFEST + "entries")):
        for entry in index.members(head) or ():
            yield read_case(suite, manifest, index, entry)


def read_case(suite: Path, manifest: Path, index: Index, entry: Term) -> Case:
    (action,) = index.objects(entry, NamedNode(MANIFEST + "action"))
    (data,) = index.objects(action, NamedNode(SUITE + "dataGraph"))
    (shapes,) = index.objects(action, NamedNode(SUITE + "shapesGraph"))
    (result,) = index.objects(entry, NamedNode(MANIFEST + "result"))
    return Case(
        str(manifest.relative_to(suite).with_suffix("")),
        to_path(data),
        to_path(shapes),
        None if result == NamedNode(SUITE + "Failure") else canonicalise(index, result),
    )


def canonicalise(index: Index, report: Term, *, with_messages: bool = True) -> frozenset[str]:
    """Return the compared part of a report, its blank nodes named by what they say (RDFC-1.0)."""
    graph = Dataset()
    waiting, seen = [report], {report}
    while waiting:
        node = waiting.pop()
        in_path = not {REPORT, RESULT} & set(index.objects(node, TYPE))
        for triple in index.with_subject(node):
            compared = triple.predicate in COMPARED or (
                with_messages and triple.predicate == MESSAGE
            )
            if in_path or compared:
                graph.add(Quad(*triple))
                followed = in_path or triple.predicate in FOLLOWED
                if followed and isinstance(triple.object, BlankNode) and triple.object not in seen:
                    seen.add(triple.object)
                    waiting.append(triple.object)
    graph.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return frozenset(map(str, graph))


def to_path(iri: Term) -> Path:
    assert isinstance(iri, NamedNode)
    return Path(url2pathname(urlsplit(iri.value).path))
