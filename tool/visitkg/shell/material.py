"""What a shell asks: the graph of a project or of some files, loaded once, and the questions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from visitkg.errors import InputError, Position, UsageError
from visitkg.graph.load import load_store
from visitkg.project import rdf_files
from visitkg.sparql.questions import list_questions

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from pyoxigraph import Store

    from visitkg.project import Project
    from visitkg.sparql.questions import Question


@dataclass(frozen=True, slots=True)
class Material:
    """A graph in memory, the prefixes that need no declaration, and the questions by name."""

    project: Project
    store: Store
    prefixes: Mapping[str, str]
    questions: Mapping[str, Question]


def load_material(project: Project, data: Sequence[Path] = ()) -> Material:
    """Return what there is to ask: the named files, else the project's ontology and data.

    Raise InputError for a file that can't be read, and if all of the named state nothing.
    """
    questions = read_questions(project)
    if not data:
        return Material(project, load_store(project.graph_files()), _prefixes(project), questions)
    # Imported here: the project's own prefixes stand in its configuration.
    from visitkg.sparql.declared import declared_prefixes

    paths = [path for each in data for path in rdf_files(each)]
    store = load_store(paths)
    if not len(store):
        raise InputError(
            "no triple in the data to ask",
            position=Position(str(paths[0])),
            remedy="Name files that state something.",
        )
    prefixes = {**declared_prefixes(paths), **_prefixes(project)}
    return Material(project, store, prefixes, questions)


def read_questions(project: Project) -> dict[str, Question]:
    """Return the questions of a project by name; unlike a list of them, none is fine."""
    if not any(project.questions.glob("*.rq")):
        return {}
    return {question.name: question for question in list_questions(project)}


def find_question(material: Material, name: str) -> Question:
    """Return the question with this name; raise UsageError if there is none such."""
    if name in material.questions:
        return material.questions[name]
    # Imported here: only a mistake needs it.
    from difflib import get_close_matches

    names = list(material.questions)
    near = get_close_matches(name, names, n=1) or [each for each in names if name in each]
    meant = f"Did you mean {near[0]!r}? " if near else ""
    count = f"all {len(names)}" if names else "that there are no"
    raise UsageError(
        f"unknown question {name!r}", remedy=f"{meant}.questions shows {count} questions."
    )


def _prefixes(project: Project) -> dict[str, str]:
    # The project's own come first: a bare name is looked for in their order.
    return {**project.prefixes, **project.all_prefixes()}
