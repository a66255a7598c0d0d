"""The lines that results point at, and how much of them is underlined."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pytest

from visitkg.errors import Position
from visitkg.shacl.excerpt import Excerpt, excerpt_at, read_lines, token_width

if TYPE_CHECKING:
    from pathlib import Path

TOKENS = {
    "an IRI": ("<a> <b#c> <d> .", 5, "<b#c>"),
    "a name": ("ex:a ex:b ex:c.", 11, "ex:c"),
    "a name with dots inside": ("ex:a.b. ", 1, "ex:a.b"),
    "a name with an escape": (r"ex:a\,b , 1", 1, r"ex:a\,b"),
    "a name of another script": ("ex:김정은 .", 1, "ex:김정은"),
    "a blank node": ("_:b1 a ex:C", 1, "_:b1"),
    "the keyword a": ("ex:a a ex:C", 6, "a"),
    "a number": ("ex:p -1.5e-3 .", 6, "-1.5e-3"),
    "a number before a full stop": ("ex:p 5.", 6, "5"),
    "a text": ('ex:p "a b" .', 6, '"a b"'),
    "a text with a quotation mark": (r'ex:p "a \" b" .', 6, r'"a \" b"'),
    "a text with a language": ("ex:p 'a'@ko-KR .", 6, "'a'@ko-KR"),
    "a text with a direction": ('ex:p "a"@ar--rtl .', 6, '"a"@ar--rtl'),
    "a text with a datatype": ('ex:p "1"^^xsd:int , 2', 6, '"1"^^xsd:int'),
    "a text with a datatype's IRI": ('ex:p "1"^^<u:int> .', 6, '"1"^^<u:int>'),
    "a long text that ends here": ('ex:p """a "b" c"""@en .', 6, '"""a "b" c"""@en'),
    "a long text that goes on": ('ex:p """a .', 6, '"""a .'),
    "a text that is not closed": ('ex:p "a .', 6, '"a .'),
    "a bracket": ("ex:p [ ex:q 1 ]", 6, "["),
    "a list": ("ex:p ( 1 2 )", 6, "("),
    "a triple term": ("ex:p <<( ex:a ex:b ex:c )>>", 6, "<<("),
    "a reified triple": ("<< ex:a ex:b ex:c >> ex:p 1", 1, "<<"),
    "an annotation": ("ex:a ex:b ex:c {| ex:p 1 |}", 16, "{|"),
    "what is no token": ("ex:p ; .", 6, ";"),
    "no more than can be seen": (f'"{"a" * 1000}"', 1, f'"{"a" * 399}'),
}


@pytest.mark.parametrize(("line", "column", "token"), TOKENS.values(), ids=TOKENS)
def test_the_token_at_a_column_is(line: str, column: int, token: str) -> None:
    begin = column - 1
    assert line[begin : begin + token_width(line, column)] == token


@pytest.mark.parametrize(
    ("text", "line", "expected"),
    [
        (b"a\nb\nc", 1, "a"),
        (b"a\nb\nc", 3, "c"),
        (b"a\r\nb\r\nc", 2, "b"),
        (b"a\rb\rc", 2, "b"),
        (b"a\rb\r", 2, "b"),
        (b"\xef\xbb\xbfa\nb", 1, "a"),
        ("김\n정은".encode(), 2, "정은"),
        (b"a\xffb\n", 1, "a\ufffdb"),
    ],
    ids=["first", "last", "CR LF", "CR", "CR at the end", "byte order mark", "Korean", "no UTF-8"],
)
def test_a_line_is_found(tmp_path: Path, text: bytes, line: int, expected: str) -> None:
    path = tmp_path / "data.ttl"
    path.write_bytes(text)
    found = read_lines([Position(str(path), line, 1)], {})
    assert found == {(str(path), line): expected}


def test_lines_are_found_however_far_apart_they_are(tmp_path: Path) -> None:
    path = tmp_path / "data.ttl"
    path.write_text("".join(f"line {number}\r\n" for number in range(1, 400_001)))
    wanted = [400_000, 1, 99_999, 100_000, 262_144]
    found = read_lines([Position(str(path), line) for line in wanted], {})
    assert found == {(str(path), line): f"line {line}" for line in wanted}


def test_a_line_that_fills_blocks_is_found_between_its_neighbours(tmp_path: Path) -> None:
    path = tmp_path / "data.ttl"
    path.write_text(f"a\n{'b' * 3_000_000}\nc\n")
    found = read_lines([Position(str(path), line) for line in (1, 2, 3)], {})
    assert [found[str(path), line] for line in (1, 3)] == ["a", "c"]
    assert set(found[str(path), 2]) == {"b"}
    assert len(found[str(path), 2]) == 1 << 20


def test_a_packed_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "data.ttl.gz"
    path.write_bytes(gzip.compress(b"a\nb\n"))
    assert read_lines([Position(str(path), 2)], {}) == {(str(path), 2): "b"}


def test_what_was_read_from_standard_input_is_not_read_again() -> None:
    assert read_lines([Position("<stdin>", 2)], {"<stdin>": b"a\nb"}) == {("<stdin>", 2): "b"}


def test_a_missing_file_leaves_its_lines_out(tmp_path: Path) -> None:
    assert read_lines([Position(str(tmp_path / "gone.ttl"), 1)], {}) == {}


def test_a_folder_leaves_its_lines_out(tmp_path: Path) -> None:
    assert read_lines([Position(str(tmp_path), 1)], {}) == {}


@pytest.mark.parametrize(
    "content", [b"no gzip", gzip.compress(b"a\n" * 99)[:-9]], ids=["no gzip", "cut off"]
)
def test_a_damaged_packed_file_leaves_its_lines_out(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "data.ttl.gz"
    path.write_bytes(content)
    assert read_lines([Position(str(path), 500)], {}) == {}


@pytest.mark.parametrize(
    "position",
    [None, Position("data.ttl"), Position("data.ttl", 4), Position("data\0.ttl", 1)],
    ids=["no place", "no line", "a line beyond the end", "a name that no file has"],
)
def test_there_is_no_excerpt_at(position: Position | None) -> None:
    assert excerpt_at(position, read_lines([position], {"data.ttl": b"a\nb\nc\n"})) is None


def test_a_file_that_has_changed_is_not_quoted_wrongly() -> None:
    lines = {("data.ttl", 1): "short"}
    assert excerpt_at(Position("data.ttl", 1, 6), lines) is None
    assert excerpt_at(Position("data.ttl", 1, 5), lines) == Excerpt("short", 5, 1)


def test_a_line_without_a_column_is_quoted_without_a_token() -> None:
    assert excerpt_at(Position("a.rdf", 1), {("a.rdf", 1): "<a/>"}) == Excerpt("<a/>")
