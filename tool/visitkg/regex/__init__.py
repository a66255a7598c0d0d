"""Regular expressions of XPath in linear time: https://www.w3.org/TR/xpath-functions-31/.

Reading order: ``characters`` (sets of characters), ``blocks`` (the blocks of Unicode by name),
``model`` (what an expression consists of), ``classes`` and ``read`` (a text to that), ``cost`` (how
long a backtracking matcher can take), ``backtracking`` (the expression for Python's own)
and ``automaton`` (a matcher that never goes back).
"""
