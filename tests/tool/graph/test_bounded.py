"""Triples encoded within a limit of memory are those that are encoded without one."""

from __future__ import annotations

from itertools import chain
from random import Random
from typing import TYPE_CHECKING, Final

import numpy as np
import pytest
from pyoxigraph import BlankNode, NamedNode, RdfFormat, parse, serialize
from tests.tool.graph.test_encode import (
    CANONICAL,
    INVALID,
    RESPELT,
    UNUSUAL,
    decoded,
    encoded,
    make_source,
)

from visitkg.errors import InputError
from visitkg.graph import bounded, encode, hash_index
from visitkg.graph.bounded import BoundedTriples
from visitkg.graph.hash_index import UNKNOWN, HashIndex
from visitkg.graph.source import read_source
from visitkg.graph.spill import Spill
from visitkg.graph.token_file import TokenFile

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from visitkg.graph.source import Source

SPILL: Final = Spill(1 << 30)
TURTLE: Final = (
    "@prefix x: <http://x/> .\nx:a x:b [ x:c ( 1 2.0 'é' ) ] ; a x:D .\n_:a x:b _:b , _:a .\n"
)


def encoded_within(*sources: Source) -> BoundedTriples:
    triples = BoundedTriples(SPILL)
    for source in sources:
        triples.add_file(source)
    return triples


@pytest.fixture(params=["all hashes alike", "four hashes", "own hashes"])
def tiny(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a few triples be merged at a time, arrays lie in files, and hashes collide."""
    monkeypatch.setattr(bounded, "_FEWEST", 5)
    monkeypatch.setattr(bounded, "_MOST", 5)
    monkeypatch.setattr(encode, "_BLOCK", 1 << 7)
    monkeypatch.setattr(encode, "_TRIPLES", 3)
    monkeypatch.setattr(hash_index, "_LARGE", 8)
    masks = {"all hashes alike": 0, "four hashes": 3}
    mask = masks.get(request.param)
    if mask is not None:
        whole = hash_index.hash_tokens

        def collide(tokens: Sequence[bytes]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
            return whole(tokens) & mask

        monkeypatch.setattr(bounded, "hash_tokens", collide)


def draw_lines(seed: int) -> str:
    random = Random(seed)  # noqa: S311  (nothing is secret)

    def node() -> str:
        number = random.randrange(40)
        return f"_:b{number}" if number % 5 == 0 else f"<http://x/{number}>"

    values = [*(f'"{n}"' for n in range(20)), '"a"@en', '"a"@ko', '"\\u0041"', '"A"']
    return "".join(
        f"{node()} <http://x/p{random.randrange(4)}> {random.choice([node(), *values[:3]])} .\n"
        for _ in range(200)
    ) + "".join(f"<http://x/a> <http://x/p> {value} .\n" for value in values)


@pytest.mark.usefixtures("tiny")
@pytest.mark.parametrize(
    "text",
    [*CANONICAL.values(), *UNUSUAL.values(), *RESPELT.values(), draw_lines(1), draw_lines(2)],
)
def test_the_same_triples_are_read_whatever_collides(text: str) -> None:
    plain, within = encoded(make_source(text)), encoded_within(make_source(text))

    assert decoded(within) == decoded(plain)
    assert len(set(within.dictionary.tokens)) == len(within.dictionary.tokens)
    assert within.files[0].by_line == plain.files[0].by_line


@pytest.mark.usefixtures("tiny")
def test_blank_nodes_of_two_files_get_the_labels_that_they_get_without_a_limit() -> None:
    triple_term = "_:b5 <x:p> <<( _:b5 <x:p> _:b0 )>> .\n"
    texts = [draw_lines(1), draw_lines(2) + triple_term, draw_lines(1) + triple_term]
    sources = [*map(make_source, texts), make_source("_:b0 <x:p> _:b0.2 .\n_:b0.2 <x:p> _:c .\n")]
    plain, within = encoded(*sources[:3]), encoded_within(*sources[:3])

    assert decoded(within) == decoded(plain)
    tokens = set(within.dictionary.tokens)
    assert {b"_:b5", b"_:b5.2", b"_:b5.3"} <= tokens
    assert [within.dictionary.tokens[code] for code in within.dictionary.triple_terms] == [
        plain.dictionary.tokens[code] for code in plain.dictionary.triple_terms
    ]
    # A label that a file has itself is not given to another of its nodes.
    more = decoded(encoded_within(*sources))[-2:]
    assert more[0][2] == more[1][0]
    assert more[0][0] != more[0][2]
    assert len({str(node) for row in more for node in row if isinstance(node, BlankNode)}) == 3


@pytest.mark.usefixtures("tiny")
@pytest.mark.parametrize("text", INVALID.values(), ids=INVALID)
def test_broken_lines_are_told_in_the_same_words(text: str | bytes, tmp_path: Path) -> None:
    path = tmp_path / "data.nt"
    begin = draw_lines(3).encode()
    path.write_bytes(begin + (text if isinstance(text, bytes) else text.encode()))
    with pytest.raises(InputError) as plain:
        encoded(read_source(path))

    with pytest.raises(InputError) as within:
        encoded_within(read_source(path, spill=SPILL))

    assert str(within.value) == str(plain.value)


@pytest.mark.usefixtures("tiny")
def test_a_file_that_turns_out_to_be_unusual_leaves_nothing_of_its_first_reading() -> None:
    before = make_source(draw_lines(1))
    unusual = make_source(draw_lines(4) + "# no\n")
    plain, within = encoded(before, unusual), encoded_within(before, unusual)

    assert decoded(within) == decoded(plain)
    assert not within.files[1].by_line
    assert len(set(within.dictionary.tokens)) == len(within.dictionary.tokens)


@pytest.mark.parametrize("form", ["ttl", "nt", "nq", "trig", "rdf", "jsonld"])
@pytest.mark.parametrize("beside", [False, True])
def test_each_syntax_is_read(
    form: str, *, beside: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if beside:
        monkeypatch.setattr(encode, "LARGE", 0)
        monkeypatch.setattr(bounded, "LARGE", 0)
        for module in (encode, bounded):
            monkeypatch.setattr(module, "has_second_processor", lambda: True)
    path = tmp_path / f"data.{form}"
    quads = list(parse(TURTLE.encode(), RdfFormat.TURTLE))
    rdf_format = RdfFormat.from_extension(form)
    assert rdf_format
    triples = [quad.triple for quad in quads] if not rdf_format.supports_datasets else quads
    path.write_bytes(serialize(triples, format=rdf_format) or b"")

    within, plain = encoded_within(read_source(path, spill=SPILL)), encoded(read_source(path))

    def shown(triples: encode.EncodedTriples) -> list[list[str]]:
        # Some parsers label blank nodes anew each time.
        labels: dict[str, str] = {}
        return [
            [
                labels.setdefault(str(t), f"_:{len(labels)}")
                if isinstance(t, BlankNode)
                else str(t)
                for t in row
            ]
            for row in decoded(triples)
        ]

    assert shown(within) == shown(plain)
    assert len(within) == len(quads)
    assert within.files[0].prefixes == plain.files[0].prefixes


def test_terms_are_found_and_added_after_the_files() -> None:
    triples = encoded_within(make_source('<x:a> <x:b> "c" .\n_:d <x:b> <x:a> .\n'))
    dictionary = triples.dictionary
    known = {term for row in decoded(triples) for term in row}

    assert {dictionary.decode(dictionary.find(term) or 0) for term in known} == known
    assert dictionary.find(NamedNode("x:new")) is None
    assert dictionary.look_up(b"<x:new>") is None
    code = dictionary.encode(NamedNode("x:new"))
    assert code == len(known)
    assert dictionary.find(NamedNode("x:new")) == code
    assert dictionary.encode(NamedNode("x:new")) == code
    assert dictionary.tokens_of([code, 0]) == [b"<x:new>", dictionary.tokens[0]]


def test_a_token_file_reads_as_a_list_does() -> None:
    tokens = [b"<%d>" % number for number in range(100)] + [b'"\xc3\xa9"', b"_:a"]
    file = TokenFile(SPILL)
    assert list(file) == []
    file.extend([])
    file.extend(tokens[:60])
    file.extend(tokens[60:])

    assert list(file) == tokens
    assert file[3:7] == tokens[3:7]
    assert bytes(file.first_bytes()) == bytes(token[0] for token in tokens)
    file.truncate(200)
    file.truncate(50)
    file.extend([b"<x>"])
    assert list(file) == [*tokens[:50], b"<x>"]
    for wrong in (51, -1):
        with pytest.raises(IndexError):
            file[wrong]
    file.truncate(0)
    assert list(file) == []
    with pytest.raises(IndexError):
        file[0]


@pytest.mark.parametrize("large", [4, 1 << 16])
def test_an_index_finds_what_was_added_and_nothing_that_was_forgotten(
    large: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hash_index, "_LARGE", large)
    index = HashIndex(SPILL)
    hashes = np.array([(n * 7919) % 64 - 32 for n in range(300)], dtype=np.int64)
    for begin in chain(range(10), range(10, 300, 29)):
        end = begin + 1 if begin < 10 else min(begin + 29, 300)
        index.add(hashes[begin:end], np.arange(begin, end, dtype=np.int32))

    def find() -> list[int]:
        wanted = np.arange(300, dtype=np.int32)
        return [int(n) for n in index.find(hashes, lambda rows, codes: wanted[rows] == codes)]

    assert find() == [*range(300)]
    index.forget(120)
    assert find() == [*range(120), *[UNKNOWN] * 180]
    nobody = index.find(hashes, lambda rows, _: np.zeros(len(rows), dtype=bool))
    assert set(nobody.tolist()) == {UNKNOWN}
