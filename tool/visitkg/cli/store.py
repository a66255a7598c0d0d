"""The options by which a command asks a triple store, and the store itself."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Final

import click

from visitkg.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from visitkg.endpoint.client import Endpoint
    from visitkg.endpoint.reader import Counts
    from visitkg.project import Project

_EVERY: Final = 0.25
_LATEST: Final = "\r\x1b[K"
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
        click.echo(_LATEST, err=True, nl=False)


def refuse_without_endpoint(**given: object) -> None:
    """Raise UsageError for an option that only a store can take."""
    for name, value in given.items():
        if value is not None:
            raise UsageError(
                f"--{name} is of a triple store, and none is named", remedy="Add --endpoint URL."
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
            f"{_LATEST}{counts.requests:,} requests, {counts.bytes_received:,} bytes{sent} ...",
            err=True,
            nl=False,
        )

    return show
