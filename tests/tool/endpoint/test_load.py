"""A store is filled whole, or it is told; what broke off goes on where it ended."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import BlankNode, RdfFormat, parse
from tests.tool.endpoint.fake import Say

from visitkg.endpoint.client import open_endpoint
from visitkg.endpoint.lines import count_lines, digest_files, in_requests, read_lines
from visitkg.endpoint.load import Loaded, count_triples, load_files
from visitkg.endpoint.reader import IncompleteError
from visitkg.endpoint.skolem import skolem_prefix, unskolemise
from visitkg.errors import InputError, UsageError
from visitkg.graph.blank import canonicalise
from visitkg.project import shipped_visit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.tool.endpoint.engines import Engine
    from tests.tool.endpoint.fake import Fake

    from visitkg.endpoint.client import Endpoint

PREFIX = skolem_prefix("https://example.org/kg/")
GRAPH = "urn:test:load"


@pytest.fixture
def connect() -> Iterator[Callable[..., Endpoint]]:
    opened: list[Endpoint] = []

    def open_it(url: str, **fields: str | None) -> Endpoint:
        opened.append(open_endpoint(url, shipped_visit(), **fields))  # type: ignore[arg-type]  # texts
        return opened[-1]

    yield open_it
    for each in opened:
        each.close()


def write(folder: Path, name: str, text: str) -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def count(number: int) -> Say:
    cell = {"type": "literal", "value": str(number)}
    rows = {"head": {"vars": ["count"]}, "results": {"bindings": [{"count": cell}]}}
    return Say(json.dumps(rows).encode())


def lines_of(folder: Path, *texts: str, suffix: str = "ttl", graph: str | None = None) -> list[str]:
    files = [write(folder, f"{number}.{suffix}", text) for number, text in enumerate(texts)]
    return [line.text for line in read_lines(digest_files(files), graph, PREFIX)]


BLANK = "<urn:a> <urn:p> [ <urn:q> [] , _:b , 'x' ] . _:b <urn:p> <urn:a> ."


def test_blank_nodes_become_the_same_iris_each_time(tmp_path: Path) -> None:
    first, again = lines_of(tmp_path, BLANK), lines_of(tmp_path, BLANK)
    assert first == again
    assert "_:" not in "".join(first)


def test_blank_nodes_come_back(tmp_path: Path) -> None:
    sent = parse("".join(lines_of(tmp_path, BLANK)), RdfFormat.N_TRIPLES)
    found = [unskolemise(quad.triple) for quad in sent]
    wanted = [quad.triple for quad in parse(BLANK, RdfFormat.TURTLE)]
    assert set(canonicalise(found)) == set(canonicalise(wanted))
    assert sum(isinstance(triple.object, BlankNode) for triple in found) == 3


def test_blank_nodes_of_two_files_are_never_the_same(tmp_path: Path) -> None:
    text = "_:a <urn:p> <urn:o> ."
    assert len(set(lines_of(tmp_path, text, text))) == 2
    assert len(set(lines_of(tmp_path, text, text, suffix="nt"))) == 2
    assert len(set(lines_of(tmp_path, text, f"{text} "))) == 2


LABELS = ["b1", "a.b", "Ä", "x-y_z", "0"]


@pytest.mark.parametrize("base", ["https://example.org/kg/", "http://example.org", None, "urn:x"])
@pytest.mark.parametrize("label", LABELS)
def test_each_label_comes_back_as_one_of_its_own(label: str, base: str | None) -> None:
    from visitkg.endpoint.skolem import restore, skolemise

    text = f"_:{label} <urn:p> _:{label} ."
    (quad,) = parse(text, RdfFormat.N_TRIPLES)
    iri = skolemise(quad.triple, skolem_prefix(base)).subject
    assert not isinstance(iri, BlankNode)
    back = restore(iri)
    assert isinstance(back, BlankNode)
    assert bytes.fromhex(back.value[1:]).decode() == label


FOREIGN = [
    "https://example.org/.well-known/genid/abc",
    "https://example.org/visitkg/b0",
    "urn:visitkg:genid:",
    "https://example.org/.well-known/genid/visitkg/b0?x",
    "urn:other:genid:b0",
]


@pytest.mark.parametrize("iri", FOREIGN)
def test_iris_of_others_stay(iri: str) -> None:
    from pyoxigraph import NamedNode

    from visitkg.endpoint.skolem import restore

    assert restore(NamedNode(iri)) == NamedNode(iri)


def test_named_graphs_keep_their_names(tmp_path: Path) -> None:
    text = "<urn:a> <urn:p> 1 . <urn:g> { <urn:a> <urn:p> 2 }"
    files = digest_files([write(tmp_path, "a.trig", text)])
    graphs = [line.graph for line in read_lines(files, None, PREFIX)]
    assert graphs == [None, "urn:g"]
    assert [line.graph for line in read_lines(files, GRAPH, PREFIX)] == [GRAPH, "urn:g"]


def test_values_are_counted_once_and_spellings_apart(tmp_path: Path) -> None:
    text = "<urn:a> <urn:p> 1 , 01 , '1' , '1'@en , 1.0 , <urn:b> , 1 ."
    (amount,) = count_lines(
        read_lines(digest_files([write(tmp_path, "a.ttl", text)]), None, PREFIX)
    ).values()
    assert (amount.spelt, amount.valued) == (6, 5)


def test_no_request_is_larger_than_it_may_be(tmp_path: Path) -> None:
    text = "".join(
        f"<urn:{number}> <urn:p> <urn:o> <urn:g{number % 3}> .\n" for number in range(300)
    )
    files = digest_files([write(tmp_path, "a.nq", text)])
    pieces = list(in_requests(read_lines(files, None, PREFIX), 500))
    assert all(len("".join(lines)) <= 500 for _, lines in pieces)
    assert sum(len(lines) for _, lines in pieces) == 300
    assert len(pieces) > 10
    assert pieces == list(in_requests(read_lines(files, None, PREFIX), 500))


def test_a_line_that_is_larger_goes_alone(tmp_path: Path) -> None:
    text = f"<urn:a> <urn:p> '{'x' * 900}' , 1 , 2 ."
    files = digest_files([write(tmp_path, "a.ttl", text)])
    pieces = list(in_requests(read_lines(files, None, PREFIX), 500))
    assert [len(lines) for _, lines in pieces] == [1, 2]


def test_a_load_sends_what_files_state(
    fake: Fake, tmp_path: Path, connect: Callable[..., Endpoint]
) -> None:
    file = write(tmp_path, "a.ttl", "<urn:a> <urn:p> 1 , 2 .")
    fake.answers = [count(5), Say(b"", status=204), count(6)]
    endpoint = connect(fake.url, graph_store=f"{fake.url}/g?x=1", graph="urn:g/ä&")
    done = load_files(endpoint, [file], prefix=PREFIX, folder=tmp_path / "state")
    assert done == Loaded(2, 1, 0, 1)
    heard = fake.heard[1]
    assert (heard.method, heard.path) == ("POST", "/sparql/g?x=1&graph=urn%3Ag%2F%C3%A4%26")
    assert heard.headers["Content-Type"] == "application/n-triples"
    assert heard.body.decode().count(" .\n") == 2
    assert list((tmp_path / "state").iterdir()) == []


SENT = "".join(f"<urn:{number}> <urn:p> <urn:o> .\n" for number in range(40))


@pytest.mark.parametrize("replace", [False, True])
def test_a_load_that_broke_off_goes_on(
    fake: Fake, tmp_path: Path, connect: Callable[..., Endpoint], *, replace: bool
) -> None:
    file = write(tmp_path, "a.nt", SENT)
    fine, bad = Say(b"", status=201), Say(b"full", "text/plain", 507)
    endpoint = connect(fake.url, graph_store=fake.url)
    told: list[str] = []

    def load() -> Loaded:
        return load_files(
            endpoint,
            [file],
            prefix=PREFIX,
            replace=replace,
            folder=tmp_path / "state",
            most=300,
            tell=told.append,
        )

    fake.answers = [count(0), fine, fine, bad]
    with pytest.raises(InputError, match="answers 507: full"):
        load()
    assert told == []
    before = [each.body for each in fake.heard[1:]]
    fake.heard.clear()
    fake.answers = [fine, fine, count(40)]
    done = load()
    assert told == ["Goes on behind the 2 requests of before."]
    assert done == Loaded(40, 2, 2, 40)
    sent = [each for each in fake.heard if each.headers["Content-Type"] == "application/n-triples"]
    assert b"".join([*before[:2], *(each.body for each in sent)]).decode() == SENT
    assert before[2] == sent[0].body
    assert {each.method for each in sent} == {"POST"}


def test_a_graph_is_replaced_by_its_first_request(
    fake: Fake, tmp_path: Path, connect: Callable[..., Endpoint]
) -> None:
    file = write(tmp_path, "a.nt", SENT)
    fake.answers = [count(70), *[Say(b"", status=200)] * 4, count(40)]
    endpoint = connect(fake.url, graph_store=fake.url)
    load_files(endpoint, [file], prefix=PREFIX, replace=True, folder=tmp_path, most=300)
    assert [each.method for each in fake.heard[1:-1]] == ["PUT", "POST", "POST", "POST"]
    assert fake.heard[1].path == "/sparql?default"


WRONG = {"fewer": (0, 39), "more": (0, 41), "fewer-than-before": (100, 99), "lost": (100, 141)}


@pytest.mark.parametrize("counts", WRONG.values(), ids=WRONG)
def test_a_store_that_counts_another_number_is_told(
    counts: tuple[int, int], fake: Fake, tmp_path: Path, connect: Callable[..., Endpoint]
) -> None:
    before, after = counts
    file = write(tmp_path, "a.nt", SENT)
    endpoint = connect(fake.url, graph_store=fake.url)
    for _ in range(2):  # what is noted of the first load does not stand in the way of the second
        fake.answers = [count(before), Say(b"", status=200), count(after)]
        with pytest.raises(IncompleteError, match=f"the default graph has {after} triples after"):
            load_files(endpoint, [file], prefix=PREFIX, folder=tmp_path / "state")
        assert fake.answers == []


BAD = {
    "empty": ("a.ttl", "", "no triple in the files to load"),
    "broken": ("a.ttl", "<urn:a> <urn:p> .", "a.ttl:1:17: "),
    "broken-behind": ("a.nt", f"{SENT}<urn:a>", "a.nt:41:8: "),
}


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD)
def test_nothing_is_sent_of_a_broken_file(
    bad: tuple[str, str, str], fake: Fake, tmp_path: Path, connect: Callable[..., Endpoint]
) -> None:
    name, text, message = bad
    good = write(tmp_path, "good.ttl", "<urn:a> <urn:p> 1 ." if text else "")
    file = write(tmp_path, name, text)
    endpoint = connect(fake.url, graph_store=fake.url)
    with pytest.raises(InputError) as caught:
        load_files(endpoint, [good, file], prefix=PREFIX, folder=tmp_path)
    assert message in str(caught.value)
    assert fake.heard == []


def test_a_store_without_a_graph_store_is_told(
    fake: Fake, tmp_path: Path, connect: Callable[..., Endpoint]
) -> None:
    with pytest.raises(UsageError, match="it is not known where this store can be filled"):
        load_files(connect(fake.url), [tmp_path], prefix=PREFIX)
    assert fake.heard == []


def test_an_answer_that_does_not_say_yes_is_told(
    fake: Fake, tmp_path: Path, connect: Callable[..., Endpoint]
) -> None:
    file = write(tmp_path, "a.nt", SENT)
    fake.answers = [count(0), Say(b"", status=304)]
    endpoint = connect(fake.url, graph_store=fake.url)
    with pytest.raises(InputError, match="answers 304, which does not say that it took"):
        load_files(endpoint, [file], prefix=PREFIX, folder=tmp_path)


def test_a_store_that_can_not_count_is_told(fake: Fake, connect: Callable[..., Endpoint]) -> None:
    fake.answers = [Say(b'{"head":{"vars":["count"]},"results":{"bindings":[]}}')]
    with pytest.raises(InputError, match="can't count its triples"):
        count_triples(connect(fake.url), None)


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"version": 0}', '{"version": 1}'])
def test_notes_that_are_none_are_not_believed(
    text: str, fake: Fake, tmp_path: Path, connect: Callable[..., Endpoint]
) -> None:
    file = write(tmp_path, "a.nt", SENT)
    endpoint = connect(fake.url, graph_store=fake.url)
    fake.answers = [count(0), Say(b"", "text/plain", 400)]
    with pytest.raises(InputError, match="400"):
        load_files(endpoint, [file], prefix=PREFIX, folder=tmp_path / "state")
    (noted,) = (tmp_path / "state").iterdir()
    noted.write_text(text, encoding="utf-8")
    fake.answers = [count(0), Say(b"", status=200), count(40)]
    assert load_files(endpoint, [file], prefix=PREFIX, folder=tmp_path / "state").added == 40


def test_other_files_do_not_go_on_where_others_ended(
    fake: Fake, tmp_path: Path, connect: Callable[..., Endpoint]
) -> None:
    endpoint = connect(fake.url, graph_store=fake.url)
    fine, bad = Say(b"", status=201), Say(b"", "text/plain", 400)
    fake.answers = [count(0), fine, bad]
    with pytest.raises(InputError, match="400"):
        load_files(
            endpoint, [write(tmp_path, "a.nt", SENT)], prefix=PREFIX, folder=tmp_path, most=900
        )
    fake.answers = [count(0), fine, count(1)]
    other = write(tmp_path, "a.nt", "<urn:a> <urn:p> <urn:o> .\n")
    done = load_files(endpoint, [other], prefix=PREFIX, folder=tmp_path, most=900)
    assert done.requests_before == 0


def test_real_stores_are_filled_and_refilled(
    engine: Engine, tmp_path: Path, connect: Callable[..., Endpoint]
) -> None:
    endpoint = connect(engine.query, graph_store=engine.graph_store, graph=GRAPH)
    file = write(tmp_path, "a.ttl", f"{BLANK} <urn:a> <urn:p> 1 , 01 , '김'@ko , 'a\\nb\\\"' .")

    def load(*, replace: bool, most: int = 300) -> Loaded:
        return load_files(
            endpoint, [file], prefix=PREFIX, replace=replace, folder=tmp_path / "s", most=most
        )

    first = load(replace=True)
    assert first.triples == 9
    assert first.requests > 1
    assert load(replace=False).added == 0
    other = write(tmp_path, "b.ttl", "<urn:only> <urn:p> <urn:o> .")
    load_files(endpoint, [other], prefix=PREFIX, replace=True, folder=tmp_path / "s")
    assert count_triples(endpoint, GRAPH) == 1
