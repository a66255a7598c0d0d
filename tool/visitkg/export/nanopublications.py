"""A nanopublication for each claim: https://nanopub.net/guidelines/working_draft/.

What is asserted is the proposition; how surely, by whom and where is its provenance.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from hashlib import sha256
from itertools import chain
from typing import TYPE_CHECKING, Final, cast

from pyoxigraph import BlankNode, NamedNode, Quad

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
from visitkg.export.write import write_graph, write_trig
from visitkg.graph.term import IriWriter, Spelling
from visitkg.graph.turtle import block_order, write_block, write_header
from visitkg.site.claim import ATTRIBUTED_TO, DERIVED_FROM

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from visitkg.export.content import Content, Description, Node
    from visitkg.graph.blank import Term


NP: Final = "http://www.nanopub.org/nschema#"

_FOLDER: Final = "np/"
_NANOPUBLICATION: Final = NamedNode(f"{NP}Nanopublication")
_LINKS: Final = tuple(
    NamedNode(f"{NP}has{part}") for part in ("Assertion", "Provenance", "PublicationInfo")
)
_SEPARATOR: Final = re.compile(r"[/#]")
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
    """A nanopublication: its IRI, and its four graphs, each with what it states by subject."""

    iri: str
    graphs: tuple[tuple[NamedNode, Mapping[NamedNode, Description]], ...]

    @property
    def quads(self) -> Iterator[Quad]:
        """Yield its statements."""
        for graph, descriptions in self.graphs:
            for node, description in descriptions.items():
                for predicate, values in description.items():
                    for value in values:
                        yield Quad(node, predicate, value, graph)


def make_nanopublications(content: Content) -> Iterator[Nanopublication]:
    """Yield a nanopublication for each claim that has an IRI and asserts something, in order.

    Raise UsageError if the project has no base for their IRIs.
    """
    if not content.base:
        raise UsageError(
            "this project has no base, so nanopublications have no IRIs",
            remedy='Add base = "https://example.org/" to its configuration.',
        )
    published = _describe_publication(content)
    for claim, iri, assertion in _find(content):
        yield _make(content, claim, iri, assertion, published)


def name_nanopublications(content: Content) -> Iterator[tuple[NamedNode, str]]:
    """Yield each claim that has a nanopublication, and its IRI."""
    return ((claim, iri) for claim, iri, _ in _find(content))


def _find(content: Content) -> Iterator[tuple[NamedNode, str, Mapping[Node, Description]]]:
    """Yield each claim that asserts something, its nanopublication's IRI, and what it asserts."""
    for claim, name in _name_claims(find_claims(content)):
        assertion = content.describe(*find_propositions(content, claim))
        if assertion:
            yield claim, f"{content.base}{_FOLDER}{name}", assertion


def render_nanopublications(content: Content) -> Iterator[str]:
    """Yield TriG in which ``this:`` and ``sub:`` are those of each nanopublication in turn."""
    before = ""
    for text in write_nanopublications(content):
        yield before + text
        before = "\n"


def write_nanopublications(content: Content) -> Iterator[str]:
    """Yield each nanopublication as TriG that stands by itself."""
    spelling = _spell(content)
    for each in make_nanopublications(content):
        yield _write_one(each, spelling)


def write_nanopublication(content: Content, claim: str) -> str:
    """Return the nanopublication of a claim that has one as TriG that stands by itself."""
    published = _describe_publication(content)
    node, iri, assertion = next(each for each in _find(content) if each[0].value == claim)
    return _write_one(_make(content, node, iri, assertion, published), _spell(content))


def _spell(content: Content) -> Spelling:
    shared = {name: iri for name, iri in content.prefixes.items() if name not in ("sub", "this")}
    return Spelling({**shared, "np": NP})


def _write_one(nanopublication: Nanopublication, spelling: Spelling) -> str:
    iri = nanopublication.iri
    iris = IriWriter(spelling, {"sub": f"{iri}#", "this": iri})
    try:
        return _write(nanopublication, iris)
    except ValueError:
        return write_trig(nanopublication.quads, iris)


def _write(nanopublication: Nanopublication, iris: IriWriter) -> str:
    """Return TriG; raise ValueError if there is a blank node, which a quoted triple may have."""
    bodies = []
    for graph, descriptions in sorted(nanopublication.graphs, key=lambda pair: pair[0].value):
        ordered = sorted(descriptions.items(), key=lambda pair: block_order(*pair))
        bodies.append(write_graph(graph, (write_block(*pair, iris) for pair in ordered), iris))
    return "\n".join([write_header(iris.used), *bodies])


def _name_claims(claims: Sequence[NamedNode]) -> Iterator[tuple[NamedNode, str]]:
    """Yield each claim with the last part of its IRI, made different where two are alike."""
    counts = Counter(map(_name_claim, claims))
    for claim in claims:
        name = _name_claim(claim)
        if counts[name] > 1:
            name = f"{name}-{sha256(claim.value.encode()).hexdigest()}"
        yield claim, name


def _name_claim(claim: NamedNode) -> str:
    return _UNSAFE.sub("-", _SEPARATOR.split(claim.value.rstrip("/#"))[-1])


def _make(
    content: Content,
    claim: NamedNode,
    iri: str,
    assertion: Mapping[Node, Description],
    published: Description,
) -> Nanopublication:
    this, head = NamedNode(iri), NamedNode(f"{iri}#head")
    parts = [NamedNode(f"{iri}#{part}") for part in ("assertion", "provenance", "pubinfo")]
    links = {link: [part] for link, part in zip(_LINKS, parts, strict=True)}
    source = {
        DERIVED_FROM: [claim],
        ATTRIBUTED_TO: content.nodes(claim, ATTRIBUTED_TO),
        PRIMARY_SOURCE: find_documents(content, claim),
    }
    info = {**published, _SUBJECT: [claim], _LABEL: content.objects(claim, _LABEL)}
    told = (
        (head, {this: {TYPE: [_NANOPUBLICATION], **links}}),
        (parts[0], _name_nodes(assertion, iri)),
        (parts[1], {parts[0]: _filled(source), **_name_nodes(trace(content, claim), iri)}),
        (parts[2], {this: _filled(info)}),
    )
    return Nanopublication(iri, told)


def _filled(description: Description) -> Description:
    """Return a description without the properties that have no value."""
    return {predicate: values for predicate, values in description.items() if values}


def _name_nodes(
    descriptions: Mapping[Node, Description], iri: str
) -> Mapping[NamedNode, Description]:
    """Return descriptions with an IRI of the nanopublication for each blank node.

    So it stands by itself.
    """
    return {
        cast("NamedNode", _name(node, iri)): description
        if BlankNode not in map(type, chain(*description.values()))
        else {
            predicate: [_name(value, iri) for value in values]
            for predicate, values in description.items()
        }
        for node, description in descriptions.items()
    }


def _name(term: Term, iri: str) -> Term:
    return NamedNode(f"{iri}#_{term.value}") if isinstance(term, BlankNode) else term


def _describe_publication(content: Content) -> Description:
    """Return what the description of the dataset says of who published it, when and how."""
    datasets = {node for type_ in _DATASETS for node in content.view.subjects(TYPE, type_)}
    for dataset in sorted(datasets, key=str):
        found: dict[NamedNode, list[Term]] = {}
        for predicate, sources in _STATED_AS.items():
            values = (content.objects(dataset, source) for source in sources)
            found[predicate] = next(filter(None, values), [])
        if any(found.values()):
            return {**found, _PART_OF: [dataset]}
    return {}
