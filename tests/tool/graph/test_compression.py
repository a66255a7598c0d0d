"""What gzip files hold, and those that hold too much or nothing whole."""

from __future__ import annotations

import gzip
import zlib

import pytest

from visitkg.errors import InputError
from visitkg.graph.compression import decompress

DATA = b"<a:s> <a:p> <a:o> .\n" * 1000
PACKED = gzip.compress(DATA)
BROKEN = "a.nt.gz: this gzip file is broken: {}\nFetch or pack it again."

TOO_LARGE = (
    "a.nt.gz: this unpacks to more than 64 MiB, which is not like RDF\n"
    "Unpack it yourself if that is right, and name the file that you get."
)


def bomb(size: int) -> bytes:
    """Return gzip data that unpack to so many zeros, packed a block at a time."""
    packer = zlib.compressobj(9, wbits=31)
    block = bytes(1 << 20)
    return b"".join([*(packer.compress(block) for _ in range(size >> 20)), packer.flush()])


HOLDS = {
    "one member": (PACKED, DATA),
    "nothing": (gzip.compress(b""), b""),
    "two members": (PACKED + gzip.compress(b"more"), DATA + b"more"),
    "zeros at the end": (PACKED + bytes(1000), DATA),
    "zeros between members": (PACKED + bytes(512) + PACKED, DATA * 2),
    "members larger than a block": (gzip.compress(DATA * 900) * 3, DATA * 2700),
    "very many members": (gzip.compress(b"a") * 5000, b"a" * 5000),
    "as much as is always taken": (bomb(1 << 26), bytes(1 << 26)),
}


@pytest.mark.parametrize(("packed", "data"), HOLDS.values(), ids=HOLDS)
def test_all_members_are_unpacked(packed: bytes, data: bytes) -> None:
    # Compared with == alone, as pytest would write out how megabytes differ.
    same = decompress(packed, "a.nt.gz") == data
    assert same


REFUSED = {
    "no gzip": (
        DATA,
        "a.nt.gz: this is not gzip data\nUnless it is packed, leave .gz out of its name.",
    ),
    "empty": (
        b"",
        "a.nt.gz: this is not gzip data\nUnless it is packed, leave .gz out of its name.",
    ),
    "cut off": (PACKED[:-20], BROKEN.format("it is cut off")),
    "cut off before the sum": (PACKED[:-8], BROKEN.format("it is cut off")),
    "cut off after the first member": (PACKED + PACKED[:9], BROKEN.format("it is cut off")),
    "another sum": (PACKED[:-8] + bytes(4) + PACKED[-4:], BROKEN.format("incorrect data check")),
    "another method": (b"\x1f\x8b\x07" + PACKED[3:], BROKEN.format("unknown compression method")),
    "rubbish at the end": (PACKED + b"rubbish", BROKEN.format("incorrect header check")),
    "a bomb": (
        bomb((1 << 26) + (1 << 20)),
        TOO_LARGE,
    ),
    "a bomb in the second member": (
        PACKED + bomb((1 << 26) + (1 << 20)),
        TOO_LARGE,
    ),
}


@pytest.mark.parametrize(("packed", "message"), REFUSED.values(), ids=REFUSED)
def test_what_is_not_whole_gzip_is_refused(packed: bytes, message: str) -> None:
    with pytest.raises(InputError) as caught:
        decompress(packed, "a.nt.gz")
    assert str(caught.value) == message
