"""Shapes asked of a triple store: https://www.w3.org/TR/sparql11-protocol/.

A SELECT finds the focus nodes that may break a shape; only of these the neighbourhood is fetched,
and the engine that validates files decides. So the report is that engine's own.

Reading order: ``source`` (what is asked of a store), ``write`` (terms and paths in queries),
``ahead`` (queries asked before they are needed), ``pages`` (answers of any length), ``lexical``
(forms that surely are of a datatype), ``dialect`` (patterns that all stores read alike), ``reject``
(values that may break a constraint), ``together`` (values that may break one together), ``unroll``
(paths of any length), ``suspect`` (focus nodes that may break a shape), ``verbs`` and
``predicates`` (what queries and the plan look up), ``graph`` (what is fetched, and what is wanted),
``fetch`` (what is wanted, in batches), ``hierarchy`` (subclasses), ``question`` (the queries about
a shape), ``focus`` (which nodes targets select), ``asked`` (queries of shapes that the store
answers), ``judge`` (the engine asked about suspects), ``explain`` (the queries as text), ``run``
(the straight line through them).
"""
