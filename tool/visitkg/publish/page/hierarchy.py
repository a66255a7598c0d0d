"""The classes of an ontology as a tree: each below those that it is a part of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode

from visitkg.publish.page.markup import NOTHING, Markup, join
from visitkg.site.kind import SUBCLASS_OF

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from visitkg.publish.page.links import Links

_DEEPEST: Final = 30


def show_tree(links: Links, classes: Sequence[str]) -> Markup:
    """Return classes as nested lists; one with several classes above it is unfolded once."""
    own = set(classes)
    below: dict[str, list[str]] = {iri: [] for iri in classes}
    tops = []
    for iri in classes:
        nodes = links.edition.view.nodes(NamedNode(iri), SUBCLASS_OF)
        parents = [node.value for node in nodes if node.value in own and node.value != iri]
        for parent in parents:
            below[parent].append(iri)
        if not parents:
            tops.append(iri)
    shown: set[str] = set()
    # Circles have no top, and what lies too deep begins again: the classes that are left.
    items = [_show_branch(links, iri, below, shown, 1) for iri in tops]
    items += [_show_branch(links, iri, below, shown, 1) for iri in classes if iri not in shown]
    return Markup(f'<ul class="tree">{"".join(items)}</ul>')


def _show_branch(
    links: Links, iri: str, below: Mapping[str, list[str]], shown: set[str], depth: int
) -> Markup:
    if iri in shown and depth == 1:
        return NOTHING
    words = links.words(iri, links.edition.label(iri))
    inner = below[iri] if iri not in shown and depth < _DEEPEST else ()
    shown.add(iri)
    branch = join(_show_branch(links, each, below, shown, depth + 1) for each in inner)
    return Markup(f"<li>{words}{f'<ul>{branch}</ul>' if branch else ''}</li>")
