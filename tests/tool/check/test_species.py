"""The check of the species: OWL 1 Lite for ontology and data together."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from visitkg.check.species import check_species
from visitkg.check.subject import Subject
from visitkg.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable

OWL = """\
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix ex: <http://example.org/ontology#> .
"""


def test_a_project_in_owl_lite_is_counted(make_subject: Callable[..., Subject]) -> None:
    outcome = check_species(make_subject())
    assert outcome.summary == "22 triples in 2 files: OWL 1 Lite"
    assert outcome.findings == ()


@pytest.mark.parametrize(
    ("text", "species", "line", "words"),
    [
        ("ex:Cat owl:disjointWith ex:Dog .\nex:Dog a owl:Class .\n", "DL", 3, "disjointWith"),
        ("ex:Cat a ex:Cat .\n", "Full", 3, "ex:Cat"),
    ],
    ids=["DL", "Full"],
)
def test_an_offending_triple_is_shown_with_its_rule(
    make_subject: Callable[..., Subject], text: str, species: str, line: int, words: str
) -> None:
    outcome = check_species(make_subject({"ontology/dog.ttl": OWL + text}))
    assert outcome.summary.endswith(f"OWL 1 {species}")
    shown = [str(finding) for finding in outcome.findings]
    assert any(one.startswith(f"ontology/dog.ttl:{line}: ") and words in one for one in shown)
    assert all((one.endswith("]") and "OWL S&AS" in one) or "OWL Reference" in one for one in shown)


def test_what_lies_outside_owl_lite_by_the_projects_own_word_is_not_looked_at(
    make_subject: Callable[..., Subject],
) -> None:
    described = "<http://example.org/> a <http://rdfs.org/ns/void#Dataset> .\n"
    outcome = check_species(make_subject({"data/dataset.ttl": described}))
    assert outcome.summary == "22 triples in 2 files: OWL 1 Lite"


def test_named_files_are_judged_alone(make_subject: Callable[..., Subject]) -> None:
    project = make_subject().project
    outcome = check_species(Subject(project, (Path("data/cat.ttl"),)))
    assert outcome.summary == "2 triples in 1 file: OWL 1 Full"


def test_files_that_state_nothing_are_no_owl_lite(make_subject: Callable[..., Subject]) -> None:
    project = make_subject({"data/empty.ttl": ""}).project
    with pytest.raises(InputError) as refused:
        check_species(Subject(project, (Path("data/empty.ttl"),)))
    assert str(refused.value) == (
        "data/empty.ttl: no triple in the files that must be OWL Lite\n"
        "Name files that state something."
    )


RELATIVE = """\
<http://example.org/ontology#Cat> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> \
<http://www.w3.org/2002/07/owl#Class> .
<http://example.org/ontology#age> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> \
<http://www.w3.org/2002/07/owl#DatatypeProperty> .
<http://example.org/id/tom> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> \
<http://example.org/ontology#Cat> .
<http://example.org/id/tom> <http://example.org/ontology#age> "7"^^</2001/XMLSchema#int> .
"""


def test_relative_datatypes_as_in_the_suite_of_the_w3c_are_read_with_a_warning(
    make_subject: Callable[..., Subject],
) -> None:
    project = make_subject({"data/old.nt": RELATIVE}).project
    outcome = check_species(Subject(project, (Path("data/old.nt"),)))
    assert outcome.summary == "4 triples in 1 file: OWL 1 Lite"
    assert [str(finding).splitlines()[0] for finding in outcome.findings] == [
        (
            "data/old.nt:4:68: warning: relative IRIs, which N-Triples does not have, "
            "are read as of <http://www.w3.org/>"
        )
    ]


def test_other_faults_of_n_triples_stay_errors(make_subject: Callable[..., Subject]) -> None:
    project = make_subject({"data/old.nt": RELATIVE.replace("> .", "> ;", 1)}).project
    with pytest.raises(InputError):
        check_species(Subject(project, (Path("data/old.nt"),)))


def test_every_document_of_the_suite_is_judged_as_it_is_labelled(
    make_subject: Callable[..., Subject], shared: Path
) -> None:
    project = make_subject().project
    table = (shared / "owl1-species" / "labels.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in table.splitlines()[1:]]
    assert len(rows) == 244
    otherwise = {}
    for name, label, *_ in rows:
        outcome = check_species(Subject(project, (shared / "owl1-species" / name,)))
        lite = not outcome.reaches("violation")
        assert lite == outcome.summary.endswith("OWL 1 Lite")
        if lite != (label == "Lite"):
            otherwise[name] = outcome.summary
    assert len(otherwise) <= len(rows) // 100, otherwise
