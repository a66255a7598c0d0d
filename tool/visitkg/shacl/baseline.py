"""Results that are known already: a baseline counts them and fails only what is new.

A baseline is a text file with one result a line, in order, so that a diff shows what came and went:
the fingerprint, and behind a tab what it was, for people.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from visitkg.errors import InputError, Position
from visitkg.graph.source import read_bytes
from visitkg.shacl.excerpt import read_lines
from visitkg.shacl.fingerprint import fingerprints
from visitkg.shacl.path import render_path
from visitkg.shacl.result import component_name

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from visitkg.shacl.result import ValidationReport, ValidationResult

HEADER: Final = "# Known results of visitkg validate; written by --update-baseline.\n"
_ENTRY: Final = re.compile(r"([0-9a-f]{16})(?:\t(.*))?")


def read_baseline(path: Path) -> Mapping[str, str]:
    """Return what each known fingerprint was; raise InputError if the file can't be understood."""
    data = read_bytes(path)
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        raise _broken(path, None) from error
    entries: dict[str, str] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        match = _ENTRY.fullmatch(line)
        if match is None:
            raise _broken(path, number)
        entries[match[1]] = match[2] or match[1]
    return entries


def _broken(path: Path, line: int | None) -> InputError:
    return InputError(
        "this is no line of a baseline",
        position=Position(str(path), line),
        remedy="Write the file anew with --update-baseline.",
    )


def write_baseline(report: ValidationReport) -> str:
    """Return the text of a baseline that knows of all results of a report."""
    results = [*report.results, *report.known]
    entries = sorted(zip(map(_describe, results), _fingerprints(report, results), strict=True))
    return HEADER + "".join(f"{fingerprint}\t{text}\n" for text, fingerprint in entries)


def apply_baseline(report: ValidationReport, baseline: Mapping[str, str]) -> ValidationReport:
    """Return the report with the results that the baseline knows of set apart.

    Its entries that no result matches are told as stale. ``sh:conforms`` stays what it is: a known
    result is a result.
    """
    prints = _fingerprints(report, report.results)
    present = set(prints)
    pairs = list(zip(report.results, prints, strict=True))
    return replace(
        report,
        results=tuple(result for result, found in pairs if found not in baseline),
        known=tuple(result for result, found in pairs if found in baseline),
        stale=tuple(text for entry, text in baseline.items() if entry not in present),
    )


def set_apart(report: ValidationReport, earlier: ValidationReport) -> ValidationReport:
    """Return the report with the results that an earlier one has too set apart as known."""
    prints = set(_fingerprints(earlier, earlier.results))
    return replace(apply_baseline(report, dict.fromkeys(prints, "")), stale=())


def _fingerprints(report: ValidationReport, results: Sequence[ValidationResult]) -> list[str]:
    places = [place for result in results for place in (result.position, result.shape_position)]
    lines = read_lines(places, report.texts)
    return fingerprints(results, lambda path, line: lines.get((path, line)))


def _describe(result: ValidationResult) -> str:
    """Return what a result is about on one line, without what changes when lines move."""
    focus = str(result.focus_node) if str(result.focus_node)[:2] != "_:" else "[]"
    path = "" if result.result_path is None else f" {render_path(result.result_path)}"
    message = next((message.value for message in result.messages), "")
    text = f"{component_name(result)} {focus}{path} {message}"
    return " ".join(text.split())
