"""visitkg: a visit as a knowledge graph that can be trusted line by line.

The same few things as on the command line, for Python:

>>> import visitkg
>>> graph = visitkg.load()  # an rdflib Graph; visitkg.load(engine="pyoxigraph") for a Store
>>> for row in visitkg.query("who-travels-with-kim"):
...     print(row["name"], row["status"])
Choe Son Hui Reported
Other senior officials with Kim Jong Un Reported
Top aides of Kim Jong Un Reported
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, overload

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    import pyoxigraph
    import rdflib

__all__ = ["__version__", "load", "query"]

__version__ = "0.1.0"


@overload
def load(
    project: Path | str | None = None,
    *,
    data: Iterable[Path | str] = (),
    engine: Literal["rdflib"] = "rdflib",
) -> rdflib.Graph: ...
@overload
def load(
    project: Path | str | None = None,
    *,
    data: Iterable[Path | str] = (),
    engine: Literal["pyoxigraph"],
) -> pyoxigraph.Store: ...
def load(
    project: Path | str | None = None,
    *,
    data: Iterable[Path | str] = (),
    engine: Literal["rdflib", "pyoxigraph"] = "rdflib",
) -> rdflib.Graph | pyoxigraph.Store:
    """Return the ontology and the data of a project as a graph.

    ``project`` is its folder; by default the project around the working directory is taken, else
    the visit that ships with visitkg. ``data`` are files or folders to load instead. The engine
    ``"rdflib"`` gives a Graph, which other libraries know; ``"pyoxigraph"`` a Store, which loads
    and answers many times faster. Raise visitkg.errors.InputError for a file that can't be read.
    """
    # Imported here, as in the functions below: importing visitkg costs nothing.
    from visitkg.graph.load import load_graph, load_store
    from visitkg.project import find_project

    paths = _data_paths(data) or find_project(_folder(project)).graph_files()
    if engine == "rdflib":
        return load_graph(paths)
    if engine == "pyoxigraph":
        return load_store(paths)
    raise ValueError(f"no engine {engine!r}: choose 'rdflib' or 'pyoxigraph'")


def query(  # noqa: PLR0913  (all but the query have defaults)
    query: Path | str,
    params: Mapping[str, object] | None = None,
    *,
    project: Path | str | None = None,
    data: Iterable[Path | str] = (),
    entailment: Literal["rdfs", "owl-rl"] | None = None,
    allow_remote: bool = False,
) -> Any:  # noqa: ANN401  (the form of the query decides)
    """Return the answer to a question of the project by name, to a file, or to SPARQL itself.

    SELECT gives a list of dictionaries, one a row, from the names of the variables to values of
    Python: numbers, bools, dates, strings (also for IRIs, which are whole), None where a variable
    has no value. ASK gives a bool. CONSTRUCT and DESCRIBE give a list of pyoxigraph triples.

    ``params`` are values for variables: numbers, bools, dates, terms of pyoxigraph, or strings in
    the form of the option ``--param``, such as ``{"thing": "id:xi-jinping"}``. Prefixes of the
    project need no declaration. ``project`` and ``data`` are as in ``load``; ``entailment`` adds
    what follows from the data. SERVICE, and FROM of a graph that is not loaded, are refused unless
    ``allow_remote``. Raise visitkg.errors.UsageError for a query or a parameter with an error, and
    InputError for a file that can't be read.

    >>> visitkg.query("ASK { id:kim-jong-un a visit:Person }")
    True
    """
    from visitkg.graph.load import load_store
    from visitkg.project import find_project
    from visitkg.sparql.answer import Table, Truth
    from visitkg.sparql.declared import declared_prefixes
    from visitkg.sparql.python import to_python
    from visitkg.sparql.run import run
    from visitkg.sparql.source import prepare_source, read_source

    found = find_project(_folder(project))
    paths = _data_paths(data)
    store = load_store(paths or found.graph_files())
    if entailment is not None:
        from visitkg.owl.entailment import entail_store

        store = entail_store(store, entailment)
    prepared = prepare_source(
        read_source(str(query), found),
        params or {},
        prefixes={**declared_prefixes(paths), **found.all_prefixes()},
        base_iri=found.base,
    )
    answer = run(store, prepared, allow_remote=allow_remote)
    if isinstance(answer, Table):
        return [
            {name: to_python(cell) for name, cell in zip(answer.variables, row, strict=True)}
            for row in answer.rows
        ]
    return answer.value if isinstance(answer, Truth) else list(answer.triples)


def _folder(project: Path | str | None) -> Path | None:
    from pathlib import Path

    return None if project is None else Path(project)


def _data_paths(data: Iterable[Path | str]) -> list[Path]:
    from pathlib import Path

    from visitkg.project import rdf_files

    given = [data] if isinstance(data, (str, Path)) else data
    return [path for each in given for path in rdf_files(Path(each))]
