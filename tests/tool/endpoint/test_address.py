"""Which store is meant, and to whom a secret is shown."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from visitkg.endpoint.address import Address, find_address
from visitkg.errors import InputError, UsageError
from visitkg.project import NamedEndpoint, find_project, shipped_visit

if TYPE_CHECKING:
    from pathlib import Path

PROD = "https://example.org/sparql"
PROJECT = replace(
    shipped_visit(),
    endpoints={
        "prod": NamedEndpoint(PROD, "https://example.org/graphs", "https://example.org/kg", 5.0),
        "test": NamedEndpoint("http://localhost:7878/query"),
    },
)


def test_an_address_is_taken_as_it_is() -> None:
    assert find_address(PROD, PROJECT, {}) == Address(PROD)


def test_a_name_stands_for_what_the_project_says() -> None:
    found = find_address("prod", PROJECT, {})
    assert found == Address(
        PROD, "https://example.org/graphs", "prod", "https://example.org/kg", 5.0
    )


def test_what_is_given_stands_before_what_the_project_says() -> None:
    found = find_address("prod", PROJECT, {}, graph="urn:g", graph_store="https://example.org/g")
    assert (found.graph, found.graph_store) == ("urn:g", "https://example.org/g")


SECRETS = {
    "token": ({"VISITKG_ENDPOINT_TOKEN": "abc"}, "Bearer abc"),
    "user": (
        {"VISITKG_ENDPOINT_USER": "kim", "VISITKG_ENDPOINT_PASSWORD": "höchst"},
        "Basic a2ltOmjDtmNoc3Q=",
    ),
    "user-alone": ({"VISITKG_ENDPOINT_USER": "kim"}, "Basic a2ltOg=="),
    "own-token": (
        {"VISITKG_ENDPOINT_TOKEN": "abc", "VISITKG_ENDPOINT_PROD_TOKEN": "own"},
        "Bearer own",
    ),
    "own-user-before-any-token": (
        {"VISITKG_ENDPOINT_TOKEN": "abc", "VISITKG_ENDPOINT_PROD_USER": "kim"},
        "Basic a2ltOg==",
    ),
    "of-another-name": ({"VISITKG_ENDPOINT_TEST_TOKEN": "abc"}, None),
    "empty": ({"VISITKG_ENDPOINT_TOKEN": ""}, None),
    "none": ({}, None),
}


@pytest.mark.parametrize(("environment", "header"), SECRETS.values(), ids=SECRETS)
def test_what_opens_a_store_comes_from_the_environment(
    environment: dict[str, str], header: str | None
) -> None:
    assert find_address("prod", PROJECT, environment).authorization == header


def test_a_secret_is_not_printed() -> None:
    found = find_address("prod", PROJECT, {"VISITKG_ENDPOINT_TOKEN": "abc"})
    assert repr(found) == f"Address({PROD!r})"


def test_certificates_are_named_for_one_store_or_for_all() -> None:
    environment = {"VISITKG_ENDPOINT_CA": "all.pem", "VISITKG_ENDPOINT_PROD_CA": "own.pem"}
    assert find_address("prod", PROJECT, environment).authorities == "own.pem"
    assert find_address("test", PROJECT, environment).authorities == "all.pem"


BAD = {
    "unknown": ("prdo", "unknown endpoint 'prdo'\nDid you mean 'prod'? Write an address, "),
    "far-from-all": ("nowhere", "unknown endpoint 'nowhere'\nWrite an address, or one of those"),
    "empty": ("", "unknown endpoint ''"),
    "other-scheme": ("file:///etc/passwd", "is no address of an endpoint"),
    "no-host": ("http:///sparql", "is no address of an endpoint"),
    "bad-port": ("http://localhost:99999/", "is no address of an endpoint"),
    "port-zero": ("http://localhost:0/", "is no address of an endpoint"),
    "bad-host": ("http://[::1/sparql", "is no address of an endpoint"),
    "blank": ("http://localhost/a b", "is no address of an endpoint"),
    "line-end": ("http://localhost/a\r\nX: y", "is no address of an endpoint"),
    "beyond-ascii": ("http://localhost/김", "is no address of an endpoint"),
    "password": ("https://kim:secret@example.org/", "holds a user or a password"),
}


@pytest.mark.parametrize(("text", "message"), BAD.values(), ids=BAD)
def test_what_is_no_store_is_told(text: str, message: str) -> None:
    with pytest.raises(UsageError) as caught:
        find_address(text, PROJECT, {})
    assert message in str(caught.value)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("url", ["http://example.org/sparql", "http://10.0.0.1/", "http://[::2]/"])
def test_a_secret_is_not_sent_unencrypted_to_another_machine(url: str) -> None:
    with pytest.raises(UsageError, match="a secret would travel unencrypted to"):
        find_address(url, PROJECT, {"VISITKG_ENDPOINT_TOKEN": "abc"})
    with pytest.raises(UsageError, match="a secret would travel unencrypted to"):
        find_address(PROD, PROJECT, {"VISITKG_ENDPOINT_TOKEN": "abc"}, graph_store=url)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.8.9.1", "[::1]", "LOCALHOST"])
def test_this_machine_may_hear_a_secret_without_encryption(host: str) -> None:
    found = find_address(f"http://{host}/", PROJECT, {"VISITKG_ENDPOINT_TOKEN": "abc"})
    assert found.authorization == "Bearer abc"


@pytest.mark.parametrize("token", ["a b", "a\r\nX: y", "김"])
def test_a_token_that_no_header_can_hold_is_refused(token: str) -> None:
    with pytest.raises(UsageError, match="the token for the endpoint holds") as caught:
        find_address(PROD, PROJECT, {"VISITKG_ENDPOINT_TOKEN": token})
    assert token not in str(caught.value)


@pytest.mark.parametrize("graph", ["", "kg", "<urn:g>", "urn:a b", 'urn:"'])
def test_a_graph_that_is_no_iri_is_refused(graph: str) -> None:
    if not graph:
        assert find_address(PROD, PROJECT, {}, graph=graph).graph is None
        return
    with pytest.raises(UsageError, match="is no IRI of a graph"):
        find_address(PROD, PROJECT, {}, graph=graph)


def write(folder: Path, text: str) -> Path:
    (folder / "visitkg.toml").write_text(text, encoding="utf-8")
    return folder


def test_a_project_names_its_stores(tmp_path: Path) -> None:
    text = """\
[endpoints]
test = "http://localhost:7878/query"
prod = { query = "https://example.org/sparql", graph = "urn:g", timeout = 5 }
"""
    assert find_project(write(tmp_path, text)).endpoints == {
        "test": NamedEndpoint("http://localhost:7878/query"),
        "prod": NamedEndpoint(PROD, None, "urn:g", 5),
    }


FORMS = {
    "number": "endpoints = 5",
    "list": 'endpoints = ["http://localhost/"]',
    "no-query": '[endpoints.prod]\ngraph = "urn:g"',
    "unknown-part": '[endpoints.prod]\nquery = "http://localhost/"\ntoken = "abc"',
    "no-text": "[endpoints.prod]\nquery = 5",
    "no-time": '[endpoints.prod]\nquery = "http://localhost/"\ntimeout = "5"',
    "truth-for-time": '[endpoints.prod]\nquery = "http://localhost/"\ntimeout = true',
    "time-of-nothing": '[endpoints.prod]\nquery = "http://localhost/"\ntimeout = 0',
}


@pytest.mark.parametrize("text", FORMS.values(), ids=FORMS)
def test_stores_in_another_form_are_refused(text: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="the setting 'endpoints' is not a table of addresses"):
        find_project(write(tmp_path, text))
