"""The GitHub Action does in a shell what it does there, and its inputs are never code."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import pytest
import yaml

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

ROOT: Final = Path(__file__).resolve().parents[1]
ACTION: Final[dict[str, Any]] = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
STEPS: Final[dict[str, Any]] = {step["name"]: step for step in ACTION["runs"]["steps"]}
SCRIPTS: Final = {name: step["run"] for name, step in STEPS.items() if "run" in step}
DEFAULTS: Final = {name: described["default"] for name, described in ACTION["inputs"].items()}
FILES: Final = ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")

PREFIXES: Final = (
    "@prefix ex: <http://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> .\n"
)
SHAPES: Final = f"""{PREFIXES}
ex:S sh:targetClass ex:Cat ; sh:property ex:S-name .
ex:S-name sh:path ex:name ; sh:minCount 1 ; sh:message "A cat has a name. Give it one." .
"""
REPOSITORY: Final = {
    "shapes.ttl": SHAPES,
    "odd.ttl": f"{SHAPES}ex:T sh:minCuont 1 .\n",
    "ill.ttl": f'{SHAPES}ex:T sh:targetClass ex:Cat ; sh:path ex:p ; sh:minCount "1" .\n',
    "good.ttl": f'{PREFIXES}ex:a a ex:Cat ; ex:name "A" .\n',
    "bad.ttl": f"{PREFIXES}ex:c a ex:Cat .\n",
    "a b;$(touch pwned).ttl": f"{PREFIXES}ex:b a ex:Cat .\n",
    "--explain.ttl": f"{PREFIXES}ex:d a ex:Cat .\n",
    "broken.ttl": f"{PREFIXES}ex:e a ex:Cat ; ;;\n::stop-commands::x\n",
    "sub/bad.ttl": f"{PREFIXES}ex:f a ex:Cat .\n",
}


class Outcome(NamedTuple):
    """What a step left behind."""

    code: int
    out: str
    err: str
    outputs: dict[str, str]
    summary: str

    @property
    def annotations(self) -> list[str]:
        """Return the commands that the runner would obey."""
        obeyed = re.sub(
            r"^::stop-commands::(\w+)$.*?^::\1::$", "", self.out, flags=re.MULTILINE | re.DOTALL
        )
        return re.findall(r"^\s*(::.*)$", obeyed, re.MULTILINE)


def fill(text: str, contexts: Mapping[str, str]) -> str:
    """Return a text with its expressions replaced: a name, or the first of two that isn't empty."""

    def value(match: re.Match[str]) -> str:
        parts = [part.strip() for part in match[1].split("||")]
        values = [part.strip("'") if part[:1] == "'" else contexts[part] for part in parts]
        return next(filter(None, values), "")

    return re.sub(r"\$\{\{(.*?)\}\}", value, text)


class Job:
    """A job of GitHub in a folder: a workspace, a folder for what is temporary, and files."""

    def __init__(self, folder: Path) -> None:
        self.workspace = folder / "repository"
        self.temporary = folder / "temporary files"
        self.temporary.mkdir(parents=True)
        for name, text in REPOSITORY.items():
            path = self.workspace / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        for name in FILES:
            (folder / name).touch()
        self._files = {name: folder / name for name in FILES}

    def use_this_checkout(self) -> None:
        """Put the tool of this checkout where the installing step would put it."""
        programs = self.temporary / "visitkg/bin"
        programs.mkdir(parents=True)
        for name, arguments in {"visitkg": "-m visitkg ", "python": ""}.items():
            (programs / name).write_text(
                f'#!/bin/sh\nexec "{sys.executable}" {arguments}"$@"\n', encoding="utf-8"
            )
            (programs / name).chmod(0o755)

    def run(self, name: str, contexts: Mapping[str, str], **environment: str) -> Outcome:
        """Run a step as the runner does: its script in a file, its environment filled in."""
        script = self.temporary / "step.sh"
        script.write_text(SCRIPTS[name], encoding="utf-8")
        given = {key: fill(text, contexts) for key, text in STEPS[name]["env"].items()}
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)],  # noqa: S607  (as there)
            cwd=self.workspace,
            env={
                **os.environ,
                **{key: str(file) for key, file in self._files.items()},
                "GITHUB_ACTION_PATH": str(ROOT),
                "GITHUB_WORKSPACE": str(self.workspace),
                "RUNNER_TEMP": str(self.temporary),
                **given,
                **environment,
            },
            capture_output=True,
            check=False,
            encoding="utf-8",
            stdin=subprocess.DEVNULL,
        )
        written, summary = (file.read_text(encoding="utf-8") for file in self._files.values())
        outputs = dict(line.split("=", 1) for line in written.splitlines())
        return Outcome(done.returncode, done.stdout, done.stderr, outputs, summary)


@pytest.fixture
def job(tmp_path: Path) -> Job:
    return Job(tmp_path)


@pytest.fixture
def validate(job: Job) -> Callable[..., Outcome]:
    """Return what runs the validating step, with the tool of this checkout."""
    job.use_this_checkout()

    def run(**inputs: str) -> Outcome:
        named = {name.replace("_", "-"): text for name, text in inputs.items()}
        assert named.keys() <= DEFAULTS.keys()
        given = {"shapes": "shapes.ttl", **named}
        return job.run(
            "Validate", {f"inputs.{name}": text for name, text in {**DEFAULTS, **given}.items()}
        )

    return run


def test_good_data_pass_without_annotations(validate: Callable[..., Outcome]) -> None:
    outcome = validate(data="good.ttl")
    assert (outcome.code, outcome.annotations) == (0, [])
    assert outcome.outputs == {"exit-code": "0"}
    assert outcome.summary == (
        "## SHACL: no violation\n\nChecked 1 focus node against 2 shapes: no violation.\n"
    )


def test_bad_data_fail_with_an_annotation_at_the_place(validate: Callable[..., Outcome]) -> None:
    outcome = validate(data="good.ttl\nbad.ttl\n")
    assert outcome.code == 1
    assert outcome.annotations == [
        (
            "::error file=bad.ttl,line=2,col=1,endColumn=4,title=sh%3AminCount 1 of ex%3AS-name::"
            "A cat has a name. Give it one.%0Afocus ex:c, path ex:name"
        )
    ]
    assert outcome.outputs == {"exit-code": "1"}
    assert "A cat has a name. Give it one." in outcome.summary


def test_files_are_named_from_the_repository_in_whatever_folder_the_work_is_done(
    validate: Callable[..., Outcome],
) -> None:
    outcome = validate(
        working_directory="sub", data="bad.ttl", shapes="../shapes.ttl", sarif="report.sarif"
    )
    assert outcome.code == 1
    assert outcome.annotations[0].startswith("::error file=sub/bad.ttl,line=2,")
    assert outcome.outputs == {"exit-code": "1", "sarif": "sub/report.sarif"}


def test_a_report_for_code_scanning_is_written_beside_the_annotations(
    validate: Callable[..., Outcome], job: Job
) -> None:
    outcome = validate(data="bad.ttl", sarif="report.sarif")
    document = json.loads((job.workspace / "report.sarif").read_text(encoding="utf-8"))
    assert len(document["runs"][0]["results"]) == len(outcome.annotations) == 1
    assert outcome.outputs == {"exit-code": "1", "sarif": "report.sarif"}


def test_a_report_of_an_earlier_run_is_not_taken_for_a_new_one(
    validate: Callable[..., Outcome], job: Job
) -> None:
    (job.workspace / "report.sarif").write_text("{}", encoding="utf-8")
    outcome = validate(data="broken.ttl", sarif="report.sarif")
    assert outcome.outputs == {"exit-code": "3"}


def test_ill_formed_shapes_are_told_in_every_report(
    validate: Callable[..., Outcome], job: Job
) -> None:
    outcome = validate(data="good.ttl", shapes="ill.ttl", sarif="report.sarif")
    assert outcome.code == 3
    assert outcome.annotations[0].startswith("::error file=ill.ttl,line=5,")
    assert outcome.outputs == {"exit-code": "3", "sarif": "report.sarif"}
    document = json.loads((job.workspace / "report.sarif").read_text(encoding="utf-8"))
    assert document["runs"][0]["invocations"][0]["executionSuccessful"] is False


def test_nothing_fails_if_nothing_should(validate: Callable[..., Outcome]) -> None:
    assert validate(data="bad.ttl", fail_on="never").code == 0


def test_misspelt_shapes_are_refused_unless_they_may_be(validate: Callable[..., Outcome]) -> None:
    assert validate(data="good.ttl", shapes="odd.ttl").code == 3
    assert validate(data="good.ttl", shapes="odd.ttl", strict="false").code == 0


def test_known_results_do_not_fail(validate: Callable[..., Outcome], job: Job) -> None:
    baseline = ("--baseline", "known.jsonl", "--update-baseline")
    subprocess.run(
        [sys.executable, "-m", "visitkg", "validate", "bad.ttl", "--shapes=shapes.ttl", *baseline],
        cwd=job.workspace,
        check=True,
        capture_output=True,
    )
    outcome = validate(data="bad.ttl", baseline="known.jsonl")
    assert (outcome.code, outcome.annotations) == (0, [])
    assert validate(data="bad.ttl\nsub/bad.ttl", baseline="known.jsonl").code == 1


def test_results_that_a_revision_has_do_not_fail(
    validate: Callable[..., Outcome], job: Job
) -> None:
    who = ("-c", "user.name=Cat", "-c", "user.email=cat@example.org")
    for command in (("init",), ("add", "bad.ttl", "shapes.ttl"), (*who, "commit", "-m", "cats")):
        subprocess.run(["git", *command], cwd=job.workspace, check=True, capture_output=True)  # noqa: S607  (as above)
    assert validate(data="bad.ttl", changed_since="HEAD").code == 0
    assert validate(data="bad.ttl\nsub/bad.ttl", changed_since="HEAD").code == 1
    assert validate(data="bad.ttl", changed_since="none").code == 3


# Each wrong input, its exit code and the words that tell of it.
WRONG: Final[dict[str, tuple[dict[str, str], int, str]]] = {
    "no project": (
        {"shapes": ""},
        2,
        "no project here: neither visitkg.toml nor [tool.visitkg] in pyproject.toml",
    ),
    "data alone, without a project": ({"data": "good.ttl", "shapes": ""}, 2, "no project here: "),
    "missing data": ({"data": "none.ttl"}, 3, "none.ttl: no such file or folder"),
    "missing shapes": ({"data": "good.ttl", "shapes": "none.ttl"}, 3, "none.ttl: no such file"),
    "a missing baseline": (
        {"data": "good.ttl", "baseline": "none.jsonl"},
        3,
        "none.jsonl: no such baseline",
    ),
    "broken data": ({"data": "good.ttl\nbroken.ttl"}, 3, "broken.ttl:"),
    "an unknown severity": (
        {"data": "good.ttl", "fail-on": "serious"},
        2,
        "'serious' is not one of 'violation', 'warning', 'info', 'never'",
    ),
    "another word for true": (
        {"data": "good.ttl", "strict": "yes"},
        2,
        "::error title=Wrong input::strict is either true or false",
    ),
    "two names of a report": (
        {"data": "good.ttl", "sarif": "a.sarif\nexit-code=0"},
        2,
        "::error title=Wrong input::sarif is the name of one file",
    ),
    "two folders": (
        {"data": "good.ttl", "working-directory": "sub\nexit-code=0"},
        2,
        "::error title=Wrong input::working-directory is one folder",
    ),
    "a folder that is missing": (
        {"data": "good.ttl", "working-directory": "none"},
        2,
        "::error title=Wrong input::working-directory is no folder",
    ),
    "a report into a folder that is missing": (
        {"data": "good.ttl", "sarif": "none/report.sarif"},
        3,
        "none/report.sarif: this file can't be written: No such file or directory",
    ),
    "standard input, which is empty": ({"data": "-"}, 3, "<stdin>: nothing to check"),
}


@pytest.mark.parametrize(("inputs", "code", "message"), WRONG.values(), ids=WRONG)
def test_a_wrong_input_never_passes(
    validate: Callable[..., Outcome], inputs: dict[str, str], code: int, message: str
) -> None:
    outcome = validate(**inputs)
    assert outcome.code == code
    assert message in outcome.out
    assert outcome.outputs == {"exit-code": str(code)}


def test_lines_of_files_are_no_commands_to_the_runner(validate: Callable[..., Outcome]) -> None:
    outcome = validate(data="broken.ttl")
    assert "broken.ttl:" in outcome.out
    assert outcome.annotations == []


@pytest.mark.parametrize(
    ("name", "focus"),
    [("a b;$(touch pwned).ttl", "ex:b"), ("--explain.ttl", "ex:d")],
    ids=["a shell's words", "an option"],
)
def test_a_file_may_have_any_name(
    validate: Callable[..., Outcome], job: Job, name: str, focus: str
) -> None:
    outcome = validate(data=name)
    assert outcome.code == 1
    assert f"%0Afocus {focus}, path ex:name" in outcome.annotations[0]
    assert not list(job.workspace.rglob("pwned"))


HOSTILE: Final = {
    "substitutions": "$(touch pwned) `touch pwned`",
    "double quotes": '"; touch pwned; "',
    "single quotes": "'; touch pwned; '",
    "a second line": "x\ntouch pwned",
    "an option": "--explain",
    "an option with a value": "--fail-on=never",
}


@pytest.mark.parametrize("name", [name for name in DEFAULTS if name != "python-version"])
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_an_input_is_never_code_and_no_option(
    validate: Callable[..., Outcome], job: Job, name: str, text: str
) -> None:
    outcome = validate(**{"data": "bad.ttl", name: text})
    assert not list(job.workspace.rglob("pwned"))
    # A report may be called anything; all else is wrong.
    assert outcome.code in ((1, 2) if name == "sarif" else (2, 3)), outcome


def test_no_script_holds_an_expression() -> None:
    assert list(SCRIPTS) == ["Look for Python", "Install visitkg", "Validate"]
    assert [name for name, script in SCRIPTS.items() if "${{" in script] == []


def test_every_input_and_output_is_described_and_used() -> None:
    text = json.dumps(ACTION["runs"])
    assert [name for name in DEFAULTS if f"inputs.{name} " not in text] == []
    assert all(each["description"] for each in ACTION["inputs"].values())
    assert list(ACTION["outputs"]) == ["exit-code", "sarif"]
    for name, described in ACTION["outputs"].items():
        assert described["value"] == f"${{{{ steps.validate.outputs.{name} }}}}"
        assert f'"{name}=' in SCRIPTS["Validate"]


def test_the_python_that_is_there_is_taken_if_it_is_new_enough(job: Job) -> None:
    outcome = job.run("Look for Python", {"inputs.python-version": ""})
    command = outcome.outputs["command"]
    there = subprocess.run(
        ["bash", "-c", "python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))'"],  # noqa: S607  (as above)
        check=False,
    )
    assert outcome.code == 0
    assert bool(command) == (there.returncode == 0)


def test_a_python_that_is_asked_for_is_set_up(job: Job) -> None:
    outcome = job.run("Look for Python", {"inputs.python-version": "3.13"})
    assert (outcome.code, outcome.outputs) == (0, {"command": ""})


def test_an_old_python_is_not_taken(job: Job) -> None:
    programs = job.temporary / "old"
    programs.mkdir()
    for name in ("python", "python3"):
        (programs / name).write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
        (programs / name).chmod(0o755)
    outcome = job.run(
        "Look for Python",
        {"inputs.python-version": ""},
        PATH=f"{programs}{os.pathsep}{os.environ['PATH']}",
    )
    assert (outcome.code, outcome.outputs) == (0, {"command": ""})


def test_python_is_set_up_only_where_none_was_found() -> None:
    described = STEPS["Set up Python"]
    assert described["if"] == "steps.python.outputs.command == ''"
    assert described["with"] == {"python-version": "${{ inputs.python-version || '3.13' }}"}


def test_what_is_installed_validates(job: Job, root: Path) -> None:
    contexts = {"steps.python.outputs.command": sys.executable}
    installed = job.run("Install visitkg", contexts, PIP_DISABLE_PIP_VERSION_CHECK="1")
    if re.search(r"Could not find a version|Temporary failure|No matching", installed.err):
        reason = f"the package index can't be reached: {installed.err[-500:]}"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    assert installed.code == 0, installed.err
    inputs = {**DEFAULTS, "data": "bad.ttl", "shapes": "shapes.ttl"}
    outcome = job.run("Validate", {f"inputs.{name}": text for name, text in inputs.items()})
    assert outcome.outputs == {"exit-code": "1"}
    assert outcome.annotations[0].startswith("::error file=bad.ttl,line=2,")
    place = subprocess.run(
        [job.temporary / "visitkg/bin/python", "-c", "import visitkg; print(visitkg.__file__)"],
        cwd=job.workspace,
        check=True,
        capture_output=True,
        encoding="utf-8",
    )
    assert not Path(place.stdout.strip()).is_relative_to(root)
