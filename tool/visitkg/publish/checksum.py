"""How long files are, and their SHA-256, in the form that ``sha256sum --check`` reads.

https://www.gnu.org/software/coreutils/manual/html_node/sha2-utilities.html
"""

from __future__ import annotations

from collections import defaultdict, deque
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from visitkg.publish.file import File

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

SUMS: Final = "SHA256SUMS"


@dataclass(frozen=True, slots=True)
class Digest:
    """A file of the site without its content: its path, its length in bytes, its SHA-256."""

    path: str
    size: int
    sha256: str


class Meter:
    """Measures a file while somebody reads it: whoever wants ``file`` gets it from here.

    If nobody has read it to its end, it is read for the digest alone.
    """

    __slots__ = ("_digest", "_measured", "file")

    def __init__(self, file: File) -> None:
        self._measured = file
        self._digest: Digest | None = None
        self.file = File(file.path, self._read)

    def digest(self) -> Digest:
        """Return how long the file is, and its SHA-256 in lower-case hexadecimal."""
        while self._digest is None:
            deque(self._read(), maxlen=0)
        return self._digest

    def _read(self) -> Iterator[bytes]:
        size, sum_ = 0, sha256()
        for piece in self._measured.pieces():
            size += len(piece)
            sum_.update(piece)
            yield piece
        self._digest = Digest(self._measured.path, size, sum_.hexdigest())


def digest_file(file: File) -> Digest:
    """Return how long a file is, and its SHA-256 in lower-case hexadecimal."""
    return Meter(file).digest()


def make_checksums(digests: Iterable[Digest]) -> Iterator[File]:
    """Yield for each folder a list of its files and their sums, ``dump/SHA256SUMS``."""
    folders: dict[str, list[Digest]] = defaultdict(list)
    for digest in digests:
        folders[digest.path.rpartition("/")[0]].append(digest)
    for folder, members in sorted(folders.items()):
        lines = sorted((each.path.rpartition("/")[2], each.sha256) for each in members)
        text = "".join(f"{digest}  {name}\n" for name, digest in lines)
        yield File(f"{folder}/{SUMS}" if folder else SUMS, text.encode())
