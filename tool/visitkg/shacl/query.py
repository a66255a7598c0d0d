"""SPARQL in shapes, before it runs: https://www.w3.org/TR/shacl/#sparql-constraints."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode

from visitkg.errors import UsageError
from visitkg.shacl.executable import declared_prefixes, read_parameters, read_targets
from visitkg.shacl.result import ShapeProblem
from visitkg.shacl.vocabulary import QUERIES
from visitkg.terms import SH

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from visitkg.errors import Position
    from visitkg.shacl.index import Index, Term

_REACHING_OUT: Final = frozenset({"FROM", "SERVICE"})
_TARGET: Final = NamedNode(SH + "target")
_RUN_HERE: Final = frozenset({"ask", "select"})
_OWNERS: Final = ("validator", "nodeValidator", "propertyValidator")


def reaching_out(text: str) -> str | None:
    """Return the first keyword by which a query names data elsewhere: FROM, SERVICE or None."""
    # Imported here: most shapes hold no query.
    from visitkg.sparql.tokens import tokenise

    words = (token.word for token in tokenise(text))
    return next((word for word in words if word in _REACHING_OUT), None)


def check_queries(index: Index) -> Iterator[ShapeProblem]:
    """Yield a fatal problem for each query that can't be asked here, pre-bound, of the data."""
    for name in sorted(QUERIES):
        predicate = NamedNode(SH + name)
        for subject, value in index.pairs(predicate):
            place = index.position(subject, predicate, value)
            if isinstance(value, Literal):
                yield from _check_query(index, subject, name, value.value, place)
    yield from _check_targets(index)


def _check_targets(index: Index) -> Iterator[ShapeProblem]:
    """Yield a problem for each sh:target that selects nothing, for it has no query."""
    for shape, target in index.pairs(_TARGET):
        if target not in {node for node, _, _ in read_targets(index, shape)}:
            yield ShapeProblem(
                "this sh:target has no effect: it has no query, and no type that has one",
                "Give it sh:select, or name its focus nodes by sh:targetClass and its sisters.",
                index.position(shape, _TARGET, target),
            )


def _check_query(
    index: Index, subject: Term, name: str, text: str, place: Position | None
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
        fault = _find_fault(text, declared_prefixes(index, subject))
        if fault is not None:
            yield ShapeProblem(
                f"this sh:{name} can't be asked: {_describe(fault)}",
                fault.remedy or "Mend the query.",
                place,
                fatal=True,
            )
        else:
            # Imported here: most shapes hold no query.
            from visitkg.shacl.restriction import find_restriction

            broken = find_restriction(text, _bound_names(index, subject, name))
            if broken is not None:
                yield ShapeProblem(f"this sh:{name} {broken[0]}", broken[1], place, fatal=True)


def _bound_names(index: Index, subject: Term, name: str) -> frozenset[str]:
    """Return the variables that are bound before a query is asked.

    https://www.w3.org/TR/shacl/#pre-binding
    """
    names = {"this"}
    if name == "ask":
        names.add("value")
    for owner in _OWNERS:
        for component in index.subjects(NamedNode(SH + owner), subject):
            names.update(parameter.name for parameter in read_parameters(index, component))
    return frozenset(names)


def _find_fault(text: str, prefixes: Mapping[str, str]) -> UsageError | None:
    """Return what is wrong with a query by its grammar, or None; it runs on no data at all."""
    from pyoxigraph import Store

    from visitkg.sparql.prepare import prepare

    # The path of a shape stands there when the query is run.
    text = text.replace("$PATH", "<urn:x:PATH>")
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
