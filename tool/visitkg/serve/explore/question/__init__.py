"""The questions of a project as forms.

Reading order: ``choices`` (the values that a parameter can have), ``filled`` (what a request fills
in), ``field`` (a parameter in a form), ``index`` (all questions) and ``page`` (one of them).
"""
