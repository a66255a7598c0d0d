"""An answer for people: in the view that fits or is chosen, with the others a click away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from visitkg.publish.page.markup import NOTHING, Markup, escape, join, shorten
from visitkg.serve.explore.view.bars import draw_bars
from visitkg.serve.explore.view.choose import TITLES, best, fitting
from visitkg.serve.explore.view.column import as_table, read_columns
from visitkg.serve.explore.view.data import fitting_suffixes
from visitkg.serve.explore.view.graph import draw_graph
from visitkg.serve.explore.view.map import draw_map
from visitkg.serve.explore.view.order import read_sorting, sort_rows
from visitkg.serve.explore.view.table import show_table
from visitkg.serve.explore.view.timeline import draw_timeline
from visitkg.sparql.answer import Graph, Table, Truth

if TYPE_CHECKING:
    from collections.abc import Sequence

    from visitkg.serve.ask import Asked
    from visitkg.serve.explore.asking import Asking
    from visitkg.serve.explore.explorer import Explorer
    from visitkg.serve.explore.view.column import Column
    from visitkg.serve.explore.view.picture import Picture
    from visitkg.sparql.answer import Row

ASSETS: Final = ("view.css", "table.js")
"""What a page with an answer needs."""

PARAMETERS: Final = ("page", "sort", "view")
"""How an answer is looked at; what is asked doesn't depend on these."""

_NAMES: Final = {
    "csv": "CSV",
    "tsv": "TSV",
    "json": "JSON",
    "xml": "XML",
    "ttl": "Turtle",
    "nt": "N-Triples",
    "jsonld": "JSON-LD",
}


def show_answer(explorer: Explorer, asked: Asked, asking: Asking, chosen: str | None) -> Markup:
    """Return an answer in the chosen view, or in the one that fits best."""
    count = _tell_count(asked)
    downloads = _show_downloads(explorer, asked, asking)
    if isinstance(asked.answer, Truth):
        body = Markup(f'<p class="view-truth">{"Yes" if asked.answer.value else "No"}</p>\n')
    else:
        body = _show_view(explorer, asked.answer, asking, chosen)
    return Markup(
        '<section class="view-answer" aria-labelledby="answer">\n<h2 id="answer">Answer</h2>\n'
        f"{count}{body}{downloads}</section>\n"
    )


def _show_view(
    explorer: Explorer, answer: Table | Graph, asking: Asking, chosen: str | None
) -> Markup:
    table = as_table(answer)
    if not table.rows:
        return Markup(f'<p class="view-nothing">{_tell_nothing(answer)}</p>\n')
    columns = read_columns(table)
    names = fitting(explorer, answer, table.rows, columns)
    default = best(names, answer, table.rows, columns)
    name = chosen if chosen in names else default
    note = NOTHING if chosen in (None, "", name) else _tell_unfit(chosen or "", name)
    views = _show_views(explorer, asking, names, name)
    if name != "table":
        rows = sort_rows(explorer, table.rows, read_sorting(asking.first("sort"), table))
        picture = _draw(explorer, name, answer, rows, columns)
        if picture is not None:
            return Markup(f"{views}{note}{_show_picture(name, picture)}")
    return Markup(f"{views}{note}{show_table(explorer, table, asking)}")


def _draw(
    explorer: Explorer,
    name: str,
    answer: Table | Graph,
    rows: Sequence[Row],
    columns: Sequence[Column],
) -> Picture | None:
    if name == "graph":
        return draw_graph(explorer, answer, rows, columns)
    draw = {"bars": draw_bars, "timeline": draw_timeline, "map": draw_map}[name]
    return draw(explorer, rows, columns)


def _show_picture(name: str, picture: Picture) -> Markup:
    broad = f" view-broad view-columns-{picture.columns}" if picture.columns > 1 else ""
    title = escape(shorten(picture.title))
    return Markup(
        f'<div class="view-picture view-{name}{broad}"><div class="scroll picture" tabindex="0" '
        f'role="region" aria-label="{TITLES[name]}: {title}">{picture.svg}</div>\n'
        f'<div class="view-words"><h3>{title}</h3><p>{escape(picture.text)}</p></div></div>\n'
    )


def _show_views(explorer: Explorer, asking: Asking, names: Sequence[str], current: str) -> Markup:
    if len(names) == 1:
        return NOTHING
    items = join(
        Markup(
            f'<li><a href="{escape(asking.but("page", None).but("view", name).href(explorer))}'
            f'#answer"{_mark(name == current)}>{TITLES[name]}</a></li>'
        )
        for name in names
    )
    return Markup(
        f'<nav class="view-choice" aria-label="Views of the answer"><ul>{items}</ul></nav>\n'
    )


def _mark(is_current: bool) -> str:  # noqa: FBT001  (its name says it all)
    return ' aria-current="true"' if is_current else ""


def _show_downloads(explorer: Explorer, asked: Asked, asking: Asking) -> Markup:
    """Return links to the answer as data; none where that would be refused."""
    if asked.truncated:
        return NOTHING
    plain = asking
    for name in PARAMETERS:
        plain = plain.but(name, None)
    items = join(
        Markup(
            f'<li><a href="{escape(plain.href(explorer, suffix))}" rel="nofollow">'
            f"{_NAMES[suffix]}</a></li>"
        )
        for suffix in fitting_suffixes(asked.answer)
    )
    return Markup(
        f'<div class="view-downloads"><span id="downloads">Download</span>'
        f'<ul aria-labelledby="downloads">{items}</ul></div>\n'
    )


def _tell_count(asked: Asked) -> Markup:
    noun = "triple" if isinstance(asked.answer, Graph) else "row"
    words = f"{asked.count:,} {noun}{'s' * (asked.count != 1)} in {_tell_seconds(asked.seconds)}"
    if isinstance(asked.answer, Truth):
        words = f"In {_tell_seconds(asked.seconds)}"
    shown = Markup(f'<p class="count">{words}</p>\n')
    if not asked.truncated:
        return shown
    return Markup(
        f'{shown}<p class="view-note view-truncated" role="note"><strong>Truncated:</strong> only '
        f"the first {asked.count:,} {noun}s are shown, the most that this server gives. "
        "There are more: ask for a part, with <code>LIMIT</code> and <code>ORDER BY</code>. "
        "It can't be downloaded, as it isn't whole.</p>\n"
    )


def _tell_seconds(seconds: float) -> str:
    return "less than 0.01 s" if seconds < 0.01 else f"{seconds:.2f} s"  # noqa: PLR2004  (two digits)


def _tell_nothing(answer: Table | Graph) -> str:
    what = "row" if isinstance(answer, Table) else "triple"
    return f"No {what}: nothing that is held fits the question."


def _tell_unfit(chosen: str, name: str) -> Markup:
    why = "There is no view" if chosen not in TITLES else "This answer has nothing for the view"
    return Markup(
        f'<p class="view-note" role="note">{why} <q>{escape(shorten(chosen, 40))}</q>; '
        f"here it is as {TITLES[name].lower()}.</p>\n"
    )
