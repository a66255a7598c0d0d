"""What a maintainer's CI proves, one check a file.

Reading order: ``outcome`` (what a check came to), ``subject`` (what it looks at), ``replace`` (write
a file whole), then the checks: ``parse``, ``format``, ``species``, ``consistency``, ``satisfiability``,
``vocabulary`` and ``usage`` for ``style``, ``shapes``, ``questions``, ``evidence``, ``void`` for
``dataset``; then ``table`` (all checks) and ``run`` (choose, run, count).
"""
