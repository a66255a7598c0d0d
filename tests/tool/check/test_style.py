"""The check of the ontology's style."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from visitkg.check.outcome import State
from visitkg.check.style import check_style
from visitkg.check.subject import Subject

if TYPE_CHECKING:
    from collections.abc import Callable

    from visitkg.check.outcome import Outcome

HEAD = """\
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix ex: <http://example.org/ontology#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<http://example.org/ontology/dog> a owl:Ontology ;
  dcterms:title "Dogs"@en ; dcterms:description "Dogs."@en ; dcterms:license <http://a.org/> .
"""
DOG = """\
ex:Dog a owl:Class ;
  rdfs:isDefinedBy <http://example.org/ontology> ;
  rdfs:label "Dog"@en ;
  skos:definition "An animal that barks."@en ;
  skos:example "Lassie."@en .
"""
USE = "ex:Cat rdfs:seeAlso ex:Dog .\n"


def found(outcome: Outcome) -> list[str]:
    return [str(finding) for finding in outcome.findings]


def test_an_ontology_that_can_be_read_is_counted(make_subject: Callable[..., Subject]) -> None:
    outcome = check_style(make_subject({"ontology/dog.ttl": HEAD + DOG + USE}))
    assert outcome.summary == "3 terms defined and 5 borrowed in 2 files"
    assert found(outcome) == []


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('  rdfs:label "Dog"@en ;\n', "", ["ontology/dog.ttl:8: ex:Dog has no label"]),
        (
            '  skos:definition "An animal that barks."@en ;\n',
            "",
            ["ontology/dog.ttl:8: ex:Dog has no definition"],
        ),
        (';\n  skos:example "Lassie."@en', "", ["ontology/dog.ttl:8: ex:Dog has no example"]),
        (
            "  rdfs:isDefinedBy <http://example.org/ontology> ;\n",
            "",
            ["ontology/dog.ttl:8: ex:Dog has no rdfs:isDefinedBy"],
        ),
        (
            "rdfs:isDefinedBy <http://example.org/ontology>",
            "rdfs:isDefinedBy <http://example.org/elsewhere>",
            [
                (
                    "ontology/dog.ttl:9: ex:Dog is defined by <http://example.org/elsewhere>, "
                    "which is no ontology"
                )
            ],
        ),
        (
            '"Dog"@en',
            '"Dog"@en , "Hound"@en',
            ["ontology/dog.ttl:10: ex:Dog has 2 labels for the language 'en'"],
        ),
        (
            '"An animal that barks."@en',
            '"An animal that barks."@en , "A wolf at home."@en',
            ["ontology/dog.ttl:11: ex:Dog has 2 definitions for the language 'en'"],
        ),
        (
            '"Dog"@en',
            '"Dog"',
            ["ontology/dog.ttl:10: ex:Dog has a text without a language tag"],
        ),
        (
            "barks.",
            "barks",
            ["ontology/dog.ttl:11: ex:Dog has a definition that does not end with a full stop"],
        ),
        (
            "An animal that barks.",
            "A dog of any kind.",
            ["ontology/dog.ttl:11: ex:Dog has a definition that begins by repeating the label"],
        ),
        (
            '"Dog"@en',
            '"cat"@en',
            ["ontology/dog.ttl:8: warning: ex:Dog has the label of ex:Cat: 'cat'@en"],
        ),
        ("ex:Dog", "ex:dog", ["ontology/dog.ttl:8: ex:dog has a name that is not UpperCamel"]),
        (
            "ex:Dog",
            "ex:Hot_dog",
            ["ontology/dog.ttl:8: ex:Hot_dog has a name that is not UpperCamel"],
        ),
        (
            "ex:Dog a owl:Class",
            "ex:Dog a owl:ObjectProperty",
            ["ontology/dog.ttl:8: ex:Dog is a property whose name is not lowerCamel"],
        ),
        (
            'dcterms:title "Dogs"@en ; ',
            "",
            ["ontology/dog.ttl:6: <http://example.org/ontology/dog> has no title"],
        ),
        (
            " ; dcterms:license <http://a.org/>",
            "",
            ["ontology/dog.ttl:6: <http://example.org/ontology/dog> has no licence"],
        ),
        (USE, "", ["ontology/dog.ttl:8: warning: ex:Dog is used by nothing"]),
        (
            USE,
            USE + 'skos:note a owl:AnnotationProperty ; rdfs:label "note"@en .\n',
            [
                (
                    "ontology/dog.ttl:14: warning: skos:note is borrowed: "
                    "declare its type and say no more of it"
                )
            ],
        ),
    ],
    ids=[
        "no label",
        "no definition",
        "no example",
        "no home",
        "a home that is none",
        "two labels",
        "two definitions",
        "no language",
        "no full stop",
        "label repeated",
        "same label",
        "small name",
        "underscore",
        "property in capitals",
        "ontology without title",
        "ontology without licence",
        "unused",
        "borrowed and described",
    ],
)
def test_one_flaw_gives_one_finding(
    make_subject: Callable[..., Subject], old: str, new: str, expected: list[str]
) -> None:
    text = HEAD + DOG + USE
    assert old in text
    outcome = check_style(make_subject({"ontology/dog.ttl": text.replace(old, new)}))
    assert found(outcome) == expected


def test_what_no_question_needs_is_named_once(make_subject: Callable[..., Subject]) -> None:
    question = (
        "# What are cats called? ex:Dog is only mentioned here.\n"
        "PREFIX ex: <http://example.org/ontology#>\n"
        "SELECT ?name WHERE { ?cat ex:nickname ?name } ORDER BY ?name\n"
    )
    files = {"ontology/dog.ttl": HEAD + DOG + USE, "ontology/questions/names.rq": question}
    assert found(check_style(make_subject(files))) == ["info: no question needs 1 term: ex:Dog"]


def test_what_an_answer_names_is_needed(make_subject: Callable[..., Subject]) -> None:
    files = {
        "ontology/dog.ttl": HEAD + DOG + USE,
        "ontology/questions/names.rq": "SELECT ?x WHERE { ?x ex:nickname ?name }",
        "ontology/questions/names.csv": "x\r\nhttp://example.org/ontology#Dog\r\n",
    }
    assert found(check_style(make_subject(files))) == []


def test_named_files_are_judged_without_data_and_questions(
    make_subject: Callable[..., Subject],
) -> None:
    project = make_subject({"ontology/questions/none.rq": "ASK {}"}).project
    outcome = check_style(Subject(project, (Path("ontology/cat.ttl"),)))
    assert outcome.summary == "2 terms defined and 5 borrowed in 1 file"
    assert found(outcome) == ["ontology/cat.ttl:23: warning: ex:nickname is used by nothing"]


def test_files_without_terms_have_nothing_to_check(make_subject: Callable[..., Subject]) -> None:
    line = "<http://example.org/a> <http://example.org/b> 1 .\n"
    project = make_subject({"data/other.ttl": line}).project
    outcome = check_style(Subject(project, (Path("data/other.ttl"),)))
    assert outcome.state is State.NOTHING
    assert outcome.summary == "nothing to check here: no term is defined"
