"""A difference for people: what went and what came, subject by subject, with its place."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Triple

from visitkg import terms
from visitkg.graph.difference_label import label, way_to
from visitkg.graph.term import IriWriter, write_literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from visitkg.graph.difference import Difference
    from visitkg.graph.stated import Stated

    Term = NamedNode | BlankNode | Literal | Triple
    Entry = tuple[str, Stated]
    Group = tuple[str, str, int, int]

_TYPE: Final = terms.RDF + "type"
_LONGEST_WAY: Final = 8


def render_difference(difference: Difference, prefixes: Mapping[str, str]) -> str:
    """Return lines that begin with - or + below a line for each subject; none if nothing differs.

    A line without a sign names the subject, and for a blank node the way to it. Graphs other than
    the default one are named beside the subject.
    """
    difference = label(difference)
    iris = IriWriter(prefixes)
    groups: dict[Group, list[Entry]] = defaultdict(list)
    for sign, side in (("-", difference.removed), ("+", difference.added)):
        for stated in side:
            groups[_group(stated, difference)].append((sign, stated))
    blocks = []
    for _, entries in sorted(groups.items()):
        blocks.append(_head(entries[0][1], difference, iris))
        lines = sorted(_line(sign, stated, iris) for sign, stated in entries)
        blocks += [line for *_, line in lines]
    return "".join(f"{line}\n" for line in blocks)


def summarise(difference: Difference) -> str:
    """Return in one sentence how much differs."""
    removed, added = len(difference.removed), len(difference.added)
    return f"{removed:,} removed, {added:,} added, {difference.unchanged:,} the same."


def _group(stated: Stated, difference: Difference) -> Group:
    """Return what is one for the statements of a subject, and orders subjects."""
    subject, name = stated.quad.subject, stated.quad.graph_name
    graph = "" if isinstance(name, DefaultGraph) else str(name)
    if isinstance(subject, BlankNode):
        root, way = way_to(difference, subject)
        return graph, str(root), len(way) or 1, int(subject.value[1:])
    return graph, str(subject), 0, 0


def _head(stated: Stated, difference: Difference, iris: IriWriter) -> str:
    subject, graph = stated.quad.subject, stated.quad.graph_name
    text = f" {_write(subject, iris)}"
    if isinstance(subject, BlankNode):
        root, way = way_to(difference, subject)
        if isinstance(root, NamedNode):
            steps = [iris.write(predicate.value) for predicate in way]
            if len(steps) > _LONGEST_WAY:
                steps[1:-1] = [f"({len(steps) - 2} more)"]
            text += f"    # {' / '.join([_write(root, iris), *steps])}"
    return text if isinstance(graph, DefaultGraph) else f"{text}    # in {_write(graph, iris)}"


def _line(sign: str, stated: Stated, iris: IriWriter) -> tuple[bool, str, bool, str, str]:
    """Return what a line is sorted by, the removed before the added, and the line."""
    predicate = stated.quad.predicate.value
    property_ = "a" if predicate == _TYPE else iris.write(predicate)
    value = _write(stated.quad.object, iris)
    text = f"{sign}     {property_} {value}".replace("\n", "\\n")
    if stated.path is not None:
        text += f"    # {stated.path}" + ("" if stated.line is None else f":{stated.line}")
    return property_ != "a", property_, sign == "+", value, text


def _write(term: Term, iris: IriWriter) -> str:
    if isinstance(term, NamedNode):
        return iris.write(term.value)
    if isinstance(term, Literal):
        return write_literal(term, iris)
    if isinstance(term, Triple):
        parts = (_write(part, iris) for part in term)
        return f"<<( {' '.join(parts)} )>>"
    return str(term)
