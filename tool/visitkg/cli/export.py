"""``visitkg export``: the graph in the forms that others expect."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

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
from visitkg.errors import InputError, UsageError
from visitkg.export.claim import count_unnamed
from visitkg.export.content import Content, read_content, view_content
from visitkg.export.view import VIEWS, export_in_pieces
from visitkg.export.write import FORMATS
from visitkg.graph.source import STANDARD_INPUT
from visitkg.project import find_project

if TYPE_CHECKING:
    from collections.abc import Iterable

    from visitkg.cli.store import Opened
    from visitkg.endpoint.client import Endpoint
    from visitkg.project import Project


@click.command("export")
@click.argument("view", metavar="VIEW", type=click.Choice(list(VIEWS)))
@click.option(
    "--format",
    "format_name",
    type=click.Choice(FORMATS),
    help="How to write the view; by default as it is most often read.",
)
@click.option(
    "--output",
    metavar="FILE",
    type=click.Path(path_type=Path, readable=False),
    help="Write the view to a file instead of standard output.",
)
@endpoint_option
@store_option
@stale_option
@graph_option
@timeout_option
@project_option
def command(  # noqa: PLR0913  (one parameter for each option)
    *,
    view: str,
    format_name: str | None,
    output: Path | None,
    endpoint: str | None,
    folder: Path | None,
    allow_stale: bool,
    graph: str | None,
    timeout: float | None,
    directory: Path | None,
) -> int:
    """Write the graph in a form that others expect.

    \b
    Views, each with its formats, the default first:
      graph             what the ontology and the data state: turtle, n-triples, json-ld,
                        rdf-xml, trig, n-quads
      nanopublications  one for each claim, the proposition as its assertion: trig, n-quads,
                        json-ld
      owl2              the ontology with owl:versionIRI and owl:disjointWith, which OWL Lite
                        has not: turtle, n-triples, rdf-xml, json-ld
      reifiers          each slot of a proposition as a triple term of RDF 1.2, which the claim
                        reifies: turtle, n-triples
      schema-org        what surely takes or took place as schema:Event, all else as schema:Claim:
                        json-ld, turtle, n-triples, rdf-xml

    With --endpoint, what a graph of a triple store states is written instead, which is fetched
    whole or not at all; which of that is the ontology, and so owl2, a store can't tell. With
    --store it is what visitkg load has put into a folder.

    \b
    Exit codes:
      0  written
      2  wrong usage
      3  a file can't be read or written, or there is nothing to show

    \b
    Examples:
      visitkg export nanopublications --output claims.trig
      visitkg export schema-org
      visitkg export owl2 --format rdf-xml
      visitkg export graph --format n-quads --output visit.nq
      visitkg export graph --endpoint http://localhost:7878/query
      visitkg export graph --store my-store --format n-triples
    """
    formats = VIEWS[view].formats
    if format_name not in (None, *formats):
        raise UsageError(
            f"{view} can't be written as {format_name}", remedy=f"Choose {_either(formats)}."
        )
    refuse_idle_options(
        endpoint=endpoint,
        folder=folder,
        graph=graph,
        timeout=timeout,
        allow_stale=allow_stale,
    )
    project = find_project(directory)
    if endpoint is None and folder is None:
        content = read_content(project)
    elif folder is not None:
        _refuse_ontology(view, "--store")
        content = _read_opened(open_store(folder, graph, allow_stale=allow_stale), project)
    else:
        _refuse_ontology(view, "--endpoint")
        content = _fetch(connect(str(endpoint), project, graph=graph, timeout=timeout), project)
    if not VIEWS[view].shows(content):
        raise InputError(
            f"there is nothing to show as {view}",
            remedy="visitkg describe visit:Claim shows what a claim is.",
        )
    unnamed = count_unnamed(content) if VIEWS[view].of_claims else 0
    if unnamed:
        click.echo(_tell_unnamed(unnamed), err=True)
    _write(export_in_pieces(content, view, format_name), output)
    return 0


def _refuse_ontology(view: str, option: str) -> None:
    if view == "owl2":
        raise UsageError(
            "a store does not tell which of its statements are the ontology",
            remedy=f"Leave {option} out: owl2 is made from the files of the project.",
        )


def _fetch(endpoint: Endpoint, project: Project) -> Content:
    # Imported here: most views are of files.
    from visitkg.endpoint.whole import read_graph

    try:
        return view_content(project, read_graph(endpoint))
    finally:
        end_progress(endpoint)


def _read_opened(opened: Opened, project: Project) -> Content:
    # Imported here: most views are of files.
    from visitkg.store.graph import StoreGraph

    return view_content(project, StoreGraph(*opened).read())


def _tell_unnamed(count: int) -> str:
    claims = "1 claim has" if count == 1 else f"{count:,} claims have"
    return f"{claims} no IRI, and so no place in this view."


def _either(names: tuple[str, ...]) -> str:
    return f"{', '.join(names[:-1])} or {names[-1]}"


def _write(texts: Iterable[str], output: Path | None) -> None:
    if output is None or output == STANDARD_INPUT:
        for text in texts:
            click.echo(text, nl=False)
        return
    # Imported here: most views go to the terminal or a pipe.
    from visitkg.replace import replace_text

    replace_text(output, "".join(texts))
