"""What the benchmarks compare and make up; nothing is timed here."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Final

import pytest
from pyoxigraph import parse

BENCH: Final = Path(__file__).resolve().parents[1] / "bench"
SHAPES: Final = """\
@prefix ex: <http://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> .
ex:S sh:targetNode ex:a ; sh:property ex:P , ex:Q .
ex:P sh:path ex:p ; sh:maxCount 0 ; sh:minLength 3 ; sh:severity sh:Warning .
ex:Q sh:minCount 1 ;
    sh:path ( [ sh:inversePath [ sh:zeroOrMorePath ex:p ] ] [ sh:alternativePath ( ex:q ex:r ) ] ) .
"""
DATA: Final = """\
@prefix ex: <http://example.org/> .
ex:a ex:p "é\\n" , "x"@en , 7 , [] .
"""
REPORT: Final = """\
@prefix ex: <http://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> .
[] a sh:ValidationReport ; sh:conforms false ; sh:result [ a sh:ValidationResult ;
    sh:focusNode ex:a ; sh:resultPath ex:p ; sh:value "x" ; sh:resultSeverity sh:Violation ;
    sh:sourceConstraintComponent sh:MinLengthConstraintComponent ; sh:sourceShape ex:P ] , [
    a sh:ValidationResult ;
    sh:focusNode ex:a ; sh:resultPath [ sh:inversePath ex:q ] ; sh:resultSeverity sh:Violation ;
    sh:sourceConstraintComponent sh:MinCountConstraintComponent ; sh:sourceShape [] ] .
"""


@pytest.fixture(autouse=True)
def bench_is_on_the_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(BENCH))


def test_a_report_of_ours_has_the_same_rows_as_json_and_as_rdf(tmp_path: Path) -> None:
    from validate_rows import read_rows

    from visitkg.shacl.report_json import render_json
    from visitkg.shacl.report_turtle import render_turtle
    from visitkg.shacl.run import validate

    data, shapes = tmp_path / "data.ttl", tmp_path / "shapes.ttl"
    data.write_text(DATA, encoding="utf-8")
    shapes.write_text(SHAPES, encoding="utf-8")
    report = validate([data], [shapes])
    rows = read_rows(render_json(report).encode(), "json")
    assert rows == read_rows(render_turtle(report, {}).encode(), "ttl")
    assert rows.total() == 6
    assert {row.path for row in rows} == {
        "<http://example.org/p>",
        "(^(<http://example.org/p>*))/(<http://example.org/q>|<http://example.org/r>)",
    }


def test_equal_reports_do_not_differ() -> None:
    from validate_rows import read_rows, tell_difference

    rows = read_rows(REPORT.encode(), "ttl")
    assert rows.total() == 2
    assert tell_difference(rows, rows) is None


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("focusNode ex:a", "focusNode ex:b", id="focus node"),
        pytest.param("resultPath ex:p", "resultPath ex:q", id="path"),
        pytest.param("inversePath ex:q", "inversePath ex:p", id="complex path"),
        pytest.param("inversePath ex:q", "zeroOrMorePath ex:q", id="operator of a path"),
        pytest.param('"x"', '"x"@en', id="language of a value"),
        pytest.param('"x"', '"y"', id="value"),
        pytest.param('"x"', "[]", id="value that is blank"),
        pytest.param('sh:value "x" ;', "", id="no value"),
        pytest.param("sh:MinLength", "sh:MaxLength", id="component"),
        pytest.param("sh:Violation", "sh:Info", id="severity"),
        pytest.param("Shape ex:P", "Shape ex:Q", id="shape"),
        pytest.param("Shape []", "Shape ex:Q", id="shape that is not blank"),
    ],
)
def test_reports_differ_in_each_part_of_a_result(before: str, after: str) -> None:
    from validate_rows import read_rows, tell_difference

    assert before in REPORT
    ours = read_rows(REPORT.encode(), "ttl")
    theirs = read_rows(REPORT.replace(before, after).encode(), "ttl")
    told = tell_difference(ours, theirs)
    assert told is not None
    assert told.startswith("gives 2 results instead of 2: ")


def test_reports_differ_in_how_often_they_have_a_row() -> None:
    from validate_rows import read_rows, tell_difference

    rows = read_rows(REPORT.encode(), "ttl")
    assert str(tell_difference(rows, rows + rows)).startswith("gives 4 results instead of 2: 2 oth")
    assert str(tell_difference(rows, Counter())).startswith("gives 0 results instead of 2: 2 miss")


def test_a_path_that_the_other_leaves_undescribed_is_not_compared() -> None:
    from validate_rows import read_rows, tell_difference

    undescribed = REPORT.replace("[ sh:inversePath ex:q ]", "[]")
    ours, theirs = (read_rows(text.encode(), "ttl") for text in (REPORT, undescribed))
    assert tell_difference(ours, theirs) is None


@pytest.mark.parametrize(
    ("written", "report_format"),
    [
        pytest.param("", "ttl", id="nothing"),
        pytest.param("", "json", id="no JSON"),
        pytest.param("{}", "json", id="other JSON"),
        pytest.param("<a> <b> <c> .", "nt", id="broken RDF"),
        pytest.param("<http://e.org/a> <http://e.org/b> 1 .", "ttl", id="a graph without a report"),
        pytest.param(REPORT[:300], "ttl", id="truncated"),
    ],
)
def test_what_is_no_report_is_refused(written: str, report_format: str) -> None:
    from validate_rows import NoReportError, read_rows

    with pytest.raises(NoReportError, match=r"^writes no report"):
        read_rows(written.encode(), report_format)


@pytest.mark.parametrize(
    ("text", "size", "name"),
    [("1000", 1000, "1k"), ("10k", 10_000, "10k"), ("2M", 2_000_000, "2M"), ("999", 999, "999")],
)
def test_sizes_are_read_as_people_write_them(text: str, size: int, name: str) -> None:
    from workload import name_size, read_size

    assert read_size(text) == size
    assert name_size(size) == name


@pytest.mark.parametrize("text", ["", "k", "1K", "many", "1.5k"])
def test_what_is_no_size_is_refused(text: str) -> None:
    from workload import read_size

    with pytest.raises(ValueError, match="invalid literal"):
        read_size(text)


MADE_UP: Final = ["library", "broken", "logic", "queries", "chains", "line", "kinds", "wide"]


def test_all_made_up_workloads_are_tested() -> None:
    from workload import WORKLOADS

    assert {*MADE_UP, "visit"} == set(WORKLOADS)


@pytest.mark.parametrize("name", MADE_UP)
def test_a_made_up_workload_has_its_size_is_the_same_in_both_formats_and_breaks_its_shapes(
    name: str, tmp_path: Path
) -> None:
    from workload import provide

    from visitkg.shacl.run import validate

    made = provide(name, [20_000], tmp_path)
    size, case = next(made)
    lines, turtle = (list(parse(path=path)) for path in case.data.values())
    report = validate([case.data[".ttl"]], [case.shapes])
    assert set(lines) == set(turtle)
    assert size == 20_000
    assert 18_000 < len(lines) < 22_000
    assert report.results
    assert not report.problems
    assert not report.unmatched_targets
    assert next(made, None) is None
    assert not list(tmp_path.iterdir()), "files are not left behind"


def test_a_copy_of_data_has_other_nodes_but_the_same_terms() -> None:
    from scale import _rename

    lines = (
        b"<https://example.org/data/visit-1> <https://example.org/dv/host> _:b .\n"
        b"<https://example.org/library/book7> <https://example.org/library/by> <x:7> .\n"
    )
    assert _rename(lines, 3) == (
        b"<https://example.org/data/3/visit-1> <https://example.org/dv/host> _:c3b .\n"
        b"<https://example.org/library/3/book7> <https://example.org/library/by> <x:7> .\n"
    )


@pytest.mark.parametrize(
    ("seconds", "gibibytes", "code", "missed"),
    [
        (4.0, 1.9, 1, []),
        (4.1, 1.9, 0, ["10M: 4.1 times what parsing takes, at most 4.0"]),
        (3.0, 2.1, 0, ["10M: 2.10 GiB, at most 2GiB"]),
        (3.0, 0.1, 3, ["10M: exit code 3"]),
    ],
)
def test_a_goal_of_scale_is_missed_by_time_by_memory_or_by_failing(
    seconds: float, gibibytes: float, code: int, missed: list[str]
) -> None:
    from scale import Measured, _misses

    memory = int(gibibytes * (1 << 30))
    row = Measured(10_000_000, "2GiB", 1.0, seconds, memory, code, "")
    assert list(_misses(row)) == missed
