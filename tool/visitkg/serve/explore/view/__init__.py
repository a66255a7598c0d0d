"""An answer looked at: as a table, on a map, over time, as a graph, in bars.

Reading order: ``moment`` (dates of any calendar year), ``term`` (what a term says: a number, a
date, a name), ``column`` (what the columns of an answer hold), ``cell`` (a term as HTML), ``order``
(rows sorted by a column), ``table`` (rows in pages), ``picture`` (what the drawings share),
``bars``, ``timeline``, ``points`` (where rows lie on the earth), ``map``, ``links`` (what an answer
joins), ``layout`` (where the boxes of a graph stand), ``graph``, ``choose`` (the views that fit an
answer), ``data`` (an answer for programs), ``show`` (an answer for people).
"""
