"""A command that is run again whenever its files change."""

from __future__ import annotations

import sys
from time import perf_counter, sleep
from typing import TYPE_CHECKING, Final

import click

from visitkg.errors import InputError, VisitkgError
from visitkg.project import rdf_files

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path
    from typing import TypeAlias

    Stamp: TypeAlias = tuple[int, int, int]

_SECONDS: Final = 0.3
_SHARE: Final = 10
"""For so many times as long as looking takes, it rests: large folders would keep it busy."""
_CLEAR: Final = "\x1b[H\x1b[2J\x1b[3J"


def run_on_change(
    run: Callable[[], object], paths: Sequence[Path], written: Sequence[Path] = ()
) -> int:
    """Run at once and after each change of an RDF file among the paths; return 0 when interrupted.

    A mistake in a file is told and ends nothing. What the run has ``written`` is not
    looked at. Files are asked for their size and time, which serves on every file system, in
    containers and over a network too.
    """
    try:
        while True:
            # Looked at before the run: what changes meanwhile is not missed.
            seen = _look(paths, written)
            if sys.stdout is not None and sys.stdout.isatty():
                click.echo(_CLEAR, nl=False)
            try:
                run()
            except VisitkgError as error:
                click.echo(str(error), err=True)
            files = "1 file" if len(seen) == 1 else f"{len(seen):,} files"
            click.echo(f"Watching {files}; Ctrl-C ends.", err=True)
            while _rest_and_look(paths, written) == seen:
                pass
    except KeyboardInterrupt:
        return 0


def _rest_and_look(paths: Iterable[Path], written: Iterable[Path]) -> dict[Path, Stamp | None]:
    sleep(_SECONDS)
    begin = perf_counter()
    found = _look(paths, written)
    sleep(_SHARE * (perf_counter() - begin))
    return found


def _look(paths: Iterable[Path], written: Iterable[Path]) -> dict[Path, Stamp | None]:
    """Return what differs after a file was written, None for one that is missing."""
    files = [file for path in paths for file in _files(path)]
    ignored = {file.resolve() for file in written}
    return {file: _stamp(file) for file in files if not ignored or file.resolve() not in ignored}


def _files(path: Path) -> Sequence[Path]:
    """Return the RDF files of a folder, which may be none by now; of else, the path itself."""
    try:
        return rdf_files(path)
    except (OSError, InputError):
        return [path]


def _stamp(path: Path) -> Stamp | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_ino, status.st_size, status.st_mtime_ns
