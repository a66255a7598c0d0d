"""A site is written whole or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from visitkg.errors import InputError, UsageError
from visitkg.publish import write
from visitkg.publish.file import File
from visitkg.publish.write import MARK, Written, read_mark, write_site

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FILES = [File("index.html", b"front"), File("id/a.html", b"a"), File("id/b.html", b"b")]


def tree(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_a_new_site_holds_the_files_and_its_mark(tmp_path: Path) -> None:
    site = tmp_path / "deep" / "site"
    assert write_site(FILES, site, "d1") == Written(3, 0, 0, 3)
    assert tree(site) == {file.path: file.content for file in FILES} | {MARK: b"d1\n"}
    assert read_mark(site) == "d1"
    assert list(site.parent.iterdir()) == [site]


@pytest.mark.parametrize("exchange", [True, False])
def test_only_what_has_changed_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, exchange: bool
) -> None:
    if not exchange:
        monkeypatch.setattr(write, "_exchange", lambda *_: False)
    site = tmp_path / "site"
    write_site(FILES, site, "d1")
    before = (site / "id/a.html").stat()
    written = write_site([FILES[0], FILES[1], File("id/c.html", b"c")], site, "d2")
    assert written == Written(1, 2, 1, 3)
    after = (site / "id/a.html").stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)
    assert sorted(tree(site)) == [MARK, "id/a.html", "id/c.html", "index.html"]
    assert list(tmp_path.iterdir()) == [site]


def failing() -> Iterator[File]:
    yield FILES[0]
    raise InputError("broken")


def test_a_failure_leaves_what_was_there(tmp_path: Path) -> None:
    site = tmp_path / "site"
    write_site(FILES, site, "d1")
    before = tree(site)
    with pytest.raises(InputError, match="broken"):
        write_site(failing(), site, "d2")
    assert tree(site) == before
    assert list(tmp_path.iterdir()) == [site]


def test_a_failure_leaves_nothing_where_nothing_was(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="broken"):
        write_site(failing(), tmp_path / "site", "d1")
    assert list(tmp_path.iterdir()) == []


def test_two_files_of_one_path_are_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="File exists"):
        write_site([FILES[0], FILES[0]], tmp_path / "site", "d1")
    assert list(tmp_path.iterdir()) == []


def test_a_new_and_an_empty_folder_hold_no_site(tmp_path: Path) -> None:
    assert read_mark(tmp_path / "new") is None
    assert read_mark(tmp_path) is None


def test_what_is_foreign_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("dear")
    with pytest.raises(UsageError, match="this folder holds something else than a site"):
        read_mark(tmp_path)
    with pytest.raises(UsageError, match="this is no folder"):
        read_mark(tmp_path / "letter.txt")


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(InputError, match="can't be written"):
        write_site(FILES, tmp_path / "file" / "site", "d1")


def test_progress_is_told(tmp_path: Path) -> None:
    counts: list[int] = []
    write_site(FILES, tmp_path / "site", "d1", counts.append)
    assert counts == [1, 2, 3]
