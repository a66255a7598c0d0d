"""``visitkg format``: what it writes and prints, and what it exits with."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from visitkg.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable

CONFIGURATION = """\
name = "cats"

[prefixes]
cat = "http://cats/"
"""
CANONICAL = """\
@prefix cat: <http://cats/> .

cat:tom
    a cat:Cat ;
    cat:name "Tom" ;
    .
"""
LOOSE = '<http://cats/tom> <http://cats/name> "Tom" ; a <http://cats/Cat> .'
COMMENTED = "@prefix cat: <http://cats/> .\ncat:tom a cat:Cat . # a tomcat\n"
REFUSAL = """\
:2:21: this comment would be lost
    cat:tom a cat:Cat . # a tomcat
                        ~~~~~~~~~^
Say it in a triple (skos:editorialNote), move it above the first statement, or give it up with \
--drop-comments.
"""


class Outcome(NamedTuple):
    code: object
    out: str
    err: str


@pytest.fixture
def run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Outcome]:
    """Return what runs the command in a project, whose folders are still to be filled."""
    (tmp_path / "visitkg.toml").write_text(CONFIGURATION, encoding="utf-8")
    monkeypatch.chdir(tmp_path)

    def run_format(*arguments: str, stdin: bytes = b"") -> Outcome:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        with pytest.raises(SystemExit) as ended:
            main(["format", *arguments])
        return Outcome(ended.value.code, *capsys.readouterr())

    return run_format


def write(files: dict[str, str]) -> None:
    for name, text in files.items():
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")


def contents() -> dict[str, str]:
    return {
        str(path): path.read_bytes().decode()
        for path in sorted(Path().rglob("*"))
        if path.is_file() and path.name != "visitkg.toml"
    }


def test_all_turtle_files_of_the_project_are_written(run: Callable[..., Outcome]) -> None:
    write({"data/a.ttl": LOOSE, "data/deep/b.ttl": CANONICAL, "ontology/c.ttl": LOOSE})
    write({"shapes/d.ttl": LOOSE, "data/e.nt": LOOSE, "elsewhere/f.ttl": LOOSE})
    assert run() == (0, "", "4 files looked at, 3 written.\n")
    assert contents() == {
        "data/a.ttl": CANONICAL,
        "data/deep/b.ttl": CANONICAL,
        "data/e.nt": LOOSE,
        "elsewhere/f.ttl": LOOSE,
        "ontology/c.ttl": CANONICAL,
        "shapes/d.ttl": CANONICAL,
    }
    assert run() == (0, "", "4 files looked at, 0 written.\n")


def test_check_names_what_would_change_and_writes_nothing(run: Callable[..., Outcome]) -> None:
    files = {
        "data/a.ttl": LOOSE,
        "data/b.ttl": CANONICAL,
        "data/c.ttl": CANONICAL.replace('"Tom"', "'Tom'"),
        "data/d.ttl": CANONICAL + "\n",
        "data/e.ttl": CANONICAL.removesuffix("\n"),
        "data/f.ttl": CANONICAL.replace("\n", "\r\n"),
        "data/g.ttl": "\ufeff" + CANONICAL,
    }
    write(files)
    assert run("--check") == (
        1,
        (
            "data/a.ttl:1: not in canonical form\n"
            "data/c.ttl:5: not in canonical form\n"
            "data/d.ttl:7: not in canonical form\n"
            "data/e.ttl:6: not in canonical form\n"
            "data/f.ttl:1: not in canonical form\n"
            "data/g.ttl:1: not in canonical form\n"
        ),
        "7 files looked at, 6 would change.\n",
    )
    assert contents() == files


def test_check_is_content_with_canonical_files(run: Callable[..., Outcome]) -> None:
    write({"data/a.ttl": CANONICAL})
    assert run("--check") == (0, "", "1 file looked at, 0 would change.\n")


def test_only_what_is_named_is_written(run: Callable[..., Outcome]) -> None:
    write({"a.ttl": LOOSE, "b.ttl": LOOSE, "c/d.ttl": LOOSE, "c/d.txt": "x"})
    assert run("a.ttl", "c", "a.ttl") == (0, "", "2 files looked at, 2 written.\n")
    assert contents() == {"a.ttl": CANONICAL, "b.ttl": LOOSE, "c/d.ttl": CANONICAL, "c/d.txt": "x"}


def test_if_one_file_is_refused_none_is_written(run: Callable[..., Outcome]) -> None:
    files = {
        "data/a.ttl": LOOSE,
        "data/b.ttl": COMMENTED,
        "data/c.ttl": "<a:a> <a:b> .",
        "data/d.ttl": "# nothing\n",
        "data/e.ttl": LOOSE,
    }
    write(files)
    refusals = (
        f"data/b.ttl{REFUSAL}"
        "data/c.ttl:1:13: . is not a valid RDF object\n"
        "    <a:a> <a:b> .\n"
        "                ^\n"
        "Mend it; https://www.w3.org/TR/turtle/ describes Turtle.\n"
        "data/d.ttl: this file states nothing\n"
        "Write a triple, or delete the file.\n"
        "5 files looked at, 3 refused, nothing written.\n"
    )
    assert run() == (3, "", refusals)
    assert run("--check") == (3, "", refusals)
    assert contents() == files


def test_comments_are_given_up_only_on_request(run: Callable[..., Outcome]) -> None:
    write({"a.ttl": "# Cats.\n" + COMMENTED})
    assert run("--drop-comments", "a.ttl") == (0, "", "1 file looked at, 1 written.\n")
    assert contents() == {
        "a.ttl": "# Cats.\n\n@prefix cat: <http://cats/> .\n\ncat:tom\n    a cat:Cat ;\n    .\n"
    }


def test_standard_input_goes_to_standard_output(run: Callable[..., Outcome]) -> None:
    assert run("-", stdin=LOOSE.encode()) == (0, CANONICAL, "")


@pytest.mark.parametrize(
    ("text", "expected"),
    [(LOOSE, (1, "<stdin>:1: not in canonical form\n", "")), (CANONICAL, (0, "", ""))],
    ids=["loose", "canonical"],
)
def test_standard_input_can_be_checked(
    run: Callable[..., Outcome], text: str, expected: tuple[int, str, str]
) -> None:
    assert run("--check", "-", stdin=text.encode()) == expected


@pytest.mark.parametrize(
    ("stdin", "expected"),
    [
        (COMMENTED.encode(), "<stdin>" + REFUSAL),
        (b"", "<stdin>: this file states nothing\nWrite a triple, or delete the file.\n"),
        (
            b"\xff",
            "<stdin>:1:1: byte 0xff is not UTF-8\n    \ufffd\n    ^\nSave the file as UTF-8.\n",
        ),
    ],
    ids=["a comment", "nothing", "no UTF-8"],
)
def test_standard_input_is_refused_for_the_same_reasons(
    run: Callable[..., Outcome], stdin: bytes, expected: str
) -> None:
    assert run("-", stdin=stdin) == (3, "", expected)


WRONG = {
    "standard input beside a file": (
        ("-", "a.ttl"),
        (2, "- stands alone\nLeave out - or the other paths.\n"),
    ),
    "another format": (
        ("a.nt",),
        (
            2,
            (
                "a.nt: not a Turtle file: its name does not end in .ttl\n"
                "visitkg query can turn other formats into Turtle.\n"
            ),
        ),
    ),
    "a missing file": (
        ("missing.ttl",),
        (
            3,
            (
                "missing.ttl: no such file\n"
                "Check the spelling; paths are relative to the working directory.\n"
                "1 file looked at, 1 refused, nothing written.\n"
            ),
        ),
    ),
    "a folder without Turtle": (
        ("empty",),
        (3, "empty: no Turtle file in here\nName a folder with files that end in .ttl.\n"),
    ),
    "a project without Turtle": (
        (),
        (3, "cats: no Turtle file in here\nName a folder with files that end in .ttl.\n"),
    ),
    "a folder that is no project": (
        ("--project", "empty"),
        (
            2,
            (
                "empty: no project here: neither visitkg.toml nor [tool.visitkg] "
                "in pyproject.toml\n"
                "Name the folder that holds one of them, or leave --project out.\n"
            ),
        ),
    ),
}


@pytest.mark.parametrize(("arguments", "expected"), WRONG.values(), ids=WRONG.keys())
def test_wrong_use_is_told(
    run: Callable[..., Outcome], arguments: tuple[str, ...], expected: tuple[int, str]
) -> None:
    write({"a.ttl": LOOSE, "a.nt": LOOSE, "empty/a.txt": "x"})
    code, message = expected
    assert run(*arguments) == (code, "", message)
    assert contents()["a.ttl"] == LOOSE


def test_a_project_elsewhere_can_be_named(
    run: Callable[..., Outcome], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write({"data/a.ttl": LOOSE, "other/b.txt": "x"})
    monkeypatch.chdir(tmp_path / "other")
    assert run("--project", "..") == (0, "", "1 file looked at, 1 written.\n")
    assert (tmp_path / "data/a.ttl").read_text(encoding="utf-8") == CANONICAL


def test_the_project_is_found_from_a_folder_within(
    run: Callable[..., Outcome], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write({"data/a.ttl": LOOSE})
    monkeypatch.chdir(tmp_path / "data")
    assert run() == (0, "", "1 file looked at, 1 written.\n")


def test_the_visit_that_ships_with_the_tool_is_not_written(
    run: Callable[..., Outcome], tmp_path: Path
) -> None:
    (tmp_path / "visitkg.toml").unlink()
    assert run() == (
        2,
        "",
        (
            "no project around the working directory\n"
            "Name the files to format, or a project with --project.\n"
        ),
    )


def test_a_file_keeps_its_mode_and_a_link_stays_a_link(run: Callable[..., Outcome]) -> None:
    write({"real/a.ttl": LOOSE})
    Path("real/a.ttl").chmod(0o640)
    Path("link.ttl").symlink_to("real/a.ttl")
    assert run("link.ttl").code == 0
    assert Path("link.ttl").is_symlink()
    assert Path("real/a.ttl").stat().st_mode & 0o777 == 0o640
    assert Path("real/a.ttl").read_text(encoding="utf-8") == CANONICAL


def test_a_file_without_permission_to_read_is_no_wrong_usage(
    run: Callable[..., Outcome], monkeypatch: pytest.MonkeyPatch
) -> None:
    write({"a.ttl": LOOSE})

    def refuse(path: Path) -> bytes:
        raise PermissionError(13, os.strerror(13), str(path))

    monkeypatch.setattr(os, "access", lambda *_: False)
    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert run("a.ttl") == (
        3,
        "",
        (
            "a.ttl: permission to read this file is denied\n"
            "Ask its owner, or change its mode with chmod.\n"
            "1 file looked at, 1 refused, nothing written.\n"
        ),
    )


def test_a_file_that_cannot_be_replaced_stays_whole(
    run: Callable[..., Outcome], monkeypatch: pytest.MonkeyPatch
) -> None:
    write({"a.ttl": LOOSE})

    def refuse(_: Path, target: Path) -> None:
        raise PermissionError(13, os.strerror(13), str(target))

    monkeypatch.setattr(Path, "replace", refuse)
    assert run("a.ttl") == (
        3,
        "",
        (
            "a.ttl: this file can't be written: Permission denied\n"
            "Make the folder and the file writable.\n"
        ),
    )
    assert contents() == {"a.ttl": LOOSE}
