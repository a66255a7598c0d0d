"""When something is said to be: a day, from one to another, or some time between two.

https://semanticweb.cs.vu.nl/2009/11/sem/
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode

from visitkg.terms import SEM

if TYPE_CHECKING:
    from visitkg.site.view import GraphView

_DATE: Final = re.compile(r"-?\d{4,6}(-\d\d(-\d\d(T\d\d:\d\d)?)?)?", re.ASCII)
_INSTANT: Final = ("hasBeginTimeStamp", "hasTimeStamp")
_EARLIEST: Final = ("hasEarliestBeginTimeStamp",)
_LATEST: Final = ("hasLatestBeginTimeStamp",)
_END: Final = ("hasEndTimeStamp", "hasLatestEndTimeStamp", "hasEarliestEndTimeStamp")


@dataclass(frozen=True, slots=True)
class Span:
    """The first and the last moment that are known, as in the graph.

    ``uncertain`` if it is a moment somewhere between, not something that lasts from first to last.
    Where only one of them is given it is open: None.
    """

    first: str | None
    last: str | None
    uncertain: bool = False

    def moments(self) -> tuple[str, ...]:
        """Return the moments that are known, in order, each once."""
        return tuple(dict.fromkeys(moment for moment in (self.first, self.last) if moment))

    def words(self) -> str:
        """Return it in words."""
        if self.first is None:
            return f"not after {self.last}"
        if self.last is None:
            return f"not before {self.first}"
        if self.first == self.last:
            return self.first
        if self.uncertain:
            return f"some time between {self.first} and {self.last}"
        return f"from {self.first} to {self.last}"


def read_span(view: GraphView, node: NamedNode) -> Span | None:
    """Return when a proposition puts its event, None if it gives no date."""
    begin = _read(view, node, _INSTANT)
    earliest, latest = _read(view, node, _EARLIEST), _read(view, node, _LATEST)
    end = _read(view, node, _END)
    if begin is None and earliest is None and latest is None:
        return Span(None, end, uncertain=True) if end else None
    if end is not None:
        return _ordered(begin or earliest or latest, end, uncertain=False)
    if begin is not None:
        return Span(begin, begin)
    if earliest is not None and latest is not None:
        return _ordered(earliest, latest, uncertain=True)
    return Span(earliest, latest, uncertain=True)


def moment_order(moment: str) -> tuple[int, str]:
    """Return a key by which moments stand in order: years first, then the rest as text."""
    year, _, rest = moment.lstrip("-").partition("-")
    return (-int(year) if moment.startswith("-") else int(year)), rest


def read_moment(text: str) -> str | None:
    """Return a date, or a date and time to the minute, as it is written; None for other text."""
    found = _DATE.match(text.strip())
    return found[0].replace("T", " ") if found else None


def _ordered(first: str | None, last: str, *, uncertain: bool) -> Span:
    """Return a span whose ends are in order even if the graph has them the wrong way round."""
    low, high = sorted((first or last, last), key=moment_order)
    return Span(low, high, uncertain=uncertain and low != high)


def _read(view: GraphView, node: NamedNode, names: tuple[str, ...]) -> str | None:
    """Return the first moment of the first property that has one."""
    for name in names:
        terms = view.objects(node, NamedNode(SEM + name))
        moments = [read_moment(term.value) for term in terms if isinstance(term, Literal)]
        known = sorted(filter(None, moments), key=moment_order)
        if known:
            return known[0]
    return None
