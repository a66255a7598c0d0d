"""What all pages of the explorer look up: the graph, how things are called, and addresses."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from pyoxigraph import NamedNode

from visitkg.publish.content import read_site
from visitkg.publish.page.survey import read_questions
from visitkg.serve.published.library import Library
from visitkg.site.view import GraphView

if TYPE_CHECKING:
    from collections.abc import Iterable

    from visitkg.publish.content import Site
    from visitkg.publish.page.edition import Edition
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

    def prepare(self) -> None:
        """Look up what all pages need, so that processes share it; raise InputError as it does."""
        _ = self.view, self.questions
        if self.library is not None:
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
