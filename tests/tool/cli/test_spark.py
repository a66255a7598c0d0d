"""``visitkg validate --engine spark``: what it prints, and how it ends."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.tool.need import need_program

from visitkg.cli import main

if TYPE_CHECKING:
    from collections.abc import Sequence

SHAPES = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
<urn:shape> sh:targetSubjectsOf <urn:p> ; sh:property <urn:shape-p> .
<urn:shape-p> sh:path <urn:p> ; sh:maxCount 1 .
"""
OPTIONS = ("--engine", "spark", "--conf", "spark.master=local[2]", "--shapes", "shapes.ttl")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    lines = "<urn:a> <urn:p> <urn:b> .\n<urn:a> <urn:p> <urn:c> .\n<urn:d> <urn:p> <urn:a> .\n"
    (tmp_path / "data.nt").write_text(lines, encoding="utf-8")
    (tmp_path / "shapes.ttl").write_text(SHAPES, encoding="utf-8")
    return tmp_path


def run(words: Sequence[str]) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "visitkg", "validate", *words]
    return subprocess.run(command, capture_output=True, text=True, timeout=200, check=False)


@pytest.mark.usefixtures("folder")
def test_a_dump_is_validated_and_nothing_else_is_printed() -> None:
    need_program("java")
    done = run(["data.nt", *OPTIONS, "--format", "json", "--report", "text=report.txt"])
    assert done.returncode == 1, done.stderr
    report = json.loads(done.stdout)
    assert len(report["result"]) == 1
    assert Path("report.txt").read_text(encoding="utf-8").startswith("shapes.ttl:4: violation: ")
    assert "Traceback" not in done.stderr


@pytest.mark.usefixtures("folder")
def test_what_can_t_be_read_is_told() -> None:
    need_program("java")
    Path("data.nt").write_text("<urn:a> <urn:p> .\n", encoding="utf-8")
    done = run(["data.nt", *OPTIONS])
    assert (done.returncode, done.stdout) == (3, "")
    assert "data.nt: " in done.stderr
    assert "    <urn:a> <urn:p> .\n" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.usefixtures("folder")
def test_a_master_that_is_none_is_told() -> None:
    need_program("java")
    done = run(["data.nt", "--engine", "spark", "--conf", "spark.master=nowhere", *OPTIONS[4:]])
    assert (done.returncode, done.stdout) == (3, "")
    assert "Spark does not start: " in done.stderr
    assert "Traceback" not in done.stderr


REFUSED = {
    "no data": ((), "--engine spark needs DATA"),
    "standard input": (("-",), "- can't go with --engine spark"),
    "no setting": (("data.nt", "--conf", "spark.master"), "--conf 'spark.master' is no setting"),
    "a store": (("data.nt", "--store", "s"), "--store can't go with --engine spark"),
    "an endpoint": (
        ("data.nt", "--endpoint", "http://localhost:1/"),
        "--endpoint can't go with --engine spark",
    ),
    "memory": (("data.nt", "--memory", "1GiB"), "--memory can't go with --engine spark"),
    "a graph": (("data.nt", "--graph", "default"), "--graph can't go with --engine spark"),
    "an empty revision": (
        ("data.nt", "--changed-since", ""),
        "--changed-since can't go with --engine spark",
    ),
    "a report over the dump": (
        ("data.nt", "--output", "data.nt"),
        "the report would be written over data.nt, which is named already",
    ),
    "a baseline": (("data.nt", "--baseline", "b"), "--baseline can't go with --engine spark"),
    "a node": (
        ("data.nt", "--explain", "--focus", "urn:a"),
        "--focus can't go with --engine spark",
    ),
    "a setting of none": (
        ("data.nt", "--engine", "local", "--conf", "spark.master=local"),
        "--conf is of Spark",
    ),
}


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("name", REFUSED)
def test_what_means_nothing_is_refused(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    words, message = REFUSED[name]
    with pytest.raises(SystemExit) as left:
        main(["validate", *OPTIONS, *words])
    assert left.value.code == 2
    assert f"{message}\n" in capsys.readouterr().err


@pytest.mark.usefixtures("folder")
def test_spark_that_is_not_there_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "pyspark.errors", None)
    with pytest.raises(SystemExit) as left:
        main(["validate", "data.nt", *OPTIONS])
    assert left.value.code == 3
    assert "Spark needs pyspark.errors, which is not installed\n" in capsys.readouterr().err


@pytest.mark.usefixtures("folder")
def test_a_plan_is_told_without_spark(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "pyspark.errors", None)
    with pytest.raises(SystemExit) as left:
        main(["validate", "data.nt", *OPTIONS, "--explain"])
    assert left.value.code == 0
    assert capsys.readouterr().out == (
        "<urn:shape> (shapes.ttl:3): state 0\n  sh:targetSubjectsOf <urn:p>\nstate 0\n  <urn:p>\n"
    )
