"""What a store doesn't give is not checked; what is asked stays small."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import RdfFormat
from tests.tool.shacl.endpoint.memory import MemorySource, tell, validate_copy
from tests.tool.shacl.endpoint.test_parity import read_plan
from tests.tool.shacl.judge import PREFIXES

from visitkg.errors import InputError
from visitkg.graph.encode import EncodedTriples
from visitkg.graph.source import Source
from visitkg.shacl.endpoint.run import explain_source, validate_source
from visitkg.shacl.load import Data
from visitkg.shacl.report_text import render_summary
from visitkg.shacl.run import run_plan

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

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


JUDGED_BY_THE_STORE = {
    "one of two": "sh:xone ( [ sh:class ex:P ] [ sh:class ex:R ] )",
    "not one": "sh:not [ sh:class ex:Q ]",
    "not what has": "sh:not [ sh:path ex:end ; sh:minCount 1 ; sh:nodeKind sh:Literal ]",
    "some that count": "sh:qualifiedValueShape [ sh:class ex:P ] ; sh:qualifiedMinCount 1",
    "two that count": "sh:qualifiedValueShape [ sh:nodeKind sh:IRI ] ; sh:qualifiedMinCount 2",
    "later, in one zone": "sh:lessThan ex:until",
}
WITH_PARTS = (
    PREFIXES
    + "ex:a a ex:A ; ex:p ex:b , ex:c ; ex:from ex:w . ex:b a ex:P . ex:c a ex:P .\n"
    + "ex:w a ex:P ; ex:next ex:v . ex:v ex:end ex:b .\n"
)


@pytest.mark.parametrize("name", JUDGED_BY_THE_STORE)
def test_who_surely_keeps_a_constraint_is_not_fetched(name: str) -> None:
    shapes = f"{PREFIXES} ex:A sh:targetClass ex:A ; sh:property [ sh:path ex:p ; %s ] ."
    plan = read_plan(shapes % JUDGED_BY_THE_STORE[name])
    kept, broken = MemorySource(WITH_PARTS), MemorySource(WITH_PARTS + BREAKS)
    assert validate_source(plan, kept, "store").conforms
    assert not any("?s ?p ?o" in query for query in kept.queries)
    report = validate_source(plan, broken, "store")
    assert tell(report) == tell(validate_copy(plan, broken))
    assert {str(result.focus_node) for result in report.results} == {"<http://example.org/z>"}


BREAKS = """
ex:z a ex:A ; ex:p ex:q ; ex:until 1 . ex:q a ex:Q ; ex:end 1 .
ex:y a ex:A ; ex:p ex:b , ex:c .
"""


def test_a_path_of_any_length_is_asked_for_some_lengths() -> None:
    shapes = f"""{PREFIXES} ex:A sh:targetClass ex:A ; sh:property
        [ sh:path ( ex:from [ sh:zeroOrMorePath ex:next ] ex:end ) ; sh:minCount 1 ] ."""
    plan, source = read_plan(shapes), MemorySource(WITH_PARTS)
    assert validate_source(plan, source, "store").conforms
    assert not any("?s ?p ?o" in query for query in source.queries)
    chain = "".join(f"ex:n{n} ex:next ex:n{n + 1} .\n" for n in range(9))
    for end, count in (("", 2), ("ex:n9 ex:end 1 .", 1)):
        longer = MemorySource(
            f"{WITH_PARTS} ex:z a ex:A ; ex:from ex:n0 . ex:y a ex:A . {chain}{end}"
        )
        report = validate_source(plan, longer, "store")
        assert tell(report) == tell(validate_copy(plan, longer))
        assert len(report.results) == count


class ManySource(MemorySource):
    """A store that is asked for several answers at once, and fails at times."""

    def map(self, ask: Callable[[str], object], given: Iterable[str]) -> list[object]:
        """Return what a function finds for each."""
        return [ask(each) for each in given]


def test_what_is_asked_ahead_is_asked_once() -> None:
    plan, source = read_plan(SHAPES), ManySource(DATA)
    report = validate_source(plan, source, "store")
    alone = MemorySource(DATA)
    assert tell(report) == tell(validate_source(plan, alone, "store"))
    assert sorted(source.queries) == sorted(alone.queries)


def test_what_fails_ahead_fails_where_it_is_needed() -> None:
    plan, source = read_plan(SHAPES), ManySource(DATA, broken="NOT EXISTS")
    report = validate_source(plan, source, "store")
    assert report.not_checked == {}
    assert tell(report) == tell(validate_copy(plan, source))


OUTSIDE = {
    "not": "sh:not [ sh:class ex:C ]",
    "one of two": "sh:xone ( [ sh:class ex:P ] [ sh:class ex:C ] )",
    "disjoint": """sh:qualifiedValueShape [ sh:class ex:P ] ; sh:qualifiedMinCount 1 ;
        sh:qualifiedValueShapesDisjoint true""",
}


@pytest.mark.parametrize("name", OUTSIDE)
def test_a_class_may_be_told_by_the_ontology_alone(name: str) -> None:
    sibling = "sh:qualifiedValueShape [ sh:class ex:C ] ; sh:qualifiedMaxCount 5"
    shapes = f"""{PREFIXES} ex:S sh:targetClass ex:A ;
        sh:property [ sh:path ex:p ; {OUTSIDE[name]} ] ,
        [ sh:path ex:p ; {sibling} ; sh:qualifiedValueShapesDisjoint true ] ."""
    store = f"{PREFIXES} ex:a a ex:A ; ex:p ex:b . ex:b a ex:P ."
    outside = f"{PREFIXES} ex:b a ex:C ."
    plan = read_plan(shapes)
    triples = EncodedTriples()
    for text in (store, outside):
        triples.add_file(Source(Path("a.ttl"), text.encode(), RdfFormat.TURTLE, None))
    expected = run_plan(plan, Data(triples, 2))
    ontology = EncodedTriples()
    ontology.add_file(Source(Path("o.ttl"), outside.encode(), RdfFormat.TURTLE, None))
    beside = Data(ontology, 1)
    report = validate_source(plan, MemorySource(store), "store", ontology=beside)
    assert expected.results
    assert tell(report)["results"] == tell(expected)["results"]


def test_a_text_without_a_language_is_in_no_range() -> None:
    constraint = 'sh:property [ sh:path ex:p ; sh:languageIn ( "en" "" ) ]'
    plan = read_plan(f"{PREFIXES} ex:S sh:targetClass ex:A ; {constraint} .")
    source = MemorySource(f'{PREFIXES} ex:a a ex:A ; ex:p "q" .')
    report = validate_source(plan, source, "store")
    assert tell(report) == tell(validate_copy(plan, source))
    assert len(report.results) == 1


def test_shapes_that_are_shared_again_and_again_are_written_soon() -> None:
    layers = "".join(
        f"ex:S{n} a sh:NodeShape ; sh:or ( ex:S{n + 1} ex:S{n + 1} ) ; sh:not ex:S{n + 1} .\n"
        for n in range(40)
    )
    shapes = f"{PREFIXES} ex:T sh:targetClass ex:A ; sh:node ex:S0 . {layers}"
    plan = read_plan(f"{shapes} ex:S40 a sh:NodeShape ; sh:nodeKind sh:IRI .")
    source = MemorySource(f"{PREFIXES} ex:a a ex:A .")
    assert tell(validate_source(plan, source, "store")) == tell(validate_copy(plan, source))
