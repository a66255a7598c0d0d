"""Explorers of graphs that tests make up, answers to look at, and what a page may not hold."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

from pyoxigraph import Literal, NamedNode, RdfFormat, Store

from visitkg.project import find_project
from visitkg.serve.ask import Asked, ask
from visitkg.serve.explore.asking import Asking
from visitkg.serve.explore.explorer import Explorer
from visitkg.serve.explore.view.show import show_answer
from visitkg.serve.holding import CanonicalCopy, Holding, hold
from visitkg.serve.limits import Limits
from visitkg.sparql.answer import Table
from visitkg.sparql.skeleton import Preparer
from visitkg.terms import COMMON_PREFIXES, XSD

if TYPE_CHECKING:
    from pathlib import Path

    from visitkg.sparql.answer import Answer, Row, Term

EX: Final = "https://example.org/"
HOSTILE: Final = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"


def explore_visit(root: Path) -> Explorer:
    """Return the explorer of the visit."""
    explorer = Explorer(hold(find_project(root)), Limits())
    explorer.prepare()
    return explorer


def explore_data(turtle: str = "", limits: Limits | None = None) -> Explorer:
    """Return the explorer of some data without a project."""
    store = Store()
    store.load(turtle.encode(), RdfFormat.TURTLE, base_iri=EX)
    prefixes = {**COMMON_PREFIXES, "ex": EX}
    made = Preparer(prefixes, None), CanonicalCopy()
    holding = Holding("made", None, (), store, prefixes, None, "", *made)
    return Explorer(holding, limits or Limits())


def node(name: str) -> NamedNode:
    return NamedNode(EX + name)


def number(value: str, datatype: str = "integer") -> Literal:
    return Literal(value, datatype=NamedNode(XSD + datatype))


def date(value: str, datatype: str = "date") -> Literal:
    return Literal(value, datatype=NamedNode(XSD + datatype))


def rows(*names: str, of: list[tuple[Term | None, ...]] | list[Row]) -> Table:
    """Return a table with these columns."""
    return Table(names, tuple(of))


def show(explorer: Explorer, answer: Answer | str, view: str | None = None, **given: str) -> str:
    """Return an answer, or that of a query, as it is shown; it must be well-formed."""
    if isinstance(answer, str):
        asked = ask(explorer.holding, answer, explorer.limits)
    else:
        asked = Asked(answer, 0.0312)
    parameters = {"query": "SELECT ...", **({"view": view} if view else {}), **given}
    asking = Asking("/explore/sparql", tuple(parameters.items()))
    markup = show_answer(explorer, asked, asking, view)
    refuse_unsafe(markup)
    return markup


def refuse_unsafe(markup: str) -> ET.Element:
    """Return the elements of a part of a page; fail for what nobody may bring into it."""
    tree = ET.fromstring(f"<page>{re.sub('&nbsp;', ' ', markup)}</page>")  # noqa: S314  (our own)
    for element in tree.iter():
        name = element.tag.rpartition("}")[2]
        assert name not in {"script", "style", "img", "iframe", "object", "foreignObject"}
        for key, value in element.attrib.items():
            assert not key.lower().startswith("on"), key
            assert key != "style"
            if key == "href":
                assert value.startswith(("/", "#", "https://")), value
    return tree


def views_of(markup: str) -> tuple[list[str], str]:
    """Return the views that are offered, and the one that is shown."""
    nav = re.search(r'<nav class="view-choice".*?</nav>', markup, re.DOTALL)
    if nav is None:
        return ["Table"], "Table"
    links = re.findall(r"<a ([^>]*)>([^<]*)</a>", nav[0])
    (current,) = [words for attributes, words in links if "aria-current" in attributes]
    return [words for _, words in links], current


def texts(markup: str, tag: str) -> list[str]:
    """Return the whole text of each element of a name."""
    found = refuse_unsafe(markup).iter()
    return ["".join(each.itertext()) for each in found if each.tag.rpartition("}")[2] == tag]
