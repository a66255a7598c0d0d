"""Each Turtle file is in canonical form.

Problem: Two files that say the same but are written differently make the difference between two
versions unreadable, and merges conflict over nothing.

Solution: Run ``visitkg format``. A comment below the first statement has no place in the form: say
it in a triple, such as skos:editorialNote.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitkg.check.outcome import Finding, Outcome, amount, finding_of, nothing
from visitkg.errors import InputError, Position

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from visitkg.check.subject import Subject


def check_format(subject: Subject) -> Outcome:
    """Compare each Turtle file with its canonical form."""
    files = [path for path in subject.all_files() if path.suffix.lower() == ".ttl"]
    if not files:
        return nothing("no Turtle file")
    prefixes = subject.project.all_prefixes()
    findings = [finding for path in files if (finding := _compare(path, prefixes))]
    return Outcome(f"{amount(len(files), 'Turtle file')}", tuple(findings))


def _compare(path: Path, prefixes: Mapping[str, str]) -> Finding | None:
    from visitkg.graph.rewrite import first_difference, rewrite
    from visitkg.graph.source import read_bytes, read_source

    source = read_source(path)
    try:
        text = rewrite(source, prefixes)
    except InputError as error:
        return finding_of(error)
    line = first_difference(read_bytes(path), text)
    return Finding("not in canonical form", Position(str(path), line)) if line else None
