"""Places of some triples of a text are those where the texts of these tests say they put them."""

from __future__ import annotations

import re
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pyoxigraph
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import RdfFormat

from visitkg.graph import passage, place
from visitkg.graph.place import Place, find_places
from visitkg.graph.position import triple_offsets
from visitkg.graph.source import Source

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

MARK: Final = re.compile(r"«([so]\d+)»")

# Of each statement, where subject and object begin of its first, second, ... triple as pyoxigraph
# gives them; % stands for a number.
STATEMENTS: Final = {
    "pairs": '«s0»«s1»e:n% a «o0»e:C ;\n  e:p «o1»"é한\U0001f600"@en-GB .\n',
    "objects": "«s0»«s1»«s2»e:n% e:é «o0»% ,\n\t«o1»'é % \\' . [',«o2»true.\n",
    "numbers": "«s0»«s1»e:n% e:p «o0»-%.5e0, «o1»+%.0 .\n",
    "types": '«s0»«s1»e:n% e:p «o0»"%"^^e:d ; e:q «o1»"é"\n  ^^ # a type .\n  e:d .\n',
    "a nested node": "«s1»e:m% e:p «s0»«o1»[ e:q «o0»% ] .\n",
    "a node as subject": "«s0»«s1»[ e:q «o0»% ] e:p «o1»<x:%> .\n",
    "a list": "«s1»e:l% e:p «o1»«s0»«s3»( «o0»% «s2»«s4»«o2»«o3»e:é «o4») .\n",
    "a list as subject": "«s0»«s1»«s2»( «o0»% «o1») e:p «o2»% .\n",
    "an empty list": "«s0»e:n% e:p «o0»( ) .\n",
    "blank nodes": "«s0»[] e:p «o0»[] .\n",
    "labels": "«s0»_:b% e:p «o0»_:b% .\n",
    "an annotation": "«s0»e:a% e:b «o0»e:c «s1»«o1»«s2»{| e:q «o2»% |} .\n",
    "a reifier": "«s0»e:a% e:b «o0»e:c «o1»~ «s1»«s2»e:r% {| e:q «o2»% |} .\n",
    "a reified triple": "«s0»«o0»«s1»<< e:a% e:b % >> e:q «o1»% .\n",
    "a reified object": "«s1»e:a% e:b «o1»«s0»«o0»<< e:a e:b % ~ e:r% >> .\n",
    "a triple term": "«s0»e:a% e:b «o0»<<( e:a e:b _:c )>> .\n",
    "one line for two": "«s0»e:u% e:p «o0»% . «s1»e:v% e:p «o1»% .\n",
    "a dot that ends a comment": "«s0»e:k% e:p # x.\n«o0»e:o% .\n",
    "a node behind a comment": "«s1»e:j% e:p # x.\n«s0»«o1»[ e:q «o0»% ] .\n",
    "blank nodes behind a comment": "«s1»[] e:p # x.\n«s0»«o1»[ e:p «o0»[] ] .\n",
    "a comment": "# e:n% a e:C .\n",
    "a comment with quotes": "# ''' \"\"\" e:n% a e:C .\n",
    "quotes in strings": "«s0»e:q% e:p «o0»'\"\"\"' . «s1»e:q% e:p «o1»\"''' # \" .\n",
    "a long string": "«s0»e:t% e:p «o0»'''\ne:n% a e:C .\n@prefix e: <y:> .\n\"\"\" # .\n''' .\n",
    "nodes in a string": '«s0»[] e:text «o0»"""\n[] e:p [] .\n[] e:p [] .\n""" .\n',
    "an escaped quote": '«s0»e:t% e:text «o0»"""\\""" .\ne:n% a e:C .\n\\\\"""@en .\n',
    "another prefix": "@prefix e: <y:%/> .\n",
    "the same prefix": "@prefix\ne:<x:>.\n",
    "a prefix of SPARQL": "«s0»e:n% e:p «o0»0.PREFIX# é .\ne: <y:%/>\n",
    "a base": "@base <http://b%/> .\n",
    "a relative base": "base <c%/>\n«s0»<#a> e:p «o0»<> .\n",
    "a version": '«s0»e:n% e:p «o0»% .\nversion "1.2"\n',
    "a tag like a directive": (
        '«s0»e:n% e:p «o0»«s1»«s3»( «o1»"a" @prefix «s2»«s4»«o2»«o3»e: «o4») .\n'
    ),
    "names like directives": "«s0»e:prefix e:base «o0»<prefix> . «s1»prefix: <x:p> «o1»<x:%> .\n",
    "many objects": (
        "".join(f"«s{n}»" for n in range(40))
        + "e:m% e:p"
        + ",".join(f"\n  «o{n}»{n}" for n in range(40))
        + " .\n"
    ),
}
DIRECTIVES: Final = {key for key in STATEMENTS if key.split()[-1] in {"base", "prefix", "version"}}
DIRECTIVES.add("a prefix of SPARQL")
KNOWN: Final = (
    "pairs", "objects", "numbers", "types", "an annotation", "a reifier", "a reified object",
    "an empty list", "one line for two", "a dot that ends a comment", "quotes in strings",
    "a long string", "an escaped quote", "names like directives", "many objects",
)  # fmt: skip
"""Statements with a triple without blank nodes."""
HEAD: Final = "@prefix e: <x:> .\n@prefix prefix: <x:prefix> .\n@base <http://b/> .\n"


def put_together(pieces: Iterable[str], line_end: str = "\n") -> tuple[str, list[Place]]:
    """Return the text of some statements, and the places of their triples that marks tell."""
    text, places = [], []
    line, column = 1, 1
    for piece in pieces:
        spots: dict[str, tuple[int, int]] = {}
        for number, part in enumerate(MARK.split(piece)):
            if number % 2:
                spots[part] = line, column
                continue
            text.append(part.replace("\n", line_end))
            ends = part.count("\n")
            line += ends
            column = len(part) - part.rfind("\n") if ends else column + len(part)
        places += [Place(spots[f"s{n}"], spots[f"o{n}"]) for n in range(len(spots) // 2)]
    return "".join(text), places


def number(key: str, value: int) -> str:
    return STATEMENTS[key].replace("%", str(value))


def make_long(count: int) -> str:
    """Return a statement with many objects, each on its own line."""
    subject = "".join(f"«s{n}»" for n in range(count)) + f"e:m{count} e:p "
    return subject + ",\n".join(f"«o{n}»{n}" for n in range(count)) + " .\n"


_LONG: Final = 500


def quote(pieces: Iterable[str], mark: str, value: int) -> str:
    """Return a statement about a long string that has the text of others."""
    plain = (MARK.sub("", piece) for piece in pieces if len(piece) < _LONG)
    text = "".join(plain).replace("\\", "").replace(mark, "")
    return f"«s0»e:t{value} e:text «o0»{mark}\n{text}{mark} .\n"


class Asked:
    """A text with what a validator knows of its triples, from a parse of its own."""

    def __init__(self, text: str, rdf_format: RdfFormat = RdfFormat.TURTLE) -> None:
        self.source = Source(Path("data"), text.encode(), rdf_format, "http://base/")
        quads = pyoxigraph.parse(self.source.data, rdf_format, base_iri="http://base/")
        self.triples = [(str(q.subject), str(q.predicate), str(q.object)) for q in quads]
        self.numbers: dict[tuple[str, str, str], list[int]] = {}
        for index, triple in enumerate(self.triples):
            self.numbers.setdefault(triple, []).append(index)

    def find_triple(self, triple: tuple[str, str, str]) -> Sequence[int]:
        return self.numbers.get(triple, [])

    def find(
        self, wanted: Collection[int], *, by_line: bool = False, all_graphs: bool = True
    ) -> dict[int, Place]:
        return find_places(
            self.source,
            wanted,
            count=len(self.triples),
            triple_at=self.triples.__getitem__,
            find_triple=self.find_triple,
            by_line=by_line,
            all_graphs=all_graphs,
            large=0,
        )


@st.composite
def pieces(draw: st.DrawFn, *, in_graphs: bool = False) -> list[str]:
    """Draw statements, many of them alike, and strings that have the text of others."""
    many = st.lists(st.sampled_from(sorted(STATEMENTS)), min_size=1, max_size=5)
    found: list[str] = []
    for value in range(draw(st.integers(1, 8))):
        keys = draw(many)
        graph = in_graphs and draw(st.booleans())
        values = st.integers(0, 1) if draw(st.booleans()) else st.just(value)
        added = [number(key, draw(values)) for key in keys if not graph or key not in DIRECTIVES]
        if draw(st.integers(0, 2)) == 0:
            mark = draw(st.sampled_from(['"""', "'''"]))
            added.append(quote([*found[-3:], *added], mark, value))
        if draw(st.integers(0, 2)) == 0:
            added *= 2
        found += ["e:g {\n", *added, "}\n"] if graph else added
    return found


@contextmanager
def refuse_to_walk() -> Iterator[None]:
    """Let a walk over the whole of a text fail."""

    def walk(*_: object) -> list[tuple[int, int]]:
        pytest.fail("the text was walked over")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(place, "triple_offsets", walk)
        yield


def assert_places(asked: Asked, places: list[Place], wanted: Collection[int]) -> None:
    assert asked.find(wanted) == {index: places[index] for index in wanted}


@settings(max_examples=250, deadline=None)
@given(
    pieces=pieces(),
    data=st.data(),
    line_end=st.sampled_from(["\n", "\r\n", "\r"]),
    width=st.sampled_from([1, 30, 200]),
)
def test_places_in_fragments_of_turtle_are_right_whatever_it_is_like(
    pieces: list[str], data: st.DataObject, line_end: str, width: int
) -> None:
    check_fragments(pieces, data, line_end, width, RdfFormat.TURTLE)


@settings(max_examples=100, deadline=None)
@given(
    pieces=pieces(in_graphs=True),
    data=st.data(),
    line_end=st.sampled_from(["\n", "\r\n", "\r"]),
    width=st.sampled_from([1, 30, 200]),
)
def test_places_in_fragments_of_trig_are_right_whatever_it_is_like(
    pieces: list[str], data: st.DataObject, line_end: str, width: int
) -> None:
    check_fragments(pieces, data, line_end, width, RdfFormat.TRIG)


def check_fragments(
    pieces: list[str], data: st.DataObject, line_end: str, width: int, rdf_format: RdfFormat
) -> None:
    text, places = put_together([HEAD, *pieces], line_end)
    asked = Asked(text, rdf_format)
    assert len(places) == len(asked.triples)
    if not places:
        return
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(place, "_FEW", 0)
        patch.setattr(passage, "_WIDTH", width)
        assert_places(asked, places, range(len(places)))
        for _ in range(4):
            assert_places(asked, places, {data.draw(st.integers(0, len(places) - 1))})


LARGE: Final = {
    **{key: [number(key, n) for n in range(1500)] for key in KNOWN},
    "all kinds": [number(key, n) for n in range(200) for key in STATEMENTS],
    "ever longer statements": [make_long(n) for n in range(1, 300)],
    "a very long statement": [
        *(number("pairs", n) for n in range(2000)),
        make_long(5000),
        *(number("objects", n) for n in range(2000)),
    ],
    "a very long string": [
        *(number("pairs", n) for n in range(2000)),
        quote((number("pairs", n) for n in range(2000)), '"""', 0),
        *(number("objects", n) for n in range(2000)),
    ],
    "a very long comment": [
        *(number("pairs", n) for n in range(2000)),
        *(number("a comment", n) for n in range(5000)),
        *(number("objects", n) for n in range(2000)),
    ],
    "another prefix before each": [
        f"@prefix e: <y:{n // 50}> .\n{number('pairs', n % 50)}" for n in range(2000)
    ],
    "two files in one": [
        *(number("pairs", n) for n in range(2000)),
        "@prefix e: <y:> .\n",
        *(number("pairs", n) for n in range(2000)),
    ],
}
"""Statements by what they are like of which each can be found."""


@pytest.mark.parametrize("line_end", ["\n", "\r\n"], ids=["LF", "CR LF"])
@pytest.mark.parametrize("pieces", LARGE.values(), ids=LARGE)
def test_in_a_large_text_places_are_found_without_a_walk(pieces: list[str], line_end: str) -> None:
    text, places = put_together([HEAD, *pieces], line_end)
    asked = Asked(text)
    assert len(places) == len(asked.triples)
    with refuse_to_walk():
        for wanted in (range(7, len(places), 801), [0], [len(places) - 1], [len(places) // 3]):
            assert_places(asked, places, wanted)


@pytest.mark.parametrize("indent", ["", "    "], ids=["at the margin", "indented"])
def test_in_a_large_graph_places_are_found_without_a_walk(indent: str) -> None:
    statements = [indent + number("pairs", n) for n in range(3000)]
    text, places = put_together([HEAD, "e:g {\n", *statements[:2500], "}\n", *statements[2500:]])
    asked = Asked(text, RdfFormat.TRIG)
    with refuse_to_walk():
        assert_places(asked, places, [0, 3000, 4990, 4999, 5000, 5500])


HARD: Final = {
    "a string like all before it": [
        *(number("pairs", n) for n in range(900)),
        quote((number("pairs", n) for n in range(900)), "'''", 0),
        *(number("objects", n) for n in range(90)),
    ],
    "strings like each before them": [
        *(number("pairs", n) for n in range(300)),
        *(quote([number("pairs", n)], '"""', n) for n in range(300)),
    ],
    "the same again under another prefix": [
        *(number("pairs", n) for n in range(900)),
        "@prefix e: <y:> .\n",
        *(number("pairs", n) for n in range(900)),
        *(number("many objects", n) for n in range(90)),
    ],
    "the same again": [number("pairs", n % 3) for n in range(1500)],
    "the same again and one thing else": [
        *(number("pairs", n % 3) for n in range(900)),
        number("numbers", 0),
        *(number("pairs", n % 3) for n in range(900)),
    ],
    "blank nodes": [number("blank nodes", n) for n in range(1500)],
    "blank nodes behind comments": [number("blank nodes behind a comment", n) for n in range(900)],
    "one statement": [make_long(3000)],
    "one line": [number("one line for two", n).replace("\n", " ") for n in range(900)],
    "strings on one line": [
        number("quotes in strings", n).replace(" # ", "").replace("\n", " ") for n in range(900)
    ],
    "another prefix late on a line": [
        *(number("one line for two", n).replace("\n", " ") for n in range(900)),
        "@prefix e: <y:> .\n",
        *(number("one line for two", n) for n in range(900)),
    ],
}
"""Statements of which some can only be found by a walk, or seem to be where they aren't."""


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"], ids=["LF", "CR LF", "CR"])
@pytest.mark.parametrize("pieces", HARD.values(), ids=HARD)
def test_no_place_is_wrong_where_a_fragment_may_deceive(pieces: list[str], line_end: str) -> None:
    text, places = put_together([HEAD, *pieces], line_end)
    asked = Asked(text)
    for index in range(0, len(places), len(places) // 11):
        assert_places(asked, places, {index})
        assert_places(asked, places, {index, len(places) - 1})


def test_a_place_is_told_only_if_what_is_written_there_is_the_triple(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    text, places = put_together([HEAD, *(number("pairs", n) for n in range(1500))])
    misled: list[int] = []

    def mislead(text: bytes, rdf_format: RdfFormat) -> list[tuple[int, int]]:
        misled.append(len(text))
        found = triple_offsets(text, rdf_format)
        return found[1:] + found[:1]

    monkeypatch.setattr(passage, "triple_offsets", mislead)
    assert_places(Asked(text), places, {700})
    assert len(misled) == 1


def test_the_triples_of_one_graph_are_not_sought_in_fragments() -> None:
    statements = [number("pairs", n) for n in range(1500)]
    text, places = put_together([HEAD, "e:g {\n", *statements, "}\n", *statements])
    asked = Asked(text, RdfFormat.TRIG)
    del asked.triples[len(places) // 2 :]
    assert asked.find({1, 700}, all_graphs=False) == {}


LINES: Final = {
    "names": "«s0»<x:é%> <x:p> «o0»<x:%> .",
    "no space": "«s0»<x:é%><x:p>«o0»<x:%>.",
    "tabs": '\t«s0»_:a%\t<x:p>\t«o0»"é한 # %"@en\t.\t# a comment',
    "a string like a statement": '«s0»<x:a%> <x:p> «o0»"\\n<x:a> <x:p> <x:o> .\\n" .',
    "a triple term": "«s0»<x:a%> <x:p> «o0»<<( <x:a> <x:p> _:b )>> .",
    "a comment": "# <x:a%> <x:p> <x:o> .",
    "a comment behind space": " \t# é",
    "nothing": "",
    "space": "\t ",
}


@pytest.mark.parametrize("rdf_format", [RdfFormat.N_TRIPLES, RdfFormat.N_QUADS], ids=["nt", "nq"])
@settings(max_examples=150, deadline=None)
@given(
    keys=st.lists(st.sampled_from(sorted(LINES)), max_size=30),
    line_end=st.sampled_from(["\n", "\r\n", "\r"]),
    last=st.sampled_from(["", "\n", "#", " ", "\n\n"]),
    size=st.sampled_from([1, 20, 100, 1 << 16]),
    data=st.data(),
)
def test_each_statement_on_its_line_is_found(  # noqa: PLR0913, PLR0917  (what is drawn)
    rdf_format: RdfFormat,
    keys: list[str],
    line_end: str,
    last: str,
    size: int,
    data: st.DataObject,
) -> None:
    lines = [LINES[key].replace("%", str(n)) + "\n" for n, key in enumerate(keys)]
    if rdf_format == RdfFormat.N_QUADS:
        lines = [re.sub(r"(?<=<x:\d>) *\.$", " <x:g> .", line) for line in lines]
    text, places = put_together([*lines, last], line_end)
    asked = Asked(text, rdf_format)
    assert len(places) == len(asked.triples)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(place, "_BLOCK", size)
        assert_places(asked, places, range(len(places)))
        if places:
            assert_places(asked, places, {data.draw(st.integers(0, len(places) - 1))})


@settings(deadline=None)
@given(
    wanted=st.sets(st.integers(0, 899), min_size=1, max_size=20),
    line_end=st.sampled_from(["\n", "\r\n"]),
    size=st.sampled_from([100, 1 << 16]),
)
def test_canonical_lines_are_found_by_counting(wanted: set[int], line_end: str, size: int) -> None:
    lines = (LINES["names"].replace("%", str(n)) + "\n" for n in range(900))
    text, places = put_together(lines, line_end)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(place, "_BLOCK", size)
        found = Asked(text, RdfFormat.N_TRIPLES).find(wanted, by_line=True)
    assert found == {index: places[index] for index in wanted}


MISCOUNTED: Final = {
    "Turtle": (b"<x:a> <x:b> <x:c> .", RdfFormat.TURTLE),
    "TriG": (b"<x:a> <x:b> <x:c> .", RdfFormat.TRIG),
    "N-Triples": (b"<x:a> <x:b> <x:c> .", RdfFormat.N_TRIPLES),
    "N-Quads": (b"<x:a> <x:b> <x:c> .", RdfFormat.N_QUADS),
    "nothing in N-Quads": (b"", RdfFormat.N_QUADS),
    "JSON-LD": (b"{}", RdfFormat.JSON_LD),
    "RDF/XML": (b"<rdf:RDF/>", RdfFormat.RDF_XML),
}


@pytest.mark.parametrize(("data", "rdf_format"), MISCOUNTED.values(), ids=MISCOUNTED)
def test_no_place_is_told_if_the_text_has_other_triples(data: bytes, rdf_format: RdfFormat) -> None:
    found = find_places(
        Source(Path("data"), data, rdf_format, None),
        {0},
        count=2,
        triple_at=lambda _: ("", "", ""),
        find_triple=lambda _: [],
    )
    assert found == {}


def test_columns_of_many_places_on_one_line_count_characters() -> None:
    pieces = [number("objects", n).replace("\n", " ") for n in range(5)]
    text, places = put_together([HEAD, *pieces])
    assert_places(Asked(text), places, range(len(places)))
