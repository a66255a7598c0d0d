"""``visitkg evidence``: which sentences carry which claims, and whether the spans hold."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from visitkg.cli.option import project_option
from visitkg.errors import InputError, Position, UsageError
from visitkg.evidence.read import read_evidence
from visitkg.graph.parse import read_triples
from visitkg.project import Project, find_project
from visitkg.sparql.curie import curie_writer

if TYPE_CHECKING:
    from collections.abc import Callable

    from visitkg.evidence.coverage import CoverageReport
    from visitkg.evidence.model import Evidence

_FORMATS = ("table", "csv", "json", "markdown")

_document = click.option(
    "--document",
    metavar="IRI",
    help="The source document that is meant: an IRI, a CURIE or a local name.",
)


@click.group("evidence", invoke_without_command=True)
@project_option
@_document
@click.option(
    "--format",
    "format_name",
    type=click.Choice(_FORMATS),
    default="table",
    show_default=True,
    help="How to print the coverage.",
)
@click.pass_context
def command(
    ctx: click.Context, *, directory: Path | None, document: str | None, format_name: str
) -> int:
    """Show which sentences carry which claims, and verify them against the report.

    Without a subcommand: one row for each sentence and heading, then what is wrong: sentences
    without a claim, claims without a span, spans that contradict themselves or each other.

    \b
    Exit codes:
      0  every sentence carries a claim, and every span is in order
      1  findings
      2  wrong usage
      3  unreadable input, or no source document in the data

    \b
    Examples:
      visitkg evidence
      visitkg evidence --format csv > coverage.csv
      visitkg evidence verify report.txt
      visitkg evidence locate report.txt "words of the report"
    """
    if ctx.invoked_subcommand is not None:
        _refuse_options_before(ctx)
        return 0
    from visitkg.evidence.coverage import check_coverage

    home, evidence = _read(directory)
    iri = None if document is None else _expand(document, home, evidence)
    report = check_coverage(evidence, iri)
    _print_coverage(report, format_name, home.all_prefixes())
    return 1 if report.findings else 0


@command.command("verify")
@click.argument("report", metavar="REPORT.txt", type=click.Path(path_type=Path, readable=False))
@project_option
@_document
@click.option("--every-span", is_flag=True, help="Give each span that moved a line of its own.")
@click.option(
    "--format",
    "format_name",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How to print the outcome.",
)
def verify_command(
    *,
    report: Path,
    directory: Path | None,
    document: str | None,
    every_span: bool,
    format_name: str,
) -> int:
    """Verify length, digest and every span against a copy of the report.

    The copy is read as UTF-8, without a byte order mark and with its line ends as they are; - is
    standard input. A text that differs is compared span by span: each stands where it should, has
    moved, or has changed. If other line ends, quotes, spaces or Unicode normal forms explain the
    difference, it says so.

    \b
    Exit codes:
      0  length, digest and every span match
      1  the text or a span differs
      2  wrong usage
      3  unreadable input

    \b
    Examples:
      visitkg evidence verify report.txt
      visitkg evidence verify report.txt --every-span
      visitkg evidence verify report.txt --document editorialge-report --format json
    """
    from visitkg.evidence.render import verification_lines, verification_object
    from visitkg.evidence.text import read_report
    from visitkg.evidence.verify import choose_document, verify

    copy = read_report(report)
    home, evidence = _read(directory)
    name = None if document is None else _expand(document, home, evidence)
    result = verify(evidence, choose_document(evidence, copy, name), copy)
    if format_name == "json":
        _print_json(verification_object(result))
    else:
        for line in verification_lines(result, _shortener(home), every_span=every_span):
            click.echo(line)
    return 0 if result.holds else 1


@command.command("locate")
@click.argument("report", metavar="REPORT.txt", type=click.Path(path_type=Path, readable=False))
@click.argument("words")
@project_option
@_document
@click.option("--nth", metavar="N", type=int, help="Which place, from 1, if there are several.")
def locate_command(
    *, report: Path, words: str, directory: Path | None, document: str | None, nth: int | None
) -> int:
    """Print the span of some words of the report, as Turtle for a new claim.

    The copy of the report must be the text of the document, and the words must lie within one
    sentence or heading, as they stand there.

    \b
    Exit codes:
      0  printed
      2  the words are not there, in several places, or in more than one sentence
      3  unreadable input, or a copy that is not the text of the document

    \b
    Examples:
      visitkg evidence locate report.txt "armored train"
      visitkg evidence locate report.txt Beijing --nth 2
    """
    from visitkg.evidence.phrase import locate
    from visitkg.evidence.render import span_triples
    from visitkg.evidence.text import read_report
    from visitkg.evidence.verify import choose_document
    from visitkg.graph.turtle import write_turtle

    copy = read_report(report)
    home, evidence = _read(directory)
    name = None if document is None else _expand(document, home, evidence)
    span = locate(evidence, choose_document(evidence, copy, name), copy, words, nth)
    click.echo(write_turtle(span_triples(span), home.all_prefixes()).removesuffix("\n"))
    if span.iri in evidence.spans:
        click.echo(f"{span.position}: the data have this span already", err=True)
    return 0


def _refuse_options_before(ctx: click.Context) -> None:
    """Raise UsageError for an option that stands before a subcommand, where it would be lost."""
    for parameter in ctx.command.params:
        name = parameter.name or ""
        if ctx.get_parameter_source(name) is click.core.ParameterSource.COMMANDLINE:
            option, subcommand = parameter.opts[0], ctx.invoked_subcommand
            raise UsageError(
                f"{option} stands before {subcommand}",
                remedy=f"Write it after: visitkg evidence {subcommand} ... {option} ...",
            )


def _read(directory: Path | None) -> tuple[Project, Evidence]:
    """Return the project and its evidence; raise InputError if it has no source document."""
    home = find_project(directory)
    evidence = read_evidence(read_triples(home.graph_files()))
    if not evidence.documents and not evidence.findings:
        raise InputError(
            "no source document in the data",
            position=Position(str(home.data)),
            remedy="Add one: a visit:SourceDocument with its length and digest.",
        )
    return home, evidence


def _expand(name: str, home: Project, evidence: Evidence) -> str:
    """Return the IRI of the document that a name means: an IRI, a CURIE or a local name."""
    from visitkg.evidence.model import local_name

    text = name.removeprefix("<").removesuffix(">")
    prefix, colon, local = text.partition(":")
    namespace = home.all_prefixes().get(prefix) if colon else None
    wanted = {text} if namespace is None else {text, namespace + local}
    for iri in evidence.documents:
        if iri in wanted or local_name(iri) == text:
            return iri
    known = ", ".join(sorted(map(_shortener(home), evidence.documents)))
    raise UsageError(f"no source document {name!r} in the data", remedy=f"The data have: {known}.")


def _shortener(home: Project) -> Callable[[str], str]:
    return curie_writer(home.all_prefixes())


def _print_coverage(report: CoverageReport, format_name: str, prefixes: dict[str, str]) -> None:
    """Print the rows to stdout; what is wrong and the count go where they break no format."""
    from visitkg.evidence.render import coverage_object, coverage_table
    from visitkg.sparql.render import render

    if format_name == "json":
        _print_json(coverage_object(report))
        return
    for_program = format_name == "csv"
    table = coverage_table(report, with_document=for_program or report.documents > 1)
    click.echo(render(table, format_name, prefixes=prefixes), nl=False)
    for line in ("", *map(str, report.findings), report.summary())[for_program:]:
        click.echo(line, err=for_program)


def _print_json(value: object) -> None:
    import json

    click.echo(json.dumps(value, ensure_ascii=False, indent=2))
