"""Where a validation report goes: standard output or a file, and what is told beside it."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import click

from visitkg.errors import UsageError
from visitkg.graph.source import STANDARD_INPUT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from visitkg.shacl.result import ValidationReport

_FROM_ROOT: Final = frozenset({"github", "sarif"})
"""Formats that name files from the folder of the repository."""


class Destination(NamedTuple):
    """In which format a report is written, how much of it, and where to."""

    format_name: str
    output: Path | None = None
    limit: int | None = None
    fail_on: str = "violation"

    @property
    def file(self) -> Path | None:
        """Return the file to be written, None for standard output."""
        return None if self.output == STANDARD_INPUT else self.output

    @property
    def on_terminal(self) -> bool:
        """Return whether people look at the report as it is written."""
        return self.file is None and sys.stdout is not None and sys.stdout.isatty()


def read_destination(text: str, like: Destination) -> Destination:
    """Return the destination that ``format=file`` names, else like another one."""
    # Imported here: most reports have one destination.
    from visitkg.shacl.report_formats import FORMATS

    format_name, equals, file = text.partition("=")
    if not equals or not file or file == str(STANDARD_INPUT):
        raise UsageError(
            f"{text!r} is not of the form FORMAT=FILE", remedy="Write it like sarif=report.sarif."
        )
    if format_name not in FORMATS:
        raise UsageError(
            f"no format {format_name!r}", remedy=f"The formats are {', '.join(FORMATS)}."
        )
    return like._replace(format_name=format_name, output=Path(file))


def write_reports(
    report: ValidationReport, prefixes: Mapping[str, str], destinations: Sequence[Destination]
) -> None:
    """Write the report to each destination; on stderr follows what to know whatever the format."""
    for destination in destinations:
        _write_report(report, prefixes, destination)
    if any(destination.format_name == "github" for destination in destinations):
        _append_summary(report, prefixes)
    if report.completed or report.not_checked:
        _write_notices(report, prefixes, destinations[0])


def _write_report(
    report: ValidationReport, prefixes: Mapping[str, str], destination: Destination
) -> None:
    # Imported here: --help has no need of it.
    from visitkg.shacl.report_formats import render

    text = render(
        report,
        destination.format_name,
        prefixes,
        limit=destination.limit,
        colour=destination.on_terminal and _has_colour(),
        fail_on=destination.fail_on,
        root=_repository() if destination.format_name in _FROM_ROOT else None,
    )
    if destination.file is None:
        click.echo(text, nl=False)
    else:
        # Imported here: most reports go to standard output.
        from visitkg.replace import replace_text

        replace_text(destination.file, text)


def _write_notices(
    report: ValidationReport, prefixes: Mapping[str, str], destination: Destination
) -> None:
    """Tell on stderr what is wrong with the shapes, unless the same terminal has just shown it."""
    from visitkg.shacl.report_text import render_notices, render_summary

    shown = destination.format_name == "text" and destination.file is None
    if not (shown and destination.on_terminal):
        click.echo(render_notices(report, prefixes), err=True, nl=False)
    if not shown:
        click.echo(render_summary(report), err=True)


def _append_summary(report: ValidationReport, prefixes: Mapping[str, str]) -> None:
    """Add to the summary of the job, if GitHub names a file for it."""
    path = os.environ.get("GITHUB_STEP_SUMMARY")
    if not path:
        return
    from visitkg.shacl.report_markdown import render_job_summary

    text = render_job_summary(report, prefixes)
    try:
        with Path(path).open("a", encoding="utf-8", errors="replace", newline="\n") as file:
            file.write(text)
    except OSError as error:
        # The verdict on the data does not hang on it.
        click.echo(f"{path}: the job summary can't be written: {error.strerror}", err=True)


def _repository() -> Path | None:
    """Return the folder of the repository in a workflow of GitHub, else None."""
    folder = os.environ.get("GITHUB_WORKSPACE")
    return Path(folder) if folder else None


def _has_colour() -> bool:
    """Return whether the terminal has colours and the user wants them: https://no-color.org."""
    return not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
