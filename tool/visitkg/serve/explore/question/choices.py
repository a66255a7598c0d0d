"""The values that a parameter of a question can have, as the data know them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode

from visitkg.errors import VisitkgError
from visitkg.serve.ask import ask
from visitkg.site.kind import TYPE
from visitkg.sparql.answer import Table
from visitkg.sparql.outline import outline
from visitkg.sparql.prepare import write_bound
from visitkg.sparql.tokens import tokenise
from visitkg.sparql.value import read_value, write_value
from visitkg.terms import RDF, SKOS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from visitkg.serve.explore.explorer import Explorer
    from visitkg.sparql.questions import Parameter, Question

    Value = NamedNode | Literal

MOST: Final = 300
"""So many choices are listed; where there are more, one may write any value."""

_LARGE: Final = 200_000
"""With more triples, the question isn't asked without its parameter: that could take long."""

_LIKE: Final = (
    "SELECT DISTINCT ?value {{ {node} <{scheme}> ?scheme . ?value <{scheme}> ?scheme "
    "FILTER (isIRI(?value)) }} LIMIT {most}"
)


@dataclass(frozen=True, slots=True)
class Choice:
    """A value as it is written in a form, what it is called, and what kind of thing it is."""

    value: str
    label: str
    group: str = ""


@dataclass(frozen=True, slots=True)
class Choices:
    """Some values in order of their names; ``is_whole`` if there are no others in the data."""

    found: tuple[Choice, ...]
    is_whole: bool


def read_choices(
    explorer: Explorer, question: Question, name: str, default: Value | None
) -> Choices:
    """Return the values for which the question has an answer, else those like the default."""
    found = list(_ask_without(explorer, question, name, default))
    if not found and isinstance(default, NamedNode):
        found = list(_ask_like(explorer, default))
    kept = [term for term in dict.fromkeys(found) if _is_like(term, default)]
    choices = (make_choice(explorer, term, default) for term in kept[:MOST])
    ordered = sorted(choices, key=lambda each: (each.group, each.label.casefold(), each.value))
    return Choices(tuple(ordered), is_whole=len(kept) <= MOST)


def read_default(explorer: Explorer, parameter: Parameter) -> Value | None:
    """Return the default of a parameter, None without one that can be read."""
    if parameter.default is None:
        return None
    try:
        return read_value(parameter.default, explorer.holding.prefixes)
    except VisitkgError:
        return None


def make_choice(explorer: Explorer, term: Value, default: Value | None) -> Choice:
    """Return a value with its name, as it is read again beside a default."""
    prefixes = explorer.holding.prefixes
    if isinstance(term, NamedNode):
        called = explorer.called(term.value)
        types = explorer.view.nodes(term, TYPE)
        group = explorer.called(types[0].value).label if types else ""
        return Choice(write_value(term, prefixes), called.label or called.curie, group)
    return Choice(write_literal(term, default, prefixes), term.value)


def write_literal(term: Literal, default: Value | None, prefixes: Mapping[str, str]) -> str:
    """Return a literal without quotes if it is then read as the same beside a default."""
    try:
        if read_value(term.value, prefixes, like=default) == term:
            return term.value
    except VisitkgError:
        pass
    return str(term)


def _is_like(term: Value, default: Value | None) -> bool:
    if isinstance(term, NamedNode) or isinstance(default, NamedNode):
        return default is None or (isinstance(term, NamedNode) and isinstance(default, NamedNode))
    return default is None or term.datatype == default.datatype


def _ask_without(
    explorer: Explorer, question: Question, name: str, default: Value | None
) -> Iterator[Value]:
    """Yield the values that the variable has where the question leaves it open.

    The other parameters have their defaults.
    """
    if len(explorer.holding.store) > _LARGE:
        return
    others = {
        each.name: term
        for each in question.parameters
        if each.name != name and (term := read_default(explorer, each)) is not None
    }
    try:
        text = write_bound(question.text, others)
    except VisitkgError:
        return
    shape = outline(tokenise(text))
    if shape.form is None or shape.where is None:
        return
    where = text[shape.where.start : shape.where.end]
    kind = _restrict(name, default)
    query = (
        f"{text[: shape.form.start]}\nSELECT DISTINCT ?{name} WHERE {{ {{{where}\n}} {kind} }} "
        f"LIMIT {MOST + 1}"
    )
    yield from _ask(explorer, query)


def _restrict(name: str, default: Value | None) -> str:
    if isinstance(default, NamedNode):
        return f"FILTER (isIRI(?{name}))"
    if isinstance(default, Literal):
        return f"FILTER (isLiteral(?{name}) && DATATYPE(?{name}) = {default.datatype})"
    return f"FILTER (isIRI(?{name}) || isLiteral(?{name}))"


def _ask_like(explorer: Explorer, default: NamedNode) -> Iterator[Value]:
    """Yield what is in the same list as the default, else what is of the same class."""
    for predicate in (f"{SKOS}inScheme", f"{RDF}type"):
        query = _LIKE.format(node=default, scheme=predicate, most=MOST + 1)
        found = list(_ask(explorer, query))
        if found:
            yield from found
            return


def _ask(explorer: Explorer, query: str) -> Iterator[Value]:
    try:
        answer = ask(explorer.holding, query, explorer.limits).answer
    except VisitkgError:
        # A question may be one that can't be asked so; the field then takes any value.
        return
    if isinstance(answer, Table):
        for row in answer.rows:
            if isinstance(row[0], NamedNode | Literal):
                yield row[0]
