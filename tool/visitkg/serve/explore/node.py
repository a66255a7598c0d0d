"""The page of any node: what is stated of it, what leads to it, and both to take away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from pyoxigraph import Literal, NamedNode

from visitkg.publish.page.markup import NOTHING, Markup, escape, join, link, shorten
from visitkg.serve.explore.names import local_name
from visitkg.serve.explore.page import Page, show_page
from visitkg.serve.explore.part import POINTERS, READ, VALUES, Part, read_node, show_part
from visitkg.serve.explore.reach import count_pointers, count_values, values_of
from visitkg.serve.explore.term import show_node_link, show_rows, show_term
from visitkg.site.kind import TYPE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from visitkg.serve.explore.explorer import Explorer
    from visitkg.serve.explore.reach import Term
    from visitkg.serve.message import Request, Response

_FEW: Final = 25
_MOST_PROPERTIES: Final = 200
_NEAR: Final = 8
_FORMS: Final = (("ttl", "Turtle"), ("nt", "N-Triples"), ("jsonld", "JSON-LD"), ("rdf", "RDF/XML"))


def show_node(explorer: Explorer, request: Request) -> Response:
    """Return the page of the node that ``iri`` names, as an IRI or a CURIE.

    With ``of`` or ``to`` it shows the values of that property alone, or the subjects that have it,
    as many of them as ``page`` says.
    """
    text = (request.first("iri") or "").strip()
    node = read_node(explorer, text)
    if node is None:
        return _refuse(explorer, text)
    if not explorer.view.occurs(node):
        return _miss(explorer, text, node)
    for side in (VALUES, POINTERS):
        wanted = request.first(side)
        if wanted is not None:
            return show_part(explorer, node, side, wanted, request.first("page") or "1")
    return _show_all(explorer, node)


def _show_all(explorer: Explorer, node: NamedNode) -> Response:
    view = explorer.view
    values, pointers = count_values(view, node), count_pointers(view, node)
    stated = {predicate: count for predicate, count in values.items() if predicate != TYPE}
    body = join(
        (
            _show_head(explorer, node),
            _show_published(explorer, node),
            _show_side(explorer, node, stated, VALUES),
            Markup(f"<h2>What points here {_show_count(pointers)}</h2>\n") if pointers else NOTHING,
            _show_side(explorer, node, pointers, POINTERS),
            _show_use(explorer, node),
            _show_downloads(explorer, node),
        )
    )
    title = explorer.called(node.value).label
    return show_page(explorer, Page(title, body, (("Search", "/explore/search"),)))


def _show_head(explorer: Explorer, node: NamedNode) -> Markup:
    reference = explorer.called(node.value)
    types = values_of(explorer.view, node, TYPE, 0, _FEW)
    shown = join((show_term(explorer, each) for each in types), ", ")
    sort = f'<p class="sort">{shown}</p>\n' if types else ""
    return Markup(
        f"{sort}<h1><bdi>{escape(shorten(reference.label))}</bdi></h1>\n"
        f'<p class="curie"><code><bdi>{escape(shorten(reference.curie))}</bdi></code> · '
        f"{link(node.value)}</p>\n"
    )


def _show_published(explorer: Explorer, node: NamedNode) -> Markup:
    """Return a link to the page of the published site that tells more of the node, if any."""
    target = None if explorer.edition is None else explorer.edition.target(node.value)
    if target is None:
        return NOTHING
    href = escape(f"{explorer.mount}/{target}")
    words = "Its published page, with what is claimed of it, by whom and how surely"
    return Markup(f'<p class="lead"><a href="{href}">{words}</a></p>\n')


def _show_side(
    explorer: Explorer, node: NamedNode, counts: Mapping[NamedNode, int], side: str
) -> Markup:
    """Return each property with its first values, or with the first that have it."""
    called = {predicate: explorer.called(predicate.value) for predicate in counts}
    ordered = sorted(counts, key=lambda each: (called[each].label, each.value))
    read = READ[side]
    rows = []
    for predicate in ordered[:_MOST_PROPERTIES]:
        name = show_node_link(explorer, predicate.value)
        turned = "" if side == VALUES else ' <span class="turned">this</span>'
        terms = read(explorer.view, node, predicate, 0, _FEW)
        if len(terms) == counts[predicate]:
            terms.sort(key=lambda term: _order(explorer, term))
        cells = [show_term(explorer, term) for term in terms]
        if counts[predicate] > len(terms):
            href = Part(node, side, predicate, counts[predicate]).address(explorer, 1)
            words = f"and {counts[predicate] - len(terms):,} more"
            cells.append(Markup(f'<a class="more" href="{escape(href)}">{words}</a>'))
        rows.append((Markup(f"{name}{turned}"), cells))
    left = len(ordered) - _MOST_PROPERTIES
    more = f'<p class="more">and {left:,} more properties</p>\n' if left > 0 else ""
    return Markup(f"{show_rows(rows)}{more}")


def _order(explorer: Explorer, term: Term) -> tuple[int, str]:
    """Return what values are ordered by: English first among texts, nodes by their names."""
    if isinstance(term, NamedNode):
        return 0, explorer.called(term.value).label.casefold()
    if isinstance(term, Literal):
        return (1 if term.language in (None, "en") else 2), term.value
    return 3, ""


def _show_count(counts: Mapping[NamedNode, int]) -> Markup:
    return Markup(f'<span class="count">{sum(counts.values()):,}</span>')


def _show_use(explorer: Explorer, node: NamedNode) -> Markup:
    """Return where statements that have the node as their property can be seen."""
    if not explorer.view.is_property(node):
        return NOTHING
    href = _ask(explorer, f"SELECT ?subject ?value WHERE {{ ?subject {node} ?value }} LIMIT 1000")
    return Markup(f'<p><a href="{escape(href)}">Statements with it</a></p>\n')


def _ask(explorer: Explorer, query: str) -> str:
    return explorer.address("/explore/sparql", [("query", query)])


def _show_downloads(explorer: Explorer, node: NamedNode) -> Markup:
    about = f"DESCRIBE {node}"
    whole = (
        f"CONSTRUCT {{ {node} ?property ?value . ?other ?pointing {node} }}"
        f" WHERE {{ {{ {node} ?property ?value }} UNION {{ ?other ?pointing {node} }} }}"
    )
    lines = join(
        Markup(f"<li>{words}: {_show_forms(explorer, query)}</li>")
        for words, query in (("What is stated of it", about), ("With what points to it", whole))
    )
    return Markup(f'<h2>As data</h2>\n<ul class="entries">{lines}</ul>\n')


def _show_forms(explorer: Explorer, query: str) -> Markup:
    links = []
    for suffix, words in _FORMS:
        href = f"{explorer.mount}/sparql?{urlencode({'query': query, 'format': suffix})}"
        links.append(Markup(f'<a href="{escape(href)}">{words}</a>'))
    links.append(Markup(f'<a href="{escape(_ask(explorer, query))}">as a query</a>'))
    return join(links, " · ")


def _refuse(explorer: Explorer, text: str) -> Response:
    words = (
        f"This is no IRI and no name with a prefix that is known here: {shorten(text)}"
        if text
        else "No node is named: ?iri= and an IRI, or a name with a prefix such as rdfs:label."
    )
    body = Markup(f"<h1>No IRI</h1>\n<p>{escape(words)}</p>\n{_show_near(explorer, text)}")
    return show_page(explorer, Page("No IRI", body), 400)


def _miss(explorer: Explorer, text: str, node: NamedNode) -> Response:
    body = Markup(
        "<h1>Nothing is known of it</h1>\n<p>The graph doesn't mention "
        f"<code><bdi>{escape(shorten(text))}</bdi></code>.</p>\n"
        f"{_show_near(explorer, local_name(node.value))}"
    )
    return show_page(explorer, Page("Nothing is known of it", body), 404)


def _show_near(explorer: Explorer, text: str) -> Markup:
    """Return the nodes whose names are near to a text."""
    found = explorer.names.near(text, explorer.expand, _NEAR)
    if not found:
        return NOTHING
    items = join(Markup(f"<li>{show_node_link(explorer, each)}</li>") for each in found)
    return Markup(f"<p>Did you mean:</p>\n<ul>{items}</ul>\n")
