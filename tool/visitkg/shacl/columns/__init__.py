"""A plan run on arrays of integers: each check is asked of all focus nodes at once.

Reading order: ``pairs`` (sets of pairs as sorted arrays), ``graph`` (the triples by predicate),
``walk`` (the values of a path), ``reached`` (those of many nodes), ``lexical`` and ``order``
(literals, many at once), ``context`` (what a check may ask), ``value`` (which values pass),
``values`` (checks of all values together), ``pair`` (checks against another property), ``table``
(what runs each component), ``run``. numpy is imported by the command that gets here, not before.
"""
