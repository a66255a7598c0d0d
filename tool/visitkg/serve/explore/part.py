"""One property of a node with all its values, or all that has the node as one, page by page."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode

from visitkg.publish.page.markup import Markup, escape, join, shorten
from visitkg.serve.explore.page import Page, show_page
from visitkg.serve.explore.reach import count_pointers, count_values, pointers_of, values_of
from visitkg.serve.explore.term import show_term

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from visitkg.serve.explore.explorer import Explorer
    from visitkg.serve.explore.reach import Term
    from visitkg.serve.message import Response
    from visitkg.site.view import GraphView

    Read = Callable[[GraphView, NamedNode, NamedNode, int, int], list[Term]]

VALUES: Final = "of"
POINTERS: Final = "to"

READ: Final[Mapping[str, Read]] = MappingProxyType({VALUES: values_of, POINTERS: pointers_of})
"""What reads the values of a property of a node, and the subjects that have it as one."""

_PAGE: Final = 200
"""So many values stand on a page."""

_DIGITS: Final = 9


@dataclass(frozen=True, slots=True)
class Part:
    """A property of a node, from either side, and how many values or subjects there are."""

    node: NamedNode
    side: str
    predicate: NamedNode
    count: int

    @property
    def last(self) -> int:
        """Return how many pages there are."""
        return max(1, -(-self.count // _PAGE))

    def address(self, explorer: Explorer, number: int) -> str:
        """Return the address of a page."""
        parameters = [("iri", self.node.value), (self.side, self.predicate.value)]
        return explorer.address("/explore/node", [*parameters, ("page", str(number))])


def show_part(explorer: Explorer, node: NamedNode, side: str, wanted: str, number: str) -> Response:
    """Return a page of the values of a property, or of the subjects that have it."""
    predicate = read_node(explorer, wanted)
    counts = (count_values if side == VALUES else count_pointers)(explorer.view, node)
    count = 0 if predicate is None else counts.get(predicate, 0)
    if predicate is None or not count:
        return _refuse(explorer, node, "The node has no such property.")
    part = Part(node, side, predicate, count)
    page = int(number) if number.isascii() and number.isdigit() and len(number) < _DIGITS else 0
    if not 1 <= page <= part.last:
        return _refuse(explorer, node, f"There are pages from 1 to {part.last:,}.")
    return _show(explorer, part, page)


def read_node(explorer: Explorer, text: str) -> NamedNode | None:
    """Return the node that an IRI or a CURIE names; None if it is neither."""
    iri = explorer.expand(text.removeprefix("<").removesuffix(">"))
    try:
        return NamedNode(iri)
    except ValueError:
        return None


def _show(explorer: Explorer, part: Part, page: int) -> Response:
    start = (page - 1) * _PAGE
    terms = READ[part.side](explorer.view, part.node, part.predicate, start, _PAGE)
    items = join(Markup(f"<li>{show_term(explorer, term)}</li>") for term in terms)
    name = explorer.called(part.node.value).label
    words = explorer.called(part.predicate.value).label
    told = f"{name}: {words}" if part.side == VALUES else f"What has {name} as {words}"
    title = f"{told}, page {page:,}" if part.last > 1 else told
    body = Markup(
        f"<h1><bdi>{escape(shorten(title))}</bdi></h1>\n"
        f'<p class="count">{part.count:,} in all</p>\n<ul class="entries">{items}</ul>\n'
        f"{_show_ways(explorer, part, page)}"
    )
    return show_page(explorer, Page(title, body, (("Search", "/explore/search"),)))


def _show_ways(explorer: Explorer, part: Part, page: int) -> Markup:
    """Return the ways to the pages before and after, and back to the node."""
    ways = [Markup(f"<li>{_link_back(explorer, part.node, 'All of it')}</li>")]
    for number, words in ((page - 1, "Page before"), (page + 1, "Next page")):
        if 1 <= number <= part.last:
            href = escape(part.address(explorer, number))
            ways.append(Markup(f'<li><a href="{href}">{words}</a></li>'))
    return Markup(f'<nav class="parts" aria-label="Pages"><ul>{join(ways)}</ul></nav>\n')


def _link_back(explorer: Explorer, node: NamedNode, words: str) -> Markup:
    href = escape(explorer.address("/explore/node", [("iri", node.value)]))
    return Markup(f'<a href="{href}">{escape(words)}</a>')


def _refuse(explorer: Explorer, node: NamedNode, words: str) -> Response:
    back = _link_back(explorer, node, "All that is stated of it")
    body = Markup(f"<h1>Not found</h1>\n<p>{escape(words)}</p>\n<p>{back}</p>\n")
    return show_page(explorer, Page("Not found", body), 404)
