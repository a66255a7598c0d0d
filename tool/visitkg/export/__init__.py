"""The graph in the forms that others expect: views of claims, of events, of the ontology.

Reading order: ``content`` (what there is to export), ``write`` (statements in a format), ``claim``
(what belongs to a claim), ``nanopublications``, ``reifiers``, ``happening`` (which events are
stated without reserve), ``schema_words`` (the terms of schema.org), ``json_ld``, ``schema_org``,
``owl2``, then ``view`` (all views by name).
"""
