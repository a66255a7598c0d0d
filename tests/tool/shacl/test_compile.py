"""Each constraint becomes the checks that the recommendation describes, and no other."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

import pytest
from pyoxigraph import Literal, NamedNode

from visitkg.shacl.compile import compile_shapes
from visitkg.shacl.plan import Check

if TYPE_CHECKING:
    from collections.abc import Callable

    from visitkg.shacl.model import ShapesGraph
    from visitkg.shacl.plan import PlannedShape

EX: Final = "http://example.org/"
SH: Final = "http://www.w3.org/ns/shacl#"
OTHERS: Final = "ex:A sh:class ex:C . ex:B sh:class ex:C . ex:Q sh:path ex:q ; sh:minCount 1 ."
A, B, C, P, Q, S = (NamedNode(EX + name) for name in "ABCpQS")


def ex(name: str) -> NamedNode:
    return NamedNode(EX + name)


def integer(number: int) -> Literal:
    return Literal(str(number), datatype=NamedNode("http://www.w3.org/2001/XMLSchema#integer"))


def planned(read: Callable[[str], ShapesGraph], text: str) -> PlannedShape:
    return compile_shapes(read(f"{OTHERS} ex:S {text} .")).shapes[S]


QUALIFIED: Final = (
    "sh:path ex:p ; sh:qualifiedValueShape ex:A ; sh:qualifiedMinCount 1 ; sh:qualifiedMaxCount 2"
)
CHECKS: Final[dict[str, tuple[str, tuple[Check, ...]]]] = {
    "two values of a parameter": (
        "sh:class ex:A , ex:B",
        (Check("Class", terms=(A,)), Check("Class", terms=(B,))),
    ),
    "a number": ("sh:path ex:p ; sh:minCount 2", (Check("MinCount", count=2),)),
    "a number with a sign": (
        'sh:path ex:p ; sh:maxCount "+02"^^xsd:integer',
        (Check("MaxCount", count=2),),
    ),
    "a list of terms": ("sh:in ( ex:A 1 )", (Check("In", terms=(A, integer(1))),)),
    "an empty list": ("sh:in ()", (Check("In"),)),
    "languages": (
        'sh:languageIn ( "en" "de" )',
        (Check("LanguageIn", terms=(Literal("en"), Literal("de"))),),
    ),
    "a list of shapes": ("sh:or ( ex:A ex:B )", (Check("Or", shapes=(A, B)),)),
    "a shape": (
        "sh:node ex:A ; sh:not ex:B",
        (Check("Node", shapes=(A,)), Check("Not", shapes=(B,))),
    ),
    "a property": ("sh:property ex:Q", (Check("Property", shapes=(Q,)),)),
    "a pattern": ('sh:pattern "a"', (Check("Pattern", text="a"),)),
    "a pattern with flags": (
        'sh:pattern "a" ; sh:flags "i"',
        (Check("Pattern", text="a", flags="i"),),
    ),
    "each pattern with the flags": (
        'sh:pattern "a" , "b" ; sh:flags "i"',
        (Check("Pattern", text="a", flags="i"), Check("Pattern", text="b", flags="i")),
    ),
    "flags alone": ('sh:flags "i"', ()),
    "one value a language": ("sh:path ex:p ; sh:uniqueLang true", (Check("UniqueLang"),)),
    "any values of a language": ("sh:path ex:p ; sh:uniqueLang false", ()),
    "a limit": ("sh:minInclusive 1", (Check("MinInclusive", terms=(integer(1),)),)),
    "a pair": ("sh:path ex:p ; sh:lessThan ex:q", (Check("LessThan", terms=(ex("q"),)),)),
    "a closed shape": (
        "sh:closed true ; sh:ignoredProperties ( ex:r ) ; sh:property ex:Q",
        (Check("Closed", terms=(ex("q"), ex("r"))), Check("Property", shapes=(Q,))),
    ),
    "a closed shape with paths": (
        "sh:closed true ; sh:property [ sh:path [ sh:inversePath ex:r ] ]",
        (Check("Closed"),),
    ),
    "an open shape": ("sh:closed false ; sh:ignoredProperties ( ex:r )", ()),
    "a qualified shape": (
        QUALIFIED,
        (
            Check("QualifiedMinCount", shapes=(A,), count=1),
            Check("QualifiedMaxCount", shapes=(A,), count=2),
        ),
    ),
    "a qualified shape without a number": ("sh:path ex:p ; sh:qualifiedValueShape ex:A", ()),
    "no constraint": ("a sh:NodeShape", ()),
}


@pytest.mark.parametrize(("text", "checks"), CHECKS.values(), ids=CHECKS)
def test_a_constraint_becomes(
    read: Callable[[str], ShapesGraph], text: str, checks: tuple[Check, ...]
) -> None:
    found = planned(read, f"a sh:NodeShape ; {text}" if "sh:path" not in text else text).checks
    told = [check for check in found if not _is_blank_property(check)]
    assert Counter(told) == Counter(checks)


def _is_blank_property(check: Check) -> bool:
    return check.component == "Property" and check.shapes != (Q,)


SIBLINGS: Final = """\
ex:S a sh:NodeShape ; sh:property ex:One , ex:Two , ex:Three .
ex:T a sh:NodeShape ; sh:property ex:One , ex:Four .
ex:One sh:path ex:p ; sh:qualifiedValueShape ex:A ; sh:qualifiedMinCount 1 DISJOINT .
ex:Two sh:path ex:p ; sh:qualifiedValueShape ex:B ; sh:qualifiedMinCount 1 .
ex:Three sh:path ex:q ; sh:qualifiedValueShape ex:A ; sh:qualifiedMinCount 1 .
ex:Four sh:path ex:p ; sh:qualifiedValueShape ex:C ; sh:qualifiedMinCount 1 .
ex:Five sh:path ex:p ; sh:qualifiedValueShape ex:D ; sh:qualifiedMinCount 1 .
ex:C a sh:NodeShape . ex:D a sh:NodeShape .
"""


@pytest.mark.parametrize(
    ("disjoint", "siblings"),
    [
        ("; sh:qualifiedValueShapesDisjoint true", {B, C}),
        ("; sh:qualifiedValueShapesDisjoint false", set()),
        ("", set()),
    ],
)
def test_siblings_are_the_other_qualified_shapes_of_all_parents(
    read: Callable[[str], ShapesGraph], disjoint: str, siblings: set[NamedNode]
) -> None:
    plan = compile_shapes(read(OTHERS + SIBLINGS.replace("DISJOINT", disjoint)))
    (check,) = plan.shapes[ex("One")].checks
    assert set(check.siblings) == siblings


def test_a_deactivated_shape_is_not_in_the_plan(read: Callable[[str], ShapesGraph]) -> None:
    text = "ex:S sh:node ex:T . ex:T sh:class ex:C ; sh:deactivated true ; sh:targetClass ex:C ."
    plan = compile_shapes(read(text))
    assert list(plan.shapes) == [S]
    assert plan.roots() == ()
    assert plan.shapes[S].checks == (Check("Node", shapes=(ex("T"),)),)


def test_what_a_shape_says_of_its_results_is_kept(read: Callable[[str], ShapesGraph]) -> None:
    shape = planned(
        read, 'sh:targetClass ex:C ; sh:path ex:p ; sh:severity sh:Info ; sh:message "a"@en , "b"'
    )
    assert (shape.path, shape.severity) == (P, NamedNode(SH + "Info"))
    assert set(shape.messages) == {Literal("a", language="en"), Literal("b")}
    assert [(t.predicate.value, t.value) for t in shape.targets] == [(SH + "targetClass", C)]


QUERY: Final = 'sh:sparql [ sh:message "m" ; sh:select "SELECT $this { $this $PATH ?x }" ]'
PATHS: Final = {
    "ex:p": f"<{EX}p>",
    "[ sh:inversePath ex:p ]": f"^<{EX}p>",
    "( ex:p [ sh:zeroOrMorePath ex:q ] )": f"<{EX}p>/(<{EX}q>*)",
    "[ sh:alternativePath ( ex:p ex:q ) ]": f"<{EX}p>|<{EX}q>",
}


@pytest.mark.parametrize(("path", "written"), PATHS.items(), ids=PATHS)
def test_a_query_has_the_path_in_it(
    read: Callable[[str], ShapesGraph], path: str, written: str
) -> None:
    (check,) = planned(read, f"sh:path {path} ; {QUERY}").checks
    assert check.component == "SPARQL"
    assert check.text.endswith(f"SELECT $this {{ $this {written} ?x }}")
    assert check.messages == (Literal("m"),)
    assert check.constraint is not None


COMPONENT: Final = """\
ex:Own a sh:ConstraintComponent ; PARAMETERS ;
  sh:validator [ sh:ask "ASK {}" ; sh:message "any" ] ;
  sh:propertyValidator [ sh:select "SELECT $this { $this $PATH ?x }" ; sh:message "property" ] .
"""
ONE: Final = "sh:parameter [ sh:path ex:one ]"
TWO: Final = f"{ONE} , [ sh:path ex:two ; sh:optional true ]"
DECLARED: Final = {
    "a value": (ONE, "ex:one 1", [{"one": 1}]),
    "two values of the only parameter": (ONE, "ex:one 1 , 2", [{"one": 1}, {"one": 2}]),
    "an optional one": (TWO, "ex:one 1 ; ex:two 2", [{"one": 1, "two": 2}]),
    "without the optional one": (TWO, "ex:one 1", [{"one": 1}]),
    "the optional one alone": (TWO, "ex:two 2", []),
    "no parameter": (TWO, "ex:three 3", []),
}


@pytest.mark.parametrize(("parameters", "given", "expected"), DECLARED.values(), ids=DECLARED)
def test_a_declared_component_applies_by_its_parameters(
    read: Callable[[str], ShapesGraph],
    parameters: str,
    given: str,
    expected: list[dict[str, int]],
) -> None:
    text = COMPONENT.replace("PARAMETERS", parameters)
    shapes = f"ex:S a sh:NodeShape ; {given} . ex:T a sh:PropertyShape ; sh:path ex:p ; {given} ."
    plan = compile_shapes(read(f"{text} {shapes}"))
    for shape, message, kind in ((S, "any", "ask"), (ex("T"), "property", "select")):
        checks = plan.shapes[shape].checks
        assert [
            {name: int(str(value).split('"')[1]) for name, value in check.arguments}
            for check in checks
        ] == expected
        assert {check.iri for check in checks} <= {EX + "Own"}
        assert {(check.messages, check.flags) for check in checks} <= {((Literal(message),), kind)}
        assert not any("PATH" in check.text for check in checks)
