"""A term has one code however it is spelt, and terms that differ have different ones."""

from __future__ import annotations

from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import BaseDirection, BlankNode, Literal, NamedNode, Triple

from visitkg.graph.dictionary import (
    Dictionary,
    Term,
    UnusualLineError,
    read_token,
    write_token,
)

XSD: Final = "http://www.w3.org/2001/XMLSchema#"


def code_of(dictionary: Dictionary, token: bytes) -> int:
    dictionary.add([token])
    return dictionary.codes[token]


SPELLINGS: Final = {
    "a text and its datatype": [b'"a"', b'"a"^^<http://www.w3.org/2001/XMLSchema#string>'],
    "a language in capitals": [b'"a"@en-gb', b'"a"@EN-GB', b'"a"@en-GB'],
    "an escaped letter": [b'"a"', b'"\\u0061"', b'"\\U00000061"'],
    "a line feed": [b'"\\n"', b'"\\u000A"'],
    "an apostrophe": [b'"\'"', b'"\\\'"'],
    "an escape in an IRI": [b"<x:a>", b"<x:\\u0061>"],
    "space in a triple term": [b"<<( <x:a> <x:b> <x:c> )>>", b"<<(<x:a><x:b><x:c>)>>"],
    "a triple term of blank nodes": [b"<<( _:a <x:b> _:c )>>", b"<<(_:a<x:b>_:c)>>"],
}


@pytest.mark.parametrize("tokens", SPELLINGS.values(), ids=SPELLINGS)
def test_all_spellings_have_one_code_in_any_order(tokens: list[bytes]) -> None:
    for order in (tokens, tokens[::-1]):
        dictionary = Dictionary()
        dictionary.add(order)
        assert len({dictionary.codes[token] for token in tokens}) == 1
        assert dictionary.tokens.count(tokens[0]) == 1


DIFFERENT: Final = {
    "numbers of one value": [f'"{n}"^^<{XSD}integer>'.encode() for n in ("1", "01", "+1")],
    "case in a text": [b'"a"', b'"A"'],
    "case in an IRI": [b"<x:a>", b"<x:A>", b"<X:a>"],
    "composed and decomposed": ['"é"'.encode(), '"e\u0301"'.encode()],
    "percent signs": [b"<x:%41>", b"<x:A>", b"<x:%61>"],
    "a text and an IRI": [b'"x:a"', b"<x:a>", b'"<x:a>"'],
    "languages": [b'"a"', b'"a"@en', b'"a"@en-us', b'"a"@en--ltr', b'"a"@en--rtl'],
    "a backslash and a line feed": [b'"\\n"', b'"\\\\n"'],
}  # fmt: skip


@pytest.mark.parametrize("tokens", DIFFERENT.values(), ids=DIFFERENT)
def test_different_terms_have_different_codes(tokens: list[bytes]) -> None:
    dictionary = Dictionary()
    dictionary.add(tokens)
    assert len({dictionary.codes[token] for token in tokens}) == len(tokens)
    assert sorted(dictionary.tokens) == sorted(tokens)


INVALID: Final = {
    "an IRI with a space": b"<x:b c>",
    "a relative IRI": b"<a>",
    "nothing": b"",
    "a word": b"a",
    "two terms": b"<x:a> <x:b>",
    "a statement more": b"<x:a> . <x:a> <x:b> <x:c>",
    "a comment": b"<x:a> #",
    "a line feed": b'"a\nb"',
    "an open text": b'"a',
    "no UTF-8": b'"\xff"',
    "half a character": '"é"'.encode()[:2] + b'"',
    "half of a pair of surrogates": b'"\xed\xa0\x80"',
    "a language of a letter": b'"a"@e',
    "an empty subtag": b'"a"@en-',
    "a datatype that is no IRI": b'"a"^^x:d',
    "a label with a colon": b"_:a:b",
    "an open triple term": b"<<( <x:a> <x:b> <x:c>",
    "a triple term without end": b"<<( <x:a> <x:b> )>>",
}


@pytest.mark.parametrize("token", INVALID.values(), ids=INVALID)
def test_an_invalid_token_is_refused_among_valid_ones(token: bytes) -> None:
    with pytest.raises(UnusualLineError):
        Dictionary().add([b"<x:a>", token, b'"b"'])


def test_codes_count_from_nought() -> None:
    dictionary = Dictionary()
    dictionary.add([b"<x:a>", b"_:b"])
    dictionary.add([b"_:b", b'"c"', b"<x:a>"])
    assert dictionary.tokens == [b"<x:a>", b"_:b", b'"c"']
    assert dictionary.codes == {b"<x:a>": 0, b"_:b": 1, b'"c"': 2}


FILES: Final = {
    "the same labels": [[b"_:a", b"_:b"], [b"_:a", b"_:b"], [b"_:b", b"_:a"]],
    "a label that could be the new one": [[b"_:a"], [b"_:a.2", b"_:a"], [b"_:a", b"_:a.2"]],
    "a new one that comes first": [[b"_:a.2", b"_:a.3"], [b"_:a"], [b"_:a.3", b"_:a", b"_:a.2"]],
    "labels that no short way reads": [[b"_:a-b"], [b"_:a-b"], [b"_:a-b", b"_:a-b.3"]],
}


@pytest.mark.parametrize("files", FILES.values(), ids=FILES)
def test_blank_nodes_of_two_files_differ_whatever_their_labels(files: list[list[bytes]]) -> None:
    dictionary = Dictionary()
    for tokens in files:
        codes = [code_of(dictionary, token) for token in tokens]
        assert codes == [code_of(dictionary, token) for token in tokens]
        dictionary.end_file()
    count = sum(map(len, files))
    assert len(dictionary.tokens) == len(set(dictionary.tokens)) == count
    labels = [BlankNode(token[2:].decode()) for token in dictionary.tokens]
    assert [dictionary.find(label) for label in labels] == list(range(count))


def test_many_blank_nodes_have_the_labels_of_another_file() -> None:
    dictionary = Dictionary()
    tokens = [b"_:b%d" % number for number in range(200_000)]
    for _ in range(2):
        dictionary.add(tokens)
        dictionary.end_file()
    assert len(set(dictionary.tokens)) == 400_000


def test_many_files_have_the_same_labels() -> None:
    dictionary = Dictionary()
    for _ in range(2_000):
        dictionary.add([b"_:b%d" % number for number in range(10)])
        dictionary.end_file()
    assert len(set(dictionary.tokens)) == 20_000


def test_iris_and_literals_of_two_files_are_the_same() -> None:
    dictionary = Dictionary()
    tokens = [b"<x:a>", b'"a"@en', b'<<( <x:a> <x:b> "_:a" )>>']
    for _ in range(2):
        dictionary.add(tokens)
        dictionary.end_file()
    assert sorted(dictionary.tokens) == sorted(tokens)


def test_blank_nodes_in_triple_terms_are_those_of_the_file() -> None:
    dictionary = Dictionary()
    for _ in range(2):
        dictionary.add([b"<<( _:a <x:b> <<( <x:a> <x:b> _:c )>> )>>", b"_:a"])
        dictionary.end_file()
    terms = [dictionary.decode(code) for code in dictionary.triple_terms]
    assert terms == [
        Triple(
            BlankNode(f"a{end}"),
            NamedNode("x:b"),
            Triple(NamedNode("x:a"), NamedNode("x:b"), BlankNode(f"c{end}")),
        )
        for end in ("", ".2")
    ]
    assert {f"_:{label}".encode() for label in ("a", "c", "a.2", "c.2")} < {*dictionary.tokens}


def test_what_is_forgotten_can_be_learnt_anew() -> None:
    dictionary = Dictionary()
    dictionary.add([b"<x:a>", b"_:a"])
    dictionary.end_file()
    before = list(dictionary.tokens)
    tokens = [b"_:a", b"_:b", b'"a"@EN', b"<x:a>", b"<<( _:a <x:b> _:b )>>"]
    states = []
    for _ in range(2):
        dictionary.add(tokens)
        states.append((list(dictionary.tokens), dict(dictionary.codes), [*dictionary.triple_terms]))
        dictionary.forget(len(before))
        assert dictionary.tokens == before
        assert dictionary.codes == {b"<x:a>": 0}
        assert dictionary.triple_terms == []
        assert dictionary.find(BlankNode("a")) == 1
    assert states[0] == states[1]


TERMS: Final[dict[str, Term]] = {
    "an IRI": NamedNode("x:a"),
    "a blank node": BlankNode("b"),
    "a text": Literal("c"),
    "a text with a language": Literal("c", language="en-gb"),
    "a text with a direction": Literal("c", language="ar", direction=BaseDirection.RTL),
    "a number": Literal("01", datatype=NamedNode(XSD + "integer")),
    "a triple term": Triple(NamedNode("x:a"), NamedNode("x:b"), Literal("c")),
}


@pytest.mark.parametrize("term", TERMS.values(), ids=TERMS)
def test_a_term_that_no_triple_holds_gets_a_code_and_is_found_then(term: Term) -> None:
    dictionary = Dictionary()
    assert dictionary.find(term) is None
    code = dictionary.encode(term)
    assert dictionary.encode(term) == dictionary.find(term) == code
    assert dictionary.decode(code) == term
    assert dictionary.triple_terms == ([code] if isinstance(term, Triple) else [])


def test_a_term_that_a_triple_holds_is_found_by_its_code() -> None:
    dictionary = Dictionary()
    dictionary.add([b"<x:a>", b"_:b", b'"c"@en'])
    assert dictionary.find(BlankNode("b")) is None  # its file has not ended
    dictionary.end_file()
    terms = NamedNode("x:a"), BlankNode("b"), Literal("c", language="en")
    assert [dictionary.find(term) for term in terms] == [0, 1, 2]
    assert [dictionary.encode(term) for term in terms] == [0, 1, 2]
    assert len(dictionary.tokens) == 3
    assert dictionary.decode_iri(0) == NamedNode("x:a")


def test_another_code_is_found_for_no_other_spelling() -> None:
    dictionary = Dictionary()
    dictionary.add([b'"1"^^<%sinteger>' % XSD.encode()])
    assert dictionary.find(Literal("01", datatype=NamedNode(XSD + "integer"))) is None


iris = st.builds(
    lambda text: NamedNode("x:" + text),
    st.text(st.characters(codec="utf-8", exclude_characters='<>"{}|^`\\ #?[]%', min_codepoint=33,
                          max_codepoint=0xCFFF, exclude_categories=["Cc", "Cs", "Cn", "Co"]),
            max_size=5),
)  # fmt: skip
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
literals = st.one_of(
    st.builds(Literal, texts),
    st.builds(lambda text: Literal(text, language="en"), texts),
    st.builds(lambda text, iri: Literal(text, datatype=iri), texts, iris),
)
nodes = iris | st.sampled_from([BlankNode("a"), BlankNode("b-1")])
terms = st.recursive(
    nodes | literals, lambda inner: st.builds(Triple, nodes, iris, inner), max_leaves=2
)


@settings(deadline=None)
@given(term=terms)
def test_a_token_is_the_term_written(term: Term) -> None:
    token = write_token(term)
    assert read_token(token) == term
    dictionary = Dictionary()
    dictionary.add([token])
    assert dictionary.decode(dictionary.codes[token]) == term
    assert dictionary.tokens[dictionary.codes[token]] == token


@settings(deadline=None)
@given(first=terms, second=terms)
def test_two_terms_have_one_code_only_if_they_are_one(first: Term, second: Term) -> None:
    dictionary = Dictionary()
    codes = [code_of(dictionary, write_token(term)) for term in (first, second)]
    assert (codes[0] == codes[1]) == (first == second)
