"""Terms of any graph as HTML, however long or deep they are; what is left out is told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pyoxigraph import BlankNode, Literal, NamedNode

from visitkg.graph.language import write_language
from visitkg.publish.page.markup import Markup, escape, join, shorten
from visitkg.site.value import read_restriction
from visitkg.terms import RDF, XSD

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import Triple

    from visitkg.serve.explore.explorer import Explorer

    Term = NamedNode | BlankNode | Literal | Triple

LONGEST_TEXT: Final = 2_000
"""A literal is cut after so many characters."""

_MOST: Final = 300
"""So many terms are shown within one anonymous node, however deep."""

_DEEPEST: Final = 8
_FIRST: Final = NamedNode(RDF + "first")
_REST: Final = NamedNode(RDF + "rest")
_NIL: Final = NamedNode(RDF + "nil")
_PLAIN: Final = frozenset({XSD + "string", RDF + "langString"})
_NUMBERS: Final = frozenset({XSD + name for name in ("integer", "decimal", "double", "boolean")})


@dataclass(slots=True)
class Budget:
    """How many more terms may be shown of what is nested."""

    left: int = _MOST

    def spend(self) -> bool:
        """Return whether one more may be shown."""
        self.left -= 1
        return self.left >= 0


def show_node_link(explorer: Explorer, iri: str, words: str | None = None) -> Markup:
    """Return what a node is called, as a link to where it is shown here."""
    reference = explorer.called(iri)
    shown = escape(shorten(reference.label if words is None else words))
    title = escape(shorten(reference.curie))
    href = escape(explorer.node_address(iri))
    return Markup(f'<a href="{href}" title="{title}"><bdi>{shown}</bdi></a>')


def show_term(
    explorer: Explorer,
    term: Term,
    budget: Budget | None = None,
    above: tuple[BlankNode, ...] = (),
) -> Markup:
    """Return a term: a link, a literal with its language or datatype, or what is nested in it."""
    if isinstance(term, NamedNode):
        return show_node_link(explorer, term.value)
    if isinstance(term, Literal):
        return _show_literal(explorer, term)
    if isinstance(term, BlankNode):
        return _show_blank(explorer, term, budget or Budget(), above)
    return Markup(f"<code><bdi>{escape(shorten(str(term), LONGEST_TEXT))}</bdi></code>")


def _show_literal(explorer: Explorer, literal: Literal) -> Markup:
    text = literal.value
    words = escape(text[:LONGEST_TEXT])
    if len(text) > LONGEST_TEXT:
        words = Markup(f'{words}… <span class="more">({len(text):,} characters)</span>')
    if literal.language is not None:
        language = escape(write_language(literal.language))
        note = "" if language == "en" else f' <span class="language">{language}</span>'
        return Markup(f'<bdi lang="{language}">{words}</bdi>{note}')
    datatype = literal.datatype.value
    if datatype in _PLAIN:
        return Markup(f"<bdi>{words}</bdi>")
    if datatype in _NUMBERS:
        return Markup(f'<span class="number">{words}</span>')
    type_ = escape(shorten(explorer.view.reference(literal.datatype).curie))
    return Markup(f'<bdi>{words}</bdi> <span class="language">{type_}</span>')


def _show_blank(
    explorer: Explorer, node: BlankNode, budget: Budget, above: tuple[BlankNode, ...]
) -> Markup:
    if node in above or len(above) >= _DEEPEST:
        return Markup('<span class="more">and so on</span>')
    restriction = read_restriction(explorer.view, node)
    if restriction is not None:
        return escape(shorten(restriction.text, LONGEST_TEXT))
    inner = (*above, node)
    if explorer.view.objects(node, _FIRST):
        return _show_list(explorer, node, budget, inner)
    rows: dict[NamedNode, list[Markup]] = {}
    left = False
    for quad in explorer.view.outgoing(node):
        if not budget.spend():
            left = True
            break
        shown = show_term(explorer, quad.object, budget, inner)
        rows.setdefault(quad.predicate, []).append(shown)
    facts = show_rows(
        (show_node_link(explorer, predicate.value), values) for predicate, values in rows.items()
    )
    more = '<span class="more">and more</span>' if left else ""
    return Markup(f"{facts or '<span>a node without a name</span>'}{more}")


def _show_list(
    explorer: Explorer, node: BlankNode, budget: Budget, above: tuple[BlankNode, ...]
) -> Markup:
    """Return the members of an RDF list in their order; a circle ends where it closes."""
    members: list[Markup] = []
    seen: set[Term] = set()
    current: Term = node
    view = explorer.view
    while isinstance(current, NamedNode | BlankNode) and current != _NIL and current not in seen:
        seen.add(current)
        first = view.objects(current, _FIRST)
        if not first:
            break
        if not budget.spend():
            members.append(Markup('<span class="more">and more</span>'))
            break
        members.append(show_term(explorer, first[0], budget, above))
        current = next(iter(view.objects(current, _REST)), _NIL)
    return join(members, ", ")


def show_rows(rows: Iterable[tuple[Markup, Iterable[Markup]]]) -> Markup:
    """Return rows of words and values as a list of facts; nothing if there are none."""
    found = join(
        Markup(
            f"<div><dt>{words}</dt>{join(Markup(f'<dd>{value}</dd>') for value in values)}</div>"
        )
        for words, values in rows
    )
    return Markup(f'<dl class="facts">{found}</dl>\n') if found else Markup("")
