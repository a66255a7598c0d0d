"""The values that a question's parameters have in one run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitkg.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pyoxigraph import Literal, NamedNode

    from visitkg.sparql.questions import Parameter


def split_assignments(assignments: Iterable[str]) -> dict[str, str]:
    """Return the names and values of ``name=value``; raise UsageError for another form."""
    given: dict[str, str] = {}
    for assignment in assignments:
        name, sign, value = assignment.partition("=")
        name = name.removeprefix("?").removeprefix("$")
        if not sign or not name:
            raise UsageError(
                f"--param {assignment!r} is no assignment",
                remedy="Write --param name=value, for example --param person=id:kim-jong-un",
            )
        if name in given:
            raise UsageError(
                f"parameter {name!r} is given twice", remedy="Leave one of the values out."
            )
        given[name] = value
    return given


def bind_parameters(
    declared: Sequence[Parameter], given: Mapping[str, object], prefixes: Mapping[str, str]
) -> dict[str, NamedNode | Literal]:
    """Return the terms of the given values, and of the defaults where none is given.

    A query that declares no parameters takes a value for any of its variables. Raise UsageError for
    a parameter that is not declared, for one without value and default, and for a value that can't
    be read or is not of the default's kind.
    """
    if not declared and not given:
        return {}
    # Imported here: most questions take no parameters.
    from visitkg.sparql.value import read_value

    bindings: dict[str, NamedNode | Literal] = {}
    names = [parameter.name for parameter in declared]
    for parameter in declared:
        default = None if parameter.default is None else read_value(parameter.default, prefixes)
        if parameter.name in given:
            term = _read(parameter.name, given[parameter.name], prefixes, like=default)
            bindings[parameter.name] = term
        elif default is not None:
            bindings[parameter.name] = default
        else:
            raise UsageError(f"parameter {parameter.name!r} has no value", remedy=_list(declared))
    for name, value in given.items():
        if declared and name not in names:
            raise UsageError(f"unknown parameter {name!r}", remedy=_list(declared))
        if name not in bindings:
            bindings[name] = _read(name, value, prefixes)
    return bindings


def _read(
    name: str,
    value: object,
    prefixes: Mapping[str, str],
    *,
    like: NamedNode | Literal | None = None,
) -> NamedNode | Literal:
    # Imported here: most questions take no parameters.
    from visitkg.sparql.python import to_term

    try:
        return to_term(value, prefixes, like=like)
    except UsageError as error:
        raise UsageError(f"parameter {name!r}: {error.message}", remedy=error.remedy) from error


def _list(declared: Iterable[Parameter]) -> str:
    lines = "".join(f"\n  {parameter}" for parameter in declared)
    return f"The parameters are:{lines}"
