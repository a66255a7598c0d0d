"""A validation on a cluster, by Apache Spark."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final, NamedTuple

import click

from visitkg.cli.store import LATEST
from visitkg.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from visitkg.cli.elsewhere import Strictness
    from visitkg.shacl.inputs import Inputs
    from visitkg.shacl.load import Reading
    from visitkg.shacl.result import ValidationReport

engine_option: Final = click.option(
    "--engine",
    type=click.Choice(["local", "spark"]),
    default="local",
    show_default=True,
    help="Validate on this machine, or on a cluster by Apache Spark.",
)
configuration_option: Final = click.option(
    "--conf",
    "configuration",
    metavar="KEY=VALUE",
    multiple=True,
    help="A setting of Spark, such as spark.master=yarn; repeatable.",
)


class Cluster(NamedTuple):
    """What runs a validation, and the dumps that it reads: paths, or addresses that Spark knows."""

    settings: Mapping[str, str]
    dumps: tuple[str, ...]

    @property
    def name(self) -> str:
        """Return what messages call the data."""
        return ", ".join(self.dumps)


def read_cluster(
    engine: str, configuration: tuple[str, ...], data: tuple[str, ...]
) -> Cluster | None:
    """Return what is meant, None where no cluster is; raise UsageError for what can't be."""
    if engine != "spark":
        if configuration:
            raise UsageError("--conf is of Spark", remedy="Add --engine spark, or leave it out.")
        return None
    if not data:
        raise UsageError(
            "--engine spark needs DATA", remedy="Name files or folders of N-Triples or Parquet."
        )
    if "-" in data:
        raise UsageError("- can't go with --engine spark", remedy="Name files or folders.")
    return Cluster(dict(map(_read_setting, configuration)), data)


def _read_setting(text: str) -> tuple[str, str]:
    key, sign, value = text.partition("=")
    if not sign or not key:
        raise UsageError(
            f"--conf {text!r} is no setting", remedy="Write it as spark.master=local[2]."
        )
    return key, value


def validate_on_cluster(
    cluster: Cluster, inputs: Inputs, reading: Reading, strictness: Strictness
) -> ValidationReport:
    """Return the report of dumps; raise VisitkgError as a validation of files does."""
    # Imported here, as below: files are validated without it.
    from visitkg.cli.elsewhere import read_ontology, read_plan
    from visitkg.shacl.run import refuse_idle_targets
    from visitkg.shacl.spark.run import validate_dump
    from visitkg.shacl.spark.session import open_session

    plan = read_plan(inputs, reading, strictness)
    ontology = read_ontology(inputs, reading)
    with open_session(cluster.settings) as session:
        report = validate_dump(
            plan,
            session,
            cluster.dumps,
            ontology=ontology,
            allow_empty=strictness.allow_empty,
            watch=_tell_round,
        )
    if strictness.require_focus:
        refuse_idle_targets(report)
    return report


def explain_on_cluster(inputs: Inputs, reading: Reading, prefixes: Mapping[str, str]) -> str:
    """Return where the shapes look: what joins follow."""
    from visitkg.cli.elsewhere import Strictness, read_plan
    from visitkg.shacl.spark.explain import explain_moves

    return explain_moves(read_plan(inputs, reading, Strictness(allow_empty=True)), prefixes)


def _tell_round(number: int, nodes: int) -> None:
    """Tell on a terminal how far it is."""
    if sys.stderr is not None and sys.stderr.isatty():
        click.echo(f"{LATEST}round {number} from {nodes:,} nodes ...", err=True, nl=False)
