"""The species of an OWL 1 ontology.

https://www.w3.org/TR/owl-semantics/mapping.html#4.2

A graph is in OWL DL if the mapping from abstract syntax can produce it from ontologies with a
separated vocabulary, and in OWL Lite if those ontologies are in OWL Lite. All else is OWL Full.
Imports are not followed: give all files of the imports closure together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

from visitkg.owl.checks import constructs, lists, lite, names, positions, properties, sharing
from visitkg.owl.kinds import ANY_INDIVIDUAL, PROPERTY, Kind
from visitkg.owl.rule import Finding, Offence, Species, offence
from visitkg.owl.structure import Structure, read_structure
from visitkg.terms import COMMON_PREFIXES

if TYPE_CHECKING:
    from visitkg.graph.parse import Located

Check: TypeAlias = Callable[[Structure], Iterator[Finding]]

CHECKS: Final[tuple[Check, ...]] = (
    names.find_reserved_names,
    names.find_literal_datatypes,
    names.find_names_in_two_roles,
    names.find_restricted_vocabulary,
    names.find_unnamed_entities,
    positions.find_undeclared_predicates,
    positions.find_misplaced_nodes,
    positions.find_misplaced_blank_values,
    lists.find_misplaced_members,
    lists.find_malformed_lists,
    lists.find_lists_outside_constructs,
    constructs.find_malformed_restrictions,
    constructs.find_malformed_cardinalities,
    constructs.find_malformed_descriptions,
    constructs.find_malformed_data_ranges,
    constructs.find_malformed_all_different,
    sharing.find_shared_descriptions,
    sharing.find_incomplete_disjointness,
    sharing.find_cyclic_descriptions,
    sharing.find_shared_individuals,
    sharing.find_cyclic_individuals,
    properties.find_transitive_and_complex,
    lite.find_constructs,
    lite.find_cardinalities,
    lite.find_unused_descriptions,
    lite.find_shared_restrictions,
)


@dataclass(frozen=True, slots=True)
class SpeciesReport:
    """The species of a graph, what keeps it out of a smaller one, and what was looked at.

    ``offences`` are in the order of files and lines. ``classes``, ``properties`` and
    ``individuals`` count what the graph declares, anonymous individuals included.
    """

    species: Species
    offences: tuple[Offence, ...]
    triples: int
    classes: int
    properties: int
    individuals: int
    restrictions: int


def check_species(
    triples: Iterable[Located], prefixes: Mapping[str, str] = COMMON_PREFIXES
) -> SpeciesReport:
    """Return the species of all ``triples`` taken together, with every triple that offends.

    ``prefixes`` shorten the names in messages. No triples at all are OWL Lite, with counts of
    zero: it is for the caller to refuse that.
    """
    structure = read_structure(triples, prefixes)
    offences = sorted(_find_offences(structure), key=_position)
    return SpeciesReport(
        species=_species(offences),
        offences=tuple(offences),
        triples=len(structure.statements),
        classes=_count(structure, Kind.CLASS),
        properties=_count(structure, PROPERTY),
        individuals=_count(structure, ANY_INDIVIDUAL),
        restrictions=_count(structure, Kind.RESTRICTION),
    )


def _find_offences(structure: Structure) -> Iterator[Offence]:
    """Return what the checks find: a triple breaks a rule once, be it by subject or by object."""
    known: set[tuple[str, int]] = set()
    for check in CHECKS:
        for finding in check(structure):
            key = (finding.rule.name, id(finding.statement))
            if key not in known:
                known.add(key)
                for located in finding.statement.places:
                    yield offence(finding, located)


def _position(found: Offence) -> tuple[str, int, str, str]:
    located = found.located
    if located is None:
        return "", 0, found.rule, found.message
    return str(located.path), located.line or 0, found.rule, found.message


def _species(offences: list[Offence]) -> Species:
    barriers = {found.keeps_out_of for found in offences}
    if "DL" in barriers:
        return "Full"
    return "DL" if barriers else "Lite"


def _count(structure: Structure, kind: Kind) -> int:
    return sum(1 for _ in structure.nodes(kind))
