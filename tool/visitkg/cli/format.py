"""``visitkg format``: write Turtle files in their canonical form."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from visitkg.cli.option import project_option
from visitkg.errors import InputError, Position, UsageError
from visitkg.graph.rewrite import first_difference, rewrite
from visitkg.graph.source import STANDARD_INPUT, read_bytes, read_source
from visitkg.project import Project, find_project
from visitkg.replace import replace_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_SUFFIX: Final = ".ttl"


@click.command("format")
@click.argument(
    "paths",
    nargs=-1,
    metavar="[PATH]...",
    # Not checked by click: a file that can't be read is no wrong usage.
    type=click.Path(path_type=Path, readable=False),
)
@click.option("--check", "check_only", is_flag=True, help="Write nothing; name what would change.")
@click.option(
    "--drop-comments", is_flag=True, help="Give up the comments that have no place in the form."
)
@project_option
def command(
    *, paths: tuple[Path, ...], check_only: bool, drop_comments: bool, directory: Path | None
) -> int:
    """Write Turtle files in their canonical form.

    One subject a block, one fact a line, all in one order, so that the difference between two
    versions shows what has changed in meaning. A PATH is a file, a folder, or - for standard
    input, which is written to standard output. Without one, all Turtle files of the project are
    looked at. If one file is refused, none is written.

    Comments above the first statement stay. One further down has no place in the form: the file
    is refused, unless --drop-comments gives it up.

    \b
    Exit codes:
      0  all files are in canonical form, or have been written so
      1  with --check: a file would change
      2  wrong usage
      3  a file can't be read, states nothing, or would lose a comment

    \b
    Examples:
      visitkg format
      visitkg format --check
      visitkg format ontology data/event.ttl
      visitkg format - < draft.ttl
    """
    project = find_project(directory)
    prefixes = project.all_prefixes()
    if STANDARD_INPUT in paths:
        if len(paths) > 1:
            raise UsageError("- stands alone", remedy="Leave out - or the other paths.")
        return _format_standard_input(prefixes, check_only=check_only, drop_comments=drop_comments)
    files = _named_files(paths) if paths else _project_files(project, named=directory is not None)
    changes, refused = _rewrite(files, prefixes, drop_comments=drop_comments)
    if refused:
        outcome, code = f"{refused} refused, nothing written", InputError.exit_code
    elif check_only:
        for path, line, _ in changes:
            click.echo(f"{path}:{line}: not in canonical form")
        outcome, code = f"{len(changes)} would change", int(bool(changes))
    else:
        for path, _, text in changes:
            # A link stays one: what it points to is replaced.
            replace_text(path.resolve() if path.is_symlink() else path, text)
        outcome, code = f"{len(changes)} written", 0
    click.echo(f"{len(files)} file{'s' * (len(files) != 1)} looked at, {outcome}.", err=True)
    return code


def _format_standard_input(
    prefixes: Mapping[str, str], *, check_only: bool, drop_comments: bool
) -> int:
    source = read_source(STANDARD_INPUT)
    text = rewrite(source, prefixes, drop_comments=drop_comments)
    if not check_only:
        click.echo(text, nl=False)
        return 0
    line = first_difference(source.data, text)
    if line:
        click.echo(f"{source.name}:{line}: not in canonical form")
    return int(bool(line))


def _rewrite(
    files: Iterable[Path], prefixes: Mapping[str, str], *, drop_comments: bool
) -> tuple[list[tuple[Path, int, str]], int]:
    """Return the files that change, from which line on, and to what; and how many are refused."""
    changes = []
    refused = 0
    for path in files:
        try:
            text = rewrite(read_source(path), prefixes, drop_comments=drop_comments)
        except InputError as error:
            click.echo(str(error), err=True)
            refused += 1
        else:
            line = first_difference(read_bytes(path), text)
            if line:
                changes.append((path, line, text))
    return changes, refused


def _named_files(paths: Iterable[Path]) -> list[Path]:
    """Return the files that are named, and the Turtle files below the folders that are."""
    files: list[Path] = []
    for path in paths:
        if path.is_dir():
            files.extend(_require_any(_files_below(path), str(path)))
        elif path.suffix.lower() == _SUFFIX or not path.exists():
            files.append(path)
        else:
            raise UsageError(
                f"not a Turtle file: its name does not end in {_SUFFIX}",
                position=Position(str(path)),
                remedy="visitkg query can turn other formats into Turtle.",
            )
    return list(dict.fromkeys(files))


def _project_files(project: Project, *, named: bool) -> list[Path]:
    """Return the Turtle files in the project's folders.

    Raise UsageError if there is no project around the working directory: the visit that ships with
    the tool is not the user's to write.
    """
    here = Path.cwd()
    if not named and project.root.resolve() not in (here, *here.parents):
        raise UsageError(
            "no project around the working directory",
            remedy="Name the files to format, or a project with --project.",
        )
    folders = (project.ontology, project.data, project.shapes)
    return _require_any([file for folder in folders for file in _files_below(folder)], project.name)


def _files_below(folder: Path) -> list[Path]:
    return sorted(file for file in folder.rglob(f"*{_SUFFIX}") if file.is_file())


def _require_any(files: list[Path], place: str) -> list[Path]:
    if not files:
        raise InputError(
            "no Turtle file in here",
            position=Position(place),
            remedy=f"Name a folder with files that end in {_SUFFIX}.",
        )
    return files
