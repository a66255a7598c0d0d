"""``visitkg evidence``: what it prints, where, and what it exits with."""

from __future__ import annotations

import io
import json
import shutil
import sys
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

import pytest

from visitkg.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

# ruff: noqa: RUF001  (curly quotes are the point)


class Run(NamedTuple):
    code: int
    out: str
    err: str


@pytest.fixture
def folder(tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a working directory that holds a copy of the made-up fair."""
    copy = tmp_path / "fair"
    shutil.copytree(root / "tests/tool/evidence/fair", copy)
    monkeypatch.chdir(copy)
    return copy


@pytest.fixture
def evidence(folder: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., Run]:
    """Return a function that runs the command in the fair."""
    assert folder.is_dir()

    def run(*arguments: str) -> Run:
        with pytest.raises(SystemExit) as ended:
            main(["evidence", *arguments])
        assert isinstance(ended.value.code, int)
        return Run(ended.value.code, *capsys.readouterr())

    return run


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_bytes().decode()
    assert text.count(old) == 1
    path.write_bytes(text.replace(old, new).encode())


COVERAGE = """\
document           sentence  kind      begin  end  claims  statuses
-----------------  --------  --------  -----  ---  ------  ---------------
id:courier-report  P1S1      sentence      0   51       1  Not confirmed 1
id:gazette-report  P1S1      sentence      0   38       1  Asserted 1
id:gazette-report  P1S2      sentence     39   87       1  Confirmed 1
id:gazette-report  P2S1      heading      88  103       0
id:gazette-report  P3S1      sentence    104  185       1  Speculated 1
id:gazette-report  P3S2      sentence    186  224       1  Expected 1

6 segments of 2 documents, 5 of 5 sentences with at least one claim; 5 claims on 9 spans.
"""


def test_coverage_is_one_row_a_segment(evidence: Callable[..., Run]) -> None:
    assert evidence() == Run(0, COVERAGE, "")


@pytest.mark.parametrize(
    "name",
    ["courier-report", "id:courier-report", "https://example.org/fair/id/courier-report"],
)
def test_one_document_can_be_chosen(name: str, evidence: Callable[..., Run]) -> None:
    assert evidence("--document", name) == Run(
        0,
        "sentence  kind      begin  end  claims  statuses\n"
        "--------  --------  -----  ---  ------  ---------------\n"
        "P1S1      sentence      0   51       1  Not confirmed 1\n\n"
        "1 segment of 1 document, 1 of 1 sentence with at least one claim; 1 claim on 1 span.\n",
        "",
    )


def test_csv_is_alone_on_stdout(evidence: Callable[..., Run]) -> None:
    found = evidence("--format", "csv", "--document", "courier-report")
    assert found.out == (
        "document,sentence,kind,begin,end,claims,statuses\n"
        "https://example.org/fair/id/courier-report,P1S1,sentence,0,51,1,Not confirmed 1\n"
    )
    assert found.err == (
        "1 segment of 1 document, 1 of 1 sentence with at least one claim; 1 claim on 1 span.\n"
    )


def test_markdown_is_a_table(evidence: Callable[..., Run]) -> None:
    found = evidence("--format", "markdown", "--document", "courier-report")
    assert found.out == (
        "| sentence | kind | begin | end | claims | statuses |\n"
        "| --- | --- | ---: | ---: | ---: | --- |\n"
        "| P1S1 | sentence | 0 | 51 | 1 | Not confirmed 1 |\n\n"
        "1 segment of 1 document, 1 of 1 sentence with at least one claim; 1 claim on 1 span.\n"
    )


def test_json_has_all_of_it(evidence: Callable[..., Run]) -> None:
    found = evidence("--format", "json", "--document", "courier-report")
    assert json.loads(found.out) == {
        "documents": 1,
        "sentences": 1,
        "covered": 1,
        "spans": 1,
        "claims": 1,
        "segments": [
            {
                "document": "https://example.org/fair/id/courier-report",
                "sentence": "P1S1",
                "kind": "sentence",
                "begin": 0,
                "end": 51,
                "claims": 1,
                "statuses": {"Not confirmed": 1},
            }
        ],
        "findings": [],
    }


@pytest.mark.parametrize("format_name", ["table", "csv", "json", "markdown"])
def test_findings_are_told_in_each_format_and_exit_with_1(
    format_name: str, evidence: Callable[..., Run], folder: Path
) -> None:
    replace(
        folder / "data/claim.ttl", "evidence gazette:offset_0_29", "evidence courier:offset_0_51"
    )
    found = evidence("--format", format_name)
    assert found.code == 1
    if format_name == "json":
        assert json.loads(found.out)["findings"] == [
            {"message": "P1S1: no claim on this sentence", "position": "data/source.ttl:25"}
        ]
        return
    told = found.err if format_name == "csv" else found.out
    assert told.splitlines()[-2:] == [
        "data/source.ttl:25: P1S1: no claim on this sentence",
        "6 segments of 2 documents, 4 of 5 sentences with at least one claim; 5 claims on 9 spans.",
    ]


def test_data_without_documents_are_an_error(evidence: Callable[..., Run], folder: Path) -> None:
    for name in ("source.ttl", "claim.ttl"):
        (folder / "data" / name).unlink()
    assert evidence() == Run(
        3,
        "",
        "data: no source document in the data\n"
        "Add one: a visit:SourceDocument with its length and digest.\n",
    )


def test_broken_turtle_is_an_error_with_its_place(
    evidence: Callable[..., Run], folder: Path
) -> None:
    (folder / "data/thing.ttl").write_text("id:x a visit:Person .\n")
    found = evidence()
    assert (found.code, found.out) == (3, "")
    assert found.err.startswith("data/thing.ttl:1:1: unknown prefix 'id:'\n")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ["--document", "telegraph"],
            (
                "no source document 'telegraph' in the data\n"
                "The data have: id:courier-report, id:gazette-report.\n"
            ),
        ),
        (
            ["verify", "gazette.txt", "--document", "id:telegraph"],
            (
                "no source document 'id:telegraph' in the data\n"
                "The data have: id:courier-report, id:gazette-report.\n"
            ),
        ),
        (
            ["--format", "csv", "verify", "gazette.txt"],
            (
                "--format stands before verify\n"
                "Write it after: visitkg evidence verify ... --format ...\n"
            ),
        ),
        (
            ["--document", "courier-report", "locate", "courier.txt", "Mayor"],
            (
                "--document stands before locate\n"
                "Write it after: visitkg evidence locate ... --document ...\n"
            ),
        ),
        (
            ["locate", "gazette.txt", "Mayor"],
            (
                "gazette.txt: these words stand in 2 places, at 1:1, 3:72\n"
                "Give more words, or choose one with --nth 1 to --nth 2.\n"
            ),
        ),
        (
            ["--project", "data"],
            (
                "data: no project here: neither visitkg.toml nor [tool.visitkg] in pyproject.toml\n"
                "Name the folder that holds one of them, or leave --project out.\n"
            ),
        ),
    ],
    ids=[
        "unknown document",
        "unknown document to verify",
        "a format before verify",
        "a document before locate",
        "ambiguous words",
        "no project",
    ],
)
def test_wrong_usage_exits_with_2(
    arguments: list[str], message: str, evidence: Callable[..., Run]
) -> None:
    assert evidence(*arguments) == Run(2, "", message)


@pytest.mark.parametrize(
    "arguments",
    [
        ["verify"],
        ["locate", "gazette.txt"],
        ["prove"],
        ["--format", "xml"],
        ["locate", "a", "b", "--nth", "x"],
    ],
    ids=" ".join,
)
def test_what_click_refuses_exits_with_2(
    arguments: list[str], evidence: Callable[..., Run]
) -> None:
    found = evidence(*arguments)
    assert (found.code, found.out) == (2, "")
    assert "Usage: visitkg evidence" in found.err


def test_the_text_of_a_document_is_verified(evidence: Callable[..., Run]) -> None:
    assert evidence("verify", "gazette.txt") == Run(
        0,
        "gazette.txt: the text of id:gazette-report: "
        "225 characters, the digest and 8 spans match.\n",
        "",
    )


def test_a_byte_order_mark_is_left_out(evidence: Callable[..., Run], folder: Path) -> None:
    path = folder / "courier.txt"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert evidence("verify", "courier.txt").out == (
        "courier.txt, its byte order mark left out: the text of id:courier-report: "
        "52 characters, the digest and 1 span match.\n"
    )


def test_a_changed_text_exits_with_1(evidence: Callable[..., Run], folder: Path) -> None:
    replace(folder / "gazette.txt", " by tram", "")
    assert evidence("verify", "gazette.txt", "--document", "gazette-report") == Run(
        1,
        "gazette.txt: not the text of id:gazette-report: 217 characters instead of 225\n"
        "gazette.txt:1:30: P1S1 changed, 8 characters shorter\n"
        "data/source.ttl:25: gazette:offset_0_38 (P1S1): changed\n"
        "data/source.ttl:39: gazette:offset_39_87 (P1S2): moved by -8, as are 5 more, "
        "up to gazette:offset_186_224 (P3S2)\n"
        "Verified 8 spans: 1 unchanged, 6 moved, 1 changed.\n",
        "",
    )


def test_windows_line_ends_are_found_out_but_do_not_hold(
    evidence: Callable[..., Run], folder: Path
) -> None:
    path = folder / "gazette.txt"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert evidence("verify", "gazette.txt") == Run(
        1,
        "gazette.txt: not the text of id:gazette-report: 228 characters instead of 225\n"
        "With Unix line ends (LF) it is that text.\n"
        "Verified 8 spans with Unix line ends (LF): 8 unchanged, 0 moved, 0 changed.\n",
        "",
    )


def test_a_copy_is_verified_from_standard_input(
    evidence: Callable[..., Run], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = (folder / "courier.txt").read_bytes()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    assert evidence("verify", "-").out.startswith("<stdin>: the text of id:courier-report: ")


def test_verification_as_json_has_each_span(evidence: Callable[..., Run], folder: Path) -> None:
    replace(folder / "courier.txt", "stays", "stayed")
    found = evidence("verify", "courier.txt", "--document", "courier-report", "--format", "json")
    assert found.code == 1
    told = json.loads(found.out)
    assert told["spans"] == [
        {
            "span": "https://example.org/fair/id/courier-report#offset_0_51",
            "sentence": "P1S1",
            "begin": 0,
            "end": 51,
            "state": "changed",
            "shift": None,
            "position": "data/source.ttl:81",
        }
    ]


UNREADABLE = {
    "missing": ("absent.txt", None, "absent.txt: no such file\n"),
    "a folder": ("data", None, "data: this is a folder, not a file\n"),
    "empty": ("empty.txt", b"", "empty.txt: this file is empty\n"),
    "wrong encoding": ("odd.txt", b"Mayor \x81 Li", "odd.txt:1:7: byte 0x81 is not UTF-8\n"),
}


@pytest.mark.parametrize("case", UNREADABLE)
@pytest.mark.parametrize("command", ["verify", "locate"])
def test_a_copy_that_cannot_be_read_exits_with_3(
    command: str, case: str, evidence: Callable[..., Run], folder: Path
) -> None:
    name, content, message = UNREADABLE[case]
    if content is not None:
        (folder / name).write_bytes(content)
    found = evidence(command, name, *(["Mayor"] if command == "locate" else []))
    assert (found.code, found.out) == (3, "")
    assert found.err.startswith(message)


SPAN = """\
@prefix gazette: <https://example.org/fair/id/gazette-report#> .
@prefix id: <https://example.org/fair/id/> .
@prefix nif: <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#> .
@prefix visit: <https://w3id.org/visitkg/ontology#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

gazette:offset_190_201
    a
        nif:OffsetBasedString ,
        visit:EvidenceSpan
        ;
    nif:beginIndex "190"^^xsd:nonNegativeInteger ;
    nif:endIndex "201"^^xsd:nonNegativeInteger ;
    nif:referenceContext id:gazette-report ;
    visit:sentence "P3S2" ;
    visit:sha256 "DIGEST" ;
    .
"""


def test_words_are_located_as_turtle_that_verifies(
    evidence: Callable[..., Run], folder: Path
) -> None:
    located = evidence("locate", "gazette.txt", "town’s fair")
    assert located == Run(0, SPAN.replace("DIGEST", sha256("town’s fair".encode()).hexdigest()), "")
    (folder / "data/new.ttl").write_text(located.out, encoding="utf-8")
    assert evidence().code == 0
    assert evidence("verify", "gazette.txt").out.endswith("the digest and 9 spans match.\n")


def test_words_that_the_data_have_are_said_to_be_there(evidence: Callable[..., Run]) -> None:
    located = evidence("locate", "gazette.txt", "What may follow")
    assert "        visit:Heading\n" in located.out
    assert located.err == "data/source.ttl:53: the data have this span already\n"


def test_a_copy_that_differs_locates_nothing(evidence: Callable[..., Run], folder: Path) -> None:
    replace(folder / "gazette.txt", " by tram", "")
    found = evidence("locate", "gazette.txt", "Harbour", "--document", "gazette-report")
    assert found == Run(
        3,
        "",
        "gazette.txt: this copy is not the text of <https://example.org/fair/id/gazette-report>\n"
        "Run: visitkg evidence verify gazette.txt\n",
    )


def test_another_project_can_be_named(
    evidence: Callable[..., Run], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder.parent)
    assert evidence("--project", "fair") == Run(0, COVERAGE, "")
    assert evidence("verify", "fair/courier.txt", "--project", "fair").code == 0
