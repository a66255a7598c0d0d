"""From the text of a query to its printed answer: prepare, run, render.

Reading order: ``tokens`` (the pieces of a query), ``outline`` (its form and groups), ``place`` (an
error that points at it), ``bounds`` (what the engine can take), ``prepare`` (what the engine runs),
``skeleton`` (queries that differ in their constants only), ``grammar``, ``expected``, ``rules``,
``syntax`` (what is wrong in a query), ``answer`` (what it gives), ``fetch``, ``remote`` (what it
reaches out to), ``run``; then ``curie``, ``width``,
``table``, ``results``, ``graph_text``, ``render`` (the text of an answer); then ``value``,
``python`` (terms and how they are written), ``questions``, ``parameters``, ``source`` (which query
is meant), ``declared``, ``listing``, ``golden``.
"""
