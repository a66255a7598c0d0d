"""The front page: what this is, where to begin, and the figures."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode

from visitkg.publish.page.claim import show_badge
from visitkg.publish.page.contents import show_sections
from visitkg.publish.page.edition import LISTS
from visitkg.publish.page.figure import show_figures
from visitkg.publish.page.markup import NOTHING, Markup, escape, join, shorten
from visitkg.publish.page.page import Page
from visitkg.publish.page.value import show_facts
from visitkg.site.claim import STATUS
from visitkg.site.describe import describe
from visitkg.site.view import TITLE

if TYPE_CHECKING:
    from visitkg.publish.content import Document
    from visitkg.publish.page.edition import Edition
    from visitkg.publish.page.links import Links

_ASKED: Final = 12
_TILES: Final = (
    ("thing", "things"),
    ("proposition", "propositions"),
    ("claim", "claims"),
    ("utterance", "utterances"),
    ("class", "classes"),
    ("property", "properties"),
    ("shape", "shapes"),
)


def make_front_page(links: Links, document: Document | None) -> Page:
    """Return the front page; ``document`` is what is told at the base itself."""
    edition = links.edition
    title, about = find_words(edition)
    body = join(
        (
            Markup(f'<h1>{escape(shorten(title))}</h1>\n<p class="lead">{escape(about)}</p>\n'),
            show_tiles(links),
            show_statuses(links),
            show_figures(links),
            _show_questions(links),
            _show_own(links, document),
        )
    )
    return Page(
        title=f"Start: {title}", description=about, body=body, document=document, is_wide=True
    )


def find_words(edition: Edition) -> tuple[str, str]:
    """Return the title and description of the dataset, else of the ontology, else the name."""
    for kind in ("dataset", "class"):
        document = edition.document_of(kind)
        if document is not None:
            title = edition.view.text(NamedNode(document.iri), TITLE)
            about = edition.meaning(document.iri)
            if title and about:
                return title, about
    return edition.title, ""


def show_tiles(links: Links) -> Markup:
    """Return how many there are of each sort, as links to the lists."""
    edition = links.edition
    counts = Counter(subject.kind for subject in edition.known.values())
    tiles = [
        (counts[kind], words, edition.list_page(LISTS[kind][1]))
        for kind, words in _TILES
        if counts[kind]
    ]
    if edition.questions:
        tiles.append((len(edition.questions), "questions", edition.list_page("questions")))
    items = join(
        Markup(f'<li><a href="{links.to(target)}"><b>{count:,}</b> {words}</a></li>')
        for count, words, target in tiles
    )
    return Markup(f'<ul class="tiles">{items}</ul>\n')


def show_statuses(links: Links) -> Markup:
    """Return how many claims there are of each status, with what it means."""
    edition = links.edition
    found = Counter(status for _, status in edition.view.pairs(STATUS))
    counts = {node.value: count for node, count in found.items() if isinstance(node, NamedNode)}
    if not counts:
        return NOTHING
    ordered = sorted(counts, key=lambda iri: (-edition.levels.get(iri, 0), edition.label(iri)))
    items = join(
        Markup(
            f"<li><span>{show_badge(links, edition.called(NamedNode(iri)))}</span> "
            f'<span class="number">{_count(counts[iri])}</span> '
            f"<span>{escape(edition.meaning(iri) or '')}</span></li>"
        )
        for iri in ordered
    )
    return Markup(
        f'<section><h2 id="{edition.own}-sure">How sure is how sure</h2>\n'
        "<p>Nothing here is told as plain truth. Each claim carries one of these marks.</p>\n"
        f'<ul class="legend">{items}</ul></section>\n'
    )


def _count(number: int) -> str:
    return "1 claim" if number == 1 else f"{number:,} claims"


def _show_questions(links: Links) -> Markup:
    edition = links.edition
    if not edition.questions:
        return NOTHING
    shortest = sorted(edition.questions, key=lambda each: (len(each.title), each.name))[:_ASKED]
    items = join(
        Markup(f'<li><a href="{links.to(edition.question_page(q))}">{escape(q.title)}</a></li>')
        for q in sorted(shortest, key=lambda each: (each.title, each.name))
    )
    every = f"All {len(edition.questions):,} questions with their answers"
    return Markup(
        f'<section><h2 id="{edition.own}-questions">Ask it</h2>\n<ul class="columns">{items}</ul>\n'
        f'<p><a href="{links.to(edition.list_page("questions"))}">{every}</a></p></section>\n'
    )


def _show_own(links: Links, document: Document | None) -> Markup:
    """Return what the graph says of the address of the site itself, and what it tells there."""
    if document is None or not document.triples:
        return NOTHING
    description = describe(links.edition.view, NamedNode(document.iri))
    facts = show_facts(links, (*description.facts, *description.references))
    sections = show_sections(links, document)
    own = (
        f'<section><h2 id="{links.edition.own}-own">This address</h2>\n{facts}</section>\n'
        if facts
        else ""
    )
    return Markup(f"{own}{sections}")
