"""What is no document of the graph resolves too: parts, questions, nanopublications, versions."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import pytest
from pyoxigraph import NamedNode, RdfFormat, parse
from tests.tool.publish.servers.test_every_iri import canonical, wire

from visitkg.publish.address import FORMATS
from visitkg.publish.page.edition import Edition
from visitkg.publish.page.part import tell_parts
from visitkg.publish.publication import read_publications
from visitkg.publish.publish import find_others
from visitkg.publish.server.header import MEDIA_TYPES, content_type
from visitkg.publish.views import read_exported

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.tool.publish.servers.web import Host

    from visitkg.publish.content import Document, Site

READ = {
    "jsonld": RdfFormat.JSON_LD,
    "nt": RdfFormat.N_TRIPLES,
    "rdf": RdfFormat.RDF_XML,
    "trig": RdfFormat.TRIG,
    "ttl": RdfFormat.TURTLE,
}


@pytest.fixture(scope="module")
def others(visit: Site) -> list[Document]:
    """Return what the visit has besides the documents of its graph."""
    edition = Edition(visit, read_publications(visit, read_exported(visit)))
    told = {
        part.path: part
        for document in visit.documents.values()
        for part in tell_parts(document, edition.parts)
    }
    return [told.get(document.path, document) for document in find_others(edition)]


def test_each_part_and_question_is_a_document_in_each_format(
    host: Host, others: list[Document]
) -> None:
    wrong: list[tuple[str, ...]] = []
    count = 0
    for document in others:
        if "trig" in document.formats or not document.triples:
            continue
        count += 1
        path = f"/sub/{document.path}"
        for suffix, media_type in FORMATS.items():
            answer = host.ask(path, media_type)
            found = (answer.status, answer.type, answer.headers.get("content-location"))
            if found != (200, content_type(suffix), f"{path}.{suffix}"):
                wrong.append((path, suffix, str(found)))
            elif suffix == "nt":
                told = (quad.triple for quad in parse(answer.body, format=READ["nt"]))
                if canonical(told) != canonical(document.triples):
                    wrong.append((path, suffix, "another graph"))
        links = host.ask(f"{path}.ttl").headers["link"]
        if links.count('rel="alternate"') != len(FORMATS) or f"<{path}.rdf>" not in links:
            wrong.append((path, "link", links))
    assert wrong == []
    assert count > 700


def test_the_catalogue_is_a_document(host: Host) -> None:
    for suffix, media_type in FORMATS.items():
        answer = host.ask("/sub/catalog", media_type)
        assert answer.headers["content-location"] == f"/sub/catalog.{suffix}"
        assert "</sub/catalog.jsonld>" in host.ask(f"/sub/catalog.{suffix}").headers["link"]


WISHES = {
    "no wish": (None, "html"),
    "TriG": ("application/trig", "trig"),
    "a page": ("text/html", "html"),
    "TriG above all": ("text/html;q=0.5, application/trig;q=0.75", "trig"),
    "a page above all": ("application/trig;q=0.5, text/html;q=0.75", "html"),
    "both alike": ("application/trig, text/html", "html"),
    "what there is not": ("text/turtle", "html"),
    "what there is not, or TriG": ("text/turtle, application/trig;q=0.1", "trig"),
    "any application": ("application/*", "trig"),
    "nothing that there is": ("image/png", "html"),
}


@pytest.mark.parametrize(("accept", "suffix"), WISHES.values(), ids=WISHES)
def test_a_nanopublication_is_a_page_or_trig(host: Host, accept: str | None, suffix: str) -> None:
    path = "/sub/np/claim-p11s2-1"
    answer = host.ask(path, accept)
    assert (answer.status, answer.type) == (200, content_type(suffix))
    assert answer.headers["content-location"] == f"{path}.{suffix}"
    assert answer.headers["vary"] == "Accept"
    for links in (answer.headers["link"], host.ask(f"{path}.{suffix}").headers["link"]):
        assert links == (
            f'<{path}.html>; rel="alternate"; type="text/html", '
            f'<{path}.trig>; rel="alternate"; type="application/trig"'
        )


def test_each_nanopublication_is_there(host: Host, others: list[Document]) -> None:
    found = [document for document in others if "trig" in document.formats]
    assert len(found) == 155
    for document in found:
        answer = host.ask(f"/sub/{document.path}", "application/trig")
        names = {str(quad.graph_name) for quad in parse(answer.body, format=READ["trig"])}
        assert names == {
            f"<{document.iri}#{part}>" for part in ("head", "assertion", "provenance", "pubinfo")
        }


@pytest.mark.parametrize("folder", ["", "1.0.0/"])
@pytest.mark.parametrize(("accept", "suffix"), WISHES.values(), ids=WISHES)
def test_a_nanopublication_of_a_version_is_a_page_or_trig_too(
    released_host: Host, folder: str, accept: str | None, suffix: str
) -> None:
    path = f"/{folder}np/claim"
    answer = released_host.ask(path, accept)
    assert (answer.status, answer.type) == (200, content_type(suffix))
    assert answer.headers["content-location"] == f"{path}.{suffix}"
    assert answer.headers["vary"] == "Accept"
    for links in (answer.headers["link"], released_host.ask(f"{path}.{suffix}").headers["link"]):
        assert links.count("alternate") == 2
        assert f"<{path}.trig>" in links
    assert (b"as it was published" in answer.body) == (bool(folder) and suffix == "html")


def test_a_version_has_no_nanopublication_but_its_own(released_host: Host) -> None:
    for path in ("/1.0.0/np/one", "/2.0.0/np/claim", "/1.0.0/1.0.0/np/claim", "/1x0.0/np/claim"):
        for accept in (None, "application/trig"):
            assert released_host.ask(path, accept).status == 404, path


@pytest.mark.parametrize("suffix", ["", *(f".{suffix}" for suffix in FORMATS)])
def test_a_version_that_is_not_released_leads_to_the_ontology_as_it_is(
    host: Host, suffix: str
) -> None:
    answer = host.ask(f"/sub/1.0.0/ontology{suffix}", "text/turtle")
    assert (answer.status, answer.location) == (302, f"/sub/ontology{suffix}")
    assert host.follow(f"/sub/1.0.0/ontology{suffix}", "text/turtle").status == 200


@pytest.mark.parametrize(
    "path",
    ["/sub/1.0.0/", "/sub/1.0.0/ontology/agent", "/sub/1.0.0/ontology.csv", "/sub/2.0.0/ontology"],
)
def test_nothing_else_of_that_version_is_there(host: Host, path: str) -> None:
    assert host.ask(path).status == 404


TYPES = {
    "tables/claims.csv": "text/csv; charset=utf-8",
    "tables/csv-metadata.json": "application/csvm+json",
    "questions/who-travels-with-kim.json": "application/json",
    "questions/who-travels-with-kim.csv": "text/csv; charset=utf-8",
    "questions/who-travels-with-kim.rq": "application/sparql-query",
    "export/nanopublications.trig": "application/trig",
    "releases.atom": "application/atom+xml",
    "dump/SHA256SUMS": "text/plain; charset=utf-8",
}


@pytest.mark.parametrize(("path", "media_type"), TYPES.items(), ids=TYPES)
def test_each_file_is_of_its_type(host: Host, path: str, media_type: str) -> None:
    answer = host.ask(f"/sub/{path}")
    assert (answer.status, answer.type) == (200, media_type)
    assert "link" not in answer.headers or path.startswith("questions/")
    assert answer.headers["access-control-allow-origin"] == "*"


def test_what_is_packed_is_a_file_and_no_encoding(host: Host, roots: dict[Path, str]) -> None:
    (path,) = (root / "sub" for root in roots if root.name == "visit")
    (dump,) = (path / "dump").glob("*.nt.gz")
    answer = host.ask(f"/sub/dump/{dump.name}")
    assert (answer.status, answer.type) == (200, "application/gzip")
    assert "content-encoding" not in answer.headers
    assert answer.body == dump.read_bytes()


def test_each_suffix_of_the_site_has_its_type(roots: dict[Path, str]) -> None:
    (path,) = (root / "sub" for root in roots if root.name == "visit")
    suffixes = {each.suffix[1:] for each in path.rglob("*") if each.is_file() and each.suffix}
    assert suffixes - set(MEDIA_TYPES) == {"conf"}
    assert len(suffixes) > 15


def iris_of(folder: Path, base: str) -> Iterator[str]:
    """Yield the IRIs of a base that all RDF files of a site name, whatever they are for."""
    for path in folder.rglob("*"):
        if path.suffix[1:] in READ:
            for quad in parse(path.read_bytes(), format=READ[path.suffix[1:]]):
                for term in (quad.subject, quad.predicate, quad.object, quad.graph_name):
                    if isinstance(term, NamedNode) and term.value.startswith(base):
                        yield term.value


def test_every_iri_that_any_file_of_the_site_names_resolves(
    host: Host, visit: Site, roots: dict[Path, str]
) -> None:
    (folder,) = (root / "sub" for root in roots if root.name == "visit")
    base = visit.addresses.base
    found = {iri.partition("#")[0] for iri in iris_of(folder, base)}
    wrong = []
    for iri in sorted(found):
        for accept in ("text/html", "text/turtle"):
            answer = host.follow(f"/sub/{wire(iri.removeprefix(base))}", accept)
            if answer.status != 200:
                wrong.append((iri, accept, answer.status))
    assert wrong == []
    assert len(found) > 700


def test_every_fragment_that_any_file_of_the_site_names_is_an_id_of_its_page(
    host: Host, visit: Site, roots: dict[Path, str]
) -> None:
    (folder,) = (root / "sub" for root in roots if root.name == "visit")
    base = visit.addresses.base
    pages: dict[str, bytes] = {}
    missing = []
    count = 0
    for iri in sorted(set(iris_of(folder, base))):
        document, _, fragment = iri.partition("#")
        if not fragment or fragment.startswith("_"):  # nodes without a name in nanopublications
            continue
        if document not in pages:
            path = wire(document.removeprefix(base))
            pages[document] = host.follow(f"/sub/{path}", "text/html").body
        count += 1
        if f' id="{unquote(fragment)}"'.encode() not in pages[document]:
            missing.append(iri)
    assert missing == []
    assert count > 1_000
    assert urlsplit(base).path


def test_what_xml_cannot_say_is_there_in_all_other_formats(
    unsayable_host: Host, unsayable: Site
) -> None:
    count = 0
    for document in unsayable.documents.values():
        path = wire(document.iri.removeprefix(unsayable.addresses.base))
        formats = {suffix: FORMATS[suffix] for suffix in document.formats}
        count += "rdf" not in formats
        for suffix, media_type in formats.items():
            first = unsayable_host.ask(f"/{path}", media_type)
            links = first.headers["link"]
            told = "describedby" if document.is_thing else "alternate"
            assert links.count(f'rel="{told}"') == len(formats), (path, links)
            assert (".rdf>" in links) == ("rdf" in formats), (path, links)
            answer = unsayable_host.follow(f"/{path}", media_type)
            assert (answer.status, answer.type) == (200, content_type(suffix)), path
            direct = unsayable_host.ask(f"/{wire(document.path)}.{suffix}").headers["link"]
            assert (".rdf>" in direct) == ("rdf" in formats), (path, direct)
    assert count == 5


WISHES_FOR_XML = {
    "nothing else": ("application/rdf+xml", None),
    "that above all": ("application/rdf+xml, text/turtle;q=0.5", "ttl"),
    "that, else anything": ("application/rdf+xml, */*;q=0.1", "html"),
    "another": ("application/ld+json, application/rdf+xml;q=0.9", "jsonld"),
    "no wish": (None, "html"),
}


@pytest.mark.parametrize(("accept", "suffix"), WISHES_FOR_XML.values(), ids=WISHES_FOR_XML)
@pytest.mark.parametrize("path", ["/id/two", "/all/%2F", "/words"])
def test_the_next_best_is_chosen_where_there_is_no_xml(
    unsayable_host: Host, path: str, accept: str | None, suffix: str | None
) -> None:
    answer = unsayable_host.ask(path, accept)
    if suffix is None:
        assert answer.status == 406
        assert ".rdf>" not in answer.headers["link"]
        return
    assert answer.status == (200 if path == "/words" else 303)
    where = answer.location or answer.headers["content-location"]
    assert where.rpartition(".")[2] == suffix
    assert unsayable_host.ask(where).type == content_type(suffix)


@pytest.mark.parametrize(("accept", "suffix"), WISHES_FOR_XML.values(), ids=WISHES_FOR_XML)
def test_the_next_best_is_chosen_in_a_version_too(
    released_host: Host, accept: str | None, suffix: str | None
) -> None:
    answer = released_host.ask("/1.0.0/id/odd", accept)
    assert (answer.status, answer.headers.get("content-location")) == (
        (406, None) if suffix is None else (200, f"/1.0.0/id/odd.{suffix}")
    )
    for links in (answer.headers["link"], released_host.ask("/1.0.0/id/odd.ttl").headers["link"]):
        assert links.count("alternate") == 4
        assert ".rdf>" not in links


@pytest.mark.parametrize("folder", ["", "1.0.0/"])
def test_each_file_of_a_document_links_to_its_other_formats(
    released_host: Host, folder: str
) -> None:
    for name in ("id/one", "words", "Thing"):
        for suffix in FORMATS:
            links = released_host.ask(f"/{folder}{name}.{suffix}").headers["link"]
            assert links.count("alternate") == len(FORMATS)
            assert f"</{folder}{name}.rdf>" in links


def test_a_part_of_such_a_document_is_in_xml_if_it_can_be(unsayable_host: Host) -> None:
    for name, status in (("words/class/One", 404), ("words/class/Two", 200)):
        assert unsayable_host.ask(f"/{name}.rdf").status == status
        assert unsayable_host.ask(f"/{name}", "text/turtle").type == content_type("ttl")
        links = unsayable_host.ask(f"/{name}.ttl").headers["link"]
        assert links.count("alternate") == (4 if status == 404 else 5)


def test_a_part_with_an_odd_name_is_served_too(unsayable_host: Host, unsayable: Site) -> None:
    parts = Edition(unsayable).parts
    odd = parts["https://unsayable.example/words#a%2Fb"].page
    assert odd.path.startswith("_/")
    for document in (odd, parts["https://unsayable.example/words#report.ko"].page):
        for suffix, media_type in FORMATS.items():
            answer = unsayable_host.ask(f"/{document.path}", media_type)
            assert (answer.status, answer.type) == (200, content_type(suffix))
            assert "content-language" not in answer.headers
