"""What the graph says of one thing, and later its pages.

Reading order: ``memory`` (what was read lately), ``model`` (what a description consists of),
``view`` (a graph that is looked at term by term), ``remote`` (one in a triple store), ``stored``
(one on the disk), ``name`` (from what somebody types to a node),
``value`` (terms as values, literals and anonymous nodes), ``kind`` (what sort of node it is),
``proposition`` (a statement and its slots), ``claim`` (who says so, through whom, how surely,
where), ``sentence`` (the words that all formats share), ``describe`` (all of that for one node),
``bounded`` (the triples behind a description), ``wrap`` (lines within the columns of a terminal),
``render_text``, ``render_markdown`` and ``render_json``.
"""
