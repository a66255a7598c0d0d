"""Each term says what it is called, what it means and where it is defined."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode

from visitkg.check.fair.publication import HOME, language_of, text_of
from visitkg.check.fair.requirement import Requirement, breach_at, breach_of, term_lacks
from visitkg.check.vocabulary import CLASSES
from visitkg.terms import DCTERMS, RDFS, SKOS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from visitkg.check.fair.publication import Publication
    from visitkg.check.fair.requirement import Breach
    from visitkg.check.vocabulary import Entry

_LABELS: Final = (RDFS + "label", SKOS + "prefLabel")
_DEFINITIONS: Final = (RDFS + "comment", SKOS + "definition", DCTERMS + "description")
_LABEL: Final = tuple(NamedNode(iri) for iri in _LABELS)
_DEFINITION: Final = tuple(NamedNode(iri) for iri in _DEFINITIONS)


def _find_unmarked(publication: Publication) -> Iterator[Breach]:
    for entry in publication.terms:
        for item in entry.located(_LABEL):
            if isinstance(item.triple.object, Literal) and not language_of(item):
                yield breach_at(item, "has a label without a language tag")


def _find_swapped(publication: Publication) -> Iterator[Breach]:
    """Yield which terms have a definition in a language that says no more than a label."""
    for entry in publication.terms:
        labels: dict[str, list[str]] = defaultdict(list)
        for item in entry.located(_LABEL):
            labels[language_of(item)].append(text_of(item))
        for item in entry.located(_DEFINITION):
            longest = max(map(len, labels.get(language_of(item), ())), default=0)
            if longest and len(text_of(item)) <= longest:
                yield breach_at(item, "has a definition that is no longer than its label")


def _find_same_labels(publication: Publication) -> Iterator[Breach]:
    bearers: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for entry in publication.terms:
        if entry.is_a(CLASSES):
            for label in {(text_of(i).casefold(), language_of(i)) for i in entry.located(_LABEL)}:
                bearers[label].append(entry)
    told: set[tuple[str, str]] = set()
    for first, *others in bearers.values():
        for entry in others:
            if (first.iri, entry.iri) not in told:
                told.add((first.iri, entry.iri))
                yield breach_of(entry, f"has the label of {publication.name(first.iri)}")


DOCUMENTATION: Final = (
    Requirement(
        "label",
        ("FOOPS! VOC3", "OOPS! P08", "LOV"),
        term_lacks("label", *_LABELS, SKOS + "altLabel"),
    ),
    Requirement(
        "definition",
        ("FOOPS! VOC4", "OOPS! P08", "LOV"),
        term_lacks("definition", *_DEFINITIONS),
    ),
    Requirement("label-language", ("LOV", "DWBP 13"), _find_unmarked),
    Requirement("home", ("LOV",), term_lacks("rdfs:isDefinedBy", HOME.value)),
    Requirement("label-not-definition", ("OOPS! P20",), _find_swapped, "info"),
    Requirement("one-label-a-class", ("OOPS! P32",), _find_same_labels, "info"),
)
