"""Which representation an Accept header asks for.

https://www.rfc-editor.org/rfc/rfc9110#section-12.5.1
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

_ELEMENTS: Final = re.compile(r'(?:[^,"]|"(?:[^"\\]|\\.)*"|")+')
_PARAMETERS: Final = re.compile(r'(?:[^;"]|"(?:[^"\\]|\\.)*"|")+')
_TOKEN: Final = r"[!#$%&'+.^_`|~0-9A-Za-z-]+"  # noqa: S105  (as the RFC calls it)
_RANGE: Final = re.compile(rf"(\*)/\*|({_TOKEN})/(?:\*|({_TOKEN}))")
_WEIGHT: Final = re.compile(r"(?:1(?:\.0{0,3})?|0(?:\.([0-9]{0,3}))?)")
_DIGITS: Final = 3
_WHOLE: Final = 10**_DIGITS

ALL: Final = "*"


@dataclass(frozen=True, slots=True)
class MediaRange:
    """A media range with its quality in thousandths; ``*`` stands for any type or subtype."""

    type: str
    subtype: str
    quality: int
    has_parameters: bool = False

    def specificity(self, media_type: str) -> int:
        """Return how closely the range names a media type; 0 if not at all.

        What parameters a representation would have isn't known: a range with parameters names the
        type too, but gives way to one without.
        """
        kind, _, subtype = media_type.partition(";")[0].strip().lower().partition("/")
        if self.type == ALL:
            return 1
        if self.type != kind or self.subtype not in (ALL, subtype):
            return 0
        if self.subtype == ALL:
            return 2
        return 3 if self.has_parameters else 4


def negotiate(accept: str | None, offered: Mapping[str, str]) -> str | None:
    """Return the suffix of the media type that is wanted most; None if none is acceptable.

    Of types that are wanted equally the first offered wins. What is malformed in the header is
    ignored; a header in which nothing else stands is as none.
    """
    ranges = read_accept(accept or "")
    if not ranges:
        return next(iter(offered), None)
    qualities = {suffix: quality_of(media_type, ranges) for suffix, media_type in offered.items()}
    best = max(qualities, key=qualities.__getitem__, default=None)
    return best if best is not None and qualities[best] else None


def read_accept(accept: str) -> list[MediaRange]:
    """Return the well-formed media ranges of a header, in order."""
    found = (_read_range(element.strip()) for element in _ELEMENTS.findall(accept))
    return [each for each in found if each is not None]


def quality_of(media_type: str, ranges: list[MediaRange]) -> int:
    """Return the quality of a media type, in thousandths: what the most specific range says."""
    closest = max(((each.specificity(media_type), each.quality) for each in ranges), default=(0, 0))
    return closest[1] if closest[0] else 0


def _read_range(element: str) -> MediaRange | None:
    name, *parameters = (each.strip() for each in _PARAMETERS.findall(element) or [""])
    match = _RANGE.fullmatch(name)
    if match is None or element.startswith(";"):
        return None
    weights = [each[2:] for each in parameters if each[:2].lower() == "q="]
    quality = _read_weight(weights[0]) if weights else _WHOLE
    if quality is None or len(weights) > 1:
        return None
    kind, subtype = (match[1] or match[2]).lower(), (match[3] or ALL).lower()
    has_parameters = len([each for each in parameters if each]) > len(weights)
    return MediaRange(kind, subtype, quality, has_parameters)


def _read_weight(text: str) -> int | None:
    match = _WEIGHT.fullmatch(text)
    if match is None:
        return None
    return _WHOLE if text[0] == "1" else int((match[1] or "").ljust(_DIGITS, "0"))
