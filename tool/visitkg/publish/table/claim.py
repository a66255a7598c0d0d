"""The tables of who claims what, how surely, and through whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode

from visitkg.packed import Packed
from visitkg.publish.table.csv import Column, Table, make_table
from visitkg.publish.table.source import COUNT, DIGEST
from visitkg.site.claim import ATTRIBUTED_TO, DERIVED_FROM, EVIDENCE, read_claim
from visitkg.site.kind import ASSERTS, Kind
from visitkg.site.sentence import source_text
from visitkg.terms import VISIT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from visitkg.publish.table.csv import Row
    from visitkg.publish.table.index import Index
    from visitkg.site.model import Claim, Reference

# What a claim or an utterance leads to has a table of its own, for there can be several.
_LINKS: Final = {
    "claim-propositions": (Kind.CLAIM, ASSERTS, "proposition", "What a claim asserts."),
    "claim-spans": (Kind.CLAIM, EVIDENCE, "span", "Where a claim stands."),
    "claim-utterances": (Kind.CLAIM, DERIVED_FROM, "utterance", "What a claim passes on."),
    "utterance-agents": (Kind.UTTERANCE, ATTRIBUTED_TO, "thing", "Who said so."),
    "utterance-utterances": (Kind.UTTERANCE, DERIVED_FROM, "utterance", "What it passes on."),
}


def read_claim_tables(index: Index) -> Iterator[Table]:
    """Yield the tables of who claims what, with or without rows."""
    chains: Packed[Row] = Packed()
    yield _read_claims(index, chains)
    yield _make_chains(chains)
    for name in _LINKS:
        yield _read_links(index, name)


def _read_claims(index: Index, chains: Packed[Row]) -> Table:
    """Return the table of claims, and give the rows of their chains."""

    def read_rows() -> Iterator[Row]:
        for node in index.kinds.get(Kind.CLAIM, ()):
            claim = read_claim(index.view, node)
            yield _claim_row(index, claim)
            for number, cells in enumerate(_steps(claim), start=1):
                chains.append((claim.reference.iri, number, *cells))

    columns = (
        Column("id", "The IRI of the claim.", "anyURI"),
        Column("sentence", "What is claimed, in words."),
        Column("status", "How surely.", "anyURI", "terms", VISIT + "epistemicStatus"),
        Column("status_name", "How surely, in words."),
        Column("mode", "How it is attributed.", "anyURI", "terms", VISIT + "attributionMode"),
        Column("mode_name", "How it is attributed, in words."),
        Column("publisher", "Who publishes it.", "anyURI", "things", ATTRIBUTED_TO.value),
        Column("publisher_name", "What the publisher is called."),
        Column("origin", "Who said so first; several origins are parted by semicolons."),
        Column("hops", "How many utterances lie between, at most.", COUNT),
        Column("document", "The document where it stands.", "anyURI", "documents"),
        Column("sentence_code", "Paragraph and sentence of the document."),
        Column("begin", "Its first character there, counted from 0.", COUNT),
        Column("end", "The character after its last.", COUNT),
        Column("sha256", "The SHA-256 of these characters in UTF-8."),
        Column("span", "These characters as a node.", "anyURI", "spans", EVIDENCE.value),
        Column("marker", "The wording that shows how surely."),
        Column("as_of", "The day for which it is claimed."),
    )
    about = "Somebody asserts something, so surely, there. With several places, the first."
    return make_table("claims", about, columns, 1, read_rows())


def _claim_row(index: Index, claim: Claim) -> Row:
    origins = dict.fromkeys(source_text(chain.sources[-1]) for chain in claim.chains)
    return (
        claim.reference.iri,
        " and ".join(proposition.reference.label for proposition in claim.propositions) or None,
        *_first(claim.statuses),
        *_first(claim.modes),
        *_first(claim.chains[0].sources[0]),
        "; ".join(origins),
        max(chain.hops for chain in claim.chains),
        *_place_cells(index, claim),
        claim.marker,
        claim.as_of,
    )


def _place_cells(index: Index, claim: Claim) -> Row:
    if not claim.places:
        return (None,) * 6
    place = claim.places[0]
    return (
        place.document.iri if place.document else None,
        place.sentence,
        place.begin,
        place.end,
        index.view.text(NamedNode(place.span.iri), DIGEST),
        place.span.iri,
    )


def _first(references: tuple[Reference, ...]) -> tuple[str | None, str | None]:
    return (references[0].iri, references[0].label) if references else (None, None)


def _make_chains(rows: Packed[Row]) -> Table:
    columns = (
        Column("claim", "Whose chain it is.", "anyURI", "claims"),
        Column("number", "Counts the rows of a claim.", COUNT),
        Column("chain", "Counts its chains: one for each origin.", COUNT),
        Column("step", "0 is the publisher; the last step is the origin.", COUNT),
        Column("agent", "Who says so at this step.", "anyURI", "things"),
        Column("agent_name", "What the agent is called; a source may not be named."),
    )
    about = "A source in the chain from who publishes a claim to its origin."
    return Table("chains", about, columns, 2, rows)


def _steps(claim: Claim) -> Iterator[Row]:
    for number, chain in enumerate(claim.chains, start=1):
        for step, source in enumerate(chain.sources):
            for agent in source:
                yield number, step, agent.iri, agent.label
            if not source:
                yield number, step, None, source_text(source)


def _read_links(index: Index, name: str) -> Table:
    kind, predicate, target, about = _LINKS[name]
    own = kind.value
    # Where an utterance passes on an utterance, the two columns need two names.
    second = "passes_on" if target == own else "agent" if target == "thing" else target
    columns = (
        Column(own, f"The IRI of the {own}.", "anyURI", f"{own}s"),
        Column(second, "What it leads to.", "anyURI", f"{target}s", predicate.value),
    )
    rows = (
        (node.value, other)
        for node in index.kinds.get(kind, ())
        for other in sorted(other.value for other in index.view.nodes(node, predicate))
    )
    return make_table(name, about, columns, 2, rows)
