"""Results that are known already: a file of them, of which each line is a JSON object.

The objects have ``fingerprint``, by which a result is known again, and for those who read the file
``file`` (from the folder of the baseline), ``focus``, ``path``, ``value`` and ``message``. There
are no line numbers: what merely moves changes nothing, and two branches that each change a baseline
can be merged.
"""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from visitkg.errors import InputError, Position
from visitkg.shacl.excerpt import read_lines
from visitkg.shacl.fingerprint import fingerprints, name_iri, places_to_read
from visitkg.shacl.report_json import escape_surrogates
from visitkg.shacl.report_message import choose_message
from visitkg.shacl.report_wording import Wording, place_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from visitkg.shacl.result import ValidationReport, ValidationResult

_FILE_IRI: Final = re.compile(r"(?<=<)file://[^<>]*(?=>)")
_FINGERPRINT: Final = re.compile(r"[0-9a-f]{16}")
_REMEDY: Final = (
    "A baseline is written by --update-baseline; mend the line, or delete the file and write it "
    "anew."
)


@dataclass(frozen=True, slots=True)
class Baseline:
    """The entries of a file by their fingerprints."""

    path: Path
    entries: Mapping[str, Mapping[str, object]]

    def missing(
        self, prints: Collection[str], files: Iterable[Path | str]
    ) -> Iterator[tuple[Mapping[str, object], bool]]:
        """Yield the entries that no fingerprint matches, and whether they are stale.

        An entry is stale if its file is one of ``files``, those that were looked at, or is no more.
        """
        folder = self.path.parent
        looked_at = {name_file(str(path), folder) for path in files}
        for fingerprint, entry in self.entries.items():
            if fingerprint not in prints:
                file = entry.get("file")
                there = isinstance(file, str) and (folder / file).exists()
                yield entry, not there or file in looked_at


def read_baseline(path: Path) -> Baseline:
    """Return the baseline in a file; entries that are there twice, as after a merge, count once.

    Raise InputError if the file is missing or not readable, and for a line that is no entry.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise InputError(
            "no such baseline",
            position=Position(str(path)),
            remedy="Write it with --update-baseline, or check the spelling.",
        ) from error
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise InputError(
            f"this baseline can't be read: {reason}", position=Position(str(path)), remedy=_REMEDY
        ) from error
    lines = enumerate(text.split("\n"), start=1)
    entries = [
        _read_entry(line, Position(str(path), number)) for number, line in lines if line.strip()
    ]
    return Baseline(path, {str(entry["fingerprint"]): entry for entry in entries})


def _read_entry(line: str, position: Position) -> Mapping[str, object]:
    try:
        entry: Any = json.loads(line)
    except json.JSONDecodeError as error:
        raise InputError(
            f"this is no JSON: {error.msg}",
            position=replace(position, column=error.colno),
            source=line,
            remedy=_REMEDY,
        ) from error
    fingerprint = entry.get("fingerprint") if isinstance(entry, dict) else None
    if not isinstance(fingerprint, str) or not _FINGERPRINT.fullmatch(fingerprint):
        raise InputError(
            "no entry of a baseline: it has no fingerprint of 16 hexadecimal digits",
            position=position,
            source=line,
            remedy=_REMEDY,
        )
    found: Mapping[str, object] = entry
    return found


def render_baseline(
    report: ValidationReport,
    prefixes: Mapping[str, str],
    path: Path,
    *,
    kept: Iterable[Mapping[str, object]] = (),
) -> str:
    """Return the text of a baseline at a path that knows all results, in a fixed order.

    ``kept`` are further entries, such as those on files that were not looked at.
    """
    results = [*report.results, *report.known]
    wording = Wording(report, prefixes)
    folder = path.parent
    prints = fingerprint_results(results, report, root=folder)
    entries: list[Mapping[str, object]] = [
        {"fingerprint": fingerprint, **_describe(result, wording, folder)}
        for fingerprint, result in zip(prints, results, strict=True)
    ]
    entries = sorted([*entries, *kept], key=_order)
    lines = [json.dumps(entry, ensure_ascii=False) for entry in entries]
    return escape_surrogates("".join(f"{line}\n" for line in lines))


def _describe(result: ValidationResult, wording: Wording, folder: Path) -> dict[str, str]:
    place, path, value = place_of(result), result.result_path, result.value_node
    parts = {
        "file": name_file(place.path, folder) if place else None,
        "focus": wording.term(result.focus_node),
        "path": None if path is None else wording.path(path),
        "value": None if value in (None, result.focus_node) else wording.term(value),
        "message": choose_message(result, wording),
    }
    return {
        name: _FILE_IRI.sub(lambda match: name_iri(match[0], folder), part)
        for name, part in parts.items()
        if part is not None
    }


def _order(entry: Mapping[str, object]) -> list[str]:
    names = ("file", "focus", "path", "value", "message", "fingerprint")
    return [str(entry.get(name, "")) for name in names]


def name_file(path: str, folder: Path) -> str:
    """Return a file as it is named from the folder of the baseline, the same on every machine."""
    if path.startswith("<"):
        return path
    try:
        return Path(os.path.relpath(path, folder)).as_posix()
    except ValueError:  # on another drive
        return path


def fingerprint_results(
    results: Iterable[ValidationResult],
    report: ValidationReport,
    *,
    root: Path | None = None,
    copies: Mapping[str, str] | None = None,
) -> list[str]:
    """Return the fingerprints of a report's results, with the lines read that they need.

    ``copies`` names the files to read in the place of those that the results name.
    """
    results = list(results)
    copies = copies or {}
    places = [
        replace(place, path=copies.get(place.path, place.path)) for place in places_to_read(results)
    ]
    lines = read_lines(places, report.texts)
    return fingerprints(
        results, lambda path, line: lines.get((copies.get(path, path), line)), root=root
    )


def apply_baseline(
    report: ValidationReport, baseline: Baseline, files: Iterable[Path | str]
) -> ValidationReport:
    """Return the report with the results that the baseline has among those that are known.

    Told as stale are the entries that no result matches though their file, one of ``files``, was
    looked at, or is no more.
    """
    results = [*report.results, *report.known]
    prints = fingerprint_results(results, report, root=baseline.path.parent)
    missing = baseline.missing(set(prints), files)
    told = [_tell(entry) for entry, is_stale in missing if is_stale]
    marked = mark_known(report, prints, baseline.entries.keys())
    return replace(marked, stale=(*report.stale, *told))


def update_baseline(
    report: ValidationReport,
    prefixes: Mapping[str, str],
    path: Path,
    files: Iterable[Path | str],
) -> str:
    """Return the text of a baseline at a path that knows all results of a report.

    Of a baseline that is there already, entries on files that were not looked at are kept. Raise
    InputError if what is there is no baseline.
    """
    if not path.exists():
        return render_baseline(report, prefixes, path)
    results = [*report.results, *report.known]
    prints = set(fingerprint_results(results, report, root=path.parent))
    missing = read_baseline(path).missing(prints, files)
    kept = [entry for entry, is_stale in missing if not is_stale]
    return render_baseline(report, prefixes, path, kept=kept)


def _tell(entry: Mapping[str, object]) -> str:
    """Return what people are told of an entry: file, focus node, path, value and message."""
    parts = [entry.get(name) for name in ("focus", "path", "value")]
    told = (entry.get("file"), " ".join(str(part) for part in parts if part), entry.get("message"))
    return ": ".join(str(part) for part in told if part) or str(entry["fingerprint"])


def mark_known(
    report: ValidationReport, prints: Iterable[str], known: Collection[str]
) -> ValidationReport:
    """Return the report with the results moved to the known ones whose fingerprint is ``known``.

    ``prints`` are the fingerprints of its results, then of those that are known already.
    """
    results = [*zip(report.results, prints, strict=False)]
    return replace(
        report,
        results=tuple(result for result, fingerprint in results if fingerprint not in known),
        known=(
            *report.known,
            *(result for result, fingerprint in results if fingerprint in known),
        ),
    )
