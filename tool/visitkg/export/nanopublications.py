"""A nanopublication for each claim: https://nanopub.net/guidelines/working_draft/.

What is asserted is the proposition; how surely, by whom and where is its provenance.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from pyoxigraph import BlankNode, NamedNode, Quad, Triple

from visitkg import terms
from visitkg.errors import UsageError
from visitkg.export.claim import (
    PRIMARY_SOURCE,
    find_claims,
    find_documents,
    find_propositions,
    trace,
)
from visitkg.export.content import TYPE
from visitkg.export.write import write_trig
from visitkg.site.claim import ATTRIBUTED_TO, DERIVED_FROM

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from visitkg.export.content import Content
    from visitkg.graph.blank import Term


NP: Final = "http://www.nanopub.org/nschema#"

_FOLDER: Final = "np/"
_PARTS: Final = ("Assertion", "Provenance", "PublicationInfo")
_UNSAFE: Final = re.compile(r"[^A-Za-z0-9._~-]+")
_LABEL: Final = NamedNode(terms.RDFS + "label")
_PART_OF: Final = NamedNode(terms.DCTERMS + "isPartOf")
_CREATOR: Final = NamedNode(terms.DCTERMS + "creator")
_CREATED: Final = NamedNode(terms.DCTERMS + "created")
_LICENSE: Final = NamedNode(terms.DCTERMS + "license")
_SUBJECT: Final = NamedNode(terms.DCTERMS + "subject")
_DATASETS: Final = (NamedNode(terms.DCAT + "Dataset"), NamedNode(terms.VOID + "Dataset"))
_STATED_AS: Final = {
    _CREATOR: (_CREATOR, NamedNode(terms.DCTERMS + "publisher")),
    _CREATED: (_CREATED, NamedNode(terms.DCTERMS + "issued")),
    _LICENSE: (_LICENSE,),
}
"""What is said of the publication, and by what the description of the dataset says it."""


@dataclass(frozen=True, slots=True)
class Nanopublication:
    """A nanopublication: its IRI, and its statements in four graphs."""

    iri: str
    quads: tuple[Quad, ...]


def make_nanopublications(content: Content) -> list[Nanopublication]:
    """Return a nanopublication for each claim that has an IRI and asserts something, in order.

    Raise UsageError if the project has no base for their IRIs.
    """
    if not content.base:
        raise UsageError(
            "this project has no base, so nanopublications have no IRIs",
            remedy='Add base = "https://example.org/" to its configuration.',
        )
    published = _describe_publication(content)
    return [
        _make(content, claim, iri, _assert(content, claim), published)
        for claim, iri in name_nanopublications(content)
    ]


def name_nanopublications(content: Content) -> Iterator[tuple[NamedNode, str]]:
    """Yield each claim that has a nanopublication, and its IRI."""
    for claim, name in _name_claims(find_claims(content)):
        if _assert(content, claim):
            yield claim, f"{content.base}{_FOLDER}{name}"


def _assert(content: Content, claim: NamedNode) -> list[Triple]:
    return [t for node in find_propositions(content, claim) for t in content.describe(node)]


def render_nanopublications(
    nanopublications: Iterable[Nanopublication], prefixes: dict[str, str]
) -> str:
    """Return TriG in which ``this:`` and ``sub:`` are those of each nanopublication in turn."""
    texts = []
    for each in nanopublications:
        own = {"np": NP, "this": each.iri, "sub": f"{each.iri}#"}
        texts.append(write_trig(each.quads, {**prefixes, **own}))
    return "\n".join(texts)


def _name_claims(claims: Sequence[NamedNode]) -> list[tuple[NamedNode, str]]:
    """Return each claim with the last part of its IRI, made different where two are alike."""
    names = [_UNSAFE.sub("-", re.split(r"[/#]", claim.value.rstrip("/#"))[-1]) for claim in claims]
    counts = Counter(names)
    return [
        (claim, name if counts[name] == 1 else f"{name}-{sha256(claim.value.encode()).hexdigest()}")
        for claim, name in zip(claims, names, strict=True)
    ]


def _make(
    content: Content,
    claim: NamedNode,
    iri: str,
    assertion: list[Triple],
    published: list[tuple[NamedNode, Term]],
) -> Nanopublication:
    this = NamedNode(iri)
    graphs = [NamedNode(f"{iri}#{part}") for part in ("assertion", "provenance", "pubinfo")]
    head = [Triple(this, TYPE, NamedNode(f"{NP}Nanopublication"))]
    head += [
        Triple(this, NamedNode(f"{NP}has{part}"), graph)
        for part, graph in zip(_PARTS, graphs, strict=True)
    ]
    provenance = [Triple(graphs[0], DERIVED_FROM, claim)]
    agents = content.nodes(claim, ATTRIBUTED_TO)
    provenance += [Triple(graphs[0], ATTRIBUTED_TO, agent) for agent in agents]
    documents = find_documents(content, claim)
    provenance += [Triple(graphs[0], PRIMARY_SOURCE, document) for document in documents]
    provenance += trace(content, claim)
    info = [Triple(this, _SUBJECT, claim)]
    info += [Triple(this, predicate, value) for predicate, value in published]
    info += [Triple(this, _LABEL, value) for value in content.objects(claim, _LABEL)]
    names = [NamedNode(f"{iri}#head"), *graphs]
    quads = []
    for graph, triples in zip(names, (head, assertion, provenance, info), strict=True):
        for subject, predicate, value in dict.fromkeys(triples):
            about = _name(subject, iri) if isinstance(subject, BlankNode) else subject
            told = _name(value, iri) if isinstance(value, BlankNode) else value
            quads.append(Quad(about, predicate, told, graph))
    return Nanopublication(iri, tuple(quads))


def _name(blank: BlankNode, iri: str) -> NamedNode:
    """Return an IRI of the nanopublication for a blank node, so that it stands by itself."""
    return NamedNode(f"{iri}#_{blank.value}")


def _describe_publication(content: Content) -> list[tuple[NamedNode, Term]]:
    """Return what the description of the dataset says of who published it, when and how."""
    datasets = {
        t.subject
        for t in content.triples
        if t.predicate == TYPE and t.object in _DATASETS and isinstance(t.subject, NamedNode)
    }
    for dataset in sorted(datasets, key=str):
        found: list[tuple[NamedNode, Term]] = []
        for predicate, sources in _STATED_AS.items():
            values = (content.objects(dataset, source) for source in sources)
            found += [(predicate, value) for value in next(filter(None, values), ())]
        if found:
            return [*found, (_PART_OF, dataset)]
    return []
