"""A validation of what lies in a triple store."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from visitkg.errors import UsageError
from visitkg.shacl.compile import compile_shapes
from visitkg.shacl.load import load_data, load_shapes
from visitkg.shacl.run import refuse_idle_shapes, refuse_idle_targets, refuse_problems

if TYPE_CHECKING:
    from collections.abc import Mapping

    from visitkg.endpoint.client import Endpoint
    from visitkg.shacl.inputs import Inputs
    from visitkg.shacl.load import Reading
    from visitkg.shacl.result import ValidationReport
    from visitkg.store.source import StoreSource


class Strictness(NamedTuple):
    """What is refused besides what can't be read."""

    allow_empty: bool = False
    strict_shapes: bool = False
    require_focus: bool = False


def refuse_file_options(given: Mapping[str, object], option: str) -> None:
    """Raise UsageError for what is given and is of use for files only, by its name."""
    for name, value in given.items():
        if value:
            raise UsageError(
                f"{name} can't go with {option}, whose store holds the data",
                remedy="Leave one of them out.",
            )


def validate_store(
    endpoint: Endpoint | StoreSource, inputs: Inputs, reading: Reading, strictness: Strictness
) -> ValidationReport:
    """Return the report of a store; raise VisitkgError as a validation of files does."""
    from visitkg.shacl.endpoint.run import validate_source

    shapes = load_shapes(inputs.shapes, reading)
    refuse_problems(shapes, strict=strictness.strict_shapes)
    if not strictness.allow_empty:
        refuse_idle_shapes(shapes, list(inputs.shapes))
    report = validate_source(
        compile_shapes(shapes),
        endpoint,
        endpoint.name,
        ontology=load_data([], inputs.ontology, reading) if inputs.ontology else None,
        allow_empty=strictness.allow_empty,
    )
    if strictness.require_focus:
        refuse_idle_targets(report)
    return report


def explain_store(endpoint: Endpoint | StoreSource, inputs: Inputs, reading: Reading) -> str:
    """Return the queries that the store is asked about each shape."""
    from visitkg.shacl.endpoint.run import explain_source

    shapes = load_shapes(inputs.shapes, reading)
    refuse_problems(shapes)
    ontology = load_data([], inputs.ontology, reading) if inputs.ontology else None
    return explain_source(compile_shapes(shapes), endpoint, ontology=ontology)
