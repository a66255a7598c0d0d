"""Pictures of what is claimed, each with the same content as a table and in words.

Reading order: ``model`` (what a figure consists of), ``measure`` (how wide a text is), ``draw``
(SVG that is put together safely), ``mark`` (shapes and fills by status), ``said`` (how surely
something is claimed), ``source`` (sources as pictures name them), ``tally`` (all claims, counted);
``chain`` (one claim from its origin to the report), ``chains`` (all of them),
``assertions`` (who asserts how surely); ``span`` (when something is said to be), ``happening``
(what is said to happen), ``legend``, ``row`` and ``timeline``; ``projection`` (the earth on
paper), ``near`` (the side of it that can be shown), ``outlines`` (the data of coasts and borders),
``outline`` (what a sheet shows of them),
``place`` (what can be mapped), ``boxes`` (where there is room), ``name``, ``sheet`` and ``map``;
``neighbour`` (what is said of a thing together with others) and ``neighbourhood``; ``figures``
(all that a graph has data for) and ``standalone`` (a figure as a file of its own).
"""
