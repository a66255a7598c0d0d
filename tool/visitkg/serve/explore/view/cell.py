"""A term of an answer as HTML: a link with its name, a text with its language, a number."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode, Triple

from visitkg.graph.language import write_language
from visitkg.publish.page.markup import NOTHING, Markup, escape, join, shorten
from visitkg.serve.explore.view.term import DATES, NUMBERS
from visitkg.terms import XSD

if TYPE_CHECKING:
    from collections.abc import Collection

    from visitkg.serve.explore.explorer import Explorer
    from visitkg.sparql.answer import Term

LONGEST: Final = 1_000
"""A text is cut after so many characters; the data have all of it."""

_PLAIN: Final = frozenset({XSD + "string", XSD + "boolean", XSD + "anyURI"}) | NUMBERS | DATES


def show_term(explorer: Explorer, term: Term | None, beside: Collection[str] = ()) -> Markup:
    """Return a term; ``beside`` are the texts of its row, which need not be said again."""
    if term is None:
        return NOTHING
    if isinstance(term, NamedNode):
        return _show_node(explorer, term, beside)
    if isinstance(term, Literal):
        return _show_literal(explorer, term)
    if isinstance(term, Triple):
        parts = join((show_term(explorer, part) for part in term), " ")
        return Markup(f'<span class="view-triple">«{parts}»</span>')
    return Markup(f'<code class="view-blank">{escape(str(term))}</code>')


def _show_node(explorer: Explorer, node: NamedNode, beside: Collection[str]) -> Markup:
    called = explorer.called(node.value)
    address = escape(explorer.node_address(node.value))
    curie = escape(shorten(called.curie))
    if called.label in beside or not called.label.strip() or called.label in called.curie:
        return Markup(f'<a href="{address}"><bdi class="view-curie">{curie}</bdi></a>')
    label = escape(shorten(called.label))
    return Markup(
        f'<a href="{address}"><bdi>{label}</bdi></a> '
        f'<bdi class="view-curie view-faint">{curie}</bdi>'
    )


def _show_literal(explorer: Explorer, term: Literal) -> Markup:
    words = escape(term.value[:LONGEST])
    more = NOTHING
    if len(term.value) > LONGEST:
        more = Markup(f'… <span class="more">({len(term.value):,} characters)</span>')
    if term.language:
        language = escape(write_language(term.language))
        note = NOTHING if language == "en" else Markup(f' <span class="language">{language}</span>')
        return Markup(f'<bdi lang="{language}">{words}</bdi>{more}{note}')
    if term.datatype.value in _PLAIN:
        return Markup(f"<bdi>{words}</bdi>{more}")
    type_ = escape(shorten(explorer.called(term.datatype.value).curie))
    return Markup(f'<bdi>{words}</bdi>{more} <span class="language">{type_}</span>')
