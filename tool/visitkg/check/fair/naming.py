"""Ontologies and terms have names that last, in one style, each for one thing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from pyoxigraph import BlankNode, NamedNode

from visitkg.check.fair.publication import namespaces, text_of
from visitkg.check.fair.requirement import Breach, Requirement, breach_at, breach_of
from visitkg.check.vocabulary import CLASSES, ONTOLOGY, PROPERTIES, TYPE
from visitkg.errors import Position
from visitkg.owl.vocabulary import BUILT_IN_DATATYPES, OBJECT_PROPERTY
from visitkg.terms import RDFS, VANN, XSD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from visitkg.check.fair.publication import Publication
    from visitkg.check.vocabulary import Entry

_PREFIX: Final = NamedNode(VANN + "preferredNamespacePrefix")
_LABEL: Final = NamedNode(RDFS + "label")
_PREFIX_FORM: Final = re.compile(r"[a-z][a-z0-9-]{1,16}")
_PERSISTENT: Final = re.compile(
    r"(w3id\.org|purl\.(org|oclc\.org|archive\.org)|purl\.obolibrary\.org|(dx\.)?doi\.org|"
    r"(www\.)?w3\.org|perma\.cc|linked\.data\.gov\.au|data\.europa\.eu|dbpedia\.org|n2t\.net|"
    r"hdl\.handle\.net)"
)
_FILE: Final = re.compile(r"\.(html?|json(ld)?|n3|nt|owl|php|rdfs?|ttl|xml)$", re.IGNORECASE)
_WORDS: Final = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
_JOINING: Final = frozenset({"and", "or"})
_LEFTOVER: Final = frozenset({"misc", "miscellaneous", "other", "others"})
_IS: Final = frozenset({"is", "isa"})
_DATATYPES: Final = frozenset(
    iri.removeprefix(XSD).casefold() for iri in BUILT_IN_DATATYPES if iri.startswith(XSD)
) - {"language", "name", "token"}


def is_persistent(iri: str) -> bool:
    """Return whether an IRI belongs to a service that promises to keep addresses."""
    return _PERSISTENT.fullmatch(urlsplit(iri).hostname or "") is not None


def is_address(iri: str) -> bool:
    """Return whether an IRI is one of the open protocol of the web."""
    return iri.startswith(("http://", "https://"))


def _find_undeclared(publication: Publication) -> Iterator[Breach]:
    declared = any(item.triple.object == ONTOLOGY for item in publication.uses(TYPE))
    if publication.terms and not declared:
        first = publication.stated[0]
        place = Position(str(first.path), first.line)
        yield Breach("no file declares an owl:Ontology", place=place)


def _find_nameless(publication: Publication) -> Iterator[Breach]:
    for item in publication.uses(TYPE):
        if item.triple.object == ONTOLOGY and isinstance(item.triple.subject, BlankNode):
            yield breach_at(item, "an ontology has no IRI, so that its terms have no home")


def _find_closed_protocol(publication: Publication) -> Iterator[Breach]:
    for entry in publication.ontologies:
        if not is_address(entry.iri):
            yield breach_of(entry, "has an IRI that is no address of HTTP")


def _find_perishable(publication: Publication) -> Iterator[Breach]:
    for entry in publication.ontologies:
        if is_address(entry.iri) and not is_persistent(entry.iri):
            yield breach_of(entry, "has an IRI on a host that promises no persistence")


def _find_file_names(publication: Publication) -> Iterator[Breach]:
    for entry in publication.ontologies:
        if _FILE.search(entry.iri):
            yield breach_of(entry, "has the name of a file as its IRI")


def _find_open_namespaces(publication: Publication) -> Iterator[Breach]:
    for entry in publication.ontologies:
        for item in namespaces(entry):
            if not text_of(item).endswith(("#", "/")):
                yield breach_at(item, "has a namespace that ends neither in # nor in /")


def _find_strange_namespaces(publication: Publication) -> Iterator[Breach]:
    for entry in publication.ontologies:
        for item in namespaces(entry):
            if text_of(item).rstrip("#/") != entry.iri.rstrip("#/"):
                yield breach_at(item, "has a namespace that leads to another document")


def _find_odd_prefixes(publication: Publication) -> Iterator[Breach]:
    for entry in publication.ontologies:
        for item in entry.located([_PREFIX]):
            if not _PREFIX_FORM.fullmatch(text_of(item)):
                yield breach_at(
                    item, "has a prefix that is not 2 to 17 lower-case letters or digits"
                )


def _is_delimited(entry: Entry) -> bool:
    return "_" in entry.local_name or "-" in entry.local_name


def _find_mixed_styles(publication: Publication) -> Iterator[Breach]:
    """Yield the terms that are fewer, if some names have delimiters and others inner capitals."""
    named = [entry for entry in publication.terms if entry.is_a(CLASSES | PROPERTIES)]
    delimited = [entry for entry in named if _is_delimited(entry)]
    camel = [
        entry
        for entry in named
        if not _is_delimited(entry) and len(_WORDS.findall(entry.local_name)) > 1
    ]
    if delimited and camel:
        for entry in min(camel, delimited, key=len):
            yield breach_of(entry, "has a name in another style than most terms")


def _find_classes(publication: Publication, words: frozenset[str]) -> Iterator[Entry]:
    for entry in publication.terms:
        found = {word.casefold() for word in _WORDS.findall(entry.local_name)}
        if entry.is_a(CLASSES) and found & words:
            yield entry


def _find_merged(publication: Publication) -> Iterator[Breach]:
    for entry in _find_classes(publication, _JOINING):
        yield breach_of(entry, "is a class that joins two concepts, going by its name")


def _find_leftovers(publication: Publication) -> Iterator[Breach]:
    for entry in _find_classes(publication, _LEFTOVER):
        yield breach_of(entry, "is a class of what fits nowhere else, going by its name")


def _find_is(publication: Publication) -> Iterator[Breach]:
    for entry in publication.terms:
        names = {entry.local_name, *(text_of(item) for item in entry.located([_LABEL]))}
        plain = {re.sub(r"[\W_]", "", name).casefold() for name in names}
        if entry.is_a([NamedNode(OBJECT_PROPERTY)]) and plain & _IS:
            yield breach_of(entry, "says by its name what rdf:type or rdfs:subClassOf say")


def _find_doubled_datatypes(publication: Publication) -> Iterator[Breach]:
    for entry in publication.terms:
        if entry.is_a(CLASSES) and entry.local_name.casefold() in _DATATYPES:
            yield breach_of(entry, "is a class with the name of a datatype of XML Schema")


NAMING: Final = (
    Requirement("ontology-declared", ("OOPS! P38",), _find_undeclared),
    Requirement("ontology-named", ("OOPS! P39",), _find_nameless, "violation"),
    Requirement("open-protocol", ("FOOPS! HTTP1",), _find_closed_protocol),
    Requirement("persistent-iri", ("FOOPS! PURL1",), _find_perishable),
    Requirement("no-file-name", ("OOPS! P36",), _find_file_names, "info"),
    Requirement("namespace-ends", ("W3C Recipes",), _find_open_namespaces),
    Requirement("one-iri", ("FOOPS! URI2", "LOV"), _find_strange_namespaces),
    Requirement("prefix-form", ("LOV",), _find_odd_prefixes),
    Requirement("one-naming-style", ("OOPS! P22",), _find_mixed_styles, "info"),
    Requirement("one-concept-a-class", ("OOPS! P07",), _find_merged, "info"),
    Requirement("no-leftover-class", ("OOPS! P21",), _find_leftovers, "info"),
    Requirement("no-property-is", ("OOPS! P03",), _find_is),
    Requirement("no-doubled-datatype", ("OOPS! P23",), _find_doubled_datatypes),
)
