"""``visitkg serve`` on the command line: one answer without a server, and what is refused."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from visitkg.cli import main

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = Path(__file__).resolve().parents[3]
PATIENCE = 60


def serve(*arguments: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "visitkg", "serve", *arguments],
        cwd=cwd,
        capture_output=True,
        check=False,
        stdin=subprocess.DEVNULL,
        timeout=PATIENCE,
    )


@pytest.fixture
def data(tmp_path: Path) -> Path:
    (tmp_path / "visitkg.toml").write_text('name = "cats"\n', encoding="utf-8")
    path = tmp_path / "cats.ttl"
    path.write_text("<http://x.example/tom> <http://x.example/age> 3 .\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("target", "accept", "status", "begin"),
    [
        ("/healthz", None, 200, b"ok "),
        ("/sparql?query=ASK%7B%3Fs%20%3Fp%203%7D", None, 200, b'{"head":{},"boolean":true}'),
        ("/sparql?query=SELECT*%7B%3Fs%20%3Fp%20%3Fo%7D", "text/csv", 200, b"s,p,o\n"),
        ("/sparql", "application/n-triples", 200, b"_:"),
        ("/rdf-graph-store?default", None, 200, b"<http://x.example/tom>"),
        ("/metrics", None, 200, b"# HELP "),
    ],
)
def test_what_would_be_answered_is_printed(
    target: str, accept: str | None, status: int, begin: bytes, data: Path
) -> None:
    wish = [] if accept is None else ["--accept", accept]
    done = serve(str(data), "--get", target, *wish, cwd=data.parent)
    assert done.returncode == 0
    assert done.stdout.startswith(begin)
    assert done.stderr.decode() == f"{target}: {status}\n"


@pytest.mark.parametrize(
    ("target", "status"),
    [
        ("/sparql?query=SELECT", 400),
        ("/sparql?query=ASK%7B%7D&format=pdf", 406),
        ("/nothing", 404),
        ("/rdf-graph-store", 400),
        ("/sparql?update=CLEAR%20ALL", 403),
    ],
)
def test_an_error_that_would_be_answered_exits_with_1(target: str, status: int, data: Path) -> None:
    done = serve(str(data), "--get", target, cwd=data.parent)
    assert done.returncode == 1
    assert done.stdout
    assert done.stderr.decode() == f"{target}: {status}\n"


def test_where_a_redirect_leads_is_told() -> None:
    done = serve("--get", "/id/kim-jong-un", "--accept", "text/turtle")
    assert done.returncode == 0
    assert done.stderr.decode() == ("/id/kim-jong-un: 303, which leads to /id/kim-jong-un.ttl\n")


def test_a_mounted_target_is_named_in_full(data: Path) -> None:
    for target, code in (("/kg/healthz", 0), ("/healthz", 1)):
        done = serve(str(data), "--mount", "/kg", "--get", target, cwd=data.parent)
        assert done.returncode == code


def test_limits_hold_without_a_server_too(data: Path) -> None:
    target = "/sparql?query=SELECT*%7B%3Fs%20%3Fp%20%3Fo%7D"
    done = serve(str(data), "--most-length", "9", "--get", target, cwd=data.parent)
    assert (done.returncode, done.stdout) == (1, b"The query is longer than 9 bytes.\n")


def test_a_port_that_is_taken_is_told(data: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = serve(str(data), "--port", str(port), cwd=data.parent)
    assert done.returncode == 3
    assert done.stdout == b""
    assert done.stderr.decode() == (
        f"can't listen at 127.0.0.1:{port}: Address already in use\n"
        "Name another address with --host, or another port with --port; 0 is any.\n"
    )


@pytest.mark.parametrize("text", ["", "# nothing\n", "nonsense", "<a> <b> c ."])
def test_data_that_can_not_be_served_are_told(text: str, data: Path) -> None:
    data.write_text(text, encoding="utf-8")
    done = serve(str(data), "--port", "0", cwd=data.parent)
    assert done.returncode == 3
    said = done.stderr.decode()
    assert "cats.ttl" in said
    assert "Traceback" not in said


def run_here(arguments: Sequence[str], capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    with pytest.raises(SystemExit) as left:
        main(["serve", *arguments])
    assert isinstance(left.value.code, int)
    return left.value.code, capsys.readouterr().err


@pytest.mark.parametrize("missing", ["uvicorn", "uvloop", "httptools"])
def test_what_is_not_installed_is_named(
    missing: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(
        "visitkg.cli.serve.find_spec", lambda name: None if name == missing else object()
    )
    code, said = run_here(["--get", "/"], capsys)
    assert code == 3
    assert said == (
        f"serving needs {missing}, which is not installed\npip install 'visitkg[serve]'\n"
    )


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--mount", "kg"], "--mount 'kg' is no path"),
        (["--mount", "/"], "--mount '/' is no path"),
        (["--mount", "/kg\n"], "is no path"),
        (["--mount", "/k g"], "is no path"),
        (["--mount", "/<b>"], "is no path"),
        (["--accept", "text/csv"], "--accept needs --get"),
        (["--get", "healthz"], "--get 'healthz' is no path"),
        (["--get", ""], "is no path"),
        (["--timeout", "nan"], "--timeout"),
        (["--timeout", "inf"], "--timeout"),
        (["--timeout", "-1"], "--timeout"),
        (["--most-rows", "0"], "--most-rows"),
        (["--port", "-1"], "--port"),
    ],
)
def test_wrong_usage_exits_with_2(
    arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, said = run_here(arguments, capsys)
    assert code == 2
    assert words in said


def test_help_names_each_limit_with_its_default() -> None:
    from visitkg.cli import cli

    text = CliRunner().invoke(cli, ["serve", "--help"]).output
    for name in ("--timeout", "--most-rows", "--most-bytes", "--most-length", "--memory"):
        assert name in text
    assert "20.0" in text


def test_a_brief_answer_to_json_is_json(data: Path) -> None:
    target = "/sparql?query=SELECT*%7B%3Fs%20%3Fp%20%3Fo%7D"
    done = serve(str(data), "--get", target, cwd=data.parent)
    assert json.loads(done.stdout)["head"]["vars"] == ["s", "p", "o"]
