"""What real servers answer with the rules as published."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
from tests.tool.publish.servers.test_negotiate import CASES

from visitkg.publish.address import FORMATS
from visitkg.publish.negotiate import negotiate
from visitkg.publish.server.header import HEADERS, content_type

if TYPE_CHECKING:
    from tests.tool.publish.servers.web import Answer, Host

THING = "/sub/id/kim-jong-un"
DOCUMENT = "/sub/ontology"


def chosen(answer: Answer) -> str | None:
    """Return the suffix of what was chosen for a thing or a document."""
    if answer.status == 406:
        return None
    where = answer.location if answer.status == 303 else answer.headers["content-location"]
    return where.rpartition(".")[2]


@pytest.mark.parametrize(("accept", "expected"), CASES.values(), ids=CASES)
def test_the_servers_choose_as_the_rfc_says(
    host: Host, accept: str | None, expected: str | None
) -> None:
    for path, status in ((THING, 303), (DOCUMENT, 200)):
        answer = host.ask(path, accept)
        assert chosen(answer) == expected
        assert answer.status == (406 if expected is None else status)
        assert answer.headers["vary"] == "Accept"
        if answer.status == 200 and expected:
            assert answer.type == content_type(expected)


def test_the_servers_choose_as_our_own_function_for_made_up_headers(host: Host) -> None:
    made = random.Random(4)  # noqa: S311  (the same each time)
    ranges = [*FORMATS.values(), "text/*", "application/*", "*/*", "image/png", "bad", "a/b/c"]
    weights = ["", ";q=1", ";q=1.0", ";q=0", ";q=0.0", ";q=0.5", "; q=0.50", ";q=0.25", ";q=0.875"]
    weights += [";q=0.9", ";Q=0.1", ";q=0.05", ";q=0.1000", ";q=.5", ";x=y;q=0.7", ";q=0.7;x", ";q"]
    wrong = []
    for _ in range(300):
        some = made.sample(ranges, made.randint(1, 6))
        separator = made.choice([",", ", ", " , ", ",,"])
        accept = separator.join(each + made.choice(weights) for each in some)
        got, expected = chosen(host.ask(DOCUMENT, accept, "HEAD")), negotiate(accept, FORMATS)
        if got != expected:
            wrong.append((accept, got, expected))
    assert wrong == []


NOT_THERE = (
    "/sub/id/nobody",
    "/sub/id/nobody.ttl",
    "/sub/id",
    "/sub/id/",
    "/sub/ontology/",
    "/sub/id/kim-jong-un/",
    "/sub/id/kim-jong-un/more",
    "/sub/id/kim-jong-un.html/more",
    "/sub/id/kim-jong-un.",
    "/sub/id/Kim-Jong-Un",
    "/sub/server/",
    "/sub/%2e%2e/%2e%2e/etc/passwd",
)


@pytest.mark.parametrize("path", NOT_THERE)
@pytest.mark.parametrize("accept", ["*/*", "text/turtle", "image/png"])
def test_what_is_not_there_is_not_found_and_no_folder_is_listed(
    host: Host, path: str, accept: str
) -> None:
    answer = host.ask(path, accept)
    assert answer.status in (400, 404)
    assert b"Index of" not in answer.body
    assert b"root:" not in answer.body


@pytest.mark.parametrize(
    "path",
    [
        "/sub/../../etc/passwd",
        "/sub/..%2f..%2fetc/passwd",
        "/sub/id/..%2f..%2f..%2f..%2fetc/passwd",
        "/sub/%2e%2e%2f%2e%2e%2fetc%2fpasswd",
        "/sub/id/%00",
        "/sub/id/kim-jong-un%00.ttl",
        "/sub/id/%ff%fe",
        "/sub/id/%c0%ae%c0%ae/%c0%ae%c0%ae/etc/passwd",
    ],
)
def test_no_path_leads_out_of_the_site(host: Host, path: str) -> None:
    answer = host.ask(path)
    assert answer.status in (400, 403, 404)
    assert b"root:" not in answer.body


@pytest.mark.parametrize("accept", ["text/html", "text/turtle", "application/rdf+xml"])
def test_the_front_page_is_a_document(host: Host, accept: str) -> None:
    answer = host.ask("/sub/", accept)
    assert answer.status == 200
    assert answer.type.partition(";")[0] == accept
    suffix = next(key for key, name in FORMATS.items() if name == accept)
    assert answer.headers["content-location"] == f"/sub/index.{suffix}"


@pytest.mark.parametrize("accept", [None, "text/turtle", "image/png"])
def test_a_page_without_data_is_a_page_whatever_is_asked_for(
    odd_host: Host, accept: str | None
) -> None:
    for path in ("/", "/names"):
        answer = odd_host.ask(path, accept)
        assert (answer.status, answer.type) == (200, "text/html; charset=utf-8")
        assert "link" not in answer.headers


def test_the_folder_of_the_site_without_its_slash_leads_to_the_front_page(host: Host) -> None:
    answer = host.ask("/sub")
    assert answer.status == 301
    assert answer.location == "/sub/"


@pytest.mark.parametrize("path", [THING, DOCUMENT, f"{THING}.ttl", "/sub/id/nobody", "/sub/"])
def test_each_answer_carries_the_headers_for_scripts_and_safety(host: Host, path: str) -> None:
    for accept in ("*/*", "image/png"):
        headers = host.ask(path, accept).headers
        assert {name: headers.get(name.lower()) for name in HEADERS} == HEADERS


def test_a_thing_names_the_documents_that_describe_it(host: Host) -> None:
    links = host.ask(THING, "text/turtle").headers["link"]
    for suffix, media_type in FORMATS.items():
        assert f'<{THING}.{suffix}>; rel="describedby"; type="{media_type}"' in links


@pytest.mark.parametrize("accept", ["*/*", "image/png"])
def test_a_document_names_its_representations_even_where_none_is_acceptable(
    host: Host, accept: str
) -> None:
    answer = host.ask(DOCUMENT, accept)
    for suffix, media_type in FORMATS.items():
        assert (
            f'<{DOCUMENT}.{suffix}>; rel="alternate"; type="{media_type}"'
            in (answer.headers["link"])
        )
        assert accept == "*/*" or media_type.encode() in answer.body


@pytest.mark.parametrize("path", ["/sub/server/README.md", "/sub/_headers", "/sub/id/nobody"])
def test_other_files_name_no_representations(host: Host, path: str) -> None:
    assert "link" not in host.ask(path).headers


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_representation_that_is_known_is_not_sent_again(host: Host, suffix: str) -> None:
    for path, accept in ((f"{THING}.{suffix}", None), (DOCUMENT, FORMATS[suffix])):
        first = host.ask(path, accept)
        tag = first.headers["etag"]
        assert tag.startswith('"'), "a strong tag"
        again = host.ask(path, accept, headers={"If-None-Match": tag})
        assert (again.status, again.body) == (304, b"")
        assert again.headers["etag"] == tag
        assert again.headers.get("vary") == first.headers.get("vary")
        other = host.ask(path, accept, headers={"If-None-Match": '"other"'})
        assert other.status == 200


def test_the_representations_of_a_document_have_tags_of_their_own(host: Host) -> None:
    tags = {host.ask(DOCUMENT, name).headers["etag"] for name in FORMATS.values()}
    assert len(tags) == len(FORMATS)


@pytest.mark.parametrize("path", [THING, DOCUMENT, f"{THING}.ttl", "/sub/id/nobody"])
def test_head_is_answered_as_get_without_a_body(host: Host, path: str) -> None:
    get, head = host.ask(path, "text/turtle"), host.ask(path, "text/turtle", "HEAD")
    assert head.body == b""
    assert head.status == get.status
    for name in ("content-type", "content-location", "location", "etag", "link", "vary"):
        assert head.headers.get(name) == get.headers.get(name)


@pytest.mark.parametrize("path", [THING, DOCUMENT, f"{THING}.ttl", "/sub/"])
def test_a_script_may_ask_before_it_asks(host: Host, path: str) -> None:
    answer = host.ask(
        path,
        method="OPTIONS",
        headers={"Origin": "https://a.example", "Access-Control-Request-Method": "GET"},
    )
    assert (answer.status, answer.body) == (204, b"")
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "GET" in answer.headers["access-control-allow-methods"]
    assert "Accept" in answer.headers["access-control-allow-headers"]


@pytest.mark.parametrize("path", [THING, DOCUMENT, f"{THING}.ttl"])
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_nothing_can_be_changed(host: Host, path: str, method: str) -> None:
    answer = host.ask(path, method=method, headers={"Content-Length": "0"})
    assert answer.status == 405
    assert "GET" in answer.headers["allow"]


def test_a_query_changes_nothing(host: Host) -> None:
    assert host.ask(f"{THING}?a=b", "text/turtle").location == f"{THING}.ttl"
    assert host.ask(f"{DOCUMENT}?a=b").headers["content-location"] == f"{DOCUMENT}.html"


def test_two_slashes_lead_to_no_other_host(odd_host: Host) -> None:
    location = odd_host.ask("//id/plain", "text/turtle").headers.get("location", "")
    assert not location.startswith("//")


def test_a_name_with_other_suffixes_is_of_the_type_of_the_last(odd_host: Host) -> None:
    for name in ("id/v1.0", "id/report.ko", "id/archive.gz", "id/map.var", "about.html"):
        for suffix in FORMATS:
            answer = odd_host.ask(f"/{name}.{suffix}")
            assert (answer.status, answer.type) == (200, content_type(suffix))
            assert "content-encoding" not in answer.headers
            assert "content-language" not in answer.headers


def test_a_thing_among_documents_is_answered_as_a_thing(odd_host: Host) -> None:
    assert odd_host.ask("/mixed/a").status == 303
    assert odd_host.ask("/mixed/paper").status == 200
    assert odd_host.ask("/id/paper").status == 200
    assert odd_host.ask("/id/plain").status == 303


WELL_KNOWN = "/sub/.well-known/void"


def test_the_well_known_address_leads_to_the_dataset(host: Host) -> None:
    for accept in (None, "text/turtle", "application/rdf+xml"):
        answer = host.follow(WELL_KNOWN, accept)
        assert answer.status == 200
        assert b"dataset" in answer.body or accept is None


def test_the_well_known_file_is_turtle(host: Host) -> None:
    for accept in (None, "*/*", "text/turtle"):
        answer = host.ask(WELL_KNOWN, accept)
        assert (answer.status, answer.type) == (200, "text/turtle; charset=utf-8")
        assert answer.headers["vary"] == "Accept"
        assert b"void:DatasetDescription" in answer.body
    answer = host.ask(WELL_KNOWN, "text/html, */*;q=0.1")
    assert (answer.status, answer.location) == (302, "/sub/dataset")
