"""A copy of a store whose blank nodes have other labels.

A small one is made in memory, a large one in a temporary folder, which is removed afterwards.
"""

from __future__ import annotations

from contextlib import contextmanager
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from pyoxigraph import CanonicalizationAlgorithm, Dataset, Quad, Store

from visitkg.errors import InputError
from visitkg.graph.difference import blank_nodes
from visitkg.store.text import may_be_blank

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

IN_MEMORY: Final = 1_000_000
"""So many triples are copied in memory."""


@contextmanager
def copy_relabelled(store: Store, most: int = IN_MEMORY) -> Iterator[Store]:
    """Give a copy whose blank nodes have the labels of https://www.w3.org/TR/rdf-canon/.

    What has no blank node does not count for these, so only the rest is ever in memory.
    """
    blank: list[Quad] = []

    def without_blank() -> Iterator[Quad]:
        for quad in store:
            if may_be_blank(quad) and blank_nodes(quad):
                blank.append(quad)
            else:
                yield quad

    with _copy(without_blank(), in_memory=len(store) <= most) as copy:
        dataset = Dataset(blank)
        dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
        copy.bulk_extend(dataset)
        yield copy


@contextmanager
def _copy(statements: Iterable[Quad], *, in_memory: bool) -> Iterator[Store]:
    if in_memory:
        copy = Store()
        copy.bulk_extend(statements)
        yield copy
        return
    with TemporaryDirectory(prefix="visitkg-", ignore_cleanup_errors=True) as folder:
        try:
            copy = Store(folder)
            copy.bulk_extend(statements)
        except (OSError, RuntimeError) as error:
            raise InputError(
                f"a copy of the store can't be written: {error}",
                remedy="It needs room among the temporary files; TMPDIR names another place.",
            ) from error
        yield copy
