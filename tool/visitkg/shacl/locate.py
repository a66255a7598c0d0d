"""Where a result stands: the triple that breaks a constraint, or the nearest, found in its file.

Nothing is looked for before there is a result: which triple a result is about is known from the
data; the places of all of these are found in one go, file by file.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from pyoxigraph import NamedNode

from visitkg.errors import Position
from visitkg.shacl.step import Steps
from visitkg.shacl.walk import is_repeated

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from visitkg.graph.encode import EncodedFile, EncodedTriples
    from visitkg.graph.place import Place
    from visitkg.shacl.finding import Finding
    from visitkg.shacl.path import Path
    from visitkg.shacl.walk import Graph

_TOO_MANY: Final = frozenset({"MaxCount", "QualifiedMaxCount", "UniqueLang"})
"""Constraints on all values together: the last value is the one too many."""
_ON_NUMBER: Final = frozenset({"MaxCount", "MinCount"})
_REMEMBERED: Final = 8
_FARTHEST: Final = 1_000_000
"""So many nodes, reached anew for each result, take a few seconds."""
_PAIRS: Final = frozenset({"Disjoint", "Equals", "LessThan", "LessThanOrEquals"})
"""Constraints against another property, whose triple is the related place."""


class Anchor(NamedTuple):
    """A triple whose object is meant; with ``predicate`` and ``value`` None, a node."""

    subject: int
    predicate: int | None = None
    value: int | None = None


class Anchors:
    """Finds what findings are about in the data.

    If repeated paths have led too far in all, further results on them stand at their focus nodes.
    """

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._steps = Steps(graph)
        self._predicates = lru_cache(_REMEMBERED)(self._find_predicates)

    def anchor(self, finding: Finding) -> Anchor:
        """Return what a finding is about.

        This is the triple of the value; for too many values the last of them; else the focus node.
        """
        focus, value = finding.focus_node, finding.value_node
        path = finding.path or finding.shape.path
        if value is not None and isinstance(path, NamedNode) and _is_of_path(finding):
            return Anchor(self._subject(finding, path, value), self._graph.code(path), value)
        if path is None:
            return Anchor(focus) if value is None else self._anchor_of_value(focus, value)
        if self._is_too_far(path):
            return Anchor(focus) if value is None else self._anchor_of_value(focus, value)
        if value is None and finding.check.component in _TOO_MANY:
            value = next(reversed(self._steps.reach(path, focus)), None)
        if value is None:
            return Anchor(focus)
        if _is_of_path(finding) or value in self._steps.reach(path, focus):
            step = self._steps.last(path, focus, value)
            if step is not None:
                return Anchor(*step)
        return self._anchor_of_value(focus, value)

    def count(self, finding: Finding) -> int | None:
        """Return how many values there are, for a constraint on their number."""
        path = finding.shape.path
        if finding.check.component not in _ON_NUMBER or path is None or self._is_too_far(path):
            return None
        return len(self._steps.reach(path, finding.focus_node))

    def _is_too_far(self, path: Path) -> bool:
        return self._steps.walked > _FARTHEST and is_repeated(path)

    def _subject(self, finding: Finding, path: NamedNode, value: int) -> int:
        """Return what has the value: what sh:closed forbids, a value of the shape's path has."""
        focus, own = finding.focus_node, finding.shape.path
        if finding.path is None or own is None:
            return focus
        holders = self._steps.reach(path, value, back=True)
        if len(holders) == 1:
            return next(iter(holders))
        if self._is_too_far(own):
            return focus
        nodes = self._steps.reach(own, focus)
        return next((node for node in holders if node in nodes), focus)

    def related(self, finding: Finding) -> Anchor | None:
        """Return the triple of the other property that a constraint on a pair compares with."""
        if finding.check.component not in _PAIRS:
            return None
        (predicate,) = finding.check.terms
        if not isinstance(predicate, NamedNode):
            return None
        values = self._steps.reach(predicate, finding.focus_node)
        value = finding.value_node if finding.value_node in values else next(iter(values), None)
        if value is None:
            return None
        return Anchor(finding.focus_node, self._graph.code(predicate), value)

    def _anchor_of_value(self, focus: int, value: int) -> Anchor:
        """Return the triple by which the focus node has the value, by whatever predicate."""
        predicate = None if value == focus else self._predicates(focus).get(value)
        return Anchor(focus) if predicate is None else Anchor(focus, predicate, value)

    def _find_predicates(self, node: int) -> Mapping[int, int]:
        """Return the first predicate by which the node has each of its values."""
        found: dict[int, int] = {}
        for predicate, values in self._graph.description(node).items():
            for value in values:
                found.setdefault(value, predicate)
        return found


def _is_of_path(finding: Finding) -> bool:
    """Return whether the value is surely one of the path's: not of another property or a query."""
    return (
        finding.check.component != "Equals"
        and not finding.check.constraint
        and (":" not in finding.check.component)
    )


def locate_anchors(
    anchors: Iterable[Anchor], triples: EncodedTriples
) -> Mapping[Anchor, tuple[Position, int]]:
    """Return where each anchor is written, and the number of the triple that writes it.

    Those that no file writes are left out.
    """
    if not triples.files:
        # What came from a store stands in no file.
        return {}
    # Imported here: data that conform have no need of it.
    from visitkg.graph.place import find_places

    indexes = _find_indexes(set(anchors), triples)
    places: dict[int, tuple[EncodedFile, Place]] = {}
    for file in triples.files:
        wanted = {
            index - file.begin for index, _ in indexes.values() if file.begin <= index < file.end
        }
        if wanted:
            found = find_places(
                file.source,
                wanted,
                count=file.end - file.begin,
                triple_at=_triple_reader(triples, file.begin),
                find_triple=_triple_finder(triples, file),
                by_line=file.by_line,
            )
            places.update((file.begin + index, (file, place)) for index, place in found.items())
    positions: dict[Anchor, tuple[Position, int]] = {}
    for anchor, (index, is_subject) in indexes.items():
        owner = triples.file_of(index)
        if owner is None:
            continue
        line, column = None, None
        if index in places:
            place = places[index][1]
            line, column = place.subject if is_subject else place.object
        positions[anchor] = Position(owner.source.name, line, column), index
    return positions


def _triple_reader(triples: EncodedTriples, begin: int) -> Callable[[int], tuple[str, str, str]]:
    """Return what gives the tokens of the n-th triple of the file that begins at ``begin``."""
    tokens = triples.dictionary.tokens

    def read(index: int) -> tuple[str, str, str]:
        place = begin + index
        subject, predicate, value = (
            tokens[column[place]].decode()
            for column in (triples.subjects, triples.predicates, triples.objects)
        )
        return subject, predicate, value

    return read


def _triple_finder(
    triples: EncodedTriples, file: EncodedFile
) -> Callable[[tuple[str, str, str]], Sequence[int]]:
    """Return what gives the numbers of a triple without blank nodes in a large file."""
    look_up = triples.dictionary.look_up

    def find(tokens: tuple[str, str, str]) -> Sequence[int]:
        # Imported here: small files are not searched.
        import numpy as np

        rows: np.ndarray[tuple[int], np.dtype[np.int64]] | None = None
        columns = triples.subjects, triples.objects, triples.predicates
        for column, token in zip(columns, (tokens[0], tokens[2], tokens[1]), strict=True):
            array = np.frombuffer(column, dtype=np.int32)[file.begin : file.end]
            known = look_up(token.encode())
            code = -1 if known is None else known
            rows = np.flatnonzero(array == code) if rows is None else rows[array[rows] == code]
        return [] if rows is None else [int(row) for row in rows]

    return find


def _find_indexes(
    anchors: set[Anchor], triples: EncodedTriples
) -> Mapping[Anchor, tuple[int, bool]]:
    """Return for each anchor the first triple that writes it, and whether as its subject."""
    nodes = {anchor.subject for anchor in anchors if anchor.value is None}
    steps = {anchor for anchor in anchors if anchor.value is not None}
    subjects = nodes | {anchor.subject for anchor in steps}
    described: dict[Anchor, tuple[int, bool]] = {}
    referred: dict[Anchor, tuple[int, bool]] = {}
    for index, subject, predicate, value in _rows(triples, subjects, nodes):
        if subject in nodes:
            described.setdefault(Anchor(subject), (index, True))
        if value in nodes:
            referred.setdefault(Anchor(value), (index, False))
        step = Anchor(subject, predicate, value)
        if step in steps:
            described.setdefault(step, (index, False))
    return {**referred, **described}


_FEW: Final = 20_000


def _rows(
    triples: EncodedTriples, subjects: set[int], objects: set[int]
) -> Iterator[tuple[int, int, int, int]]:
    """Yield the triples with one of the subjects or objects, and perhaps others, in order."""
    columns = triples.subjects, triples.predicates, triples.objects
    if len(triples) <= _FEW:
        yield from zip(range(len(triples)), *columns, strict=True)
        return
    # Imported here: small data are searched faster than it is imported.
    import numpy as np

    arrays = [np.frombuffer(column, dtype=np.int32) for column in columns]
    wanted = np.zeros(len(triples.dictionary.tokens), dtype=bool)
    wanted[list(subjects)] = True
    chosen = wanted[arrays[0]]
    wanted[:] = False
    wanted[list(objects)] = True
    chosen |= wanted[arrays[2]]
    rows = np.flatnonzero(chosen)
    yield from zip(rows.tolist(), *(array[rows].tolist() for array in arrays), strict=True)
