"""Terms that a validator would pass over in silence are told, with what to write instead."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import pyshacl
import pytest
import rdflib

from visitkg.shacl.vocabulary import known_terms, unsupported_terms
from visitkg.terms import SH

if TYPE_CHECKING:
    from collections.abc import Callable

    from visitkg.shacl.model import ShapesGraph

SHAPE: Final = "ex:S a sh:NodeShape ;\n"
LIMITS: Final = " has no effect: of the SHACL Advanced Features only targets are supported"
DRAFT: Final = " has no effect: this part of the draft of SHACL 1.2 isn't supported"
CORE: Final = "Say it by a constraint of the Core, or by sh:sparql."

TOLD: Final = {
    "a wrong capital": (
        "sh:dataType xsd:string .",
        "unknown term sh:dataType",
        "Did you mean sh:datatype?",
    ),
    "a missing letter": (
        "sh:propery ex:S-p .",
        "unknown term sh:propery",
        "Did you mean sh:property?",
    ),
    "a misspelt value": (
        "sh:severity sh:Warnings .",
        "unknown term sh:Warnings",
        "Did you mean sh:Warning?",
    ),
    "a misspelt class": (
        "a sh:NodeShapes .",
        "unknown term sh:NodeShapes",
        "Did you mean sh:NodeShape?",
    ),
    "a term like no other": (
        "sh:watermelon ex:p .",
        "unknown term sh:watermelon",
        "See https://www.w3.org/TR/shacl/ for the terms that there are.",
    ),
    "a predicate that is a class": (
        "sh:ndeKind sh:IRI .",
        "unknown term sh:ndeKind",
        "Did you mean sh:nodeKind?",
    ),
    "a misspelt namespace": (
        "a <https://www.w3.org/ns/shacl#NodeShape> , <https://www.w3.org/ns/shacl#Shape> .",
        "unknown namespace <https://www.w3.org/ns/shacl#>",
        "Did you mean <http://www.w3.org/ns/shacl#>?",
    ),
    "a namespace with a slash": (
        "rdfs:seeAlso <http://www.w3.org/ns/shacl/NodeShape> .",
        "unknown namespace <http://www.w3.org/ns/shacl/>",
        "Did you mean <http://www.w3.org/ns/shacl#>?",
    ),
    "a rule": ("sh:rule ex:R .", f"sh:rule{LIMITS}", CORE),
    "a part of SHACL 1.2": (
        "sh:uniqueValuesFor ex:p .",
        f"sh:uniqueValuesFor{DRAFT}",
        CORE,
    ),
    "JavaScript": (
        "sh:js ex:J .",
        "sh:js has no effect: the SHACL JavaScript Extensions aren't supported",
        CORE,
    ),
    "a severity that is none": (
        "sh:severity sh:NodeShape .",
        "sh:NodeShape is no severity",
        "Write sh:Violation, sh:Warning or sh:Info, or an IRI of your own.",
    ),
    "a shape in name only": (
        ". ex:T a sh:Shape .",
        "nothing makes this a shape: sh:Shape alone doesn't",
        "Call it a sh:NodeShape or a sh:PropertyShape.",
    ),
    "the severity of one constraint": (
        "sh:nodeKind sh:IRI {| sh:severity sh:Info |} .",
        "sh:severity has no effect on a single constraint",
        "Say it of the shape, or of a shape that has this constraint alone.",
    ),
    "a target without a query": (
        "sh:target ex:T .",
        "this sh:target has no effect: it has no query, and no type that has one",
        "Give it sh:select, or name its focus nodes by sh:targetClass and its sisters.",
    ),
}

UNTOLD: Final = {
    "terms that only describe": 'sh:name "p" ; sh:description "p"@en ; sh:order 1 .',
    "the name in a string": 'rdfs:comment "sh:dataType" .',
    "the same name in another namespace": "ex:dataType xsd:string .",
    "an import of what is here": "owl:imports ex:Other . ex:Other a owl:Ontology .",
    "the namespace itself": "rdfs:seeAlso sh: .",
    "another document of W3C": "rdfs:seeAlso <https://www.w3.org/TR/shacl/> .",
    "severities of the draft": "sh:severity sh:Debug .",
    "a severity of the user's own": "sh:severity ex:Grave .",
    "a shape that is called so too": "a sh:Shape .",
    "what is said of a triple otherwise": 'sh:nodeKind sh:IRI {| rdfs:comment "?" |} .',
}


@pytest.mark.parametrize(("term", "message", "remedy"), TOLD.values(), ids=TOLD)
def test_told_is(read: Callable[[str], ShapesGraph], term: str, message: str, remedy: str) -> None:
    (problem,) = read(SHAPE + term).problems
    assert str(problem) == f"shapes.ttl:3: {message}\n{remedy}"
    assert not problem.fatal


@pytest.mark.parametrize("text", UNTOLD.values(), ids=UNTOLD)
def test_nothing_is_told_of(read: Callable[[str], ShapesGraph], text: str) -> None:
    assert read(SHAPE + text).problems == ()


def test_every_term_of_the_w3c_s_own_file_is_known_or_told_to_be_unsupported() -> None:
    file = rdflib.Graph().parse(Path(pyshacl.__file__).parent / "assets" / "shacl.ttl")
    theirs = {
        str(term).removeprefix(SH)
        for term in file.subjects(rdflib.RDF.type)
        if str(term).startswith(SH) and "-" not in str(term).removeprefix(SH)
    }
    assert len(theirs) > 180
    assert theirs - known_terms() - unsupported_terms().keys() == {""}


def test_no_term_is_both_known_and_unsupported() -> None:
    assert known_terms() & unsupported_terms().keys() == set()
