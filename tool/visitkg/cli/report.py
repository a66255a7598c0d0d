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
    from collections.abc import Iterable, Mapping

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
    def to_standard_output(self) -> bool:
        """Return whether the report is written to standard output."""
        return self.output is None or self.output == STANDARD_INPUT

    def refuse_inputs(self, paths: Iterable[Path]) -> None:
        """Raise UsageError if the report would be written over what it is about."""
        output = self.output
        if output is None or not output.is_file():
            return
        if any(path.exists() and path.samefile(output) for path in paths):
            raise UsageError(
                f"--output {output} is one of the files to be read",
                remedy="Write the report to another file.",
            )


def write_report(
    report: ValidationReport, prefixes: Mapping[str, str], destination: Destination
) -> None:
    """Write the report; on stderr follows what the user should know whatever the format."""
    # Imported here: --help has no need of it.
    from visitkg.shacl.report_formats import render

    on_terminal = destination.to_standard_output and _is_terminal()
    text = render(
        report,
        destination.format_name,
        prefixes,
        limit=destination.limit,
        colour=on_terminal and _has_colour(),
        fail_on=destination.fail_on,
        root=_repository() if destination.format_name in _FROM_ROOT else None,
    )
    if destination.output is None or destination.to_standard_output:
        click.echo(text, nl=False)
    else:
        # Imported here: most reports go to standard output.
        from visitkg.replace import replace_text

        replace_text(destination.output, text)
    if destination.format_name == "github":
        _append_summary(report, prefixes)
    if report.completed:
        _write_notices(report, prefixes, destination, on_terminal=on_terminal)


def _write_notices(
    report: ValidationReport,
    prefixes: Mapping[str, str],
    destination: Destination,
    *,
    on_terminal: bool,
) -> None:
    """Tell on stderr what is wrong with the shapes, unless the same terminal has just shown it."""
    from visitkg.shacl.report_text import render_notices, render_summary

    shown = destination.format_name == "text" and destination.to_standard_output
    if not (shown and on_terminal):
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


def _is_terminal() -> bool:
    return sys.stdout is not None and sys.stdout.isatty()


def _has_colour() -> bool:
    """Return whether the terminal has colours and the user wants them: https://no-color.org."""
    return not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
