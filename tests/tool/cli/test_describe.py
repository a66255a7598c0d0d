"""``visitkg describe``: what it prints, where, and what it exits with."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import shutil
import struct
import subprocess
import sys
import termios
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from visitkg.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable


class Run(NamedTuple):
    code: int
    out: str
    err: str


@pytest.fixture
def folder(tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a working directory that holds a copy of the made-up fair."""
    copy = tmp_path / "fair"
    shutil.copytree(root / "tests/tool/evidence/fair", copy)
    monkeypatch.chdir(copy)
    return copy


@pytest.fixture
def describe(folder: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., Run]:
    """Return a function that runs the command in the fair."""
    assert folder.is_dir()

    def run(*arguments: str) -> Run:
        with pytest.raises(SystemExit) as ended:
            main(["describe", *arguments])
        assert isinstance(ended.value.code, int)
        return Run(ended.value.code, *capsys.readouterr())

    return run


DEPARTURE = """\
Li Wei has left Harbour  id:departure
  proposition: Occurrence
  event status: Took place visit:TookPlace
  place: Harbour id:harbour
  of event: Ride by tram id:tram-ride

Claimed of it, by how surely

Asserted (1)
  Li Wei has left Harbour [event status: Took place; place: Harbour; of event: Ride by tram] - \
Asserted, by Gazette, 0 hops, own voice; P1S1 0-29 of id:gazette-report; id:claim-1

Not confirmed (1)
  Li Wei has left Harbour [event status: Took place; place: Harbour; of event: Ride by tram] - \
Not confirmed, by Courier, 0 hops, own voice; P1S1 0-51 of id:courier-report; id:claim-5

2 claims from id:courier-report, id:gazette-report; P8S3 120-180 is paragraph 8, sentence 3, \
characters 120 up to 180.
"""


@pytest.mark.parametrize(
    "name",
    [
        "departure",
        "id:departure",
        "https://example.org/fair/id/departure",
        "<https://example.org/fair/id/departure>",
        "Li Wei has left Harbour",
    ],
)
def test_a_thing_is_described_by_any_of_its_names(name: str, describe: Callable[..., Run]) -> None:
    assert describe(name) == Run(0, DEPARTURE, "")


def test_lines_are_given_on_request(describe: Callable[..., Run]) -> None:
    found = describe("departure", "--lines")
    assert "; id:claim-1; data/claim.ttl:11\n" in found.out
    assert "; id:claim-5; data/claim.ttl:53\n" in found.out


@pytest.mark.parametrize(
    ("format_name", "suffix"), [("markdown", "md"), ("json", "json"), ("turtle", "ttl")]
)
def test_the_format_can_be_chosen(
    format_name: str, suffix: str, describe: Callable[..., Run], root: Path
) -> None:
    golden = root / "tests/tool/site/golden" / f"guard.{suffix}"
    found = describe("guard", "--format", format_name)
    assert found == Run(0, golden.read_bytes().decode(), "")


def test_other_files_can_be_named(describe: Callable[..., Run], folder: Path) -> None:
    (folder / "own.ttl").write_text(
        '<http://e/x> <http://www.w3.org/2000/01/rdf-schema#label> "Own" .\n'
    )
    assert describe("Own", "--data", "own.ttl").out == (
        "Own  <http://e/x>\n  thing\n\nNo claim is listed with it.\n"
    )
    assert describe("li-wei", "--data", "own.ttl").code == 2


def test_another_project_can_be_named(
    describe: Callable[..., Run], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder.parent)
    assert describe("departure", "--project", "fair") == Run(0, DEPARTURE, "")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["li-wie"], "nothing is called 'li-wie'\nDid you mean id:li-wei (Li Wei)?\n"),
        (["李"], "nothing is called '李'\nDid you mean id:li-wei (Li Wei)?\n"),
        (["vist:Claim"], "unknown prefix 'vist:'\nDid you mean 'visit:'?\n"),
        ([""], "no name to look for\nGive a name, a CURIE or an IRI.\n"),
    ],
    ids=["misspelt", "a part of a name", "unknown prefix", "empty"],
)
def test_an_unknown_name_exits_with_2(
    arguments: list[str], message: str, describe: Callable[..., Run]
) -> None:
    assert describe(*arguments) == Run(2, "", message)


@pytest.mark.parametrize(
    "arguments",
    [[], ["a", "b"], ["li-wei", "--format", "xml"], ["li-wei", "--nonsense"]],
    ids=["no name", "two names", "unknown format", "unknown option"],
)
def test_what_click_refuses_exits_with_2(
    arguments: list[str], describe: Callable[..., Run]
) -> None:
    found = describe(*arguments)
    assert (found.code, found.out) == (2, "")
    assert "Usage: visitkg describe" in found.err


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("absent.ttl", None, "absent.ttl: no such file\n"),
        ("data", None, "data: this is a folder, not a file\n"),
        ("broken.ttl", b"id:x a id:y .\n", "broken.ttl:1:1: unknown prefix 'id:'\n"),
        (
            "latin.ttl",
            b'<http://e/x> <http://e/p> "\xe9" .\n',
            "latin.ttl:1:28: byte 0xe9 is not UTF-8\n",
        ),
        ("odd.txt", b"", "odd.txt: unknown suffix '.txt'\n"),
    ],
    ids=["missing", "a folder", "broken Turtle", "wrong encoding", "unknown suffix"],
)
@pytest.mark.parametrize("more", [[], ["--lines"]], ids=["fast", "with lines"])
def test_files_that_cannot_be_read_exit_with_3(
    name: str,
    content: bytes | None,
    message: str,
    more: list[str],
    describe: Callable[..., Run],
) -> None:
    if content is not None:
        Path(name).write_bytes(content)
    found = describe("x", "--data", name, *more)
    assert (found.code, found.out) == (3, "")
    assert found.err.startswith(message)


def test_an_empty_file_describes_nothing(describe: Callable[..., Run]) -> None:
    Path("empty.ttl").write_bytes(b"")
    assert describe("x", "--data", "empty.ttl").code == 2


def run_in_terminal(folder: Path, columns: int, *arguments: str) -> str:
    """Return what the command prints on a terminal of so many columns."""
    parent, child = pty.openpty()
    fcntl.ioctl(child, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    environment = {name: value for name, value in os.environ.items() if name != "COLUMNS"}
    with subprocess.Popen(
        [sys.executable, "-m", "visitkg", *arguments],
        cwd=folder,
        env=environment,
        stdin=child,
        stdout=child,
        stderr=child,
    ) as process:
        os.close(child)
        chunks = []
        while True:
            try:
                chunk = os.read(parent, 65536)
            except OSError:
                break
            if not chunk:
                break
            chunks.append(chunk)
        assert process.wait() == 0
    os.close(parent)
    return b"".join(chunks).decode().replace("\r\n", "\n")


def test_on_a_terminal_lines_keep_within_its_columns(folder: Path, root: Path) -> None:
    golden = root / "tests/tool/site/golden/departure.txt"
    assert run_in_terminal(folder, 80, "describe", "departure") == golden.read_bytes().decode()


def test_the_visit_is_described_from_any_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as ended:
        main(["describe", "trilateral-summit", "--format", "json"])
    assert ended.value.code == 0
    found = json.loads(capsys.readouterr().out)
    statuses = {group["status"]["label"] for group in found["claims"]}
    assert {"Not confirmed", "Speculated"} <= statuses
    assert not statuses & {"Confirmed", "Asserted", "Expected", "Reported"}
