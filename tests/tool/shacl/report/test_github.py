"""Annotations and job summaries: escaped as GitHub reads them, and within what it shows."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

import pytest
from pyoxigraph import Literal, NamedNode

from visitkg.errors import Position
from visitkg.shacl.report_github import render_github
from visitkg.shacl.report_markdown import render_job_summary
from visitkg.shacl.result import ShapeProblem, UnmatchedTarget

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from visitkg.shacl.result import ValidationReport, ValidationResult

EVIL = "100% <b>::error file=x,line=1::a\r\n::warning::b, c:\x1b[31m|`*_[x](y)@z\u202e ${{ a }}"


class Command(NamedTuple):
    """What GitHub makes of one line."""

    level: str
    properties: dict[str, str]
    message: str


def unescape(text: str) -> str:
    for code, character in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(code, character)
    return text


def commands(text: str) -> list[Command]:
    found = []
    for line in text.splitlines():
        match = re.fullmatch(r"::(\w+) ([^:]*)::(.*)", line)
        if match:
            pairs = (pair.split("=", 1) for pair in match[2].split(","))
            properties = {key: unescape(value) for key, value in pairs}
            found.append(Command(match[1], properties, unescape(match[3])))
    return found


def test_the_sample_is_annotated(
    report: ValidationReport, folder: Path, golden: Callable[[Path, str], None]
) -> None:
    golden(folder / "report.github.txt", render_github(report, {}))


def test_each_line_is_a_command_but_the_last(report: ValidationReport) -> None:
    text = render_github(report, {})
    assert len(commands(text)) == len(text.splitlines()) - 1 == 12
    assert text.splitlines()[-1].startswith("Checked 5 focus nodes")


def test_an_annotation_stands_under_its_token(report: ValidationReport) -> None:
    first = commands(render_github(report, {}))[0]
    assert first == Command(
        "error",
        {
            "file": "data.ttl",
            "line": "6",
            "col": "21",
            "endColumn": "30",
            "title": "sh:maxCount 1 of s:Person-name",
        },
        "A person has one name. State it once with ex:name.\n"
        "focus ex:Ada (Ada Lovelace), path ex:name",
    )


def test_nothing_breaks_out_of_a_command(
    make_report: Callable[..., ValidationReport],
    make_result: Callable[..., ValidationResult],
    name: Callable[[str], NamedNode],
) -> None:
    place = Position(f"a{EVIL}.ttl", 1, 1)
    report = make_report(
        make_result("Closed", messages=(Literal(EVIL),), position=place),
        make_result("Pattern", parameters=(Literal(EVIL),), value_node=Literal(EVIL)),
        problems=(ShapeProblem(EVIL, EVIL, place, fatal=True),),
        unmatched_targets=(UnmatchedTarget(name("s:S"), name("sh:targetNode"), Literal(EVIL)),),
        labels={name("ex:a"): EVIL},
    )
    text = render_github(report, {})
    assert len(commands(text)) == len(text.splitlines()) - 1 == 4
    assert [command.level for command in commands(text)] == ["error", "error", "error", "warning"]
    assert all(set(command.properties) <= KNOWN for command in commands(text))
    assert "\x1b" not in text
    assert commands(text)[1].properties["file"].startswith("a100% <b>::error file=x,line=1::a")


KNOWN = {"file", "line", "col", "endColumn", "title"}


@pytest.mark.parametrize(
    ("count", "annotations", "last"),
    [
        (0, 0, None),
        (9, 9, None),
        (10, 10, None),
        (11, 10, "2 more of 11"),
        (999, 10, "990 more of 999"),
    ],
)
def test_at_most_ten_of_a_level_are_shown(
    make_report: Callable[..., ValidationReport],
    make_result: Callable[..., ValidationResult],
    count: int,
    annotations: int,
    last: str | None,
) -> None:
    results = [make_result("Closed", position=Position("a.ttl", n + 1)) for n in range(count)]
    found = commands(render_github(make_report(*results), {}))
    assert len(found) == annotations
    if last:
        assert found[-1].properties == {"title": last}
        assert found[-1].message == f"{count}: sh:closed of s:S"


def test_each_level_has_its_ten(
    make_report: Callable[..., ValidationReport],
    make_result: Callable[..., ValidationResult],
    name: Callable[[str], NamedNode],
) -> None:
    results = [
        make_result("Closed", severity=name(severity))
        for severity in ("sh:Violation", "ex:Grave", "sh:Warning", "sh:Info")
        for _ in range(20)
    ]
    levels = Counter(
        command.level for command in commands(render_github(make_report(*results), {}))
    )
    assert levels == {"error": 10, "warning": 10, "notice": 10}


def test_a_rare_kind_is_shown_beside_a_frequent_one(
    make_report: Callable[..., ValidationReport],
    make_result: Callable[..., ValidationResult],
    name: Callable[[str], NamedNode],
) -> None:
    results = [make_result("Closed") for _ in range(1_000)]
    rare = [make_result("UniqueLang", source_shape=name(f"s:{n}")) for n in range(3)]
    titles = Counter(
        command.properties["title"]
        for command in commands(render_github(make_report(*results, *rare), {}))
    )
    assert titles == {
        "sh:closed of s:S": 6,
        "sh:uniqueLang of s:0": 1,
        "sh:uniqueLang of s:1": 1,
        "sh:uniqueLang of s:2": 1,
        "994 more of 1,003": 1,
    }


def test_many_kinds_are_counted_without_end(
    make_report: Callable[..., ValidationReport],
    make_result: Callable[..., ValidationResult],
    name: Callable[[str], NamedNode],
) -> None:
    results = [make_result("Closed", source_shape=name(f"s:n{n}")) for n in range(50)]
    lines = commands(render_github(make_report(*results), {}))[-1].message.splitlines()
    assert len(lines) == 21
    assert lines[-1] == "and 30 more kinds"


def test_standard_input_is_no_file(
    make_report: Callable[..., ValidationReport], make_result: Callable[..., ValidationResult]
) -> None:
    report = make_report(make_result("Closed", position=Position("<stdin>", 3, 4)))
    assert commands(render_github(report, {}))[0].properties == {"title": "sh:closed of s:S"}


def test_files_are_named_from_the_root_of_the_repository(
    make_report: Callable[..., ValidationReport],
    make_result: Callable[..., ValidationResult],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (tmp_path / "part").mkdir()
    monkeypatch.chdir(tmp_path / "part")
    report = make_report(
        make_result("Closed", position=Position("my data/a.ttl", 1)),
        make_result("Closed", position=Position("/elsewhere/a.ttl", 1)),
    )
    files = [
        command.properties["file"] for command in commands(render_github(report, {}, root=tmp_path))
    ]
    assert files == ["part/my data/a.ttl", "/elsewhere/a.ttl"]


def test_without_results_there_is_the_summary_alone(
    make_report: Callable[..., ValidationReport],
) -> None:
    assert render_github(make_report(), {}) == (
        "Checked 2 focus nodes against 1 shape: no violation.\n"
    )


def test_what_could_not_be_completed_is_an_error(
    make_report: Callable[..., ValidationReport],
) -> None:
    problem = ShapeProblem("no path", "Give it one.", Position("s.ttl", 2, 3), fatal=True)
    text = render_github(make_report(completed=False, problems=(problem,)), {})
    assert text == (
        "::error file=s.ttl,line=2,col=3,title=Problem in the shapes::no path%0AGive it one.\n"
        "Not completed: 1 problem in the shapes.\n"
    )


def test_the_sample_is_summarised(
    report: ValidationReport, folder: Path, golden: Callable[[Path, str], None]
) -> None:
    golden(folder / "report.md", render_job_summary(report))


def test_a_summary_stays_below_a_mebibyte_and_says_what_it_leaves_out(
    make_report: Callable[..., ValidationReport],
    make_result: Callable[..., ValidationResult],
    name: Callable[[str], NamedNode],
) -> None:
    results = [
        make_result("Closed", source_shape=name(f"s:n{n}"), messages=(Literal("김" * 2_000),))
        for n in range(1_000)
    ]
    text = render_job_summary(make_report(*results))
    assert 500_000 < len(text.encode()) < 1 << 20
    assert re.search(r"^\d+ more sections left out\.$", text, re.MULTILINE)
    assert "| | 800 | 800 more kinds | |" in text


def test_of_alike_results_ten_places_are_told(
    make_report: Callable[..., ValidationReport], make_result: Callable[..., ValidationResult]
) -> None:
    results = [make_result("Closed", position=Position("a.ttl", n + 1)) for n in range(1_234)]
    text = render_job_summary(make_report(*results))
    assert text.count("<code>a.ttl:") == 10
    assert "- and 1,224 more\n" in text
    assert "| violation | 1,234 | <code>s:S</code> | <code>sh:closed</code> |" in text


def test_nothing_in_a_summary_is_taken_for_markdown_or_html(
    make_report: Callable[..., ValidationReport],
    make_result: Callable[..., ValidationResult],
    name: Callable[[str], NamedNode],
) -> None:
    report = make_report(
        make_result("Closed", messages=(Literal(EVIL),), position=Position(EVIL, 1)),
        make_result("Pattern", parameters=(Literal(EVIL),), value_node=Literal(EVIL)),
        problems=(ShapeProblem(EVIL, EVIL),),
        unmatched_targets=(UnmatchedTarget(name("s:S"), name("sh:targetNode"), Literal(EVIL)),),
        stale=(EVIL,),
        labels={name("ex:a"): EVIL},
    )
    text = render_job_summary(report)
    plain = re.sub(r"</?code>|&#\d+;|^\|.*\|$|^#+ |^- ", "", text, flags=re.MULTILINE)
    assert not re.search(r"[<>\[\]`*_|@$\\\x1b\u202e]", plain)
    rows = [line for line in text.splitlines() if line.startswith("|")]
    assert {row.count("|") for row in rows} == {5}


def test_a_summary_without_results_says_so(make_report: Callable[..., ValidationReport]) -> None:
    assert render_job_summary(make_report()) == (
        "## SHACL: no violation\n\nChecked 2 focus nodes against 1 shape: no violation.\n"
    )


def test_a_summary_of_what_could_not_be_completed_says_so(
    make_report: Callable[..., ValidationReport],
) -> None:
    report = make_report(completed=False, problems=(ShapeProblem("no path", "Give it one."),))
    assert render_job_summary(report) == (
        "## SHACL: not completed\n\nNot completed: 1 problem in the shapes.\n\n"
        "### Problems in the shapes\n\n- no path. Give it one.\n"
    )


def test_messages_that_differ_stand_with_their_places(
    make_report: Callable[..., ValidationReport], make_result: Callable[..., ValidationResult]
) -> None:
    results = [make_result("SPARQL", messages=(Literal(f"{n} is odd."),)) for n in (1, 3)]
    text = render_job_summary(make_report(*results))
    assert "- 1 is odd. (focus ex:a, path ex:p)\n- 3 is odd. (focus ex:a, path ex:p)\n" in text
