"""The one seam to the triple libraries: read with positions, load for queries, write.

Reading order: ``source`` (the bytes of a file and their format), ``syntax`` (what is wrong in
them), ``position`` (where each triple stands), ``parse`` (triples with positions), ``load`` (a
store or a graph), ``turtle`` (canonical Turtle).
"""
