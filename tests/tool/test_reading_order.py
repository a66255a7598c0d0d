"""The tool can be read in the order of tool/README.md: nothing imports what comes later."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
TOOL = ROOT / "tool" / "visitkg"

HEAVY = frozenset(
    {
        "jinja2",
        "numpy",
        "owlready2",
        "owlrl",
        "pandas",
        "py4j",
        "pyarrow",
        "pyshacl",
        "pyspark",
        "rdflib",
        "reasonable",
        "tomllib",
    }
)
"""What costs more to import than a whole query; only the function that needs it may."""

LONGEST_MODULE = 350


def listed_order() -> list[str]:
    table = (ROOT / "tool" / "README.md").read_text(encoding="utf-8")
    return re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)


def modules() -> list[Path]:
    return sorted(TOOL.rglob("*.py"))


def name_of(path: Path) -> str:
    """Return the dotted name below visitkg: ``graph.parse``, ``graph`` for its __init__."""
    parts = path.relative_to(TOOL).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports_of(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Yield each imported module with its line; ``from a import b`` as ``a.b`` and as ``a``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, node.lineno
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            yield node.module or "", node.lineno
            for alias in node.names:
                yield f"{node.module}.{alias.name}", node.lineno


def own_imports(path: Path) -> Iterator[tuple[str, int]]:
    """Yield the modules of the tool that a module imports, as dotted names below visitkg."""
    known = {name_of(module) for module in modules()}
    for imported, line in imports_of(ast.parse(path.read_text(encoding="utf-8"))):
        if imported.startswith("visitkg."):
            name = imported.removeprefix("visitkg.")
            if name in known:
                yield name, line


def test_the_table_lists_every_module_and_nothing_else() -> None:
    present = {
        entry.stem
        for entry in TOOL.iterdir()
        if (entry.suffix == ".py" or (entry / "__init__.py").is_file())
        and entry.stem not in ("__init__", "__main__")
    }
    assert sorted(listed_order()) == sorted(present)


def parts_below() -> list[Path]:
    """Return the modules that have a place in the table: all but the package itself."""
    return [path for path in modules() if name_of(path) not in ("", "__main__")]


@pytest.mark.parametrize("path", parts_below(), ids=name_of)
def test_a_module_imports_only_what_stands_before_it(path: Path) -> None:
    order = {name: place for place, name in enumerate(listed_order())}
    own = name_of(path).split(".")[0]
    late = [
        f"{path.name}:{line} imports {name}"
        for name, line in own_imports(path)
        if name.split(".")[0] != own and order[name.split(".")[0]] > order[own]
    ]
    assert late == []


def packages() -> list[Path]:
    return [path.parent for path in modules() if path.name == "__init__.py" and path.parent != TOOL]


def inner_order(package: Path) -> list[str]:
    """Return the modules that the package's docstring names, in its order."""
    docstring = ast.get_docstring(ast.parse((package / "__init__.py").read_text(encoding="utf-8")))
    return re.findall(r"``(\w+)``", (docstring or "").partition("Reading order:")[2])


def members(package: Path) -> set[str]:
    return {
        entry.stem
        for entry in package.iterdir()
        if (entry.suffix == ".py" or (entry / "__init__.py").is_file()) and entry.stem != "__init__"
    }


@pytest.mark.parametrize("package", packages(), ids=lambda path: path.relative_to(TOOL).as_posix())
def test_a_package_says_in_which_order_to_read_it(package: Path) -> None:
    assert sorted(inner_order(package)) == sorted(members(package))


@pytest.mark.parametrize("package", packages(), ids=lambda path: path.relative_to(TOOL).as_posix())
def test_within_a_package_a_module_imports_only_what_stands_before_it(package: Path) -> None:
    order = {name: place for place, name in enumerate(inner_order(package))}
    inside = name_of(package / "__init__.py") + "."
    late = [
        f"{path.relative_to(TOOL)}:{line} imports {name}"
        for path in sorted(package.rglob("*.py"))
        if path != package / "__init__.py"
        for name, line in own_imports(path)
        if name.startswith(inside)
        and order[name.removeprefix(inside).split(".")[0]]
        > order[path.relative_to(package).with_suffix("").parts[0]]
    ]
    assert late == []


def parts_before_the_command_line() -> list[Path]:
    return [path for path in modules() if name_of(path).split(".")[0] not in ("cli", "__main__")]


@pytest.mark.parametrize("path", parts_before_the_command_line(), ids=name_of)
def test_only_the_command_line_knows_click_prints_or_exits(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    forbidden = [
        f"{path.name}:{line} imports {name}"
        for name, line in imports_of(tree)
        if name.split(".")[0] == "click"
    ]
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("print", "sys.exit", "exit"):
            forbidden.append(f"{path.name}:{node.lineno} calls {ast.unparse(node.func)}")
        if isinstance(node, ast.Attribute) and ast.unparse(node) in ("sys.stdout", "sys.stderr"):
            forbidden.append(f"{path.name}:{node.lineno} writes to {ast.unparse(node)}")
    assert forbidden == []


def imports_at_the_top(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Yield what is imported as soon as the module is; not what only type checkers import."""
    for node in tree.body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield from imports_of(ast.Module([node], []))


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_what_is_heavy_is_imported_only_where_it_is_needed(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    heavy = [name for name, _ in imports_at_the_top(tree) if name.split(".")[0] in HEAVY]
    assert heavy == []


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_no_module_is_longer_than_a_newcomer_can_bear(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_MODULE


def imported_by(*arguments: str) -> set[str]:
    """Return the top-level modules that a run of the command line imports."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "visitkg", *arguments],
        capture_output=True,
        check=False,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stdout
    names = re.findall(r"^import time:.*\| +([\w.]+)$", done.stderr, re.MULTILINE)
    return {name.split(".")[0] for name in names}


@pytest.mark.parametrize(
    ("arguments", "also_absent"),
    [
        (("--help",), {"pyoxigraph"}),
        (("--version",), {"pyoxigraph"}),
        (("query", "--list"), {"rdflib"}),
        (("query", "who-travels-with-kim", "--format", "csv"), {"rdflib"}),
        (("query", "ASK { ?s ?p ?o }"), {"rdflib"}),
        (("describe", "kim-jong-un"), {"rdflib"}),
    ],
    ids=" ".join,
)
def test_a_short_command_starts_without_the_heavy_libraries(
    arguments: tuple[str, ...], also_absent: set[str]
) -> None:
    # tomllib is needed where a pyproject.toml describes the project, as in this checkout.
    present = imported_by(*arguments)
    assert "click" in present
    assert present & ((HEAVY - {"tomllib"}) | also_absent) == set()
