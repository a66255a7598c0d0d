"""Where triples stand in a large Turtle text, found in fragments around them.

A fragment is cut where a statement seems to begin, and parsed below the head of the text. Only if
all of its triples follow one another in the whole text, at one place, is it what it seems to be:
where a string looks like statements, or a prefix changes its meaning, it is not.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pyoxigraph

from visitkg.graph.position import triple_offsets

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from typing import TypeAlias

    from visitkg.graph.source import Source

    Tokens: TypeAlias = tuple[str, str, str]
    Offsets: TypeAlias = dict[int, tuple[int, int]]

_WIDTH: Final = 1 << 12
_WIDEST: Final = 1 << 16
_TRIES: Final = 8
_HEAD: Final = re.compile(
    rb"(?:[ \t]*(?:#[^\n]*|(?:@prefix|@base)\b[^\n]*\.[ \t]*|(?i:PREFIX|BASE)\b[^\n]*)?\n)*"
)
_BOUNDARY: Final = re.compile(rb"\.[ \t]*\n+(?=[^\s#@])")


def find_in_fragments(  # noqa: PLR0913  (what is known of the triples)
    source: Source,
    text: bytes,
    wanted: Collection[int],
    *,
    count: int,
    triple_at: Callable[[int], Tokens],
    find_triple: Callable[[Tokens], Sequence[int]],
) -> Offsets | None:
    """Return the offsets in bytes of subject and object of the wanted triples, or None.

    ``text`` is the source with line feeds; ``triple_at`` gives the tokens of the n-th of its
    ``count`` triples, ``find_triple`` the numbers of a triple. None means that the whole text has
    to be walked.
    """
    search = _Search(source, text, count, triple_at, find_triple)
    for index in sorted(wanted):
        if index not in search.known and not search.find(index):
            return None
    return {index: search.known[index] for index in wanted}


class _Search:
    """What is known so far of where triples stand."""

    def __init__(
        self,
        source: Source,
        text: bytes,
        count: int,
        triple_at: Callable[[int], Tokens],
        find_triple: Callable[[Tokens], Sequence[int]],
    ) -> None:
        self.known: Offsets = {}
        self._source = source
        self._text = text
        self._count = count
        self._triple_at = triple_at
        self._find_triple = find_triple
        match = _HEAD.match(text)
        self._head = match[0] if match else b""

    def find(self, index: int) -> bool:
        """Learn where a triple stands, with its neighbours; return whether that succeeded."""
        middle = len(self._head)
        density = (len(self._text) - middle) / self._count
        middle += int(density * index)
        width = _WIDTH
        for _ in range(_TRIES):
            found = self._read(middle, width)
            if found is None:
                width *= 4
                if width > _WIDEST:
                    return False
                continue
            first, offsets = found
            if first <= index < first + len(offsets):
                self.known.update(zip(range(first, first + len(offsets)), offsets, strict=True))
                return True
            middle += int(density * (index - first - len(offsets) // 2))
        return False

    def _read(self, middle: int, width: int) -> tuple[int, list[tuple[int, int]]] | None:
        """Return the number of a fragment's first triple, and the offsets of all its triples."""
        begin, end = self._cut(middle, width)
        fragment = self._head + self._text[begin:end]
        try:
            parsed = list(
                pyoxigraph.parse(fragment, self._source.format, base_iri=self._source.base_iri)
            )
        except SyntaxError:
            return None
        triples = [_tokens(quad) for quad in parsed]
        offsets = triple_offsets(fragment, self._source.format)
        first = self._align(triples)
        if first is None or len(offsets) != len(triples):
            return None
        shift = begin - len(self._head)
        return first, [(subject + shift, value + shift) for subject, value in offsets]

    def _cut(self, middle: int, width: int) -> tuple[int, int]:
        """Return where statements seem to begin and to end around a place."""
        head, size = len(self._head), len(self._text)
        before = max(head, min(middle, size) - width)
        begin = head
        if before > head:
            match = _BOUNDARY.search(self._text, before, min(size, before + width))
            begin = match.end() if match else before
        after = min(size, max(middle, begin) + width)
        match = _BOUNDARY.search(self._text, after, min(size, after + width))
        return begin, match.end() if match else (after if after - begin > width else size)

    def _align(self, triples: Sequence[Tokens]) -> int | None:
        """Return the number of the first of the triples if they follow each other at one place."""
        for offset, triple in enumerate(triples):
            if not any(token.startswith("_:") for token in triple):
                starts = [place - offset for place in self._find_triple(triple)]
                fitting = [start for start in starts if self._fits(start, triples)]
                return fitting[0] if len(fitting) == 1 else None
        return None

    def _fits(self, start: int, triples: Sequence[Tokens]) -> bool:
        if start < 0 or start + len(triples) > self._count:
            return False
        return all(
            _same(triple, self._triple_at(place)) for place, triple in enumerate(triples, start)
        )


def _tokens(quad: pyoxigraph.Quad) -> Tokens:
    return str(quad.subject), str(quad.predicate), str(quad.object)


def _same(one: Tokens, other: Tokens) -> bool:
    """Return whether two triples are the same; blank nodes have new labels in each parse."""
    return one == other or all(
        a == b or (a.startswith("_:") and b.startswith("_:"))
        for a, b in zip(one, other, strict=True)
    )
