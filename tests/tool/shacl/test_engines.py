"""Both engines give the same report, to the last position, and so do all spellings of the data."""

from __future__ import annotations

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

from visitkg.shacl.compile import compile_shapes
from visitkg.shacl.load import load_data, load_shapes
from visitkg.shacl.run import run_plan

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
