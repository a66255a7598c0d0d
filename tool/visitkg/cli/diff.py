"""``visitkg diff``: what two versions of a graph state differently."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from visitkg.cli.option import project_option
from visitkg.errors import InputError, UsageError
from visitkg.graph.difference import compare
from visitkg.graph.source import STANDARD_INPUT
from visitkg.graph.stated import Part, Version, read_version
from visitkg.project import Project, find_project, rdf_files

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from visitkg.graph.difference import Difference


@click.command("diff")
@click.argument(
    "paths",
    nargs=-1,
    metavar="[OLD NEW]",
    type=click.Path(path_type=Path, readable=False),
)
@click.option(
    "--revision",
    metavar="REV",
    help="Compare the files, or the project, with what they were in this git revision.",
)
@click.option(
    "--format",
    "format_name",
    type=click.Choice(["text", "json", "sparql-update"]),
    default="text",
    show_default=True,
    help="How to write the difference.",
)
@click.option(
    "--output",
    metavar="FILE",
    type=click.Path(path_type=Path, readable=False),
    help="Write the difference to a file instead of standard output.",
)
@project_option
def command(
    *,
    paths: tuple[Path, ...],
    revision: str | None,
    format_name: str,
    output: Path | None,
    directory: Path | None,
) -> int:
    """Show what two versions of a graph state differently, blank nodes included.

    OLD and NEW are files or folders, in any RDF format; - is standard input. What counts is what
    they state, not how it is written: the labels of blank nodes don't matter, nor does the order.
    Blank nodes are paired so that few statements differ. With --revision, any number of files and
    folders can be named, by default those of the project; they are the new version.

    \b
    Formats:
      text           a line for each statement, - for removed and + for added, by subject
      json           the same for programs
      sparql-update  DELETE DATA and INSERT DATA; blank nodes that stay have no name there, so
                     what is said of them is told in comments

    \b
    Exit codes:
      0  both state the same
      1  they differ
      2  wrong usage
      3  unreadable input, or graphs too symmetric to be compared

    \b
    Examples:
      visitkg diff --revision HEAD
      visitkg diff --revision v1.0.0 data/event.ttl
      visitkg diff old.ttl new.ttl --format json
      visitkg diff release/1.0.0 . --format sparql-update --output update.ru
    """
    project = find_project(directory)
    if revision is None:
        if len(paths) != 2:  # noqa: PLR2004  (one old, one new)
            raise UsageError(
                f"two versions are needed, and {len(paths)} given",
                remedy="Name OLD and NEW, or a git revision with --revision.",
            )
        old, new = _read_both(*paths)
    else:
        old, new = _read_revision(revision, list(paths) or _folders(project))
    if not old.stated and not new.stated:
        raise InputError("neither version states anything", remedy="Name files that do.")
    difference = compare(old.stated, new.stated)
    if not difference.certain:
        raise InputError(
            "these blank nodes are too symmetric to be compared",
            remedy="Give some of them IRIs.",
        )
    prefixes = {**old.prefixes, **new.prefixes, **project.all_prefixes()}
    _write(_render(difference, format_name, prefixes), output)
    return int(bool(difference))


def _read_both(old: Path, new: Path) -> tuple[Version, Version]:
    if (old, new) == (STANDARD_INPUT, STANDARD_INPUT):
        raise UsageError("- is named more than once", remedy="Standard input can be read once.")
    files = [STANDARD_INPUT] if new == STANDARD_INPUT else rdf_files(new)
    after = [Part(path, path) for path in files]
    before = []
    for path in [STANDARD_INPUT] if old == STANDARD_INPUT else rdf_files(old):
        # A file and what it became have one base: <> is the same in both.
        twin = new / path.relative_to(old) if old.is_dir() else new
        same = twin in files and twin != STANDARD_INPUT
        before.append(Part(path, path, twin.resolve().as_uri() if same else None))
    return read_version(before), read_version(after)


def _folders(project: Project) -> list[Path]:
    folders = (project.ontology, project.data, project.shapes)
    return [folder for folder in folders if folder.exists()]


def _read_revision(name: str, paths: Sequence[Path]) -> tuple[Version, Version]:
    # Imported here: most differences are between files that are there.
    from visitkg.shacl.checkout import check_out
    from visitkg.shacl.revision import find_revision

    if STANDARD_INPUT in paths:
        raise UsageError("standard input has no revision", remedy="Name files or folders.")
    after = [Part(path, path) for each in paths for path in rdf_files(each)]
    with _speaking_of_revisions():
        revision = find_revision(name, paths[0])
        for path in paths:
            if not revision.holds(path):
                raise UsageError(
                    f"{path} lies outside the repository {revision.top}",
                    remedy="Name files and folders of one repository.",
                )
        with check_out(revision, paths) as tree:
            origins = tree.origins()
            before = []
            for path in (path for each in tree.find(paths) for path in rdf_files(each)):
                inside = origins[path].relative_to(revision.top).as_posix()
                before.append(Part(path, Path(f"{name}:{inside}"), origins[path].as_uri()))
            return read_version(before), read_version(after)


@contextmanager
def _speaking_of_revisions() -> Iterator[None]:
    """Let errors name the option of this command."""
    try:
        yield
    except InputError as error:
        if error.remedy:
            error.remedy = error.remedy.replace("--changed-since", "--revision")
        raise


def _render(difference: Difference, format_name: str, prefixes: dict[str, str]) -> str:
    """Return the difference in a format, whose renderer alone is imported."""
    if format_name == "json":
        from visitkg.graph.difference_json import render_difference_json

        return render_difference_json(difference)
    if format_name == "sparql-update":
        from visitkg.graph.difference_update import count_untold, render_update

        untold = count_untold(difference)
        if untold:
            plural = "s" * (untold != 1)
            click.echo(f"{untold:,} statement{plural} with blank nodes only told.", err=True)
        return render_update(difference)
    from visitkg.graph.difference_text import render_difference, summarise

    click.echo(summarise(difference), err=True)
    return render_difference(difference, prefixes)


def _write(text: str, output: Path | None) -> None:
    if output is None or output == STANDARD_INPUT:
        click.echo(text, nl=False)
        return
    # Imported here: most differences go to the terminal.
    from visitkg.replace import replace_text

    replace_text(output, text)
