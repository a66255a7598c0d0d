"""A Turtle text in its canonical form, with the prefixes and the comments that it can keep."""

from __future__ import annotations

from dataclasses import replace
from itertools import zip_longest
from typing import TYPE_CHECKING, Final

from visitkg.errors import InputError, Position
from visitkg.graph.blank import canonicalise
from visitkg.graph.comment import find_comment, split_top
from visitkg.graph.lines import with_line_feeds
from visitkg.graph.parse import parse_document
from visitkg.graph.turtle import write_turtle

if TYPE_CHECKING:
    from collections.abc import Mapping

    from visitkg.graph.parse import Document
    from visitkg.graph.source import Source

# Stands in while the IRIs of a text from standard input are checked; never written.
_ANY_BASE: Final = "file:///"


def rewrite(source: Source, prefixes: Mapping[str, str], *, drop_comments: bool = False) -> str:
    """Return the canonical form of a Turtle source.

    Its own prefixes stay where ``prefixes`` does not name the same namespace; relative IRIs stay
    relative; comments above the first statement stay there. The form is a fixed point, and has the
    same triples: both are verified. Raise InputError if the source can't be parsed, states nothing,
    or has a comment further down that ``drop_comments`` does not give up.
    """
    parse_document(replace(source, base_iri=source.base_iri or _ANY_BASE))
    document = _read_as_written(source)
    if not document.triples:
        raise InputError(
            "this file states nothing",
            position=Position(source.name),
            remedy="Write a triple, or delete the file.",
        )
    text = with_line_feeds(source.data)
    top, end = split_top(text)
    if not drop_comments:
        _refuse_comment(source.name, text, find_comment(text, end))
    return _settle(source, document, prefixes, top)


def first_difference(data: bytes, text: str) -> int | None:
    """Return the first line, from 1, in which a file differs from a text, or None."""
    lines = zip_longest(data.splitlines(keepends=True), text.encode().splitlines(keepends=True))
    return next((number for number, (old, new) in enumerate(lines, start=1) if old != new), None)


def _read_as_written(source: Source) -> Document:
    return parse_document(replace(source, base_iri=None), lenient=True)


def _refuse_comment(name: str, text: bytes, offset: int | None) -> None:
    if offset is None:
        return
    lines = text[:offset].decode().split("\n")
    comment = text[offset:].split(b"\n", 1)[0].decode().rstrip()
    raise InputError(
        "this comment would be lost",
        position=Position(name, len(lines), len(lines[-1]) + 1),
        source=lines[-1] + comment,
        width=len(comment),
        remedy="Say it in a triple (skos:editorialNote), move it above the first statement, "
        "or give it up with --drop-comments.",
    )


def _settle(source: Source, document: Document, prefixes: Mapping[str, str], top: str) -> str:
    """Return the text that stays the same when it is read and written again.

    Once unused prefixes are gone, one of the project's may fit where a prefix of the same name
    stood in the way: then a second round is needed.
    """
    text = _write(document, prefixes, top)
    while True:
        again = _read_as_written(replace(source, data=text.encode()))
        if _statements(again) != _statements(document):
            raise InputError(
                "the canonical form would not say the same",
                position=Position(source.name),
                remedy="Leave the file as it is, and please report this as a bug, with the file.",
            )
        settled = _write(again, prefixes, top)
        if settled == text:
            return text
        text = settled


def _write(document: Document, prefixes: Mapping[str, str], top: str) -> str:
    triples = (located.triple for located in document.triples)
    text = write_turtle(triples, _choose_prefixes(document.prefixes, prefixes))
    return f"{top}\n\n{text}" if top else text


def _choose_prefixes(own: Mapping[str, str], shared: Mapping[str, str]) -> dict[str, str]:
    """Return the prefixes to offer: a file may bind another one, but not rename a shared one."""
    offered = {**shared, **own}
    named = {iri for prefix, iri in shared.items() if offered[prefix] == iri}
    return {
        prefix: iri
        for prefix, iri in offered.items()
        if iri not in named or shared.get(prefix) == iri
    }


def _statements(document: Document) -> frozenset[object]:
    return frozenset(canonicalise(located.triple for located in document.triples))
