"""Fetch a graph that FROM names; only where the user allows it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import RdfFormat, Store

from visitkg.errors import InputError, Position

if TYPE_CHECKING:
    from pyoxigraph import NamedNode

_ACCEPTED: Final = "text/turtle, application/n-triples, application/rdf+xml, application/ld+json"
_SECONDS: Final = 60
_SCHEMES: Final = ("http://", "https://")


def fetch_graph(store: Store, graph: NamedNode) -> None:
    """Load the document at the IRI of a graph into that graph of the store.

    Raise InputError if the IRI is not of http or https, if nothing answers within a minute, and if
    the answer is not RDF.
    """
    # Imported here: most queries fetch nothing.
    from urllib.error import HTTPError
    from urllib.request import Request, urlopen

    position = Position(graph.value)
    if not graph.value.startswith(_SCHEMES):
        raise InputError(
            "only http and https can be fetched",
            position=position,
            remedy="Load a file with --data, and leave FROM out.",
        )
    request = Request(graph.value, headers={"Accept": _ACCEPTED})  # noqa: S310  (checked above)
    try:
        with urlopen(request, timeout=_SECONDS) as response:  # noqa: S310  (checked above)
            data, base = response.read(), response.url
            media_type = response.headers.get_content_type()
    except HTTPError as error:
        error.close()
        raise InputError(f"this graph can't be fetched: {error}", position=position) from error
    except (OSError, ValueError) as error:
        raise InputError(f"this graph can't be fetched: {error}", position=position) from error
    rdf_format = RdfFormat.from_media_type(media_type)
    if rdf_format is None:
        raise InputError(f"this is {media_type}, not RDF", position=position)
    try:
        store.load(data, rdf_format, base_iri=base, to_graph=graph)
    except (SyntaxError, ValueError) as error:
        raise InputError(f"this graph can't be read: {error}", position=position) from error
