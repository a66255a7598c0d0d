"""Whether a value is what a parameter takes: https://www.w3.org/TR/shacl/#syntax-rules."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pyoxigraph import BlankNode, Literal, NamedNode

from visitkg.shacl.index import NIL
from visitkg.shacl.vocabulary import LISTS_TOO, NODE_KINDS, Takes
from visitkg.terms import RDF, SH, XSD

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from visitkg.shacl.index import Index, Term

_INTEGER: Final = re.compile(r"[+-]?[0-9]{1,18}")

EXPECTED: Final[Mapping[Takes, tuple[str, str]]] = {
    Takes.BOOLEAN: ("true or false", "true"),
    Takes.INTEGER: ("a whole number", "1"),
    Takes.IRI: ("an IRI", "ex:name"),
    Takes.IRIS: ("an IRI or a list of IRIs", "ex:name"),
    Takes.IRI_OR_LITERAL: ("an IRI or a literal", "ex:name"),
    Takes.LIST: ("a list", "( ex:one ex:two )"),
    Takes.LIST_OF_IRIS: ("a list of IRIs", "( ex:one ex:two )"),
    Takes.LIST_OF_SHAPES: ("a list of shapes", "( ex:OneShape ex:OtherShape )"),
    Takes.LIST_OF_STRINGS: ("a list of strings", '( "en" "ko" )'),
    Takes.LITERAL: ("a literal", "10"),
    Takes.NODE: ("an IRI or a blank node", "ex:Constraint"),
    Takes.NODE_KINDS: ("one of the six kinds of node or a list of them", "sh:IRI"),
    Takes.NODE_SHAPE: ("a node shape", "ex:Shape"),
    Takes.PATTERN: ("a regular expression as a string", '"^[A-Z]{2}$"'),
    Takes.PROPERTY_SHAPE: ("a property shape", "ex:Shape-property"),
    Takes.SHAPE: ("a shape", "ex:Shape"),
    Takes.STRING: ("a string", '"text"'),
    Takes.TEXT: ("a string, with or without a language", '"What must hold."@en'),
}
"""What stands for each kind of value in a message, and an example of one."""


def fits(index: Index, takes: Takes, value: Term) -> bool:
    """Return whether a value is what a parameter takes; lists are looked up in ``index``."""
    if takes in _MEMBERS and (takes not in LISTS_TOO or is_list(value)):
        members = index.members(value)
        member_takes = _MEMBERS[takes]
        return members is not None and (
            member_takes is Takes.ANY or all(map(_TESTS[member_takes], members))
        )
    return takes is Takes.ANY or _TESTS[takes](value)


def is_list(value: Term) -> bool:
    """Return whether a value that may be a list is meant as one, well-formed or not."""
    return value == NIL or isinstance(value, BlankNode)


_MEMBERS: Final[Mapping[Takes, Takes]] = {
    Takes.IRIS: Takes.IRI,
    Takes.LIST: Takes.ANY,
    Takes.LIST_OF_IRIS: Takes.IRI,
    Takes.LIST_OF_SHAPES: Takes.SHAPE,
    Takes.LIST_OF_STRINGS: Takes.STRING,
    Takes.NODE_KINDS: Takes.NODE_KINDS,
}


def _is_iri(value: Term) -> bool:
    return isinstance(value, NamedNode)


def _is_node(value: Term) -> bool:
    return isinstance(value, NamedNode | BlankNode)


def _is_boolean(value: Term) -> bool:
    return _lexical_form(value, XSD + "boolean") in {"true", "false", "1", "0"}


def _is_integer(value: Term) -> bool:
    return bool(_INTEGER.fullmatch(_lexical_form(value, XSD + "integer") or ""))


def _is_node_kind(value: Term) -> bool:
    return isinstance(value, NamedNode) and value.value.removeprefix(SH) in NODE_KINDS


def _is_string(value: Term) -> bool:
    return _lexical_form(value, XSD + "string") is not None


def _is_text(value: Term) -> bool:
    return _is_string(value) or _lexical_form(value, RDF + "langString") is not None


def _lexical_form(value: Term, datatype: str) -> str | None:
    """Return the lexical form of a literal of a datatype, or None for whatever else."""
    if isinstance(value, Literal) and value.datatype.value == datatype:
        return value.value
    return None


_TESTS: Final[Mapping[Takes, Callable[[Term], bool]]] = {
    Takes.BOOLEAN: _is_boolean,
    Takes.INTEGER: _is_integer,
    Takes.IRI: _is_iri,
    Takes.IRIS: _is_iri,
    Takes.IRI_OR_LITERAL: lambda value: isinstance(value, NamedNode | Literal),
    Takes.LITERAL: lambda value: isinstance(value, Literal),
    Takes.NODE: _is_node,
    Takes.NODE_KINDS: _is_node_kind,
    Takes.NODE_SHAPE: _is_node,
    Takes.PATTERN: _is_string,
    Takes.PROPERTY_SHAPE: _is_node,
    Takes.SHAPE: _is_node,
    Takes.STRING: _is_string,
    Takes.TEXT: _is_text,
}
