"""The parts of documents that have a page of their own: what an IRI with a fragment names.

An IRI with a fragment leads to its section in the page of its document; the page of the part has
the same, and more, with what is stated of the part alone. Each triple stands in one document; in
the pages of parts it stands again, with the blank nodes of the document under the same labels.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from pyoxigraph import BlankNode, NamedNode

from visitkg.publish.content import Document, formats_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from pyoxigraph import Triple

    from visitkg.publish.address import Addresses
    from visitkg.publish.content import Site
    from visitkg.publish.page.subject import Subject

    Node = NamedNode | BlankNode | Triple

_WITHOUT: Final = frozenset({"part"})
"""Kinds that have no page of their own: distributions, checksums and the like."""


@dataclass(frozen=True, slots=True)
class Part:
    """A node that is told in a section of a document, and the page that it has besides.

    The page is without its triples: ``tell_parts`` gives them.
    """

    subject: Subject
    page: Document


def read_parts(site: Site, known: Mapping[str, Subject]) -> dict[str, Part]:
    """Return the parts of a site by their IRIs, document by document.

    The page of ``ontology#Tram``, a class, is ``ontology/class/Tram``; a span lies in the folder of
    its document, ``report/offset_0_56``. Where a document or another part lies already, be it in
    other case, or no file can, the path is a hash.
    """
    found: dict[str, Part] = {}
    taken: set[str] = set()
    for document in site.documents.values():
        kinds = [known[iri] for iri in document.subjects if iri != document.iri]
        subjects = [each for each in kinds if each.kind not in _WITHOUT]
        if not subjects:
            continue
        taken = taken or {each.path.casefold() for each in site.documents.values()}
        about = {} if "rdf" in document.formats else _index(document.triples)
        for subject in subjects:
            path = _find_path(site.addresses, document, subject, taken)
            taken.add(path.casefold())
            iri = site.addresses.base + quote(path)
            formats = formats_of(_describe(about, NamedNode(subject.iri)))
            page = Document(iri, path, (subject.iri,), (), is_thing=False, formats=formats)
            found[subject.iri] = Part(subject, page)
    return found


def tell_parts(document: Document, parts: Mapping[str, Part]) -> Iterator[Document]:
    """Yield the pages of what is told in the sections of a document, with their triples."""
    own = [parts[iri] for iri in document.subjects if iri in parts]
    about = _index(document.triples) if own else {}
    for part in own:
        triples = tuple(_describe(about, NamedNode(part.subject.iri)))
        yield replace(part.page, triples=triples)


def _find_path(addresses: Addresses, document: Document, subject: Subject, taken: set[str]) -> str:
    local = document.iri.removeprefix(addresses.base)
    stem = f"{local}/" if local and not local.endswith("/") else local
    folder = "" if local and subject.kind == "span" else f"{subject.kind}/"
    iri = f"{addresses.base}{stem}{folder}{subject.iri.partition('#')[2]}"
    path = addresses.path(iri)
    # Names that differ by case only are one file on many machines.
    return path if path.casefold() not in taken else addresses.hashed(subject.iri)


def _index(triples: Iterable[Triple]) -> dict[Node, list[Triple]]:
    about: dict[Node, list[Triple]] = defaultdict(list)
    for triple in triples:
        about[triple.subject].append(triple)
    return about


def _describe(about: Mapping[Node, Sequence[Triple]], node: NamedNode) -> Iterator[Triple]:
    """Yield what is stated of a node, then what of the blank nodes below it, each once."""
    waiting: list[Node] = [node]
    seen: set[Node] = {node}
    for current in waiting:
        for triple in about.get(current, ()):
            yield triple
            value = triple.object
            if isinstance(value, BlankNode) and value not in seen:
                seen.add(value)
                waiting.append(value)
