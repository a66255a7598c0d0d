"""All that a graph of a store states, fetched in pieces that no store cuts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode

from visitkg.endpoint.load import count_triples
from visitkg.endpoint.reader import IncompleteError
from visitkg.endpoint.skolem import unskolemise
from visitkg.graph.blank import canonicalise

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pyoxigraph import Triple

    from visitkg.endpoint.client import Endpoint

PAGE: Final = 1_000
"""So many subjects are asked for at once; Virtuoso gives 10,000 rows at most."""

_TOGETHER: Final = 200
"""So many subjects are described at once, fewer if that is too much."""

# Labels of blank nodes hold for one answer only, so all that have one must come in one.
_WITH_BLANKS: Final = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o FILTER(isBlank(?s) || isBlank(?o)) }"


def read_graph(endpoint: Endpoint) -> list[Triple]:
    """Return what the graph that is asked states, each statement once, in order.

    Blank nodes have the labels of https://www.w3.org/TR/rdf-canon/. Raise IncompleteError if it is
    not as much as the store counts, before and after.
    """
    before = count_triples(endpoint, endpoint.address.graph)
    found = set(read_blanks(endpoint))
    subjects = list(read_subjects(endpoint))
    found.update(describe_subjects(endpoint, subjects))
    after = count_triples(endpoint, endpoint.address.graph)
    if not before == len(found) == after:
        raise IncompleteError(
            f"{endpoint.address.query} gave {len(found):,} triples, and counts {before:,} before "
            f"and {after:,} after that",
            remedy="Does somebody write to it? Ask again when nobody does.",
        )
    return sorted(canonicalise(map(unskolemise, found)), key=str)


def read_subjects(endpoint: Endpoint) -> Iterator[NamedNode]:
    """Yield the subjects that have an IRI, page by page: behind the last one of the page before."""
    seen: set[NamedNode] = set()
    behind = ""
    while True:
        rows = endpoint.select(
            "SELECT DISTINCT ?s WHERE { ?s ?p ?o "
            f"FILTER(isIRI(?s) && STR(?s) > {Literal(behind)}) }} ORDER BY STR(?s) LIMIT {PAGE}"
        ).rows
        page = [row[0] for row in rows if isinstance(row[0], NamedNode)]
        if not seen.isdisjoint(page) or len(set(page)) < len(rows):
            raise IncompleteError(
                f"{endpoint.address.query} orders IRIs otherwise than it compares them",
                remedy="It can't be asked page by page, so not as a whole.",
            )
        seen.update(page)
        yield from page
        if len(page) < PAGE:
            return
        behind = page[-1].value


def read_blanks(endpoint: Endpoint) -> Iterator[Triple]:
    """Yield the statements in which a blank node of the store stands."""
    return endpoint.construct(_WITH_BLANKS)


def describe_subjects(endpoint: Endpoint, subjects: Sequence[NamedNode]) -> list[Triple]:
    """Return what is stated of subjects without blank nodes."""
    groups = [subjects[at : at + _TOGETHER] for at in range(0, len(subjects), _TOGETHER)]
    parts = endpoint.map(lambda group: _describe(endpoint, group), groups)
    return [triple for part in parts for triple in part]


def _describe(endpoint: Endpoint, subjects: Sequence[NamedNode]) -> list[Triple]:
    """Return what is stated of subjects without blank nodes; in halves where it is too much."""
    values = " ".join(map(str, subjects))
    try:
        return list(
            endpoint.construct(
                f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ VALUES ?s {{ {values} }} ?s ?p ?o "
                "FILTER(!isBlank(?o)) }"
            )
        )
    except IncompleteError:
        if len(subjects) == 1:
            raise
    middle = len(subjects) // 2
    return [*_describe(endpoint, subjects[:middle]), *_describe(endpoint, subjects[middle:])]
