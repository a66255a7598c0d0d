"""Claims: each with how surely it is put, through whom and where, lest it look like a fact."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode, Triple

from visitkg.publish.page.group import Entry, Group, OwnList
from visitkg.publish.page.markup import NOTHING, Markup, escape, join, link, shorten
from visitkg.publish.page.value import MOST_VALUES, tell_rest
from visitkg.site.sentence import UNNAMED, place_text
from visitkg.terms import NIF

if TYPE_CHECKING:
    from collections.abc import Iterable

    from visitkg.publish.page.links import Links
    from visitkg.site.model import Chain, Claim, Place, Reference, StatusGroup

_PLACES_HEAD: Final = (
    '<div class="scroll" tabindex="0" role="region" aria-label="Where it stands"><table><thead>'
    '<tr><th scope="col">Sentence</th><th scope="col">From character</th>'
    '<th scope="col">Up to</th><th scope="col">Document</th>'
    '<th scope="col">SHA-256 of the words</th></tr></thead><tbody>'
)
ADDRESS: Final = NamedNode(NIF + "sourceUrl")
"""By which a document tells where it was published."""

_MARKS: Final = ("◇", "○", "◔", "◑", "◕", "●")


def show_badge(links: Links, status: Reference | None) -> Markup:
    """Return how surely something is put, told by words, a mark and a border."""
    if status is None:
        return Markup('<span class="badge s0"><span aria-hidden="true">◇</span> No status</span>')
    key = ("badge", status.iri, status.label)
    return links.made.get(key) or links.made.keep(key, _make_badge(links, status))


def _make_badge(links: Links, status: Reference) -> Markup:
    level = links.edition.levels.get(status.iri, 0)
    inside = f'<span aria-hidden="true">{_MARKS[level]}</span> {escape(shorten(status.label))}'
    href = links.iri(status.iri)
    if href is None:
        return Markup(f'<span class="badge s{level}">{inside}</span>')
    return Markup(f'<a class="badge s{level}" href="{href}">{inside}</a>')


def show_badges(links: Links, claim: Claim) -> Markup:
    """Return the badges of a claim, one if all is well."""
    return join((show_badge(links, status) for status in claim.statuses or (None,)), " ")


def show_groups(
    links: Links, groups: tuple[StatusGroup, ...], name: str, title: str, of: Reference
) -> Markup:
    """Return claims by how surely they are put, the surest first; ``name`` begins their ids.

    Of many, the first are shown, with a link to a list of all: ``title`` says what they are to the
    node that they are told ``of``.
    """
    start = f"{links.edition.own}-{name}"
    is_long = any(len(group.claims) > MOST_VALUES for group in groups)
    whole = leave_claims(links, groups, name, title, of) if is_long else None
    jumps = join(
        Markup(
            f'<li><a href="#{start}-{number}">{len(group.claims):,} '
            f"{escape(_words(group).lower())}</a></li>"
        )
        for number, group in enumerate(groups)
    )
    ways = f'<ul class="jumps">{jumps}</ul>' if len(groups) > 1 else ""
    return Markup(
        ways
        + "".join(
            _show_group(links, group, f"{start}-{number}", whole)
            for number, group in enumerate(groups)
        )
    )


def leave_claims(
    links: Links, groups: Iterable[StatusGroup], name: str, title: str, of: Reference
) -> Markup:
    """Return a link to a list of all claims of some groups, which is written with the page."""
    edition = links.edition
    listed = tuple(
        Group(
            group.status.label if group.status else "Without status",
            tuple(_make_entry(links, claim) for claim in group.claims),
            edition.levels.get(group.status.iri, 0) if group.status else 0,
            (edition.meaning(group.status.iri) or "") if group.status else "",
        )
        for group in groups
    )
    whole = f"{title}: {shorten(of.label)}, {of.curie}"
    about = "All of them, grouped by how surely they are put: from the surest down to opinion."
    return links.leave(OwnList(edition.name_list(of.iri, name), whole, about, listed))


def _make_entry(links: Links, claim: Claim) -> Entry:
    places = (place_text(place, with_document=True) for place in claim.places)
    target = links.edition.target(claim.reference.iri) or ""
    return Entry(target, say(claim), ", ".join(places))


def _words(group: StatusGroup) -> str:
    return shorten(group.status.label) if group.status else "without status"


def _show_group(links: Links, group: StatusGroup, name: str, whole: Markup | None) -> Markup:
    meaning = links.edition.meaning(group.status.iri) if group.status else None
    told = f'<p class="meaning">{escape(shorten(meaning, 300))}</p>' if meaning else ""
    items = join(show_claim(links, claim, group.status) for claim in group.claims[:MOST_VALUES])
    left = tell_rest(len(group.claims), whole, "p")
    return Markup(
        f'<section class="group"><h3 id="{name}">{show_badge(links, group.status)} '
        f'<span class="count">{len(group.claims):,}</span></h3>{told}'
        f'<ul class="claims">{items}</ul>{left}</section>\n'
    )


def show_claim(links: Links, claim: Claim, status: Reference | None) -> Markup:
    """Return a claim as an item of a list: what, how surely, by whom, and where."""
    key = ("claim", claim.reference.iri, status.iri if status else "")
    return links.made.get(key) or links.made.keep(key, _make_item(links, claim, status))


def _make_item(links: Links, claim: Claim, status: Reference | None) -> Markup:
    sentence = links.words(claim.reference.iri, say(claim))
    parts = [show_badge(links, status)]
    if claim.marker:
        parts.append(Markup(f'<q class="marker">{escape(shorten(claim.marker))}</q>'))
    chains = (show_chain_briefly(links, chain) for chain in claim.chains)
    parts += [Markup(f'<span class="by">{chain}</span>') for chain in chains]
    parts += [show_place(links, place) for place in claim.places]
    return Markup(
        f'<li class="claim"><p class="says">{sentence}</p><p class="how">{" ".join(parts)}</p></li>'
    )


def say(claim: Claim) -> str:
    """Return what a claim asserts as a sentence."""
    if len(claim.propositions) == 1:
        return claim.propositions[0].reference.label
    return " and ".join(each.reference.label for each in claim.propositions) or "asserts nothing"


def show_source(links: Links, source: tuple[Reference, ...]) -> Markup:
    """Return the agents who say so together, or that nobody is named."""
    if not source:
        return Markup(f'<span class="unnamed">{UNNAMED}</span>')
    if len(source) == 1:
        return links.name(source[0])
    return join((links.name(agent) for agent in source), " and ")


def show_chain_briefly(links: Links, chain: Chain) -> Markup:
    """Return who says so, and through whom, in a line."""
    first, *others = (show_source(links, source) for source in chain.sources)
    through = f", citing {', citing '.join(others)}" if others else ""
    return Markup(f"{first}{through}")


def show_place(links: Links, place: Place) -> Markup:
    """Return where a claim stands, as a link to the span."""
    words = links.words(place.span.iri, place_text(place, with_document=False))
    return Markup(f'<span class="place">{words}</span>')


def show_chain(links: Links, chain: Chain) -> Markup:
    """Return a chain from the origin to who publishes the claim, as a numbered list."""
    steps = [show_source(links, source) for source in reversed(chain.sources)]
    last = len(steps) - 1
    hops = "1 hop" if chain.hops == 1 else f"{chain.hops} hops"
    items = "".join([f"<li>{step}{_role(number, last)}</li>" for number, step in enumerate(steps)])
    label = f"From the origin to the report: {hops}"
    return Markup(f'<p class="hops">{label}</p><ol class="chain">{items}</ol>')


def _role(number: int, last: int) -> Markup:
    if number == last:
        words = "publishes it" if last else "publishes it in its own voice"
    else:
        words = "says so first" if number == 0 else "passes it on"
    return Markup(f' <span class="role">{words}</span>')


def _show_document(links: Links, document: Reference | None) -> Markup:
    """Return the document of a span, with the address at which it was published."""
    if document is None:
        return Markup("unknown")
    key = ("document", document.iri)
    return links.made.get(key) or links.made.keep(key, _make_document(links, document))


def _make_document(links: Links, document: Reference) -> Markup:
    addresses = links.edition.view.objects(NamedNode(document.iri), ADDRESS)
    found = (link(each.value) for each in addresses if not isinstance(each, Triple))
    return join((links.name(document), *found), " ")


def show_places(links: Links, places: tuple[Place, ...]) -> Markup:
    """Return the spans of a claim as a table: sentence, characters, digest and document."""
    if not places:
        return NOTHING
    rows = join([_show_place_row(links, place) for place in places[:MOST_VALUES]])
    left = tell_rest(len(places), links.data, "p")
    return Markup(f"{_PLACES_HEAD}{rows}</tbody></table></div>\n{left}")


def _show_place_row(links: Links, place: Place) -> Markup:
    begin = "unknown" if place.begin is None else place.begin
    end = "unknown" if place.end is None else place.end
    digest = escape(links.edition.digest(place.span.iri) or "none")
    sentence = links.words(place.span.iri, place.sentence or place.span.curie)
    return Markup(
        f'<tr><th scope="row">{sentence}</th>'
        f'<td class="number">{begin}</td><td class="number">{end}</td>'
        f"<td>{_show_document(links, place.document)}</td>"
        f'<td class="digest"><code>{digest}</code></td></tr>'
    )
