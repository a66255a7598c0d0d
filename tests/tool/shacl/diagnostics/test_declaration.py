"""Prefixes that a query can't use, or that mean two things."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from visitkg.shacl.model import ShapesGraph

PREFIX: Final = (
    "a declared prefix has one sh:prefix, a string without a colon\n"
    'Write it like this: sh:prefix "ex" ;'
)
NAMESPACE: Final = (
    "a declared prefix has one sh:namespace, an IRI as xsd:anyURI\n"
    'Write it like this: sh:namespace "http://example.org/"^^xsd:anyURI ;'
)
IRI: Final = 'sh:namespace "http://example.org/"^^xsd:anyURI'

HARMLESS: Final = {
    "no prefix": (f"ex: sh:declare [ {IRI} ] .", PREFIX),
    "two prefixes": (f'ex: sh:declare [ sh:prefix "a" , "b" ; {IRI} ] .', PREFIX),
    "a prefix with a colon": (f'ex: sh:declare [ sh:prefix "ex:" ; {IRI} ] .', PREFIX),
    "a prefix that is a node": (f"ex: sh:declare [ sh:prefix ex:ex ; {IRI} ] .", PREFIX),
    "no namespace": ('ex: sh:declare [ sh:prefix "ex" ] .', NAMESPACE),
    "two namespaces": (
        f'ex: sh:declare [ sh:prefix "ex" ; {IRI} , "http://example.com/"^^xsd:anyURI ] .',
        NAMESPACE,
    ),
    "a namespace as a string": (
        'ex: sh:declare [ sh:prefix "ex" ; sh:namespace "http://example.org/" ] .',
        NAMESPACE,
    ),
    "a namespace as an IRI": ('ex: sh:declare [ sh:prefix "ex" ; sh:namespace ex: ] .', NAMESPACE),
    "a namespace that ends the declaration": (
        'ex: sh:declare [ sh:prefix "ex" ; sh:namespace "http://a> ASK {} #"^^xsd:anyURI ] .',
        NAMESPACE,
    ),
    "what declares none": (
        'ex:S sh:sparql [ sh:select "SELECT $this {}" ; sh:prefixes ex:Absent ] .',
        (
            "sh:prefixes refers to <http://example.org/Absent>, which declares none\n"
            "Add sh:declare to it."
        ),
    ),
}

QUERY: Final = (
    'ex:S sh:sparql [ sh:prefixes {owners} ; sh:select "SELECT $this {{ $this ex:p 1 }}" ] .'
)
OTHER: Final = 'sh:declare [ sh:prefix "ex" ; sh:namespace "http://example.com/"^^xsd:anyURI ]'
EX: Final = f'sh:declare [ sh:prefix "ex" ; {IRI} ]'


@pytest.mark.parametrize(("text", "told"), HARMLESS.values(), ids=HARMLESS)
def test_what_declares_nothing_is_told(
    read: Callable[[str], ShapesGraph], text: str, told: str
) -> None:
    problems = read(f"\n{text}").problems
    assert [(str(problem), problem.fatal) for problem in problems] == [
        (f"shapes.ttl:3: {told}", False)
    ]


def test_a_prefix_of_two_meanings_is_refused(read: Callable[[str], ShapesGraph]) -> None:
    text = f"ex:A {EX} . ex:B {OTHER} .\n{QUERY.format(owners='ex:A , ex:B')}"
    (problem,) = read(text).problems
    assert problem.fatal
    assert str(problem) == (
        "shapes.ttl:3: sh:prefixes declares ex as <http://example.org/> and as "
        "<http://example.com/>\nDeclare each prefix once."
    )


@pytest.mark.parametrize(
    "text",
    [
        f"ex:A {EX} . ex:B {OTHER} . {QUERY.format(owners='ex:A')}",
        f"ex:A {EX} . ex:B {EX} . {QUERY.format(owners='ex:A , ex:B')}",
        f"ex:A {EX} . ex:B owl:imports ex:A . {QUERY.format(owners='ex:B')}",
        f"ex:A {EX} ; owl:imports ex:B . ex:B owl:imports ex:A . {QUERY.format(owners='ex:B')}",
    ],
    ids=["of one of two", "the same twice", "imported", "imports in a circle"],
)
def test_a_prefix_is_that_of_what_the_query_names(
    read: Callable[[str], ShapesGraph], text: str
) -> None:
    assert read(text).problems == ()


def test_a_prefix_that_only_others_declare_is_unknown(read: Callable[[str], ShapesGraph]) -> None:
    text = f'ex:A {EX} . ex:B sh:declare [ sh:prefix "o" ; {IRI} ] . {QUERY.format(owners="ex:B")}'
    (problem,) = read(text).problems
    assert problem.fatal
    assert problem.message == (
        "this sh:select can't be asked: unknown prefix 'ex:' at line 1, column 22 of its text"
    )
