"""Statements as JSON-LD that people can read, in one vocabulary: https://www.w3.org/TR/json-ld11/."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from visitkg import terms
from visitkg.export.content import TYPE

if TYPE_CHECKING:
    from collections.abc import Iterable

    Term = NamedNode | BlankNode | Literal | Triple


def render_json_ld(triples: Iterable[Triple], vocabulary: str) -> str:
    """Return an object with a node for each subject; terms of the vocabulary have short names."""
    nodes: dict[str, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for subject, predicate, value in sorted(set(triples), key=str):
        node = nodes[_name(subject)]
        if predicate == TYPE:
            node["@type"].append(_shorten(_name(value), vocabulary))
        else:
            node[_shorten(predicate.value, vocabulary)].append(_value(value, vocabulary))
    graph = [
        {"@id": name} | {key: _single(values) for key, values in sorted(node.items())}
        for name, node in sorted(nodes.items())
    ]
    document = {"@context": {"@vocab": vocabulary}, "@graph": graph}
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _single(values: list[Any]) -> Any:  # noqa: ANN401  (JSON)
    return values[0] if len(values) == 1 else values


def _shorten(iri: str, vocabulary: str) -> str:
    name = iri.removeprefix(vocabulary)
    return name if iri.startswith(vocabulary) and name.isalnum() else iri


def _name(term: Term) -> str:
    return term.value if isinstance(term, NamedNode) else str(term)


def _value(term: Term, vocabulary: str) -> Any:  # noqa: ANN401  (JSON)
    if not isinstance(term, Literal):
        return {"@id": _name(term)}
    datatype = term.datatype.value
    if term.language:
        return {"@value": term.value, "@language": term.language}
    if datatype == terms.XSD + "string":
        return term.value
    return {"@value": term.value, "@type": _shorten(datatype, vocabulary)}
