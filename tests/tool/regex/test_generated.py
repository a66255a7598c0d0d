"""Generated patterns: all matchers agree, and none takes more steps than was promised."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pyoxigraph
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from visitkg.regex import automaton
from visitkg.regex.automaton import Automaton
from visitkg.regex.backtracking import render_for_re
from visitkg.regex.cost import TooCostlyError, bound_search
from visitkg.regex.model import (
    Choice,
    Edge,
    Expression,
    Group,
    Look,
    One,
    Repeat,
    Sequence,
    children,
    is_anchored,
)
from visitkg.regex.read import read_expression
from visitkg.shacl.pattern import compile_pattern

if TYPE_CHECKING:
    from collections.abc import Callable

CHARACTERS = ["a", "b", "c", ".", "[ab]", "[^a]", r"\n"]
QUANTITIES = ["", "", "*", "+", "?", "{2}", "{1,3}", "{0,2}", "{2,}", "*?"]

texts = st.text("abc\n ", max_size=12)


def patterns(*, looks: bool) -> st.SearchStrategy[str]:
    """Return patterns that XPath, Rust and Python understand alike, those with looks but Rust."""
    atoms = st.tuples(st.sampled_from(CHARACTERS), st.sampled_from(QUANTITIES)).map("".join)
    edges = st.sampled_from(["^", "$", r"\b"] if looks else ["^", "$"])

    def extend(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        sequences = st.lists(inner, max_size=4).map("".join)
        choices = st.lists(sequences, min_size=1, max_size=3).map("|".join)
        groups = st.tuples(choices, st.sampled_from(QUANTITIES)).map(
            lambda pair: f"({pair[0]}){pair[1]}"
        )
        openings = st.sampled_from(["(?=", "(?!", "(?<=", "(?<!"])
        around = st.tuples(openings, choices).map(lambda pair: f"{pair[0]}{pair[1]})")
        return st.one_of(sequences, groups, *([around] if looks else []))

    return st.recursive(st.one_of(atoms, atoms, edges), extend, max_leaves=12)


def of_python(pattern: str) -> re.Pattern[str]:
    """Return the pattern for ``re``, where ``$`` would hold before a last line end too."""
    try:
        return re.compile(pattern.replace("$", r"\Z"))
    except re.error:  # it wants to know how far to look behind
        assume(condition=False)
        raise


@settings(deadline=None)
@given(pattern=patterns(looks=True), text=texts)
def test_the_automaton_finds_what_python_finds(pattern: str, text: str) -> None:
    expected = of_python(pattern).search(text) is not None
    assert Automaton(read_expression(pattern)).search(text) == expected


@settings(deadline=None)
@given(pattern=patterns(looks=True), text=st.text("abc\n ", max_size=60))
def test_an_automaton_that_forgets_finds_the_same(pattern: str, text: str) -> None:
    expression = read_expression(pattern)
    expected = Automaton(expression).search(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(automaton, "_MOST_KEPT", 2)
        assert Automaton(expression).search(text) == expected


def test_an_automaton_does_not_remember_what_a_group_matched() -> None:
    with pytest.raises(TypeError, match="doesn't remember"):
        Automaton(read_expression(r"(a)\1"))


@settings(deadline=None)
@given(pattern=patterns(looks=True), text=texts)
def test_a_pattern_written_for_python_means_the_same(pattern: str, text: str) -> None:
    expected = of_python(pattern).search(text) is not None
    written = re.compile(render_for_re(read_expression(pattern)))
    assert (written.search(text) is not None) == expected


@settings(deadline=None)
@given(pattern=patterns(looks=True), text=st.text("abc\n ", max_size=60))
def test_the_matcher_that_is_chosen_finds_what_the_automaton_finds(pattern: str, text: str) -> None:
    expected = Automaton(read_expression(pattern)).search(text)
    assert compile_pattern(pattern)(text) == expected


def oxigraph_finds(pattern: str, flags: str, text: str) -> bool:
    literals = " ".join(str(pyoxigraph.Literal(each)) for each in (text, pattern, flags))
    query = f"ASK {{ VALUES (?t ?p ?f) {{ ({literals}) }} FILTER(REGEX(?t, ?p, ?f)) }}"
    return bool(pyoxigraph.Store().query(query))


@settings(deadline=None)
@given(pattern=patterns(looks=False), text=texts, flags=st.sampled_from(["", "i", "s", "m", "sm"]))
@example(pattern="a.b", text="a\nb", flags="s")
@example(pattern="^a$", text="b\na\nb", flags="m")
@example(pattern="A[B-C]", text="ac", flags="i")
def test_the_sparql_of_oxigraph_finds_the_same(pattern: str, text: str, flags: str) -> None:
    assert compile_pattern(pattern, flags)(text) == oxigraph_finds(pattern, flags, text)


@settings(deadline=None)
@given(
    pattern=patterns(looks=False),
    text=st.text("abc ", max_size=12),  # no line end: rdflib's $ holds before a last one
    flags=st.sampled_from(["", "i"]),
)
def test_the_sparql_of_rdflib_finds_the_same(pattern: str, text: str, flags: str) -> None:
    from rdflib import Literal
    from rdflib.plugins.sparql.operators import Builtin_REGEX
    from rdflib.plugins.sparql.parserutils import Expr

    call = Expr("Builtin_REGEX", Builtin_REGEX)
    call.update(text=Literal(text), pattern=Literal(pattern), flags=Literal(flags))
    assert compile_pattern(pattern, flags)(text) == Builtin_REGEX(call, {}).toPython()


class TooManyStepsError(Exception):
    """The count went above what was promised."""


def count_steps(  # noqa: C901 - it is one matcher
    expression: Expression, text: str, most: int
) -> int:
    """Return the steps of a matcher that goes back; raise TooManyStepsError above ``most``."""
    steps = 0

    def count() -> None:
        nonlocal steps
        steps += 1
        if steps > most:
            raise TooManyStepsError

    def sequence(parts: tuple[Expression, ...], place: int, then: Callable[[int], bool]) -> bool:
        if not parts:
            return then(place)
        return match(parts[0], place, lambda end: sequence(parts[1:], end, then))

    def again(repeat: Repeat, done: int, place: int, then: Callable[[int], bool]) -> bool:
        count()
        if repeat.most is None or done < repeat.most:

            def after(end: int) -> bool:
                return (end > place or done < repeat.least) and again(repeat, done + 1, end, then)

            if match(repeat.body, place, after):
                return True
        return done >= repeat.least and then(place)

    def match(  # noqa: PLR0911 - one for each kind
        part: Expression, place: int, then: Callable[[int], bool]
    ) -> bool:
        count()
        match part:
            case One(found):
                return place < len(text) and text[place] in found and then(place + 1)
            case Edge(is_end):
                return place == (len(text) if is_end else 0) and then(place)
            case Sequence(parts):
                return sequence(parts, place, then)
            case Choice(options):
                return any(match(option, place, then) for option in options)
            case Group(body=body):
                return match(body, place, then)
            case Look(body, back, negated):
                assert not back
                return match(body, place, lambda _: True) != negated and then(place)
            case Repeat():
                return again(part, 0, place, then)
            case _:
                raise AssertionError(part)

    begins = range(1 if is_anchored(expression) else len(text) + 1)
    any(match(expression, begin, lambda _: True) for begin in begins)
    return steps


def size(expression: Expression) -> int:
    return 1 + sum(map(size, children(expression)))


@settings(deadline=None)
@given(
    pattern=patterns(looks=True).filter(lambda each: r"\b" not in each and "?<" not in each),
    piece=st.sampled_from(["a", "b", "ab", "aab", "abc", "ba\n"]),
    end=st.sampled_from(["", "a", "c", "\n"]),
)
@example(pattern="(a|b)*(a|c)", piece="a", end="\n")
@example(pattern="^(.*)(.*)c", piece="ab", end="\n")
@example(pattern="^(a|aa){2,3}$", piece="a", end="\n")
def test_going_back_takes_no_more_steps_than_promised(pattern: str, piece: str, end: str) -> None:
    expression = read_expression(pattern)
    try:
        bound = bound_search(expression)
    except TooCostlyError:
        assume(condition=False)
        raise
    # A recursive matcher allows no longer text; a square and a cube are far apart at this length.
    text = piece * (30 // len(piece)) + end
    most = 4 * size(expression) * bound.factor * (len(text) + 1) ** bound.degree
    assert count_steps(expression, text, most) <= most


DEGREES = {
    "a code": ("^[A-Z]{2}[0-9]+$", 1),
    "a code anywhere": ("[A-Z]{2}[0-9]", 1),
    "a date": (r"^\d{4}-\d\d-\d\d$", 0),
    "an address": ("^https?://", 0),
    "words": ("^[a-z]+( [a-z]+)*$", 1),
    "numbers": (r"^\d{1,3}(\.\d{1,3}){3}$", 0),
    "a version": (r"^\d+(\.\d+)*(-[a-z]+)?$", 1),
    "what stands anywhere": ("^.*foo", 1),
    "what stands before": ("^.*foo.*$", 2),
    "a password": (r"^(?=.*[A-Z])(?=.*\d).{8,}$", 1),
    "three loops": ("^.*a.*b.*c$", 3),
    "from anywhere": ("[a-z]+[0-9]", 2),
}


@pytest.mark.parametrize(("pattern", "degree"), DEGREES.values(), ids=DEGREES)
def test_the_bound_of_a_pattern_is_of_a_degree(pattern: str, degree: int) -> None:
    assert bound_search(read_expression(pattern)).degree == degree


@pytest.mark.parametrize(
    "pattern",
    ["(a+)+$", "(a|a)*b", "(.*)*x", "(a*)*b", "^(a|aa)+$", "^(a?){40}a{40}$", "((a|b)?|c?)*d"],
)
def test_a_bomb_has_no_bound(pattern: str) -> None:
    with pytest.raises(TooCostlyError):
        bound_search(read_expression(pattern))
