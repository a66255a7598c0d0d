"""The content of a gzip file: https://www.rfc-editor.org/rfc/rfc1952."""

from __future__ import annotations

import re
import zlib
from typing import TYPE_CHECKING, Final

from visitkg.errors import InputError, Position

if TYPE_CHECKING:
    from collections.abc import Iterator

GZIP_BEGINS: Final = b"\x1f\x8b"

_RATIO: Final = 100
_ALWAYS_TAKEN: Final = 1 << 26
"""So many times its size, or bytes, a file may grow; RDF rarely grows to 30 times its size."""

_GZIP: Final = 31
_BLOCK: Final = 1 << 16
_ZEROS: Final = re.compile(rb"\0*")


def decompress(data: bytes, name: str) -> bytes:
    """Return what gzip data hold, all members of them one after the other.

    Raise InputError, which calls them ``name``, if they are not gzip, broken, cut off, or hold more
    than a file of RDF would: 100 times their size, and more than 64 MiB.
    """
    # Most files are one member, best unpacked at one go.
    return b"".join(decompress_parts(data, name, len(data)))


def decompress_parts(data: bytes, name: str, block: int = _BLOCK) -> Iterator[bytes]:
    """Yield the same in parts, what a block of the data holds at a time."""
    if data[: len(GZIP_BEGINS)] != GZIP_BEGINS:
        raise _error(
            name, "this is not gzip data", "Unless it is packed, leave .gz out of its name."
        )
    limit = max(_ALWAYS_TAKEN, _RATIO * len(data))
    size = begin = 0
    member = zlib.decompressobj(_GZIP)
    while begin < len(data):
        piece = data[begin : begin + block]
        try:
            part = member.decompress(piece, limit - size + 1)
        except zlib.error as error:
            raise _broken(name, str(error).rpartition(": ")[2]) from error
        size += len(part)
        if size > limit:
            raise _error(
                name,
                f"this unpacks to more than {limit >> 20} MiB, which is not like RDF",
                "Unpack it yourself if that is right, and name the file that you get.",
            )
        yield part
        begin += len(piece) - len(member.unused_data)
        if member.eof:
            # What is left over is copied, so if there are many, each gets no more than a block.
            begin = _ZEROS.match(data, begin).end()  # type: ignore[union-attr]  # it always matches
            block = min(block, _BLOCK)
            if begin < len(data):
                member = zlib.decompressobj(_GZIP)
    if not member.eof:
        raise _broken(name, "it is cut off")


def _broken(name: str, why: str) -> InputError:
    return _error(name, f"this gzip file is broken: {why}", "Fetch or pack it again.")


def _error(name: str, message: str, remedy: str) -> InputError:
    return InputError(message, position=Position(name), remedy=remedy)
