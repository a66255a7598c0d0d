"""The contradictions in a store to which all that follows was added."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from operator import itemgetter
from typing import TYPE_CHECKING, Final, NamedTuple

from pyoxigraph import BlankNode, Literal, NamedNode, QuerySolutions

from visitkg.owl.closure import PREFIXES
from visitkg.owl.contradictions import CONTRADICTIONS
from visitkg.owl.naming import write_term
from visitkg.owl.values import belongs_to, differ, has_form

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pyoxigraph import QuerySolution, Store, Triple

    from visitkg.graph.parse import Located
    from visitkg.graph.term import IriWriter
    from visitkg.owl.contradictions import ContradictionRule

_SINGLE_VALUES: Final = """
SELECT DISTINCT ?x ?p ?y WHERE {
  { ?p a owl:FunctionalProperty . ?x ?p ?y } UNION
  { ?c owl:maxCardinality|owl:cardinality ?n ; owl:onProperty ?p FILTER(?n = 1) ?x a ?c ; ?p ?y }
  FILTER(isLiteral(?y))
}"""

_TYPED_VALUES: Final = """
SELECT DISTINCT ?x ?p ?y ?d WHERE {
  { ?p rdfs:range ?d . ?x ?p ?y } UNION
  { ?c owl:allValuesFrom ?d ; owl:onProperty ?p . ?x a ?c ; ?p ?y }
  FILTER(isLiteral(?y) && isIRI(?d))
}"""


class Clash(NamedTuple):
    """A contradiction about ``term``, by the name of the rule that finds it.

    ``located`` is the first triple about ``term``, or None if no triple has it as subject.
    """

    rule: str
    message: str
    term: str
    located: Located | None


class Places:
    """Where the nodes of a graph are first spoken of, and what messages call them."""

    __slots__ = ("_first", "_iris", "_members")

    def __init__(self, triples: Iterable[Located], iris: IriWriter) -> None:
        self._first: dict[NamedNode | BlankNode | Triple, Located] = {}
        for located in triples:
            self._first.setdefault(located.triple.subject, located)
        self._iris = iris
        self._members: Mapping[BlankNode, NamedNode] = {}

    def know_members(self, members: Mapping[BlankNode, NamedNode]) -> None:
        """Call the fresh ``members`` by the names of their classes from now on."""
        self._members = members

    def name(self, term: NamedNode | BlankNode | Literal | Triple | None) -> str:
        """Return what a message calls ``term``."""
        if not isinstance(term, BlankNode):
            return write_term(term, self._iris)
        class_ = self._members.get(term)
        return f"a member of {write_term(class_, self._iris)}" if class_ else "something unnamed"

    def clash(self, rule: str, message: str, node: NamedNode | BlankNode) -> Clash:
        """Return a clash about ``node``, or about the class whose fresh member it is."""
        subject = self._members.get(node, node) if isinstance(node, BlankNode) else node
        return Clash(rule, message, subject.value, self._first.get(subject))


def find_clashes(store: Store, places: Places) -> Iterator[Clash]:
    """Find each contradiction in a closed store once."""
    for rule in CONTRADICTIONS:
        yield from _find_contradictions(store, places, rule)
    yield from _several_values(store, places)
    yield from _foreign_values(store, places)


def _find_contradictions(store: Store, places: Places, rule: ContradictionRule) -> Iterator[Clash]:
    """Find what the rule tells of, but not once more with two of its nodes exchanged."""
    solutions = _select(store, f"SELECT DISTINCT * WHERE {{ {rule.pattern} }}")
    told = [variable.value for variable in solutions.variables if _is_told(rule, variable.value)]
    found = []
    for row in solutions:
        names = {variable: places.name(row[variable]) for variable in told}
        nodes = frozenset(str(row[variable]) for variable in told)
        found.append((rule.message.format_map(names), nodes, _node(row, "x")))
    known = set()
    for message, nodes, node in sorted(found, key=itemgetter(0)):
        if nodes not in known:
            known.add(nodes)
            yield places.clash(rule.name, message, node)


def _is_told(rule: ContradictionRule, variable: str) -> bool:
    return f"{{{variable}}}" in rule.message


def _several_values(store: Store, places: Places) -> Iterator[Clash]:
    """Find two different literals where a property can have one value."""
    values = defaultdict(list)
    for row in _select(store, _SINGLE_VALUES):
        values[_node(row, "x"), row["p"]].append(row["y"])
    for (node, property_), literals in values.items():
        for left, right in combinations(sorted(literals, key=str), 2):
            if differ(left, right):
                message = (
                    f"{places.name(node)} can have one {places.name(property_)}, "
                    f"but has {places.name(left)} and {places.name(right)}"
                )
                yield places.clash("single-value", message, node)


def _foreign_values(store: Store, places: Places) -> Iterator[Clash]:
    """Find literals outside the datatype that a range or a restriction asks for."""
    for row in _select(store, _TYPED_VALUES):
        literal, datatype = row["y"], row["d"]
        if isinstance(literal, Literal) and belongs_to(literal, datatype.value) is False:
            node = _node(row, "x")
            message = (
                f"{places.name(node)} has {places.name(literal)} as {places.name(row['p'])}, "
                f"whose values are of {places.name(datatype)}"
            )
            yield places.clash("datatype", message, node)


def find_malformed_literals(triples: Iterable[Located], places: Places) -> Iterator[Clash]:
    """Find literals whose text their own datatype doesn't allow (dt-not-type)."""
    for located in triples:
        subject, _, value = located.triple
        if isinstance(value, Literal) and not has_form(value):
            message = f"{places.name(value)} is not written as its datatype asks"
            yield Clash("dt-not-type", message, str(subject), located)


def _select(store: Store, query: str) -> QuerySolutions:
    solutions = store.query(PREFIXES + query)
    assert isinstance(solutions, QuerySolutions)  # noqa: S101  (a SELECT gives nothing else)
    return solutions


def _node(row: QuerySolution, name: str) -> NamedNode | BlankNode:
    node = row[name]
    assert isinstance(node, NamedNode | BlankNode)  # noqa: S101  (subjects are nothing else)
    return node
