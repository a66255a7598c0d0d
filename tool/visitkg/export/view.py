"""The views by name, each in the formats that it can be written in, the first by default."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pyoxigraph import Quad

from visitkg.export.claim import find_claims
from visitkg.export.nanopublications import make_nanopublications, render_nanopublications
from visitkg.export.owl2 import make_owl2
from visitkg.export.reifiers import make_reifiers, render_reifiers
from visitkg.export.schema_org import make_schema_org, render_schema_org
from visitkg.export.write import FORMATS, write

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from pyoxigraph import Triple

    from visitkg.export.content import Content


@dataclass(frozen=True, slots=True)
class View:
    """A view: its statements, its formats, whether there is any, and its text in a form of its own.

    The first format is that form, if there is one. ``of_claims`` if it tells those that have IRIs.
    """

    make: Callable[[Content], Iterable[Quad]]
    formats: tuple[str, ...]
    shows: Callable[[Content], bool]
    render: Callable[[Content], Iterable[str]] | None = None

    @property
    def of_claims(self) -> bool:
        """Return whether it tells the claims that have an IRI, and no others."""
        return self.render is not None


def export(content: Content, name: str, format_name: str | None = None) -> str:
    """Return a view of the project in a format; empty if there is nothing to show."""
    return "".join(export_in_pieces(content, name, format_name))


def export_in_pieces(content: Content, name: str, format_name: str | None = None) -> Iterator[str]:
    """Yield a view of the project in a format, in pieces; none if there is nothing to show."""
    view = VIEWS[name]
    if view.render is not None and format_name in (None, view.formats[0]):
        yield from view.render(content)
        return
    quads = list(view.make(content))
    if quads:
        yield write(quads, format_name or view.formats[0], content.prefixes)


def _nanopublications(content: Content) -> Iterator[Quad]:
    return (quad for each in make_nanopublications(content) for quad in each.quads)


def _has_nanopublications(content: Content) -> bool:
    return any(True for _ in make_nanopublications(content))


def _has_claims(content: Content) -> bool:
    return bool(find_claims(content))


def _reifiers(content: Content) -> Iterator[Quad]:
    return _in_default_graph(make_reifiers(content))


def _schema_org(content: Content) -> Iterator[Quad]:
    return _in_default_graph(make_schema_org(content))


def _owl2(content: Content) -> Iterator[Quad]:
    return _in_default_graph(make_owl2(content))


def _has_ontology(content: Content) -> bool:
    return bool(content.ontology)


def _graph(content: Content) -> Iterator[Quad]:
    return _in_default_graph(content.triples)


def _has_triples(content: Content) -> bool:
    return bool(content.triples)


def _in_default_graph(triples: Iterable[Triple]) -> Iterator[Quad]:
    return (Quad(*triple) for triple in triples)


_ONE_GRAPH: Final = ("turtle", "n-triples", "rdf-xml", "json-ld")

VIEWS: Final = {
    "graph": View(_graph, FORMATS, _has_triples),
    "nanopublications": View(
        _nanopublications,
        ("trig", "n-quads", "json-ld"),
        _has_nanopublications,
        render_nanopublications,
    ),
    "owl2": View(_owl2, _ONE_GRAPH, _has_ontology),
    "reifiers": View(_reifiers, ("turtle", "n-triples"), _has_claims, render_reifiers),
    "schema-org": View(
        _schema_org, ("json-ld", "turtle", "n-triples", "rdf-xml"), _has_claims, render_schema_org
    ),
}
