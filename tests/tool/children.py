"""The processes that this one has started and not waited for."""

from __future__ import annotations

import os
import subprocess
from contextlib import suppress
from pathlib import Path

from tests.tool.need import need_program


def find_children() -> set[int]:
    """Return their numbers, those of processes included that ended and left their code."""
    if Path("/proc/self/stat").exists():
        found = set()
        for file in Path("/proc").glob("[0-9]*/stat"):
            # What ended in between has no file any more.
            with suppress(OSError):
                # The name of a program may hold spaces and parentheses.
                parent = int(file.read_text("utf-8", "replace").rpartition(")")[2].split()[1])
                if parent == os.getpid():
                    found.add(int(file.parent.name))
        return found
    command = [need_program("ps"), "-A", "-o", "pid=,ppid="]
    listed = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    pairs = (map(int, line.split()) for line in listed.communicate()[0].splitlines())
    return {pid for pid, parent in pairs if parent == os.getpid()} - {listed.pid}
