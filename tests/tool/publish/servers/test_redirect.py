"""The pair of files for w3id.org leads each IRI to where it is told, on whatever host."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import pytest
from tests.tool.publish.servers.test_every_iri import wire
from tests.tool.publish.servers.test_negotiate import CASES
from tests.tool.publish.servers.web import run_apache

from visitkg.publish.address import FORMATS
from visitkg.publish.content import read_site
from visitkg.publish.server.rules import make_server_rules

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
def bases(visit: Site, copied: Site, state: Path) -> Iterator[list[Host]]:
    """Return what stands in for w3id.org, and for the host of the odd names."""
    roots = [state / "w3id", state / "odd-base"]
    for site, folder in ((visit, roots[0] / "visitkg"), (copied, roots[1])):
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
