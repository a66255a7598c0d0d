"""The SPARQL endpoint: what is asked by the protocol, and what is answered.

Reading order: ``format`` (the forms of answers), ``query`` (a request as a query), ``tag`` (which
answers have the same bytes each time), ``answer`` (a query's answer in its form), ``description``
(what the service says of itself), ``store`` (the graphs, by the Graph Store Protocol).
"""
