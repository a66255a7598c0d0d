"""Where an IRI is told, and where that lies."""

from __future__ import annotations

import pytest

from visitkg.publish.address import Addresses, is_plain, relative

BASE = "https://example.org/kg/"
SITE = Addresses(BASE, "https://mirror.example/copy/")

TOLD = {
    "a thing": ("id/tram", "id/tram"),
    "a term": ("ontology#Tram", "ontology"),
    "the front": ("", "index"),
    "a folder": ("id/", "id/index"),
    "another script": ("id/전차", "id/전차"),
    "an escaped script": ("id/%EC%A0%84", "id/전"),
    "an escaped space": ("id/a%20b", "id/a b"),
}


@pytest.mark.parametrize(("local", "path"), TOLD.values(), ids=TOLD)
def test_a_document_lies_where_a_server_looks_for_it(local: str, path: str) -> None:
    document = SITE.document(BASE + local)
    assert document is not None
    assert SITE.path(document) == path


@pytest.mark.parametrize(
    "iri", ["https://example.org/other", "http://example.org/kg/id/tram", "urn:x", "https://e.org/"]
)
def test_an_iri_of_another_site_has_no_document(iri: str) -> None:
    assert SITE.document(iri) is None
    assert SITE.href("index", iri) is None


HIDDEN = [
    "id/../secret",
    "id/..",
    "./id",
    "id//tram",
    "id/a%2Fb",
    "id/%00",
    "id/a?b",
    "id/%FF",
    "id/" + "x" * 200,
    "_/x",
    "id/%2e%2e/x",
    "id/a\\b",
    "id/%25",
]


@pytest.mark.parametrize("local", HIDDEN)
def test_what_a_server_would_not_find_has_a_name_of_its_own(local: str) -> None:
    assert not is_plain(local)
    path = SITE.path(BASE + local)
    assert path.startswith("_/")
    assert path != SITE.path(BASE + local + "x")


@pytest.mark.parametrize("local", ["index", "id/index"])
def test_the_page_of_a_folder_is_not_taken_by_another(local: str) -> None:
    folder = local.removesuffix("index")
    assert SITE.path(BASE + local) != SITE.path(BASE + folder) == local


@pytest.mark.parametrize(
    ("page", "iri", "link"),
    [
        ("id/kim", f"{BASE}id/tram", "tram.html"),
        ("index", f"{BASE}id/tram", "id/tram.html"),
        ("id/kim", f"{BASE}ontology#Tram", "../ontology.html#Tram"),
        ("id/deep/kim", BASE, "../../index.html"),
        ("id/kim", f"{BASE}id/전차", "%EC%A0%84%EC%B0%A8.html"),
        ("id/kim", f'{BASE}ontology#a"b', "../ontology.html#a%22b"),
    ],
)
def test_links_are_relative(page: str, iri: str, link: str) -> None:
    assert SITE.href(page, iri) == link


def test_an_address_is_that_of_the_home() -> None:
    assert SITE.url("id/a b", "ttl") == "https://mirror.example/copy/id/a%20b.ttl"
    assert relative("id/kim", "site.css") == "../site.css"
