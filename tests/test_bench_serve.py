"""What the benchmarks of the server ask, check and tell; no figure is judged here."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from serve_load import Job
    from serve_questions import Library

ROOT: Final = Path(__file__).resolve().parents[1]
OK: Final = b"HTTP/1.1 200 OK\r\n"
SILENT: Final = "import time; time.sleep(60)"
STUB: Final = """\
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_GET(self):
        status, body = int(sys.argv[2]), sys.argv[3].encode()
        if sys.argv[4] and self.headers["If-None-Match"] == sys.argv[4]:
            status, body = 304, b""
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        if sys.argv[4]:
            self.send_header("ETag", sys.argv[4])
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass

ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
"""


@pytest.fixture(autouse=True, scope="module")
def bench_is_on_the_path() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(ROOT / "bench"))
        yield


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    import workload

    for _, case in workload.provide("library", [2_000], tmp_path_factory.mktemp("library")):
        yield case.data[".nt"]


@pytest.fixture(scope="module")
def library(data: Path) -> Library:
    from serve_questions import Library

    return Library.read(data)


def answer_by_the_engine(data: Path, text: str) -> bytes:
    from pyoxigraph import QueryResultsFormat, QuerySolutions, Store

    store = Store()
    store.load(path=data)
    found = store.query(text)
    assert isinstance(found, QuerySolutions)
    return found.serialize(format=QueryResultsFormat.JSON) or b""


@pytest.mark.parametrize("number", [0, 1, 43, 44, 1_000_000])
def test_a_simple_question_has_the_rows_that_are_expected_of_it(
    number: int, data: Path, library: Library
) -> None:
    from serve_questions import read_rows

    question = library.simple(number)
    body = answer_by_the_engine(data, question.text)
    assert set(read_rows(body)) == library.rows_of_simple(number)
    assert question.find_fault(200, body) is None


@pytest.mark.parametrize("number", range(6))
def test_a_heavy_question_counts_what_is_expected_of_it(
    number: int, data: Path, library: Library
) -> None:
    question = library.heavy(number)
    assert question.find_fault(200, answer_by_the_engine(data, question.text)) is None


def test_no_simple_question_is_asked_twice(library: Library) -> None:
    assert len({library.simple(number).text for number in range(5_000)}) == 5_000


def test_what_is_no_library_is_refused(tmp_path: Path) -> None:
    from serve_questions import Library

    path = tmp_path / "empty.nt"
    path.write_text("", encoding="utf-8")
    with pytest.raises(ValueError, match=r"empty\.nt: no library"):
        Library.read(path)


@pytest.mark.parametrize(
    ("status", "change", "fault"),
    [
        pytest.param(503, "", "status 503", id="status"),
        pytest.param(200, '"value"', "0 values rather than 9", id="no rows"),
        pytest.param(200, "-00000000", 'no "978-000000000"', id="another book"),
    ],
)
def test_a_wrong_answer_is_no_answer(
    status: int, change: str, fault: str, data: Path, library: Library
) -> None:
    question = library.simple(0)
    body = answer_by_the_engine(data, question.text).decode()
    told = question.find_fault(status, (body.replace(change, "") if change else body).encode())
    assert told is not None
    assert told.startswith(fault)


@pytest.mark.parametrize(
    ("data", "body", "left"),
    [
        pytest.param(OK + b"Content-Length: 3\r\n\r\nabcHT", b"abc", b"HT", id="length"),
        pytest.param(OK + b"content-length:0\r\n\r\n", b"", b"", id="nothing"),
        pytest.param(b"HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n", b"", b"", id="304"),
        pytest.param(
            OK
            + b"Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\nA;x=y\r\n0123456789\r\n0\r\n\r\nHTTP",
            b"ab0123456789",
            b"HTTP",
            id="chunks",
        ),
        pytest.param(
            OK + b"Transfer-Encoding: chunked\r\n\r\n0\r\nX: y\r\n\r\n", b"", b"", id="trailer"
        ),
    ],
)
def test_an_answer_is_read_once_it_is_whole(data: bytes, body: bytes, left: bytes) -> None:
    from serve_wire import read_answer

    whole = len(data) - len(left)
    for cut in range(whole):
        assert read_answer(data[:cut]) is None
    answer = read_answer(data)
    assert answer is not None
    assert (answer.body, data[answer.end :]) == (body, left)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"SSH-2.0\r\n\r\n", id="no HTTP"),
        pytest.param(b"HTTP/1.1 2000 OK\r\n\r\n", id="status of four digits"),
        pytest.param(OK + b"Transfer-Encoding: chunked\r\n\r\nxyz\r\n", id="no size"),
        pytest.param(OK + b"Transfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n", id="too long a chunk"),
    ],
)
def test_what_is_no_answer_of_http_is_an_error(data: bytes) -> None:
    from serve_wire import BrokenAnswerError, read_answer

    with pytest.raises(BrokenAnswerError):
        read_answer(data)


def test_an_answer_without_a_length_ends_with_the_connection() -> None:
    from serve_wire import read_answer

    assert read_answer(OK + b"\r\nabc") is None
    answer = read_answer(OK + b"\r\nabc", closed=True)
    assert answer is not None
    assert answer.body == b"abc"


def load(job: Job, folder: Path, *, status: int, body: str, tag: str = "") -> dict[str, object]:
    from dataclasses import asdict

    from serve import do
    from serve_process import Running

    command = [sys.executable, "-c", STUB, str(job.port), str(status), body, tag]
    with Running(command, folder) as running:
        running.wait_for(job.port, b"GET / HTTP/1.1\r\nHost: h\r\n\r\n", lambda *_: None, 20)
        return asdict(do(job))


def job_of(kind: str, data: Path, connections: int = 4) -> Job:
    from serve_load import Job
    from serve_process import free_port

    return Job(free_port(), "/", "", kind, str(data), connections, 0.3)


def test_load_counts_right_answers(data: Path, library: Library, tmp_path: Path) -> None:
    body = answer_by_the_engine(data, library.simple(0).text).decode()
    result = load(job_of("same", data), tmp_path, status=200, body=body)
    assert result["fault"] is None
    assert isinstance(result["took"], list)
    assert len(result["took"]) > 4
    assert all(0 < seconds < 20 for seconds in result["took"])


def test_load_counts_what_is_unchanged(data: Path, tmp_path: Path) -> None:
    result = load(job_of("revalidate", data), tmp_path, status=200, body="{}", tag='"a"')
    assert result["fault"] is None
    assert result["took"]


@pytest.mark.parametrize(
    ("kind", "status", "fault"),
    [
        pytest.param("fresh", 200, "0 values rather than 9: b'{}'", id="another answer"),
        pytest.param("same", 500, "status 500: b'{}'", id="an error"),
        pytest.param("revalidate", 200, "no ETag", id="nothing to ask by"),
    ],
)
def test_load_ends_with_the_first_wrong_answer(
    kind: str, status: int, fault: str, data: Path, tmp_path: Path
) -> None:
    result = load(job_of(kind, data), tmp_path, status=status, body="{}")
    assert result["fault"] == fault
    assert not result["took"]


def test_a_server_that_ends_or_never_answers_is_told_with_its_last_words(tmp_path: Path) -> None:
    from serve_process import NoAnswerError, Running, free_port

    failing = [sys.executable, "-c", "import sys; sys.exit('no room')"]
    with (
        Running(failing, tmp_path) as running,
        pytest.raises(NoAnswerError, match=r"exit code 1 \(no room\)"),
    ):
        running.wait_for(free_port(), b"", lambda *_: None, 20)
    with (
        Running([sys.executable, "-c", SILENT], tmp_path) as running,
        pytest.raises(NoAnswerError, match=r"no right answer in 0 seconds: .*refused"),
    ):
        running.wait_for(free_port(), b"", lambda *_: None, 0.4)


def test_nothing_of_a_server_outlives_it(tmp_path: Path) -> None:
    import time

    from serve_process import Running

    code = "import os, time; os.fork(); os.fork(); print('ready', flush=True); time.sleep(60)"
    with Running([sys.executable, "-c", code], tmp_path) as running:
        until = time.monotonic() + 20
        while running.log.read_text(encoding="utf-8").count("ready") < 4:
            assert time.monotonic() < until
            time.sleep(0.01)
        assert len(running.members()) == 4
        assert running.memory() > 1 << 20
    assert not running.members()


def test_every_server_is_there_or_missing_with_a_remedy() -> None:
    from serve_peers import find_servers
    from validate_peers import Missing

    found = list(find_servers(None))
    names = [each.name for each in found]
    assert names == ["visitkg serve", "oxigraph serve", "rdflib-endpoint", "Virtuoso", "comunica"]
    assert all(each.remedy for each in found if isinstance(each, Missing))
    assert isinstance(found[-1], Missing)  # without a folder of modules


def test_goals_are_told_with_what_was_measured() -> None:
    from serve_table import Measured, Phase, Speed, examine

    def measure(name: str, rate: float, start: float = 0) -> Measured:
        speeds = {Phase(kind, 8): Speed(rate, 0.001, 0.002, 500) for kind in ("fresh", "same")}
        speeds[Phase("idle", 1)] = Speed(rate, 0.001, 0.002, 500)
        speeds[Phase("mixed", 1)] = Speed(rate, 0.001, 0.011, 500)
        return Measured(name, speeds, {}, [start] if start else [], heavy=(3, 0))

    ours = measure("visitkg serve", 1_000, 0.4)
    ours = ours._replace(speeds={**ours.speeds, Phase("revalidate", 8): Speed(3e3, 0, 0, 9)})
    peers = [measure("rdflib-endpoint", 80), measure("oxigraph serve", 2_500)]
    assert [f"{goal.kept}: {goal.text}" for goal in examine([ours, *peers])] == [
        "True: a new question each time: 12.50 times rdflib-endpoint, at least 10.0",
        "False: a new question each time: 0.40 times oxigraph serve, at least 0.5",
        "True: revalidation: 3,000 a second, more than the best, oxigraph serve with 2,500",
        "True: visitkg serve: 0.40 seconds to the first answer, at most 0.5",
        "False: beside heavy questions p99 takes 5.5 times as long, at most 5.0",
    ]
    idle = ours._replace(heavy=(0, 0))
    assert not [goal for goal in examine([idle]) if "heavy" in goal.text]
    assert not list(examine(peers))


def test_tables_tell_times_ours_and_why_a_server_has_none() -> None:
    from serve_table import Measured, Phase, Speed, render_heavy, render_speeds, render_starts

    phase = Phase("fresh", 8)
    ours = Measured("visitkg serve", {phase: Speed(1_000, 0.001, 0.002, 500)}, {}, [0.4, 0.2])
    few = Measured("one", {phase: Speed(2_500, 0.0004, 0.0099, 5)}, {})
    none = Measured("two", {}, {}, note="no time: status 500")
    table = render_speeds("a question", [phase], [ours, few, none])
    assert table.splitlines() == [
        "| a question | 8 connections |",
        "| --- | ---: |",
        "| visitkg serve | 1,000 (1.0 / 2.0 ms, 1.00) |",
        "| one | 2,500 (0.4 / 9.9 ms of 5, 2.50) |",
        "| two | no time: status 500 |",
    ]
    assert "| visitkg serve | 0.30 | 0.20 |  |  |" in render_starts([ours, few, none])
    assert "| two | no time: status 500 | no time: status 500 |  |  |  |" in render_heavy([none])


def test_p99_is_of_all_answers_and_needs_some() -> None:
    from serve_load import Result
    from serve_table import read_speed

    speed = read_speed(Result(2.0, [number / 1000 for number in range(200, 0, -1)]))
    assert (speed.rate, speed.p50, speed.p99, speed.answers) == (100, 0.1005, 0.198, 200)
    with pytest.raises(ValueError, match="no answer at all"):
        read_speed(Result(2.0))


def test_the_question_of_the_visit_has_its_golden_answer() -> None:
    from serve_questions import Visit

    visit = Visit.read(ROOT / "ontology" / "questions", "which-states-have-which-codes")
    assert len(visit.rows) == 21
    rows = [{"name": {"value": name}, "code": {"value": code}} for name, code in visit.rows]

    def render(bindings: list[dict[str, dict[str, str]]]) -> bytes:
        found = {"head": {"vars": ["name", "code"]}, "results": {"bindings": bindings}}
        return json.dumps(found).encode()

    assert visit.find_fault(200, render(rows)) is None
    assert visit.find_fault(200, render(rows[1:])) == "20 rows, not the 21 known"
    assert visit.find_fault(404, b"no") == "status 404: b'no'"
    for body in (b"", b"<html>", b"[]", b'{"head": {}}', b'{"head": {"vars": 1}, "results": 2}'):
        assert visit.find_fault(200, body) == f"no rows in JSON: {body!r}"


@pytest.mark.parametrize("words", [["--rounds", "0"], ["--seconds", "0"], ["--heavy", "-1"]])
def test_measuring_nothing_is_refused(
    words: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from serve import read_options

    monkeypatch.setattr(sys, "argv", ["serve.py", *words])
    with pytest.raises(SystemExit) as ended:
        read_options()
    assert ended.value.code == 2
    assert re.search("there is nothing to measure", capsys.readouterr().err)
