"""How a graph is served, side by side with others: see README.md.

Requests a second, how long they take, what is told again, what heavy questions do to simple ones,
the start, and the memory. Every answer is checked; who answers otherwise gets no time.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Final

import workload
from serve_load import FRESH, NOTHING, REVALIDATE, SAME, Job, Result
from serve_peers import OURS, Server, find_servers, serve_project
from serve_process import HOST, NoAnswerError, Running, exchange, free_port
from serve_questions import Library, Visit, compare
from serve_table import (
    FEW,
    IDLE,
    MANY,
    MIXED,
    Measured,
    Phase,
    Speed,
    examine,
    read_speed,
    render_heavy,
    render_speeds,
    render_starts,
    sum_up,
)
from serve_wire import ask
from validate_peers import Missing

_BENCH: Final = Path(__file__).resolve().parent
_ROOT: Final = _BENCH.parent
_QUESTION: Final = "which-states-have-which-codes"
_CHECKED: Final = 25
_WARM_UP: Final = 0.5
_SPACE: Final = 1_000_000
"""Between the numbers of the first questions of two jobs: none is asked twice."""
_NOTHING: Final = """\
import asyncio, sys
class Same(asyncio.Protocol):
    def connection_made(self, line): self.line = line
    def data_received(self, data):
        self.line.write(b"HTTP/1.1 200 OK\\r\\nContent-Length: 2\\r\\n\\r\\n{}")
async def main():
    server = await asyncio.get_running_loop().create_server(Same, "127.0.0.1", int(sys.argv[1]))
    await server.serve_forever()
try:
    import uvloop
except ImportError:
    asyncio.run(main())
else:
    uvloop.run(main())
"""
"""A server that does nothing: what the client can do at most."""

_LOADS: Final = tuple(
    Phase(kind, connections) for kind in (FRESH, SAME, REVALIDATE) for connections in (FEW, MANY)
)


@dataclass(slots=True)
class Contestant:
    """A server with its folder, and what its rounds came to; ``fault`` if it takes part no more."""

    server: Server
    folder: Path
    fault: str = ""
    speeds: dict[Phase, list[Speed]] = field(default_factory=dict)
    notes: dict[Phase, str] = field(default_factory=dict)
    starts: list[float] = field(default_factory=list)
    started: list[int] = field(default_factory=list)
    loaded: list[int] = field(default_factory=list)
    heavy: list[int] = field(default_factory=lambda: [0, 0])
    jobs: int = 0

    def measured(self) -> Measured:
        """Return what they came to."""
        note = f"no time: {self.fault}" if self.fault else ""
        speeds = {} if note else {phase: sum_up(each) for phase, each in self.speeds.items()}
        memory = tuple(int(median(each)) if each else 0 for each in (self.started, self.loaded))
        return Measured(
            self.server.name,
            speeds,
            self.notes,
            [] if note else self.starts,
            (memory[0], memory[1]),
            (self.heavy[0], self.heavy[1]),
            note,
        )


def main() -> int:
    """Measure, print the tables, tell which goals are kept, and what was left out."""
    options = read_options()
    print(f"{platform.platform()}, {os.cpu_count()} processors, Python {platform.python_version()}")
    servers = []
    for each in find_servers(options.node_modules):
        if isinstance(each, Missing):
            print(f"not installed: {each.name} ({each.remedy})")
        elif not options.only or each.name in options.only:
            servers.append(each)
        else:
            print(f"left out: {each.name}")
    if not servers:
        raise SystemExit("there is no server to measure")
    print("; ".join(f"{each.name} {each.version}" for each in servers), flush=True)
    with TemporaryDirectory(dir=options.folder) as temporary:
        folder = Path(temporary)
        measured = measure_starts(servers, folder / "visit", options)
        under_load = measure_loads(servers, folder / "library", options)
    print(f"\n{render_starts(_with_memory(measured, under_load))}")
    size = workload.name_size(options.size)
    for title, kind in (
        (f"a new question each time, {size} triples", FRESH),
        ("the same question again", SAME),
        ("the same, unchanged (304)", REVALIDATE),
    ):
        phases = [Phase(kind, connections) for connections in (FEW, MANY)]
        print(f"\n{render_speeds(title, phases, under_load)}")
    print(f"\n{render_heavy(under_load)}\n")
    goals = list(examine(_with_starts(under_load, measured)))
    for goal in goals:
        print(f"- {'kept' if goal.kept else 'MISSED'}: {goal.text}")
    if not goals:
        print("- no goal could be looked at")
    return int(options.check and not (goals and all(goal.kept for goal in goals)))


def _with_memory(starts: list[Measured], loads: list[Measured]) -> list[Measured]:
    sizes = {each.name: each.memory for each in loads}
    return [each._replace(memory=sizes.get(each.name, (0, 0))) for each in starts]


def _with_starts(loads: list[Measured], starts: list[Measured]) -> list[Measured]:
    """Return both as one: ours with the project has starts alone."""
    found = {each.name: each.starts for each in starts}
    both = [each._replace(starts=found.pop(each.name, ())) for each in loads]
    return both + [Measured(name, {}, {}, each) for name, each in found.items()]


def measure_starts(
    servers: list[Server], folder: Path, options: argparse.Namespace
) -> list[Measured]:
    """Return how long each takes to the first right answer on our visit; they take turns."""
    visit = Visit.read(_ROOT / "ontology" / "questions", _QUESTION)
    folder.mkdir()
    _, case = next(workload.provide("visit", [], folder))
    data = case.data[".nt"]
    if any(each.name == OURS for each in servers):
        servers = [servers[0], serve_project(_ROOT), *servers[1:]]
    contestants = [prepare(each, folder / str(number), data) for number, each in enumerate(servers)]
    for turn in range(options.starts):
        for each in rotate(contestants, turn):
            port, server = free_port(), each.server
            request = ask(server.path, visit.text, extra=server.extra)
            command = server.on(data, each.folder, port)
            with Running(command, each.folder) as running:
                try:
                    took = running.wait_for(port, request, visit.find_fault, options.patience)
                    each.starts.append(took)
                except NoAnswerError as error:
                    give_up(each, str(error))
    return [each.measured() for each in contestants]


def measure_loads(
    servers: list[Server], folder: Path, options: argparse.Namespace
) -> list[Measured]:
    """Return what each does under load; they take turns, round for round."""
    folder.mkdir()
    files = workload.provide("library", [options.size], folder)
    _, case = next(files)
    data = case.data[".nt"]
    library = Library.read(data)
    contestants = [prepare(each, folder / str(number), data) for number, each in enumerate(servers)]
    ceiling = [measure_ceiling(data, options) for _ in range(options.rounds)]
    speed = sum_up(ceiling)
    print(f"the client alone: {speed.rate:,.0f} requests a second, p99 {speed.p99 * 1000:.1f} ms")
    for turn in range(options.rounds):
        for each in rotate(contestants, turn):
            if not each.fault:
                _measure_round(each, data, library, options)
    return [each.measured() for each in contestants]


def rotate(contestants: list[Contestant], turn: int) -> list[Contestant]:
    """Return those that take part, each time another one first."""
    able = [each for each in contestants if not each.fault]
    start = turn % len(able) if able else 0
    return able[start:] + able[:start]


def prepare(server: Server, folder: Path, data: Path) -> Contestant:
    """Return a server with its data loaded."""
    folder.mkdir()
    server.prepare(data, folder)
    return Contestant(server, folder)


def give_up(contestant: Contestant, fault: str) -> None:
    """Let a server take part no more; ours has to."""
    if contestant.server.name.startswith(OURS):
        raise SystemExit(f"{contestant.server.name}: {fault}")
    contestant.fault = fault
    print(f"no time for {contestant.server.name}: {fault}", flush=True)


def _measure_round(
    contestant: Contestant, data: Path, library: Library, options: argparse.Namespace
) -> None:
    port, server = free_port(), contestant.server
    job = Job(port, server.path, server.extra, FRESH, str(data), FEW, options.seconds)
    command = server.on(data, contestant.folder, port)
    with Running(command, contestant.folder) as running:
        try:
            check_answers(running, job, library, options.patience)
            contestant.started.append(running.memory())
            _do(contestant, replace(job, seconds=_WARM_UP))
            for phase in _LOADS:
                if phase not in contestant.notes:
                    again = replace(job, kind=phase.kind, connections=phase.connections)
                    _keep(contestant, phase, _do(contestant, again))
            contestant.loaded.append(running.memory())
            # One client asks less: more time for as many answers, and for heavy ones to end.
            one = replace(job, connections=1, seconds=2 * options.seconds)
            _keep(contestant, Phase(IDLE, 1), _do(contestant, one))
            beside = _do(contestant, replace(one, heavy=options.heavy))
            _keep(contestant, Phase(MIXED, 1), beside)
            contestant.heavy[0] += beside.heavy
            contestant.heavy[1] += beside.refused
        except NoAnswerError as error:
            give_up(contestant, str(error))


def check_answers(running: Running, job: Job, library: Library, most: float) -> None:
    """Raise NoAnswerError unless simple questions are answered row by row as they should be."""
    first = library.simple(0)
    request = ask(job.path, first.text, extra=job.extra)
    running.wait_for(job.port, request, first.find_fault, most)
    for number in range(_CHECKED):
        text = library.simple(number).text
        status, body = exchange(job.port, ask(job.path, text, extra=job.extra), most)
        fault = compare(status, body, library.rows_of_simple(number))
        if fault:
            raise NoAnswerError(fault)


def _do(contestant: Contestant, job: Job) -> Result:
    contestant.jobs += 1
    return do(replace(job, begin=contestant.jobs * _SPACE))


def do(job: Job) -> Result:
    """Return what a job came to, done by a process of its own."""
    client = [sys.executable, str(_BENCH / "serve_load.py")]
    text = json.dumps(asdict(job)).encode()
    done = subprocess.run(client, input=text, stdout=subprocess.PIPE, check=True)
    return Result(**json.loads(done.stdout))


def _keep(contestant: Contestant, phase: Phase, result: Result) -> None:
    if result.fault == "no ETag":
        contestant.notes[phase] = result.fault
    elif result.fault:
        raise NoAnswerError(f"{phase.kind}, {phase.connections} connections: {result.fault}")
    elif not result.took:
        raise NoAnswerError(f"{phase.kind}, {phase.connections} connections: no answer at all")
    else:
        contestant.speeds.setdefault(phase, []).append(read_speed(result))


def measure_ceiling(data: Path, options: argparse.Namespace) -> Speed:
    """Return what the client does against a server that does nothing."""
    port = free_port()
    with (
        ExitStack() as stack,
        TemporaryDirectory() as folder,
    ):
        command = [sys.executable, "-c", _NOTHING, str(port)]
        running = stack.enter_context(Running(command, Path(folder)))
        request = f"GET / HTTP/1.1\r\nHost: {HOST}\r\n\r\n".encode()
        running.wait_for(port, request, lambda _, body: None if body else "empty", 10)
        result = do(Job(port, "/", "", NOTHING, str(data), FEW, options.seconds))
    if result.fault:
        raise SystemExit(f"the client alone: {result.fault}")
    return read_speed(result)


def read_options() -> argparse.Namespace:
    """Return what the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3, help="how often each server is measured")
    parser.add_argument("--starts", type=int, default=5, help="how often each server is started")
    parser.add_argument("--seconds", type=float, default=3, help="how long each load lasts")
    parser.add_argument(
        "--heavy", type=int, default=4, help="connections with heavy questions, in the mix"
    )
    parser.add_argument(
        "--size",
        type=workload.read_size,
        default=100_000,
        help="triples of the library, such as 10k or 100k",
    )
    parser.add_argument(
        "--patience",
        type=float,
        default=120,
        metavar="SECONDS",
        help="how long a server may take to start, or to answer while it is checked",
    )
    parser.add_argument(
        "--node-modules", type=Path, metavar="DIR", help="where npm has installed comunica"
    )
    parser.add_argument("--folder", type=Path, metavar="DIR", help="where data and stores lie")
    parser.add_argument("--check", action="store_true", help="exit with 1 if a goal is missed")
    parser.add_argument(
        "only", nargs="*", metavar="NAME", help="servers, such as 'oxigraph serve'; none for all"
    )
    options = parser.parse_args()
    if min(options.rounds, options.starts, options.heavy) < 1 or options.seconds <= 0:
        parser.error("there is nothing to measure")
    return options


if __name__ == "__main__":
    sys.exit(main())
