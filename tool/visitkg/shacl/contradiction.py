"""Constraints of one shape that nothing can satisfy; the shape is well-formed all the same."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Final, NamedTuple

from pyoxigraph import BlankNode, Literal, NamedNode

from visitkg.shacl.result import ShapeProblem
from visitkg.shacl.syntax import show
from visitkg.shacl.value import fits, is_list
from visitkg.shacl.vocabulary import LISTS, LISTS_TOO, PARAMETERS
from visitkg.terms import RDF, RDFS, SH, XSD

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from visitkg.shacl.index import Index, Node, Term


class Contradiction(NamedTuple):
    """A value of a parameter that is demanded in vain, and what to do."""

    name: str
    value: Term
    message: str
    remedy: str


class Given(NamedTuple):
    """What a shape gives for one parameter: its values, and the members where they are lists."""

    values: Sequence[Term]
    members: Collection[Term]


_COUNTS: Final = (
    ("minCount", "maxCount"),
    ("minLength", "maxLength"),
    ("minListLength", "maxListLength"),
    ("qualifiedMinCount", "qualifiedMaxCount"),
)
_BOUNDS: Final = ("maxExclusive", "maxInclusive", "minExclusive", "minInclusive")
_FOR_LITERALS: Final = ("datatype", "languageIn", *_BOUNDS)
_FOR_NODES: Final = ("class", "memberShape", "rootClass")
_FOR_TEXTS: Final = ("minLength", "pattern")

_KINDS: Final[Mapping[str, frozenset[type]]] = {
    "BlankNode": frozenset({BlankNode}),
    "BlankNodeOrIRI": frozenset({BlankNode, NamedNode}),
    "BlankNodeOrLiteral": frozenset({BlankNode, Literal}),
    "IRI": frozenset({NamedNode}),
    "IRIOrLiteral": frozenset({NamedNode, Literal}),
    "Literal": frozenset({Literal}),
}

_LANGUAGE_DATATYPES: Final = frozenset({RDF + "dirLangString", RDF + "langString"})

_OF_NO_LITERAL: Final = frozenset(
    {RDFS + "Literal", RDFS + "Resource", XSD + "anyAtomicType", XSD + "anySimpleType"}
)
"""What is taken for the datatype of every literal."""

_XSD_DATATYPES: Final = """
    ENTITIES ENTITY ID IDREF IDREFS NCName NMTOKEN NMTOKENS NOTATION Name QName anyURI
    base64Binary boolean byte date dateTime dateTimeStamp dayTimeDuration decimal double duration
    float gDay gMonth gMonthDay gYear gYearMonth hexBinary int integer language long
    negativeInteger nonNegativeInteger nonPositiveInteger normalizedString positiveInteger short
    string time token unsignedByte unsignedInt unsignedLong unsignedShort yearMonthDuration
"""


def check_contradictions(index: Index, nodes: Collection[Node]) -> Iterator[ShapeProblem]:
    """Yield a problem for what a shape demands in vain; none of them is fatal."""
    names = {NamedNode(SH + name): name for name in PARAMETERS}
    for node in nodes:
        given = dict(_read_given(index, node, names))
        if given:
            for name, value, message, remedy in _find(given):
                place = index.position(node, NamedNode(SH + name), value)
                yield ShapeProblem(message, remedy, place)


def _read_given(
    index: Index, node: Node, names: Mapping[NamedNode, str]
) -> Iterator[tuple[str, Given]]:
    """Yield the parameters of a shape with those of their values that are of the right kind."""
    for predicate, terms in index.values(node).items():
        name = names.get(predicate)
        if name is None:
            continue
        takes = PARAMETERS[name].takes
        values = [term for term in terms if fits(index, takes, term)]
        if values and takes in LISTS:
            yield name, Given(values, _members(index, values))
        elif values:
            lists = [value for value in values if takes in LISTS_TOO and is_list(value)]
            yield name, Given(values, _members(index, lists) if lists else values)


def _members(index: Index, heads: Iterable[Term]) -> Sequence[Term]:
    return tuple(chain.from_iterable(index.members(head) or () for head in heads))


def _find(given: Mapping[str, Given]) -> Iterator[Contradiction]:
    yield from _find_counts(given)
    yield from _find_kinds(given)
    yield from _find_odd_datatypes(given)
    yield from _find_forbidden_terms(given)
    if not given.keys().isdisjoint(_BOUNDS):
        # Imported here: most shapes have no bounds.
        from visitkg.shacl.range import find_range_contradictions

        for name, value, message, remedy in find_range_contradictions(
            {name: values for name, (values, _) in given.items()}
        ):
            yield Contradiction(name, value, message, remedy)


def _find_counts(given: Mapping[str, Given]) -> Iterator[Contradiction]:
    for least, most in _COUNTS:
        numbers = [_number(given.get(name)) for name in (least, most)]
        for name, number in zip((least, most), numbers, strict=True):
            if number is not None and number < 0:
                message = f"sh:{name} {number} is less than 0"
                value = given[name].values[0]
                yield Contradiction(name, value, message, "Write a number from 0 on.")
        low, high = numbers
        if low is not None and high is not None and low > high:
            message = f"sh:{least} {low} is more than sh:{most} {high}"
            remedy = "Change one of them: nothing satisfies both."
            yield Contradiction(least, given[least].values[0], message, remedy)
    most_values = _number(given.get("maxCount"))
    demanded = given["hasValue"].values if "hasValue" in given else ()
    if most_values is not None and 0 <= most_values < len(demanded):
        message = f"sh:maxCount {most_values} leaves no room for what sh:hasValue demands"
        remedy = "Change one of them: nothing satisfies both."
        yield Contradiction("maxCount", given["maxCount"].values[0], message, remedy)


def _number(given: Given | None) -> int | None:
    if given is None or not isinstance(given.values[0], Literal):
        return None
    return int(given.values[0].value)


def _find_kinds(given: Mapping[str, Given]) -> Iterator[Contradiction]:
    """Yield what asks for a kind of term that another parameter forbids."""
    kinds = _allowed_kinds(given)
    remedy = "Remove one of them: no value satisfies both."
    if Literal not in kinds:
        for name in given.keys() & set(_FOR_LITERALS):
            message = f"sh:{name} asks for a literal, which sh:nodeKind forbids"
            yield Contradiction(name, given[name].values[0], message, remedy)
    for name in given.keys() & set(_FOR_NODES):
        if kinds == {Literal} or "datatype" in given:
            other = "sh:nodeKind" if kinds == {Literal} else "sh:datatype"
            message = f"sh:{name} asks for an IRI or a blank node, which {other} forbids"
            yield Contradiction(name, given[name].values[0], message, remedy)
    if kinds == {BlankNode}:
        for name in given.keys() & set(_FOR_TEXTS):
            message = f"sh:{name} is satisfied by no blank node, and sh:nodeKind asks for one"
            yield Contradiction(name, given[name].values[0], message, remedy)


def _allowed_kinds(given: Mapping[str, Given]) -> frozenset[type]:
    if "nodeKind" not in given:
        return frozenset({BlankNode, Literal, NamedNode})
    return frozenset().union(
        *(
            _KINDS[kind.value.removeprefix(SH)]
            for kind in given["nodeKind"].members
            if isinstance(kind, NamedNode)
        )
    )


def _find_odd_datatypes(given: Mapping[str, Given]) -> Iterator[Contradiction]:
    """Yield what is no datatype that a literal can have, and datatypes in place of classes."""
    datatypes = _iris(given, "datatype")
    for iri in datatypes:
        value = given["datatype"].values[0]
        if iri in _OF_NO_LITERAL:
            message = f"no literal has the datatype {show(NamedNode(iri))}"
            remedy = "Write sh:nodeKind sh:Literal to allow all literals."
            yield Contradiction("datatype", value, message, remedy)
        elif iri.startswith(XSD) and iri.removeprefix(XSD) not in _XSD_DATATYPES.split():
            message = f"XML Schema has no datatype {show(NamedNode(iri))}"
            yield Contradiction("datatype", value, message, _suggest(iri))
    for iri in _iris(given, "class"):
        if iri.startswith(XSD) or iri in _LANGUAGE_DATATYPES:
            message = (
                f"sh:class {show(NamedNode(iri))} is a datatype, of which nothing is an instance"
            )
            yield Contradiction("class", given["class"].values[0], message, "Write sh:datatype.")
    if datatypes and "languageIn" in given and _LANGUAGE_DATATYPES.isdisjoint(datatypes):
        message = "sh:languageIn asks for a language, which no literal of that sh:datatype has"
        remedy = "Write sh:datatype rdf:langString, or remove one of them."
        yield Contradiction("languageIn", given["languageIn"].values[0], message, remedy)


def _iris(given: Mapping[str, Given], name: str) -> Sequence[str]:
    members = given[name].members if name in given else ()
    return [term.value for term in members if isinstance(term, NamedNode)]


def _suggest(iri: str) -> str:
    # Imported here: only a mistake needs it.
    from difflib import get_close_matches

    names = {name.lower(): name for name in _XSD_DATATYPES.split()}
    near = get_close_matches(iri.removeprefix(XSD).lower(), names, n=1)
    if near:
        return f"Did you mean xsd:{names[near[0]]}?"
    return "See https://www.w3.org/TR/xmlschema11-2/ for those that there are."


def _find_forbidden_terms(given: Mapping[str, Given]) -> Iterator[Contradiction]:
    """Yield the first term that sh:in or sh:hasValue names and another parameter forbids."""
    kinds, datatypes = _allowed_kinds(given), _iris(given, "datatype")
    allowed = frozenset(given["in"].members) if "in" in given else None
    for name, word in (("in", "allows"), ("hasValue", "demands")):
        for term in given[name].members if name in given else ():
            other = ""
            if type(term) not in kinds:
                other = "nodeKind"
            elif datatypes and not (isinstance(term, Literal) and term.datatype.value in datatypes):
                other = "datatype"
            elif allowed is not None and term not in allowed:
                other = "in"
            if other:
                message = f"sh:{name} {word} {show(term)}, which sh:{other} forbids"
                value = given[name].values[0] if name == "in" else term
                yield Contradiction(name, value, message, "Change one of them.")
                break
