"""Distinct triples of integers, by subject and by object, in the order of the text."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from visitkg.graph.encode import EncodedTriples

    _ByPredicate = Mapping[int, Sequence[int]]


class NodeGraph:
    """The triples of all files, or of the first ``count`` ones."""

    def __init__(self, triples: EncodedTriples, count: int | None = None) -> None:
        self.code = triples.dictionary.encode
        self._by_subject: dict[int, dict[int, list[int]]] = {}
        self._by_object: dict[int, dict[int, list[int]]] = {}
        by_subject, by_object = self._by_subject, self._by_object
        rows = dict.fromkeys(
            zip(
                triples.subjects[:count],
                triples.predicates[:count],
                triples.objects[:count],
                strict=True,
            )
        )
        for subject, predicate, value in rows:
            by_subject.setdefault(subject, {}).setdefault(predicate, []).append(value)
            by_object.setdefault(value, {}).setdefault(predicate, []).append(subject)

    def objects(self, subject: int, predicate: int) -> Sequence[int]:
        """Return the values of a predicate at a subject."""
        described = self._by_subject.get(subject)
        return described.get(predicate, ()) if described else ()

    def subjects(self, predicate: int, value: int) -> Sequence[int]:
        """Return the subjects that have a value for a predicate."""
        referring = self._by_object.get(value)
        return referring.get(predicate, ()) if referring else ()

    def description(self, subject: int) -> _ByPredicate:
        """Return the values of each predicate at a subject."""
        return self._by_subject.get(subject, {})

    def subjects_of(self, predicate: int) -> Sequence[int]:
        """Return each node that has the predicate, once."""
        return [node for node, described in self._by_subject.items() if predicate in described]

    def objects_of(self, predicate: int) -> Sequence[int]:
        """Return each node that is a value of the predicate, once."""
        return [node for node, referring in self._by_object.items() if predicate in referring]

    def holds(self, node: int) -> bool:
        """Return whether a node is the subject or the object of a triple."""
        return node in self._by_subject or node in self._by_object
