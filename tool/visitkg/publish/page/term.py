"""A term of the ontology as a section: what it means, how it is used, and what must hold of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode

from visitkg.publish.page.edition import LISTS
from visitkg.publish.page.lists import find_group
from visitkg.publish.page.markup import NOTHING, Markup, escape, join
from visitkg.publish.page.survey import SHOWN, Use
from visitkg.publish.page.value import (
    MOST_VALUES,
    show_fact_rows,
    show_list,
    show_row,
    show_text,
    show_value,
    tell_rest,
)
from visitkg.site.describe import is_of_vocabulary
from visitkg.site.kind import TYPE
from visitkg.site.model import Reference, Text
from visitkg.terms import OWL, RDFS, SH, SKOS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from visitkg.publish.page.links import Links
    from visitkg.site.model import Description, Fact, Value

_DEFINITION: Final = SKOS + "definition"
_EXAMPLE: Final = SKOS + "example"
_FIRST: Final = tuple(
    (words, iri)
    for words, iri in (
        ("Scope", SKOS + "scopeNote"),
        ("Comment", RDFS + "comment"),
        ("Subclass of", RDFS + "subClassOf"),
        ("Subproperty of", RDFS + "subPropertyOf"),
        ("From", RDFS + "domain"),
        ("To", RDFS + "range"),
        ("Inverse of", OWL + "inverseOf"),
        ("Scheme", SKOS + "inScheme"),
        ("Broader", SKOS + "broader"),
    )
)
_PLACED: Final = frozenset({_DEFINITION, _EXAMPLE, SKOS + "topConceptOf", *(i for _, i in _FIRST)})
_NEGATIVE: Final = "negative example:"


def show_term(links: Links, description: Description) -> Markup:
    """Return what a section says of a class, a property, a concept or a scheme."""
    facts = {fact.property.iri: fact.values for fact in description.facts if not fact.inverse}
    others = [
        fact
        for fact in description.facts
        if fact.property.iri
        and fact.property.iri not in _PLACED
        and not _is_own(fact, description.subject.iri)
    ]
    return join(
        (
            _show_definition(links, facts.get(_DEFINITION, ())),
            show_list(
                (
                    *_show_examples(links, facts.get(_EXAMPLE, ())),
                    *(_show_fact(links, words, facts.get(iri, ())) for words, iri in _FIRST),
                    *_show_references(links, description),
                    _show_instances(links, description),
                    _show_questions(links, description.subject.iri),
                    show_fact_rows(links, others),
                    show_row("Kind", join(map(links.name, description.types), ", ")),
                )
            ),
        )
    )


def _is_own(fact: Fact, iri: str) -> bool:
    """Return whether a fact says no more than in which document a term stands."""
    document = iri.partition("#")[0]
    return fact.property.iri == RDFS + "isDefinedBy" and all(
        isinstance(value, Reference) and value.iri == document for value in fact.values
    )


def _show_definition(links: Links, values: Iterable[Value]) -> Markup:
    texts = [show_text(links, value) for value in values if isinstance(value, Text)]
    return join(Markup(f'<p class="definition">{text}</p>') for text in texts)


def _show_examples(links: Links, values: Iterable[Value]) -> Iterable[Markup]:
    """Yield the examples, then what is none though one might think so."""
    good, bad = [], []
    for value in values:
        if isinstance(value, Text) and value.text.lower().startswith(_NEGATIVE):
            words = value.text[len(_NEGATIVE) :].strip()
            bad.append(show_text(links, Text(words, value.language, value.datatype)))
        else:
            good.append(show_value(links, value))
    yield show_row("Example", *good)
    yield show_row("Not an example", *bad)


def _show_fact(links: Links, words: str, values: Iterable[Value]) -> Markup:
    return show_row(words, *(show_value(links, value) for value in values))


def _show_references(links: Links, description: Description) -> Iterable[Markup]:
    """Yield what the rest of the ontology and the shapes do with a term."""
    rows = {
        RDFS + "subClassOf": "Narrower classes",
        RDFS + "subPropertyOf": "Narrower properties",
        RDFS + "domain": "Properties from it",
        RDFS + "range": "Properties to it",
        SKOS + "inScheme": "Members",
        SKOS + "broader": "Narrower",
    }
    shaped: dict[str, Reference] = {}
    for fact in description.references:
        if fact.property.iri in rows:
            yield show_row(rows[fact.property.iri], _show_some(links, fact.values))
        elif fact.property.iri.startswith(SH):
            shaped |= {value.iri: value for value in fact.values if isinstance(value, Reference)}
    if shaped:
        yield show_row("Shapes on it", _show_some(links, [shaped[iri] for iri in sorted(shaped)]))


def _show_some(links: Links, values: Sequence[Value]) -> Markup:
    """Return values in a line; of many the first, with a link to the list that they stand in."""
    shown = join([show_value(links, value) for value in values[:MOST_VALUES]], ", ")
    if len(values) <= MOST_VALUES:
        return shown
    first = next((value.iri for value in values if isinstance(value, Reference)), "")
    subject = links.edition.known.get(first)
    page = links.edition.list_page(LISTS[subject.kind][1]) if subject else None
    whole = links.to(page) if page else None
    return Markup(f"{shown}{tell_rest(len(values), whole, 'span')}")


def _show_instances(links: Links, description: Description) -> Markup:
    """Return how often a term is used in the data, and where first."""
    view = links.edition.view
    node = NamedNode(description.subject.iri)
    if description.kind == "property":
        use = links.edition.uses.get(node.value, Use())
        return show_row("In the data", _tell_use(links, use.count, "statement", use.subjects))
    if description.kind == "class":
        instances = view.subjects(TYPE, node)
        whole = _find_list(links, description.subject, instances)
        shown = _tell_use(links, len(instances), "instance", instances[:SHOWN], whole)
        return show_row("In the data", shown)
    if description.kind == "concept":
        users = _find_users(links, node)
        whole = _find_list(links, description.subject, users)
        return show_row("In the data", _tell_use(links, len(users), "use", users[:SHOWN], whole))
    return NOTHING


def _find_users(links: Links, concept: NamedNode) -> list[NamedNode]:
    """Return what has a concept as a value in the data, in order."""
    found = {
        each
        for predicate, subjects in links.edition.view.pointers(concept)
        if not is_of_vocabulary(predicate)
        for each in subjects
        if isinstance(each, NamedNode)
    }
    return sorted(found, key=str)


def _find_list(links: Links, term: Reference, users: Sequence[NamedNode]) -> str | None:
    """Return the list that has all of more than a few that use a term, if there is one."""
    first = links.edition.known.get(users[0].value) if len(users) > SHOWN else None
    if first is None:
        return None
    return find_group(links.edition, LISTS[first.kind][1], term.label, len(users))


def _tell_use(
    links: Links, count: int, noun: str, subjects: Iterable[NamedNode], whole: str | None = None
) -> Markup:
    if not count:
        return Markup("not used")
    called = [links.name(links.edition.called(subject)) for subject in subjects]
    number = f"{count:,} {noun}{'' if count == 1 else 's'}"
    if whole is not None:
        number = f'<a href="{links.to(whole)}">{number}</a>'
    some = ", such as" if count > len(called) else ""
    return Markup(f"{number}{some}: {join(called, ', ')}" if called else f"{number}{some}")


def _show_questions(links: Links, iri: str) -> Markup:
    """Return the questions whose query names a term; many are folded up."""
    edition = links.edition
    asked = [
        Markup(f'<a href="{links.to(edition.question_page(each))}">{escape(each.title)}</a>')
        for each in edition.asking.get(iri, ())
    ]
    if len(asked) <= SHOWN:
        return show_row("In questions", *asked)
    items = join(Markup(f"<li>{each}</li>") for each in asked)
    folded = f"<details><summary>{len(asked):,} questions</summary><ul>{items}</ul></details>"
    return show_row("In questions", Markup(folded))
