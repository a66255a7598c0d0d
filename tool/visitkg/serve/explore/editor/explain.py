"""What a query asks, in words: its form, its parts, what is added to it, and what bounds it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from visitkg.sparql.outline import FORMS, outline
from visitkg.sparql.tokens import Kind, tokenise

if TYPE_CHECKING:
    from collections.abc import Iterable

    from visitkg.serve.limits import Limits
    from visitkg.sparql.outline import Outline
    from visitkg.sparql.prepare import Prepared
    from visitkg.sparql.tokens import Token

_MOST_NAMED: Final = 12
_PARTS: Final = {
    "OPTIONAL": "optional",
    "UNION": "alternative",
    "MINUS": "taken away",
    "FILTER": "filter",
    "BIND": "computed",
    "VALUES": "list of values",
}
_GROUPED: Final = frozenset({"AVG", "COUNT", "GROUP_CONCAT", "MAX", "MIN", "SAMPLE", "SUM"})


def explain_query(prepared: Prepared, limits: Limits) -> tuple[tuple[str, str], ...]:
    """Return what to say of a query, each with what it speaks of; what is not there is left out."""
    tokens = tokenise(prepared.source)
    shape = outline(tokens)
    rows = (
        ("Asks", _tell_form(shape)),
        ("Graphs", _name(clause.graph.text for clause in shape.from_clauses)),
        ("Prefixes", _tell_prefixes(tokens, prepared)),
        ("Patterns", _tell_patterns(tokens, shape)),
        ("Rows", _tell_rows(tokens, shape)),
        ("Added", _tell_added(prepared)),
        ("Limits", _tell_limits(limits)),
    )
    return tuple((name, words) for name, words in rows if words)


def _tell_form(shape: Outline) -> str:
    form = shape.form.word if shape.form else ""
    if form not in FORMS:
        return ""
    if form == "SELECT":
        names = shape.variables if shape.selected is None else shape.selected
        return f"SELECT: a table with {_name(f'?{each}' for each in names) or 'no columns'}."
    return {
        "ASK": "ASK: whether there is such a pattern at all, true or false.",
        "CONSTRUCT": "CONSTRUCT: a graph, made by a template from each row of what is found.",
        "DESCRIBE": "DESCRIBE: a graph, what is stated of the things that are named or found.",
    }[form]


def _name(names: Iterable[str]) -> str:
    """Return names parted by commas; of very many only the first."""
    found = list(dict.fromkeys(names))
    more = len(found) - _MOST_NAMED
    return ", ".join(found[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")


def _tell_prefixes(tokens: list[Token], prepared: Prepared) -> str:
    declared: set[str] = set()
    used: list[str] = []
    previous = ""
    for token in tokens:
        if token.kind is Kind.NAME:
            prefix = token.text.split(":", 1)[0]
            if previous == "PREFIX":
                declared.add(prefix)
            else:
                used.append(prefix)
        previous = token.word
    known = [
        f"{each}: for {prepared.prefixes[each]}"
        for each in used
        if each not in declared and each in prepared.prefixes
    ]
    return f"Known here without a declaration: {_name(known)}." if known else ""


def _tell_patterns(tokens: list[Token], shape: Outline) -> str:
    count = len(shape.groups)
    if not count:
        return ""
    found = Counter(token.word for token in tokens if token.word in _PARTS)
    parts = ", ".join(f"{found[word]} {words}" for word, words in _PARTS.items() if found[word])
    groups = "1 group" if count == 1 else f"{count} groups"
    return f"{groups} of patterns{f', in them {parts}' if parts else ''}."


def _tell_rows(tokens: list[Token], shape: Outline) -> str:
    words = [token.word for token in tokens]
    said = []
    if "DISTINCT" in words or "REDUCED" in words:
        said.append("equal ones may be left out")
    if "GROUP" in words or _GROUPED.intersection(words):
        said.append("several are counted or summed up as one")
    if shape.ordered:
        said.append("in the order that ORDER BY says")
    if shape.sliced:
        said.append("only the part that LIMIT and OFFSET say")
    text = "; ".join(said)
    return f"{text[0].upper()}{text[1:]}." if text else ""


def _tell_added(prepared: Prepared) -> str:
    values = [each.text.strip() for each in prepared.insertions if "VALUES" in each.text]
    ordered = any("STR(?" in each.text for each in prepared.insertions)
    said = []
    if values:
        said.append(f"The values of parameters: {_name(values)}.")
    if ordered:
        said.append("An order by all columns, so that the answer is the same each time.")
    return " ".join(said)


def _tell_limits(limits: Limits) -> str:
    return (
        f"The query is ended after {limits.seconds:g} seconds; "
        f"of its answer {limits.rows:,} rows are shown."
    )
