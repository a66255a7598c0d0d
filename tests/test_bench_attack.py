"""What the attack on the server promises, and that it sees what breaks a promise."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from attack_target import Target

ROOT: Final = Path(__file__).resolve().parents[1]
NAMES: Final = (
    "products",
    "paths",
    "sorts",
    "hogs",
    "nesting",
    "overlong",
    "updates",
    "reaching out",
    "random bytes",
    "nonsense",
    "huge heads",
    "percent",
    "injection",
    "markup",
    "traversal",
    "chunks",
    "two lengths",
    "pipelining",
    "aborting",
    "1,000 connections",
    "reading nothing",
    "killed workers",
)
STUB: Final = """\
import json, sys, urllib.parse, socket, threading, time

kind, port = sys.argv[1], int(sys.argv[2])
body = sys.argv[3].encode()
simple = b"VALUES"

def answer(line, head, status="200 OK", body=body, more=b""):
    line.sendall(b"HTTP/1.1 " + status.encode() + b"\\r\\n" + more
                 + b"Content-Length: %d\\r\\n\\r\\n" % len(body) + body)

def serve(line):
    data = b""
    while True:
        try:
            piece = line.recv(65536)
        except OSError:
            return
        if not piece:
            line.close()
            return
        data += piece
        while data:
            head, found, rest = data.partition(b"\\r\\n\\r\\n")
            if not found and kind == "yes" and len(data) > 60000:
                head, rest = data, b""
            elif not found and kind == "yes" and not data.startswith(b"GET /sparql?query"):
                head, rest = data, b""
            elif not found:
                break
            data = rest
            asks = b"/sparql?query=%23+Which" in head
            evil = urllib.parse.unquote_to_bytes(head.split(b" ")[1] if b" " in head else b"")
            try:
                if kind == "silent" and not asks:
                    continue
                if kind == "gone" and not asks:
                    line.close()
                    return
                more = b"Content-Type: text/html\\r\\n"
                if b"\\r\\nX-Evil" in evil:
                    more += b"X-Evil: 1\\r\\n"
                told = body if asks else b"root:x:0 <script>alert(1)</script>"
                if kind == "busy" and not asks:
                    answer(line, head, "500 Oops", b"Traceback")
                elif kind == "wrong" and asks and time.monotonic() > begin + 2:
                    answer(line, head, "200 OK", body.replace(b"CN", b"XX"))
                else:
                    answer(line, head, body=told, more=more)
                if b"Connection: close" in head:
                    line.close()
                    return
            except OSError:
                return

begin = time.monotonic()
listening = socket.create_server(("127.0.0.1", port), backlog=1024)
while True:
    line, _ = listening.accept()
    threading.Thread(target=serve, args=(line,), daemon=True).start()
"""


@pytest.fixture(autouse=True, scope="module")
def bench_is_on_the_path() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(ROOT / "bench"))
        yield


def golden() -> str:
    import json

    from serve_questions import Visit

    visit = Visit.read(ROOT / "ontology" / "questions", "which-states-have-which-codes")
    rows = [{"name": {"value": name}, "code": {"value": code}} for name, code in visit.rows]
    return json.dumps({"head": {"vars": ["name", "code"]}, "results": {"bindings": rows}})


def words(kind: str) -> list[str]:
    return [sys.executable, "-c", STUB, kind, "{port}", golden()]


@pytest.fixture
def begin(tmp_path: Path) -> Iterator[Callable[[str], Target]]:
    from attack_target import start

    begun: list[Target] = []

    def make(kind: str) -> Target:
        begun.append(start(tmp_path / kind, 9, words(kind)))
        return begun[-1]

    yield make
    for target in begun:
        target.running.kill()


def faults_of(name: str, target: Target) -> list[str]:
    from attack import ATTACKS, try_one

    attack = next(each for each in ATTACKS if each.name == name)
    return try_one(attack, target, Random(1))  # noqa: S311  (nothing is secret)


def test_each_attack_is_listed() -> None:
    from attack import ATTACKS

    assert tuple(each.name for each in ATTACKS) == NAMES
    assert len({each.promise for each in ATTACKS}) == len(NAMES)


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("overlong", "status 200 for"),
        ("updates", "CLEAR ALL, sent as an update: status 200"),
        ("reaching out", "default-graph-uri: status 200"),
        ("random bytes", "status 200 for"),
        ("nonsense", "'DELETE / HTTP/1.1"),
        ("huge heads", "status 200 for a head of"),
        ("percent", "/id/%ff%fe: status 200"),
        ("injection", "an answer has the header that was sent"),
        ("markup", "the page has a script that was sent"),
        ("traversal", "//etc/passwd: a file comes that is not served"),
        ("chunks", "'zz"),
        ("two lengths", "what hides behind"),
        ("pipelining", "statuses [200, 200, 200] rather than 200, 404, 200"),
    ],
)
def test_a_server_that_takes_anything_breaks_the_promise(
    name: str, fault: str, begin: Callable[[str], Target]
) -> None:
    assert any(fault in found for found in faults_of(name, begin("yes")))


@pytest.mark.parametrize("name", ["products", "paths", "sorts", "hogs", "nesting", "percent"])
def test_a_server_that_breaks_down_breaks_the_promise(
    name: str, begin: Callable[[str], Target]
) -> None:
    found = faults_of(name, begin("busy"))
    assert found
    assert "status 500" in found[0]


@pytest.mark.parametrize("name", ["products", "hogs", "nesting", "reaching out"])
def test_a_connection_that_ends_is_no_answer(name: str, begin: Callable[[str], Target]) -> None:
    found = faults_of(name, begin("gone"))
    assert found
    assert "the connection ended without an answer" in found[0]


def test_silence_is_a_fault(
    begin: Callable[[str], Target], monkeypatch: pytest.MonkeyPatch
) -> None:
    import attack_http
    from attack_wire import talk

    monkeypatch.setattr(attack_http, "talk", lambda port, data: talk(port, data, patience=0.3))
    assert faults_of("traversal", begin("silent")) == [
        "SilenceError: no answer and no end in 0.3 seconds"
    ]


def test_a_server_that_is_not_there_is_a_fault(begin: Callable[[str], Target]) -> None:
    target = begin("yes")
    target.running.kill()
    for name in ("products", "1,000 connections", "killed workers"):
        assert faults_of(name, target)


def probe(target: Target, seconds: float) -> tuple[int, int, list[str]]:
    from attack_probe import Prober

    prober = Prober(target)
    prober.start()
    time.sleep(seconds)
    prober.stop()
    return prober.right, prober.wrong, prober.faults


def test_a_client_without_malice_counts_right_answers(begin: Callable[[str], Target]) -> None:
    right, wrong, faults = probe(begin("yes"), 0.5)
    assert right > 5
    assert (wrong, faults) == (0, [])


def test_a_client_without_malice_sees_rows_that_are_not_there(
    begin: Callable[[str], Target],
) -> None:
    right, wrong, faults = probe(begin("wrong"), 3)
    assert right
    assert wrong
    assert "21 rows, not the 21 known" in faults[0]


def test_a_client_without_malice_sees_that_a_server_is_gone(
    begin: Callable[[str], Target],
) -> None:
    target = begin("yes")
    target.running.kill()
    right, wrong, faults = probe(target, 0.3)
    assert (right, wrong > 0) == (0, True)
    assert "ConnectionRefusedError" in faults[0]


@pytest.mark.parametrize(
    ("status", "headers", "is_told"),
    [
        (504, "Visitkg-Limit: seconds=3", True),
        (413, "Visitkg-Limit: rows=9", True),
        (503, "Visitkg-Limit: running=8\r\nRetry-After: 2", True),
        (503, "Visitkg-Limit: running=8", False),
        (500, "X: y", False),
        (504, "X: y", False),
        (200, "Visitkg-Limit: rows=9", False),
    ],
)
def test_a_limit_is_told_in_status_and_header(status: int, headers: str, is_told: bool) -> None:  # noqa: FBT001  (a case)
    import attack_queries
    from serve_wire import Answer

    head = f"HTTP/1.1 {status} X\r\n{headers}".encode()
    assert attack_queries.is_told(Answer(status, head, b"why", 0)) is is_told
    assert not attack_queries.is_told(Answer(status, head, b"", 0))


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "the log has no line"),
        ('{"time":1}\n', "line 1 lacks bytes, client, method, milliseconds, status, target"),
        ("GET / evil\n", "line 1 is no JSON: 'GET / evil'"),
    ],
)
def test_a_log_that_is_not_as_promised_is_a_fault(text: str, fault: str, tmp_path: Path) -> None:
    from attack_faults import read_log

    path = tmp_path / "log"
    path.write_text(text, encoding="utf-8")
    assert list(read_log(path)) == [fault]
    assert list(read_log(tmp_path / "none")) == ["the log has no line"]


def test_a_connection_to_outside_is_seen(tmp_path: Path) -> None:
    from attack_target import Trap, list_outgoing
    from serve_process import Running

    trap = Trap()
    trap.start()
    code = (
        "import socket, sys, time; line = socket.create_connection(('127.0.0.1', "
        f"{trap.port})); other = socket.socket(); print('ready', flush=True); time.sleep(60)"
    )
    with Running([sys.executable, "-c", code], tmp_path) as running:
        until = time.monotonic() + 20
        while "ready" not in running.log.read_text(encoding="utf-8"):
            assert time.monotonic() < until
            time.sleep(0.01)
        assert list_outgoing(running, 1)
        assert not list_outgoing(running, 0) - list_outgoing(running, 1)
    assert trap.caught == 1
    trap.line.close()


def test_a_lost_answer_is_excused_by_a_killed_worker_alone(begin: Callable[[str], Target]) -> None:
    from attack import examine_lost
    from serve_wire import Answer

    target = begin("yes")
    why = b"The process that answered this has ended: why"
    head = b"HTTP/1.1 500 X\r\nVisitkg-Limit: memory=1"
    assert target.judge(Answer(500, head, b"Traceback", 0)) == "status 500: b'Traceback'"
    assert target.judge(Answer(500, b"HTTP/1.1 500 X", why, 0))
    assert not target.lost
    assert examine_lost(target).verdict == "not looked at"
    assert target.judge(Answer(500, head, why, 0)) is None
    assert examine_lost(target).verdict == "BROKEN: 1 answers more than workers"
    target.killed.append(1)
    assert examine_lost(target).verdict == "kept"


def weight(**more: int) -> object:
    from attack_target import Weight

    return Weight(7, 20, 30 << 20, 90 << 20)._replace(**more)


@pytest.mark.parametrize(
    "more",
    [{"processes": 12}, {"descriptors": 40}, {"front": 1 << 29}, {"every": 1 << 30}, {"front": 0}],
)
def test_what_leaks_breaks_one_promise(more: dict[str, int]) -> None:
    import types

    from attack import _examine_leaks

    watcher = types.SimpleNamespace(heaviest=100 << 20, outgoing=set(), looks=3)
    leaking = list(_examine_leaks(weight(), weight(**more), watcher))  # type: ignore[arg-type]  # stands in
    assert len([each for each in leaking if each.faults]) == 1
    tight = list(_examine_leaks(weight(), weight(), watcher))  # type: ignore[arg-type]  # stands in
    assert not [each for each in tight if each.faults]
    watcher.looks = 0
    unseen = list(_examine_leaks(weight(), weight(), watcher))  # type: ignore[arg-type]  # stands in
    assert [each.faults for each in unseen if each.faults] == [["nobody has looked"]]


def test_promises_are_told_one_a_line() -> None:
    from attack import Promise, render

    promises = [
        Promise("a", "3 times", []),
        Promise("b", "1 | 2", ["status 500", "silence"]),
        Promise("c", "0 seconds", [], is_looked_at=False),
    ]
    assert render(promises).splitlines()[2:] == [
        "| a | 3 times | kept |",
        "| b | 1 &#124; 2 | BROKEN: status 500; silence |",
        "| c | 0 seconds | not looked at |",
    ]


@pytest.mark.parametrize("minutes", ["0", "-1", "100000", "x"])
def test_no_time_and_too_much_time_are_refused(
    minutes: str, capsys: pytest.CaptureFixture[str]
) -> None:
    from attack import read_options

    with pytest.raises(SystemExit) as ended:
        read_options(["--minutes", minutes])
    assert ended.value.code == 2
    assert "minutes" in capsys.readouterr().err


def test_the_server_keeps_all_promises_for_a_moment(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import attack

    monkeypatch.setattr(sys, "argv", ["attack.py", "--minutes", "0.05"])
    code = attack.main()
    told = capsys.readouterr().out
    assert code == 0, told
    lines = [line for line in told.splitlines() if line.startswith("| ")][2:]
    assert len(lines) == len(NAMES) + 15
    assert "BROKEN" not in told
