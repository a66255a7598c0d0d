"""A report within a limit of memory is that without one, or the command says what is missing."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import pytest
from hypothesis import given, note
from hypothesis import strategies as st
from pyoxigraph import RdfFormat, parse, serialize
from tests.tool.shacl.generate import Case, cases
from tests.tool.shacl.judge import PREFIXES
from tests.tool.shacl.test_against_pyshacl import ENGINES, examples
from tests.tool.shacl.test_engines import draw_triples
from tests.tool.shacl.test_w3c import MANIFEST, read_manifest

from visitkg.errors import InputError
from visitkg.graph import bounded, encode, hash_index
from visitkg.graph.spill import Spill
from visitkg.project import find_project
from visitkg.shacl import run, unasked
from visitkg.shacl.compile import compile_shapes
from visitkg.shacl.load import Reading, load_data, load_shapes
from visitkg.shacl.report_text import render_text
from visitkg.shacl.run import run_plan, validate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT: Final = Path(__file__).resolve().parents[3]
LIMITED: Final = Reading(spill=Spill(1 << 33))
"""More than the tests that ran before in this process have left here."""
SHAPES: Final = """\
ex:Shape sh:targetClass ex:C ; sh:property ex:Shape-p .
ex:Shape-p sh:path ex:p ; sh:maxCount 1 ; sh:datatype xsd:integer .
"""
QUERY: Final = """\
ex:Asking sh:targetClass ex:C ; sh:sparql ex:Query .
ex:Query sh:select "SELECT $this WHERE { $this <http://example.org/p> 2 }" .
ex:Outer sh:targetClass ex:C ; sh:node ex:Asking .
"""


@pytest.fixture(autouse=True)
def _tiny(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a few triples be merged at a time, so that there is something to merge."""
    monkeypatch.setattr(bounded, "_FEWEST", 40)
    monkeypatch.setattr(bounded, "_MOST", 40)
    monkeypatch.setattr(encode, "_BLOCK", 1 << 9)
    monkeypatch.setattr(hash_index, "_LARGE", 16)


def tell(data: list[Path], shapes: list[Path], reading: Reading | None, engine: str) -> str:
    """Return the report as text, or what is said instead."""
    try:
        report = validate(data, shapes, reading=reading, engine=engine, allow_empty=True)
    except InputError as error:
        return str(error)
    return render_text(report, report.prefixes)


@pytest.mark.parametrize("engine", ENGINES)
def test_each_report_of_the_w3c_suite_is_the_same(shared: Path, engine: str) -> None:
    suite = (shared / "w3c-shacl").resolve()
    found = [
        case
        for name in ("core", "sparql")
        for case in read_manifest(suite, suite / name / "manifest.ttl")
    ]
    assert len(found) == 120
    assert MANIFEST
    for case in found:
        files = [case.data], [case.shapes]
        assert tell(*files, LIMITED, engine) == tell(*files, None, engine), case.name


@examples(30)
@given(case=cases(), seed=st.integers(0, 2**32 - 1))
def test_generated_reports_are_the_same(case: Case, seed: int) -> None:
    note(case.shapes)
    with TemporaryDirectory() as folder:
        data, shapes, ontology = (Path(folder, name) for name in ("d.nt", "s.ttl", "o.nt"))
        shapes.write_text(case.shapes, encoding="utf-8")
        for path, text in ((data, draw_triples(seed)), (ontology, case.data)):
            quads = parse(text.encode(), RdfFormat.TURTLE)
            serialize((quad.triple for quad in quads), str(path), RdfFormat.N_TRIPLES)
        plan = compile_shapes(load_shapes([shapes]))
        plain, limited = (load_data([data], [ontology], each) for each in (None, LIMITED))
        for engine in ENGINES:
            one, other = (
                run_plan(plan, plain, engine=engine),
                run_plan(plan, limited, engine=engine),
            )
            assert one.results == other.results
            assert one == other


def test_the_report_of_our_own_data_is_the_same() -> None:
    project = find_project(ROOT)
    reports = [
        validate([project.data], [project.shapes], [project.ontology], reading=reading)
        for reading in (None, LIMITED)
    ]

    assert reports[0].focus_nodes_checked > 100
    assert render_text(reports[0], {}) == render_text(reports[1], {})


class Files(NamedTuple):
    """Data in some syntax and shapes."""

    data: Path
    shapes: Path


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Files:
    """Return data of which one in ten nodes breaks a shape, and shapes; be where they are."""
    monkeypatch.chdir(tmp_path)
    rows = "".join(
        f"<http://example.org/n{n}> <{'http://www.w3.org/1999/02/22-rdf-syntax-ns#type'}> "
        f"<http://example.org/C> .\n<http://example.org/n{n}> <http://example.org/p> "
        f'"{n if n % 10 else "é"}"^^<http://www.w3.org/2001/XMLSchema#integer> .\n'
        for n in range(300)
    )
    Path("data.nt").write_text(rows, encoding="utf-8")
    Path("shapes.ttl").write_text(PREFIXES + SHAPES, encoding="utf-8")
    return Files(Path("data.nt"), Path("shapes.ttl"))


def test_positions_are_the_same_with_other_line_ends_and_in_each_syntax(files: Files) -> None:
    text = files.data.read_bytes()
    Path("crlf.nt").write_bytes(b"\xef\xbb\xbf" + text.replace(b"\n", b"\r\n"))
    Path("comments.nt").write_bytes(b"# no\n\n" + text.replace(b" .\n", b"  . # no\n"))
    quads = list(parse(text, RdfFormat.N_TRIPLES))
    for name in ("data.ttl", "data.trig", "data.nq", "data.rdf", "data.jsonld"):
        form = RdfFormat.from_extension(name.rpartition(".")[2])
        assert form
        serialize(quads if form.supports_datasets else (quad.triple for quad in quads), name, form)
    Path("crlf.ttl").write_bytes(Path("data.ttl").read_bytes().replace(b"\n", b"\r\n"))
    names = ["crlf.nt", "comments.nt", "crlf.ttl", *(f"data.{e}" for e in ("ttl", "trig", "nq"))]
    for name in ("data.nt", "data.rdf", "data.jsonld", *names):
        for engine in ENGINES:
            plain = tell([Path(name)], [files.shapes], None, engine)
            assert tell([Path(name)], [files.shapes], LIMITED, engine) == plain
            assert "30 violations" in plain
            assert (f"{name}:" in plain) or name in {"data.rdf", "data.jsonld"}


def test_blank_nodes_of_two_files_stay_apart(files: Files) -> None:
    for name in ("a.nt", "b.nt"):
        Path(name).write_text(
            "_:x <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://example.org/C> .\n"
            '_:x <http://example.org/p> "1" .\n' * 30,
            encoding="utf-8",
        )
    paths = [Path("a.nt"), Path("b.nt")]
    for engine in ENGINES:
        plain = tell(paths, [files.shapes], None, engine)
        assert tell(paths, [files.shapes], LIMITED, engine) == plain
        assert "Checked 2 focus nodes" in plain


@pytest.mark.parametrize("name", ["data.nt", "data.ttl"])
def test_what_data_import_is_read_or_told_to_be_missing(files: Files, name: str) -> None:
    header = (
        "<http://example.org/o> <http://www.w3.org/2002/07/owl#imports> <http://example.org/i> .\n"
    )
    kind = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
    header += f"<http://example.org/o> {kind} <http://www.w3.org/2002/07/owl#Ontology> .\n"
    Path(name).write_text(header + files.data.read_text(encoding="utf-8"), encoding="utf-8")
    Path("i.ttl").write_text(PREFIXES + "ex:n1 ex:p 5 .", encoding="utf-8")
    found = {"http://example.org/i": Path("i.ttl")}
    for imports, told in ((None, "http://example.org/i"), (found, "31 violations")):
        plain, limited = (
            validate([Path(name)], [files.shapes], reading=each._replace(imports=imports))
            for each in (Reading(), LIMITED)
        )
        texts = [
            render_text(each, {}) + "".join(p.message for p in each.problems)
            for each in (plain, limited)
        ]
        assert texts[0] == texts[1]
        assert told in texts[1]


def test_an_unknown_prefix_is_told_with_the_one_that_was_meant(files: Files) -> None:
    Path("prefix.ttl").write_text(
        "@prefix example: <http://example.org/> .\nexampel:a example:b 1 .", encoding="utf-8"
    )
    plain = tell([Path("prefix.ttl")], [files.shapes], None, "auto")
    assert "Did you mean 'example:'?" in plain
    assert tell([Path("prefix.ttl")], [files.shapes], LIMITED, "auto") == plain


def test_a_file_that_changes_meanwhile_is_refused(
    files: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    def run_and_write(*given: Any, **named: Any) -> Any:  # noqa: ANN401  (whatever it is)
        with files.data.open("a", encoding="utf-8") as out:
            out.write("# more\n")
        return run_plan(*given, **named)

    monkeypatch.setattr(run, "run_plan", run_and_write)
    with pytest.raises(InputError, match=r"^data.nt: this file changed while it was read\n"):
        validate([files.data], [files.shapes], reading=LIMITED)
    assert validate([files.data], [files.shapes]).results


@pytest.mark.parametrize("text", ["<http://a> <b> .\n", '"a" <http://b> "c" .\n', "\n<", "\xff"])
@pytest.mark.parametrize("name", ["data.nt", "data.ttl"])
def test_broken_data_are_told_in_the_same_words(files: Files, text: str, name: str) -> None:
    whole = files.data.read_bytes() + text.encode("latin-1")
    Path(name).write_bytes(whole)

    plain = tell([Path(name)], [files.shapes], None, "auto")

    assert plain.startswith(f"{name}:60")
    assert tell([Path(name)], [files.shapes], LIMITED, "auto") == plain


def test_shapes_whose_queries_have_no_room_are_named_and_others_are_checked(
    files: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    files.shapes.write_text(PREFIXES + SHAPES + QUERY, encoding="utf-8")
    whole = validate([files.data], [files.shapes], reading=LIMITED)
    assert not whole.not_checked
    assert len(whole.results) == 32
    monkeypatch.setattr(unasked, "_BYTES", 1 << 40)

    report = validate([files.data], [files.shapes], reading=LIMITED)

    assert {str(node) for node in report.not_checked} == {
        "<http://example.org/Asking>",
        "<http://example.org/Outer>",
    }
    assert not report.conforms
    assert len(report.results) == 30
    assert "<http://example.org/Asking> was not checked: a query over 600 triples needs" in (
        render_text(report, {}) + "".join(problem.message for problem in report.problems)
    )
    files.shapes.write_text(PREFIXES + QUERY, encoding="utf-8")
    nothing = validate([files.data], [files.shapes], reading=LIMITED)
    assert len(nothing.not_checked) == 2
    assert not nothing.completed
    assert not validate([files.data], [files.shapes]).not_checked


COMMAND: Final = (sys.executable, "-m", "visitkg", "validate")


def run_command(
    *arguments: str, given: str | None = None, prepare: Callable[[], None] | None = None
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *arguments],
        # What is measured of a process is a file too, and memory.
        env={name: value for name, value in os.environ.items() if "COV" not in name},
        input=given,
        capture_output=True,
        text=True,
        preexec_fn=prepare,
        timeout=120,
        check=False,
    )


def test_the_command_prints_the_same_from_files_and_from_standard_input(files: Files) -> None:
    shapes = ["--shapes", "shapes.ttl"]
    plain, limited = (
        run_command("data.nt", *shapes, *more) for more in ((), ("--memory", "200MiB"))
    )
    assert (plain.returncode, limited.returncode) == (1, 1)
    assert limited.stdout == plain.stdout
    assert limited.stderr == plain.stderr
    options = ["-", "--input-format", "ntriples", *shapes]
    piped = [
        run_command(*options, *more, given=files.data.read_text(encoding="utf-8"))
        for more in ((), ("--memory", "200MiB"))
    ]
    assert piped[0].stdout == piped[1].stdout
    assert "<stdin>:2:" in piped[1].stdout


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["--memory", "5 bananas"], 2, "'5 bananas' is not an amount of memory"),
        (["--memory", "0"], 2, "0 of memory is too little to begin with"),
        (["--memory", "-1GiB"], 2, "'-1GiB' is not an amount of memory"),
        (["--memory", "2GiB", "--explain"], 2, "--memory can't go with --explain"),
        (["--memory"], 2, "Option '--memory' requires an argument."),
    ],
)
@pytest.mark.usefixtures("files")
def test_wrong_usage_is_told(arguments: list[str], code: int, said: str) -> None:
    ended = run_command("data.nt", "--shapes", "shapes.ttl", *arguments)

    assert ended.returncode == code
    assert said in ended.stderr
    assert "Traceback" not in ended.stderr
    assert not ended.stdout


@pytest.fixture
def large(files: Files) -> Path:
    """Return data that take a while and more than the least memory."""
    with Path("large.nt").open("w", encoding="utf-8") as out:
        out.writelines(
            f"<http://example.org/node/{number}> <http://example.org/p> "
            f'"{number}"^^<http://www.w3.org/2001/XMLSchema#integer> .\n'
            for number in range(400_000)
        )
    files.shapes.write_text(
        PREFIXES + "ex:S sh:targetSubjectsOf ex:p ; sh:property ex:P .\n"
        "ex:P sh:path ex:p ; sh:datatype xsd:integer ; sh:minInclusive 5 .",
        encoding="utf-8",
    )
    return Path("large.nt")


@pytest.mark.usefixtures("large")
def test_too_little_memory_and_a_full_disk_end_with_one_clear_line() -> None:
    ended = run_command("large.nt", "--shapes", "shapes.ttl", "--memory", "64MiB")
    assert (ended.returncode, ended.stdout) == (3, "")
    assert ended.stderr.startswith("64 MiB of memory is not enough for these data and shapes\n")
    assert len(ended.stderr.splitlines()) == 2

    def fill() -> None:
        # No file may grow beyond this, and the signal that says so is not heard.
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 16, 1 << 16))

    full = run_command("large.nt", "--shapes", "shapes.ttl", "--memory", "1GiB", prepare=fill)
    assert (full.returncode, full.stdout) == (3, "")
    assert full.stderr.startswith("there is no room for temporary files in ")
    assert len(full.stderr.splitlines()) == 2


def children(process: int) -> Iterator[int]:
    text = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii")
    return map(int, text.split())


@pytest.mark.usefixtures("large")
@pytest.mark.parametrize("seconds", [0.3, 0.8, 1.5])
def test_a_kill_leaves_nothing_behind(tmp_path: Path, seconds: float) -> None:
    spilled = tmp_path / "spilled"
    spilled.mkdir()
    options = "--shapes shapes.ttl --memory 1GiB --output report.txt"
    process = subprocess.Popen(
        [*COMMAND, "large.nt", *options.split()],
        env={**os.environ, "TMPDIR": str(spilled)},
    )
    time.sleep(seconds)
    beside = list(children(process.pid))
    process.kill()
    process.wait()

    assert list(spilled.iterdir()) == []
    assert not [path for path in tmp_path.iterdir() if path.name.startswith((".report", "report"))]
    deadline = time.monotonic() + 30
    while any(Path(f"/proc/{child}/cwd").exists() for child in beside):
        assert time.monotonic() < deadline, "the second process goes on"
        time.sleep(0.1)
