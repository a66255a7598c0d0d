"""OWL: the species of a document, what it entails, and whether it contradicts itself.

Reading order: ``vocabulary`` (the terms of OWL 1), ``kinds`` (what a node can be), ``naming``
(names in messages), ``structure`` (a graph laid out), ``rule`` (what a rule is), ``rules`` (all
of them), ``checks`` (how what breaks them is found), ``species`` (the check itself); then
``inference`` (rules of entailment), ``closure`` (apply them), ``entailment`` (what is worth
saying of the result); then ``contradictions`` (what can't be true together), ``values``
(literals as values), ``clashes`` (contradictions found), ``consistency`` (files checked by
rules) and ``satisfiability`` (files checked by HermiT).
"""
