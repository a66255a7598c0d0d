"""Every IRI of a graph resolves on real servers, in each format."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urlsplit

import pytest
from pyoxigraph import CanonicalizationAlgorithm, Dataset, Quad, RdfFormat, parse

from visitkg.publish.address import FORMATS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import Triple
    from tests.tool.publish.servers.web import Host

    from visitkg.publish.content import Document, Site


def wire(iri: str) -> str:
    """Return the path of an IRI as a client sends it, with the query."""
    parts = urlsplit(iri)
    query = f"?{parts.query}" if parts.query else ""
    return quote(parts.path + query, safe="!$&'()*+,;=:@/?%~[]")


def canonical(triples: Iterable[Triple]) -> set[str]:
    dataset = Dataset(Quad(*triple) for triple in triples)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return set(map(str, dataset))


def check(host: Host, document: Document, path: str, prefix: str) -> list[str]:
    """Return what is wrong with the answers for a document."""
    wrong = []
    expected = canonical(document.triples)
    for suffix, media_type in FORMATS.items():
        first = host.ask(path, media_type)
        where = first.headers.get("content-location", "") or first.location
        status = 303 if document.is_thing else 200
        if first.status != status or first.headers.get("vary") != "Accept":
            wrong.append(f"{path} {suffix}: {first.status} {first.headers}")
            continue
        if not where.isascii() or unquote(where) != f"{prefix}{document.path}.{suffix}":
            wrong.append(f"{path} {suffix}: leads to {where}")
        answer = host.ask(where) if document.is_thing else first
        if answer.status != 200 or answer.type.partition(";")[0] != media_type:
            wrong.append(f"{where}: {answer.status} {answer.type}")
        elif suffix == "html":
            if not answer.body.startswith(b"<!doctype html>"):
                wrong.append(f"{where}: no page")
        else:
            read_as = RdfFormat.from_media_type(answer.type.partition(";")[0])
            triples = (quad.triple for quad in parse(answer.body, format=read_as))
            if canonical(triples) != expected:
                wrong.append(f"{where}: another graph")
    return wrong


def test_every_iri_of_the_visit_resolves_in_each_format(host: Host, visit: Site) -> None:
    base = visit.addresses.base
    wrong = []
    for document in visit.documents.values():
        wrong += check(host, document, f"/sub/{wire(document.iri.removeprefix(base))}", "/sub/")
    assert wrong == []
    assert len(visit.documents) > 400


def test_every_odd_iri_resolves_in_each_format(odd_host: Host, odd: Site) -> None:
    wrong = []
    for document in odd.documents.values():
        wrong += check(odd_host, document, wire(document.iri), "/")
    assert wrong == []
    assert len(odd.documents) > 25


@pytest.mark.parametrize("suffix", FORMATS)
def test_the_address_of_each_representation_says_what_others_there_are(
    host: Host, suffix: str
) -> None:
    links = host.ask(f"/sub/id/kim-jong-un.{suffix}").headers["link"]
    for other, media_type in FORMATS.items():
        assert f'</sub/id/kim-jong-un.{other}>; rel="alternate"; type="{media_type}"' in links
