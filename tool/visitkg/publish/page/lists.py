"""What the lists of a site hold: things by class, claims by status, names from A to Z."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode

from visitkg.publish.page.edition import LISTS
from visitkg.publish.page.group import Entry, Group, find_starts, sort_entries
from visitkg.publish.page.list import write_list
from visitkg.publish.page.names import read_names
from visitkg.site.claim import EVIDENCE, STATUS, read_place
from visitkg.site.kind import ASSERTS
from visitkg.site.sentence import place_text
from visitkg.terms import SKOS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from visitkg.publish.file import File
    from visitkg.publish.page.edition import Edition
    from visitkg.publish.page.subject import Subject

_ABOUT: Final = {
    "things": "Persons, states, places, events and whatever else is talked about, by class. That a "
    "thing stands here says nothing about what happened to it.",
    "claims": "Who asserts what, grouped by how surely it is put: from the surest down to opinion.",
    "propositions": "What is claimed, by class. A proposition is neither true nor false by itself.",
    "sources": "Documents, and the utterances that they pass on.",
    "schemes": "The closed lists of concepts, each with its members.",
    "terms": "The classes and properties that the graph speaks in.",
    "shapes": "What must hold in the graph.",
    "spans": "The places in the documents on which claims rest, by document.",
    "parts": "What documents tell of themselves: distributions, checksums and the like.",
    "documents": "The documents of the site, and the files that the graph is made of.",
    "questions": "What the graph exists to answer, each with its query and its answer.",
    "a-z": "All names, in every language, from A to Z; names in other scripts follow by script.",
}
_IN_SCHEME: Final = NamedNode(SKOS + "inScheme")


def write_lists(edition: Edition) -> Iterator[File]:
    """Yield the pages of all lists, the list of lists last."""
    kept: dict[str, list[Subject]] = defaultdict(list)
    for subject in edition.known.values():
        kept[LISTS[subject.kind][1]].append(subject)
    titles = {name: title for title, name in LISTS.values()}
    entries = []
    for name, subjects in sorted(kept.items()):
        yield from write_list(
            edition, name, titles[name], _ABOUT[name], _group(edition, name, subjects)
        )
        entries.append(Entry(edition.list_page(name), titles[name], f"{len(subjects):,}"))
    if edition.questions:
        asked: dict[str, list[Entry]] = defaultdict(list)
        for question in edition.questions:
            first = question.title.split(" ")[0]
            asked[first].append(Entry(edition.question_page(question), question.title))
        groups = [Group(first, sort_entries(asked[first])) for first in sorted(asked)]
        yield from write_list(edition, "questions", "Questions", _ABOUT["questions"], groups)
        count = f"{len(edition.questions):,}"
        entries.append(Entry(edition.list_page("questions"), "Questions", count))
    names = list(read_names(edition))
    yield from write_list(edition, "a-z", "Names from A to Z", _ABOUT["a-z"], names)
    total = sum(len(group.entries) for group in names)
    entries.append(Entry(edition.list_page("a-z"), "Names from A to Z", f"{total:,}"))
    yield from write_list(
        edition,
        "all",
        "All lists",
        "Every page of the site stands in one of these lists.",
        [Group("Lists", tuple(entries))],
    )


def find_group(edition: Edition, name: str, title: str, count: int) -> str | None:
    """Return where a list has a group of so many entries, or where it has just so many in all."""
    starts = edition.list_starts
    if name not in starts:
        sizes = _count_groups(edition, name)
        places = zip(sizes, find_starts(sizes.values()), strict=True)
        starts[name] = {
            title: (sizes[title], f"{edition.list_page(name, part)}#{edition.own}-{place}")
            for title, (part, place) in places
        }
    size, target = starts[name].get(title, (0, ""))
    if size == count:
        return target
    total = sum(size for size, _ in starts[name].values())
    return edition.list_page(name) if total == count else None


def _count_groups(edition: Edition, name: str) -> dict[str, int]:
    """Return how many entries each group of a list has, in order."""
    groups: Counter[str] = Counter()
    for subject in edition.known.values():
        if LISTS[subject.kind][1] == name:
            groups.update(_titles_of(edition, name, subject))
    if name == "claims":
        ordered = _order_statuses(edition, groups)
        return {_call_status(edition, iri): groups[iri] for iri in ordered}
    return {title: groups[title] for title in sorted(groups, key=str.casefold)}


def _titles_of(edition: Edition, name: str, subject: Subject) -> list[str]:
    """Return the groups that a subject stands in: a claim in one for the IRI of each status."""
    if name == "claims":
        return _statuses_of(edition, subject)
    return [_READ.get(name, _class_of)(edition, subject)]


def _group(edition: Edition, name: str, subjects: list[Subject]) -> Iterator[Group]:
    """Yield the groups of a list in order."""
    if name == "claims":
        yield from _group_claims(edition, subjects)
        return
    read = _READ.get(name, _class_of)
    groups: dict[str, list[Entry]] = defaultdict(list)
    for subject in subjects:
        target = edition.target(subject.iri) or ""
        groups[read(edition, subject)].append(Entry(target, subject.label))
    for title in sorted(groups, key=str.casefold):
        yield Group(title, sort_entries(groups[title]))


def _class_of(edition: Edition, subject: Subject) -> str:
    return edition.label(subject.type) if subject.type else "Without a class"


def _scheme_of(edition: Edition, subject: Subject) -> str:
    schemes = edition.view.nodes(NamedNode(subject.iri), _IN_SCHEME)
    return (
        edition.label(schemes[0].value)
        if schemes
        else "Schemes"
        if subject.kind == "scheme"
        else "Without a scheme"
    )


def _document_of(edition: Edition, subject: Subject) -> str:
    place = read_place(edition.view, NamedNode(subject.iri))
    return place.document.label if place.document else "Without a document"


def _sort_of(edition: Edition, subject: Subject) -> str:
    document = edition.site.documents[subject.iri.partition("#")[0]]
    if document.source is not None:
        return "Files of the project"
    return "Documents" if document.subjects else "Only mentioned"


def _group_claims(edition: Edition, subjects: list[Subject]) -> Iterator[Group]:
    """Yield the claims by status, the surest first, in order of the text."""
    view = edition.view
    groups: dict[str, list[tuple[int, Entry]]] = defaultdict(list)
    for subject in subjects:
        node = NamedNode(subject.iri)
        words = " and ".join(edition.label(each.value) for each in view.nodes(node, ASSERTS))
        places = [read_place(view, span) for span in view.nodes(node, EVIDENCE)]
        note = ", ".join(place_text(place, with_document=False) for place in places)
        entry = Entry(edition.target(subject.iri) or "", words or subject.label, note)
        first = min((place.begin or 0 for place in places), default=0)
        for status in _statuses_of(edition, subject):
            groups[status].append((first, entry))
    for status in _order_statuses(edition, groups):
        ordered = sorted(groups[status], key=lambda pair: (pair[0], pair[1].target))
        yield Group(
            _call_status(edition, status),
            tuple(entry for _, entry in ordered),
            edition.levels.get(status, 0),
            (edition.meaning(status) or "") if status else "",
        )


def _statuses_of(edition: Edition, subject: Subject) -> list[str]:
    """Return the IRIs of the statuses of a claim; an empty one if it has none."""
    return [each.value for each in edition.view.nodes(NamedNode(subject.iri), STATUS)] or [""]


def _order_statuses(edition: Edition, statuses: Iterable[str]) -> list[str]:
    """Return statuses in order, the surest first."""
    levels = edition.levels
    return sorted(
        statuses, key=lambda iri: (-levels.get(iri, 0), edition.label(iri) if iri else "~")
    )


def _call_status(edition: Edition, status: str) -> str:
    return edition.label(status) if status else "Without status"


_READ: Final[Mapping[str, Callable[[Edition, Subject], str]]] = {
    "schemes": _scheme_of,
    "spans": _document_of,
    "documents": _sort_of,
}
