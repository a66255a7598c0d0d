"""Which pager shows long answers, and that it can't end the shell."""

from __future__ import annotations

import os
import signal
import sys
from typing import TYPE_CHECKING

import pytest

from visitkg.shell import paging
from visitkg.shell.paging import page, pager_command, scrolls_sideways

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("pager", ["", "   ", "cat", "no-such-pager-here -x", "less 'open"])
def test_no_pager_is_used_where_none_is_wanted_or_there(pager: str) -> None:
    assert pager_command({"PAGER": pager}) == ()


def test_the_pager_is_the_one_that_is_named() -> None:
    assert pager_command({"PAGER": f"{sys.executable} -c 'a b'"}) == (sys.executable, "-c", "a b")


@pytest.mark.parametrize(("found", "expected"), [("/bin/less", ("less", "-FRSX")), (None, ())])
def test_the_pager_is_less_if_it_is_there(
    found: str | None, expected: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paging, "which", lambda _: found)
    assert pager_command({}) == expected


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        (("less", "-FRSX"), True),
        (("/usr/bin/less", "-R", "-S"), True),
        (("less", "-R"), False),
        (("less", "--RAW-CONTROL-CHARS"), False),
        (("more", "-S"), False),
        (("less",), False),
        ((), False),
    ],
)
def test_only_less_is_known_to_scroll_sideways(command: tuple[str, ...], expected: object) -> None:
    assert scrolls_sideways(command) is expected


def run(code: str) -> tuple[str, ...]:
    return (sys.executable, "-c", code)


def test_the_pager_reads_the_whole_text(tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    text = "김\n" * 100_000
    page(
        run(f"import sys; open({str(copy)!r}, 'wb').write(sys.stdin.buffer.read())"),
        text,
    )
    assert copy.read_text(encoding="utf-8") == text


def test_a_pager_that_leaves_early_is_no_error() -> None:
    page(run("import os; os.close(0)"), "x\n" * 1_000_000)


def test_an_interrupt_is_the_pagers_alone() -> None:
    page(run(f"import os, signal; os.kill({os.getpid()}, signal.SIGINT)"), "x\n")
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
