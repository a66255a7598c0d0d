"""The releases of a project, from its changelog: https://keepachangelog.com/en/1.1.0/."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from visitkg.graph.source import read_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from visitkg.project import Project

CHANGELOG: Final = "CHANGELOG.md"

_RELEASE: Final = re.compile(
    r"##\s+\[?(?P<version>[^\]\s]+)\]?(?:\([^)]*\))?"
    r"(?:\s+[-\u2013\u2014]?\s*\(?(?P<date>\d{4}-\d\d-\d\d)\)?)?(?P<yanked>\s+\[YANKED\])?\s*"
)
_SECTION: Final = re.compile(r"###\s+(.+?)\s*#*\s*")
_ITEM: Final = re.compile(r"\s*[-*+]\s+(.*)")
_REFERENCE: Final = re.compile(r"\s*\[[^\]]+\]:\s+\S+\s*")
_WORDS: Final = re.compile(r"`(?P<code>[^`]+)`|\[(?P<link>[^\]]+)\]\((?P<target>[^)\s]+)\)")


@dataclass(frozen=True, slots=True)
class Section:
    """The changes of one sort, ``Added`` for one; without a title what stands before all."""

    title: str
    changes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Release:
    """A version with its changes; without a date it isn't released yet, or nobody says when."""

    version: str
    date: str | None
    sections: tuple[Section, ...]
    is_yanked: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """A part of a line: plain words, ``is_code``, or a link to a target."""

    text: str
    is_code: bool = False
    target: str | None = None


def read_changelog(project: Project) -> tuple[Release, ...]:
    """Return the releases of a project in the order of its changelog; none if it has no changelog.

    Raise InputError if it can't be read.
    """
    path = project.root / CHANGELOG
    if not path.is_file():
        return ()
    return parse_changelog(read_bytes(path).decode("utf-8", "replace"))


def parse_changelog(text: str) -> tuple[Release, ...]:
    """Return the releases that a changelog tells of, in its order."""
    found: list[tuple[re.Match[str], list[str]]] = []
    for line in text.splitlines():
        heading = _RELEASE.fullmatch(line)
        if heading:
            found.append((heading, []))
        elif found:
            found[-1][1].append(line)
    return tuple(
        Release(
            heading["version"],
            _real_date(heading["date"]),
            tuple(_read_sections(lines)),
            heading["yanked"] is not None,
        )
        for heading, lines in found
    )


def split_words(text: str) -> Iterator[Words]:
    """Yield a line of Markdown as plain words, code and links."""
    place = 0
    for match in _WORDS.finditer(text):
        if match.start() > place:
            yield Words(text[place : match.start()])
        if match["code"] is not None:
            yield Words(match["code"], is_code=True)
        else:
            yield Words(match["link"], target=match["target"])
        place = match.end()
    if place < len(text):
        yield Words(text[place:])


def _read_sections(lines: list[str]) -> Iterator[Section]:
    title = ""
    changes: list[str] = []
    is_open = False
    for line in lines:
        heading = _SECTION.fullmatch(line)
        item = _ITEM.fullmatch(line)
        if heading:
            if changes:
                yield Section(title, tuple(changes))
            title, changes, is_open = heading[1], [], False
        elif not line.strip() or _REFERENCE.fullmatch(line):
            is_open = False
        elif item or not is_open:
            changes.append(item[1].strip() if item else line.strip())
            is_open = True
        else:
            changes[-1] += f" {line.strip()}"
    if changes:
        yield Section(title, tuple(changes))


def _real_date(text: str | None) -> str | None:
    try:
        return date.fromisoformat(text).isoformat() if text else None
    except ValueError:
        return None
