"""``visitkg describe``: a thing and what is claimed of it."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from visitkg.cli.option import project_option
from visitkg.project import find_project
from visitkg.site.describe import describe
from visitkg.site.name import find_node
from visitkg.site.view import open_view

if TYPE_CHECKING:
    from visitkg.site.model import Description


@click.command("describe")
@click.argument("name", metavar="NAME")
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
def command(
    *, name: str, directory: Path | None, data: tuple[Path, ...], format_name: str, lines: bool
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
      3  a file of the project can't be read

    \b
    Examples:
      visitkg describe kim-jong-un
      visitkg describe 김정은
      visitkg describe visit:Speculated
      visitkg describe trilateral-summit --format markdown
      visitkg describe claim-p1s1-1 --lines
    """
    home = find_project(directory)
    # The project's own prefixes come first: a bare name is looked for in their order.
    prefixes = {**home.prefixes, **home.all_prefixes()}
    files = list(data) or home.graph_files()
    view = open_view(files, prefixes, with_positions=lines)
    description = describe(view, find_node(view, name, prefixes))
    if format_name == "turtle":
        text = _write_turtle(description, files, prefixes)
    else:
        text = _render(description, format_name)
    click.echo(text.removesuffix("\n"))
    return 0


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
