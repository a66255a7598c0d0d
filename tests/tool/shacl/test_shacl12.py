"""What SHACL 1.2 adds to the Core, by both engines: https://www.w3.org/TR/shacl12-core/."""

# ruff: noqa: E501  (a case to a line)
from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from visitkg.shacl.columns import run as columns_run
from visitkg.shacl.run import validate

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

# The constraint, what conforms to it, and what breaks it so often.
CASES: Final = {
    "a single line": ("sh:singleLine true", '"a" , ex:b , 1', '"a\\nb" , "c\\rd"', 2),
    "no single line": ("sh:singleLine false", '"a\\nb"', "", 0),
    "members": ("sh:memberShape [ sh:nodeKind sh:IRI ]", "( ) , ( ex:b )", "( ex:b 1 ) , ex:b", 2),
    "a least length": ("sh:minListLength 2", "( 1 1 ) , ( 1 2 3 )", "( 1 ) , ( ) , ex:b", 3),
    "a greatest length": ("sh:maxListLength 1", "( ) , ( 1 )", "( 1 2 ) , 5", 2),
    "unique members": ("sh:uniqueMembers true", "( 1 2 ) , ( )", "( 1 2 1 ) , ex:b", 2),
    "a list without an end": ("sh:minListLength 0", "( )", "[ rdf:first 1 ]", 1),
    "a list that bites its tail": ("sh:minListLength 0", "( )", "_:l . _:l rdf:first 1 ; rdf:rest _:l", 1),
    "a root class": ("sh:rootClass ex:Top", "ex:Top , ex:Sub", "ex:Other , 1", 2),
    "some value": ("sh:someValue [ sh:datatype xsd:integer ]", '1 , "a"', '"a" , ex:b', 1),
    "a subset": ("sh:subsetOf ex:q", "5 , ex:b", "6 , 7", 2),
}  # fmt: skip


@pytest.mark.parametrize("engine", ["nodes", "columns"])
@pytest.mark.parametrize(("constraint", "good", "bad", "count"), CASES.values(), ids=CASES)
def test_it_holds_and_breaks(  # noqa: PLR0913, PLR0917  (a case and an engine)
    write: Callable[[str, str], Path],
    monkeypatch: pytest.MonkeyPatch,
    engine: str,
    constraint: str,
    good: str,
    bad: str,
    count: int,
) -> None:
    monkeypatch.setattr(columns_run, "_FEW", -1)
    more = "ex:a ex:q 5 , ex:b . ex:Sub rdfs:subClassOf ex:Top ."
    shapes = write(
        "s.ttl", f"ex:S sh:targetNode ex:a ; sh:property [ sh:path ex:p ; {constraint} ] ."
    )
    counts = []
    for values in (good, bad):
        data = write("d.ttl", f"{more} ex:a ex:p {values} ." if values else more)
        report = validate([data], [shapes], engine=engine, strict_shapes=True)
        counts.append(len(report.results))
        names = {str(result.source_constraint_component) for result in report.results}
        name = constraint.split(maxsplit=1)[0].removeprefix("sh:")
        assert names <= {
            f"<http://www.w3.org/ns/shacl#{name[0].upper()}{name[1:]}ConstraintComponent>"
        }
    assert counts == [0, count]
