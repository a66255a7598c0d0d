"""The options by which a command asks a triple store, far away or on the disk, and the store."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import click

from visitkg.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from pyoxigraph import NamedNode

    from visitkg.endpoint.client import Endpoint
    from visitkg.endpoint.reader import Counts
    from visitkg.project import Project
    from visitkg.store.open import OpenStore

_EVERY: Final = 0.25
LATEST: Final = "\r\x1b[K"
"""What wipes a line of a terminal for the next state of what it shows."""
_MUCH: Final = 1 << 20
"""Bytes that are more than queries take."""

endpoint_option: Final = click.option(
    "--endpoint",
    metavar="URL",
    help="Ask the triple store with this SPARQL endpoint, or of this name in the project.",
)
graph_option: Final = click.option(
    "--graph",
    metavar="IRI",
    help="Ask this graph of the store; by default its default graph.",
)
timeout_option: Final = click.option(
    "--timeout",
    metavar="SECONDS",
    type=click.FloatRange(min=0, min_open=True),
    help="Give a silent store up after this time; by default 60.",
)
store_option: Final = click.option(
    "--store",
    "folder",
    metavar="DIR",
    type=click.Path(path_type=Path, readable=False),
    help="Ask the store in this folder, which visitkg load has filled.",
)
stale_option: Final = click.option(
    "--allow-stale",
    is_flag=True,
    help="Ask the store in a folder though its files have changed since.",
)


class Folder(NamedTuple):
    """A store on the disk that is to be validated, and the graph of it, None for all."""

    path: Path
    graph: str | None
    allow_stale: bool

    @property
    def name(self) -> str:
        """Return what messages call it."""
        return str(self.path)


class Opened(NamedTuple):
    """A store on the disk, and the graph of it that is asked, None for what files would be."""

    store: OpenStore
    graph: NamedNode | None


def connect(
    text: str,
    project: Project,
    *,
    graph: str | None,
    timeout: float | None,
    graph_store: str | None = None,
) -> Endpoint:
    """Return the store that is meant; on a terminal, stderr tells what comes from it."""
    # Imported here: most commands ask no store.
    from visitkg.endpoint.client import open_endpoint

    endpoint = open_endpoint(text, project, graph=graph, graph_store=graph_store, timeout=timeout)
    if sys.stderr is not None and sys.stderr.isatty():
        endpoint.counts.watch = _watch()
    return endpoint


def end_progress(endpoint: Endpoint) -> None:
    """Wipe what a terminal shows of the progress, and hang up."""
    endpoint.close()
    if endpoint.counts.watch is not None:
        endpoint.counts.watch = None
        click.echo(LATEST, err=True, nl=False)


def open_store(folder: Path, graph: str | None, *, allow_stale: bool) -> Opened:
    """Return the store in a folder, which is open until the command ends, and the graph meant."""
    # Imported here: most commands ask no store.
    from visitkg.store.open import find_graph, open_folder

    opened = open_folder(folder, allow_stale=allow_stale)
    store = click.get_current_context().with_resource(opened)
    return Opened(store, find_graph(store.values, graph))


def refuse_idle_options(
    *,
    endpoint: str | None,
    folder: Path | None,
    graph: str | None,
    timeout: float | None,
    allow_stale: bool,
) -> None:
    """Raise UsageError for two stores, and for an option that only another store can take."""
    if endpoint is not None and folder is not None:
        raise UsageError(
            "--endpoint and --store can't both be asked", remedy="Leave one of them out."
        )
    where, remedy = "a triple store, and none is named", "Add --endpoint URL"
    if graph is not None and endpoint is None and folder is None:
        raise UsageError(f"--graph is of {where}", remedy=f"{remedy}, or --store DIR.")
    if timeout is not None and endpoint is None:
        if folder is not None:
            where = "a triple store that is asked over HTTP"
        raise UsageError(f"--timeout is of {where}", remedy=f"{remedy}, or leave --timeout out.")
    if allow_stale and folder is None:
        raise UsageError(
            "--allow-stale is of a store in a folder, and none is named", remedy="Add --store DIR."
        )


def _watch() -> Callable[[Counts], None]:
    """Return what shows counts on stderr, a few times a second."""
    due = time.monotonic() + _EVERY

    def show(counts: Counts) -> None:
        nonlocal due
        if time.monotonic() < due:
            return
        due = time.monotonic() + _EVERY
        sent = f", {counts.bytes_sent:,} bytes sent" if counts.bytes_sent > _MUCH else ""
        click.echo(
            f"{LATEST}{counts.requests:,} requests, {counts.bytes_received:,} bytes{sent} ...",
            err=True,
            nl=False,
        )

    return show
