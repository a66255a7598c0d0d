"""The triples fetched so far; what is looked up and is not among them is wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import BlankNode, NamedNode, Triple

from visitkg.endpoint.skolem import restore
from visitkg.shacl.facts import BLANK, IRI, LITERAL
from visitkg.shacl.index import SUBCLASS_OF

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

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
    wholly, all triples; and all triples with blank nodes, or none. An IRI that ``visitkg load`` put
    in the place of a blank node is that blank node here, and by its IRI it is asked for.
    """

    def __init__(
        self, triples: EncodedTriples, facts: Facts, predicates: Iterable[NamedNode]
    ) -> None:
        self.triples = triples
        self._names: dict[int, NamedNode] = {}
        self._blank: dict[NamedNode, BlankNode] = {}
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

    def code(self, term: Term) -> int:
        """Return the code of a term as a store has it."""
        if isinstance(term, NamedNode):
            blank = self._find_blank(term)
            if blank is not None:
                code = self.triples.dictionary.encode(blank)
                self._names[code] = term
                return code
        return self.triples.dictionary.encode(self._restore(term))

    def name(self, code: int) -> Term:
        """Return the term by which a store is asked for a node."""
        return self._names.get(code) or self.triples.dictionary.decode(code)

    def is_asked(self, code: int) -> bool:
        """Return whether a store can be asked for what a node has: by its IRI."""
        return self.kind(code) == IRI or code in self._names

    def _find_blank(self, iri: NamedNode) -> BlankNode | None:
        """Return the blank node for which an IRI stands; no file and no other IRI has its label."""
        if "genid" not in iri.value:
            return None
        found = self._blank.get(iri)
        if found is None:
            restored = restore(iri)
            if not isinstance(restored, BlankNode):
                return None
            found = restored
            while self.triples.dictionary.find(found) is not None:
                found = BlankNode(f"{found.value}x")
            self._blank[iri] = found
        return found

    def _restore(self, term: Term) -> Term:
        if isinstance(term, NamedNode):
            return self._find_blank(term) or term
        if isinstance(term, Triple):
            subject, value = self._restore(term.subject), self._restore(term.object)
            return Triple(subject, term.predicate, value)  # type: ignore[arg-type]  # a node stays one
        return term

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
        known = subject in self._subjects or subject in self._descriptions
        return known or not self.is_asked(subject)

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
            and (self.kind(value) == LITERAL or self.is_asked(value))
        ):
            self.wanted.values[pair] = None
        return self.known_subjects(predicate, value)

    def description(self, subject: int) -> Mapping[int, Sequence[int]]:
        """Return the values of each predicate at a subject, as far as they are known."""
        known = subject in self._descriptions or not self.is_asked(subject)
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
