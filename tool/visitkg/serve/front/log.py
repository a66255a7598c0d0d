"""The access log: one object of JSON a line."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from visitkg.errors import InputError, Position

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_ENCODER: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_MODE: Final = 0o640


class Log:
    """A file that lines are added to, each in one write; ``lost`` counts those that could not be.

    A line that can't be written, on a full disk, is lost, and the server goes on.
    """

    def __init__(self, descriptor: int | None, path: Path | None = None) -> None:
        self.lost = 0
        self._path = path
        self._descriptor = descriptor

    @property
    def is_open(self) -> bool:
        """Return whether lines go anywhere."""
        return self._descriptor is not None

    def write(self, line: Mapping[str, str | float]) -> None:
        """Add a line."""
        if self._descriptor is None:
            return
        try:
            os.write(
                self._descriptor,
                f"{_ENCODER.encode({'time': _now(), **line})}\n".encode(errors="replace"),
            )
        except OSError:
            self.lost += 1

    def reopen(self) -> None:
        """Open the file anew, for it may have been moved aside."""
        if self._path is not None and self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = _open(self._path)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def open_log(path: Path | None, standard_output: int) -> Log:
    """Return the log at a path, ``-`` for standard output, None for no log.

    Raise InputError if the file can't be written.
    """
    if path is None:
        return Log(None)
    if str(path) == "-":
        return Log(standard_output)
    return Log(_open(path), path)


def _open(path: Path) -> int:
    try:
        return os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, _MODE)
    except OSError as error:
        raise InputError(
            f"the log can't be written: {error.strerror}",
            position=Position(str(path)),
            remedy="Name a file in a folder that you may write to, or - for standard output.",
        ) from error
