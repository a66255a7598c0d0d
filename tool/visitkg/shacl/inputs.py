"""What a validation reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path


class Inputs(NamedTuple):
    """The files and folders of a validation; ``-`` is standard input."""

    data: tuple[Path, ...]
    shapes: tuple[Path, ...]
    ontology: tuple[Path, ...] = ()

    def all(self) -> tuple[Path, ...]:
        """Return them in the order in which they are named."""
        return self.data + self.shapes + self.ontology
