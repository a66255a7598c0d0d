"""What is held in memory and served: the graph of a project, or that of some files."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Final

import pyoxigraph

from visitkg import __version__
from visitkg.errors import InputError, Position
from visitkg.graph.load import load_store
from visitkg.project import rdf_files
from visitkg.sparql.declared import declared_prefixes
from visitkg.sparql.run import with_canonical_labels
from visitkg.sparql.skeleton import Preparer

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from pyoxigraph import Store

    from visitkg.project import Project
    from visitkg.serve.limits import Limits

LOCAL_BASE: Final = "http://localhost/"
"""What relative IRIs in queries on named files are relative to: the protocol wants something."""


class CanonicalCopy:
    """The copy of a store that doesn't change, with canonical labels of blank nodes, made once."""

    def __init__(self) -> None:
        self._copy: Store | None = None

    def __call__(self, store: Store) -> Store:
        """Return the copy, which is made the first time."""
        if self._copy is None:
            self._copy = with_canonical_labels(store)
        return self._copy


@dataclass(frozen=True, slots=True)
class Holding:
    """A graph that doesn't change while it is served.

    ``project`` is None where files were named instead: there are then no questions and no site.
    ``digest`` is that of all files, in hexadecimal digits: another one means other answers.
    ``preparer`` makes queries ready to run on the store; ``canonical`` is for answers with blank
    nodes, and costs nothing before one is given.
    """

    name: str
    project: Project | None
    files: tuple[Path, ...]
    store: Store
    prefixes: Mapping[str, str]
    base_iri: str | None
    digest: str
    preparer: Preparer
    canonical: CanonicalCopy


@dataclass(frozen=True, slots=True)
class Serving:
    """What is held, the limits within which it is served, and the path in front of all of it."""

    holding: Holding
    limits: Limits
    mount: str = ""


def hold(project: Project, named: Sequence[Path] = ()) -> Holding:
    """Return what there is to serve: the named files, else the project's ontology and data.

    Raise InputError for a file that can't be read, and if all of them state nothing.
    """
    if named:
        files = tuple(path for each in named for path in rdf_files(each))
        store = load_store(files)
        if not len(store):
            raise InputError(
                "no triple in the data to serve",
                position=Position(str(files[0])),
                remedy="Name files that state something.",
            )
        prefixes = {**declared_prefixes(files), **project.all_prefixes()}
        name = named[0].resolve().name
        preparer = Preparer(prefixes, LOCAL_BASE)
        digest = digest_files(files)
        canonical = CanonicalCopy()
        return Holding(name, None, files, store, prefixes, LOCAL_BASE, digest, preparer, canonical)
    files = tuple(served_files(project))
    store = load_store(project.graph_files())
    prefixes = project.all_prefixes()
    return Holding(
        project.name,
        project,
        files,
        store,
        prefixes,
        project.base,
        digest_files(files),
        Preparer(prefixes, project.base),
        CanonicalCopy(),
    )


def served_files(project: Project) -> list[Path]:
    """Return all files that answers depend on: graph, shapes, questions, and the configuration."""
    settings = [project.root / name for name in ("visitkg.toml", "pyproject.toml")]
    shapes = project.shape_files() if project.shapes.exists() else []
    questions = sorted(project.questions.glob("*")) if project.questions.is_dir() else []
    others = [path for path in (*questions, *settings) if path.is_file()]
    return [*project.graph_files(), *shapes, *others]


def digest_files(files: Iterable[Path]) -> str:
    """Return one digest of what files are called and hold, and of what reads them.

    Raise InputError for a file that can't be read.
    """
    whole = sha256(f"{__version__} {pyoxigraph.__version__}\0".encode())
    for path in files:
        try:
            data = path.read_bytes()
        except OSError as error:
            raise InputError(
                f"this file can't be read: {error.strerror}",
                position=Position(str(path)),
                remedy="Ask its owner, or change its mode with chmod.",
            ) from error
        whole.update(f"{path}\0{len(data)}\0".encode())
        whole.update(data)
    return whole.hexdigest()[:32]
