"""How long a question takes as a whole process, side by side with others: see README.md.

Each command starts, reads the same files, answers the same query as CSV, and ends. All take turns,
so that a busy moment of the machine hits each alike. An answer that differs is no time.
"""

from __future__ import annotations

import argparse
import csv
import io
import os
import platform
import shutil
import subprocess
import sys
import time
import zipfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from visitkg.project import Project, find_project

if TYPE_CHECKING:
    from collections.abc import Callable

GOAL: Final = 2.5
"""So many times as long as the base may visitkg query take."""

BASE: Final = "python -c 'import click, pyoxigraph'"
OURS: Final = "visitkg query"
_DEBIAN_JARS: Final = Path("/usr/share/java")
_JARS_OF_JENA: Final = (
    *("jena-", "slf4j-api", "slf4j-nop", "thrift", "guava", "failureaccess", "dexx", "commons-"),
    *("httpc", "jackson-", "jsonld", "protobuf"),
)
_XERCES: Final = "org/apache/jena/ext/"


@dataclass(slots=True)
class Contestant:
    """A name, the commands that it takes one after the other, and whether they give an answer."""

    name: str
    commands: list[list[str]]
    answers: bool = True
    seconds: list[float] = field(default_factory=list)


def main() -> int:
    """Measure, print one table for each question, and tell what was left out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=15, help="how often each command runs")
    parser.add_argument("--check", action="store_true", help="exit with 1 if the goal is missed")
    parser.add_argument("questions", nargs="*", default=["which-states-have-which-codes"])
    options = parser.parse_args()
    project = find_project(Path(__file__).resolve().parents[1])
    print(f"{platform.platform()}, {os.cpu_count()} processors, Python {platform.python_version()}")
    kept = True
    for name in options.questions:
        with TemporaryDirectory() as folder:
            kept &= measure(name, project, Path(folder), options.runs)
    return int(options.check and not kept)


def measure(question: str, project: Project, folder: Path, runs: int) -> bool:
    """Print the table for one question; return whether the goal is kept."""
    missing: list[str] = []
    contestants = list(find_contestants(question, project, folder, missing))
    ours = next(each for each in contestants if each.name == OURS)
    expected = rows_of(run(ours, folder))
    failed = {
        each.name: fault for each in contestants if (fault := find_fault(each, expected, folder))
    }
    contestants = [each for each in contestants if each.name not in failed]
    for turn in range(runs):
        for each in contestants[turn % len(contestants) :] + contestants[: turn % len(contestants)]:
            begin = time.perf_counter()
            run(each, folder)
            each.seconds.append(time.perf_counter() - begin)
    base = median(contestants[0].seconds)
    print(f"\n{question}, {sum(expected.values()) - 1} rows, median of {runs} runs in turn\n")
    print("| command | milliseconds | least | times the base |\n| --- | ---: | ---: | ---: |")
    for each in contestants:
        middle, least = median(each.seconds), min(each.seconds)
        print(f"| {each.name} | {middle * 1e3:.0f} | {least * 1e3:.0f} | {middle / base:.2f} |")
    for name, fault in failed.items():
        print(f"| {name} | {fault} | | |")
    for name in missing:
        print(f"| {name} | not installed | | |")
    total = len(contestants) + len(failed) + len(missing)
    print(f"\n{len(contestants)} of {total} commands measured.")
    ratio = median(ours.seconds) / base
    print(f"Goal: visitkg query at most {GOAL} times the base; it takes {ratio:.2f} times.")
    return ratio <= GOAL


def find_contestants(
    question: str, project: Project, folder: Path, missing: list[str]
) -> list[Contestant]:
    """Return the base, our commands, and the peers that are installed; name the others."""
    query = str(project.questions / f"{question}.rq")
    files = [str(path.resolve()) for path in project.graph_files()]
    visitkg = [find_program("visitkg") or "visitkg"]
    ours = ["--project", str(project.root)]
    contestants = [
        Contestant(BASE, [[sys.executable, "-c", "import click, pyoxigraph"]], answers=False),
        Contestant("visitkg --help", [[*visitkg, "--help"]], answers=False),
        Contestant(OURS, [[*visitkg, "query", *ours, question, "--format", "csv"]]),
    ]
    store = str(folder / "store")
    peers: dict[str, Callable[[str], list[list[str]]]] = {
        "rdflib: sparqlquery": lambda path: [[path, *files, "-qf", query, "-f", "csv"]],
        "oxigraph: load, then query": lambda path: [
            ["rm", "-rf", store],
            [path, "load", "--location", store, *spread("--file", files)],
            oxigraph_query(path, store, query),
        ],
        "oxigraph: query of a loaded store": lambda path: [oxigraph_query(path, store, query)],
        "Rasqal: roqet": lambda path: [
            [path, "-q", "-i", "sparql", "-r", "csv", *spread("-D", files), query]
        ],
    }
    for name, make in peers.items():
        program = find_program(name.split(":")[0] if "oxi" in name else name.split()[-1])
        if program is None:
            missing.append(name)
        else:
            contestants.append(Contestant(name, make(program)))
    arq = find_arq(folder)
    if arq is None:
        missing.append("Jena: arq")
    else:
        data = [f"--data={path}" for path in files]
        contestants.append(
            Contestant("Jena: arq", [[*arq, *data, f"--query={query}", "--results=csv"]])
        )
    return contestants


def oxigraph_query(program: str, store: str, query: str) -> list[str]:
    """Return the command that asks a store on disk."""
    asked = [program, "query", "--location", store, "--query-file", query]
    return [*asked, "--results-format", "csv"]


def spread(option: str, values: list[str]) -> list[str]:
    """Return the option before each value."""
    return [word for value in values for word in (option, value)]


def find_program(name: str) -> str | None:
    """Return a program beside this Python, else on the path."""
    return shutil.which(name, path=str(Path(sys.executable).parent)) or shutil.which(name)


def find_arq(folder: Path) -> list[str] | None:
    """Return the command that runs arq: on the path, else from the jars of Debian."""
    arq = find_program("arq")
    if arq:
        return [arq]
    core = _DEBIAN_JARS / "jena-core.jar"
    java = shutil.which("java")
    if java is None or not core.exists():
        return None
    # Debian's Jena 4.5 looks for the messages of its Xerces in another package than it has them.
    with zipfile.ZipFile(core) as jar:
        for name in jar.namelist():
            if name.startswith(_XERCES) and name.endswith(".properties"):
                target = folder / "messages" / name.removeprefix(_XERCES)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(jar.read(name))
    jars = [jar for jar in _DEBIAN_JARS.glob("*.jar") if jar.name.startswith(_JARS_OF_JENA)]
    classes = ":".join(map(str, [folder / "messages", *sorted(jars)]))
    return [java, "-cp", classes, "arq.arq"]


def run(contestant: Contestant, folder: Path) -> subprocess.CompletedProcess[bytes]:
    """Run the commands and return the last; the byte code of Python is kept, as for any user."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    for command in contestant.commands:
        result = subprocess.run(command, capture_output=True, check=False, cwd=folder, env=kept)
    return result


def rows_of(result: subprocess.CompletedProcess[bytes]) -> Counter[tuple[str, ...]]:
    """Return the rows of an answer as CSV, its header among them."""
    reader = csv.reader(io.StringIO(result.stdout.decode(errors="replace"), newline=""))
    return Counter(tuple(row) for row in reader if row)


def find_fault(
    contestant: Contestant, expected: Counter[tuple[str, ...]], folder: Path
) -> str | None:
    """Return why a contestant is not measured: it fails, or it answers otherwise than visitkg."""
    result = run(contestant, folder)
    if result.returncode:
        return f"fails with exit code {result.returncode}"
    if contestant.answers and rows_of(result) != expected:
        found = sum(rows_of(result).values()) - 1
        return f"gives another answer, {max(found, 0)} rows"
    return None


if __name__ == "__main__":
    sys.exit(main())
