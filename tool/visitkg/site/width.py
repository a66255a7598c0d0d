"""Text in the columns of a terminal, where Korean and Chinese characters take two."""

from __future__ import annotations


def display_width(text: str) -> int:
    """Return how many columns a text takes."""
    if text.isascii():
        return len(text)
    # Imported here: plain text needs no table of wide characters.
    from wcwidth import wcswidth

    width = wcswidth(text)
    return len(text) if width < 0 else width


def wrap(text: str, width: int | None, *, indent: str = "", hanging: str = "") -> str:
    """Return the text in lines of at most ``width`` columns, broken at spaces.

    The first line begins with ``indent``, the others with ``hanging``. A word that is wider than a
    line keeps its line to itself. None for the width keeps all on one line.
    """
    if width is None:
        return indent + text
    lines: list[str] = []
    line, used = indent, display_width(indent)
    empty = True
    for word in text.split(" "):
        needed = display_width(word)
        if not empty and used + 1 + needed > width:
            lines.append(line)
            line, used, empty = hanging, display_width(hanging), True
        line += word if empty else f" {word}"
        used += needed if empty else needed + 1
        empty = False
    return "\n".join([*lines, line])
