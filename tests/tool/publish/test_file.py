"""A file in pieces is the same file as a whole one, and is written without being held as one."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from visitkg.publish import renew as renewing
from visitkg.publish.checksum import Digest, Meter, digest_file
from visitkg.publish.file import PIECE, File, gather, read_pieces
from visitkg.publish.renew import renew

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

PIECES = (b"one ", b"", b"two ", b"three")
WHOLE = b"one two three"


class Source:
    """Gives pieces, and counts how often and how many."""

    def __init__(self, pieces: Iterable[bytes] = PIECES) -> None:
        self.all = tuple(pieces)
        self.begun = 0
        self.given = 0

    def __call__(self) -> Iterator[bytes]:
        self.begun += 1
        for piece in self.all:
            self.given += 1
            yield piece


def test_a_file_in_pieces_has_the_bytes_of_a_whole_one() -> None:
    file = File("a", Source())
    assert file.content == file.content == WHOLE
    assert list(file.pieces()) == list(PIECES)
    assert list(File("a", WHOLE).pieces()) == [WHOLE]


def test_files_of_the_same_bytes_are_equal_and_others_are_not() -> None:
    file = File("a", Source())
    assert file == File("a", WHOLE)
    assert hash(file) == hash(File("a", WHOLE))
    for other in (File("b", WHOLE), File("a", WHOLE + b"."), WHOLE):
        assert file != other


def test_texts_are_gathered_to_pieces_that_are_neither_small_nor_large() -> None:
    texts = ["é" * 1_000] * 500
    pieces = list(gather(texts))
    assert b"".join(pieces).decode() == "".join(texts)
    assert len(pieces) == 8
    assert max(map(len, pieces)) <= 2 * (PIECE + 1_000)
    assert list(gather([])) == list(gather([""]))[:0] == []


def test_a_file_on_the_disk_is_read_in_pieces(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(os.urandom(3 * PIECE + 1))
    assert [len(piece) for piece in read_pieces(path)] == [PIECE, PIECE, PIECE, 1]
    assert b"".join(read_pieces(path)) == path.read_bytes()


def test_a_file_is_measured_while_it_is_read() -> None:
    source = Source()
    meter = Meter(File("a", source))
    assert meter.file.content == WHOLE
    assert meter.digest() == digest_file(File("a", WHOLE))
    assert source.begun == 1


@pytest.mark.parametrize("taken", [0, 2])
def test_a_file_that_nobody_read_to_its_end_is_measured_too(taken: int) -> None:
    source = Source()
    meter = Meter(File("a", source))
    pieces = iter(meter.file.pieces())
    for _ in range(taken):
        next(pieces)
    assert meter.digest() == meter.digest() == digest_file(File("a", WHOLE))
    assert source.begun == (2 if taken else 1)
    assert isinstance(meter.digest(), Digest)


@pytest.fixture
def old(tmp_path: Path) -> Path:
    path = tmp_path / "old"
    path.write_bytes(WHOLE)
    os.utime(path, (1_000, 1_000))
    return path


@pytest.mark.parametrize("source", [WHOLE, Source()], ids=["whole", "in pieces"])
def test_a_file_that_is_the_same_is_the_old_one(
    source: bytes | Source, old: Path, tmp_path: Path
) -> None:
    new = tmp_path / "new"
    assert renew(File("a", source), str(new), str(old))
    assert new.samefile(old)
    assert new.stat().st_mtime == 1_000


OTHERS = {
    "begins otherwise": b"0ne two three",
    "ends otherwise": b"one two thr33",
    "is longer": WHOLE + b" four",
    "is shorter": WHOLE[:-1],
    "ends with a piece": b"one two ",
    "is empty": b"",
}


@pytest.mark.parametrize("before", OTHERS.values(), ids=OTHERS)
@pytest.mark.parametrize("make", [lambda: WHOLE, Source], ids=["whole", "in pieces"])
def test_a_file_that_differs_is_written(before: bytes, make: type[Source], tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    old.write_bytes(before)
    assert not renew(File("a", make()), str(new), str(old))
    assert new.read_bytes() == WHOLE
    assert old.read_bytes() == before
    assert not new.samefile(old)


@pytest.mark.parametrize("kind", ["absent", "folder", "link", "secret", "unlinkable"])
@pytest.mark.parametrize("source", [WHOLE, Source()], ids=["whole", "in pieces"])
def test_what_cannot_be_taken_over_is_written(
    kind: str, source: bytes | Source, old: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    new, path = tmp_path / "new", tmp_path / kind
    if kind == "folder":
        path.mkdir()
    elif kind == "link":
        path.symlink_to(old)
    elif kind == "secret":
        path.write_bytes(WHOLE)

        def refuse(*_: object) -> None:
            raise PermissionError

        monkeypatch.setattr("builtins.open", refuse)
    elif kind == "unlinkable":
        path.write_bytes(WHOLE)
        monkeypatch.setattr(renewing, "_link", lambda *_: False)
    assert not renew(File("a", source), str(new), str(path))
    monkeypatch.undo()
    assert new.read_bytes() == WHOLE
    assert not new.is_symlink()


def test_pieces_are_written_as_they_come(tmp_path: Path) -> None:
    seen: list[int] = []

    def pieces() -> Iterator[bytes]:
        for _ in range(5):
            path = tmp_path / "new"
            seen.append(path.stat().st_size if path.exists() else 0)
            yield b"x" * 100

    renew(File("a", pieces), str(tmp_path / "new"), None)
    assert seen == [0, 100, 200, 300, 400]


def test_after_the_first_difference_nothing_is_compared_any_more(old: Path, tmp_path: Path) -> None:
    source = Source((b"one ", b"2", b" three"))
    assert not renew(File("a", source), str(tmp_path / "new"), str(old))
    assert (tmp_path / "new").read_bytes() == b"one 2 three"
    assert (source.begun, source.given) == (1, 3)
