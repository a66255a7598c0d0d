"""A prepared query asked of a store on disk: the answer is the one that files would give."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode

from visitkg.sparql.run import run
from visitkg.store.copy import copy_relabelled

if TYPE_CHECKING:
    from pyoxigraph import NamedNode, Store

    from visitkg.sparql.answer import Answer
    from visitkg.sparql.prepare import Prepared


def ask(
    store: Store,
    prepared: Prepared,
    *,
    graph: NamedNode | None = None,
    allow_remote: bool = False,
) -> Answer:
    """Return what the query gives in a store, or in one ``graph`` of it.

    Rows come in the order of ``visitkg.sparql.run.run``. SERVICE is refused unless
    ``allow_remote``, and FROM of graphs that the store does not have always: nothing is added to
    it. Raise UsageError and InputError as ``run`` does.
    """
    if graph is not None:
        names = tuple(each for each in store.named_graphs() if not isinstance(each, BlankNode))
        prepared = replace(prepared, dataset=((graph,), names))
    if allow_remote:
        _refuse_fetching(store, prepared)
    with ExitStack() as stack:
        return run(
            store,
            prepared,
            allow_remote=allow_remote,
            canonical=lambda found: stack.enter_context(copy_relabelled(found)),
        )


def _refuse_fetching(store: Store, prepared: Prepared) -> None:
    """Raise UsageError for a graph that FROM names and that would have to be fetched."""
    # Imported here: few queries reach out.
    from visitkg.sparql.place import error_at_token
    from visitkg.sparql.remote import unknown_graphs

    for keyword, name in unknown_graphs(store, prepared):
        raise error_at_token(
            f"the graph {name} is not in the store",
            keyword,
            name=prepared.name,
            text=prepared.source,
            remedy=f"Load it first: visitkg load --store DIR --graph {name.value} FILE",
        )
