"""What HermiT decides, and what is reported where it can't be asked."""

from __future__ import annotations

import os
import shutil
import subprocess
from importlib.machinery import ModuleSpec
from typing import TYPE_CHECKING

import pytest

from visitkg.errors import InputError
from visitkg.owl import satisfiability
from visitkg.owl.satisfiability import check_satisfiability
from visitkg.terms import OWL, RDFS, XSD

if TYPE_CHECKING:
    from pathlib import Path

HEADER = f"""\
@prefix : <http://example.org/> .
@prefix owl: <{OWL}> .
@prefix rdfs: <{RDFS}> .
@prefix xsd: <{XSD}> .
"""
PREFIXES = {"": "http://example.org/"}


@pytest.fixture
def java() -> str:
    """Return the path of Java, or skip; on the project's own CI fail instead."""
    path = shutil.which("java")
    if path is None:
        if os.environ.get("CI") == "true":
            pytest.fail("no java on the path")
        pytest.skip("no java on the path: HermiT can't be asked")
    return path


def write(folder: Path, text: str) -> Path:
    path = folder / "data.ttl"
    path.write_text(HEADER + text, encoding="utf-8")
    return path


SATISFIABLE = {
    "classes without axioms": ":C a owl:Class . :D a owl:Class .",
    "dates": ':p a owl:DatatypeProperty . :x a owl:Thing ; :p "2025-09-02"^^xsd:date .',
    "an import that is not there": (
        "<http://example.org/> a owl:Ontology ; owl:imports <http://example.org/other> . "
        ":C a owl:Class ."
    ),
    "nothing at all": "",
}


@pytest.mark.usefixtures("java")
@pytest.mark.parametrize("case", SATISFIABLE)
def test_files_without_contradiction_are_satisfiable(case: str, tmp_path: Path) -> None:
    report = check_satisfiability([write(tmp_path, SATISFIABLE[case])], PREFIXES)
    assert (report.outcome, report.reason, report.unsatisfiable) == ("satisfiable", "", ())


UNSATISFIABLE = {
    "in two disjoint classes": ":C a owl:Class ; rdfs:subClassOf :A , :B . "
    ":A a owl:Class ; owl:disjointWith :B . :B a owl:Class .",
    "with one value and none": ":p a owl:ObjectProperty . :C a owl:Class ; rdfs:subClassOf "
    "[ a owl:Restriction ; owl:onProperty :p ; owl:minCardinality 1 ] , "
    "[ a owl:Restriction ; owl:onProperty :p ; owl:maxCardinality 0 ] .",
    "by values that OWL RL does not invent": ":p a owl:ObjectProperty . "
    ":A a owl:Class ; owl:disjointWith :B . :B a owl:Class . :C a owl:Class ; rdfs:subClassOf "
    "[ a owl:Restriction ; owl:onProperty :p ; owl:someValuesFrom :A ] , "
    "[ a owl:Restriction ; owl:onProperty :p ; owl:allValuesFrom :B ] .",
}


@pytest.mark.usefixtures("java")
@pytest.mark.parametrize("case", UNSATISFIABLE)
def test_a_class_that_can_have_no_member_is_named(case: str, tmp_path: Path) -> None:
    report = check_satisfiability([write(tmp_path, UNSATISFIABLE[case])], PREFIXES)
    (clash,) = report.unsatisfiable
    assert report.outcome == "unsatisfiable"
    assert clash.message == ":C can have no member"
    assert clash.located
    assert clash.located.line == 5


@pytest.mark.usefixtures("java")
def test_names_in_any_script_come_back_whole(tmp_path: Path) -> None:
    text = ":김정은 a owl:Class ; rdfs:subClassOf owl:Nothing ."
    (clash,) = check_satisfiability([write(tmp_path, text)], PREFIXES).unsatisfiable
    assert clash.message == ":김정은 can have no member"


@pytest.mark.usefixtures("java")
def test_files_that_contradict_themselves_are_inconsistent(tmp_path: Path) -> None:
    text = UNSATISFIABLE["by values that OWL RL does not invent"] + " :x a :C ."
    report = check_satisfiability([write(tmp_path, text)], PREFIXES)
    assert report.outcome == "inconsistent"
    assert report.reason == "HermiT finds that the files contradict themselves"


@pytest.mark.usefixtures("java")
def test_a_report_counts_what_was_given_to_the_reasoner(tmp_path: Path) -> None:
    text = ":C a owl:Class . :D a owl:Class ; rdfs:subClassOf :C ."
    report = check_satisfiability([write(tmp_path, text)], PREFIXES)
    assert (report.triples, report.classes) == (3, 2)


@pytest.mark.usefixtures("java")
def test_a_reasoner_that_takes_too_long_decides_nothing(tmp_path: Path) -> None:
    report = check_satisfiability([write(tmp_path, "")], time_limit=0.01)
    assert (report.outcome, report.reason) == ("not run", "HermiT was stopped after 0.01 seconds")


def test_without_java_nothing_is_decided(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    report = check_satisfiability([write(tmp_path, UNSATISFIABLE["in two disjoint classes"])])
    assert report.outcome == "not run"
    assert report.reason == "HermiT needs Java, and no java is on the path"


@pytest.mark.parametrize(
    "spec", [None, ModuleSpec("owlready2", None)], ids=["not installed", "without its files"]
)
def test_without_hermit_nothing_is_decided(
    spec: ModuleSpec | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(satisfiability, "find_spec", lambda _: spec)
    report = check_satisfiability([write(tmp_path, "")])
    assert report.outcome == "not run"
    assert report.reason == "HermiT is missing: install visitkg[reasoner]"


@pytest.mark.parametrize(
    ("output", "error", "reason"),
    [
        ("", "", "HermiT gave up: no answer"),
        ("It all went pear-shaped: no", "", "HermiT gave up: It all went pear-shaped: no"),
        ("", "Exception: memory\n\tat line 1", "HermiT gave up: Exception: memory"),
        (
            f"Classes equivalent to '{OWL}Nothing':\n\t{OWL}Nothing\n",
            "",
            f"HermiT gave up: Classes equivalent to '{OWL}Nothing':",
        ),
    ],
    ids=["silence", "complaint", "exception", "an answer about nothing"],
)
def test_an_answer_that_misses_the_planted_class_decides_nothing(
    output: str, error: str, reason: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: "java")
    answer = subprocess.CompletedProcess([], 0, output, error)
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: answer)
    report = check_satisfiability([write(tmp_path, "")])
    assert (report.outcome, report.reason) == ("not run", reason)


def test_a_java_that_can_not_be_started_decides_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: str(tmp_path / "java"))
    report = check_satisfiability([write(tmp_path, "")])
    assert report.outcome == "not run"
    assert report.reason == "Java can't be started: No such file or directory"


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        check_satisfiability([tmp_path / "missing.ttl"])
