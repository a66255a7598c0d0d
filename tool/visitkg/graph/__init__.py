"""The one seam to the triple libraries: read with positions, load for queries, write.

Reading order: ``source`` (the bytes of a file and their format), ``syntax`` (what is wrong in
them), ``lexical`` (tokens of Turtle), ``position`` (where each triple stands), ``place`` (that of some), ``parse`` (triples
with positions), ``dictionary`` (terms as integers), ``worker`` (a process beside this one),
``encode`` (triples as integers), ``load`` (a store or a graph), ``language`` (tags), ``term`` (IRIs
and literals in Turtle), ``blank`` (which blank nodes can be nested), ``turtle`` (canonical Turtle),
``comment``, ``rewrite`` (a text in canonical form).
"""
