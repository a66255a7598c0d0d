"""Shapes run on a cluster by Apache Spark: for dumps that are too large for one machine.

What a shape may look at from a focus node is a set of moves along predicates. Joins follow them,
round by round, and bring what is around each focus node into one bucket; there the engine that
validates files decides. So the report is that engine's own.

Reading order: ``moves`` (where shapes look), ``lines`` (statements to columns), ``bucket`` (the
engine on what is around some focus nodes), ``hierarchy`` (classes below others), ``session``
(Spark, and what it says when it fails), ``frame`` (files to rows), ``gather`` (moves as joins),
``focus`` (which nodes targets select), ``explain`` (the moves as text), ``run`` (the straight line
through them).
"""
