"""The GitHub Action does in a shell what it does there, and its inputs are never code."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, Final, NamedTuple

import pytest
import yaml

ROOT: Final = Path(__file__).resolve().parents[1]
ACTION: Final[dict[str, Any]] = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
STEPS: Final = {step["name"]: step for step in ACTION["runs"]["steps"] if "name" in step}

PREFIXES: Final = (
    "@prefix ex: <http://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> .\n"
)
SHAPES: Final = f"""{PREFIXES}
ex:S sh:targetClass ex:Cat ; sh:property ex:S-name .
ex:S-name sh:path ex:name ; sh:minCount 1 ; sh:message "A cat has a name. Give it one." .
"""


class Outcome(NamedTuple):
    """What a step left behind."""

    code: int
    out: str
    err: str
    summary: str
    outputs: str


@pytest.fixture
def step(tmp_path: Path) -> Any:  # noqa: ANN401  (a function of named inputs)
    """Return what runs the validating step in a repository of somebody else."""
    place = tmp_path / "repository"
    program = tmp_path / "temporary/visitkg/bin/visitkg"
    program.parent.mkdir(parents=True)
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m visitkg "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    place.mkdir()
    (place / "shapes.ttl").write_text(SHAPES, encoding="utf-8")
    (place / "good.ttl").write_text(f'{PREFIXES}ex:a a ex:Cat ; ex:name "A" .\n', encoding="utf-8")
    (place / "bad.ttl").write_text(f"{PREFIXES}ex:c a ex:Cat .\n", encoding="utf-8")
    (place / "a b.ttl").write_text(f"{PREFIXES}ex:b a ex:Cat .\n", encoding="utf-8")

    def run(**inputs: str) -> Outcome:
        given = {name: each.get("default", "") for name, each in ACTION["inputs"].items()}
        given |= {name.replace("_", "-"): value for name, value in inputs.items()}
        described = STEPS["Validate"]
        environment = {
            name: given[text.removeprefix("${{ inputs.").removesuffix(" }}")]
            for name, text in described["env"].items()
        }
        files = {name: tmp_path / name for name in ("GITHUB_STEP_SUMMARY", "GITHUB_OUTPUT")}
        for file in files.values():
            file.touch()
        done = subprocess.run(
            ["bash", "-eo", "pipefail", "-c", described["run"]],  # noqa: S607  (found on the path)
            cwd=place,
            env={
                **os.environ,
                **environment,
                **{name: str(file) for name, file in files.items()},
                "RUNNER_TEMP": str(tmp_path / "temporary"),
                "GITHUB_WORKSPACE": str(place),
            },
            capture_output=True,
            check=False,
            encoding="utf-8",
        )
        texts = [file.read_text(encoding="utf-8") for file in files.values()]
        return Outcome(done.returncode, done.stdout, done.stderr, *texts)

    return run


def test_good_data_pass(step: Any) -> None:  # noqa: ANN401
    outcome = step(data="good.ttl", shapes="shapes.ttl")
    assert outcome.code == 0, outcome.err
    assert "::error" not in outcome.out
    assert "no violation" in outcome.summary


def test_bad_data_fail_with_an_annotation_at_the_line(step: Any) -> None:  # noqa: ANN401
    outcome = step(data="good.ttl\nbad.ttl\n", shapes="shapes.ttl", sarif="report.sarif")
    assert outcome.code == 1
    assert "::error file=bad.ttl,line=2,col=1" in outcome.out
    assert "A cat has a name." in outcome.summary
    assert outcome.outputs == "sarif=report.sarif\n"


def test_a_report_for_code_scanning_is_written(step: Any, tmp_path: Path) -> None:  # noqa: ANN401
    step(data="a b.ttl", shapes="shapes.ttl", sarif="report.sarif")
    text = (tmp_path / "repository/report.sarif").read_text(encoding="utf-8")
    assert json.loads(text)["runs"][0]["results"]


def test_nothing_fails_if_nothing_should(step: Any) -> None:  # noqa: ANN401
    assert step(data="bad.ttl", shapes="shapes.ttl", fail_on="never").code == 0


def test_misspelt_shapes_are_refused_unless_they_may_be(step: Any, tmp_path: Path) -> None:  # noqa: ANN401
    odd = tmp_path / "repository/odd.ttl"
    odd.write_text(f"{SHAPES}ex:T sh:minCuont 1 .\n", encoding="utf-8")
    assert step(data="good.ttl", shapes="odd.ttl").code == 3
    assert step(data="good.ttl", shapes="odd.ttl", strict="false").code == 0


def test_without_data_and_project_nothing_passes(step: Any) -> None:  # noqa: ANN401
    assert step().code == 2


@pytest.mark.parametrize(
    "name", ["data", "shapes", "ontology", "baseline", "sarif", "changed_since", "fail_on"]
)
@pytest.mark.parametrize(
    "text", ["$(touch pwned)", "`touch pwned`", "x; touch pwned", '"; touch pwned; "', "--explain"]
)
def test_an_input_is_never_code(step: Any, tmp_path: Path, name: str, text: str) -> None:  # noqa: ANN401
    outcome = step(**{"data": "good.ttl", "shapes": "shapes.ttl", name: text})
    assert not (tmp_path / "repository/pwned").exists()
    assert outcome.code in ((0,) if name == "sarif" else (2, 3)), outcome


def test_no_step_has_an_input_in_its_script() -> None:
    assert STEPS
    assert [name for name, each in STEPS.items() if "${{" in each["run"]] == []


def test_every_input_is_described_and_used() -> None:
    text = json.dumps(ACTION["runs"])
    assert all(each["description"] for each in ACTION["inputs"].values())
    assert [name for name in ACTION["inputs"] if f"inputs.{name}" not in text] == []
