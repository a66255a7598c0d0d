"""Each RDF file can be read, and two parsers read the same from it.

Problem: A file that one parser accepts and another refuses, or from which the two read different
triples, breaks for somebody else's tools. An empty file, or one whose suffix nobody reads, passes
every other check unseen.

Solution: Mend what the message shows at the place that it names; delete an empty file; give a
file the suffix of its format, such as ``.ttl``.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from visitkg.check.outcome import Finding, Outcome, amount, finding_of
from visitkg.errors import InputError, Position
from visitkg.project import RDF_SUFFIXES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pyoxigraph

    from visitkg.check.subject import Subject
    from visitkg.graph.parse import Located

_OTHER_SUFFIXES: Final = frozenset({".csv", ".md", ".rq", ".txt"})
"""What lies beside RDF by right: questions, their answers, and text for people."""


def check_parse(subject: Subject) -> Outcome:
    """Read every RDF file with pyoxigraph and again with rdflib, and compare the graphs."""
    from visitkg.graph.parse import read_triples

    files = subject.all_files()
    findings: list[Finding] = list(_unread_files(subject))
    count = 0
    for path in files:
        try:
            triples = list(read_triples([path]))
            if not triples:
                findings.append(Finding("this file states nothing", Position(str(path))))
                continue
            findings.extend(_compare_parsers(path, triples))
        except InputError as error:
            findings.append(finding_of(error))
            continue
        count += len(triples)
    summary = f"{amount(count, 'triple')} in {amount(len(files), 'file')}, read by two parsers"
    return Outcome(summary, tuple(findings))


def _unread_files(subject: Subject) -> Iterator[Finding]:
    """Yield a warning for each file of the project's folders that no command reads."""
    known = RDF_SUFFIXES | _OTHER_SUFFIXES
    for folder in subject.folders():
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.suffix.lower() not in known and path.name[0] != ".":
                yield Finding(
                    f"this file is not read: nothing here knows the suffix {path.suffix!r}",
                    Position(str(path)),
                    "warning",
                )


def _compare_parsers(path: Path, triples: list[Located]) -> Iterator[Finding]:
    """Yield what the second parser refuses or reads otherwise."""
    first = _canonical({located.triple for located in triples})
    try:
        second = _canonical(_read_with_rdflib(path))
    except Exception as error:  # noqa: BLE001  (rdflib's parsers raise exceptions of many kinds)
        reason = str(error).strip().splitlines() or [type(error).__name__]
        yield Finding(f"rdflib refuses what pyoxigraph accepts: {reason[0]}", Position(str(path)))
        return
    for name, only in (("pyoxigraph", first - second), ("rdflib", second - first)):
        if only:
            example = min(str(triple) for triple in only)
            yield Finding(
                f"only {name} reads {amount(len(only), 'triple')} of it, such as {example}",
                Position(str(path), _line_of(example, triples)),
            )


def _canonical(triples: set[pyoxigraph.Triple]) -> set[pyoxigraph.Triple]:
    """Return the triples with the labels of RDFC-1.0 for their blank nodes."""
    from pyoxigraph import CanonicalizationAlgorithm, Dataset, Quad

    dataset = Dataset(Quad(*triple) for triple in triples)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return {quad.triple for quad in dataset}


def _read_with_rdflib(path: Path) -> set[pyoxigraph.Triple]:
    # rdflib is the second judge of this check alone; its import takes a tenth of a second.
    import pyoxigraph
    import rdflib

    from visitkg.graph.source import read_source

    source = read_source(path)
    dataset = rdflib.Dataset()
    with _literals_as_written():
        dataset.parse(data=source.data, format=source.format.media_type, publicID=source.base_iri)
        text = dataset.serialize(format="nquads", encoding="utf-8")
    return {quad.triple for quad in pyoxigraph.parse(text, pyoxigraph.RdfFormat.N_QUADS)}


@contextmanager
def _literals_as_written() -> Iterator[None]:
    """Keep rdflib from rewriting literals, and from speaking of those that it can't convert."""
    import logging
    import warnings

    import rdflib

    logger = logging.getLogger("rdflib.term")
    before = rdflib.NORMALIZE_LITERALS, logger.level
    rdflib.NORMALIZE_LITERALS = False
    logger.setLevel(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        rdflib.NORMALIZE_LITERALS = before[0]
        logger.setLevel(before[1])


def _line_of(example: str, triples: list[Located]) -> int | None:
    return next((item.line for item in triples if str(item.triple) == example), None)
