"""A limit of memory, and the files without a name in which lies what would go beyond it.

A file without a name is gone when the process ends, however it ends.
"""

from __future__ import annotations

import errno
import io
import os
import re
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, Final, cast

from visitkg.errors import InputError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

_SIZE: Final = re.compile(r"([0-9]+(?:\.[0-9]+)?) ?(?:([KMGT])(i?)B?|B)?", re.IGNORECASE)
_POWERS: Final = {"K": 1, "M": 2, "G": 3, "T": 4}
_LEAST: Final = 1 << 26
"""Python with numpy takes most of so much before it has read anything."""
_BESIDE: Final = 8
"""One in so many parts of the memory is left to a process beside this one."""
_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


@dataclass(frozen=True, slots=True)
class Spill:
    """So many bytes of memory may be taken; what else there is goes to temporary files."""

    limit: int

    def open(self) -> BinaryIO:
        """Return a new temporary file that has no name, and is closed when nobody has it."""
        with tempfile.TemporaryFile(buffering=0, prefix="visitkg-") as file:
            return cast("BinaryIO", _Unnamed(os.dup(file.fileno()), "r+b"))


class _Unnamed(io.FileIO):
    """A file that needs no closing."""

    def __del__(self) -> None:
        self.close()


def write_whole(file: BinaryIO, data: bytes | memoryview) -> None:
    """Write all of some bytes to an unbuffered file, which may take some of them at a time."""
    rest = memoryview(data)
    while rest.nbytes:
        rest = rest[file.write(rest) :]


def read_limit(text: str) -> int:
    """Return the bytes of a size such as ``2GiB``, ``500 MB`` or ``1.5G``; raise UsageError."""
    match = _SIZE.fullmatch(text.strip())
    if match is None:
        raise UsageError(
            f"{text!r} is not an amount of memory", remedy="Write it like 2GiB, 500MB or 1.5G."
        )
    number, power, binary = match.groups()
    base = 1000 if power and not binary and text.strip().upper().endswith("B") else 1024
    size = int(float(number) * base ** _POWERS[power.upper()]) if power else int(float(number))
    if size < _LEAST:
        raise UsageError(
            f"{text.strip()} of memory is too little to begin with",
            remedy=f"Allow {_LEAST >> 20}MiB at least.",
        )
    return size


@contextmanager
def within(spill: Spill | None) -> Iterator[None]:
    """Let this process take no more memory than the limit; raise InputError if that is too little.

    The same for a disk that is full. Where the system can't limit a process, nothing is limited.
    """
    if spill is None:
        yield
        return
    try:
        with _limited(spill.limit):
            yield
    except MemoryError as error:
        raise InputError(
            f"{name_size(spill.limit)} of memory is not enough for these data and shapes",
            remedy="Allow more by --memory, or validate fewer files at a time.",
        ) from error
    except OSError as error:
        if error.errno not in _FULL:
            raise
        raise InputError(
            f"there is no room for temporary files in {tempfile.gettempdir()}",
            remedy="Free some, or name another folder by the environment variable TMPDIR.",
        ) from error


def name_size(size: int) -> str:
    """Return a number of bytes as people write it."""
    for name, shift in (("GiB", 30), ("MiB", 20), ("KiB", 10)):
        if size >= 1 << shift:
            return f"{size / (1 << shift):.4g} {name}"
    return f"{size} bytes"


@contextmanager
def _limited(limit: int) -> Iterator[None]:
    """Let memory that isn't a file's grow to the limit; what is set aside but unused is free."""
    # Imported here, for what it sets aside has to be there: without, it ends the process.
    import numpy as np  # noqa: F401  (needed later)

    try:
        # Not every system has it.
        import resource
    except ImportError:
        yield
        return
    sizes = _read_status()
    if sizes is None:
        yield
        return
    before = resource.getrlimit(resource.RLIMIT_DATA)
    allowed = limit - limit // _BESIDE - sizes["RssAnon"] + sizes["VmData"]
    if before[1] != resource.RLIM_INFINITY:
        allowed = min(allowed, before[1])
    resource.setrlimit(resource.RLIMIT_DATA, (allowed, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, before)


def _read_status() -> dict[str, int] | None:
    """Return what Linux tells of this process's memory, in bytes by name; None elsewhere."""
    try:
        with open("/proc/self/status", encoding="ascii", errors="replace") as lines:  # noqa: PTH123  (no path of the project)
            pairs = (line.split()[:2] for line in lines if line.endswith(" kB\n"))
            sizes = {name.rstrip(":"): int(size) * 1024 for name, size in pairs}
    except OSError:
        return None
    return sizes if {"RssAnon", "VmData"} <= sizes.keys() else None
