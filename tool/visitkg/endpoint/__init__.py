"""A triple store of somebody else, asked by the SPARQL 1.1 Protocol.

Reading order: ``address`` (which store, and what opens it), ``wait`` (when to try again),
``connection`` (requests over HTTP), ``results`` (rows and triples as they come), ``client``
(queries and their answers).
"""
