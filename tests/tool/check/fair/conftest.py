"""A project of cats that lacks nothing, and what writes it with some of it changed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from visitkg.check.subject import Subject
from visitkg.project import find_project

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

CATS = Path(__file__).parent / "cats"


def changed(text: str, old: str, new: str | None) -> str:
    if new is None:
        lines = text.splitlines(keepends=True)
        return "".join(line for line in lines if not line.startswith(f"    {old}"))
    return text.replace(old, new) if old else text + new


@pytest.fixture
def make_cats(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Subject]:
    """Return what writes the project with edits: file, old text, new text; each must fit.

    An empty old text stands for the end of the file, an empty file name for all files, and no new
    text for taking away the lines that begin with the old one.
    """
    monkeypatch.chdir(tmp_path)

    def make(edits: Iterable[tuple[str, str, str | None]] = ()) -> Subject:
        paths = [path for path in sorted(CATS.rglob("*")) if path.is_file()]
        content = {path.relative_to(CATS).as_posix(): path.read_text("utf-8") for path in paths}
        for file, old, new in edits:
            names = [name for name in content if not file or name == file]
            assert any(old in content[name] for name in names)
            for name in names:
                content[name] = changed(content[name], old, new)
        for name, text in content.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return Subject(find_project())

    return make
