"""Shapes asked of a triple store: https://www.w3.org/TR/sparql11-protocol/.

A SELECT finds the focus nodes that may break a shape; only of these the neighbourhood is fetched,
and the engine that validates files decides. So the report is that engine's own.

Reading order: ``source`` (what is asked of a store), ``pages`` (answers of any length), ``write``
(terms and paths in queries), ``lexical`` (forms that surely are of a datatype), ``reject`` (values
that may break a constraint), ``suspect`` (focus nodes that may break a shape), ``focus`` (targets in
SPARQL), ``predicates`` (what the plan looks up), ``graph`` (what is fetched, and what is wanted),
``fetch`` (what is wanted, in batches), ``hierarchy`` (subclasses), ``question`` (the queries of a
shape), ``run`` (the straight line through them).
"""
