"""What a validation elsewhere than here begins with; and one of what lies in a store."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from visitkg.errors import Position
from visitkg.graph.spill import within
from visitkg.shacl.compile import compile_shapes
from visitkg.shacl.load import add_ontology, load_data, load_shapes, make_triples
from visitkg.shacl.run import (
    refuse_idle_data,
    refuse_idle_shapes,
    refuse_idle_targets,
    refuse_problems,
    validate_data,
)

if TYPE_CHECKING:
    from visitkg.cli.store import Folder
    from visitkg.endpoint.client import Endpoint
    from visitkg.shacl.inputs import Inputs
    from visitkg.shacl.load import Data, Reading
    from visitkg.shacl.plan import Plan
    from visitkg.shacl.result import ValidationReport


class Strictness(NamedTuple):
    """What is refused besides what can't be read."""

    allow_empty: bool = False
    strict_shapes: bool = False
    require_focus: bool = False


def read_plan(inputs: Inputs, reading: Reading, strictness: Strictness) -> Plan:
    """Return the shapes made ready; raise InputError as a validation of files does."""
    shapes = load_shapes(inputs.shapes, reading)
    refuse_problems(shapes, strict=strictness.strict_shapes)
    if not strictness.allow_empty:
        refuse_idle_shapes(shapes, list(inputs.shapes))
    return compile_shapes(shapes)


def read_ontology(inputs: Inputs, reading: Reading) -> Data | None:
    """Return the ontology, or None if none is named."""
    return load_data([], inputs.ontology, reading) if inputs.ontology else None


def validate_endpoint(
    endpoint: Endpoint, inputs: Inputs, reading: Reading, strictness: Strictness
) -> ValidationReport:
    """Return the report of a store that is asked; raise VisitkgError as for files."""
    from visitkg.shacl.endpoint.run import validate_source

    report = validate_source(
        read_plan(inputs, reading, strictness),
        endpoint,
        endpoint.name,
        ontology=read_ontology(inputs, reading),
        allow_empty=strictness.allow_empty,
    )
    if strictness.require_focus:
        refuse_idle_targets(report)
    return report


def validate_folder(
    folder: Folder, inputs: Inputs, reading: Reading, strictness: Strictness
) -> ValidationReport:
    """Return the report of a store on the disk; raise VisitkgError as for files."""
    from visitkg.store.encode import encode_store
    from visitkg.store.open import open_folder

    plan = read_plan(inputs, reading, strictness)
    with within(reading.spill):
        triples = make_triples(reading.spill)
        with open_folder(folder.path, allow_stale=folder.allow_stale) as opened:
            encode_store(opened, triples, folder.graph)
        data = add_ontology(triples, inputs.ontology, reading)
        report = validate_data(plan, data)
    if not strictness.allow_empty:
        refuse_idle_data(data, report, Position(folder.name))
    if strictness.require_focus:
        refuse_idle_targets(report)
    return report


def explain_endpoint(endpoint: Endpoint, inputs: Inputs, reading: Reading) -> str:
    """Return the queries that the store is asked about each shape."""
    from visitkg.shacl.endpoint.run import explain_source

    plan = read_plan(inputs, reading, Strictness(allow_empty=True))
    return explain_source(plan, endpoint, ontology=read_ontology(inputs, reading))
