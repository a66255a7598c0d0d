"""``visitkg publish``: the whole graph as a site of static files."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from visitkg.cli.option import project_option
from visitkg.errors import UsageError
from visitkg.project import find_project
from visitkg.publish.checksum import SUMS
from visitkg.publish.content import read_site
from visitkg.publish.digest import digest_inputs
from visitkg.publish.publish import find_versions, make_site
from visitkg.publish.representation import explain_left_out
from visitkg.publish.table.parquet import explain_missing
from visitkg.publish.versions import is_altered
from visitkg.publish.write import read_mark, write_site

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from visitkg.publish.file import File
    from visitkg.publish.versions import Version

_TOLD: Final = 100
"""After so many files more, progress is shown again."""


@click.command("publish")
@click.option(
    "--output",
    metavar="DIR",
    required=True,
    type=click.Path(path_type=Path),
    help="The folder of the site: new, empty, or a site written before.",
)
@click.option(
    "--base",
    metavar="URL",
    help="Where the site is served, if not at the base of the project; IRIs stay as they are.",
)
@click.option(
    "--release",
    is_flag=True,
    help="Freeze the current version in a folder of its own, beside those released before.",
)
@click.option("--force", is_flag=True, help="Write anew, whatever the folder holds.")
@project_option
def command(
    *, output: Path, base: str | None, release: bool, force: bool, directory: Path | None
) -> int:
    """Publish the project as a site of static files in which every IRI resolves.

    Each thing, proposition, claim, source, span, term, shape and question has its page, in HTML and
    in Turtle, N-Triples, JSON-LD and RDF/XML; with dumps, tables, figures, views, nanopublications,
    and the rules by which Apache, nginx and hosts of static files serve all that. What RDF/XML
    can't say is left out there, and counted.

    Versions that were released into the folder before stay there, such as site/1.0.0/. A version
    is not released again with other data.

    The folder is replaced whole or not at all. What is the same as before is not written again;
    if nothing has changed, nothing is done.

    \b
    Exit codes:
      0  published
      2  wrong usage, or the folder holds something else
      3  a file can't be read, or the site can't be written

    \b
    Examples:
      visitkg publish --output site
      visitkg publish --output site --release
      visitkg publish --output site --base https://example.org/visit/
    """
    _check_base(base)
    project = find_project(directory)
    mark = None if force else read_mark(output)
    digest = digest_inputs(project, base, output, release=release)
    if mark == digest:
        click.echo(f"Nothing has changed: {output} is as it was published.")
        return 0
    site = read_site(project, base)
    versions = find_versions(site, output, release=release)
    missing = explain_missing()
    if missing is not None:
        click.echo(missing, err=True)
    files = make_site(site, versions, output)
    if versions.released is not None and not force:
        files = _refuse_altered(files, output, versions.released)
    written = write_site(files, output, digest, _progress())
    left_out = explain_left_out(site)
    if left_out is not None:
        click.echo(left_out, err=True)
    total = written.changed + written.unchanged
    click.echo(
        f"Published {written.pages:,} pages in {total:,} files: {written.changed:,} "
        f"written, {written.unchanged:,} unchanged, {written.removed:,} replaced or gone."
    )
    return 0


def _check_base(base: str | None) -> None:
    if base is not None and not base.startswith(("http://", "https://")):
        raise UsageError(
            f"no address of a site: {base}", remedy="Give one as https://example.org/visit/."
        )


def _refuse_altered(files: Iterable[File], output: Path, version: Version) -> Iterator[File]:
    """Yield files; raise UsageError once the version turns out to be released with other data."""
    for file in files:
        if file.path.endswith(f"/{SUMS}") and is_altered(output, version, file):
            raise UsageError(
                f"version {version.name} was released with other data",
                remedy="Give the new data a new version: who has loaded the old one trusts that it "
                "stays. Or replace it with --force.",
            )
        yield file


def _progress() -> Callable[[int], None]:
    """Return what shows the number of files on a terminal."""
    if sys.stderr is None or not sys.stderr.isatty():
        return lambda _: None

    def tell(count: int) -> None:
        if not count % _TOLD:
            click.echo(f"\r{count:,} files", nl=False, err=True)

    return tell
