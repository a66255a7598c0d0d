"""A query in a process of its own: what ends it, and what it can't end."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING

import pytest
from tests.tool.children import find_children

from visitkg.errors import InputError, Position, UsageError
from visitkg.shell.child import reply_from_child, work_here
from visitkg.shell.interrupt import noted_signals
from visitkg.shell.reply import Reply, failure, pack_reply, unpack_reply

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def sleep() -> Reply:
    time.sleep(60)
    return Reply("late")


def fail() -> Reply:
    raise UsageError("wrong", position=Position("a", 1, 2), source="text", remedy="Right it.")


def interrupt_soon(number: int = signal.SIGINT) -> None:
    threading.Timer(0.2, os.kill, [os.getpid(), number]).start()


@pytest.fixture(autouse=True)
def _no_child_left() -> Iterator[None]:
    """Expect that no process is left behind; a browser of other tests may have been there."""
    before = find_children()
    yield
    assert find_children() <= before


def test_the_reply_is_that_of_the_child() -> None:
    reply = reply_from_child(lambda: Reply(str(os.getpid()), "note", 1, answer=True))
    assert int(reply.text) != os.getpid()
    assert (reply.note, reply.code, reply.answer) == ("note", 1, True)


def test_a_long_text_comes_whole() -> None:
    text = "ä\n" * 2_000_000
    assert reply_from_child(lambda: Reply(text)).text == text


@pytest.mark.parametrize("run", [reply_from_child, work_here])
def test_an_error_is_told_as_other_commands_tell_it(
    run: Callable[[Callable[[], Reply]], Reply],
) -> None:
    assert run(fail) == Reply(note="a:1:2: wrong\n    text\n     ^\nRight it.", code=2)


@pytest.mark.parametrize("run", [reply_from_child, work_here])
def test_a_lack_of_memory_is_told(run: Callable[[Callable[[], Reply]], Reply]) -> None:
    def take() -> Reply:
        raise MemoryError

    assert run(take).note.endswith("no memory is left")
    assert run(take).code == 3


def test_what_takes_too_long_is_killed() -> None:
    begin = time.monotonic()
    reply = reply_from_child(sleep, 0.2)
    assert time.monotonic() - begin < 10
    assert reply.code == 3
    assert reply.note.startswith("the query took longer than 0.2 seconds\n")


def test_one_second_is_told_in_the_singular() -> None:
    assert reply_from_child(sleep, 1.0).note.startswith("the query took longer than 1 second\n")


def test_an_interrupt_ends_the_child_alone() -> None:
    interrupt_soon()
    assert reply_from_child(sleep) == Reply(note="Interrupted.", code=130)
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)


def test_an_interrupt_at_any_moment_is_a_reply_or_an_interrupt() -> None:
    begin = time.monotonic()
    seen = set()
    for step in range(40):
        timer = threading.Timer(step / 4000, os.kill, [os.getpid(), signal.SIGINT])
        try:
            timer.start()
            seen.add(reply_from_child(lambda: Reply("done")).code)
            timer.join()
        except KeyboardInterrupt:
            timer.join()
            seen.add(-1)
    assert seen <= {0, 130, -1}
    assert time.monotonic() - begin < 60


@pytest.mark.parametrize(
    ("end", "how"),
    [
        (lambda: os.kill(os.getpid(), signal.SIGKILL), "by signal 9"),
        (lambda: os._exit(7), "with 7"),
        (lambda: 1 / 0, "with 1"),
    ],
    ids=["crash", "exit", "bug"],
)
def test_a_child_that_ends_without_a_reply_is_told(end: Callable[[], object], how: str) -> None:
    def work() -> Reply:
        end()
        return Reply()

    reply = reply_from_child(work)
    assert reply.code == 3
    assert reply.note.splitlines()[0] == (
        f"the query could not be completed: its process ended {how}"
    )


def test_without_forks_the_work_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "fork")
    assert reply_from_child(lambda: Reply(str(os.getpid()))).text == str(os.getpid())


def test_the_end_of_a_shell_ends_its_query() -> None:
    code = (
        "import os, time\n"
        "from visitkg.shell.child import reply_from_child\n"
        "def work():\n"
        "    os.write(1, f'{os.getpid()}\\n'.encode())\n"
        "    time.sleep(60)\n"
        "reply_from_child(work)\n"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        child = int(process.stdout.readline())
        process.terminate()
        assert process.wait(30) == -signal.SIGTERM
    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)


def test_a_signal_that_is_ignored_stays_ignored() -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with noted_signals() as notes:
            os.kill(os.getpid(), signal.SIGHUP)
            assert notes.take() == []
    finally:
        signal.signal(signal.SIGHUP, before)


def test_what_is_noted_is_taken_once() -> None:
    with noted_signals() as notes:
        assert notes.take() == []
        os.kill(os.getpid(), signal.SIGINT)
        assert notes.take() == [signal.SIGINT]
        assert notes.take() == []


def test_what_ends_a_process_ends_it_behind_the_block() -> None:
    came = []
    before = signal.signal(signal.SIGTERM, lambda number, _: came.append(number))
    try:
        with noted_signals():
            os.kill(os.getpid(), signal.SIGTERM)
            assert came == []
        assert came == [signal.SIGTERM]
    finally:
        signal.signal(signal.SIGTERM, before)


def test_a_reply_travels_whole() -> None:
    reply = Reply("a\udcff", "b", 3, answer=True, ends=True)
    assert unpack_reply(pack_reply(reply)) == reply
    assert failure(InputError("x")) == Reply(note="x", code=3)


@pytest.mark.parametrize("data", [b"", b"x", pack_reply(Reply("abc"))[:-3]])
def test_half_a_reply_is_none(data: bytes) -> None:
    with pytest.raises((EOFError, TypeError, ValueError)):
        unpack_reply(data)
