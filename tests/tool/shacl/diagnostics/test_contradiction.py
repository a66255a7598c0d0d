"""What a shape demands in vain is told, and is not fatal: it may be a slip or a reason to ask."""

# ruff: noqa: E501  (a case to a line)
from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from visitkg.shacl.model import ShapesGraph

CHANGE: Final = "Change one of them: nothing satisfies both."
REMOVE: Final = "Remove one of them: no value satisfies both."
FROM_0: Final = "Write a number from 0 on."
OTHER: Final = "Change one of them: no value conforms."

# What the property shape on line 3 says, and what is told of it.
TOLD: Final = {
    "more at least than at most": ("sh:minCount 2 ; sh:maxCount 1", "sh:minCount 2 is more than sh:maxCount 1", CHANGE),
    "longer at least than at most": ("sh:minLength 5 ; sh:maxLength 4", "sh:minLength 5 is more than sh:maxLength 4", CHANGE),
    "a longer list at least": ("sh:minListLength 5 ; sh:maxListLength 4", "sh:minListLength 5 is more than sh:maxListLength 4", CHANGE),
    "more qualified ones at least": ("sh:qualifiedMinCount 2 ; sh:qualifiedMaxCount 1 ; sh:qualifiedValueShape [ sh:class ex:C ]", "sh:qualifiedMinCount 2 is more than sh:qualifiedMaxCount 1", CHANGE),
    "a negative least": ("sh:minCount -1", "sh:minCount -1 is less than 0", FROM_0),
    "a negative most": ("sh:maxLength -2", "sh:maxLength -2 is less than 0", FROM_0),
    "more values than allowed": ("sh:maxCount 1 ; sh:hasValue ex:a , ex:b", "sh:maxCount 1 leaves no room for what sh:hasValue demands", CHANGE),
    "a datatype of IRIs": ("sh:nodeKind sh:IRI ; sh:datatype xsd:int", "sh:datatype asks for a literal, which sh:nodeKind forbids", REMOVE),
    "a datatype of a list of kinds": ("sh:nodeKind ( sh:IRI sh:BlankNode ) ; sh:datatype xsd:int", "sh:datatype asks for a literal, which sh:nodeKind forbids", REMOVE),
    "a language of blank nodes": ('sh:nodeKind sh:BlankNode ; sh:languageIn ( "en" )', "sh:languageIn asks for a literal, which sh:nodeKind forbids", REMOVE),
    "a bound of nodes": ("sh:nodeKind sh:BlankNodeOrIRI ; sh:maxInclusive 3", "sh:maxInclusive asks for a literal, which sh:nodeKind forbids", REMOVE),
    "a class of literals": ("sh:nodeKind sh:Literal ; sh:class ex:C", "sh:class asks for an IRI or a blank node, which sh:nodeKind forbids", REMOVE),
    "a class and a datatype": ("sh:datatype xsd:int ; sh:class ex:C", "sh:class asks for an IRI or a blank node, which sh:datatype forbids", REMOVE),
    "a root class of literals": ("sh:datatype xsd:int ; sh:rootClass ex:C", "sh:rootClass asks for an IRI or a blank node, which sh:datatype forbids", REMOVE),
    "a pattern of blank nodes": ('sh:nodeKind sh:BlankNode ; sh:pattern "a"', "sh:pattern is satisfied by no blank node, and sh:nodeKind asks for one", REMOVE),
    "a length of blank nodes": ("sh:nodeKind sh:BlankNode ; sh:minLength 0", "sh:minLength is satisfied by no blank node, and sh:nodeKind asks for one", REMOVE),
    "a language of numbers": ('sh:datatype xsd:int ; sh:languageIn ( "en" )', "sh:languageIn asks for a language, which no literal of that sh:datatype has", "Write sh:datatype rdf:langString, or remove one of them."),
    "a misspelt datatype": ("sh:datatype xsd:datetime", "XML Schema has no datatype <http://www.w3.org/2001/XMLSchema#datetime>", "Did you mean xsd:dateTime?"),
    "a datatype like no other": ("sh:datatype xsd:watermelon", "XML Schema has no datatype <http://www.w3.org/2001/XMLSchema#watermelon>", "See https://www.w3.org/TR/xmlschema11-2/ for those that there are."),
    "the class of all literals": ("sh:datatype rdfs:Literal", "no literal has the datatype <http://www.w3.org/2000/01/rdf-schema#Literal>", "Write sh:nodeKind sh:Literal to allow all literals."),
    "a datatype as a class": ("sh:class xsd:string", "sh:class <http://www.w3.org/2001/XMLSchema#string> is a datatype, of which nothing is an instance", "Write sh:datatype."),
    "a member of another kind": ('sh:nodeKind sh:IRI ; sh:in ( ex:a "b" )', 'sh:in allows "b", which sh:nodeKind forbids', "Change one of them."),
    "a member of another datatype": ('sh:datatype xsd:integer ; sh:in ( 1 "2" )', 'sh:in allows "2", which sh:datatype forbids', "Change one of them."),
    "a value that is no member": ("sh:in ( 1 ) ; sh:hasValue 2", 'sh:hasValue demands "2"^^<http://www.w3.org/2001/XMLSchema#integer>, which sh:in forbids', "Change one of them."),
    "a value of another datatype": ('sh:datatype xsd:integer ; sh:hasValue "2"', 'sh:hasValue demands "2", which sh:datatype forbids', "Change one of them."),
    "a bound that is no number": ('sh:minInclusive "a"^^xsd:integer', 'sh:minInclusive "a"^^<http://www.w3.org/2001/XMLSchema#integer> is compared with nothing, so that no value conforms', "Write a number, a string, a boolean, a date or a time."),
    "a bound with a language": ('sh:maxExclusive "a"@en', 'sh:maxExclusive "a"@en is compared with nothing, so that no value conforms', "Write a number, a string, a boolean, a date or a time."),
    "bounds of two kinds": ('sh:minInclusive "a" ; sh:maxInclusive true', 'sh:minInclusive "a" and sh:maxInclusive "true"^^<http://www.w3.org/2001/XMLSchema#boolean> are not of one kind, so that no value conforms', "Change one of them."),
    "bounds that are crossed": ('sh:minInclusive "b" ; sh:maxInclusive "a"', 'there is nothing between sh:minInclusive "b" and sh:maxInclusive "a"', "Change one of them."),
    "bounds that exclude all": ('sh:minExclusive "a" ; sh:maxInclusive "a"', 'there is nothing between sh:minExclusive "a" and sh:maxInclusive "a"', "Change one of them."),
    "bounds of another datatype": ('sh:datatype xsd:date ; sh:minInclusive "a"', 'sh:minInclusive "a" is compared with no literal of sh:datatype <http://www.w3.org/2001/XMLSchema#date>', OTHER),
    "bounds of what has no order": ('sh:datatype xsd:anyURI ; sh:minInclusive "a"', 'sh:minInclusive "a" is compared with no literal of sh:datatype <http://www.w3.org/2001/XMLSchema#anyURI>', OTHER),
}  # fmt: skip

UNTOLD: Final = {
    "exactly one": "sh:minCount 1 ; sh:maxCount 1",
    "none": "sh:maxCount 0",
    "as many values as allowed": "sh:maxCount 2 ; sh:hasValue ex:a , ex:b",
    "literals of a datatype": "sh:nodeKind sh:Literal ; sh:datatype xsd:int ; sh:minInclusive 1",
    "literals among others": "sh:nodeKind sh:IRIOrLiteral ; sh:datatype xsd:int",
    "literals in a list of kinds": "sh:nodeKind ( sh:IRI sh:Literal ) ; sh:datatype xsd:int",
    "texts in a language": 'sh:datatype ( xsd:string rdf:langString ) ; sh:languageIn ( "en" )',
    "an own datatype": "sh:datatype ex:watermelon",
    "datatypes of RDF": "sh:datatype ( rdf:HTML rdf:JSON rdf:XMLLiteral rdf:dirLangString )",
    "members of the datatype": "sh:datatype xsd:integer ; sh:in ( 1 2 ) ; sh:hasValue 1",
    "bounds of other numbers": "sh:datatype xsd:double ; sh:minInclusive 1 ; sh:maxExclusive 2.5",
    "bounds that are equal": "sh:minInclusive 1 ; sh:maxInclusive 1.0",
    "moments with and without a zone": 'sh:minInclusive "2020-01-01T00:00:00Z"^^xsd:dateTime ; sh:maxInclusive "2020-01-01T00:00:00"^^xsd:dateTime',
    "durations that nobody can order": 'sh:minInclusive "P1M"^^xsd:duration ; sh:maxInclusive "P30D"^^xsd:duration',
    "moments of a stamp": 'sh:datatype xsd:dateTimeStamp ; sh:minInclusive "2020-01-01T00:00:00Z"^^xsd:dateTime',
    "lengths of names": 'sh:datatype xsd:language ; sh:minInclusive "a"',
    "a pattern of IRIs": 'sh:nodeKind sh:IRI ; sh:pattern "^http"',
}  # fmt: skip


@pytest.mark.parametrize(("said", "message", "remedy"), TOLD.values(), ids=TOLD)
def test_told_is(read: Callable[[str], ShapesGraph], said: str, message: str, remedy: str) -> None:
    problems = read(f"ex:P sh:path ex:p ;\n  {said} .").problems
    told = f"shapes.ttl:3: {message}\n{remedy}"
    assert [(str(problem), problem.fatal) for problem in problems] == [(told, False)]


@pytest.mark.parametrize("said", UNTOLD.values(), ids=UNTOLD)
def test_nothing_is_told_of(read: Callable[[str], ShapesGraph], said: str) -> None:
    assert read(f"ex:P sh:path ex:p ; {said} .").problems == ()
