"""The exceptions that end a command: what is wrong, where it stands, and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Position:
    """A place in a text: line and column count from 1, in characters."""

    path: str
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        """Return ``path:line:column`` as far as they are known."""
        return ":".join(
            str(part) for part in (self.path, self.line, self.column) if part is not None
        )


class VisitkgError(Exception):
    """What the command line prints instead of a traceback.

    ``message`` says what is wrong, ``position`` where, ``source`` is the line of text at that
    place, ``width`` the number of characters to underline from the column on, and ``remedy``
    says what to do.
    """

    exit_code: ClassVar[int] = 3

    def __init__(
        self,
        message: str,
        *,
        position: Position | None = None,
        source: str | None = None,
        width: int = 1,
        remedy: str | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.position = position
        self.source = source
        self.width = width
        self.remedy = remedy

    def __str__(self) -> str:
        """Return the whole text that the command line prints, without a last line end."""
        head = f"{self.position}: {self.message}" if self.position else self.message
        lines = [head]
        if self.source is not None:
            lines.append(f"    {self.source}")
            if self.position is not None and self.position.column is not None:
                lines.append("    " + _underline(self.source, self.position.column, self.width))
        if self.remedy:
            lines.append(self.remedy)
        return "\n".join(lines)


def _underline(source: str, column: int, width: int) -> str:
    """Return tildes under ``width`` characters that end in a caret; tabs keep their width."""
    indent = "".join("\t" if character == "\t" else " " for character in source[: column - 1])
    return indent + "~" * (width - 1) + "^"


class UsageError(VisitkgError):
    """The command was given something that it can't take: exit code 2."""

    exit_code = 2


class InputError(VisitkgError):
    """Something could not be read, or the work could not be completed: exit code 3."""

    exit_code = 3
