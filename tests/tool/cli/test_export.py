"""``visitkg export``: what it writes, where, and what it exits with."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pyoxigraph
import pytest
from click.testing import CliRunner
from pyoxigraph import RdfFormat

from visitkg.cli import cli
from visitkg.errors import InputError, UsageError
from visitkg.export.view import VIEWS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result


@pytest.fixture
def export(root: Path) -> Callable[..., Result]:
    """Return a function that runs the command on the fair."""

    def run(*arguments: str) -> Result:
        fair = str(root / "tests/tool/evidence/fair")
        return CliRunner().invoke(
            cli, ["export", *arguments, "--project", fair], standalone_mode=False
        )

    return run


@pytest.mark.parametrize("view", VIEWS)
def test_each_view_is_written_to_standard_output(view: str, export: Callable[..., Result]) -> None:
    done = export(view)
    assert (done.exception, done.return_value, done.stderr) == (None, 0, "")
    assert done.stdout.endswith("}\n" if view in ("nanopublications", "schema-org") else ".\n")
    assert export(view, "--output", "-").stdout == done.stdout


def test_a_view_is_written_to_a_file_in_the_format_named(
    export: Callable[..., Result], tmp_path: Path
) -> None:
    path = tmp_path / "claims.nq"
    done = export("nanopublications", "--format", "n-quads", "--output", str(path))
    assert (done.return_value, done.stdout) == (0, "")
    graphs = {quad.graph_name for quad in pyoxigraph.parse(path=path)}
    assert len(graphs) == 4 * 5


def test_the_default_of_schema_org_is_json(export: Callable[..., Result]) -> None:
    content: dict[str, Any] = json.loads(export("schema-org").stdout)
    assert content["@context"] == {"@vocab": "https://schema.org/"}
    turtle = export("schema-org", "--format", "turtle").stdout
    assert list(pyoxigraph.parse(turtle, RdfFormat.TURTLE))


def test_a_format_that_a_view_has_not_is_refused(export: Callable[..., Result]) -> None:
    error = export("reifiers", "--format", "rdf-xml").exception
    assert isinstance(error, UsageError)
    assert str(error) == "reifiers can't be written as rdf-xml\nChoose turtle or n-triples."


def test_an_unknown_view_is_refused(export: Callable[..., Result]) -> None:
    assert "'pictures' is not one of 'graph'" in str(export("pictures").exception)


def test_nothing_to_show_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "visitkg.toml").write_text('base = "https://example.org/"\n')
    for name in ("data", "ontology"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "tram.ttl").write_text("<http://e/a> <http://e/b> <http://e/c> .\n")
    for view in ("nanopublications", "reifiers", "schema-org"):
        done = CliRunner().invoke(
            cli, ["export", view, "--project", str(tmp_path)], standalone_mode=False
        )
        assert isinstance(done.exception, InputError)
        assert done.exception.message == f"there is nothing to show as {view}"
        assert done.stdout == ""


def test_an_output_that_cannot_be_written_is_named(
    export: Callable[..., Result], tmp_path: Path
) -> None:
    error = export("owl2", "--output", str(tmp_path / "nowhere" / "x.ttl")).exception
    assert isinstance(error, InputError)
    assert "can't be written" in str(error)


CLAIMS = """\
@prefix : <https://example.org/id/> . @prefix visit: <https://w3id.org/visitkg/ontology#> .
:c a visit:Claim ; visit:asserts :p . :p a visit:Occurrence .
"""


@pytest.mark.parametrize(
    ("unnamed", "told"),
    [
        ("", ""),
        ("[] a visit:Claim .", "1 claim has no IRI, and so no place in this view.\n"),
        (
            "[] a visit:Claim . [] a visit:Claim ; visit:asserts :p .",
            "2 claims have no IRI, and so no place in this view.\n",
        ),
    ],
)
def test_claims_without_an_iri_are_counted_beside_the_view(
    unnamed: str, told: str, tmp_path: Path
) -> None:
    (tmp_path / "visitkg.toml").write_text('base = "https://example.org/"\n')
    for name, text in (("data", CLAIMS + unnamed), ("ontology", "<urn:a> <urn:b> <urn:c> .\n")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "tram.ttl").write_text(text)
    for view in VIEWS:
        done = CliRunner().invoke(
            cli, ["export", view, "--project", str(tmp_path)], standalone_mode=False
        )
        assert (done.exception, done.return_value) == (None, 0)
        of_claims = view in ("nanopublications", "reifiers", "schema-org")
        assert done.stderr == (told if of_claims else "")
        assert done.stdout
