"""SVG that is put together safely: text is escaped, only harmless addresses become links.

Looks come from class names alone, which ``figure.css`` of the site describes.
https://www.w3.org/TR/SVG2/
"""

from __future__ import annotations

import re
from html import escape as _escape_markup
from typing import TYPE_CHECKING, Final

from visitkg.site.sentence import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from visitkg.figure.model import Link

SIZES: Final = {"fig-heading": 15.0, "fig-label": 14.0, "fig-note": 12.0}
"""The font size of each class of text, as in the style sheet."""

BOLD: Final = 1.1
"""How much wider a strong text is."""

LINE: Final = 1.25
"""The height of a line, in font sizes."""

WIDTH: Final = 400.0
"""How wide a figure is, in its own units: a phone shows it nearly unscaled."""

_FORBIDDEN: Final = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
_SCHEME: Final = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_SAFE_SCHEMES: Final = ("http://", "https://", "mailto:")
_LONGEST: Final = 1_000


def escape(text: str) -> str:
    """Return a text as XML and HTML, in an element or in a quoted attribute."""
    return _escape_markup(_FORBIDDEN.sub("\ufffd", text))


def write_number(value: float) -> str:
    """Return a number with at most one decimal."""
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


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
    x: float, y: float, lines: Iterable[str], class_: str, anchor: str | None = None
) -> str:
    """Return lines of text, one below the other; ``y`` is the base of the first."""
    step = SIZES[class_.split(" ", maxsplit=1)[0]] * LINE
    return "".join(
        tag("text", escape(line), class_=class_, x=x, y=y + number * step, text_anchor=anchor)
        for number, line in enumerate(lines)
        if line
    )


def lines_height(count: int, class_: str) -> float:
    """Return how high so many lines of text are."""
    return count * SIZES[class_] * LINE


def write_link(body: str, iri: str | None, link: Link) -> str:
    """Return a part of a drawing, as a link if there is a safe address for an IRI."""
    address = link(iri) if iri else None
    if not address or (_SCHEME.match(address) and not address.lower().startswith(_SAFE_SCHEMES)):
        return body
    return tag("a", body, href=address, class_="fig-link")


def write_arrow(x: float, y: float, angle: float, class_: str = "fig-arrow") -> str:
    """Return the head of an arrow with its tip at a point; 0 degrees is to the right."""
    turn = f"translate({write_number(x)} {write_number(y)}) rotate({write_number(angle)})"
    return tag("path", d="M0 0L-8 -4.5L-8 4.5Z", class_=class_, transform=turn)


def write_drawing(
    name: str, title: str, description: str, size: tuple[float, float], parts: Iterable[str]
) -> str:
    """Return a drawing with its title and description.

    It is one image to a screen reader, unless it holds links: those have to be reached.
    """
    body = "".join(parts)
    width, height = size
    shown = one_line(description[:_LONGEST])
    return tag(
        "svg",
        tag("title", escape(one_line(title[:_LONGEST])), id=f"fig-{name}-title"),
        tag("desc", escape(shown), id=f"fig-{name}-desc"),
        body,
        xmlns="http://www.w3.org/2000/svg",
        class_="fig" if width <= WIDTH else "fig fig-wide",
        viewBox=f"0 0 {write_number(width)} {write_number(height)}",
        role="group" if "<a " in body else "img",
        aria_labelledby=f"fig-{name}-title",
        aria_describedby=f"fig-{name}-desc",
    )
