"""Results that a revision in git has too, whatever has become of its files since."""

from __future__ import annotations

import gzip
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from visitkg.errors import InputError
from visitkg.shacl.inputs import Inputs
from visitkg.shacl.load import Reading
from visitkg.shacl.revision import find_revision
from visitkg.shacl.run import validate
from visitkg.shacl.unchanged import NotComparable, mark_unchanged

if TYPE_CHECKING:
    from collections.abc import Sequence

    from visitkg.shacl.result import ValidationReport

pytestmark = pytest.mark.usefixtures("repository")

HEADER: Final = (
    "@prefix ex: <http://example.org/> . @prefix owl: <http://www.w3.org/2002/07/owl#> . "
    "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . "
    "@prefix sh: <http://www.w3.org/ns/shacl#> .\n"
)
SHAPES: Final = """\
ex:S sh:targetClass ex:Cat ; sh:property ex:name , ex:food .
ex:name sh:path ex:name ; sh:minCount 1 .
ex:food sh:path ex:eats ; sh:class ex:Food .
"""
TOM: Final = "ex:tom a ex:Cat .\n"
KIT: Final = "ex:kit a ex:Cat .\n"


def git(*arguments: str, folder: Path | None = None) -> str:
    who = ("-c", "user.name=Cat", "-c", "user.email=cat@example.org")
    allowed = ("-c", "protocol.file.allow=always", "-c", "advice.detachedHead=false")
    done = subprocess.run(
        ["git", *who, *allowed, *arguments],  # noqa: S607  (found on the path)
        cwd=folder,
        check=True,
        capture_output=True,
        encoding="utf-8",
    )
    return done.stdout


def write(files: dict[str, str | None]) -> None:
    """Write files, each with the prefixes first; remove those of None."""
    for name, text in files.items():
        path = Path(name)
        if text is None:
            path.unlink()
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(HEADER + text, encoding="utf-8")


def commit(**files: str | None) -> None:
    """Write ``name.ttl`` for each name, where __ stands for a slash, and commit what is there."""
    write({f"{name.replace('__', '/')}.ttl": text for name, text in files.items()})
    git("add", "--all")
    git("commit", "--quiet", "--allow-empty", "--message", "cats")


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a repository, the working directory, whose first commit has shapes alone."""
    folder = tmp_path / "cats"
    folder.mkdir()
    monkeypatch.chdir(folder)
    git("init", "--quiet", "--initial-branch", "main")
    commit(shapes=SHAPES)
    return folder


def since(  # noqa: PLR0913  (what the command takes)
    revision: str,
    data: Sequence[str] = ("data.ttl",),
    shapes: Sequence[str] = ("shapes.ttl",),
    ontology: Sequence[str] = (),
    *,
    reading: Reading | None = None,
    engine: str = "auto",
) -> tuple[list[str], list[str]]:
    """Return the names of the focus nodes of new results, then of known ones."""

    def run(inputs: Inputs, reading: Reading) -> ValidationReport:
        return validate(*inputs, reading=reading, allow_empty=True, engine=engine)

    inputs = Inputs(*(tuple(map(Path, paths)) for paths in (data, shapes, ontology)))
    reading = reading or Reading()
    report = run(inputs, reading)
    found = find_revision(revision, inputs.data[0])
    marked = mark_unchanged(report, inputs, reading, found, run)
    assert marked.conforms == report.conforms
    return tuple(
        sorted(re.split(r"[/#]", str(result.focus_node).rstrip(">"))[-1] for result in results)
        for results in (marked.results, marked.known)
    )  # type: ignore[return-value]  # two of them


def test_what_was_so_is_known_though_it_has_moved() -> None:
    commit(data=TOM)
    write({"data.ttl": f"\n# moved\n{KIT}\n{TOM}"})
    assert since("HEAD") == (["kit"], ["tom"])


def test_what_is_right_by_now_is_neither_new_nor_known() -> None:
    commit(data=TOM + KIT)
    write({"data.ttl": f'{TOM}ex:kit a ex:Cat ; ex:name "Kit" .'})
    assert since("HEAD") == ([], ["tom"])


def test_what_breaks_by_a_deleted_statement_is_new() -> None:
    commit(data=f'ex:kit a ex:Cat ; ex:name "Kit" .\n{TOM}')
    write({"data.ttl": KIT + TOM})
    assert since("HEAD") == (["kit"], ["tom"])


FED: Final = 'ex:tom a ex:Cat ; ex:name "Tom" ; ex:eats ex:fish .\n'


def test_what_breaks_by_a_deleted_file_is_new() -> None:
    commit(data__tom=FED, data__fish="ex:fish a ex:Food .")
    write({"data/fish.ttl": None})
    assert since("HEAD", ["data"]) == (["tom"], [])


def test_what_breaks_by_a_change_of_the_ontology_is_new() -> None:
    ontology = "ex:Fish rdfs:subClassOf ex:Food . ex:fish a ex:Fish ."
    commit(data=FED, ontology=ontology)
    assert since("HEAD", ontology=["ontology.ttl"]) == ([], [])
    write({"ontology.ttl": "ex:fish a ex:Fish ."})
    assert since("HEAD", ontology=["ontology.ttl"]) == (["tom"], [])


def test_what_another_shape_finds_is_new() -> None:
    commit(data=TOM)
    write(
        {"shapes.ttl": f"{SHAPES}ex:S sh:property ex:age . ex:age sh:path ex:age ; sh:minCount 1 ."}
    )
    assert since("HEAD") == (["tom"], ["tom"])


def test_results_in_a_renamed_file_are_known() -> None:
    commit(data__old=TOM)
    git("mv", "data/old.ttl", "data/new.ttl")
    assert since("HEAD", ["data"]) == ([], ["tom"])


def test_results_in_a_new_file_are_new() -> None:
    commit(data__tom=TOM)
    write({"data/kit.ttl": KIT})
    assert since("HEAD", ["data"]) == (["kit"], ["tom"])


def test_without_data_or_shapes_at_the_revision_all_is_new() -> None:
    commit(data=TOM, more=SHAPES)
    assert since("HEAD", shapes=["more.ttl"]) == ([], ["tom"])
    assert since("HEAD~1") == (["tom"], [])
    assert since("HEAD~1", shapes=["more.ttl"]) == (["tom"], [])


def test_shapes_that_no_revision_can_have_are_the_same_for_both() -> None:
    commit(data=TOM)
    write({"../outside.ttl": SHAPES, "build/ignored.ttl": SHAPES, "untracked.ttl": SHAPES})
    Path(".gitignore").write_text("build/\n", encoding="utf-8")
    assert since("HEAD", shapes=["../outside.ttl"]) == ([], ["tom"])
    assert since("HEAD", shapes=["build/ignored.ttl"]) == ([], ["tom"])
    assert since("HEAD", shapes=["untracked.ttl"]) == (["tom"], [])


def test_data_that_git_ignores_are_all_new() -> None:
    Path(".gitignore").write_text("build/\n", encoding="utf-8")
    write({"build/data.ttl": TOM})
    assert since("HEAD", ["build"]) == (["tom"], [])


@pytest.mark.parametrize("name", ["HEAD", "HEAD~0", "main", "v1", "@{0}"])
def test_a_revision_has_any_name_that_git_knows(name: str) -> None:
    commit(data=TOM)
    git("tag", "--annotate", "v1", "--message", "one")
    write({"data.ttl": TOM + KIT})
    assert since(name) == (["kit"], ["tom"])
    assert since(git("rev-parse", "--short", "HEAD").strip()) == (["kit"], ["tom"])


def test_relative_iris_are_those_of_the_file() -> None:
    commit(data="<#tom> a ex:Cat .")
    write({"data.ttl": "<#tom> a ex:Cat . <#kit> a ex:Cat ."})
    assert since("HEAD") == (["kit"], ["tom"])


def test_shapes_may_speak_of_the_iri_of_a_file() -> None:
    shapes = f'ex:T sh:targetClass ex:Cat ; sh:pattern "^{Path.cwd().as_uri()}/" .'
    commit(data="<#tom> a ex:Cat .", other=shapes)
    write({"data.ttl": "<#tom> a ex:Cat . ex:kit a ex:Cat ."})
    assert since("HEAD", shapes=["other.ttl"]) == (["kit"], [])


def test_shapes_without_a_name_are_known_by_their_lines() -> None:
    shapes = "ex:S sh:targetClass ex:Cat ; sh:property [ sh:path ex:name ; sh:minCount 1 ] ."
    commit(data=TOM, blank=shapes)
    write({"data.ttl": TOM + KIT, "blank.ttl": f"\n\n{shapes}"})
    assert since("HEAD", shapes=["blank.ttl"]) == (["kit"], ["tom"])


@pytest.mark.parametrize("engine", ["nodes", "columns"])
def test_blank_nodes_are_known_by_their_lines(engine: str) -> None:
    commit(data="[] a ex:Cat ; ex:eats ex:stone .\n")
    before = since("HEAD", engine=engine)
    assert (len(before[0]), len(before[1])) == (0, 2)
    write({"data.ttl": "\n[] a ex:Cat ; ex:eats ex:stone .\n[] a ex:Cat ; ex:eats ex:iron .\n"})
    after = since("HEAD", engine=engine)
    assert (len(after[0]), len(after[1])) == (2, 2)


def test_the_command_works_in_a_folder_below_and_with_whole_paths(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit(data__tom=TOM, sub__more="ex:a ex:b ex:c .")
    write({"data/kit.ttl": KIT})
    monkeypatch.chdir("sub")
    assert since("HEAD", ["../data"], ["../shapes.ttl"]) == (["kit"], ["tom"])
    whole = [[str(repository / "data")], [str(repository / "shapes.ttl")]]
    assert since("HEAD", *whole) == (["kit"], ["tom"])


def test_the_repository_is_that_of_the_data(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit(data=TOM)
    monkeypatch.chdir(tmp_path)
    assert since("HEAD", ["cats/data.ttl"], ["cats/shapes.ttl"]) == ([], ["tom"])


@pytest.mark.parametrize(
    "name", ["a cat.ttl", "-x.ttl", "*.ttl", "고양이.ttl", "a\nb.ttl", '"q".ttl']
)
def test_files_may_have_any_name(name: str) -> None:
    write({f"data/{name}": TOM})
    commit(data__other="ex:a ex:b ex:c .")
    assert since("HEAD", ["data"]) == ([], ["tom"])
    assert since("HEAD", [f"data/{name}"]) == ([], ["tom"])


def test_a_folder_is_not_taken_for_another_that_begins_alike() -> None:
    commit(data__tom="ex:a ex:b ex:c .", data2__tom=TOM)
    write({"data/tom.ttl": TOM})
    assert since("HEAD", ["data"]) == (["tom"], [])


def test_the_whole_repository_may_be_named() -> None:
    commit(data=TOM)
    Path("picture.png").write_bytes(b"\x89PNG")
    assert since("HEAD", ["."]) == ([], ["tom"])


def test_packed_files_are_read() -> None:
    Path("data").mkdir()
    Path("data/tom.ttl.gz").write_bytes(gzip.compress((HEADER + TOM).encode()))
    commit()
    assert since("HEAD", ["data"]) == ([], ["tom"])
    assert since("HEAD", ["data/tom.ttl.gz"]) == ([], ["tom"])


def test_files_are_as_git_would_check_them_out() -> None:
    Path(".gitattributes").write_text("*.ttl working-tree-encoding=UTF-16LE\n", encoding="utf-8")
    Path("data.ttl").write_text(HEADER + TOM, encoding="utf-16-le")
    commit()
    with pytest.raises(InputError):
        validate(["data.ttl"], ["shapes.ttl"])
    Path("data.ttl").write_text(HEADER + TOM, encoding="utf-8")
    Path("shapes.ttl").write_text(HEADER + SHAPES, encoding="utf-8")
    with pytest.raises(NotComparable):  # for it is UTF-16 there
        since("HEAD")


def test_links_lead_where_they_led() -> None:
    write({"store/tom.ttl": TOM})
    Path("data").mkdir()
    Path("data/link.ttl").symlink_to("../store/tom.ttl")
    commit()
    write({"store/tom.ttl": TOM + KIT})
    assert since("HEAD", ["data"]) == (["kit"], ["tom"])
    assert since("HEAD", ["data/link.ttl"]) == (["kit"], ["tom"])


def test_a_link_out_of_the_repository_has_no_results_at_the_revision(tmp_path: Path) -> None:
    write({"../outside.ttl": TOM})
    Path("data").mkdir()
    Path("data/relative.ttl").symlink_to("../../outside.ttl")
    Path("data/absolute.ttl").symlink_to(tmp_path / "outside.ttl")
    commit(data__kit=KIT)
    assert since("HEAD", ["data"]) == (["tom"], ["kit"])


CATS: Final = "http://example.org/shapes/cats"


def test_an_import_that_is_mapped_is_that_of_the_revision() -> None:
    commit(data=TOM, importing=f"<> owl:imports <{CATS}> .", cats=SHAPES)
    write({"cats.ttl": SHAPES.replace("ex:name ;", "ex:title ;"), "../other.ttl": SHAPES})
    mapped = {CATS: Path("cats.ttl")}
    assert since("HEAD", shapes=["importing.ttl"], reading=Reading(imports=mapped)) == (["tom"], [])
    mapped = {CATS: Path("../other.ttl")}
    assert since("HEAD", shapes=["importing.ttl"], reading=Reading(imports=mapped)) == ([], ["tom"])


def test_an_import_below_is_that_of_the_revision() -> None:
    commit(data=TOM, sh__importing="<> owl:imports <more/cats.ttl> .", sh__more__cats=SHAPES)
    write({"sh/more/cats.ttl": SHAPES.replace("ex:name ;", "ex:title ;")})
    allowing = Reading(allow_imports=True)
    assert since("HEAD", shapes=["sh/importing.ttl"], reading=allowing) == (["tom"], [])
    write({"sh/more/cats.ttl": SHAPES})
    assert since("HEAD", shapes=["sh/importing.ttl"], reading=allowing) == ([], ["tom"])


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    "setting", ["core.splitIndex", "core.sparseCheckout", "core.untrackedCache"]
)
def test_nothing_in_the_repository_is_touched(repository: Path, setting: str) -> None:
    commit(data=TOM)
    git("config", setting, "true")
    write({"data.ttl": TOM + KIT, "staged.ttl": KIT})
    git("add", "staged.ttl")
    before = contents(repository)
    assert since("HEAD") == (["kit"], ["tom"])
    assert contents(repository) == before


def test_what_a_hook_is_told_of_its_repository_leads_nowhere_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit(data=TOM)
    git("init", "--quiet", str(tmp_path / "other"))
    for name, value in {
        "GIT_DIR": tmp_path / "other/.git",
        "GIT_INDEX_FILE": tmp_path / "other/.git/index",
        "GIT_WORK_TREE": tmp_path / "other",
        "GIT_PREFIX": "data/",
    }.items():
        monkeypatch.setenv(name, str(value))
    assert since("HEAD") == ([], ["tom"])
    assert not (tmp_path / "other/.git/index").exists()


def test_a_shallow_clone_serves_as_far_as_it_goes(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit(data=TOM)
    git("clone", "--quiet", "--depth", "1", repository.as_uri(), str(tmp_path / "shallow"))
    monkeypatch.chdir(tmp_path / "shallow")
    assert since("HEAD") == ([], ["tom"])
    with pytest.raises(InputError) as raised:
        since("HEAD~1")
    assert str(raised.value) == (
        f"no revision 'HEAD~1' in the repository {tmp_path / 'shallow'}\n"
        "This clone holds the last commits only: get the others with git fetch --unshallow, or in "
        "a workflow with fetch-depth: 0 for actions/checkout."
    )


def test_a_branch_that_only_the_origin_has_is_suggested(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit(data=TOM)
    git("branch", "next")
    git("clone", "--quiet", str(repository), str(tmp_path / "clone"))
    monkeypatch.chdir(tmp_path / "clone")
    with pytest.raises(InputError) as raised:
        since("next")
    assert str(raised.value) == (
        f"no revision 'next' in the repository {tmp_path / 'clone'}\nDid you mean 'origin/next'?"
    )
    assert since("origin/next") == ([], ["tom"])


@pytest.mark.parametrize(
    "name", ["nowhere", "", "-h", "--all", "HEAD..HEAD", "HEAD:data.ttl", "HEAD:", "HEAD^9", "a b"]
)
def test_what_is_no_commit_is_refused(repository: Path, name: str) -> None:
    commit(data=TOM)
    with pytest.raises(InputError) as raised:
        since(name)
    assert str(raised.value) == (
        f"no revision {name!r} in the repository {repository}\n"
        "Name a commit, a branch or a tag; git log shows the commits."
    )


def test_a_repository_without_a_commit_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    git("init", "--quiet")
    write({"data.ttl": TOM, "shapes.ttl": SHAPES})
    with pytest.raises(InputError, match=r"^no revision 'HEAD' in the repository "):
        since("HEAD")


def test_a_folder_without_a_repository_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    write({"data.ttl": TOM, "shapes.ttl": SHAPES})
    with pytest.raises(InputError) as raised:
        since("HEAD")
    assert str(raised.value) == (
        "data.ttl: no revision to compare with: not a git repository (or any of the parent "
        "directories): .git\n"
        "Name data that are kept in a git repository, or leave --changed-since out."
    )


def test_without_git_the_option_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    commit(data=TOM)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(InputError) as raised:
        since("HEAD")
    assert str(raised.value) == (
        "git can't be run: No such file or directory\n"
        "Install git, which --changed-since needs, or leave that out."
    )


def test_data_outside_the_repository_are_refused(tmp_path: Path) -> None:
    commit(data=TOM)
    write({"../outside.ttl": KIT})
    with pytest.raises(InputError) as raised:
        since("HEAD", ["data.ttl", "../outside.ttl"])
    assert str(raised.value) == (
        f"../outside.ttl: this lies outside the repository {tmp_path / 'cats'}\n"
        "With --changed-since, name data of one repository."
    )


def test_a_submodule_with_rdf_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    git("init", "--quiet", folder=other)
    (other / "notes.txt").write_text("no RDF", encoding="utf-8")
    git("add", ".", folder=other)
    git("commit", "--quiet", "--message", "notes", folder=other)
    commit(data__tom=TOM)
    git("submodule", "--quiet", "add", str(other), "data/sub")
    commit()
    assert since("HEAD", ["data"]) == ([], ["tom"])
    write({"data/sub/kit.ttl": KIT})
    with pytest.raises(InputError) as raised:
        since("HEAD", ["data"])
    assert str(raised.value) == (
        "data/sub: this is a submodule, which has revisions of its own\n"
        "With --changed-since, name data of one repository."
    )


def test_a_pipe_can_not_be_read_twice() -> None:
    commit(data=TOM)
    os.mkfifo("pipe.ttl")
    inputs = Inputs((Path("data.ttl"),), (Path("shapes.ttl"), Path("pipe.ttl")))
    revision = find_revision("HEAD", inputs.data[0])
    report = validate(["data.ttl"], ["shapes.ttl"])
    with pytest.raises(InputError) as raised:
        mark_unchanged(report, inputs, Reading(), revision, lambda _inputs, _reading: report)
    assert str(raised.value) == (
        "pipe.ttl: this can be read only once\nWith --changed-since, name files and folders."
    )


# Each way in which a revision can't be validated: its files, and what is said.
BROKEN: Final = {
    "data": ({"data": "ex:tom a ."}, r"HEAD:data.ttl:2:10: \. is not a valid RDF object"),
    "shapes": ({"shapes": "ex:S sh:targetClass ."}, "HEAD:shapes.ttl:2:21: .*"),
    "ill-formed shapes": (
        {"shapes": 'ex:S sh:targetClass ex:Cat ; sh:path ex:p ; sh:minCount "1" .'},
        'HEAD:shapes.ttl:2: sh:minCount takes a whole number, not "1"',
    ),
    "an import of shapes": (
        {"shapes": f"{SHAPES}<> owl:imports <{CATS}> ."},
        f"HEAD:shapes.ttl:5: owl:imports <{CATS}> is not read: nothing is fetched",
    ),
}


@pytest.mark.parametrize(("files", "message"), BROKEN.values(), ids=BROKEN)
def test_a_revision_that_can_not_be_validated_is_told(files: dict[str, str], message: str) -> None:
    commit(**{"data": TOM, **files})
    write({"data.ttl": TOM, "shapes.ttl": SHAPES})
    with pytest.raises(NotComparable) as raised:
        since("HEAD")
    assert re.fullmatch(message, str(raised.value))


def test_a_repository_that_has_lost_an_object_is_refused(repository: Path) -> None:
    commit(data=TOM)
    lost = git("rev-parse", "HEAD:data.ttl").strip()
    (repository / ".git/objects" / lost[:2] / lost[2:]).unlink()
    with pytest.raises(InputError) as raised:
        since("HEAD")
    assert str(raised.value) == (
        f"git can't read the revision 'HEAD': unable to read sha1 file of data.ttl ({lost})\n"
        "Look with git fsck whether the repository is whole."
    )


def test_nothing_is_left_in_the_folder_for_what_is_temporary(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    commit(data="ex:tom a .")
    write({"data.ttl": TOM})
    with pytest.raises(NotComparable):
        since("HEAD")
    commit(data=TOM)
    assert since("HEAD") == ([], ["tom"])
    assert list(temporary.iterdir()) == []
    shutil.rmtree(temporary)
