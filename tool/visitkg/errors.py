"""The exceptions that end a command: what is wrong, where it stands, and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Final

_WIDEST_SOURCE: Final = 160
"""A longer line, such as a query or a file on one line, is shown around its column only."""


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
    says what to do. Of a very long line ``source`` may be a part: the column is then
    ``column_in_source`` of that.
    """

    exit_code: ClassVar[int] = 3

    def __init__(  # noqa: PLR0913  (one for each part of the text)
        self,
        message: str,
        *,
        position: Position | None = None,
        source: str | None = None,
        width: int = 1,
        remedy: str | None = None,
        column_in_source: int | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.position = position
        self.source = source
        self.width = width
        self.remedy = remedy
        self.column_in_source = column_in_source

    def __str__(self) -> str:
        """Return the whole text that the command line prints, without a last line end."""
        head = f"{self.position}: {self.message}" if self.position else self.message
        lines = [head]
        if self.source is not None:
            column = self.column_in_source or (self.position.column if self.position else None)
            lines += [f"    {line}" for line in show_source(self.source, column, self.width)]
        if self.remedy:
            lines.append(self.remedy)
        return "\n".join(lines)


def crop_source(source: str, column: int) -> tuple[str, int]:
    """Return what to show of a line, all of it unless it is very long, and the column in that."""
    begin = max(0, column - 1 - _WIDEST_SOURCE // 2) if len(source) > _WIDEST_SOURCE else 0
    end = begin + _WIDEST_SOURCE
    dots = "…" if begin else ""
    return dots + source[begin:end] + "…" * (end < len(source)), column - begin + len(dots)


def show_source(source: str, column: int | None = None, width: int = 1) -> list[str]:
    """Return what to show of a line, and below it tildes and a caret from the column on, if any."""
    shown, shown_column = crop_source(source, column or 1)
    if column is None:
        return [shown]
    width = max(1, min(width, len(shown) - shown_column + 1))
    return [shown, _underline(shown, shown_column, width)]


def _underline(source: str, column: int, width: int) -> str:
    """Return tildes under ``width`` characters that end in a caret, as a terminal shows them."""
    before = source[: column - 1]
    marks = "~" * (width - 1) + "^"
    if before.isascii() and "\t" not in before:
        return " " * len(before) + marks
    # Imported here: only a mistake needs it.
    from unicodedata import category, east_asian_width

    def blank(character: str) -> str:
        if character == "\t":
            return "\t"
        if east_asian_width(character) in "FW":
            return "\u3000"
        return "" if category(character) in ("Me", "Mn") else " "

    return "".join(map(blank, before)) + marks


class UsageError(VisitkgError):
    """The command was given something that it can't take: exit code 2."""

    exit_code = 2


class InputError(VisitkgError):
    """Something could not be read, or the work could not be completed: exit code 3."""

    exit_code = 3
