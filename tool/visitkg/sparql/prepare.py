"""From the text of a query to what the engine runs: parameters bound, the order made definite.

The engine gives rows without ORDER BY, and rows that ORDER BY leaves equal, in another order in
each process. So each query is ordered to the end here, by text: unlike the engine's own order of
terms, that of strings is total.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from visitkg.errors import UsageError
from visitkg.sparql.bounds import refuse_unbearable
from visitkg.sparql.outline import FromClause, Outline, outline
from visitkg.sparql.tokens import Kind, Token, tokenise

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from pyoxigraph import Literal, NamedNode

UNNAMED: Final = "<query>"
"""What messages call a query that was given as text."""

_UPDATES: Final = frozenset(
    {
        "ADD",
        "CLEAR",
        "COPY",
        "CREATE",
        "DELETE",
        "DROP",
        "INSERT",
        "LOAD",
        "MOVE",
        "WITH",
    }
)
_ORDER_BEGINS: Final = "\n"
"""So begins what orders a query to the end; values of parameters begin with a space."""

_DECLARING: Final = frozenset({Kind.IRI, Kind.NAME, Kind.WORD})


class Insertion(NamedTuple):
    """A text that is added to a query before the character at ``offset``."""

    offset: int
    text: str


@dataclass(frozen=True, slots=True)
class Prepared:
    """A query that is ready to run.

    ``source`` is the text as it was given and ``name`` what messages call it; ``text`` is what the
    engine runs, with the ``insertions``. ``variables`` are in the order in which the query first
    names them, as are the columns if it ``selects_all``. ``prologue`` are its declarations;
    ``prefixes`` and ``base_iri`` hold where it has none. ``dataset`` are the default graphs and
    the named graphs that stand in for those of FROM and FROM NAMED, None for those of the query.
    ``form`` is its form in capitals, empty for what is no query.
    """

    name: str
    source: str
    text: str
    insertions: tuple[Insertion, ...]
    variables: tuple[str, ...]
    selects_all: bool
    prologue: str
    from_clauses: tuple[FromClause, ...]
    prefixes: Mapping[str, str]
    base_iri: str | None
    form: str = ""
    dataset: tuple[tuple[NamedNode, ...], tuple[NamedNode, ...]] | None = None

    def source_offset(self, offset: int) -> int:
        """Return the offset in the source of a character of the text that the engine runs."""
        shift = 0
        for insertion in self.insertions:
            begin = insertion.offset + shift
            if offset < begin:
                break
            shift += min(len(insertion.text), offset - begin)
        return min(offset - shift, len(self.source))


def prepare(
    source: str,
    *,
    name: str = UNNAMED,
    prefixes: Mapping[str, str] | None = None,
    base_iri: str | None = None,
    bindings: Mapping[str, NamedNode | Literal] | None = None,
) -> Prepared:
    """Return a query that runs with ``bindings`` as the values of its variables.

    A bound variable has its value in each group of patterns that names it, in what is selected,
    counted, sorted and constructed. Raise UsageError for an update, for a binding of a variable
    that the query does not name or sets itself, and for a query that is too deep for the engine.
    A query that is no SPARQL is found out when it runs.
    """
    refuse_undecoded(source, f"the query {name}")
    tokens = tokenise(source)
    shape = outline(tokens)
    form = shape.form
    if form is not None and form.word in _UPDATES:
        # Imported here: only a mistake needs it.
        from visitkg.sparql.place import error_at_token

        raise error_at_token(
            f"{form.word} is an update, and this only asks",
            form,
            name=name,
            text=source,
            remedy="Change the data in its files. A query begins with SELECT, ASK, CONSTRUCT or "
            "DESCRIBE.",
        )
    refuse_unbearable(tokens, name=name, text=source)
    bindings = bindings or {}
    _refuse_unknown(bindings, shape)
    insertions = sorted(
        [*_bind(bindings, shape, source), *_order(shape)], key=lambda insertion: insertion.offset
    )
    return Prepared(
        name=name,
        source=source,
        text=_insert(source, insertions),
        insertions=tuple(insertions),
        variables=shape.variables,
        selects_all=shape.selected is None,
        prologue=_prologue(tokens, shape),
        from_clauses=shape.from_clauses,
        prefixes=prefixes or {},
        base_iri=base_iri,
        form="" if form is None else form.word,
    )


def write_bound(source: str, bindings: Mapping[str, NamedNode | Literal]) -> str:
    """Return the text of a query in which variables have their values, for people to read on.

    Raise UsageError as ``prepare`` does for a binding that the query can't have.
    """
    shape = outline(tokenise(source))
    _refuse_unknown(bindings, shape)
    return _insert(source, sorted(_bind(bindings, shape, source)))


def reordered_text(prepared: Prepared, change: Callable[[str], str]) -> str:
    """Return what the engine runs, but with what orders it to the end changed."""
    return _insert(
        prepared.source,
        (
            each._replace(text=change(each.text)) if each.text.startswith(_ORDER_BEGINS) else each
            for each in prepared.insertions
        ),
    )


def refuse_undecoded(text: str, what: str) -> None:
    """Raise UsageError for a text from a command line that was not in its encoding."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise UsageError(
            f"{what} is not UTF-8: character {error.start + 1}",
            remedy="Write it in UTF-8, or set the locale to the encoding that it is in.",
        ) from error


def _prologue(tokens: Iterable[Token], shape: Outline) -> str:
    """Return the declarations, without whatever else may stand among them."""
    end = shape.form.start if shape.form else 0
    return " ".join(
        token.text for token in tokens if token.start < end and token.kind in _DECLARING
    )


def _refuse_unknown(bindings: Mapping[str, NamedNode | Literal], shape: Outline) -> None:
    free = [name for name in shape.variables if name not in shape.assigned]
    for name in bindings:
        if name not in free:
            what = "sets this variable itself" if name in shape.assigned else "has no such variable"
            known = ", ".join(free) or "none"
            raise UsageError(
                f"unknown parameter {name!r}: the query {what}",
                remedy=f"The variables that can be given a value are: {known}.",
            )


def _bind(
    bindings: Mapping[str, NamedNode | Literal], shape: Outline, source: str
) -> Iterator[Insertion]:
    for group in shape.groups:
        values = _values(bindings, group.variables)
        if values:
            yield Insertion(group.start, values)
    outside = _values(bindings, shape.outside)
    if outside:
        yield Insertion(shape.modifiers, f" WHERE {{{outside}}} ")
    form = shape.form
    if bindings and form and form.word == "CONSTRUCT" and shape.where and not shape.template:
        # CONSTRUCT WHERE takes triples only, so that what it constructs has to be said twice.
        triples = source[shape.where.start : shape.where.end]
        yield Insertion(form.end, f" {{{triples}}}")


def _values(bindings: Mapping[str, NamedNode | Literal], names: Iterable[str]) -> str:
    return "".join(
        f" VALUES ?{name} {{ {bindings[name]} }} " for name in sorted(bindings.keys() & set(names))
    )


def _order(shape: Outline) -> Iterator[Insertion]:
    """Yield what puts the rows into one order: those of a SELECT, or those that LIMIT chooses."""
    form = shape.form.word if shape.form else ""
    if form == "SELECT":
        names = shape.variables if shape.selected is None else shape.selected
    elif form in ("CONSTRUCT", "DESCRIBE") and shape.sliced and shape.where:
        names = shape.variables
    else:
        return
    if names:
        keys = [key for name in names for key in _keys(name)]
        # Blank nodes have no text: they come last, by their labels.
        keys += [f"?{name}" for name in names]
        words = "" if shape.ordered else "ORDER BY "
        yield Insertion(shape.order, f"{_ORDER_BEGINS}{words}{' '.join(keys)}\n")


def _keys(name: str) -> tuple[str, ...]:
    return f"STR(?{name})", f"DATATYPE(?{name})", f"LANG(?{name})"


def _insert(source: str, insertions: Iterable[Insertion]) -> str:
    parts = []
    begin = 0
    for insertion in insertions:
        parts += [source[begin : insertion.offset], insertion.text]
        begin = insertion.offset
    return "".join([*parts, source[begin:]])
