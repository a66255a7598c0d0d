"""A page's content for search engines, in the words of schema.org.

https://schema.org/docs/schemas.html
The classes come from the graph: what a class is a part of, or is said to be close to.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import NamedNode

from visitkg.publish.page.markup import is_link, shorten
from visitkg.site.model import Reference
from visitkg.terms import RDFS, SCHEMA, SKOS

if TYPE_CHECKING:
    from visitkg.publish.page.links import Links
    from visitkg.site.model import Claim, Description

CONTEXT: Final = {
    "@vocab": SCHEMA,
    **{name: {"@type": "@id"} for name in ("license", "sameAs", "url")},
}
"""Nothing has to be fetched to read it."""

_BY_KIND: Final = {
    "claim": "Claim",
    "class": "DefinedTerm",
    "concept": "DefinedTerm",
    "document": "CreativeWork",
    "property": "DefinedTerm",
    "scheme": "DefinedTermSet",
    "shape": "DefinedTerm",
    "span": "CreativeWork",
    "utterance": "Statement",
}
_DATASETS: Final = frozenset(
    {"http://www.w3.org/ns/dcat#Dataset", "http://rdfs.org/ns/void#Dataset"}
)
_SETS: Final = frozenset({"http://www.w3.org/2002/07/owl#Ontology"})
_SAME: Final = frozenset({SCHEMA + "sameAs", SKOS + "exactMatch"})
_SCHEMAS: Final = (SCHEMA, "http://schema.org/")
_SEE: Final = NamedNode(RDFS + "seeAlso")
_SUBCLASS: Final = NamedNode(RDFS + "subClassOf")
_LONGEST: Final = 1_000
_MOST: Final = 50


def make_data(links: Links, description: Description) -> dict[str, Any]:
    """Return the JSON-LD of a page; empty where schema.org has no word for what it is about."""
    type_ = _find_type(links, description)
    if type_ is None:
        return {}
    names = [shorten(name.text, _LONGEST) for name in description.names[:_MOST]]
    data: dict[str, Any] = {
        "@context": CONTEXT,
        "@type": type_,
        "@id": description.subject.iri,
        "name": names[0] if names else shorten(description.subject.label, _LONGEST),
        "url": links.url,
    }
    if names[1:]:
        data["alternateName"] = names[1:]
    about = links.edition.meaning(description.subject.iri)
    if about:
        data["description"] = shorten(about, _LONGEST)
    same = [
        value.iri
        for fact in description.facts
        if fact.property.iri in _SAME and not fact.inverse
        for value in fact.values
        if isinstance(value, Reference) and is_link(value.iri)
    ]
    if same:
        data["sameAs"] = same[:_MOST]
    if type_ in ("Dataset", "DefinedTermSet") and links.edition.license:
        data["license"] = links.edition.license
    if description.kind == "claim" and description.claims:
        data |= _claim_data(description.claims[0].claims[0])
    return data


def _find_type(links: Links, description: Description) -> str | None:
    types = {type_.iri for type_ in description.types}
    if types & _DATASETS:
        return "Dataset"
    document = links.edition.site.documents.get(description.subject.iri)
    if document is not None and document.source is not None:
        return "DigitalDocument"
    if types & _SETS:
        return "DefinedTermSet"
    known = _BY_KIND.get(description.kind) or _recall_schema_class(links, tuple(sorted(types)))
    return known or ("Thing" if document is None or document.is_thing else None)


def _claim_data(claim: Claim) -> dict[str, Any]:
    """Return what a claim says, in whose words first, and where it appeared."""
    origins = {
        agent.iri: agent for chain in claim.chains for agent in chain.sources[-1] if agent.iri
    }
    documents = {place.document.iri: place.document for place in claim.places if place.document}
    data: dict[str, Any] = {
        "text": shorten(" and ".join([p.reference.label for p in claim.propositions]), _LONGEST),
        "about": [{"@id": each.reference.iri} for each in claim.propositions],
        "creativeWorkStatus": ", ".join(status.label for status in claim.statuses),
    }
    if origins:
        data["author"] = [{"@id": iri, "name": each.label} for iri, each in origins.items()]
    if documents:
        data["appearance"] = [{"@id": iri, "name": d.label} for iri, d in documents.items()]
    return data


def _recall_schema_class(links: Links, types: tuple[str, ...]) -> str:
    """Return the class of schema.org for some classes; empty if there is none."""
    known = links.edition.schema_classes.get(types)
    if known is None:
        found = find_schema_class(links, list(types)) or ""
        known = links.edition.schema_classes.keep(types, found)
    return known


def find_schema_class(links: Links, types: list[str]) -> str | None:
    """Return the class of schema.org that one of some classes is a part of, or close to."""
    seen: set[str] = set()
    waiting = types
    while waiting:
        further = []
        for iri in waiting:
            near = [
                node.value
                for predicate in (_SUBCLASS, _SEE)
                for node in links.edition.view.nodes(NamedNode(iri), predicate)
            ]
            for each in near:
                if each.startswith(_SCHEMAS):
                    return each.rpartition("/")[2]
            further += [
                node.value
                for node in links.edition.view.nodes(NamedNode(iri), _SUBCLASS)
                if node.value not in seen
            ]
            seen.update(further)
        waiting = further
    return None
