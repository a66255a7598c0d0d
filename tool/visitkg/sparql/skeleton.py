"""Queries that differ in their constants only: what was prepared of one is prepared of all.

A server is asked the same few queries with other IRIs and other texts in them. To find in such a
query what has to be added to it takes longer than to run it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from visitkg.sparql.prepare import Insertion, Prepared, prepare

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


# An IRI with its scheme, the local part of a name, a plain string without escapes, a number behind
# a space: whatever stands in them, the rest of the query is read as it was. Longer strings begin
# with two quotes.
_CONSTANT: Final = re.compile(
    r"(<[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\]*>"
    r"|(?<=[A-Za-z0-9]:)[A-Za-z0-9_][A-Za-z0-9_-]*"
    r"|(?<!\")\"[^\"\\\r\n]+\"(?!\")"
    r"|(?<=[ (])[0-9]+(?=[ )}\n]|$))"
)
_DECLARATIONS: Final = re.compile(
    r"(?:\s*PREFIX\s+(?:[A-Za-z][A-Za-z0-9_-]*)?:\s*<[^\x00-\x20<>\"{}|^`\\]*>)*", re.IGNORECASE
)
"""What comes first: queries with other declarations are not alike."""

_UNSURE: Final = re.compile(r"['#\\]|\"\"|\bPREFIX\b|\bBASE\b|\bFROM\b", re.IGNORECASE)
"""With a comment, an escape, a longer string or another dataset a query is prepared by itself."""

_MOST: Final = 1_024


@dataclass(frozen=True, slots=True)
class _Known:
    """A prepared query, and for each insertion the part that it stands in, and where in that."""

    prepared: Prepared
    places: tuple[tuple[int, int], ...]


class Preparer:
    """Prepares queries as ``prepare`` does, and those that are like others sooner."""

    def __init__(self, prefixes: Mapping[str, str], base_iri: str | None) -> None:
        self._prefixes = prefixes
        self._base_iri = base_iri
        self._known: dict[tuple[str, ...], _Known] = {}

    def prepare(self, text: str) -> Prepared:
        """Return a query that is ready to run; raise UsageError as ``prepare`` does."""
        declared = _DECLARATIONS.match(text)
        begin = declared.end() if declared else 0
        parts = _CONSTANT.split(text[begin:])
        parts[0] = text[:begin] + parts[0]
        skeleton = tuple(parts[0::2])
        known = self._known.get(skeleton)
        if known is not None:
            return _fill(known, text, parts)
        prepared = prepare(text, prefixes=self._used(text), base_iri=self._base_iri)
        if not any(_UNSURE.search(part) for part in (skeleton[0][begin:], *skeleton[1:])):
            if len(self._known) >= _MOST:
                self._known.clear()
            self._known[skeleton] = _Known(prepared, tuple(_locate(prepared.insertions, parts)))
        return prepared

    def _used(self, text: str) -> dict[str, str]:
        """Return the prefixes that the text may use: the engine reads all that it is given."""
        return {name: iri for name, iri in self._prefixes.items() if f"{name}:" in text}


def _locate(insertions: Sequence[Insertion], parts: Sequence[str]) -> list[tuple[int, int]]:
    places = []
    for insertion in insertions:
        begin = number = 0
        while number < len(parts) - 1 and begin + len(parts[number]) < insertion.offset:
            begin += len(parts[number])
            number += 1
        places.append((number, insertion.offset - begin))
    return places


def _fill(known: _Known, text: str, parts: Sequence[str]) -> Prepared:
    """Return what is prepared of another query, with the constants of this one."""
    prepared = known.prepared
    begins = [0]
    for part in parts:
        begins.append(begins[-1] + len(part))
    insertions = []
    pieces = []
    end = 0
    for (number, inner), insertion in zip(known.places, prepared.insertions, strict=True):
        offset = begins[number] + (inner if number % 2 == 0 else len(parts[number]))
        insertions.append(Insertion(offset, insertion.text))
        pieces += [text[end:offset], insertion.text]
        end = offset
    pieces.append(text[end:])
    return Prepared(
        name=prepared.name,
        source=text,
        text="".join(pieces),
        insertions=tuple(insertions),
        variables=prepared.variables,
        selects_all=prepared.selects_all,
        prologue=prepared.prologue,
        from_clauses=(),
        prefixes=prepared.prefixes,
        base_iri=prepared.base_iri,
        form=prepared.form,
    )
