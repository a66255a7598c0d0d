"""What the checks look at: a project, or the files that were named."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from visitkg.project import rdf_files

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from visitkg.project import Project
    from visitkg.sparql.answer import Answer
    from visitkg.sparql.prepare import Prepared

    Ask = Callable[[Prepared], Answer]


@dataclass(frozen=True, slots=True)
class Subject:
    """A project, narrowed to ``files`` if any are named; ``update`` lets checks rewrite counts.

    ``ask`` is who answers its questions, by default the engine here.
    """

    project: Project
    files: tuple[Path, ...] = ()
    update: bool = False
    ask: Ask | None = None

    def graph_files(self) -> list[Path]:
        """Return the RDF files of ontology and data; raise InputError if there is none."""
        return self._named_files() or self.project.graph_files()

    def lite_files(self) -> list[Path]:
        """Return the files that must be OWL 1 Lite together; raise InputError if there is none."""
        return self._named_files() or self.project.lite_files()

    def vocabulary_files(self) -> list[Path]:
        """Return the files that define terms: the ontology's, without those outside OWL Lite."""
        if self.files:
            return self._named_files()
        outside = self.project.outside_lite
        return [path for path in self.project.ontology_files() if path not in outside]

    def all_files(self) -> list[Path]:
        """Return every RDF file: ontology, data and, if the project has them, shapes."""
        if self.files:
            return self._named_files()
        shapes = self.project.shape_files() if self.project.shapes.is_dir() else []
        return self.project.graph_files() + shapes

    def folders(self) -> list[Path]:
        """Return the folders of the project that exist, or those that were named."""
        if self.files:
            return [path for path in self.files if path.is_dir()]
        project = self.project
        folders = (project.ontology, project.data, project.shapes)
        return [folder for folder in dict.fromkeys(folders) if folder.is_dir()]

    def _named_files(self) -> list[Path]:
        return sorted({file for path in self.files for file in rdf_files(path)})
