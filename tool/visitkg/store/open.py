"""A store on disk that is asked: whole, and as its files are now."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, NamedTuple

from pyoxigraph import NamedNode, Store

from visitkg.errors import InputError, Position, UsageError
from visitkg.store.lock import begin_reading, is_held
from visitkg.store.plan import as_before
from visitkg.store.state import (
    LOADING,
    VALUES,
    WHOLE,
    WRITTEN,
    State,
    find_pending,
    read_state,
    show_path,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_ATTEMPTS: Final = 5
_MOST_NAMES: Final = 10


class OpenStore(NamedTuple):
    """What a store holds: values, for queries, and the same with literals as they are written.

    These have another datatype, as ``visitkg.store.spelling`` says, unless both are the same.
    """

    values: Store
    written: Store


@contextmanager
def open_folder(folder: Path, *, allow_stale: bool = False) -> Iterator[OpenStore]:
    """Give the store in a folder, to be read.

    Raise InputError if there is none, if it can't be read, and, unless ``allow_stale``, if it is
    not what its files are now or a load has broken off.
    """
    descriptor, state = _begin(folder)
    try:
        if not allow_stale:
            refuse_stale(folder, state)
        try:
            values = Store.read_only(str(folder / state.folder / VALUES))
            written = values
            if state.has_spelling:
                written = Store.read_only(str(folder / state.folder / WRITTEN))
        except (OSError, RuntimeError) as error:
            raise _broken(folder, error) from error
        yield OpenStore(values, written)
    finally:
        os.close(descriptor)


def _begin(folder: Path) -> tuple[int, State]:
    """Return a descriptor that keeps the triples of a store in their place, and its state."""
    for _ in range(_ATTEMPTS):
        state = _read(folder)
        try:
            descriptor = begin_reading(folder / state.folder)
        except OSError as error:
            if read_state(folder / WHOLE) == state:
                raise _broken(folder, error.strerror) from error
            continue
        if read_state(folder / WHOLE) == state:
            return descriptor, state
        # A load has ended meanwhile.
        os.close(descriptor)
    raise InputError("this store changes all the time", position=Position(str(folder)))


def _read(folder: Path) -> State:
    """Return the state of a store that can be asked; raise InputError if there is none."""
    if not folder.is_dir():
        what = "this is a file, and a store is a folder" if folder.exists() else "no such store"
        raise InputError(what, position=Position(str(folder)), remedy=_fill(folder))
    state = read_state(folder / WHOLE)
    if state is not None:
        return state
    if read_state(folder / LOADING) is not None:
        what = "a load is under way" if is_held(folder) else "a load has broken off"
        raise InputError(
            f"nothing can be asked of this store yet: {what}",
            position=Position(str(folder)),
            remedy=f"visitkg load --store {folder} goes on with it.",
        )
    raise InputError(
        "this folder holds no store", position=Position(str(folder)), remedy=_fill(folder)
    )


def refuse_stale(folder: Path, state: State) -> None:
    """Raise InputError if a file of a store changed or is gone, or a load has broken off."""
    for entry in state.entries:
        if as_before(entry) is None:
            what = "has changed since" if entry.path.exists() else "is gone"
            raise InputError(
                f"this store is stale: {show_path(entry.path)} {what}",
                position=Position(str(folder)),
                remedy=f"Bring it up to date with visitkg load --store {folder}, or ask it as it "
                "is with --allow-stale.",
            )
    if find_pending(folder, state) is not None and not is_held(folder):
        raise InputError(
            "a load into this store has broken off",
            position=Position(str(folder)),
            remedy=f"visitkg load --store {folder} goes on with it; --allow-stale asks what was "
            "there before.",
        )


def find_graph(store: Store, name: str | None) -> NamedNode | None:
    """Return a graph of a store, None for None.

    Raise UsageError for what is no IRI, InputError for a graph that the store does not have.
    """
    if name is None:
        return None
    graph = read_graph_name(name)
    if not store.contains_named_graph(graph):
        known = [str(each) for each in store.named_graphs()]
        shown = ", ".join(sorted(known)[:_MOST_NAMES])
        if len(known) > _MOST_NAMES:
            shown += f" and {len(known) - _MOST_NAMES} more"
        raise InputError(
            f"no graph {graph} in this store",
            remedy=f"The named graphs are {shown}." if known else "There is no named graph.",
        )
    return graph


def read_graph_name(name: str) -> NamedNode:
    """Return the graph that an IRI names; raise UsageError for what is no IRI."""
    try:
        return NamedNode(name)
    except ValueError as error:
        raise UsageError(
            f"{name!r} is no IRI of a graph", remedy="Write the whole IRI, without < and >."
        ) from error


def _fill(folder: Path) -> str:
    return f"visitkg load --store {folder} FILE fills one."


def _broken(folder: Path, why: object) -> InputError:
    return InputError(
        f"this store can't be read: {why}",
        position=Position(str(folder)),
        remedy="If nothing else helps, load it again into another folder.",
    )
