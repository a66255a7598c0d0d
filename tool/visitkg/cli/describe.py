"""``visitkg describe``: a thing and what is claimed of it."""

from __future__ import annotations

import shutil
import sys
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
from visitkg.errors import UsageError
from visitkg.project import find_project
from visitkg.site.describe import describe
from visitkg.site.name import find_node
from visitkg.site.view import open_view

if TYPE_CHECKING:
    from visitkg.cli.store import Opened
    from visitkg.endpoint.client import Endpoint
    from visitkg.site.model import Description


@click.command("describe")
@click.argument("name", metavar="NAME")
@endpoint_option
@store_option
@stale_option
@graph_option
@timeout_option
@project_option
@click.option(
    "--data",
    "data",
    metavar="FILE",
    multiple=True,
    type=click.Path(path_type=Path, readable=False),
    help="Look in these files instead of the project's; repeatable.",
)
@click.option(
    "--format",
    "format_name",
    type=click.Choice(["text", "json", "turtle", "markdown"]),
    default="text",
    show_default=True,
    help="How to print the description.",
)
@click.option("--lines", is_flag=True, help="Give the file and line of each claim.")
def command(  # noqa: PLR0913  (one parameter for each option)
    *,
    name: str,
    endpoint: str | None,
    folder: Path | None,
    allow_stale: bool,
    graph: str | None,
    timeout: float | None,
    directory: Path | None,
    data: tuple[Path, ...],
    format_name: str,
    lines: bool,
) -> int:
    """Show a thing and what is claimed of it, by whom, how surely, where.

    NAME is a name such as kim-jong-un, a CURIE, an IRI, or a label in any script. Besides things
    it may be a claim, a proposition, a span, a document, a concept, a class or a property.

    Claims stand under their epistemic status, from the surest down, so that nothing speculated
    reads like something that happened.

    \b
    Exit codes:
      0  described
      2  nothing is called so, or several things are
      3  a file of the project, or a store, can't be read

    \b
    Examples:
      visitkg describe kim-jong-un
      visitkg describe 김정은
      visitkg describe visit:Speculated
      visitkg describe trilateral-summit --format markdown
      visitkg describe claim-p1s1-1 --lines
      visitkg describe kim-jong-un --endpoint http://localhost:7878/query
      visitkg describe kim-jong-un --store my-store
    """
    refuse_idle_options(
        endpoint=endpoint,
        folder=folder,
        graph=graph,
        timeout=timeout,
        allow_stale=allow_stale,
    )
    home = find_project(directory)
    # The project's own prefixes come first: a bare name is looked for in their order.
    prefixes = {**home.prefixes, **home.all_prefixes()}
    if endpoint is not None:
        _refuse_files("--endpoint", data, lines=lines)
        remote = connect(endpoint, home, graph=graph, timeout=timeout)
        _print(_describe_remote(remote, name, prefixes, format_name))
        return 0
    if folder is not None:
        _refuse_files("--store", data, lines=lines)
        opened = open_store(folder, graph, allow_stale=allow_stale)
        _print(_describe_opened(opened, name, prefixes, format_name))
        return 0
    files = list(data) or home.graph_files()
    view = open_view(files, prefixes, with_positions=lines)
    description = describe(view, find_node(view, name, prefixes))
    if format_name == "turtle":
        text = _write_turtle(description, files, prefixes)
    else:
        text = _render(description, format_name)
    _print(text)
    return 0


def _print(text: str) -> None:
    click.echo(text.removesuffix("\n"))


def _refuse_files(option: str, data: tuple[Path, ...], *, lines: bool) -> None:
    """Raise UsageError for options that mean files on this machine."""
    if data:
        raise UsageError(
            f"--data and {option} can't both be looked at", remedy="Leave one of them out."
        )
    if lines:
        raise UsageError("a store has no lines to give", remedy=f"Leave --lines or {option} out.")


def _describe_remote(
    endpoint: Endpoint, name: str, prefixes: dict[str, str], format_name: str
) -> str:
    # Imported here: most descriptions are of files.
    from visitkg.site.remote import RemoteView

    try:
        view = RemoteView(endpoint, prefixes)
        description = describe(view, find_node(view, name, prefixes))
        if format_name != "turtle":
            return _render(description, format_name)
        from visitkg.graph.turtle import write_turtle
        from visitkg.site.bounded import bounded_description

        return write_turtle(bounded_description(view.stated(), description), prefixes)
    finally:
        end_progress(endpoint)


def _describe_opened(opened: Opened, name: str, prefixes: dict[str, str], format_name: str) -> str:
    # Imported here: most descriptions are of files.
    from visitkg.site.stored import StoredView

    view = StoredView(opened.store, opened.graph, prefixes)
    description = describe(view, find_node(view, name, prefixes))
    if format_name != "turtle":
        return _render(description, format_name)
    from visitkg.graph.turtle import write_turtle
    from visitkg.site.bounded import bounded_in

    return write_turtle(bounded_in(view.graph, description), prefixes)


def _write_turtle(description: Description, files: list[Path], prefixes: dict[str, str]) -> str:
    from visitkg.graph.parse import read_triples
    from visitkg.graph.turtle import write_turtle
    from visitkg.site.bounded import bounded_description

    triples = (located.triple for located in read_triples(files))
    return write_turtle(bounded_description(triples, description), prefixes)


def _render(description: Description, format_name: str) -> str:
    """Return the description in a format, whose renderer alone is imported."""
    if format_name == "json":
        from visitkg.site.render_json import render_json

        return render_json(description)
    if format_name == "markdown":
        from visitkg.site.render_markdown import render_markdown

        return render_markdown(description)
    from visitkg.site.render_text import render_text

    width = shutil.get_terminal_size().columns if _on_terminal() else None
    return render_text(description, width)


def _on_terminal() -> bool:
    return sys.stdout is not None and sys.stdout.isatty()
