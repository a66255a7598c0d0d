"""The files of a revision in a temporary folder, written by git as it would check them out.

Neither the working tree nor the index of the repository is touched.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from posixpath import dirname, join, normpath
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from visitkg.errors import InputError, Position
from visitkg.graph.source import SUFFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from visitkg.shacl.revision import Revision

_RDF_SUFFIXES: Final = frozenset({*SUFFIXES, ".owl"})
_LINK: Final = "120000"
_SUBMODULE: Final = "160000"


@dataclass(frozen=True, slots=True)
class Tree:
    """A folder with files of a revision, which lie in it as they do in the repository."""

    revision: Revision
    folder: Path

    def find(self, paths: Iterable[Path]) -> list[Path]:
        """Return where those files and folders are that the revision has."""
        inside = [self.revision.inside(path) for path in paths]
        places = [self.folder / path for path in inside if path is not None]
        return [place for place in places if place.exists()]

    def origins(self) -> dict[Path, Path]:
        """Return for each file the one of the repository that it was."""
        return {
            path: self.revision.top / path.relative_to(self.folder)
            for path in self.folder.rglob("*")
            if path.is_file()
        }

    def find_or_keep(self, paths: Iterable[Path]) -> list[Path]:
        """Return the same, and those that no revision can have as they are.

        These lie outside the repository, or git is told to ignore them.
        """
        found: list[Path] = []
        for path in paths:
            kept = not self.revision.holds(path) or self.revision.ignores(path)
            found += [path] if kept else self.find([path])
        return found


@contextmanager
def check_out(revision: Revision, paths: Iterable[Path]) -> Iterator[Tree]:
    """Yield the revision's files at the paths, and what may be RDF below them.

    Links lead where they led; those that lead out of the repository are left out. Raise InputError
    if git can't read the revision, and if there are RDF files in a submodule.
    """
    with TemporaryDirectory(prefix="visitkg-") as temporary:
        folder = Path(temporary).resolve() / "tree"
        index = folder.with_name("index")
        revision.run("read-tree", revision.commit, index=index)
        modes = _read_modes(revision.run("ls-files", "--stage", "-z", index=index).stdout)
        inside = [revision.inside(path) for path in paths]
        waiting = {name for path in inside if path is not None for name in _choose(path, modes)}
        chosen: set[str] = set()
        while waiting:
            _refuse_submodules(revision, waiting, modes)
            names = b"".join(os.fsencode(name) + b"\0" for name in sorted(waiting))
            prefix = f"--prefix={folder}/"
            revision.run("checkout-index", "-z", "--stdin", prefix, index=index, names=names)
            chosen |= waiting
            targets = [_follow(folder, name) for name in waiting if modes[name] == _LINK]
            waiting = {name for path in targets if path for name in _choose(path, modes)} - chosen
        yield Tree(revision, folder)


def _read_modes(listing: bytes) -> dict[str, str]:
    """Return the mode of each file by its path."""
    records = [os.fsdecode(record).partition("\t") for record in listing.split(b"\0") if record]
    return {name: head.split()[0] for head, _, name in records}


def _choose(path: str, modes: Mapping[str, str]) -> Iterator[str]:
    """Yield the file at a path, or what may be RDF, or lead to it, below the path."""
    below = "" if path == "." else f"{path}/"
    for name, mode in modes.items():
        if name == path or (
            name.startswith(below) and (mode in (_LINK, _SUBMODULE) or _may_be_rdf(Path(name)))
        ):
            yield name


def _may_be_rdf(path: Path) -> bool:
    packed = path.suffix.lower() == ".gz"
    return (path.with_suffix("") if packed else path).suffix.lower() in _RDF_SUFFIXES


def _follow(folder: Path, name: str) -> str | None:
    """Return where a link leads within the repository; remove one that leads out of it."""
    link = folder / name
    if not link.is_symlink():
        return None
    target = normpath(join(dirname(name), link.readlink().as_posix()))
    if target.startswith("/") or target.split("/")[0] == "..":
        link.unlink()
        return None
    return target


def _refuse_submodules(revision: Revision, names: set[str], modes: Mapping[str, str]) -> None:
    """Leave submodules out; raise InputError if one holds RDF."""
    submodules = sorted(name for name in names if modes[name] == _SUBMODULE)
    for name in submodules:
        if any(map(_may_be_rdf, (revision.top / name).rglob("*"))):
            raise InputError(
                "this is a submodule, which has revisions of its own",
                position=Position(name),
                remedy="With --changed-since, name data of one repository.",
            )
    names.difference_update(submodules)
