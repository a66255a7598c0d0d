"""Where the boxes of a graph stand: in columns, each node to the right of what leads to it."""

from __future__ import annotations

from collections import defaultdict, deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from visitkg.figure.draw import lines_height
from visitkg.figure.measure import wrap_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from visitkg.serve.explore.view.links import Edge, Network, Node

MOST_LAYERS: Final = 6
"""So many columns at most; what lies further stands in the last one."""

BOX: Final = 170.0
"""How wide a box is."""

GAP: Final = 130.0
"""How much room is between columns: for the words on lines."""

PORT: Final = 16.0
"""How far the ends of differently named lines are from each other."""

_BETWEEN: Final = 12.0
_PADDING: Final = 7.0
_MARGIN: Final = 70.0
_NARROW: Final = 4.0
_SWEEPS: Final = 4


@dataclass(frozen=True, slots=True)
class Place:
    """The box of a node: its left upper corner, its height, its lines of text, its ports.

    A port is where lines of one label end, as far down from the top of the box as it says.
    """

    layer: int
    x: float
    y: float
    height: float
    lines: tuple[str, ...]
    ports: Mapping[str, float]


def lay_out(
    network: Network, names: Mapping[Node, str]
) -> tuple[dict[Node, Place], tuple[float, float]]:
    """Return where each node stands, and the size of all; the same for the same answer."""
    layers = _order(network, _layer(network))
    labels = _labels(network.edges)
    places: dict[Node, Place] = {}
    margin = _margin(network, layers)
    boxes = {node: _box(names[node], labels[node]) for node in network.nodes}
    heights = [sum(boxes[node][1] + _BETWEEN for node in layer) for layer in layers]
    tallest = max(heights)
    for number, layer in enumerate(layers):
        y = 4 + (tallest - heights[number]) / 2
        for node in layer:
            lines, height, ports = boxes[node]
            x = margin + number * (BOX + GAP)
            places[node] = Place(number, x, y, height, lines, ports)
            y += height + _BETWEEN
    return places, (2 * margin + len(layers) * BOX + (len(layers) - 1) * GAP, tallest + 4)


def _margin(network: Network, layers: Sequence[Sequence[Node]]) -> float:
    """Return the room beside the columns: more where a line leads back."""
    column = {node: number for number, layer in enumerate(layers) for node in layer}
    leads_back = any(column[edge.source] >= column[edge.target] for edge in network.edges)
    return _MARGIN if leads_back else _NARROW


def _box(name: str, labels: Sequence[str]) -> tuple[tuple[str, ...], float, dict[str, float]]:
    lines = wrap_text(name, BOX - 2 * _PADDING, 12.0, 3)
    height = max(lines_height(len(lines), "fig-note") + 2 * _PADDING, len(labels) * PORT + _PADDING)
    first = (height - (len(labels) - 1) * PORT) / 2
    return lines, height, {label: first + number * PORT for number, label in enumerate(labels)}


def _labels(edges: Sequence[Edge]) -> dict[Node, list[str]]:
    found: dict[Node, set[str]] = defaultdict(set)
    for edge in edges:
        found[edge.target].add(edge.label)
    return defaultdict(list, {node: sorted(labels) for node, labels in found.items()})


def _layer(network: Network) -> dict[Node, int]:
    """Return the column of each node: the fewest steps from where nothing leads to."""
    onward: dict[Node, list[Node]] = defaultdict(list)
    reached = set()
    for edge in network.edges:
        if edge.source != edge.target:
            onward[edge.source].append(edge.target)
            reached.add(edge.target)
    layers: dict[Node, int] = {}
    starts = [node for node in network.nodes if node not in reached]
    for start in (None, *_busiest(network, onward)):
        begin = starts if start is None else [start]
        _spread({node: 0 for node in begin if node not in layers}, onward, layers)
    return layers


def _busiest(network: Network, onward: Mapping[Node, Sequence[Node]]) -> list[Node]:
    """Return where to begin in what goes round in circles: where most leads on."""
    return sorted(network.nodes, key=lambda node: (-len(onward.get(node, ())), str(node)))


def _spread(
    begin: dict[Node, int], onward: Mapping[Node, Sequence[Node]], layers: dict[Node, int]
) -> None:
    layers.update(begin)
    waiting = deque(begin)
    while waiting:
        node = waiting.popleft()
        for target in onward.get(node, ()):
            if target not in layers:
                layers[target] = min(layers[node] + 1, MOST_LAYERS - 1)
                waiting.append(target)


def _order(network: Network, layers: Mapping[Node, int]) -> list[list[Node]]:
    """Return the nodes of each column from top to bottom, so that few lines cross.

    https://doi.org/10.1109/TSMC.1981.4308636: each node goes to the middle of its neighbours.
    """
    ordered: list[list[Node]] = [[] for _ in range(max(layers.values()) + 1)]
    for node in network.nodes:
        ordered[layers[node]].append(node)
    neighbours: dict[Node, list[Node]] = defaultdict(list)
    for edge in network.edges:
        neighbours[edge.source].append(edge.target)
        neighbours[edge.target].append(edge.source)
    for sweep in range(_SWEEPS):
        for number in range(len(ordered))[:: -1 if sweep % 2 else 1]:
            near = {
                node: place / len(layer)
                for layer in ordered[max(0, number - 1) : number + 2]
                if layer is not ordered[number]
                for place, node in enumerate(layer)
            }
            ordered[number].sort(key=lambda node: _middle(neighbours[node], near))
    return ordered


def _middle(neighbours: Sequence[Node], near: Mapping[Node, float]) -> float:
    found = [near[node] for node in neighbours if node in near]
    return sum(found) / len(found) if found else 0.5
