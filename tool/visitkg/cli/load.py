"""``visitkg load``: fill a triple store."""

from __future__ import annotations

from pathlib import Path

import click

from visitkg.cli.option import project_option
from visitkg.cli.store import connect, end_progress, timeout_option
from visitkg.errors import UsageError
from visitkg.graph.source import STANDARD_INPUT
from visitkg.project import find_project, rdf_files


@click.command("load")
@click.argument(
    "files", nargs=-1, metavar="[FILE]...", type=click.Path(path_type=Path, readable=False)
)
@click.option(
    "--endpoint",
    metavar="URL",
    required=True,
    help="The SPARQL endpoint of the store, or its name in the project.",
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
    endpoint: str,
    graph_store: str | None,
    graph: str | None,
    timeout: float | None,
    replace: bool,
    directory: Path | None,
) -> int:
    """Fill a triple store, in pieces that go on where they ended.

    Loads FILEs, folders too, or the ontology and the data of the project, by the SPARQL 1.1 Graph
    Store Protocol. All are read before anything is sent. A load that broke off goes on behind what
    it has sent when the same command is run again; at the end the store counts its triples, which
    must be as many as they should.

    Blank nodes become IRIs below /.well-known/genid/ of the project's base, and blank nodes again
    in what other commands read with --endpoint. Named graphs of the files keep their names.

    \b
    Exit codes:
      0  loaded, and counted
      2  wrong usage
      3  a file can't be read, the store can't be reached or filled, or counts another number

    \b
    Examples:
      visitkg load --endpoint http://localhost:7878/query \\
          --graph-store http://localhost:7878/store
      visitkg load --endpoint prod --graph https://example.org/kg --replace
      visitkg load --endpoint prod data.nt.gz more/
    """
    # Imported here: --help needs none of it.
    from visitkg.endpoint.load import load_files
    from visitkg.endpoint.skolem import skolem_prefix

    project = find_project(directory)
    if STANDARD_INPUT in files:
        raise UsageError(
            "a load reads its files twice, and standard input can be read once",
            remedy="Write it to a file first.",
        )
    paths = [path for each in files for path in rdf_files(each, packed=True)]
    chosen = paths or project.graph_files()
    store = connect(endpoint, project, graph=graph, timeout=timeout, graph_store=graph_store)
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


def _amount(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'s' * (count != 1)}"
