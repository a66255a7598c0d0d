"""``visitkg publish``: what it writes, what it says, and what it exits with."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, NamedTuple

import pytest

from visitkg.cli import main
from visitkg.publish.write import MARK

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


class Run(NamedTuple):
    code: int
    out: str
    err: str


@pytest.fixture
def publish(
    tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Run]:
    """Return a function that runs the command in a copy of the made-up fair."""
    folder = tmp_path / "fair"
    shutil.copytree(root / "tests/tool/evidence/fair", folder)
    monkeypatch.chdir(folder)

    def run(*arguments: str) -> Run:
        with pytest.raises(SystemExit) as ended:
            main(["publish", *arguments])
        assert isinstance(ended.value.code, int)
        return Run(ended.value.code, *capsys.readouterr())

    return run


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_two_builds_are_equal(publish: Callable[..., Run], tmp_path: Path) -> None:
    assert publish("--output", str(tmp_path / "one")).code == 0
    assert publish("--output", str(tmp_path / "two")).code == 0
    one = bytes_of(tmp_path / "one")
    assert one == bytes_of(tmp_path / "two")
    assert len(one) > 100


def test_each_page_is_counted(publish: Callable[..., Run], tmp_path: Path) -> None:
    site = tmp_path / "site"
    told = publish("--output", str(site)).out
    written = [path for path in site.rglob("*") if path.is_file() and path.name != MARK]
    pages = sum(path.suffix == ".html" for path in written)
    assert told.startswith(f"Published {pages:,} pages in {len(written):,} files: ")
    assert pages > 40


def test_nothing_is_done_when_nothing_has_changed(
    publish: Callable[..., Run], tmp_path: Path
) -> None:
    site = tmp_path / "site"
    assert publish("--output", str(site)).out.startswith("Published ")
    before = site.stat().st_ino
    assert publish("--output", str(site)).out.startswith("Nothing has changed: ")
    assert site.stat().st_ino == before


def test_a_change_of_one_label_touches_few_files(
    publish: Callable[..., Run], tmp_path: Path
) -> None:
    site = tmp_path / "site"
    data = next(iter(sorted((tmp_path / "fair").rglob("data/*.ttl"))))
    publish("--output", str(site))
    data.write_text(data.read_text() + "\n<https://example.org/x> a <https://example.org/Y> .\n")
    run = publish("--output", str(site))
    assert run.code == 0
    words = run.out.replace(",", "").split()
    changed, unchanged = (int(words[words.index(word) - 1]) for word in ("written", "unchanged"))
    assert 0 < changed < unchanged


def test_a_released_version_keeps_its_data(publish: Callable[..., Run], tmp_path: Path) -> None:
    site = tmp_path / "site"
    data = next(iter(sorted((tmp_path / "fair").rglob("data/*.ttl"))))
    owl = "http://www.w3.org/2002/07/owl#"
    version = f"a <{owl}Ontology> ; <{owl}versionInfo> '1.0.0' ."
    data.write_text(f"{data.read_text()}\n<https://example.org/x> {version}\n")
    assert publish("--output", str(site), "--release").code == 0
    before = bytes_of(site)
    data.write_text(data.read_text() + "\n<https://example.org/x> a <https://example.org/Y> .\n")
    run = publish("--output", str(site), "--release")
    assert (run.code, run.out) == (2, "")
    assert run.err.startswith(
        "version 1.0.0 was released with other data\nGive the new data a new "
    )
    assert bytes_of(site) == before
    # Without --release the version stays beside what is new.
    assert publish("--output", str(site)).code == 0
    assert publish("--output", str(site), "--release", "--force").code == 0
    assert (site / "1.0.0").is_dir()
    assert bytes_of(site / "1.0.0") != before


def test_a_folder_of_something_else_is_not_overwritten(
    publish: Callable[..., Run], tmp_path: Path
) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (site / "letter.txt").write_text("dear")
    run = publish("--output", str(site))
    assert (run.code, run.out) == (2, "")
    assert run.err == (
        f"{site}: this folder holds something else than a site\nName a new or empty folder, "
        "or give --force to replace all that is in it.\n"
    )
    assert bytes_of(site) == {"letter.txt": b"dear"}
    assert publish("--output", str(site), "--force").code == 0
    assert not (site / "letter.txt").exists()


@pytest.mark.parametrize("base", ["example.org", "file:///x", "javascript:alert(1)", ""])
def test_a_base_is_an_address(publish: Callable[..., Run], tmp_path: Path, base: str) -> None:
    run = publish("--output", str(tmp_path / "site"), "--base", base)
    assert run.code == 2
    assert run.err.startswith(f"no address of a site: {base}\n")
    assert not (tmp_path / "site").exists()


def test_a_broken_file_leaves_the_site_as_it_was(
    publish: Callable[..., Run], tmp_path: Path
) -> None:
    site = tmp_path / "site"
    publish("--output", str(site))
    before = bytes_of(site)
    data = next(iter(sorted((tmp_path / "fair").rglob("data/*.ttl"))))
    data.write_text("<x> <y")
    run = publish("--output", str(site))
    assert run.code == 3
    assert data.name in run.err
    assert bytes_of(site) == before


def test_an_output_is_needed(publish: Callable[..., Run]) -> None:
    assert publish().code == 2
