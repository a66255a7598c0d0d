"""The ontology can be read: each term has a label, one definition, an example and a home.

Problem: A term that nobody can look up is used in as many senses as it has users; one that
nothing uses makes everybody read more than there is.

Solution: Give each class, property and concept one rdfs:label a language, one skos:definition a
language that ends with a full stop and does not begin with the label, a skos:example, and
rdfs:isDefinedBy its ontology. Write classes and concepts UpperCamel, properties lowerCamel.
Declare a borrowed term by its type and say no more of it. Drop a term that nothing uses, or write
the question that needs it.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode

from visitkg.check.outcome import Finding, Outcome, amount, nothing
from visitkg.check.usage import find_unused
from visitkg.check.vocabulary import PROPERTIES, SCHEMES, TYPE, Entry, Vocabulary, read_vocabulary
from visitkg.errors import Position
from visitkg.terms import DCTERMS, RDFS, SKOS, VANN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from visitkg.check.subject import Subject
    from visitkg.graph.parse import Located

_DC: Final = "http://purl.org/dc/elements/1.1/"
_LABEL: Final = (NamedNode(RDFS + "label"), NamedNode(SKOS + "prefLabel"))
_DEFINITION: Final = (NamedNode(SKOS + "definition"), NamedNode(RDFS + "comment"))
_EXAMPLE: Final = (NamedNode(SKOS + "example"), NamedNode(VANN + "example"))
_HOME: Final = NamedNode(RDFS + "isDefinedBy")
_PROSE: Final = (*_LABEL, *_DEFINITION, *_EXAMPLE, NamedNode(SKOS + "scopeNote"))
_HEADER: Final = {
    "title": (NamedNode(DCTERMS + "title"), NamedNode(_DC + "title"), *_LABEL),
    "description": (NamedNode(DCTERMS + "description"), NamedNode(_DC + "description")),
    "licence": (NamedNode(DCTERMS + "license"), NamedNode(DCTERMS + "rights")),
}
_ARTICLES: Final = frozenset({"a", "an", "the"})
_UPPER_CAMEL: Final = re.compile(r"[A-Z][A-Za-z0-9]*")
_LOWER_CAMEL: Final = re.compile(r"[a-z][A-Za-z0-9]*")


def check_style(subject: Subject) -> Outcome:
    """Read the ontology as a newcomer would, and name what is missing or unused."""
    from visitkg.graph.parse import read_triples
    from visitkg.graph.term import IriWriter

    files = subject.vocabulary_files()
    stated = list(read_triples(files))
    vocabulary = read_vocabulary(stated)
    if not vocabulary.defined:
        return nothing("no term is defined")
    name = IriWriter(subject.project.all_prefixes()).write
    findings = [
        *(finding for entry in vocabulary.ontologies for finding in _judge_header(entry, name)),
        *(finding for entry in vocabulary.defined for finding in _judge_term(entry, name)),
        *_judge_homes(vocabulary, name),
        *_judge_same_labels(vocabulary, name),
        *(finding for entry in vocabulary.borrowed for finding in _judge_borrowed(entry, name)),
        *find_unused(subject, vocabulary, stated, name),
    ]
    return Outcome(
        f"{amount(len(vocabulary.defined), 'term')} defined and {len(vocabulary.borrowed)} "
        f"borrowed in {amount(len(files), 'file')}",
        tuple(findings),
    )


def _judge_header(entry: Entry, name: Callable[[str], str]) -> Iterator[Finding]:
    for what, predicates in _HEADER.items():
        if not entry.located(predicates):
            yield Finding(f"{name(entry.iri)} has no {what}", entry.position)


def _judge_term(entry: Entry, name: Callable[[str], str]) -> Iterator[Finding]:
    for message, located in (*_judge_text(entry), *_judge_name(entry)):
        position = Position(str(located.path), located.line) if located else entry.position
        yield Finding(f"{name(entry.iri)} {message}", position)


def _judge_text(entry: Entry) -> Iterator[tuple[str, Located | None]]:
    """Yield what is missing or wrong in the words for people, and where."""
    wanted = {"label": _LABEL, "definition": _DEFINITION, "example": _EXAMPLE}
    if entry.is_a(SCHEMES):
        del wanted["example"]
    for what, predicates in wanted.items():
        if not entry.located(predicates):
            yield f"has no {what}", None
    for what in ("label", "definition"):
        found = entry.located(wanted[what])
        for language, count in Counter(_language(item) for item in found).items():
            if count > 1:
                yield f"has {count} {what}s for the language {language!r}", found[-1]
    for item in entry.located(_PROSE):
        if not _language(item):
            yield "has a text without a language tag", item
    yield from _judge_definitions(entry)


def _judge_definitions(entry: Entry) -> Iterator[tuple[str, Located | None]]:
    labels = [_text(item) for item in entry.located(_LABEL)]
    for item in entry.located(_DEFINITION):
        if not _text(item).endswith((".", "。")):
            yield "has a definition that does not end with a full stop", item
        if any(_begins_with(_text(item), label) for label in labels):
            yield "has a definition that begins by repeating the label", item


def _judge_name(entry: Entry) -> Iterator[tuple[str, Located | None]]:
    """Yield what is wrong with the spelling of the name."""
    if entry.is_a(PROPERTIES):
        if not _LOWER_CAMEL.fullmatch(entry.local_name):
            yield "is a property whose name is not lowerCamel", None
    elif not _UPPER_CAMEL.fullmatch(entry.local_name):
        yield "has a name that is not UpperCamel", None


def _judge_homes(vocabulary: Vocabulary, name: Callable[[str], str]) -> Iterator[Finding]:
    """Yield which terms have no rdfs:isDefinedBy, or one that is none of the ontologies."""
    homes = {entry.iri for entry in vocabulary.ontologies}
    for entry in vocabulary.defined:
        stated = entry.located([_HOME])
        if not stated:
            yield Finding(f"{name(entry.iri)} has no rdfs:isDefinedBy", entry.position)
        for item in stated:
            if _text(item) not in homes:
                yield Finding(
                    f"{name(entry.iri)} is defined by {name(_text(item))}, which is no ontology",
                    Position(str(item.path), item.line),
                )


def _judge_same_labels(vocabulary: Vocabulary, name: Callable[[str], str]) -> Iterator[Finding]:
    """Yield which terms of one kind can't be told apart by their labels."""
    bearers: dict[tuple[str, str, str], list[Entry]] = defaultdict(list)
    for entry in vocabulary.defined:
        for item in entry.located(_LABEL):
            bearers[entry.kind, _text(item).casefold(), _language(item)].append(entry)
    for (_, label, language), entries in bearers.items():
        for entry in entries[1:]:
            yield Finding(
                f"{name(entry.iri)} has the label of {name(entries[0].iri)}: {label!r}@{language}",
                entry.position,
                "warning",
            )


def _judge_borrowed(entry: Entry, name: Callable[[str], str]) -> Iterator[Finding]:
    for item in entry.triples:
        if item.triple.predicate != TYPE:
            yield Finding(
                f"{name(entry.iri)} is borrowed: declare its type and say no more of it",
                Position(str(item.path), item.line),
                "warning",
            )


def _text(located: Located) -> str:
    term = located.triple.object
    return term.value if isinstance(term, Literal | NamedNode) else str(term)


def _language(located: Located) -> str:
    term = located.triple.object
    return (term.language or "") if isinstance(term, Literal) else ""


def _begins_with(definition: str, label: str) -> bool:
    """Return whether the definition begins with the label, articles aside."""
    words, repeated = definition.casefold().split(), label.casefold().split()
    if words and words[0] in _ARTICLES:
        del words[0]
    return bool(repeated) and words[: len(repeated)] == repeated
