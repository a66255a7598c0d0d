"""The made-up fair of Harbour: two reports by two publishers, on disk and changed at will."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from visitkg.evidence.read import read_evidence
from visitkg.graph.parse import read_triples

if TYPE_CHECKING:
    from collections.abc import Callable

    from visitkg.evidence.model import Evidence

FAIR = Path(__file__).parent / "fair"


@pytest.fixture
def fair() -> Path:
    return FAIR


@pytest.fixture(scope="session")
def evidence() -> Evidence:
    return read_evidence(read_triples(sorted(FAIR.rglob("*.ttl"))))


@pytest.fixture
def changed(tmp_path: Path) -> Callable[..., Path]:
    """Return a function that copies the fair and replaces a text in one of its files, once."""

    def change(*replacements: tuple[str, str], file: str = "data/source.ttl") -> Path:
        folder = tmp_path / "fair"
        shutil.copytree(FAIR, folder, dirs_exist_ok=True)
        path = folder / file
        text = path.read_text(encoding="utf-8")
        for old, new in replacements:
            assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
            text = text.replace(old, new)
        path.write_text(text, encoding="utf-8")
        return folder

    return change
