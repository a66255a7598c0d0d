"""The nanopublications of a site: each is a document of its own, as a page and as TriG.

https://nanopub.net/guidelines/working_draft/
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode

from visitkg.export.nanopublications import make_nanopublications, render_nanopublications
from visitkg.publish.content import Document
from visitkg.publish.file import File
from visitkg.terms import DCTERMS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from visitkg.export.content import Content
    from visitkg.export.nanopublications import Nanopublication
    from visitkg.publish.content import Site

TRIG: Final = ("trig", "application/trig", "TriG")

_SUBJECT: Final = NamedNode(DCTERMS + "subject")


@dataclass(frozen=True, slots=True)
class Publication:
    """A nanopublication as a document: the claim that it is made of, and its text in TriG."""

    claim: str
    document: Document
    text: str


def read_publications(site: Site, content: Content) -> dict[str, Publication]:
    """Return the nanopublications by the IRIs of their claims, in order."""
    prefixes = dict(content.prefixes)
    found = {}
    for each in make_nanopublications(content):
        claim = _find_claim(each)
        path = site.addresses.path(each.iri)
        document = Document(each.iri, path, (), (), is_thing=False, formats=("html", TRIG[0]))
        found[claim] = Publication(claim, document, render_nanopublications([each], prefixes))
    return found


def _find_claim(nanopublication: Nanopublication) -> str:
    (claim,) = (
        quad.object.value
        for quad in nanopublication.quads
        if quad.predicate == _SUBJECT
        and isinstance(quad.object, NamedNode)
        and quad.subject == NamedNode(nanopublication.iri)
    )
    return claim


def make_publications(publications: Iterable[Publication]) -> Iterator[File]:
    """Yield each nanopublication as TriG."""
    for each in publications:
        yield File(f"{each.document.path}.{TRIG[0]}", each.text.encode())
