"""IRIs as people read them: with a prefix where one fits."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

# What a query can hold as it stands; other names stay whole IRIs.
_LOCAL_NAME: Final = re.compile(
    r"[^\x00-/:-@\[-^`{-\xbf](?:[^\x00-,/:-@\[-^`{-\xbf]*[^\x00-,./:-@\[-^`{-\xbf])?"
)


def curie_writer(prefixes: Mapping[str, str]) -> Callable[[str], str]:
    """Return a function from an IRI to ``prefix:name``, or ``<iri>`` where no prefix fits."""
    # The longest namespace wins, then the shortest prefix.
    namespaces = sorted(
        ((iri, prefix) for prefix, iri in prefixes.items() if iri),
        key=lambda pair: (-len(pair[0]), len(pair[1]), pair[1]),
    )

    def write(iri: str) -> str:
        for namespace, prefix in namespaces:
            if iri.startswith(namespace) and _LOCAL_NAME.fullmatch(iri, len(namespace)):
                return f"{prefix}:{iri[len(namespace) :]}"
        return f"<{iri}>"

    return write
