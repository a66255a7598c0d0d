"""What whoever runs a server sees: health, numbers, a line for each request, words when it ends."""

from __future__ import annotations

import json
import os
import re
import signal
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from tests.tool.serve.server import run

if TYPE_CHECKING:
    from tests.tool.serve.server import Server

FULL: Final = Path("/dev/full")
_NAME: Final = r"[a-zA-Z_:][a-zA-Z0-9_:]*"
_LABELS: Final = rf'\{{{_NAME}="[^"\\\n]*"(?:,{_NAME}="[^"\\\n]*")*\}}'
SAMPLE: Final = re.compile(rf"({_NAME})({_LABELS})? (\+Inf|-?\d+(?:\.\d+)?(?:e-?\d+)?)")
COMMENT: Final = re.compile(rf"# (HELP|TYPE) ({_NAME}) (.+)")
"""https://prometheus.io/docs/instrumenting/exposition_formats/#text-format-details"""


def test_health_is_told_with_the_digest_of_the_data(graphs: Server) -> None:
    answer = graphs.ask("/healthz")
    assert (answer.status, answer.type) == (200, "text/plain")
    assert re.fullmatch(r"ok [0-9a-f]{32}\n", answer.text)
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("path", ["/healthzz", "/health", "/metrics/x"])
def test_what_is_beside_health_is_not(path: str, graphs: Server) -> None:
    assert graphs.ask(path).status == 404


def test_metrics_are_text_that_prometheus_reads(graphs: Server) -> None:
    graphs.query("ASK {}")
    graphs.query("ASK")
    answer = graphs.ask("/metrics")
    assert answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    assert answer.text.endswith("\n")
    types: dict[str, str] = {}
    samples: dict[str, float] = {}
    for line in answer.text.splitlines():
        comment = COMMENT.fullmatch(line)
        if comment:
            assert comment[1] == "HELP" or comment[2] not in types
            if comment[1] == "TYPE":
                types[comment[2]] = comment[3]
            continue
        found = SAMPLE.fullmatch(line)
        assert found, line
        base = re.sub("_(?:bucket|sum|count)$", "", found[1])
        assert found[1] in types or types.get(base) == "histogram", line
        key = f"{found[1]}{found[2] or ''}"
        assert key not in samples
        samples[key] = float(found[3])
    assert set(types.values()) == {"counter", "gauge", "histogram"}
    assert samples['visitkg_answers_total{kind="query",status="200"}'] >= 1
    assert samples['visitkg_answers_total{kind="query",status="400"}'] >= 1
    assert samples['visitkg_workers{pool="queries"}'] >= 2
    buckets = [value for key, value in samples.items() if "_bucket" in key]
    assert buckets == sorted(buckets)
    assert buckets[-1] == samples["visitkg_seconds_count"]


def test_each_answer_is_counted_once(graphs: Server) -> None:
    name = 'visitkg_answers_total{kind="query",status="406"}'
    before = graphs.metric(name)
    for _ in range(3):
        graphs.query("ASK {}", "&format=pdf")
    assert graphs.metric(name) == before + 3


def test_a_line_of_json_is_written_for_each_request(people: Path, tmp_path: Path) -> None:
    path = tmp_path / "access.jsonl"
    with run(people, "--log", path, "--most-rows", "5") as server:
        server.query("ASK {}")
        server.ask("/%zz")
        server.ask("/healthz", "HEAD")
        server.query("SELECT * { ?s ?p ?o }")
        server.ask("/\"quoted'&<b>")
        server.ask("/" + "x" * 3_000)
        server.query("SELECT", User_Agent='"\\n')
        server.until(lambda: len(path.read_text().splitlines()) == 7)
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert [line["status"] for line in lines] == [200, 400, 200, 413, 404, 404, 400]
    assert [line["method"] for line in lines[:3]] == ["GET", "GET", "HEAD"]
    assert [line.get("limit") for line in lines] == [None] * 3 + ["rows=5"] + [None] * 3
    assert lines[0]["target"] == "/sparql?query=ASK%20%7B%7D"
    assert lines[4]["target"] == "/\"quoted'&<b>"
    assert len(lines[5]["target"]) == 2_000
    for line in lines:
        assert line["client"] == "127.0.0.1"
        assert line["bytes"] >= 0
        assert 0 <= line["milliseconds"] < 60_000
        assert datetime.fromisoformat(line["time"]).utcoffset() is not None
    assert path.stat().st_mode & 0o007 == 0


def test_lines_can_go_to_standard_output(people: Path, tmp_path: Path) -> None:
    path = tmp_path / "out"
    with path.open("wb") as out, run(people, "--log", "-", stdout=out) as server:
        server.query("ASK {}")
        server.until(lambda: path.read_text(encoding="utf-8"))
    assert json.loads(path.read_text(encoding="utf-8"))["status"] == 200


def test_a_log_that_was_moved_aside_is_begun_anew(people: Path, tmp_path: Path) -> None:
    path, aside = tmp_path / "access.jsonl", tmp_path / "access.1.jsonl"
    with run(people, "--log", path) as server:
        server.query("ASK {}")
        server.until(lambda: path.read_text(encoding="utf-8"))
        path.rename(aside)
        server.query("ASK { }")
        server.until(lambda: len(aside.read_text(encoding="utf-8").splitlines()) == 2)
        server.process.send_signal(signal.SIGHUP)
        server.until(path.exists)
        server.query("ASK {  }")
        server.until(lambda: path.read_text(encoding="utf-8"))
        assert len(aside.read_text(encoding="utf-8").splitlines()) == 2


@pytest.mark.skipif(not FULL.exists(), reason="no /dev/full here to write to")
def test_a_full_disk_loses_lines_not_answers(people: Path) -> None:
    with run(people, "--log", FULL) as server:
        for number in range(3):
            assert server.query(f"SELECT ({number} AS ?n) {{}}").rows == [{"n": str(number)}]
        assert server.metric("visitkg_log_lines_lost") >= 3


def test_a_server_says_where_and_what_it_serves_and_nothing_else(people: Path) -> None:
    with run(people) as server:
        for path in ("/", "/sparql?query=ASK", "/%zz"):
            server.ask(path)
        server.say(b"nonsense\r\n\r\n")
        server.ask("/healthz", Connection="Upgrade", Upgrade="websocket")
    first, *rest = server.said
    assert re.fullmatch(r"Listening at http://127\.0\.0\.1:\d+/", first)
    assert rest == ["Serving people.trig. Ctrl-C ends it."]


@pytest.mark.parametrize("kind", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_a_server_well(kind: signal.Signals, people: Path) -> None:
    with run(people, ends_well=False) as server:
        os.kill(server.process.pid, kind)
        assert server.process.wait(20) == 0
    assert len(server.said) == 2
