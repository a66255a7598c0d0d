"""The views by name, each in the formats that it can be written in, the first by default."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pyoxigraph import Quad

from visitkg.export.json_ld import render_json_ld
from visitkg.export.nanopublications import make_nanopublications, render_nanopublications
from visitkg.export.owl2 import make_owl2
from visitkg.export.reifiers import make_reifiers, render_reifiers
from visitkg.export.schema_org import make_schema_org
from visitkg.export.schema_words import SCHEMA
from visitkg.export.write import FORMATS, write

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pyoxigraph import Triple

    from visitkg.export.content import Content


@dataclass(frozen=True, slots=True)
class View:
    """A view: its statements, its formats, and the one that it has a form of its own in."""

    make: Callable[[Content], list[Quad]]
    formats: tuple[str, ...]
    render: Callable[[Content], str] | None = None


def export(content: Content, name: str, format_name: str | None = None) -> str:
    """Return a view of the project in a format; empty if there is nothing to show."""
    view = VIEWS[name]
    if view.render is not None and format_name in (None, view.formats[0]):
        return view.render(content)
    quads = view.make(content)
    return write(quads, format_name or view.formats[0], content.prefixes) if quads else ""


def _nanopublications(content: Content) -> list[Quad]:
    return [quad for each in make_nanopublications(content) for quad in each.quads]


def _render_nanopublications(content: Content) -> str:
    return render_nanopublications(make_nanopublications(content), dict(content.prefixes))


def _reifiers(content: Content) -> list[Quad]:
    return _in_default_graph(make_reifiers(content))


def _render_reifiers(content: Content) -> str:
    return render_reifiers(make_reifiers(content), content.prefixes)


def _schema_org(content: Content) -> list[Quad]:
    return _in_default_graph(make_schema_org(content))


def _render_schema_org(content: Content) -> str:
    triples = make_schema_org(content)
    return render_json_ld(triples, SCHEMA) if triples else ""


def _owl2(content: Content) -> list[Quad]:
    return _in_default_graph(make_owl2(content))


def _graph(content: Content) -> list[Quad]:
    return _in_default_graph(content.triples)


def _in_default_graph(triples: Iterable[Triple]) -> list[Quad]:
    return [Quad(*triple) for triple in triples]


_ONE_GRAPH: Final = ("turtle", "n-triples", "rdf-xml", "json-ld")

VIEWS: Final = {
    "graph": View(_graph, FORMATS),
    "nanopublications": View(
        _nanopublications, ("trig", "n-quads", "json-ld"), _render_nanopublications
    ),
    "owl2": View(_owl2, _ONE_GRAPH),
    "reifiers": View(_reifiers, ("turtle", "n-triples"), _render_reifiers),
    "schema-org": View(
        _schema_org, ("json-ld", "turtle", "n-triples", "rdf-xml"), _render_schema_org
    ),
}
