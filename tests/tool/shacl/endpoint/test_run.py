"""What a store doesn't give is not checked; what is asked stays small."""

from __future__ import annotations

import pytest
from tests.tool.shacl.endpoint.memory import MemorySource, tell, validate_copy
from tests.tool.shacl.endpoint.test_parity import read_plan
from tests.tool.shacl.judge import PREFIXES

from visitkg.errors import InputError
from visitkg.shacl.endpoint.run import explain_source, validate_source
from visitkg.shacl.report_text import render_summary

SHAPES = (
    PREFIXES
    + "ex:A a sh:NodeShape ; sh:targetClass ex:A ; sh:property ex:A-p .\n"
    + "ex:A-p sh:path ex:p ; sh:minCount 1 ; sh:nodeKind sh:IRI .\n"
    + "ex:B a sh:NodeShape ; sh:targetClass ex:B ; sh:property ex:B-q .\n"
    + "ex:B-q sh:path ex:q ; sh:minCount 1 .\n"
)
DATA = PREFIXES + "ex:a a ex:A . ex:b a ex:B . ex:c a ex:B ; ex:q 1 . ex:d a ex:A ; ex:p ex:a ."
MANY = PREFIXES + "".join(f"ex:n{n} a ex:A ; ex:p {n} .\n" for n in range(1_234))


def test_what_is_right_is_not_fetched() -> None:
    data = PREFIXES + "ex:a a ex:A ; ex:p ex:b . ex:c a ex:B ; ex:q 1 ."
    source = MemorySource(data)
    report = validate_source(read_plan(SHAPES), source, "store")
    assert report.conforms
    assert not any("?s ?p ?o" in query for query in source.queries)


def test_a_broken_answer_leaves_a_shape_unchecked() -> None:
    source = MemorySource(DATA, broken="<http://example.org/B>")
    with pytest.raises(InputError):
        validate_source(read_plan(SHAPES), source, "store")
    source = MemorySource(DATA, broken="?s ?p ?o")
    report = validate_source(read_plan(SHAPES), source, "store")
    assert len(report.not_checked) == 2
    assert not report.completed
    assert not report.conforms
    assert report.results == ()
    assert render_summary(report).endswith("Not checked: 2 shapes.")


def test_a_query_that_fails_is_asked_more_simply() -> None:
    plan, source = read_plan(SHAPES), MemorySource(DATA, broken="NOT EXISTS")
    report = validate_source(plan, source, "store")
    assert report.not_checked == {}
    assert tell(report) == tell(validate_copy(plan, source))


@pytest.mark.parametrize("after", [100, 500, 1_000])
def test_an_answer_that_is_cut_silently_is_completed(after: int) -> None:
    plan = read_plan(SHAPES)
    report = validate_source(plan, MemorySource(MANY, after=after), "store")
    assert report.not_checked == {}
    assert len(report.results) == 1_234


def test_what_can_t_be_paged_is_not_checked() -> None:
    shapes = PREFIXES + "ex:A a sh:NodeShape ; sh:targetNode ex:a ; sh:property ex:A-p .\n"
    shapes += "ex:A-p sh:path ex:p ; sh:qualifiedValueShape [ sh:class ex:B ] ; "
    shapes += "sh:qualifiedMinCount 1 .\n"
    data = PREFIXES + f"ex:a ex:p {', '.join(f'[ a ex:C{n} ]' for n in range(300))} ."
    report = validate_source(read_plan(shapes), MemorySource(data, after=100), "store")
    assert report.not_checked
    assert not report.conforms


def test_no_focus_node_is_an_error_unless_accepted() -> None:
    plan, source = read_plan(SHAPES), MemorySource(PREFIXES + "ex:a ex:p ex:b .")
    with pytest.raises(InputError, match="nothing to check"):
        validate_source(plan, source, "store")
    assert validate_source(plan, source, "store", allow_empty=True).conforms


def test_a_long_chain_takes_few_requests() -> None:
    shapes = PREFIXES + "ex:A a sh:NodeShape ; sh:targetClass ex:A ; sh:property ex:A-p .\n"
    shapes += "ex:A-p sh:path [ sh:oneOrMorePath ex:p ] ; sh:class ex:A .\n"
    data = (
        PREFIXES + "ex:n0 a ex:A .\n" + "".join(f"ex:n{n} ex:p ex:n{n + 1} .\n" for n in range(99))
    )
    plan, source = read_plan(shapes), MemorySource(data)
    report = validate_source(plan, source, "store")
    assert len(source.queries) < 15
    assert tell(report) == tell(validate_copy(plan, source))


def test_the_queries_are_explained() -> None:
    text = explain_source(read_plan(SHAPES), MemorySource(DATA))
    assert "# <http://example.org/A>\nSELECT DISTINCT ?focus WHERE {" in text
    assert "OFFSET" not in text


CLASHES = (
    '"a\\"b"', '"a\\\\b"', '"?value"', '"{ }"', '"\\n"', '"a"@en', "1", "1.5", "true", "ex:a",
)  # fmt: skip


@pytest.mark.parametrize("term", CLASHES)
def test_terms_with_signs_of_queries_are_written_safely(term: str) -> None:
    shapes = PREFIXES + "ex:A a sh:NodeShape ; sh:targetSubjectsOf ex:p ; sh:property ex:A-p .\n"
    shapes += f"ex:A-p sh:path ex:p ; sh:in ( {term} ) ; sh:hasValue {term} .\n"
    data = PREFIXES + "".join(f"ex:n{n} ex:p {each} .\n" for n, each in enumerate(CLASHES))
    plan, source = read_plan(shapes), MemorySource(data)
    report = validate_source(plan, source, "store")
    assert len(report.results) == 2 * (len(CLASHES) - 1)
    assert tell(report) == tell(validate_copy(plan, source))
