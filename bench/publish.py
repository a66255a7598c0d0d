"""How many pages a second a site is published with, as a whole process: see README.md.

A page is a file of HTML, ours with all its other formats. Seconds of a processor are told too, for
the machine may be busy; all commands are held to one. Whoever lacks a page for a resource gets no
time.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import sys
from dataclasses import dataclass, field
from math import inf
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final, NamedTuple

from publish_peers import OURS, Maker, find_makers, read_only
from publish_project import CASES, Project, provide
from publish_table import Measured, examine, render_table
from validate import Run, run
from validate_peers import Missing
from workload import name_size, read_size

if TYPE_CHECKING:
    from collections.abc import Iterator


_MEMORY: Final = Path("/dev/shm")  # noqa: S108  (names in it are made by tempfile)
"""Files in memory: what a disk takes is not ours to measure."""


class Outcome(NamedTuple):
    """How a command ended, and how many pages it has made."""

    run: Run
    pages: int


@dataclass(slots=True)
class Contestant:
    """What makes a site with all pages, and what its runs took."""

    maker: Maker
    pages: int
    turns: int
    runs: list[Run] = field(default_factory=list)

    def measured(self) -> Measured:
        """Return what they took."""
        return Measured.of(self.maker.name, self.pages, self.runs)


def main() -> int:
    """Measure, print a table for each project, and tell which goals are kept."""
    options = read_options()
    print(f"{platform.platform()}, Python {platform.python_version()}; {_hold_to_one_processor()}")
    measured: dict[int, list[Measured]] = {}
    with TemporaryDirectory(dir=options.folder) as temporary:
        folder = Path(temporary)
        for name in [*options.cases, *map(name_size, options.sizes)]:
            size = 0 if name in CASES else read_size(name)
            project = provide(name, folder / "project")
            found = list(find_makers(options.peers, is_ontology=name == "ontology"))
            makers = [each for each in found if isinstance(each, Maker)]
            for absent in found:
                if isinstance(absent, Missing):
                    print(f"not installed: {absent.name} ({absent.remedy})")
            cells = list(measure(makers, project, folder / "sites", options))
            print(f"\n{render_table(project.title, cells)}\n", flush=True)
            if size:
                measured[size] = cells
            shutil.rmtree(project.folder)
    goals = list(examine(measured))
    for goal in goals:
        print(f"- {'kept' if goal.kept else 'MISSED'}: {goal.text}")
    return int(options.check and not all(goal.kept for goal in goals))


def _hold_to_one_processor() -> str:
    """Let this process and all that it starts run on one processor, where the system can do so."""
    if not hasattr(os, "sched_setaffinity"):
        return f"all of {os.cpu_count()} processors"
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    return f"one of {os.cpu_count()} processors"


def measure(
    makers: list[Maker], project: Project, sites: Path, options: argparse.Namespace
) -> Iterator[Measured]:
    """Yield what each took that has made a page for each resource, and what ours takes again."""
    sites.mkdir()
    contestants = []
    for maker in makers:
        first = make(maker, project, sites / maker.slug, options.patience)
        fault = find_fault(maker, first, project, sites / maker.slug)
        if fault and maker.name == OURS:
            raise SystemExit(f"{OURS}, {project.title}: {fault}")
        if fault:
            print(f"no time for {maker.name}, {project.title}: {fault}", flush=True)
        else:
            turns = max(1, min(options.runs, int(options.patience / first.run.seconds)))
            contestants.append(Contestant(maker, first.pages, turns))
    for turn in range(options.runs):
        start = turn % len(contestants)
        for each in contestants[start:] + contestants[:start]:
            if turn < each.turns:
                shutil.rmtree(sites / each.maker.slug)
                made = make(each.maker, project, sites / each.maker.slug, inf)
                each.runs.append(made.run)
    yield from (each.measured() for each in contestants)
    ours = contestants[0]
    yield from measure_again(ours, project, sites / ours.maker.slug, options.runs)
    shutil.rmtree(sites)


def measure_again(ours: Contestant, project: Project, site: Path, runs: int) -> Iterator[Measured]:
    """Yield what it takes to publish without a change, with one, and to read the site alone."""
    command = ours.maker.on(project, site)
    same = [_succeed(run(command, inf)) for _ in range(runs)]
    yield Measured.of(f"{OURS}, nothing changed", 0, same)
    changed = []
    for turn in range(runs):
        project.change_a_label(turn)
        changed.append(_succeed(run(command, inf)))
    yield Measured.of(f"{OURS}, a label changed", ours.pages, changed)
    reading = [_succeed(run(read_only(project), inf)) for _ in range(runs)]
    yield Measured.of("reading the site alone", 0, reading)


def _succeed(ended: Run) -> Run:
    if ended.code:
        raise SystemExit(f"exit code {ended.code} ({ended.last_words})")
    return ended


def make(maker: Maker, project: Project, site: Path, patience: float) -> Outcome:
    """Return how the making of a site went."""
    maker.prepare(site)
    ended = run(maker.on(project, site), patience)
    return Outcome(ended, maker.count(ended, site))


def find_fault(maker: Maker, made: Outcome, project: Project, site: Path) -> str | None:
    """Return why a maker gets no time, if so."""
    if made.run.code is None:
        return f"stopped after {made.run.seconds:.0f} seconds"
    if made.run.code:
        return f"exit code {made.run.code} ({made.run.last_words})"
    if not made.pages:
        return "it has made no page"
    wanted = maker.wanted(project)
    if not wanted:
        return "there is nothing to make a page for"
    missing = sorted(wanted - maker.told(project, site))
    if missing:
        return f"{len(missing)} of {len(wanted)} resources have no page, such as {missing[0]}"
    return None


def read_options() -> argparse.Namespace:
    """Return what the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3, help="how often each command runs")
    parser.add_argument(
        "--sizes",
        default=[1000, 10_000],
        type=lambda text: [read_size(size) for size in text.split(",") if size],
        help="resources of made-up projects, such as 1k,10k,100k",
    )
    parser.add_argument(
        "--patience",
        type=float,
        default=120,
        metavar="SECONDS",
        help="leave out a command that runs longer",
    )
    parser.add_argument(
        "--folder",
        type=Path,
        default=_MEMORY if _MEMORY.is_dir() else None,
        metavar="DIR",
        help="where projects and sites are written; %(default)s if not said",
    )
    parser.add_argument("--check", action="store_true", help="exit with 1 if a goal is missed")
    parser.add_argument(
        "--peers", type=Path, metavar="DIR", help="where programs of others are, if not on the path"
    )
    parser.add_argument(
        "cases", nargs="*", metavar="NAME", help=f"among {', '.join(CASES)}; none for all of them"
    )
    options = parser.parse_args()
    options.cases = options.cases or list(CASES)
    if unknown := set(options.cases) - set(CASES):
        parser.error(f"no project is named {', '.join(sorted(unknown))}")
    return options


if __name__ == "__main__":
    sys.exit(main())
