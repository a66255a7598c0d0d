"""Checks that look at one value node at a time: each gives a test that a value must pass.

https://www.w3.org/TR/shacl/#core-components-value-type, #core-components-range,
#core-components-string and #core-components-others
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode

from visitkg.shacl.comparison import compare, read_value
from visitkg.shacl.datatype import checker
from visitkg.shacl.facts import BLANK, IRI, LITERAL
from visitkg.terms import SH

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import TypeAlias

    from visitkg.shacl.nodes.context import Run
    from visitkg.shacl.plan import Check

    Test: TypeAlias = Callable[[int], bool]

_KINDS: Final[Mapping[str, frozenset[int]]] = {
    "BlankNode": frozenset({BLANK}),
    "BlankNodeOrIRI": frozenset({BLANK, IRI}),
    "BlankNodeOrLiteral": frozenset({BLANK, LITERAL}),
    "IRI": frozenset({IRI}),
    "IRIOrLiteral": frozenset({IRI, LITERAL}),
    "Literal": frozenset({LITERAL}),
}


def bind_class(run: Run, check: Check) -> Test:
    """Pass an instance of the class, or of one of its subclasses."""
    classes: set[int] = set()
    for term in check.terms:
        classes |= run.subclasses(run.code(term))
    graph, type_code = run.graph, run.type_code
    return lambda value: not classes.isdisjoint(graph.objects(value, type_code))


def bind_datatype(run: Run, check: Check) -> Test:
    """Pass a literal of the datatype whose lexical form is one of the datatype."""
    facts = run.facts
    tests = {term.value: checker(term.value) for term in check.terms if isinstance(term, NamedNode)}

    def test(value: int) -> bool:
        if facts.kind(value) != LITERAL:
            return False
        lexical_form, datatype, language = facts.literal(value)
        return datatype in tests and (bool(language) or tests[datatype](lexical_form))

    return test


def bind_node_kind(run: Run, check: Check) -> Test:
    """Pass a value of the kind."""
    kinds = frozenset[int]().union(
        *(
            _KINDS.get(term.value.removeprefix(SH), frozenset())
            for term in check.terms
            if isinstance(term, NamedNode)
        )
    )
    kind = run.facts.kind
    return lambda value: kind(value) in kinds


def _bind_range(run: Run, check: Check, allowed: frozenset[int]) -> Test:
    """Pass a value that compares as allowed: -1, 0 or 1 for less, equal or more than the limit."""
    (term,) = check.terms
    limit = None
    if isinstance(term, Literal):
        limit = read_value(term.value, term.datatype.value, term.language or "")
    if limit is None:
        return lambda _: False
    read = run.facts.value

    def test(value: int) -> bool:
        found = read(value)
        return found is not None and compare(found, limit) in allowed

    return test


def bind_min_exclusive(run: Run, check: Check) -> Test:
    """Pass a value greater than the limit."""
    return _bind_range(run, check, frozenset({1}))


def bind_min_inclusive(run: Run, check: Check) -> Test:
    """Pass a value greater than the limit or equal to it."""
    return _bind_range(run, check, frozenset({0, 1}))


def bind_max_exclusive(run: Run, check: Check) -> Test:
    """Pass a value less than the limit."""
    return _bind_range(run, check, frozenset({-1}))


def bind_max_inclusive(run: Run, check: Check) -> Test:
    """Pass a value less than the limit or equal to it."""
    return _bind_range(run, check, frozenset({-1, 0}))


def bind_min_length(run: Run, check: Check) -> Test:
    """Pass an IRI or a literal with at least so many characters; any literal for none."""
    text, least = run.facts.text, check.count

    def test(value: int) -> bool:
        found = text(value)
        return found is not None and len(found) >= least

    return test


def bind_max_length(run: Run, check: Check) -> Test:
    """Pass an IRI or a literal with at most so many characters."""
    text, most = run.facts.text, check.count

    def test(value: int) -> bool:
        found = text(value)
        return found is not None and len(found) <= most

    return test


def bind_pattern(run: Run, check: Check) -> Test:
    """Pass an IRI or a literal in which the regular expression is found."""
    # Imported here: most shapes have none.
    from visitkg.shacl.pattern import compile_pattern

    text, matches = run.facts.text, compile_pattern(check.text, check.flags)

    def test(value: int) -> bool:
        found = text(value)
        return found is not None and matches(found)

    return test


def bind_language_in(run: Run, check: Check) -> Test:
    """Pass a literal whose language is one of the ranges, or part of one: ``en-GB`` of ``en``."""
    facts = run.facts
    ranges = tuple(term.value.lower() for term in check.terms if isinstance(term, Literal))
    prefixes = tuple(f"{language}-" for language in ranges)

    def test(value: int) -> bool:
        if facts.kind(value) != LITERAL:
            return False
        language = facts.literal(value)[2].lower()
        return bool(language) and (
            language in ranges or language.startswith(prefixes) or "*" in ranges
        )

    return test


def bind_root_class(run: Run, check: Check) -> Test:
    """Pass the class itself or one of its subclasses: SHACL 1.2."""
    classes = [run.subclasses(run.code(term)) for term in check.terms]
    return lambda value: all(value in each for each in classes)


def bind_single_line(run: Run, _: Check) -> Test:
    """Pass what has no line break in its text: SHACL 1.2."""
    text = run.facts.text

    def test(value: int) -> bool:
        found = text(value)
        return found is None or not ("\n" in found or "\r" in found)

    return test


def bind_in(run: Run, check: Check) -> Test:
    """Pass a member of the list."""
    members = {run.code(term) for term in check.terms}
    return members.__contains__
