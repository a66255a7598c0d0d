"""A fair with stalls and visitors, on which the queries of these tests run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pyoxigraph import RdfFormat, Store

if TYPE_CHECKING:
    import rdflib

FAIR = """
@prefix : <http://example.org/fair#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

:ann a :Visitor ; rdfs:label "Ann"@en ; :knows :ben , :cem ; :age 30 ; :buys :apple , :bread .
:ben a :Visitor ; rdfs:label "Ben"@en , "Бен"@ru ; :knows :cem ; :age 25 ; :buys :bread .
:cem a :Visitor ; :knows :dan ; :age 30 ; :came "2025-09-02"^^xsd:date .
:dan a :Visitor ; rdfs:label "Dan"@en ; :came "2025-09-03"^^xsd:date .
:dan :says "He said \\"no, thanks\\"\\n" .
:eva a :Visitor , :Seller ; rdfs:label "에바"@ko ; :sells :apple , :bread ; :owns true .
:apple a :Fruit ; rdfs:label "apple"@en ; :price 1.20 ; :part [ :weight 2 ] , [ :weight 1 ] .
:bread a :Food ; rdfs:label "bread"@en ; :price 2.5e0 ; :part [ :weight 7 ; :with :apple ] .
:Fruit rdfs:subClassOf :Food .
"""
PREFIXES = {
    "": "http://example.org/fair#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


@pytest.fixture
def store() -> Store:
    """Return a store with the fair."""
    store = Store()
    store.load(FAIR, RdfFormat.TURTLE)
    return store


@pytest.fixture(scope="session")
def graph() -> rdflib.Graph:
    """Return the fair as the second judge reads it."""
    import rdflib

    return rdflib.Graph().parse(data=FAIR, format="turtle")


@pytest.fixture
def prefixes() -> dict[str, str]:
    """Return the prefixes that queries on the fair need not declare."""
    return dict(PREFIXES)
