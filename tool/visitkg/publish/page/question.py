"""A question's page: what it asks, its query, and its golden answer as a table with links."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from visitkg.publish.page.markup import NOTHING, Markup, escape, is_link, join, link, shorten
from visitkg.publish.page.page import Page
from visitkg.publish.page.question_data import (
    declared_prefixes,
    prefix_anchor,
    question_forms,
    read_answer,
    read_question_document,
)
from visitkg.publish.page.value import show_list, show_row
from visitkg.terms import SCHEMA

if TYPE_CHECKING:
    from visitkg.publish.content import Document
    from visitkg.publish.page.links import Links
    from visitkg.sparql.questions import Question

_WORDS: Final = (
    "ADD ALL AS ASC ASK BASE BIND BY CONSTRUCT COUNT DATATYPE DESC DESCRIBE DISTINCT EXISTS FILTER "
    "FROM GRAPH GROUP HAVING IF IN LANG LIMIT MAX MIN MINUS NAMED NOT OFFSET OPTIONAL ORDER PREFIX "
    "REDUCED SAMPLE SELECT SEPARATOR SERVICE STR STRAFTER STRBEFORE STRDT STRLANG STRSTARTS SUM "
    "UNDEF UNION VALUES WHERE BOUND COALESCE CONCAT CONTAINS GROUP_CONCAT LCASE REGEX REPLACE UCASE"
)
_TOKEN: Final = re.compile(
    r"(?P<comment>\#[^\n]*)"
    r'|(?P<text>"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\')'
    r"|(?P<iri><[^<>\s\"{}|^`\\]*>)"
    r"|(?P<variable>[?$]\w+)"
    r"|(?P<name>[A-Za-z][\w-]*:[A-Za-z_][\w-]*(?:\.[\w-]+)*)"
    r"|(?P<prefix>[A-Za-z][\w-]*:)"
    rf"|(?P<word>\b(?:{'|'.join(_WORDS.split())})\b)",
    re.IGNORECASE,
)
_MOST_ROWS: Final = 1_000


def make_question_page(links: Links, question: Question) -> Page:
    """Return the page of a question."""
    parameters = [
        show_row(
            f"?{each.name}",
            Markup(
                f"{escape(each.meaning)}"
                + (f" (default <code>{escape(each.default)}</code>)" if each.default else "")
            ),
        )
        for each in question.parameters
    ]
    body = Markup(
        '<p class="sort">Question</p>\n'
        f"<h1>{escape(question.title)}</h1>\n"
        f'<p class="lead">{escape(question.meaning)}</p>\n'
        f"{_show_parameters(links, parameters)}"
        f'<h2 id="{links.edition.own}-answer">Answer</h2>\n{_show_answer(links, question)}'
        f'<h2 id="{links.edition.own}-query">Query</h2>\n'
        f'<pre class="query" tabindex="0"><code>{show_query(links, question.text)}</code></pre>\n'
        f"<p>On your own machine: <code>visitkg query {escape(question.name)}</code></p>\n"
        f"{_show_prefixes(links, question)}"
    )
    document = read_question_document(links.edition, question)
    return Page(
        title=question.title,
        description=question.meaning,
        body=body,
        trail=(("Questions", links.edition.list_page("questions")),),
        document=document,
        data=_make_data(links, question, document),
        is_wide=True,
        files=question_forms(question),
    )


def _make_data(links: Links, question: Question, document: Document) -> dict[str, Any]:
    addresses = links.edition.site.addresses
    return {
        "@context": {"@vocab": SCHEMA, "url": {"@type": "@id"}, "contentUrl": {"@type": "@id"}},
        "@type": ["Question", "CreativeWork"],
        "@id": document.iri,
        "name": question.title,
        "description": question.meaning or question.title,
        "url": addresses.url(document.path, "html"),
        "encoding": [
            {
                "@type": "MediaObject",
                "encodingFormat": media_type,
                "contentUrl": addresses.url(document.path, suffix),
            }
            for suffix, media_type, _ in question_forms(question)
        ],
    }


def _show_prefixes(links: Links, question: Question) -> Markup:
    """Return the prefixes of the query; their IRIs lead here."""
    items = join(
        Markup(
            f'<li id="{escape(prefix_anchor(prefix))}"><code>{escape(prefix)}:</code> '
            f"{link(namespace)}</li>"
        )
        for prefix, namespace in declared_prefixes(question).items()
    )
    if not items:
        return NOTHING
    own = links.edition.own
    return Markup(
        f'<section id="prefixes"><h2 id="{own}-prefixes">Prefixes</h2>\n'
        f'<ul class="plain">{items}</ul></section>\n'
    )


def _show_parameters(links: Links, rows: list[Markup]) -> Markup:
    if not rows:
        return NOTHING
    return Markup(f'<h2 id="{links.edition.own}-parameters">Parameters</h2>\n{show_list(rows)}\n')


def show_query(links: Links, text: str) -> Markup:
    """Return a query with its parts told apart, and its names linked to what they mean."""
    parts: list[Markup] = []
    end = 0
    for match in _TOKEN.finditer(text):
        parts.append(escape(text[end : match.start()]))
        parts.append(_show_token(links, match.lastgroup or "", match[0]))
        end = match.end()
    return join((*parts, escape(text[end:])))


def _show_token(links: Links, kind: str, token: str) -> Markup:
    words = Markup(f'<span class="q-{kind}">{escape(token)}</span>')
    if kind == "name":
        prefix, _, local = token.partition(":")
        iri = links.edition.site.prefixes.get(prefix, "") + local
    elif kind == "iri":
        iri = token[1:-1]
    else:
        return words
    href = links.iri(iri)
    return Markup(f'<a href="{href}">{words}</a>') if href else words


def _show_answer(links: Links, question: Question) -> Markup:
    answer = read_answer(question)
    if answer is None:
        return Markup("<p>No answer is kept with this question.</p>\n")
    header, *rows = answer
    heads = join(Markup(f'<th scope="col">{escape(name)}</th>') for name in header)
    lines = join(
        Markup(f"<tr>{''.join(f'<td>{_show_cell(links, cell)}</td>' for cell in row)}</tr>\n")
        for row in rows[:_MOST_ROWS]
    )
    count = "1 row" if len(rows) == 1 else f"{len(rows):,} rows"
    if len(rows) > _MOST_ROWS:
        count = f"{count}, the first {_MOST_ROWS:,} of which are shown"
    return Markup(
        f'<p class="count">{count}</p>\n<div class="scroll" tabindex="0" role="region" '
        f'aria-label="Answer"><table><thead><tr>{heads}</tr></thead>'
        f"<tbody>\n{lines}</tbody></table></div>\n"
    )


def _show_cell(links: Links, cell: str) -> Markup:
    href = links.iri(cell)
    if href is not None:
        label = links.edition.label(cell)
        return Markup(f'<a href="{href}"><bdi>{escape(shorten(label))}</bdi></a>')
    return link(cell) if is_link(cell) else Markup(f"<bdi>{escape(cell)}</bdi>")
