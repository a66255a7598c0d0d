"""The checks of consistency: by the rules of OWL RL, and by HermiT."""

from __future__ import annotations

import os
import shutil
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from visitkg.check.consistency import check_consistency
from visitkg.check.outcome import Outcome, State
from visitkg.check.satisfiability import check_satisfiability
from visitkg.check.subject import Subject
from visitkg.errors import InputError
from visitkg.owl.clashes import Clash
from visitkg.owl.consistency import ConsistencyReport

if TYPE_CHECKING:
    from collections.abc import Callable

HEAD = """\
@prefix ex: <http://example.org/ontology#> .
@prefix id: <http://example.org/id/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""
IMPOSSIBLE = """\
ex:Ghost a owl:Class ; rdfs:subClassOf
  [ a owl:Restriction ; owl:onProperty ex:home ; owl:someValuesFrom ex:Cat ] ,
  [ a owl:Restriction ; owl:onProperty ex:home ; owl:allValuesFrom ex:Dog ] .
ex:Dog a owl:Class ; owl:disjointWith ex:Cat .
ex:home a owl:ObjectProperty .
"""
CONTRADICTION = "id:tom a owl:Nothing .\n"


@pytest.fixture
def hermit() -> None:
    """Skip where HermiT can't run; on the project's own CI fail instead."""
    if shutil.which("java") and find_spec("owlready2"):
        return
    reason = "HermiT needs Java and owlready2"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


def found(outcome: Outcome) -> list[str]:
    return [str(finding) for finding in outcome.findings]


def test_a_sound_project_is_consistent_by_the_rules(make_subject: Callable[..., Subject]) -> None:
    outcome = check_consistency(make_subject())
    assert outcome.summary == (
        "22 triples, 1 entailed by OWL RL, a fresh member for each of 1 class"
    )
    assert found(outcome) == []


def test_a_contradiction_is_shown_where_the_thing_is_first_spoken_of(
    make_subject: Callable[..., Subject],
) -> None:
    outcome = check_consistency(make_subject({"data/tom.ttl": HEAD + CONTRADICTION}))
    [finding] = outcome.findings
    assert str(finding).startswith("data/cat.ttl:5: ")
    assert "id:tom" in str(finding)


@pytest.mark.usefixtures("hermit")
def test_hermit_finds_a_sound_project_satisfiable(make_subject: Callable[..., Subject]) -> None:
    outcome = check_satisfiability(make_subject())
    assert outcome.summary == "22 triples, 1 class: HermiT finds them satisfiable"
    assert found(outcome) == []


@pytest.mark.usefixtures("hermit")
def test_a_class_without_possible_members_passes_the_rules_but_not_hermit(
    make_subject: Callable[..., Subject],
) -> None:
    subject = make_subject({"ontology/ghost.ttl": HEAD + IMPOSSIBLE})
    assert found(check_consistency(subject)) == []
    outcome = check_satisfiability(subject)
    assert outcome.summary.endswith("HermiT finds them unsatisfiable")
    assert found(outcome) == ["ontology/ghost.ttl:5: ex:Ghost can have no member"]


@pytest.mark.usefixtures("hermit")
def test_hermit_finds_a_contradiction(make_subject: Callable[..., Subject]) -> None:
    outcome = check_satisfiability(make_subject({"data/tom.ttl": HEAD + CONTRADICTION}))
    assert outcome.summary.endswith("HermiT finds them inconsistent")
    assert found(outcome) == ["HermiT finds that the files contradict themselves"]


def test_without_java_it_is_not_run_and_says_why(
    make_subject: Callable[..., Subject], monkeypatch: pytest.MonkeyPatch
) -> None:
    subject = make_subject()
    monkeypatch.setenv("PATH", "")
    outcome = check_satisfiability(subject)
    assert outcome.state is State.NOT_RUN
    assert outcome.summary.startswith("not run: HermiT ")


@pytest.mark.parametrize("check", [check_consistency, check_satisfiability])
def test_files_that_state_nothing_are_neither(
    make_subject: Callable[..., Subject], check: Callable[[Subject], Outcome]
) -> None:
    project = make_subject({"data/empty.ttl": ""}).project
    with pytest.raises(InputError, match="no triple in the files"):
        check(Subject(project, (Path("data/empty.ttl"),)))


def test_a_contradiction_that_stands_nowhere_has_no_place(
    make_subject: Callable[..., Subject], monkeypatch: pytest.MonkeyPatch
) -> None:
    clash = Clash("some-rule", "something is wrong", "http://example.org/x", None)
    report = ConsistencyReport((clash,), (), triples=1, classes=0, entailed=0)
    monkeypatch.setattr("visitkg.owl.consistency.check_consistency", lambda *_: report)
    assert found(check_consistency(make_subject())) == ["something is wrong [some-rule]"]
