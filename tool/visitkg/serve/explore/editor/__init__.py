"""The page on which people write SPARQL: the form, its errors, and what the editor completes.

Reading order: ``written`` (the query as it was sent), ``snippet`` (the query in other languages),
``explain`` (what it asks in words), ``mistake`` (an error in it), ``expectation`` (what shapes say
of properties), ``completion`` (names to choose from), ``form`` (the form with the text),
``answers`` (the page and what else lies beside it).
"""
