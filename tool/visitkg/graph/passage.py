"""Where triples stand in a large Turtle or TriG text, found in passages around them.

A passage is cut where statements surely begin and end, and is parsed below what is declared before
it. Which of all triples its own are follows from a passage next to it, else from the only place at
which all of them follow one another. What can't be found surely isn't found.
"""

from __future__ import annotations

import re
from bisect import bisect_right, insort
from collections import Counter
from typing import TYPE_CHECKING, Final, NamedTuple

import pyoxigraph
from pyoxigraph import RdfFormat

from visitkg.graph.lexical import FLAGS, SPACE, STRING, TERM, Outline
from visitkg.graph.position import triple_offsets

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence
    from typing import TypeAlias

    from visitkg.graph.source import Source

    Tokens: TypeAlias = tuple[str, str, str]
    Offsets: TypeAlias = dict[int, tuple[int, int]]

_WIDTH: Final = 1 << 11
"""So many bytes before and after a guess are read first."""
_WIDEST: Final = 1 << 17
_LEAST_PASSAGES: Final = 16
"""A longer passage is read only if so many of its length make no more than the text."""
_TRIES: Final = 48
_HALVING: Final = 4
"""One guess of so many is halfway: a text that grows denser is approached from both sides."""
_MOST_ASKED: Final = 4
_MOST_STARTS: Final = 100
# What a passage lacks that is cut within the braces of a graph.
_BRACES: Final = ((b"", b""), (b"{", b""), (b"", b"\n}"), (b"{", b"\n}"))
_TAG_OR_TYPE: Final = SPACE + rb"(?:@[\w\-]+|\^\^" + SPACE + TERM + rb")"
_WRITTEN: Final = rb"(?>" + TERM + rb"|" + STRING + rb"(?:" + _TAG_OR_TYPE + rb")?)"


def find_in_passages(  # noqa: PLR0913  (what is known of the triples)
    source: Source,
    text: bytes,
    wanted: Collection[int],
    *,
    count: int,
    triple_at: Callable[[int], Tokens],
    find_triple: Callable[[Tokens], Sequence[int]],
) -> Offsets | None:
    """Return the offsets in bytes of subject and object of the wanted triples, or None.

    ``text`` is the source with line feeds; ``triple_at`` gives the tokens of the n-th of all the
    ``count`` triples, ``find_triple`` the numbers of one. None means that the whole text has to be
    walked.
    """
    search = _Search(source, text, count, triple_at, find_triple)
    return search.find_all(wanted)


class _Gap(NamedTuple):
    """What lies between two marks.

    A mark is a number of triples and the place, between two statements, before which so many of
    them surely are. From ``top`` on to the second mark no statement begins.
    """

    low: tuple[int, int]
    high: tuple[int, int]
    top: int

    def guess(self, index: int, *, halfway: bool) -> int:
        """Return where a triple may be."""
        share = (index - self.low[0]) / (self.high[0] - self.low[0])
        if halfway or self.top < self.high[1]:
            share = 0.5
        return self.low[1] + int((self.top - self.low[1]) * share)


class _Search:
    """A search for triples, with what is known so far."""

    def __init__(
        self,
        source: Source,
        text: bytes,
        count: int,
        triple_at: Callable[[int], Tokens],
        find_triple: Callable[[Tokens], Sequence[int]],
    ) -> None:
        self._source = source
        self._text = text
        self._triple_at = triple_at
        self._find_triple = find_triple
        self._outline = Outline(text)
        self._marks = [(0, 0), (count, len(text))]
        self._found: Offsets = {}

    def find_all(self, wanted: Collection[int]) -> Offsets | None:
        """Return the offsets of the wanted triples, or None if one can't be found surely."""
        if not self._outline.is_sound:
            return None
        for index in sorted(wanted):
            if index not in self._found and not self._find(index):
                return None
        offsets = {index: self._found[index] for index in wanted}
        return offsets if all(map(self._is_written, offsets, offsets.values())) else None

    def _find(self, index: int) -> bool:
        """Learn where a triple and its neighbours are; return whether that succeeded."""
        width, widest = _WIDTH, max(_WIDEST, len(self._text) // _LEAST_PASSAGES)
        gap = self._gap(index)
        for attempt in range(1, _TRIES):
            guess = gap.guess(index, halfway=attempt % _HALVING == 0)
            begin = self._begin(guess - width, gap)
            if begin is None:
                gap = gap._replace(top=guess - width)
                continue
            end = self._end(begin, max(guess, begin) + width, width, gap)
            triples = self._parse(begin, end) if end - begin <= widest else None
            first = None if triples is None else self._number(triples, begin, end, gap)
            if triples is None or first is None:
                if width >= widest or (begin, end) == (gap.low[1], gap.high[1]):
                    return False
                width *= 4
                continue
            last = first + len(triples)
            for mark in {(first, begin), (last, end)}.difference(self._marks):
                insort(self._marks, mark)
            if first <= index < last:
                return self._keep(first, last, begin, end)
            gap = self._gap(index)
        return False

    def _gap(self, index: int) -> _Gap:
        place = bisect_right(self._marks, (index, len(self._text)))
        low, high = self._marks[place - 1], self._marks[place]
        return _Gap(low, high, high[1])

    def _begin(self, earliest: int, gap: _Gap) -> int | None:
        """Return where a statement begins, the first one not before ``earliest``."""
        if earliest <= gap.low[1]:
            return gap.low[1]
        begin = self._outline.statement_end(earliest, gap.top)
        return begin if begin != gap.top else None

    def _end(self, begin: int, stop: int, width: int, gap: _Gap) -> int:
        """Return where a statement ends: near ``stop``, else soon, else far away."""
        if stop >= gap.top:
            return gap.high[1]
        outline = self._outline
        return (
            outline.statement_end(stop, min(stop + width, gap.high[1]))
            or outline.last_statement_end(begin, stop)
            or outline.statement_end(stop, gap.high[1])
            or gap.high[1]
        )

    def _parse(self, begin: int, end: int) -> list[Tokens] | None:
        """Return the triples of a passage; its graphs may begin before it and end after it."""
        head, passage = self._outline.declarations(begin), self._source.data[begin:end]
        is_turtle = self._source.format == RdfFormat.TURTLE
        for before, after in _BRACES[:1] if is_turtle else _BRACES:
            try:
                return self._read(head + before + passage + after)
            except SyntaxError:
                continue
        return None

    def _read(self, text: bytes) -> list[Tokens]:
        quads = pyoxigraph.parse(text, self._source.format, base_iri=self._source.base_iri)
        return [(str(quad.subject), str(quad.predicate), str(quad.object)) for quad in quads]

    def _number(
        self,
        triples: list[Tokens],
        begin: int,
        end: int,
        gap: _Gap,
    ) -> int | None:
        """Return which of all triples the first of a passage in a gap is."""
        latest = gap.high[0] - len(triples)
        starts: Iterable[int]
        if begin == gap.low[1]:
            starts = [gap.low[0]]
        elif end == gap.high[1]:
            starts = [latest]
        else:
            starts = self._starts(triples, gap.low[0], latest)
        fitting = [start for start in starts if start <= latest and self._fits(start, triples)]
        return fitting[0] if len(fitting) == 1 else None

    def _starts(self, triples: list[Tokens], earliest: int, latest: int) -> list[int]:
        """Return the numbers that the first triple may have by one that is rare."""
        counts = Counter(triples)
        known = [triple for triple in counts if not any(map(_is_local, triple))]
        for triple in sorted(known, key=counts.__getitem__)[:_MOST_ASKED]:
            place = triples.index(triple)
            numbers = (number - place for number in self._find_triple(triple))
            starts = [number for number in numbers if earliest <= number <= latest]
            if len(starts) <= _MOST_STARTS:
                return starts
        return []

    def _fits(self, start: int, triples: list[Tokens]) -> bool:
        if start < 0:
            return False
        return all(
            triple == (other := self._triple_at(number)) or all(map(_is_same, triple, other))
            for number, triple in enumerate(triples, start)
        )

    def _keep(self, first: int, last: int, begin: int, end: int) -> bool:
        """Learn where the triples of a passage are; return False if their number is not right."""
        offsets = triple_offsets(self._text[begin:end], self._source.format)
        if len(offsets) != last - first:
            return False
        shifted = ((subject + begin, value + begin) for subject, value in offsets)
        self._found.update(zip(range(first, last), shifted, strict=True))
        return True

    def _is_written(self, index: int, offsets: tuple[int, int]) -> bool:
        """Return whether a name or literal that is written there is that of the triple."""
        subject, _, value = self._triple_at(index)
        spelled = re.compile(_WRITTEN, FLAGS)
        for token, offset in zip((subject, value), offsets, strict=True):
            match = spelled.match(self._text, offset)
            if match and not _is_local(token):
                head = self._outline.declarations(offset)
                written = self._source.data[match.start() : match.end()]
                try:
                    if self._read(head + b"<x:> <x:> " + written + b" .")[0][2] != token:
                        return False
                except SyntaxError:
                    return False
        return True


def _is_local(token: str) -> bool:
    """Return whether a token has blank nodes, whose labels are others in each parse."""
    return token.startswith("_:") or (token.startswith("<<(") and "_:" in token)


def _is_same(one: str, other: str) -> bool:
    return one == other or (one[:2] == other[:2] and _is_local(one) and _is_local(other))
