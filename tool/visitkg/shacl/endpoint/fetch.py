"""Triples from a store: around nodes in batches, of whole predicates, and all with blank nodes.

A blank node has a name only within one answer. So all triples with blank nodes come in one answer,
and from every other they are left out.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final, TypeVar, cast

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from visitkg.errors import InputError
from visitkg.shacl.endpoint.pages import may_be_cut, select_all
from visitkg.shacl.endpoint.write import write_choice, write_list, write_string

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from visitkg.shacl.endpoint.graph import FetchedGraph, Wanted
    from visitkg.shacl.endpoint.source import Source
    from visitkg.shacl.index import Term
    from visitkg.sparql.answer import Row

    Statement = tuple[Term, Term, Term]

_T = TypeVar("_T")

_BATCH: Final = 400
_SMALL: Final = 25
"""A batch that fails is halved; one as small as this is given up."""
_FEW: Final = 20
"""So many predicates are fetched whole at one go."""
_ROW: Final = ("s", "p", "o")


class Fetcher:
    """Fetches into a graph; ``predicates`` are those by which the plan goes on."""

    def __init__(
        self, source: Source, graph: FetchedGraph, predicates: Iterable[NamedNode], *, whole: bool
    ) -> None:
        self._source = source
        self._graph = graph
        self._predicates = sorted(predicates, key=str)
        self._whole = whole
        self._has_blank_nodes = False

    def fetch(self, wanted: Wanted) -> None:
        """Fetch what is wanted; raise VisitkgError for what can't be had."""
        graph = self._graph
        whole = [*wanted.descriptions]
        named = [node for node in wanted.subjects if node not in wanted.descriptions]
        for nodes, by_any in ((whole, True), (named, self._whole)):
            for batch in _batches(nodes, _BATCH):
                self._fetch_around(batch, by_any=by_any)
                graph.know_subjects(batch, whole=by_any)
        by_predicate: dict[int, list[int]] = {}
        for predicate, value in wanted.values:
            by_predicate.setdefault(predicate, []).append(value)
        for predicate, values in by_predicate.items():
            for batch in _batches(values, _BATCH):
                self._fetch_referring(predicate, batch)
                graph.know_values((predicate, value) for value in batch)

    def _fetch_around(self, nodes: Sequence[int], *, by_any: bool) -> None:
        test = "" if by_any else f" FILTER(?p IN ({write_list(self._predicates)}))"

        def write(batch: Sequence[int]) -> str:
            iris = " ".join(str(self._decode(node)) for node in batch)
            return f"VALUES ?s {{ {iris} }} ?s ?p ?o .{test}"

        self._fetch_batch(write, nodes, "o")

    def _fetch_referring(self, predicate: int, values: Sequence[int]) -> None:
        name = self._decode(predicate)
        terms = {value: self._decode(value) for value in values}

        def write_iris(batch: Sequence[int]) -> str:
            iris = " ".join(str(terms[value]) for value in batch)
            return f"VALUES ?p {{ {name} }} VALUES ?o {{ {iris} }} ?s ?p ?o ."

        def write_test(batch: Sequence[int]) -> str:
            iris = write_list(terms[value] for value in batch)
            return f"?s {name} ?o . BIND({name} AS ?p) FILTER(isIRI(?o) && ?o IN ({iris}))"

        def write_texts(batch: Sequence[int]) -> str:
            texts = write_list(write_string(cast("Literal", terms[value]).value) for value in batch)
            return (
                f"?s {name} ?o . BIND({name} AS ?p) FILTER(isLiteral(?o) && STR(?o) IN ({texts}))"
            )

        iris = [value for value in values if isinstance(terms[value], NamedNode)]
        texts = [value for value in values if isinstance(terms[value], Literal)]
        try:
            self._fetch_batch(write_iris, iris, "s")
        except InputError:
            # Virtuoso fails where the predicate has literals too.
            self._fetch_batch(write_test, iris, "s")
        self._fetch_batch(write_texts, texts, "s")

    def _decode(self, code: int) -> Term:
        return self._graph.name(code)

    def _fetch_batch(
        self, write: Callable[[Sequence[int]], str], batch: Sequence[int], key: str
    ) -> None:
        """Fetch the triples around nodes; halve a batch whose answer is cut or fails."""
        if not batch:
            return
        if len(batch) == 1:
            rows, blank = select_all(self._source, _ROW, write(batch), key)
            self._add(rows, blank=blank)
            return
        half = len(batch) // 2
        pattern = write(batch)
        try:
            rows = self._select(pattern)
            if not may_be_cut(len(rows)) or self._is_whole(len(rows), pattern):
                self._add(rows)
                return
        except InputError:
            if len(batch) <= _SMALL:
                raise
        self._fetch_batch(write, batch[:half], key)
        self._fetch_batch(write, batch[half:], key)

    def _select(self, pattern: str) -> Sequence[Row]:
        return self._source.select(f"SELECT ?s ?p ?o WHERE {{ {pattern} }}").rows

    def _add(self, rows: Iterable[Row], *, blank: bool = False) -> None:
        """Add the triples without blank nodes, and note whether others are there."""
        self._graph.needs_blank_nodes |= blank
        self._graph.add(self._named(rows))

    def _named(self, rows: Iterable[Row]) -> Iterator[Statement]:
        for row in rows:
            subject, predicate, value = cast("Statement", row)
            if _has_blank(subject) or _has_blank(value):
                self._graph.needs_blank_nodes = True
            else:
                yield subject, predicate, value

    def fetch_predicates(self, predicates: Iterable[NamedNode]) -> None:
        """Fetch all triples of some predicates."""
        for batch in _batches(sorted(predicates, key=str), _FEW):
            pattern = f"{write_choice('?p', batch)} ?s ?p ?o ."
            rows, blank = select_all(self._source, _ROW, pattern, "s")
            self._add(rows, blank=blank)
            self._graph.know_predicates(batch)

    def fetch_everything(self) -> None:
        """Fetch all triples."""
        rows, blank = select_all(self._source, _ROW, "?s ?p ?o .", "s")
        self._add(rows, blank=blank)

    def fetch_labels(self, nodes: Iterable[int], predicates: Iterable[NamedNode]) -> None:
        """Fetch what some nodes are called."""
        test = f"FILTER(?p IN ({write_list(predicates)}))"
        for batch in _batches(list(nodes), _BATCH):
            iris = " ".join(str(self._decode(node)) for node in batch)
            rows = self._select(f"VALUES ?s {{ {iris} }} ?s ?p ?o . {test}")
            self._add(sorted(rows, key=str))

    def fetch_blank_nodes(self) -> bool:
        """Fetch all triples with blank nodes unless they are there; return whether this was new."""
        if self._has_blank_nodes:
            return False
        test = "" if self._whole else f" FILTER(?p IN ({write_list(self._predicates)}))"
        pattern = f"?s ?p ?o . FILTER(isBlank(?s) || isBlank(?o)){test}"
        rows = self._select(pattern)
        if may_be_cut(len(rows)):
            self._refuse_part(len(rows), pattern)
        self._has_blank_nodes = True
        self._graph.add(_rename(rows, self._graph))
        return True

    def _refuse_part(self, count: int, pattern: str) -> None:
        if not self._is_whole(count, pattern):
            raise InputError(
                f"the store cuts the answer with all blank nodes after {count:,} triples",
                remedy="Raise the limit of rows that the store has, or give the nodes IRIs.",
            )

    def _is_whole(self, count: int, pattern: str) -> bool:
        """Return whether a store that is asked for the number of rows names no larger one."""
        inner = f"SELECT ?s ?p ?o WHERE {{ {pattern} }}"
        counted = self._source.select(f"SELECT (COUNT(*) AS ?count) WHERE {{ {inner} }}").rows
        number = counted[0][0] if counted else None
        return isinstance(number, Literal) and int(number.value) <= count


def _batches(nodes: Iterable[_T], size: int) -> Iterator[Sequence[_T]]:
    waiting = iter(nodes)
    while batch := list(islice(waiting, size)):
        yield batch


def _has_blank(term: Term) -> bool:
    if isinstance(term, Triple):
        return _has_blank(term.subject) or _has_blank(term.object)
    return isinstance(term, BlankNode)


def _rename(rows: Iterable[Row], graph: FetchedGraph) -> Iterator[Statement]:
    """Yield triples whose blank nodes have labels that nothing else has."""
    names: dict[BlankNode, BlankNode] = {}
    find = graph.triples.dictionary.find

    def rename(term: Term) -> Term:
        if not isinstance(term, BlankNode):
            return term
        if term not in names:
            label = f"b{len(names)}"
            while find(BlankNode(label)) is not None:
                label += "x"
            names[term] = BlankNode(label)
        return names[term]

    for row in rows:
        subject, predicate, value = cast("Statement", row)
        if isinstance(value, Triple) and _has_blank(value):
            raise InputError(
                "the store has a triple term with a blank node, which can't be asked for again",
                remedy="Validate a copy of the data.",
            )
        yield rename(subject), predicate, rename(value)
