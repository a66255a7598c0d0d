"""How long a validation takes as a whole process, side by side with others: see README.md.

Each command starts, reads the same data and shapes, validates, writes its report, and ends. All
take turns, so that a busy moment of the machine hits each alike. Whoever reports other results
than we, row by row, gets no time.
"""

from __future__ import annotations

import argparse
import os
import platform
import signal
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass, field
from itertools import islice
from math import inf
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Final, NamedTuple

import workload
from validate_peers import OURS, Missing, Validator, find_validators
from validate_rows import NoReportError, Row, read_rows, tell_difference
from validate_table import Measured, examine, render_table

_LAUNCHER: Final = """
import os, sys, time
begin = time.perf_counter()
process = os.posix_spawnp(sys.argv[2], sys.argv[2:], os.environ)
_, status, usage = os.wait4(process, 0)
seconds = time.perf_counter() - begin
with open(sys.argv[1], "w") as out:
    processor = usage.ru_utime + usage.ru_stime
    print(os.waitstatus_to_exitcode(status), seconds, usage.ru_maxrss, processor, file=out)
"""
"""Small, because Linux counts the memory of who starts a command as used by the command too."""
_KIBIBYTE: Final = 1 if sys.platform == "darwin" else 1024
"""The unit in which the system tells the most memory that a process had."""


class Run(NamedTuple):
    """How a command ended (``code`` is None if it was stopped), what it took, what it wrote.

    ``processor`` are the seconds for which it had a processor, rather than waited for one.
    """

    code: int | None
    seconds: float
    memory: int = 0
    written: bytes = b""
    last_words: str = ""
    processor: float = 0


@dataclass(slots=True)
class Contestant:
    """A command that has agreed with ours, how often it runs, and what its runs took."""

    name: str
    command: list[str]
    turns: int
    seconds: list[float] = field(default_factory=list)
    memory: int = 0


def _read_formats(text: str) -> list[str]:
    """Return the suffixes of the data; raise ValueError for one that there is not."""
    suffixes = [f".{name.removeprefix('.')}" for name in text.split(",")]
    if not {".nt", ".ttl"}.issuperset(suffixes):
        raise ValueError
    return suffixes


def main() -> int:
    """Measure, print one table for each workload and format, and tell what was left out."""
    options = read_options()
    print(f"{platform.platform()}, {os.cpu_count()} processors, Python {platform.python_version()}")
    missed = False
    with TemporaryDirectory() as temporary:
        folder = Path(temporary)
        found = list(islice(find_validators(folder, options.node_modules), options.peers))
        validators = [each for each in found if isinstance(each, Validator)]
        print("; ".join(f"{each.name} {each.version}" for each in validators))
        for absent in found:
            if isinstance(absent, Missing):
                print(f"not installed: {absent.name} ({absent.remedy})")
        for name in [*options.workloads, *options.workload]:
            measured: dict[str, list[Measured]] = {suffix: [] for suffix in options.formats}
            for size, case in workload.provide(name, options.sizes, folder):
                for suffix, cells in measured.items():
                    files = case.data[suffix], case.shapes
                    cells.extend(measure(validators, files, size, cells, options))
            for suffix, cells in measured.items():
                print(f"\n{render_table(f'{Path(name).name}, {suffix}', cells)}\n")
                for goal in examine(cells, suffix):
                    print(f"- {'kept' if goal.kept else 'MISSED'}: {goal.text}")
                    missed |= not goal.kept
    return int(options.check and missed)


def measure(
    validators: list[Validator],
    files: tuple[Path, Path],
    size: int,
    before: list[Measured],
    options: argparse.Namespace,
) -> list[Measured]:
    """Return what each took; one that was too slow for fewer triples is not run again."""
    slow = {each.name: each for each in before if each.more_than}
    cells: list[Measured] = []
    contestants: list[Contestant] = []
    expected: Counter[Row] = Counter()
    for validator in validators:
        if validator.name in slow:
            cells.append(slow[validator.name]._replace(size=size))
            continue
        first = run(validator.on(*files), options.patience)
        fault, rows = find_fault(validator, first, expected)
        expected = rows if validator.name == OURS else expected
        if fault and validator.name == OURS:
            raise SystemExit(f"{OURS}, {files[0].name}: {fault}")
        if fault:
            print(f"no time for {validator.name}, {files[0].name}: {fault}", flush=True)
            stopped = first.seconds if first.code is None else 0
            note = f"over {stopped:.0f}" if stopped else "differs"
            cells.append(Measured(validator.name, size, note=note, more_than=stopped))
        else:
            turns = max(1, min(options.runs, int(options.patience / first.seconds)))
            command = validator.on(*files)
            contestants.append(Contestant(validator.name, command, turns))
    run_in_turn(contestants, options.patience)
    cells += [Measured(each.name, size, median(each.seconds), each.memory) for each in contestants]
    order = [validator.name for validator in validators]
    return sorted(cells, key=lambda cell: order.index(cell.name))


def find_fault(
    validator: Validator, first: Run, expected: Counter[Row]
) -> tuple[str | None, Counter[Row]]:
    """Return why a validator gets no time, if so, and its rows; ours has to give some."""
    if first.code is None:
        return f"stopped after {first.seconds:.0f} seconds", Counter()
    if first.code not in (0, 1):
        return f"exit code {first.code} ({first.last_words})", Counter()
    if validator.report is None:
        return None, Counter()
    try:
        rows = read_rows(first.written, validator.report)
    except NoReportError as error:
        return f"{error} ({first.last_words})", Counter()
    return None if validator.name == OURS else tell_difference(expected, rows), rows


def run_in_turn(contestants: list[Contestant], patience: float) -> None:
    """Run each as often as it has turns, each time another one first."""
    for turn in range(max((each.turns for each in contestants), default=0)):
        start = turn % len(contestants)
        for each in contestants[start:] + contestants[:start]:
            if turn < each.turns:
                outcome = run(each.command, patience * 2)
                each.seconds.append(outcome.seconds)
                each.memory = max(each.memory, outcome.memory)


def run(command: list[str], patience: float) -> Run:
    """Run a command and return what it took; the byte code of Python is kept, as for any user."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    launcher = [sys.executable, "-I", "-S", "-c", _LAUNCHER]
    with TemporaryDirectory() as folder:
        told, output, errors = (Path(folder, name) for name in ("told", "output", "errors"))
        with output.open("wb") as out, errors.open("wb") as err:
            process = subprocess.Popen(
                [*launcher, str(told), *command],
                stdout=out,
                stderr=err,
                cwd=folder,
                env=kept,
                start_new_session=True,
            )
            try:
                process.wait(None if patience == inf else patience)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
                return Run(None, patience)
        code, seconds, memory, processor = told.read_text().split()
        lines = errors.read_text(errors="replace").splitlines() or ["without a word"]
        last_words = next((line for line in reversed(lines) if "Error" in line), lines[-1])
        written = output.read_bytes()
    peak = int(memory) * _KIBIBYTE
    return Run(int(code), float(seconds), peak, written, last_words, float(processor))


def read_options() -> argparse.Namespace:
    """Return what the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5, help="how often each command runs")
    parser.add_argument(
        "--sizes",
        default="1k,10k,100k",
        type=lambda text: [workload.read_size(size) for size in text.split(",")],
        help="numbers of triples, such as 1k,10k,100k,1M,10M",
    )
    parser.add_argument(
        "--formats",
        default="nt,ttl",
        type=_read_formats,
        help="how the data are written: nt, ttl, or both",
    )
    parser.add_argument(
        "--patience",
        type=float,
        default=120,
        metavar="SECONDS",
        help="leave out a command that runs longer, and larger sizes of it",
    )
    parser.add_argument(
        "--slow", action="store_const", const=inf, dest="patience", help="wait for every command"
    )
    parser.add_argument(
        "--alone",
        action="store_const",
        const=2,  # which come first
        dest="peers",
        help="run the parser and visitkg, and no peer: for sizes that few peers can do",
    )
    parser.add_argument("--check", action="store_true", help="exit with 1 if a goal is missed")
    parser.add_argument(
        "--node-modules", type=Path, metavar="DIR", help="where npm has put validators"
    )
    parser.add_argument(
        "--workload",
        action="append",
        default=[],
        metavar="DIR",
        help="a folder with data-<size>.nt, data-<size>.ttl and one shapes*.ttl",
    )
    parser.add_argument(
        "workloads", nargs="*", metavar="NAME", help=f"among {', '.join(workload.WORKLOADS)}"
    )
    options = parser.parse_args()
    if not options.workloads and not options.workload:
        options.workloads = ["library"]
    if unknown := set(options.workloads) - set(workload.WORKLOADS):
        parser.error(f"no workload is named {', '.join(sorted(unknown))}")
    return options


if __name__ == "__main__":
    sys.exit(main())
