"""How a local validation within a limit of memory grows: time and memory by the number of triples.

    python bench/scale.py --workload DIR --sizes 1M,10M,100M

A folder holds ``data-1M.nt`` and so on, and one ``shapes*.ttl``; a size that it lacks is made from
the next smaller one, whose nodes get new names in each copy. Without a folder, ``library`` of
``workload.py`` is made in a temporary one. Beside each validation runs, right before it, the floor:
pyoxigraph parses the same file and forgets the triples. Memory is that of all processes together,
what they share counted once (PSS), looked at several times a second. Linux alone.
"""

from __future__ import annotations

import argparse
import math
import os
import re
import subprocess
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import workload

from visitkg.graph.spill import read_limit

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_MOST: Final = 4.0
"""Goal: no more than so many times what parsing alone takes."""
_LIMITS: Final = ((1_000_000, "1GiB"), (10_000_000, "2GiB"), (math.inf, "8GiB"))
"""What is allowed up to so many triples."""
_GIB: Final = 1 << 30
_EVERY: Final = 0.2
_BLOCK: Final = 1 << 24
_PARSE: Final = (
    "import sys, pyoxigraph\n"
    "for _ in pyoxigraph.parse(path=sys.argv[1], format=pyoxigraph.RdfFormat.N_TRIPLES): pass\n"
)
_NAME: Final = re.compile(rb"<(https?://[^<>\s]*/(?:data|library)/)(?=[^<>]*[0-9][^<>]*>)")
"""The beginning of the name of what is a node of its own in each copy: one with a number."""


class Measured(NamedTuple):
    """What one size took: seconds, bytes, and the exit code with the last line of the report."""

    size: int
    limit: str
    floor: float
    seconds: float
    memory: int
    code: int
    told: str


def main() -> int:
    """Measure each size, print the table, and with ``--check`` exit with 1 if a goal is missed."""
    options = _read_options()
    rows: list[Measured] = []
    with tempfile.TemporaryDirectory() as folder:
        for size, data, shapes in _provide(options, Path(folder)):
            rows.append(_measure(size, data, shapes, options.memory or _limit_for(size)))
            print(*_render([rows[-1]], header=len(rows) == 1), sep="\n", flush=True)
    for before, after in pairwise(rows):
        growth = math.log(after.seconds / before.seconds) / math.log(after.size / before.size)
        name = workload.name_size
        print(
            f"\nFrom {name(before.size)} to {name(after.size)} time grows by exponent {growth:.2f}."
        )
    missed = [miss for row in rows for miss in _misses(row)]
    print(*(f"\n- {'MISSED: ' + miss}" for miss in missed), sep="")
    return int(options.check and bool(missed))


def _read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--workload", type=Path, help="a folder with data and shapes")
    parser.add_argument("--sizes", default="1M,10M", help="numbers of triples, the least first")
    parser.add_argument("--memory", help="the limit for all sizes, instead of one for each")
    parser.add_argument("--check", action="store_true", help="exit with 1 if a goal is missed")
    options = parser.parse_args()
    options.sizes = sorted(map(workload.read_size, options.sizes.split(",")))
    return options


def _limit_for(size: int) -> str:
    return next(limit for most, limit in _LIMITS if size <= most)


def _provide(options: argparse.Namespace, folder: Path) -> Iterator[tuple[int, Path, Path]]:
    """Yield each size with its data and shapes."""
    if options.workload is None:
        for size, case in workload.provide("library", options.sizes, folder):
            yield size, case.data[".nt"], case.shapes
        return
    shapes = next(options.workload.glob("shapes*.ttl"))
    before: tuple[int, Path] | None = None
    for size in options.sizes:
        data = options.workload / f"data-{workload.name_size(size)}.nt"
        if not data.exists():
            if before is None:
                raise SystemExit(f"{data}: no such file")
            _repeat(before[1], data, size // before[0])
        before = size, data
        yield size, data, shapes


def _repeat(source: Path, target: Path, times: int) -> None:
    """Write a file so many times into another, with other nodes each time."""
    part = target.with_suffix(".part")
    with part.open("wb") as out:
        for number in range(times):
            for block in _read_blocks(source):
                out.write(_rename(block, number) if number else block)
    part.rename(target)


def _read_blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            yield block + file.readline()


def _rename(block: bytes, number: int) -> bytes:
    return _NAME.sub(rb"<\g<1>%d/" % number, block).replace(b"_:", b"_:c%d" % number)


def _measure(size: int, data: Path, shapes: Path, limit: str) -> Measured:
    begin = time.perf_counter()
    subprocess.run([sys.executable, "-c", _PARSE, str(data)], check=True)
    floor = time.perf_counter() - begin
    command = [sys.executable, "-m", "visitkg", "validate", str(data), "--shapes", str(shapes)]
    with tempfile.TemporaryFile() as report:
        begin = time.perf_counter()
        process = subprocess.Popen(
            [*command, "--memory", limit], stdout=report, stderr=subprocess.STDOUT
        )
        memory = 0
        while process.poll() is None:
            memory = max(memory, _memory_of(process.pid))
            time.sleep(_EVERY)
        seconds = time.perf_counter() - begin
        report.seek(0)
        told = report.read().decode().rstrip().rpartition("\n")[2]
    return Measured(size, limit, floor, seconds, memory, process.returncode, told)


def _memory_of(process: int) -> int:
    """Return the bytes that a process and those that it began take, shared ones counted once."""
    total = 0
    try:
        rollup = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii")
        total = 1024 * int(re.search(r"^Pss: +([0-9]+)", rollup, re.MULTILINE)[1])  # type: ignore[index]  # each has it
        children = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii")
    except (OSError, TypeError):
        # It has just ended.
        return total
    return total + sum(_memory_of(int(child)) for child in children.split())


def _render(rows: Sequence[Measured], *, header: bool) -> Iterator[str]:
    if header:
        yield f"{os.cpu_count()} processors, Python {sys.version.split()[0]}\n"
        yield "| triples | parse s | validate s | times | s/M | allowed | GiB | report |"
        yield "| ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |"
    for row in rows:
        yield (
            f"| {workload.name_size(row.size)} | {row.floor:.1f} | {row.seconds:.1f} | "
            f"{row.seconds / row.floor:.1f} | {row.seconds / row.size * 1e6:.2f} | {row.limit} | "
            f"{row.memory / _GIB:.2f} | {row.told} |"
        )


def _misses(row: Measured) -> Iterator[str]:
    """Yield which goals a size misses."""
    name = workload.name_size(row.size)
    if row.code not in (0, 1):
        yield f"{name}: exit code {row.code}"
    if row.seconds > _MOST * row.floor:
        yield f"{name}: {row.seconds / row.floor:.1f} times what parsing takes, at most {_MOST}"
    if row.memory > read_limit(row.limit):
        yield f"{name}: {row.memory / _GIB:.2f} GiB, at most {row.limit}"


if __name__ == "__main__":
    raise SystemExit(main())
