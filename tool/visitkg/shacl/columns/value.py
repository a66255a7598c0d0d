"""Which values pass a check: the components that look at one value at a time.

A component without a function of its own here asks the test of ``nodes`` once for each distinct
value.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode

from visitkg.shacl.columns.lexical import CANONICAL
from visitkg.shacl.columns.pairs import distinct
from visitkg.shacl.facts import BLANK, IRI, LITERAL
from visitkg.shacl.nodes.table import TESTS
from visitkg.terms import SH, XSD

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from visitkg.shacl.columns.context import ColumnContext
    from visitkg.shacl.columns.pairs import Codes, Mask
    from visitkg.shacl.plan import Check

_KINDS: Final = {"IRI": IRI, "BlankNode": BLANK, "Literal": LITERAL}
_ALLOWED: Final = {
    "MaxExclusive": frozenset({-1}),
    "MaxInclusive": frozenset({-1, 0}),
    "MinExclusive": frozenset({1}),
    "MinInclusive": frozenset({0, 1}),
}
"""How a value may compare with the limit: -1, 0 or 1 for less, equal or more."""

_BLOCK: Final = 64
"""So many literals are judged by one search; a block that fails is judged one by one."""
_ROUND: Final = 1 << 17
"""So many values are objects of Python at the same time."""


def pass_values(run: ColumnContext, check: Check, values: Codes) -> Mask:
    """Return which values pass the check."""
    special = PASSES.get(check.component)
    if special is not None:
        return special(run, check, values)
    test = TESTS[check.component](run.nodes, check)
    return _ask_each(run, values, lambda codes: [test(code) for code in codes])


def _ask_each(run: ColumnContext, values: Codes, judge: Callable[[list[int]], list[bool]]) -> Mask:
    """Return which values pass, asking for each distinct one once."""
    import numpy as np

    codes = run.graph.unique(values)
    passing = np.empty(len(codes), dtype=bool)
    for begin in range(0, len(codes), _ROUND):
        passing[begin : begin + _ROUND] = judge(codes[begin : begin + _ROUND].tolist())
        run.graph.dictionary.release()
    if passing.all():
        return np.ones(len(values), dtype=bool)
    return ~run.graph.flags(codes[~passing])[values]


def pass_class(run: ColumnContext, check: Check, values: Codes) -> Mask:
    """Pass an instance of the class, or of one of its subclasses."""
    import numpy as np

    classes = distinct(
        np.concatenate([run.graph.subclasses(run.graph.code(term)) for term in check.terms])
    )
    passing: Mask = run.graph.flags(run.graph.instances_of(classes))[values]
    return passing


def pass_datatype(run: ColumnContext, check: Check, values: Codes) -> Mask:
    """Pass a literal of the datatype whose lexical form is one of the datatype."""
    test = TESTS["Datatype"](run.nodes, check)
    pattern = _canonical_literals(check)
    if pattern is None:
        return _ask_each(run, values, lambda codes: [test(code) for code in codes])
    tokens_of = run.graph.dictionary.tokens_of

    def judge(codes: list[int]) -> list[bool]:
        passing = [True] * len(codes)
        for begin in range(0, len(codes), _BLOCK):
            block = codes[begin : begin + _BLOCK]
            lines = b"\n".join([*tokens_of(block), b""])
            if not pattern.fullmatch(lines):
                passing[begin : begin + len(block)] = map(test, block)
        return passing

    return _ask_each(run, values, judge)


def _canonical_literals(check: Check) -> re.Pattern[bytes] | None:
    """Return what matches lines of literals that surely have the datatype."""
    if len(check.terms) != 1 or not isinstance(check.terms[0], NamedNode):
        return None
    return _compile_literals(check.terms[0].value)


@cache
def _compile_literals(datatype: str) -> re.Pattern[bytes] | None:
    form = CANONICAL.get(datatype.removeprefix(XSD)) if datatype.startswith(XSD) else None
    if form is None:
        return None
    suffix = b"" if datatype == XSD + "string" else b"^^<" + datatype.encode() + b">"
    return re.compile(b'(?:"(?:' + form + b')"' + re.escape(suffix) + b"\n)*+")


def pass_node_kind(run: ColumnContext, check: Check, values: Codes) -> Mask:
    """Pass a value of the kind."""
    import numpy as np

    names = [t.value.removeprefix(SH) for t in check.terms if isinstance(t, NamedNode)]
    wanted = np.zeros(256, dtype=bool)
    for name in names:
        for kind in name.split("Or"):
            wanted[_KINDS[kind]] = True
    passing: Mask = wanted[run.graph.kinds()[values]]
    return passing


def pass_in(run: ColumnContext, check: Check, values: Codes) -> Mask:
    """Pass a member of the list."""
    passing: Mask = run.graph.flags([run.graph.code(term) for term in check.terms])[values]
    return passing


def pass_range(run: ColumnContext, check: Check, values: Codes) -> Mask:
    """Pass a value that compares with the limit as the component asks."""
    import numpy as np

    limit = np.full(len(values), run.graph.code(check.terms[0]))
    return run.order.compare_pairs(values, limit, _ALLOWED[check.component])


def pass_language_in(run: ColumnContext, check: Check, values: Codes) -> Mask:
    """Pass a literal whose language is one of the ranges, or part of one."""
    import numpy as np

    test = TESTS["LanguageIn"](run.nodes, check)
    languages = run.languages(values)
    numbers, examples = np.unique(languages, return_index=True)
    passing = np.zeros(int(numbers.max(initial=0)) + 1, dtype=bool)
    for number, example in zip(numbers.tolist(), examples.tolist(), strict=True):
        passing[number] = test(int(values[example]))
    return passing[languages]


def pass_node(run: ColumnContext, check: Check, values: Codes) -> Mask:
    """Pass a value that conforms to each of the shapes."""
    import numpy as np

    passing = np.ones(len(values), dtype=bool)
    for shape in check.shapes:
        passing &= run.conform(shape, values)
    return passing


def _count_conforming(run: ColumnContext, check: Check, values: Codes) -> Codes:
    import numpy as np

    counts = np.zeros(len(values), dtype=np.int64)
    for shape in check.shapes:
        counts += run.conform(shape, values)
    return counts


def pass_or(run: ColumnContext, check: Check, values: Codes) -> Mask:
    """Pass a value that conforms to one of the shapes at least."""
    passing: Mask = _count_conforming(run, check, values) > 0
    return passing


def pass_not(run: ColumnContext, check: Check, values: Codes) -> Mask:
    """Pass a value that conforms to none of the shapes."""
    passing: Mask = _count_conforming(run, check, values) == 0
    return passing


def pass_xone(run: ColumnContext, check: Check, values: Codes) -> Mask:
    """Pass a value that conforms to one of the shapes and to no other."""
    passing: Mask = _count_conforming(run, check, values) == 1
    return passing


PASSES: Final[Mapping[str, Callable[[ColumnContext, Check, Codes], Mask]]] = {
    "And": pass_node,
    "Class": pass_class,
    "Datatype": pass_datatype,
    "In": pass_in,
    "LanguageIn": pass_language_in,
    "MaxExclusive": pass_range,
    "MaxInclusive": pass_range,
    "MinExclusive": pass_range,
    "MinInclusive": pass_range,
    "Node": pass_node,
    "NodeKind": pass_node_kind,
    "Not": pass_not,
    "Or": pass_or,
    "Xone": pass_xone,
}
"""Components that are asked of all values at once."""
