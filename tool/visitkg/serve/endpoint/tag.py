"""Which answers have the same bytes each time, and their entity tags.

Rows come in an order that is total, so that the request and the digest of the data say what the
answer is: a tag is known before the query has run, and a client that has the answer already costs
the engine nothing. No tag is given for an answer that can differ; so one that a client names was
given. https://www.rfc-editor.org/rfc/rfc9110#section-8.8.3
"""

from __future__ import annotations

import re
from hashlib import blake2b
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

# What the engine makes anew each time, or in an order of its own; wherever the word may stand.
_CHANGING: Final = re.compile(
    r"\b(?:BNODE|GROUP_CONCAT|NOW|RAND|SAMPLE|STRUUID|UUID)\b|\\u", re.IGNORECASE
)
_BLANK: Final = re.compile(r"\[|_:")
_SIGNS: Final = (
    *("BNODE", "CONSTRUCT", "GROUP_CONCAT", "LIMIT", "NOW", "OFFSET", "RAND", "SAMPLE", "UUID"),
    "\\U",
)
"""Without any of them there is nothing to look for."""

_SLICE: Final = re.compile(r"\b(?:LIMIT|OFFSET)\b", re.IGNORECASE)
_SELECT: Final = re.compile(r"\bSELECT\b", re.IGNORECASE)
_CONSTRUCT: Final = re.compile(r"\bCONSTRUCT\b", re.IGNORECASE)


def is_reproducible(text: str) -> bool:
    """Tell whether a query has an answer of the same bytes each time that it is asked.

    It has not with functions that make something new, with blank nodes that a template makes, and
    where a query within the query keeps some rows of many. Where a mere look can't tell, it has
    not either.
    """
    upper = text.upper()
    if not any(sign in upper for sign in _SIGNS):
        return True
    if _CHANGING.search(text) or (_BLANK.search(text) and _CONSTRUCT.search(text)):
        return False
    return not (_SLICE.search(text) and len(_SELECT.findall(text)) > 1)


def tag_request(digest: str, parts: Iterable[bytes]) -> str:
    """Return the entity tag of what is answered to a request, without its quotes."""
    whole = blake2b(digest.encode(), digest_size=16)
    for part in parts:
        whole.update(len(part).to_bytes(8, "big"))
        whole.update(part)
    return whole.hexdigest()
