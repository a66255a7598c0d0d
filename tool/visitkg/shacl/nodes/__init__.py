"""A plan run node by node: for small data, for what arrays can't hold, and to explain.

Reading order: ``graph`` (the triples by subject and by object), ``context`` (what a check may ask),
``value`` (checks of one value after the other), ``values`` (checks of all values together),
``pair`` (checks against another property), ``logic`` (checks by other shapes), ``list`` (checks
of lists), ``sparql`` (checks in SPARQL), ``table`` (what binds each component), ``run``.
"""
