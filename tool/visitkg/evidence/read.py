"""From triples to documents, spans and claims, with what is missing or said twice."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode

from visitkg.errors import Position
from visitkg.evidence.finding import Finding
from visitkg.evidence.model import Claim, Evidence, SourceDocument, Span, local_name
from visitkg.graph.parse import Located
from visitkg.terms import NIF, RDF, RDFS, SKOS, VISIT

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import Quad, Triple

TYPE: Final = RDF + "type"
ASSERTS: Final = VISIT + "asserts"
BEGIN: Final = NIF + "beginIndex"
CLAIM: Final = VISIT + "Claim"
CONTEXT: Final = NIF + "referenceContext"
DIGEST: Final = VISIT + "sha256"
DOCUMENT: Final = VISIT + "SourceDocument"
END: Final = NIF + "endIndex"
EVIDENCE: Final = VISIT + "evidence"
HEADING: Final = VISIT + "Heading"
SENTENCE: Final = VISIT + "Sentence"
SENTENCE_CODE: Final = VISIT + "sentence"
SPAN: Final = VISIT + "EvidenceSpan"
STATUS: Final = VISIT + "epistemicStatus"

_LABELS: Final = (RDFS + "label", SKOS + "prefLabel")
_KINDS: Final = {SENTENCE: "sentence", HEADING: "heading"}
_PREDICATES: Final = frozenset(
    {TYPE, BEGIN, CONTEXT, DIGEST, END, EVIDENCE, SENTENCE_CODE, STATUS, *_LABELS}
)
# As long as a text can be: Python refuses to read a number of thousands of digits.
_WHOLE_NUMBER: Final = re.compile(r"[0-9]{1,18}")
_NAMES: Final = {
    BEGIN: "nif:beginIndex",
    CONTEXT: "nif:referenceContext",
    DIGEST: "visit:sha256",
    END: "nif:endIndex",
    SENTENCE_CODE: "visit:sentence",
}


@dataclass(frozen=True, slots=True)
class _Statement:
    value: str
    is_literal: bool
    language: str | None
    position: Position | None


@dataclass(slots=True)
class _Subject:
    """What is stated of one IRI, by predicate, in the order of the files."""

    iri: str
    stated: dict[str, list[_Statement]] = field(default_factory=lambda: defaultdict(list))

    def is_a(self, *classes: str) -> bool:
        return any(statement.value in classes for statement in self.stated.get(TYPE, ()))

    def values(self, predicate: str) -> tuple[str, ...]:
        """Return the distinct values of a predicate, in the order of the files."""
        return tuple(dict.fromkeys(item.value for item in self.stated.get(predicate, ())))

    def position(self, predicate: str = TYPE) -> Position | None:
        statements = self.stated.get(predicate) or self.stated.get(TYPE) or ()
        return next((item.position for item in statements), None)


def read_evidence(triples: Iterable[Located | Triple | Quad]) -> Evidence:
    """Return the documents, spans and claims of the triples.

    Triples from ``visitkg.graph.parse.read_triples`` give positions; those of a store have none. A
    span or document that lacks a value, or has two or an impossible one, is reported and left out.
    """
    subjects = _collect(triples)
    findings: list[Finding] = []
    documents: dict[str, SourceDocument] = {}
    spans: dict[str, Span] = {}
    for iri, subject in subjects.items():
        if subject.is_a(DOCUMENT) and (document := _read_document(subject, findings)):
            documents[iri] = document
        if subject.is_a(SPAN, *_KINDS) and (span := _read_span(subject, findings)):
            spans[iri] = span
    claims = {
        subject.iri: Claim(
            subject.iri, subject.values(STATUS), subject.values(EVIDENCE), subject.position()
        )
        for subject in subjects.values()
        if subject.is_a(CLAIM)
    }
    statuses = {status for claim in claims.values() for status in claim.statuses}
    labels = {status: _label(subjects.get(status), status) for status in statuses}
    return Evidence(documents, spans, claims, labels, tuple(findings))


def _collect(triples: Iterable[Located | Triple | Quad]) -> dict[str, _Subject]:
    subjects: dict[str, _Subject] = {}
    for item in triples:
        triple = item.triple if isinstance(item, Located) else item
        predicate = triple.predicate.value
        if predicate not in _PREDICATES or not isinstance(triple.subject, NamedNode):
            continue
        iri = triple.subject.value
        subject = subjects.get(iri)
        if subject is None:
            subject = subjects[iri] = _Subject(iri)
        subject.stated[predicate].append(_statement(triple.object, _position(item)))
    return subjects


def _position(item: Located | Triple | Quad) -> Position | None:
    return Position(str(item.path), item.line) if isinstance(item, Located) else None


def _statement(value: object, position: Position | None) -> _Statement:
    if isinstance(value, Literal):
        return _Statement(value.value, is_literal=True, language=value.language, position=position)
    text = getattr(value, "value", str(value))
    return _Statement(text, is_literal=False, language=None, position=position)


def _read_document(subject: _Subject, findings: list[Finding]) -> SourceDocument | None:
    begin = _whole_number(subject, BEGIN, findings)
    length = _whole_number(subject, END, findings)
    digest = _only_value(subject, DIGEST, findings)
    if begin:
        message = f"{local_name(subject.iri)}: a document begins at 0, not at {begin}"
        findings.append(Finding(message, subject.position(BEGIN)))
    if length is None or digest is None:
        return None
    return SourceDocument(subject.iri, length, digest, subject.position())


def _read_span(subject: _Subject, findings: list[Finding]) -> Span | None:
    kinds = [kind for name, kind in _KINDS.items() if subject.is_a(name)]
    if len(kinds) > 1:
        message = f"{local_name(subject.iri)}: both a sentence and a heading"
        findings.append(Finding(message, subject.position()))
    document = _only_value(subject, CONTEXT, findings)
    begin = _whole_number(subject, BEGIN, findings)
    end = _whole_number(subject, END, findings)
    digest = _only_value(subject, DIGEST, findings)
    code = _only_value(subject, SENTENCE_CODE, findings)
    if document is None or begin is None or end is None or digest is None or code is None:
        return None
    kind = kinds[0] if kinds else None
    return Span(subject.iri, document, begin, end, digest, code, kind, subject.position())


def _only_value(subject: _Subject, predicate: str, findings: list[Finding]) -> str | None:
    """Return the one value of a predicate; report it and return None if there is not one."""
    values = subject.values(predicate)
    if len(values) == 1:
        return values[0]
    name = _NAMES[predicate]
    problem = f"no {name}" if not values else f"{len(values)} values of {name}"
    findings.append(Finding(f"{local_name(subject.iri)}: {problem}", subject.position(predicate)))
    return None


def _whole_number(subject: _Subject, predicate: str, findings: list[Finding]) -> int | None:
    value = _only_value(subject, predicate, findings)
    if value is None:
        return None
    if _WHOLE_NUMBER.fullmatch(value):
        return int(value)
    message = f"{local_name(subject.iri)}: {_NAMES[predicate]} is {value!r}, not a whole number"
    findings.append(Finding(message, subject.position(predicate)))
    return None


def _label(subject: _Subject | None, iri: str) -> str:
    """Return the English label, else one without a language, else the local name."""
    statements = [
        item for name in _LABELS for item in (subject.stated.get(name, ()) if subject else ())
    ]
    for wanted in ("en", None):
        for item in statements:
            if item.is_literal and item.language == wanted:
                return item.value
    return local_name(iri)
