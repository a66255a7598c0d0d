"""The pair of files for w3id.org leads each IRI to where it is told, on whatever host."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import pytest
from tests.tool.publish.servers.test_every_iri import wire
from tests.tool.publish.servers.test_negotiate import CASES
from tests.tool.publish.servers.web import run_apache

from visitkg.publish.address import FORMATS
from visitkg.publish.content import read_site
from visitkg.publish.moved import find_moved
from visitkg.publish.page.edition import Edition
from visitkg.publish.publication import read_publications
from visitkg.publish.publish import find_others
from visitkg.publish.server.header import NEGOTIATED
from visitkg.publish.server.rules import make_server_rules
from visitkg.publish.views import read_exported

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.tool.publish.servers.web import Answer, Host

    from visitkg.publish.content import Document, Site

COPY = "https://copy.example/deep/"
W3ID = {"Host": "w3id.org"}
ODD = {"Host": "odd.example"}


@pytest.fixture(scope="session")
def copied(odd: Site) -> Site:
    """Return the site of odd names, served at another place."""
    return read_site(odd.project, COPY)


@pytest.fixture(scope="session")
def copied_unsayable(unsayable: Site) -> Site:
    """Return the site of what RDF/XML can't say, served at another place."""
    return read_site(unsayable.project, COPY)


@pytest.fixture(scope="session")
def served_visit(visit: Site) -> Site:
    """Return the visit with all that is served as documents are."""
    return complete(visit)


def complete(site: Site) -> Site:
    content = read_exported(site)
    others = find_others(Edition(site, read_publications(site, content)))
    return replace(site, others=tuple(others), moved=find_moved(site, content, ()))


@pytest.fixture(scope="session")
def bases(
    served_visit: Site, copied: Site, copied_unsayable: Site, state: Path
) -> Iterator[list[Host]]:
    """Return what stands in for w3id.org, and for the hosts of the two other sites."""
    roots = [state / "w3id", state / "odd-base", state / "unsayable-base"]
    folders = [roots[0] / "visitkg", *roots[1:]]
    for site, folder in zip((served_visit, copied, copied_unsayable), folders, strict=True):
        folder.mkdir(parents=True)
        for file in make_server_rules(site):
            if file.path.startswith("server/w3id/"):
                (folder / file.path.rpartition("/")[2]).write_bytes(file.content)
    with run_apache(roots, state) as hosts:
        yield hosts


def wrong(answer: Answer, document: Document, home: str, suffix: str) -> str | None:
    status = 303 if document.is_thing else 302
    location = answer.headers.get("location", "")
    if (
        answer.status == status
        and location.isascii()
        and unquote(location) == f"{home}{document.path}.{suffix}"
    ):
        return None
    return f"{document.iri}: {answer.status} {location}"


def test_every_iri_leads_to_the_format_that_is_asked_for(
    bases: list[Host], visit: Site, copied: Site
) -> None:
    found = []
    for site, host, headers in ((visit, bases[0], W3ID), (copied, bases[1], ODD)):
        for document in site.documents.values():
            for suffix in ("html", "ttl"):
                answer = host.ask(wire(document.iri), FORMATS[suffix], headers=headers)
                found.append(wrong(answer, document, site.addresses.home, suffix))
    assert [each for each in found if each] == []
    assert len(found) > 1000


@pytest.mark.parametrize(("accept", "expected"), CASES.values(), ids=CASES)
def test_the_redirect_chooses_as_the_rfc_says(
    bases: list[Host], accept: str | None, expected: str | None
) -> None:
    answer = bases[0].ask("/visitkg/id/kim-jong-un", accept, headers=W3ID)
    # Where nothing is acceptable, the host of the site says so.
    suffix = f".{expected}" if expected else ""
    assert answer.headers["location"] == f"https://example.org/sub/id/kim-jong-un{suffix}"
    assert answer.status == 303
    assert answer.headers["vary"] == "Accept"
    assert answer.headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize(
    ("path", "rest"),
    [
        ("", "index.html"),
        ("id/kim-jong-un.rdf", "id/kim-jong-un.rdf"),
        ("dump/visitkg.nt.gz", "dump/visitkg.nt.gz"),
        ("assets/site.css", "assets/site.css"),
        (".well-known/void", ".well-known/void"),
        ("ontology/ontology.ttl", "ontology/ontology.ttl.html"),
    ],
)
def test_files_keep_their_names(bases: list[Host], path: str, rest: str) -> None:
    answer = bases[0].ask(f"/visitkg/{path}", "text/html", headers=W3ID)
    assert (answer.status, answer.headers["location"]) == (302, f"https://example.org/sub/{rest}")


def test_where_a_redirect_leads_is_served(bases: list[Host], host: Host, visit: Site) -> None:
    for document in [*visit.documents.values()][::25]:
        for media_type in FORMATS.values():
            answer = bases[0].ask(wire(document.iri), media_type, headers=W3ID)
            served = host.ask(urlsplit(answer.headers["location"]).path)
            assert (served.status, served.type.partition(";")[0]) == (200, media_type)


def test_the_copy_in_the_site_itself_redirects_nothing(host: Host) -> None:
    assert host.ask("/sub/server/w3id/README.md").status == 200


def test_there_is_no_redirect_for_a_site_at_its_own_base(odd: Site) -> None:
    assert not [f for f in make_server_rules(odd) if f.path.startswith("server/w3id/")]


def test_questions_parts_and_nanopublications_lead_to_what_there_is(
    bases: list[Host], served_visit: Site
) -> None:
    home = served_visit.addresses.home
    wrong = []
    for document in served_visit.others:
        is_published = "trig" in document.formats
        wishes = ("html", "trig") if is_published else ("html", "ttl", "rdf")
        for suffix in wishes:
            accept = NEGOTIATED[suffix]
            answer = bases[0].ask(wire(document.iri), accept, headers=W3ID)
            found = (answer.status, unquote(answer.headers["location"]))
            if found != (302, f"{home}{document.path}.{suffix}"):
                wrong.append((document.iri, suffix, found))
    assert wrong == []
    assert len(served_visit.others) > 900


@pytest.mark.parametrize(
    ("path", "accept", "rest"),
    [
        ("1.0.0/ontology", "text/turtle", "ontology.ttl"),
        ("1.0.0/ontology", "text/html", "ontology.html"),
        ("1.0.0/ontology.rdf", "text/html", "ontology.rdf"),
        ("1.0.0/ontology/agent", "text/html", "1.0.0/ontology/agent.html"),
        ("np/claim-p11s2-1", "text/turtle", "np/claim-p11s2-1.html"),
        ("np/claim-p11s2-1.trig", "text/html", "np/claim-p11s2-1.trig"),
    ],
)
def test_versions_and_nanopublications_lead_straight_to_what_there_is(
    bases: list[Host], path: str, accept: str, rest: str
) -> None:
    answer = bases[0].ask(f"/visitkg/{path}", accept, headers=W3ID)
    assert (answer.status, answer.headers["location"]) == (302, f"https://example.org/sub/{rest}")


def test_nobody_is_led_to_xml_that_is_not_there(bases: list[Host], copied_unsayable: Site) -> None:
    count = 0
    for document in copied_unsayable.documents.values():
        accept = "application/rdf+xml, text/turtle;q=0.5"
        host = {"Host": "unsayable.example"}
        answer = bases[2].ask(wire(document.iri), accept, headers=host)
        suffix = "rdf" if "rdf" in document.formats else "ttl"
        count += suffix == "ttl"
        assert unquote(answer.headers["location"]) == f"{COPY}{document.path}.{suffix}"
    assert count == 5
