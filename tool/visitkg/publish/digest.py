"""What a site is made from, as one digest: with the same, there is nothing to do."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph

from visitkg import __version__
from visitkg.graph.source import read_bytes
from visitkg.publish.content import published_files
from visitkg.publish.table.parquet import explain_missing
from visitkg.publish.versions import read_versions

if TYPE_CHECKING:
    from visitkg.project import Project


def digest_inputs(
    project: Project, home: str | None, previous: Path, *, release: bool = False
) -> str:
    """Return the digest of all files that a site is made from, and of the tool that makes it.

    Among them are the versions that lie in ``previous``.

    Raise InputError if one can't be read.
    """
    digest = sha256()
    settings = project.name, project.base, home, sorted(project.all_prefixes().items())
    others = read_versions(previous), release, explain_missing()
    for text in (__version__, pyoxigraph.__version__, repr(settings), repr(others)):
        digest.update(f"{text}\0".encode())
    questions = project.questions.iterdir() if project.questions.is_dir() else ()
    texts = (*questions, *(project.root / name for name in ("CHANGELOG.md", "CITATION.cff")))
    tool = Path(__file__).resolve().parents[1]
    for path in (
        *published_files(project),
        *sorted(path for path in texts if path.is_file()),
        *sorted(p for p in tool.rglob("*") if p.is_file() and p.suffix != ".pyc"),
    ):
        digest.update(f"{path}\0".encode())
        digest.update(sha256(read_bytes(path)).digest())
    return digest.hexdigest()
