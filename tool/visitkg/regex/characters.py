"""Sets of characters as sorted ranges of code points: unions, complements, categories, cases."""

from __future__ import annotations

import re
import sys
from array import array
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_LAST: Final = 0x10FFFF

# Where to look for characters: planes 2 and 3 are for ideographs, all of the category Lo.
_SCRIPTS: Final = (0, 0x1FFFF)
_IDEOGRAPHS: Final = (0x20000, 0x3FFFF)
_TAGS: Final = (0xE0000, 0xE0FFF)
_PRIVATE: Final = ((0xF0000, 0xFFFFD), (0x100000, 0x10FFFD))


@dataclass(frozen=True, slots=True)
class Characters:
    """A set of characters: ``ranges`` are apart from each other, in order, ends included."""

    ranges: tuple[tuple[int, int], ...]

    def __contains__(self, character: str) -> bool:
        """Return whether the set holds a character."""
        point = ord(character)
        place = bisect_right(self.ranges, (point, _LAST)) - 1
        return place >= 0 and point <= self.ranges[place][1]

    def __or__(self, other: Characters) -> Characters:
        """Return what one of the two sets holds."""
        return characters((*self.ranges, *other.ranges))

    def __invert__(self) -> Characters:
        """Return what the set does not hold."""
        edges = [-1, *(edge for first, last in self.ranges for edge in (first, last)), _LAST + 1]
        gaps = zip(edges[::2], edges[1::2], strict=True)
        return Characters(
            tuple((before + 1, after - 1) for before, after in gaps if before + 1 < after)
        )

    def __sub__(self, other: Characters) -> Characters:
        """Return what this set holds and the other doesn't."""
        return ~(~self | other)

    def overlaps(self, other: Characters) -> bool:
        """Return whether some character is in both sets."""
        both = sorted((*self.ranges, *other.ranges))
        return any(one[1] >= next_one[0] for one, next_one in pairwise(both))


def characters(ranges: Iterable[tuple[int, int]]) -> Characters:
    """Return the set of the characters in ranges that may overlap and stand in any order."""
    joined: list[tuple[int, int]] = []
    for first, last in sorted(ranges):
        if joined and first <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
        else:
            joined.append((first, last))
    return Characters(tuple(joined))


def single(text: str) -> Characters:
    """Return the set of the characters of a text."""
    return characters((ord(character), ord(character)) for character in text)


NOTHING: Final = Characters(())
EVERYTHING: Final = Characters(((0, _LAST),))


@cache
def digits() -> Characters:
    """Return the decimal digits of all scripts, which is the category ``Nd``."""
    # Python's own class is the same set, and found in a fraction of the time that categories take.
    return _find(r"\d+", _SCRIPTS)


def _find(pattern: str, within: tuple[int, int]) -> Characters:
    """Return the characters of a range that a pattern for one or more of them takes."""
    first, last = within
    points = array("I", range(first, last + 1)).tobytes()
    text = points.decode(f"utf-32-{sys.byteorder[0]}e", errors="surrogatepass")
    found = re.finditer(pattern, text)
    return Characters(tuple((first + each.start(), first + each.end() - 1) for each in found))


def category(name: str) -> Characters | None:
    """Return the characters of a general category such as ``Lu`` or ``L``, or None if unknown."""
    known = _categories()
    parts = [known[each] for each in known if each == name or (len(name) == 1 and each[0] == name)]
    return characters(span for part in parts for span in part.ranges) if parts else None


@cache
def _categories() -> Mapping[str, Characters]:
    # Imported here: most expressions name no category.
    from unicodedata import category as category_of

    spans: dict[str, list[tuple[int, int]]] = {"Co": list(_PRIVATE)}
    for first, last in (_SCRIPTS, _TAGS):
        begin = first
        for name, group in groupby(map(category_of, map(chr, range(first, last + 1)))):
            end = begin + sum(1 for _ in group)
            spans.setdefault(name, []).append((begin, end - 1))
            begin = end
    spans["Lo"] += _find(r"\w+", _IDEOGRAPHS).ranges
    given = characters(span for found in spans.values() for span in found)
    spans["Cn"] += (~given).ranges
    return {name: characters(found) for name, found in spans.items()}


def with_case_variants(given: Characters) -> Characters:
    """Return the set and whatever equals one of its characters in lower or in upper case.

    https://www.w3.org/TR/xpath-functions-31/#flags
    """
    variants = _case_variants()
    added = (variants[point] for point in variants if chr(point) in given)
    return characters((*given.ranges, *((other, other) for each in added for other in each)))


@cache
def _case_variants() -> Mapping[int, frozenset[int]]:
    """Return for each character with a case those that equal it in lower or in upper case."""
    groups: dict[str, set[int]] = {}
    for character in _cased():
        for key in (f"lower {character.lower()}", f"upper {character.upper()}"):
            groups.setdefault(key, set()).add(ord(character))
    variants: dict[int, set[int]] = {}
    for group in groups.values():
        for point in group:
            variants.setdefault(point, set()).update(group)
    return {point: frozenset(group) for point, group in variants.items() if len(group) > 1}


def _cased() -> Iterator[str]:
    """Yield the characters that differ from their lower or upper case, or stand next to such."""
    for begin in range(0, _SCRIPTS[1], 64):
        near = "".join(map(chr, range(begin, begin + 64)))
        if near.lower() != near or near.upper() != near:
            yield from near
