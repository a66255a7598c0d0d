"""Tests in SPARQL that each value fulfils which breaks a constraint, and perhaps others do.

No test ends in an error for any term: an error would hide a value.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode

from visitkg.endpoint.skolem import SKOLEM
from visitkg.shacl.comparison import read_value
from visitkg.shacl.endpoint.lexical import (
    FORBIDDEN,
    NUMBERS,
    SORTED,
    TEXTS,
    find_pattern,
    is_free,
)
from visitkg.shacl.endpoint.write import is_not_of, is_same, write_list, write_string
from visitkg.terms import RDF, SH, XSD

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from visitkg.shacl.plan import Check

ALWAYS: Final = "true"
"""The test of a constraint of which a store can't tell anything."""

_PLAIN: Final = "^[+-]?[0-9]{1,12}([.][0-9]{1,6})?$"
"""Numbers that every store compares exactly."""
_INT_DIGITS: Final = 9
"""So long a number surely is an xsd:int."""
_LANGUAGE: Final = RDF + "langString"
_OPERATORS: Final = {
    "MaxExclusive": ">=",
    "MaxInclusive": ">",
    "MinExclusive": "<=",
    "MinInclusive": "<",
}


def reject(check: Check, variable: str) -> str:
    """Return the test of a value by itself."""
    write = _TESTS.get(check.component)
    return ALWAYS if write is None else write(check, variable)


def unlike(variable: str, pattern: str) -> str:
    """Return the test that a text doesn't match; in some dialects ``$`` also ends a line."""
    text = f"STR({variable})"
    return f'!REGEX({text}, {write_string(pattern)}) || CONTAINS({text}, "\\n")'


def _reject_datatype(check: Check, variable: str) -> str:
    names = [term.value for term in check.terms if isinstance(term, NamedNode)]
    tests = [_of_datatype(name, variable) for name in names]
    if ALWAYS in tests:
        return ALWAYS
    return " && ".join(f"({each})" for each in tests) or ALWAYS


def _of_datatype(datatype: str, variable: str) -> str:
    """Return the test that a literal may not be one of a datatype."""
    if datatype == _LANGUAGE:
        return (
            f'!isLiteral({variable}) || LANG({variable}) = "" || '
            f"DATATYPE({variable}) != <{datatype}>"
        )
    other = is_not_of(variable, [datatype])
    if datatype in TEXTS:
        return " || ".join(
            [other, *(f"CONTAINS(STR({variable}), {write_string(char)})" for char in FORBIDDEN)]
        )
    if is_free(datatype):
        return other
    pattern = find_pattern(datatype)
    return ALWAYS if pattern is None else f"{other} || {unlike(variable, pattern)}"


def _reject_kind(check: Check, variable: str) -> str:
    kinds = {term.value.removeprefix(SH) for term in check.terms if isinstance(term, NamedNode)}
    allowed = [
        test
        for kind, test in (
            ("BlankNode", f"(isBlank({variable}) || {_stands_for_blank(variable)})"),
            ("IRI", _is_iri(variable)),
            ("Literal", f"isLiteral({variable})"),
        )
        if any(kind in each for each in kinds)
    ]
    return f"!({' || '.join(allowed)})" if allowed else ALWAYS


def _reject_in(check: Check, variable: str) -> str:
    iris = [term for term in check.terms if isinstance(term, NamedNode)]
    tests = [is_same(variable, term) for term in check.terms if isinstance(term, Literal)]
    if iris:
        tests.append(f"(isIRI({variable}) && {variable} IN ({write_list(iris)}))")
    return f"!({' || '.join(tests)})" if tests else ALWAYS


def _reject_length(check: Check, variable: str) -> str:
    wrong = "<" if check.component == "MinLength" else ">"
    length = f"STRLEN(STR({variable})) {wrong} {check.count}"
    return f"!{_has_text(variable)} || {_is_truth(variable)} || {length}"


def _has_text(variable: str) -> str:
    # To some stores a blank node is an IRI too.
    return f"({_is_iri(variable)} || isLiteral({variable}))"


def _is_truth(variable: str) -> str:
    """Return the test of a boolean, whose text may be ``true`` to a store that is told ``1``."""
    return f"!({is_not_of(variable, [XSD + 'boolean'])})"


def _is_iri(variable: str) -> str:
    """Return the test of an IRI that doesn't stand for a blank node."""
    test = f"!REGEX(STR({variable}), {write_string(SKOLEM)})"
    return f"(!isBlank({variable}) && isIRI({variable}) && {test})"


def _stands_for_blank(variable: str) -> str:
    """Return the test of an IRI that ``visitkg load`` put in the place of a blank node."""
    test = f"REGEX(STR({variable}), {write_string(SKOLEM)})"
    return f"(!isBlank({variable}) && isIRI({variable}) && {test})"


def _reject_lines(_: Check, variable: str) -> str:
    text = f"STR({variable})"
    return f'{_has_text(variable)} && (CONTAINS({text}, "\\n") || CONTAINS({text}, "\\r"))'


def _reject_language(check: Check, variable: str) -> str:
    language = f"LCASE(LANG({variable}))"
    ranges = [term.value.lower() for term in check.terms if isinstance(term, Literal)]
    ranges = [each for each in ranges if each]
    allowed = [f"{language} = {write_string(each)}" for each in ranges if each != "*"]
    allowed += [
        f"STRSTARTS({language}, {write_string(f'{each}-')})" for each in ranges if each != "*"
    ]
    if "*" in ranges:
        allowed.append(f'{language} != ""')
    return f"!isLiteral({variable}) || !({' || '.join(allowed)})" if allowed else ALWAYS


def _reject_pattern(check: Check, variable: str) -> str:
    # Imported here: most shapes have none.
    from visitkg.shacl.endpoint.dialect import translate

    pattern = translate(check.text, check.flags)
    if pattern is None:
        return ALWAYS
    return f"!{_has_text(variable)} || {_is_truth(variable)} || {unlike(variable, pattern)}"


def _reject_range(check: Check, variable: str) -> str:
    (limit,) = check.terms
    if not isinstance(limit, Literal):
        return ALWAYS
    name = limit.datatype.value.removeprefix(XSD)
    if read_value(limit.value, limit.datatype.value, limit.language or "") is None:
        return ALWAYS
    if name in NUMBERS and _is_plain(limit):
        return unordered(variable, f"{variable} {_OPERATORS[check.component]} {limit.value}")
    for datatype, pattern in SORTED:
        if name == datatype and re.match(pattern, limit.value):
            text = write_string(limit.value)
            wrong = f"STR({variable}) {_OPERATORS[check.component]} {text}"
            other = is_not_of(variable, [limit.datatype.value])
            return " || ".join([other, unlike(variable, pattern), wrong])
    return ALWAYS


def _is_plain(limit: Literal) -> bool:
    return re.match(_PLAIN, limit.value) is not None


def unordered(variable: str, wrong: str) -> str:
    """Return the test that a value is no plain integer or decimal, or compares ``wrong``."""
    datatypes = [f"{XSD}{name}" for name in ("integer", "decimal", "int", "long")]
    text = f"STR({variable})"
    fraction = f'(CONTAINS({text}, ".") && ({is_not_of(variable, [XSD + "decimal"])}))'
    large = f"(STRLEN({text}) > {_INT_DIGITS} && !({is_not_of(variable, [XSD + 'int'])}))"
    return " || ".join(
        [is_not_of(variable, datatypes), unlike(variable, _PLAIN), fraction, large, wrong]
    )


_TESTS: Final[Mapping[str, Callable[[Check, str], str]]] = {
    "Datatype": _reject_datatype,
    "In": _reject_in,
    "LanguageIn": _reject_language,
    "MaxExclusive": _reject_range,
    "MaxInclusive": _reject_range,
    "MaxLength": _reject_length,
    "MinExclusive": _reject_range,
    "MinInclusive": _reject_range,
    "MinLength": _reject_length,
    "NodeKind": _reject_kind,
    "Pattern": _reject_pattern,
    "SingleLine": _reject_lines,
}
"""The constraints on a value that a store can judge."""
