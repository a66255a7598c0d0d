"""``visitkg validate``: validate data against SHACL shapes."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from visitkg.cli.inputs import (
    choose_inputs,
    choose_project,
    choose_reading,
    refuse_standard_input,
    refuse_together,
)
from visitkg.cli.option import memory_option, project_option
from visitkg.cli.spark import Cluster, configuration_option, engine_option, read_cluster
from visitkg.cli.store import (
    Folder,
    connect,
    end_progress,
    endpoint_option,
    refuse_idle_options,
    stale_option,
    store_option,
    timeout_option,
)
from visitkg.errors import UsageError
from visitkg.graph.source import FORMATS
from visitkg.project import find_project
from visitkg.shacl.inputs import Inputs
from visitkg.shacl.report_formats import FORMATS as REPORT_FORMATS
from visitkg.shacl.result import SEVERITIES

if TYPE_CHECKING:
    from visitkg.endpoint.client import Endpoint
    from visitkg.graph.spill import Spill
    from visitkg.project import Project

_PATH: Final = click.Path(path_type=Path, readable=False)


@click.command("validate")
@click.argument("data", nargs=-1, metavar="[DATA]...")
@click.option(
    "--shapes",
    metavar="PATH",
    multiple=True,
    type=_PATH,
    help="A file or folder of shapes; repeatable. By default those of the project.",
)
@click.option(
    "--ontology",
    metavar="PATH",
    multiple=True,
    type=_PATH,
    help="A file or folder with class hierarchy and types, itself not validated; repeatable.",
)
@endpoint_option
@store_option
@stale_option
@timeout_option
@project_option
@click.option(
    "--no-visit",
    is_flag=True,
    help="Without a project here, refuse instead of taking the visit that ships with the tool.",
)
@click.option(
    "--format",
    "format_name",
    type=click.Choice(list(REPORT_FORMATS)),
    default=next(iter(REPORT_FORMATS)),
    show_default=True,
    help="How to write the report.",
)
@click.option(
    "--output",
    metavar="FILE",
    type=_PATH,
    help="Write the report to a file instead of standard output.",
)
@click.option(
    "--report",
    "further",
    metavar="FORMAT=FILE",
    multiple=True,
    help="Also write the report to a file in another format; repeatable.",
)
@click.option(
    "--limit",
    metavar="N",
    type=click.IntRange(min=1),
    help="Show the first N of alike results and count the others: in text, junit and html.",
)
@click.option(
    "--fail-on",
    type=click.Choice([*SEVERITIES, "never"]),
    default=SEVERITIES[0],
    show_default=True,
    help="The least severity that exits with 1.",
)
@click.option(
    "--baseline",
    metavar="FILE",
    type=_PATH,
    help="Count the results that this file knows of, instead of failing for them.",
)
@click.option(
    "--update-baseline",
    is_flag=True,
    help="First write all results into the baseline: they are known from now on.",
)
@click.option(
    "--changed-since",
    metavar="REV",
    help="Fail only for results that this revision in git, validated alike, does not have.",
)
@memory_option
@engine_option
@configuration_option
@click.option("--watch", is_flag=True, help="Validate again whenever a file changes.")
@click.option(
    "--explain",
    is_flag=True,
    help="Print the plan: what is checked, and how, instead of validating.",
)
@click.option(
    "--focus",
    metavar="NODE",
    help="With --explain: why each constraint holds or fails at this node, an IRI or a CURIE.",
)
@click.option("--strict-shapes", is_flag=True, help="Refuse shapes in which a term has no effect.")
@click.option("--require-focus", is_flag=True, help="Refuse targets that select nothing.")
@click.option("--allow-empty", is_flag=True, help="Accept that there is nothing to check.")
@click.option(
    "--graph",
    metavar="IRI|default",
    help="Validate one graph of TriG and N-Quads, by default all together; or one of a store.",
)
@click.option(
    "--allow-imports",
    is_flag=True,
    help="Read what owl:imports names: files below the importing one, and the web.",
)
@click.option(
    "--input-format",
    type=click.Choice(list(FORMATS)),
    default="turtle",
    show_default=True,
    help="The format of standard input.",
)
def command(  # noqa: PLR0913  (one parameter for each option)
    *,
    data: tuple[str, ...],
    shapes: tuple[Path, ...],
    ontology: tuple[Path, ...],
    endpoint: str | None,
    folder: Path | None,
    allow_stale: bool,
    timeout: float | None,
    directory: Path | None,
    no_visit: bool,
    format_name: str,
    output: Path | None,
    further: tuple[str, ...],
    limit: int | None,
    fail_on: str,
    baseline: Path | None,
    update_baseline: bool,
    changed_since: str | None,
    memory: Spill | None,
    engine: str,
    configuration: tuple[str, ...],
    watch: bool,
    explain: bool,
    focus: str | None,
    strict_shapes: bool,
    require_focus: bool,
    allow_empty: bool,
    graph: str | None,
    allow_imports: bool,
    input_format: str,
) -> int:
    """Validate data against SHACL shapes.

    DATA and shapes are files, folders, or - for standard input. What isn't named comes from the
    project: its shapes with its ontology, or its ontology and data to be validated. If both are
    named, no project is needed.

    Each result begins with the file, line and column of what breaks a shape. The report's
    sh:conforms follows the recommendation: any result makes it false, whatever its severity and
    whether it is known. --fail-on only sets the exit code.

    What shapes import by owl:imports has to be named too, or mapped to a file by the project's
    setting imports; of data, imports that are missing are only told. Nothing is fetched from the
    network unless --allow-imports is given.

    --baseline is for data that are to be mended bit by bit: what it knows is counted, and entries
    that no result matches any more are told as stale. --changed-since validates the revision's own
    data, by its own shapes and with its own ontology, as this command would there; so a new shape
    tells all that it finds, and a deletion what it breaks. Shapes and ontologies outside the
    repository, or ignored by git, are the same for both. Known results are found again though
    lines have moved.

    --endpoint asks a store, by the SPARQL 1.1 Protocol, who may break each shape, and fetches only
    what is around those. The class hierarchy is the store's; --ontology adds to it. What can't be
    checked is told, and the exit code is 3. --explain prints the queries. --store validates what
    visitkg load has put into a folder, all graphs together.

    --memory keeps what goes beyond the limit in temporary files; the report is the same. Shapes
    whose queries have no room are told as not checked. For that, and for a limit that is too small,
    the exit code is 3.

    --engine spark validates dumps of N-Triples (.nt, .nt.gz, .nt.bz2) or Parquet (.parquet), with
    columns subject, predicate and object, on a cluster: DATA may be addresses such as s3a://b/dump/.
    The report has no positions. Shapes that ask queries are told as not checked. --explain prints
    what the joins follow.

    The format github writes annotations, and a summary into $GITHUB_STEP_SUMMARY.

    \b
    Exit codes:
      0  no result at or above --fail-on but known ones; or --watch was ended by Ctrl-C
      1  such a result
      2  wrong usage
      3  unreadable input, ill-formed shapes, nothing to check, or something not checked

    \b
    Examples:
      visitkg validate
      visitkg validate my-data.ttl
      visitkg validate data/ --shapes shapes.ttl --ontology ontology.ttl
      visitkg validate --fail-on warning --format json
      visitkg validate --format github --report sarif=report.sarif
      visitkg validate --baseline known.jsonl --update-baseline
      visitkg validate --changed-since origin/main
      visitkg validate large.nt --shapes shapes.ttl --memory 2GiB
      visitkg validate my-data.ttl --explain --focus id:kim-jong-un
      visitkg validate --endpoint https://example.org/sparql --shapes shapes.ttl
      visitkg validate --store my-store --shapes shapes.ttl
      visitkg validate dump/ --shapes shapes.ttl --engine spark --conf spark.master=yarn
      gzip -dc my-data.nq.gz | visitkg validate - --input-format nquads --graph default
    """
    is_cluster = engine == "spark"
    refuse_idle_options(
        endpoint=endpoint, folder=folder, graph=None, timeout=timeout, allow_stale=allow_stale
    )
    is_asked = endpoint is not None or folder is not None
    of_files = {
        "--watch": watch,
        "--baseline": baseline,
        "--changed-since": changed_since,
        "--focus": focus,
    }
    of_stores = {"--endpoint": endpoint, "--store": folder, "--graph": graph}
    if is_cluster:
        refuse_together({**of_files, "--memory": memory, **of_stores}, "--engine spark")
    elif endpoint is not None:
        refuse_together({"DATA": data, **of_files, "--memory": memory}, "--endpoint")
    elif folder is not None:
        refuse_together({"DATA": data, **of_files}, "--store")
    cluster = read_cluster(engine, configuration, data)
    needs_project = directory is not None or not ((data or is_asked) and shapes)
    project = choose_project(directory, no_visit=no_visit) if needs_project else None
    inputs = choose_inputs(project, Inputs(tuple(map(Path, data)), shapes, ontology))
    if is_asked or is_cluster:
        inputs = Inputs((), inputs.shapes, ontology if is_asked else inputs.ontology)
    elsewhere: Cluster | Endpoint | Folder | None = cluster
    if folder is not None:
        elsewhere = Folder(folder, graph, allow_stale)
    elif endpoint is not None:
        elsewhere = _connect(endpoint, graph, project, timeout)
    reading = choose_reading(None if is_asked else graph, input_format, project)._replace(
        allow_imports=allow_imports, spill=memory
    )
    prefixes = project.all_prefixes() if project else {}
    refuse_standard_input(inputs, watch=watch, changed_since=changed_since)
    if explain:
        refuse_together({"--memory": memory}, "--explain")
        # Imported here, as below: --help has no need of it.
        from visitkg.cli.explanation import explain as explain_inputs

        click.echo(explain_inputs(inputs, reading, focus, prefixes, elsewhere), nl=False)
        return 0
    if focus is not None:
        raise UsageError("--focus needs --explain", remedy="Name both, or neither.")
    from visitkg.cli.elsewhere import Strictness
    from visitkg.cli.report import Destination, read_destination
    from visitkg.cli.validation import Known, Validation

    known = Known(baseline, update_baseline, changed_since)
    known.refuse_idle_options(watch=watch)
    first = Destination(format_name, output, limit, fail_on)
    destinations = (first, *(read_destination(text, first) for text in further))
    strictness = Strictness(allow_empty, strict_shapes, require_focus)
    validation = Validation(inputs, reading, strictness, known, prefixes, destinations, elsewhere)
    validation.refuse_overwriting()
    if not watch:
        return validation.run()
    from visitkg.cli.watch import run_on_change

    return run_on_change(validation.run, validation.read_paths(), validation.written_paths())


def _connect(
    endpoint: str, graph: str | None, project: Project | None, timeout: float | None
) -> Endpoint:
    """Return the store that is asked, which is let go when the command ends."""
    named = None if graph == "default" else graph
    store = connect(endpoint, project or find_project(None), graph=named, timeout=timeout)
    click.get_current_context().call_on_close(partial(end_progress, store))
    return store
