"""Files that can't be read, and the whole message for each."""

from __future__ import annotations

import gzip
import io
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import RdfFormat

from visitkg.errors import InputError
from visitkg.graph.source import FORMATS, LineReader, Source, changed, read_source

if TYPE_CHECKING:
    from collections.abc import Callable

TURTLE = b"<a:s> <a:p> <a:o> ."


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
        ("a.txt.gz", "unknown suffix '.txt.gz'"),
        ("a", "a file name without suffix"),
        ("a.gz", "a file name without suffix before .gz"),
    ],
)
def test_an_unknown_suffix_is_refused_with_those_that_are_known(name: str, what: str) -> None:
    Path(name).touch()
    assert message(name) == (
        f"{name}: {what}\n"
        "Name a file that ends in one of .jsonld, .n3, .nq, .nt, .owl, .rdf, .trig, .ttl."
    )


FORMATS_OF_NAMES = {
    "a.jsonld": RdfFormat.JSON_LD,
    "a.n3": RdfFormat.TURTLE,
    "a.nq": RdfFormat.N_QUADS,
    "a.nt": RdfFormat.N_TRIPLES,
    "a.rdf": RdfFormat.RDF_XML,
    "a.trig": RdfFormat.TRIG,
    "a.b.TTL": RdfFormat.TURTLE,
    "a.owl": RdfFormat.TURTLE,
}


@pytest.mark.parametrize(
    ("name", "rdf_format"), FORMATS_OF_NAMES.items(), ids=FORMATS_OF_NAMES.keys()
)
@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gzip"])
def test_the_suffix_tells_the_format_packed_or_not(
    name: str,
    rdf_format: RdfFormat,
    packed: bool,  # noqa: FBT001
    tmp_path: Path,
) -> None:
    path = Path(f"{name}.GZ" if packed else name)
    path.write_bytes(gzip.compress(TURTLE) if packed else TURTLE)
    source = read_source(path)
    assert (source.data, source.format) == (TURTLE, rdf_format)
    assert source.base_iri == (tmp_path / path).as_uri()
    assert source.name == str(path)
    assert source.is_file


def test_xml_is_told_from_turtle_after_it_is_unpacked() -> None:
    Path("a.owl.gz").write_bytes(gzip.compress(b"<rdf:RDF xmlns:rdf='x'/>"))
    assert read_source("a.owl.gz").format == RdfFormat.RDF_XML


def test_a_byte_order_mark_is_no_part_of_what_was_packed() -> None:
    Path("a.ttl.gz").write_bytes(gzip.compress(b"\xef\xbb\xbf" + TURTLE))
    assert read_source("a.ttl.gz").data == TURTLE


@pytest.mark.parametrize("name", FORMATS)
def test_a_format_that_is_named_goes_before_the_suffix(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("a.txt").write_bytes(TURTLE)
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(TURTLE)))
    sources = [read_source(path, input_format=name) for path in ("a.txt", "-")]
    assert [source.format for source in sources] == [FORMATS[name]] * 2


def test_standard_input_is_turtle_without_a_base(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"\xef\xbb\xbf" + TURTLE)))
    source = read_source("-")
    assert source == Source(Path("-"), TURTLE, RdfFormat.TURTLE, None)
    assert source.name == "<stdin>"
    assert not source.is_file
    assert not changed(source)


PIPE_REMEDY = "Pass what comes from it to standard input, and name that as -."


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="named pipes are of POSIX")
def test_a_pipe_that_nobody_writes_to_is_refused_instead_of_waited_for() -> None:
    os.mkfifo("a.ttl")
    assert message("a.ttl") == f"a.ttl: this is a pipe or a device, not a file\n{PIPE_REMEDY}"


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no device of this name")
def test_a_device_that_never_ends_is_refused() -> None:
    Path("a.ttl").symlink_to("/dev/zero")
    assert message("a.ttl") == f"a.ttl: this is a pipe or a device, not a file\n{PIPE_REMEDY}"


@pytest.mark.skipif(not Path("/dev/fd").exists(), reason="no descriptors by name")
def test_a_pipe_of_the_shell_is_read_if_its_format_is_named() -> None:
    reading, writing = os.pipe()
    os.write(writing, TURTLE)
    os.close(writing)
    source = read_source(f"/dev/fd/{reading}", input_format="turtle")
    os.close(reading)
    assert (source.data, source.is_file, changed(source)) == (TURTLE, False, False)


def touch(path: Path, data: bytes, *, later: int = 0) -> None:
    """Write a file that seems to be written so many seconds later than it is."""
    path.write_bytes(data)
    now = path.stat().st_mtime_ns
    os.utime(path, ns=(now, now + later * 10**9))


CHANGES: dict[str, Callable[[Path], None]] = {
    "longer": lambda path: touch(path, TURTLE * 2),
    "of the same length": lambda path: touch(path, TURTLE.replace(b"a:o", b"a:x"), later=2),
    "touched": lambda path: touch(path, TURTLE, later=2),
    "gone": Path.unlink,
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_file_that_changed_is_told_from_what_was_read(change: Callable[[Path], None]) -> None:
    path = Path("a.ttl")
    touch(path, TURTLE)
    source = read_source(path)
    assert not changed(source)
    change(path)
    assert changed(source)


def test_a_file_that_changes_while_it_is_read_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    path = Path("a.ttl")
    touch(path, TURTLE)

    def read_and_change(path: Path) -> bytes:
        touch(path, TURTLE * 2)
        return TURTLE

    monkeypatch.setattr(Path, "read_bytes", read_and_change)
    assert message(path) == (
        "a.ttl: this file changed while it was read\nRun it again when nothing writes to the file."
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
