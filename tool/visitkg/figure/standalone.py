"""A figure as a file of its own, with its looks inside."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from visitkg.figure.model import Figure

_DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'


def read_style() -> str:
    """Return the style sheet of the figures."""
    return (files("visitkg") / "publish" / "assets" / "figure.css").read_text(encoding="utf-8")


def standalone(figure: Figure) -> str:
    """Return a figure as an SVG file that needs nothing else; it has a ground of its own."""
    return _DECLARATION + with_style(figure.svg)


def with_style(svg: str) -> str:
    """Return a drawing with the style sheet and a ground inside."""
    start = svg.index(">") + 1
    opening = svg[:start].replace('class="fig', 'class="fig-alone fig', 1)
    ground = '<rect class="fig-ground" x="-50%" y="-50%" width="200%" height="200%"/>'
    return f"{opening}<style>{read_style()}</style>{ground}{svg[start:]}\n"
