"""Versions side by side: each release stays in a folder of its own, as it was published.

A release is the site once more below ``1.0.0/``: links are relative, so that they lead to the same
version; each page says so, and names the latest as its canonical address. Later builds take the
older folders over from the site that was there before.
"""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

from visitkg.publish.address import relative
from visitkg.publish.dataset import read_dataset
from visitkg.publish.file import File, read_pieces
from visitkg.publish.file_name import NO_VERSION, free_name, version_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from visitkg.publish.changelog import Release
    from visitkg.publish.content import Site

VERSIONS: Final = "versions.json"
VERSIONS_PAGE: Final = "versions"
"""The path of the page that lists them, unless a project has a document there."""

_FOLDER: Final = re.compile(r"(?:\d|version-)[A-Za-z0-9_+.-]*")
_DATE: Final = re.compile(r"\d{4}-\d\d-\d\d")
_PART: Final = re.compile(r"\d+|[A-Za-z]+")

# What is for the whole host: rules of servers, and what leads search engines and later builds.
_OF_THE_HOST: Final = re.compile(
    r"\.(?!well-known/).*|_[^/]+|robots\.txt|sitemap[^/]*\.xml|versions\.json|server/.*"
)
_BODY: Final = b"<main "
_LIST: Final = re.compile(rf"{VERSIONS_PAGE}-*\.html")
_LISTED: Final = re.compile(rf'href="(?={_FOLDER.pattern}/index\.html")'.encode())


@dataclass(frozen=True, slots=True)
class Version:
    """A version of the dataset: what it is called, the folder it stays in, and its day."""

    name: str
    path: str
    date: str | None = None


def current_version(site: Site, releases: Iterable[Release] = ()) -> Version | None:
    """Return the version that is being published, None if the dataset has none.

    Its day is that of the release in the changelog, else that of the dataset.
    """
    dataset = read_dataset(site)
    if dataset.version == NO_VERSION:
        return None
    folder = version_name(dataset.version)
    if not folder[0].isdigit():
        folder = f"version-{folder}"
    days = [each.date for each in releases if each.version.lstrip("v") == dataset.version]
    day = next(filter(None, days), None) or dataset.modified or dataset.issued
    return Version(dataset.version, free_name(site, folder), day)


def read_versions(previous: Path) -> tuple[Version, ...]:
    """Return the versions that a site has which was published before; none for any other folder."""
    try:
        content = json.loads((previous / VERSIONS).read_text(encoding="utf-8"))
        found = [_read_version(each) for each in content["versions"]]
    except (OSError, ValueError, KeyError, TypeError):
        return ()
    return tuple(
        version
        for version in found
        if version is not None
        and (previous / version.path).is_dir()
        and not (previous / version.path).is_symlink()
    )


def _read_version(content: object) -> Version | None:
    if not isinstance(content, dict):
        return None
    name, path, day = (content.get(key) for key in ("version", "path", "date"))
    if not isinstance(name, str) or not isinstance(path, str) or not _FOLDER.fullmatch(path):
        return None
    is_day = isinstance(day, str) and _DATE.fullmatch(day) is not None
    return Version(name, path, day if is_day else None)


def all_versions(current: Version | None, before: Iterable[Version]) -> tuple[Version, ...]:
    """Return the versions of a site, the one that is published now first, then from the newest."""
    own = (current,) if current else ()
    older = [each for each in before if current is None or each.path != current.path]
    return (*own, *sorted(older, key=_version_order, reverse=True))


def _version_order(version: Version) -> tuple[list[tuple[int, int, str]], str]:
    """Return what versions are ordered by: 1.9 < 1.10, and 2.0-rc1 < 2.0."""
    parts = _PART.findall(version.name.partition("+")[0])
    order = [(1, int(part), "") if part.isdigit() else (-1, 0, part) for part in parts]
    return [*order, (0, 0, "")], version.name


def keep_versions(previous: Path, versions: Iterable[Version]) -> Iterator[File]:
    """Yield the files of older versions as they are; links to elsewhere aren't followed."""
    for version in sorted(versions, key=lambda each: each.path):
        for folder, folders, names in os.walk(previous / version.path):
            folders.sort()
            for name in sorted(names):
                path = type(previous)(folder, name)
                if path.is_file() and not path.is_symlink():
                    yield File(path.relative_to(previous).as_posix(), partial(read_pieces, path))


def freeze(files: Iterable[File], version: Version) -> Iterator[File]:
    """Yield each file, and after it its copy in the folder of the version, if it belongs there."""
    for file in files:
        yield file
        if not is_of_host(file.path):
            path = f"{version.path}/{file.path}"
            yield File(path, _mark(file, version) if path.endswith(".html") else file.source)


def is_of_host(path: str) -> bool:
    """Return whether a file is for the whole host, so that a version has no copy of it."""
    return _OF_THE_HOST.fullmatch(path) is not None


def _mark(file: File, version: Version) -> bytes:
    """Return a page that says which version it is of, and leads to the latest.

    The list of versions leads to folders beside its own.
    """
    link = relative(f"{version.path}/{file.path}", "index.html")
    note = (
        f'<aside class="frozen" aria-label="Version"><p>Version {version.path}, as it was '
        f'published. <a href="{link}">Go to the latest version.</a></p></aside>\n'
    )
    content = file.content.replace(_BODY, note.encode() + _BODY, 1)
    return _LISTED.sub(b'href="../', content) if _LIST.fullmatch(file.path) else content


def is_altered(previous: Path, version: Version, sums: File) -> bool:
    """Return whether the version was published before with other data; ``sums`` are those of now.

    Who has loaded a version trusts that it stays: what is new deserves a new number.
    """
    try:
        return (previous / version.path / sums.path).read_bytes() != sums.content
    except OSError:
        return False


def make_versions(versions: Sequence[Version]) -> File:
    """Return the list by which the next build finds the versions again."""
    content = {
        "latest": versions[0].name if versions else None,
        "versions": [
            {"version": each.name, "path": each.path, "date": each.date} for each in versions
        ],
    }
    return File(VERSIONS, f"{json.dumps(content, ensure_ascii=False, indent=1)}\n".encode())
