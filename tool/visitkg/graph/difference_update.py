"""A difference as an update that makes the old graph the new one.

https://www.w3.org/TR/sparql12-update/#deleteInsert
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from pyoxigraph import DefaultGraph

from visitkg.graph.difference import blank_nodes
from visitkg.graph.difference_label import label

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import Quad

    from visitkg.graph.difference import Difference


def render_update(difference: Difference) -> str:
    """Return DELETE DATA and INSERT DATA; what they can't express stands in comments.

    An update has no name for a blank node that is there already, so statements with one are told
    only; new nodes are inserted.
    """
    difference = label(difference)
    untold = [f"- {_row(quad)}" for quad in _inexpressible(difference, removed=True)]
    untold += [f"+ {_row(quad)}" for quad in _inexpressible(difference, removed=False)]
    removed = [s.quad for s in difference.removed if not blank_nodes(s.quad)]
    added = [s.quad for s in difference.added if difference.kept.isdisjoint(blank_nodes(s.quad))]
    parts = [
        f"{words} {{\n{_block(quads)}}}"
        for words, quads in (("DELETE DATA", removed), ("INSERT DATA", added))
        if quads
    ]
    text = " ;\n".join(parts) + "\n" if parts else ""
    if untold:
        text += "# No update can name these blank nodes:\n"
        text += "".join(f"# {line}\n" for line in sorted(untold))
    return text


def count_untold(difference: Difference) -> int:
    """Return how many statements no update can express."""
    return sum(1 for removed in (True, False) for _ in _inexpressible(difference, removed=removed))


def _inexpressible(difference: Difference, *, removed: bool) -> Iterable[Quad]:
    for stated in difference.removed if removed else difference.added:
        nodes = blank_nodes(stated.quad)
        if nodes and (removed or not difference.kept.isdisjoint(nodes)):
            yield stated.quad


def _block(quads: Iterable[Quad]) -> str:
    graphs: dict[str, list[str]] = defaultdict(list)
    for quad in quads:
        named = not isinstance(quad.graph_name, DefaultGraph)
        graphs[str(quad.graph_name) if named else ""].append(str(quad.triple))
    lines = []
    for graph, rows in sorted(graphs.items()):
        indent = "    " if graph else "  "
        block = "".join(f"{indent}{row} .\n" for row in sorted(rows))
        lines.append(f"  GRAPH {graph} {{\n{block}  }}\n" if graph else block)
    return "".join(lines)


def _row(quad: Quad) -> str:
    graph = quad.graph_name
    return f"{quad.triple} ." if isinstance(graph, DefaultGraph) else f"{quad.triple} {graph} ."
