"""Hostile HTTP: what no client should send, or too much of it, or too slowly."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from attack_wire import is_busy, say, talk
from serve_wire import Answer, get

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    from attack_target import Target

_PIPELINED: Final = 25
_MARK: Final = re.compile(rb"[\r\n]x-evil", re.IGNORECASE)
_SECRETS: Final = (b"root:x:", b"[project]", b"[tool.", b"import annotations")

_MALFORMED: Final = (
    "/explore/%zz",
    "/id/%",
    "/id/%4",
    "/%00",
    "/id/kim-jong-un%00.html",
    "/id/%ff%fe",
    "/id/%c0%af",
    "/id/%ed%a0%80",
    "/sparql?query=%",
    "/sparql?query=%ff",
    "/sparql?query=%zz",
    "/explore/search?q=%ed%a0%80",
    "/explore/node?iri=%",
    "/explore/node?iri=%00",
    "/explore/questions/%2e%2e",
    "/sparql?" + "&".join(["query=a"] * 1_500),
    "/?" + "a=b&" * 3_000,
)
_INJECTED: Final = (
    "/explore/node?iri=x%0d%0aX-Evil:%201%0d%0a%0d%0a",
    "/explore/search?q=%0d%0aX-Evil:%201",
    "/explore/questions/who-travels-with-kim?x=%0d%0aX-Evil:%201",
    "/explore/sparql?query=%0d%0aX-Evil:%201&view=%0aX-Evil:1",
    "/id/kim-jong-un%0d%0aX-Evil:%201",
    "/id/%0aX-Evil:%201",
    "/sparql?query=SELECT%0d%0aX-Evil:%201",
    "/sparql?format=%0d%0aX-Evil:%201&query=ASK%7B%7D",
    "/%0d%0aX-Evil:%201",
    "/x%0d%0aX-Evil: 1",
)
_TRAVERSING: Final = (
    "/../../../../../../etc/passwd",
    "/..%2f..%2f..%2f..%2f..%2f..%2fetc%2fpasswd",
    "/%2e%2e/%2e%2e/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
    "/explore/assets/../../../../../../etc/passwd",
    "/explore/assets/..%2f..%2f..%2f..%2fpyproject.toml",
    "/explore/assets/%2e%2e/page.py",
    "/assets/../../pyproject.toml",
    "/id/../../pyproject.toml",
    "/id/..%5c..%5cpyproject.toml",
    "//etc/passwd",
    "/./././../etc/passwd",
    "/explore/questions/..%2f..%2f..%2fpyproject",
    "/explore/questions//etc/passwd",
    "file:///etc/passwd",
    "/explore/assets//etc/passwd",
    "/etc/passwd%00.html",
)
_NO_REQUESTS: Final = (
    "GET\r\n\r\n",
    "GET /healthz\r\n\r\n",
    "GET /healthz HTTP/9.9\r\nHost: h\r\n\r\n",
    "get /healthz HTTP/1.1\r\nHost: h\r\n\r\n",
    "GET  /healthz  HTTP/1.1\r\nHost: h\r\n\r\n",
    "GET /healthz HTTP/1.1\r\nHost h\r\n\r\n",
    "GET /healthz HTTP/1.1\r\n Host: h\r\n\r\n",
    "GET /healthz HTTP/1.1\r\nHost: h\r\nX\0: y\r\n\r\n",
    "GET /healthz HTTP/1.1\r\nHost: h\r\nX: a\0b\r\n\r\n",
    "TRACE /healthz HTTP/1.1\r\nHost: h\r\n\r\n",
    "CONNECT 127.0.0.1:9 HTTP/1.1\r\nHost: h\r\n\r\n",
    "PUT /sparql HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\n{}",
    "DELETE / HTTP/1.1\r\nHost: h\r\n\r\n",
    "PATCH /id/kim-jong-un HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n",
    "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "POST /sparql HTTP/1.1\r\nHost: h\r\nContent-Length: -1\r\n\r\nASK{}",
    "POST /sparql HTTP/1.1\r\nHost: h\r\nContent-Length: 1e3\r\n\r\nASK{}",
    "POST /sparql HTTP/1.1\r\nHost: h\r\nContent-Length: 99999999999999999999\r\n\r\nASK{}",
    "POST /sparql HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nASK{}",
    "POST /sparql HTTP/1.1\r\nHost: h\r\nContent-Type: \xff\xfe\r\nContent-Length: 5\r\n\r\nASK{}",
)
_CHUNKS: Final = (
    "zz\r\nASK{}\r\n0\r\n\r\n",
    "-5\r\nASK{}\r\n0\r\n\r\n",
    "0x5\r\nASK{}\r\n0\r\n\r\n",
    "ffffffffffffffffff\r\nASK{}\r\n0\r\n\r\n",
    "5ASK{}\r\n0\r\n\r\n",
    "5\r\nASK{}0\r\n\r\n",
    "\r\n\r\n\r\n",
    "1;" + "x" * 100_000 + "\r\nA\r\n0\r\n\r\n",
)
_SCRIPT: Final = "%3Cscript%3Ealert(1)%3C/script%3E"
_REFLECTING: Final = (
    f"/explore/search?q={_SCRIPT}",
    f"/explore/node?iri=urn:x:{_SCRIPT}",
    f"/explore/questions/{_SCRIPT}",
    f"/explore/questions/who-travels-with-kim?{_SCRIPT}={_SCRIPT}",
    f"/explore/sparql?query={_SCRIPT}",
    f"/explore/sparql?query=SELECT+(%22{_SCRIPT}%22+AS+?x)+WHERE+%7B%7D",
    f"/explore/sparql?query=ASK%7B%7D&view={_SCRIPT}",
    f"/id/{_SCRIPT}",
)


def malform(target: Target, _: Random) -> Iterator[str]:
    """Ask by addresses whose percent-encoding, UTF-8 or number of parameters is wrong."""
    for path in _MALFORMED:
        for answer in talk(target.port, get(path)):
            # Too many parameters of no meaning are no harm.
            harmless = answer.status == 200 and "%" not in path
            if not (300 <= answer.status < 500 or is_busy(answer) or harmless):
                yield f"{path[:60]}: status {answer.status}"


def inject(target: Target, _: Random) -> Iterator[str]:
    """Send line ends in parameters and paths: no header of an answer comes from them."""
    for path in _INJECTED:
        found = talk(target.port, get(path, "Connection: close"), count=2)
        if len(found) > 1:
            yield f"{path}: there are two answers"
        for answer in found:
            if _MARK.search(answer.head):
                yield f"{path}: an answer has the header that was sent"
            if answer.status >= 500 and not target.excuses(answer):
                yield f"{path}: status {answer.status}"


def traverse(target: Target, _: Random) -> Iterator[str]:
    """Ask for files that are not served: they don't come."""
    for path in _TRAVERSING:
        for answer in talk(target.port, get(path)):
            if any(secret in answer.body for secret in _SECRETS):
                yield f"{path}: a file comes that is not served"
            if not (300 <= answer.status < 500 or target.excuses(answer)):
                yield f"{path}: status {answer.status}"


def reflect(target: Target, random: Random) -> Iterator[str]:
    """Send markup in parameters: no page has it as markup."""
    pages = 0
    for path in _REFLECTING:
        headers = ("Accept: text/html", 'Referer: "><script>alert(1)</script>')
        for answer in talk(target.port, get(path, *headers[: random.randrange(1, 3)])):
            is_page = (answer.header("Content-Type") or "").startswith("text/html")
            pages += is_page
            if is_page and b"<script>alert" in answer.body:
                yield f"{path}: the page has a script that was sent"
            if answer.status >= 500 and not target.excuses(answer):
                yield f"{path}: status {answer.status}"
    if not pages:
        yield "there was no page to look at"


def talk_nonsense(target: Target, _: Random) -> Iterator[str]:
    """Send what is no request, or a method that is not for reading: nothing is done for it."""
    for text in _NO_REQUESTS:
        harmless = text.lower().startswith("get")
        for answer in say(target.port, text.encode("latin-1")):
            if not (_is_refusal(answer) or (answer.status == 200 and harmless)):
                yield f"{text[:50]!r}: status {answer.status}"


def _is_refusal(answer: Answer) -> bool:
    return 400 <= answer.status < 500 or answer.status in (501, 505) or is_busy(answer)


def send_random_bytes(target: Target, random: Random) -> Iterator[str]:
    """Send bytes without meaning, also in the middle of a request."""
    noise = random.randbytes(random.choice([1, 30, 3_000, 100_000]))
    begin = random.choice([b"", b"GET /", b"GET / HTTP/1.1\r\n", b"GET /healthz HTTP/1.1\r\nX: "])
    for answer in say(target.port, begin + noise):
        if not _is_refusal(answer):
            yield f"status {answer.status} for {(begin + noise)[:40]!r}"


def send_huge_heads(target: Target, random: Random) -> Iterator[str]:
    """Send heads without end: they are refused, or the connection ends."""
    size = random.choice([200_000, 1 << 20, 5 << 20])
    heads = (
        b"GET /" + b"a" * size + b" HTTP/1.1\r\nHost: h\r\n\r\n",
        b"GET /healthz HTTP/1.1\r\nHost: h\r\nX: " + b"a" * size + b"\r\n\r\n",
        b"GET /healthz HTTP/1.1\r\nHost: h\r\n" + b"X: a\r\n" * (size // 6) + b"\r\n",
        b"GET /healthz HTTP/1.1\r\nHost: h\r\n" + b"a" * size + b": b\r\n\r\n",
    )
    for answer in talk(target.port, random.choice(heads)):
        if not _is_refusal(answer):
            yield f"status {answer.status} for a head of {size:,} bytes"


def break_chunks(target: Target, _: Random) -> Iterator[str]:
    """Send chunks that are none: nothing is answered from them."""
    head = "POST /sparql HTTP/1.1\r\nHost: h\r\nContent-Type: application/sparql-query\r\n"
    for text in _CHUNKS:
        request = f"{head}Transfer-Encoding: chunked\r\n\r\n{text}".encode()
        for answer in say(target.port, request):
            if not _is_refusal(answer):
                yield f"{text[:30]!r}: status {answer.status}"


def smuggle(target: Target, random: Random) -> Iterator[str]:
    """Send two lengths of one body: no request that hides in it is answered."""
    hidden = "GET /healthz HTTP/1.1\r\nHost: h\r\n\r\n"
    body = f"0\r\n\r\n{hidden}"
    lengths = [f"Content-Length: {len(body)}", "Transfer-Encoding: chunked"]
    random.shuffle(lengths)
    variants = (lengths, [lengths[0], "Transfer-Encoding: xchunked", lengths[1]])
    fields = "".join(f"{each}\r\n" for each in random.choice(variants))
    kind = "Content-Type: application/sparql-query"
    request = f"POST /sparql HTTP/1.1\r\nHost: h\r\n{kind}\r\n{fields}\r\n{body}".encode()
    if any(answer.status == 200 for answer in say(target.port, request, count=3)):
        yield f"what hides behind {fields!r} is answered"


def pipeline(target: Target, random: Random) -> Iterator[str]:
    """Ask many questions at once over one connection: all are answered, in order."""
    begin = random.randrange(1 << 30, 1 << 40)
    asked = [target.simple(begin + each) for each in range(_PIPELINED)]
    found = talk(target.port, b"".join(asked), _PIPELINED, _PIPELINED * 4)
    if len(found) < _PIPELINED:
        yield f"{len(found)} answers to {_PIPELINED} questions"
    yield from filter(None, map(target.judge, found))
    mixed = get("/healthz") + get("/nowhere-at-all") + get("/healthz")
    answers = talk(target.port, mixed, count=3)
    statuses = [answer.status for answer in answers]
    if statuses != [200, 404, 200] and not any(map(target.excuses, answers)):
        yield f"statuses {statuses} rather than 200, 404, 200"
