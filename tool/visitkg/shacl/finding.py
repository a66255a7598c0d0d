"""What an engine finds, in the codes of the data: the same from each engine."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pyoxigraph import Literal

    from visitkg.shacl.path import Path
    from visitkg.shacl.plan import Check, PlannedShape


class Finding(NamedTuple):
    """That a focus node, or one of its values, breaks a check of a shape.

    ``path`` and ``messages`` are given only where they differ from those of the shape: by
    sh:closed, and by SPARQL. ``detail`` has what a nested shape found.
    """

    shape: PlannedShape
    check: Check
    focus_node: int
    value_node: int | None = None
    path: Path | None = None
    messages: tuple[Literal, ...] = ()
    detail: tuple[Finding, ...] = ()
