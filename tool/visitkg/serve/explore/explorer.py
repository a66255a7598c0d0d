"""What all pages of the explorer look up: the graph, how things are called, and addresses."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from pyoxigraph import NamedNode

from visitkg.publish.content import read_site
from visitkg.publish.page.survey import read_questions
from visitkg.serve.explore.names import read_names
from visitkg.serve.explore.overview import read_overview
from visitkg.serve.published.library import Library
from visitkg.site.view import GraphView

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from visitkg.publish.content import Site
    from visitkg.publish.page.edition import Edition
    from visitkg.publish.page.markup import Markup
    from visitkg.serve.explore.names import Names
    from visitkg.serve.explore.overview import Overview
    from visitkg.serve.holding import Holding
    from visitkg.serve.limits import Limits
    from visitkg.site.model import Reference
    from visitkg.sparql.questions import Question


class Explorer:
    """What is served, for people: what it holds, its limits, and where it is mounted.

    ``mount`` is the path in front of all addresses, such as ``/kg``, for a server behind a proxy;
    empty without one.
    """

    def __init__(self, holding: Holding, limits: Limits, mount: str = "") -> None:
        self.holding = holding
        self.limits = limits
        self.mount = mount
        self._made: dict[str, Markup] = {}

    def prepare(self) -> None:
        """Look up what all pages need, so that processes share it; raise InputError as it does."""
        _ = self.view, self.questions, self.names
        if self.library is None:
            _ = self.overview
        else:
            self.library.prepare()

    @cached_property
    def site(self) -> Site | None:
        """Return the published form of the project, None where it has none: files, or no base."""
        project = self.holding.project
        return None if project is None or not project.base else read_site(project)

    @cached_property
    def library(self) -> Library | None:
        """Return the files of the published form, None where there is none."""
        return None if self.site is None else Library(self.site)

    @property
    def edition(self) -> Edition | None:
        """Return what the published pages share, None where there are none."""
        return None if self.library is None else self.library.edition

    @cached_property
    def view(self) -> GraphView:
        """Return the graph, looked at term by term."""
        if self.site is not None:
            return self.site.view
        return GraphView(self.holding.store, self.holding.prefixes)

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """Return the questions of the project by name; none is fine."""
        project = self.holding.project
        return () if project is None else read_questions(project)

    @cached_property
    def names(self) -> Names:
        """Return all names, to be searched."""
        return read_names(self.view, self.edition, self.questions)

    @cached_property
    def overview(self) -> Overview:
        """Return what is in the graph, counted."""
        return read_overview(self.holding.store)

    def keep(self, name: str, make: Callable[[], Markup]) -> Markup:
        """Return a part of a page that is the same each time, made once."""
        if name not in self._made:
            self._made[name] = make()
        return self._made[name]

    def expand(self, text: str) -> str:
        """Return the IRI that a CURIE stands for; any other text as it is."""
        prefix, colon, local = text.partition(":")
        namespace = self.holding.prefixes.get(prefix) if colon else None
        return text if namespace is None or local.startswith("//") else namespace + local

    def called(self, iri: str) -> Reference:
        """Return how a node is written and called."""
        node = NamedNode(iri)
        return self.view.reference(node) if self.edition is None else self.edition.called(node)

    def address(self, path: str, parameters: Iterable[tuple[str, str]] = ()) -> str:
        """Return the address of a path below the mount, such as ``/explore/search``."""
        query = urlencode(list(parameters))
        return self.mount + quote(path) + (f"?{query}" if query else "")

    def node_address(self, iri: str) -> str:
        """Return where a node is shown here: its published page, else that of the explorer."""
        target = None if self.edition is None else self.edition.target(iri)
        if target is not None:
            return f"{self.mount}/{target}"
        return self.address("/explore/node", [("iri", iri)])
