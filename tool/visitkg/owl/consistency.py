"""Whether files contradict themselves, as far as the rules of OWL 2 RL can find out.

What is found is a contradiction. That nothing is found proves nothing beyond OWL RL: a complete
answer takes a reasoner, see ``satisfiability``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pyoxigraph import BlankNode, NamedNode, Quad, Store

from visitkg.graph.parse import read_triples
from visitkg.graph.term import IriWriter
from visitkg.owl import vocabulary as owl
from visitkg.owl.clashes import Clash, Places, find_clashes, find_malformed_literals
from visitkg.owl.closure import close_store
from visitkg.terms import COMMON_PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

_TYPE: Final = NamedNode(owl.TYPE)
_CLASS: Final = NamedNode(owl.CLASS)


@dataclass(frozen=True, slots=True)
class ConsistencyReport:
    """What contradicts itself, which classes can't have a member, and what was looked at.

    ``clashes`` hold of the files as they are. ``unsatisfiable`` are the further clashes that
    arise if each named class has a fresh member: mostly one for a class that can have none.
    ``triples`` counts what the files state, ``classes`` the named classes that were given a
    member, ``entailed`` what the rules added to the files before that.
    """

    clashes: tuple[Clash, ...]
    unsatisfiable: tuple[Clash, ...]
    triples: int
    classes: int
    entailed: int

    @property
    def consistent(self) -> bool:
        """Tell whether nothing contradicts itself and each class can have a member."""
        return not self.clashes and not self.unsatisfiable


def check_consistency(
    files: Iterable[Path], prefixes: Mapping[str, str] = COMMON_PREFIXES
) -> ConsistencyReport:
    """Find the contradictions in ``files`` taken together, by OWL RL and by datatypes.

    ``prefixes`` shorten the names in messages. Raise InputError for a file that can't be read.
    No triples at all are consistent, with counts of zero: it is for the caller to refuse that.
    """
    triples = list(read_triples(files))
    places = Places(triples, IriWriter(prefixes))
    store = Store()
    store.bulk_extend(Quad(*located.triple) for located in triples)
    given, members = len(store), _fresh_members(store)
    close_store(store, "owl-rl")
    entailed = len(store) - given
    clashes = {*find_malformed_literals(triples, places), *find_clashes(store, places)}
    places.know_members(members)
    store.bulk_extend(Quad(member, _TYPE, class_) for member, class_ in members.items())
    close_store(store, "owl-rl")
    return ConsistencyReport(
        clashes=tuple(sorted(clashes, key=_position)),
        unsatisfiable=tuple(sorted({*find_clashes(store, places)} - clashes, key=_position)),
        triples=given,
        classes=len(members),
        entailed=entailed,
    )


def _fresh_members(store: Store) -> dict[BlankNode, NamedNode]:
    """Return a new individual for each named class that the store declares."""
    classes = {quad.subject for quad in store.quads_for_pattern(None, _TYPE, _CLASS)}
    return {
        BlankNode(): class_
        for class_ in classes
        if isinstance(class_, NamedNode) and class_.value != owl.NOTHING
    }


def _position(clash: Clash) -> tuple[str, int, str, str]:
    located = clash.located
    if located is None:
        return "", 0, clash.rule, clash.message
    return str(located.path), located.line or 0, clash.rule, clash.message
