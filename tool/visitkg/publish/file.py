"""One file of a site."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class File:
    """A file: its path within the site, with ``/`` between folders, and its bytes."""

    path: str
    content: bytes
