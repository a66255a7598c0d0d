"""Shapes and data from short texts; line 1 of each file declares the prefixes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from visitkg.shacl.columns import run as columns_run
from visitkg.shacl.load import load_shapes
from visitkg.shacl.run import validate

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from visitkg.shacl.model import ShapesGraph
    from visitkg.shacl.result import ValidationReport

HEADER: Final = (
    "@prefix ex: <http://example.org/> . "
    "@prefix owl: <http://www.w3.org/2002/07/owl#> . "
    "@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> . "
    "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . "
    "@prefix sh: <http://www.w3.org/ns/shacl#> . "
    "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
)


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], Path]:
    """Return what writes a file into the test's own folder, which is the working directory."""
    monkeypatch.chdir(tmp_path)

    def write_file(name: str, text: str) -> Path:
        path = tmp_path / name
        path.write_text(HEADER + text, encoding="utf-8")
        return path.relative_to(tmp_path)

    return write_file


@pytest.fixture
def read(write: Callable[[str, str], Path]) -> Callable[[str], ShapesGraph]:
    """Return what reads shapes from a text."""
    return lambda text: load_shapes([write("shapes.ttl", text)])


@pytest.fixture
def check(write: Callable[[str, str], Path]) -> Callable[..., ValidationReport]:
    """Return what validates a text by the shapes of another."""

    def run(
        data: str, *, shapes: str, ontology: str = "", allow_empty: bool = False
    ) -> ValidationReport:
        return validate(
            [write("data.ttl", data)],
            [write("shapes.ttl", shapes)],
            [write("ontology.ttl", ontology)] if ontology else [],
            allow_empty=allow_empty,
        )

    return run


@pytest.fixture(params=["nodes", "columns"])
def check_by_each(
    request: pytest.FixtureRequest,
    write: Callable[[str, str], Path],
    monkeypatch: pytest.MonkeyPatch,
) -> Callable[..., ValidationReport]:
    """Return what validates a text by the shapes of another, by each engine."""
    monkeypatch.setattr(columns_run, "_FEW", -1)

    def run(
        data: str, *, shapes: str, ontology: str = "", allow_empty: bool = False
    ) -> ValidationReport:
        return validate(
            [write("data.ttl", data)],
            [write("shapes.ttl", shapes)],
            [write("ontology.ttl", ontology)] if ontology else [],
            allow_empty=allow_empty,
            engine=str(request.param),
        )

    return run
