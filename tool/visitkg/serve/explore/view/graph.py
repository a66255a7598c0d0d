"""What an answer joins, as boxes and lines with words on them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode

from visitkg.figure.draw import tag, write_arrow, write_lines, write_link, write_number
from visitkg.figure.measure import shorten_line
from visitkg.figure.said import plural
from visitkg.serve.explore.view.layout import BOX, GAP, lay_out
from visitkg.serve.explore.view.links import name_node, read_network
from visitkg.serve.explore.view.picture import finish, write_title

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from visitkg.serve.explore.explorer import Explorer
    from visitkg.serve.explore.view.column import Column
    from visitkg.serve.explore.view.layout import Place
    from visitkg.serve.explore.view.links import Edge, Network, Node
    from visitkg.serve.explore.view.picture import Picture
    from visitkg.sparql.answer import Answer, Row

_LISTED: Final = 8


def draw_graph(
    explorer: Explorer, answer: Answer, rows: Sequence[Row], columns: Sequence[Column]
) -> Picture | None:
    """Return the picture, None where nothing is joined."""
    network = read_network(explorer, answer, rows, columns)
    if network is None:
        return None
    names = {node: name_node(explorer, node) for node in network.nodes}
    places, size = lay_out(network, names)
    lines = [_draw_line(edge, places, names) for edge in network.edges]
    words = [_draw_ports(place) for place in places.values()]
    boxes = [_draw_box(explorer, node, place) for node, place in places.items()]
    title = "What the answer joins"
    picture = finish("graph", title, _tell(network, names), [*lines, *boxes, *words], size)
    return replace(picture, columns=1 + max(place.layer for place in places.values()))


def _draw_line(edge: Edge, places: Mapping[Node, Place], names: Mapping[Node, str]) -> str:
    """Return a line into the port of its label; one that doesn't lead on begins at the left."""
    source, target = places[edge.source], places[edge.target]
    leads_on = target.layer > source.layer
    ax = source.x + BOX if leads_on else source.x
    ay = source.y + source.height * (0.5 if leads_on else 0.85)
    bx, by = target.x - 7, target.y + target.ports[edge.label]
    bend = GAP * 0.5 if leads_on else -GAP * 0.5
    numbers = [write_number(n) for n in (ax, ay, ax + bend, ay, bx - GAP * 0.5, by, bx, by)]
    path = "M{} {}C{} {} {} {} {} {}".format(*numbers)
    words = f"{names[edge.source]} → {edge.label or 'to'} → {names[edge.target]}"
    return tag("path", write_title(words), d=path, class_="view-edge") + write_arrow(bx + 6, by, 0)


def _draw_ports(place: Place) -> str:
    return "".join(
        write_lines(
            place.x - 14,
            place.y + down - 3,
            [shorten_line(label, GAP * 0.72, 12.0)],
            "fig-note fig-faint view-halo",
            "end",
        )
        for label, down in place.ports.items()
        if label
    )


def _draw_box(explorer: Explorer, node: Node, place: Place) -> str:
    is_named = isinstance(node, NamedNode)
    box = tag(
        "rect",
        x=place.x,
        y=place.y,
        width=BOX,
        height=place.height,
        rx=5.0,
        class_="fig-box" if is_named else "fig-box fig-nobody",
    )
    step = 15.0
    first = place.y + (place.height - (len(place.lines) - 1) * step) / 2 + 4
    text = write_lines(place.x + BOX / 2, first, place.lines, "fig-note", "middle")
    return write_link(box + text, node.value if is_named else None, explorer.node_address)


def _tell(network: Network, names: Mapping[Node, str]) -> str:
    words = f"{plural(len(network.nodes), 'thing')}, joined by {plural(len(network.edges), 'line')}"
    left = [
        plural(count, what)
        for count, what in ((network.left_nodes, "thing"), (network.left_edges, "line"))
        if count
    ]
    rest = f" Not drawn, as there is no room: {' and '.join(left)} more." if left else ""
    sources = list(dict.fromkeys(names[edge.source] for edge in network.edges))
    more = f" and {len(sources) - _LISTED:,} more" if len(sources) > _LISTED else ""
    return f"{words}.{rest} Lines begin at {', '.join(sources[:_LISTED])}{more}."
