"""What RDF/XML has no way to say: https://www.w3.org/TR/rdf-syntax-grammar/#section-Serialising.

A property is the name of an element there, and a literal the content of one.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import Triple

_FORBIDDEN: Final = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NAME: Final = re.compile(r"[^\W\d][\w.·-]*\Z")


def find_unsayable(triples: Iterable[Triple]) -> str | None:
    """Return why triples can't be written as RDF/XML; None if they can."""
    for _, predicate, value in triples:
        if not _has_name(predicate.value):
            return f"RDF/XML can't name the property <{predicate.value}>"
        if isinstance(value, Literal):
            found = _FORBIDDEN.search(value.value)
            if found is not None:
                return f"XML has no such character: {found[0]!r}"
    return None


@lru_cache(maxsize=4096)
def _has_name(iri: str) -> bool:
    """Return whether an IRI ends in a name by which XML can call a property."""
    return _NAME.search(iri) is not None
