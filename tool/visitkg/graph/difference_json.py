"""A difference for programs: https://www.rfc-editor.org/rfc/rfc8259."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pyoxigraph import DefaultGraph

from visitkg.graph.difference_label import label

if TYPE_CHECKING:
    from collections.abc import Iterable

    from visitkg.graph.difference import Difference
    from visitkg.graph.stated import Stated


def render_difference_json(difference: Difference) -> str:
    """Return an object with ``removed`` and ``added``, whose terms are written as in N-Triples."""
    difference = label(difference)
    content = {
        "equal": not difference,
        "unchanged": difference.unchanged,
        "removed": _list(difference.removed),
        "added": _list(difference.added),
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _list(side: Iterable[Stated]) -> list[dict[str, Any]]:
    rows = [_row(stated) for stated in side]
    return sorted(rows, key=lambda row: [str(row[name]) for name in _SORTED])


_SORTED = ("graph", "subject", "predicate", "object")


def _row(stated: Stated) -> dict[str, Any]:
    quad = stated.quad
    graph = quad.graph_name
    return {
        "graph": None if isinstance(graph, DefaultGraph) else str(graph),
        "subject": str(quad.subject),
        "predicate": str(quad.predicate),
        "object": str(quad.object),
        "file": None if stated.path is None else str(stated.path),
        "line": stated.line,
    }
