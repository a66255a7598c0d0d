"""Pages for people who look around in what is served.

Reading order: ``explorer`` (what all pages look up), ``asking`` (where an answer is asked for),
``page`` (the skeleton of a page), ``view`` (an answer as a table and in pictures), ``question``
(forms that ask the questions of a project), ``editor`` (SPARQL, written with help), ``route`` (from
the path of a request to its page).
"""
