"""One run of a validation: validate, leave out what is known, write the report."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from visitkg.cli.report import write_reports
from visitkg.cli.spark import Cluster, validate_on_cluster
from visitkg.cli.store import Folder
from visitkg.errors import InputError, UsageError
from visitkg.shacl.result import IllFormedShapes, ValidationReport
from visitkg.shacl.run import validate

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from visitkg.cli.elsewhere import Strictness
    from visitkg.cli.report import Destination
    from visitkg.endpoint.client import Endpoint
    from visitkg.shacl.inputs import Inputs
    from visitkg.shacl.load import Reading


class Known(NamedTuple):
    """Which results are known: those of a baseline, and those that a revision has too."""

    baseline: Path | None = None
    update: bool = False
    changed_since: str | None = None

    def refuse_idle_options(self, *, watch: bool) -> None:
        """Raise UsageError for options that mean nothing together."""
        if self.update and self.baseline is None:
            raise UsageError(
                "--update-baseline needs --baseline", remedy="Name the file to be written."
            )
        if self.update and watch:
            raise UsageError(
                "--update-baseline can't go with --watch: it would accept whatever is typed",
                remedy="Leave one of them out.",
            )


class Validation(NamedTuple):
    """A validation that can be run once and again."""

    inputs: Inputs
    reading: Reading
    strictness: Strictness
    known: Known
    prefixes: Mapping[str, str]
    destinations: tuple[Destination, ...]
    elsewhere: Cluster | Endpoint | Folder | None = None

    def run(self) -> int:
        """Write the report and return the exit code; raise VisitkgError if there is none."""
        try:
            with _progress(self._subject()):
                report = self._validate()
        except IllFormedShapes as error:
            incomplete = ValidationReport((), 0, 0, problems=error.problems, completed=False)
            told = [each for each in self.destinations if each.format_name != "text"]
            write_reports(incomplete, self.prefixes, told)
            raise
        if self.known.changed_since is not None:
            report = self._compare(report, self.known.changed_since)
        if self.known.baseline is not None:
            report = self._apply(report, self.known.baseline)
        write_reports(report, self.prefixes, self.destinations)
        if report.not_checked:
            return InputError.exit_code
        return int(report.reaches(self.destinations[0].fail_on))

    def _subject(self) -> str:
        if self.elsewhere is not None:
            return self.elsewhere.name
        return ", ".join(map(str, self.inputs.data))

    def read_paths(self) -> list[Path]:
        """Return the files and folders on which the report depends."""
        dumps = self.elsewhere.dumps if isinstance(self.elsewhere, Cluster) else ()
        imported = [*map(Path, dumps), *(self.reading.imports or {}).values()]
        baseline = self.known.baseline
        return [*self.inputs.all(), *imported, *([baseline] if baseline else [])]

    def written_paths(self) -> list[Path]:
        """Return the files to which reports are written."""
        return [each.file for each in self.destinations if each.file is not None]

    def refuse_overwriting(self) -> None:
        """Raise UsageError if a report would be written over what it is about, or over another."""
        written = self.written_paths()
        read = [path for path in self.read_paths() if path.is_file()]
        for number, path in enumerate(written):
            others = [*read, *written[:number]]
            if path in others or (
                path.is_file() and any(other.exists() and path.samefile(other) for other in others)
            ):
                raise UsageError(
                    f"the report would be written over {path}, which is named already",
                    remedy="Write each report to a file of its own.",
                )

    def _validate(self) -> ValidationReport:
        inputs, strictness = self.inputs, self.strictness
        if isinstance(self.elsewhere, Cluster):
            return validate_on_cluster(self.elsewhere, inputs, self.reading, strictness)
        if self.elsewhere is not None:
            # Imported here: files are validated without it.
            from visitkg.cli.elsewhere import validate_endpoint, validate_folder

            if isinstance(self.elsewhere, Folder):
                return validate_folder(self.elsewhere, inputs, self.reading, strictness)
            return validate_endpoint(self.elsewhere, inputs, self.reading, strictness)
        return validate(
            inputs.data,
            inputs.shapes,
            inputs.ontology,
            reading=self.reading,
            allow_empty=strictness.allow_empty,
            strict_shapes=strictness.strict_shapes,
            require_focus=strictness.require_focus,
        )

    def _compare(self, report: ValidationReport, name: str) -> ValidationReport:
        """Return the report with what the revision has among the known results."""
        # Imported here: it runs git.
        from visitkg.shacl.revision import find_revision
        from visitkg.shacl.unchanged import NotComparable, mark_unchanged

        revision = find_revision(name, self.inputs.data[0])
        try:
            with _progress(name):
                return mark_unchanged(
                    report, self.inputs, self.reading, revision, self._validate_copies
                )
        except NotComparable as error:
            click.echo(f"Every result counts as new, for {name} can't be validated:", err=True)
            click.echo(error.message, err=True)
            return report

    def _validate_copies(self, inputs: Inputs, reading: Reading) -> ValidationReport:
        return validate(
            inputs.data, inputs.shapes, inputs.ontology, reading=reading, allow_empty=True
        )

    def _apply(self, report: ValidationReport, path: Path) -> ValidationReport:
        """Return the report with what the baseline has among the known results."""
        # Imported here: it needs hashes.
        from visitkg.replace import replace_text
        from visitkg.shacl.baseline import apply_baseline, read_baseline, update_baseline
        from visitkg.shacl.load import list_files

        files = [str(file) for file in list_files(self.inputs.all())]
        if self.known.update:
            replace_text(path, update_baseline(report, self.prefixes, path, files))
        baseline = read_baseline(path)
        if self.known.update:
            count = len(baseline.entries)
            results = "1 known result" if count == 1 else f"{count:,} known results"
            click.echo(f"Wrote {results} to {path}.", err=True)
        return apply_baseline(report, baseline, files)


@contextmanager
def _progress(subject: str) -> Iterator[None]:
    """Name on a terminal what is being validated, while it is."""
    shown = sys.stderr is not None and sys.stderr.isatty()
    if shown:
        click.echo(f"validating {subject[:60]} ...", err=True, nl=False)
    try:
        yield
    finally:
        if shown:
            click.echo("\r\x1b[K", err=True, nl=False)
