"""Places found in fragments of a large text are those of a walk over the whole of it."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest
from pyoxigraph import RdfFormat

from visitkg.graph.encode import EncodedTriples
from visitkg.graph.place import Place, find_places
from visitkg.graph.source import Source
from visitkg.shacl.locate import _triple_finder, _triple_reader

HEAD: Final = "@prefix e: <x:> .\n# a comment.\n\n"
BLOCK: Final = 'e:s{0} a e:C ;\n  e:p "é {0}" , [ e:q {0} ] ;\n  e:list ( {0} e:b ) .\n'
TRAP: Final = 'e:t{0} e:text """\ne:s{0} a e:C .\ne:s{0} a e:D .\n""" .\n'


def places(
    text: str,
    wanted: set[int] | None = None,
    *,
    large: int,
    rdf_format: RdfFormat = RdfFormat.TURTLE,
) -> dict[int, Place]:
    source = Source(Path("data"), text.encode(), rdf_format, None)
    triples = EncodedTriples()
    triples.add_file(source)
    count = len(triples)
    return find_places(
        source,
        range(0, count, 331) if wanted is None else wanted,
        count=count,
        triple_at=_triple_reader(triples, 0),
        find_triple=_triple_finder(triples, triples.files[0]),
        by_line=triples.files[0].by_line,
        large=large,
    )


TEXTS: Final = {
    "ordinary": HEAD + "".join(BLOCK.format(n) for n in range(900)),
    "carriage returns": (HEAD + "".join(BLOCK.format(n) for n in range(900))).replace("\n", "\r\n"),
    "statements within strings": HEAD
    + "".join(BLOCK.format(n) + TRAP.format(n) for n in range(700)),
    "a prefix that changes": HEAD
    + "".join(
        (f"@prefix e: <y:{n}#> .\n" if n % 50 == 0 else "") + BLOCK.format(n) for n in range(900)
    ),
    "the same again and again": HEAD + "".join(BLOCK.format(n % 3) for n in range(900)),
    "blank nodes only": HEAD + "".join(f"[] e:p [] .\n_:b{n} e:p _:b{n} .\n" for n in range(3000)),
    "one statement": HEAD + "e:s e:p 0" + "".join(f" ,\n  {n}" for n in range(1, 6000)) + " .\n",
    "one line": HEAD + " ".join(BLOCK.format(n).replace("\n", " ") for n in range(900)),
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_places_in_fragments_are_those_of_the_whole(text: str) -> None:
    found = places(text, large=0)
    assert found == places(text, large=1 << 60)
    assert len(found) > 10


@pytest.mark.parametrize("rdf_format", [RdfFormat.TRIG, RdfFormat.TURTLE])
def test_a_dataset_is_walked_where_fragments_tell_nothing(rdf_format: RdfFormat) -> None:
    blocks = "".join(BLOCK.format(n) for n in range(900))
    text = f"{HEAD}e:g {{\n{blocks}}}\n" if rdf_format == RdfFormat.TRIG else HEAD + blocks
    found = places(text, large=0, rdf_format=rdf_format)
    assert found == places(text, large=1 << 60, rdf_format=rdf_format)
    assert found


def test_lines_are_counted_in_n_triples() -> None:
    text = "".join(f'<x:é{n}> <x:p> "{n}" .\n' for n in range(9000))
    found = places(text, {0, 1, 8999}, large=0, rdf_format=RdfFormat.N_TRIPLES)
    assert found == {
        0: Place((1, 1), (1, 14)),
        1: Place((2, 1), (2, 14)),
        8999: Place((9000, 1), (9000, 17)),
    }
    assert found == places(
        f"# a comment\n{text}".replace("# a comment\n", ""), {0, 1, 8999}, large=1 << 60,
        rdf_format=RdfFormat.N_TRIPLES,
    )  # fmt: skip


def test_subject_and_object_have_their_own_columns() -> None:
    text = 'e:é e:p [ e:q "x" ] .\n'
    found = places("@prefix e: <x:> .\n" + text, {0, 1}, large=1 << 60)
    assert found == {0: Place((2, 1), (2, 9)), 1: Place((2, 9), (2, 15))}


@pytest.mark.parametrize("rdf_format", [RdfFormat.JSON_LD, RdfFormat.RDF_XML])
def test_formats_in_another_order_have_no_places(rdf_format: RdfFormat) -> None:
    source = Source(Path("data"), b"", rdf_format, None)
    assert find_places(
        source, {0}, count=1, triple_at=lambda _: ("", "", ""), find_triple=lambda _: []
    ) == {}  # fmt: skip


def test_no_place_is_told_if_the_text_has_other_triples() -> None:
    source = Source(Path("data"), b"<x:a> <x:b> <x:c> .", RdfFormat.TURTLE, None)
    found = find_places(
        source, {0}, count=2, triple_at=lambda _: ("", "", ""), find_triple=lambda _: []
    )
    assert found == {}
