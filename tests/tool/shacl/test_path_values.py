"""The value nodes of a path are those that SPARQL finds by the same path.

https://www.w3.org/TR/shacl/#property-paths. Here paths are of any kind, the inverse of a sequence
too, which pySHACL walks the wrong way round.
"""

from __future__ import annotations

from typing import Final

from hypothesis import given, note
from pyoxigraph import BlankNode, QuerySolutions, RdfFormat, Store
from tests.tool.shacl.generate import Case
from tests.tool.shacl.generate_data import STRINGS, TAGGED, data_graphs
from tests.tool.shacl.generate_paths import any_paths
from tests.tool.shacl.judge import CENSUS_SHAPE, EX, PREFIXES, SHACL, read_turtle, write_path
from tests.tool.shacl.test_against_pyshacl import ENGINES, ask_ours, examples

LITERALS: Final = (*STRINGS, *TAGGED, "1", "true")
"""Those that a store keeps as they are written."""

TARGETS: Final = "sh:targetSubjectsOf ex:p , ex:q , ex:r ; sh:targetObjectsOf ex:p , ex:q , ex:r"


@examples(100)
@given(data=data_graphs(LITERALS, [STRINGS]), path=any_paths())
def test_the_values_of_a_path_are_those_that_sparql_finds(data: str, path: str) -> None:
    shapes = f"{PREFIXES}{CENSUS_SHAPE}ex:S {TARGETS} ; sh:path {path} ; sh:in () ."
    case = Case(PREFIXES + data, shapes)
    note(f"{case.data}\n{case.shapes}")
    graph = read_turtle(shapes)
    (node,) = graph.objects(EX.S, SHACL.path)
    expected = select(case.data, write_path(graph, node))

    for engine in ENGINES:
        verdict = ask_ours(case, engine)
        found = {
            (finding.focus_node, finding.value)
            for finding in verdict.findings
            if finding.shape == f"<{EX.S}>"
        }
        assert (engine, found) == (engine, expected)
        assert set(verdict.findings.values()) <= {1}


def select(data: str, path: str) -> set[tuple[str, str]]:
    """Return the focus nodes with their values, as a store finds them."""
    store = Store()
    store.load(data.encode(), RdfFormat.TURTLE)
    solutions = store.query(
        f"SELECT DISTINCT ?f ?v {{ {{ ?f ?t ?any }} UNION {{ ?any ?t ?f }} "
        f"FILTER (?t IN (<{EX.p}>, <{EX.q}>, <{EX.r}>)) ?f {path} ?v }}"
    )
    assert isinstance(solutions, QuerySolutions)
    names = {
        quad.object: str(quad.subject)
        for quad in store.quads_for_pattern(None, None, None)
        if quad.predicate.value == str(EX.marks)
    }

    def name(term: object) -> str:
        return names[term] if isinstance(term, BlankNode) else str(term)

    return {(name(solution["f"]), name(solution["v"])) for solution in solutions}
