"""The outline of a query: its form, what it selects, its groups, and where text can be added."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from visitkg.sparql.tokens import Kind, Token

if TYPE_CHECKING:
    from collections.abc import Iterable

FORMS: Final = ("ASK", "CONSTRUCT", "DESCRIBE", "SELECT")
_MODIFIERS: Final = frozenset({"GROUP", "HAVING", "LIMIT", "OFFSET", "ORDER", "VALUES"})
_BEHIND_ORDER: Final = frozenset({"LIMIT", "OFFSET", "VALUES"})
_PROLOGUE: Final = frozenset({"BASE", "PREFIX", "VERSION"})
_SLICE: Final = frozenset({"LIMIT", "OFFSET"})


class Group:
    """A group of patterns: the offset behind its brace, and the variables that it names itself.

    A variable that only a nested group names is not this group's. ``end`` is the offset of the
    closing brace.
    """

    __slots__ = ("end", "start", "variables")

    def __init__(self, start: int) -> None:
        self.start = start
        self.variables: set[str] = set()
        self.end = 0


class FromClause(NamedTuple):
    """``FROM`` or ``FROM NAMED``, and the IRI or prefixed name behind it."""

    keyword: Token
    graph: Token
    named: bool


@dataclass(frozen=True, slots=True)
class Outline:
    """What a query consists of, without what its patterns say.

    ``form`` is the first word behind the prologue, which should be one of FORMS. ``selected``
    are the variables that a SELECT names, None for ``*``; ``variables`` all that occur, in the
    order of the text; ``assigned`` those that the query sets itself, with AS. ``groups`` are all
    groups of patterns; ``where`` is the outermost, None where DESCRIBE has none, and ``outside``
    are then the variables named without a group. ``template`` tells whether CONSTRUCT has one.
    Solution modifiers begin at the offset ``modifiers``; ORDER BY can end at ``order``.
    """

    form: Token | None
    selected: tuple[str, ...] | None
    variables: tuple[str, ...]
    assigned: frozenset[str]
    groups: tuple[Group, ...]
    where: Group | None
    outside: frozenset[str]
    template: bool
    from_clauses: tuple[FromClause, ...]
    ordered: bool
    sliced: bool
    modifiers: int
    order: int


def outline(tokens: list[Token]) -> Outline:
    """Return the outline of a query; if the query has errors, one that nobody should rely on."""
    walk = _Walk()
    for index, token in enumerate(tokens):
        following = tokens[index + 1] if index + 1 < len(tokens) else None
        walk.take(token, following)
    end = tokens[-1].end if tokens else 0
    return walk.result(_from_clauses(walk.from_indices, tokens), end)


def variable_name(token: Token) -> str:
    """Return the name of a variable, without its sign."""
    return token.text[1:]


class _Query:
    """The query or one within it: its outermost group, and what is named outside of that."""

    __slots__ = ("variables", "where")

    def __init__(self) -> None:
        self.where: Group | None = None
        self.variables: set[str] = set()


class _Frame:
    """An open brace: whose variables stand in it, and how many parentheses were open around it."""

    __slots__ = ("data_follow", "owner", "parentheses")

    def __init__(self, owner: _Query | Group | None, parentheses: int) -> None:
        self.owner = owner
        self.parentheses = parentheses
        self.data_follow = False


class _Walk:
    """A walk over the tokens of a query, which gathers its outline."""

    __slots__ = (
        "assigned",
        "form",
        "frames",
        "from_indices",
        "groups",
        "index",
        "modifiers",
        "order",
        "ordered",
        "parentheses",
        "previous",
        "queries",
        "selected",
        "sliced",
        "star",
        "template",
        "variables",
    )

    def __init__(self) -> None:
        self.queries = [_Query()]
        self.frames = [_Frame(self.queries[0], 0)]
        self.groups: list[Group] = []
        self.variables: dict[str, None] = {}
        self.assigned: set[str] = set()
        self.selected: list[str] = []
        self.star = False
        self.template = False
        self.form: Token | None = None
        self.from_indices: list[int] = []
        self.ordered = self.sliced = False
        self.modifiers: int | None = None
        self.order: int | None = None
        self.parentheses = 0
        self.previous: Token | None = None
        self.index = 0

    def take(self, token: Token, following: Token | None) -> None:
        if token.kind is Kind.SIGN:
            self._take_sign(token, following)
        elif token.kind is Kind.VARIABLE:
            self._take_variable(variable_name(token))
        elif token.kind is Kind.WORD:
            self._take_word(token)
        self.previous = token
        self.index += 1

    def result(self, from_clauses: Iterable[FromClause], end: int) -> Outline:
        top = self.queries[0]
        for query in self.queries:
            if query.where is not None:
                query.where.variables |= query.variables
        order = end if self.order is None else self.order
        return Outline(
            form=self.form,
            selected=None if self.star else tuple(self.selected),
            variables=tuple(self.variables),
            assigned=frozenset(self.assigned),
            groups=tuple(self.groups),
            where=top.where,
            outside=frozenset(() if top.where else top.variables),
            template=self.template,
            from_clauses=tuple(from_clauses),
            ordered=self.ordered,
            sliced=self.sliced,
            modifiers=end if self.modifiers is None else self.modifiers,
            order=order,
        )

    def _take_word(self, token: Token) -> None:
        word = token.word
        if word == "VALUES":
            self.frames[-1].data_follow = True
        if len(self.frames) > 1 or self.parentheses:
            return
        if self.form is None:
            self.form = None if word in _PROLOGUE else token
        elif word == "FROM":
            self.from_indices.append(self.index)
        elif word in _MODIFIERS:
            self._take_modifier(token)

    def _take_modifier(self, token: Token) -> None:
        word = token.word
        self.ordered |= word == "ORDER"
        self.sliced |= word in _SLICE
        if self.modifiers is None:
            self.modifiers = token.start
        if self.order is None and word in _BEHIND_ORDER:
            self.order = token.start

    def _take_variable(self, name: str) -> None:
        self.variables[name] = None
        owner = self.frames[-1].owner
        if owner is not None:
            owner.variables.add(name)
        is_set = self.previous is not None and self.previous.word == "AS"
        if is_set:
            self.assigned.add(name)
        if self._in_projection() and (self.parentheses == 0 or (self.parentheses == 1 and is_set)):
            self.selected.append(name)

    def _in_projection(self) -> bool:
        return len(self.frames) == 1 and self.queries[0].where is None and self.modifiers is None

    def _take_sign(self, token: Token, following: Token | None) -> None:
        sign = token.text
        if sign == "{":
            self._open(token, following)
        elif sign == "}":
            self._close(token)
        elif sign in ("(", "<<("):
            self.parentheses += 1
        elif sign in (")", ")>>"):
            self.parentheses -= 1
        elif sign == "*" and self.parentheses == 0 and self._in_projection():
            self.star = True

    def _open(self, token: Token, following: Token | None) -> None:
        frame = self.frames[-1]
        owner: _Query | Group | None
        if frame.data_follow:
            frame.data_follow = False
            owner = None
        elif self.previous is not None and self.previous.word == "CONSTRUCT":
            self.template = True
            owner = frame.owner
        elif following is not None and following.word == "SELECT":
            owner = _Query()
            self.queries.append(owner)
        else:
            owner = Group(token.end)
            self.groups.append(owner)
            outermost = self.parentheses == frame.parentheses
            if outermost and isinstance(frame.owner, _Query) and frame.owner.where is None:
                frame.owner.where = owner
        self.frames.append(_Frame(owner, self.parentheses))

    def _close(self, token: Token) -> None:
        if len(self.frames) > 1:
            owner = self.frames.pop().owner
            if isinstance(owner, Group):
                owner.end = token.start


def _from_clauses(indices: list[int], tokens: list[Token]) -> Iterable[FromClause]:
    for index in indices:
        named = index + 1 < len(tokens) and tokens[index + 1].word == "NAMED"
        place = index + 1 + named
        if place < len(tokens) and tokens[place].kind in (Kind.IRI, Kind.NAME):
            yield FromClause(tokens[index], tokens[place], named)
