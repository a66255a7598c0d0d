"""What a validation on Spark costs: time, and bytes moved, by data, executors and constraint.

    python bench/spark.py --workload DIR --sizes 100k,1M --executors 1,2
    python bench/spark.py --workload DIR --sizes 1M --executors 2 --constraints

A folder holds ``data-1M.nt`` and so on, one ``shapes*.ttl``, and maybe ``ontology.ttl``. Executors
are processes of this machine with one core and ``--memory`` MiB each (``local-cluster``), so two of
them need two free cores. Each row is a session of its own: its start is told apart, and counts for
nothing else. Bytes are those that stages wrote for others to read, as Spark tells them, and those
of the folder between rounds. ``--constraints`` validates by one constraint at a time.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from visitkg.shacl.compile import compile_shapes
from visitkg.shacl.load import load_data, load_shapes
from visitkg.shacl.spark.run import validate_dump
from visitkg.shacl.spark.session import open_session

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pyspark.sql import SparkSession

_MIB: Final = 1 << 20
_HEAD: Final = (
    "@prefix dv: <https://example.org/dv/> . @prefix sh: <http://www.w3.org/ns/shacl#> . "
    "@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> . "
    "[] sh:targetClass dv:Event ; "
)
_CONSTRAINTS: Final = {
    "kind of the node itself": "sh:nodeKind sh:IRI .",
    "number of values": "sh:property [ sh:path dv:startTime ; sh:minCount 1 ] .",
    "another property": "sh:property [ sh:path dv:startTime ; sh:lessThanOrEquals dv:endTime ] .",
    "class of values": "sh:property [ sh:path dv:participant ; sh:class dv:Person ] .",
    "path back": "sh:property [ sh:path [ sh:inversePath dv:hasEvent ] ; sh:minCount 1 ] .",
    "two steps, and a class": (
        "sh:property [ sh:path ( dv:eventOf dv:host ) ; sh:class dv:Country ] ."
    ),
    "any number of steps": (
        "sh:property [ sh:path ( dv:place [ sh:zeroOrMorePath dv:locatedIn ] dv:countryCode ) ; "
        "sh:minCount 1 ] ."
    ),
    "a shape of values": (
        "sh:property [ sh:path dv:eventOf ; sh:node [ sh:property "
        "[ sh:path dv:startDate ; sh:maxCount 1 ] ] ] ."
    ),
    "closed": "sh:closed true ; sh:ignoredProperties ( rdf:type ) .",
}


class Cost(NamedTuple):
    """What one validation took: seconds, bytes and tasks; and what it found."""

    seconds: float
    results: int
    focus_nodes: int
    rounds: int
    shuffled: int
    between: int
    tasks: int
    busy: float


def main() -> int:
    """Print a table; return 0, or 1 if sizes or executors differ in what they find."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--workload", type=Path, required=True, metavar="DIR")
    parser.add_argument("--sizes", default="100k,1M")
    parser.add_argument("--executors", default="1,2")
    parser.add_argument("--memory", type=int, default=2048, metavar="MIB")
    parser.add_argument("--constraints", action="store_true")
    parser.add_argument("--one", metavar="MASTER", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one:
        _run_session(asked.one, asked.workload, asked.sizes, constraints=asked.constraints)
        return 0
    found: dict[str, set[int]] = {}
    print(
        f"{'size':>6} {'executors':>9}  {'constraint':<26} {'seconds':>8} {'results':>8} "
        f"{'focus':>10} {'rounds':>6} {'shuffled MiB':>13} {'between MiB':>12} {'busy s':>7}"
    )
    for size in asked.sizes.split(","):
        for executors in asked.executors.split(","):
            master = f"local-cluster[{executors},1,{asked.memory}]"
            for name, cost in _ask(asked, size, master):
                found.setdefault(f"{size} {name}", set()).add(cost.results)
                print(
                    f"{size:>6} {executors:>9}  {name:<26} {cost.seconds:8.1f} {cost.results:8,} "
                    f"{cost.focus_nodes:10,} {cost.rounds:6} {cost.shuffled / _MIB:13,.1f} "
                    f"{cost.between / _MIB:12,.1f} {cost.busy:7.1f}",
                    flush=True,
                )
    return int(any(len(counts) > 1 for counts in found.values()))


def _ask(asked: argparse.Namespace, size: str, master: str) -> Iterator[tuple[str, Cost]]:
    """Yield what a session of its own measured."""
    command = [sys.executable, __file__, "--workload", str(asked.workload), "--sizes", size]
    command += ["--one", master, *(["--constraints"] if asked.constraints else [])]
    with tempfile.TemporaryFile("w+") as log:
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=log, text=True, check=False)
        if done.returncode:
            log.seek(0)
            sys.stderr.write(log.read()[-2000:])
            raise SystemExit(done.returncode)
    for line in done.stdout.splitlines():
        name, *numbers = json.loads(line)
        yield name, Cost(*numbers)


def _run_session(master: str, folder: Path, size: str, *, constraints: bool) -> None:
    """Print each cost as a line of JSON."""
    begun = time.monotonic()
    settings = {"spark.master": master, "spark.ui.enabled": "true"}
    with (
        tempfile.TemporaryDirectory() as between,
        open_session({**settings, "spark.checkpoint.dir": f"file://{between}"}) as session,
    ):
        session.range(10).count()
        started = time.monotonic() - begun
        sys.stderr.write(f"start {started:.1f} s\n")
        shapes = {"all of the shapes": next(folder.glob("shapes*.ttl")).read_text("utf-8")}
        if constraints:
            shapes = {name: _HEAD + text for name, text in _CONSTRAINTS.items()}
        for name, text in shapes.items():
            cost = _measure(session, folder, size, text, Path(between))
            print(json.dumps([name, *cost]), flush=True)


def _measure(session: SparkSession, folder: Path, size: str, text: str, between: Path) -> Cost:
    shapes = between / "shapes.ttl"
    shapes.write_text(text, encoding="utf-8")
    plan = compile_shapes(load_shapes([shapes]))
    ontology = folder / "ontology.ttl"
    beside = load_data([], [ontology]) if ontology.exists() else None
    before = {stage["stageId"] for stage in _stages(session)}
    rounds, written = 0, 0

    def watch(number: int, _: int) -> None:
        nonlocal rounds, written
        rounds, written = number, max(written, _size(between))

    begun = time.monotonic()
    data = [str(folder / f"data-{size}.nt")]
    report = validate_dump(plan, session, data, ontology=beside, watch=watch)
    seconds = time.monotonic() - begun
    new = [stage for stage in _stages(session) if stage["stageId"] not in before]
    return Cost(
        seconds=seconds,
        results=len(report.results),
        focus_nodes=report.focus_nodes_checked,
        rounds=rounds,
        shuffled=sum(stage["shuffleWriteBytes"] for stage in new),
        between=written,
        tasks=sum(stage["numCompleteTasks"] for stage in new),
        busy=sum(stage["executorRunTime"] for stage in new) / 1000,
    )


def _stages(session: SparkSession) -> Sequence[dict[str, Any]]:
    context = session.sparkContext
    address = f"{context.uiWebUrl}/api/v1/applications/{context.applicationId}/stages"
    with urllib.request.urlopen(address) as answer:  # noqa: S310  (of this machine)
        found: list[dict[str, Any]] = json.load(answer)
    return found


def _size(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*.parquet"))


if __name__ == "__main__":
    sys.exit(main())
