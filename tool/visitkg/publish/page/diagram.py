"""A term as a picture: what stands above it in the ontology, and what below."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Final, NamedTuple

from pyoxigraph import NamedNode

from visitkg.figure.draw import (
    SIZES,
    WIDTH,
    tag,
    write_arrow,
    write_drawing,
    write_lines,
    write_link,
)
from visitkg.figure.measure import text_width, wrap_text
from visitkg.publish.page.markup import NOTHING, Markup, escape
from visitkg.terms import RDFS, SKOS

if TYPE_CHECKING:
    from visitkg.publish.page.links import Links
    from visitkg.site.model import Reference

_FROM: Final = "from"
_TO: Final = "to"
_MOST: Final = 8
_HEIGHT: Final = 28.0
_GAP: Final = 8.0
_PAD: Final = 10.0
_INDENT: Final = 34.0
_BUS: Final = 20.0


class _Relation(NamedTuple):
    """Where a picture finds the neighbours of a term, and what it says of them."""

    words: str
    property: NamedNode
    is_inverse: bool = False


_SUBCLASS: Final = NamedNode(RDFS + "subClassOf")
_SUBPROPERTY: Final = NamedNode(RDFS + "subPropertyOf")
_BROADER: Final = NamedNode(SKOS + "broader")
_IN_SCHEME: Final = NamedNode(SKOS + "inScheme")

_ABOVE: Final = {
    "class": (_Relation("is a", _SUBCLASS),),
    "property": (
        _Relation(_FROM, NamedNode(RDFS + "domain")),
        _Relation("is a", _SUBPROPERTY),
    ),
    "concept": (_Relation("in scheme", _IN_SCHEME), _Relation("narrower than", _BROADER)),
}
_BELOW: Final = {
    "class": (_Relation("narrower", _SUBCLASS, is_inverse=True),),
    "property": (
        _Relation(_TO, NamedNode(RDFS + "range")),
        _Relation("narrower", _SUBPROPERTY, is_inverse=True),
    ),
    "concept": (_Relation("narrower", _BROADER, is_inverse=True),),
    "scheme": (_Relation("member", _IN_SCHEME, is_inverse=True),),
}


class _Neighbour(NamedTuple):
    words: str
    reference: Reference


def show_diagram(links: Links, kind: str, iri: str) -> Markup:
    """Return a picture of a term between its neighbours; nothing if it has none."""
    node = NamedNode(iri)
    above, below = (_read(links, node, relations.get(kind, ())) for relations in (_ABOVE, _BELOW))
    if not above and not below:
        return NOTHING
    own = links.edition.called(node)
    picture = _draw(links, own, above, below)
    label = escape(f"Picture: {own.label} between its neighbours")
    return Markup(
        f'<div class="scroll picture" tabindex="0" role="region" aria-label="{label}">'
        f"{picture}</div>\n"
    )


def _read(links: Links, node: NamedNode, relations: tuple[_Relation, ...]) -> list[_Neighbour]:
    view = links.edition.view
    return [
        _Neighbour(words, links.edition.called(each))
        for words, property_, is_inverse in relations
        for each in (view.subjects(property_, node) if is_inverse else view.nodes(node, property_))
        if each != node
    ]


def _draw(links: Links, own: Reference, above: list[_Neighbour], below: list[_Neighbour]) -> str:
    """Return the neighbours above, the term, and those below, set in, one under the other."""
    lines: list[str] = []
    boxes: list[str] = []
    top = 4.0
    tops = []
    for neighbour in above[:_MOST]:
        tops.append(top)
        boxes.append(_draw_box(links, neighbour.reference, (4.0, top), neighbour.words))
        top += _HEIGHT + _GAP
    top = _draw_more(boxes, above, 4.0, top) + (16.0 if above else 0.0)
    for number, (start, neighbour) in enumerate(zip(tops, above, strict=False)):
        x = 4 + _BUS + 12 * number
        lines.append(tag("path", d=f"M{x} {top:.1f}V{start + _HEIGHT:.1f}", class_="fig-line"))
        leads_here = neighbour.words == _FROM
        lines.append(
            write_arrow(x, top, 90) if leads_here else write_arrow(x, start + _HEIGHT, -90)
        )
    boxes.append(_draw_box(links, own, (4.0, top), "", is_own=True))
    bottom = top + _HEIGHT
    top = bottom + _GAP
    for neighbour in below[:_MOST]:
        middle = top + _HEIGHT / 2
        turn = f"M{4 + _BUS} {bottom:.1f}V{middle:.1f}H{4 + _INDENT}"
        lines.append(tag("path", d=turn, class_="fig-line"))
        if neighbour.words == _TO:
            lines.append(write_arrow(4 + _INDENT, middle, 0))
        boxes.append(_draw_box(links, neighbour.reference, (4 + _INDENT, top), neighbour.words))
        top += _HEIGHT + _GAP
    top = _draw_more(boxes, below, 4 + _INDENT, top)
    name = f"term-{sha256(own.iri.encode()).hexdigest()[:10]}"
    told = "; ".join(f"{each.words}: {each.reference.label}" for each in (*above, *below))
    size = (WIDTH, top)
    return write_drawing(name, f"{own.label} between its neighbours", told, size, [*lines, *boxes])


def _draw_box(
    links: Links, term: Reference, at: tuple[float, float], words: str, *, is_own: bool = False
) -> str:
    left, top = at
    size = SIZES["fig-label"]
    (text,) = wrap_text(term.label, 230.0, size, 1) or [""]
    style = "fig-label fig-strong" if is_own else "fig-label"
    width = text_width(text, size) * (1.1 if is_own else 1.0) + 2 * _PAD
    box = tag("rect", x=left, y=top, width=width, height=_HEIGHT, rx=5.0, class_="fig-box")
    label = write_lines(left + _PAD, top + _HEIGHT / 2 + 5, [text], style)
    linked = label if is_own else write_link(label, term.iri, links.address)
    note = write_lines(left + width + 8, top + _HEIGHT / 2 + 4, [words], "fig-note")
    return f"{box}{linked}{note}"


def _draw_more(boxes: list[str], found: list[_Neighbour], left: float, top: float) -> float:
    """Add how many are left out, if any; return where it goes on."""
    if len(found) <= _MOST:
        return top
    words = f"and {len(found) - _MOST:,} more, told below"
    boxes.append(write_lines(left + _PAD, top + 12, [words], "fig-note"))
    return top + 24
