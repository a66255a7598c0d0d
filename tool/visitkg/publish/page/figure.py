"""Pictures in pages, each with the same content in words and as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode

from visitkg.figure.chain import chain_of_claim
from visitkg.figure.figures import figures
from visitkg.figure.neighbourhood import neighbourhood
from visitkg.publish.page.edition import LISTS
from visitkg.publish.page.markup import NOTHING, Markup, escape, join

if TYPE_CHECKING:
    from visitkg.figure.model import Cell, Figure
    from visitkg.publish.page.links import Links
    from visitkg.site.model import Claim, Description


_LISTS: Final = {
    "timeline": "proposition",
    "map": "thing",
    "chains": "claim",
    "assertions": "claim",
}
"""The list of what a figure is drawn from, by the kind that stands in it."""


def show_chain_figure(links: Links, claim: Claim) -> Markup:
    """Return the chain of sources of a claim as a picture; the list beside it is its text."""
    picture = chain_of_claim(claim, links.address)
    return _show_picture(picture, "Picture of the chain of sources") if picture else NOTHING


def show_figures(links: Links) -> Markup:
    """Return the figures of the site, each with its table."""
    found = figures(links.edition.view, links.address)
    shown = join(show_figure(links, figure) for figure in found.values())
    return Markup(f'<div class="figures">{shown}</div>\n') if shown else NOTHING


def show_neighbourhood(links: Links, description: Description) -> Markup:
    """Return what is said of a thing together with others; nothing if it is too little to draw."""
    if description.kind != "thing" or not description.claims:
        return NOTHING
    node = NamedNode(description.subject.iri)
    figure = neighbourhood(links.edition.view, node, links.address)
    return NOTHING if figure is None else show_figure(links, figure)


def show_figure(links: Links, figure: Figure) -> Markup:
    """Return a figure under a heading, with what it shows in words and as a table."""
    title = escape(figure.title)
    heads = join(Markup(f'<th scope="col">{escape(head)}</th>') for head in figure.header)
    rows = join(_show_row(links, row) for row in figure.rows)
    return Markup(
        f'<section class="figure"><h2 id="{links.edition.own}-{escape(figure.name)}">{title}</h2>\n'
        f"{_show_picture(figure.svg, f'Picture: {figure.title}')}"
        f'<p class="told-in-words">{escape(figure.text)}</p>\n{_show_rest(links, figure)}'
        '<details><summary>The same as a table</summary><div class="scroll" tabindex="0" '
        f'role="region" aria-label="Table: {title}"><table><thead><tr>{heads}</tr></thead>'
        f"<tbody>\n{rows}</tbody></table></div></details></section>\n"
    )


def _show_rest(links: Links, figure: Figure) -> Markup:
    """Return how much a figure leaves out, with a link to the list where all of it stands."""
    kind = _LISTS.get(figure.name)
    edition = links.edition
    if not figure.left or kind not in {subject.kind for subject in edition.known.values()}:
        return NOTHING
    title, name = LISTS[kind]
    href = links.to(edition.list_page(name))
    words = f"and {figure.left:,} more, in the list of"
    return Markup(f'<p class="more">{words} <a href="{href}">{title.lower()}</a></p>\n')


def _show_picture(picture: str, label: str) -> Markup:
    """Return a drawing, which scrolls where the page is narrower than it."""
    return Markup(
        f'<div class="scroll picture" tabindex="0" role="region" aria-label="{escape(label)}">'
        f"{picture}</div>\n"
    )


def _show_row(links: Links, row: tuple[Cell, ...]) -> Markup:
    cells = (
        escape(cell.text) if cell.iri is None else links.words(cell.iri, cell.text) for cell in row
    )
    return Markup(f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>\n")
