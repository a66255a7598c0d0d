"""Both engines give the same report, to the last position, and so do all spellings of the data."""

from __future__ import annotations

import sys
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import given, note
from hypothesis import strategies as st
from pyoxigraph import RdfFormat, parse, serialize
from tests.tool.shacl.generate import Case, cases
from tests.tool.shacl.generate_data import CLASSES, LITERALS, PREDICATES, STRINGS, TAGGED
from tests.tool.shacl.judge import PREFIXES
from tests.tool.shacl.test_against_pyshacl import ENGINES, ask_ours, examples

from visitkg.errors import InputError
from visitkg.shacl.columns import run as columns_run
from visitkg.shacl.compile import compile_shapes
from visitkg.shacl.engine import choose_engine
from visitkg.shacl.load import load_data, load_shapes
from visitkg.shacl.run import run_plan, validate

if TYPE_CHECKING:
    from visitkg.shacl.result import ValidationReport

NODES: Final = (
    *(f"ex:{letter}" for letter in "abcd"),
    *(f"ex:n{number}" for number in range(60)),
    *(f"_:b{number}" for number in range(16)),
)


def draw_triples(seed: int) -> str:
    """Return some hundred triples: many values of few nodes, a long chain, a long list, classes."""
    random = Random(seed)  # noqa: S311  (nothing is secret)
    busy = random.sample(NODES, 3)
    literals = random.sample(LITERALS, 12)

    def node() -> str:
        return random.choice(busy if random.random() < 0.3 else NODES)

    kinds = [
        lambda: f"{node()} {random.choice(PREDICATES)} {node()} .",
        lambda: f"{node()} {random.choice(PREDICATES)} {random.choice(literals)} .",
        lambda: f"{node()} ex:r {random.choice((*TAGGED, *STRINGS))} .",
        lambda: f"{node()} ex:{random.choice(['low', 'high'])} {random.choice(literals)} .",
        lambda: f"{node()} a {random.choice(CLASSES)} .",
    ]
    lines = [random.choice(kinds)() for _ in range(random.randrange(100, 600))]
    lines += [f"ex:n{number} ex:p ex:n{number + 1} ." for number in range(59)]
    lines += [f"ex:a ex:q ( {' '.join(random.choices(literals, k=40))} ) ."]
    lines += [f"{random.choice(CLASSES)} rdfs:subClassOf {random.choice(CLASSES)} ." for _ in "abc"]
    return PREFIXES + "\n".join(lines)


def run_each(data: Path, shapes: Path, ontology: list[Path]) -> list[ValidationReport]:
    """Return the report of each engine on the same data, read once."""
    plan, loaded = compile_shapes(load_shapes([shapes])), load_data([data], ontology)
    return [run_plan(plan, loaded, engine=engine) for engine in ENGINES]


@examples(60)
@given(case=cases(), seed=st.integers(0, 2**32 - 1))
def test_both_engines_give_the_same_report_of_larger_data(case: Case, seed: int) -> None:
    note(case.shapes)
    with TemporaryDirectory() as folder:
        data, shapes, ontology = (Path(folder, name) for name in ("d.ttl", "s.ttl", "o.ttl"))
        data.write_text(draw_triples(seed), encoding="utf-8")
        shapes.write_text(case.shapes, encoding="utf-8")
        ontology.write_text(case.data, encoding="utf-8")

        nodes, columns = run_each(data, shapes, [ontology])

    assert nodes.results == columns.results
    assert nodes == columns


@examples(20)
@given(case=cases())
@pytest.mark.parametrize("form", [RdfFormat.N_TRIPLES, RdfFormat.N_QUADS, RdfFormat.TRIG])
def test_a_report_is_the_same_whatever_the_format(case: Case, form: RdfFormat) -> None:
    note(f"{case.data}\n{case.shapes}")
    text = serialize(parse(case.data.encode(), RdfFormat.TURTLE), format=form)
    assert text is not None
    for engine in ENGINES:
        assert ask_ours(Case(text.decode(), case.shapes), engine, form) == ask_ours(case, engine)


def ask_engine(folder: Path, data: str, shapes: str, engine: str) -> ValidationReport:
    files = [folder / "data.ttl"], [folder / "shapes.ttl"]
    for (file,), text in zip(files, (data, shapes), strict=True):
        file.write_text(PREFIXES + text, encoding="utf-8")
    return validate(*files, engine=engine)


NESTS: Final = {
    "not": ("sh:not [ ", " ]", 1),
    "and": ("sh:and ( [ ", " ] )", 1),
    "or": ("sh:or ( [ ", " ] )", 1),
    "xone": ("sh:xone ( [ ", " ] )", 1),
    "node": ("sh:node [ ", " ]", 1),
    "property": ("sh:property [ sh:path ex:p ; ", " ]", 1),
    "qualified": (
        "sh:property [ sh:path ex:p ; sh:qualifiedMinCount 1 ; sh:qualifiedValueShape [ ",
        " ] ]",
        2,
    ),
    "mixed": ("sh:or ( [ sh:not [ sh:node [ ", " ] ] ] [ sh:class ex:Z ] )", 3),
}
CIRCLES: Final = "".join(f"ex:n{number} a ex:C ; ex:p ex:n{number} .\n" for number in range(12))


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("nest", NESTS.values(), ids=NESTS)
def test_shapes_nest_a_thousand_levels_deep_and_no_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, nest: tuple[str, str, int], engine: str
) -> None:
    begin, end, levels = nest
    monkeypatch.setattr(columns_run, "_FEW", -1)
    limit = sys.getrecursionlimit()

    def run(count: int) -> ValidationReport:
        shapes = f"ex:S sh:targetClass ex:C ; {begin * count} sh:class ex:D {end * count} ."
        return ask_engine(tmp_path, CIRCLES, shapes, engine)

    depth = 999 // levels
    odd_negations = begin.count("sh:not") * depth % 2
    assert len(run(depth).results) == (0 if odd_negations else 12)
    with pytest.raises(InputError, match=r"^the shapes nest more than 1000 levels deep\n"):
        run(depth + 1)
    assert sys.getrecursionlimit() == limit


CHAIN_LENGTH: Final = 20_000
CHAIN: Final = (
    "".join(f"ex:n{number} ex:next ex:n{number + 1} .\n" for number in range(CHAIN_LENGTH))
    + f'ex:n0 a ex:First . ex:n{CHAIN_LENGTH} ex:p "x" .'
)
ALL_BEHIND: Final = "sh:path [ sh:zeroOrMorePath ex:next ]"
CHAINED: Final = {
    "all that holds": ("sh:nodeKind sh:IRI", 0),
    "one that is broken at the end": (
        "sh:closed true ; sh:ignoredProperties ( ex:next rdf:type )",
        CHAIN_LENGTH,
    ),
    "the other": ("sh:property [ sh:path ex:p ; sh:nodeKind sh:IRI ]", CHAIN_LENGTH),
    "a value that all reach": (f"sh:hasValue ex:n{CHAIN_LENGTH}", 0),
    "a value that one reaches": ("sh:hasValue ex:n0", CHAIN_LENGTH - 1),
    "a number at least": ("sh:minCount 3", 1),
    "a number at most": ("sh:maxCount 3", CHAIN_LENGTH - 2),
    "in another shape": ("sh:not [ sh:property [ sh:path ex:p ; sh:minCount 1 ] ]", CHAIN_LENGTH),
}


@pytest.mark.parametrize("constraint", ["sh:nodeKind sh:IRI", f"sh:minCount {CHAIN_LENGTH + 2}"])
@pytest.mark.parametrize("engine", ENGINES)
def test_a_long_chain_is_walked_from_its_beginning(
    tmp_path: Path, engine: str, constraint: str
) -> None:
    shapes = f"ex:S sh:targetClass ex:First ; sh:property [ {ALL_BEHIND} ; {constraint} ] ."
    found = ask_engine(tmp_path, CHAIN, shapes, engine).results
    assert [result.value_count for result in found] == [CHAIN_LENGTH + 1] * ("Count" in constraint)


@pytest.mark.parametrize(("constraint", "count"), CHAINED.values(), ids=CHAINED)
def test_a_long_chain_is_walked_from_all_its_nodes(
    tmp_path: Path, constraint: str, count: int
) -> None:
    shapes = f"ex:S sh:targetSubjectsOf ex:next ; sh:property [ {ALL_BEHIND} ; {constraint} ] ."
    assert len(ask_engine(tmp_path, CHAIN, shapes, "auto").results) == count


MANY_VALUES: Final = "".join(
    f'ex:a ex:p "v{number}" ; ex:q "{"vw"[number % 2]}{number}" .\n' for number in range(20_000)
)
WIDE: Final = {
    "each value": ("sh:path ex:p ; sh:nodeKind sh:IRI", 20_000),
    "by a choice": ("sh:path [ sh:alternativePath ( ex:p ex:r ) ] ; sh:nodeKind sh:IRI", 20_000),
    "in one property alone": ("sh:path ex:p ; sh:equals ex:q", 20_000),
    "in both": ("sh:path ex:p ; sh:disjoint ex:q", 10_000),
    "too many": ("sh:path ex:p ; sh:maxCount 1", 1),
    "in no list": ("sh:path ex:p ; sh:in ( 1 )", 20_000),
    "found by a query": (
        'sh:path ex:p ; sh:sparql [ sh:select "SELECT $this ?value { $this $PATH ?value }" ]',
        20_000,
    ),
}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(("constraint", "count"), WIDE.values(), ids=WIDE)
def test_a_node_has_many_values(tmp_path: Path, constraint: str, count: int, engine: str) -> None:
    shapes = f"ex:S sh:targetNode ex:a ; sh:property [ {constraint} ] ."
    assert len(ask_engine(tmp_path, MANY_VALUES, shapes, engine).results) == count


@pytest.mark.parametrize("engine", ENGINES)
def test_a_list_is_long(tmp_path: Path, engine: str) -> None:
    data = f"ex:a ex:p ( {' '.join(map(str, range(3000)))} ) ."
    members = "( ex:p [ sh:zeroOrMorePath rdf:rest ] rdf:first )"
    shapes = f"ex:S sh:targetNode ex:a ; sh:property [ sh:path {members} ; sh:nodeKind sh:IRI ] ."
    results = ask_engine(tmp_path, data, shapes, engine).results
    assert len({result.position for result in results}) == 3000


@pytest.mark.parametrize("engine", ENGINES)
def test_shapes_are_thousands(tmp_path: Path, engine: str) -> None:
    data = "".join(
        f"ex:n{number} a ex:C{number % 2000} ; ex:p {number} .\n" for number in range(10_000)
    )
    shapes = "".join(
        f"ex:S{number} sh:targetClass ex:C{number} ; sh:targetNode ex:n{number} ; sh:closed true ; "
        f"sh:property [ sh:path ex:p ; sh:maxInclusive {number * 4} ] .\n"
        for number in range(2000)
    )
    report = ask_engine(tmp_path, data, shapes, engine)
    assert report.focus_nodes_checked == 10_000
    over = sum(number > number % 2000 * 4 for number in range(10_000))
    assert len(report.results) == 10_000 + over


@pytest.mark.parametrize("engine", ENGINES)
def test_circles_end(tmp_path: Path, engine: str) -> None:
    data = "".join(
        f"ex:D{n} rdfs:subClassOf ex:D{(n + 1) % 50} .\n"
        f"ex:x{n} a ex:D{n} ; ex:p ex:x{n * 7 % 50} .\n"
        for n in range(50)
    )
    shapes = (
        "ex:S sh:targetClass ex:D7 ; sh:class ex:D9 ; sh:property [ "
        "sh:path ( rdf:type [ sh:zeroOrMorePath rdfs:subClassOf ] ) ; sh:hasValue ex:D3 ; "
        "sh:maxCount 50 ] , "
        "[ sh:path [ sh:oneOrMorePath ex:p ] ; sh:class ex:D0 ; sh:maxCount 1 ] ."
    )
    report = ask_engine(tmp_path, data, shapes, engine)
    assert report.focus_nodes_checked == 50
    # Two nodes, 0 and 25, lead to themselves alone.
    assert len(report.results) == 48


CHOSEN: Final = {
    "few triples": ("sh:path ex:p", 1_999, "nodes"),
    "more": ("sh:path ex:p", 19_999, "nodes"),
    "many": ("sh:path ex:p", 20_000, "columns"),
    "few by a repeated path": ("sh:path [ sh:zeroOrMorePath ex:p ]", 1_999, "nodes"),
    "more by a repeated path": ("sh:path [ sh:zeroOrMorePath ex:p ]", 2_000, "columns"),
    "more by one in another": (
        "sh:path ( ex:q [ sh:inversePath [ sh:oneOrMorePath ex:p ] ] )",
        2_000,
        "columns",
    ),
}


@pytest.mark.parametrize(("path", "count", "engine"), CHOSEN.values(), ids=CHOSEN)
def test_an_engine_is_chosen_by_the_number_of_triples(
    tmp_path: Path, path: str, count: int, engine: str
) -> None:
    shapes, data = tmp_path / "shapes.ttl", tmp_path / "data.nt"
    shapes.write_text(f"{PREFIXES} ex:S sh:property [ {path} ; sh:minCount 1 ] .")
    data.write_text("".join(f"<x:a> <x:p> <x:n{number}> .\n" for number in range(count)))
    plan = compile_shapes(load_shapes([shapes]))
    assert choose_engine(plan, load_data([data]).triples) == engine
