"""What a description consists of, apart from any graph library and any format."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Reference:
    """A node with an IRI: how it is written briefly, and what people call it."""

    iri: str
    curie: str
    label: str


@dataclass(frozen=True, slots=True)
class Text:
    """A literal: its lexical form, with its language or the IRI of its datatype."""

    text: str
    language: str | None = None
    datatype: str | None = None


@dataclass(frozen=True, slots=True)
class Nested:
    """A node without an IRI, by what is said of it."""

    facts: tuple[Fact, ...]


Value: TypeAlias = "Reference | Text | Nested"


@dataclass(frozen=True, slots=True)
class Fact:
    """A property with its values; ``inverse`` when they are the subjects that point here."""

    property: Reference
    values: tuple[Value, ...]
    inverse: bool = False


@dataclass(frozen=True, slots=True)
class Proposition:
    """What is claimed: its sentence for people, and the typed slots that carry the meaning."""

    reference: Reference
    type: Reference | None
    slots: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Chain:
    """The sources of a claim, from who publishes it to the origin.

    Each source is the agents who say so together; none is a source that nobody names. ``hops``
    counts the utterances between the document and the origin.
    """

    sources: tuple[tuple[Reference, ...], ...]
    hops: int


@dataclass(frozen=True, slots=True)
class Place:
    """A span of a document: sentence code and code points from ``begin`` up to ``end``."""

    span: Reference
    document: Reference | None
    sentence: str | None
    begin: int | None
    end: int | None


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim: what it asserts, how surely, through whom, and where it stands.

    ``marker`` is the wording by which the status was chosen, ``position`` the file and line of the
    claim where they were asked for.
    """

    reference: Reference
    propositions: tuple[Proposition, ...]
    statuses: tuple[Reference, ...]
    modes: tuple[Reference, ...]
    chains: tuple[Chain, ...]
    places: tuple[Place, ...]
    marker: str | None = None
    as_of: str | None = None
    position: str | None = None


@dataclass(frozen=True, slots=True)
class StatusGroup:
    """The claims of one epistemic status, in order of the text; None is no status."""

    status: Reference | None
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Description:
    """What the graph says of one node.

    ``claims`` are claims about it (for a claim: itself), ``said`` those that come from it or
    through it, each grouped from the surest status to the weakest, then those without a strength.
    ``related`` are claims that assert the same proposition. ``references`` point to it otherwise.
    """

    subject: Reference
    kind: str
    names: tuple[Text, ...]
    types: tuple[Reference, ...]
    facts: tuple[Fact, ...]
    references: tuple[Fact, ...]
    claims: tuple[StatusGroup, ...] = ()
    said: tuple[StatusGroup, ...] = ()
    related: tuple[StatusGroup, ...] = ()

    def all_claims(self) -> tuple[Claim, ...]:
        """Return each claim of the description once, in the order of its sections."""
        groups = (*self.claims, *self.said, *self.related)
        return tuple(
            {claim.reference: claim for group in groups for claim in group.claims}.values()
        )
