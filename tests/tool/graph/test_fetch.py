"""Documents from a server on this machine: what is taken from it, and what is refused."""

from __future__ import annotations

import gzip
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import RdfFormat

from visitkg.errors import InputError
from visitkg.graph import fetch
from visitkg.graph.fetch import fetch_source

if TYPE_CHECKING:
    from collections.abc import Iterator

TURTLE = b"<> <a:p> <o> ."
XML = b"<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'/>"
JSON = b'{"@id": "a:s"}'
REMEDY = "Fetch it yourself, and map its IRI to the file in the project's imports."


@dataclass
class Answer:
    """What the server gives to one path."""

    body: bytes = TURTLE
    headers: dict[str, str] = field(default_factory=lambda: {"Content-Type": "text/turtle"})
    status: int = 200


def typed(media_type: str, body: bytes) -> Answer:
    return Answer(body, {"Content-Type": media_type})


def moved(target: str) -> Answer:
    return Answer(b"", {"Location": target}, 303)


BOMB = b"""<!DOCTYPE x [<!ENTITY a "%s">]><x/>""" % (b"a" * 1_100_000)
ANSWERS = {
    "/turtle": Answer(),
    "/parameters": typed("text/turtle; charset=utf-8", TURTLE),
    "/mark": typed("text/turtle", b"\xef\xbb\xbf" + TURTLE),
    "/xml": typed("application/rdf+xml", XML),
    "/other-xml": typed("text/xml", XML),
    "/json": typed("application/json", JSON),
    "/text.nt": typed("text/plain", b"<a:s> <a:p> <a:o> ."),
    "/packed.nq.gz": typed("application/gzip", gzip.compress(b"<a:s> <a:p> <a:o> .")),
    "/bytes": typed("application/octet-stream", XML),
    "/untyped": Answer(JSON, {}),
    "/untyped-turtle": Answer(TURTLE, {}),
    "/moved": moved("/deep/turtle"),
    "/deep/turtle": Answer(),
    "/page": typed("text/html", b"<html>"),
    "/picture": typed("image/png", b"\x89PNG"),
    "/bomb": typed("application/rdf+xml", BOMB),
    "/broken.gz": typed("application/gzip", b"\x1f\x8b\x08rubbish"),
    "/to-a-file": moved("file:///etc/hostname"),
    "/to-ftp": moved("ftp://127.0.0.1/a.ttl"),
    "/around": moved("/around"),
    "/cut-off": Answer(TURTLE, {"Content-Type": "text/turtle", "Content-Length": "1000"}),
    "/large": Answer(b"#" * 70_000),
    "/gone": Answer(b"", {}, 410),
}


class Handler(BaseHTTPRequestHandler):
    """Gives the answers, and keeps what was accepted."""

    def do_GET(self) -> None:
        if self.path == "/never":
            self.server.released.wait()  # type: ignore[attr-defined]  # set by the fixture
            return
        answer = ANSWERS[self.path]
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(answer.body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def address(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.released = threading.Event()  # type: ignore[attr-defined]  # what lets /never end
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.released.set()  # type: ignore[attr-defined]  # as above
    server.shutdown()
    thread.join()
    server.server_close()


FORMATS = {
    "/turtle": RdfFormat.TURTLE,
    "/parameters": RdfFormat.TURTLE,
    "/mark": RdfFormat.TURTLE,
    "/xml": RdfFormat.RDF_XML,
    "/other-xml": RdfFormat.RDF_XML,
    "/json": RdfFormat.JSON_LD,
    "/text.nt": RdfFormat.N_TRIPLES,
    "/packed.nq.gz": RdfFormat.N_QUADS,
    "/bytes": RdfFormat.RDF_XML,
    "/untyped": RdfFormat.JSON_LD,
    "/untyped-turtle": RdfFormat.TURTLE,
}


@pytest.mark.parametrize(("path", "rdf_format"), FORMATS.items(), ids=FORMATS)
def test_the_answer_tells_the_format(address: str, path: str, rdf_format: RdfFormat) -> None:
    source = fetch_source(address + path)
    assert source.format == rdf_format
    body = ANSWERS[path].body
    expected = gzip.decompress(body) if path.endswith(".gz") else body.removeprefix(b"\xef\xbb\xbf")
    assert source.data == expected
    assert (source.name, source.base_iri) == (address + path, address + path)
    assert not source.is_file


def test_relative_iris_start_from_where_a_redirection_leads(address: str) -> None:
    source = fetch_source(address + "/moved")
    assert source.name == address + "/moved"
    assert source.base_iri == address + "/deep/turtle"


REFUSED = {
    "/page": "this is text/html, not RDF",
    "/picture": "this is image/png, not RDF",
    "/gone": "this can't be fetched: HTTP Error 410: Gone",
    "/to-a-file": "this can't be fetched: HTTP Error 303: See Other - "
    "Redirection to url 'file:///etc/hostname' is not allowed",
    "/to-ftp": "this can't be fetched: <urlopen error unknown url type: ftp>",
    "/cut-off": "this can't be fetched: the answer is cut off",
}


@pytest.mark.parametrize(("path", "message"), REFUSED.items(), ids=REFUSED)
def test_what_is_not_rdf_is_refused(address: str, path: str, message: str) -> None:
    with pytest.raises(InputError) as caught:
        fetch_source(address + path)
    assert str(caught.value) == f"{address}{path}: {message}\n{REMEDY}"


MORE_REFUSED = {
    "/around": "this can't be fetched: HTTP Error 303: The HTTP server returned a redirect error",
    "/broken.gz": "this gzip file is broken: ",
    "/bomb": "the entity 'a' would grow to a very long text",
}


@pytest.mark.parametrize(("path", "message"), MORE_REFUSED.items(), ids=MORE_REFUSED)
def test_what_would_never_end_is_refused(address: str, path: str, message: str) -> None:
    with pytest.raises(InputError) as caught:
        fetch_source(address + path)
    assert caught.value.message.startswith(message)


def test_an_answer_that_is_too_large_is_refused(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetch, "_LARGEST", 1 << 16)
    with pytest.raises(InputError, match="this is larger than 0 MiB"):
        fetch_source(address + "/large")


def test_an_answer_that_takes_too_long_is_refused(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetch, "_SECONDS_IN_ALL", -1)
    with pytest.raises(InputError, match="this takes more than -1 seconds to be fetched"):
        fetch_source(address + "/turtle")


def test_a_server_that_never_answers_is_not_waited_for(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetch, "_SECONDS", 0.05)
    with pytest.raises(InputError, match="this can't be fetched: timed out"):
        fetch_source(address + "/never")


def test_a_server_that_is_not_there_is_told(address: str) -> None:
    with pytest.raises(InputError, match="this can't be fetched: "):
        fetch_source(address.rpartition(":")[0] + ":1/turtle")
