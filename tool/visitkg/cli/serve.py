"""``visitkg serve``: a SPARQL endpoint that is safe to leave open, and pages to look around."""

from __future__ import annotations

import re
import sys
from dataclasses import fields
from importlib.util import find_spec
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from visitkg.cli.option import project_option
from visitkg.errors import InputError, UsageError
from visitkg.project import Project, find_project, rdf_files
from visitkg.serve.limits import Limits

if TYPE_CHECKING:
    from collections.abc import Callable

    from visitkg.serve.front.spawn import Plan

_MOUNT: Final = re.compile(r"(?:/[A-Za-z0-9._~-]+)*")
_NEEDED: Final = ("uvicorn", "uvloop", "httptools")
_FINE: Final = 400
_DEFAULTS: Final = {each.name: each.default for each in fields(Limits)}


def _limit_option(
    name: str, field: str, metavar: str, text: str
) -> Callable[[Callable[..., int]], Callable[..., int]]:
    default = _DEFAULTS[field]
    kind = click.FloatRange(min=0.1) if isinstance(default, float) else click.IntRange(min=1)
    return click.option(
        name, field, metavar=metavar, type=kind, default=default, show_default=True, help=text
    )


@click.command("serve")
@click.argument("data", metavar="[FILE]...", nargs=-1, type=click.Path(path_type=Path))
@project_option
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen at.")
@click.option(
    "--port",
    type=click.IntRange(0, 65_535),
    default=8000,
    show_default=True,
    help="The port to listen at; 0 takes a free one.",
)
@click.option(
    "--socket",
    "socket_path",
    metavar="PATH",
    type=click.Path(path_type=Path),
    help="Listen at a Unix socket instead, for a proxy on the same machine.",
)
@click.option(
    "--mount", metavar="/PATH", default="", help="The path under which a proxy shows all this."
)
@click.option("--trust-proxy", is_flag=True, help="Believe what X-Forwarded headers say.")
@click.option("--reload", is_flag=True, help="Take new states of the files as they change.")
@click.option(
    "--log",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Write a line of JSON for each request; - is standard output.",
)
@_limit_option("--timeout", "seconds", "SECONDS", "How long a query may run.")
@_limit_option("--most-rows", "rows", "N", "How many rows or triples an answer may have.")
@_limit_option("--most-bytes", "size", "N", "How many bytes an answer may have.")
@_limit_option("--most-length", "length", "N", "How many bytes a query may have.")
@_limit_option("--memory", "memory", "MIB", "How much memory a query may take beside the data.")
@_limit_option("--running", "running", "N", "How many long queries run at once.")
@_limit_option("--running-for-one", "running_for_one", "N", "How many of them for one client.")
@_limit_option("--waiting", "waiting", "N", "How many requests wait for their turn.")
@click.option(
    "--get",
    "target",
    metavar="/PATH",
    help="Serve nothing: print what would be answered, and exit with 1 if that is an error.",
)
@click.option("--accept", metavar="TYPE", help="With --get: the media types that are wanted.")
def command(  # noqa: PLR0913  (one parameter for each option)
    *,
    data: tuple[Path, ...],
    directory: Path | None,
    host: str,
    port: int,
    socket_path: Path | None,
    mount: str,
    trust_proxy: bool,
    reload: bool,
    log: Path | None,
    target: str | None,
    accept: str | None,
    **limits: Any,  # noqa: ANN401  (one for each limit)
) -> int:
    """Serve a SPARQL endpoint that is safe to leave open, and pages to look around.

    The endpoint is /sparql: SPARQL 1.1 Protocol, for reading. Pages begin at /explore/: search,
    questions as forms, an editor, answers as tables and pictures. Each IRI of the project resolves
    as in the site that is published. FILE stands in for the project: any RDF can be served.

    Nothing changes the data, and nothing outside is asked. A query that takes too long or too much
    is broken off, and its answer says so. Health is told at /healthz, numbers at /metrics. The
    signal HUP takes a new state of the files, INT and TERM end the server.

    \b
    Exit codes:
      0  ended by a signal; with --get: answered
      1  with --get: the answer is an error
      2  wrong usage
      3  unreadable input, or no way to listen

    \b
    Examples:
      visitkg serve
      visitkg serve --port 8080 --reload
      visitkg serve my.ttl more.nt
      visitkg serve --socket /run/visitkg.sock --mount /kg --trust-proxy
      visitkg serve --get /id/kim-jong-un --accept text/turtle
    """
    _refuse_missing()
    if not isfinite(limits["seconds"]):
        raise UsageError(
            "--timeout is no number of seconds", remedy="Write it in digits, such as 20."
        )
    if not _MOUNT.fullmatch(mount):
        raise UsageError(
            f"--mount {mount!r} is no path", remedy="Write it as /kg, without / at its end."
        )
    project = find_project(directory)
    _refuse_unreadable(project, data)
    # Imported here: --help has no need of it.
    from visitkg.serve.front.listen import listen, listen_at
    from visitkg.serve.front.log import open_log
    from visitkg.serve.front.spawn import Plan, spawn

    watched = _watched(project, data) if reload else ()
    plan = Plan(directory, data, mount, Limits(**limits), watched, trust_proxy)
    if target is not None:
        return _get(plan, target, accept)
    if accept is not None:
        raise UsageError("--accept needs --get", remedy="Name with --get what to answer.")
    if sys.stdout is None:
        raise InputError("standard output is closed", remedy="Send it to a file.")
    lines = open_log(log, sys.stdout.fileno())
    listening = listen(host, port) if socket_path is None else listen_at(socket_path)
    click.echo(f"Listening at {_address(listening.getsockname(), mount)}", err=True)
    spawned = spawn(plan.order())
    # Imported here: the data are being read meanwhile.
    from visitkg.serve.front.server import serve

    try:
        serve(plan, spawned, [listening], lines, lambda line: click.echo(line, err=True))
    finally:
        listening.close()
        if socket_path is not None:
            socket_path.unlink(missing_ok=True)
    return 0


def _get(plan: Plan, target: str, accept: str | None) -> int:
    # Imported here: a server has no need of it.
    from visitkg.serve.front.get import get

    if not target.startswith("/"):
        raise UsageError(f"--get {target!r} is no path", remedy="Write it as /id/kim-jong-un.")
    response = get(plan, target, accept)
    if sys.stdout is None:
        raise InputError("standard output is closed", remedy="Send it to a file.")
    sys.stdout.buffer.write(response.body)
    sys.stdout.buffer.flush()
    location = response.header("Location")
    led = f", which leads to {location}" if location else ""
    click.echo(f"{target}: {response.status}{led}", err=True)
    return int(response.status >= _FINE)


def _refuse_missing() -> None:
    missing = [name for name in _NEEDED if find_spec(name) is None]
    if missing:
        raise InputError(
            f"serving needs {', '.join(missing)}, which is not installed",
            remedy="pip install 'visitkg[serve]'",
        )


def _refuse_unreadable(project: Project, data: tuple[Path, ...]) -> None:
    """Raise InputError for what is not there, before anything listens."""
    for each in data:
        rdf_files(each)
    if not data:
        project.graph_files()


def _watched(project: Project, data: tuple[Path, ...]) -> tuple[Path, ...]:
    if data:
        return data
    configuration = [project.root / name for name in ("visitkg.toml", "pyproject.toml")]
    return (project.ontology, project.data, project.shapes, project.questions, *configuration)


def _address(name: Any, mount: str) -> str:  # noqa: ANN401  (an address, or a path)
    if isinstance(name, str | bytes):
        return str(name)
    host = f"[{name[0]}]" if ":" in name[0] else name[0]
    return f"http://{host}:{name[1]}{mount}/"
