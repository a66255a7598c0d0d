"""The one seam to the triple libraries: read with positions, load for queries, write.

Reading order: ``compression`` (gzip), ``entity`` (XML that grows), ``spill`` (a limit of memory),
``mapped`` (a text that stays in its file), ``source`` (the bytes of a file and their format),
``lines`` (places in a large text), ``encoding`` (what is no UTF-8), ``kind`` (what is no RDF),
``fetch`` (documents of the web), ``syntax`` (what is wrong in a text), ``lexical`` (tokens of
Turtle), ``position`` (where each triple stands), ``passage`` and ``place`` (that of some),
``parse`` (triples with positions), ``dictionary`` (terms as integers), ``worker`` (a process beside
this one), ``encode`` (triples as integers), ``token_file``, ``hash_index`` and ``bounded`` (the
same within a limit of memory), ``load`` (a store or a graph), ``language`` (tags), ``term`` (IRIs
and literals in Turtle), ``blank`` (which blank nodes can be nested), ``turtle`` (canonical Turtle),
``comment``, ``rewrite`` (a text in canonical form), ``stated`` (statements with their places),
``colour``, ``isomorphism`` and ``similarity`` (which blank nodes are the same), ``difference``,
``difference_label``, ``difference_text``, ``difference_json`` and ``difference_update`` (what
differs).
"""
