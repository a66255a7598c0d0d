"""The tables of where claims come from: documents, their spans, and what was said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode

from visitkg.publish.table.csv import Column, make_table
from visitkg.site.claim import ATTRIBUTED_TO, CONTEXT, read_place
from visitkg.site.kind import TYPE, Kind
from visitkg.site.sentence import source_text
from visitkg.site.view import LABEL, PREFERRED, TITLE
from visitkg.terms import NIF, VISIT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from visitkg.publish.table.csv import Row, Table
    from visitkg.publish.table.index import Index
    from visitkg.site.model import Reference

DIGEST: Final = NamedNode(VISIT + "sha256")
COUNT: Final = "nonNegativeInteger"

_ADDRESS: Final = NamedNode(NIF + "sourceUrl")
_BEGIN: Final = NIF + "beginIndex"
_END: Final = NIF + "endIndex"
_SENTENCE: Final = VISIT + "sentence"


def read_source_tables(index: Index) -> Iterator[Table]:
    """Yield the tables of where claims come from, with or without rows."""
    yield _read_documents(index)
    yield _read_spans(index)
    yield _read_utterances(index)


def _read_documents(index: Index) -> Table:
    columns = (
        Column("id", "The IRI of the document.", "anyURI"),
        Column("title", "Its title."),
        Column("publisher", "Who publishes it.", "anyURI", "things", ATTRIBUTED_TO.value),
        Column("address", "Where it can be read.", "anyURI", predicate=_ADDRESS.value),
        Column("characters", "How long it is.", COUNT, predicate=_END),
        Column("sha256", "The SHA-256 of its text.", predicate=DIGEST.value),
    )
    about = "A report whose claims are in the graph; its text is not."
    rows = (_document_row(index, node) for node in index.kinds.get(Kind.DOCUMENT, ()))
    return make_table("documents", about, columns, 1, rows)


def _document_row(index: Index, node: NamedNode) -> Row:
    view = index.view
    title = view.text(node, TITLE, PREFERRED, LABEL) or index.name(node)
    publisher, address = index.first(node, ATTRIBUTED_TO), index.first(node, _ADDRESS)
    return (
        node.value,
        title,
        publisher.value if publisher else None,
        address.value if address else None,
        read_place(view, node).end,
        view.text(node, DIGEST),
    )


def _read_spans(index: Index) -> Table:
    columns = (
        Column("id", "The IRI of the span.", "anyURI"),
        Column("document", "What it is part of.", "anyURI", "documents", CONTEXT.value),
        Column("kind", "Its classes in words."),
        Column("sentence_code", "Paragraph and sentence.", predicate=_SENTENCE),
        Column("begin", "Its first character, counted from 0.", COUNT, predicate=_BEGIN),
        Column("end", "The character after its last.", COUNT, predicate=_END),
        Column("sha256", "The SHA-256 of its characters in UTF-8.", predicate=DIGEST.value),
    )
    about = "A part of a document, by its characters (Unicode code points)."
    rows = (_span_row(index, node) for node in index.kinds.get(Kind.SPAN, ()))
    return make_table("spans", about, columns, 1, rows)


def _span_row(index: Index, node: NamedNode) -> Row:
    place = read_place(index.view, node)
    kinds = sorted(index.name(type_) for type_ in index.view.nodes(node, TYPE))
    return (
        node.value,
        place.document.iri if place.document else None,
        ", ".join(kinds),
        place.sentence,
        place.begin,
        place.end,
        index.view.text(node, DIGEST),
    )


def _read_utterances(index: Index) -> Table:
    columns = (
        Column("id", "The IRI of the utterance.", "anyURI"),
        Column("name", "What it is called."),
        Column("said_by", "Who said so, in words; a source may not be named."),
    )
    rows = (
        (node.value, index.name(node), source_text(_agents(index, node)))
        for node in index.kinds.get(Kind.UTTERANCE, ())
    )
    return make_table("utterances", "What somebody said, and others pass on.", columns, 1, rows)


def _agents(index: Index, node: NamedNode) -> tuple[Reference, ...]:
    return tuple(index.view.reference(agent) for agent in index.view.nodes(node, ATTRIBUTED_TO))
