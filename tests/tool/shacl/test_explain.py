"""A plan and the fate of a node are told in words, the same each time."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from pyoxigraph import Literal, NamedNode

from visitkg.errors import InputError, UsageError
from visitkg.shacl.compile import compile_shapes
from visitkg.shacl.explain import explain_node, explain_plan
from visitkg.shacl.load import load_data, load_shapes

if TYPE_CHECKING:
    from collections.abc import Callable

    from visitkg.shacl.index import Term

GOLDEN: Final = Path(__file__).parent / "golden"
EX: Final = "http://example.org/"
A: Final = NamedNode(EX + "a")
SHAPES: Final = """\
ex:S sh:targetClass ex:Person ; sh:property ex:S-age , ex:S-knows , ex:S-name ;
  sh:closed true ; sh:ignoredProperties ( rdf:type ) .
ex:S-age sh:path ex:age ; sh:maxCount 1 ; sh:datatype xsd:integer ; sh:minInclusive 0 ;
  sh:lessThan ex:limit .
ex:S-knows sh:path [ sh:oneOrMorePath ex:knows ] ;
  sh:or ( [ sh:class ex:Person ] [ sh:nodeKind sh:BlankNode ] ) .
ex:S-name sh:path ( ex:name [ sh:inversePath ex:of ] ) ; sh:pattern "^[A-Z]" ; sh:flags "i" ;
  sh:qualifiedValueShape ex:Short ; sh:qualifiedMinCount 1 .
ex:Short sh:maxLength 5 ; sh:in ( "a" "b"@en 1 ) ; sh:not ex:Long .
ex:Long sh:minLength 100 .
ex:Off sh:class ex:Person ; sh:deactivated true ; sh:targetClass ex:Person .
ex:Q sh:targetSubjectsOf ex:knows ; ex:most 3 ;
  sh:sparql [ sh:select "SELECT $this { $this ?p $this }" ] .
ex:Most a sh:ConstraintComponent ; sh:parameter [ sh:path ex:most ] ;
  sh:validator [ sh:ask "ASK { FILTER (true || $most = 3) }" ] .
"""
DATA: Final = """\
ex:a a ex:Person ; ex:age 5 , 7 ; ex:limit 6 ; ex:knows ex:b , ex:c .
ex:b a ex:Person ; ex:knows ex:a ; ex:age 1 , 2 , 3 , 4 , 5 , 6 , 7 .
ex:c ex:knows [] .
"""
PREFIXES: Final = {"ex": EX, "xsd": "http://www.w3.org/2001/XMLSchema#"}


@pytest.fixture
def tell(write: Callable[[str, str], Path]) -> Callable[..., str]:
    """Return what explains a node of some data by some shapes."""

    def explain(data: str, shapes: str, focus: Term = A) -> str:
        plan = compile_shapes(load_shapes([write("shapes.ttl", shapes)]))
        return explain_node(plan, load_data([write("data.ttl", data)]), focus, PREFIXES)

    return explain


def test_a_plan_is_told(
    write: Callable[[str, str], Path], golden: Callable[[Path, str], None]
) -> None:
    plan = compile_shapes(load_shapes([write("shapes.ttl", SHAPES)]))
    golden(GOLDEN / "explain-plan.txt", explain_plan(plan, PREFIXES))


@pytest.mark.parametrize("name", ["a", "b", "c"])
def test_a_node_is_told(
    tell: Callable[..., str], golden: Callable[[Path, str], None], name: str
) -> None:
    text = tell(DATA, SHAPES, NamedNode(EX + name))
    golden(GOLDEN / f"explain-{name}.txt", text)


UNKNOWN: Final = {
    "a node that no shape selects": (NamedNode(EX + "z"), "no shape selects ex:z"),
    "a literal": (Literal("z"), 'no shape selects "z"'),
}


@pytest.mark.parametrize(("focus", "message"), UNKNOWN.values(), ids=UNKNOWN)
def test_what_no_shape_selects_is_refused(
    tell: Callable[..., str], focus: Term, message: str
) -> None:
    with pytest.raises(UsageError) as error:
        tell(DATA, SHAPES, focus)
    assert str(error.value) == (
        f"{message}\nName a focus node, or see by --explain alone which targets there are."
    )


def test_what_is_told_once_is_not_told_again(tell: Callable[..., str]) -> None:
    """Each shape is told once of each value, however many ways lead there."""
    nested = "sh:property [ sh:path ex:p ; " * 15 + "sh:class ex:D" + " ]" * 15
    data = "ex:a a ex:C ; ex:p ex:a , ex:b . ex:b ex:p ex:a , ex:b ."
    text = tell(data, f"ex:S sh:targetClass ex:C ; {nested} .")
    assert text.count("fails: Class") == 2
    assert text.count(": as above\n") == 26
    assert len(text.splitlines()) == 58


def test_deep_shapes_are_told_to_a_depth(tell: Callable[..., str]) -> None:
    nested = "sh:and ( [ " * 900 + "sh:class ex:D" + " ] )" * 900
    text = tell("ex:a a ex:C .", f"ex:S sh:targetClass ex:C ; {nested} .")
    assert text.splitlines()[-1].strip() == "and so on"
    assert text.count("fails: And") == 11


def test_too_deep_shapes_are_refused(tell: Callable[..., str]) -> None:
    nested = "sh:not [ " * 1001 + "sh:class ex:D" + " ]" * 1001
    with pytest.raises(InputError, match="the shapes nest more than 1000 levels deep"):
        tell("ex:a a ex:C .", f"ex:S sh:targetClass ex:C ; {nested} .")
