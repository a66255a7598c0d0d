"""The check fair: what it counts, what it tells of a breach, and what it waives."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from visitkg.check.fair.run import check_fair
from visitkg.check.outcome import State
from visitkg.check.subject import Subject
from visitkg.project import find_project

if TYPE_CHECKING:
    from collections.abc import Callable

    from visitkg.check.outcome import Outcome

TOML = "visitkg.toml"
ONTOLOGY = "ontology/cat.ttl"
DATASET = "data/dataset.ttl"
NOT_JUDGED = (
    "not judged here: FOOPS! FIND2, FIND3, FIND_3_BIS, LOV registration (a registry knows); "
    "FOOPS! OM3 DOI (an archive gives it); OOPS! P01, P09, P16, P17, P18 (only who knows what "
    "terms mean can say); DWBP 6, 16, 31, 32 (people judge fitness); DWBP 8, 11, 26, 27 (only a "
    "second release shows it); DWBP 18, 20, 22, 23, 24, 25, 28 (asked of services and archives); "
    "DWBP 30, 33, 34 (asked of those who use data)"
)
LITE = [
    (ONTOLOGY, "owl:versionIRI", None),
    (ONTOLOGY, "owl:disjointWith", None),
    (ONTOLOGY, "owl:inverseOf", None),
]
INVERSE = (
    "cats:hasOwner has no inverse, and 1 more (inverse; OOPS! P13): "
    "inverses are left out on purpose: a query follows each property both ways"
)


def found(outcome: Outcome) -> list[str]:
    return [str(finding) for finding in outcome.findings]


def test_what_was_looked_at_is_counted_and_what_was_not_is_named(
    make_cats: Callable[..., Subject],
) -> None:
    outcome = check_fair(make_cats())
    assert outcome.summary.splitlines() == [
        ("85 tests on 1 ontology, 5 terms and 1 dataset: 85 passed, 0 waived, 0 broken"),
        NOT_JUDGED,
    ]
    assert found(outcome) == []


def test_a_breach_is_told_with_its_place_the_test_and_who_asks(
    make_cats: Callable[..., Subject],
) -> None:
    outcome = check_fair(make_cats([(ONTOLOGY, '"nickname"@en', '"nickname"')]))
    assert found(outcome) == [
        (
            "ontology/cat.ttl:74: warning: cats:nickname has a label without a language tag "
            "(label-language; LOV, DWBP 13)"
        )
    ]
    assert "84 passed, 0 waived, 1 broken" in outcome.summary


def test_what_is_missing_is_placed_at_the_subject(make_cats: Callable[..., Subject]) -> None:
    outcome = check_fair(make_cats([(ONTOLOGY, "dcterms:license", None)]))
    assert found(outcome) == [
        (
            "ontology/cat.ttl:11: warning: <https://w3id.org/cats/ontology> has no licence "
            "(licence; FOOPS! OM1, FOOPS! OM4.1, OOPS! P41, LOV)"
        )
    ]


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        (
            DATASET,
            "a dcat:Dataset",
            "a <https://example.org/Sack>",
            (
                "data/cat.ttl: warning: no file describes the data as a dcat:Dataset or "
                "void:Dataset (dataset-described; DWBP 1)"
            ),
        ),
        (
            ONTOLOGY,
            "owl:disjointWith cats:Person",
            "rdfs:subClassOf cats:Cat ; owl:disjointWith cats:Person",
            (
                "ontology/cat.ttl:36: cats:Cat is a subclass of itself, through others or not "
                "(no-class-cycle; OOPS! P06)"
            ),
        ),
    ],
    ids=["no dataset", "a cycle, which is a violation"],
)
def test_a_breach_is_as_grave_as_what_it_breaks(
    file: str, old: str, new: str, expected: str, make_cats: Callable[..., Subject]
) -> None:
    assert found(check_fair(make_cats([(file, old, new)]))) == [expected]


def test_what_owl_lite_and_the_style_rule_out_is_waived_and_told_why(
    make_cats: Callable[..., Subject],
) -> None:
    outcome = check_fair(make_cats(LITE))
    assert found(outcome) == []
    assert outcome.summary.splitlines() == [
        "85 tests on 1 ontology, 5 terms and 1 dataset: 82 passed, 3 waived, 0 broken",
        (
            "ontology/cat.ttl:11: waived: <https://w3id.org/cats/ontology> has no "
            "owl:versionIRI (version-iri; FOOPS! VER1, FOOPS! VER2, FOOPS! OM1): "
            "OWL Lite has no owl:versionIRI; an OWL 2 edition can state it"
        ),
        (
            "ontology/cat.ttl:11: waived: <https://w3id.org/cats/ontology> says of no two "
            "classes that they are disjoint (disjointness; OOPS! P10): OWL Lite has no "
            "owl:disjointWith; shapes, or cardinality 1 against 0, say it"
        ),
        f"ontology/cat.ttl:49: waived: {INVERSE}",
        NOT_JUDGED,
    ]


@pytest.mark.parametrize("kept", range(3), ids=["a version IRI", "disjoint classes", "an inverse"])
def test_a_waiver_ends_where_the_ontology_says_such_a_thing(
    kept: int, make_cats: Callable[..., Subject]
) -> None:
    """Whoever speaks OWL 2 must do so wholly; whoever states an inverse must state all."""
    edits = [edit for number, edit in enumerate(LITE) if number != kept]
    more = "cats:likes a owl:ObjectProperty ; rdfs:domain cats:Cat ; rdfs:range cats:Cat ."
    outcome = check_fair(make_cats([*edits, (ONTOLOGY, "", more)]))
    broken = {message.split(" (")[1].split(";")[0] for message in found(outcome)}
    beyond = {"version-iri", "disjointness"}
    expected = [beyond - {"version-iri"}, beyond - {"disjointness"}, {"inverse"}][kept]
    assert broken - {"label", "definition", "home"} == expected


def test_a_project_can_waive_a_test_or_one_term_with_a_reason(
    make_cats: Callable[..., Subject],
) -> None:
    edits = [(ONTOLOGY, "rdfs:domain", None), (ONTOLOGY, "dcterms:issued", None)]
    waived = {
        "domain-and-range cats:nickname": "whatever lives has one",
        "issued": "not issued yet",
    }
    outcome = check_fair(make_cats(edits), waived)
    assert "83 passed, 1 waived, 1 broken" in outcome.summary
    assert [line.partition(": ")[2] for line in found(outcome)] == [
        "warning: cats:hasOwner has no domain (domain-and-range; OOPS! P11)",
        "warning: cats:isOwnerOf has no domain (domain-and-range; OOPS! P11)",
    ]
    assert [line.partition(": ")[2] for line in outcome.summary.splitlines()[1:-1]] == [
        (
            "waived: <https://w3id.org/cats/ontology> has no date of issue "
            "(issued; FOOPS! OM3, FOOPS! OM5.2, LOV): not issued yet"
        ),
        (
            "waived: cats:nickname has no domain (domain-and-range; OOPS! P11): "
            "whatever lives has one"
        ),
    ]


def test_a_waiver_that_waives_nothing_is_told(make_cats: Callable[..., Subject]) -> None:
    waived = {
        "logo": "there is one",
        "lgoo": "misspelt",
        "domain-and-range cats:hasOwner": "it has one",
    }
    assert found(check_fair(make_cats(), waived)) == [
        f"warning: the waiver of {key!r} waives nothing" for key in waived
    ]


def test_a_waiver_without_a_reason_waives_nothing(make_cats: Callable[..., Subject]) -> None:
    outcome = check_fair(make_cats([(ONTOLOGY, "foaf:logo", None)]), {"logo": ""})
    assert "0 waived, 1 broken" in outcome.summary
    assert "warning: the waiver of 'logo' waives nothing" in found(outcome)


def test_a_part_that_an_ontology_imports_is_judged_with_it(
    make_cats: Callable[..., Subject],
) -> None:
    """A part needs no version, prefix or citation of its own."""
    part = "<https://w3id.org/cats/ontology/part> a owl:Ontology .\n"
    outcome = check_fair(make_cats([(ONTOLOGY, "", part)]))
    assert found(outcome) == []
    assert "on 1 ontology" in outcome.summary


def test_a_project_without_a_base_publishes_nothing(make_cats: Callable[..., Subject]) -> None:
    outcome = check_fair(make_cats([(TOML, 'base = "https://w3id.org/cats/"\n', "")]))
    assert outcome.state is State.NOTHING


def test_a_dataset_can_be_published_without_an_ontology(
    make_cats: Callable[..., Subject],
) -> None:
    subject = make_cats()
    Path(ONTOLOGY).write_text("# Nothing yet.\n", encoding="utf-8")
    outcome = check_fair(subject)
    assert found(outcome) == []
    assert " on 0 ontologies, 0 terms and 1 dataset: 85 passed" in outcome.summary


def test_where_nothing_is_defined_and_no_dataset_described_there_is_nothing_to_judge(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name, text in {
        TOML: 'base = "https://w3id.org/cats/"\n',
        "ontology/a.ttl": '<https://w3id.org/cats/a> <https://w3id.org/cats/b> "c" .\n',
        "data/a.ttl": '<https://w3id.org/cats/a> <https://w3id.org/cats/b> "c" .\n',
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    outcome = check_fair(Subject(find_project()))
    assert outcome.state is State.NOTHING


def test_the_visit_breaks_no_test_gravely_and_each_waiver_has_its_reason() -> None:
    outcome = check_fair(Subject(find_project(Path(__file__).resolve().parents[4])))
    assert not outcome.reaches("violation")
    waived = [line for line in outcome.summary.splitlines() if ": waived: " in line]
    names = {line.split("(")[1].split(";")[0] for line in waived}
    assert {"version-iri", "disjointness", "inverse"} <= names
    assert all(line.rpartition("): ")[2] for line in waived)
