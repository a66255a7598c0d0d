"""How long a validation takes as a whole process, side by side with others: see README.md.

Each command starts, reads the same data and shapes, validates, tells its results, and ends. All
take turns, so that a busy moment of the machine hits each alike. Whoever has other results than we
gets no time: compared are focus nodes and components, or their number if that is all one tells.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from importlib.util import find_spec
from math import log
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Final

import workload

FLOOR: Final = "parse only (pyoxigraph)"
OURS: Final = "visitkg validate"
GOALS: Final = {".nt": 2.5, ".ttl": 3.5}
"""So many times as long as the floor may a validation of a million triples take."""
SLOW: Final = {"pySHACL": 100_000, "rudof": 100_000}
"""Beyond so many triples these are left out unless asked for: they take minutes."""

_JSON: Final = ("--format", "json")
_FLOOR_CODE: Final = """
import sys, pyoxigraph
for _ in pyoxigraph.parse(path=sys.argv[1]): pass
"""
_PYSHACL_CODE: Final = """
import json, sys, pyshacl, rdflib
rdflib.NORMALIZE_LITERALS = False
data, shapes = rdflib.Graph().parse(sys.argv[1]), rdflib.Graph().parse(sys.argv[2])
_, report, _ = pyshacl.validate(data, shacl_graph=shapes, inplace=True)
SH = rdflib.Namespace("http://www.w3.org/ns/shacl#")
print(json.dumps([
    [str(report.value(r, SH.focusNode)), str(report.value(r, SH.sourceConstraintComponent))]
    for top in report.subjects(rdflib.RDF.type, SH.ValidationReport)
    for r in report.objects(top, SH.result)
]))
"""
_RUDOF_CODE: Final = """
import json, sys
from pyrudof import RDFFormat, Rudof, RudofConfig, ShaclFormat
rudof = Rudof(RudofConfig())
lines = sys.argv[1].endswith(".nt")
rudof.read_data(sys.argv[1], RDFFormat.NTriples if lines else RDFFormat.Turtle)
rudof.read_shacl(sys.argv[2], ShaclFormat.Turtle)
print(json.dumps([[None, None]] * len(rudof.validate_shacl())))
"""


@dataclass(slots=True)
class Contestant:
    """A name, its command, and what its runs took: seconds, and mebibytes at most."""

    name: str
    command: list[str]
    seconds: list[float] = field(default_factory=list)
    memory: float = 0.0


def main() -> int:
    """Measure, print one table for each workload and format, and tell what was left out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5, help="how often each command runs")
    parser.add_argument("--sizes", default="1000,10000,100000", help="numbers of triples")
    parser.add_argument("--slow", action="store_true", help="wait for slow contestants too")
    parser.add_argument("--check", action="store_true", help="exit with 1 if a goal is missed")
    parser.add_argument("workloads", nargs="*", default=["library"], metavar="WORKLOAD")
    options = parser.parse_args()
    sizes = [int(size) for size in options.sizes.split(",")]
    print(f"{platform.platform()}, {os.cpu_count()} processors, Python {platform.python_version()}")
    kept = True
    with TemporaryDirectory() as folder:
        for name in options.workloads:
            for suffix in (".nt", ".ttl"):
                kept &= measure(name, suffix, sizes, Path(folder), options)
    return int(options.check and not kept)


def measure(
    name: str, suffix: str, sizes: list[int], folder: Path, options: argparse.Namespace
) -> bool:
    """Print the table of one workload in one format; return whether the goal is kept."""
    columns: list[list[Contestant]] = []
    for size in sizes:
        lines, turtle, shapes = workload.write(name, size, folder)
        data = lines if suffix == ".nt" else turtle
        contestants = find_contestants(data, shapes, size, slow=options.slow)
        columns.append(run_in_turn(contestants, options.runs))
    print_table(f"{name}, {suffix}", sizes, columns)
    last = {each.name: each for each in columns[-1]}
    ratio = median(last[OURS].seconds) / median(last[FLOOR].seconds)
    return sizes[-1] < 1_000_000 or ratio <= GOALS[suffix]


def find_contestants(data: Path, shapes: Path, size: int, *, slow: bool) -> list[Contestant]:
    """Return who takes part: the parser alone, we, and the validators that are installed."""
    python, arguments = sys.executable, [str(data), str(shapes)]
    found = [
        Contestant(FLOOR, [python, "-c", _FLOOR_CODE, str(data)]),
        Contestant(
            OURS,
            [python, "-m", "visitkg", "validate", arguments[0], "--shapes", arguments[1], *_JSON],
        ),
    ]
    for name, module, code in (
        ("pySHACL", "pyshacl", _PYSHACL_CODE),
        ("rudof", "pyrudof", _RUDOF_CODE),
    ):
        if find_spec(module) is None:
            print(f"left out: {name} is not installed")
        elif size > SLOW[name] and not slow:
            print(f"left out: {name} beyond {SLOW[name]:,} triples; --slow waits for it")
        else:
            found.append(Contestant(name, [python, "-c", code, *arguments]))
    return found


def run_in_turn(contestants: list[Contestant], runs: int) -> list[Contestant]:
    """Run each once to compare the results, then all in turn; return those that agree."""
    answers = {each.name: run(each) for each in contestants}
    expected = results_of(OURS, answers[OURS])
    agreeing = []
    for each in contestants:
        found = results_of(each.name, answers[each.name])
        if each.name == FLOOR or agree(expected, found):
            agreeing.append(each)
        else:
            counts = f"{sum(found.values())} results, we {sum(expected.values())}"
            print(f"no time for {each.name}: {counts}")
    for each in agreeing:
        each.seconds.clear()
    for turn in range(runs):
        for place in range(len(agreeing)):
            run(agreeing[(turn + place) % len(agreeing)])
    return agreeing


def run(contestant: Contestant) -> str:
    """Run a command, note what it took, and return what it printed."""
    begin = time.perf_counter()
    with TemporaryDirectory() as folder:
        output = Path(folder, "output")
        with output.open("wb") as out:
            process = subprocess.Popen(contestant.command, stdout=out, stderr=subprocess.DEVNULL)
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        contestant.seconds.append(time.perf_counter() - begin)
        contestant.memory = max(contestant.memory, usage.ru_maxrss / 1024)
        if process.returncode not in (0, 1):
            raise SystemExit(f"{contestant.name} ended with {process.returncode}")
        return output.read_text(encoding="utf-8")


def results_of(name: str, answer: str) -> Counter[tuple[str | None, str | None]]:
    """Return the focus node and component of each result; blank nodes have no name."""
    if name == FLOOR:
        return Counter()
    pairs = json.loads(answer)
    if name == OURS:
        pairs = [
            [each["focusNode"]["value"], each["sourceConstraintComponent"]["value"]]
            for each in pairs["result"]
        ]
    return Counter(
        (focus if focus and ":" in focus else None, component) for focus, component in pairs
    )


def agree(
    expected: Counter[tuple[str | None, str | None]], found: Counter[tuple[str | None, str | None]]
) -> bool:
    """Return whether two have the same results, by their number if that is all that is told."""
    if set(found) == {(None, None)} or not found:
        return sum(found.values()) == sum(expected.values())
    return found == expected


def print_table(title: str, sizes: list[int], columns: list[list[Contestant]]) -> None:
    """Print medians in seconds with ratios to ours, the memory and the exponent of growth."""
    print(f"\n| {title} | {' | '.join(f'{size:,} triples' for size in sizes)} | growth | MiB |")
    print(f"|---|{'---|' * (len(sizes) + 2)}")
    names = list(dict.fromkeys(each.name for column in columns for each in column))
    for name in names:
        cells, times, memory = [], [], 0.0
        for column in columns:
            by_name = {each.name: each for each in column}
            if name not in by_name:
                cells.append("")
                continue
            seconds = median(by_name[name].seconds)
            ratio = seconds / median(by_name[OURS].seconds)
            times.append(seconds)
            memory = by_name[name].memory
            cells.append(f"{seconds:.2f}" if name == OURS else f"{seconds:.2f} ({ratio:.2f}×)")  # noqa: RUF001
        growth = ""
        if len(times) == len(sizes) and len(sizes) > 1:
            growth = f"{log(times[-1] / times[-2]) / log(sizes[-1] / sizes[-2]):.2f}"
        print(f"| {name} | {' | '.join(cells)} | {growth} | {memory:.0f} |")


if __name__ == "__main__":
    sys.exit(main())
