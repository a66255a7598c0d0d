"""Comments of a Turtle text: those at its top, which can stay there, and those that can't."""

from __future__ import annotations

import re
from typing import Final

from visitkg.graph.lexical import FLAGS, STRING

_TOP: Final = re.compile(rb"(?:[ \t]*(?:#[^\n]*)?\n)*")
# What else can hold a number sign is matched first: strings, IRIs and escapes in names.
_COMMENT: Final = re.compile(STRING + rb"|<[^<>\x00-\x20]*>|\\.|(\#[^\n]*)", FLAGS)


def split_top(text: bytes) -> tuple[str, int]:
    """Return the comments above the first statement, without blank lines around, and their length.

    ``text`` is UTF-8 and its lines end with LF; the length is in bytes up to the statement's line.
    """
    top = _TOP.match(text)
    end = top.end() if top else 0
    lines = [line.rstrip() for line in text[:end].decode().split("\n")]
    return "\n".join(lines).strip("\n"), end


def find_comment(text: bytes, begin: int) -> int | None:
    """Return the offset of the first comment at or after ``begin``, if there is one."""
    for match in _COMMENT.finditer(text, begin):
        if match[1] is not None:
            return match.start(1)
    return None
