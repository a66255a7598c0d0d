"""A store on disk filled from files: whole at each moment, and what broke off goes on.

Each load writes into a folder of its own, which shares what is there already with the one before
by links; ``sources.json`` names the folder that is asked, and is replaced at the end.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from pyoxigraph import Store

from visitkg.errors import InputError, Position, UsageError
from visitkg.store.fill import USUAL, ChangedError, Sizes, check_file, fill
from visitkg.store.lock import LOCK, hold, nobody_reads
from visitkg.store.plan import Wanted, absolute, find_wanted
from visitkg.store.state import (
    LOADING,
    VALUES,
    WHOLE,
    WRITTEN,
    State,
    cannot_write,
    count_statements,
    find_pending,
    read_state,
    show_path,
    sync_folder,
    write_state,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from visitkg.store.plan import Tell

_UNFINISHED: Final = ".tmp"
"""So a folder is called that has not all links yet."""


def has_store(folder: Path) -> bool:
    """Return whether a folder has files of its own to load again."""
    return (folder / WHOLE).exists() or (folder / LOADING).exists()


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load came to: the files and triples of the store, and what was read for it.

    ``files`` and ``statements`` are those that were not there before.
    """

    files: int
    statements: int
    all_files: int
    triples: int


def load_folder(  # noqa: PLR0913  (all but the first two have names)
    folder: Path,
    paths: Sequence[Path],
    *,
    graph: str | None = None,
    replace_all: bool = False,
    tell: Callable[[str], None] = lambda _: None,
    watch: Tell = lambda _text, _count, _size: None,
    sizes: Sizes = USUAL,
) -> Loaded:
    """Have the store in a folder hold what files state, beside what it holds.

    A store that holds another file that changed or is gone is built anew, as is one that is to
    hold nothing else. Until all of that is done the store is the one before. ``tell`` is given what
    people should know, ``watch`` what is being read and how much of it.

    Raise InputError for a file that can't be read or is broken, with the store as it was, and if
    the store can't be written or another load fills it; UsageError if there is nothing to load.
    """
    made = _make(folder)
    try:
        with hold(folder):
            return _load(folder, paths, graph, tell, watch, sizes, replace_all=replace_all)
    except BaseException:
        if made and not (folder / LOADING).exists():
            shutil.rmtree(folder, ignore_errors=True)
        raise


def _load(  # noqa: PLR0913, PLR0917  (what a load is told)
    folder: Path,
    paths: Sequence[Path],
    graph: str | None,
    tell: Callable[[str], None],
    watch: Tell,
    sizes: Sizes,
    *,
    replace_all: bool,
) -> Loaded:
    current = read_state(folder / WHOLE)
    pending = find_pending(folder, current)
    named = [(absolute(path), graph) for path in paths]
    wanted = find_wanted(named, [pending, current], watch, replace_all=replace_all)
    if not wanted.keys:
        raise UsageError(
            "no file to load: all that this store was made of are gone",
            position=Position(str(folder)),
            remedy="Name files.",
        )
    for path in wanted.gone:
        tell(f"{show_path(path)} is gone, and so is what it stated.")
    if current is not None and wanted.is_all_of(current):
        _keep(folder, current, wanted)
        return Loaded(0, 0, len(current.entries), current.triples)
    state, before = _choose([pending, current], wanted, watch, sizes)
    if before is None or before is current:
        # First of all nothing speaks any more of what is removed: its name is given again.
        (folder / LOADING).unlink(missing_ok=True)
        _remove_others(folder, current)
        name = _new_name(folder) if before is None else _link(folder, before, state)
        state = replace(state, folder=name)
    else:
        done = sum(entry.ended for entry in state.entries)
        tell(f"Goes on where a load ended, with {done:,} of {len(state.entries):,} files in.")
    write_state(folder / LOADING, state)
    try:
        end = fill(folder, state, watch, sizes)
    except ChangedError:
        # What is in of it is of no use, though its time may be the same again.
        (folder / LOADING).unlink(missing_ok=True)
        raise
    write_state(folder / WHOLE, end)
    (folder / LOADING).unlink(missing_ok=True)
    _remove_others(folder, end)
    new = [entry for entry in state.entries if before is not current or not entry.ended]
    return Loaded(len(new), count_statements(new), len(end.entries), end.triples)


def _make(folder: Path) -> bool:
    """Make the folder of a store if there is none, and return whether that was so.

    Raise InputError if something else is there.
    """
    try:
        folder.mkdir(parents=True)
    except FileExistsError:
        pass
    except OSError as error:
        raise cannot_write(folder, error.strerror) from error
    else:
        return True
    if not folder.is_dir():
        raise InputError(
            "this is a file, and a store is a folder",
            position=Position(str(folder)),
            remedy="Name a folder, which may be a new one.",
        )
    try:
        names = {each.name for each in folder.iterdir()}
    except OSError as error:
        raise cannot_write(folder, error.strerror) from error
    if names and names.isdisjoint({LOCK, WHOLE, LOADING}):
        raise InputError(
            "this folder holds something else than a store",
            position=Position(str(folder)),
            remedy="Name a new folder, or an empty one.",
        )
    return False


def _keep(folder: Path, current: State, wanted: Wanted) -> None:
    """Leave a store as it is, but for the times at which its files were written."""
    entries = tuple(wanted.known[entry.key] for entry in current.entries)
    times = tuple(
        replace(entry, time=now.time) for entry, now in zip(current.entries, entries, strict=True)
    )
    if times != current.entries:
        write_state(folder / WHOLE, replace(current, entries=times))
    (folder / LOADING).unlink(missing_ok=True)
    _remove_others(folder, current)


def _choose(
    states: Sequence[State | None], wanted: Wanted, watch: Tell, sizes: Sizes
) -> tuple[State, State | None]:
    """Return what is to be loaded, and the state from which that goes on, if from one.

    Files of which nothing is known are read to their ends.
    """
    before = next((each for each in states if each is not None and wanted.holds(each)), None)
    entries = [
        replace(entry, time=wanted.known[entry.key].time)
        for entry in (() if before is None else before.entries)
    ]
    keys = {entry.key for entry in entries}
    for key in wanted.keys:
        if key not in keys:
            found = wanted.known.get(key) or check_file(key, watch, sizes)
            entries.append(replace(found, done=0, lines=0, ended=False))
    if not count_statements(entries):
        raise InputError(
            "no triple in the files to load", position=Position(show_path(entries[0].path))
        )
    name = "" if before is None else before.folder
    return State(name, tuple(entries)), before


def _link(folder: Path, before: State, after: State) -> str:
    """Return the name of a new folder with what is in another one, of which nothing is copied."""
    new = _new_name(folder)
    unfinished = folder / (new + _UNFINISHED)
    shutil.rmtree(unfinished, ignore_errors=True)
    # As long as all literals come back as they are written, one copy is as good as two.
    written = WRITTEN if before.has_spelling else VALUES
    links = {VALUES: VALUES, **({WRITTEN: written} if after.has_spelling else {})}
    try:
        unfinished.mkdir()
        for name, source in links.items():
            old = Store.read_only(str(folder / before.folder / source))
            old.backup(str(unfinished / name))
        unfinished.rename(folder / new)
        sync_folder(folder)
    except (OSError, RuntimeError) as error:
        raise cannot_write(folder, error) from error
    return new


def _new_name(folder: Path) -> str:
    taken = [int(each.name) for each in folder.iterdir() if each.name.isdecimal()]
    return str(max(taken, default=0) + 1)


def _remove_others(folder: Path, state: State | None) -> None:
    """Remove the folders of loads before, unless somebody reads there."""
    kept = None if state is None else state.folder
    for each in folder.iterdir():
        if each.name != kept and each.name.removesuffix(_UNFINISHED).isdecimal():
            with nobody_reads(each) as free:
                if free:
                    shutil.rmtree(each, ignore_errors=True)
