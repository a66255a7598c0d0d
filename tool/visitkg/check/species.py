"""Ontology and data together are OWL 1 Lite, strictly.

Problem: A triple outside the species closes the graph to the reasoners that were chosen for it;
one is enough, and nothing else notices it.

Solution: Each message names the rule of the recommendation and what to write instead. What can't
be said within the species belongs in a file that the setting outside-lite lists.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from visitkg.check.outcome import Finding, Outcome, amount, finding_of
from visitkg.errors import InputError, Position

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from visitkg.check.subject import Subject
    from visitkg.graph.parse import Located
    from visitkg.owl.rule import Offence

_PUBLISHER: Final = "http://www.w3.org/"
_RELATIVE: Final = "no scheme found in an absolute IRI"


def check_species(subject: Subject) -> Outcome:
    """Find the species of all files taken together, and every triple that keeps them from Lite."""
    from visitkg.owl import species

    files = subject.lite_files()
    triples: list[Located] = []
    warnings: list[Finding] = []
    for path in files:
        stated, resolved = _read(path)
        triples.extend(stated)
        warnings.extend(resolved)
    report = species.check_species(triples, subject.project.all_prefixes())
    if not report.triples:
        raise InputError(
            "no triple in the files that must be OWL Lite",
            position=Position(str(files[0])),
            remedy="Name files that state something.",
        )
    found = f"{amount(report.triples, 'triple')} in {amount(len(files), 'file')}"
    return Outcome(
        f"{found}: OWL 1 {report.species}",
        (*warnings, *(_finding(offence) for offence in report.offences)),
    )


def _read(path: Path) -> tuple[Sequence[Located], list[Finding]]:
    """Return what a file states, and a warning if its relative IRIs had to be resolved.

    N-Triples has no relative IRIs, but the documents of the W3C's OWL 1 test suite do: datatypes
    such as </2001/XMLSchema#int>. They are read as the addresses at the W3C that they were.
    """
    from visitkg.graph.parse import read_document

    try:
        return read_document(path).triples, []
    except InputError as error:
        if path.suffix.lower() != ".nt" or error.message != _RELATIVE:
            raise
        first = finding_of(error)
    return _read_as_published(path), [
        Finding(
            f"relative IRIs, which N-Triples does not have, are read as of <{_PUBLISHER}>",
            first.position,
            "warning",
            first.detail,
        )
    ]


def _read_as_published(path: Path) -> Sequence[Located]:
    from pyoxigraph import RdfFormat

    from visitkg.graph.parse import parse_document
    from visitkg.graph.source import read_source

    source = replace(read_source(path), format=RdfFormat.TURTLE, base_iri=_PUBLISHER)
    return parse_document(source).triples


def _finding(offence: Offence) -> Finding:
    rule = f"{offence.message} [{offence.rule}, OWL {offence.section}]"
    if offence.located is None:
        return Finding(rule)
    return Finding(rule, Position(str(offence.located.path), offence.located.line))
