"""A validation of what lies in a triple store, side by side with others: see README.md.

Requests, bytes and time on the same store, behind a proxy that counts; each report is compared with
that of the file, row by row.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final, TypeVar

import workload
from endpoint_peers import OURS, Validator, find_stores, find_validators, words_for
from endpoint_proxy import Counter, Traffic, count_requests
from endpoint_table import Measured, examine, render_table
from serve_process import Running, free_port
from serve_wire import ask
from validate import run
from validate_peers import Missing, find_program
from validate_rows import NoReportError, read_rows, tell_difference

if TYPE_CHECKING:
    from collections import Counter as Count
    from collections.abc import Iterator, Mapping

    from serve_peers import Server
    from validate_rows import Row

Found = TypeVar("Found")

_OK: Final = 200
_PATIENCE: Final = 120
_ENDED: Final = (0, 1)
"""Exit codes of a validation that came to its end."""


@dataclass(slots=True)
class Contestant:
    """Who validates, and what the runs came to; ``fault`` if the report is not that of the file."""

    validator: Validator
    fault: str = ""
    results: int = 0
    seconds: list[float] = field(default_factory=list)
    traffic: Traffic = field(default_factory=Traffic)

    def measured(self) -> Measured:
        """Return what it came to."""
        seconds = median(self.seconds) if self.seconds else None
        name = self.validator.name
        return Measured(name, seconds, *self.traffic, self.results, self.fault)


def main() -> int:
    """Measure, print a table for each store, tell which goals are kept, and what was left out."""
    options = read_options()
    print(f"{platform.platform()}, {os.cpu_count()} processors, Python {platform.python_version()}")
    validators = list(_take(find_validators()))
    places = list(_take(find_stores()))
    if not places:
        raise SystemExit("there is no store to ask")
    versions = [(each.name, each.version) for each in validators]
    versions += [(server.name, server.version) for server, _ in places]
    print("; ".join(f"{name} {version}" for name, version in versions), flush=True)
    missed = False
    with TemporaryDirectory() as temporary:
        folder = Path(temporary)
        for name in [*options.workloads, *options.workload]:
            for size, case in workload.provide(name, [options.size], folder):
                expected = validate_file(case, options.patience)
                for server, paths in places:
                    title = f"{Path(name).name}, {size:,} triples, {server.name}"
                    with serve(server, paths, case, folder) as (words, counter):
                        found = measure(validators, words, counter, expected, options)
                    print(f"\n{render_table(title, found)}\n")
                    for goal in examine(found):
                        print(f"- {'kept' if goal.kept else 'MISSED'}: {goal.text}", flush=True)
                        missed |= not goal.kept
    return int(options.check and missed)


def _take(found: Iterator[Found | Missing]) -> Iterator[Found]:
    """Yield what is there, and tell what is missing."""
    for each in found:
        if isinstance(each, Missing):
            print(f"not installed: {each.name} ({each.remedy})")
        else:
            yield each


def validate_file(case: workload.Case, patience: float) -> Count[Row]:
    """Return the rows of validating the file; they have to be some."""
    ours = find_program("visitkg") or "visitkg"
    files = (str(case.data[".nt"]), "--shapes", str(case.shapes))
    done = run([ours, "validate", *files, "--format", "json"], patience)
    rows = read_rows(done.written, "json") if done.code in _ENDED else None
    if not rows:
        raise SystemExit(f"no result to look for: exit code {done.code} ({done.last_words})")
    return rows


@contextmanager
def serve(
    server: Server, paths: Mapping[str, str], case: workload.Case, base: Path
) -> Iterator[tuple[Mapping[str, str], Counter]]:
    """Give what the words of a command stand for while a store is served, and what is counted."""

    def find_fault(status: int, _: bytes) -> str | None:
        return None if status == _OK else f"status {status}"

    data = case.data[".nt"]
    with TemporaryDirectory(dir=base) as temporary:
        folder, port = Path(temporary), free_port()
        server.prepare(data, folder)
        with Running(server.on(data, folder, port), folder) as running:
            request = ask(server.path, "ASK { }", extra=server.extra)
            running.wait_for(port, request, find_fault, _PATIENCE)
            with count_requests(port, paths) as (proxy, counter):
                yield words_for(proxy, case.shapes, folder), counter


def measure(
    validators: list[Validator],
    words: Mapping[str, str],
    counter: Counter,
    expected: Count[Row],
    options: argparse.Namespace,
) -> list[Measured]:
    """Return what each validator did on a store; they take turns."""
    contestants = [Contestant(each) for each in validators]
    for turn in range(options.rounds):
        start = turn % len(contestants)
        for each in contestants[start:] + contestants[:start]:
            if not each.fault:
                run_once(each, words, counter, expected, options.patience)
    return [each.measured() for each in contestants]


def run_once(
    each: Contestant,
    words: Mapping[str, str],
    counter: Counter,
    expected: Count[Row],
    patience: float,
) -> None:
    """Run a validator once, and look at its report."""
    counter.take()
    done = run(each.validator.on(words), patience)
    each.traffic = counter.take()
    each.seconds.append(done.seconds)
    if done.code not in _ENDED:
        why = "stopped" if done.code is None else f"exit code {done.code} ({done.last_words})"
        each.fault, each.seconds = why, []
        return
    try:
        rows = read_rows(done.written, each.validator.report)
    except NoReportError as error:
        each.fault = f"{error} ({done.last_words})"
        return
    each.results = rows.total()
    each.fault = tell_difference(expected, rows) or ""
    if each.fault and each.validator.name == OURS:
        raise SystemExit(f"{OURS} {each.fault}")


def read_options() -> argparse.Namespace:
    """Return what the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3, help="how often each validates")
    parser.add_argument("--size", type=workload.read_size, default="100k", help="how many triples")
    parser.add_argument("--workload", action="append", default=[], help="a folder with another one")
    parser.add_argument("--patience", type=float, default=300, help="seconds for one validation")
    parser.add_argument("--check", action="store_true", help="exit with 1 if a goal is missed")
    parser.add_argument("workloads", nargs="*", help=f"of {', '.join(workload.WORKLOADS)}")
    options = parser.parse_args()
    unknown = set(options.workloads) - set(workload.WORKLOADS)
    if unknown or not (options.workloads or options.workload):
        parser.error(f"name some of {', '.join(workload.WORKLOADS)}, or a folder by --workload")
    return options


if __name__ == "__main__":
    sys.exit(main())
