"""Files that can't be read, and the whole message for each."""

from __future__ import annotations

from pathlib import Path

import pytest

from visitkg.errors import InputError
from visitkg.graph.source import LineReader, read_source


def message(path: Path | str) -> str:
    with pytest.raises(InputError) as caught:
        read_source(path)
    return str(caught.value)


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_a_missing_file_is_named() -> None:
    assert message("missing.ttl") == (
        "missing.ttl: no such file\n"
        "Check the spelling; paths are relative to the working directory."
    )


def test_a_file_below_a_file_is_missing() -> None:
    Path("a.ttl").touch()
    assert message("a.ttl/b.ttl") == "a.ttl/b.ttl: this file can't be read: Not a directory"


def test_a_folder_is_not_a_file() -> None:
    Path("data.ttl").mkdir()
    assert message("data.ttl") == "data.ttl: this is a folder, not a file\nName a file in it."


def test_a_file_without_permission_to_read_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert message("secret.ttl") == (
        "secret.ttl: permission to read this file is denied\n"
        "Ask its owner, or change its mode with chmod."
    )


def test_a_device_that_fails_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(path: Path) -> bytes:
        raise OSError(5, "Input/output error", str(path))

    monkeypatch.setattr(Path, "read_bytes", fail)
    assert message("a.ttl") == "a.ttl: this file can't be read: Input/output error"


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("a.txt", "unknown suffix '.txt'"),
        ("a.ttl.gz", "unknown suffix '.gz'"),
        ("a", "a file name without suffix"),
    ],
)
def test_an_unknown_suffix_is_refused_with_those_that_are_known(name: str, what: str) -> None:
    Path(name).touch()
    assert message(name) == (
        f"{name}: {what}\n"
        "Name a file that ends in one of .jsonld, .n3, .nq, .nt, .owl, .rdf, .trig, .ttl."
    )


@pytest.mark.parametrize("size", [1, 3, 100, -1])
def test_a_line_reader_knows_how_far_it_has_read(size: int) -> None:
    reader = LineReader(b"one\ntwo\n\nfour")
    lines: dict[int, bytes] = {}
    while piece := reader.read(size):
        assert size < 0 or len(piece) <= size
        lines[reader.line] = lines.get(reader.line, b"") + piece
    assert lines == {1: b"one\n", 2: b"two\n", 3: b"\n", 4: b"four"}
    assert reader.line == 4
