"""A process beside this one hands over what it makes, or is told to have failed, and is gone."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import threading
from typing import TYPE_CHECKING, Final

import pytest
from tests.tool.children import find_children

from visitkg.graph.worker import WorkerError, has_second_processor, work_beside

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="there are no forks here")


@pytest.fixture(autouse=True)
def _nothing_left() -> Iterator[None]:
    """Expect that no process and no descriptor is left behind."""
    before, children = descriptors(), find_children()
    yield
    assert find_children() <= children
    assert descriptors() == before


def descriptors() -> set[int]:
    """Return the descriptors that are open."""
    found = set()
    for descriptor in range(256):
        try:
            os.fstat(descriptor)
        except OSError:
            continue
        found.add(descriptor)
    return found


PIECES: Final = {
    "none": [],
    "one": [b"one"],
    "several": [b"one", b"two", b"three"],
    "more than a pipe holds": [b"x" * 1_000_000, b"y"],
    "a zero byte": [b"\0" * 8],
}


@pytest.mark.parametrize("made", PIECES.values(), ids=PIECES)
def test_pieces_come_whole_and_in_order(made: list[bytes]) -> None:
    with work_beside(lambda: made) as pieces:
        assert list(pieces) == made


def test_an_empty_piece_is_left_out() -> None:
    with work_beside(lambda: [b"", b"one", b"", b"two", b""]) as pieces:
        assert list(pieces) == [b"one", b"two"]


def test_the_other_process_has_a_memory_of_its_own() -> None:
    seen = [b"before"]

    def make() -> Iterator[bytes]:
        seen.append(b"behind")
        yield from seen

    with work_beside(make) as pieces:
        assert list(pieces) == [b"before", b"behind"]
    assert seen == [b"before"]


def raise_at_once() -> Iterator[bytes]:
    raise ValueError("not told on stderr")


def raise_behind_a_piece() -> Iterator[bytes]:
    yield b"one"
    raise MemoryError


def leave() -> Iterator[bytes]:
    yield b"one"
    sys.exit(0)


def interrupt() -> Iterator[bytes]:
    yield b"one"
    # What a shell starts in the background ignores this signal.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.kill(os.getpid(), signal.SIGINT)
    yield b"two"


def kill() -> Iterator[bytes]:
    yield b"one"
    os.kill(os.getpid(), signal.SIGKILL)


def kill_in_a_piece() -> Iterator[bytes]:
    yield b"x" * 1_000_000
    os.kill(os.getpid(), signal.SIGKILL)


FAILING: Final = [raise_at_once, raise_behind_a_piece, leave, interrupt, kill, kill_in_a_piece]


@pytest.mark.parametrize("make", FAILING)
def test_a_failure_is_told_and_not_printed(
    make: Callable[[], Iterator[bytes]], capfd: pytest.CaptureFixture[str]
) -> None:
    with work_beside(make) as pieces, pytest.raises(WorkerError):
        list(pieces)
    assert capfd.readouterr() == ("", "")


def test_an_error_here_ends_the_other_process() -> None:
    def make() -> Iterator[bytes]:
        while True:
            yield b"x" * 1_000_000

    def take() -> None:
        with work_beside(make) as pieces:
            next(pieces)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        take()


def test_pieces_that_nobody_takes_are_no_hindrance() -> None:
    with work_beside(lambda: [b"x" * 1_000_000] * 3):
        pass


def test_what_is_buffered_is_printed_once() -> None:
    code = (
        "from visitkg.graph.worker import work_beside\n"
        "import atexit\n"
        "atexit.register(print, 'the end')\n"
        "print('before')\n"
        "with work_beside(lambda: [b'one']) as pieces:\n"
        "    print(list(pieces))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("before\n[b'one']\nthe end\n", "")


@pytest.mark.parametrize("reason", [errno.EAGAIN, errno.ENOMEM], ids=["too many", "no memory"])
def test_where_no_process_can_be_made_that_is_told(
    reason: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> int:
        raise OSError(reason, os.strerror(reason))

    monkeypatch.setattr(os, "fork", refuse)
    with pytest.raises(WorkerError), work_beside(list):
        pass


def test_threads_that_python_warns_of_are_no_hindrance(monkeypatch: pytest.MonkeyPatch) -> None:
    fork = os.fork

    def warn() -> int:
        # As Python does from 3.12 on.
        import warnings

        warnings.warn("this process is multi-threaded", DeprecationWarning, stacklevel=2)
        return fork()

    monkeypatch.setattr(os, "fork", warn)
    with work_beside(lambda: [b"one"]) as pieces:
        assert list(pieces) == [b"one"]


@pytest.mark.parametrize(("processors", "expected"), [({0}, False), ({0, 1}, True)])
def test_a_second_process_needs_a_second_processor(
    processors: set[int], *, expected: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: processors, raising=False)
    monkeypatch.setattr(threading, "active_count", lambda: 1)
    assert has_second_processor() is expected


def test_beside_another_thread_there_is_no_second_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1}, raising=False)
    monkeypatch.setattr(threading, "active_count", lambda: 2)
    assert not has_second_processor()


@pytest.mark.parametrize("missing", ["fork", "sched_getaffinity"])
def test_where_the_system_has_none_of_it_there_is_no_second_process(
    missing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(os, missing)
    assert not has_second_processor()
