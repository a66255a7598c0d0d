"""One thing that is wrong with the evidence, and where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from visitkg.errors import Position


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong, and the file and line that state it, where they are known."""

    message: str
    position: Position | None = None

    def __str__(self) -> str:
        """Return ``path:line: message``, or the message alone."""
        return f"{self.position}: {self.message}" if self.position else self.message
