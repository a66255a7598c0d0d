"""Reports for people: golden beside their input, and what each line must keep."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from visitkg.errors import Position
from visitkg.shacl.report_text import render_notices, render_summary, render_text
from visitkg.shacl.result import ShapeProblem, UnmatchedTarget

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from visitkg.shacl.result import ValidationReport, ValidationResult

CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def test_the_sample_reads(
    report: ValidationReport, folder: Path, golden: Callable[[Path, str], None]
) -> None:
    golden(folder / "report.txt", render_text(report, {}))


def heads(text: str) -> list[str]:
    """Return the lines at which results and notices begin."""
    return [line for line in text.splitlines() if re.match(r"\S+\.ttl:\d+:\d+: \w+: ", line)]


def test_the_first_line_of_each_result_can_be_searched_for(report: ValidationReport) -> None:
    text = render_text(report, {})
    assert len([line for line in heads(text) if "violation: " in line]) == 6
    assert len([line for line in heads(text) if "warning: " in line]) == 2
    assert len([line for line in heads(text) if "info: " in line]) == 1


def test_results_come_by_file_line_and_column_and_those_without_a_place_in_the_data_last(
    report: ValidationReport,
) -> None:
    places = [line.split(": ")[0] for line in heads(render_text(report, {}))]
    assert places == [
        "data.ttl:6:21",
        "data.ttl:7:12",
        "data.ttl:8:14",
        "data.ttl:10:38",
        "data.ttl:10:38",
        "data.ttl:12:1",
        "data.ttl:12:1",
        "data.ttl:14:12",
        "shapes.ttl:15:17",
    ]


def test_the_results_of_a_file_stand_together(
    make_report: Callable[..., ValidationReport], make_result: Callable[..., ValidationResult]
) -> None:
    places = [("b.ttl", 2, 1), ("a.ttl", 9, 1), ("b.ttl", 1, 7), ("a.ttl", 9, 0), ("b.ttl", 1, 3)]
    report = make_report(
        *(make_result("UniqueLang", position=Position(*place)) for place in places)
    )
    found = re.findall(r"^(\w\.ttl:\d+:\d+): ", render_text(report, {}), re.MULTILINE)
    assert found == ["b.ttl:1:3", "b.ttl:1:7", "b.ttl:2:1", "a.ttl:9:0", "a.ttl:9:1"]


@pytest.mark.parametrize(
    ("limit", "shown", "last"),
    [
        (1, 1, "    and 11 more like this"),
        (3, 3, "    and 9 more like this"),
        (11, 11, "    and 1 more like this"),
        (12, 12, "    by sh:uniqueLang of s:S"),
        (None, 12, "    by sh:uniqueLang of s:S"),
    ],
)
def test_alike_results_beyond_the_limit_are_counted(
    make_report: Callable[..., ValidationReport],
    make_result: Callable[..., ValidationResult],
    limit: int | None,
    shown: int,
    last: str,
) -> None:
    results = [make_result("UniqueLang", position=Position("d.ttl", n + 1)) for n in range(12)]
    *blocks, summary = render_text(make_report(*results), {}, limit=limit).split("\n\n")
    assert len(blocks) == shown
    assert blocks[-1].splitlines()[-1] == last
    assert summary == "Checked 2 focus nodes against 1 shape: 12 violations.\n"


def test_results_are_not_alike_that_differ_in_shape_component_or_severity(
    make_report: Callable[..., ValidationReport],
    make_result: Callable[..., ValidationResult],
    name: Callable[[str], NamedNode],
) -> None:
    report = make_report(
        make_result("UniqueLang"),
        make_result("UniqueLang", source_shape=name("s:T")),
        make_result("Closed"),
        make_result("UniqueLang", severity=name("sh:Info")),
    )
    text = render_text(report, {}, limit=1)
    assert "more like this" not in text
    assert len(text.split("\n\n")) == 5


def test_messages_that_name_their_values_are_alike(
    make_report: Callable[..., ValidationReport],
    make_result: Callable[..., ValidationResult],
) -> None:
    messages = [(Literal(f"{number} is odd. Double it."),) for number in (1, 3, 5)]
    report = make_report(*(make_result("SPARQL", messages=message) for message in messages))
    assert "    and 2 more like this" in render_text(report, {}, limit=1)


def test_colour_is_there_only_when_asked_for(report: ValidationReport) -> None:
    plain, coloured = render_text(report, {}), render_text(report, {}, colour=True)
    assert "\x1b" not in plain
    assert re.sub(r"\x1b\[[\d;]*m", "", coloured) == plain
    assert "\x1b[1;31mviolation\x1b[0m: " in coloured
    assert coloured.count("\x1b[0m") == len(re.findall(r"\x1b\[\d[\d;]*m", coloured)) / 2


@pytest.fixture
def hostile(
    make_report: Callable[..., ValidationReport],
    make_result: Callable[..., ValidationResult],
    name: Callable[[str], NamedNode],
) -> ValidationReport:
    """Return a report of texts that were written to do harm."""
    evil = "\x1b]0;title\x07\r\n::error::\u202eevil\x9b2J"
    return make_report(
        make_result(
            "Pattern",
            value_node=Literal(evil),
            parameters=(Literal(evil),),
            position=Position("da\nta\x1b[2J.ttl", 1, 6),
            shape_position=Position("sha\x07pes.ttl", 1),
        ),
        make_result(
            "Class",
            messages=(Literal(evil, language="en"),),
            value_node=Triple(name("ex:a"), name("ex:p"), Literal(evil)),
        ),
        texts={"da\nta\x1b[2J.ttl": f'ex:p "{evil}"'.encode()},
        labels={name("ex:a"): evil},
        problems=(ShapeProblem(evil, evil, Position("a\x1b.ttl", 1, 1)),),
        unmatched_targets=(UnmatchedTarget(name("s:S"), name("sh:targetNode"), Literal(evil)),),
        stale=(evil,),
    )


def test_nothing_that_moves_a_cursor_reaches_the_terminal(hostile: ValidationReport) -> None:
    text = render_text(hostile, {})
    assert CONTROLS.findall(text + render_notices(hostile, {}) + render_summary(hostile)) == []


def test_no_line_begins_as_a_command_of_github_actions(hostile: ValidationReport) -> None:
    text = render_text(hostile, {})
    assert "::error::" in text
    assert not [line for line in text.splitlines() if line.lstrip().startswith("::")]


def test_a_tab_in_a_line_keeps_its_place_below_it(
    make_report: Callable[..., ValidationReport], make_result: Callable[..., ValidationResult]
) -> None:
    report = make_report(
        make_result("UniqueLang", position=Position("d.ttl", 1, 7)),
        texts={"d.ttl": b'\tex:p\t"a" .'},
    )
    assert render_text(report, {}).splitlines()[1:3] == ['    \tex:p\t"a" .', "    \t    \t~~^"]


def test_a_long_value_is_cut_and_a_huge_one_costs_nothing(
    make_report: Callable[..., ValidationReport], make_result: Callable[..., ValidationResult]
) -> None:
    huge = Literal("김" * 5_000_000, language="ko")
    report = make_report(make_result("Closed", value_node=huge))
    head = render_text(report, {}).splitlines()[0]
    assert f'ex:p "{"김" * 76}... is not among' in head


def test_a_very_long_line_is_shown_around_its_token(
    make_report: Callable[..., ValidationReport], make_result: Callable[..., ValidationResult]
) -> None:
    text = f'{"x" * 1000} "ab" {"y" * 1000}'.encode()
    report = make_report(
        make_result("UniqueLang", position=Position("d.ttl", 1, 1002)), texts={"d.ttl": text}
    )
    source, marks = render_text(report, {}).splitlines()[1:3]
    assert source == f'    …{"x" * 79} "ab" {"y" * 75}…'
    assert marks == f"    {' ' * 81}~~~^"


PLACES = {
    "no place at all": ({}, "violation: "),
    "a file": ({"position": Position("a.jsonld")}, "a.jsonld: violation: "),
    "a line": ({"position": Position("a.rdf", 3)}, "a.rdf:3: violation: "),
    "the shape's": ({"shape_position": Position("s.ttl", 3, 4)}, "s.ttl:3:4: violation: "),
    "a command": ({"position": Position("::error::a.ttl", 1)}, "./::error::a.ttl:1: violation"),
    "standard input": ({"position": Position("<stdin>", 1, 2)}, "<stdin>:1:2: violation: "),
    "a path with spaces": ({"position": Position("my data/김.ttl", 1)}, "my data/김.ttl:1: viol"),
}


@pytest.mark.parametrize(("fields", "begin"), PLACES.values(), ids=PLACES)
def test_a_result_begins_with(
    make_report: Callable[..., ValidationReport],
    make_result: Callable[..., ValidationResult],
    fields: dict[str, Position],
    begin: str,
) -> None:
    report = make_report(make_result("UniqueLang", **fields))
    assert render_text(report, {}).startswith(begin)


def test_standard_input_is_quoted_from_what_was_read(
    make_report: Callable[..., ValidationReport], make_result: Callable[..., ValidationResult]
) -> None:
    report = make_report(
        make_result("UniqueLang", position=Position("<stdin>", 2, 1)),
        texts={"<stdin>": b"ex:a\nex:b .\n"},
    )
    assert render_text(report, {}).splitlines()[1:3] == ["    ex:b .", "    ~~~^"]


def test_a_blank_node_is_not_dumped(
    make_report: Callable[..., ValidationReport], make_result: Callable[..., ValidationResult]
) -> None:
    label = "n5bd04a5d2c9a4a0b"
    report = make_report(
        make_result(
            "Closed",
            focus_node=BlankNode(label),
            value_node=BlankNode(label + "1"),
            source_shape=BlankNode(label + "2"),
        )
    )
    text = render_text(report, {})
    assert label not in text
    assert "    focus [], path ex:p, value []\n" in text


def test_prefixes_of_the_caller_come_before_those_of_the_files(
    make_report: Callable[..., ValidationReport], make_result: Callable[..., ValidationResult]
) -> None:
    report = make_report(make_result("UniqueLang"), prefixes={"e": "http://example.org/"})
    assert "focus e:a, path e:p" in render_text(report, {})
    assert "focus x:a, path x:p" in render_text(
        replace(report, prefixes={}), {"x": "http://example.org/"}
    )


@pytest.fixture
def summarise(
    make_report: Callable[..., ValidationReport],
    make_result: Callable[..., ValidationResult],
    name: Callable[[str], NamedNode],
) -> Callable[..., str]:
    """Return what counts results of some severities."""

    def render(severities: Iterable[str] = (), **fields: object) -> str:
        results = [make_result("Closed", severity=name(severity)) for severity in severities]
        return render_summary(make_report(*results, **fields))

    return render


V, W, INFO = "sh:Violation", "sh:Warning", "sh:Info"
CHECKED = "Checked 2 focus nodes against 1 shape: "
SUMMARIES: dict[str, tuple[tuple[str, ...], dict[str, object], str]] = {
    "nothing": ((), {}, f"{CHECKED}no violation."),
    "one": ((V,), {}, f"{CHECKED}1 violation."),
    "two": ((V, V), {}, f"{CHECKED}2 violations."),
    "the others only": ((W, INFO, W), {}, f"{CHECKED}no violation, 2 warnings, 1 info."),
    "a severity of the user's own": (("ex:Grave",), {}, f"{CHECKED}1 violation."),
    "nothing looked at": (
        (),
        {"focus_nodes_checked": 0, "shapes_checked": 0},
        "Checked no focus node against no shape: no violation.",
    ),
    "thousands": (
        (),
        {"focus_nodes_checked": 1_234_567, "shapes_checked": 1_000},
        "Checked 1,234,567 focus nodes against 1,000 shapes: no violation.",
    ),
    "stale entries": (
        (),
        {"stale": ("a", "b")},
        f"{CHECKED}no violation. 2 entries of the baseline are stale.",
    ),
    "one stale entry": (
        (),
        {"stale": ("a",)},
        f"{CHECKED}no violation. 1 entry of the baseline is stale.",
    ),
    "not completed": (
        (),
        {"completed": False, "problems": (ShapeProblem("a", "b", fatal=True),)},
        "Not completed: 1 problem in the shapes.",
    ),
}


@pytest.mark.parametrize(("severities", "fields", "summary"), SUMMARIES.values(), ids=SUMMARIES)
def test_the_summary_counts(
    summarise: Callable[..., str],
    severities: tuple[str, ...],
    fields: dict[str, object],
    summary: str,
) -> None:
    assert summarise(severities, **fields) == summary


@pytest.mark.parametrize(
    ("known", "told"),
    [(1, " 1 more is known from the baseline."), (2, " 2 more are known from the baseline.")],
)
def test_known_results_are_counted_apart(
    summarise: Callable[..., str],
    make_result: Callable[..., ValidationResult],
    known: int,
    told: str,
) -> None:
    results = (make_result("Closed"),) * known
    assert summarise((V,), known=results) == f"{CHECKED}1 violation.{told}"


def test_known_results_are_not_shown(
    make_report: Callable[..., ValidationReport], make_result: Callable[..., ValidationResult]
) -> None:
    report = make_report(known=(make_result("Closed"),), stale=("ex:a has no ex:p",))
    assert render_text(report, {}) == (
        "stale in the baseline: ex:a has no ex:p\n"
        "\n"
        "Checked 2 focus nodes against 1 shape: no violation. 1 more is known from the baseline. "
        "1 entry of the baseline is stale.\n"
    )


def test_without_results_and_notices_there_is_the_summary_alone(
    make_report: Callable[..., ValidationReport],
) -> None:
    assert render_notices(make_report(), {}) == ""
    assert render_text(make_report(), {}) == f"{CHECKED}no violation.\n"


def test_what_could_not_be_completed_says_why(
    make_report: Callable[..., ValidationReport],
) -> None:
    report = make_report(
        completed=False,
        problems=(
            ShapeProblem(
                "sh:in is no list", "Close it.\nOr leave it out.", Position("s.ttl", 2, 3)
            ),
            ShapeProblem("no path", "Give it one.", fatal=True),
        ),
        texts={"s.ttl": b"\n  [ ] .\n"},
    )
    assert render_text(report, {}) == (
        "s.ttl:2:3: sh:in is no list\n"
        "      [ ] .\n"
        "      ^\n"
        "Close it. Or leave it out.\n"
        "no path\n"
        "Give it one.\n"
        "\n"
        "Not completed: 2 problems in the shapes.\n"
    )


def test_a_target_that_selects_nothing_is_named_and_counted(
    make_report: Callable[..., ValidationReport], name: Callable[[str], NamedNode]
) -> None:
    report = make_report(
        unmatched_targets=(
            UnmatchedTarget(
                name("s:S"), name("sh:targetNode"), name("ex:b"), Position("shapes.ttl", 3, 5)
            ),
            UnmatchedTarget(name("ex:D"), name("sh:targetClass"), name("ex:D")),
            UnmatchedTarget(BlankNode(), name("sh:targetClass"), name("ex:E")),
        )
    )
    assert render_notices(report, {}) == (
        "shapes.ttl:3:5: s:S sh:targetNode ex:b selects nothing in the data\n"
        "the class ex:D, which is its own shape, selects nothing in the data\n"
        "a shape without a name sh:targetClass ex:E selects nothing in the data\n"
        "3 targets select nothing.\n"
    )


def test_a_detail_at_the_same_place_does_not_quote_it_again(
    make_report: Callable[..., ValidationReport], make_result: Callable[..., ValidationResult]
) -> None:
    place, other = Position("d.ttl", 1, 1), Position("d.ttl", 2, 1)
    details = (make_result("Closed", position=place), make_result("Closed", position=other))
    report = make_report(
        make_result("Node", position=place, detail=details), texts={"d.ttl": b"ex:a .\nex:b ."}
    )
    text = render_text(report, {})
    assert (text.count("ex:a ."), text.count("ex:b .")) == (1, 1)


def test_a_shape_without_a_name_is_placed_once(
    make_report: Callable[..., ValidationReport], make_result: Callable[..., ValidationResult]
) -> None:
    result = make_result("Closed", source_shape=BlankNode(), shape_position=Position("s.ttl", 7))
    text = render_text(make_report(result), {})
    assert "    by sh:closed of the shape at s.ttl:7\n" in text


def test_of_many_parameters_the_first_are_named(
    make_report: Callable[..., ValidationReport], make_result: Callable[..., ValidationResult]
) -> None:
    result = make_result("In", parameters=tuple(Literal(n) for n in range(9)))
    assert "    by sh:in 0 1 2 ... of s:S\n" in render_text(make_report(result), {})


def test_a_long_value_keeps_its_datatype_out_of_sight(
    make_report: Callable[..., ValidationReport], make_result: Callable[..., ValidationResult]
) -> None:
    result = make_result("Closed", value_node=Literal("1" * 999, datatype=NamedNode("u:t")))
    assert f'value "{"1" * 76}...\n' in render_text(make_report(result), {})
