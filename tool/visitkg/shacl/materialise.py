"""From findings in codes to results with terms, places and labels."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from pyoxigraph import BlankNode, Literal, NamedNode

from visitkg.shacl.locate import Anchor, Anchors, locate_anchors
from visitkg.shacl.path import render_path
from visitkg.shacl.result import ValidationResult
from visitkg.terms import RDFS, SCHEMA, SKOS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from visitkg.errors import Position
    from visitkg.graph.encode import EncodedTriples
    from visitkg.shacl.finding import Finding
    from visitkg.shacl.index import Term
    from visitkg.shacl.plan import Check, Plan
    from visitkg.shacl.result import ValidationReport
    from visitkg.shacl.walk import Graph

LABELS: Final = (SKOS + "prefLabel", RDFS + "label", SCHEMA + "name")
"""The properties that tell what something is called, the best first."""


def add_results(
    report: ValidationReport,
    findings: Sequence[Finding],
    plan: Plan,
    graph: Graph,
    triples: EncodedTriples,
) -> ValidationReport:
    """Return the report with the results of the findings and the labels of what they name."""
    results = make_results(findings, plan, graph, triples)
    return replace(report, results=results, labels=Labels(graph, triples))


def make_results(
    findings: Sequence[Finding], plan: Plan, graph: Graph, triples: EncodedTriples
) -> tuple[ValidationResult, ...]:
    """Return the results with their positions, by file and line, then by what they say."""
    finder = Anchors(graph)
    checks = (check for shape in plan.shapes.values() for check in shape.checks)
    ranks = {id(check): rank for rank, check in enumerate(checks)}
    found = list(_with_details(findings))
    # In the same order whatever the engine: what is looked for may be given up in the end.
    found.sort(key=lambda f: (f.focus_node, ranks.get(id(f.check), -1), f.value_node or -1))
    subjects = {
        id(each): _Subject(finder.anchor(each), finder.related(each), finder.count(each))
        for each in found
    }
    tokens = triples.dictionary.tokens
    named = {code for each in found for code in (each.focus_node, each.value_node)}
    wanted = {Anchor(code) for code in named if code is not None and tokens[code][:2] == b"_:"}
    for subject in subjects.values():
        wanted.add(subject.anchor)
        if subject.related is not None:
            wanted.add(subject.related)
    maker = _Maker(subjects, locate_anchors(wanted, triples), ranks, triples)
    return maker.make(findings)


class _Subject(NamedTuple):
    """What a finding is about: where it stands, the related place, and how many values there are.

    The number is known of constraints on it.
    """

    anchor: Anchor
    related: Anchor | None
    value_count: int | None


def _with_details(findings: Iterable[Finding]) -> Iterator[Finding]:
    waiting = list(findings)
    while waiting:
        finding = waiting.pop()
        yield finding
        waiting.extend(finding.detail)


class _Maker:
    """Makes the results of findings whose places are known, in a fixed order."""

    def __init__(
        self,
        subjects: Mapping[int, _Subject],
        positions: Mapping[Anchor, tuple[Position, int]],
        ranks: Mapping[int, int],
        triples: EncodedTriples,
    ) -> None:
        self._ranks = ranks
        self._known_texts: dict[tuple[int, int], tuple[object, ...]] = {}
        self._known_parameters: dict[int, tuple[Term, ...]] = {}
        self._subjects = subjects
        self._positions = positions
        self._decode = cache(triples.dictionary.decode)
        self._tokens = triples.dictionary.tokens

    def make(self, findings: Iterable[Finding]) -> tuple[ValidationResult, ...]:
        made = [(self._sort_key(finding), self._make_one(finding)) for finding in findings]
        made.sort(key=lambda pair: pair[0])
        return tuple(result for _, result in made)

    def _make_one(self, finding: Finding) -> ValidationResult:
        shape, check = finding.shape, finding.check
        anchor, related, count = self._subjects[id(finding)]
        value = finding.value_node
        return ValidationResult(
            focus_node=self._decode(finding.focus_node),
            source_shape=shape.node,
            source_constraint_component=NamedNode(check.iri),
            severity=shape.severity,
            result_path=finding.path or shape.path,
            value_node=None if value is None else self._decode(value),
            messages=finding.messages or shape.messages,
            source_constraint=check.constraint,
            detail=self.make(finding.detail) if finding.detail else (),
            position=self._positions[anchor][0] if anchor in self._positions else None,
            related_position=self._positions[related][0]
            if related and related in self._positions
            else None,
            shape_position=check.position or shape.position,
            parameters=self._parameters(check),
            value_count=count,
        )

    def _parameters(self, check: Check) -> tuple[Term, ...]:
        known = self._known_parameters.get(id(check))
        if known is None:
            known = self._known_parameters[id(check)] = check.parameters
        return known

    def _sort_key(self, finding: Finding) -> tuple[str, ...] | tuple[object, ...]:
        place, index = self._positions.get(self._subjects[id(finding)].anchor, (None, -1))
        told = self._told(finding)
        return (
            place.path if place else "",
            (place.line or 0, place.column or 0, index) if place else (0, 0, index),
            self._name(finding.focus_node),
            self._name(finding.value_node),
            *told,
        )

    def _told(self, finding: Finding) -> tuple[object, ...]:
        """Return what sorts results on the same values: the same for most results of a check."""
        own = finding.path is not None or bool(finding.messages)
        key = id(finding.shape), id(finding.check)
        told = None if own else self._known_texts.get(key)
        if told is None:
            path = finding.path or finding.shape.path
            told = (
                "" if path is None else render_path(path),
                finding.check.iri,
                tuple(map(str, finding.messages or finding.shape.messages)),
                self._ranks.get(id(finding.check), -1),
            )
            if not own:
                self._known_texts[key] = told
        return told

    def _name(self, code: int | None) -> str:
        """Return what sorts a term alike in each run: labels of blank nodes can be new."""
        if code is None:
            return ""
        token = self._tokens[code]
        if token[:2] == b"_:":
            place, index = self._positions.get(Anchor(code), (None, -1))
            return f"_:{place} {index}"
        return token.decode()


class Labels(Mapping["Term", str]):
    """The labels of terms, the English ones if there are, each looked up when it is asked for."""

    def __init__(self, graph: Graph, triples: EncodedTriples) -> None:
        self._graph = graph
        self._dictionary = triples.dictionary
        self._predicates = [graph.code(NamedNode(iri)) for iri in LABELS]
        self._known: dict[Term, str | None] = {}

    def __getitem__(self, term: Term) -> str:
        """Return the label of a term; raise KeyError if it has none."""
        if term not in self._known:
            self._known[term] = self._find(term)
        label = self._known[term]
        if label is None:
            raise KeyError(term)
        return label

    def __iter__(self) -> Iterator[Term]:
        """Yield the terms that have been asked for and have a label."""
        return (term for term, label in self._known.items() if label is not None)

    def __len__(self) -> int:
        """Return how many terms have been asked for and have a label."""
        return sum(1 for _ in self)

    def _find(self, term: Term) -> str | None:
        code = self._dictionary.find(term)
        if code is None or not isinstance(term, NamedNode | BlankNode):
            return None
        found = (self._graph.objects(code, predicate) for predicate in self._predicates)
        values = (self._dictionary.decode(value) for values in found for value in values)
        literals = [value for value in values if isinstance(value, Literal)]
        english = [value for value in literals if (value.language or "").startswith("en")]
        return next((value.value for value in english or literals), None)
