"""Terms in a shapes graph that have no effect: misspelt or unsupported."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode, Triple

from visitkg.shacl.index import TYPE
from visitkg.shacl.result import ShapeProblem
from visitkg.shacl.vocabulary import CHARACTERISTICS, SEVERITIES, known_terms, unsupported_terms
from visitkg.terms import RDF, SH

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from visitkg.shacl.index import Index, Node, Term

_ENTAILMENT: Final = NamedNode(SH + "entailment")
_REIFIES: Final = NamedNode(RDF + "reifies")
_SEVERITY: Final = NamedNode(SH + "severity")
_SHAPE: Final = NamedNode(SH + "Shape")

_LIKE_SHACL: Final = re.compile(r"https?://(?:www\.)?w3\.org/ns/shacl[#/]", re.IGNORECASE)
"""The namespace of SHACL, and what is written in its place."""


def check_spelling(index: Index, shapes: Collection[Node] = ()) -> list[ShapeProblem]:
    """Return a problem for each term that a validator would pass over in silence.

    Entailment that isn't supported is fatal: https://www.w3.org/TR/shacl/#sh-entailment
    """
    return [
        *_check_terms(index),
        *_check_severities(index),
        *_check_types(index, shapes),
        *_check_annotations(index),
        *_check_entailment(index),
    ]


def _check_terms(index: Index) -> Iterator[ShapeProblem]:
    """Yield a problem for each place of a term that has no effect; of a namespace for the first."""
    odd = dict(_find_odd_terms(index))
    if not odd:
        return
    namespaces: set[str] = set()
    for triple in index.triples():
        for term in dict.fromkeys(triple):
            if term not in odd:
                continue
            message, remedy = odd[term]
            if message.startswith("unknown namespace"):
                if message in namespaces:
                    continue
                namespaces.add(message)
            yield ShapeProblem(message, remedy, index.position_of(triple))


def _find_odd_terms(index: Index) -> Iterator[tuple[Term, tuple[str, str]]]:
    """Yield the terms that have no effect, with what is wrong with each and what to do."""
    known, unsupported = known_terms(), unsupported_terms()
    for term in index.terms():
        iri = term.value if isinstance(term, NamedNode) else ""
        if iri.startswith(SH):
            name = iri.removeprefix(SH)
            if name in unsupported:
                message = f"sh:{name} has no effect: {unsupported[name]}"
                yield term, (message, "Say it by a constraint of the Core, or by sh:sparql.")
            elif name and name not in known:
                yield term, (f"unknown term sh:{name}", _suggest(name, known))
        elif match := _LIKE_SHACL.match(iri):
            yield term, (f"unknown namespace <{match[0]}>", f"Did you mean <{SH}>?")


def _suggest(name: str, known: frozenset[str]) -> str:
    # Imported here: only a mistake needs it.
    from difflib import get_close_matches

    lowered = {term.lower(): term for term in sorted(known)}
    near = get_close_matches(name.lower(), lowered, n=1)
    if near:
        return f"Did you mean sh:{lowered[near[0]]}?"
    return "See https://www.w3.org/TR/shacl/ for the terms that there are."


def _check_severities(index: Index) -> Iterator[ShapeProblem]:
    known = known_terms()
    for subject, severity in index.pairs(_SEVERITY):
        if isinstance(severity, NamedNode) and severity.value.startswith(SH):
            name = severity.value.removeprefix(SH)
            if name in known and name not in SEVERITIES:
                yield ShapeProblem(
                    f"sh:{name} is no severity",
                    "Write sh:Violation, sh:Warning or sh:Info, or an IRI of your own.",
                    index.position(subject, _SEVERITY, severity),
                )


def _check_types(index: Index, shapes: Collection[Node]) -> Iterator[ShapeProblem]:
    for node in index.subjects(TYPE, _SHAPE):
        if node not in shapes:
            yield ShapeProblem(
                "nothing makes this a shape: sh:Shape alone doesn't",
                "Call it a sh:NodeShape or a sh:PropertyShape.",
                index.position(node, TYPE, _SHAPE),
            )


def _check_annotations(index: Index) -> Iterator[ShapeProblem]:
    """Yield a problem for what is said of a single constraint, as SHACL 1.2 drafts it."""
    for reifier, triple in index.pairs(_REIFIES):
        if isinstance(triple, Triple) and triple.predicate.value.startswith(SH):
            for name in CHARACTERISTICS:
                for value in index.objects(reifier, NamedNode(SH + name)):
                    yield ShapeProblem(
                        f"sh:{name} has no effect on a single constraint",
                        "Say it of the shape, or of a shape that has this constraint alone.",
                        index.position(reifier, NamedNode(SH + name), value),
                    )


def _check_entailment(index: Index) -> Iterator[ShapeProblem]:
    for subject, regime in index.pairs(_ENTAILMENT):
        yield ShapeProblem(
            f"the entailment regime {regime} isn't supported",
            "Remove sh:entailment, and validate data to which the entailed triples were added.",
            index.position(subject, _ENTAILMENT, regime),
            fatal=True,
        )
