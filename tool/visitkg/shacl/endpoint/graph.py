"""The triples fetched so far; what is looked up and is not among them is wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from visitkg.shacl.facts import BLANK, IRI, LITERAL
from visitkg.shacl.index import SUBCLASS_OF

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pyoxigraph import NamedNode

    from visitkg.graph.encode import EncodedTriples
    from visitkg.shacl.facts import Facts
    from visitkg.shacl.index import Term

_NONE: dict[int, dict[int, None]] = {}


class Wanted(NamedTuple):
    """What was looked up in vain: nodes, whole nodes, and values of a predicate, in codes."""

    subjects: dict[int, None]
    descriptions: dict[int, None]
    values: dict[tuple[int, int], None]

    def __bool__(self) -> bool:
        """Return whether anything is wanted."""
        return bool(self.subjects or self.descriptions or self.values)


class FetchedGraph:
    """Distinct triples of a store, as far as they are known, in codes.

    What is known of a node is all that it has by the ``predicates``; of a predicate that is known
    wholly, all triples; and all triples with blank nodes, or none.
    """

    def __init__(
        self, triples: EncodedTriples, facts: Facts, predicates: Iterable[NamedNode]
    ) -> None:
        self.triples = triples
        self.code = triples.dictionary.encode
        self.kind = facts.kind
        self._predicates = {self.code(predicate) for predicate in predicates}
        self._by_subject: dict[int, dict[int, dict[int, None]]] = {}
        self._by_object: dict[int, dict[int, dict[int, None]]] = {}
        self._subjects: set[int] = set()
        self._descriptions: set[int] = set()
        self._values: set[tuple[int, int]] = set()
        self._whole: set[int] = set()
        self._watched = True
        self.needs_blank_nodes = False
        """Whether a triple with a blank node was met before these are known."""
        self.wanted = Wanted({}, {}, {})
        for row in zip(triples.subjects, triples.predicates, triples.objects, strict=True):
            self._insert(*row)

    def add(self, rows: Iterable[tuple[Term, Term, Term]]) -> None:
        """Add triples."""
        code, triples = self.code, self.triples
        for subject, predicate, value in rows:
            row = code(subject), code(predicate), code(value)
            if self._insert(*row):
                triples.subjects.append(row[0])
                triples.predicates.append(row[1])
                triples.objects.append(row[2])

    def _insert(self, subject: int, predicate: int, value: int) -> bool:
        values = self._by_subject.setdefault(subject, {}).setdefault(predicate, {})
        if value in values:
            return False
        values[value] = None
        self._by_object.setdefault(value, {}).setdefault(predicate, {})[subject] = None
        return True

    def know_subjects(self, nodes: Iterable[int], *, whole: bool) -> None:
        """Note that all is there that the nodes have, by any predicate if ``whole``."""
        (self._descriptions if whole else self._subjects).update(nodes)

    def know_values(self, pairs: Iterable[tuple[int, int]]) -> None:
        """Note that all subjects are there that have a value for a predicate."""
        self._values.update(pairs)

    def know_predicates(self, predicates: Iterable[NamedNode]) -> None:
        """Note that all triples of some predicates are there."""
        self._whole.update(map(self.code, predicates))

    def begin(self) -> None:
        """Forget what was wanted."""
        self.wanted = Wanted({}, {}, {})

    def end(self) -> None:
        """Want nothing any more, whatever is looked up."""
        self._watched = False

    def objects(self, subject: int, predicate: int) -> Sequence[int]:
        """Return the values of a predicate at a subject, as far as they are known."""
        if predicate not in self._whole and not self._knows(subject):
            self._want(subject, predicate)
        return list(self._by_subject.get(subject, _NONE).get(predicate, ()))

    def _knows(self, subject: int) -> bool:
        return (
            subject in self._subjects or subject in self._descriptions or self.kind(subject) != IRI
        )

    def _want(self, subject: int, predicate: int) -> None:
        if not self._watched:
            return
        if predicate not in self._predicates:
            raise LookupError(self.triples.dictionary.tokens[predicate].decode())
        self.wanted.subjects[subject] = None

    def subjects(self, predicate: int, value: int) -> Sequence[int]:
        """Return the subjects that have a value for a predicate, as far as they are known."""
        pair = predicate, value
        if (
            self._watched
            and predicate not in self._whole
            and pair not in self._values
            and self.kind(value) in (IRI, LITERAL)
        ):
            self.wanted.values[pair] = None
        return self.known_subjects(predicate, value)

    def description(self, subject: int) -> Mapping[int, Sequence[int]]:
        """Return the values of each predicate at a subject, as far as they are known."""
        known = subject in self._descriptions or self.kind(subject) != IRI
        if self._watched and not known:
            self.wanted.descriptions[subject] = None
        described = self._by_subject.get(subject, _NONE)
        return {predicate: list(values) for predicate, values in described.items()}

    def known_subjects(self, predicate: int, value: int) -> Sequence[int]:
        """Return the known subjects that have a value for a predicate; none is wanted."""
        return list(self._by_object.get(value, _NONE).get(predicate, ()))

    def close(self, root: int) -> set[int]:
        """Return the class with all below it, as far as they are known."""
        predicate = self.code(SUBCLASS_OF)
        found: set[int] = set()
        waiting = [root]
        while waiting:
            node = waiting.pop()
            if node not in found:
                found.add(node)
                waiting.extend(self.known_subjects(predicate, node))
        return found

    def blank_nodes(self) -> Sequence[int]:
        """Return the blank nodes that are known."""
        nodes = dict.fromkeys([*self._by_subject, *self._by_object])
        return [node for node in nodes if self.kind(node) == BLANK]

    def subjects_of(self, predicate: int) -> Sequence[int]:
        """Return the known nodes that have a predicate."""
        return [node for node, found in self._by_subject.items() if predicate in found]

    def objects_of(self, predicate: int) -> Sequence[int]:
        """Return the known nodes that are values of a predicate."""
        return [node for node, found in self._by_object.items() if predicate in found]
