"""Files read to their ends before anything is loaded, and then loaded piece by piece."""

from __future__ import annotations

import gc
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode, Store

from visitkg.errors import InputError, Position
from visitkg.store.plan import base_of, read_stamp
from visitkg.store.spelling import count_spelt, keep_spelling
from visitkg.store.state import (
    LOADING,
    VALUES,
    WRITTEN,
    Entry,
    State,
    cannot_write,
    show_path,
    write_state,
)
from visitkg.store.stream import PIECE, Stream, open_stream
from visitkg.store.text import (
    STATEMENTS,
    Place,
    find_text_format,
    place_statements,
    read_pieces,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from visitkg.store.plan import Key, Tell
    from visitkg.store.text import Piece


class ChangedError(InputError):
    """That a file is not what it was when it was checked."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much is loaded together: bytes of lines, and statements of other formats."""

    lines: int = PIECE
    statements: int = STATEMENTS


USUAL: Final = Sizes()


def check_file(key: Key, tell: Tell, sizes: Sizes = USUAL) -> Entry:
    """Return what is known of a file when it was read to its end, nothing of it loaded.

    Raise InputError if it can't be read or is broken, or changed meanwhile.
    """
    path, graph = key
    stamp = read_stamp(path)
    text = f"Checking {show_path(path)}"
    base = base_of(path)
    with open_stream(path, lambda count: tell(text, count, stamp[0])) as stream:
        name = find_text_format(path, stream)
    with open_stream(path, lambda count: tell(text, count, stamp[0])) as stream:
        pieces = _read(stream, base, name, Place(), sizes)
        count, spelt = count_spelt(quad for piece in pieces for quad in piece.statements())
        digest = stream.digest()
    if read_stamp(path) != stamp:
        raise _changed(path)
    return Entry(path, graph, base, *stamp, digest, name, count, spelt)


def fill(folder: Path, state: State, tell: Tell, sizes: Sizes = USUAL) -> State:
    """Load what is missing of each file into the engine's folder; return the state at the end.

    ``loading.json`` tells after each piece how far it is. Raise InputError for a file that is
    another one than was checked, and if the store can't be written.
    """
    stores = [_open(folder / state.folder / VALUES)]
    if state.has_spelling:
        stores.append(_open(folder / state.folder / WRITTEN))
    try:
        for number, entry in enumerate(state.entries):
            if not entry.ended:
                for now in _load_file(stores, number, entry, tell, sizes):
                    entries = (*state.entries[:number], now, *state.entries[number + 1 :])
                    state = replace(state, entries=entries)
                    write_state(folder / LOADING, state)
        for store in stores:
            store.optimize()
            store.flush()
        return replace(state, triples=len(stores[0]))
    except (OSError, RuntimeError) as error:
        raise cannot_write(folder, error) from error
    finally:
        stores.clear()
        # The engine lets go of its folder when nothing holds the store any more.
        gc.collect()


def _load_file(
    stores: Sequence[Store], number: int, entry: Entry, tell: Tell, sizes: Sizes
) -> Iterator[Entry]:
    """Load a file from where it was left; yield after each piece how far it is."""
    text = f"Loading {show_path(entry.path)}"
    graph = None if entry.graph is None else NamedNode(entry.graph)
    with open_stream(entry.path, lambda count: tell(text, count, entry.size)) as stream:
        begin = Place(entry.done, entry.lines)
        for piece in _read(stream, entry.base, entry.format, begin, sizes):
            for store in stores:
                statements = place_statements(piece, number, graph)
                store.bulk_extend(statements if store is stores[0] else keep_spelling(statements))
                # What is told of it is true when it is on the disk.
                store.flush()
            entry = replace(entry, done=piece.end.done, lines=piece.end.lines)
            yield entry
        if stream.digest() != entry.sha256:
            raise _changed(entry.path)
    yield replace(entry, ended=True)


def _read(stream: Stream, base: str, name: str, begin: Place, sizes: Sizes) -> Iterator[Piece]:
    return read_pieces(
        stream,
        base=base,
        format_name=name,
        begin=begin,
        lines_together=sizes.lines,
        statements_together=sizes.statements,
    )


def _open(folder: Path) -> Store:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return Store(folder)
    except (OSError, RuntimeError) as error:
        raise cannot_write(folder, error) from error


def _changed(path: Path) -> ChangedError:
    return ChangedError(
        "this file changed while it was read",
        position=Position(show_path(path)),
        remedy="Run it again when nothing writes to the file.",
    )
