"""What a client has already: https://www.rfc-editor.org/rfc/rfc9110#section-13.1.2."""

from __future__ import annotations

import re
from typing import Final

_TAG: Final = re.compile(r'(?:W/)?"([\x21\x23-\x7e\x80-\xff]*)"')


def is_known(tag: str, coding: str, header: str | None) -> bool:
    """Tell whether If-None-Match names a tag, given without quotes, as it is or as it is packed."""
    if header is None:
        return False
    if header.strip() == "*":
        return True
    known = _TAG.findall(header)
    return tag in known or (bool(coding) and f"{tag}-{coding}" in known)


def known_tag(tag: str, coding: str, header: str) -> str:
    """Return the one of the two that the header names, in quotes."""
    packed = f"{tag}-{coding}"
    return f'"{packed}"' if coding and packed in _TAG.findall(header) else f'"{tag}"'
