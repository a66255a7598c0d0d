"""Pages that list other pages, group by group, in parts of a size that a browser bears."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from visitkg.publish.page.links import Links
from visitkg.publish.page.markup import NOTHING, Markup, escape, join, shorten
from visitkg.publish.page.page import Page, write_page

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from visitkg.publish.file import File
    from visitkg.publish.page.edition import Edition

PART: Final = 1_000
"""So many entries stand on a page; the next page has the next ones."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a list: where it links to, from the root of the site, its words, and a note."""

    target: str
    words: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """The entries under one heading; ``level`` is how sure its status is, if it is one."""

    title: str
    entries: tuple[Entry, ...]
    level: int | None = None
    meaning: str = ""


def sort_entries(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Return entries in order of their words, whatever their case."""
    return tuple(sorted(entries, key=lambda entry: (entry.words.casefold(), entry.target)))


def write_list(
    edition: Edition, name: str, title: str, about: str, groups: Iterable[Group]
) -> Iterator[File]:
    """Yield the pages of a list; the first is there even if the list is empty."""
    parts = _divide(tuple(groups))
    places = {
        group.title: (number, place)
        for number, part in reversed(list(enumerate(parts)))
        for place, group in enumerate(part)
    }
    for number, part in enumerate(parts):
        path = edition.list_page(name, number).removesuffix(".html")
        links = Links(edition, path)
        own = edition.own
        jumps = join(
            Markup(
                f'<li><a href="{links.to(edition.list_page(name, where))}#{own}-{place}">'
                f"<bdi>{escape(shorten(words))}</bdi></a></li>"
            )
            for words, (where, place) in sorted(places.items(), key=lambda item: item[1])
        )
        ways = f'<ul class="jumps">{jumps}</ul>\n' if len(places) > 1 else ""
        shown = join(_show_group(links, group, f"{own}-{n}") for n, group in enumerate(part))
        told = f"{title}, part {number + 1}" if number else title
        body = Markup(
            f'<h1>{escape(told)}</h1>\n<p class="lead">{escape(about)}</p>\n{ways}{shown}'
            f"{_show_parts(links, name, number, len(parts))}"
        )
        yield write_page(
            links,
            Page(
                title=f"{told} (list)",
                description=about,
                body=body,
                trail=(("Lists", edition.list_page("all")),),
            ),
        )


def _divide(groups: tuple[Group, ...]) -> list[list[Group]]:
    """Return the groups in parts of at most so many entries; a long group stands in several."""
    parts: list[list[Group]] = [[]]
    room = PART
    for group in groups:
        entries = group.entries
        while entries:
            if not room:
                parts.append([])
                room = PART
            parts[-1].append(Group(group.title, entries[:room], group.level, group.meaning))
            entries, room = entries[room:], room - min(room, len(entries))
    return parts


def _show_group(links: Links, group: Group, name: str) -> Markup:
    items = join(
        Markup(
            f'<li><a href="{links.to(entry.target)}"><bdi>{escape(shorten(entry.words))}</bdi></a>'
            f"{_show_note(entry.note)}</li>"
        )
        for entry in group.entries
    )
    meaning = f'<p class="meaning">{escape(group.meaning)}</p>' if group.meaning else ""
    shape = "columns" if group.level is None else "entries"
    return Markup(
        f'<section class="group"><h2 id="{name}">{_show_heading(group)} '
        f'<span class="count">{len(group.entries):,}</span></h2>{meaning}'
        f'<ul class="{shape}">{items}</ul></section>\n'
    )


def _show_note(note: str) -> Markup:
    return Markup(f' <span class="note">{escape(shorten(note))}</span>') if note else NOTHING


def _show_heading(group: Group) -> Markup:
    words = Markup(f"<bdi>{escape(shorten(group.title))}</bdi>")
    if group.level is None:
        return words
    mark = "◇○◔◑◕●"[group.level]
    sign = Markup(f'<span aria-hidden="true">{mark}</span>')
    return Markup(f'<span class="badge s{group.level}">{sign} {words}</span>')


def _show_parts(links: Links, name: str, current: int, count: int) -> Markup:
    if count == 1:
        return NOTHING
    pages = (links.to(links.edition.list_page(name, number)) for number in range(count))
    items = join(
        Markup(f'<li><a href="{page}"{_here(number == current)}>{number + 1}</a></li>')
        for number, page in enumerate(pages)
    )
    return Markup(f'<nav class="parts" aria-label="Parts of this list"><ul>{items}</ul></nav>\n')


def _here(is_here: bool) -> Markup:  # noqa: FBT001  (one attribute)
    return Markup(' aria-current="page"') if is_here else NOTHING
