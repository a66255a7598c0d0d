"""Text in lines that keep within the columns of a terminal."""

from __future__ import annotations

from visitkg.sparql.width import width as display_width


def wrap(text: str, columns: int | None, *, indent: str = "", hanging: str = "") -> str:
    """Return the text in lines of at most so many columns, broken at spaces.

    The first line begins with ``indent``, the others with ``hanging``. A word that is wider than a
    line keeps its line to itself. None for the columns keeps all on one line.
    """
    if columns is None:
        return indent + text
    lines: list[str] = []
    line, used = indent, display_width(indent)
    empty = True
    for word in text.split(" "):
        needed = display_width(word)
        if not empty and used + 1 + needed > columns:
            lines.append(line)
            line, used, empty = hanging, display_width(hanging), True
        line += word if empty else f" {word}"
        used += needed if empty else needed + 1
        empty = False
    return "\n".join([*lines, line])
