"""HTML that is put together safely: text is escaped, and only harmless addresses become links.

``Markup`` is text that is HTML already; only the functions of the pages make it, from parts that
``escape`` made safe. https://html.spec.whatwg.org/multipage/syntax.html
"""

from __future__ import annotations

import re
from html import escape as _escape_html
from typing import TYPE_CHECKING, Final, NewType
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Iterable

Markup = NewType("Markup", str)

NOTHING: Final = Markup("")

LONGEST_NAME: Final = 160
"""A name is cut after so many characters: it has to fit a heading or the words of a link."""

_SCHEMES: Final = ("http://", "https://", "mailto:")
_SPECIAL: Final = re.compile(r"[&<>\"'\x00-\x08\x0b-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")
_FORBIDDEN: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")
_PLAIN_PATH: Final = re.compile(r"[A-Za-z0-9_.~/-]*")
_FRAGMENT: Final = "/?:@!$&()*+,;=~%"
_EMPTY: Final = frozenset({"br", "col", "hr", "img", "input", "link", "meta"})

# What ends or begins a line, and marks that would turn the direction of what follows.
_BREAKING: Final = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]+")

_BROKEN: Final = re.compile(r"[^\S ]|  |[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def escape(text: str) -> Markup:
    """Return a text as HTML, in an element or in a quoted attribute.

    What HTML can't hold at all, such as the character zero, becomes the replacement character.
    """
    if _SPECIAL.search(text) is None:
        return Markup(text)
    return Markup(_escape_html(_FORBIDDEN.sub("\ufffd", text)))


def element(name: str, /, *children: Markup, **attributes: str | None) -> Markup:
    """Return an element; attributes of None are left out, and ``class_`` is ``class``."""
    start = f"<{name}{write_attributes(attributes)}>"
    return Markup(start if name in _EMPTY else f"{start}{''.join(children)}</{name}>")


def write_attributes(attributes: dict[str, str | None]) -> Markup:
    """Return attributes with a space before each: ``data_kind`` is written ``data-kind``."""
    return Markup(
        "".join(
            f' {name.rstrip("_").replace("_", "-")}="{escape(value)}"'
            for name, value in attributes.items()
            if value is not None
        )
    )


def join(parts: Iterable[Markup], between: str = "") -> Markup:
    """Return the parts one after the other, with a text between them."""
    return Markup((escape(between) if between else "").join(parts))


def write_path(path: str) -> str:
    """Return a path as it stands in a link."""
    return path if _PLAIN_PATH.fullmatch(path) else quote(path)


def write_fragment(fragment: str) -> str:
    """Return a fragment as it stands in a link; what an IRI can hold there stays as it is."""
    return fragment if _PLAIN_PATH.fullmatch(fragment) else quote(fragment, safe=_FRAGMENT)


def is_link(iri: str) -> bool:
    """Return whether an IRI of another site may be followed: not ``javascript:`` or ``file:``."""
    return iri[:8].lower().startswith(_SCHEMES)


def link(iri: str, words: str | None = None) -> Markup:
    """Return a link to another site; only text if it isn't safe to follow."""
    shown = Markup(f"<bdi>{escape(shorten(iri if words is None else words))}</bdi>")
    if not is_link(iri):
        return Markup(f'<span class="iri">{shown}</span>')
    return Markup(f'<a class="other" href="{escape(iri)}">{shown}</a>')


def shorten(text: str, longest: int = LONGEST_NAME) -> str:
    """Return a text as one line of at most so many characters."""
    if len(text) <= longest and _BROKEN.search(text) is None:
        return text.strip()
    line = _BREAKING.sub(" ", text[: 4 * longest]).strip()
    if len(line) <= longest and len(text) <= 4 * longest:
        return line
    return f"{line[: longest - 1].rstrip()}…"
