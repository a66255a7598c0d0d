"""Where in a text an offset lies, and the error that points there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from visitkg.errors import Position, UsageError

if TYPE_CHECKING:
    from visitkg.sparql.tokens import Token

_LINE_END: Final = re.compile(r"\r\n?|\n")


def line_at(text: str, offset: int) -> tuple[int, int, str]:
    """Return the line and column of an offset, both from 1, and the text of that line."""
    line, start = 1, 0
    for match in _LINE_END.finditer(text, 0, offset):
        line, start = line + 1, match.end()
    end = _LINE_END.search(text, start)
    return line, offset - start + 1, text[start : end.start() if end else len(text)]


def error_at(  # noqa: PLR0913  (what, where in which text, how far, and what to do)
    message: str, *, name: str, text: str, offset: int, width: int = 1, remedy: str | None = None
) -> UsageError:
    """Return the error that points at ``width`` characters of the text that ``name`` calls."""
    line, column, source = line_at(text, offset)
    return UsageError(
        message,
        position=Position(name, line, column),
        source=source,
        width=max(1, min(width, len(source) - column + 1)),
        remedy=remedy,
    )


def error_at_token(
    message: str, token: Token, *, name: str, text: str, remedy: str | None = None
) -> UsageError:
    """Return the error that underlines a token."""
    return error_at(
        message,
        name=name,
        text=text,
        offset=token.start,
        width=token.end - token.start,
        remedy=remedy,
    )
