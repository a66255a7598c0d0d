"""``visitkg query``: ask in SPARQL, or by the name of a question."""

from __future__ import annotations

import signal
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

import click

from visitkg.cli.option import project_option
from visitkg.cli.store import (
    connect,
    end_progress,
    endpoint_option,
    graph_option,
    open_store,
    refuse_idle_options,
    stale_option,
    store_option,
    timeout_option,
)
from visitkg.errors import InputError, Position, UsageError
from visitkg.graph.load import load_store
from visitkg.graph.source import STANDARD_INPUT
from visitkg.project import Project, find_project, rdf_files
from visitkg.sparql.answer import Answer, Graph, Table, is_empty
from visitkg.sparql.parameters import split_assignments
from visitkg.sparql.questions import find_question, list_questions
from visitkg.sparql.render import FORMATS, render
from visitkg.sparql.run import run
from visitkg.sparql.source import prepare_source, read_source

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyoxigraph import Store

    from visitkg.cli.store import Opened
    from visitkg.endpoint.client import Endpoint
    from visitkg.sparql.prepare import Prepared

_PEOPLE: Final = (None, "table")
"""The formats that people read, and that can be cut to the width of a terminal."""


def complete_question(
    context: click.Context,
    parameter: click.Parameter,  # noqa: ARG001  (click's signature)
    incomplete: str,
) -> list[str]:
    """Return the questions of the project that begin so, for the completion of a shell."""
    project = find_project(context.params.get("directory"))
    names = sorted(path.stem for path in project.questions.glob("*.rq"))
    return [name for name in names if name.startswith(incomplete)]


@click.command("query")
@click.argument("query", metavar="[QUERY]", required=False, shell_complete=complete_question)
@click.option(
    "--data",
    metavar="FILE",
    multiple=True,
    type=click.Path(path_type=Path, readable=False),
    help="Ask these files or folders instead of the project's; repeatable; - is standard input.",
)
@endpoint_option
@store_option
@stale_option
@graph_option
@timeout_option
@project_option
@click.option(
    "--format",
    "format_name",
    type=click.Choice(FORMATS),
    help="How to write the answer; by default a table, or turtle for a graph.",
)
@click.option(
    "--param",
    "assignments",
    metavar="NAME=VALUE",
    multiple=True,
    help='Give a variable a value: prefix:name, <iri>, 5, 2025-09-02, text, "text"@en; repeatable.',
)
@click.option(
    "--output",
    metavar="FILE",
    type=click.Path(path_type=Path, readable=False),
    help="Write the answer to a file instead of standard output.",
)
@click.option(
    "--entailment",
    type=click.Choice(["rdfs", "owl-rl"]),
    help="Ask what follows from the data too.",
)
@click.option("--exit-code", is_flag=True, help="Exit with 1 if the answer is false or empty.")
@click.option("--allow-remote", is_flag=True, help="Let SERVICE and FROM reach other servers.")
@click.option("--list", "list_only", is_flag=True, help="List the questions of the project.")
@click.option("--explain", is_flag=True, help="Show what a question asks and takes; ask nothing.")
def command(  # noqa: PLR0913  (one parameter for each option)
    *,
    query: str | None,
    data: tuple[Path, ...],
    endpoint: str | None,
    folder: Path | None,
    allow_stale: bool,
    graph: str | None,
    timeout: float | None,
    directory: Path | None,
    format_name: str | None,
    assignments: tuple[str, ...],
    output: Path | None,
    entailment: str | None,
    exit_code: bool,
    allow_remote: bool,
    list_only: bool,
    explain: bool,
) -> int:
    """Ask a question in SPARQL, or one of the project's questions by name.

    QUERY is the name of a question, a file, - for standard input, or SPARQL itself. Prefixes of the
    project need no declaration. Rows come in the same order each time. Updates are refused.

    Formats for rows and for true or false: table, csv, tsv, json, xml, markdown. Formats for the
    graphs of CONSTRUCT and DESCRIBE: turtle, n-triples, json-ld. A table is cut to fit a terminal,
    never in a pipe or a file.

    With --endpoint the answer is that of a triple store, whole or none, in the order and the
    spelling of an answer from files. VISITKG_ENDPOINT_TOKEN, or VISITKG_ENDPOINT_USER and
    VISITKG_ENDPOINT_PASSWORD open it, VISITKG_ENDPOINT_CA names certificates to trust; of a store
    that is named prod, VISITKG_ENDPOINT_PROD_TOKEN and its like go before.

    With --store the answer is that of files which visitkg load has put into a folder. If one of
    them has changed since, or the last load has broken off, it is refused unless --allow-stale.

    A value of --param without quotes or prefix is a number, true, false or a date if it looks like
    one, else a string; a question with a default takes it as that is.

    \b
    Exit codes:
      0  answered
      1  with --exit-code: false, no row, or no triple
      2  wrong usage, or a query with an error
      3  unreadable input, or a query that could not be completed

    \b
    Examples:
      visitkg query --list
      visitkg query who-travels-with-kim
      visitkg query what-is-claimed-of-a-thing --param thing=id:xi-jinping
      visitkg query 'SELECT ?claim { ?claim visit:epistemicStatus visit:Speculated }'
      visitkg query --format csv --output claims.csv what-was-only-speculated
      visitkg query --data my.ttl 'SELECT (COUNT(*) AS ?triples) { ?s ?p ?o }'
      visitkg query --endpoint http://localhost:7878/query who-travels-with-kim
      visitkg query --store my-store who-travels-with-kim
    """
    project = find_project(directory)
    if list_only or explain:
        _show_questions(project, query, format_name, output, explain=explain)
        return 0
    if query is None:
        raise UsageError("no query", remedy="visitkg query --list shows what can be asked by name.")
    refuse_idle_options(
        endpoint=endpoint,
        folder=folder,
        graph=graph,
        timeout=timeout,
        allow_stale=allow_stale,
    )
    _refuse_shared_input(query, data)
    given = split_assignments(assignments)
    source = read_source(query, project)
    if endpoint is not None:
        _refuse_local("--endpoint", data, entailment)
        prefixes = project.all_prefixes()
        prepared = prepare_source(source, given, prefixes=prefixes, base_iri=project.base)
        remote = connect(endpoint, project, graph=graph, timeout=timeout)
        answer = _ask_store(remote, prepared, allow_remote=allow_remote)
    elif folder is not None:
        _refuse_local("--store", data, entailment)
        prefixes = project.all_prefixes()
        prepared = prepare_source(source, given, prefixes=prefixes, base_iri=project.base)
        opened = open_store(folder, graph, allow_stale=allow_stale)
        answer = _ask_opened(opened, prepared, allow_remote=allow_remote)
    else:
        with _ended_by_interrupt():
            store, prefixes = _load(project, data)
            prepared = prepare_source(source, given, prefixes=prefixes, base_iri=project.base)
            answer = run(_entail(store, entailment), prepared, allow_remote=allow_remote)
    on_terminal = output is None and sys.stdout is not None and sys.stdout.isatty()
    columns = _terminal_width() if on_terminal and format_name in _PEOPLE else None
    _write(render(answer, format_name, prefixes=prefixes, columns=columns), output)
    if format_name in _PEOPLE:
        _tell_size(answer)
    return int(exit_code and is_empty(answer))


def _refuse_local(option: str, data: tuple[Path, ...], entailment: str | None) -> None:
    """Raise UsageError for options that mean data on this machine."""
    if data:
        raise UsageError(
            f"--data and {option} can't both be asked", remedy="Leave one of them out."
        )
    if entailment is not None:
        raise UsageError(
            "--entailment is computed here, from files",
            remedy="Leave it out, or let the store infer what it can."
            if option == "--endpoint"
            else "Leave it out, or ask the files.",
        )


def _ask_store(endpoint: Endpoint, prepared: Prepared, *, allow_remote: bool) -> Answer:
    # Imported here: most queries ask files.
    from visitkg.endpoint.ask import ask

    try:
        return ask(endpoint, prepared, allow_remote=allow_remote)
    finally:
        end_progress(endpoint)


def _ask_opened(opened: Opened, prepared: Prepared, *, allow_remote: bool) -> Answer:
    # Imported here: most queries ask files.
    from visitkg.store.ask import ask

    with _ended_by_interrupt():
        return ask(opened.store.values, prepared, graph=opened.graph, allow_remote=allow_remote)


def _show_questions(
    project: Project,
    query: str | None,
    format_name: str | None,
    output: Path | None,
    *,
    explain: bool,
) -> None:
    # Imported here: answers have no need of it.
    from visitkg.sparql.listing import explain_question, write_list

    if query is None and not explain:
        _write(write_list(list_questions(project), format_name), output)
    elif query is None:
        raise UsageError(
            "--explain needs the name of a question", remedy="visitkg query --list shows the names."
        )
    elif explain:
        _write(explain_question(find_question(project, query)), output)
    else:
        raise UsageError(
            "--list takes no query", remedy=f"visitkg query --explain {query} shows one question."
        )


def _refuse_shared_input(query: str, data: tuple[Path, ...]) -> None:
    if [query, *map(str, data)].count("-") > 1:
        raise UsageError("- is named more than once", remedy="Standard input can be read once.")


@contextmanager
def _ended_by_interrupt() -> Iterator[None]:
    """Let Ctrl-C end the process at once: the engine does not look for it while it runs."""
    previous = signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, previous)


def _load(project: Project, data: tuple[Path, ...]) -> tuple[Store, dict[str, str]]:
    """Return what to ask, and the prefixes that need no declaration."""
    if not data:
        return load_store(project.graph_files()), project.all_prefixes()
    # Imported here: the project's own prefixes stand in its configuration.
    from visitkg.sparql.declared import declared_prefixes

    paths = [path for each in data for path in _files(each)]
    store = load_store(paths)
    _refuse_emptiness(store, paths)
    return store, {**declared_prefixes(paths), **project.all_prefixes()}


def _files(path: Path) -> list[Path]:
    return [path] if path == STANDARD_INPUT else rdf_files(path)


def _refuse_emptiness(store: Store, paths: list[Path]) -> None:
    """Raise InputError if the named files state nothing: every answer would be no."""
    if next(iter(store), None) is None:
        raise InputError(
            "no triple in the data to ask",
            position=Position(str(paths[0])),
            remedy="Name files that state something.",
        )


def _entail(store: Store, regime: str | None) -> Store:
    if regime is None:
        return store
    # Imported here: it costs more than a query does.
    from visitkg.owl.entailment import entail_store

    return entail_store(store, "rdfs" if regime == "rdfs" else "owl-rl")


def _terminal_width() -> int:
    # Imported here: pipes have no width.
    from shutil import get_terminal_size

    return get_terminal_size().columns


def _write(text: str, output: Path | None) -> None:
    if output is None or output == STANDARD_INPUT:
        if sys.stdout is None:
            raise InputError("standard output is closed", remedy="Name a file with --output.")
        # UTF-8 whatever the terminal's locale is: the formats say so.
        _write_all(sys.stdout.buffer, text.encode())
        return
    # Imported here: most answers go to the terminal.
    from visitkg.replace import replace_text

    replace_text(output, text)


def _write_all(stream: BinaryIO, data: bytes) -> None:
    """Write every byte: without a buffer, as with PYTHONUNBUFFERED, a stream may take only some."""
    left = memoryview(data)
    while left:
        left = left[stream.write(left) :]
    stream.flush()


def _tell_size(answer: Answer) -> None:
    if isinstance(answer, Table):
        count = len(answer.rows)
        click.echo(f"{count} row{'s' * (count != 1)}", err=True)
    elif isinstance(answer, Graph):
        count = len(set(answer.triples))
        click.echo(f"{count} triple{'s' * (count != 1)}", err=True)
