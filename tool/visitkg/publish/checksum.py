"""How long files are, and their SHA-256, in the form that ``sha256sum --check`` reads.

https://www.gnu.org/software/coreutils/manual/html_node/sha2-utilities.html
"""

from __future__ import annotations

from collections import defaultdict
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


def digest_file(file: File) -> Digest:
    """Return how long a file is, and its SHA-256 in lower-case hexadecimal."""
    return Digest(file.path, len(file.content), sha256(file.content).hexdigest())


def make_checksums(digests: Iterable[Digest]) -> Iterator[File]:
    """Yield for each folder a list of its files and their sums, ``dump/SHA256SUMS``."""
    folders: dict[str, list[Digest]] = defaultdict(list)
    for digest in digests:
        folders[digest.path.rpartition("/")[0]].append(digest)
    for folder, members in sorted(folders.items()):
        lines = sorted((each.path.rpartition("/")[2], each.sha256) for each in members)
        text = "".join(f"{digest}  {name}\n" for name, digest in lines)
        yield File(f"{folder}/{SUMS}" if folder else SUMS, text.encode())
