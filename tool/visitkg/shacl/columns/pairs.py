"""Sets of pairs of codes as sorted arrays of 64-bit keys: the left code above, the right below."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Codes: TypeAlias = NDArray[np.int64]
    Keys: TypeAlias = NDArray[np.int64]
    Mask: TypeAlias = NDArray[np.bool_]

_SHIFT: Final = 32
_LOW: Final = (1 << _SHIFT) - 1


def join(left: Codes, right: Codes) -> Keys:
    """Return the keys of pairs, in the order given."""
    return (left << _SHIFT) | right


def lefts(keys: Keys) -> Codes:
    """Return the left code of each pair."""
    return keys >> _SHIFT


def rights(keys: Keys) -> Codes:
    """Return the right code of each pair."""
    return keys & _LOW


def distinct(values: Keys) -> Keys:
    """Return the values sorted, each once."""
    import numpy as np

    ordered = np.sort(values)
    if len(ordered) < 2:  # noqa: PLR2004  (one is distinct)
        return ordered
    keep = np.empty(len(ordered), dtype=bool)
    keep[0] = True
    np.not_equal(ordered[1:], ordered[:-1], out=keep[1:])
    return ordered if keep.all() else ordered[keep]


def union(*sets: Keys) -> Keys:
    """Return what is in any of the sets."""
    import numpy as np

    return distinct(np.concatenate(sets)) if len(sets) != 1 else sets[0]


def among(values: Keys, ordered: Keys) -> Mask:
    """Return which values are in a sorted set."""
    import numpy as np

    if not len(ordered):
        return np.zeros(len(values), dtype=bool)
    places = np.searchsorted(ordered, values)
    places[places == len(ordered)] = 0
    found: Mask = ordered[places] == values
    return found


def without(values: Keys, ordered: Keys) -> Keys:
    """Return the values that are not in a sorted set, in their order."""
    return values[~among(values, ordered)]


def compose(first: Keys, second: Keys) -> Keys:
    """Return the pairs that lead by the first set and then by the second, a sorted one."""
    import numpy as np

    middles, starts = rights(first), lefts(second)
    begins = np.searchsorted(starts, middles, side="left")
    counts = np.searchsorted(starts, middles, side="right") - begins
    rows = expand(begins, counts)
    return distinct(join(np.repeat(lefts(first), counts), rights(second)[rows]))


def expand(begins: Codes, counts: Codes) -> Codes:
    """Return all numbers of the ranges that begin at ``begins`` and have ``counts`` members."""
    import numpy as np

    ends = np.cumsum(counts)
    total = int(ends[-1]) if len(ends) else 0
    return np.arange(total) + np.repeat(begins - ends + counts, counts)
