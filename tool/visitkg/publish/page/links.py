"""The links of one page: to where in the site, or elsewhere, an IRI is told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from visitkg.publish.page.markup import Markup, escape, link, shorten, write_path

if TYPE_CHECKING:
    from collections.abc import Callable

    from visitkg.publish.page.edition import Edition
    from visitkg.publish.page.group import OwnList
    from visitkg.site.model import Reference


LONGEST_SENTENCE: Final = 300
"""A sentence is cut after so many characters where it is a link."""


class Links:
    """The page at a path, without a suffix, and how it links to others.

    ``file_name`` is its name without a suffix, as a link to a file beside it begins; ``data`` links
    to what it tells as data, where nothing is left out. What it links to may be ``made`` already.
    """

    __slots__ = (
        "_folder",
        "_self",
        "data",
        "edition",
        "file_name",
        "made",
        "own_lists",
        "path",
        "up",
    )

    def __init__(self, edition: Edition, path: str) -> None:
        self.edition = edition
        self.path = path
        has_sections = path in edition.sectioned
        folder = edition.folder_of(path)
        self._folder = folder.apart() if has_sections else folder
        self._self = f"{write_path(path)}.html#" if has_sections else None
        self.made = self._folder.made
        self.file_name = escape(write_path(path.rpartition("/")[2]))
        self.data = Markup(f"{self.file_name}.ttl")
        self.up = folder.up
        self.own_lists: list[OwnList] = []

    @property
    def url(self) -> str:
        """Return the address at which the page is served."""
        return f"{self.edition.site.addresses.home}{write_path(self.path)}.html"

    def leave(self, own_list: OwnList) -> Markup:
        """Return a link to a list, to be written with the page, of what is too much for it."""
        self.own_lists.append(own_list)
        return self.to(self.edition.list_page(own_list.name))

    def to(self, target: str) -> Markup:
        """Return a link to a place that is named from the root of the site."""
        return escape(self._reach(target))

    def iri(self, iri: str) -> Markup | None:
        """Return a link to where the site tells an IRI; None if it doesn't."""
        target = self.edition.target(iri)
        return None if target is None else escape(self._reach(target))

    def address(self, iri: str) -> str | None:
        """Return the same link before it is escaped, as what draws figures wants it."""
        target = self.edition.target(iri)
        return None if target is None else self._reach(target)

    def _reach(self, target: str) -> str:
        if self._self is not None and target.startswith(self._self):
            return target[len(self._self) - 1 :]
        prefix = self._folder.prefix
        if target.startswith(prefix) and "/" not in (rest := target[len(prefix) :]):
            return rest
        return self.up + target

    def name(self, reference: Reference) -> Markup:
        """Return what a node is called, as a link to where it is told."""
        key = ("name", reference.iri, reference.label)
        return self.made.get(key) or self.made.keep(key, self._make_name(reference))

    def _make_name(self, reference: Reference) -> Markup:
        if not reference.iri:
            return Markup(f"<bdi>{escape(shorten(reference.label))}</bdi>")
        href = self.iri(reference.iri)
        if href is None:
            brief = reference.curie
            return link(reference.iri, reference.iri if brief.startswith("<") else brief)
        return Markup(f'<a href="{href}"><bdi>{escape(shorten(reference.label))}</bdi></a>')

    def words(self, iri: str, words: str) -> Markup:
        """Return some words as a link to where the site tells an IRI; only them if it doesn't."""
        key = ("words", iri, words)
        return self.made.get(key) or self.made.keep(key, self._make_words(iri, words))

    def _make_words(self, iri: str, words: str) -> Markup:
        shown = Markup(f"<bdi>{escape(shorten(words, LONGEST_SENTENCE))}</bdi>")
        href = self.iri(iri)
        return shown if href is None else Markup(f'<a href="{href}">{shown}</a>')

    def property(self, reference: Reference) -> Markup:
        """Return the words for a property, as a link to its definition here or elsewhere."""
        key = ("property", reference.iri, reference.label)
        return self.made.get(key) or self.made.keep(key, self._make_property(reference))

    def _make_property(self, reference: Reference) -> Markup:
        href = self.iri(reference.iri) if reference.iri else None
        words = escape(shorten(reference.label))
        if href is not None:
            return Markup(f'<a href="{href}">{words}</a>')
        return link(reference.iri, reference.label) if reference.iri else words

    def shared(self, key: str, make: Callable[[Links], Markup]) -> Markup:
        """Return a part that is the same on all pages of a folder."""
        parts = self._folder.parts
        if key not in parts:
            parts[key] = make(self)
        return parts[key]
