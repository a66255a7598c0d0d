"""A triple store of somebody else, asked by the SPARQL 1.1 Protocol.

Reading order: ``address`` (which store, and what opens it), ``wait`` (when to try again),
``reader`` (the body of an answer), ``refusal`` (what comes in the place of one), ``connection``
(requests over HTTP), ``virtuoso`` (what that does in its own way), ``results`` (rows and triples as
they come), ``client`` (queries and their answers), ``skolem`` (blank nodes as IRIs), ``order`` and
``ask`` (answers such as the engine here gives), ``lines`` and ``load`` (a store that is filled),
``whole`` (all that a graph states).
"""
