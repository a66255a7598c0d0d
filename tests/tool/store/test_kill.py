"""A load that is killed loses nothing: the store is the one before, and the next load ends it."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from tests.tool.store.test_load import STORE, TINY, canonical, exact, names, of_files

from visitkg.errors import InputError
from visitkg.store import fill as filling
from visitkg.store import load as loading
from visitkg.store.fill import Sizes
from visitkg.store.load import load_folder
from visitkg.store.open import open_folder
from visitkg.store.state import LOADING, WHOLE, read_state, write_state

if TYPE_CHECKING:
    from collections.abc import Callable

    Write = Callable[[str, str | bytes], Path]

TOOL: Final = Path(__file__).resolve().parents[3] / "tool"
LOAD: Final = f"""
import sys
sys.path.insert(0, {str(TOOL)!r})
from pathlib import Path
from visitkg.store.fill import Sizes
from visitkg.store.load import load_folder
print("begins", flush=True)
load_folder(Path("store"), list(map(Path, sys.argv[1:])), sizes=Sizes(lines=200, statements=9))
"""
LINES: Final = "".join(
    f'_:n{n % 7} <urn:p> "{n}"^^<http://www.w3.org/2001/XMLSchema#int> .\n' for n in range(120)
)
TURTLE: Final = "".join(f"<urn:{n}> <urn:p> [ <urn:q> {n:03} ] .\n" for n in range(40))


class KilledError(Exception):
    """Where a process would have been killed."""


def start(*files: str) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", LOAD, *files], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "begins\n"
    return process


def kill(process: subprocess.Popen[str]) -> bool:
    """Kill a process, and return whether it was still at work."""
    process.send_signal(signal.SIGKILL)
    process.communicate()
    return process.returncode == -signal.SIGKILL


@pytest.mark.parametrize("seed", range(2))
def test_a_load_that_is_killed_again_and_again_ends_as_one_that_is_not(
    seed: int, write: Write
) -> None:
    files = [write("a.nt", LINES), write("b.ttl", TURTLE)]
    load_folder(Path("whole"), files)
    whole = exact(Path("whole"))
    chance = random.Random(seed)  # noqa: S311  (a moment, no secret)
    killed = 0
    for _ in range(15):
        process = start("a.nt", "b.ttl")
        time.sleep(chance.uniform(0, 0.4))
        if not kill(process):
            break
        killed += 1
        if not (STORE / WHOLE).exists():
            with pytest.raises(InputError), open_folder(STORE):
                pass
    load_folder(STORE, files)
    assert killed
    assert exact() == whole
    assert names() == {"lock", WHOLE, *(each for each in names() if each.isdecimal())}
    assert len(names()) == 3


def test_until_a_load_has_ended_the_store_is_the_one_before(write: Write) -> None:
    load_folder(STORE, [write("a.nt", LINES)])
    before = exact()
    write("b.ttl", TURTLE)
    chance = random.Random(7)  # noqa: S311  (a moment, no secret)
    for _ in range(4):
        process = start("b.ttl")
        time.sleep(chance.uniform(0, 0.3))
        kill(process)
        with open_folder(STORE, allow_stale=True) as store:
            found = sorted(map(str, store.values))
        assert found == before or (STORE / WHOLE).read_text().count('"path"') == 2
    load_folder(STORE, [Path("b.ttl")])
    with open_folder(STORE) as store:
        assert canonical(store.values) == of_files(Path("a.nt"), Path("b.ttl"))


def break_at(monkeypatch: pytest.MonkeyPatch, number: int) -> list[int]:
    """Let the process end before it has told its ``number``-th state."""
    told: list[int] = []
    written = write_state

    def write_or_break(path: Path, state: object) -> None:
        told.append(len(told))
        if len(told) > number:
            raise KilledError
        written(path, state)  # type: ignore[arg-type]  # as it was

    monkeypatch.setattr(filling, "write_state", write_or_break)
    monkeypatch.setattr(loading, "write_state", write_or_break)
    return told


@pytest.mark.parametrize("before", ["nothing", "a-store"])
def test_a_load_goes_on_from_each_piece(
    before: str, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines, turtle = LINES.splitlines(keepends=True), TURTLE.splitlines(keepends=True)
    files = [write("b.nq", "".join(lines[:9])), write("c.ttl", "".join(turtle[:5]))]
    first = write("a.nt", "<urn:a> <urn:p> 'x' .\n".replace("'", '"'))
    for number in range(0, 200, 4):
        folder = Path(f"store-{number}")
        if before == "a-store":
            load_folder(folder, [first])
        with monkeypatch.context() as patch:
            break_at(patch, number)
            try:
                load_folder(folder, files, sizes=TINY)
            except KilledError:
                ended = False
            else:
                ended = True
        if ended:
            break
        had = read_state(folder / WHOLE)
        assert (had is not None) == (before == "a-store")
        goes_on = read_state(folder / LOADING)
        told: list[str] = []
        load_folder(folder, files, sizes=TINY, tell=told.append)
        assert bool(told) == (goes_on is not None)
        with open_folder(folder) as store:
            names_of = [first, *files] if before == "a-store" else files
            assert canonical(store.values) == of_files(*names_of)
    assert number > 10


def test_what_is_in_is_not_loaded_again(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    files = [write("a.nt", LINES), write("b.ttl", TURTLE)]
    with monkeypatch.context() as patch:
        break_at(patch, 10)
        with pytest.raises(KilledError):
            load_folder(STORE, files, sizes=Sizes(lines=200, statements=9))
    state = read_state(STORE / LOADING)
    assert state is not None
    assert 0 < state.entries[0].done < len(LINES)
    checked: list[str] = []
    load_folder(STORE, files, watch=lambda text, _count, _size: checked.append(text))
    assert not any(text.startswith("Checking") for text in checked)


def test_a_load_that_broke_off_is_told_to_who_asks(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    load_folder(STORE, [write("a.nt", LINES)])
    other = write("b.ttl", TURTLE)
    with monkeypatch.context() as patch:
        break_at(patch, 5)
        with pytest.raises(KilledError):
            load_folder(STORE, [other], sizes=TINY)
    with pytest.raises(InputError, match="a load into this store has broken off"):
        exact()
    with open_folder(STORE, allow_stale=True) as store:
        assert len(store.values) == 120


def test_a_load_that_broke_off_begins_anew_if_its_file_changes(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write("a.nt", LINES)
    with monkeypatch.context() as patch:
        break_at(patch, 5)
        with pytest.raises(KilledError):
            load_folder(STORE, [path], sizes=TINY)
    write("a.nt", "<urn:a> <urn:p> <urn:b> .\n")
    load_folder(STORE, [path], sizes=TINY)
    assert exact() == ["<urn:a> <urn:p> <urn:b>"]
    assert read_state(STORE / LOADING) is None


def test_a_full_disk_is_told_and_the_load_goes_on(write: Write) -> None:
    path = write("a.nt", LINES * 4)
    limited = (
        "import resource, signal\nsignal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))\n" + LOAD
    )
    done = subprocess.run(
        [sys.executable, "-c", limited, "a.nt"], capture_output=True, text=True, check=False
    )
    assert "the store can't be written" in done.stderr
    with pytest.raises(InputError), open_folder(STORE):
        pass
    load_folder(STORE, [path])
    assert len(exact()) == 120
