"""How what breaks a rule is found: functions that take a structure and yield findings.

Reading order: ``names`` (the separated vocabulary), ``misplaced`` (one node at one place),
``positions`` (subject and object of each triple), ``lists``, ``constructs`` (restrictions and
descriptions), ``sharing`` (what has no name stands in one place), ``properties`` (transitive
ones) and ``lite`` (what only OWL Lite leaves out).
"""
