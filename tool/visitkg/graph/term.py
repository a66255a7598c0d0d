"""IRIs and literals as Turtle writes them: https://www.w3.org/TR/rdf12-turtle/#sec-grammar."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING, Final

from visitkg import terms
from visitkg.graph.language import write_language

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pyoxigraph import Literal, NamedNode

    Order = tuple[tuple[tuple[str, int], ...], dict[str, str]]

# Where the letters begin and end that a name may have beside those of ASCII: PN_CHARS_BASE.
# Numbers, since an expression with these ranges takes ten times as long to compile.
_LETTERS: Final = (
    *(0xC0, 0xD7, 0xD8, 0xF7, 0xF8, 0x300, 0x370, 0x37E, 0x37F, 0x2000, 0x200C, 0x200E),
    *(0x2070, 0x2190, 0x2C00, 0x2FF0, 0x3001, 0xD800, 0xF900, 0xFDD0, 0xFDF0, 0xFFFE),
    *(0x10000, 0xF0000),
)
# What may follow them, as the hyphen may.
_MARKS: Final = (0xB7, 0xB8, 0x300, 0x370, 0x203F, 0x2041)

_PREFIX: Final = re.compile(r"(?:[A-Za-z](?:[\w.-]*[\w-])?)?", re.ASCII)
# What the grammar also allows, such as colons, escapes and %41, reads better as a whole IRI.
_LOCAL_NAME: Final = re.compile(r"(?:\w(?:[\w.-]*[\w-])?)?", re.ASCII)
_TYPE: Final = terms.RDF + "type"
_NIL: Final = terms.RDF + "nil"
_STRING: Final = terms.XSD + "string"
_REMEMBERED: Final = 8_192
_NOT_IN_IRI: Final = re.compile(r'[\x00-\x20<>"{}|^`\\]')

# What a reader can't see or a line-based tool would break at: controls, other line ends, marks of
# byte order, and marks that turn the direction of what follows.
_UNSEEN: Final = r"\x00-\x08\x0B\x0C\x0E-\x1F\x7F-\x9F\u2028\u2029\u202A-\u202E\u2066-\u2069\uFEFF"
_ESCAPED: Final = re.compile(rf'["\\\n\r\t{_UNSEEN}\uFFFE\uFFFF]')
_ESCAPED_IN_LONG: Final = re.compile(rf'"""|"\Z|[\\\r\t{_UNSEEN}\uFFFE\uFFFF]')
_ESCAPES: Final = {
    '"': '\\"',
    "\\": "\\\\",
    "\n": "\\n",
    "\r": "\\r",
    "\t": "\\t",
    '"""': '\\"\\"\\"',
}
# Other short forms are as good Turtle, but rdflib respells them on reading: 01 to 1, .5 to 0.5.
_SHORT_FORMS: Final = {
    terms.XSD + "boolean": re.compile(r"true|false"),
    terms.XSD + "decimal": re.compile(r"-?(?:0|[1-9][0-9]*)\.[0-9]{1,6}"),
    terms.XSD + "double": re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)[eE][+-]?[0-9]+"),
    terms.XSD + "integer": re.compile(r"0|-?[1-9][0-9]*"),
}


class Spelling:
    """How IRIs are written with some prefixes, for many texts: what is written often is known."""

    __slots__ = ("_known", "_namespaces", "_orders")

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        self._known: dict[str, tuple[str, str | None, str]] = {}
        self._orders: dict[tuple[NamedNode, ...], Order] = {}
        # The longest namespace wins, then the shortest prefix.
        self._namespaces = sorted(
            (
                (iri, prefix)
                for prefix, iri in prefixes.items()
                if iri and _PREFIX.fullmatch(_in_ascii(prefix))
            ),
            key=lambda pair: (-len(pair[0]), len(pair[1]), pair[1]),
        )

    def spell(self, iri: str) -> tuple[str, str | None, str]:
        """Return ``prefix:name`` with the prefix and its namespace, or ``<iri>`` without any."""
        found = self._known.get(iri)
        if found is None:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            found = self._known[iri] = self._spell(iri)
        return found

    def order(self, predicates: tuple[NamedNode, ...]) -> Order:
        """Return predicates as they are spelt, in order and with their places; ``a`` comes first.

        With them come the prefixes that they take.
        """
        found = self._orders.get(predicates)
        if found is None:
            if len(self._orders) >= _REMEMBERED:
                self._orders.clear()
            found = self._orders[predicates] = self._order(predicates)
        return found

    def _order(self, predicates: tuple[NamedNode, ...]) -> Order:
        spelt: list[tuple[str, int]] = []
        used: dict[str, str] = {}
        for place, predicate in enumerate(predicates):
            if predicate.value == _TYPE:
                spelt.append(("", place))
                continue
            text, prefix, namespace = self.spell(predicate.value)
            spelt.append((text, place))
            if prefix is not None:
                used[prefix] = namespace
        return tuple((text or "a", place) for text, place in sorted(spelt)), used

    def _spell(self, iri: str) -> tuple[str, str | None, str]:
        for namespace, prefix in self._namespaces:
            if iri.startswith(namespace) and (found := _fit(iri, prefix, namespace)):
                return found
        return write_iri(iri), None, ""


def _fit(iri: str, prefix: str, namespace: str) -> tuple[str, str, str] | None:
    """Return ``prefix:name`` with the prefix and its namespace, if that leaves a plain name."""
    name = iri[len(namespace) :]
    if iri.startswith(namespace) and _LOCAL_NAME.fullmatch(_in_ascii(name)):
        return f"{prefix}:{name}", prefix, namespace
    return None


class IriWriter:
    """Writes IRIs as CURIEs where a prefix fits, and remembers which prefixes it took.

    ``own`` are prefixes of one text alone: their namespaces come before those of the spelling that
    it shares with other texts. ``known`` has IRIs as they were written lately.
    """

    __slots__ = ("_own", "_own_namespaces", "_spelling", "known", "used")

    def __init__(
        self, prefixes: Mapping[str, str] | Spelling, own: Mapping[str, str] | None = None
    ) -> None:
        self.used: dict[str, str] = {}
        self.known: dict[str, str] = {}
        self._own = own or {}
        self._own_namespaces = tuple(self._own.values())
        self._spelling = prefixes if isinstance(prefixes, Spelling) else Spelling(prefixes)

    def write(self, iri: str) -> str:
        """Return ``prefix:name``, or ``<iri>`` where no prefix leaves a plain name."""
        text = self.known.get(iri)
        if text is None:
            if len(self.known) >= _REMEMBERED:
                self.known.clear()
            text = self._write(iri)
            # Turtle has another way to write that one as an object.
            if iri != _NIL:
                self.known[iri] = text
        return text

    def order(self, predicates: tuple[NamedNode, ...]) -> tuple[tuple[str, int], ...]:
        """Return predicates as they are spelt, in order and with their places; ``a`` comes first.

        Own prefixes are not for them.
        """
        spelt, used = self._spelling.order(predicates)
        self.used.update(used)
        return spelt

    def _write(self, iri: str) -> str:
        found = None
        if iri.startswith(self._own_namespaces):
            found = next(filter(None, (_fit(iri, *each) for each in self._own.items())), None)
        text, prefix, namespace = found or self._spelling.spell(iri)
        if prefix is not None:
            self.used[prefix] = namespace
        return text


def _in_ascii(name: str) -> str:
    """Return the name with an ASCII character of the same kind for each that is none."""
    return name if name.isascii() else "".join(map(_stand_in, name))


def _stand_in(character: str) -> str:
    number = ord(character)
    if character.isascii():
        return character
    if bisect_right(_LETTERS, number) % 2:
        return "a"
    return "-" if bisect_right(_MARKS, number) % 2 else " "


def write_iri(iri: str) -> str:
    """Return the IRI between angle brackets."""
    return f"<{_NOT_IN_IRI.sub(_code_point, iri)}>"


def write_literal(literal: Literal, iris: IriWriter) -> str:
    """Return a literal; numbers and booleans go bare where that keeps every character."""
    value, language = literal.value, literal.language
    if language:
        direction = f"--{literal.direction}" if literal.direction else ""
        return f"{_write_string(value)}@{write_language(language)}{direction}"
    datatype = literal.datatype.value
    if datatype == _STRING:
        return _write_string(value)
    short = _SHORT_FORMS.get(datatype)
    if short and short.fullmatch(value):
        return value
    return f"{_write_string(value)}^^{iris.write(datatype)}"


def _write_string(value: str) -> str:
    """Return a string in quotes; one of several lines keeps them, between three quotes."""
    if "\n" in value:
        return f'"""{_ESCAPED_IN_LONG.sub(_escape, value)}"""'
    return f'"{_ESCAPED.sub(_escape, value)}"'


def _escape(match: re.Match[str]) -> str:
    return _ESCAPES.get(match[0]) or _code_point(match)


def _code_point(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04X}"
