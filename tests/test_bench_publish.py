"""What the benchmark of publishing makes up, checks and tells; nothing is timed here."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publish_project import Project

BENCH: Final = Path(__file__).resolve().parents[1] / "bench"
HREF: Final = re.compile(r' href="([^"]*)"')
ID: Final = re.compile(r' id="([^"]*)"')


@pytest.fixture(autouse=True, scope="module")
def bench_is_on_the_path() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(BENCH))
        yield


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory, bench_is_on_the_path: None) -> Project:  # noqa: ARG001  (the import needs it)
    from publish_project import provide

    return provide("1k", tmp_path_factory.mktemp("made-up") / "project")


@pytest.fixture(scope="module")
def site(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("published") / "site"
    run("publish", "--project", str(project.folder), "--output", str(folder))
    return folder


def run(*words: str) -> str:
    command = [sys.executable, "-m", "visitkg", *words]
    return subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout


def files_of(folder: Path) -> dict[str, bytes]:
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def test_a_made_up_project_has_as_many_resources_as_it_is_asked_for(project: Project) -> None:
    told = {iri for iri in project.resources if "/id/" in iri and "#" not in iri}
    assert len(told) == 1000


@pytest.mark.parametrize("size", [461, 999, 1380])
def test_a_made_up_project_is_the_same_each_time(size: int, tmp_path: Path) -> None:
    from reports import write_project

    for name in ("one", "other"):
        write_project(tmp_path / name, size)
    one, other = (files_of(tmp_path / name) for name in ("one", "other"))
    assert one == other
    subjects = b"".join(one[name] for name in one if name.startswith("data/")).count(b"\nid:")
    assert subjects == size


def test_too_small_a_project_is_refused(tmp_path: Path) -> None:
    from reports import write_project

    with pytest.raises(ValueError, match="at least 460 resources, not 459"):
        write_project(tmp_path / "project", 459)
    assert not list(tmp_path.iterdir())


def test_a_made_up_project_keeps_its_shapes_down_to_the_last_warning(project: Project) -> None:
    # No process of its own: the report counts what was looked at.
    from visitkg.project import find_project
    from visitkg.shacl.run import validate

    found = find_project(project.folder)
    report = validate(found.graph_files(), found.shape_files())
    assert not report.results
    assert not report.problems


def test_a_made_up_project_is_published_with_a_page_for_each_resource(
    project: Project, site: Path
) -> None:
    from publish_peers import told_by_us

    assert told_by_us(project, site) == project.resources


def test_no_link_in_a_made_up_site_is_dead(site: Path) -> None:
    pages = {path: path.read_text(encoding="utf-8") for path in site.rglob("*.html")}
    ids = {path: set(map(unescape, ID.findall(text))) for path, text in pages.items()}
    dead = set()
    links = 0
    for path, text in pages.items():
        for href in map(unescape, set(HREF.findall(text))):
            if re.match(r"[a-z]+:", href):
                continue
            links += 1
            name, _, fragment = href.partition("#")
            target = Path(os.path.normpath(path.parent / unquote(name))) if name else path
            if not target.is_file() or (fragment and unquote(fragment) not in ids[target]):
                dead.add((path.relative_to(site).as_posix(), href))
    assert links > len(pages)
    assert not dead


def test_a_site_that_lacks_a_page_gets_no_time(project: Project, tmp_path: Path) -> None:
    from publish import Outcome, find_fault
    from publish_peers import Maker, find_makers
    from validate import Run

    ours = next(each for each in find_makers(None, is_ontology=False) if isinstance(each, Maker))
    fault = find_fault(ours, Outcome(Run(0, 1.0), 1), project, tmp_path)
    every = len(project.resources)
    assert fault is not None
    assert fault.startswith(f"{every} of {every} resources have no page, such as https://w3id.org/")
    assert find_fault(ours, Outcome(Run(None, 9.0), 0), project, tmp_path) == (
        "stopped after 9 seconds"
    )
    assert find_fault(ours, Outcome(Run(0, 1.0), 0), project, tmp_path) == "it has made no page"
    failed = Outcome(Run(3, 1.0, last_words="no room"), 0)
    assert find_fault(ours, failed, project, tmp_path) == "exit code 3 (no room)"


def test_a_label_that_changes_changes_one_file_each_time(tmp_path: Path) -> None:
    from publish_project import provide

    made = provide("1k", tmp_path / "project")
    before = files_of(made.folder)
    for turn in range(3):
        made.change_a_label(turn)
        after = files_of(made.folder)
        assert [name for name in after if after[name] != before[name]] == ["data/report-0.ttl"]
        before = after
    assert f' {3 + 1} times"@en'.encode() in before["data/report-0.ttl"]


def test_goals_are_told_with_what_was_measured() -> None:
    from publish_table import Measured, examine

    def measure(pages: int, reading: int, publishing: int) -> list[Measured]:
        return [
            Measured("visitkg publish", pages, 9.0, 5.0, publishing),
            Measured("visitkg publish, nothing changed", 0, 9.0, 0.5, 1),
            Measured("reading the site alone", 0, 9.0, 1.0, reading),
        ]

    measured = {1_000: measure(1_000, 100, 150), 10_000: measure(9_000, 1_100, 1_450)}
    assert [f"{goal.kept}: {goal.text}" for goal in examine(measured)] == [
        "False: 10k resources: 1,800 pages a second, at least 2,000",
        "True: 1k resources: 0.50 seconds without a change, at most 1.0",
        "True: 10k resources: 0.50 seconds without a change, at most 1.0",
        (
            "False: from 1k to 10k resources: memory beyond reading grows by 0.30 of what reading "
            "takes more, at most 0.1"
        ),
    ]


def test_shares_add_up_and_keep_their_proportions() -> None:
    from reports import share

    assert share(10, {"a": 1, "b": 1, "c": 2}) == {"a": 3, "b": 2, "c": 5}
    assert share(0, {"a": 1, "b": 3}) == {"a": 0, "b": 0}
