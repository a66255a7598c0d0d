"""What a rule of the recommendation is, and what breaking it looks like."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable

    from visitkg.graph.parse import Located
    from visitkg.owl.structure import Statement

Species: TypeAlias = Literal["Lite", "DL", "Full"]
Barrier: TypeAlias = Literal["Lite", "DL"]

_PAGES: Final = {
    "S&AS 2": "https://www.w3.org/TR/owl-semantics/syntax.html#",
    "S&AS 4": "https://www.w3.org/TR/owl-semantics/mapping.html#",
}
_REFERENCE: Final = {
    "Reference 7.1": "https://www.w3.org/TR/owl-ref/#Annotations",
    "Reference 8.2": "https://www.w3.org/TR/owl-ref/#OWLDL",
    "Reference 8.3": "https://www.w3.org/TR/owl-ref/#OWLLite",
    "Reference A": "https://www.w3.org/TR/owl-ref/#appA",
}


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that OWL Lite or OWL DL asks of a graph.

    ``name`` is stable; ``section`` is that of "OWL Semantics and Abstract Syntax" (S&AS) or of
    the "OWL Reference"; a graph that breaks it is not in ``keeps_out_of`` (and what is not in DL
    is not in Lite); ``demand`` says what must hold, and ``remedy`` what to do where it doesn't.
    """

    name: str
    section: str
    keeps_out_of: Barrier
    demand: str
    remedy: str

    @property
    def link(self) -> str:
        """Return the address of the section."""
        if self.section in _REFERENCE:
            return _REFERENCE[self.section]
        return _PAGES[self.section[:6]] + self.section.removeprefix("S&AS ")


def rule_of(keeps_out_of: Barrier) -> Callable[[str, str, str, str], Rule]:
    """Return the constructor of rules (name, section, demand, remedy) of one sublanguage."""
    return lambda name, section, demand, remedy: Rule(name, section, keeps_out_of, demand, remedy)


class Finding(NamedTuple):
    """A statement that breaks a rule, the node at fault, and what is wrong with it."""

    rule: Rule
    statement: Statement
    term: str
    problem: str


@dataclass(frozen=True, slots=True)
class Offence:
    """A triple that breaks a rule, with its place.

    ``term`` is the node or name at fault, by which a report can group what belongs together.
    """

    rule: str
    section: str
    keeps_out_of: Barrier
    message: str
    term: str
    located: Located | None


def offence(finding: Finding, located: Located) -> Offence:
    """Return ``finding`` at one of the places of its statement."""
    rule = finding.rule
    return Offence(
        rule=rule.name,
        section=rule.section,
        keeps_out_of=rule.keeps_out_of,
        message=f"{finding.problem}; {rule.remedy}.",
        term=finding.term,
        located=located,
    )
