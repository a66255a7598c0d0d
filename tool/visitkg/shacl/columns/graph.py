"""Distinct triples of integers as arrays, by predicate; each is sorted when it is first needed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode

from visitkg.shacl.columns.pairs import distinct, expand, join, lefts, rights
from visitkg.terms import RDF, RDFS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from visitkg.graph.encode import EncodedTriples
    from visitkg.shacl.columns.pairs import Codes, Keys, Mask

_FEW: Final = 32
"""So many times fewer nodes than pairs are looked up one by one."""
_KEPT: Final = 8
"""One in so many parts of the memory that may be taken is for indexes that can be made again."""


class ColumnGraph:
    """The triples of all files; targets select among the first ``validated`` of them."""

    def __init__(self, triples: EncodedTriples, validated: int) -> None:
        import numpy as np

        self.code = triples.dictionary.encode
        self.dictionary = triples.dictionary
        self.type_code = self.code(NamedNode(RDF + "type"))
        self._subclass_code = self.code(NamedNode(RDFS + "subClassOf"))
        self.subject_column, self.predicate_column, self.object_column = (
            np.frombuffer(column, dtype=np.int32)
            for column in (triples.subjects, triples.predicates, triples.objects)
        )
        self._validated = validated
        # So many bytes of what can be made again are kept; None is all.
        self._room = None if triples.limit is None else triples.limit // _KEPT
        self._rows = self._rows_by_predicate()
        self._forward: dict[int, Keys] = {}
        self._backward: dict[int, Keys] = {}
        self._ordered: dict[tuple[int, bool], tuple[Codes, Codes]] = {}
        self._held: Mask | None = None
        self._by_subject: tuple[Codes, Codes] | None = None
        self._kinds: NDArray[np.uint8] = np.empty(0, dtype=np.uint8)

    def _rows_by_predicate(self) -> dict[int, Codes]:
        """Return the rows of each predicate, in order."""
        import numpy as np

        used = self.flags(self.predicate_column).nonzero()[0]
        numbers = np.zeros(self.size, dtype=np.uint16 if len(used) < 1 << 16 else np.int64)
        numbers[used] = np.arange(len(used))
        numbered = numbers[self.predicate_column]
        order = self._narrow(np.argsort(numbered, kind="stable"))
        ends = np.cumsum(np.bincount(numbered, minlength=len(used)))
        return (
            dict(zip(used.tolist(), np.split(order, ends[:-1]), strict=True)) if len(used) else {}
        )

    def _narrow(self, rows: Codes) -> Codes:
        """Return rows that are kept for long, in half the room if that is short."""
        if self._room is None or len(rows) >= 1 << 31:
            return rows
        return rows.astype("i4")

    def _make_room(self, size: int) -> None:
        """Forget indexes where there is no room for one more of so many bytes."""
        if self._room is None:
            return
        kept = [*self._forward.values(), *self._backward.values()]
        kept += [array for pair in self._ordered.values() for array in pair]
        if sum(array.nbytes for array in kept) + size > self._room:
            for index in (self._forward, self._backward, self._ordered):
                index.clear()

    @property
    def size(self) -> int:
        """Return one more than the greatest code."""
        return len(self.dictionary.tokens)

    def flags(self, codes: Codes | NDArray[np.int32] | Sequence[int]) -> Mask:
        """Return an array that is true at the codes."""
        import numpy as np

        flags = np.zeros(self.size, dtype=bool)
        flags[codes] = True
        return flags

    def unique(self, codes: Codes) -> Codes:
        """Return the codes in order, each once."""
        if len(codes) * _FEW < self.size:
            return distinct(codes)
        return self.flags(codes).nonzero()[0]

    def kinds(self) -> NDArray[np.uint8]:
        """Return the first byte of each token: IRI, BLANK or LITERAL; 0 for triple terms."""
        if len(self._kinds) < self.size:
            self._kinds = self.dictionary.first_bytes()
            for code in self.dictionary.triple_terms:
                self._kinds[code] = 0
        return self._kinds

    def forward(self, predicate: int) -> Keys:
        """Return the pairs of subject and object of a predicate."""
        if predicate not in self._forward:
            rows = self._rows.get(predicate, slice(0))
            subjects, objects = self.subject_column[rows], self.object_column[rows]
            pairs = distinct(join(subjects.astype("i8"), objects.astype("i8")))
            self._make_room(pairs.nbytes)
            self._forward[predicate] = pairs
        return self._forward[predicate]

    def backward(self, predicate: int) -> Keys:
        """Return the pairs of object and subject of a predicate."""
        if predicate not in self._backward:
            pairs = self.forward(predicate)
            backward = distinct(join(rights(pairs), lefts(pairs)))
            self._make_room(backward.nbytes)
            self._backward[predicate] = backward
        return self._backward[predicate]

    def restrict(self, pairs: Keys, starts: Codes) -> Keys:
        """Return the pairs whose left code is one of ``starts``, which are in order."""
        import numpy as np

        if len(starts) * _FEW < len(pairs):
            begins = np.searchsorted(pairs, starts << 32)
            ends = np.searchsorted(pairs, (starts + 1) << 32)
            return pairs[expand(begins, ends - begins)]
        return pairs[self.flags(starts)[lefts(pairs)]]

    def rows_of(self, subjects: Codes) -> Codes:
        """Return the rows of some subjects, which are in order."""
        if len(subjects) * _FEW < len(self.subject_column):
            return self._look_up_rows(subjects)
        return self.flags(subjects)[self.subject_column].nonzero()[0]

    def _look_up_rows(self, subjects: Codes) -> Codes:
        import numpy as np

        if self._by_subject is None:
            order = self._narrow(np.argsort(self.subject_column, kind="stable"))
            in_order = self.subject_column[order].astype("i8" if self._room is None else "i4")
            self._by_subject = order, in_order
        order, ordered = self._by_subject
        # Otherwise numpy would convert what is searched to what is looked for.
        subjects = subjects.astype(ordered.dtype)
        begins = ordered.searchsorted(subjects)
        return order[expand(begins, ordered.searchsorted(subjects + 1) - begins)]

    def subclasses(self, root: int) -> Codes:
        """Return the class with all its subclasses, in order."""
        import numpy as np

        found = np.array([root])
        while True:
            reached = rights(self.restrict(self.backward(self._subclass_code), found))
            larger = distinct(np.concatenate([found, reached]))
            if len(larger) == len(found):
                return larger
            found = larger

    def instances_of(self, classes: Codes) -> Codes:
        """Return the nodes that have one of the classes as a type, in order."""
        return self.unique(rights(self.restrict(self.backward(self.type_code), classes)))

    # What targets select.

    def _is_whole(self) -> bool:
        return self._validated == len(self.subject_column)

    def instances(self, class_code: int) -> Codes:
        """Return the validated nodes that are instances of a class or of a subclass of it."""
        classes = self.subclasses(class_code)
        if self._is_whole():
            return self.instances_of(classes)
        rows = self._validated_rows(self.type_code)
        rows = rows[self.flags(classes)[self.object_column[rows]]]
        return distinct(self.subject_column[rows].astype("i8"))

    def _validated_rows(self, predicate: int) -> Codes:
        import numpy as np

        rows = self._rows.get(predicate, np.empty(0, dtype=np.int64))
        return rows[: np.searchsorted(rows, self._validated)]

    def subjects_of(self, predicate: int) -> Codes:
        """Return the validated nodes that have the predicate."""
        return distinct(self.subject_column[self._validated_rows(predicate)].astype("i8"))

    def objects_of(self, predicate: int) -> Codes:
        """Return the validated nodes that are values of the predicate."""
        return distinct(self.object_column[self._validated_rows(predicate)].astype("i8"))

    def holds(self, node: int) -> bool:
        """Return whether a validated triple has the node as its subject or its object."""
        if self._held is None:
            count = self._validated
            self._held = self.flags(self.subject_column[:count])
            self._held[self.object_column[:count]] = True
        return node < len(self._held) and bool(self._held[node])

    # One node at a time, for what is not asked of all at once.

    def _in_order(self, predicate: int, *, back: bool) -> tuple[Codes, Codes]:
        """Return the nodes of a predicate, and behind each its partners as the text has them."""
        import numpy as np

        key = predicate, back
        if key not in self._ordered:
            rows = self._rows.get(predicate, slice(0))
            nodes, partners = self.subject_column[rows], self.object_column[rows]
            if back:
                nodes, partners = partners, nodes
            order = np.argsort(nodes, kind="stable")
            ordered = nodes[order].astype("i8"), partners[order].astype("i8")
            self._make_room(2 * ordered[0].nbytes)
            self._ordered[key] = ordered
        return self._ordered[key]

    def _partners(self, predicate: int, node: int, *, back: bool) -> list[int]:
        nodes, partners = self._in_order(predicate, back=back)
        begin, end = nodes.searchsorted([node, node + 1])
        return list(dict.fromkeys(partners[begin:end].tolist()))

    def objects(self, subject: int, predicate: int) -> Sequence[int]:
        """Return the values of a predicate at a subject, in the order of the text."""
        return self._partners(predicate, subject, back=False)

    def subjects(self, predicate: int, value: int) -> Sequence[int]:
        """Return the subjects that have a value for a predicate, in the order of the text."""
        return self._partners(predicate, value, back=True)

    def description(self, subject: int) -> Mapping[int, Sequence[int]]:
        """Return the values of each predicate at a subject."""
        import numpy as np

        rows = np.sort(self._look_up_rows(np.array([subject])))
        described: dict[int, dict[int, None]] = {}
        for predicate, value in zip(
            self.predicate_column[rows].tolist(), self.object_column[rows].tolist(), strict=True
        ):
            described.setdefault(predicate, {})[value] = None
        return {predicate: list(values) for predicate, values in described.items()}
