"""The grammar of queries, for messages about errors: https://www.w3.org/TR/sparql11-query/#rQuery.

The engine's parser says where it gave up, which is often far from the mistake. This grammar needs
one token to know what follows, so it fails at the first token that can't stand where it does. It
accepts a little more than the recommendation, such as ``?a = ?b = ?c``: it never judges a query
that the engine accepts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from visitkg.sparql.tokens import Kind, Token

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# Words in capitals are keywords, signs stand between quotes, the names of token kinds in lower
# case; ? * + and brackets as in the recommendation; % is a list with a separator that may end it.
_RULES: Final = """
Query: Prologue ( Select | Construct | Describe | Ask ) Values?
Prologue: ( BASE iri | PREFIX name iri )*
Select: SELECT Projection Dataset* Where Modifiers
SubSelect: SELECT Projection Where Modifiers Values?
Projection: ( DISTINCT | REDUCED )? ( '*' | ( variable | '(' Expression AS variable ')' )+ )
Construct: CONSTRUCT ( Template Dataset* Where | Dataset* WHERE Template ) Modifiers
Template: '{' ( Triples % '.' )? '}'
Describe: DESCRIBE ( '*' | ( variable | Iri )+ ) Dataset* Where? Modifiers
Ask: ASK Dataset* Where Modifiers
Dataset: FROM NAMED? Iri
Where: WHERE? Group
Modifiers: ( GROUP BY Condition+ )? ( HAVING Constraint+ )? ( ORDER BY Key+ )? Slice?
Condition: variable | Call | '(' Expression ( AS variable )? ')'
Key: variable | ( ASC | DESC ) '(' Expression ')' | Constraint
Constraint: '(' Expression ')' | Call
Slice: LIMIT integer ( OFFSET integer )? | OFFSET integer ( LIMIT integer )?
Values: VALUES Data
Group: '{' ( SubSelect | Patterns ) '}'
Patterns: ( PathTriples % '.' )? ( Pattern '.'? ( PathTriples % '.' )? )*
Pattern: Group ( UNION Group )* | OPTIONAL Group | MINUS Group | GRAPH ( variable | Iri ) Group
  | SERVICE SILENT? ( variable | Iri ) Group | FILTER Filter | Values
  | BIND '(' Expression AS variable ')'
Filter: Constraint | Exists
Data: variable '{' Value* '}' | '(' variable* ')' '{' ( '(' Value* ')' )* '}'
Value: Iri | Literal | UNDEF
Triples: Node Properties? | Term Properties
Properties: ( Verb Objects ) % ';'
Verb: variable | Iri | A
Objects: ( Term | Node ) ( ',' ( Term | Node ) )*
PathTriples: PathNode PathProperties? | Term PathProperties
PathProperties: ( PathVerb PathObjects ) % ';'
PathVerb: variable | Path
PathObjects: ( Term | PathNode ) ( ',' ( Term | PathNode ) )*
Node: '[' Properties? ']' | '(' ( Term | Node )* ')'
PathNode: '[' PathProperties? ']' | '(' ( Term | PathNode )* ')'
Path: Step ( ( '/' | '|' ) Step )*
Step: '^'? ( Iri | A | '(' Path ')' | '!' Excluded ) ( '?' | '*' | '+' )?
Excluded: OnePath | '(' ( OnePath ( '|' OnePath )* )? ')'
OnePath: '^'? ( Iri | A )
Term: variable | Iri | Literal | blank
Literal: string ( language | '^^' Iri )? | integer | number | TRUE | FALSE
Iri: iri | name
Expression: Operand ( Operator Operand | integer | number | NOT? IN List )*
Operator: '||' | '&&' | '=' | '!=' | '<' | '>' | '<=' | '>=' | '+' | '-' | '*' | '/'
Operand: ( '!' | '-' | '+' )* ( '(' Expression ')' | variable | Literal | Iri Arguments? | BuiltIn )
List: '(' ( Expression ( ',' Expression )* )? ')'
Call: Iri Arguments | BuiltIn
BuiltIn: Aggregate | Exists | Function List
Arguments: '(' DISTINCT? ( Expression ( ',' Expression )* )? ')'
Aggregate: COUNT '(' DISTINCT? ( '*' | Expression ) ')'
  | ( SUM | MIN | MAX | AVG | SAMPLE ) '(' DISTINCT? Expression ')'
  | GROUP_CONCAT '(' DISTINCT? Expression ( ';' SEPARATOR '=' string )? ')'
Exists: NOT? EXISTS Group
Function: STR | LANG | LANGMATCHES | DATATYPE | BOUND | IRI | URI | BNODE | RAND | ABS | CEIL
  | FLOOR | ROUND | CONCAT | SUBSTR | STRLEN | REPLACE | UCASE | LCASE | ENCODE_FOR_URI | CONTAINS
  | STRSTARTS | STRENDS | STRBEFORE | STRAFTER | YEAR | MONTH | DAY | HOURS | MINUTES | SECONDS
  | TIMEZONE | TZ | NOW | UUID | STRUUID | MD5 | SHA1 | SHA256 | SHA384 | SHA512 | COALESCE | IF
  | STRLANG | STRDT | SAMETERM | ISIRI | ISURI | ISBLANK | ISLITERAL | ISNUMERIC | REGEX
"""

INTEGER: Final = "integer"
"""A number without sign, point and exponent."""

END: Final = "end"
"""What stands behind the last token."""


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """A part of a rule: a ``terminal``, a ``rule``, or an operator over other parts."""

    operator: str
    name: str = ""
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Unexpected:
    """The index of the first token that can't stand where it does, and what could."""

    index: int
    expected: frozenset[str]


def find_error(tokens: Sequence[Token]) -> Unexpected | None:
    """Return the first error in a query, None if the grammar has no objection."""
    return _Check([*map(terminal, tokens), END]).run()


def terminal(token: Token) -> str:
    """Return what the grammar calls a token: a keyword, a sign in quotes, INTEGER, or a kind."""
    if token.kind is Kind.WORD:
        return token.word
    if token.kind is Kind.SIGN:
        return f"'{token.text}'"
    if token.kind is Kind.NUMBER and token.text.isdecimal():
        return INTEGER
    kind: str = token.kind.value
    return kind


def read_rules() -> dict[str, Part]:
    """Return the rules by their names."""
    rules: dict[str, Part] = {}
    for rule in _RULES.strip().replace("\n  ", " ").split("\n"):
        name, body = rule.split(":", 1)
        rules[name] = _read_choice(iter([*body.split(), ")"]))
    return rules


def _read_choice(words: Iterator[str]) -> Part:
    """Return alternatives of sequences, up to a closing bracket."""
    choices: list[list[Part]] = [[]]
    for word in words:
        if word[0] == ")":
            sequences = tuple(Part("all", parts=tuple(parts)) for parts in choices)
            choice = Part("one", parts=sequences) if len(sequences) > 1 else sequences[0]
            return _repeat(choice, word[1:])
        if word == "|":
            choices.append([])
        elif word == "%":
            separator = next(words)
            choices[-1].append(Part("list", separator, (choices[-1].pop(),)))
        elif word == "(":
            choices[-1].append(_read_choice(words))
        else:
            choices[-1].append(_read_name(word))
    raise ValueError(choices)


def _read_name(word: str) -> Part:
    name = word[: word.rindex("'") + 1] if word[0] == "'" else word.rstrip("?*+")
    is_rule = name[0].isupper() and not name.isupper()
    return _repeat(Part("rule" if is_rule else "terminal", name), word[len(name) :])


def _repeat(part: Part, sign: str) -> Part:
    names = {"?": "maybe", "*": "any", "+": "some"}
    return Part(names[sign], parts=(part,)) if sign else part


class _Check:
    """A walk through the grammar along the terminals of a query."""

    __slots__ = ("expected", "firsts", "index", "rules", "terminals")

    def __init__(self, terminals: Sequence[str]) -> None:
        self.rules = read_rules()
        self.terminals = terminals
        self.index = 0
        # What could have stood at the index.
        self.expected: set[str] = set()
        self.firsts: dict[Part, tuple[frozenset[str], bool]] = {}

    def run(self) -> Unexpected | None:
        complete = self._match(Part("rule", "Query")) and self._match(Part("terminal", END))
        return None if complete else Unexpected(self.index, frozenset(self.expected))

    def _match(self, part: Part) -> bool:
        """Move past what the part describes; False leaves the index at the error."""
        if part.operator == "rule":
            return self._match(self.rules[part.name])
        if part.operator == "terminal":
            return self._match_terminal(part.name)
        if part.operator == "all":
            return all(self._match(inner) for inner in part.parts)
        if part.operator == "one":
            return self._match_one(part.parts)
        return self._match_repeated(part)

    def _match_terminal(self, name: str) -> bool:
        if self.terminals[self.index] != name:
            self.expected.add(name)
            return False
        self.index += 1
        self.expected.clear()
        return True

    def _match_one(self, parts: Sequence[Part]) -> bool:
        for part in parts:
            if self._begins(part):
                return self._match(part)
        return next((True for part in parts if self._first(part)[1]), False)

    def _match_repeated(self, part: Part) -> bool:
        (inner,) = part.parts
        if part.operator in ("some", "list") and not self._match(inner):
            return False
        if part.operator == "maybe":
            return not self._begins(inner) or self._match(inner)
        if part.operator == "list":
            return self._match_further(inner, Part("terminal", part.name))
        while self._begins(inner):
            if not self._match(inner):
                return False
        return True

    def _match_further(self, inner: Part, separator: Part) -> bool:
        while self._begins(separator):
            self._match(separator)
            # ";" may stand more than once: https://www.w3.org/TR/sparql11-query/#rPropertyListNotEmpty
            while separator.name == "';'" and self._begins(separator):
                self._match(separator)
            if not self._begins(inner):
                break
            if not self._match(inner):
                return False
        return True

    def _begins(self, part: Part) -> bool:
        """Tell whether the part can begin here, and remember with what it could."""
        first, _ = self._first(part)
        self.expected |= first
        return self.terminals[self.index] in first

    def _first(self, part: Part) -> tuple[frozenset[str], bool]:
        """Return with what the part can begin, and whether it can be empty."""
        if part not in self.firsts:
            self.firsts[part] = self._find_first(part)
        return self.firsts[part]

    def _find_first(self, part: Part) -> tuple[frozenset[str], bool]:
        if part.operator == "terminal":
            return frozenset({part.name}), False
        if part.operator == "rule":
            return self._first(self.rules[part.name])
        first: set[str] = set()
        for inner in part.parts:
            begins, empty = self._first(inner)
            first |= begins
            if part.operator == "all" and not empty:
                return frozenset(first), False
        if part.operator == "one":
            return frozenset(first), any(self._first(inner)[1] for inner in part.parts)
        return frozenset(first), part.operator in ("all", "any", "maybe") or empty
