"""What a dataset says in DCAT of its files: https://www.w3.org/TR/vocab-dcat-3/#Class:Distribution."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode

from visitkg.check.void.description import Description, Fact, Node
from visitkg.terms import DCAT, SPDX

if TYPE_CHECKING:
    from collections.abc import Iterator

    from visitkg.project import Project

DISTRIBUTION: Final = NamedNode(DCAT + "distribution")
DOWNLOAD: Final = NamedNode(DCAT + "downloadURL")
BYTE_SIZE: Final = NamedNode(DCAT + "byteSize")
CHECKSUM: Final = NamedNode(SPDX + "checksum")
ALGORITHM: Final = NamedNode(SPDX + "algorithm")
CHECKSUM_VALUE: Final = NamedNode(SPDX + "checksumValue")

_ALGORITHM_BEGINS: Final = SPDX + "checksumAlgorithm_"
_ALGORITHMS: Final = frozenset({"md5", "sha1", "sha224", "sha256", "sha384", "sha512"})


def find_distributions(description: Description) -> list[Node]:
    """Return the distributions that the description names, in the order of the file."""
    subjects = description.by_subject
    return list(dict.fromkeys(n for s in subjects for n in description.nodes(s, DISTRIBUTION)))


def project_file(project: Project, iri: str) -> Path | None:
    """Return the file of the project that an IRI names, or None if it names none.

    An IRI names a file by its path below the project's base IRI, or as ``file:``.
    """
    if iri.startswith("file:"):
        from urllib.parse import unquote, urlsplit

        path = Path(unquote(urlsplit(iri).path))
    elif project.base and iri.startswith(project.base):
        path = project.root / iri.removeprefix(project.base)
    else:
        return None
    inside = path.resolve().is_relative_to(project.root.resolve())
    return path if inside and path.is_file() else None


def distribution_file(description: Description, project: Project, node: Node) -> Path | None:
    """Return the file of the project that a distribution offers, or None if there is none."""
    for value in description.nodes(node, DOWNLOAD):
        path = project_file(project, value.value)
        if path is not None:
            return path
    return None


def file_facts(description: Description, node: Node, path: Path) -> Iterator[Fact]:
    """Yield what a distribution says of its file: size in bytes, and checksums."""
    data = path.read_bytes()
    for stated in description.located(node, BYTE_SIZE):
        yield Fact(stated, str(len(data)), node)
    for checksum in description.nodes(node, CHECKSUM):
        algorithm = _algorithm(description, checksum)
        for stated in description.located(checksum, CHECKSUM_VALUE):
            if algorithm is None:
                yield Fact(stated, None, node, "its spdx:algorithm is missing or unknown")
            else:
                yield Fact(stated, hashlib.new(algorithm, data).hexdigest(), node)


def _algorithm(description: Description, checksum: Node) -> str | None:
    for value in description.nodes(checksum, ALGORITHM):
        name = value.value.removeprefix(_ALGORITHM_BEGINS)
        if name in _ALGORITHMS:
            return name
    return None
