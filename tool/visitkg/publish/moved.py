"""Where the IRI of a version leads: https://www.w3.org/TR/owl2-syntax/#Versioning_of_OWL_2_Ontologies.

The OWL 2 edition of the ontology has a version IRI, ``1.0.0/ontology``. Once the version is
released, it lies there; until then its IRI leads to the ontology as it is now.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from visitkg.export.owl2 import VERSION_IRI, make_owl2

if TYPE_CHECKING:
    from collections.abc import Iterable

    from visitkg.export.content import Content
    from visitkg.publish.content import Site
    from visitkg.publish.versions import Version


def find_moved(site: Site, content: Content, versions: Iterable[Version]) -> dict[str, str]:
    """Return the paths of versions that aren't in the site, and the paths that they lead to."""
    released = {version.path for version in versions}
    found = {}
    for subject, predicate, value in make_owl2(content):
        if (
            predicate == VERSION_IRI
            and isinstance(subject, NamedNode)
            and isinstance(value, NamedNode)
            and value.value not in site.documents
            and subject.value in site.documents
            and site.addresses.document(value.value) == value.value
        ):
            path = site.addresses.path(value.value)
            if path.partition("/")[0] not in released:
                found[path] = site.documents[subject.value].path
    return found
