"""SPARQL in shapes, before it runs: https://www.w3.org/TR/shacl/#sparql-constraints."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode, Store

from visitkg.shacl.result import ShapeProblem
from visitkg.shacl.vocabulary import QUERIES
from visitkg.terms import OWL, RDF, RDFS, SH

if TYPE_CHECKING:
    from collections.abc import Iterator

    from visitkg.errors import Position
    from visitkg.shacl.index import Index

# Comments, IRIs, strings, variables and prefixed names come first, so that no word in them counts.
_TOKEN: Final = re.compile(
    r"""
    \#[^\r\n]*
    | <[^<>"{}|^`\\\s]*>
    | \"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\" | '''(?:[^'\\]|\\.|'(?!''))*'''
    | "(?:[^"\\\r\n]|\\.)*" | '(?:[^'\\\r\n]|\\.)*'
    | [?$]\w+
    | [\w.-]*:[\w.:%\\-]*
    | (?P<word>[A-Za-z]+)
    """,
    re.VERBOSE | re.DOTALL,
)
_REACHING_OUT: Final = frozenset({"FROM", "SERVICE"})
_RUN_HERE: Final = frozenset({"ask", "select"})


def reaching_out(text: str) -> str | None:
    """Return the first keyword by which a query names data elsewhere: FROM, SERVICE or None."""
    for token in _TOKEN.finditer(text):
        word = (token["word"] or "").upper()
        if word in _REACHING_OUT:
            return word
    return None


def check_queries(index: Index) -> Iterator[ShapeProblem]:
    """Yield a fatal problem for each query that reaches out, or that is no SPARQL."""
    prologue = _prologue(index)
    for name in sorted(QUERIES):
        predicate = NamedNode(SH + name)
        for subject, value in index.pairs(predicate):
            place = index.position(subject, predicate, value)
            if isinstance(value, Literal):
                yield from _check_query(name, value.value, prologue, place)


def _check_query(
    name: str, text: str, prologue: str, place: Position | None
) -> Iterator[ShapeProblem]:
    keyword = reaching_out(text)
    if keyword:
        yield ShapeProblem(
            f"this sh:{name} reaches out by {keyword}",
            "Ask only the data that are validated: a report must not depend on other places.",
            place,
            fatal=True,
        )
    elif name in _RUN_HERE:
        fault = _find_fault(prologue + text)
        if fault is not None:
            yield ShapeProblem(
                f"this sh:{name} is no SPARQL query: {fault}",
                "Mend the query; its prefixes are those that sh:declare gives.",
                place,
                fatal=True,
            )


def _prologue(index: Index) -> str:
    """Return the declarations of all prefixes of the shapes, on one line.

    https://www.w3.org/TR/shacl/#sparql-prefixes
    """
    prefixes = {"owl": OWL, "rdf": RDF, "rdfs": RDFS}
    for _, declaration in index.pairs(NamedNode(SH + "declare")):
        for prefix in index.objects(declaration, NamedNode(SH + "prefix")):
            for namespace in index.objects(declaration, NamedNode(SH + "namespace")):
                if isinstance(prefix, Literal) and isinstance(namespace, Literal | NamedNode):
                    prefixes[prefix.value] = namespace.value
    return " ".join(f"PREFIX {prefix}: <{namespace}>" for prefix, namespace in prefixes.items())


def _find_fault(text: str) -> str | None:
    """Return what is wrong with a query by its grammar, or None; it runs on no data at all."""
    try:
        Store().query(text)
    except SyntaxError as error:
        return " ".join(error.msg.split())
    return None
