from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from visitkg.errors import InputError
from visitkg.owl.consistency import check_consistency
from visitkg.owl.contradictions import CONTRADICTIONS
from visitkg.terms import OWL, RDF, RDFS, XSD

if TYPE_CHECKING:
    from pathlib import Path

HEADER = f"""\
@prefix : <http://example.org/> .
@prefix owl: <{OWL}> .
@prefix rdf: <{RDF}> .
@prefix rdfs: <{RDFS}> .
@prefix xsd: <{XSD}> .
"""
PREFIXES = {"": "http://example.org/", "owl": OWL, "xsd": XSD}

CONTRADICTORY: dict[str, tuple[str, str]] = {
    "eq-diff1": (
        ":x owl:sameAs :y ; owl:differentFrom :y .",
        ":x is the same as :y and different from it",
    ),
    "eq-ref": (":x owl:differentFrom :x .", ":x is different from itself"),
    "eq-diff1 by function": (
        ":p a owl:FunctionalProperty . :x :p :y , :z . :y owl:differentFrom :z .",
        ":y is the same as :z and different from it",
    ),
    "eq-diff2": (
        "[] a owl:AllDifferent ; owl:distinctMembers ( :x :y ) . :x owl:sameAs :y .",
        ":x is the same as :y, but both stand in one owl:AllDifferent",
    ),
    "prp-irp": (
        ":p a owl:IrreflexiveProperty . :x :p :x .",
        ":x has itself as :p, which is irreflexive",
    ),
    "prp-asyp": (
        ":p a owl:AsymmetricProperty . :x :p :x .",
        ":p is asymmetric, but leads from :x to :x and back",
    ),
    "prp-pdw": (
        ":p owl:propertyDisjointWith :q . :x :p :y ; :q :y .",
        ":x has :y as value of :p and of :q, which are disjoint",
    ),
    "prp-adp": (
        "[] a owl:AllDisjointProperties ; owl:members ( :p :q ) . :x :p :y ; :q :y .",
        ":x has :y as value of :p and of :q, which are disjoint",
    ),
    "prp-npa1": (
        (
            "[] owl:sourceIndividual :x ; owl:assertionProperty :p ; owl:targetIndividual :y . "
            ":x :p :y ."
        ),
        ":x has :y as value of :p, which is denied elsewhere",
    ),
    "prp-npa1 of a literal": (
        "[] owl:sourceIndividual :x ; owl:assertionProperty :p ; owl:targetValue 1 . :x :p 1 .",
        ":x has 1 as value of :p, which is denied elsewhere",
    ),
    "cls-nothing2": (
        ":C rdfs:subClassOf owl:Nothing . :x a :C .",
        ":x is in owl:Nothing",
    ),
    "cls-com": (
        ":C owl:complementOf :D . :x a :C , :D .",
        ":x is in :C and in its complement :D",
    ),
    "cls-maxc1": (
        ":C rdfs:subClassOf [ owl:onProperty :p ; owl:maxCardinality 0 ] . :x a :C ; :p :y .",
        ":x can have no :p, but has :y",
    ),
    "cls-maxqc1": (
        (
            ":C rdfs:subClassOf [ owl:onProperty :p ; owl:onClass :D ; "
            "owl:maxQualifiedCardinality 0 ]"
            " . :x a :C ; :p :y . :y a :D ."
        ),
        ":x can have no :p of the class :D, but has :y",
    ),
    "cax-dw": (
        ":C owl:disjointWith :D . :E rdfs:subClassOf :D . :x a :C , :E .",
        ":x is in :C and in :D, which are disjoint",
    ),
    "cax-adc": (
        "[] a owl:AllDisjointClasses ; owl:members ( :C :D ) . :x a :C , :D .",
        ":x is in :C and in :D, which are disjoint",
    ),
    "min-max": (
        (
            ":C rdfs:subClassOf [ owl:onProperty :p ; owl:minCardinality 1 ] . "
            ":D rdfs:subClassOf [ owl:onProperty :p ; owl:maxCardinality 0 ] . :x a :C , :D ."
        ),
        ":x must have more values of :p than it can have",
    ),
    "min-max above": (
        (
            ":C rdfs:subClassOf [ owl:onProperty :q ; owl:someValuesFrom :E ] . "
            ":D rdfs:subClassOf [ owl:onProperty :p ; owl:cardinality 0 ] . :x a :C , :D . "
            ":q rdfs:subPropertyOf :p ."
        ),
        ":x must have more values of :p than it can have",
    ),
    "min-one": (
        (
            ":p a owl:FunctionalProperty . "
            ":C rdfs:subClassOf [ owl:onProperty :p ; owl:minCardinality 2 ] . :x a :C ."
        ),
        ":x must have several values of :p, which is functional",
    ),
    "nothing": (
        ":C rdfs:subClassOf [ owl:onProperty :p ; owl:someValuesFrom owl:Nothing ] . :x a :C .",
        ":x must have a :p in owl:Nothing",
    ),
    "single-value": (
        ":p a owl:FunctionalProperty . :x :p 1 , 2 .",
        ":x can have one :p, but has 1 and 2",
    ),
    "single-value by restriction": (
        (
            ":C rdfs:subClassOf [ owl:onProperty :p ; owl:cardinality 1 ] . "
            ':x a :C ; :p "a" , "a"@en .'
        ),
        ':x can have one :p, but has "a" and "a"@en',
    ),
    "datatype": (
        ':p rdfs:range xsd:integer . :x :p "1" .',
        ':x has "1" as :p, whose values are of xsd:integer',
    ),
    "datatype by restriction": (
        (
            ":C rdfs:subClassOf [ owl:onProperty :p ; owl:allValuesFrom xsd:nonNegativeInteger ] . "
            ":x a :C ; :p -1 ."
        ),
        ":x has -1 as :p, whose values are of xsd:nonNegativeInteger",
    ),
    "dt-not-type": (
        ':x :p "soon"^^xsd:date .',
        '"soon"^^xsd:date is not written as its datatype asks',
    ),
}

CONSISTENT = {
    "the same and different from a third": ":x owl:sameAs :y ; owl:differentFrom :z .",
    "the same, and different things elsewhere": (
        "[] a owl:AllDifferent ; owl:distinctMembers ( :x :y ) . :x owl:sameAs :z ."
    ),
    "two values of a property": ":x :p 1 , 2 .",
    "one value written twice": ":p a owl:FunctionalProperty . :x :p 1 , 1.0 , 01 .",
    "an unknown datatype": (
        ':p a owl:FunctionalProperty . :x :p "a"^^:own , "b"^^:own . :p rdfs:range :own .'
    ),
    "a narrower value than the range": ':p rdfs:range xsd:decimal . :x :p "1"^^xsd:byte .',
    "at least one and at most one": (
        ":C rdfs:subClassOf [ owl:onProperty :p ; owl:minCardinality 1 ] , "
        "[ owl:onProperty :p ; owl:maxCardinality 1 ] . :x a :C ; :p :y ."
    ),
    "none here and one of a wider property": (
        ":C rdfs:subClassOf [ owl:onProperty :p ; owl:minCardinality 1 ] , "
        "[ owl:onProperty :q ; owl:maxCardinality 0 ] . :x a :C . :q rdfs:subPropertyOf :p ."
    ),
    "disjoint classes with members of their own": ":C owl:disjointWith :D . :x a :C . :y a :D .",
    "an asymmetric way": ":p a owl:AsymmetricProperty . :x :p :y . :y :p :z .",
    "a denied fact that nobody states": (
        "[] owl:sourceIndividual :x ; owl:assertionProperty :p ; owl:targetIndividual :y . "
        ":x :p :z ."
    ),
    "nothing at all": "",
}


def write(folder: Path, text: str) -> Path:
    path = folder / "data.ttl"
    path.write_text(HEADER + text, encoding="utf-8")
    return path


@pytest.mark.parametrize("case", CONTRADICTORY)
def test_a_contradiction_is_found_and_told(case: str, tmp_path: Path) -> None:
    text, message = CONTRADICTORY[case]
    report = check_consistency([write(tmp_path, text)], PREFIXES)
    found = [(clash.rule, clash.message) for clash in report.clashes]
    assert found == [(case.split(maxsplit=1)[0], message)]
    assert not report.consistent


@pytest.mark.parametrize("case", CONSISTENT)
def test_what_is_consistent_is_left_alone(case: str, tmp_path: Path) -> None:
    report = check_consistency([write(tmp_path, CONSISTENT[case])], PREFIXES)
    assert (report.clashes, report.unsatisfiable) == ((), ())
    assert report.consistent


def test_each_rule_has_a_contradiction_that_breaks_it() -> None:
    of_literals = {"single-value", "datatype", "dt-not-type"}
    rules = {rule.name for rule in CONTRADICTIONS} | of_literals
    assert rules == {case.split()[0] for case in CONTRADICTORY}


UNSATISFIABLE = {
    "below owl:Nothing": (
        ":C a owl:Class ; rdfs:subClassOf owl:Nothing .",
        "a member of :C is in owl:Nothing",
    ),
    "in two disjoint classes": (
        ":C a owl:Class ; rdfs:subClassOf :D , :E . :D owl:disjointWith :E .",
        "a member of :C is in :D and in :E, which are disjoint",
    ),
    "with one and with none": (
        (
            ":C a owl:Class ; rdfs:subClassOf [ owl:onProperty :p ; owl:cardinality 1 ] , "
            "[ owl:onProperty :p ; owl:cardinality 0 ] ."
        ),
        "a member of :C must have more values of :p than it can have",
    ),
    "with a value outside its datatype": (
        (
            ':C a owl:Class ; rdfs:subClassOf [ owl:onProperty :p ; owl:hasValue "1" ] . '
            ":p rdfs:range xsd:integer ."
        ),
        'a member of :C has "1" as :p, whose values are of xsd:integer',
    ),
}


@pytest.mark.parametrize("case", UNSATISFIABLE)
def test_a_class_that_can_have_no_member_is_found(case: str, tmp_path: Path) -> None:
    text, message = UNSATISFIABLE[case]
    report = check_consistency([write(tmp_path, text)], PREFIXES)
    assert report.clashes == ()
    (clash,) = report.unsatisfiable
    assert (clash.message, clash.term) == (message, "http://example.org/C")
    assert clash.located
    assert clash.located.line == 6
    assert not report.consistent


def test_a_clash_has_the_place_where_its_subject_is_first_spoken_of(tmp_path: Path) -> None:
    path = write(tmp_path, ":C owl:disjointWith :D .\n:x a :C .\n:x a :D .\n")
    (clash,) = check_consistency([path], PREFIXES).clashes
    assert clash.located
    assert (clash.located.path, clash.located.line) == (path, 7)


def test_files_contradict_each_other(tmp_path: Path) -> None:
    one, two = tmp_path / "one.ttl", tmp_path / "two.ttl"
    one.write_text(HEADER + ":C owl:disjointWith :D . :x a :C .", encoding="utf-8")
    two.write_text(HEADER + ":x a :D .", encoding="utf-8")
    assert check_consistency([one], PREFIXES).consistent
    assert check_consistency([two], PREFIXES).consistent
    assert not check_consistency([one, two], PREFIXES).consistent


def test_a_report_counts_what_it_looked_at(tmp_path: Path) -> None:
    text = ":C a owl:Class ; rdfs:subClassOf :D . :D a owl:Class . :x a :C ."
    report = check_consistency([write(tmp_path, text)], PREFIXES)
    # What follows: x is in D, and like all in owl:Thing.
    assert (report.triples, report.classes, report.entailed) == (4, 2, 2)


def test_an_empty_file_counts_as_nothing(tmp_path: Path) -> None:
    report = check_consistency([write(tmp_path, "")], PREFIXES)
    assert (report.triples, report.classes, report.entailed) == (0, 0, 0)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        check_consistency([tmp_path / "missing.ttl"])


def test_no_consistent_document_of_the_w3c_is_accused(shared: Path) -> None:
    folder = shared / "owl1-species"
    accused, judged, found = [], 0, 0
    for path in sorted(folder.glob("*consistent*.nt")):
        try:
            clashes = check_consistency([path]).clashes
        except InputError:
            continue  # 19 documents have relative IRIs, which N-Triples doesn't know.
        judged += 1
        if "_inconsistent" in path.name:
            found += bool(clashes)
        elif clashes:
            accused.append(path.name)
    assert accused == []
    assert judged > 60
    assert found >= 4
