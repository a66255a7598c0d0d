"""``visitkg check``: prove the whole project, or named files."""

from __future__ import annotations

import json
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from visitkg.check.outcome import NEVER, SEVERITIES, State
from visitkg.check.run import choose_checks, count_outcomes, exit_code, run_check, total_line
from visitkg.check.subject import Subject
from visitkg.check.table import CHECKS
from visitkg.cli.option import project_option
from visitkg.cli.store import (
    connect,
    end_progress,
    endpoint_option,
    graph_option,
    open_store,
    refuse_idle_options,
    stale_option,
    store_option,
    timeout_option,
)
from visitkg.errors import UsageError
from visitkg.project import find_project

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from visitkg.check.outcome import Finding, Outcome
    from visitkg.check.table import Check
    from visitkg.cli.store import Opened
    from visitkg.endpoint.client import Endpoint
    from visitkg.sparql.answer import Answer
    from visitkg.sparql.prepare import Prepared

_VERDICTS = {
    State.NOT_RUN: "skip",
    State.NOTHING: "none",
    State.BROKEN_OFF: "STOP",
}


@click.command("check")
@click.argument(
    "files", nargs=-1, metavar="[FILE]...", type=click.Path(path_type=Path, readable=False)
)
@project_option
@endpoint_option
@store_option
@stale_option
@graph_option
@timeout_option
@click.option("--only", metavar="NAME", multiple=True, help="Run only this check; repeatable.")
@click.option("--list", "list_only", is_flag=True, help="Print the checks and what they prove.")
@click.option(
    "--format",
    "format_name",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How to print the outcomes.",
)
@click.option(
    "--fail-on",
    type=click.Choice([*SEVERITIES, NEVER]),
    default=SEVERITIES[0],
    show_default=True,
    help="The least severity of a finding that fails a check.",
)
@click.option("--complete", is_flag=True, help="Exit with 3 if a check could not run.")
@click.option(
    "--update", is_flag=True, help="First rewrite the counts and answers that can be computed."
)
def command(  # noqa: PLR0913  (one parameter for each option)
    *,
    files: tuple[Path, ...],
    directory: Path | None,
    endpoint: str | None,
    folder: Path | None,
    allow_stale: bool,
    graph: str | None,
    timeout: float | None,
    only: tuple[str, ...],
    list_only: bool,
    format_name: str,
    fail_on: str,
    complete: bool,
    update: bool,
) -> int:
    """Prove the whole project: parse, species, shapes, questions, evidence and more.

    Each check prints one line with what it counted, then what it found. A check that can't run
    on this machine is skipped, one for which there is nothing is named, and both are counted.

    With --endpoint a triple store is asked the questions, with --store the one in a folder.

    With FILEs, only those are looked at, by the checks that need no project.

    \b
    Exit codes:
      0  every check that ran is ok
      1  a finding at or above --fail-on
      2  wrong usage
      3  a check was broken off, nothing was checked, or --complete and one could not run

    \b
    Examples:
      visitkg check
      visitkg check --only species --only shapes
      visitkg check --only species my-ontology.ttl
      visitkg check --fail-on warning --format json
      visitkg check --update
      visitkg check --only questions --endpoint http://localhost:7878/query
      visitkg check --only questions --store my-store
    """
    if list_only:
        _print_list(format_name)
        return 0
    if update and files:
        raise UsageError(
            "--update needs a project, not files", remedy="Leave the files or --update out."
        )
    refuse_idle_options(
        endpoint=endpoint,
        folder=folder,
        graph=graph,
        timeout=timeout,
        allow_stale=allow_stale,
    )
    checks = choose_checks(only, files=bool(files))
    project = find_project(directory)
    if endpoint is None and folder is None:
        subject = Subject(project, files, update=update)
    elif folder is not None:
        _refuse_other_checks(only, update=update)
        opened = open_store(folder, graph, allow_stale=allow_stale)
        subject = Subject(project, files, ask=_opened_asker(opened))
    else:
        _refuse_other_checks(only, update=update)
        remote = connect(str(endpoint), project, graph=graph, timeout=timeout)
        subject = Subject(project, files, ask=_asker(remote))
    outcomes: list[Outcome] = []
    shown: set[Finding] = set()
    for check, outcome in _run(checks, subject):
        outcomes.append(outcome)
        if format_name == "text":
            _print_outcome(check, outcome, fail_on, shown)
    if format_name == "json":
        click.echo(_render_json(checks, outcomes, fail_on))
    else:
        click.echo(total_line(outcomes, fail_on))
    return exit_code(outcomes, fail_on, complete=complete)


def _refuse_other_checks(only: tuple[str, ...], *, update: bool) -> None:
    """Raise UsageError for what a triple store can't tell."""
    if set(only) != {"questions"}:
        raise UsageError(
            "a triple store can be asked the questions, and no other check",
            remedy="Add --only questions.",
        )
    if update:
        raise UsageError(
            "--update takes answers from the project, not from a store",
            remedy="Leave --update out, or the store.",
        )


def _asker(endpoint: Endpoint) -> Callable[[Prepared], Answer]:
    # Imported here: most checks ask no store.
    from visitkg.endpoint.ask import ask

    def answer(prepared: Prepared) -> Answer:
        try:
            return ask(endpoint, prepared)
        finally:
            end_progress(endpoint)

    return answer


def _opened_asker(opened: Opened) -> Callable[[Prepared], Answer]:
    # Imported here: most checks ask no store.
    from visitkg.store.ask import ask

    return partial(ask, opened.store.values, graph=opened.graph)


def _run(checks: Sequence[Check], subject: Subject) -> Iterator[tuple[Check, Outcome]]:
    """Run the checks one by one; on a terminal, stderr names the one that is running."""
    terminal = sys.stderr is not None and sys.stderr.isatty()
    for number, check in enumerate(checks, start=1):
        if terminal:
            click.echo(f"\r\x1b[K{number}/{len(checks)} {check.name} ...", err=True, nl=False)
        outcome = run_check(check, subject)
        if terminal:
            click.echo("\r\x1b[K", err=True, nl=False)
        yield check, outcome


def _print_outcome(check: Check, outcome: Outcome, fail_on: str, shown: set[Finding]) -> None:
    """Print the line of one check, then what it found that no other check has printed."""
    width = max(len(check.name) for check in CHECKS)
    click.echo(f"{_verdict(outcome, fail_on):4}  {check.name:{width}}  {outcome.summary}")
    for finding in outcome.findings:
        if finding not in shown:
            click.echo(str(finding))
    shown.update(outcome.findings)


def _verdict(outcome: Outcome, fail_on: str) -> str:
    if outcome.state is State.RAN:
        return "FAIL" if outcome.reaches(fail_on) else "ok"
    return _VERDICTS[outcome.state]


def _print_list(format_name: str) -> None:
    if format_name == "json":
        rows = [{"name": check.name, "text": check.text} for check in CHECKS]
        click.echo(json.dumps(rows, indent=2))
        return
    width = max(len(check.name) for check in CHECKS)
    for check in CHECKS:
        click.echo(f"{check.name:{width}}  {check.summary}")


def _render_json(checks: Sequence[Check], outcomes: Sequence[Outcome], fail_on: str) -> str:
    rows = [
        {
            "name": check.name,
            "verdict": _verdict(outcome, fail_on).lower(),
            "summary": outcome.summary,
            "findings": [_finding_row(finding) for finding in outcome.findings],
        }
        for check, outcome in zip(checks, outcomes, strict=True)
    ]
    totals = count_outcomes(outcomes, fail_on)
    return json.dumps({"checks": rows, "totals": totals}, ensure_ascii=False, indent=2)


def _finding_row(finding: Finding) -> dict[str, Any]:
    place = finding.position
    return {
        "path": place.path if place else None,
        "line": place.line if place else None,
        "column": place.column if place else None,
        "severity": finding.severity,
        "message": finding.message,
    }
