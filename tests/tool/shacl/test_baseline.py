"""A baseline knows results again, tells what is stale, and refuses what it can't understand."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

from visitkg.errors import InputError
from visitkg.shacl.baseline import apply_baseline, read_baseline, update_baseline
from visitkg.shacl.load import list_files
from visitkg.shacl.run import validate

if TYPE_CHECKING:
    from collections.abc import Callable

    from visitkg.shacl.result import ValidationReport

PREFIXES: Final = {"ex": "http://example.org/"}
SHAPES: Final = (
    "ex:S sh:targetClass ex:Cat ; sh:property ex:name . ex:name sh:path ex:name ; sh:minCount 1 .\n"
)
BASELINE: Final = Path("known.jsonl")


class Cats:
    """A folder with shapes and data, and a baseline of them."""

    def __init__(self, write: Callable[[str, str], Path]) -> None:
        self._write = write
        self.shapes = write("shapes.ttl", SHAPES)

    def validate(self, **files: str) -> tuple[ValidationReport, list[Path]]:
        """Return the report on files, and which were looked at."""
        data = [self._write(f"{name}.ttl", text) for name, text in files.items()]
        return validate(data, [self.shapes]), list_files([*data, self.shapes])

    def remember(self, **files: str) -> None:
        """Write a baseline of what is wrong in the files."""
        report, looked_at = self.validate(**files)
        BASELINE.write_text(update_baseline(report, PREFIXES, BASELINE, looked_at))

    def compare(self, **files: str) -> tuple[int, int, tuple[str, ...]]:
        """Return how many results are new and known, and what is stale."""
        report, looked_at = self.validate(**files)
        applied = apply_baseline(report, read_baseline(BASELINE), looked_at)
        assert applied.conforms == report.conforms
        return len(applied.results), len(applied.known), applied.stale


@pytest.fixture
def cats(write: Callable[[str, str], Path]) -> Cats:
    return Cats(write)


def entries() -> list[dict[str, Any]]:
    return [json.loads(line) for line in BASELINE.read_text().splitlines()]


def test_an_entry_is_a_line_that_people_can_read_and_names_no_line(cats: Cats) -> None:
    cats.remember(data="ex:tom a ex:Cat .")
    [entry] = entries()
    assert list(entry) == ["fingerprint", "file", "focus", "path", "message"]
    assert (entry["file"], entry["focus"], entry["path"]) == ("data.ttl", "ex:tom", "ex:name")
    assert entry["message"].startswith("ex:name ")


def test_what_is_known_is_no_longer_a_result(cats: Cats) -> None:
    cats.remember(data="ex:tom a ex:Cat . ex:kit a ex:Cat .")
    assert cats.compare(data="\n\nex:kit a ex:Cat .\nex:tom a ex:Cat .") == (0, 2, ())


def test_what_is_new_stays_a_result(cats: Cats) -> None:
    cats.remember(data="ex:tom a ex:Cat .")
    assert cats.compare(data="ex:tom a ex:Cat . ex:kit a ex:Cat .") == (1, 1, ())


def test_one_more_of_the_same_is_new(cats: Cats) -> None:
    cats.remember(data="[] a ex:Cat .\n")
    assert cats.compare(data="[] a ex:Cat .\n[] a ex:Cat .\n") == (1, 1, ())


def test_what_no_result_matches_is_stale(cats: Cats) -> None:
    cats.remember(data="ex:tom a ex:Cat . ex:kit a ex:Cat .")
    new, known, [stale] = cats.compare(data='ex:tom a ex:Cat . ex:kit a ex:Cat ; ex:name "K" .')
    assert (new, known) == (0, 1)
    assert stale.startswith("data.ttl: ex:kit ex:name: ")


def test_what_was_not_looked_at_is_not_stale(cats: Cats) -> None:
    cats.remember(one="ex:tom a ex:Cat .", two="ex:kit a ex:Cat .")
    assert cats.compare(one="ex:tom a ex:Cat .") == (0, 1, ())


def test_what_stood_in_a_file_that_is_no_more_is_stale(cats: Cats) -> None:
    cats.remember(one="ex:tom a ex:Cat .", two="ex:kit a ex:Cat .")
    Path("two.ttl").unlink()
    new, known, [stale] = cats.compare(one="ex:tom a ex:Cat .")
    assert (new, known) == (0, 1)
    assert stale.startswith("two.ttl: ex:kit ex:name: ")


def test_what_moves_to_another_file_stays_known(cats: Cats) -> None:
    cats.remember(one="ex:tom a ex:Cat .")
    Path("one.ttl").unlink()
    assert cats.compare(two="ex:tom a ex:Cat .") == (0, 1, ())


def test_an_update_forgets_what_is_stale(cats: Cats) -> None:
    cats.remember(data="ex:tom a ex:Cat . ex:kit a ex:Cat .")
    cats.remember(data="ex:tom a ex:Cat . ex:max a ex:Cat .")
    assert [entry["focus"] for entry in entries()] == ["ex:max", "ex:tom"]


def test_an_update_keeps_what_was_not_looked_at(cats: Cats) -> None:
    cats.remember(one="ex:tom a ex:Cat .", two="ex:kit a ex:Cat .")
    cats.remember(one="ex:max a ex:Cat .")
    assert [entry["focus"] for entry in entries()] == ["ex:max", "ex:kit"]


def test_an_update_knows_what_is_known_already(cats: Cats) -> None:
    report, looked_at = cats.validate(data="ex:tom a ex:Cat .")
    marked = replace(report, results=(), known=report.results)
    assert update_baseline(marked, PREFIXES, BASELINE, looked_at) == update_baseline(
        report, PREFIXES, BASELINE, looked_at
    )


def test_nothing_wrong_is_an_empty_baseline(cats: Cats) -> None:
    cats.remember(data='ex:tom a ex:Cat ; ex:name "Tom" .')
    assert BASELINE.read_text() == ""
    assert cats.compare(data="ex:tom a ex:Cat .") == (1, 0, ())


def test_a_baseline_is_the_same_for_every_order_of_the_data(cats: Cats) -> None:
    cats.remember(data="ex:tom a ex:Cat .\nex:kit a ex:Cat .\n")
    before = BASELINE.read_text()
    cats.remember(data="ex:kit a ex:Cat .\nex:tom a ex:Cat .\n")
    assert BASELINE.read_text() == before


def test_a_baseline_serves_from_every_folder(
    cats: Cats, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cats.remember(data="<#tom> a ex:Cat .")
    assert entries()[0]["focus"] == "<data.ttl#tom>"
    (tmp_path / "sub").mkdir()
    monkeypatch.chdir(tmp_path / "sub")
    report = validate(["../data.ttl"], ["../shapes.ttl"])
    applied = apply_baseline(report, read_baseline(Path("../known.jsonl")), ["../data.ttl"])
    assert (len(applied.results), len(applied.known), applied.stale) == (0, 1, ())


def test_a_baseline_serves_from_a_folder_of_its_own(cats: Cats) -> None:
    path = Path("ci/known.jsonl")
    path.parent.mkdir()
    report, looked_at = cats.validate(data="<#tom> a ex:Cat .")
    path.write_text(update_baseline(report, PREFIXES, path, looked_at))
    entry = json.loads(path.read_text())
    assert (entry["file"], entry["focus"]) == ("../data.ttl", "<../data.ttl#tom>")
    applied = apply_baseline(report, read_baseline(path), looked_at)
    assert (len(applied.results), len(applied.known), applied.stale) == (0, 1, ())


def test_entries_that_a_merge_has_doubled_count_once(cats: Cats) -> None:
    cats.remember(data="ex:tom a ex:Cat .")
    BASELINE.write_text(2 * BASELINE.read_text() + "\n")
    assert cats.compare(data='ex:tom a ex:Cat ; ex:name "T" .')[2] == (
        f"data.ttl: ex:tom ex:name: {entries_before(BASELINE)}",
    )


def entries_before(path: Path) -> str:
    message: str = json.loads(path.read_text().splitlines()[0])["message"]
    return message


def test_an_entry_of_a_fingerprint_alone_is_enough(cats: Cats) -> None:
    cats.remember(data="ex:tom a ex:Cat .")
    [entry] = entries()
    BASELINE.write_text(f'{{"fingerprint": "{entry["fingerprint"]}"}}\r\n')
    assert cats.compare(data="ex:tom a ex:Cat .") == (0, 1, ())
    assert cats.compare(data='ex:tom a ex:Cat ; ex:name "T" .') == (0, 0, (entry["fingerprint"],))


REMEDY: Final = (
    "A baseline is written by --update-baseline; mend the line, or delete the file and write it "
    "anew."
)
NO_FINGERPRINT: Final = "no entry of a baseline: it has no fingerprint of 16 hexadecimal digits"

# Each broken baseline and what is said of it.
BROKEN: Final[dict[str, tuple[bytes, str]]] = {
    "words": (
        b'{"fingerprint": "0123456789abcdef"}\nwords\n',
        f"known.jsonl:2:1: this is no JSON: Expecting value\n    words\n    ^\n{REMEDY}",
    ),
    "a conflict": (
        b'<<<<<<< HEAD\n{"fingerprint": "0123456789abcdef"}\n',
        (f"known.jsonl:1:1: this is no JSON: Expecting value\n    <<<<<<< HEAD\n    ^\n{REMEDY}"),
    ),
    "half a line": (
        b'{"fingerprint": ',
        (
            "known.jsonl:1:17: this is no JSON: Expecting value\n"
            f'    {{"fingerprint": \n                    ^\n{REMEDY}'
        ),
    ),
    "a list": (b"[1]\n", f"known.jsonl:1: {NO_FINGERPRINT}\n    [1]\n{REMEDY}"),
    "no fingerprint": (
        b'{"focus": "ex:tom"}',
        f'known.jsonl:1: {NO_FINGERPRINT}\n    {{"focus": "ex:tom"}}\n{REMEDY}',
    ),
    "a fingerprint of another kind": (
        b'{"fingerprint": "0123456789ABCDEF"}',
        f'known.jsonl:1: {NO_FINGERPRINT}\n    {{"fingerprint": "0123456789ABCDEF"}}\n{REMEDY}',
    ),
    "a number": (
        b'{"fingerprint": 1234567890123456}',
        f'known.jsonl:1: {NO_FINGERPRINT}\n    {{"fingerprint": 1234567890123456}}\n{REMEDY}',
    ),
    "another encoding": (
        b"\xff\xfe{",
        f"known.jsonl: this baseline can't be read: it is not UTF-8\n{REMEDY}",
    ),
}


@pytest.mark.usefixtures("cats")
@pytest.mark.parametrize(("content", "message"), BROKEN.values(), ids=BROKEN)
def test_a_broken_baseline_is_refused(content: bytes, message: str) -> None:
    BASELINE.write_bytes(content)
    with pytest.raises(InputError) as raised:
        read_baseline(BASELINE)
    assert str(raised.value) == message


@pytest.mark.parametrize(("content", "message"), BROKEN.values(), ids=BROKEN)
def test_what_is_no_baseline_is_not_overwritten(cats: Cats, content: bytes, message: str) -> None:
    report, looked_at = cats.validate(data="ex:tom a ex:Cat .")
    BASELINE.write_bytes(content)
    with pytest.raises(InputError) as raised:
        update_baseline(report, PREFIXES, BASELINE, looked_at)
    assert str(raised.value) == message


def test_a_missing_baseline_is_refused() -> None:
    with pytest.raises(InputError) as raised:
        read_baseline(Path("none/known.jsonl"))
    assert str(raised.value) == (
        "none/known.jsonl: no such baseline\n"
        "Write it with --update-baseline, or check the spelling."
    )


def test_a_folder_is_no_baseline(tmp_path: Path) -> None:
    with pytest.raises(InputError) as raised:
        read_baseline(tmp_path)
    assert str(raised.value) == (
        f"{tmp_path}: this baseline can't be read: Is a directory\n{REMEDY}"
    )
