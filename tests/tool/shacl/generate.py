"""Data and well-formed shapes over all of SHACL Core, as Turtle, for hypothesis to draw.

Shapes refer to shapes after them only, so none is recursive.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from itertools import count
from typing import TYPE_CHECKING, Final

from hypothesis import strategies as st
from tests.tool.shacl.generate_data import (
    ALL_PREDICATES,
    CLASSES,
    IRIS,
    LITERALS,
    UNZONED,
    ZONED,
    data_graphs,
)
from tests.tool.shacl.generate_paths import paths, write_list
from tests.tool.shacl.judge import CENSUS_SHAPE, PREFIXES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import TypeAlias

    from hypothesis.strategies import DrawFn, SearchStrategy

    Constraint: TypeAlias = Callable[["Scope"], SearchStrategy[str]]

DATATYPES: Final = (
    "xsd:string", "rdf:langString", "xsd:integer", "xsd:decimal", "xsd:double", "xsd:float",
    "xsd:boolean", "xsd:dateTime", "xsd:date", "xsd:byte", "xsd:anyURI", "ex:type",
)  # fmt: skip
BOUNDS: Final = ("0", "1", "1.0", "1.5", "2", "0.5e0", '"2"^^xsd:float', *ZONED, *UNZONED)
SEVERITIES: Final = ("sh:Info", "sh:Warning", "sh:Violation", "ex:Grave")
NODE_KINDS: Final = (
    "sh:BlankNode", "sh:BlankNodeOrIRI", "sh:BlankNodeOrLiteral", "sh:IRI", "sh:IRIOrLiteral",
    "sh:Literal",
)  # fmt: skip
MESSAGES: Final = ('"m0"', '"m1"@en', '"m1"@ko', '"m2"@en-GB')
PATTERNS: Final = ('"^a"', '"b"', '"^[A-Z]"', '"^.$"', '"[0-9]"', '"a|é"', '"example"')


@dataclass(frozen=True, slots=True)
class Case:
    """Data and shapes as Turtle."""

    data: str
    shapes: str


@dataclass(frozen=True, slots=True)
class Scope:
    """What a shape can speak of: the literals at hand, later shapes, and levels of nesting."""

    literals: tuple[str, ...]
    node_shapes: tuple[str, ...] = ()
    property_shapes: tuple[str, ...] = ()
    depth: int = 3

    @property
    def inner(self) -> Scope:
        """Return the scope of what nests in this one."""
        return replace(self, depth=max(0, self.depth - 1))

    @property
    def bounds(self) -> tuple[str, ...]:
        """Return what a range can begin or end with; strings only where no value has a tag."""
        tagged = any("@" in literal for literal in self.literals)
        return BOUNDS if tagged else (*BOUNDS, '"a"', '"b"')


@st.composite
def cases(draw: DrawFn) -> Case:
    """Draw data, with the census of their blank nodes, and shapes."""
    literals = tuple(draw(st.lists(st.sampled_from(LITERALS), min_size=2, max_size=6, unique=True)))
    data = draw(data_graphs(literals))
    shapes = draw(_shapes(Scope(literals)))
    return Case(f"{PREFIXES}{data}\n", f"{PREFIXES}{CENSUS_SHAPE}{_number(shapes)}\n")


def _number(text: str) -> str:
    """Return a text whose blank shapes have each a message of its own."""
    numbers = count(1)
    return re.sub('"#"', lambda _: f'"blank {next(numbers)}"', text)


@st.composite
def _shapes(draw: DrawFn, scope: Scope) -> str:
    """Draw up to four shapes, the last first, so that each can refer to those after it."""
    texts: list[str] = []
    for number in reversed(range(draw(st.sampled_from([4, 3, 2, 1])))):
        has_path = draw(st.booleans())
        kind = draw(st.sampled_from(["ex:S", "ex:S", "_:s", "class"]))
        name = CLASSES[number] if kind == "class" else f"{kind}{number}"
        texts.append(f"{name} {draw(_top_shape(scope, name, has_path=has_path))} .")
        if has_path:
            scope = replace(scope, property_shapes=(*scope.property_shapes, name))
        else:
            scope = replace(scope, node_shapes=(*scope.node_shapes, name))
    return "\n".join(reversed(texts))


@st.composite
def _top_shape(draw: DrawFn, scope: Scope, name: str, *, has_path: bool) -> str:
    """Draw what stands at a shape with a name: its type, its targets and the rest."""
    kind = "sh:PropertyShape" if has_path else "sh:NodeShape"
    types = [kind]
    if name in CLASSES:
        types.append(draw(st.sampled_from(["rdfs:Class", "owl:Class"])))
    targets = draw(
        st.lists(_targets(scope), min_size=draw(st.integers(0, 2)), max_size=3, unique=True)
    )
    body = draw(property_shapes(scope) if has_path else node_shapes(scope))
    if name.startswith("_:"):
        body = ['sh:message "#"', *body]
    elif draw(st.booleans()):
        messages = draw(st.lists(st.sampled_from(MESSAGES), min_size=1, max_size=2, unique=True))
        body.append(f"sh:message {' , '.join(messages)}")
    return " ; ".join([f"a {' , '.join(types)}", *targets, *body])


@cache
def _targets(scope: Scope) -> SearchStrategy[str]:
    predicates = st.sampled_from(ALL_PREDICATES)
    return st.one_of(
        st.sampled_from(CLASSES).map("sh:targetClass {}".format),
        st.sampled_from(("ex:a", *IRIS, "ex:nowhere", *scope.literals)).map(
            "sh:targetNode {}".format
        ),
        predicates.map("sh:targetSubjectsOf {}".format),
        st.sampled_from(["ex:low", "ex:r"]).map("sh:targetSubjectsOf {}".format),
        predicates.map("sh:targetObjectsOf {}".format),
    )


@st.composite
def node_shapes(draw: DrawFn, scope: Scope) -> list[str]:
    """Draw what stands at a node shape."""
    return [*draw(_constraints(scope, {})), *draw(_characteristics())]


@st.composite
def property_shapes(draw: DrawFn, scope: Scope) -> list[str]:
    """Draw what stands at a property shape; some are made for what chance alone seldom meets."""
    kind = draw(st.sampled_from(["any", "any", "any", "comparing", "language"]))
    special = []
    if kind == "comparing":
        path = draw(st.sampled_from(_COMPARABLE_PATHS))
        name = draw(st.sampled_from(["lessThan", "lessThanOrEquals"]))
        special.append(f"sh:{name} {draw(_some(st.sampled_from(['ex:high', 'ex:low'])))}")
        special.append("sh:targetSubjectsOf ex:low")
    elif kind == "language":
        path = draw(st.sampled_from(["ex:r", "[ sh:alternativePath ( ex:p ex:q ex:r ) ]"]))
        special.append(f"sh:uniqueLang {draw(st.sampled_from(['true', 'true', 'false']))}")
        special.append("sh:targetSubjectsOf ex:r")
    else:
        path = draw(paths())
    constraints = draw(_constraints(scope, _PROPERTY_ONLY))
    return [f"sh:path {path}", *special, *constraints, *draw(_characteristics())]


_COMPARABLE_PATHS: Final = (
    "ex:low",
    "( ex:p ex:low )",
    "( [ sh:inversePath ex:p ] ex:low )",
    "[ sh:alternativePath ( ex:low ex:high ) ]",
)


@st.composite
def _characteristics(draw: DrawFn) -> list[str]:
    found = []
    if draw(st.integers(0, 3)) == 3:
        found.append(f"sh:severity {draw(st.sampled_from(SEVERITIES))}")
    if draw(st.integers(0, 9)) == 9:
        found.append(f"sh:deactivated {draw(st.sampled_from(['true', 'true', 'false']))}")
    return found


@st.composite
def _constraints(draw: DrawFn, scope: Scope, extra: Mapping[str, Constraint]) -> list[str]:
    """Draw up to five constraints of different kinds; none that nests where no level is left."""
    kinds = {**_SIMPLE, **extra}
    if scope.depth > 0:
        kinds |= _NESTING
        if extra:
            kinds |= {"qualifiedValueShape": _qualified}
    fewest, most = min(scope.depth, 2), 2 + scope.depth
    names = st.sampled_from(sorted(kinds))
    chosen = draw(st.lists(names, min_size=fewest, max_size=most, unique=True))
    return [f"sh:{name} {draw(kinds[name](scope))}" for name in chosen]


def _some(values: SearchStrategy[str]) -> SearchStrategy[str]:
    """Draw one value or two of a parameter."""
    return st.lists(values, min_size=1, max_size=2, unique=True).map(" , ".join)


def _one_of(*values: str) -> Constraint:
    return lambda _: st.sampled_from(values)


def _some_of(*values: str) -> Constraint:
    return lambda _: _some(st.sampled_from(values))


@cache
def _bound(scope: Scope) -> SearchStrategy[str]:
    return st.sampled_from(scope.bounds)


@cache
def _terms(scope: Scope) -> SearchStrategy[str]:
    return st.sampled_from((*IRIS, *CLASSES[:1], *scope.literals))


def _closed(_: Scope) -> SearchStrategy[str]:
    ignored = st.lists(st.sampled_from(ALL_PREDICATES), max_size=4, unique=True).map(write_list)
    return st.one_of(
        st.just("true"), st.just("false"), ignored.map("true ; sh:ignoredProperties {}".format)
    )


def _pattern(_: Scope) -> SearchStrategy[str]:
    flags = st.sampled_from(["", "", ' ; sh:flags "i"', ' ; sh:flags "im"'])
    return st.builds("{}{}".format, st.sampled_from(PATTERNS), flags)


_SIMPLE: Final[Mapping[str, Constraint]] = {
    "class": _some_of(*CLASSES),
    "closed": _closed,
    "datatype": _one_of(*DATATYPES),
    "disjoint": _some_of(*ALL_PREDICATES),
    "equals": _some_of(*ALL_PREDICATES),
    "hasValue": lambda scope: _some(_terms(scope)),
    "in": lambda scope: st.lists(_terms(scope), max_size=4, unique=True).map(write_list),
    "languageIn": lambda _: st.lists(
        st.sampled_from(['"en"', '"EN"', '"en-GB"', '"de"', '"fr"', '"*"']), max_size=3, unique=True
    ).map(write_list),
    "maxExclusive": _bound,
    "maxInclusive": _bound,
    "maxLength": _one_of("0", "1", "2", "20"),
    "minExclusive": _bound,
    "minInclusive": _bound,
    "minLength": _one_of("1", "2", "20"),
    "nodeKind": _one_of(*NODE_KINDS),
    "pattern": _pattern,
}
_PROPERTY_ONLY: Final[Mapping[str, Constraint]] = {
    "maxCount": _one_of("0", "1", "2"),
    "minCount": _one_of("0", "1", "2", "3"),
}


@st.composite
def _node_shape(draw: DrawFn, scope: Scope) -> str:
    """Draw the name of a later node shape, or a new one without a name."""
    new = node_shapes(scope.inner).map(_blank)
    return draw(st.sampled_from(scope.node_shapes) | new if scope.node_shapes else new)


@st.composite
def _property_shape(draw: DrawFn, scope: Scope) -> str:
    new = property_shapes(scope.inner).map(_blank)
    return draw(st.sampled_from(scope.property_shapes) | new if scope.property_shapes else new)


def _shape(scope: Scope) -> SearchStrategy[str]:
    return _node_shape(scope) | _property_shape(scope)


def _blank(body: Sequence[str]) -> str:
    statements = ['sh:message "#"', *body]
    return f"[ {' ; '.join(statements)} ]"


def _members(scope: Scope) -> SearchStrategy[str]:
    return st.lists(_shape(scope), min_size=1, max_size=3).map(write_list)


@st.composite
def _qualified(draw: DrawFn, scope: Scope) -> str:
    """Draw what stands after sh:qualifiedValueShape, with one count or both."""
    parts = [draw(_shape(scope))]
    names = draw(st.sampled_from([("Min",), ("Max",), ("Min", "Max")]))
    parts.extend(f"sh:qualified{name}Count {draw(st.integers(0, 2))}" for name in names)
    if draw(st.booleans()):
        parts.append(f"sh:qualifiedValueShapesDisjoint {draw(st.sampled_from(['true', 'false']))}")
    return " ; ".join(parts)


@st.composite
def _properties(draw: DrawFn, scope: Scope) -> str:
    """Draw property shapes, or two that count apart what conforms to the one and to the other."""
    if draw(st.integers(0, 3)) < 3:
        return draw(_some(_property_shape(scope)))
    path = draw(paths())
    siblings = [
        f'[ sh:message "#" ; sh:path {path} ; sh:qualifiedValueShape {draw(_shape(scope.inner))} ; '
        f"sh:qualified{draw(st.sampled_from(['Min', 'Max']))}Count {draw(st.integers(0, 2))} ; "
        "sh:qualifiedValueShapesDisjoint true ]"
        for _ in range(2)
    ]
    return " , ".join(siblings)


_NESTING: Final[Mapping[str, Constraint]] = {
    "and": lambda scope: _some(_members(scope)),
    "node": lambda scope: _some(_node_shape(scope)),
    "not": lambda scope: _some(_shape(scope)),
    "or": lambda scope: _some(_members(scope)),
    "property": _properties,
    "xone": lambda scope: _some(_members(scope)),
}
