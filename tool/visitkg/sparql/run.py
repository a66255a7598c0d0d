"""Run a prepared query on a store: the same answer, in the same order, in each process."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from pyoxigraph import (
    CanonicalizationAlgorithm,
    Dataset,
    QueryBoolean,
    QuerySolutions,
    QueryTriples,
    Store,
)

from visitkg.errors import InputError
from visitkg.sparql.answer import Answer, Graph, Table, Truth, has_blank_nodes, relabel

if TYPE_CHECKING:
    from collections.abc import Callable

    from visitkg.sparql.prepare import Prepared

    Result = QuerySolutions | QueryBoolean | QueryTriples

Found = TypeVar("Found")


def with_canonical_labels(store: Store) -> Store:
    """Return a copy in memory whose blank nodes have the labels that RDFC-1.0 gives them."""
    dataset = Dataset(store)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    canonical = Store()
    canonical.bulk_extend(dataset)
    return canonical


def run(
    store: Store,
    prepared: Prepared,
    *,
    allow_remote: bool = False,
    canonical: Callable[[Store], Store] = with_canonical_labels,
) -> Answer:
    """Return what the query gives on the store.

    Rows of a SELECT come in the order of its ORDER BY, those that it leaves equal in the order of
    their cells. A SELECT that shows blank nodes is asked a second time, on a store with canonical
    labels (https://www.w3.org/TR/rdf-canon/), which ``canonical`` makes; the answer has b0, b1 ...
    in the order of appearance.
    What is left to the engine: which rows the LIMIT of a subquery without ORDER BY keeps, the order
    within GROUP_CONCAT, the choice of SAMPLE, and what BNODE, NOW, RAND and UUID make.

    SERVICE, and FROM of graphs that the store does not have, raise UsageError; with
    ``allow_remote`` they are followed, and the graphs of FROM stay in the store. Raise UsageError
    too for a query that is no SPARQL, and InputError if the engine can't complete it.
    """
    if reaches_out(prepared):
        # Imported here: few queries do.
        from visitkg.sparql.remote import admit

        admit(store, prepared, allow_remote=allow_remote)
    answer = evaluate(store, prepared, read_answer)
    if isinstance(answer, Table) and has_blank_nodes(answer):
        again = evaluate(canonical(store), prepared, read_answer)
        if isinstance(again, Table):
            return Table(again.variables, relabel(again.rows))
    return answer


def reaches_out(prepared: Prepared) -> bool:
    """Tell whether a query may reach out: a word of it says so, or an escape that can spell one."""
    return bool(prepared.from_clauses) or any(
        sign in prepared.text.lower() for sign in ("service", "\\u")
    )


def evaluate(store: Store, prepared: Prepared, read: Callable[[Result, Prepared], Found]) -> Found:
    """Return what is read of the engine's result, nothing admitted or refused before.

    Raise UsageError for a query that is no SPARQL, InputError if the engine can't complete it.
    """
    dataset: dict[str, Any] = {}
    if prepared.dataset is not None:
        dataset["default_graph"], dataset["named_graphs"] = map(list, prepared.dataset)
    try:
        result = store.query(
            prepared.text,
            prefixes=dict(prepared.prefixes),
            base_iri=prepared.base_iri,
            **dataset,
        )
        return read(result, prepared)
    except SyntaxError as error:
        # Imported here: only a mistake needs it.
        from visitkg.sparql.syntax import explain

        raise explain(prepared, error) from error
    except (OSError, RuntimeError, ValueError) as error:
        raise InputError(f"the query could not be completed: {error}") from error
    except BaseException as error:
        # The engine's panics are not Exceptions: https://pyo3.rs/main/function/error-handling
        if type(error).__name__ != "PanicException":
            raise
        raise InputError(
            f"the engine broke off: {error}",
            remedy="Does ORDER BY compare terms that have no order? Sort by STR(?x) instead.",
        ) from error


def read_answer(result: Result, prepared: Prepared) -> Answer:
    """Return all that a result of the engine gives."""
    if isinstance(result, QueryBoolean):
        return Truth(bool(result))
    if isinstance(result, QueryTriples):
        return Graph(tuple(result))
    names = name_columns(result, prepared)
    return Table(tuple(names), tuple(tuple(row[name] for name in names) for row in result))


def name_columns(result: QuerySolutions, prepared: Prepared) -> list[str]:
    """Return the names of the columns: of ``*`` in the order in which the query names them."""
    names = [variable.value for variable in result.variables]
    if prepared.selects_all:
        names.sort(key=prepared.variables.index)
    return names
