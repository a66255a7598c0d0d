"""SPARQL in shapes, before it runs: https://www.w3.org/TR/shacl/#sparql-constraints."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode

from visitkg.errors import UsageError
from visitkg.shacl.declaration import declared_prefixes
from visitkg.shacl.executable import read_parameters
from visitkg.shacl.index import TYPE
from visitkg.shacl.result import ShapeProblem
from visitkg.shacl.vocabulary import QUERIES
from visitkg.terms import SH

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from visitkg.shacl.index import Index, Node
    from visitkg.sparql.outline import Outline
    from visitkg.sparql.tokens import Token

_REACHING_OUT: Final = frozenset({"FROM", "SERVICE"})
_RUN_HERE: Final = frozenset({"ask", "select"})
_PATH: Final = re.compile(r"[$?]PATH\b")
_PLACEHOLDER: Final = re.compile(r"\{[?$](\w+)\}")
_PREBOUND: Final = frozenset({"currentShape", "shapesGraph"})

_MESSAGE: Final = NamedNode(SH + "message")
_SPARQL: Final = NamedNode(SH + "sparql")
_SPARQL_PATH: Final = NamedNode(SH + "path")
_TARGET: Final = NamedNode(SH + "target")
_TARGET_TYPE: Final = NamedNode(SH + "SPARQLTargetType")
_VALIDATORS: Final = tuple(
    NamedNode(SH + name) for name in ("validator", "nodeValidator", "propertyValidator")
)


def reaching_out(text: str) -> str | None:
    """Return the first keyword by which a query names data elsewhere: FROM, SERVICE or None."""
    # Imported here: most shapes hold no query.
    from visitkg.sparql.tokens import tokenise

    return _find_keyword(tokenise(text))


def _find_keyword(tokens: Sequence[Token]) -> str | None:
    return next((token.word for token in tokens if token.word in _REACHING_OUT), None)


def check_queries(index: Index) -> Iterator[ShapeProblem]:
    """Yield what forbids to ask a query here, pre-bound, of the data alone: all of it is fatal.

    Not so what has no effect: $PATH without a path, and a message that names an unknown variable.
    """
    for name in sorted(QUERIES):
        predicate = NamedNode(SH + name)
        for subject, value in index.pairs(predicate):
            if isinstance(value, Literal):
                place = index.position(subject, predicate, value)
                for message, remedy, fatal in _check_query(index, subject, name, value.value):
                    yield ShapeProblem(f"this sh:{name} {message}", remedy, place, fatal=fatal)


def _check_query(
    index: Index, subject: Node, name: str, text: str
) -> Iterator[tuple[str, str, bool]]:
    """Yield what is wrong with a query, what to do, and whether it can't be asked."""
    # Imported here: most shapes hold no query.
    from visitkg.sparql.outline import outline
    from visitkg.sparql.tokens import tokenise

    tokens = tokenise(text)
    keyword = _find_keyword(tokens)
    if keyword:
        remedy = "Ask only the data that are validated: a report must not depend on other places."
        yield f"reaches out by {keyword}", remedy, True
    elif name in _RUN_HERE:
        fault = _find_fault(text, tokens, declared_prefixes(index, subject))
        if fault is not None:
            yield f"can't be asked: {_describe(fault)}", fault.remedy or "Mend the query.", True
        else:
            yield from _check_use(index, subject, name, tokens, outline(tokens))


def _check_use(
    index: Index, subject: Node, name: str, tokens: list[Token], shape: Outline
) -> Iterator[tuple[str, str, bool]]:
    # Imported here: most shapes hold no query.
    from visitkg.shacl.restriction import find_restriction

    form = shape.form.word if shape.form else ""
    if form != name.upper():
        yield f"is no {name.upper()} query", f"Begin it with {name.upper()}.", True
        return
    selects_this = shape.selected is None or "this" in shape.selected
    if form == "SELECT" and _is_used(index, subject) and not selects_this:
        yield "doesn't select $this", "Write SELECT $this, and what else messages name.", True
    names = _bound_names(index, subject, name)
    broken = find_restriction(tokens, names) if names else None
    if broken is not None:
        yield broken[0], broken[1], True
    if "PATH" in shape.variables and _has_no_path(index, subject):
        remedy = "Write the path itself, or move the constraint into a property shape."
        yield "names $PATH, which a node shape doesn't have", remedy, False
    known = names | set(shape.variables) | _PREBOUND | {"value", "path"}
    for message in index.objects(subject, _MESSAGE):
        for unknown in _PLACEHOLDER.findall(message.value if isinstance(message, Literal) else ""):
            if unknown not in known:
                what = f"has no variable for {{?{unknown}}} in its message"
                yield what, "Select it, or change the message.", False


def _is_used(index: Index, subject: Node) -> bool:
    """Return whether a query is that of a constraint, a validator or a target."""
    owners = (_SPARQL, _TARGET, *_VALIDATORS)
    return any(index.subjects(owner, subject) for owner in owners) or _is_target_type(
        index, subject
    )


def _is_target_type(index: Index, subject: Node) -> bool:
    return _TARGET_TYPE in index.objects(subject, TYPE)


def _bound_names(index: Index, subject: Node, name: str) -> frozenset[str]:
    """Return the variables that are bound before a query is asked, $this and its like excepted.

    https://www.w3.org/TR/shacl/#pre-binding; those of targets are their parameters alone.
    """
    names: set[str] = set()
    if index.subjects(_SPARQL, subject):
        names.add("this")
    for validator in _VALIDATORS:
        for component in index.subjects(validator, subject):
            names.update(("this", "value") if name == "ask" else ("this",))
            names.update(parameter.name for parameter in read_parameters(index, component))
    if _is_target_type(index, subject):
        names.update(parameter.name for parameter in read_parameters(index, subject))
    return frozenset(names)


def _has_no_path(index: Index, subject: Node) -> bool:
    """Return whether a query is asked for a shape that has no path."""
    shapes = index.subjects(_SPARQL, subject)
    return any(not index.objects(shape, _SPARQL_PATH) for shape in shapes)


def _find_fault(text: str, tokens: list[Token], prefixes: Mapping[str, str]) -> UsageError | None:
    """Return what is wrong with a query by its grammar, or None; it runs on no data at all."""
    # Imported here: most shapes hold no query.
    from pyoxigraph import Store

    from visitkg.sparql.bounds import refuse_unbearable

    # The path of a shape stands there when the query is run; this IRI is no longer than $PATH.
    text = _PATH.sub("<x:p>", text)
    try:
        refuse_unbearable(tokens, name="", text=text)
        Store().query(text, prefixes=dict(prefixes))
    except UsageError as error:
        return error
    except SyntaxError as error:
        return _explain(text, prefixes, error)
    return None


def _explain(text: str, prefixes: Mapping[str, str], error: SyntaxError) -> UsageError:
    # Imported here: only a mistake needs it.
    from visitkg.sparql.prepare import prepare
    from visitkg.sparql.syntax import explain

    try:
        return explain(prepare(text, prefixes=prefixes), error)
    except UsageError as known:
        return known


def _describe(fault: UsageError) -> str:
    """Return what is wrong and where in the text of the query."""
    place = fault.position
    if place is None or place.line is None:
        return fault.message
    return f"{fault.message} at line {place.line}, column {place.column} of its text"
