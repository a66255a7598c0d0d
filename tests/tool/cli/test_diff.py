"""``visitkg diff``: what it prints for files, folders and revisions, and what it exits with."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph
import pytest
from click.testing import CliRunner

from visitkg.cli import cli
from visitkg.errors import InputError, UsageError

if TYPE_CHECKING:
    from click.testing import Result

HEADER = "@prefix ex: <http://example.org/> .\n"
OLD = HEADER + "ex:tram a ex:Tram ;\n  ex:seats 40 ;\n  ex:line [ ex:from ex:Harbour ] .\n"
NEW = HEADER + "ex:tram a ex:Tram ;\n  ex:line [ ex:from ex:Market ] ;\n  ex:seats 44 .\n"
SAME = HEADER + "ex:tram ex:line _:x . _:x ex:from ex:Harbour . ex:tram a ex:Tram ; ex:seats 40 .\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Go to a folder with two versions of a graph, and the first once more."""
    monkeypatch.chdir(tmp_path)
    for name, text in {"old.ttl": OLD, "new.ttl": NEW, "same.ttl": SAME}.items():
        Path(name).write_text(text)
    return tmp_path


def diff(*arguments: str, text: str | None = None) -> Result:
    return CliRunner().invoke(cli, ["diff", *arguments], input=text, standalone_mode=False)


def test_the_same_in_other_words_is_no_difference() -> None:
    done = diff("old.ttl", "same.ttl")
    assert (done.exception, done.return_value, done.stdout) == (None, 0, "")
    assert done.stderr == "0 removed, 0 added, 4 the same.\n"


def test_each_difference_stands_below_its_subject_with_its_place() -> None:
    done = diff("old.ttl", "new.ttl")
    assert done.return_value == 1
    assert done.stderr == "2 removed, 2 added, 2 the same.\n"
    assert done.stdout == (
        " ex:tram\n"
        "-     ex:seats 40    # old.ttl:3\n"
        "+     ex:seats 44    # new.ttl:4\n"
        " _:b1    # ex:tram / ex:line\n"
        "-     ex:from ex:Harbour    # old.ttl:4\n"
        "+     ex:from ex:Market    # new.ttl:3\n"
    )


def test_json_has_each_statement_with_its_place() -> None:
    done = diff("old.ttl", "new.ttl", "--format", "json")
    content = json.loads(done.stdout)
    assert (done.return_value, done.stderr) == (1, "")
    assert content["equal"] is False
    assert content["unchanged"] == 2
    assert [row["file"] for row in content["removed"]] == ["old.ttl", "old.ttl"]
    assert content["added"][1] == {
        "graph": None,
        "subject": "_:b1",
        "predicate": "<http://example.org/from>",
        "object": "<http://example.org/Market>",
        "file": "new.ttl",
        "line": 3,
    }


def test_an_update_makes_the_old_graph_the_new_one_but_for_blank_nodes(tmp_path: Path) -> None:
    done = diff("old.ttl", "new.ttl", "--format", "sparql-update", "--output", "update.ru")
    assert (done.return_value, done.stdout) == (1, "")
    assert done.stderr == "2 statements with blank nodes only told.\n"
    store = pyoxigraph.Store()
    store.load(path=tmp_path / "old.ttl")
    store.update(Path("update.ru").read_text())
    assert store.query("ASK { ?tram <http://example.org/seats> 44 }")
    assert not store.query("ASK { ?tram <http://example.org/seats> 40 }")


def test_folders_are_compared_file_by_file_with_one_base() -> None:
    for name in ("one", "two"):
        Path(name, "below").mkdir(parents=True)
        Path(name, "below", "a.ttl").write_text("<> <http://example.org/p> <#x> .\n")
    assert diff("one", "two").return_value == 0
    Path("two", "b.ttl").write_text("<http://e/a> <http://e/b> <http://e/c> .\n")
    done = diff("one", "two")
    assert done.return_value == 1
    assert "# two/b.ttl:1" in done.stdout


def test_standard_input_can_be_either_version() -> None:
    assert diff("-", "old.ttl", text=SAME).return_value == 0
    assert diff("old.ttl", "-", text=SAME).return_value == 0
    done = diff("-", "old.ttl", text=NEW)
    assert "-     ex:seats 44\n" in done.stdout


def test_formats_can_differ_and_graphs_count() -> None:
    quads = "".join(f"{quad} .\n" for quad in pyoxigraph.parse(path="old.ttl"))
    Path("old.nt").write_text(quads)
    assert diff("old.ttl", "old.nt").return_value == 0
    Path("old.nq").write_text(quads.replace(" .\n", " <http://example.org/graph> .\n"))
    assert diff("old.ttl", "old.nq").return_value == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "two versions are needed, and 0 given"),
        (("old.ttl",), "two versions are needed, and 1 given"),
        (("old.ttl", "new.ttl", "same.ttl"), "two versions are needed, and 3 given"),
        (("-", "-"), "- is named more than once"),
        (("--revision", "HEAD", "-"), "standard input has no revision"),
    ],
)
def test_wrong_usage_is_told(arguments: tuple[str, ...], message: str) -> None:
    error = diff(*arguments).exception
    assert isinstance(error, UsageError)
    assert error.message == message


def test_what_cannot_be_read_is_an_error() -> None:
    Path("broken.ttl").write_text("<a> <b>\n")
    Path("empty.ttl").write_text("")
    for arguments in (("old.ttl", "nowhere.ttl"), ("broken.ttl", "old.ttl")):
        assert isinstance(diff(*arguments).exception, InputError)
    error = diff("empty.ttl", "empty.ttl").exception
    assert isinstance(error, InputError)
    assert error.message == "neither version states anything"
    assert diff("empty.ttl", "old.ttl").return_value == 1


def test_graphs_that_cannot_be_told_apart_in_time_are_an_error(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from visitkg.graph import difference

    compare = difference.compare
    monkeypatch.setattr("visitkg.cli.diff.compare", lambda *sides: compare(*sides, work=0))
    error = diff("old.ttl", "new.ttl").exception
    assert isinstance(error, InputError)
    assert error.message == "these blank nodes are too symmetric to be compared"
    assert diff("old.ttl", "old.ttl").return_value == 0


def git(*arguments: str) -> None:
    settings = ("-c", "user.name=A", "-c", "user.email=a@example.org")
    subprocess.run(["git", *settings, *arguments], check=True, capture_output=True)  # noqa: S607


@pytest.fixture
def repository(folder: Path) -> Path:
    """Return a project of which one revision is kept in git."""
    Path("visitkg.toml").write_text('base = "http://example.org/"\n')
    for name in ("ontology", "data", "shapes"):
        Path(name).mkdir()
    Path("ontology/tram.ttl").write_text("<> a <http://www.w3.org/2002/07/owl#Ontology> .\n")
    Path("data/tram.ttl").write_text(OLD)
    Path("shapes").rmdir()
    git("init", "-q")
    git("add", ".")
    git("commit", "-qm", "trams")
    return folder


def test_a_project_is_compared_with_its_revision(repository: Path) -> None:
    assert repository.is_dir()
    assert diff("--revision", "HEAD").return_value == 0
    Path("data/tram.ttl").write_text(SAME)
    assert diff("--revision", "HEAD").return_value == 0
    Path("data/tram.ttl").write_text(NEW)
    done = diff("--revision", "HEAD")
    assert done.return_value == 1
    assert "-     ex:seats 40    # HEAD:data/tram.ttl:3\n" in done.stdout
    assert "+     ex:seats 44    # data/tram.ttl:4\n" in done.stdout
    assert diff("--revision", "HEAD", "ontology").return_value == 0
    assert diff("--revision", "HEAD", "data/tram.ttl").return_value == 1


def test_a_file_that_the_revision_lacks_is_added(repository: Path) -> None:
    Path("data/line.ttl").write_text("<http://e/a> <http://e/b> <http://e/c> .\n")
    Path("data/tram.ttl").unlink()
    done = diff("--revision", "HEAD", str(repository / "data"))
    assert done.stderr == "4 removed, 1 added, 0 the same.\n"


def test_a_revision_that_is_not_there_is_told(repository: Path) -> None:
    error = diff("--revision", "v9").exception
    assert isinstance(error, InputError)
    assert error.message == f"no revision 'v9' in the repository {repository}"


def test_outside_of_a_repository_there_is_no_revision(
    repository: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = tmp_path_factory.mktemp("other") / "a.ttl"
    other.write_text(OLD)
    error = diff("--revision", "HEAD", str(other)).exception
    assert isinstance(error, InputError)
    assert str(error).endswith("or leave --revision out.")
    error = diff("--revision", "HEAD", "data", str(other)).exception
    assert isinstance(error, UsageError)
    assert error.message == f"{other} lies outside the repository {repository}"
