"""What a request fills in for the parameters of a question, and what is wrong with it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from visitkg.errors import UsageError
from visitkg.serve.explore.view.show import PARAMETERS
from visitkg.sparql.parameters import bind_parameters

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pyoxigraph import Literal, NamedNode

    from visitkg.sparql.questions import Parameter, Question

_LONGEST: Final = 60


@dataclass(frozen=True, slots=True)
class Filled:
    """The texts of a form by parameter, the terms that they stand for, and mistakes.

    ``mistakes`` are by parameter; ``others`` are about the request as a whole. ``is_begun`` if any
    parameter is given.
    """

    texts: Mapping[str, str]
    bindings: Mapping[str, NamedNode | Literal]
    mistakes: Mapping[str, str]
    others: tuple[str, ...]
    is_begun: bool

    def is_complete(self, question: Question) -> bool:
        """Tell whether the question can be asked."""
        known = {each.name for each in question.parameters}
        return not self.mistakes and not self.others and known == set(self.bindings)


def field_name(parameter: str) -> str:
    """Return what a parameter is called in an address: a view's own names are kept apart."""
    return f"{parameter}." if parameter in PARAMETERS else parameter


def read_filled(
    question: Question, parameters: tuple[tuple[str, str], ...], prefixes: Mapping[str, str]
) -> Filled:
    """Return what the parameters of a request fill in; where nothing is given, the defaults."""
    fields = {field_name(each.name): each for each in question.parameters}
    counts = Counter(key for key, _ in parameters)
    given = {fields[key].name: value for key, value in parameters if key in fields}
    others = [
        *(_tell_unknown(key, fields) for key in counts if key not in {*fields, *PARAMETERS}),
        *(f"{_quote(key)} is given {counts[key]} times." for key in fields if counts[key] > 1),
    ]
    bindings: dict[str, NamedNode | Literal] = {}
    mistakes: dict[str, str] = {}
    for each in question.parameters:
        if each.name not in given and each.default is None and not given:
            continue  # nobody has sent the form yet
        try:
            bindings |= _bind(each, given, prefixes)
        except UsageError as error:
            mistakes[each.name] = _tell(error, each, given)
    texts = {each.name: given.get(each.name, each.default or "") for each in question.parameters}
    return Filled(texts, bindings, mistakes, tuple(others), is_begun=bool(given))


def _bind(
    parameter: Parameter, given: Mapping[str, str], prefixes: Mapping[str, str]
) -> dict[str, NamedNode | Literal]:
    own = {parameter.name: given[parameter.name]} if parameter.name in given else {}
    return bind_parameters([parameter], own, prefixes)


def _tell(error: UsageError, parameter: Parameter, given: Mapping[str, str]) -> str:
    value = given.get(parameter.name, "")
    if not value.strip():
        return "A value is needed here."
    message = error.message.removeprefix(f"parameter {parameter.name!r}: ")
    if message.startswith(value):
        message = f"{value!r}{message[len(value) :]}"
    text = f"{message[:1].upper()}{message[1:]}."
    return f"{text} {error.remedy}" if error.remedy else text


def _tell_unknown(key: str, fields: Mapping[str, Parameter]) -> str:
    known = f"It has: {', '.join(fields)}." if fields else "It has none."
    return f"The question has no parameter {_quote(key)}. {known}"


def _quote(key: str) -> str:
    return repr(key if len(key) <= _LONGEST else f"{key[:_LONGEST]}…")
