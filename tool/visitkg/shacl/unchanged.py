"""Results that are not new: a revision in git, validated alike, has them too."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from visitkg.errors import InputError, Position
from visitkg.shacl.baseline import fingerprint_results, mark_known
from visitkg.shacl.checkout import check_out
from visitkg.shacl.inputs import Inputs

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from visitkg.shacl.checkout import Tree
    from visitkg.shacl.load import Reading
    from visitkg.shacl.result import ValidationReport
    from visitkg.shacl.revision import Revision


class NotComparable(InputError):  # noqa: N818  (of a revision, like IllFormedShapes of shapes)
    """A revision can't be validated, so that nothing is known of its results."""


def mark_unchanged(
    report: ValidationReport,
    inputs: Inputs,
    reading: Reading,
    revision: Revision,
    validate: Callable[[Inputs, Reading], ValidationReport],
) -> ValidationReport:
    """Return the report with those results among the known ones that the revision has too.

    ``validate`` is given copies of the revision's own data, shapes and ontology, which are read as
    the files that they are copies of; shapes and ontologies that no revision can have are taken as
    they are. Data that the revision lacks have no result there. Raise InputError for data outside
    the repository, and ``NotComparable`` if the revision can't be validated.
    """
    _refuse_foreign(inputs, revision)
    with check_out(revision, [*inputs.all(), *_find_importable(inputs, reading)]) as tree:
        old_inputs = Inputs(
            tuple(tree.find(inputs.data)),
            tuple(tree.find_or_keep(inputs.shapes)),
            tuple(tree.find_or_keep(inputs.ontology)),
        )
        if not old_inputs.data or not old_inputs.shapes:
            return report
        origins = tree.origins()
        imports = _map_imports(reading, tree, origins)
        try:
            old = validate(old_inputs, reading._replace(origins=origins, imports=imports))
        except InputError as error:
            raise NotComparable(_name_files(error, tree)) from error
        copies = {str(origin): str(copy) for copy, origin in origins.items()}
        prints = fingerprint_results(old.results, old, root=revision.top, copies=copies)
    known = set(prints)
    everything = [*report.results, *report.known]
    return mark_known(report, fingerprint_results(everything, report, root=revision.top), known)


def _find_importable(inputs: Inputs, reading: Reading) -> list[Path]:
    """Return the files and folders beside the inputs that these may import."""
    folders = [path.parent for path in inputs.all() if path.is_file()]
    return [*(reading.imports or {}).values(), *(folders if reading.allow_imports else ())]


def _map_imports(reading: Reading, tree: Tree, origins: Mapping[Path, Path]) -> dict[str, Path]:
    """Return the revision's files for the IRIs that may be imported."""
    files = {}
    if reading.allow_imports:
        files = {origin.as_uri(): copy for copy, origin in origins.items()}
    for iri, path in (reading.imports or {}).items():
        for found in tree.find_or_keep([path]):
            files[iri] = found
    return files


def _refuse_foreign(inputs: Inputs, revision: Revision) -> None:
    """Raise InputError for data outside the repository, and for what can be read only once."""
    for path in inputs.data:
        if not revision.holds(path):
            raise InputError(
                f"this lies outside the repository {revision.top}",
                position=Position(str(path)),
                remedy="With --changed-since, name data of one repository.",
            )
    for path in (*inputs.shapes, *inputs.ontology):
        if not path.is_file() and not path.is_dir():
            raise InputError(
                "this can be read only once",
                position=Position(str(path)),
                remedy="With --changed-since, name files and folders.",
            )


def _name_files(error: InputError, tree: Tree) -> str:
    """Return the first line of an error with files named as git names those of a revision."""
    text = f"{error.position}: {error.message}" if error.position else error.message
    for folder in (tree.folder, tree.revision.top):
        text = text.replace(f"{folder}{os.sep}", f"{tree.revision.name}:")
    return text
