"""Entities of RDF/XML that are taken, and those that would grow too long."""

from __future__ import annotations

import pytest

from visitkg.errors import InputError
from visitkg.graph.entity import refuse_growth

REMEDY = "Write the text itself; entities are for the beginnings of IRIs."


def nested(depth: int) -> bytes:
    """Return declarations of which each refers to the one before ten times."""
    lines = [b'<!ENTITY e0 "aaaaaaaaaa">']
    lines += [b'<!ENTITY e%d "%s">' % (n, b"&e%d;" % (n - 1) * 10) for n in range(1, depth)]
    return b"<!DOCTYPE x [\n" + b"\n".join(lines) + b"]>\n<x/>"


TAKEN = {
    "no entity": b"<x>&amp;&#xD800;</x>",
    "the usual ones": b"""<!DOCTYPE x [<!ENTITY xsd "http://www.w3.org/2001/XMLSchema#">
<!ENTITY owl 'http://www.w3.org/2002/07/owl#'>]><x>&xsd;string &owl;Thing</x>""",
    "one in another": b'<!DOCTYPE x [<!ENTITY a "b"><!ENTITY c "&a;&a;">]><x>&c;</x>',
    "nested, but small": nested(5),
    "one that refers to itself": b'<!DOCTYPE x [<!ENTITY a "&a;&a;">]><x>&a;</x>',
    "many references": b'<!DOCTYPE x [<!ENTITY a "http://example.org/">]>' + b"&a;" * 1_000_000,
}


@pytest.mark.parametrize("data", TAKEN.values(), ids=TAKEN)
def test_entities_that_stay_small_are_taken(data: bytes) -> None:
    refuse_growth(data, "a.rdf")


REFUSED = {
    "a thousand million laughs": (nested(9), "a.rdf:7: the entity 'e5'"),
    "a long entity": (
        b'<!DOCTYPE x [<!ENTITY a "%s">]><x/>' % (b"a" * 1_100_000),
        "a.rdf:1: the entity 'a'",
    ),
    "a long one, often": (
        b'<!DOCTYPE x [<!ENTITY a "%s">]>' % (b"a" * 100_000) + b"<x>&a;</x>" * 1000,
        "a.rdf: all entities together",
    ),
}


@pytest.mark.parametrize(("data", "what"), REFUSED.values(), ids=REFUSED)
def test_entities_that_grow_are_refused_before_they_do(data: bytes, what: str) -> None:
    with pytest.raises(InputError) as caught:
        refuse_growth(data, "a.rdf")
    assert str(caught.value) == f"{what} would grow to a very long text\n{REMEDY}"
