"""Where the folders of a project lie: in a checkout, the user's repository, or the wheel."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NoReturn

from visitkg import terms
from visitkg.errors import InputError, Position, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

RDF_SUFFIXES: Final = frozenset({".jsonld", ".n3", ".nq", ".nt", ".owl", ".rdf", ".trig", ".ttl"})
"""File names with these endings are read as RDF when a folder is given."""

_TABLE: Final = b"[tool.visitkg"
_PARTS: Final = "query, graph-store, graph, timeout"
_KEYS: Final = frozenset(
    {
        "base",
        "data",
        "endpoints",
        "imports",
        "name",
        "ontology",
        "outside-lite",
        "prefixes",
        "questions",
        "shapes",
        "waive",
    }
)


@dataclass(frozen=True, slots=True)
class NamedEndpoint:
    """A triple store that a project names: where it answers queries, and where its Graph Store is.

    ``graph`` is the graph that is asked, None for the default graph of the store; ``timeout`` is in
    seconds.
    """

    query: str
    graph_store: str | None = None
    graph: str | None = None
    timeout: float | None = None


@dataclass(frozen=True, slots=True)
class Project:
    """A repository with an ontology, data, shapes and questions, as it configures itself."""

    name: str
    root: Path
    ontology: Path
    data: Path
    shapes: Path
    questions: Path
    base: str | None = None
    outside_lite: frozenset[Path] = frozenset()
    prefixes: dict[str, str] = field(default_factory=dict)
    imports: dict[str, Path] = field(default_factory=dict)
    waive: dict[str, str] = field(default_factory=dict)
    endpoints: dict[str, NamedEndpoint] = field(default_factory=dict)

    def all_prefixes(self) -> dict[str, str]:
        """Return the common prefixes with the project's own over them."""
        return {**terms.COMMON_PREFIXES, **self.prefixes}

    def ontology_files(self) -> list[Path]:
        """Return the RDF files of the ontology, sorted; raise InputError if there is none."""
        return rdf_files(self.ontology)

    def data_files(self) -> list[Path]:
        """Return the RDF files of the data, sorted; raise InputError if there is none."""
        return rdf_files(self.data)

    def shape_files(self) -> list[Path]:
        """Return the RDF files of the shapes, sorted; raise InputError if there is none."""
        return rdf_files(self.shapes)

    def graph_files(self) -> list[Path]:
        """Return what a query runs on: the files of the ontology, then those of the data."""
        return self.ontology_files() + self.data_files()

    def lite_files(self) -> list[Path]:
        """Return the files that must be OWL 1 Lite together: all but those declared outside it."""
        return [path for path in self.graph_files() if path not in self.outside_lite]


def import_mapping(project: Project) -> dict[str, Path]:
    """Return the file that stands for each IRI that may be imported.

    Raise InputError for one that isn't there: not only if it is imported, lest it be missed.
    """
    for iri, path in project.imports.items():
        if not path.is_file():
            raise InputError(
                f"no such file, though it stands for imports of <{iri}>",
                position=Position(str(path)),
                remedy="Put it there, or mend the imports in the configuration of the project.",
            )
    return project.imports


def find_project(directory: Path | None = None) -> Project:
    """Return the project in ``directory``, else around the working directory, else the visit.

    A project is a folder with ``visitkg.toml`` or with ``[tool.visitkg]`` in ``pyproject.toml``.
    Raise UsageError if ``directory`` is given and holds none, InputError if a configuration can't
    be read.
    """
    if directory is not None:
        found = _read_configuration(directory)
        if found is None:
            raise UsageError(
                "no project here: neither visitkg.toml nor [tool.visitkg] in pyproject.toml",
                position=Position(str(directory)),
                remedy="Name the folder that holds one of them, or leave --project out.",
            )
        return found
    here = Path.cwd()
    for folder in (here, *here.parents):
        # Relative where it can be: messages then name data/event.ttl, as the user would.
        found = _read_configuration(Path() if folder == here else folder)
        if found is not None:
            return found
    return shipped_visit()


def shipped_visit() -> Project:
    """Return the visit that travels with the tool; in a checkout, the checkout itself."""
    package = Path(__file__).resolve().parent
    for folder in (package / "visit", package.parents[1]):
        found = _read_configuration(folder)
        if found is not None:
            return found
    raise InputError(
        "the visit that ships with the tool is missing",
        position=Position(str(package / "visit")),
        remedy="Install visitkg again, or name a project with --project.",
    )


def rdf_files(path: Path, *, packed: bool = False) -> list[Path]:
    """Return the RDF files in and below ``path``, sorted; ``path`` itself if it is no folder.

    Those whose names end in ``.gz`` after that count only if ``packed``: in a project they are
    copies of what lies beside them. Raise InputError if ``path`` does not exist, or if it or a
    folder below it can't be listed, or if there is no such file: an empty list would pass every
    check.
    """
    if not path.is_dir():
        if _is_missing(path):
            raise InputError(
                "no such file or folder",
                position=Position(str(path)),
                remedy="Check the spelling; paths are relative to the working directory.",
            )
        return [path]
    found = sorted(file for file in _files_below(path) if _is_rdf(file, packed=packed))
    if not found:
        raise InputError(
            "no RDF file in this folder",
            position=Position(str(path)),
            remedy=f"Name a folder with files that end in {', '.join(sorted(RDF_SUFFIXES))}.",
        )
    return found


def _is_missing(path: Path) -> bool:
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:  # whoever reads it tells what is wrong
        return False
    return False


def _is_rdf(file: Path, *, packed: bool) -> bool:
    is_packed = packed and file.suffix.lower() == ".gz"
    return (file.with_suffix("") if is_packed else file).suffix.lower() in RDF_SUFFIXES


def _files_below(folder: Path) -> Iterator[Path]:
    """Yield what lies in and below a folder and is no folder; links to folders aren't followed."""
    for parent, _, names in os.walk(folder, onerror=_refuse_folder):
        yield from (path for name in names if not (path := Path(parent, name)).is_dir())


def _refuse_folder(error: OSError) -> NoReturn:
    raise InputError(
        f"this folder can't be listed: {error.strerror}",
        position=Position(str(error.filename)),
        remedy="Ask its owner, or change its mode with chmod.",
    ) from error


def _read_configuration(folder: Path) -> Project | None:
    """Return the project that ``folder`` configures, or None if it configures none."""
    own = folder / "visitkg.toml"
    if own.is_file():
        return _make_project(folder, own, _read_toml(own))
    shared = folder / "pyproject.toml"
    if shared.is_file() and _TABLE in shared.read_bytes():
        content = _read_toml(shared)
        table = content.get("tool", {}).get("visitkg")
        if table is None:
            return None
        name = content.get("project", {}).get("name", folder.resolve().name)
        return _make_project(folder, shared, {"name": name, **table})
    return None


def _read_toml(path: Path) -> dict[str, Any]:
    # Imported here: it costs a tenth of a short query, and most folders have no configuration.
    import tomllib

    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputError(
            f"this configuration can't be read: {error}",
            position=Position(str(path)),
            remedy="Mend the file; https://toml.io explains the format.",
        ) from error


def _make_project(folder: Path, source: Path, table: dict[str, Any]) -> Project:
    unknown = sorted(set(table) - _KEYS)
    if unknown:
        raise InputError(
            f"unknown setting {unknown[0]!r} for visitkg",
            position=Position(str(source)),
            remedy=f"The settings are: {', '.join(sorted(_KEYS))}.",
        )
    for key, value in table.items():
        form = _broken_form(key, value)
        if form:
            raise InputError(
                f"the setting {key!r} is not {form}",
                position=Position(str(source)),
                remedy="Mend the file; the README shows each setting.",
            )
    ontology = folder / table.get("ontology", "ontology")
    return Project(
        name=table.get("name", folder.resolve().name),
        root=folder,
        ontology=ontology,
        data=folder / table.get("data", "data"),
        shapes=folder / table.get("shapes", "shapes"),
        questions=folder / table["questions"] if "questions" in table else ontology / "questions",
        base=table.get("base"),
        outside_lite=frozenset(folder / path for path in table.get("outside-lite", ())),
        prefixes=dict(table.get("prefixes", {})),
        imports={iri: folder / path for iri, path in table.get("imports", {}).items()},
        waive=dict(table.get("waive", {})),
        endpoints={name: _read_endpoint(each) for name, each in table.get("endpoints", {}).items()},
    )


def _read_endpoint(value: str | dict[str, Any]) -> NamedEndpoint:
    if isinstance(value, str):
        return NamedEndpoint(value)
    return NamedEndpoint(
        value["query"], value.get("graph-store"), value.get("graph"), value.get("timeout")
    )


def _broken_form(key: str, value: object) -> str | None:
    """Return the form that a setting should have, or None if it has it."""
    if key == "outside-lite":
        fits = isinstance(value, list) and all(isinstance(path, str) for path in value)
        return None if fits else 'a list of paths, such as ["data/dataset.ttl"]'
    if key == "prefixes":
        fits = isinstance(value, dict) and all(isinstance(iri, str) for iri in value.values())
        return None if fits else 'a table of IRIs, such as { ex = "https://example.org/" }'
    if key == "waive":
        fits = isinstance(value, dict) and all(isinstance(why, str) for why in value.values())
        return None if fits else 'a table of reasons, such as { logo = "there is none yet" }'
    if key == "imports":
        fits = isinstance(value, dict) and all(
            ":" in iri and isinstance(path, str) for iri, path in value.items()
        )
        example = '{ "https://example.org/cats" = "vendor/cats.ttl" }'
        return None if fits else f"a table from IRIs to paths, such as {example}"
    if key == "endpoints":
        fits = isinstance(value, dict) and all(_is_endpoint(each) for each in value.values())
        example = '{ prod = "https://example.org/sparql" }'
        return None if fits else f"a table of addresses, or of tables with {_PARTS}, as {example}"
    return None if isinstance(value, str) else "a string"


def _is_endpoint(value: object) -> bool:
    """Return whether a store is named by an address, or by a table with that of its queries."""
    if not isinstance(value, dict):
        return isinstance(value, str)
    others = dict(value)
    seconds = others.pop("timeout", 1)
    is_time = isinstance(seconds, int | float) and not isinstance(seconds, bool) and seconds > 0
    known = "query" in others and set(others) <= {"query", "graph-store", "graph"}
    return is_time and known and all(isinstance(each, str) for each in others.values())
