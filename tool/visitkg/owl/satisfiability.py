"""Whether files are consistent and each class can have a member, decided by HermiT.

HermiT is a complete reasoner for OWL DL. It comes with owlready2, of which nothing else is used,
and needs Java. Without them the report says why nothing was decided.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

import pyoxigraph
from pyoxigraph import NamedNode, RdfFormat, Triple

from visitkg.graph.parse import read_triples
from visitkg.graph.term import IriWriter
from visitkg.owl import vocabulary as owl
from visitkg.owl.clashes import Clash, Places
from visitkg.terms import COMMON_PREFIXES, OWL

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Outcome: TypeAlias = Literal["satisfiable", "unsatisfiable", "inconsistent", "not run"]

_IMPORTS: Final = NamedNode(OWL + "imports")
_CANARY: Final = "urn:visitkg:a-class-without-members"
"""HermiT answers "all is well" for what it can't read; so it has to find this class each time."""

_TIME_LIMIT: Final = 600.0


@dataclass(frozen=True, slots=True)
class SatisfiabilityReport:
    """What the reasoner decided, or with the outcome "not run" why it did not.

    ``unsatisfiable`` holds a clash for each class that can have no member. ``triples`` and
    ``classes`` count what was given to the reasoner.
    """

    outcome: Outcome
    reason: str
    unsatisfiable: tuple[Clash, ...]
    triples: int
    classes: int


def check_satisfiability(
    files: Iterable[Path],
    prefixes: Mapping[str, str] = COMMON_PREFIXES,
    *,
    time_limit: float = _TIME_LIMIT,
) -> SatisfiabilityReport:
    """Let HermiT decide about ``files`` taken together, within ``time_limit`` seconds.

    Imports are not followed. ``prefixes`` shorten the names in messages. Raise InputError for a
    file that can't be read.
    """
    located = list(read_triples(files))
    triples = {place.triple for place in located if place.triple.predicate != _IMPORTS}
    classes = {triple.subject for triple in triples if _declares_class(triple)}
    outcome, reason, found = _reason(triples, time_limit)
    places = Places(located, IriWriter(prefixes))
    return SatisfiabilityReport(
        outcome=outcome,
        reason=reason,
        unsatisfiable=tuple(
            places.clash("unsatisfiable", f"{places.name(class_)} can have no member", class_)
            for class_ in found
        ),
        triples=len(triples),
        classes=len(classes),
    )


def _declares_class(triple: Triple) -> bool:
    return (
        triple.predicate.value == owl.TYPE
        and triple.object == NamedNode(owl.CLASS)
        and isinstance(triple.subject, NamedNode)
    )


def _reason(triples: set[Triple], time_limit: float) -> tuple[Outcome, str, list[NamedNode]]:
    java, jar = shutil.which("java"), _find_hermit()
    if jar is None:
        return "not run", "HermiT is missing: install visitkg[reasoner]", []
    if java is None:
        return "not run", "HermiT needs Java, and no java is on the path", []
    canary = NamedNode(_CANARY)
    extra = {
        Triple(canary, NamedNode(owl.TYPE), NamedNode(owl.CLASS)),
        Triple(canary, NamedNode(owl.SUB_CLASS_OF), NamedNode(owl.NOTHING)),
    }
    with tempfile.TemporaryDirectory(prefix="visitkg-") as folder:
        # HermiT reads no Turtle of today, but N-Triples.
        path = Path(folder) / "graph.nt"
        pyoxigraph.serialize(triples | extra, path, format=RdfFormat.N_TRIPLES)
        try:
            answer = _ask(java, jar, path, time_limit)
        except subprocess.TimeoutExpired:
            return "not run", f"HermiT was stopped after {time_limit:g} seconds", []
        except OSError as error:
            return "not run", f"Java can't be started: {error.strerror}", []
    return _read_answer(answer)


def _find_hermit() -> Path | None:
    """Return HermiT's archive as it comes with owlready2, without importing that."""
    spec = find_spec("owlready2")
    folders = (spec.submodule_search_locations or ()) if spec else ()
    jars = (Path(folder) / "hermit" / "HermiT.jar" for folder in folders)
    return next((jar for jar in jars if jar.is_file()), None)


def _ask(java: str, jar: Path, path: Path, time_limit: float) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603  (the command is ours; only the file's content is foreign)
        [
            java,
            "-Dfile.encoding=UTF-8",
            "-Dstdout.encoding=UTF-8",
            "-cp",
            str(jar),
            "org.semanticweb.HermiT.cli.CommandLine",
            "--unsatisfiable",
            "--no-prefixes",
            "--ignoreUnsupportedDatatypes",
            path.as_uri(),
        ],
        capture_output=True,
        check=False,
        encoding="utf-8",
        errors="replace",
        stdin=subprocess.DEVNULL,
        timeout=time_limit,
    )


def _read_answer(
    answer: subprocess.CompletedProcess[str],
) -> tuple[Outcome, str, list[NamedNode]]:
    if "InconsistentOntologyException" in answer.stderr:
        return "inconsistent", "HermiT finds that the files contradict themselves", []
    # The answer is a heading, then one class a line, each after a tab.
    lines = [line.strip() for line in answer.stdout.splitlines() if line.startswith("\t")]
    if _CANARY not in lines:
        complaint = next(iter((answer.stderr or answer.stdout).strip().splitlines()), "no answer")
        return "not run", f"HermiT gave up: {complaint}", []
    found = sorted(line for line in lines if line not in {_CANARY, owl.NOTHING})
    outcome: Outcome = "unsatisfiable" if found else "satisfiable"
    return outcome, "", [NamedNode(iri) for iri in found]
