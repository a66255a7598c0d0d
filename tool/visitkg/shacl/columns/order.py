"""The order of many literals at once, by numbers that stand for the commonest kinds of values.

An integer, a decimal, a dateTime or a date in its plain form gets a number that is ordered as the
value is; whatever is written otherwise, and decimals too close to tell, are compared one by one.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from visitkg.shacl.columns.lexical import DATE, TIME
from visitkg.shacl.comparison import compare
from visitkg.terms import XSD

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from visitkg.graph.dictionary import Dictionary
    from visitkg.shacl.columns.pairs import Codes, Mask
    from visitkg.shacl.facts import Facts

    Numbers = NDArray[np.float64]

_BLOCK: Final = 64
_UNKNOWN: Final = 0
_EXACT: Final = 1
"""Groups from here on have numbers that are the values themselves; below, they are rounded."""
_ROUNDED: Final = -1


@cache
def _plain_forms() -> tuple[tuple[int, re.Pattern[bytes], re.Pattern[bytes]], ...]:
    """Return for each group what matches lines of its literals, and what finds the text in them."""
    xsd = re.escape(XSD.encode())

    def lines(form: bytes, datatype: bytes) -> re.Pattern[bytes]:
        return re.compile(b'(?:"' + form + b'"\\^\\^<' + xsd + datatype + b">\n)*+")

    text = re.compile(rb'^"([^"Z]*)', re.MULTILINE)
    moment = DATE + b"T" + TIME
    return (
        (1, lines(rb"[+-]?[0-9]{1,15}", b"integer"), text),
        (-1, lines(rb"[+-]?[0-9]{1,15}\.[0-9]{1,15}", b"decimal"), text),
        (2, lines(moment + b"Z", b"dateTime"), text),
        (3, lines(moment, b"dateTime"), text),
        (4, lines(DATE, b"date"), text),
    )


class Order:
    """What is known of the order of literals, by their codes."""

    def __init__(self, dictionary: Dictionary, facts: Facts) -> None:
        import numpy as np

        self._dictionary = dictionary
        self._facts = facts
        self._groups = np.zeros(0, dtype=np.int8)
        self._numbers: Numbers = np.zeros(0)
        self._seen: Mask = np.zeros(0, dtype=bool)

    def compare_pairs(self, left: Codes, right: Codes, allowed: frozenset[int]) -> Mask:
        """Return for which pairs the left literal compares as allowed: as -1, 0 or 1."""
        import numpy as np

        self._learn(left)
        self._learn(right)
        one, other = self._numbers[left], self._numbers[right]
        holds = np.zeros(len(left), dtype=bool)
        for order, found in ((-1, one < other), (0, one == other), (1, one > other)):
            if order in allowed:
                holds |= found
        groups, others = self._groups[left], self._groups[right]
        known = (np.abs(groups) == np.abs(others)) & (groups != _UNKNOWN)
        known &= (one != other) | ((groups >= _EXACT) & (others >= _EXACT))
        read = self._facts.value
        for row in np.flatnonzero(~known).tolist():
            values = read(int(left[row])), read(int(right[row]))
            holds[row] = (
                values[0] is not None
                and values[1] is not None
                and compare(values[0], values[1]) in allowed
            )
        return holds

    def _learn(self, codes: Codes) -> None:
        """Find the numbers of codes that are not known yet."""
        import numpy as np

        size = len(self._dictionary.tokens)
        if len(self._groups) < size:
            more = size - len(self._groups)
            self._groups = np.append(self._groups, np.zeros(more, dtype=np.int8))
            self._numbers = np.append(self._numbers, np.zeros(more))
            self._seen = np.append(self._seen, np.zeros(more, dtype=bool))
        fresh = np.zeros(size, dtype=bool)
        fresh[codes] = True
        new = np.flatnonzero(fresh & ~self._seen)
        self._seen[new] = True
        for begin in range(0, len(new), _BLOCK):
            block = new[begin : begin + _BLOCK]
            tokens = self._dictionary.tokens_of(block.tolist())
            if not self._learn_lines(block, b"\n".join([*tokens, b""])):
                for place, token in enumerate(tokens):
                    self._learn_lines(block[place : place + 1], token + b"\n")
        self._dictionary.release()

    def _learn_lines(self, codes: Codes, lines: bytes) -> bool:
        """Note the numbers of literals that are all of one group; return whether they are."""
        import numpy as np

        for group, form, text in _plain_forms():
            if form.fullmatch(lines):
                texts = text.findall(lines)
                if abs(group) == 1:
                    self._numbers[codes] = [float(each) for each in texts]
                else:
                    instants = np.array(texts, dtype="S").astype("M8[s]")
                    self._numbers[codes] = instants.astype(np.int64)
                self._groups[codes] = group
                return True
        return False
