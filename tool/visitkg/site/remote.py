"""A graph in a triple store that is looked at term by term, many of them in one request."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store, Triple

from visitkg.endpoint.order import as_stored
from visitkg.endpoint.skolem import restore, unskolemise
from visitkg.endpoint.whole import describe_subjects, read_blanks, read_subjects
from visitkg.site.view import GraphView

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from visitkg.endpoint.client import Endpoint
    from visitkg.site.view import Node, Term

_AHEAD: Final = 400
"""So many nodes that were met are described together with one that is asked for."""


class RemoteView(GraphView):
    """A view of a graph in a store, which is fetched as far as it is looked at.

    What it has fetched it keeps: it shows the graph as it was then.
    """

    __slots__ = ("_graph",)

    def __init__(self, endpoint: Endpoint, prefixes: Mapping[str, str]) -> None:
        self._graph = _RemoteGraph(endpoint)
        super().__init__(None, prefixes)

    @property
    def store(self) -> Any:  # noqa: ANN401  (all that a view asks of a Store is its patterns)
        """Return the graph, which answers patterns as a store does."""
        return self._graph

    def is_property(self, node: NamedNode) -> bool:
        """Return whether a statement has a node as its property."""
        return self._graph.endpoint.ask(f"ASK {{ ?s {node} ?o }}")

    def occurs(self, node: NamedNode) -> bool:
        """Return whether the graph mentions a node at all."""
        return self._graph.endpoint.ask(
            f"ASK {{ {{ {node} ?p ?o }} UNION {{ ?s ?p {node} }} UNION {{ ?s {node} ?o }} }}"
        )

    def named_subjects(self) -> set[NamedNode]:
        """Return the subjects that have an IRI."""
        found = (restore(node) for node in read_subjects(self._graph.endpoint))
        return {node for node in found if isinstance(node, NamedNode)}

    def stated(self) -> list[Triple]:
        """Return what has been fetched about nodes, in the spelling of the store."""
        return self._graph.all_stated()


class _RemoteGraph:
    """What a store has stated so far, by subject and by object."""

    __slots__ = ("_ahead", "_blanks", "_incoming", "_iris", "_known", "endpoint")

    def __init__(self, endpoint: Endpoint) -> None:
        self.endpoint = endpoint
        self._known: dict[Node | Triple, list[Triple]] = {}
        self._incoming: dict[tuple[Term | None, NamedNode | None], list[Triple]] = {}
        self._ahead: dict[NamedNode, None] = {}
        self._iris: dict[BlankNode, NamedNode] = {}
        # Labels of blank nodes hold for one answer only, so all come in one.
        self._blanks = Store()
        self._blanks.bulk_extend(Quad(*triple) for triple in self._take(read_blanks(endpoint)))

    def quads_for_pattern(
        self, subject: Node | None, predicate: NamedNode | None, value: Term | None
    ) -> Iterator[Quad]:
        """Yield what fits, literals in the spelling of the engine here."""
        found = self._pointing(predicate, value) if subject is None else self.stated(subject)
        known = as_stored(triple.object for triple in found)
        for triple in found:
            term = triple.object
            if isinstance(term, Literal):
                term = known.get(term, term)
            if predicate in (None, triple.predicate) and value in (None, term):
                yield Quad(triple.subject, triple.predicate, term)

    def stated(self, subject: Node) -> list[Triple]:
        """Return what is stated of a node, in the spelling of the store."""
        found = self._known.get(subject)
        if found is None:
            self._fetch(subject)
            found = self._known[subject]
        return found

    def all_stated(self) -> list[Triple]:
        """Return what is known to be stated of any node."""
        return [triple for triples in self._known.values() for triple in triples]

    def _fetch(self, subject: Node) -> None:
        """Describe a node, and others that were met and will be asked for."""
        iri = self._iris.get(subject) if isinstance(subject, BlankNode) else subject
        for node in (subject, *self._ahead):
            self._known[node] = [
                quad.triple for quad in self._blanks.quads_for_pattern(node, None, None)
            ]
        asked = [*([iri] if isinstance(iri, NamedNode) else []), *self._ahead]
        self._ahead.clear()
        if asked:
            for triple in self._take(describe_subjects(self.endpoint, asked)):
                self._known.setdefault(triple.subject, []).append(triple)

    def _pointing(self, predicate: NamedNode | None, value: Term | None) -> list[Triple]:
        """Return the statements with an object, with a property, or with both."""
        if value is None and predicate is None:
            raise NotImplementedError
        key = (value, predicate)
        if key not in self._incoming:
            iri = self._iris.get(value, value) if isinstance(value, BlankNode) else value
            found = [quad.triple for quad in self._blanks.quads_for_pattern(None, predicate, value)]
            if not isinstance(iri, BlankNode):
                found += self._take(self._ask(predicate, iri))
            self._incoming[key] = found
        return self._incoming[key]

    def _ask(self, predicate: NamedNode | None, value: Term | None) -> list[Triple]:
        pattern = f"?s {predicate or '?p'} {value or '?o'}"
        blank = "?s" if value is not None else "?s) && !isBlank(?o"
        return list(
            self.endpoint.construct(
                f"CONSTRUCT {{ {pattern} }} WHERE {{ {pattern} FILTER(!isBlank({blank})) }}"
            )
        )

    def _may_be_asked(self, node: NamedNode) -> bool:
        return node not in self._known and len(self._ahead) < _AHEAD

    def _take(self, triples: Iterable[Triple]) -> list[Triple]:
        """Return triples with blank nodes for skolem IRIs, and note the nodes that they name."""
        found = []
        for triple in triples:
            taken = unskolemise(triple)
            found.append(taken)
            for before, after in zip(triple, taken, strict=True):
                if isinstance(after, BlankNode) and isinstance(before, NamedNode):
                    self._iris[after] = before
                elif isinstance(after, NamedNode) and self._may_be_asked(after):
                    self._ahead[after] = None
        return found
