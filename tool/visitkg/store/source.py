"""A store on disk as a validation asks it: https://www.w3.org/TR/sparql11-query/."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import DefaultGraph, Store

from visitkg.errors import InputError
from visitkg.sparql.answer import Table
from visitkg.store.copy import copy_as_one_graph
from visitkg.store.open import OpenStore, find_graph, open_folder
from visitkg.store.spelling import restore

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pyoxigraph import NamedNode

DEFAULT: Final = "default"
"""What the default graph is called where a graph is named."""


class StoreSource:
    """A store that answers queries about one graph, and what messages call it."""

    __slots__ = ("_graph", "_opened", "name")

    always_whole: Final = True
    """No answer is a part of a longer one."""

    def __init__(self, opened: OpenStore, name: str, graph: NamedNode | None = None) -> None:
        self._opened = opened
        self._graph = graph or DefaultGraph()
        self.name = name

    def select(self, query: str, /) -> Table:
        """Return the whole answer to a query of ours, with literals as they are written.

        Such a query asks who may break a shape; of a literal whose datatype it does not know that
        is never out of the question.

        Raise InputError if the engine can't complete it.
        """
        if self._opened.written is self._opened.values:
            return self.select_values(query)
        answer = self._select(self._opened.written, query)
        rows = (tuple(cell and restore(cell) for cell in row) for row in answer.rows)
        return Table(answer.variables, tuple(rows))

    def select_values(self, query: str, /) -> Table:
        """Return the whole answer to a query of the shapes, with values, as from files.

        Raise InputError if the engine can't complete it.
        """
        return self._select(self._opened.values, query)

    def _select(self, store: Store, query: str) -> Table:
        try:
            found: Any = store.query(query, default_graph=[self._graph])
            names = tuple(variable.value for variable in found.variables)
            return Table(names, tuple(map(tuple, found)))
        except (OSError, RuntimeError, SyntaxError, ValueError) as error:
            raise InputError(f"the store could not answer: {error}") from error
        except BaseException as error:
            # The engine's panics are not Exceptions: https://pyo3.rs/main/function/error-handling
            if type(error).__name__ != "PanicException":
                raise
            raise InputError(f"the engine broke off: {error}") from error


@contextmanager
def open_source(
    folder: Path, graph: str | None = None, *, allow_stale: bool = False
) -> Iterator[StoreSource]:
    """Give one graph of the store in a folder, or all its graphs together.

    Raise VisitkgError as ``open_folder`` and ``find_graph`` do.
    """
    with ExitStack() as stack:
        opened = stack.enter_context(open_folder(folder, allow_stale=allow_stale))
        name = str(folder)
        if graph == DEFAULT:
            yield StoreSource(opened, name)
        elif graph is not None:
            yield StoreSource(opened, name, find_graph(opened.values, graph))
        elif next(opened.values.named_graphs(), None) is None:
            yield StoreSource(opened, name)
        else:
            values = stack.enter_context(copy_as_one_graph(opened.values))
            written = values
            if opened.written is not opened.values:
                written = stack.enter_context(copy_as_one_graph(opened.written))
            yield StoreSource(OpenStore(values, written), name)
