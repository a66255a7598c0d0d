"""``visitkg load``: fill a triple store."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from visitkg.cli.option import project_option
from visitkg.cli.store import connect, end_progress, timeout_option
from visitkg.errors import UsageError
from visitkg.graph.source import STANDARD_INPUT
from visitkg.project import find_project, rdf_files

if TYPE_CHECKING:
    from collections.abc import Callable

    from visitkg.project import Project

_EVERY: Final = 0.25
_LATEST: Final = "\r\x1b[K"
_MEGABYTE: Final = 1 << 20


@click.command("load")
@click.argument(
    "files", nargs=-1, metavar="[FILE]...", type=click.Path(path_type=Path, readable=False)
)
@click.option(
    "--endpoint",
    metavar="URL",
    help="The SPARQL endpoint of the store, or its name in the project.",
)
@click.option(
    "--store",
    "folder",
    metavar="DIR",
    type=click.Path(path_type=Path, readable=False),
    help="Fill the store in this folder, a new one if there is none.",
)
@click.option(
    "--graph-store", metavar="URL", help="Where the store takes graphs, if the project says none."
)
@click.option(
    "--graph", metavar="IRI", help="Fill this graph; by default the default graph of the store."
)
@timeout_option
@click.option("--replace", is_flag=True, help="Leave nothing else in the graphs that are filled.")
@project_option
def command(  # noqa: PLR0913  (one parameter for each option)
    *,
    files: tuple[Path, ...],
    endpoint: str | None,
    folder: Path | None,
    graph_store: str | None,
    graph: str | None,
    timeout: float | None,
    replace: bool,
    directory: Path | None,
) -> int:
    """Fill a triple store, in pieces that go on where they ended.

    Loads FILEs, folders too, or the ontology and the data of the project, with --endpoint by the
    SPARQL 1.1 Graph Store Protocol. All are read before anything is sent. A load that broke off
    goes on behind what it has sent when the same command is run again; at the end the store counts
    its triples, which must be as many as they should.

    With --store it is a store on the disk, and blank nodes stay. What it holds stays in it, and is
    read again if a file of it changed; FILEs are added. Until a load has ended, whatever ends it,
    the store is the one before; the same command goes on where it was.

    With --endpoint, blank nodes become IRIs below /.well-known/genid/ of the project's base, and
    blank nodes again in what other commands read with --endpoint. Named graphs of the files keep
    their names.

    \b
    Exit codes:
      0  loaded, and counted
      2  wrong usage
      3  a file can't be read, the store can't be reached or filled, or counts another number,
         or another load fills it

    \b
    Examples:
      visitkg load --endpoint http://localhost:7878/query \\
          --graph-store http://localhost:7878/store
      visitkg load --endpoint prod --graph https://example.org/kg --replace
      visitkg load --endpoint prod data.nt.gz more/
      visitkg load --store my-store data.nt.gz more/
      visitkg load --store my-store
    """
    _refuse_idle_options(endpoint, folder, graph_store, timeout)
    project = find_project(directory)
    if STANDARD_INPUT in files:
        raise UsageError(
            "a load reads its files twice, and standard input can be read once",
            remedy="Write it to a file first.",
        )
    paths = [path for each in files for path in rdf_files(each, packed=True)]
    if folder is not None:
        click.echo(_fill_folder(folder, paths, project, graph, replace_all=replace))
        return 0
    # Imported here: --help needs none of it.
    from visitkg.endpoint.load import load_files
    from visitkg.endpoint.skolem import skolem_prefix

    chosen = paths or project.graph_files()
    store = connect(str(endpoint), project, graph=graph, timeout=timeout, graph_store=graph_store)
    try:
        done = load_files(
            store,
            chosen,
            prefix=skolem_prefix(project.base),
            replace=replace,
            tell=lambda text: click.echo(text, err=True),
        )
    finally:
        end_progress(store)
    there = "nothing else is there" if replace else f"{done.added:,} were not there before"
    click.echo(
        f"Loaded {_amount(done.triples, 'triple')} of {_amount(len(chosen), 'file')} in "
        f"{_amount(done.requests, 'request')}; {there}."
    )
    return 0


def _refuse_idle_options(
    endpoint: str | None, folder: Path | None, graph_store: str | None, timeout: float | None
) -> None:
    """Raise UsageError unless one store is named, and only what that can take."""
    if (endpoint is None) == (folder is None):
        what = "both a store far away and one in a folder" if folder else "no store to fill"
        raise UsageError(what, remedy="Name one: --endpoint URL or --store DIR.")
    if folder is not None:
        for name, value in (("--graph-store", graph_store), ("--timeout", timeout)):
            if value is not None:
                raise UsageError(
                    f"{name} can't go with --store, which is asked no question",
                    remedy="Leave one of them out.",
                )


def _fill_folder(
    folder: Path, paths: list[Path], project: Project, graph: str | None, *, replace_all: bool
) -> str:
    """Fill a store on the disk, and return what that came to."""
    # Imported here: --help needs none of it.
    from visitkg.store.load import has_store, load_folder
    from visitkg.store.open import read_graph_name

    chosen = paths
    if not chosen and (replace_all or not has_store(folder)):
        chosen = project.graph_files()
    on_terminal = sys.stderr is not None and sys.stderr.isatty()
    try:
        done = load_folder(
            folder,
            chosen,
            graph=None if graph is None else read_graph_name(graph).value,
            replace_all=replace_all,
            tell=lambda text: click.echo(text, err=True),
            watch=_watch() if on_terminal else lambda _text, _count, _size: None,
        )
    finally:
        if on_terminal:
            click.echo(_LATEST, err=True, nl=False)
    has = f"the store has {_amount(done.triples, 'triple')} of {_amount(done.all_files, 'file')}"
    if not done.files:
        return f"Nothing has changed; {has}."
    return (
        f"Loaded {_amount(done.statements, 'statement')} of {_amount(done.files, 'file')}; {has}."
    )


def _watch() -> Callable[[str, int, int], None]:
    """Return what shows on stderr what is being read, a few times a second."""
    due = time.monotonic()

    def show(text: str, count: int, size: int) -> None:
        nonlocal due
        if time.monotonic() < due:
            return
        due = time.monotonic() + _EVERY
        done = f"{count / _MEGABYTE:,.0f} of {size / _MEGABYTE:,.0f} MiB"
        click.echo(f"{_LATEST}{text}: {done} ...", err=True, nl=False)

    return show


def _amount(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'s' * (count != 1)}"
