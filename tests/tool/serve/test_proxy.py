"""A server behind a proxy: below a path, at a Unix socket, by the words of those it trusts."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import pytest
from tests.tool.publish.servers.web import PATH
from tests.tool.serve.server import PATIENCE, ROOT, Server, run

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FORWARDED: Final = {
    "X_Forwarded_For": "203.0.113.9, 192.0.2.7",
    "X_Forwarded_Host": "data.example",
    "X_Forwarded_Proto": "https",
}


@pytest.fixture(scope="module")
def mounted() -> Iterator[Server]:
    """Return a server of the project that is shown below /kg, and believes its proxy."""
    with run("--mount", "/kg", "--trust-proxy", cwd=ROOT) as server:
        server.until(lambda: server.ask("/kg/explore/").status == 200)
        yield server


def test_all_lies_below_the_mount(mounted: Server) -> None:
    address = f"http://127.0.0.1:{mounted.port}"
    assert mounted.ask("/kg/sparql?query=ASK%7B%7D").boolean is True
    assert mounted.ask("/kg/healthz").status == 200
    assert f"<{address}/kg/sparql>" in mounted.ask("/kg/sparql").text
    for path, status in (("/kg/explore/", 200), ("/kg/id/kim-jong-un.html", 200)):
        answer = mounted.ask(path)
        assert answer.status == status
        assert b'href="/explore' not in answer.body
        assert b'action="/explore' not in answer.body


@pytest.mark.parametrize("path", ["/", "/sparql?query=ASK%7B%7D", "/healthz", "/kgx/", "/KG/"])
def test_nothing_lies_beside_the_mount(path: str, mounted: Server) -> None:
    answer = mounted.ask(path)
    assert (answer.status, answer.text) == (404, "All that is here lies below /kg/.\n")


def test_redirects_lead_below_the_mount(mounted: Server) -> None:
    html = "text/html"
    for path in ("/kg/sparql", "/kg/sparql?query=ASK%7B%7D", "/kg/id/kim-jong-un"):
        answer = mounted.ask(path, Accept=html)
        assert answer.status == 303
        assert answer.headers["location"].startswith("/kg/"), answer.headers["location"]


def test_a_trusted_proxy_says_who_asks_and_by_which_name(mounted: Server) -> None:
    text = mounted.ask("/kg/sparql", **FORWARDED).text
    assert "<https://data.example/kg/sparql>" in text


@pytest.mark.parametrize(
    ("host", "scheme"), [("a b", "https"), ("x/y", "https"), ('"', "javascript"), ("", "ftp")]
)
def test_even_a_trusted_proxy_can_say_no_nonsense(host: str, scheme: str, mounted: Server) -> None:
    answer = mounted.ask("/kg/sparql", X_Forwarded_Host=host, X_Forwarded_Proto=scheme)
    assert answer.status == 200
    expected = scheme if scheme == "https" else "http"
    assert f"<{expected}://localhost/kg/sparql>" in answer.text


def test_the_last_address_that_a_proxy_names_is_logged(people: Path, tmp_path: Path) -> None:
    path = tmp_path / "access.jsonl"
    with run(people, "--log", path, "--trust-proxy") as server:
        server.ask("/healthz", **FORWARDED)
        server.until(lambda: path.read_text(encoding="utf-8"))
    assert json.loads(path.read_text(encoding="utf-8"))["client"] == "192.0.2.7"


def test_a_server_listens_at_a_unix_socket(people: Path, tmp_path: Path) -> None:
    path = tmp_path / "kg.sock"
    with run(people, "--socket", path) as server:
        assert server.wait_for("Listening at ") == f"Listening at {path}"
        assert server.query("ASK {}").boolean is True
        assert "<http://localhost/sparql>" in server.ask("/sparql").text
        # Another server does not take it away.
        with run(people, "--socket", path, is_ready=False, ends_well=False) as other:
            assert other.process.wait(PATIENCE) == 3
        assert f"{path}: can't listen here: " in other.said[0]
        assert server.query("ASK { }").boolean is True
    assert not path.exists()


def test_a_socket_that_nobody_serves_any_more_is_replaced(people: Path, tmp_path: Path) -> None:
    path = tmp_path / "kg.sock"
    with run(people, "--socket", path, ends_well=False) as server:
        os.kill(server.process.pid, signal.SIGKILL)
        server.process.wait()
    assert path.is_socket()
    with run(people, "--socket", path) as server:
        assert server.query("ASK {}").boolean is True


@pytest.mark.parametrize("what", ["file", "folder", "long"])
def test_what_is_no_socket_is_left_alone(what: str, people: Path, tmp_path: Path) -> None:
    path = tmp_path / ("x" * 200 if what == "long" else "there")
    if what == "file":
        path.write_text("mine", encoding="utf-8")
    elif what == "folder":
        path.mkdir()
    with run(people, "--socket", path, is_ready=False, ends_well=False) as server:
        assert server.process.wait(PATIENCE) == 3
    assert server.said[0].startswith(f"{path}: can't listen here: ")
    assert not server.said[0].endswith("None")
    assert what != "file" or path.read_text(encoding="utf-8") == "mine"


@contextmanager
def nginx(upstream: str, folder: Path) -> Iterator[Server]:
    """Run nginx before a server; ask it as one asks the server."""
    program = shutil.which("nginx", path=PATH)
    if program is None:
        reason = "no nginx: install the package nginx-light"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port = listening.getsockname()[1]
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    configuration = folder / "nginx.conf"
    configuration.write_text(
        f"{'user root;' if os.geteuid() == 0 else ''}\n"
        f"daemon off; worker_processes 1; pid {folder}/pid; error_log {folder}/log warn;\n"
        "events { worker_connections 64; }\n"
        "http {\n"
        f"  {''.join(f'{kind}_temp_path {folder}/{kind}; ' for kind in kinds)}\n"
        "  access_log off;\n"
        f"  server {{ listen 127.0.0.1:{port};\n"
        "    location /kg/ {\n"
        f"      proxy_pass {upstream};\n"
        "      proxy_http_version 1.1;\n"
        '      proxy_set_header Connection "";\n'
        "      proxy_set_header Host $http_host;\n"
        "      proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;\n"
        "      proxy_set_header X-Forwarded-Proto $scheme;\n"
        "    }\n  }\n}\n",
        encoding="utf-8",
    )
    command = [program, "-p", str(folder), "-e", str(folder / "log"), "-c", str(configuration)]
    with subprocess.Popen(command, stdin=subprocess.DEVNULL) as process:
        found = Server(process, [f"Listening at http://127.0.0.1:{port}/"])
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                time.sleep(0.02)
        yield found
        process.terminate()


@pytest.mark.parametrize("kind", ["port", "socket"])
def test_nginx_shows_a_server_below_a_path(kind: str, people: Path, tmp_path: Path) -> None:
    path = tmp_path / "kg.sock"
    options: list[str | Path] = ["--socket", path] if kind == "socket" else []
    log = tmp_path / "access.jsonl"
    with run(people, "--mount", "/kg", "--trust-proxy", "--log", log, *options) as server:
        upstream = f"http://unix:{path}" if options else f"http://127.0.0.1:{server.port}"
        with nginx(upstream, tmp_path) as proxy:
            answer = proxy.ask("/kg/sparql?query=ASK%7B%7D", X_Forwarded_For="203.0.113.9")
            assert answer.boolean is True
            assert answer.tag is not None
            again = proxy.ask("/kg/sparql?query=ASK%7B%7D", If_None_Match=answer.tag)
            assert again.status == 304
            post = proxy.ask(
                "/kg/sparql", "POST", "ASK {}", Content_Type="application/sparql-query"
            )
            assert post.boolean is True
            assert f"<{proxy.address}/kg/sparql>" in proxy.ask("/kg/sparql").text
            many = "SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 500"
            packed = proxy.ask(
                "/kg/sparql",
                "POST",
                many,
                Content_Type="application/sparql-query",
                Accept_Encoding="gzip",
            )
            assert packed.headers["content-encoding"] == "gzip"
            assert proxy.ask("/kg/%2e%2e/etc/passwd").status in (400, 404)
        server.until(lambda: log.read_text(encoding="utf-8"))
        clients = {json.loads(line)["client"] for line in log.read_text().splitlines()}
    # What a client says of itself comes before what the proxy has seen.
    assert clients == {"127.0.0.1"}
