"""A copy is read as it is, or refused with its place and what to do."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from visitkg.errors import InputError
from visitkg.evidence.text import ReportText, digest, read_report


@pytest.mark.parametrize(
    ("data", "text", "mark"),
    [
        (b"Zo\xc3\xab.\n", "Zoë.\n", False),
        (b"a\r\nb\rc\n", "a\r\nb\rc\n", False),
        (b"\xef\xbb\xbfZo\xc3\xab", "Zoë", True),
        (b"\xef\xbb\xbf\xef\xbb\xbfx", "\ufeffx", True),
        ("\u2028\x00\x1a🔔".encode(), "\u2028\x00\x1a🔔", False),
    ],
    ids=["UTF-8", "line ends", "byte order mark", "two byte order marks", "odd characters"],
)
def test_a_copy_is_read_as_it_is(data: bytes, text: str, *, mark: bool, tmp_path: Path) -> None:
    path = tmp_path / "copy.txt"
    path.write_bytes(data)
    assert read_report(path) == ReportText(str(path), text, has_byte_order_mark=mark)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "{path}: this file is empty\nName a copy of the report as plain text."),
        (b"\xef\xbb\xbf", "{path}: this file is empty\nName a copy of the report as plain text."),
        (
            "Zoë\n".encode("utf-16"),
            (
                "{path}:1:1: byte 0xff is not UTF-8\n"
                "Save the file as UTF-8; perhaps it is utf-16: iconv -f utf-16 -t utf-8 {path}."
            ),
        ),
        (
            b"One.\r\nThe dog\x92s bowl\x81.",
            "{path}:2:8: byte 0x92 is not UTF-8\nSave the file as UTF-8.",
        ),
        (
            b"Zo\xc3\xab.\n\nIt\x92s here.",
            (
                "{path}:3:3: byte 0x92 is not UTF-8\n"
                "Save the file as UTF-8; perhaps it is gb18030: iconv -f gb18030 -t utf-8 {path}."
            ),
        ),
        (
            b"He said \x93Zo\xeb, it\x92s here.\x94",
            (
                "{path}:1:9: byte 0x93 is not UTF-8\n"
                "Save the file as UTF-8; perhaps it is cp1252: iconv -f cp1252 -t utf-8 {path}."
            ),
        ),
        (
            "\ud800".encode("utf-8", "surrogatepass"),
            (
                "{path}:1:1: byte 0xed is not UTF-8\n"
                "Save the file as UTF-8; perhaps it is cp1252: iconv -f cp1252 -t utf-8 {path}."
            ),
        ),
    ],
    ids=["empty", "only a mark", "UTF-16", "no encoding", "GB 18030", "Windows", "a surrogate"],
)
def test_what_is_no_utf_8_text_is_refused(data: bytes, message: str, tmp_path: Path) -> None:
    path = tmp_path / "copy.txt"
    path.write_bytes(data)
    with pytest.raises(InputError) as caught:
        read_report(path)
    assert str(caught.value) == message.format(path=path)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        read_report(tmp_path / "copy.txt")


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="this is a folder, not a file"):
        read_report(tmp_path)


def test_a_file_that_may_not_be_read_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: Path) -> bytes:
        raise PermissionError

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(InputError, match="permission to read this file is denied"):
        read_report(tmp_path / "copy.txt")


def test_standard_input_is_read_as_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"a\r\n\xc3\xab")))
    assert read_report("-") == ReportText("<stdin>", "a\r\në")


@pytest.mark.parametrize(
    ("offset", "place"),
    [(0, "c:1:1"), (1, "c:1:2"), (2, "c:2:1"), (4, "c:3:1"), (7, "c:4:1"), (8, "c:4:2")],
)
def test_a_place_counts_lines_of_any_line_end(offset: int, place: str) -> None:
    assert str(ReportText("c", "é\n🔔\rx\r\ny!").position(offset)) == place


def test_the_digest_is_that_of_the_utf_8_text() -> None:
    # The test vectors of FIPS 180-2, section B.1, and of the text "é" by sha256sum.
    assert digest("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert digest("é") == "4a99557e4033c3539de2eb65472017cad5f9557f7a0625a09f1c3f6e2ba69c4c"
