"""The bytes of a file as they are needed: a digest of them all, unpacked, in pieces of lines."""

from __future__ import annotations

import gzip
import zlib
from contextlib import contextmanager
from hashlib import sha256
from typing import TYPE_CHECKING, BinaryIO, Final, cast

from visitkg.errors import InputError, Position
from visitkg.graph.source import BYTE_ORDER_MARK

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

PIECE: Final = 1 << 25
"""Bytes of lines that are loaded together."""

_BLOCK: Final = 1 << 20
_LONGEST: Final = 1 << 26
"""No line that can be parsed has so many bytes."""


class Stream:
    """A file that is read from its beginning to its end, once.

    ``error`` is what was wrong with its packing, for parsers say something else of it. ``tell`` is
    called with the number of bytes that were read of the file.
    """

    def __init__(self, file: BinaryIO, path: Path, tell: Callable[[int], None]) -> None:
        self.path = path
        self.error: InputError | None = None
        self._raw = _Digested(file, tell)
        self._file = cast("BinaryIO", self._raw)
        self._head = b""
        if path.suffix.lower() == ".gz":
            self._file = cast("BinaryIO", gzip.GzipFile(fileobj=cast("BinaryIO", self._raw)))

    def peek(self) -> bytes:
        """Return the first bytes without a byte order mark; they are read again afterwards."""
        self._head = self._read_exactly(_BLOCK).removeprefix(BYTE_ORDER_MARK)
        return self._head

    def read(self, size: int = -1, /) -> bytes:
        """Return some bytes, at most ``size``; none at the end."""
        if self._head:
            count = len(self._head) if size < 0 else size
            found, self._head = self._head[:count], self._head[count:]
            return found
        return self._read(size if size >= 0 else _BLOCK)

    def lines(self, begin: int, most: int) -> Iterator[bytes]:
        """Yield whole lines, about ``most`` bytes of them together, from an offset on.

        Offsets are those in the text without a byte order mark.
        """
        while begin:
            skipped = len(self.read(min(begin, _BLOCK)))
            if not skipped:
                return
            begin -= skipped
        rest = b""
        while block := self._read_exactly(most):
            text = rest + block
            end = text.rfind(b"\n") + 1 or text.rfind(b"\r") + 1
            if end:
                yield text[:end]
            rest = text[end:]
            if len(rest) > _LONGEST:
                raise self._say(f"a line of more than {_LONGEST >> 20} MiB", "Is this RDF?")
        if rest:
            yield rest

    def digest(self) -> str:
        """Return the digest of the whole file, which is read to its end."""
        while self._raw.read(_BLOCK):
            pass
        return self._raw.sha256.hexdigest()

    def _read_exactly(self, size: int) -> bytes:
        """Return so many bytes, fewer only at the end."""
        parts: list[bytes] = []
        left = size
        while left and (part := self.read(left)):
            parts.append(part)
            left -= len(part)
        return b"".join(parts)

    def _read(self, size: int) -> bytes:
        try:
            return self._file.read(size)
        except EOFError as error:
            self.error = self._say_broken("it is cut off")
            raise self.error from error
        except (gzip.BadGzipFile, zlib.error) as error:
            if self._raw.is_unread_gzip:
                what = self._say("this is not gzip data", "Unless it is packed, leave .gz out.")
            else:
                what = self._say_broken(str(error).rpartition(": ")[2])
            self.error = what
            raise what from error
        except OSError as error:
            self.error = self._say(f"this file can't be read: {error.strerror}", None)
            raise self.error from error

    def _say_broken(self, why: str) -> InputError:
        return self._say(f"this gzip file is broken: {why}", "Fetch or pack it again.")

    def _say(self, message: str, remedy: str | None) -> InputError:
        return InputError(message, position=Position(str(self.path)), remedy=remedy)


class _Digested:
    """The bytes of a file, whose digest grows as they are read."""

    def __init__(self, file: BinaryIO, tell: Callable[[int], None]) -> None:
        self._file = file
        self._tell = tell
        self._count = 0
        self._begin = b""
        self.sha256 = sha256()

    def read(self, size: int = -1, /) -> bytes:
        found = self._file.read(size)
        self._begin = self._begin or found[:2]
        self.sha256.update(found)
        self._count += len(found)
        self._tell(self._count)
        return found

    @property
    def is_unread_gzip(self) -> bool:
        """Return whether the file does not even begin as gzip data do."""
        return self._begin != b"\x1f\x8b"


@contextmanager
def open_stream(path: Path, tell: Callable[[int], None] = lambda _: None) -> Iterator[Stream]:
    """Give what is in a file; raise InputError if it can't be opened."""
    try:
        file = path.open("rb")
    except OSError as error:
        # Imported here: few files can't be opened.
        from visitkg.graph.source import read_bytes

        read_bytes(path)
        raise InputError(
            f"this file can't be read: {error.strerror}", position=Position(str(path))
        ) from error
    with file:
        yield Stream(file, path, tell)
