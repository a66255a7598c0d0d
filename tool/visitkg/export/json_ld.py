"""Statements as JSON-LD that people can read, in one vocabulary: https://www.w3.org/TR/json-ld11/."""

from __future__ import annotations

from collections import defaultdict
from itertools import groupby
from json.encoder import encode_basestring as _quote
from typing import TYPE_CHECKING, Final

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from visitkg import terms
from visitkg.export.content import TYPE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    Term = NamedNode | BlankNode | Literal | Triple

_INDENT: Final = "\n      "
"""What stands before the property of a node."""


def render_json_ld(triples: Iterable[Triple], vocabulary: str) -> Iterator[str]:
    """Yield an object with a node for each subject; terms of the vocabulary have short names.

    The triples come subject by subject.
    """
    groups = groupby(triples, key=lambda triple: triple.subject)
    return render_nodes((render_node(found, vocabulary) for _, found in groups), vocabulary)


def render_nodes(nodes: Iterable[str], vocabulary: str) -> Iterator[str]:
    """Yield an object of nodes, piece by piece."""
    yield f'{{\n  "@context": {{\n    "@vocab": {_quote(vocabulary)}\n  }},\n  "@graph": ['
    between = "\n    "
    for node in nodes:
        yield f"{between}{node}"
        between = ",\n    "
    yield "\n  ]\n}\n" if between.startswith(",") else "]\n}\n"


def render_node(triples: Iterable[Triple], vocabulary: str) -> str:
    """Return what is stated of one subject, as it stands in an object of nodes."""
    ordered = sorted(set(triples), key=str)
    found: dict[str, list[Term]] = defaultdict(list)
    for _, predicate, value in ordered:
        key = "@type" if predicate == TYPE else _shorten(predicate.value, vocabulary)
        found[key].append(value)
    lines = [f'"@id": {_quote(_name(ordered[0].subject))}']
    for key in sorted(found):
        write = _write_class if key == "@type" else _write_value
        values = found[key]
        if len(values) == 1:
            text = write(values[0], vocabulary, _INDENT)
        else:
            deeper = f"{_INDENT}  "
            texts = f",{deeper}".join(write(value, vocabulary, deeper) for value in values)
            text = f"[{deeper}{texts}{_INDENT}]"
        lines.append(f"{_quote(key)}: {text}")
    return f"{{{_INDENT}{f',{_INDENT}'.join(lines)}\n    }}"


def _write_class(term: Term, vocabulary: str, _: str) -> str:
    return _quote(_shorten(_name(term), vocabulary))


def _write_value(term: Term, vocabulary: str, indent: str) -> str:
    """Return a value that begins on a line with an indent."""
    if not isinstance(term, Literal):
        return f'{{{indent}  "@id": {_quote(_name(term))}{indent}}}'
    text = _quote(term.value)
    if term.language:
        more = f'"@language": {_quote(term.language)}'
    elif term.datatype.value == terms.XSD + "string":
        return text
    else:
        more = f'"@type": {_quote(_shorten(term.datatype.value, vocabulary))}'
    return f'{{{indent}  "@value": {text},{indent}  {more}{indent}}}'


def _shorten(iri: str, vocabulary: str) -> str:
    name = iri.removeprefix(vocabulary)
    return name if iri.startswith(vocabulary) and name.isalnum() else iri


def _name(term: Term) -> str:
    return term.value if isinstance(term, NamedNode) else str(term)
