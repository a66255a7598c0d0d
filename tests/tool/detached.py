"""A program that is no child of the tests: some of them count the children that are left."""

from __future__ import annotations

import os
import signal
import subprocess
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from tests.tool.need import need_program

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_LONGEST: Final = "1800"
"""Seconds after which a program ends by itself, should a worker have been killed."""

_SCRIPT: Final = 'setsid timeout "$@" </dev/null >"$LOG" 2>&1 & echo $!'


def start(command: Sequence[str], folder: Path, log: Path) -> int:
    """Start a program in a folder; return the number of its process, which leads a group."""
    need_program("timeout")
    done = subprocess.run(
        [need_program("sh"), "-c", _SCRIPT, "sh", _LONGEST, *command],
        env={**os.environ, "LOG": str(log)},
        stdout=subprocess.PIPE,
        cwd=folder,
        text=True,
        check=True,
    )
    return int(done.stdout)


def runs(pid: int) -> bool:
    """Return whether a process that was started runs still."""
    with suppress(ProcessLookupError):
        os.kill(pid, 0)
        return True
    return False


def end(pid: int) -> None:
    """End a program and what it has started."""
    with suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)
