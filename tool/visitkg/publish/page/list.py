"""Pages that list other pages, group by group, in parts of a size that a browser bears."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from visitkg.publish.page.group import divide, find_starts
from visitkg.publish.page.links import Links
from visitkg.publish.page.markup import NOTHING, Markup, escape, join, shorten
from visitkg.publish.page.page import Page, write_page

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from visitkg.publish.file import File
    from visitkg.publish.page.edition import Edition
    from visitkg.publish.page.group import Entry, Group

_MOST_JUMPS: Final = 200


def write_list(
    edition: Edition, name: str, title: str, about: str, groups: Iterable[Group]
) -> Iterator[File]:
    """Yield the pages of a list; the first is there even if the list is empty."""
    groups = [group for group in groups if group.entries]
    parts = divide(groups)
    starts = list(zip(groups, find_starts(len(group.entries) for group in groups), strict=True))
    for number, part in enumerate(parts):
        path = edition.list_page(name, number).removesuffix(".html")
        links = Links(edition, path)
        own = edition.own
        near = [each for each in starts if len(starts) <= _MOST_JUMPS or each[1][0] == number]
        jumps = join(_show_jump(links, name, group.title, *start) for group, start in near)
        ways = f'<ul class="jumps">{jumps}</ul>\n' if len(near) > 1 else ""
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


def write_own_lists(links: Links) -> Iterator[File]:
    """Yield the pages of the lists that a page leaves what is too much for it to."""
    for each in links.own_lists:
        yield from write_list(links.edition, each.name, each.title, each.about, each.groups)


def _show_jump(links: Links, name: str, words: str, part: int, place: int) -> Markup:
    edition = links.edition
    return Markup(
        f'<li><a href="{links.to(edition.list_page(name, part))}#{edition.own}-{place}">'
        f"<bdi>{escape(shorten(words))}</bdi></a></li>"
    )


def _show_group(links: Links, group: Group, name: str) -> Markup:
    items = join(_show_entry(links, entry) for entry in group.entries)
    meaning = f'<p class="meaning">{escape(group.meaning)}</p>' if group.meaning else ""
    shape = "columns" if group.level is None else "entries"
    return Markup(
        f'<section class="group"><h2 id="{name}">{_show_heading(group)} '
        f'<span class="count">{len(group.entries):,}</span></h2>{meaning}'
        f'<ul class="{shape}">{items}</ul></section>\n'
    )


def _show_entry(links: Links, entry: Entry) -> Markup:
    words = Markup(f"<bdi>{escape(shorten(entry.words))}</bdi>")
    if entry.target:
        words = Markup(f'<a href="{links.to(entry.target)}">{words}</a>')
    return Markup(f"<li>{words}{_show_note(entry.note)}</li>")


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
