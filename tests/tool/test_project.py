"""Where a project is found, and what its configuration can say."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from visitkg.errors import InputError, UsageError
from visitkg.project import find_project, import_mapping, rdf_files, shipped_visit

FULL = """\
name = "cats"
base = "http://example.org/"
data = "facts"
ontology = "words"
outside-lite = ["facts/about.ttl"]
questions = "asked"
shapes = "rules"

[prefixes]
ex = "http://example.org/"
skos = "http://example.org/skos#"
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(path: Path, text: str = "") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_a_project_says_itself_where_its_folders_lie(folder: Path) -> None:
    write(folder / "visitkg.toml", FULL)
    project = find_project()
    assert (project.name, project.base) == ("cats", "http://example.org/")
    assert (project.data, project.ontology) == (Path("facts"), Path("words"))
    assert (project.shapes, project.questions) == (Path("rules"), Path("asked"))
    assert project.outside_lite == {Path("facts/about.ttl")}


def test_its_own_prefixes_go_before_the_common_ones(folder: Path) -> None:
    write(folder / "visitkg.toml", FULL)
    prefixes = find_project().all_prefixes()
    assert prefixes["ex"] == "http://example.org/"
    assert prefixes["skos"] == "http://example.org/skos#"
    assert "void" in prefixes


def test_what_it_does_not_say_has_the_usual_names(folder: Path) -> None:
    write(folder / "visitkg.toml")
    project = find_project()
    assert project.name == folder.name
    assert (project.data, project.ontology) == (Path("data"), Path("ontology"))
    assert project.questions == Path("ontology/questions")
    assert project.base is None


def test_a_project_is_found_from_a_folder_deep_inside_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(folder / "pyproject.toml", "[project]\nname = 'cats'\n[tool.visitkg]\n")
    (folder / "a" / "b").mkdir(parents=True)
    monkeypatch.chdir(folder / "a" / "b")
    project = find_project()
    assert project.name == "cats"
    assert project.root == folder


def test_a_named_folder_is_taken_as_it_was_named(folder: Path) -> None:
    write(folder / "own" / "visitkg.toml")
    assert find_project(Path("own")).data == Path("own/data")


@pytest.mark.parametrize(
    "text",
    [
        "[project]\nname = 'other'\n",
        "[tool.visitkg-extension]\n",
        "# see [tool.visitkg\n[project]\nname = 'other'\n",
    ],
    ids=["no table", "another table", "a comment"],
)
def test_a_pyproject_without_the_table_is_no_project(folder: Path, text: str) -> None:
    write(folder / "pyproject.toml", text)
    assert find_project().name == "visitkg", "the visit is the default"
    with pytest.raises(UsageError) as refused:
        find_project(Path())
    assert str(refused.value) == (
        ".: no project here: neither visitkg.toml nor [tool.visitkg] in pyproject.toml\n"
        "Name the folder that holds one of them, or leave --project out."
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "dta = 'data'",
            (
                "visitkg.toml: unknown setting 'dta' for visitkg\n"
                "The settings are: base, data, endpoints, imports, name, ontology, "
                "outside-lite, prefixes, questions, shapes, waive."
            ),
        ),
        (
            "data = 5",
            (
                "visitkg.toml: the setting 'data' is not a string\n"
                "Mend the file; the README shows each setting."
            ),
        ),
        (
            "outside-lite = 'data/about.ttl'",
            (
                "visitkg.toml: the setting 'outside-lite' is not a list of paths, such as "
                '["data/dataset.ttl"]\nMend the file; the README shows each setting.'
            ),
        ),
        (
            "prefixes = ['ex']",
            (
                "visitkg.toml: the setting 'prefixes' is not a table of IRIs, such as "
                '{ ex = "https://example.org/" }\nMend the file; the README shows each setting.'
            ),
        ),
        (
            "waive = { logo = true }",
            (
                "visitkg.toml: the setting 'waive' is not a table of reasons, such as "
                '{ logo = "there is none yet" }\nMend the file; the README shows each setting.'
            ),
        ),
        (
            "imports = { 'https://example.org/' = 5 }",
            (
                "visitkg.toml: the setting 'imports' is not a table from IRIs to paths, such as "
                '{ "https://example.org/cats" = "vendor/cats.ttl" }\n'
                "Mend the file; the README shows each setting."
            ),
        ),
        (
            "imports = { cats = 'vendor/cats.ttl' }",
            (
                "visitkg.toml: the setting 'imports' is not a table from IRIs to paths, such as "
                '{ "https://example.org/cats" = "vendor/cats.ttl" }\n'
                "Mend the file; the README shows each setting."
            ),
        ),
        (
            "data = ",
            (
                "visitkg.toml: this configuration can't be read: "
                "Invalid value (at end of document)\n"
                "Mend the file; https://toml.io explains the format."
            ),
        ),
    ],
    ids=[
        "unknown",
        "number",
        "string for a list",
        "list for a table",
        "yes for a reason",
        "number for a path",
        "name for an IRI",
        "no TOML",
    ],
)
def test_a_broken_configuration_is_refused_with_its_setting(
    folder: Path, text: str, expected: str
) -> None:
    write(folder / "visitkg.toml", text)
    with pytest.raises(InputError) as refused:
        find_project()
    assert str(refused.value) == expected


def test_without_a_project_the_visit_is_found(folder: Path) -> None:
    project = find_project()
    assert project == shipped_visit()
    assert project.graph_files()
    assert not project.root.is_relative_to(folder)


def test_a_tool_without_its_visit_says_so(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("visitkg.project.__file__", str(folder / "a" / "b" / "visitkg" / "p.py"))
    with pytest.raises(InputError) as refused:
        shipped_visit()
    assert str(refused.value) == (
        f"{folder / 'a' / 'b' / 'visitkg' / 'visit'}: the visit that ships with the tool is "
        "missing\nInstall visitkg again, or name a project with --project."
    )


def test_imports_are_mapped_to_files_of_the_project(folder: Path) -> None:
    own = folder / "own"
    write(own / "visitkg.toml", '[imports]\n"https://example.org/cats" = "vendor/cats.ttl"\n')
    write(own / "vendor" / "cats.ttl")
    mapping = import_mapping(find_project(Path("own")))
    assert mapping == {"https://example.org/cats": Path("own/vendor/cats.ttl")}
    assert import_mapping(shipped_visit()) == {}


def test_a_file_that_imports_are_mapped_to_must_be_there(folder: Path) -> None:
    write(folder / "visitkg.toml", '[imports]\n"https://example.org/cats" = "vendor/cats.ttl"\n')
    with pytest.raises(InputError) as refused:
        import_mapping(find_project())
    assert str(refused.value) == (
        "vendor/cats.ttl: no such file, though it stands for imports of <https://example.org/cats>"
        "\nPut it there, or mend the imports in the configuration of the project."
    )


def test_packed_files_of_a_folder_count_only_if_asked_for(folder: Path) -> None:
    for name in ("a.ttl", "a.nq", "a.trig", "b.ttl.gz", "b.NT.GZ", "b.txt.gz", "b.gz"):
        write(folder / name)
    plain = [Path("a.nq"), Path("a.trig"), Path("a.ttl")]
    assert rdf_files(Path()) == plain
    assert rdf_files(Path(), packed=True) == [*plain, Path("b.NT.GZ"), Path("b.ttl.gz")]


def test_a_link_that_leads_nowhere_is_not_passed_over(folder: Path) -> None:
    write(folder / "data" / "a.ttl")
    (folder / "data" / "b.ttl").symlink_to("missing.ttl")
    assert rdf_files(Path("data")) == [Path("data/a.ttl"), Path("data/b.ttl")]


def test_a_folder_that_cannot_be_listed_is_refused(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(folder / "data" / "a.ttl")
    (folder / "data" / "secret").mkdir()
    scan = os.scandir

    def refuse(path: str) -> object:
        if str(path).endswith("secret"):
            raise PermissionError(13, "Permission denied", str(path))
        return scan(path)

    monkeypatch.setattr(os, "scandir", refuse)
    with pytest.raises(InputError) as refused:
        rdf_files(Path("data"))
    assert str(refused.value) == (
        "data/secret: this folder can't be listed: Permission denied\n"
        "Ask its owner, or change its mode with chmod."
    )


def test_what_is_neither_file_nor_folder_is_left_to_whoever_reads_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert rdf_files(Path("/dev/null")) == [Path("/dev/null")]
    write(folder / "a.ttl")

    def refuse(path: Path, **_: object) -> object:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "stat", refuse)
    monkeypatch.setattr(Path, "is_dir", lambda _: False)
    assert rdf_files(Path("a.ttl")) == [Path("a.ttl")]


def test_the_files_of_a_folder_are_those_of_rdf_sorted(folder: Path) -> None:
    for name in ("b.ttl", "a/c.NT", "notes.md", "a/d.rdf", "b.ttl.bak"):
        write(folder / name)
    (folder / "folder.ttl").mkdir()
    assert rdf_files(Path()) == [Path("a/c.NT"), Path("a/d.rdf"), Path("b.ttl")]
    assert rdf_files(Path("notes.md")) == [Path("notes.md")]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "nowhere",
            (
                "nowhere: no such file or folder\n"
                "Check the spelling; paths are relative to the working directory."
            ),
        ),
        (
            "empty",
            (
                "empty: no RDF file in this folder\n"
                "Name a folder with files that end in "
                ".jsonld, .n3, .nq, .nt, .owl, .rdf, .trig, .ttl."
            ),
        ),
    ],
)
def test_no_files_are_an_error(folder: Path, name: str, expected: str) -> None:
    (folder / "empty").mkdir()
    with pytest.raises(InputError) as refused:
        rdf_files(Path(name))
    assert str(refused.value) == expected


def test_a_file_outside_owl_lite_is_asked_but_not_judged(folder: Path) -> None:
    write(folder / "visitkg.toml", FULL)
    for name in ("words/a.ttl", "facts/a.ttl", "facts/about.ttl"):
        write(folder / name)
    project = find_project()
    assert project.graph_files() == [
        Path("words/a.ttl"),
        Path("facts/a.ttl"),
        Path("facts/about.ttl"),
    ]
    assert project.lite_files() == [Path("words/a.ttl"), Path("facts/a.ttl")]
