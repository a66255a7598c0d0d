"""Encoded triples are those that pyoxigraph reads, whatever the spelling, and no others."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, NamedNode, RdfFormat, Triple, parse

from visitkg.errors import InputError
from visitkg.graph import encode
from visitkg.graph.dictionary import read_token, write_token
from visitkg.graph.encode import EncodedTriples
from visitkg.graph.source import Source
from visitkg.graph.syntax import explain

if TYPE_CHECKING:
    from visitkg.graph.dictionary import Term


def make_source(text: str | bytes, rdf_format: RdfFormat = RdfFormat.N_TRIPLES) -> Source:
    data = text.encode() if isinstance(text, str) else text
    return Source(Path("data"), data, rdf_format, None)


def encoded(*sources: Source) -> EncodedTriples:
    triples = EncodedTriples()
    for source in sources:
        triples.add_file(source)
    return triples


def decoded(triples: EncodedTriples) -> list[tuple[Term, Term, Term]]:
    decode = triples.dictionary.decode
    columns = triples.subjects, triples.predicates, triples.objects
    return [(decode(s), decode(p), decode(o)) for s, p, o in zip(*columns, strict=True)]


def expected(source: Source) -> list[tuple[Term, Term, Term]]:
    quads = parse(source.data, source.format)
    return [(quad.subject, quad.predicate, quad.object) for quad in quads]


CANONICAL: Final = {
    "plain": '<x:a> <x:b> "c" .\n',
    "a blank node": "_:a <x:b> _:c .\n",
    "an escape": '<x:a> <x:b> "a\\nb\\"c\\\\d\\te" .\n',
    "a language": '<x:a> <x:b> "c"@en-gb .\n',
    "a datatype": '<x:a> <x:b> "01"^^<http://www.w3.org/2001/XMLSchema#integer> .\n',
    "beyond ASCII": '<http://x/é> <x:b> "김정은"@ko .\n',
    "a percent sign": "<http://x/%C3%A9?q=1#f> <x:b> <urn:x> .\n",
    "no last line end": "<x:a> <x:b> <x:c> .",
    "carriage returns": "<x:a> <x:b> <x:c> .\r\n<x:a> <x:b> <x:d> .\r\n",
    "nothing": "",
}
UNUSUAL: Final = {
    "a comment": "# no\n<x:a> <x:b> <x:c> .\n",
    "an empty line": "<x:a> <x:b> <x:c> .\n\n<x:a> <x:b> <x:d> .\n",
    "more space": "<x:a>  <x:b>\t<x:c> .\n",
    "less space": '<x:a><x:b>"c".\n',
    "a triple term": "<x:a> <x:b> <<( <x:c> <x:d> <x:e> )>> .\n",
}
RESPELT: Final = {
    "a language in capitals": '<x:a> <x:b> "c"@EN-GB .\n',
    "xsd:string": '<x:a> <x:b> "c"^^<http://www.w3.org/2001/XMLSchema#string> .\n',
    "an escaped letter": '<x:a> <x:b> "\\u0041\\U0001F600" .\n',
    "an escape in an IRI": "<x:\\u0041> <x:b> <x:c> .\n",
    "a label with a hyphen": "_:a-b <x:b> _:a.b .\n",
}
INVALID: Final = {
    "a literal as subject": '"a" <x:b> <x:c> .\n',
    "a literal as subject that was an object": '<x:a> <x:b> "a" .\n"a" <x:b> <x:c> .\n',
    "a blank node as predicate": "<x:a> _:b <x:c> .\n",
    "a literal as predicate": '<x:a> "b" <x:c> .\n',
    "a relative IRI": "<a> <x:b> <x:c> .\n",
    "a broken percent sign": "<http://x/%zz> <x:b> <x:c> .\n",
    "a port that is no number": "<http://x:y/> <x:b> <x:c> .\n",
    "an IRI with a space": "<x:a b> <x:b> <x:c> .\n",
    "a long subtag": '<x:a> <x:b> "c"@abcdefghi .\n',
    "a language string without a language": (
        '<x:a> <x:b> "c"^^<http://www.w3.org/1999/02/22-rdf-syntax-ns#langString> .\n'
    ),
    "a lone surrogate": '<x:a> <x:b> "\\uD800" .\n',
    "a statement behind another": "<x:a> <x:b> <x:c> . <x:a> <x:b> <x:d> .\n",
    "no dot": "<x:a> <x:b> <x:c>\n",
    "two terms": "<x:a> <x:b> .\n",
    "a triple term as subject": "<<(<x:a><x:b><x:c>)>> <x:b> <x:c> .\n",
    "a triple term as predicate": "<x:a> <<(<x:a><x:b><x:c>)>> <x:c> .\n",
    "a literal in a triple term as subject": '<x:a> <x:b> <<( "c" <x:b> <x:c> )>> .\n',
    "a reified triple": "<< <x:a> <x:b> <x:c> >> <x:b> <x:c> .\n",
    "a language of a letter": '<x:a> <x:b> "c"@a .\n',
    "a region of two digits": '<x:a> <x:b> "c"@en-12 .\n',
    "an extension without content": '<x:a> <x:b> "c"@en-a .\n',
    "a script behind a script": '<x:a> <x:b> "c"@en-latn-latn .\n',
    "a fourth term": "<x:a> <x:b> <x:c> <x:d> .\n",
    "a fourth term behind a tab": "<x:a>\t<x:b> <x:c> <x:d> .\n",
    "a comment before the dot": "<x:a> <x:b> <x:c> #.\n",
    "no object": "<x:a> <x:b>  .\n",
    "a second dot": "<x:a> <x:b> <x:c> . .\n",
    "a line feed in a literal": '<x:a> <x:b> "a .\nb" .\n',
    "a fragment of a fragment": "<x:a#b#c> <x:b> <x:c> .\n",
    "brackets in a path": "<x:a[b]> <x:b> <x:c> .\n",
    "a private character in a path": "<x:\ue000> <x:b> <x:c> .\n",
    "a control character in an IRI": "<x:\x80> <x:b> <x:c> .\n",
    "a byte order mark inside": "\ufeff<x:a> <x:b> <x:c> .\n",
    "no line feed": "<x:a> <x:b> <x:c>",
    "no UTF-8": b'<x:a> <x:b> "\xff" .\n',
    "no UTF-8 in an IRI": b"<x:\xc3> <x:b> <x:c> .\n",
}


@pytest.mark.parametrize("text", CANONICAL.values(), ids=CANONICAL)
def test_canonical_lines_are_read_by_line(text: str) -> None:
    triples = encoded(make_source(text))
    assert decoded(triples) == expected(make_source(text))
    assert triples.files[0].by_line


@pytest.mark.parametrize("text", [*UNUSUAL.values()], ids=UNUSUAL)
def test_unusual_lines_are_read_by_pyoxigraph(text: str) -> None:
    triples = encoded(make_source(text))
    assert decoded(triples) == expected(make_source(text))
    assert not triples.files[0].by_line or "<<(" in text


@pytest.mark.parametrize("text", RESPELT.values(), ids=RESPELT)
def test_a_term_has_one_code_however_it_is_spelt(text: str) -> None:
    triples = encoded(make_source(text))
    assert decoded(triples) == expected(make_source(text))
    tokens = triples.dictionary.tokens
    assert len(set(tokens)) == len(tokens)
    assert [write_token(read_token(token)) for token in tokens] == tokens


def refusal(source: Source) -> str | None:
    """Return what is told of a source that pyoxigraph refuses, None if it doesn't."""
    try:
        for _ in parse(source.data, source.format):
            pass
    except SyntaxError as error:
        return str(explain(source, error))
    return None


def assert_read_alike(source: Source) -> None:
    told = refusal(source)
    if told is None:
        assert decoded(encoded(source)) == expected(source)
    else:
        with pytest.raises(InputError) as error:
            encoded(source)
        assert str(error.value) == told


@pytest.mark.parametrize("text", INVALID.values(), ids=INVALID)
def test_what_pyoxigraph_refuses_is_refused(text: str | bytes) -> None:
    source = make_source(text)
    with pytest.raises(InputError) as error:
        encoded(source)
    assert str(error.value) == refusal(source)


def test_a_triple_term_is_known_as_one() -> None:
    triples = encoded(make_source(UNUSUAL["a triple term"]))
    (code,) = triples.dictionary.triple_terms
    assert isinstance(triples.dictionary.decode(code), Triple)


def test_blank_nodes_of_two_files_are_never_the_same() -> None:
    text = "_:a <x:b> _:c .\n"
    triples = encoded(make_source(text), make_source("_:a.2 <x:b> _:a .\n"), make_source(text))
    nodes = {term for row in decoded(triples) for term in row if isinstance(term, BlankNode)}
    assert len(nodes) == 6
    assert len(set(triples.dictionary.tokens)) == len(triples.dictionary.tokens)


def test_a_blank_node_of_one_file_is_the_same_throughout() -> None:
    triples = encoded(make_source("_:z <x:b> <x:c> .\n"), make_source("_:a <x:b> _:a .\n"))
    assert triples.subjects[1] == triples.objects[1]


def test_one_graph_of_a_dataset_is_read_alone() -> None:
    source = make_source("<x:a> <x:b> <x:c> <x:g> .\n<x:a> <x:b> <x:d> .\n", RdfFormat.N_QUADS)
    triples = EncodedTriples()
    triples.add_file(source, NamedNode("x:g"))
    assert [str(row[2]) for row in decoded(triples)] == ["<x:c>"]


names = st.sampled_from(["<x:a>", "<http://x/é>", "_:a", "_:b1", "<http://x/?q#f>"])
literals = st.builds(
    lambda text, suffix: '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"' + suffix,
    st.text(st.characters(exclude_characters="\n\r", exclude_categories=["Cs"]), max_size=6),
    st.sampled_from(["", "@en", "@EN", "^^<x:d>", "^^<http://www.w3.org/2001/XMLSchema#string>"]),
)
lines = st.builds(
    "{}{}{}{}{}{}.{}".format,
    names, st.sampled_from([" ", "  ", "\t"]), st.sampled_from(["<x:p>", "<x:q>"]),
    st.just(" "), names | literals, st.sampled_from([" ", ""]),
    st.sampled_from(["\n", "\n", " # a comment\n", "\r\n", "\n\n"]),
)  # fmt: skip
texts = st.lists(lines, max_size=12).map("".join)


@settings(deadline=None, max_examples=200)
@given(text=texts)
def test_generated_lines_are_those_that_pyoxigraph_reads(text: str) -> None:
    assert decoded(encoded(make_source(text))) == expected(make_source(text))


ODD: Final = " \t\n\r<>\"'\\.#@^_:-%()/?[]{}|`azAZ019\0\x7f\x80\xa0é\ufeff\ufffe\U0001f600"
edits = st.lists(
    st.tuples(st.integers(0, 400), st.integers(0, 3), st.text(ODD, max_size=3)), max_size=3
)


@settings(deadline=None, max_examples=300)
@given(text=texts, changes=edits)
def test_what_is_spoilt_is_read_or_refused_as_by_pyoxigraph(
    text: str, changes: list[tuple[int, int, str]]
) -> None:
    for place, length, new in changes:
        begin = place % (len(text) + 1)
        text = text[:begin] + new + text[begin + length :]
    assert_read_alike(make_source(text))


@settings(deadline=None, max_examples=200)
@given(data=st.binary(max_size=30), text=texts)
def test_bytes_that_are_no_text_are_read_or_refused_as_by_pyoxigraph(
    data: bytes, text: str
) -> None:
    assert_read_alike(make_source(text.encode() + b'<x:a> <x:b> "' + data + b'" .\n'))


def begin_a_second_process(patch: pytest.MonkeyPatch) -> None:
    """Let the least of data have one, also where other tests have left threads."""
    patch.setattr(encode, "LARGE", 0)
    patch.setattr(encode, "has_second_processor", lambda: True)


@settings(deadline=None, max_examples=25)
@given(text=texts)
def test_a_second_process_reads_the_same(text: str) -> None:
    one = encoded(make_source(text))
    with pytest.MonkeyPatch.context() as patch:
        begin_a_second_process(patch)
        other = encoded(make_source(text))
        turtle = encoded(make_source(text, RdfFormat.TURTLE))
    assert decoded(other) == decoded(one)
    assert [list(map(str, row)) for row in decoded(turtle)] == [
        list(map(str, row)) for row in decoded(one)
    ]


def test_prefixes_come_from_a_second_process_too(monkeypatch: pytest.MonkeyPatch) -> None:
    begin_a_second_process(monkeypatch)
    triples = encoded(make_source("@prefix e: <x:> . e:a e:b e:c .", RdfFormat.TURTLE))
    assert triples.files[0].prefixes == {"e": "x:"}
    assert len(triples) == 1


@pytest.mark.parametrize("text", INVALID.values(), ids=INVALID)
def test_a_second_process_refuses_the_same(
    text: str | bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin_a_second_process(monkeypatch)
    for rdf_format in (RdfFormat.N_TRIPLES, RdfFormat.N_QUADS, RdfFormat.TURTLE):
        assert_read_alike(make_source(text, rdf_format))
