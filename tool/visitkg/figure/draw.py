"""SVG that is put together safely: text is escaped, only harmless addresses become links.

Looks come from class names alone, which ``figure.css`` of the site describes.
https://www.w3.org/TR/SVG2/
"""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape as _escape_markup
from typing import TYPE_CHECKING, Final

from visitkg.site.sentence import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from visitkg.figure.model import Link

SIZES: Final = {"fig-heading": 15.0, "fig-label": 14.0, "fig-note": 12.0}
"""The font size of each class of text, as in the style sheet."""

BOLD: Final = 1.1
"""How much wider a strong text is."""

LINE: Final = 1.25
"""The height of a line, in font sizes."""

WIDTH: Final = 400.0
"""How wide a figure is, in its own units: a phone shows it nearly unscaled."""

_UNWRITABLE: Final = r"\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
_FORBIDDEN: Final = re.compile(f"[{_UNWRITABLE}]")
_SPECIAL: Final = re.compile(f"[&<>\"'{_UNWRITABLE}]")
_SCHEME: Final = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_SAFE_SCHEMES: Final = ("http://", "https://", "mailto:")
_LONGEST: Final = 1_000


def escape(text: str) -> str:
    """Return a text as XML and HTML, in an element or in a quoted attribute."""
    if _SPECIAL.search(text) is None:
        return text
    return _escape_markup(_FORBIDDEN.sub("\ufffd", text))


@lru_cache(maxsize=8192)
def write_number(value: float) -> str:
    """Return a number with at most one decimal."""
    return write_coordinate(value)


def write_coordinate(value: float) -> str:
    """Return the same for one of many numbers that hardly come again."""
    text = f"{value:.1f}"
    if text[-1] != "0":
        return text
    return "0" if text == "-0.0" else text[:-2]


def tag(name: str, *children: str, **attributes: str | float | None) -> str:
    """Return an element; attributes of None are left out, and ``class_`` is ``class``."""
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{_write_value(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    body = "".join(children)
    return f"<{name}{written}>{body}</{name}>" if body else f"<{name}{written}/>"


def _write_value(value: str | float) -> str:
    return escape(value) if isinstance(value, str) else write_number(value)


def write_lines(
    x: float, y: float, lines: Sequence[str], class_: str, anchor: str | None = None
) -> str:
    """Return lines of text, one below the other; ``y`` is the base of the first."""
    start, end, step = _text_form(x, class_, anchor)
    if len(lines) == 1:
        line = lines[0]
        return f"{start}{write_number(y)}{end}{escape(line)}</text>" if line else ""
    return "".join(
        [
            f"{start}{write_number(y + number * step)}{end}{escape(line)}</text>"
            for number, line in enumerate(lines)
            if line
        ]
    )


@lru_cache(maxsize=1024)
def _text_form(x: float, class_: str, anchor: str | None) -> tuple[str, str, float]:
    """Return what stands before and behind the base of a line, and the height of lines."""
    end = f'" text-anchor="{anchor}">' if anchor else '">'
    return f'<text class="{class_}" x="{write_number(x)}" y="', end, line_height(class_)


@lru_cache(maxsize=64)
def line_height(class_: str) -> float:
    """Return how high a line of text in a class is."""
    return SIZES[class_.split(" ", maxsplit=1)[0]] * LINE


def lines_height(count: int, class_: str) -> float:
    """Return how high so many lines of text are."""
    return count * line_height(class_)


def write_link(body: str, iri: str | None, link: Link) -> str:
    """Return a part of a drawing, as a link if there is a safe address for an IRI."""
    return write_anchor(body, link(iri) if iri else None)


def write_anchor(body: str, address: str | None) -> str:
    """Return a part of a drawing, as a link if there is an address and it is safe."""
    if not address or (_SCHEME.match(address) and not address.lower().startswith(_SAFE_SCHEMES)):
        return body
    return f'<a href="{escape(address)}" class="fig-link">{body}</a>'


def write_arrow(x: float, y: float, angle: float, class_: str = "fig-arrow") -> str:
    """Return the head of an arrow with its tip at a point; 0 degrees is to the right."""
    turn = f"translate({write_number(x)} {write_number(y)}) rotate({write_number(angle)})"
    return f'<path d="M0 0L-8 -4.5L-8 4.5Z" class="{class_}" transform="{turn}"/>'


def write_drawing(
    name: str, title: str, description: str, size: tuple[float, float], parts: Iterable[str]
) -> str:
    """Return a drawing with its title and description.

    It is one image to a screen reader, unless it holds links: those have to be reached.
    """
    body = "".join(parts)
    width, height = size
    style = "fig" if width <= WIDTH else "fig fig-wide"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="{style}" '
        f'viewBox="0 0 {write_number(width)} {write_number(height)}" '
        f'role="{"group" if "<a " in body else "img"}" '
        f'aria-labelledby="fig-{name}-title" aria-describedby="fig-{name}-desc">'
        f'<title id="fig-{name}-title">{escape(one_line(title[:_LONGEST]))}</title>'
        f'<desc id="fig-{name}-desc">{escape(one_line(description[:_LONGEST]))}</desc>'
        f"{body}</svg>"
    )
