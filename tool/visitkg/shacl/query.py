"""SPARQL in shapes, before it runs: https://www.w3.org/TR/shacl/#sparql-constraints."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode, Store

from visitkg.errors import UsageError
from visitkg.shacl.result import ShapeProblem
from visitkg.shacl.vocabulary import QUERIES
from visitkg.sparql.prepare import prepare
from visitkg.sparql.tokens import tokenise
from visitkg.terms import OWL, RDF, RDFS, SH

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from visitkg.errors import Position
    from visitkg.shacl.index import Index

_REACHING_OUT: Final = frozenset({"FROM", "SERVICE"})
_RUN_HERE: Final = frozenset({"ask", "select"})


def reaching_out(text: str) -> str | None:
    """Return the first keyword by which a query names data elsewhere: FROM, SERVICE or None."""
    words = (token.word for token in tokenise(text))
    return next((word for word in words if word in _REACHING_OUT), None)


def check_queries(index: Index) -> Iterator[ShapeProblem]:
    """Yield a fatal problem for each query that reaches out, or that is no SPARQL."""
    prefixes = _declared_prefixes(index)
    for name in sorted(QUERIES):
        predicate = NamedNode(SH + name)
        for subject, value in index.pairs(predicate):
            place = index.position(subject, predicate, value)
            if isinstance(value, Literal):
                yield from _check_query(name, value.value, prefixes, place)


def _check_query(
    name: str, text: str, prefixes: Mapping[str, str], place: Position | None
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
        fault = _find_fault(text, prefixes)
        if fault is not None:
            yield ShapeProblem(
                f"this sh:{name} can't be asked: {_describe(fault)}",
                fault.remedy or "Mend the query.",
                place,
                fatal=True,
            )


def _declared_prefixes(index: Index) -> dict[str, str]:
    """Return the prefixes that sh:declare gives: https://www.w3.org/TR/shacl/#sparql-prefixes."""
    prefixes = {"owl": OWL, "rdf": RDF, "rdfs": RDFS}
    for _, declaration in index.pairs(NamedNode(SH + "declare")):
        for prefix in index.objects(declaration, NamedNode(SH + "prefix")):
            for namespace in index.objects(declaration, NamedNode(SH + "namespace")):
                if isinstance(prefix, Literal) and isinstance(namespace, Literal | NamedNode):
                    prefixes[prefix.value] = namespace.value
    return prefixes


def _find_fault(text: str, prefixes: Mapping[str, str]) -> UsageError | None:
    """Return what is wrong with a query by its grammar, or None; it runs on no data at all."""
    try:
        prepared = prepare(text, prefixes=prefixes)
    except UsageError as error:
        return error
    try:
        Store().query(prepared.text, prefixes=dict(prefixes))
    except SyntaxError as error:
        # Imported here: only a mistake needs it.
        from visitkg.sparql.syntax import explain

        return explain(prepared, error)
    return None


def _describe(fault: UsageError) -> str:
    """Return what is wrong and where in the text of the query."""
    place = fault.position
    if place is None or place.line is None:
        return fault.message
    return f"{fault.message} at line {place.line}, column {place.column} of its text"
