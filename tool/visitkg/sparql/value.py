"""The value of a parameter, as it is written on a command line or in a question's file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import Literal, NamedNode, Store

from visitkg import terms
from visitkg.errors import UsageError
from visitkg.sparql.curie import curie_writer
from visitkg.sparql.prepare import refuse_undecoded
from visitkg.sparql.tokens import Kind, tokenise

if TYPE_CHECKING:
    from collections.abc import Mapping

_IRI_KINDS: Final = frozenset({Kind.IRI, Kind.NAME})
_CURIE: Final = r"[A-Za-z][A-Za-z0-9_.\-]*:[^\s:/]\S*"
_ABSOLUTE: Final = r"https?://[^\s<>\"{}|^`\\]+"

_DATE: Final = r"-?[0-9]{4,}-[0-9]{2}-[0-9]{2}"
_TIME: Final = r"[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?"
_ZONE: Final = r"(?:Z|[+-][0-9]{2}:[0-9]{2})?"
_DIGITS: Final = r"[+-]?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)"
# How a value without quotes is read: the first that fits. The same patterns tell whether a value
# fits the datatype of a parameter.
_PATTERNS: Final = {
    terms.XSD + "boolean": r"true|false",
    terms.XSD + "integer": r"[+-]?[0-9]+",
    terms.XSD + "decimal": _DIGITS,
    terms.XSD + "double": rf"{_DIGITS}(?:[eE][+-]?[0-9]+)?",
    terms.XSD + "date": rf"{_DATE}{_ZONE}",
    terms.XSD + "dateTime": rf"{_DATE}T{_TIME}{_ZONE}",
}
_LITERALS: Final = frozenset(
    {
        (Kind.STRING,),
        (Kind.STRING, Kind.LANGUAGE),
        (Kind.STRING, Kind.SIGN, Kind.IRI),
        (Kind.STRING, Kind.SIGN, Kind.NAME),
    }
)


def read_value(
    text: str, prefixes: Mapping[str, str], *, like: NamedNode | Literal | None = None
) -> NamedNode | Literal:
    """Return the term that ``text`` stands for.

    ``<iri>``, ``http://...`` and ``prefix:name`` with a known prefix are IRIs; ``"text"``,
    ``"text"@en`` and ``"1"^^xsd:byte`` are literals as in SPARQL. Anything else is written without
    quotes: where the value must be ``like`` a literal, it has that literal's language or datatype;
    otherwise it is a boolean, a number, a date or a date with time if it looks like one, else a
    string. Raise UsageError for an unknown prefix, a literal with errors, and what is not ``like``
    the example: an IRI instead of a literal, or another datatype.
    """
    refuse_undecoded(text, "the value")
    value = _read_quoted(text, prefixes) or _read_bare(text, prefixes, like)
    if like is not None:
        refuse_unlike(text, value, like)
    return value


def write_value(term: NamedNode | Literal, prefixes: Mapping[str, str]) -> str:
    """Return what ``read_value`` reads as the term, CURIEs where a prefix fits."""
    return str(term) if isinstance(term, Literal) else curie_writer(prefixes)(term.value)


def _read_quoted(text: str, prefixes: Mapping[str, str]) -> NamedNode | Literal | None:
    """Return the IRI or the literal that is written as such, None for anything else."""
    if text[:1] in ("'", '"'):
        return _read_literal(text, prefixes)
    return _read_iri(text, prefixes)


def _read_iri(text: str, prefixes: Mapping[str, str]) -> NamedNode | None:
    if re.fullmatch(_ABSOLUTE, text):
        return NamedNode(text)
    tokens = tokenise(text)
    if len(tokens) != 1 or tokens[0].kind not in _IRI_KINDS or tokens[0].text != text:
        return None
    prefix = text.split(":", 1)[0]
    if tokens[0].kind is Kind.NAME and prefix not in prefixes:
        if re.fullmatch(_CURIE, text):
            raise _unknown_prefix(text, prefix, prefixes)
        return None
    term = _evaluate(text, prefixes)
    return term if isinstance(term, NamedNode) else None


def _read_literal(text: str, prefixes: Mapping[str, str]) -> Literal:
    if tuple(token.kind for token in tokenise(text)) in _LITERALS:
        term = _evaluate(text, prefixes)
        if isinstance(term, Literal):
            return term
    raise UsageError(
        f"the value {text} is no literal",
        remedy='Write "text", "text"@en or "1"^^xsd:integer; mind the quotes of your shell.',
    )


def _evaluate(text: str, prefixes: Mapping[str, str]) -> NamedNode | Literal | None:
    """Return the term that one term of SPARQL stands for, None if the engine refuses it."""
    try:
        solutions: Any = Store().query(
            f"SELECT ?value {{ VALUES ?value {{ {text} }} }}", prefixes=dict(prefixes)
        )
    except SyntaxError:
        return None
    term: NamedNode | Literal = next(solutions)["value"]
    return term


def _read_bare(
    text: str, prefixes: Mapping[str, str], like: NamedNode | Literal | None
) -> NamedNode | Literal:
    if isinstance(like, NamedNode):
        namespace = re.sub(r"[^/#]*$", "", like.value)
        example = write_value(NamedNode(namespace + text), prefixes) if text else ""
        raise UsageError(
            f"{text!r} is a string, and an IRI is needed such as {write_value(like, prefixes)}",
            remedy=f"Did you mean {example}?" if example else "Write <iri> or prefix:name.",
        )
    if like is not None and like.language:
        return Literal(text, language=like.language)
    if like is not None:
        return Literal(text, datatype=like.datatype)
    for datatype, pattern in _PATTERNS.items():
        if re.fullmatch(pattern, text):
            return Literal(text, datatype=NamedNode(datatype))
    return Literal(text)


def refuse_unlike(text: str, value: NamedNode | Literal, like: NamedNode | Literal) -> None:
    """Raise UsageError for a value, written as ``text``, that is not of the example's kind."""
    if isinstance(value, NamedNode) and isinstance(like, NamedNode):
        return
    if isinstance(value, Literal) and isinstance(like, Literal):
        pattern = _PATTERNS.get(like.datatype.value, "(?s).*")
        if value.datatype == like.datatype and re.fullmatch(pattern, value.value):
            return
    if isinstance(like, NamedNode):
        raise UsageError(f"{text} is a literal, and an IRI is needed such as {like}")
    what = like.datatype.value.rpartition("#")[2]
    raise UsageError(f"{text} is no {what}, which is needed such as {like.value}")


def _unknown_prefix(text: str, prefix: str, prefixes: Mapping[str, str]) -> UsageError:
    # Imported here: only a mistake needs it.
    from difflib import get_close_matches

    near = get_close_matches(prefix, sorted(prefixes), n=1)
    quoted = f"A string goes in quotes: '\"{text}\"'."
    return UsageError(
        f"unknown prefix '{prefix}:' in {text}",
        remedy=f"Did you mean '{near[0]}:'? {quoted}" if near else quoted,
    )
