"""What was typed before, and the file that keeps it."""

from __future__ import annotations

from pathlib import Path

import pytest

from visitkg.errors import InputError
from visitkg.shell.history import (
    LONGEST_ENTRY,
    MOST_ENTRIES,
    history_path,
    keep,
    read_history,
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state" / "visitkg" / "history"


@pytest.mark.parametrize(
    ("state", "begin"),
    [("/var/state", "/var/state"), ("", "~/.local/state"), ("relative", "~/.local/state")],
)
def test_the_history_lies_where_the_specification_says(state: str, begin: str) -> None:
    expected = Path(begin).expanduser() / "visitkg" / "history"
    assert history_path({"XDG_STATE_HOME": state}) == expected


def test_without_a_variable_the_history_lies_at_home() -> None:
    assert history_path({}) == Path.home() / ".local/state/visitkg/history"


def test_what_is_kept_is_read_again_whatever_it_holds(path: Path) -> None:
    entries = ["ASK {}", "SELECT *\n{\n\n}", '"김정은" \\ \t', "\udcff", " "]
    for entry in entries:
        keep(path, entry)
    assert read_history(path) == entries


def test_nobody_else_can_read_what_is_kept(path: Path) -> None:
    keep(path, "ASK {}")
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_what_was_typed_last_is_not_kept_twice_nor_what_is_huge(path: Path) -> None:
    keep(path, "a", ["b", "a"])
    keep(path, "x" * (LONGEST_ENTRY + 1))
    assert not path.exists()


def test_the_history_is_bounded_and_its_mode_stays(path: Path) -> None:
    keep(path, "first")
    with path.open("a", encoding="utf-8") as file:
        file.writelines(f'"{number}"\n' for number in range(3 * MOST_ENTRIES))
    entries = read_history(path)
    assert len(entries) == MOST_ENTRIES
    assert entries[-1] == str(3 * MOST_ENTRIES - 1)
    assert len(path.read_text(encoding="utf-8").splitlines()) == MOST_ENTRIES
    assert path.stat().st_mode & 0o777 == 0o600


def test_what_is_no_entry_is_passed_over(path: Path) -> None:
    path.parent.mkdir(parents=True)
    path.write_bytes(b'"a"\nnonsense\n{"b": 1}\n3\n\xff\n""\n\n"c"\n')
    assert read_history(path) == ["a", "c"]


def test_no_history_is_an_empty_one(path: Path) -> None:
    assert read_history(path) == []


def test_a_history_that_is_no_file_is_told(path: Path) -> None:
    path.mkdir(parents=True)
    with pytest.raises(InputError, match="can't be read: Is a directory"):
        read_history(path)
    with pytest.raises(InputError, match="can't be written: Is a directory"):
        keep(path, "ASK {}")


def test_a_folder_that_can_not_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "state").touch()
    with pytest.raises(InputError) as caught:
        keep(tmp_path / "state" / "visitkg" / "history", "ASK {}")
    assert "the shell goes on without it" in str(caught.value)
