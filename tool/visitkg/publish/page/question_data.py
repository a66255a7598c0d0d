"""A question as data, as collections of examples describe it, with its query and its answer.

https://github.com/sib-swiss/sparql-examples and https://www.w3.org/TR/shacl/#sparql-constraints
give the terms. It is data about a page: no part of the graph.
"""

from __future__ import annotations

import csv
import json
import re
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode, Triple

from visitkg.publish.content import Document, formats_of
from visitkg.publish.file import File
from visitkg.publish.representation import representations
from visitkg.sparql.outline import outline
from visitkg.sparql.tokens import tokenise
from visitkg.terms import DCTERMS, OWL, RDF, RDFS, SCHEMA, SH, VOID, XSD

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from visitkg.publish.page.edition import Edition
    from visitkg.sparql.questions import Question

QUERY_TYPE: Final = "application/sparql-query"

_TYPE: Final = RDF + "type"
_PREFIX: Final = re.compile(r"(?im)^\s*PREFIX\s+([^\s:]*):\s*<([^<>\s]*)>")
_EXECUTABLE: Final[Mapping[str, tuple[str, str]]] = {
    "ASK": ("SPARQLAskExecutable", "ask"),
    "CONSTRUCT": ("SPARQLConstructExecutable", "construct"),
    "SELECT": ("SPARQLSelectExecutable", "select"),
}
_ENDPOINT: Final = NamedNode(VOID + "sparqlEndpoint")


def make_question_files(edition: Edition, question: Question) -> Iterator[File]:
    """Yield a question in each RDF format, its query, and its golden answer if there is one."""
    document = read_question_document(edition, question)
    yield from representations(document, edition.site.prefixes)
    yield File(f"{document.path}.rq", question.text.encode())
    answer = read_answer(question)
    if answer is not None:
        yield File(f"{document.path}.csv", question.golden_path.read_bytes())
        header, *rows = answer
        told = [dict(zip(header, row, strict=False)) for row in rows]
        text = json.dumps(told, ensure_ascii=False, indent=1)
        yield File(f"{document.path}.json", f"{text}\n".encode())


def question_forms(question: Question) -> tuple[tuple[str, str, str], ...]:
    """Return the suffixes of what a question has besides RDF, with media types and names."""
    query = (("rq", QUERY_TYPE, "Query"),)
    if not question.golden_path.is_file():
        return query
    return (
        *query,
        ("csv", "text/csv", "Answer as CSV"),
        ("json", "application/json", "Answer as JSON"),
    )


def read_answer(question: Question) -> list[list[str]] | None:
    """Return the golden answer row by row, the names of its columns first; None if none is kept."""
    if not question.golden_path.is_file():
        return None
    text = question.golden_path.read_text(encoding="utf-8")
    return list(csv.reader(text.splitlines())) or [[]]


def read_question_document(edition: Edition, question: Question) -> Document:
    """Return a question as a document of the site: what it asks, and by which query."""
    known = edition.question_documents.get(question.name)
    if known is not None:
        return known
    path, iri = edition.question_path(question), edition.question_iri(question)
    triples = tuple(sorted(set(_tell(edition, question, iri, path)), key=str))
    formats = formats_of(triples)
    made = Document(iri, path, (iri,), triples, is_thing=False, formats=formats)
    return edition.question_documents.setdefault(question.name, made)


def _tell(edition: Edition, question: Question, iri: str, path: str) -> Iterator[Triple]:
    yield _say(iri, _TYPE, NamedNode(SH + "SPARQLExecutable"))
    yield _say(iri, RDFS + "comment", Literal(question.title, language="en"))
    if question.meaning:
        yield _say(iri, DCTERMS + "description", Literal(question.meaning, language="en"))
    form = outline(tokenise(question.text)).form
    if form is not None and form.word in _EXECUTABLE:
        class_, property_ = _EXECUTABLE[form.word]
        yield _say(iri, _TYPE, NamedNode(SH + class_))
        yield _say(iri, SH + property_, Literal(question.text))
    else:
        yield _say(iri, SCHEMA + "text", Literal(question.text))
    yield from _tell_prefixes(question, iri)
    for endpoint in _find_endpoints(edition):
        yield _say(iri, SCHEMA + "target", endpoint)
    query = NamedNode(edition.site.addresses.url(path, "rq"))
    yield _say(iri, DCTERMS + "hasFormat", query)
    for suffix, media_type, _ in question_forms(question)[1:]:
        answer = edition.site.addresses.url(path, suffix)
        yield _say(iri, RDFS + "seeAlso", NamedNode(answer))
        yield _say(answer, DCTERMS + "format", Literal(media_type))
        yield _say(answer, DCTERMS + "title", Literal("Golden answer", language="en"))


def _tell_prefixes(question: Question, iri: str) -> Iterator[Triple]:
    """Yield the prefixes that a query declares; nothing is without an IRI."""
    declared = declared_prefixes(question)
    if not declared:
        return
    prefixes = f"{iri}#prefixes"
    yield _say(iri, SH + "prefixes", NamedNode(prefixes))
    yield _say(prefixes, _TYPE, NamedNode(OWL + "Ontology"))
    for prefix, namespace in declared.items():
        own = f"{iri}#{prefix_anchor(prefix)}"
        yield _say(prefixes, SH + "declare", NamedNode(own))
        yield _say(own, _TYPE, NamedNode(SH + "PrefixDeclaration"))
        yield _say(own, SH + "prefix", Literal(prefix))
        yield _say(own, SH + "namespace", Literal(namespace, datatype=NamedNode(XSD + "anyURI")))


def prefix_anchor(prefix: str) -> str:
    """Return the fragment of the declaration of a prefix."""
    return f"prefix-{prefix}"


def declared_prefixes(question: Question) -> dict[str, str]:
    """Return the prefixes that a query declares."""
    return dict(_PREFIX.findall(question.text))


def _find_endpoints(edition: Edition) -> list[NamedNode]:
    """Return where the graph says that it can be asked."""
    found = edition.view.store.quads_for_pattern(None, _ENDPOINT, None)
    return sorted({q.object for q in found if isinstance(q.object, NamedNode)}, key=str)


def _say(subject: str, predicate: str, value: NamedNode | Literal) -> Triple:
    return Triple(NamedNode(subject), NamedNode(predicate), value)
