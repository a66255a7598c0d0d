"""What a maintainer's CI proves, one check a file.

Reading order: ``outcome`` (what a check came to), ``subject`` (what it looks at); then the checks
``parse``, ``format``, ``species``, ``consistency``, ``satisfiability``, ``vocabulary`` and
``usage`` (the terms, and what uses them) for ``style``, ``shapes``, ``questions``, ``evidence``,
``void`` (what is stated of a dataset) for ``dataset``, ``fair`` (what is asked of what is
published); then ``table`` (all checks) and ``run`` (choose, run, count).
"""
