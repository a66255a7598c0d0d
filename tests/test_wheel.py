"""The wheel works from an empty folder in an empty environment, with the visit inside it."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import tarfile
import tomllib
import venv
import zipfile
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Final

import pytest

ROOT = Path(__file__).resolve().parents[1]
SHIPPED = ("data", "ontology", "shapes")


def run(*command: str | Path, folder: Path) -> str:
    """Run a command and return what it prints; fail with all of it if it fails."""
    done = subprocess.run(
        command,
        cwd=folder,
        capture_output=True,
        check=False,
        encoding="utf-8",
        env=clean_environment(),
        stdin=subprocess.DEVNULL,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def clean_environment() -> dict[str, str]:
    """Return the environment without what would lead Python back to the checkout."""
    return {
        name: value
        for name, value in os.environ.items()
        if name not in ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV")
    }


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the sdist, and with the wheel that is built from it."""
    folder = tmp_path_factory.mktemp("built")
    run(sys.executable, "-m", "build", "--outdir", folder, ROOT, folder=folder)
    return folder


@pytest.fixture(scope="module")
def wheel(built: Path) -> Path:
    [path] = built.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the commands of a new environment with the wheel and what it needs."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=True)
    commands = folder / ("Scripts" if os.name == "nt" else "bin")
    run(commands / "python", "-m", "pip", "install", "--quiet", wheel, folder=folder)
    return commands


@pytest.fixture
def visitkg(installed: Path) -> Path:
    return installed / "visitkg"


def project_files() -> set[str]:
    """Return the files of the visit, as they lie below its folder."""
    tracked = subprocess.run(
        ["git", "ls-files", "-z", *SHIPPED],  # noqa: S607  (git from the path, as everybody runs it)
        cwd=ROOT,
        capture_output=True,
        check=True,
        encoding="utf-8",
    ).stdout
    return {name for name in tracked.split("\0") if name and (ROOT / name).is_file()}


def test_the_whole_visit_lies_in_the_wheel(wheel: Path) -> None:
    expected = project_files()
    kinds = {Path(name).suffix for name in expected}
    assert {".ttl", ".rq", ".csv"} <= kinds
    with zipfile.ZipFile(wheel) as archive:
        inside = {name.removeprefix("visitkg/visit/") for name in archive.namelist()}
        assert expected - inside == set()
        changed = {
            name
            for name in expected
            if archive.read(f"visitkg/visit/{name}") != (ROOT / name).read_bytes()
        }
    assert changed == set()


def test_nothing_else_lies_in_the_wheel(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    tops = {name.split("/")[0].split("-")[0] for name in names}
    assert tops == {"visitkg"}
    suffixes = {Path(name).suffix for name in names if name.startswith("visitkg/")}
    programs, pages = {".py", ".typed"}, {".css", ".js", ".json", ".md", ".svg"}
    assert suffixes <= programs | pages | {".csv", ".rq", ".toml", ".ttl"}


def test_the_sdist_holds_what_the_tests_need(built: Path) -> None:
    [path] = built.glob("*.tar.gz")
    with tarfile.open(path) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    wanted = {"README.md", "CHANGELOG.md", "LICENSE", "pyproject.toml", "tests/conftest.py"}
    assert (wanted | project_files()) - names == set()


def test_the_wheel_names_both_licences(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        [metadata] = [name for name in archive.namelist() if name.endswith("METADATA")]
        licences = [name for name in archive.namelist() if "/licenses/" in name]
        text = archive.read(metadata).decode()
    assert "\nLicense-Expression: Apache-2.0 AND CC-BY-4.0\n" in text
    assert {Path(name).name for name in licences} >= {"LICENSE", "README.md"}


def test_the_commands_work_from_an_empty_folder(visitkg: Path, tmp_path: Path) -> None:
    listed = run(visitkg, "query", "--list", folder=tmp_path)
    assert len(listed.splitlines()) >= 40
    answer = run(visitkg, "query", "who-travels-with-kim", "--format", "csv", folder=tmp_path)
    golden = ROOT / "ontology" / "questions" / "who-travels-with-kim.csv"
    assert answer.splitlines() == golden.read_text(encoding="utf-8").splitlines()
    assert "Kim Jong Un" in run(visitkg, "describe", "kim-jong-un", folder=tmp_path)
    assert run(visitkg, "evidence", folder=tmp_path)
    assert run(visitkg, "publish", "--output", "site", folder=tmp_path).startswith("Published 1,")
    for name in ("index.html", "assets/site.css", "id/kim-jong-un.ttl", "shapes.html"):
        assert (tmp_path / "site" / name).stat().st_size


def test_the_installed_visit_proves_itself(visitkg: Path, tmp_path: Path) -> None:
    last = run(visitkg, "check", folder=tmp_path).splitlines()[-1]
    assert last.endswith(" 0 failed")
    assert not list(tmp_path.iterdir()), "nothing is left behind"


def test_the_python_interface_works_from_an_empty_folder(installed: Path, tmp_path: Path) -> None:
    code = (
        "import visitkg\n"
        "print(visitkg.__file__)\n"
        "print(len(visitkg.load()))\n"
        "print(visitkg.query('who-travels-with-kim'))\n"
    )
    place, count, *rest = run(installed / "python", "-c", code, folder=tmp_path).splitlines()
    assert not Path(place).is_relative_to(ROOT)
    assert int(count) > 5000
    assert rest


NOT_IMPORTED_BY_NAME: Final = frozenset({"httptools", "owlready2", "pandas"})
"""Extras that uvicorn or pyspark imports, or that are looked for before they are imported."""


def imported(folder: Path) -> set[str]:
    """Return the top-level modules that the Python files of a folder import, anywhere in them."""
    names: set[str] = set()
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names.update(alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                names.add(node.module)
    return {name.partition(".")[0] for name in names}


def distributions(folder: Path) -> set[str]:
    """Return the distributions that the Python files of a folder need."""
    known = packages_distributions()
    foreign = imported(folder) - set(sys.stdlib_module_names) - {"visitkg"}
    return {re.sub(r"[-_.]+", "-", known[name][0]).lower() for name in foreign if name in known}


def names_of(requirements: list[str]) -> set[str]:
    return {re.split(r"[^\w-]", requirement)[0].lower() for requirement in requirements}


def test_what_the_tool_imports_is_declared_and_what_is_declared_is_imported() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    required = names_of(project["dependencies"])
    extra = {name for each in project["optional-dependencies"].values() for name in names_of(each)}
    found = distributions(ROOT / "tool")
    assert found - extra == required
    assert extra - found == NOT_IMPORTED_BY_NAME


def test_what_the_tests_import_is_declared() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    declared = settings["project"]["dependencies"] + settings["dependency-groups"]["dev"]
    assert distributions(ROOT / "tests") - names_of(declared) == set()
