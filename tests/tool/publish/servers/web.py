"""Real servers with the rules as published: their configurations, and a client with one line."""

from __future__ import annotations

import http.client
import os
import shutil
import socket
import subprocess
import time
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Final, NoReturn

import pytest

from visitkg.publish.file import File
from visitkg.publish.publish import find_versions, make_site
from visitkg.publish.representation import RDF_FORMATS, represent
from visitkg.publish.server.rules import make_server_rules
from visitkg.publish.write import write_site

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from visitkg.publish.content import Site

PATH: Final = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin"])
MODULES: Final = ("/usr/lib/apache2/modules", "/usr/lib64/httpd/modules")
NOBODY: Final = 65534
PATIENCE: Final = 20


@dataclass(frozen=True)
class Answer:
    """What a server answers: a status, headers with names in lower case, and a body."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def type(self) -> str:
        return self.headers.get("content-type", "")

    @property
    def location(self) -> str:
        """Return where a redirect leads, without a host that is the server's own."""
        location = self.headers.get("location", "")
        return "/" + location.split("/", 3)[3] if "//127.0.0.1" in location else location


@dataclass
class Host:
    """A site on a port of a server; each request goes over the same connection."""

    server: str
    port: int
    folder: Path
    connection: http.client.HTTPConnection | None = field(default=None, repr=False)

    def ask(
        self,
        path: str,
        accept: str | None = None,
        method: str = "GET",
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        sent = {**({} if accept is None else {"Accept": accept}), **(headers or {})}
        try:
            return self._ask(method, path, sent)
        except (http.client.HTTPException, ConnectionError):
            self.close()  # the server has ended an idle connection
            return self._ask(method, path, sent)

    def follow(self, path: str, accept: str | None = None) -> Answer:
        answer = self.ask(path, accept)
        for _ in range(3):
            if not answer.location:
                return answer
            answer = self.ask(answer.location, accept)
        pytest.fail(f"{self.server}: {path} leads round in circles")

    def close(self) -> None:
        if self.connection is not None:
            self.connection.close()
            self.connection = None

    def _ask(self, method: str, path: str, headers: Mapping[str, str]) -> Answer:
        if self.connection is None:
            self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        self.connection.putrequest(method, path, skip_host="Host" in headers)
        for name, value in headers.items():
            self.connection.putheader(name, value)
        self.connection.endheaders()
        answer = self.connection.getresponse()
        body = answer.read()
        found: dict[str, str] = {}
        for name, value in answer.getheaders():
            key = name.lower()
            found[key] = f"{found[key]}, {value}" if key in found else value
        return Answer(answer.status, found, body)


def publish(site: Site, folder: Path, *, release: bool = False) -> None:
    """Write a site as the command does."""
    versions = find_versions(site, folder, release=release)
    write_site(make_site(site, versions, folder), folder, "a digest")


def build(site: Site, folder: Path) -> None:
    """Write a site whose pages say no more than that they are pages."""
    for file in (*make_stand_ins(site), *make_server_rules(site)):
        path = folder / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.content)


def make_stand_ins(site: Site) -> Iterator[File]:
    for number, document in enumerate(site.documents.values()):
        page = f"<!doctype html><title>{number}</title>"
        yield File(f"{document.path}.html", page.encode())
        for suffix in RDF_FORMATS:
            yield File(f"{document.path}.{suffix}", represent(document, suffix, site.prefixes))


@contextmanager
def run_apache(roots: Sequence[Path], state: Path) -> Iterator[list[Host]]:
    program = shutil.which("apache2", path=PATH) or shutil.which("httpd", path=PATH)
    modules = next((each for each in MODULES if Path(each).is_dir()), None)
    if program is None or modules is None:
        _miss("apache2")
    state = Path(mkdtemp(prefix="apache-", dir=state))
    ports = [_free_port() for _ in roots]
    names = [
        "authz_core",
        "mime",
        "dir",
        "negotiation",
        "autoindex",
        "setenvif",
        "headers",
        "rewrite",
    ]
    loaded = [f"LoadModule {name}_module {modules}/mod_{name}.so" for name in names]
    if not any("mpm" in each for each in _compiled_in(program)):
        loaded.append(f"LoadModule mpm_event_module {modules}/mod_mpm_event.so")
    lines = [
        f"ServerRoot {state}",
        f"DefaultRuntimeDir {state}",
        f"PidFile {state}/apache.pid",
        f"ErrorLog {state}/apache.log",
        *loaded,
        *([f"User #{NOBODY}", f"Group #{NOBODY}"] if _is_root() else []),
        "ServerName localhost",
        "StartServers 1",
        "MaxKeepAliveRequests 0",
        "KeepAliveTimeout 60",
        "TypesConfig /dev/null",
        # As bad as a host can be: the rules must stand against all of it.
        "AddLanguage ko .ko",
        "AddEncoding x-gzip .gz",
        "AddHandler type-map var",
        "AddDefaultCharset iso-8859-1",
    ]
    for root, port in zip(roots, ports, strict=True):
        lines += [
            f"Listen 127.0.0.1:{port}",
            f"<VirtualHost 127.0.0.1:{port}>",
            f"DocumentRoot {root}",
            "AllowEncodedSlashes NoDecode",
            f"<Directory {root}>",
            "Require all granted",
            "Options Indexes FollowSymLinks MultiViews",
            "AllowOverride FileInfo Indexes Options=Indexes,MultiViews",
            "</Directory>",
            "</VirtualHost>",
        ]
    configuration = state / "apache.conf"
    configuration.write_text("\n".join([*lines, ""]))
    command = [program, "-f", str(configuration), "-D", "FOREGROUND"]
    with _run("apache", command, roots, ports, state / "apache.log") as hosts:
        yield hosts


@contextmanager
def run_nginx(roots: Mapping[Path, str], state: Path) -> Iterator[list[Host]]:
    """Run nginx with a server for each root; the site lies in it at a path."""
    program = shutil.which("nginx", path=PATH)
    if program is None:
        _miss("nginx")
    ports = [_free_port() for _ in roots]
    with ExitStack() as stack:
        hosts = []
        # One process for each: the names of the maps are the same.
        for (root, prefix), port in zip(roots.items(), ports, strict=True):
            rules = f"{root}{prefix}server"
            own = Path(mkdtemp(prefix="nginx-", dir=state))
            kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
            configuration = own / "nginx.conf"
            configuration.write_text(
                f"{'user root;' if _is_root() else ''}\n"
                f"daemon off; worker_processes 1; pid {own}/pid; error_log {own}/log warn;\n"
                "events { worker_connections 64; }\n"
                "http {\n"
                f"  {''.join(f'{kind}_temp_path {own}/{kind}; ' for kind in kinds)}\n"
                "  access_log off; autoindex on; keepalive_requests 1000000;\n"
                f"  include {rules}/nginx-maps.conf;\n"
                f"  server {{ listen 127.0.0.1:{port}; root {root};\n"
                f"    include {rules}/nginx.conf; }}\n"
                "}\n"
            )
            log = own / "log"
            command = [program, "-p", str(own), "-e", str(log), "-c", str(configuration)]
            hosts += stack.enter_context(_run("nginx", command, [root], [port], log))
        yield hosts


@contextmanager
def _run(
    name: str, command: list[str], roots: Sequence[Path], ports: Sequence[int], log: Path
) -> Iterator[list[Host]]:
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as process:
        hosts = [Host(name, port, root) for port, root in zip(ports, roots, strict=True)]
        try:
            for host in hosts:
                _wait_for(host, process, log)
            yield hosts
        finally:
            for host in hosts:
                host.close()
            process.terminate()
            process.communicate(timeout=PATIENCE)


def _wait_for(host: Host, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", host.port), timeout=1).close()
        except OSError:
            time.sleep(0.02)
        else:
            return
    process.terminate()
    said = process.communicate()[0].decode(errors="replace")
    logged = log.read_text() if log.exists() else ""
    pytest.fail(f"{host.server} doesn't run:\n{said}{logged}")


def _compiled_in(program: str) -> list[str]:
    listed = subprocess.run([program, "-l"], capture_output=True, text=True, check=False)
    return listed.stdout.split()


def _miss(program: str) -> NoReturn:
    reason = f"no {program}: install the packages apache2 and nginx"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


def _free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port: int = listening.getsockname()[1]
        return port


def _is_root() -> bool:
    return os.geteuid() == 0
