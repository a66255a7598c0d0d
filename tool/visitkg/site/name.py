"""From what somebody types to a node: an IRI, a CURIE, a local name, or a label in any script."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from unicodedata import normalize

from pyoxigraph import Literal, NamedNode

from visitkg.errors import UsageError
from visitkg.site.view import ALTERNATIVE, LABEL, PREFERRED

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from visitkg.site.view import GraphView

_LABELS: Final = (PREFERRED, LABEL, ALTERNATIVE)
_MOST_SUGGESTIONS: Final = 5
_TELLING_LENGTH: Final = 3
_CURIE: Final = re.compile(r"([A-Za-z][\w.-]*):(?!//)\S*")


def find_node(view: GraphView, name: str, prefixes: Mapping[str, str]) -> NamedNode:
    """Return the node of the graph that a name means.

    Tried in this order: ``<IRI>`` or IRI, CURIE, a local name in the namespaces of ``prefixes`` in
    their order, a label, any local name; the last two whatever their case. Raise UsageError if
    nothing is called so, or several things are.
    """
    text = name.strip()
    if not text:
        raise UsageError("no name to look for", remedy="Give a name, a CURIE or an IRI.")
    node = _find_iri(view, text, prefixes)
    if node is not None:
        return node
    wanted = _fold(text)
    for candidates in (_find_labelled(view, wanted), _find_local(view, wanted)):
        if len(candidates) == 1:
            return candidates[0]
        if candidates:
            raise _ambiguous(view, name, candidates)
    _check_prefix(text, prefixes)
    raise _unknown(view, name)


def _find_iri(view: GraphView, text: str, prefixes: Mapping[str, str]) -> NamedNode | None:
    prefix, colon, local = text.partition(":")
    tries = [text.removeprefix("<").removesuffix(">")]
    if colon and prefix in prefixes:
        tries.append(prefixes[prefix] + local)
    elif not colon:
        tries += [namespace + text for namespace in prefixes.values()]
    for iri in tries:
        try:
            node = NamedNode(iri)
        except ValueError:
            continue
        if view.occurs(node):
            return node
    return None


def _check_prefix(text: str, prefixes: Mapping[str, str]) -> None:
    """Raise UsageError for what can only be a CURIE with a prefix that nobody declares."""
    match = _CURIE.fullmatch(text)
    if match is None or match[1] in prefixes:
        return
    # Imported here: only a mistake needs it.
    from difflib import get_close_matches

    near = get_close_matches(match[1], sorted(prefixes), n=1)
    remedy = f"Did you mean '{near[0]}:'?" if near else f"Known: {', '.join(sorted(prefixes))}."
    raise UsageError(f"unknown prefix '{match[1]}:'", remedy=remedy)


def _find_labelled(view: GraphView, wanted: str) -> list[NamedNode]:
    return _distinct(node for text, node in _names(view) if _fold(text) == wanted)


def _find_local(view: GraphView, wanted: str) -> list[NamedNode]:
    return _distinct(node for node in view.named_subjects() if _fold(_local(node)) == wanted)


def _names(view: GraphView) -> Iterable[tuple[str, NamedNode]]:
    for predicate in _LABELS:
        for quad in view.store.quads_for_pattern(None, predicate, None):
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal):
                yield quad.object.value, quad.subject


def _ambiguous(view: GraphView, name: str, candidates: list[NamedNode]) -> UsageError:
    curies = ", ".join(view.curie(node.value) for node in candidates[:_MOST_SUGGESTIONS])
    more = len(candidates) - _MOST_SUGGESTIONS
    return UsageError(
        f"{len(candidates)} things are called {name!r}",
        remedy=f"Name one of them: {curies}{f' and {more} more' if more > 0 else ''}.",
    )


def _unknown(view: GraphView, name: str) -> UsageError:
    # Imported here: only a mistake needs it.
    from difflib import get_close_matches

    called: dict[str, NamedNode] = {_fold(_local(node)): node for node in view.named_subjects()}
    called |= {_fold(text): node for text, node in _names(view)}
    wanted = _fold(_local_text(name))
    near = get_close_matches(wanted, sorted(called), n=_MOST_SUGGESTIONS, cutoff=0.7)
    # One letter of an alphabet is in every name; one Chinese character says much.
    telling = not wanted.isascii() or len(wanted) >= _TELLING_LENGTH
    containing = [text for text in called if telling and wanted in text]
    found = [*near, *sorted(containing, key=lambda text: (len(text), text))]
    nodes = list(dict.fromkeys(called[text] for text in found))[:_MOST_SUGGESTIONS]
    suggestions = [f"{view.curie(node.value)} ({view.reference(node).label})" for node in nodes]
    return UsageError(
        f"nothing is called {name!r}",
        remedy=f"Did you mean {' or '.join(suggestions)}?"
        if suggestions
        else "Give a label, a local name, a CURIE or an IRI that the files mention.",
    )


def _distinct(nodes: Iterable[NamedNode]) -> list[NamedNode]:
    return sorted(set(nodes), key=lambda node: node.value)


def _local(node: NamedNode) -> str:
    return re.split(r"[#/]", node.value)[-1]


def _local_text(name: str) -> str:
    """Return what of a mistyped name is worth comparing: what follows prefix or namespace."""
    return re.split(r"[#/:]", name.strip().strip("<>"))[-1] or name


def _fold(text: str) -> str:
    """Return a text for comparison: without case, compatible forms made one."""
    return normalize("NFKC", text).casefold()
