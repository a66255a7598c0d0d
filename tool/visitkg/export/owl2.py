"""The ontology as OWL 2: https://www.w3.org/TR/owl2-syntax/#Versioning_of_OWL_2_Ontologies.

OWL Lite has no version IRI and no disjointness. This edition adds the one, and says the other where
the cardinalities say it already; nothing is taken away.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import product
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode, Triple

from visitkg import terms
from visitkg.export.content import TYPE, index

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from visitkg.export.content import Content, Description
    from visitkg.graph.blank import Term

VERSION_IRI: Final = NamedNode(terms.OWL + "versionIRI")
DISJOINT: Final = NamedNode(terms.OWL + "disjointWith")

_CARDINALITY: Final = NamedNode(terms.OWL + "cardinality")
_IMPORTS: Final = NamedNode(terms.OWL + "imports")
_LEAST: Final = (_CARDINALITY, NamedNode(terms.OWL + "minCardinality"))
_MOST: Final = (_CARDINALITY, NamedNode(terms.OWL + "maxCardinality"))
_ON_PROPERTY: Final = NamedNode(terms.OWL + "onProperty")
_ONTOLOGY: Final = NamedNode(terms.OWL + "Ontology")
_SUBCLASS: Final = NamedNode(terms.RDFS + "subClassOf")
_VERSION: Final = NamedNode(terms.OWL + "versionInfo")


def make_owl2(content: Content) -> list[Triple]:
    """Return the ontology within OWL Lite with what OWL 2 can add, in order."""
    added = [*_version_iris(content), *_disjoint_classes(content)]
    return sorted({*content.ontology, *added}, key=str)


def _version_iris(content: Content) -> Iterator[Triple]:
    """Yield the version IRI of the ontology that no other imports, if it tells its version."""
    imported = {triple.object for triple in content.ontology if triple.predicate == _IMPORTS}
    headers = sorted(
        {
            triple.subject
            for triple in content.ontology
            if triple.predicate == TYPE
            and triple.object == _ONTOLOGY
            and isinstance(triple.subject, NamedNode)
            and triple.subject not in imported
        },
        key=str,
    )
    for header in headers:
        versions = [v for v in content.objects(header, _VERSION) if isinstance(v, Literal)]
        if len(versions) == 1:
            yield Triple(header, VERSION_IRI, _version_iri(content, header, versions[0].value))
            return


def _version_iri(content: Content, header: NamedNode, version: str) -> NamedNode:
    """Return the IRI of a version: its number stands before the name, as in /1.0.0/ontology."""
    number = quote(version, safe="")
    base = content.base
    if base and header.value.startswith(base):
        return NamedNode(f"{base}{number}/{header.value.removeprefix(base)}")
    return NamedNode(f"{header.value.rstrip('/#')}/{number}")


def _disjoint_classes(content: Content) -> Iterator[Triple]:
    """Yield which classes share no member, as one needs a value that the other may not have."""
    needed: dict[Term, set[NamedNode]] = defaultdict(set)
    refused: dict[Term, set[NamedNode]] = defaultdict(set)
    about = index(content.ontology)
    for triple in content.ontology:
        if triple.predicate == _SUBCLASS and isinstance(triple.subject, NamedNode):
            value = triple.object
            stated = {} if isinstance(value, Literal) else about.get(value, {})
            for property_ in stated.get(_ON_PROPERTY, ()):
                if any(number > 0 for number in _numbers(stated, _LEAST)):
                    needed[property_].add(triple.subject)
                if 0 in _numbers(stated, _MOST):
                    refused[property_].add(triple.subject)
    for property_, classes in needed.items():
        for pair in product(classes, refused[property_]):
            yield Triple(min(pair, key=str), DISJOINT, max(pair, key=str))


def _numbers(stated: Description, predicates: Iterable[NamedNode]) -> list[int]:
    values = (value for predicate in predicates for value in stated.get(predicate, ()))
    return [
        int(value.value)
        for value in values
        if isinstance(value, Literal) and value.value.isascii() and value.value.isdigit()
    ]
