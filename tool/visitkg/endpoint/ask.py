"""A prepared query asked of a store: the answer is the one that the engine here would give."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pyoxigraph import QuerySolutions, Store

from visitkg.endpoint.order import (
    is_distinct,
    order_rows,
    own_order,
    store_rows,
    store_triples,
    with_columns,
)
from visitkg.endpoint.skolem import restore_rows, unskolemise
from visitkg.sparql.answer import Answer, Graph, Table, Truth, has_blank_nodes, relabel
from visitkg.sparql.outline import outline
from visitkg.sparql.prepare import reordered_text
from visitkg.sparql.remote import refuse_service
from visitkg.sparql.run import evaluate, name_columns, reaches_out
from visitkg.sparql.tokens import Kind, tokenise

if TYPE_CHECKING:
    from visitkg.endpoint.client import Endpoint
    from visitkg.sparql.answer import Row
    from visitkg.sparql.prepare import Prepared
    from visitkg.sparql.run import Result

_VARIABLE: Final = re.compile(r" \?\w+(?=\s)")


def ask(endpoint: Endpoint, prepared: Prepared, *, allow_remote: bool = False) -> Answer:
    """Return what the query gives in a store.

    Rows come in the order, and literals in the spelling, of ``visitkg.sparql.run.run``; IRIs that
    ``visitkg load`` put in the place of blank nodes are blank nodes again. FROM names graphs of the
    store. Raise UsageError for a query that is no SPARQL, and for SERVICE, which the store would
    follow, unless ``allow_remote``; InputError if the answer does not come, or not whole.
    """
    if not allow_remote:
        refuse_service(prepared)
    if prepared.form == "ASK":
        if not reaches_out(prepared):
            # The engine answers while it reads, and would follow a SERVICE that is allowed.
            _find_columns(prepared)
        return Truth(endpoint.ask(full_text(prepared, prepared.text)))
    if prepared.form == "SELECT":
        return _select(endpoint, prepared)
    _find_columns(prepared)
    text = full_text(prepared, prepared.text)
    triples = tuple(store_triples(map(unskolemise, endpoint.construct(text))))
    if prepared.form == "CONSTRUCT" and endpoint.is_virtuoso:
        # It cuts what a graph is made of, and says so of rows only.
        endpoint.select(_select_one(text))
    return Graph(triples)


def _select(endpoint: Endpoint, prepared: Prepared) -> Table:
    columns = _find_columns(prepared)
    order = own_order(prepared, columns)
    if order is None or _is_sliced(prepared):
        # Which rows LIMIT chooses, and an order by what no column shows, only the store can tell.
        rows = _rows(endpoint, full_text(prepared, _ordered_text(endpoint, prepared)), columns)
        if order is not None and not order.further:
            rows = order_rows(rows, columns, order.conditions, prepared)
    else:
        # What comes whole is put into order here: that spares the store the work.
        text = with_columns(reordered_text(prepared, lambda _: ""), order.further)
        wide = (*columns, *order.further)
        rows = _rows(endpoint, full_text(prepared, text), wide)
        rows = order_rows(rows, wide, order.conditions, prepared)
        rows = [row[: len(columns)] for row in rows]
    if is_distinct(prepared):
        # Two spellings of a value are one here, and may be two there.
        rows = list(dict.fromkeys(rows))
    table = Table(columns, tuple(rows))
    return Table(columns, relabel(rows)) if has_blank_nodes(table) else table


def _ordered_text(endpoint: Endpoint, prepared: Prepared) -> str:
    """Return a query that the store orders to the end, as far as it can."""
    if not endpoint.connections.server:
        endpoint.ask("ASK {}")
    if not endpoint.is_virtuoso:
        return prepared.text
    # It gives rows twice that are ordered by the same variable twice.
    return reordered_text(prepared, lambda keys: _VARIABLE.sub("", keys))


def _rows(endpoint: Endpoint, text: str, columns: tuple[str, ...]) -> list[Row]:
    names, found = endpoint.rows(text)
    places = [names.index(name) if name in names else None for name in columns]
    picked = (tuple(None if at is None else row[at] for at in places) for row in found)
    return store_rows(tuple(restore_rows(picked)))


def full_text(prepared: Prepared, text: str) -> str:
    """Return a query with the declarations that it takes for granted."""
    declared = {
        token.text.partition(":")[0]
        for token in tokenise(prepared.prologue)
        if token.kind is Kind.NAME
    }
    used = {token.text.partition(":")[0] for token in tokenise(text) if token.kind is Kind.NAME}
    lines = [
        f"PREFIX {prefix}: <{prepared.prefixes[prefix]}>\n"
        for prefix in sorted(used & set(prepared.prefixes) - declared)
    ]
    if prepared.base_iri is not None and "BASE" not in prepared.prologue.upper().split():
        lines.insert(0, f"BASE <{prepared.base_iri}>\n")
    return "".join([*lines, text])


def _find_columns(prepared: Prepared) -> tuple[str, ...]:
    """Return the names of the columns, none for other forms; raise UsageError for no SPARQL."""
    return evaluate(Store(), prepared, _read_columns)


def _read_columns(result: Result, prepared: Prepared) -> tuple[str, ...]:
    return tuple(name_columns(result, prepared)) if isinstance(result, QuerySolutions) else ()


def _is_sliced(prepared: Prepared) -> bool:
    return outline(tokenise(prepared.source)).sliced


def _select_one(text: str) -> str:
    """Return a SELECT with a row for each solution from which a CONSTRUCT makes triples."""
    tokens = iter(tokenise(text))
    form = next(token for token in tokens if token.word == "CONSTRUCT")
    end, depth = form.end, 0
    for token in tokens:
        depth += token.is_sign("{") - token.is_sign("}")
        if token.is_sign("}") and not depth:
            end = token.end
        if not depth:
            break
    return f"{text[: form.start]}SELECT (1 AS ?one) {text[end:]}"
