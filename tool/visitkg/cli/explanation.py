"""What ``--explain`` prints: the plan, or why each constraint holds or fails at one node."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from visitkg.errors import UsageError
from visitkg.terms import COMMON_PREFIXES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from visitkg.cli.spark import Cluster
    from visitkg.cli.store import Folder
    from visitkg.endpoint.client import Endpoint
    from visitkg.shacl.inputs import Inputs
    from visitkg.shacl.load import Reading


def explain(
    inputs: Inputs,
    reading: Reading,
    focus: str | None,
    prefixes: Mapping[str, str],
    elsewhere: Cluster | Endpoint | Folder | None,
) -> str:
    """Return the plan, as it is run here or elsewhere, or what the constraints find at a node.

    Raise InputError as a validation does, and UsageError for a node that no shape selects.
    """
    # Imported here: --help has no need of it.
    from visitkg.cli.elsewhere import Strictness, explain_endpoint, read_plan
    from visitkg.cli.spark import Cluster, explain_on_cluster
    from visitkg.cli.store import Folder
    from visitkg.shacl.explain import explain_node, explain_plan
    from visitkg.shacl.load import load_data

    if isinstance(elsewhere, Cluster):
        return explain_on_cluster(inputs, reading, prefixes)
    if elsewhere is not None and not isinstance(elsewhere, Folder):
        return explain_endpoint(elsewhere, inputs, reading)
    plan = read_plan(inputs, reading, Strictness(allow_empty=True))
    if focus is None:
        return explain_plan(plan, prefixes)
    data = load_data(inputs.data, inputs.ontology, reading)
    known = {**COMMON_PREFIXES, **plan.source.prefixes, **data.prefixes, **prefixes}
    return explain_node(plan, data, read_iri(focus, known), {**data.prefixes, **prefixes})


def read_iri(text: str, prefixes: Mapping[str, str]) -> NamedNode:
    """Return the node of ``<iri>``, ``prefix:name`` or an IRI; raise UsageError for else."""
    prefix, colon, name = text.partition(":")
    if text[:1] == "<" and text[-1:] == ">":
        iri = text[1:-1]
    elif colon and prefix in prefixes and name[:2] != "//":
        iri = prefixes[prefix] + name
    else:
        iri = text
    try:
        return NamedNode(iri)
    except ValueError as error:
        raise UsageError(
            f"{text!r} is no IRI: {error}", remedy="Write it whole, or with a prefix: ex:tom."
        ) from error
