"""The pre-commit hook as another repository uses it: a clone of this one, set up by pre-commit."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import pytest
import yaml

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT: Final = Path(__file__).resolve().parents[1]
PREFIXES: Final = (
    "@prefix ex: <http://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> .\n"
)
GOOD: Final = f'{PREFIXES}ex:a a ex:Cat ; ex:name "A" .\n'
BAD: Final = f"{PREFIXES}ex:a a ex:Cat .\n"
SHAPES: Final = (
    f"{PREFIXES}ex:S sh:targetClass ex:Cat ; sh:property ex:S-name .\n"
    "ex:S-name sh:path ex:name ; sh:minCount 1 .\n"
)
PROJECT: Final = {
    "visitkg.toml": 'name = "cats"\n',
    "ontology/cat.ttl": f"{PREFIXES}ex:Cat a <http://www.w3.org/2002/07/owl#Class> .\n",
    "data/cat.ttl": GOOD,
    "shapes/cat.ttl": SHAPES,
}
FILES: Final = {"cat.ttl": BAD, "shape.ttl": SHAPES}
"""The same without a project."""


class Outcome(NamedTuple):
    """What a command left behind."""

    code: int
    out: str


def run(*command: str, folder: Path, home: Path) -> Outcome:
    """Run a command for somebody with a name, whose pre-commit keeps its things in ``home``."""
    who = {
        f"GIT_{role}_{what}": "cat@example.org"
        for role in ("AUTHOR", "COMMITTER")
        for what in ("NAME", "EMAIL")
    }
    done = subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, **who, "PRE_COMMIT_HOME": str(home), "PRE_COMMIT_COLOR": "never"},
        check=False,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    return Outcome(done.returncode, done.stdout)


def give_up(reason: str) -> None:
    """Skip, and say why; on CI fail instead."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return where pre-commit keeps the environment of the hook, which it makes once."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def revision(home: Path) -> str:
    """Return the commit of this checkout, or skip where it is none."""
    found = run("git", "rev-parse", "HEAD", folder=ROOT, home=home)
    if found.code:
        give_up(f"this is no git checkout: {found.out}")
    return found.out.strip()


@pytest.fixture
def commit(
    tmp_path: Path, home: Path, revision: str
) -> Callable[[dict[str, str], list[str] | None], Outcome]:
    """Return what writes files and runs the hook on them, as ``git commit`` would."""

    def hook(files: dict[str, str], arguments: list[str] | None = None) -> Outcome:
        used = {"id": "visitkg-validate", **({"args": arguments} if arguments else {})}
        configuration = {"repos": [{"repo": f"file://{ROOT}", "rev": revision, "hooks": [used]}]}
        for name, text in {
            **files,
            ".pre-commit-config.yaml": yaml.safe_dump(configuration),
        }.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        run("git", "init", "--quiet", folder=tmp_path, home=home)
        run("git", "add", ".", folder=tmp_path, home=home)
        pre_commit = (sys.executable, "-m", "pre_commit", "run", "--verbose")
        outcome = run(*pre_commit, folder=tmp_path, home=home)
        if re.search(r"Could not find a version|Temporary failure|No matching", outcome.out):
            give_up(f"the package index can't be reached: {outcome.out[-500:]}")
        return outcome

    return hook


def test_good_data_pass_and_are_counted(commit: Callable[..., Outcome]) -> None:
    outcome = commit(PROJECT)
    assert outcome.code == 0, outcome.out
    assert "Passed" in outcome.out
    assert "Checked 1 focus node against 2 shapes: no violation." in outcome.out


def test_bad_data_stop_the_commit_with_the_place(commit: Callable[..., Outcome]) -> None:
    outcome = commit({**PROJECT, "data/cat.ttl": BAD})
    assert outcome.code == 1
    assert "data/cat.ttl:2:1: violation: " in outcome.out
    assert "- exit code: 1" in outcome.out


def test_misspelt_shapes_stop_the_commit(commit: Callable[..., Outcome]) -> None:
    outcome = commit({**PROJECT, "shapes/odd.ttl": f"{PREFIXES}ex:S sh:minCuont 1 .\n"})
    assert outcome.code == 1
    assert "Did you mean sh:minCount?" in outcome.out
    assert "- exit code: 3" in outcome.out


def test_broken_data_stop_the_commit(commit: Callable[..., Outcome]) -> None:
    outcome = commit({**PROJECT, "data/dog.ttl": "ex:rex a ex:Dog .\n"})
    assert outcome.code == 1
    assert "data/dog.ttl:1:1: unknown prefix 'ex:'" in outcome.out
    assert "- exit code: 3" in outcome.out


def test_without_a_project_nothing_passes_unless_data_and_shapes_are_named(
    commit: Callable[..., Outcome],
) -> None:
    outcome = commit(FILES)
    assert outcome.code == 1
    assert "no project here: " in outcome.out
    assert "- exit code: 2" in outcome.out
    outcome = commit(FILES, ["cat.ttl"])
    assert outcome.code == 1
    assert "no project here: " in outcome.out
    outcome = commit(FILES, ["cat.ttl", "--shapes", "shape.ttl"])
    assert outcome.code == 1
    assert "cat.ttl:2:1: violation: " in outcome.out


def test_what_is_no_rdf_is_not_waited_for(commit: Callable[..., Outcome]) -> None:
    outcome = commit({"notes.txt": "A cat has a name.\n"})
    assert outcome.code == 0
    assert "(no files to check)Skipped" in outcome.out


def test_the_hook_looks_at_every_kind_of_file_that_is_read() -> None:
    [hook] = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    from visitkg.project import RDF_SUFFIXES

    names = [f"data/cat{suffix}{packed}" for suffix in RDF_SUFFIXES for packed in ("", ".gz")]
    assert [name for name in names if not re.search(hook["files"], name)] == []
    assert re.search(hook["files"], "sub/visitkg.toml")
    assert not re.search(hook["files"], "data/cat.ttl.orig")
    assert not re.search(hook["files"], "data/cat_ttl")
