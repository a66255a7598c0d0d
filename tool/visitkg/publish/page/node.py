"""What the graph says of one node, as the content of a page or of a section of one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from visitkg.publish.page.assertion import show_claim_parts, show_manner
from visitkg.publish.page.claim import say, show_groups
from visitkg.publish.page.group import Entry, Group, OwnList, sort_entries
from visitkg.publish.page.markup import NOTHING, Markup, escape, join, shorten
from visitkg.publish.page.value import MOST_VALUES, show_facts, show_names, show_text
from visitkg.site.model import Reference, Text
from visitkg.terms import DCTERMS, RDFS, SKOS

if TYPE_CHECKING:
    from visitkg.publish.page.links import Links
    from visitkg.site.model import Description, Fact, Value

_LONGEST_TITLE: Final = 110
_KINDS: Final = {
    "claim": "Claim",
    "document": "Source document",
    "span": "Span of a document",
    "class": "Class",
    "property": "Property",
    "scheme": "Scheme",
    "concept": "Concept",
}

_CLAIMED: Final = Markup(
    '<p class="lead">Nothing here is stated by the graph itself. Each line is what a source '
    "claims, with how surely it is put: from the surest down to opinion.</p>\n"
)
_CLAIMS: Final = {
    "proposition": ("Who asserts it, how surely", NOTHING),
    "utterance": ("Claims that rest on it", _CLAIMED),
}
_PROPOSED: Final = Markup(
    '<p class="lead">A proposition is neither true nor false by itself. Who asserts it, and how '
    "surely, is below.</p>\n"
)
_MEANINGS: Final = frozenset({DCTERMS + "description", RDFS + "comment", SKOS + "definition"})


def show_title(links: Links, description: Description) -> Markup:
    """Return the heading of a page: what sort of node it is, what it is called."""
    title = escape(shorten(heading(description), 300))
    if description.kind == "claim":
        return Markup(f"{show_manner(links, description)}<h1><bdi>{title}</bdi></h1>\n")
    types = join((links.name(type_) for type_ in description.types), ", ")
    kind = _KINDS.get(description.kind)
    sort = ": ".join(part for part in (kind, types) if part)
    above = f'<p class="sort">{sort}</p>\n' if sort else ""
    return Markup(
        f"{above}<h1><bdi>{title}</bdi></h1>\n{show_names(description.names, heading(description))}"
    )


def heading(description: Description) -> str:
    """Return what a page is called: the sentence of a claim or proposition, else the name."""
    if description.kind == "claim" and description.claims:
        return say(description.claims[0].claims[0])
    return description.subject.label


def title_of(description: Description) -> str:
    """Return the title of a page, which tells a claim from what it asserts."""
    words = shorten(heading(description), _LONGEST_TITLE)
    if description.kind == "claim" and description.claims:
        statuses = [each.label for each in description.claims[0].claims[0].statuses]
        return f"{words} ({', '.join((*statuses, description.subject.label))})"
    return f"{words} (proposition)" if description.kind == "proposition" else words


def show_node(links: Links, description: Description) -> Markup:
    """Return all that is said of a node below its heading, each part under a heading of its own."""
    if description.kind == "claim":
        return join((show_claim_parts(links, description), _show_publication(links, description)))
    meaning, facts = show_meaning(links, description)
    lead = _PROPOSED if description.kind == "proposition" else NOTHING
    return join((lead, meaning, show_facts(links, facts), _show_claims(links, description)))


def _show_publication(links: Links, description: Description) -> Markup:
    """Return where a claim is told as a nanopublication, if it is."""
    publication = links.edition.publications.get(description.subject.iri)
    if publication is None:
        return NOTHING
    page = links.to(links.edition.page_of(publication))
    return Markup(f'<p>The same <a href="{page}">as a nanopublication</a>.</p>\n')


def show_meaning(links: Links, description: Description) -> tuple[Markup, tuple[Fact, ...]]:
    """Return what a node means, to be read first, and the other facts."""
    told = [fact for fact in description.facts if fact.property.iri in _MEANINGS]
    texts = [value for fact in told for value in fact.values if isinstance(value, Text)]
    shown = join(Markup(f'<p class="lead">{show_text(links, text)}</p>\n') for text in texts)
    return shown, tuple(fact for fact in description.facts if fact not in told)


def show_references(links: Links, description: Description) -> Markup:
    """Return what points to a node from other documents, apart from claims."""
    own = f"{description.subject.iri}#"
    found = (
        replace(fact, values=tuple(each for each in fact.values if not _is_below(each, own)))
        for fact in description.references
    )
    facts = [fact for fact in found if fact.values]
    if not facts:
        return NOTHING
    is_long = any(len(fact.values) > MOST_VALUES for fact in facts)
    whole = _leave_references(links, description.subject, facts) if is_long else NOTHING
    return Markup(
        f'<h2 id="{links.edition.own}-pointing">What points here</h2>\n'
        f"{show_facts(links, facts)}\n{whole}"
    )


def _leave_references(links: Links, subject: Reference, facts: list[Fact]) -> Markup:
    """Return a link to a list of all that points to a node, which is written with the page."""
    edition = links.edition
    groups = tuple(
        Group(
            f"{fact.property.label} this",
            sort_entries(
                Entry(edition.target(each.iri) or "", edition.label(each.iri))
                for each in fact.values
                if isinstance(each, Reference)
            ),
        )
        for fact in facts
    )
    title = f"What points to {shorten(subject.label)}, {subject.curie}"
    about = "All that other documents say of it, apart from claims, by property."
    own_list = OwnList(edition.name_list(subject.iri, "pointing"), title, about, groups)
    count = sum(len(group.entries) for group in groups)
    return Markup(
        f'<p class="more"><a href="{links.leave(own_list)}">All {count:,} in a list</a></p>\n'
    )


def _is_below(value: Value, own: str) -> bool:
    return isinstance(value, Reference) and value.iri.startswith(own)


def _show_claims(links: Links, description: Description) -> Markup:
    own = links.edition.own
    parts = []
    if description.claims:
        title, lead = _CLAIMS.get(description.kind, ("What is claimed of it", _CLAIMED))
        groups = show_groups(links, description.claims, "claimed", title, description.subject)
        parts.append(f'<h2 id="{own}-claims">{title}</h2>\n{lead}{groups}')
    if description.said:
        title = "What comes from it, or through it"
        groups = show_groups(links, description.said, "says", title, description.subject)
        parts.append(f'<h2 id="{own}-said">{title}</h2>\n{groups}')
    return Markup("".join(parts))
