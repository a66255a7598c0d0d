"""Property paths as Turtle, for hypothesis to draw: https://www.w3.org/TR/shacl/#property-paths."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from hypothesis import strategies as st
from tests.tool.shacl.generate_data import ALL_PREDICATES, PREDICATES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hypothesis.strategies import SearchStrategy


@cache
def paths() -> SearchStrategy[str]:
    """Draw a path of any kind but the inverse of what holds a sequence."""
    plain = st.sampled_from((*PREDICATES, *PREDICATES, *ALL_PREDICATES))
    without_sequence = st.recursive(
        plain, lambda inner: _repeated(inner) | _inverse(inner) | _alternative(inner), max_leaves=3
    )
    return st.one_of(
        plain,
        plain,
        st.recursive(
            plain | _inverse(without_sequence),
            lambda inner: _repeated(inner) | _alternative(inner) | _sequence(inner),
            max_leaves=4,
        ),
    )


@cache
def any_paths() -> SearchStrategy[str]:
    """Draw a path of any kind whatever."""
    return st.recursive(
        st.sampled_from((*PREDICATES, *ALL_PREDICATES)),
        lambda inner: _repeated(inner) | _inverse(inner) | _alternative(inner) | _sequence(inner),
        max_leaves=6,
    )


def _repeated(inner: SearchStrategy[str]) -> SearchStrategy[str]:
    keywords = st.sampled_from(["sh:zeroOrMorePath", "sh:oneOrMorePath", "sh:zeroOrOnePath"])
    return st.builds("[ {} {} ]".format, keywords, inner)


def _inverse(inner: SearchStrategy[str]) -> SearchStrategy[str]:
    return inner.map("[ sh:inversePath {} ]".format)


def _alternative(inner: SearchStrategy[str]) -> SearchStrategy[str]:
    return _sequence(inner).map("[ sh:alternativePath {} ]".format)


def _sequence(inner: SearchStrategy[str]) -> SearchStrategy[str]:
    return st.lists(inner, min_size=2, max_size=3).map(write_list)


def write_list(members: Sequence[str]) -> str:
    return f"( {' '.join(members)} )"
