"""The process that holds the graph and forks workers: ``python -m visitkg.serve.keeper``.

It reads the graph once. Then it forks itself: one process has workers that ask the engine, the
other, once it has read the site too, workers that make pages. Each ends with its control socket,
and its workers with it.
"""

from __future__ import annotations

import contextlib
import gc
import marshal
import os
import signal
import socket
import sys
import time
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from visitkg.errors import InputError, VisitkgError
from visitkg.project import find_project
from visitkg.serve.holding import Serving, hold
from visitkg.serve.limits import Limits
from visitkg.serve.message import Request
from visitkg.serve.order import LONGEST, Order
from visitkg.serve.worker import work

if TYPE_CHECKING:
    from types import FrameType

    from visitkg.project import Project
    from visitkg.serve.worker import Pages


_COLLECT_AFTER: Final = 100_000
"""So many new objects pass before Python looks for cycles among them; by default 700."""

_FAREWELL: Final = 1.0
_LOOK: Final = 0.02


@dataclass(slots=True)
class Workers:
    """The workers of one keeper that are alive; those that end are told over its control socket."""

    control: socket.socket
    alive: set[int] = field(default_factory=set)

    def reap(self, _signal: int = 0, _frame: FrameType | None = None) -> None:
        """Take note of each worker that has ended."""
        while self.alive:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            if pid in self.alive:
                self.alive.discard(pid)
                _tell(self.control, ("ended", pid, os.waitstatus_to_exitcode(status)))

    def end(self) -> None:
        """Wait for all of them to end, as they do when their lines have; kill those that don't."""
        end = time.monotonic() + _FAREWELL
        while self.alive and time.monotonic() < end:
            time.sleep(_LOOK)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        for pid in self.alive:
            os.kill(pid, signal.SIGKILL)


def main(queries: int, pages: int) -> None:
    """Hold what the first message over the socket ``queries`` says, and keep workers."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    control = socket.socket(fileno=queries)
    for_pages = socket.socket(fileno=pages)
    data = _hear(control)
    if not data:
        return
    order = Order(*marshal.loads(data))  # noqa: S302  (from our own process)
    try:
        serving = _hold(order)
    except VisitkgError as error:
        _tell(control, ("failed", str(error), error.exit_code))
        return
    child = os.fork()
    if child == 0:
        control.close()
        _keep_pages(for_pages, serving)
        return
    for_pages.close()
    _tell(control, ("ready", serving.holding.digest, serving.holding.name))
    if keep(control, serving, None):
        with contextlib.suppress(ChildProcessError):
            os.waitpid(child, 0)


def keep(control: socket.socket, serving: Serving, pages: Pages | None) -> bool:
    """Fork a worker each time that it is asked for, until the control socket ends.

    Return whether this process is still the keeper, not one of the workers.
    """
    workers = Workers(control)
    signal.signal(signal.SIGCHLD, workers.reap)
    gc.collect()
    gc.freeze()
    gc.set_threshold(_COLLECT_AFTER)
    while _hear(control):
        ours, theirs = socket.socketpair()
        # A worker that ends before its number is known would be missed.
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGCHLD})
        pid = os.fork()
        if pid == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGCHLD})
            control.close()
            theirs.close()
            work(ours, serving, pages)
            return False
        workers.alive.add(pid)
        ours.close()
        with contextlib.suppress(OSError):  # nobody is there: the next message says so
            socket.send_fds(control, [marshal.dumps(("worker", pid))], [theirs.fileno()])
        theirs.close()
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGCHLD})
    workers.end()
    return True


def _hold(order: Order) -> Serving:
    project = find_project(None if order.directory is None else Path(order.directory))
    holding = hold(project, [Path(each) for each in order.files])
    if order.must_be_valid and holding.project is not None and project.shapes.exists():
        _refuse_invalid(holding.project)
    return Serving(holding, Limits(*order.limits), order.mount)


def _refuse_invalid(project: Project) -> None:
    """Raise InputError for a project that breaks its own shapes."""
    # Imported here: only what takes the place of something that is served has to be valid.
    from visitkg.shacl.report_text import ResultWriter
    from visitkg.shacl.report_wording import place_of
    from visitkg.shacl.result import severity_name
    from visitkg.shacl.run import validate

    report = validate(project.graph_files(), project.shape_files())
    found = [each for each in report.results if severity_name(each.severity) == "violation"]
    if found:
        writer = ResultWriter(report, project.all_prefixes(), shown=report.results)
        raise InputError(
            f"{writer.message(found[0])} (and {len(found) - 1} more violations)",
            position=place_of(found[0]),
            remedy="visitkg validate shows all.",
        )


def _keep_pages(control: socket.socket, serving: Serving) -> None:
    # Imported here: the engine's workers don't need it, and answer sooner without.
    from visitkg.serve.explore.explorer import Explorer
    from visitkg.serve.explore.route import answer

    explorer = Explorer(serving.holding, serving.limits, serving.mount)
    try:
        explorer.prepare()
        # What is drawn for the start page is kept, and every worker has it.
        answer(explorer, Request("GET", "/explore/"))
    except VisitkgError as error:
        _tell(control, ("failed", str(error), error.exit_code))
        return
    _tell(control, ("ready", serving.holding.digest, serving.holding.name))
    keep(control, serving, partial(answer, explorer))


def _hear(control: socket.socket) -> bytes:
    try:
        return control.recv(LONGEST)
    except ConnectionError:
        return b""  # the other end has gone, with something of ours unread


def _tell(control: socket.socket, message: tuple[Any, ...]) -> None:
    data = marshal.dumps(message)
    if len(data) > LONGEST:
        data = marshal.dumps((*message[:1], str(message[1])[: LONGEST // 8], *message[2:]))
    try:
        control.send(data)
    except OSError:
        return  # nobody is there to be told


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
