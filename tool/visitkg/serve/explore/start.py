"""The start page: what is here at a glance, and the ways in."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final, NamedTuple

from visitkg.publish.page.figure import show_figures
from visitkg.publish.page.front import find_words, show_statuses
from visitkg.publish.page.links import Links
from visitkg.publish.page.markup import NOTHING, Markup, escape, join, shorten
from visitkg.serve.explore.page import QUESTIONS, Page, show_page, show_search_form
from visitkg.serve.explore.term import show_node_link

if TYPE_CHECKING:
    from collections.abc import Iterable

    from visitkg.publish.page.edition import Edition
    from visitkg.serve.explore.explorer import Explorer
    from visitkg.serve.explore.overview import Ranking
    from visitkg.serve.message import Request, Response
    from visitkg.sparql.questions import Question

PATH: Final = "/explore/"

_PAGE: Final = "explore/index"
"""Where the page lies, seen from the published pages that it links to."""

_COUNTED: Final = (
    ("thing", "thing", "things"),
    ("claim", "claim", "claims"),
    ("proposition", "proposition", "propositions"),
    ("utterance", "utterance", "utterances"),
    ("document", "source document", "source documents"),
    ("class", "class", "classes"),
    ("property", "property", "properties"),
)
_FEW: Final = 12
"""So many questions, the shortest, stand open; all stand below."""


def show_start(explorer: Explorer, request: Request) -> Response:  # noqa: ARG001  (as all pages)
    """Return the start page of a project, or that of some files."""
    edition = explorer.edition
    body = explorer.keep(
        "start",
        lambda: _show_files(explorer) if edition is None else _show_project(explorer, edition),
    )
    name = explorer.holding.name
    title = name if edition is None else find_words(edition)[0]
    return show_page(explorer, Page(title, body, is_wide=True, place=PATH))


def _show_project(explorer: Explorer, edition: Edition) -> Markup:
    title, about = find_words(edition)
    links = Links(edition, _PAGE)
    return join(
        (
            Markup(f'<h1>{escape(shorten(title))}</h1>\n<p class="lead">{escape(about)}</p>\n'),
            _tell_counts(explorer, edition),
            _show_search(explorer),
            _show_questions(explorer),
            show_figures(links),
            show_statuses(links),
            _show_ways(explorer, edition),
        )
    )


def _tell_counts(explorer: Explorer, edition: Edition) -> Markup:
    """Return what is here in one sentence, with links to the lists."""
    counts = Counter(subject.kind for subject in edition.known.values())
    parts = [_count(counts[kind], one, many) for kind, one, many in _COUNTED if counts[kind]]
    triples = _count(len(explorer.holding.store), "triple", "triples")
    every = escape(f"{explorer.mount}/{edition.list_page('all')}")
    return Markup(
        f'<p class="counts">Here are {escape(", ".join((*parts, triples)))}. '
        f'<a href="{every}">All lists</a></p>\n'
    )


def _show_search(explorer: Explorer) -> Markup:
    form = show_search_form(explorer, "start-search", "Search all names")
    return Markup(f'<div class="asked">{form}</div>\n')


def _count(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"


def _show_questions(explorer: Explorer) -> Markup:
    """Return the shortest questions, then all by their first word, each with where it is asked."""
    questions = sorted(explorer.questions, key=lambda each: (each.title, each.name))
    if not questions:
        return NOTHING
    shortest = sorted(questions, key=lambda each: len(each.title))[:_FEW]
    few = [each for each in questions if each in shortest]
    groups: dict[str, list[Question]] = defaultdict(list)
    for question in questions:
        groups[question.title.split(" ")[0]].append(question)
    ordered = sorted(groups.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    every = join(
        Markup(
            f"<h3>{escape(shorten(word))} … "
            f'<span class="count">{len(group):,}</span></h3>\n{_list_questions(explorer, group)}'
        )
        for word, group in ordered
    )
    href = escape(explorer.address(QUESTIONS))
    more = (
        f"<details><summary>All {len(questions):,} questions</summary>\n{every}</details>\n"
        if len(questions) > len(few)
        else ""
    )
    return Markup(
        f'<section><h2 id="questions">Ask it</h2>\n{_list_questions(explorer, few)}{more}'
        f'<p><a href="{href}">The questions, with what their answers tell</a></p></section>\n'
    )


def _list_questions(explorer: Explorer, questions: Iterable[Question]) -> Markup:
    items = join(
        Markup(
            f'<li><a href="{escape(explorer.address(f"{QUESTIONS}/{each.name}"))}">'
            f"{escape(shorten(each.title))}</a></li>"
        )
        for each in questions
    )
    return Markup(f'<ul class="columns">{items}</ul>\n')


def _show_ways(explorer: Explorer, edition: Edition | None) -> Markup:
    ways = [
        (explorer.address("/explore/sparql"), "Ask in SPARQL", "an editor that knows the graph"),
        (explorer.address("/sparql"), "SPARQL endpoint", "for programs"),
    ]
    if edition is not None:
        published = f"{explorer.mount}/index.html"
        downloads = f"{explorer.mount}/{edition.downloads}"
        ways.append((published, "The published site", "a page for each IRI"))
        ways.append((downloads, "Downloads", "dumps, tables, catalogue"))
    items = join(
        Markup(
            f'<li><a href="{escape(href)}">{escape(words)}</a> '
            f'<span class="note">{escape(note)}</span></li>'
        )
        for href, words, note in ways
    )
    return Markup(f'<h2 id="ways">More ways in</h2>\n<ul class="entries">{items}</ul>\n')


def _show_files(explorer: Explorer) -> Markup:
    """Return what is in some files of which nothing is known before."""
    overview = explorer.overview
    count = len(explorer.holding.files)
    return join(
        (
            Markup(
                f"<h1>{escape(shorten(explorer.holding.name))}</h1>\n"
                f'<p class="lead">{_count(overview.triples, "triple", "triples")} from '
                f"{_count(count, 'file', 'files')}.</p>\n"
            ),
            _show_search(explorer),
            _show_ranking(explorer, _CLASSES, overview.classes),
            _show_ranking(explorer, _PROPERTIES, overview.properties),
            _show_ranking(explorer, _HUBS, overview.hubs),
            _show_ways(explorer, None),
        )
    )


def _show_ranking(explorer: Explorer, kind: _Kind, ranking: Ranking) -> Markup:
    """Return nodes with their counts; each count leads to what is counted, by a query."""
    if not ranking.nodes:
        return NOTHING
    items = join(
        Markup(
            f'<li>{show_node_link(explorer, iri)} <span class="note">'
            f"{_show_count(explorer, kind, iri, count)}</span></li>"
        )
        for iri, count in ranking.nodes
    )
    left = ranking.count - len(ranking.nodes)
    more = f'<p class="more">and {left:,} more</p>' if left > 0 else ""
    return Markup(
        f'<section><h2>{kind.title} <span class="count">{ranking.count:,}</span></h2>\n'
        f'<ul class="columns">{items}</ul>{more}</section>\n'
    )


def _show_count(explorer: Explorer, kind: _Kind, iri: str, count: int) -> Markup:
    href = explorer.address("/explore/sparql", [("query", kind.query.replace("{}", f"<{iri}>"))])
    return Markup(f'<a href="{escape(href)}">{_count(count, kind.one, kind.many)}</a>')


class _Kind(NamedTuple):
    """What is counted of some nodes: the words for it, and the query that shows it."""

    title: str
    one: str
    many: str
    query: str


_CLASSES: Final = _Kind(
    "Classes", "instance", "instances", "SELECT ?node WHERE { ?node a {} } LIMIT 200"
)
_PROPERTIES: Final = _Kind(
    "Properties",
    "statement",
    "statements",
    "SELECT ?subject ?value WHERE { ?subject {} ?value } LIMIT 200",
)
_HUBS: Final = _Kind(
    "Most connected",
    "statement leads here",
    "statements lead here",
    "SELECT ?subject ?property WHERE { ?subject ?property {} } LIMIT 200",
)
