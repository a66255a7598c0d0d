"""Ill-formed shapes are refused where they are written; SHACL-SHACL is the second judge."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import pyshacl
import pytest
import rdflib

from visitkg.shacl.load import load_shapes

if TYPE_CHECKING:
    from collections.abc import Callable

    from visitkg.shacl.model import ShapesGraph

NODE: Final = "ex:S a sh:NodeShape ;\n"
PROPERTY: Final = "ex:S a sh:PropertyShape ; sh:path ex:p ;\n"

# Each case breaks one rule of https://www.w3.org/TR/shacl/#syntax-rules, named by its id, on
# line 3; its message follows "shapes.ttl:3: ".
ILL_FORMED: Final = {
    "and-node": (NODE, "sh:and ex:T .", "sh:and takes a list of shapes, not <{ex}T>"),
    "class-nodeKind": (NODE, 'sh:class "C" .', 'sh:class takes an IRI or a list of IRIs, not "C"'),
    "closed-datatype": (
        NODE,
        'sh:closed "yes" .',
        'sh:closed takes true or false, not "yes"',
    ),
    "closed-maxCount": (NODE, "sh:closed true , false .", "a shape has one sh:closed, not 2"),
    "datatype-maxCount": (NODE, "sh:datatype xsd:int , xsd:byte .", "a shape has one sh:datatype,"),
    "datatype-nodeKind": (
        NODE,
        'sh:datatype "int" .',
        'sh:datatype takes an IRI or a list of IRIs, not "int"',
    ),
    "deactivated-datatype": (NODE, 'sh:deactivated "true" .', "sh:deactivated takes true or false"),
    "disjoint-nodeKind": (
        NODE,
        "sh:disjoint [] .",
        "sh:disjoint takes an IRI, not this blank node",
    ),
    "equals-nodeKind": (NODE, "sh:equals 1 .", "sh:equals takes an IRI, not "),
    "flags-datatype": (NODE, 'sh:pattern "a" ; sh:flags 1 .', "sh:flags takes a string, not "),
    "ignoredProperties-members": (
        NODE,
        'sh:closed true ; sh:ignoredProperties ( "p" ) .',
        "sh:ignoredProperties takes a list of IRIs, not this blank node",
    ),
    "in-maxCount": (NODE, "sh:in ( 1 ) , ( 2 ) .", "a shape has one sh:in, not 2"),
    "in-node": (NODE, "sh:in 1 .", "sh:in takes a list, not "),
    "in-node cut short": (
        NODE,
        "sh:in [ rdf:first 1 ] .",
        "sh:in takes a list, and this list ends without rdf:nil",
    ),
    "languageIn-members": (NODE, "sh:languageIn ( 1 ) .", "sh:languageIn takes a list of strings"),
    "lessThan-scope": (NODE, "sh:lessThan ex:p .", "sh:lessThan can't stand in a node shape"),
    "maxCount-datatype": (PROPERTY, 'sh:maxCount "1" .', "sh:maxCount takes a whole number, not"),
    "maxCount-maxCount": (PROPERTY, "sh:maxCount 1 , 2 .", "a shape has one sh:maxCount, not 2"),
    "maxCount-scope": (NODE, "sh:maxCount 1 .", "sh:maxCount can't stand in a node shape"),
    "maxExclusive-nodeKind": (NODE, "sh:maxExclusive ex:a .", "sh:maxExclusive takes a literal"),
    "maxLength-datatype": (NODE, "sh:maxLength 1.5 .", "sh:maxLength takes a whole number, not"),
    "message-datatype": (NODE, "sh:message 1 .", "sh:message takes a string, with or without"),
    "minCount-scope": (NODE, "sh:minCount 1 .", "sh:minCount can't stand in a node shape"),
    "nodeKind-in": (NODE, "sh:nodeKind sh:Iri .", "sh:nodeKind takes one of the six kinds of node"),
    "node-node": (
        "ex:T sh:path ex:p . ex:S a sh:NodeShape ;\n",
        "sh:node ex:T .",
        "sh:node takes a node shape, and <{ex}T> has a path",
    ),
    "path-maxCount": (PROPERTY, "sh:path ex:q .", "a property shape has one path, not 2"),
    "path-node literal": ("ex:S a sh:PropertyShape ;\n", 'sh:path "p" .', "ill-formed property"),
    "path-node of one": (
        "ex:S a sh:PropertyShape ;\n",
        "sh:path ( ex:p ) .",
        "ill-formed property",
    ),
    "path-node of two kinds": (
        "ex:S a sh:PropertyShape ;\n",
        "sh:path [ sh:inversePath ex:p ; sh:zeroOrOnePath ex:q ] .",
        "ill-formed property path",
    ),
    "pattern-datatype": (NODE, 'sh:pattern "a"@en .', "sh:pattern takes a regular expression"),
    "property-node": (
        "ex:T a sh:NodeShape . ex:S a sh:NodeShape ;\n",
        "sh:property ex:T .",
        "sh:property takes a property shape, and <{ex}T> has no path",
    ),
    "qualifiedValueShape-scope": (
        NODE,
        "sh:qualifiedMinCount 1 ; sh:qualifiedValueShape [ sh:class ex:C ] .",
        "sh:qualifiedValueShape can't stand in a node shape",
    ),
    "severity-maxCount": (
        NODE,
        "sh:severity sh:Info , sh:Warning .",
        "a shape has one sh:severity",
    ),
    "severity-nodeKind": (NODE, 'sh:severity "Info" .', 'sh:severity takes an IRI, not "Info"'),
    "implicit-targetClass-nodeKind": (
        "\n",
        "[] a rdfs:Class , sh:NodeShape .",
        "this shape is a class too, which a blank node can't be",
    ),
    "targetNode-nodeKind": (
        NODE,
        "sh:targetNode [] .",
        "sh:targetNode takes an IRI or a literal, not this blank node",
    ),
    "targetClass-nodeKind": (NODE, 'sh:targetClass "C" .', 'sh:targetClass takes an IRI, not "C"'),
    "targetObjectsOf-nodeKind": (
        NODE,
        "sh:targetObjectsOf [] .",
        "sh:targetObjectsOf takes an IRI",
    ),
    "targetSubjectsOf-nodeKind": (NODE, "sh:targetSubjectsOf 1 .", "sh:targetSubjectsOf takes an"),
    "uniqueLang-datatype": (PROPERTY, 'sh:uniqueLang "yes" .', "sh:uniqueLang takes true or false"),
    "uniqueLang-scope": (NODE, "sh:uniqueLang true .", "sh:uniqueLang can't stand in a node shape"),
    "xone-node": (NODE, "sh:xone [] .", "sh:xone takes a list of shapes, not this blank node"),
}

# What SHACL-SHACL does not look at, as it says of some of it itself.
REFUSED_BESIDES: Final = {
    "and-members-node": (NODE, 'sh:and ( "T" ) .', "sh:and takes a list of shapes, not this"),
    "PropertyShape-path": (
        "\n",
        "ex:S a sh:PropertyShape .",
        "this property shape has no path",
    ),
    "NodeShape-path": (NODE, "sh:path ex:p .", "a node shape can't have sh:path"),
    "pattern-regex": (
        NODE,
        'sh:pattern "(" .',
        'sh:pattern "(" can\'t be used: an unclosed group, at character 1',
    ),
    "pattern-regex that takes too long": (
        NODE,
        'sh:pattern "(a|aa)+\\\\1" .',
        'sh:pattern "(a|aa)+\\\\1" can\'t be used: it refers back to a group in',
    ),
    "flags-regex": (
        NODE,
        'sh:pattern "a" ; sh:flags "ig" .',
        "sh:flags \"ig\" can't be used: unknown flag 'g'; the flags are s, m, i, x, q",
    ),
    "property without description": (
        NODE,
        "sh:property ex:T .",
        "sh:property refers to <{ex}T>, which these files don't describe",
    ),
    "shapes-recursion at once": (
        "\n",
        "ex:S sh:node ex:S .",
        "this shape refers to itself: <{ex}S> -> <{ex}S>",
    ),
    "shapes-recursion by a property": (
        "ex:T sh:path ex:p ; sh:not ex:S .\n",
        "ex:S sh:property ex:T .",
        "this shape refers to itself: <{ex}T> -> <{ex}S> -> <{ex}T>",
    ),
    "sh-entailment": (
        "\n",
        "ex: sh:entailment <http://www.w3.org/ns/entailment/RDFS> .",
        "the entailment regime <http://www.w3.org/ns/entailment/RDFS> isn't supported",
    ),
}

WELL_FORMED: Final = {
    "nothing": "",
    "a list of none": NODE + "sh:closed true ; sh:ignoredProperties () .",
    "a shape of its own class": "ex:C a rdfs:Class , sh:NodeShape .",
    "nested paths": "ex:S sh:path ( [ sh:inversePath ex:p ] [ sh:zeroOrMorePath ex:q ] ) .",
    "a path of choices": "ex:S sh:path [ sh:alternativePath ( ex:p ( ex:q ex:r ) ) ] .",
    "a message in two languages": NODE + 'sh:message "Yes."@en , "네."@ko .',
    "one shape used twice": "ex:T sh:class ex:C . ex:S sh:and ( ex:T [ sh:not ex:T ] ) .",
    "a literal as a target": NODE + "sh:targetNode 1 .",
    "a count of none": PROPERTY + "sh:minCount 0 .",
}


def fatal(shapes: ShapesGraph) -> list[str]:
    return [
        f"{problem.position}: {problem.message}" for problem in shapes.problems if problem.fatal
    ]


@pytest.mark.parametrize("name", [*ILL_FORMED, *REFUSED_BESIDES])
def test_an_ill_formed_shape_has_one_problem_at_the_line_of_the_fault(
    read: Callable[[str], ShapesGraph], name: str
) -> None:
    begin, fault, message = {**ILL_FORMED, **REFUSED_BESIDES}[name]
    (problem,) = fatal(read(begin + fault))
    place, _, told = problem.partition(": ")
    assert told.startswith(message.replace("{ex}", "http://example.org/"))
    assert place == f"shapes.ttl:{2 if name == 'shapes-recursion by a property' else 3}"


@pytest.mark.parametrize("text", WELL_FORMED.values(), ids=WELL_FORMED)
def test_a_well_formed_shape_has_no_problem(read: Callable[[str], ShapesGraph], text: str) -> None:
    assert read(text).problems == ()


HARMLESS: Final = {
    "a literal that only looks true": (
        PROPERTY + 'sh:uniqueLang "1"^^xsd:boolean .',
        'sh:uniqueLang has no effect as "1": only the literal true is looked for',
        "Write sh:uniqueLang true ;",
    ),
    "flags without a pattern": (
        NODE + 'sh:flags "i" .',
        "sh:flags has no effect without sh:pattern",
        "Add sh:pattern, or remove it.",
    ),
    "a count without its shape": (
        NODE + "sh:qualifiedMinCount 1 .",
        "sh:qualifiedMinCount has no effect without sh:qualifiedValueShape",
        "Add sh:qualifiedValueShape, or remove it.",
    ),
    "a shape without description": (
        NODE + "sh:not ex:T .",
        "sh:not refers to <http://example.org/T>, which these files don't describe",
        "Check its spelling, or name the file that describes it.",
    ),
    "a list that is an inverse path too": (
        "\nex:S sh:in ( 1 ) ; sh:path [ rdf:first ex:p ; rdf:rest ( ex:q ) ; sh:inversePath 1 ] .",
        "this path is a list, so that its sh:inversePath has no effect",
        "Keep the list or the keyword.",
    ),
}


@pytest.mark.parametrize(("text", "message", "remedy"), HARMLESS.values(), ids=HARMLESS)
def test_what_has_no_effect_is_told_but_not_fatal(
    read: Callable[[str], ShapesGraph], text: str, message: str, remedy: str
) -> None:
    (problem,) = read(text).problems
    assert str(problem) == f"shapes.ttl:3: {message}\n{remedy}"
    assert not problem.fatal


@pytest.mark.parametrize("name", ILL_FORMED)
def test_shacl_shacl_refuses_what_we_refuse(
    read: Callable[[str], ShapesGraph], shacl_shacl: rdflib.Graph, name: str
) -> None:
    begin, fault, _ = ILL_FORMED[name]
    read(begin + fault)
    assert not conforms_to(shacl_shacl, Path("shapes.ttl"))


@pytest.mark.parametrize("text", WELL_FORMED.values(), ids=WELL_FORMED)
def test_shacl_shacl_accepts_what_we_accept(
    read: Callable[[str], ShapesGraph], shacl_shacl: rdflib.Graph, text: str
) -> None:
    read(text)
    assert conforms_to(shacl_shacl, Path("shapes.ttl"))


def test_we_judge_the_shapes_of_the_w3c_suite_as_shacl_shacl_does(
    shared: Path, shacl_shacl: rdflib.Graph
) -> None:
    files = sorted((shared / "w3c-shacl" / "core").rglob("*.ttl"))
    # A list that has sh:inversePath too, with an ill-formed value: the suite wants a report.
    excused = shared / "w3c-shacl/core/path/path-strange-002.ttl"
    disagreed = [
        path for path in files if bool(fatal(load_shapes([path]))) is conforms_to(shacl_shacl, path)
    ]
    assert len(files) == 121
    assert disagreed == [excused]


def conforms_to(shacl_shacl: rdflib.Graph, path: Path) -> bool:
    conforms, _, _ = pyshacl.validate(rdflib.Graph().parse(path), shacl_graph=shacl_shacl)
    return bool(conforms)


@pytest.fixture(scope="module")
def shacl_shacl() -> rdflib.Graph:
    return rdflib.Graph().parse(Path(pyshacl.__file__).parent / "assets" / "shacl-shacl.ttl")
