"""What a validation reads: the project, its files and those that are named."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from visitkg.errors import UsageError
from visitkg.graph.source import STANDARD_INPUT
from visitkg.project import find_project, import_mapping
from visitkg.shacl.inputs import Inputs

if TYPE_CHECKING:
    from collections.abc import Mapping

    from visitkg.project import Project
    from visitkg.shacl.load import Reading


def choose_project(directory: Path | None, *, no_visit: bool) -> Project:
    """Return the project; tell where there is none but the visit, or refuse that."""
    project = find_project(directory)
    if directory is None and not Path.cwd().is_relative_to(project.root.resolve()):
        if no_visit:
            raise UsageError(
                "no project here: neither visitkg.toml nor [tool.visitkg] in pyproject.toml",
                remedy="Name both data and --shapes, or describe the project in visitkg.toml.",
            )
        click.echo("No project here: taking the visit that ships with the tool.", err=True)
    return project


def choose_inputs(project: Project | None, named: Inputs) -> Inputs:
    """Return the data, shapes and ontology to use; what isn't named comes from the project."""
    if project is None:
        return named
    shapes = named.shapes or (project.shapes,)
    if not named.data:
        return Inputs((project.ontology, project.data), shapes, named.ontology)
    return Inputs(named.data, shapes, named.ontology or (project.ontology,))


def choose_reading(graph: str | None, input_format: str, project: Project | None) -> Reading:
    """Return how files are to be read."""
    from visitkg.shacl.load import Reading

    reading = Reading(
        input_format=input_format, imports=import_mapping(project) if project else None
    )
    if graph is None:
        return reading
    if graph == "default":
        from pyoxigraph import DefaultGraph

        return reading._replace(graph=DefaultGraph())
    from visitkg.cli.explanation import read_iri

    return reading._replace(graph=read_iri(graph, project.all_prefixes() if project else {}))


def refuse_standard_input(inputs: Inputs, *, watch: bool, changed_since: str | None) -> None:
    """Raise UsageError where standard input would have to be read twice."""
    count = inputs.all().count(STANDARD_INPUT)
    if count > 1:
        raise UsageError("- is named more than once", remedy="Standard input can be read once.")
    option = "--watch" if watch else "--changed-since" if changed_since is not None else None
    if count and option:
        raise UsageError(
            f"{option} can't go with -, for standard input is read once", remedy="Name files."
        )


def refuse_together(given: Mapping[str, object], option: str) -> None:
    """Raise UsageError for what is given and can't go with an option, by its name."""
    for name, value in given.items():
        if value not in (None, False, ()):
            raise UsageError(f"{name} can't go with {option}", remedy="Leave one of them out.")
