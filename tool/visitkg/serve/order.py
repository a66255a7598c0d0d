"""What the process that holds the graph is told over its control socket."""

from __future__ import annotations

import marshal
from dataclasses import dataclass
from typing import Any, Final

LONGEST: Final = 1 << 17
"""The most bytes of a message over a control socket."""

FORK: Final = "fork"


@dataclass(frozen=True, slots=True)
class Order:
    """What to hold: a project or named files, by which limits, and whether it must be valid."""

    directory: str | None
    files: tuple[str, ...]
    mount: str
    limits: tuple[Any, ...]
    must_be_valid: bool

    def write(self) -> bytes:
        """Return the order as it travels."""
        return marshal.dumps(
            (self.directory, self.files, self.mount, self.limits, self.must_be_valid)
        )
