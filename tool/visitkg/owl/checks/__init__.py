"""How what breaks a rule is found, one file a subject.

Read them in this order: ``names`` (the separated vocabulary), ``misplaced`` (one node at one
place), ``positions`` (subject and object of each triple), ``lists``, ``constructs``, ``sharing``,
``properties``, ``lite``. Each function takes the structure of a graph and yields findings.
"""
