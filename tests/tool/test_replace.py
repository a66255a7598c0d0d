"""A file is written whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from visitkg.errors import InputError
from visitkg.replace import replace_text


def test_the_new_text_stands_in_the_place_of_the_old_with_the_same_mode(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("old\n", encoding="utf-8")
    path.chmod(0o640)
    replace_text(path, "new é\n")
    assert path.read_bytes() == "new é\n".encode()
    assert path.stat().st_mode & 0o777 == 0o640
    assert list(tmp_path.iterdir()) == [path]


def test_a_new_file_gets_the_mode_that_any_other_would(tmp_path: Path) -> None:
    replace_text(tmp_path / "a.txt", "new\n")
    mask = os.umask(0)
    os.umask(mask)
    assert (tmp_path / "a.txt").stat().st_mode & 0o777 == 0o666 & ~mask


def test_a_folder_that_does_not_exist_is_refused_with_its_name(tmp_path: Path) -> None:
    path = tmp_path / "nowhere" / "a.txt"
    with pytest.raises(InputError) as refused:
        replace_text(path, "new\n")
    assert str(refused.value) == (
        f"{path}: this file can't be written: No such file or directory\n"
        "Make the folder and the file writable."
    )


def test_when_writing_fails_the_old_file_stays_and_nothing_is_left_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.txt"
    path.write_text("old\n", encoding="utf-8")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(InputError, match="No space left on device"):
        replace_text(path, "new\n")
    assert path.read_text(encoding="utf-8") == "old\n"
    assert list(tmp_path.iterdir()) == [path]
