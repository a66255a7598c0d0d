"""The sections of a page, group by group, and its table of contents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from visitkg.publish.page.hierarchy import show_tree
from visitkg.publish.page.markup import NOTHING, Markup, join
from visitkg.publish.page.section import name_section, show_section
from visitkg.publish.page.span import order_span, show_span_row

if TYPE_CHECKING:
    from collections.abc import Iterable

    from visitkg.publish.content import Document
    from visitkg.publish.page.links import Links

GROUPS: Final = {
    "class": "Classes",
    "property": "Properties",
    "scheme": "Schemes",
    "concept": "Concepts",
    "shape": "Shapes",
    "span": "Sentences, headings and spans",
}
OTHERS: Final = "Parts"
_MANY: Final = 200
_OPEN: Final = frozenset({"class", "scheme"})


def show_sections(links: Links, document: Document) -> Markup:
    """Return the sections of a document, group by group, after a table of contents."""
    groups: dict[str, list[str]] = {}
    for iri in document.subjects:
        if iri != document.iri:
            kind = links.edition.known[iri].kind
            groups.setdefault(kind if kind in GROUPS else "", []).append(iri)
    if not groups:
        return NOTHING
    ordered = [
        (kind, _order(links, kind, groups[kind])) for kind in (*GROUPS, "") if kind in groups
    ]
    return join((_show_contents(links, ordered), *(_show_group(links, *each) for each in ordered)))


def _order(links: Links, kind: str, iris: list[str]) -> list[str]:
    if kind == "span":
        return sorted(iris, key=lambda iri: order_span(links, iri))
    if kind == "shape":
        return sorted(iris)
    return sorted(iris, key=lambda iri: (links.edition.label(iri).casefold(), iri))


def _show_contents(links: Links, groups: Iterable[tuple[str, list[str]]]) -> Markup:
    parts = []
    for kind, iris in groups:
        name = f"{links.edition.own}-{kind or 'part'}"
        title = GROUPS.get(kind, OTHERS)
        items = join(
            Markup(f"<li>{links.words(iri, name_section(links, kind, iri))}</li>") for iri in iris
        )
        columns = Markup(f'<ul class="columns">{items}</ul>')
        inside = show_tree(links, iris) if kind == "class" else columns
        is_open = " open" if kind in _OPEN else ""
        parts.append(
            f'<details{is_open}><summary>{title} <span class="count">{len(iris):,}</span></summary>'
            f'<p><a href="#{name}">To the first of them</a></p>{inside}</details>'
        )
    return Markup(f'<nav class="contents" aria-label="On this page">{"".join(parts)}</nav>\n')


def _show_group(links: Links, kind: str, iris: list[str]) -> Markup:
    name = f"{links.edition.own}-{kind or 'part'}"
    if kind == "span" and len(iris) > _MANY:
        sections = _show_rows(links, iris)
    else:
        sections = join(show_section(links, kind, iri) for iri in iris)
    return Markup(f'<h2 id="{name}">{GROUPS.get(kind, OTHERS)}</h2>\n{sections}')


def _show_rows(links: Links, iris: list[str]) -> Markup:
    """Return very many spans as a table; each has a page of its own."""
    rows = join(show_span_row(links, iri) for iri in iris)
    return Markup(
        '<div class="scroll" tabindex="0" role="region" aria-label="Spans"><table><thead><tr>'
        '<th scope="col">Sentence and characters</th><th scope="col">Claims</th></tr></thead>'
        f"<tbody>\n{rows}</tbody></table></div>\n"
    )
