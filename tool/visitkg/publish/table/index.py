"""What the tables look up: what is said of each node as the files spell it, and its kind."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import Literal, NamedNode

from visitkg.graph.language import write_language
from visitkg.site.kind import TYPE, Kind, find_kind
from visitkg.site.sentence import one_line, value_text
from visitkg.site.value import read_value
from visitkg.terms import DCAT, DCTERMS, OWL, RDF, RDFS, SH, SKOS, SPDX, VOID, XSD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from pyoxigraph import BlankNode, Triple

    from visitkg.publish.content import Site
    from visitkg.publish.table.csv import Cell
    from visitkg.publish.view import IndexedView

    Term = NamedNode | BlankNode | Literal | Triple

# Classes of these are about the graph and its files, not about what the graph speaks of.
_DESCRIPTIVE: Final = (DCAT, DCTERMS, OWL, RDF, RDFS, SH, SKOS, SPDX, VOID)
_NOTHING: Final[Mapping[NamedNode, Sequence[Any]]] = MappingProxyType({})
_TEXTS: Final = frozenset({XSD + "string", RDF + "langString"})


@dataclass(frozen=True, slots=True)
class Index:
    """The graph of a site, and its nodes by kind, in order of their IRIs."""

    site: Site
    kinds: Mapping[Kind, Sequence[NamedNode]] = field(repr=False)

    @property
    def view(self) -> IndexedView:
        """Return the graph term by term."""
        return self.site.view

    def name(self, node: NamedNode) -> str:
        """Return what people call a node."""
        return self.view.reference(node).label

    def first(self, node: NamedNode, predicate: NamedNode) -> NamedNode | None:
        """Return the first node that a property leads to."""
        return next(iter(self.view.nodes(node, predicate)), None)

    def state(self, node: NamedNode) -> Iterator[tuple[NamedNode, Term]]:
        """Yield what is said of a node, in order: properties with their values."""
        for predicate, values in self.view.about.get(node, _NOTHING).items():
            for value in values:
                yield predicate, value

    def cells_of_value(self, predicate: NamedNode, value: Term) -> tuple[Cell, ...]:
        """Return what is said: property, its name, node, value, datatype and language.

        The value is the literal as it is spelt, or the name of the node.
        """
        said = (predicate.value, self.name(predicate))
        if isinstance(value, Literal):
            kind = value.datatype.value
            datatype = None if kind in _TEXTS else kind
            language = write_language(value.language) if value.language else None
            return (*said, None, value.value, datatype, language)
        if isinstance(value, NamedNode):
            return (*said, value.value, self.name(value), None, None)
        return (*said, None, one_line(value_text(read_value(self.view, value))), None, None)


def read_index(site: Site) -> Index:
    """Return what the tables of a site are made from."""
    kinds: dict[Kind, list[NamedNode]] = defaultdict(list)
    for node in _order(n for n in site.view.about if isinstance(n, NamedNode)):
        kinds[find_kind(site.view, node)].append(node)
    kinds[Kind.THING] = _select_things(site, kinds[Kind.THING])
    for kind, terms in _find_used(site, kinds[Kind.THING] + kinds[Kind.PROPOSITION]).items():
        kinds[kind] = _order({*kinds[kind], *terms})
    return Index(site, kinds)


def _order(nodes: Iterable[NamedNode]) -> list[NamedNode]:
    return sorted(nodes, key=lambda node: node.value)


def _find_used(site: Site, nodes: Iterable[NamedNode]) -> dict[Kind, set[NamedNode]]:
    """Return the properties and classes by which nodes are described, declared or not."""
    used: dict[Kind, set[NamedNode]] = {Kind.CLASS: set(), Kind.PROPERTY: set()}
    for node in nodes:
        used[Kind.PROPERTY].update(site.view.about[node])
        used[Kind.CLASS].update(site.view.nodes(node, TYPE))
    return used


def _select_things(site: Site, nodes: list[NamedNode]) -> list[NamedNode]:
    """Return what the data speak of: nodes of the project's classes, else of any but a few."""
    base = site.addresses.base
    own = _with_types(site, nodes, lambda type_: type_.startswith(base))
    return own or _with_types(site, nodes, lambda type_: not type_.startswith(_DESCRIPTIVE))


def _with_types(
    site: Site, nodes: list[NamedNode], is_fit: Callable[[str], bool]
) -> list[NamedNode]:
    return [node for node in nodes if any(is_fit(t.value) for t in site.view.nodes(node, TYPE))]
