"""``visitkg check``: what it prints, and what it exits with."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from visitkg.check.table import CHECKS
from visitkg.cli import cli

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

LITE = """\
@prefix ex: <http://example.org/ontology#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .

ex:Cat
    a owl:Class ;
    .
"""
FULL = """\
@prefix ex: <http://example.org/ontology#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .

ex:Cat
    a
        owl:Class ,
        owl:ObjectProperty
        ;
    .
"""
BROKEN = "@prefix ex: <http://example.org/ontology#> .\nex:Cat a exx:Class .\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty working directory."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(folder: Path, **files: str) -> None:
    for name, text in files.items():
        path = folder / name.replace("__", "/").replace("_ttl", ".ttl").replace("_toml", ".toml")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def check(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["check", *arguments], standalone_mode=False)


def run(*arguments: str, **options: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # type: ignore[call-overload,no-any-return]  # options are subprocess's
        [sys.executable, "-m", "visitkg", "check", *arguments],
        capture_output=True,
        check=False,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
        **options,
    )


def test_lite_files_exit_with_0_and_say_so(folder: Path) -> None:
    write(folder, a_ttl=LITE)
    result = check("--only", "species", "a.ttl")
    assert result.return_value == 0
    assert result.stdout == (
        "ok    species         1 triple in 1 file: OWL 1 Lite\n1 check: 1 ok, 0 not run, 0 failed\n"
    )


def test_files_that_are_not_lite_exit_with_1_and_show_each_triple_with_its_rule(
    folder: Path,
) -> None:
    write(folder, a_ttl=FULL)
    result = check("--only", "species", "a.ttl")
    assert result.return_value == 1
    first, *findings, last = result.stdout.splitlines()
    assert first == "FAIL  species         2 triples in 1 file: OWL 1 Full"
    assert "a.ttl:7" in [finding.split(": ")[0] for finding in findings]
    assert all("Cat" in finding and "OWL S&AS 4.2" in finding for finding in findings)
    assert last == "1 check: 0 ok, 0 not run, 1 failed"


def test_two_files_are_judged_together(folder: Path) -> None:
    write(folder, a_ttl=LITE, b_ttl=LITE.replace("owl:Class", "owl:ObjectProperty"))
    assert check("--only", "species", "a.ttl").return_value == 0
    assert check("--only", "species", "b.ttl").return_value == 0
    assert check("--only", "species", "a.ttl", "b.ttl").return_value == 1


def test_a_folder_stands_for_the_rdf_files_in_it(folder: Path) -> None:
    write(folder, some__a_ttl=LITE, some__deep__b_ttl=LITE.replace("Cat", "Dog"))
    assert "2 triples in 2 files" in check("--only", "species", "some").stdout


def test_files_alone_run_only_the_checks_that_need_no_project(folder: Path) -> None:
    write(folder, a_ttl=LITE)
    names = [line.split()[1] for line in check("a.ttl").stdout.splitlines()[:-1] if line[0] != "a"]
    assert names == [row.name for row in CHECKS if row.takes_files]


def test_a_file_that_cannot_be_read_breaks_a_check_off_with_3(folder: Path) -> None:
    write(folder, a_ttl=BROKEN)
    result = check("--only", "species", "a.ttl")
    assert result.return_value == 3
    assert result.stdout == (
        "STOP  species         broken off: its input could not be read\n"
        "a.ttl:2:10: unknown prefix 'exx:'\n"
        "    ex:Cat a exx:Class .\n"
        "             ~~~^\n"
        "Did you mean 'ex:'?\n"
        "1 check: 0 ok, 0 not run, 1 broken off, 0 failed\n"
    )


def test_the_same_error_is_told_once_although_several_checks_meet_it(folder: Path) -> None:
    write(folder, a_ttl=BROKEN)
    result = check("--only", "parse", "--only", "species", "--only", "style", "a.ttl")
    assert result.return_value == 3
    assert result.stdout.count("unknown prefix") == 1
    assert result.stdout.count("broken off: ") == 2


def test_a_project_of_ones_own_is_checked_and_what_it_lacks_is_counted(folder: Path) -> None:
    write(folder, visitkg_toml="", ontology__a_ttl=LITE, data__a_ttl=LITE)
    result = check("--only", "species", "--only", "shapes", "--only", "evidence")
    assert result.return_value == 0
    assert result.stdout == (
        "ok    species         1 triple in 2 files: OWL 1 Lite\n"
        "none  shapes          nothing to check here: the project has no shapes\n"
        "none  evidence        "
        "nothing to check here: the data hold neither documents nor claims\n"
        "3 checks: 1 ok, 0 not run, 2 with nothing to check, 0 failed\n"
    )


def test_a_project_elsewhere_is_named_with_its_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, own__visitkg_toml="", own__ontology__a_ttl=LITE, own__data__a_ttl=FULL)
    monkeypatch.chdir(tmp_path)
    result = check("--project", "own", "--only", "species")
    assert result.return_value == 1
    assert "own/data/a.ttl:7: " in result.stdout.replace(os.sep, "/")


def test_nothing_to_check_at_all_is_not_fine(folder: Path) -> None:
    write(folder, visitkg_toml="", ontology__a_ttl=LITE, data__a_ttl=LITE)
    assert check("--only", "shapes").return_value == 3


@pytest.mark.parametrize(
    ("threshold", "code"), [("violation", 0), ("warning", 1), ("info", 1), ("never", 0)]
)
def test_the_threshold_decides_what_fails(folder: Path, threshold: str, code: int) -> None:
    write(folder, visitkg_toml="", ontology__a_ttl=LITE, data__a_ttl=LITE, data__b_tll=LITE)
    result = check("--only", "parse", "--fail-on", threshold)
    assert result.return_value == code
    assert "data/b_tll: warning: this file is not read" in result.stdout.replace(os.sep, "/")


def test_json_holds_all_that_the_text_says(folder: Path) -> None:
    write(folder, a_ttl=FULL, b_ttl=BROKEN)
    result = check("--only", "parse", "--format", "json", "a.ttl", "b.ttl")
    assert json.loads(result.stdout) == {
        "checks": [
            {
                "name": "parse",
                "verdict": "fail",
                "summary": "2 triples in 2 files, read by two parsers",
                "findings": [
                    {
                        "path": "b.ttl",
                        "line": 2,
                        "column": 10,
                        "severity": "violation",
                        "message": "unknown prefix 'exx:'",
                    }
                ],
            }
        ],
        "totals": {
            "ok": 0,
            "not run": 0,
            "with nothing to check": 0,
            "broken off": 0,
            "failed": 1,
        },
    }


def test_the_list_names_each_check_with_what_it_proves() -> None:
    lines = check("--list").stdout.splitlines()
    assert [line.split()[0] for line in lines] == [row.name for row in CHECKS]
    assert "species         Ontology and data together are OWL 1 Lite, strictly." in lines


def test_the_list_in_json_tells_problem_and_solution() -> None:
    rows = json.loads(check("--list", "--format", "json").stdout)
    assert [row["name"] for row in rows] == [row.name for row in CHECKS]
    assert all("Problem: " in row["text"] and "Solution: " in row["text"] for row in rows)


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (
            ("--only", "speces"),
            "unknown check 'speces'\nDid you mean 'species'? The checks are: {checks}.\n",
        ),
        (
            ("--only", "shapes", "a.ttl"),
            (
                "the check 'shapes' looks at a project, not at files\n"
                "Leave the files out, or choose from: {file_checks}.\n"
            ),
        ),
        (
            ("--update", "a.ttl"),
            "--update needs a project, not files\nLeave the files or --update out.\n",
        ),
        (
            ("--project", "."),
            (
                ".: no project here: neither visitkg.toml nor [tool.visitkg] in pyproject.toml\n"
                "Name the folder that holds one of them, or leave --project out.\n"
            ),
        ),
    ],
    ids=["misspelt", "needs a project", "update of files", "no project"],
)
def test_wrong_usage_exits_with_2_and_says_what_to_do(
    folder: Path, arguments: tuple[str, ...], text: str
) -> None:
    write(folder, a_ttl=LITE)
    done = run(*arguments)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr == text.format(
        checks=", ".join(row.name for row in CHECKS),
        file_checks=", ".join(row.name for row in CHECKS if row.takes_files),
    )


def test_no_progress_is_shown_where_nobody_watches(folder: Path) -> None:
    write(folder, a_ttl=LITE)
    assert run("--only", "species", "a.ttl").stderr == ""


def test_on_a_terminal_the_running_check_is_named_and_wiped_away(folder: Path) -> None:
    write(folder, a_ttl=LITE)
    leader, follower = pty.openpty()
    try:
        subprocess.run(
            [sys.executable, "-m", "visitkg", "check", "--only", "species", "a.ttl"],
            check=True,
            stderr=follower,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )
        shown = os.read(leader, 1000).decode()
    finally:
        os.close(leader)
        os.close(follower)
    assert shown == "\r\x1b[K1/1 species ...\r\x1b[K"


def test_update_rewrites_the_counts_of_the_project(folder: Path) -> None:
    described = (
        "@prefix void: <http://rdfs.org/ns/void#> .\n"
        "<http://example.org/> a void:Dataset ; void:triples 7 .\n"
    )
    configuration = 'outside-lite = ["data/dataset.ttl"]\n'
    write(
        folder,
        visitkg_toml=configuration,
        ontology__a_ttl=LITE,
        data__a_ttl=LITE,
        data__dataset_ttl=described,
    )
    assert check("--only", "dataset").return_value == 1
    assert check("--only", "dataset", "--update").return_value == 0
    assert check("--only", "dataset").return_value == 0
    assert "void:triples 1 ;" in (folder / "data" / "dataset.ttl").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def proof(root: Path) -> list[str]:
    """Return what ``visitkg check`` prints on the visit itself.

    Its coverage is not measured: that would triple its time, and show nothing new.
    """
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")
    }
    return run(cwd=root, env=environment).stdout.splitlines()


def test_the_visit_passes_every_check(proof: list[str]) -> None:
    assert [line for line in proof if line.startswith(("FAIL", "STOP", "none"))] == []
    assert proof[-1].startswith(f"{len(CHECKS)} checks: ")
    assert proof[-1].endswith(" 0 failed")


@pytest.mark.parametrize("name", [row.name for row in CHECKS])
def test_each_check_says_how_much_of_the_visit_it_looked_at(proof: list[str], name: str) -> None:
    [line] = [line for line in proof if line[6:].startswith(f"{name} ")]
    assert any(character.isdigit() for character in line) or line.startswith("skip")


def test_a_closed_pipe_ends_it_quietly(folder: Path) -> None:
    write(folder, a_ttl=LITE)
    done = subprocess.run(  # noqa: S602  (a pipe of two commands is the point)
        f"{sys.executable} -m visitkg check --only species a.ttl | true",
        shell=True,
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_it_can_be_used_on_every_file_of_the_visit(root: Path) -> None:
    names = sorted(path.name for path in (root / "ontology").glob("*.ttl"))
    result = check("--only", "parse", *(str(root / "ontology" / name) for name in names))
    assert result.return_value == 0
    assert f"in {len(names)} files" in result.stdout
