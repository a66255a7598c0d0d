"""Pages for people who look around in what is served.

Reading order: ``overview`` (what is in a graph, counted), ``names`` (all names, to be searched),
``explorer`` (what all pages look up), ``asking`` (where an answer is asked for), ``page`` (the
skeleton of a page), ``view`` (an answer as a table and in pictures), ``question`` (forms that ask
the questions of a project), ``editor`` (the page where SPARQL is written), ``asset`` (what pages
look like and do), ``term`` (terms of any graph as HTML), ``reach`` (what is stated of a node and
leads to it), ``part`` (one property of a node), ``node`` (the page of any node), ``search`` (the
page of what is found), ``start`` (the start page), ``route`` (from a path to its page).
"""
