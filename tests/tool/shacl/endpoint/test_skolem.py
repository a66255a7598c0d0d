"""What ``visitkg load`` sent is validated as the files are: its IRIs are blank nodes again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from pyoxigraph import DefaultGraph, Quad, RdfFormat, Store, serialize
from tests.tool.shacl.endpoint.memory import MemorySource, tell, validate_copy
from tests.tool.shacl.endpoint.test_parity import read_plan
from tests.tool.shacl.judge import PREFIXES
from tests.tool.shacl.test_w3c import read_manifest

from visitkg.endpoint.skolem import skolem_prefix, skolemise
from visitkg.errors import InputError
from visitkg.shacl.compile import compile_shapes
from visitkg.shacl.endpoint.run import validate_source
from visitkg.shacl.load import load_shapes
from visitkg.shacl.run import refuse_problems

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tool.shacl.endpoint.stores import StoreSource

    from visitkg.shacl.plan import Plan
    from visitkg.shacl.result import ValidationReport

BASES = ["https://example.org/kg/", None]
OTHERS = "<https://example.org/.well-known/genid/other/b1>"

DATA = (
    PREFIXES
    + "ex:a a ex:A ; ex:p [ ex:q 1 ] , ex:b , 'text' .\n"
    + "ex:c a ex:A ; ex:p [ a ex:A ; ex:q ex:d ] .\n"
    + "_:focus a ex:A ; ex:p _:other , _:focus . _:other ex:q 2 , _:focus .\n"
    + f"ex:e a ex:A ; ex:p {OTHERS} . {OTHERS} a ex:A ; ex:q 3 .\n"
)
KINDS = ["BlankNode", "IRI", "Literal", "BlankNodeOrIRI", "BlankNodeOrLiteral", "IRIOrLiteral"]
CONSTRAINTS = [
    *(f"sh:nodeKind sh:{kind}" for kind in KINDS),
    "sh:pattern 'e'",
    "sh:minLength 3",
    "sh:maxLength 30",
    "sh:property [ sh:path ex:q ; sh:datatype xsd:integer ; sh:maxCount 1 ]",
    "sh:class ex:A",
    "sh:maxCount 1",
    "sh:in ( ex:b 'text' )",
    "sh:node [ sh:closed true ; sh:property [ sh:path ex:q ] ]",
    (
        "sh:sparql [ sh:message 'blank' ; "
        "sh:select 'SELECT $this ?value { $this $PATH ?value FILTER(isBlank(?value)) }' ]"
    ),
    (
        "sh:sparql [ sh:message 'open' ; "
        "sh:select 'SELECT $this ?value { $this ?p ?value FILTER(isIRI(?value)) }' ]"
    ),
]


def skolemised(memory: Store, base: str | None) -> bytes:
    prefix = skolem_prefix(base)
    triples = (skolemise(quad.triple, prefix) for quad in memory)
    return serialize(triples, format=RdfFormat.N_TRIPLES) or b""


def check(plan: Plan, files: MemorySource, source: Any) -> ValidationReport:  # noqa: ANN401
    expected = validate_copy(plan, files)
    report = validate_source(plan, source, "store", allow_empty=True)
    assert report.not_checked == {}
    assert tell(report) == tell(expected)
    return report


def in_memory(files: MemorySource, base: str | None) -> MemorySource:
    source = MemorySource("")
    source.store.load(skolemised(files.store, base), RdfFormat.N_TRIPLES)
    return source


@pytest.mark.parametrize("base", BASES, ids=["https", "urn"])
@pytest.mark.parametrize("constraint", CONSTRAINTS)
def test_constraints_see_blank_nodes(constraint: str, base: str | None) -> None:
    plan = read_plan(PREFIXES + f"ex:S sh:targetClass ex:A ; sh:path ex:p ; {constraint} .")
    files = MemorySource(DATA)
    check(plan, files, in_memory(files, base))


@pytest.mark.parametrize("constraint", CONSTRAINTS)
def test_constraints_see_blank_nodes_in_stores(store: StoreSource, constraint: str) -> None:
    plan = read_plan(PREFIXES + f"ex:S sh:targetClass ex:A ; sh:path ex:p ; {constraint} .")
    files = MemorySource(DATA)
    store.replace(skolemised(files.store, BASES[0]))
    check(plan, files, store)


def test_an_iri_of_somebody_else_stays_one() -> None:
    plan = read_plan(
        PREFIXES + "ex:S sh:targetClass ex:A ; sh:path ex:p ; sh:nodeKind sh:BlankNode ."
    )
    files = MemorySource(DATA)
    report = check(plan, files, in_memory(files, BASES[0]))
    assert OTHERS in {str(result.value_node) for result in report.results}


def test_what_has_a_name_is_fetched_by_it() -> None:
    plan = read_plan(PREFIXES + "ex:S sh:targetClass ex:A ; sh:path ex:p ; sh:nodeKind sh:IRI .")
    files = MemorySource(DATA)
    source = in_memory(files, BASES[0])
    assert not check(plan, files, source).conforms
    assert not any("FILTER(isBlank(?s) || isBlank(?o))" in query for query in source.queries)


def test_true_blank_nodes_may_lie_beside_them() -> None:
    plan = read_plan(PREFIXES + "ex:S sh:targetClass ex:A ; sh:path ex:p ; sh:nodeKind sh:IRI .")
    files = MemorySource(DATA)
    source = in_memory(files, BASES[0])
    more = Store()
    more.load(
        (PREFIXES + "ex:f a ex:A ; ex:p [ ] . [] a ex:A ; ex:p [ ] .").encode(), RdfFormat.TURTLE
    )
    for quad in more:
        for each in (files, source):
            each.store.add(Quad(quad.subject, quad.predicate, quad.object, DefaultGraph()))
    check(plan, files, source)


def test_the_suite_gives_the_same_reports(shared: Path) -> None:
    assert run_suite(shared, lambda files: in_memory(files, BASES[0])) >= 113


def test_the_suite_gives_the_same_reports_in_stores(oxigraph: StoreSource, shared: Path) -> None:
    def fill(files: MemorySource) -> StoreSource:
        oxigraph.replace(skolemised(files.store, BASES[0]))
        return oxigraph

    assert run_suite(shared, fill) >= 113


def run_suite(shared: Path, fill: Any) -> int:  # noqa: ANN401  (gives a store for a store)
    suite = (shared / "w3c-shacl").resolve()
    count = 0
    for part in ("core", "sparql"):
        for case in read_manifest(suite, suite / part / "manifest.ttl"):
            files = MemorySource("")
            files.load(case.data)
            try:
                shapes = load_shapes([case.shapes])
                refuse_problems(shapes)
                plan = compile_shapes(shapes)
                validate_copy(plan, files)
            except InputError:
                continue
            check(plan, files, fill(files))
            count += 1
    return count
