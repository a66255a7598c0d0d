"""Amounts of memory, texts that stay in their files, and what is said where room is short."""

from __future__ import annotations

import errno
import gzip
import io
import subprocess
import sys
from typing import TYPE_CHECKING, Final

import numpy as np
import pytest

from visitkg.errors import InputError, UsageError
from visitkg.graph import mapped
from visitkg.graph.lines import with_line_feeds
from visitkg.graph.mapped import MappedText, keep_text
from visitkg.graph.source import read_source
from visitkg.graph.spill import Spill, name_size, read_limit, within, write_whole

if TYPE_CHECKING:
    from pathlib import Path

SPILL: Final = Spill(1 << 33)
"""More than the tests that ran before in this process have left here."""

TOO_MUCH: Final = """
import numpy
from visitkg.errors import InputError
from visitkg.graph.spill import Spill, within
try:
    with within(Spill(1 << 28)):
        numpy.ones(1 << 29, dtype=numpy.uint8)
except InputError as error:
    print(error, error.exit_code, sep="\\n")
print(len(numpy.ones(1 << 29, dtype=numpy.uint8)))
"""


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("2GiB", 2 << 30),
        ("2 gib", 2 << 30),
        ("1.5G", 3 << 29),
        ("500MB", 500_000_000),
        ("100M", 100 << 20),
        ("1T", 1 << 40),
        ("70000000", 70_000_000),
        ("70000000B", 70_000_000),
        ("100000KiB", 100_000 << 10),
    ],
)
def test_an_amount_is_read(text: str, size: int) -> None:
    assert read_limit(text) == size


@pytest.mark.parametrize(
    "text",
    ["5 bananas", "", "GiB", "-1GiB", "1e9", "2GiBs", "1,5G", "2 G iB", "nan", "0x10", "1iB"],
)
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="is not an amount of memory\n"):
        read_limit(text)


@pytest.mark.parametrize("text", ["0", "0GiB", "1", "63MiB", "64MB"])
def test_too_little_to_begin_with_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="of memory is too little to begin with\n"):
        read_limit(text)


@pytest.mark.parametrize(
    ("size", "name"), [(2 << 30, "2 GiB"), (3 << 19, "1.5 MiB"), (2048, "2 KiB"), (5, "5 bytes")]
)
def test_an_amount_is_named(size: int, name: str) -> None:
    assert name_size(size) == name


def test_memory_beyond_the_limit_ends_with_one_clear_line_and_the_limit_with_it() -> None:
    command = [sys.executable, "-c", TOO_MUCH]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == [
        "256 MiB of memory is not enough for these data and shapes",
        "Allow more by --memory, or validate fewer files at a time.",
        "3",
        str(1 << 29),
    ]


def test_memory_within_the_limit_and_without_any_is_there() -> None:
    with within(SPILL):
        assert len(np.ones(1 << 26, dtype=np.uint8)) == 1 << 26
    with within(None):
        assert len(np.ones(1 << 26, dtype=np.uint8)) == 1 << 26


def test_a_full_disk_is_told_and_other_faults_are_not_taken_for_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TMPDIR", "/")
    full = pytest.raises(InputError, match="there is no room for temporary files in ")
    with full as error, within(SPILL):
        raise OSError(errno.ENOSPC, "No space left on device")
    assert "TMPDIR" in str(error.value)
    with pytest.raises(OSError, match="Input/output error"), within(SPILL):
        raise OSError(errno.EIO, "Input/output error")


def test_a_full_device_refuses_what_is_written() -> None:
    with open("/dev/full", "wb", buffering=0) as full, pytest.raises(OSError, match="No space"):  # noqa: PTH123  (no path of the project)
        write_whole(full, b"x")


TEXTS: Final = {
    "lines": b"a\nb\n" * 40,
    "line ends of two bytes": b"ab\r\nc\r\n" * 40,
    "of all kinds": b"\r\n\r\r\n\n\ra\r" * 30,
    "letters": b"AbC\xc3\x89" * 30,
}


@pytest.mark.parametrize("part", [1, 2, 3, 7, 1 << 24])
@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_a_mapped_text_is_asked_as_bytes_are(
    text: bytes, part: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mapped, "_PART", part)
    kept = keep_text(iter([text[:5], text[5:]]), SPILL)

    assert isinstance(kept, MappedText)
    assert kept[:] == text
    assert with_line_feeds(kept)[:] == with_line_feeds(text)
    assert kept.lower()[:] == text.lower()
    for sub in (b"\n", b"\r\n", b"\r", b"b", b"absent"):
        assert kept.count(sub) == text.count(sub)
        assert kept.count(sub, 3, 50) == text.count(sub, 3, 50)
        assert (sub in kept) == (sub in text)
        if sub in text:
            assert kept.index(sub, 2) == text.index(sub, 2)
    with pytest.raises(ValueError):  # noqa: PT011  (it says nothing, and nobody hears it)
        kept.index(b"absent")
    assert 5 not in kept
    kept.seek(0)
    assert b"".join(iter(kept.read, b"")) == text


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("packed", ["", ".gz"])
def test_a_file_is_read_without_its_byte_order_mark_and_unpacked(
    tmp_path: Path, mark: bytes, packed: str
) -> None:
    text = mark + b"<x:a> <x:b> <x:c> .\n" * 500
    path = tmp_path / f"data.nt{packed}"
    path.write_bytes(gzip.compress(text) if packed else text)

    plain, kept = read_source(path), read_source(path, spill=SPILL)

    assert isinstance(kept.data, MappedText)
    assert kept.data[:] == plain.data
    assert (kept.format, kept.base_iri, kept.stamp) == (plain.format, plain.base_iri, plain.stamp)


def test_standard_input_is_kept_in_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    import os
    import sys

    reader, writer = os.pipe()
    os.write(writer, b"\xef\xbb\xbf<x:a> <x:b> <x:c> .\n")
    os.close(writer)
    with os.fdopen(reader, "rb") as pipe:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(pipe))
        kept = read_source("-", spill=SPILL).data
    assert kept[:] == b"<x:a> <x:b> <x:c> .\n"
    empty = tmp_path / "empty.nt"
    empty.write_bytes(b"")
    assert read_source(empty, spill=SPILL).data == b""


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("cut.nt.gz", gzip.compress(b"<x:a> <x:b> <x:c> .\n")[:-9]),
        ("no.nt.gz", b"<x:a> "),
        ("a", b""),
    ],
    ids=["cut off", "no gzip", "no name"],
)
def test_a_file_that_cannot_be_read_is_told_in_the_same_words(
    tmp_path: Path, name: str, data: bytes
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    errors = []
    for spill in (None, SPILL):
        with pytest.raises(InputError) as error:
            read_source(path, spill=spill)
        errors.append(str(error.value))
    for missing in (tmp_path / "none.nt", tmp_path):
        for spill in (None, SPILL):
            with pytest.raises(InputError) as error:
                read_source(missing, spill=spill)
            errors.append(str(error.value))

    assert errors[0::2] == errors[1::2]
