"""A revision in git, found by the name that the user gives it: https://git-scm.com/docs."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from visitkg.errors import InputError, Position

_SETTINGS: Final = {
    "core.fsmonitor": "false",
    "core.sparseCheckout": "false",
    "core.splitIndex": "false",  # it would put a part of the index into the repository
}
_OF_A_HOOK: Final = frozenset(
    {
        "GIT_COMMON_DIR",
        "GIT_DIR",
        "GIT_IMPLICIT_WORK_TREE",
        "GIT_INDEX_FILE",
        "GIT_PREFIX",
        "GIT_WORK_TREE",
    }
)
"""By these git tells a hook of the repository it runs in, which need not be the one meant."""


@dataclass(frozen=True, slots=True)
class Revision:
    """A commit as the user named it, with the top folder of its working tree."""

    name: str
    commit: str
    top: Path

    def inside(self, path: Path) -> str | None:
        """Return the path from the top of the repository, or None if it lies outside."""
        resolved = path.resolve()
        return resolved.relative_to(self.top).as_posix() if self.holds(path) else None

    def holds(self, path: Path) -> bool:
        """Return whether a path, or what it links to, lies in the repository."""
        return path.resolve().is_relative_to(self.top)

    def ignores(self, path: Path) -> bool:
        """Return whether git is told to ignore a path, so that no revision has it."""
        return not run_git(
            self.top, "check-ignore", "--quiet", "--", str(path.resolve())
        ).returncode

    def run(
        self, *arguments: str, index: Path, names: bytes = b""
    ) -> subprocess.CompletedProcess[bytes]:
        """Run git with an index of its own; raise InputError if it fails."""
        done = run_git(self.top, *arguments, index=index, names=names)
        if done.returncode:
            raise InputError(
                f"git can't read the revision {self.name!r}: {_complaint(done)}",
                remedy="Look with git fsck whether the repository is whole.",
            )
        return done


def find_revision(name: str, path: Path) -> Revision:
    """Return the commit that a name means in the repository of a file or a folder.

    Raise InputError if there is no git, no repository or no such commit.
    """
    folder = path.resolve()
    done = run_git(folder if folder.is_dir() else folder.parent, "rev-parse", "--show-toplevel")
    if done.returncode:
        raise InputError(
            f"no revision to compare with: {_complaint(done)}",
            position=Position(str(path)),
            remedy="Name data that are kept in a git repository, or leave --changed-since out.",
        )
    top = Path(os.fsdecode(done.stdout.removesuffix(b"\n"))).resolve()
    done = _verify(top, name)
    if done.returncode:
        raise InputError(
            f"no revision {name!r} in the repository {top}", remedy=_suggest(name, top)
        )
    return Revision(name, done.stdout.decode().strip(), top)


def _verify(top: Path, name: str) -> subprocess.CompletedProcess[bytes]:
    commit = f"{name}^{{commit}}"
    return run_git(top, "rev-parse", "--verify", "--quiet", "--end-of-options", commit)


def _suggest(name: str, top: Path) -> str:
    """Return what to do about a revision that there is not."""
    if not _verify(top, f"refs/remotes/origin/{name}").returncode:
        return f"Did you mean 'origin/{name}'?"
    if run_git(top, "rev-parse", "--is-shallow-repository").stdout.strip() == b"true":
        return (
            "This clone holds the last commits only: get the others with git fetch --unshallow, "
            "or in a workflow with fetch-depth: 0 for actions/checkout."
        )
    return "Name a commit, a branch or a tag; git log shows the commits."


def run_git(
    folder: Path, *arguments: str, index: Path | None = None, names: bytes = b""
) -> subprocess.CompletedProcess[bytes]:
    """Run git in a folder, with another index if one is named, and ``names`` to read.

    Raise InputError if there is no git.
    """
    settings = [part for name, value in _SETTINGS.items() for part in ("-c", f"{name}={value}")]
    environment = {name: value for name, value in os.environ.items() if name not in _OF_A_HOOK}
    environment |= {"GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}
    if index is not None:
        environment["GIT_INDEX_FILE"] = str(index)
    try:
        return subprocess.run(  # noqa: S603  (paths, and a name that is marked as one)
            ["git", "-C", str(folder), *settings, *arguments],  # noqa: S607  (the user's own git)
            capture_output=True,
            check=False,
            env=environment,
            input=names,
        )
    except OSError as error:
        raise InputError(
            f"git can't be run: {error.strerror}",
            remedy="Install git, which --changed-since needs, or leave that out.",
        ) from error


def _complaint(done: subprocess.CompletedProcess[bytes]) -> str:
    """Return what git says is wrong: its first line, without the advice below."""
    lines = done.stderr.decode(errors="replace").strip().splitlines()
    told = next((line for line in lines if line.startswith(("fatal: ", "error: "))), None)
    return told.partition(": ")[2] if told else f"it exits with {done.returncode}"
