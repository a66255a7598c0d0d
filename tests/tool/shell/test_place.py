"""What can stand behind the tokens of a query."""

from __future__ import annotations

import pytest

from visitkg.shell.place import Place, place_at
from visitkg.sparql.tokens import tokenise


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("", Place.ANY),
        ("SELECT", Place.ANY),
        ("PREFIX", Place.PREFIX),
        ("ASK {", Place.SUBJECT),
        ("ASK { ?s", Place.PREDICATE),
        ("ASK { ?s a", Place.CLASS),
        ("ASK { ?s rdf:type", Place.CLASS),
        ("ASK { ?s a ex:A ,", Place.CLASS),
        ("ASK { ?s ?p", Place.OBJECT),
        ("ASK { ?s ?p 'x'", Place.ANY),
        ("ASK { ?s ?p 'x'@en", Place.ANY),
        ("ASK { ?s ?p ?o .", Place.SUBJECT),
        ("ASK { ?s ?p ?o ;", Place.PREDICATE),
        ("ASK { ?s ?p ?o ,", Place.OBJECT),
        ("ASK { ?s ex:p/", Place.PREDICATE),
        ("ASK { ?s ex:p|ex:q|", Place.PREDICATE),
        ("ASK { ?s (ex:p/", Place.PREDICATE),
        ("ASK { ?s (ex:p/ex:q)+", Place.OBJECT),
        ("ASK { ?s ex:p*", Place.OBJECT),
        ("ASK { ?s ^", Place.PREDICATE),
        ("ASK { ?s ?p [", Place.PREDICATE),
        ("ASK { ?s ?p [ ex:q 1 ]", Place.ANY),
        ("ASK { ?s ?p [ ex:q 1 ] .", Place.SUBJECT),
        ("ASK { OPTIONAL {", Place.SUBJECT),
        ("ASK { OPTIONAL { ?s ?p ?o }", Place.SUBJECT),
        ("ASK { ?s ?p ?o FILTER", Place.ANY),
        ("ASK { ?s ?p ?o FILTER (?o >", Place.ANY),
        ("ASK { ?s ?p ?o FILTER (?o > 1)", Place.SUBJECT),
        ("ASK { BIND (1 AS ?x)", Place.SUBJECT),
        ("ASK { VALUES ?x {", Place.SUBJECT),
        ("ASK { }", Place.ANY),
        ("ASK } ) ]", Place.ANY),
        ("SELECT (COUNT(?x) AS", Place.ANY),
        ("SELECT (COUNT(?x) AS ?n) {", Place.SUBJECT),
    ],
)
def test_what_can_stand_somewhere_is_known(text: str, place: Place) -> None:
    assert place_at(tokenise(text)) is place
