"""Entities of RDF/XML that grow without bound: https://www.w3.org/TR/xml/#sec-internal-ent."""

from __future__ import annotations

import re
from typing import Final

from visitkg.errors import InputError, Position

_DECLARATION: Final = re.compile(rb"<!ENTITY\s+([^\s%\"']+)\s+(?:\"([^\"]*)\"|'([^']*)')")
_REFERENCE: Final = re.compile(rb"&([^\s;&<#]+);")
_LARGEST: Final = 1 << 20
_RATIO: Final = 10
_ALWAYS_TAKEN: Final = 1 << 26


def refuse_growth(data: bytes, name: str) -> None:
    """Raise InputError, which calls the XML ``name``, if its entities stand for very long texts.

    That is one of more than a megabyte, or for all of them together ten times the text and more
    than 64 MiB. A parser would write them all out before it says anything.
    """
    if b"<!ENTITY" not in data:
        return
    sizes: dict[bytes, int] = {}
    for match in _DECLARATION.finditer(data):
        value = match[2] or match[3] or b""
        size = sizes[match[1]] = len(value) + _referred(value, sizes)
        if size > _LARGEST:
            line = data.count(b"\n", 0, match.start()) + 1
            raise _error(Position(name, line), f"the entity {match[1].decode(errors='replace')!r}")
    if _referred(data, sizes) > max(_ALWAYS_TAKEN, _RATIO * len(data)):
        raise _error(Position(name), "all entities together")


def _referred(text: bytes, sizes: dict[bytes, int]) -> int:
    """Return how many bytes the entities stand for that a text refers to."""
    return sum(sizes.get(match[1], 0) for match in _REFERENCE.finditer(text))


def _error(position: Position, what: str) -> InputError:
    return InputError(
        f"{what} would grow to a very long text",
        position=position,
        remedy="Write the text itself; entities are for the beginnings of IRIs.",
    )
