"""A shell: what it asks, what has been set in it, and what was typed."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from visitkg.shell.material import Material
    from visitkg.shell.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Screen:
    """The size of a terminal; ``wide`` tells whether what is longer can be wider too."""

    columns: int
    rows: int
    wide: bool = False


@dataclass
class Shell:
    """A conversation: what is set may change, the material does not.

    ``format_name`` is how answers are written, None for what suits each. Answers go to the file
    ``output``, behind what is there if ``output_begun``; None is where the shell runs. A query may
    take ``seconds``. ``keys`` tells in the help what the terminal can do. ``screen`` is None where
    nobody looks; then nothing is told besides answers and errors.
    """

    material: Material
    format_name: str | None = None
    seconds: float | None = None
    allow_remote: bool = False
    output: Path | None = None
    output_begun: bool = False
    timer: bool = False
    keys: str = ""
    screen: Screen | None = None
    typed: list[str] = field(default_factory=list)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """Return the names to choose from, read when the first is looked for."""
        # Imported here: piped queries have no need of it.
        from visitkg.shell.vocabulary import read_vocabulary

        return read_vocabulary(self.material)
