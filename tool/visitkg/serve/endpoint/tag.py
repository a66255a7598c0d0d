"""Which answers have the same bytes each time, and their entity tags.

Rows come in an order that is total, so that the text of a query and the digest of the data say
what the answer is: a tag is known before the query has run, and a client that has the answer
already costs the engine nothing. https://www.rfc-editor.org/rfc/rfc9110#section-8.8.3
"""

from __future__ import annotations

import re
from hashlib import blake2b
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from visitkg.serve.endpoint.query import Query

# What the engine makes anew each time, or in an order of its own; wherever the word may stand.
_CHANGING: Final = re.compile(
    r"\b(?:BNODE|GROUP_CONCAT|NOW|RAND|SAMPLE|STRUUID|UUID)\b|\\u", re.IGNORECASE
)
_BLANK: Final = re.compile(r"\[|_:")
_SLICE: Final = re.compile(r"\b(?:LIMIT|OFFSET)\b", re.IGNORECASE)
_SELECT: Final = re.compile(r"\bSELECT\b", re.IGNORECASE)
_CONSTRUCT: Final = re.compile(r"\bCONSTRUCT\b", re.IGNORECASE)


def tag_query(query: Query, digest: str) -> str | None:
    """Return the entity tag of an answer without its quotes; None if it can differ.

    It can with functions that make something new, with blank nodes that a template makes, and
    where a query within the query keeps some rows of many.
    """
    text = query.text
    if _CHANGING.search(text) or (_BLANK.search(text) and _CONSTRUCT.search(text)):
        return None
    if len(_SELECT.findall(text)) > 1 and _SLICE.search(text):
        return None
    whole = blake2b(digest.encode(), digest_size=16)
    for part in (
        text,
        query.format or "",
        query.accept or "",
        repr(query.default_graphs),
        repr(query.named_graphs),
    ):
        data = part.encode(errors="surrogatepass")
        whole.update(len(data).to_bytes(8, "big"))
        whole.update(data)
    return whole.hexdigest()
