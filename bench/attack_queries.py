"""Hostile queries: endless ones, enormous ones, and ones that would write or reach out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import quote_plus

from attack_target import SECONDS
from attack_wire import PATIENCE, talk
from serve_process import HOST
from serve_wire import Answer, ask, get

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from random import Random

    from attack_target import Target

_LATE: Final = 5.0
"""So many seconds after its limit an answer may still come: the machine is busy."""
_FORM: Final = "application/x-www-form-urlencoded"
_TOLD: Final = (413, 500, 503, 504)
"""What is answered where a limit was hit; 503 says when to come again."""

_TRIPLES: Final = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l"
_ENDLESS: Final = (
    f"SELECT (COUNT(*) AS ?count) WHERE {{ {_TRIPLES} }}",
    f"SELECT ?b (SUM(STRLEN(STR(?f))) AS ?sum) WHERE {{ {_TRIPLES} }} GROUP BY ?b",
    f"ASK {{ {_TRIPLES} FILTER (?a = ?d && ?d = ?g && STR(?l) = 'nowhere') }}",
    f"SELECT (COUNT(*) AS ?count) WHERE {{ {{ {_TRIPLES} }} MINUS {{ ?x ?y ?c }} }}",
)
_PATHS: Final = (
    "SELECT (COUNT(*) AS ?count) WHERE { ?a (!<x:x>|!^<x:x>)* ?b . ?b (!<x:x>|!^<x:x>)* ?c }",
    "SELECT (COUNT(*) AS ?count) WHERE { ?a ((!<x:x>)+/(^!<x:y>)*/((!<x:z>)+)?)+ ?b }",
    "SELECT (COUNT(*) AS ?count) WHERE { ?a (((((!<x:x>)*)*)*)*)* ?b . ?c (!<x:x>)* ?d }",
)
_SORTS: Final = (
    "SELECT * WHERE { ?a ?b ?c . ?d ?e ?f } ORDER BY DESC(?f) ?c STR(?a) LIMIT 10",
    "SELECT DISTINCT ?c ?f WHERE { ?a ?b ?c . ?d ?e ?f } ORDER BY CONCAT(STR(?f), STR(?c))",
)
_HOGS: Final = (
    "SELECT (GROUP_CONCAT(CONCAT(STR(?c), STR(?f))) AS ?all) WHERE { ?a ?b ?c . ?d ?e ?f }",
    "SELECT ?a ?b ?c ?d ?e ?f WHERE { ?a ?b ?c . ?d ?e ?f }",
    "CONSTRUCT { ?a ?e ?c . ?d ?b ?f } WHERE { ?a ?b ?c . ?d ?e ?f }",
    "SELECT (COUNT(DISTINCT CONCAT(STR(?a), STR(?f))) AS ?count) WHERE { ?a ?b ?c . ?d ?e ?f }",
    "SELECT ?x0 WHERE { BIND (STR(<urn:x:some-text-that-is-doubled>) AS ?x40) "
    + "".join(
        f"BIND (CONCAT(?x{each + 1}, ?x{each + 1}) AS ?x{each}) " for each in range(39, -1, -1)
    )
    + "}",
)
_NESTED: Final = (
    "SELECT * WHERE { " + "{ " * 3_000 + "?a ?b ?c" + " }" * 3_000 + " }",
    "SELECT (" + "(" * 5_000 + "1" + ")" * 5_000 + " AS ?x) WHERE {}",
    "SELECT * WHERE { ?a " + "(" * 4_000 + "<x:x>" + ")*" * 4_000 + " ?b }",
    "SELECT (1" + "+1" * 50_000 + " AS ?x) WHERE {}",
    "SELECT * WHERE { " + " ".join(f"?a{each} ?b ?c." for each in range(10_000)) + " }",
    "DESCRIBE " + " ".join(f"<urn:x:{each}>" for each in range(3_000)),
    "SELECT * WHERE { ?a ?b ?c " + "FILTER NOT EXISTS { ?a ?b ?c " * 500 + "}" * 500 + " }",
    "SELECT * WHERE { VALUES ?x { " + " ".join(f"<x:{each}>" for each in range(60_000)) + " } }",
)
_UPDATES: Final = (
    "INSERT DATA { <x:a> <x:b> <x:c> }",
    "DELETE WHERE { ?s ?p ?o }",
    "CLEAR ALL",
    "DROP DEFAULT",
    "LOAD <http://{trap}/load>",
    "CREATE GRAPH <x:g>",
    "COPY DEFAULT TO <x:g>",
)
_REACHING: Final = (
    "SELECT * WHERE { SERVICE <http://{trap}/service> { ?s ?p ?o } }",
    "SELECT * WHERE { SERVICE SILENT <http://{trap}/silent> { ?s ?p ?o } }",
    "SELECT * WHERE { ?s ?p ?o . BIND (<http://{trap}/bound> AS ?e) SERVICE ?e { ?a ?b ?c } }",
    "SELECT * WHERE { ?s ?p ?o { SELECT * { OPTIONAL { SERVICE <http://{trap}/in> { } } } } }",
    "ASK { FILTER EXISTS { SERVICE <http://{trap}/exists> { ?s ?p ?o } } }",
    "SELECT * FROM <http://{trap}/from> WHERE { ?s ?p ?o }",
    "SELECT * FROM NAMED <http://{trap}/named> WHERE { GRAPH ?g { ?s ?p ?o } }",
    "SELECT * FROM <file:///etc/passwd> WHERE { ?s ?p ?o }",
    "DESCRIBE <http://{trap}/described> FROM <http://{trap}/from>",
)


def is_told(answer: Answer) -> bool:
    """Tell whether a limit that was hit is named: in the status, in a header and in words."""
    named = answer.header("Visitkg-Limit") is not None and bool(answer.body)
    again = answer.status != 503 or answer.header("Retry-After") is not None
    return answer.status in _TOLD and named and again


def find_fault(text: str, answers: list[Answer]) -> str | None:
    """Return what is wrong with what was answered to an enormous query, if so."""
    what = f"{text[:50]}... {len(text)} characters"
    if not answers:
        return f"{what}: the connection ended without an answer"
    answer = answers[0]
    if answer.status in (200, 400) or is_told(answer):
        return None
    return f"{what}: status {answer.status} without the limit: {answer.body[:80]!r}"


def _try(texts: tuple[str, ...]) -> Callable[[Target, Random], Iterator[str]]:
    def attack(target: Target, random: Random) -> Iterator[str]:
        text = random.choice(texts)
        # Each another query: none is to be answered by what is remembered.
        request = _post(f"{text}\n# {random.random()}", "application/sparql-query")
        fault = find_fault(text, talk(target.port, request, patience=SECONDS + PATIENCE + _LATE))
        if fault:
            yield fault

    return attack


def _post(text: str, media_type: str, more: str = "") -> bytes:
    body = text.encode()
    head = f"POST /sparql{more} HTTP/1.1\r\nHost: localhost\r\nContent-Type: {media_type}\r\n"
    return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body


multiply: Final = _try(_ENDLESS)
walk: Final = _try(_PATHS)
sort: Final = _try(_SORTS)
hog: Final = _try(_HOGS)
nest: Final = _try(_NESTED)


def overlong(target: Target, random: Random) -> Iterator[str]:
    """Send more than a query may have: it is refused, and nothing else."""
    length = (1 << 20) + random.randrange(1, 1 << 21)
    text = "SELECT * WHERE { ?s ?p '" + "x" * length + "' }"
    answers = talk(target.port, _post(text, "application/sparql-query"))
    # A server that ends the connection while it is written to can't be heard.
    if answers and answers[0].status not in (400, 413):
        yield f"status {answers[0].status} for {length:,} bytes"


def write(target: Target, _: Random) -> Iterator[str]:
    """Ask for a change in each way that there is: none is taken."""
    for update in _UPDATES:
        text = update.replace("{trap}", f"{HOST}:{target.trap}")
        requests = {
            "query": ask("/sparql", text),
            "update in the address": get(f"/sparql?update={quote_plus(text)}"),
            "query in a form": _post(f"query={quote_plus(text)}", _FORM),
            "update in a form": _post(f"update={quote_plus(text)}", _FORM),
            "sent as it is": _post(text, "application/sparql-query"),
            "sent as an update": _post(text, "application/sparql-update"),
        }
        yield from _expect_refusals(target, text, requests)
    for method in ("PUT", "POST", "DELETE"):
        line = f"{method} /rdf-graph-store?default HTTP/1.1"
        head = f"{line}\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n"
        yield from _expect_refusals(target, line, {"graph store": head.encode()})


def reach_out(target: Target, _: Random) -> Iterator[str]:
    """Name a place outside in each way that there is: nothing is asked there, which is told."""
    trap = f"{HOST}:{target.trap}"
    for query in _REACHING:
        text = query.replace("{trap}", trap)
        requests = {
            "query": ask("/sparql", text),
            "sent as it is": _post(text, "application/sparql-query"),
        }
        yield from _expect_refusals(target, text, requests)
    simple = "SELECT * WHERE { ?s ?p ?o } LIMIT 1"
    requests = {
        name: ask("/sparql", simple, extra=f"&{name}=http://{trap}/")
        for name in ("default-graph-uri", "named-graph-uri")
    }
    yield from _expect_refusals(target, simple, requests)


def _expect_refusals(target: Target, text: str, requests: dict[str, bytes]) -> Iterator[str]:
    for way, request in requests.items():
        answers = talk(target.port, request, patience=SECONDS + PATIENCE)
        if not answers:
            yield f"{text}, {way}: the connection ended without an answer"
        elif not (400 <= answers[0].status < 500 or is_told(answers[0])):
            yield f"{text}, {way}: status {answers[0].status}"
