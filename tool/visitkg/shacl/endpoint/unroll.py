"""Paths of any length as paths of some lengths, and what tells that there is a longer one.

Stores walk such paths in ways of their own; so they are asked for short ones only, and nodes from
which a longer one leads are looked at here.
"""

from __future__ import annotations

from itertools import chain, product
from typing import TYPE_CHECKING, Final, NamedTuple

from pyoxigraph import NamedNode

from visitkg.shacl.path import (
    AlternativePath,
    InversePath,
    OneOrMorePath,
    SequencePath,
    ZeroOrMorePath,
    ZeroOrOnePath,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TypeAlias

    from visitkg.shacl.path import Path

    Way: TypeAlias = tuple[Path, ...]

_LONGEST: Final = 3
"""So often at most a part is walked that can be walked any number of times."""
_MOST: Final = 12
"""So many ways at most stand for one path."""


class _TooManyError(Exception):
    """That a path stands for too many ways."""


class Unrolled(NamedTuple):
    """All that a path leads to, unless a node has one of the ``longer`` paths too."""

    path: Path
    longer: tuple[Path, ...]


class _Ways(NamedTuple):
    """Ways of single steps, and how longer ones begin."""

    ways: tuple[Way, ...]
    longer: tuple[Way, ...]


def unroll(path: Path) -> Unrolled | None:
    """Return paths without repetition, or None where there are too many, or one has no step."""
    try:
        found = _expand(path, back=False)
    except _TooManyError:
        return None
    if () in found.ways:
        return None
    return Unrolled(_as_path(found.ways), tuple(_as_path([way]) for way in found.longer))


def _as_path(ways: Iterable[Way]) -> Path:
    paths = [way[0] if len(way) == 1 else SequencePath(way) for way in ways]
    return paths[0] if len(paths) == 1 else AlternativePath(tuple(paths))


def _expand(path: Path, *, back: bool) -> _Ways:
    match path:
        case NamedNode():
            return _Ways(((InversePath(path) if back else path,),), ())
        case InversePath(inner):
            return _expand(inner, back=not back)
        case SequencePath(steps):
            parts = [_expand(step, back=back) for step in steps]
            return _join(parts[::-1] if back else parts)
        case AlternativePath(choices):
            parts = [_expand(choice, back=back) for choice in choices]
            return _unite(parts)
        case ZeroOrOnePath(inner):
            return _unite([_Ways(((),), ()), _expand(inner, back=back)])
        case ZeroOrMorePath(inner) | OneOrMorePath(inner):
            least = int(isinstance(path, OneOrMorePath))
            once = _expand(inner, back=back)
            times = [_join([once] * number) for number in range(least, _LONGEST + 1)]
            beyond = _join([once] * (_LONGEST + 1))
            return _unite([*times, _Ways((), beyond.ways)])


def _join(parts: Iterable[_Ways]) -> _Ways:
    """Return the ways of one part after the other."""
    whole = _Ways(((),), ())
    for part in parts:
        longer = tuple(_products(whole.ways, part.longer))
        ways = tuple(_products(whole.ways, part.ways))
        whole = _bounded(_Ways(ways, (*whole.longer, *longer)))
    return whole


def _products(before: Iterable[Way], after: Iterable[Way]) -> Iterable[Way]:
    return dict.fromkeys((*one, *other) for one, other in product(before, after))


def _unite(parts: Iterable[_Ways]) -> _Ways:
    listed = list(parts)
    ways = dict.fromkeys(chain.from_iterable(part.ways for part in listed))
    longer = dict.fromkeys(chain.from_iterable(part.longer for part in listed))
    return _bounded(_Ways(tuple(ways), tuple(longer)))


def _bounded(found: _Ways) -> _Ways:
    if max(map(len, found)) > _MOST:
        raise _TooManyError
    return found
