"""``visitkg validate``: what it prints where, and what it exits with."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import pytest

from visitkg.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable

PREFIXES: Final = (
    "@prefix ex: <http://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> . "
    "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
)
SHAPES: Final = """\
ex:Cat-shape sh:targetClass ex:Cat ; sh:property ex:Cat-name , ex:Cat-food .
ex:Cat-name sh:path ex:name ; sh:minCount 1 ; sh:message "A cat has a name. Give it one."@en .
ex:Cat-food sh:path ex:eats ; sh:class ex:Food ; sh:severity sh:Warning ;
  sh:message "A cat eats food. Say what kind of food this is."@en .
"""
GOOD: Final = 'ex:tom a ex:Cat ; ex:name "Tom" .\n'
HUNGRY: Final = 'ex:tom a ex:Cat ; ex:name "Tom" ;\n  ex:eats ex:stone .\n'
NAMELESS: Final = "ex:tom a ex:Cat .\n"
CLEAN: Final = "Checked 1 focus node against 3 shapes: no violation.\n"
VIOLATION: Final = """\
data.ttl:2:1: violation: A cat has a name. Give it one.
    ex:tom a ex:Cat .
    ~~~~~^
    focus ex:tom, path ex:name
    by sh:minCount 1 of ex:Cat-name, shapes.ttl:3

"""
WARNING: Final = """\
data.ttl:3:11: warning: A cat eats food. Say what kind of food this is.
      ex:eats ex:stone .
              ~~~~~~~^
    focus ex:tom, path ex:eats, value ex:stone
    by sh:class ex:Food of ex:Cat-food, shapes.ttl:4

"""


class Outcome(NamedTuple):
    """What a command left behind."""

    code: object
    out: str
    err: str


@pytest.fixture
def validate(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Outcome]:
    """Return what runs the command in a folder with shapes.ttl, and the files that it is given."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str, **files: str) -> Outcome:
        for name, text in {"shapes": SHAPES, **files}.items():
            Path(f"{name}.ttl").write_text(PREFIXES + text, encoding="utf-8")
        with pytest.raises(SystemExit) as ended:
            main(["validate", *arguments])
        return Outcome(ended.value.code, *capsys.readouterr())

    return run


GIVEN: Final = ("data.ttl", "--shapes", "shapes.ttl")


def test_data_that_conform_exit_with_0(validate: Callable[..., Outcome]) -> None:
    assert validate(*GIVEN, data=GOOD) == (0, CLEAN, "")


def test_a_violation_exits_with_1_and_stands_on_its_line(
    validate: Callable[..., Outcome],
) -> None:
    summary = "Checked 1 focus node against 3 shapes: 1 violation.\n"
    assert validate(*GIVEN, data=NAMELESS) == (1, VIOLATION + summary, "")


@pytest.mark.parametrize(
    ("threshold", "code"), [("violation", 0), ("warning", 1), ("info", 1), ("never", 0)]
)
def test_a_warning_exits_by_the_threshold(
    validate: Callable[..., Outcome], threshold: str, code: int
) -> None:
    summary = "Checked 1 focus node against 3 shapes: no violation, 1 warning.\n"
    outcome = validate(*GIVEN, "--fail-on", threshold, data=HUNGRY)
    assert outcome == (code, WARNING + summary, "")


def test_a_violation_never_exits_with_1_if_nothing_should(
    validate: Callable[..., Outcome],
) -> None:
    assert validate(*GIVEN, "--fail-on", "never", data=NAMELESS).code == 0


def test_the_ontology_is_looked_up_but_not_validated(validate: Callable[..., Outcome]) -> None:
    ontology = "ex:Kibble rdfs:subClassOf ex:Food . ex:stone a ex:Kibble . ex:felix a ex:Cat ."
    outcome = validate(*GIVEN, "--ontology", "ontology.ttl", data=HUNGRY, ontology=ontology)
    assert outcome == (0, CLEAN, "")


def test_json_goes_to_stdout_and_the_summary_to_stderr(validate: Callable[..., Outcome]) -> None:
    outcome = validate(*GIVEN, "--format", "json", data=NAMELESS)
    document = json.loads(outcome.out)
    assert outcome.code == 1
    assert outcome.err == "Checked 1 focus node against 3 shapes: 1 violation.\n"
    assert document["result"][0]["location"] == {"file": "data.ttl", "line": 2, "column": 1}
    assert document["conforms"] is False


def test_turtle_goes_to_stdout_and_the_summary_to_stderr(
    validate: Callable[..., Outcome],
) -> None:
    outcome = validate(*GIVEN, "--format", "turtle", data=GOOD)
    assert outcome == (
        0,
        (
            "@prefix sh: <http://www.w3.org/ns/shacl#> .\n\n"
            "[]\n    a sh:ValidationReport ;\n    sh:conforms true ;\n    .\n"
        ),
        CLEAN,
    )


def test_a_report_goes_whole_into_a_file(validate: Callable[..., Outcome]) -> None:
    outcome = validate(*GIVEN, "--output", "report.txt", data=NAMELESS)
    summary = "Checked 1 focus node against 3 shapes: 1 violation.\n"
    assert outcome == (1, "", summary)
    assert Path("report.txt").read_text(encoding="utf-8") == VIOLATION + summary
    assert sorted(path.name for path in Path().iterdir()) == [
        "data.ttl",
        "report.txt",
        "shapes.ttl",
    ]


def test_what_is_wrong_with_shapes_and_targets_is_told_in_the_report_and_on_stderr(
    validate: Callable[..., Outcome],
) -> None:
    shapes = f"{SHAPES}ex:Dog-shape sh:targetClass ex:Dog ;\n  sh:propperty ex:Dog-name .\n"
    notices = (
        "shapes.ttl:7: unknown term sh:propperty\n"
        "      sh:propperty ex:Dog-name .\n"
        "Did you mean sh:property?\n"
        "shapes.ttl:6: ex:Dog-shape sh:targetClass ex:Dog selects nothing in the data\n"
        "1 target selects nothing.\n"
    )
    outcome = validate(*GIVEN, data=GOOD, shapes=shapes)
    assert outcome == (0, f"{notices}\n{CLEAN}", notices)


def test_strict_shapes_are_refused_for_a_term_without_effect(
    validate: Callable[..., Outcome],
) -> None:
    shapes = f"{SHAPES}ex:Cat-food sh:minCuont 1 .\n"
    assert validate(*GIVEN, "--strict-shapes", data=GOOD, shapes=shapes) == (
        3,
        "",
        "shapes.ttl:6: unknown term sh:minCuont\nDid you mean sh:minCount?\n",
    )


def test_standard_input_is_read_as_turtle(
    validate: Callable[..., Outcome], monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (PREFIXES + NAMELESS).encode()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text)))
    outcome = validate("-", "--shapes", "shapes.ttl")
    assert outcome.code == 1
    assert outcome.out.startswith("<stdin>:2:1: violation: A cat has a name.")


FORMATS: Final = {
    "sarif": '"version": "2.1.0"',
    "junit": "<testsuite",
    "github": "::error ",
    "html": "<!doctype html>",
    "ntriples": "<http://www.w3.org/ns/shacl#ValidationReport>",
    "jsonld": "http://www.w3.org/ns/shacl#",
    "rdfxml": "<rdf:RDF",
}


TRIPLE: Final = (
    "<http://example.org/tom> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> "
    "<http://example.org/Cat>"
)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("ntriples", f"{TRIPLE} .\n"),
        ("nquads", f"{TRIPLE} <http://example.org/g> .\n"),
        ("trig", f"<http://example.org/g> {{ {TRIPLE} }}\n"),
    ],
)
def test_standard_input_is_read_in_the_format_that_is_named(
    validate: Callable[..., Outcome], monkeypatch: pytest.MonkeyPatch, name: str, text: str
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    outcome = validate("-", "--shapes", "shapes.ttl", "--input-format", name)
    assert outcome.code == 1
    assert outcome.out.startswith("<stdin>:1:")


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("ntriples", "N-Triples"),
        ("nquads", "N-Quads"),
        ("rdfxml", "RDF/XML"),
        ("jsonld", "JSON-LD"),
    ],
)
def test_turtle_is_not_read_as_another_format(
    validate: Callable[..., Outcome], monkeypatch: pytest.MonkeyPatch, name: str, title: str
) -> None:
    text = (PREFIXES + NAMELESS).encode()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text)))
    assert validate("-", "--shapes", "shapes.ttl", "--input-format", name) == (
        3,
        "",
        f"<stdin>: this looks like Turtle, not {title}\nSay so: its format is turtle.\n",
    )


@pytest.mark.parametrize("name", [name for name in FORMATS if name != "text"])
def test_a_report_for_machines_tells_why_strict_shapes_were_refused(
    validate: Callable[..., Outcome], name: str
) -> None:
    shapes = f"{SHAPES}ex:Cat-name sh:minCuont 1 .\n"
    outcome = validate(*GIVEN, "--strict-shapes", "--format", name, data=GOOD, shapes=shapes)
    assert outcome.code == 3
    assert "minCuont" in outcome.out
    assert outcome.err == ("shapes.ttl:6: unknown term sh:minCuont\nDid you mean sh:minCount?\n")


def test_without_a_project_the_visit_is_refused_if_asked(validate: Callable[..., Outcome]) -> None:
    assert validate("data.ttl", "--no-visit", data=GOOD) == (
        2,
        "",
        (
            "no project here: neither visitkg.toml nor [tool.visitkg] in pyproject.toml\n"
            "Name both data and --shapes, or describe the project in visitkg.toml.\n"
        ),
    )


MISSING: Final = "Check the spelling; paths are relative to the working directory.\n"
NO_SHAPE: Final = "Name files that describe a sh:NodeShape or a sh:PropertyShape.\n"

BROKEN: Final = """\
broken.ttl:2:19: unknown prefix 'exx:'
    ex:tom a ex:Cat ; exx:name 1 .
                      ~~~^
Did you mean 'ex:'?
"""

# Each bad input: the arguments, its exit code and the whole text on stderr.
BAD: Final = {
    "data that are missing": (
        ("none.ttl", "--shapes", "shapes.ttl"),
        3,
        "none.ttl: no such file or folder\n" + MISSING,
    ),
    "shapes that are missing": (
        ("data.ttl", "--shapes", "none.ttl"),
        3,
        "none.ttl: no such file or folder\n" + MISSING,
    ),
    "an ontology that is missing": (
        (*GIVEN, "--ontology", "none.ttl"),
        3,
        "none.ttl: no such file or folder\n" + MISSING,
    ),
    "a folder without RDF": (
        ("folder", "--shapes", "shapes.ttl"),
        3,
        (
            "folder: no RDF file in this folder\n"
            "Name a folder with files that end in "
            ".jsonld, .n3, .nq, .nt, .owl, .rdf, .trig, .ttl.\n"
        ),
    ),
    "an empty file of data": (
        ("empty.ttl", "--shapes", "shapes.ttl"),
        3,
        (
            "empty.ttl: nothing to check: no triple here\n"
            "Name files that state something, or accept it with --allow-empty.\n"
        ),
    ),
    "an empty file of shapes": (
        ("data.ttl", "--shapes", "empty.ttl"),
        3,
        "empty.ttl: nothing to check: no shape here\n" + NO_SHAPE,
    ),
    "shapes that are none": (
        ("data.ttl", "--shapes", "data.ttl"),
        3,
        "data.ttl: nothing to check: no shape here\n" + NO_SHAPE,
    ),
    "data that no shape is about": (
        ("shapes.ttl", "--shapes", "shapes.ttl"),
        3,
        (
            "shapes.ttl: nothing to check: no target of the shapes selects a node here\n"
            "Spell classes and properties alike in shapes and data, or accept it with "
            "--allow-empty.\n"
        ),
    ),
    "broken Turtle in the data": (
        ("broken.ttl", "--shapes", "shapes.ttl"),
        3,
        BROKEN,
    ),
    "broken Turtle in the shapes": (
        ("data.ttl", "--shapes", "broken.ttl"),
        3,
        BROKEN,
    ),
    "another encoding": (
        ("latin.ttl", "--shapes", "shapes.ttl"),
        3,
        """\
latin.ttl:1:14: byte 0xe9 is not UTF-8
    <a:b> <a:c> "\ufffd" .
                 ^
Save the file as UTF-8.
""",
    ),
    "another suffix": (
        ("data.txt", "--shapes", "shapes.ttl"),
        3,
        (
            "data.txt: unknown suffix '.txt'\n"
            "Name a file that ends in one of .jsonld, .n3, .nq, .nt, .owl, .rdf, .trig, .ttl.\n"
        ),
    ),
    "an ill-formed shape": (
        ("data.ttl", "--shapes", "ill.ttl"),
        3,
        (
            'ill.ttl:2: sh:minCount takes a whole number, not "one"\n'
            "Write it like this: sh:minCount 1 ;\n"
        ),
    ),
    "a format that there is not": (
        (*GIVEN, "--format", "xml"),
        2,
        (
            "Usage: visitkg validate [OPTIONS] [DATA]...\n"
            "Try 'visitkg validate --help' for help.\n\n"
            "Error: Invalid value for '--format': 'xml' is not one of 'text', 'json', 'sarif', "
            "'junit', 'github', 'html', 'turtle', 'ntriples', 'jsonld', 'rdfxml'.\n"
        ),
    ),
    "standard input named twice": (
        ("-", "--shapes", "-"),
        2,
        "- is named more than once\nStandard input can be read once.\n",
    ),
    "a report that can't be written": (
        (*GIVEN, "--output", "none/report.txt"),
        3,
        (
            "none/report.txt: this file can't be written: No such file or directory\n"
            "Make the folder and the file writable.\n"
        ),
    ),
    "a project that is none": (
        ("data.ttl", "--project", "folder"),
        2,
        (
            "folder: no project here: neither visitkg.toml nor [tool.visitkg] in pyproject.toml\n"
            "Name the folder that holds one of them, or leave --project out.\n"
        ),
    ),
}


@pytest.mark.parametrize(("arguments", "code", "message"), BAD.values(), ids=BAD)
def test_bad_input_ends_with_one_message(
    validate: Callable[..., Outcome], arguments: tuple[str, ...], code: int, message: str
) -> None:
    Path("folder").mkdir()
    Path("folder/note.txt").write_text("no RDF")
    Path("empty.ttl").write_text("")
    Path("latin.ttl").write_bytes(b'<a:b> <a:c> "\xe9" .\n')
    Path("data.txt").write_text(PREFIXES + GOOD)
    broken = "ex:tom a ex:Cat ; exx:name 1 .\n"
    ill = 'ex:S sh:targetClass ex:Cat ; sh:path ex:p ; sh:minCount "one" .\n'
    outcome = validate(*arguments, data=GOOD, broken=broken, ill=ill)
    assert outcome == (code, "", message)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_named(validate: Callable[..., Outcome]) -> None:
    Path("secret.ttl").touch(mode=0)
    outcome = validate("secret.ttl", "--shapes", "shapes.ttl")
    assert outcome.code == 3
    assert outcome.err.startswith("secret.ttl: permission to read this file is denied\n")


def write_project(folder: Path) -> None:
    (folder / "visitkg.toml").write_text('name = "cats"\n')
    for name, text in {
        "ontology/cat.ttl": "ex:Kibble rdfs:subClassOf ex:Food . ex:stone a ex:Kibble .",
        "data/cat.ttl": HUNGRY + "ex:kit a ex:Cat .",
        "shapes/cat.ttl": SHAPES,
    }.items():
        path = folder / name
        path.parent.mkdir()
        path.write_text(PREFIXES + text)


def test_without_arguments_the_project_is_validated(
    validate: Callable[..., Outcome], tmp_path: Path
) -> None:
    write_project(tmp_path)
    assert validate() == (
        1,
        (
            "data/cat.ttl:4:1: violation: A cat has a name. Give it one.\n"
            "    ex:kit a ex:Cat .\n    ~~~~~^\n    focus ex:kit, path ex:name\n"
            "    by sh:minCount 1 of ex:Cat-name, shapes/cat.ttl:3\n\n"
            "Checked 2 focus nodes against 3 shapes: 1 violation.\n"
        ),
        "",
    )


def test_data_without_shapes_are_validated_by_those_of_the_project(
    validate: Callable[..., Outcome], tmp_path: Path
) -> None:
    write_project(tmp_path)
    assert validate("data.ttl", data=HUNGRY) == (0, CLEAN, "")


def test_shapes_without_data_validate_the_project(
    validate: Callable[..., Outcome], tmp_path: Path
) -> None:
    write_project(tmp_path)
    shapes = "ex:S sh:targetClass ex:Food ; sh:nodeKind sh:BlankNode ."
    outcome = validate("--shapes", "own.ttl", own=shapes)
    assert outcome.out.startswith("ontology/cat.ttl:2:37: violation: ")


def test_another_project_is_named_by_its_folder(
    validate: Callable[..., Outcome], tmp_path: Path
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    write_project(other)
    assert validate("--project", "other").out.startswith("other/data/cat.ttl:4:1: violation: ")


@pytest.mark.parametrize("name", FORMATS)
def test_a_report_has_the_format(validate: Callable[..., Outcome], name: str) -> None:
    outcome = validate(*GIVEN, "--format", name, data=NAMELESS)
    assert outcome.code == 1
    assert FORMATS[name].lower() in outcome.out.lower()


def test_a_job_summary_is_added_where_github_wants_it(
    validate: Callable[..., Outcome], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    summary = tmp_path / "summary.md"
    summary.write_text("before\n", encoding="utf-8")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    validate(*GIVEN, "--format", "github", data=NAMELESS)
    text = summary.read_text(encoding="utf-8")
    assert text.startswith("before\n")
    assert "A cat has a name." in text


def test_several_reports_are_written_at_once(validate: Callable[..., Outcome]) -> None:
    outcome = validate(*GIVEN, "--report", "sarif=report.sarif", data=NAMELESS)
    assert outcome.code == 1
    assert outcome.out.startswith("data.ttl:2:1: violation: ")
    assert json.loads(Path("report.sarif").read_text(encoding="utf-8"))["version"] == "2.1.0"


@pytest.mark.parametrize("text", ["sarif", "yaml=report.yaml", "sarif="])
def test_a_further_report_needs_a_format_and_a_file(
    validate: Callable[..., Outcome], text: str
) -> None:
    assert validate(*GIVEN, "--report", text, data=GOOD).code == 2


def test_alike_results_beyond_the_limit_are_counted(validate: Callable[..., Outcome]) -> None:
    data = "".join(f"ex:cat{number} a ex:Cat .\n" for number in range(9))
    outcome = validate(*GIVEN, "--limit", "2", data=data)
    assert outcome.out.count("violation: A cat has a name.") == 2
    assert "7 more" in outcome.out
    assert outcome.out.endswith("9 violations.\n")


def test_results_of_a_baseline_are_known(validate: Callable[..., Outcome]) -> None:
    baseline = ("--baseline", "known.jsonl")
    assert validate(*GIVEN, *baseline, "--update-baseline", data=NAMELESS).code == 0
    assert validate(*GIVEN, *baseline, data=f"# moved\n{NAMELESS}").code == 0
    assert validate(*GIVEN, *baseline, data=f"{NAMELESS}ex:kit a ex:Cat .").code == 1
    assert "stale" in validate(*GIVEN, *baseline, data=GOOD).out


def test_a_baseline_that_isnt_there_is_told(validate: Callable[..., Outcome]) -> None:
    outcome = validate(*GIVEN, "--baseline", "none.jsonl", data=GOOD)
    assert outcome.code == 3
    assert outcome.err.startswith("none.jsonl: no such baseline")


@pytest.mark.parametrize(
    "arguments",
    [
        ("--update-baseline",),
        ("--focus", "ex:tom"),
        ("--limit", "0"),
        ("--watch", "--update-baseline"),
    ],
)
def test_options_that_mean_nothing_are_refused(
    validate: Callable[..., Outcome], arguments: tuple[str, ...]
) -> None:
    assert validate(*GIVEN, *arguments, data=GOOD).code == 2


def git(*arguments: str) -> None:
    who = ("-c", "user.name=Cat", "-c", "user.email=cat@example.org")
    subprocess.run(["git", *who, *arguments], check=True, capture_output=True)  # noqa: S607  (found on the path)


@pytest.fixture
def repository(validate: Callable[..., Outcome]) -> Callable[..., Outcome]:
    """Return what validates in a repository whose first commit has one nameless cat."""
    validate(*GIVEN, data=f'{NAMELESS}ex:kit a ex:Cat ; ex:name "Kit" .')
    git("init", "--quiet")
    git("add", ".")
    git("commit", "--quiet", "--message", "cats")
    return validate


def test_results_that_a_revision_has_are_known(repository: Callable[..., Outcome]) -> None:
    same = f'# moved\n{NAMELESS}ex:kit a ex:Cat ; ex:name "Kit" .'
    assert repository(*GIVEN, "--changed-since", "HEAD", data=same).code == 0


def test_a_deletion_counts_as_new(repository: Callable[..., Outcome]) -> None:
    outcome = repository(*GIVEN, "--changed-since", "HEAD", data=f"{NAMELESS}ex:kit a ex:Cat .")
    assert outcome.code == 1
    assert "focus ex:kit" in outcome.out
    assert "focus ex:tom" not in outcome.out


def test_a_revision_serves_from_a_folder_below(
    repository: Callable[..., Outcome], monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("below").mkdir()
    monkeypatch.chdir("below")
    Path("../data.ttl").write_text(f"{PREFIXES}{NAMELESS}ex:kit a ex:Cat .", encoding="utf-8")
    outcome = repository("../data.ttl", "--shapes", "../shapes.ttl", "--changed-since", "HEAD")
    assert outcome.code == 1
    assert "focus ex:kit" in outcome.out
    assert "focus ex:tom" not in outcome.out


def test_an_unknown_revision_is_refused(repository: Callable[..., Outcome], tmp_path: Path) -> None:
    assert repository(*GIVEN, "--changed-since", "nowhere", data=GOOD) == (
        3,
        "",
        (
            f"no revision 'nowhere' in the repository {tmp_path}\n"
            "Name a commit, a branch or a tag; git log shows the commits.\n"
        ),
    )


def test_a_revision_needs_a_repository(validate: Callable[..., Outcome]) -> None:
    outcome = validate(*GIVEN, "--changed-since", "HEAD", data=GOOD)
    assert (outcome.code, outcome.out) == (3, "")
    assert outcome.err.startswith("data.ttl: no revision to compare with: not a git repository")


def test_the_plan_is_explained(validate: Callable[..., Outcome]) -> None:
    outcome = validate(*GIVEN, "--explain", data=GOOD)
    assert outcome == (
        0,
        (
            "ex:Cat-shape (shapes.ttl:2)\n"
            "  sh:targetClass ex:Cat\n"
            "  Property ex:Cat-name [columns]\n"
            "  Property ex:Cat-food [columns]\n"
            "ex:Cat-name (shapes.ttl:3), path ex:name\n"
            "  MinCount 1 [columns]\n"
            "ex:Cat-food (shapes.ttl:4), path ex:eats\n"
            "  Class ex:Food [columns]\n"
        ),
        "",
    )


def test_a_node_is_explained(validate: Callable[..., Outcome]) -> None:
    outcome = validate(*GIVEN, "--explain", "--focus", "ex:tom", data=HUNGRY)
    assert outcome == (
        0,
        (
            "ex:tom by ex:Cat-shape (shapes.ttl:2)\n"
            "  ex:tom by ex:Cat-name (shapes.ttl:3), path ex:name\n"
            '    holds: MinCount 1, with "Tom"\n'
            "  ex:tom by ex:Cat-food (shapes.ttl:4), path ex:eats\n"
            "    fails: Class ex:Food, because of ex:stone\n"
        ),
        "",
    )


def test_a_node_that_no_shape_selects_is_not_explained(validate: Callable[..., Outcome]) -> None:
    outcome = validate(*GIVEN, "--explain", "--focus", "ex:nobody", data=GOOD)
    assert outcome.code == 2
    assert outcome.err.startswith("no shape selects ex:nobody")


def test_a_target_that_selects_nothing_is_refused_if_asked(
    validate: Callable[..., Outcome],
) -> None:
    shapes = f"{SHAPES}ex:Dog-shape sh:targetClass ex:Dog .\n"
    outcome = validate(*GIVEN, "--require-focus", data=GOOD, shapes=shapes)
    assert outcome.code == 3
    assert outcome.err.startswith(
        "shapes.ttl:6: 1 target of the shapes selects nothing in the data"
    )


def test_ill_formed_shapes_are_told_in_a_report_that_is_not_complete(
    validate: Callable[..., Outcome],
) -> None:
    outcome = validate(
        *GIVEN, "--format", "json", data=GOOD, shapes="ex:S sh:targetClass ex:Cat ; sh:class 1 ."
    )
    document = json.loads(outcome.out)
    assert outcome.code == 3
    assert document["completed"] is False
    assert document["problem"][0]["message"].startswith("sh:class takes an IRI")
    assert outcome.err.startswith("shapes.ttl:2: sh:class takes an IRI")


def test_one_graph_of_a_dataset_is_validated(validate: Callable[..., Outcome]) -> None:
    Path("data.trig").write_text(
        f"{PREFIXES}ex:tom a ex:Cat . ex:g {{ ex:kit a ex:Cat }}\n", encoding="utf-8"
    )
    for graph, count in (
        ((), 2),
        (("--graph", "default"), 1),
        (("--graph", "<http://example.org/g>"), 1),
    ):
        outcome = validate("data.trig", "--shapes", "shapes.ttl", *graph)
        assert outcome.out.count("violation: ") == count


def test_a_graph_that_isnt_there_is_told(validate: Callable[..., Outcome]) -> None:
    Path("data.trig").write_text(f"{PREFIXES}ex:g {{ ex:kit a ex:Cat }}\n", encoding="utf-8")
    outcome = validate("data.trig", "--shapes", "shapes.ttl", "--graph", "<http://example.org/h>")
    assert outcome.code == 3
    assert "<http://example.org/g>" in outcome.err


IMPORTING: Final = (
    "<http://example.org/o> <http://www.w3.org/2002/07/owl#imports> <http://example.org/cats> .\n"
)


def test_an_import_of_data_that_is_missing_is_told(validate: Callable[..., Outcome]) -> None:
    outcome = validate(*GIVEN, data=GOOD + IMPORTING)
    assert outcome.code == 0
    assert outcome.err.startswith("data.ttl:3: owl:imports <http://example.org/cats> is not read")


def test_an_import_of_shapes_that_is_missing_is_refused(validate: Callable[..., Outcome]) -> None:
    outcome = validate(*GIVEN, data=GOOD, shapes=SHAPES + IMPORTING)
    assert outcome.code == 3
    assert outcome.err.startswith("shapes.ttl:6: owl:imports <http://example.org/cats> is not read")


def test_an_import_below_is_read_if_it_is_allowed(validate: Callable[..., Outcome]) -> None:
    shapes = "<> <http://www.w3.org/2002/07/owl#imports> <more.ttl> .\n"
    arguments = ("--allow-imports", *GIVEN)
    assert validate(*arguments, data=NAMELESS, shapes=shapes, more=SHAPES).code == 1
