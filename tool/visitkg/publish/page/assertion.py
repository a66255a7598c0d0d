"""The content of a claim's page: how sure, what, through whom, where, and who else says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitkg.publish.page.claim import show_badges, show_chain, show_groups, show_places
from visitkg.publish.page.figure import show_chain_figure
from visitkg.publish.page.markup import NOTHING, Markup, escape, join
from visitkg.publish.page.value import (
    MOST_VALUES,
    show_fact_rows,
    show_facts,
    show_list,
    show_row,
    show_text,
    tell_rest,
)

if TYPE_CHECKING:
    from visitkg.publish.page.links import Links
    from visitkg.site.model import Claim, Description, Reference


def show_manner(links: Links, description: Description) -> Markup:
    """Return how surely a claim is put, above its sentence, lest that be read as what happened."""
    claim = description.claims[0].claims[0] if description.claims else None
    if claim is None:
        return Markup('<p class="sort">Claim</p>\n')
    marker = f' shown by <q class="marker">{escape(claim.marker)}</q>' if claim.marker else ""
    return Markup(f'<p class="verdict">Claim {show_badges(links, claim)}{marker}</p>\n')


def show_claim_parts(links: Links, description: Description) -> Markup:
    """Return all that is said of a claim, each part under a heading of its own."""
    claim = description.claims[0].claims[0] if description.claims else None
    if claim is None:
        return show_facts(links, description.facts)
    own = links.edition.own
    parts = [
        _show_details(links, claim, description),
        f'<h2 id="{own}-says">What it asserts</h2>\n',
        show_propositions(links, claim),
        f'<h2 id="{own}-chain">Chain of sources</h2>\n',
        _show_chains(links, claim),
        f'<h2 id="{own}-place">Where it stands</h2>\n',
        show_places(links, claim.places) or "<p>The graph gives no place.</p>",
    ]
    if description.related:
        title = "Other claims of the same proposition"
        groups = show_groups(links, description.related, "other", title, description.subject)
        parts.append(f'<h2 id="{own}-others">{title}</h2>\n{groups}')
    return Markup("".join(parts))


def _show_details(links: Links, claim: Claim, description: Description) -> Markup:
    meanings = join(
        Markup(f'<p class="meaning">{escape(meaning)}</p>\n')
        for status in claim.statuses
        if (meaning := links.edition.meaning(status.iri))
    )
    publishers = [links.name(agent) for chain in claim.chains for agent in chain.sources[0]]
    rows = (
        show_row("Name", *(show_text(links, name) for name in description.names)),
        show_row("Published by", *dict.fromkeys(publishers)),
        show_row("Attribution", *(links.name(mode) for mode in claim.modes)),
    )
    return join((meanings, show_list((*rows, show_fact_rows(links, description.facts)))))


def _show_chains(links: Links, claim: Claim) -> Markup:
    """Return the chains of a claim as a picture, and folded up below it as lists."""
    left = tell_rest(len(claim.chains), None, "p")
    listed = join((*(show_chain(links, each) for each in claim.chains[:MOST_VALUES]), left))
    picture = show_chain_figure(links, claim)
    if not picture:
        return listed
    return Markup(f"{picture}<details><summary>The same in words</summary>{listed}</details>\n")


def show_propositions(links: Links, claim: Claim) -> Markup:
    """Return what a claim asserts: the sentence, and what fills the slots."""
    shown = [
        f'<p class="says">{links.name(each.reference)}{_show_type(links, each.type)}</p>'
        f"{show_facts(links, each.slots)}\n"
        for each in claim.propositions[:MOST_VALUES]
    ]
    return Markup(f"{''.join(shown)}{tell_rest(len(claim.propositions), links.data, 'p')}")


def _show_type(links: Links, type_: Reference | None) -> Markup:
    return Markup(f' <span class="type">{links.name(type_)}</span>') if type_ else NOTHING
