"""What a description states, compared with the files of the project that it describes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode

from visitkg.check.void.description import Description, Fact, Node, index_description
from visitkg.check.void.distribution import (
    distribution_file,
    file_facts,
    find_distributions,
    project_file,
)
from visitkg.check.void.statistics import (
    DOCUMENTS,
    PARTITIONS,
    STATISTICS,
    Gap,
    Part,
    count_facts,
    divide,
    find_gaps,
)
from visitkg.graph.parse import Located, read_triples
from visitkg.terms import VOID

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from pyoxigraph import Triple

    from visitkg.project import Project

DATASET: Final = NamedNode(VOID + "Dataset")
LINKSET: Final = NamedNode(VOID + "Linkset")

_DATA_DUMP: Final = NamedNode(VOID + "dataDump")
_LINK_PREDICATE: Final = NamedNode(VOID + "linkPredicate")
_OBJECTS_TARGET: Final = NamedNode(VOID + "objectsTarget")
_SUBSET: Final = NamedNode(VOID + "subset")
_URI_SPACE: Final = NamedNode(VOID + "uriSpace")


@dataclass(frozen=True, slots=True)
class Counted:
    """The triples of the project by file, without the descriptions.

    ``lite`` lists the files whose union the counts of a whole dataset describe.
    """

    by_file: Mapping[Path, tuple[Triple, ...]]
    lite: tuple[Path, ...]

    def union(self, files: Iterable[Path]) -> tuple[Triple, ...]:
        """Return the triples of some files, each once."""
        return tuple(dict.fromkeys(item for path in files for item in self.by_file[path]))


@dataclass(frozen=True, slots=True)
class Comparison:
    """One description with its parts, its facts and gaps, and the files that it speaks of.

    ``uncounted`` are the datasets of which no number is stated although they can be counted;
    ``compared`` and ``elsewhere`` count the distributions that are files here and those that
    are not; ``left_out`` are the files that no distribution offers although it offers others.
    """

    path: Path
    stated: tuple[Located, ...]
    facts: tuple[Fact, ...]
    gaps: tuple[Gap, ...]
    uncounted: tuple[Part, ...]
    compared: int
    elsewhere: int
    left_out: tuple[Path, ...]


def read_project(project: Project) -> tuple[Counted, dict[Path, tuple[Located, ...]]]:
    """Return what is counted, and the descriptions: the files that state a void:Dataset.

    Raise InputError if a file can't be read.
    """
    files: dict[Path, list[Located]] = {path: [] for path in project.graph_files()}
    # One call for all files, so that no two of them share a blank node.
    for located in read_triples(files):
        files[located.path].append(located)
    describing = {
        path: tuple(stated)
        for path, stated in files.items()
        if any(item.triple.object == DATASET for item in stated)
    }
    by_file = {
        path: tuple(item.triple for item in stated)
        for path, stated in files.items()
        if path not in describing
    }
    lite = tuple(path for path in project.lite_files() if path in by_file)
    return Counted(by_file, lite), describing


def compare(
    project: Project, counted: Counted, path: Path, stated: tuple[Located, ...]
) -> Comparison:
    """Compare all that one description states of numbers and files."""
    description = index_description(stated)
    datasets = list(_find_datasets(description, project, counted))
    parts = [inner for part in datasets for inner in (part, *divide(description, part))]
    facts = [fact for part in parts for fact in count_facts(description, part)]
    distributions = find_distributions(description)
    offered = {node: distribution_file(description, project, node) for node in distributions}
    found = {node: file for node, file in offered.items() if file is not None}
    for node, file in found.items():
        facts.extend(file_facts(description, node, file))
    return Comparison(
        path,
        stated,
        tuple(facts),
        tuple(gap for part in parts for gap in find_gaps(description, part)),
        tuple(part for part in datasets if part.triples and not _is_counted(description, part)),
        len(found),
        len(distributions) - len(found),
        tuple(file for file in counted.by_file if found and file not in found.values()),
    )


def _is_counted(description: Description, part: Part) -> bool:
    """Return whether any statistic or partition of a dataset is stated."""
    stated = {item.triple.predicate for item in description.by_subject[part.node]}
    return not stated.isdisjoint([*STATISTICS, *PARTITIONS, DOCUMENTS])


def _find_datasets(description: Description, project: Project, counted: Counted) -> Iterator[Part]:
    """Yield the datasets that the project counts; those of others are only named."""
    linksets = description.instances(LINKSET)
    subsets = {
        node for owner in description.by_subject for node in description.nodes(owner, _SUBSET)
    }
    for node in linksets:
        yield _count_linkset(description, node, counted)
    for node in description.instances(DATASET):
        own = project.base is None or node.value.startswith(project.base)
        if own and node not in linksets:
            yield _count_dataset(description, project, counted, node, subset=node in subsets)


def _count_dataset(
    description: Description, project: Project, counted: Counted, node: Node, *, subset: bool
) -> Part:
    """Return a dataset with the triples of its dumps, or of all files if it names none."""
    named = [project_file(project, dump.value) for dump in description.nodes(node, _DATA_DUMP)]
    files = [path for path in counted.by_file if path in named]
    if files:
        return Part(node, node, counted.union(files), len(files))
    if subset:
        return Part(node, node, None, reason="no void:dataDump names a file of the project")
    return Part(node, node, counted.union(counted.lite), len(counted.lite))


def _count_linkset(description: Description, node: Node, counted: Counted) -> Part:
    """Return a linkset with its links: https://www.w3.org/TR/void/#linkset."""
    predicates = description.nodes(node, _LINK_PREDICATE)
    spaces = tuple(
        space
        for target in description.nodes(node, _OBJECTS_TARGET)
        for space in description.texts(target, _URI_SPACE)
    )
    if not predicates or not spaces:
        reason = "a linkset needs void:linkPredicate, and void:uriSpace on its void:objectsTarget"
        return Part(node, node, None, reason=reason)
    links = (
        item
        for item in counted.union(counted.by_file)
        if item.predicate in predicates
        and isinstance(item.object, NamedNode)
        and item.object.value.startswith(spaces)
    )
    return Part(node, node, tuple(links))
