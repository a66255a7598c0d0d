"""Our reports are those of pySHACL asked directly, whatever the data and the shapes.

``VISITKG_EXAMPLES=5000`` draws that many cases, others each time (or those of
``--hypothesis-seed=N``); by default they are few, and the same each time. Where pySHACL is wrong by
the recommendation, ``test_differences`` shows it and ``generate`` draws no such case.
"""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from hypothesis import HealthCheck, given, note, settings
from pyoxigraph import RdfFormat
from tests.tool.shacl.generate import Case, cases
from tests.tool.shacl.generate_data import LITERALS, data_graphs
from tests.tool.shacl.judge import (
    CENSUS_SHAPE,
    PREFIXES,
    Verdict,
    ask_pyshacl,
    hear_ours,
    read_turtle,
)

from visitkg.shacl.run import validate

if TYPE_CHECKING:
    from collections.abc import Callable

ENGINES: Final = ("nodes", "columns")
EXAMPLES: Final = int(os.environ.get("VISITKG_EXAMPLES", "0"))

SPARQL_SHAPES: Final = """\
ex:S sh:targetSubjectsOf ex:p , ex:q ; sh:sparql [
    sh:message "{?value} is not wanted."@en ;
    sh:prefixes ex: ;
    sh:select "SELECT $this ?value WHERE { $this ex:q ?value FILTER isIRI(?value) }" ] .
ex:T a sh:PropertyShape ; sh:targetClass ex:A ; sh:path ex:p ; sh:severity ex:Grave ; sh:sparql [
    sh:message "In both." ;
    sh:prefixes ex: ;
    sh:select "SELECT $this ?value WHERE { $this $PATH ?value . $this ex:q ?value }" ] .
ex:U sh:targetObjectsOf ex:r ; ex:tag "en" .
ex:Tagged a sh:ConstraintComponent ;
    sh:parameter [ sh:path ex:tag ] ;
    sh:validator [ a sh:SPARQLAskValidator ; sh:prefixes ex: ;
        sh:message "The tag is {?tag}." ;
        sh:ask "ASK { FILTER (isLiteral($value) && langMatches(lang($value), $tag)) }" ] .
ex: sh:declare [ sh:prefix "ex" ; sh:namespace "http://example.org/"^^xsd:anyURI ] .
"""
"""SPARQL-based constraints of each kind; data are drawn for them, the queries are these."""


def examples(quick: int) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Return the settings for so many examples, or for as many as the environment asks for."""
    return settings(
        max_examples=EXAMPLES or quick,
        derandomize=not EXAMPLES,
        database=None,
        deadline=None,
        print_blob=True,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )


def ask_ours(case: Case, engine: str, form: RdfFormat = RdfFormat.TURTLE) -> Verdict:
    """Return what an engine of ours finds, from files, as a user would ask it."""
    with TemporaryDirectory() as folder:
        data, shapes = Path(folder, f"data.{form.file_extension}"), Path(folder, "shapes.ttl")
        data.write_text(case.data, encoding="utf-8")
        shapes.write_text(case.shapes, encoding="utf-8")
        report = validate([data], [shapes], allow_empty=True, engine=engine)
    return hear_ours(report, read_turtle(case.shapes))


def assert_alike(case: Case) -> None:
    note(f"{case.data}\n{case.shapes}")
    theirs = ask_pyshacl(read_turtle(case.data), read_turtle(case.shapes))
    for engine in ENGINES:
        ours = ask_ours(case, engine)
        missing, extra = theirs.findings - ours.findings, ours.findings - theirs.findings
        assert (engine, dict(missing), dict(extra)) == (engine, {}, {})
        assert ours.conforms == theirs.conforms


@examples(150)
@given(case=cases())
def test_a_report_is_that_of_pyshacl(case: Case) -> None:
    assert_alike(case)


@examples(30)
@given(data=data_graphs(LITERALS[:20]))
def test_a_report_of_sparql_constraints_is_that_of_pyshacl(data: str) -> None:
    assert_alike(Case(PREFIXES + data, PREFIXES + CENSUS_SHAPE + SPARQL_SHAPES))


@examples(30)
@given(case=cases())
def test_a_report_is_the_same_whatever_the_order_of_the_text(case: Case) -> None:
    note(f"{case.data}\n{case.shapes}")
    head, *triples = case.data.splitlines()
    turned = Case("\n".join([head, *reversed(triples)]), case.shapes)
    for engine in ENGINES:
        assert ask_ours(turned, engine) == ask_ours(case, engine)
