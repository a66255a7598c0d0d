"""``visitkg validate``: validate data against SHACL shapes."""

from __future__ import annotations

from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from visitkg.cli.option import project_option
from visitkg.errors import UsageError
from visitkg.graph.source import STANDARD_INPUT
from visitkg.project import Project, find_project
from visitkg.replace import replace_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from visitkg.shacl.result import ValidationReport

_THRESHOLDS: Final = ("violation", "warning", "info", "never")


@click.command("validate")
@click.argument(
    "data", nargs=-1, metavar="[DATA]...", type=click.Path(path_type=Path, readable=False)
)
@click.option(
    "--shapes",
    metavar="PATH",
    multiple=True,
    type=click.Path(path_type=Path, readable=False),
    help="A file or folder of shapes; repeatable. By default those of the project.",
)
@click.option(
    "--ontology",
    metavar="PATH",
    multiple=True,
    type=click.Path(path_type=Path, readable=False),
    help="A file or folder with class hierarchy and types, itself not validated; repeatable.",
)
@project_option
@click.option(
    "--format",
    "format_name",
    type=click.Choice(["text", "json", "turtle"]),
    default="text",
    show_default=True,
    help="How to write the report.",
)
@click.option(
    "--output",
    metavar="FILE",
    type=click.Path(path_type=Path, readable=False),
    help="Write the report to a file instead of standard output.",
)
@click.option(
    "--fail-on",
    type=click.Choice(_THRESHOLDS),
    default=_THRESHOLDS[0],
    show_default=True,
    help="The least severity that exits with 1.",
)
@click.option("--strict-shapes", is_flag=True, help="Refuse shapes in which a term has no effect.")
@click.option("--allow-empty", is_flag=True, help="Accept that there is nothing to check.")
def command(  # noqa: PLR0913  (one parameter for each option)
    *,
    data: tuple[Path, ...],
    shapes: tuple[Path, ...],
    ontology: tuple[Path, ...],
    directory: Path | None,
    format_name: str,
    output: Path | None,
    fail_on: str,
    strict_shapes: bool,
    allow_empty: bool,
) -> int:
    """Validate data against SHACL shapes.

    DATA and shapes are files, folders, or - for Turtle on standard input. What isn't named comes
    from the project: its shapes with its ontology, or its ontology and data to be validated. If
    both are named, no project is needed.

    Each result is a line that begins with the file and the line of the triple that breaks a
    shape. The report's sh:conforms follows the recommendation: any result makes it false;
    --fail-on only sets the exit code. Nothing is fetched from the network.

    \b
    Exit codes:
      0  no result at or above --fail-on
      1  such a result
      2  wrong usage
      3  unreadable input, ill-formed shapes, or nothing to check

    \b
    Examples:
      visitkg validate
      visitkg validate my-data.ttl
      visitkg validate data/ --shapes shapes.ttl --ontology ontology.ttl
      visitkg validate --fail-on warning --format json
      visitkg validate --format turtle --output report.ttl
    """
    # Imported here: --help has no need of it.
    from visitkg.shacl.run import validate

    _refuse_shared_input(data, shapes, ontology)
    needs_project = directory is not None or not (data and shapes)
    project = find_project(directory) if needs_project else None
    data_paths, shapes_paths, ontology_paths = _choose_paths(project, data, shapes, ontology)
    report = validate(
        data_paths,
        shapes_paths,
        ontology_paths,
        allow_empty=allow_empty,
        strict_shapes=strict_shapes,
    )
    prefixes = project.all_prefixes() if project else {}
    _write(report, prefixes, format_name, output)
    return int(report.reaches(fail_on))


def _refuse_shared_input(*groups: tuple[Path, ...]) -> None:
    if list(chain.from_iterable(groups)).count(STANDARD_INPUT) > 1:
        raise UsageError("- is named more than once", remedy="Standard input can be read once.")


def _choose_paths(
    project: Project | None,
    data: tuple[Path, ...],
    shapes: tuple[Path, ...],
    ontology: tuple[Path, ...],
) -> tuple[list[Path], list[Path], list[Path]]:
    """Return the data, shapes and ontology to use; what isn't named comes from the project."""
    if project is None:
        return list(data), list(shapes), list(ontology)
    shapes_paths = list(shapes) or project.shape_files()
    if not data:
        return project.graph_files(), shapes_paths, list(ontology)
    return list(data), shapes_paths, list(ontology) or project.ontology_files()


def _write(
    report: ValidationReport, prefixes: Mapping[str, str], format_name: str, output: Path | None
) -> None:
    """Write the report; what isn't part of it goes to stderr."""
    from visitkg.shacl.report_text import render_notices, render_summary

    click.echo(render_notices(report, prefixes), err=True, nl=False)
    text = _render(report, prefixes, format_name)
    if output is None or output == STANDARD_INPUT:
        click.echo(text, nl=False)
    else:
        replace_text(output, text)
    if output is not None or format_name != "text":
        click.echo(render_summary(report), err=True)


def _render(report: ValidationReport, prefixes: Mapping[str, str], format_name: str) -> str:
    if format_name == "json":
        from visitkg.shacl.report_json import render_json

        return render_json(report)
    if format_name == "turtle":
        from visitkg.shacl.report_turtle import render_turtle

        return render_turtle(report, prefixes)
    from visitkg.shacl.report_text import render_text

    return render_text(report, prefixes)
