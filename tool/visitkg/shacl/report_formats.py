"""The formats of a validation report, of which only the one asked for is imported."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from visitkg.shacl.result import ValidationReport

FORMATS: Final[dict[str, str]] = {
    "text": "for people: places, lines with carets, what to do",
    "json": "for programs, documented and stable",
    "sarif": "for code scanning (SARIF 2.1.0)",
    "junit": "for test reports: each shape is a test",
    "github": "annotations of GitHub Actions",
    "html": "one page without network or script",
    "turtle": "the report graph of the recommendation",
    "ntriples": "the same as N-Triples",
    "jsonld": "the same as JSON-LD",
    "rdfxml": "the same as RDF/XML",
}
"""The name of each format, with what it is for."""


def render(  # noqa: PLR0911, PLR0913  (a case for each format, and what it needs)
    report: ValidationReport,
    format_name: str,
    prefixes: Mapping[str, str],
    *,
    limit: int | None = None,
    colour: bool = False,
    fail_on: str = "violation",
    root: Path | None = None,
) -> str:
    """Return the report in one of the ``FORMATS``; the text ends with a line end.

    What is for people (text, junit and html) shows the first ``limit`` of alike results and counts
    the others; ``colour`` is for text; ``fail_on`` is the least severity that fails a test of
    junit; sarif and github name files from ``root``, by default the working directory. Raise
    InputError where a format can't hold a term.
    """
    match format_name:
        case "text":
            from visitkg.shacl.report_text import render_text

            return render_text(report, prefixes, limit=limit, colour=colour)
        case "json":
            from visitkg.shacl.report_json import render_json

            return render_json(report, prefixes)
        case "sarif":
            from visitkg.shacl.report_sarif import render_sarif

            return render_sarif(report, prefixes, root=root)
        case "junit":
            from visitkg.shacl.report_junit import render_junit

            return render_junit(report, prefixes, limit=limit, fail_on=fail_on)
        case "github":
            from visitkg.shacl.report_github import render_github

            return render_github(report, prefixes, root=root)
        case "html":
            from visitkg.shacl.report_html import render_html

            return render_html(report, prefixes, limit=limit)
        case "turtle":
            from visitkg.shacl.report_turtle import render_turtle

            return render_turtle(report, prefixes)
        case _:
            from visitkg.shacl.report_rdf import render_rdf

            return render_rdf(report, prefixes, format_name)
