"""Terms in a shapes graph that have no effect: misspelt or unsupported."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode

from visitkg.shacl.result import ShapeProblem
from visitkg.shacl.vocabulary import known_terms, unsupported_terms
from visitkg.terms import SH

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyoxigraph import Triple

    from visitkg.shacl.index import Index

_ENTAILMENT: Final = NamedNode(SH + "entailment")


def check_spelling(index: Index) -> list[ShapeProblem]:
    """Return a problem for each term that a validator would pass over in silence.

    Entailment that isn't supported is fatal: https://www.w3.org/TR/shacl/#sh-entailment
    """
    return [*_check_terms(index), *_check_entailment(index)]


def _check_terms(index: Index) -> Iterator[ShapeProblem]:
    known, unsupported = known_terms(), unsupported_terms()
    for triple in index.triples():
        for name in dict.fromkeys(_shacl_names(triple)):
            place = index.position_of(triple)
            if name in unsupported:
                yield ShapeProblem(
                    f"sh:{name} has no effect: only SHACL Core and SHACL-SPARQL are supported",
                    "Say it by a constraint of the Core, or by sh:sparql.",
                    place,
                )
            elif name not in known:
                yield ShapeProblem(f"unknown term sh:{name}", _suggest(name, known), place)


def _shacl_names(triple: Triple) -> Iterator[str]:
    """Yield the local names of the SHACL terms in a triple, but not that of sh:entailment."""
    for term in triple:
        if isinstance(term, NamedNode) and term.value.startswith(SH) and term != _ENTAILMENT:
            name = term.value.removeprefix(SH)
            if name:
                yield name


def _suggest(name: str, known: frozenset[str]) -> str:
    # Imported here: only a mistake needs it.
    from difflib import get_close_matches

    lowered = {term.lower(): term for term in sorted(known)}
    near = get_close_matches(name.lower(), lowered, n=1)
    if near:
        return f"Did you mean sh:{lowered[near[0]]}?"
    return "See https://www.w3.org/TR/shacl/ for the terms that there are."


def _check_entailment(index: Index) -> Iterator[ShapeProblem]:
    for subject, regime in index.pairs(_ENTAILMENT):
        yield ShapeProblem(
            f"the entailment regime {regime} isn't supported",
            "Remove sh:entailment, and validate data to which the entailed triples were added.",
            index.position(subject, _ENTAILMENT, regime),
            fatal=True,
        )
