"""The codes of tokens by their hashes, in sorted arrays that lie in files once they are large.

A hash only says where a token may be: what is found is compared with the token itself, so tokens
with the same hash are told apart. New codes make a small array; arrays of about the same size are
merged, so that there are never many: https://en.wikipedia.org/wiki/Log-structured_merge-tree.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from visitkg.graph.spill import write_whole

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from visitkg.graph.spill import Spill

    Hashes = NDArray[np.int64]
    Codes = NDArray[np.int32]
    Rows = NDArray[np.intp]

_GROWTH: Final = 3
"""So many times smaller than the one before it an array may at most be, to be merged with that."""
_LARGE: Final = 1 << 16

UNKNOWN: Final = -1


class _Level(NamedTuple):
    """Hashes in order, and the code of each."""

    hashes: Hashes
    codes: Codes


class HashIndex:
    """Codes by hashes of tokens; the same hash may have several."""

    __slots__ = ("_levels", "_spill")

    def __init__(self, spill: Spill) -> None:
        self._levels: list[_Level] = []
        self._spill = spill

    def find(self, hashes: Hashes, agree: Callable[[Rows, Codes], NDArray[np.bool_]]) -> Codes:
        """Return the code of each hash, or UNKNOWN.

        ``agree`` tells for some rows of ``hashes`` whether a code is that of the row's token.
        """
        import numpy as np

        found = np.full(len(hashes), UNKNOWN, dtype=np.int32)
        order = np.argsort(hashes, kind="stable")
        for level in self._levels:
            rows = order[found[order] == UNKNOWN]
            places = level.hashes.searchsorted(hashes[rows])
            while len(rows):
                inside = places < len(level.hashes)
                rows, places = rows[inside], places[inside]
                equal = level.hashes[places] == hashes[rows]
                rows, places = rows[equal], places[equal]
                codes = level.codes[places]
                same = agree(rows, codes)
                found[rows[same]] = codes[same]
                # The next place may have the same hash of another token.
                rows, places = rows[~same], places[~same] + 1
        return found

    def add(self, hashes: Hashes, codes: Codes) -> None:
        """Add codes that are not here yet."""
        import numpy as np

        if not len(hashes):
            return
        order = np.argsort(hashes, kind="stable")
        self._levels.append(_Level(hashes[order], codes[order]))
        while self._must_merge():
            self._merge_last()

    def forget(self, size: int) -> None:
        """Forget all codes from ``size`` on."""
        kept = [(level, level.codes < size) for level in self._levels]
        levels = [_Level(level.hashes[keep], level.codes[keep]) for level, keep in kept]
        self._levels = [level for level in levels if len(level.codes)]

    def _must_merge(self) -> bool:
        *_, before, last = [0, 0, *(len(level.codes) for level in self._levels)]
        return 0 < before < _GROWTH * last

    def _merge_last(self) -> None:
        import numpy as np

        one, other = self._levels[-2:]
        # Where the rows of the second go: what is merged is sorted without being sorted again.
        places = one.hashes.searchsorted(other.hashes, "right") + np.arange(len(other.hashes))
        length = len(one.hashes) + len(other.hashes)
        is_other = np.zeros(length, dtype=bool)
        is_other[places] = True

        def merge(first: NDArray[Any], second: NDArray[Any]) -> NDArray[Any]:
            both = np.empty(length, dtype=first.dtype)
            both[is_other], both[~is_other] = second, first
            return self._store(both)

        self._levels[-2:] = [_Level(merge(one.hashes, other.hashes), merge(one.codes, other.codes))]

    def _store(self, array: NDArray[Any]) -> NDArray[Any]:
        """Return a large array as one that lies in a file."""
        import numpy as np

        if len(array) < _LARGE:
            return array
        with self._spill.open() as file:
            write_whole(file, array.view(np.uint8).data)
            return np.memmap(file, dtype=array.dtype, mode="r", shape=array.shape)


def hash_tokens(tokens: Sequence[bytes]) -> Hashes:
    """Return a hash of each token, of 64 bits; which one differs from run to run."""
    import numpy as np

    return np.fromiter(map(hash, tokens), np.int64, len(tokens))
