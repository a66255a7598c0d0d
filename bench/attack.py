"""An attack on ``visitkg serve``, bounded and on this machine alone: see README.md.

It starts the server itself, does what hostile clients do, and asks simple questions all the while.
Tells for each promise whether it is kept; exits with 1 if one is broken.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import threading
import time
from collections import Counter
from contextlib import ExitStack
from functools import partial
from itertools import cycle
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final, NamedTuple

import attack_http
import attack_queries
from attack_crowd import Slow, abort, open_many, read_nothing
from attack_faults import FAULTS, kill_workers, read_log
from attack_probe import Prober
from attack_target import MEMORY, Target, Trap, Watcher, Weight, start, weigh
from attack_wire import TALKING_ERRORS, is_busy, talk
from serve_process import NoAnswerError
from serve_wire import get

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    Run = Callable[[Target, Random], Iterator[str]]

_AT_ONCE: Final = 4
_IDLE_SECONDS: Final = 2.0
_SETTLING_SECONDS: Final = 20.0
_STARTING_SECONDS: Final = 60.0
_SLOW_LIMIT: Final = 20.0
"""Seconds that a client has to send a request: the server's default."""
_MARGIN: Final = 10.0
_SPARE_PROCESSES: Final = 4
"""Workers that took over from others and are kept: their number does not grow with time."""
_SPARE_DESCRIPTORS: Final = 8
_SPARE_FRONT: Final = 128 << 20
"""Its cache of answers, and what its memory is in pieces."""
_SPARE_EVERY: Final = 256 << 20
_AT_MOST: Final = 12 * MEMORY << 20
"""What all queries together may take beyond the data: so many run at once, of so much each."""
_MOST_FAULTS: Final = 3


class Attack(NamedTuple):
    """What hostile clients do again and again, and what they must not reach."""

    name: str
    promise: str
    run: Run


class Promise(NamedTuple):
    """What is promised, what was seen of it, and what breaks it; without a look, none is kept."""

    text: str
    seen: str
    faults: Sequence[str]
    is_looked_at: bool = True

    @property
    def verdict(self) -> str:
        """Return what is to be said of it."""
        if self.faults:
            return f"BROKEN: {'; '.join(self.faults)}"
        return "kept" if self.is_looked_at else "not looked at"


ATTACKS: Final = (
    Attack("products", "an endless product is broken off, and told", attack_queries.multiply),
    Attack("paths", "a deep path is answered or broken off, and told", attack_queries.walk),
    Attack("sorts", "a huge sort is answered or broken off, and told", attack_queries.sort),
    Attack("hogs", "what takes too much memory is broken off, and told", attack_queries.hog),
    Attack("nesting", "a query that ends the engine ends its own answer", attack_queries.nest),
    Attack("overlong", "an overlong query is refused", attack_queries.overlong),
    Attack("updates", "no update is taken", attack_queries.write),
    Attack("reaching out", "nothing outside is named with success", attack_queries.reach_out),
    Attack("random bytes", "what is no HTTP gets no answer but 4xx", attack_http.send_random_bytes),
    Attack("nonsense", "odd methods and lines get 4xx", attack_http.talk_nonsense),
    Attack("huge heads", "a huge head is refused", attack_http.send_huge_heads),
    Attack("percent", "malformed addresses get 4xx", attack_http.malform),
    Attack("injection", "no parameter becomes a header", attack_http.inject),
    Attack("markup", "no parameter becomes markup", attack_http.reflect),
    Attack("traversal", "no file comes that is not served", attack_http.traverse),
    Attack("chunks", "broken chunks get 4xx", attack_http.break_chunks),
    Attack("two lengths", "no hidden request is answered", attack_http.smuggle),
    Attack("pipelining", "pipelined questions are answered in order", attack_http.pipeline),
    Attack("aborting", "who goes away harms nobody", abort),
    Attack("1,000 connections", "of many connections each is answered", open_many),
    Attack("reading nothing", "who reads no answer harms nobody", read_nothing),
    Attack("killed workers", "a worker that is killed is replaced", kill_workers),
)


class Attackers:
    """Threads that run the attacks in turn, until the time is over and each has run once."""

    def __init__(self, target: Target, seed: int, seconds: float) -> None:
        self.target = target
        self.end = time.monotonic() + seconds
        self.tries: Counter[str] = Counter()
        self.faults: dict[str, list[str]] = {each.name: [] for each in ATTACKS}
        self.broken: Counter[str] = Counter()
        self._next = cycle(ATTACKS)
        self._lock = threading.Lock()
        randoms = [Random(seed + each) for each in range(_AT_ONCE)]  # noqa: S311  (no secret)
        self.threads = [threading.Thread(target=self._work, args=(each,)) for each in randoms]
        for thread in self.threads:
            thread.start()

    def is_at_work(self) -> bool:
        """Tell whether an attack still runs."""
        return any(thread.is_alive() for thread in self.threads)

    def _choose(self) -> Attack | None:
        with self._lock:
            if time.monotonic() > self.end and len(self.tries) == len(ATTACKS):
                return None
            attack = next(self._next)
            self.tries[attack.name] += 1
            return attack

    def _work(self, random: Random) -> None:
        while attack := self._choose():
            for fault in try_one(attack, self.target, random):
                with self._lock:
                    self.broken[attack.name] += 1
                    kept = self.faults[attack.name]
                    if len(kept) < _MOST_FAULTS and fault not in kept:
                        kept.append(fault)

    def promises(self) -> Iterator[Promise]:
        """Yield what came of each attack."""
        for attack in ATTACKS:
            tries, broken = self.tries[attack.name], self.broken[attack.name]
            seen = f"{tries:,} times" + (f", {broken:,} faults" if broken else "")
            faults = self.faults[attack.name] if tries else ["it was not tried"]
            yield Promise(f"{attack.name}: {attack.promise}", seen, faults)


def try_one(attack: Attack, target: Target, random: Random) -> list[str]:
    """Return what one attack has reached; silence and broken answers are faults too."""
    try:
        return list(attack.run(target, random))
    except Exception as error:  # noqa: BLE001  (a promise is not kept by an attack that fails)
        return [f"{type(error).__name__}: {error}"]


def main() -> int:
    """Attack, print the promises, and tell whether one is broken."""
    options = read_options()
    print(f"{platform.platform()}, {os.cpu_count()} processors, Python {platform.python_version()}")
    trap = Trap()
    trap.start()
    with TemporaryDirectory() as temporary:
        begin = partial(_begin, Path(temporary), trap.port, options.command)
        try:
            promises = list(attack(begin, options))
            promises += [_examine_fault(text, fault, begin) for text, fault in FAULTS]
        except NoAnswerError as error:
            raise SystemExit(f"visitkg serve does not begin: {error}") from error
    caught = [f"{trap.caught} connections came"] if trap.caught else []
    promises.append(Promise("no place outside is asked", f"trap at port {trap.port}", caught))
    trap.line.close()
    print(render(promises))
    broken = sum(1 for each in promises if each.faults)
    unseen = sum(1 for each in promises if not each.is_looked_at)
    print(f"\n{len(promises)} promises, {broken} broken, {unseen} not looked at.")
    return int(bool(broken))


def _begin(folder: Path, trap: int, words: Sequence[str] | None, name: str, *more: str) -> Target:
    return start(folder / name, trap, words, *more)


def _examine_fault(
    text: str, fault: Callable[[Callable[..., Target]], Iterator[str]], begin: Callable[..., Target]
) -> Promise:
    begun = time.monotonic()
    try:
        faults = list(fault(begin))
    except TALKING_ERRORS as error:
        faults = [f"{type(error).__name__}: {error}"]
    return Promise(text, f"{time.monotonic() - begun:.1f} s", faults)


def attack(begin: Callable[..., Target], options: argparse.Namespace) -> Iterator[Promise]:
    """Yield what is promised of one server that is attacked all the while, and what was seen."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory()))
        log = folder / "access.log"
        target = begin("attacked", "--log", str(log))
        stack.enter_context(target.running)
        idle = _probe(target, _IDLE_SECONDS)
        before = _rest(target)
        watcher, prober = Watcher(target), Prober(target, begin=1 << 50)
        slow = Slow(target)
        begun = time.monotonic()
        attackers = Attackers(target, options.seed, options.minutes * 60)
        watcher.start()
        prober.start()
        while attackers.is_at_work():
            slow.send()
            time.sleep(0.5)
        prober.stop()
        lasted = time.monotonic() - begun
        slow.close()
        watcher.stop()
        yield _examine_probe(prober, idle)
        yield from attackers.promises()
        yield _examine_slow(slow, lasted)
        yield examine_lost(target)
        after = _settle(target, before)
        yield from _examine_leaks(before, after, watcher)
        yield Promise("each line of the log is JSON", log.name, list(read_log(log))[:_MOST_FAULTS])


def _rest(target: Target) -> Weight:
    """Return what the server takes once its pages are there too, and no process joins any more."""
    end = time.monotonic() + _STARTING_SECONDS
    while any(map(is_busy, talk(target.port, get("/"), patience=_STARTING_SECONDS))):
        if time.monotonic() > end:
            raise NoAnswerError("there are no pages")
        time.sleep(0.5)
    before = weigh(target.running)
    while time.monotonic() < end:
        time.sleep(1)
        now = weigh(target.running)
        if now.processes == before.processes:
            return now
        before = now
    raise NoAnswerError("its processes don't come to rest")


def _probe(target: Target, seconds: float) -> Prober:
    prober = Prober(target, begin=1 << 49)
    prober.start()
    time.sleep(seconds)
    prober.stop()
    return prober


def _examine_probe(prober: Prober, idle: Prober) -> Promise:
    seen = (
        f"{prober.right:,} right, {prober.refused:,} refused, {prober.wrong:,} wrong; p99 "
        f"{prober.p99() * 1000:.0f} ms, {idle.p99() * 1000:.0f} ms before"
    )
    faults = list(prober.faults)
    if prober.refused >= prober.right:
        faults.append("more questions were refused than answered")
    return Promise("simple questions are answered rightly all the while", seen, faults)


def examine_lost(target: Target) -> Promise:
    """Return whether a worker that is killed costs no more than the answer it was working on."""
    killed, lost = len(target.killed), len(target.lost)
    return Promise(
        "a worker that is killed costs at most its own answer",
        f"{killed:,} killed, {lost:,} answers lost with them",
        [f"{lost - killed:,} answers more than workers"] if lost > killed else [],
        is_looked_at=killed > 0,
    )


def _examine_slow(slow: Slow, lasted: float) -> Promise:
    text = f"who sends slowly is let go after {_SLOW_LIMIT:g} seconds"
    if lasted < _SLOW_LIMIT + _MARGIN:
        return Promise(text, f"only {lasted:.0f} seconds", [], is_looked_at=False)
    longest = max(slow.lasted, default=0)
    faults = [f"{len(slow.lines)} are still there"] if slow.lines else []
    if longest > _SLOW_LIMIT + _MARGIN:
        faults.append(f"the longest lasted {longest:.0f} seconds")
    return Promise(text, f"{len(slow.lasted)} let go, the last after {longest:.0f} s", faults)


def _settle(target: Target, before: Weight) -> Weight:
    """Return what the server takes once it has come to rest."""
    end = time.monotonic() + _SETTLING_SECONDS
    while True:
        after = weigh(target.running)
        calm = (
            after.processes <= before.processes + _SPARE_PROCESSES
            and after.descriptors <= before.descriptors + _SPARE_DESCRIPTORS
        )
        if calm or time.monotonic() > end:
            return after
        time.sleep(0.5)


def _examine_leaks(before: Weight, after: Weight, watcher: Watcher) -> Iterator[Promise]:
    for name, one, other, spare, unit in (
        ("processes", before.processes, after.processes, _SPARE_PROCESSES, 1),
        ("descriptors of the first", before.descriptors, after.descriptors, _SPARE_DESCRIPTORS, 1),
        ("MiB of the first", before.front, after.front, _SPARE_FRONT, 1 << 20),
        ("MiB of all", before.every, after.every, _SPARE_EVERY, 1 << 20),
    ):
        seen = f"{one // unit:,} before, {other // unit:,} after"
        faults = [] if other <= one + spare else [f"{(other - one) // unit:,} more than before"]
        if not one or not other:
            faults = ["the server is gone"]
        yield Promise(f"nothing leaks: {name}, at most {spare // unit:,} more", seen, faults)
    beyond = watcher.heaviest - before.every
    faults = [f"{beyond >> 20:,} MiB"] if beyond > _AT_MOST else []
    text = f"queries take at most {_AT_MOST >> 20:,} MiB together"
    yield Promise(text, f"at most {max(beyond, 0) >> 20:,} MiB", faults)
    faults = sorted(watcher.outgoing)[:_MOST_FAULTS] if watcher.looks else ["nobody has looked"]
    yield Promise("the server connects to nobody", f"{watcher.looks:,} looks", faults)


def render(promises: Sequence[Promise]) -> str:
    """Return all promises as a table in Markdown."""
    lines = ["| promise | seen | |", "| --- | --- | --- |"]
    for each in promises:
        cells = (each.text, each.seen, each.verdict)
        lines.append(f"| {' | '.join(cell.replace('|', '&#124;') for cell in cells)} |")
    return "\n".join(lines)


def read_options(words: Sequence[str] | None = None) -> argparse.Namespace:
    """Return what the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=1, help="how long to attack")
    parser.add_argument("--seed", type=int, default=7, help="of what is drawn at random")
    parser.add_argument(
        "--command",
        type=str.split,
        metavar="WORDS",
        help="attack another server: its command, with {port}; --log FILE is added to it",
    )
    options = parser.parse_args(words)
    if not 0 < options.minutes <= 24 * 60:
        parser.error("--minutes is more than 0, and at most a day")
    return options


if __name__ == "__main__":
    sys.exit(main())
