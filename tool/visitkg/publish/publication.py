"""The nanopublications of a site: each is a document of its own, as a page and as TriG.

https://nanopub.net/guidelines/working_draft/
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from visitkg.export.nanopublications import name_nanopublications
from visitkg.publish.content import Document

if TYPE_CHECKING:
    from visitkg.export.content import Content
    from visitkg.publish.content import Site

TRIG: Final = ("trig", "application/trig", "TriG")
"""Their suffix besides that of pages, its media type, and what it is called."""


def read_publications(site: Site, content: Content) -> dict[str, Document]:
    """Return the nanopublications as documents, in order, by the IRIs of their claims."""
    formats = ("html", TRIG[0])
    return {
        claim.value: Document(
            iri, site.addresses.path(iri), (), (), is_thing=False, formats=formats
        )
        for claim, iri in name_nanopublications(content)
    }
