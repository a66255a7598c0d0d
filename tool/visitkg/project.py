"""Where the folders of a project lie: in a checkout, the user's repository, or the wheel."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from visitkg import terms
from visitkg.errors import InputError, Position, UsageError

RDF_SUFFIXES: Final = frozenset({".ttl", ".nt", ".jsonld", ".rdf", ".owl", ".n3"})
"""File names with these endings are read as RDF when a folder is given."""

_TABLE: Final = b"[tool.visitkg"
_KEYS: Final = frozenset(
    {"base", "data", "name", "ontology", "outside-lite", "prefixes", "questions", "shapes"}
)


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


def rdf_files(path: Path) -> list[Path]:
    """Return the RDF files in and below ``path``, sorted; ``path`` itself if it is a file.

    Raise InputError if ``path`` does not exist or holds no such file: an empty list would pass
    every check.
    """
    if path.is_file():
        return [path]
    if not path.exists():
        raise InputError(
            "no such file or folder",
            position=Position(str(path)),
            remedy="Check the spelling; paths are relative to the working directory.",
        )
    found = sorted(
        file for file in path.rglob("*") if file.suffix.lower() in RDF_SUFFIXES and file.is_file()
    )
    if not found:
        raise InputError(
            "no RDF file in this folder",
            position=Position(str(path)),
            remedy=f"Name a folder with files that end in {', '.join(sorted(RDF_SUFFIXES))}.",
        )
    return found


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
    )


def _broken_form(key: str, value: object) -> str | None:
    """Return the form that a setting should have, or None if it has it."""
    if key == "outside-lite":
        fits = isinstance(value, list) and all(isinstance(path, str) for path in value)
        return None if fits else 'a list of paths, such as ["data/dataset.ttl"]'
    if key == "prefixes":
        fits = isinstance(value, dict) and all(isinstance(iri, str) for iri in value.values())
        return None if fits else 'a table of IRIs, such as { ex = "https://example.org/" }'
    return None if isinstance(value, str) else "a string"
