"""``visitkg query`` as a user runs it: what it prints, where, and with what exit code."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from visitkg.cli import cli
from visitkg.errors import VisitkgError

if TYPE_CHECKING:
    from collections.abc import Callable

FAIR = """\
@prefix ex: <http://example.org/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .

ex:ann a ex:Visitor ; rdfs:label "Ann"@en , "안나"@ko ; ex:knows ex:ben .
ex:ben a ex:Seller ; rdfs:label "Ben" ; ex:age 30 .
ex:Seller rdfs:subClassOf ex:Visitor .
ex:knows a owl:SymmetricProperty .
"""
QUESTION = """\
# Whom does somebody know?
# A row: somebody.
# param person: who knows, default ex:ann

SELECT ?other { ?person ex:knows ?other }
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make a project with one question, and work in it."""
    files = {
        "visitkg.toml": 'name = "fair"\n[prefixes]\nex = "http://example.org/"\n',
        "ontology/questions/whom.rq": QUESTION,
        "ontology/fair.ttl": "",
        "data/fair.ttl": FAIR,
        "ask.rq": "ASK { ?s ex:age 31 }",
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


Run = tuple[int, str, str]


@pytest.fixture
def run(project: Path) -> Callable[..., Run]:
    """Return what runs the command: the exit code, standard output, standard error."""

    def invoke(*arguments: str, stdin: str | None = None) -> Run:
        assert project == Path.cwd()
        result = CliRunner().invoke(cli, ["query", *arguments], input=stdin, standalone_mode=False)
        if isinstance(result.exception, VisitkgError):
            return result.exception.exit_code, result.stdout, f"{result.exception}\n"
        if result.exception:
            raise result.exception
        return int(result.return_value), result.stdout, result.stderr

    return invoke


ANSWERS = {
    "a question": (["whom"], 0, "other\n------\nex:ben\n", "1 row\n"),
    "a question with a value": (
        ["whom", "--param", "person=ex:ben", "--format", "csv"],
        0,
        "other\n",
        "",
    ),
    "a file": (["ask.rq"], 0, "false\n", ""),
    "a text": (["ASK { ex:ann ex:knows ex:ben }"], 0, "true\n", ""),
    "a value for any variable": (
        ["SELECT ?who { ?who ex:age ?age }", "--param", "age=30", "--format", "tsv"],
        0,
        "?who\n<http://example.org/ben>\n",
        "",
    ),
    "false with an exit code": (["ask.rq", "--exit-code"], 1, "false\n", ""),
    "true with an exit code": (["ASK {}", "--exit-code"], 0, "true\n", ""),
    "no row with an exit code": (
        ["whom", "--param", "person=ex:ben", "--exit-code"],
        1,
        "other\n-----\n",
        "0 rows\n",
    ),
    "a row with an exit code": (
        ["whom", "--exit-code"],
        0,
        "other\n------\nex:ben\n",
        "1 row\n",
    ),
    "no triple with an exit code": (
        ["CONSTRUCT WHERE { ?s ex:none ?o }", "--exit-code"],
        1,
        "",
        "0 triples\n",
    ),
    "a graph": (
        ["DESCRIBE ex:ben"],
        0,
        (
            "@prefix ex: <http://example.org/> .\n"
            "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n\n"
            'ex:ben\n    a ex:Seller ;\n    ex:age 30 ;\n    rdfs:label "Ben" ;\n    .\n'
        ),
        "3 triples\n",
    ),
    "languages that differ": (
        ["SELECT ?label { ex:ann rdfs:label ?label }"],
        0,
        "label\n-------\nAnn@en\n안나@ko\n",
        "2 rows\n",
    ),
    "markdown": (
        ["SELECT ?age { ?s ex:age ?age }", "--format", "markdown"],
        0,
        "| age |\n| ---: |\n| 30 |\n",
        "",
    ),
    "without entailment": (["ASK { ex:ben a ex:Visitor }"], 0, "false\n", ""),
    "with RDFS": (
        [
            "ASK { ex:ben a ex:Visitor FILTER NOT EXISTS { ex:ben ex:knows ex:ann } }",
            "--entailment",
            "rdfs",
        ],
        0,
        "true\n",
        "",
    ),
    "with OWL RL": (
        ["ASK { ex:ben a ex:Visitor ; ex:knows ex:ann }", "--entailment", "owl-rl"],
        0,
        "true\n",
        "",
    ),
    "the list": (["--list"], 0, "whom  Whom does somebody know?\n", ""),
    "the list as csv": (
        ["--list", "--format", "csv"],
        0,
        (
            "name,question,row,parameters\n"
            'whom,Whom does somebody know?,A row: somebody.,"person: who knows, default ex:ann"\n'
        ),
        "",
    ),
    "what a question takes": (
        ["--explain", "whom"],
        0,
        "Whom does somebody know?\nA row: somebody.\n--param person: who knows, default ex:ann\n",
        "",
    ),
}


@pytest.mark.parametrize(("arguments", "code", "output", "errors"), ANSWERS.values(), ids=ANSWERS)
def test_it_prints(
    run: Callable[..., Run], arguments: list[str], code: int, output: str, errors: str
) -> None:
    assert run(*arguments) == (code, output, errors)


REFUSED = {
    "no query": ([], 2, "no query\nvisitkg query --list shows what can be asked by name.\n"),
    "an unknown question": (
        ["whome"],
        2,
        (
            "unknown question 'whome'\nDid you mean 'whom'? visitkg query --list shows all 1 "
            "questions; a file in the working directory is ./whome\n"
        ),
    ),
    "an unknown parameter": (
        ["whom", "--param", "who=ex:ben"],
        2,
        "unknown parameter 'who'\nThe parameters are:\n  person: who knows, default ex:ann\n",
    ),
    "a value that does not fit": (
        ["whom", "--param", "person=ben"],
        2,
        (
            "parameter 'person': 'ben' is a string, and an IRI is needed such as ex:ann\n"
            "Did you mean ex:ben?\n"
        ),
    ),
    "an unknown prefix": (
        ["ASK { exx:ann ex:knows ?o }"],
        2,
        (
            "<query>:1:7: unknown prefix 'exx:'\n    ASK { exx:ann ex:knows ?o }\n          ~~~^\n"
            "Did you mean 'ex:'?\n"
        ),
    ),
    "an update": (
        ["INSERT DATA { ex:a ex:b ex:c }"],
        2,
        (
            "<query>:1:1: INSERT is an update, and this only asks\n"
            "    INSERT DATA { ex:a ex:b ex:c }\n    ~~~~~^\n"
            "Change the data in its files. A query begins with SELECT, ASK, CONSTRUCT or "
            "DESCRIBE.\n"
        ),
    ),
    "a service": (
        ["ASK { SERVICE <http://127.0.0.1:1/> {} }"],
        2,
        (
            "<query>:1:7: SERVICE asks another server, which is refused\n"
            "    ASK { SERVICE <http://127.0.0.1:1/> {} }\n          ~~~~~~^\n"
            "Add --allow-remote if the query may reach out.\n"
        ),
    ),
    "a graph that is not loaded": (
        ["ASK FROM ex:graph {}"],
        2,
        (
            "<query>:1:5: the graph <http://example.org/graph> is not loaded\n"
            "    ASK FROM ex:graph {}\n        ~~~^\n"
            "Leave FROM out to ask all that is loaded, or add --allow-remote to fetch it.\n"
        ),
    ),
    "a format that does not fit": (
        ["ASK {}", "--format", "turtle"],
        2,
        (
            "this answer can't be written as turtle: the answer is true or false, not a graph\n"
            "The formats that fit are: table, csv, tsv, json, xml, markdown.\n"
        ),
    ),
    "a missing file": (
        ["missing.rq"],
        3,
        (
            "missing.rq: no such file\nCheck the spelling; paths are relative to the working "
            "directory.\n"
        ),
    ),
    "missing data": (
        ["ASK {}", "--data", "missing.ttl"],
        3,
        (
            "missing.ttl: no such file or folder\nCheck the spelling; paths are relative to the "
            "working directory.\n"
        ),
    ),
    "a project that is none": (
        ["ASK {}", "--project", "data"],
        2,
        (
            "data: no project here: neither visitkg.toml nor [tool.visitkg] in "
            "pyproject.toml\n"
            "Name the folder that holds one of them, or leave --project out.\n"
        ),
    ),
    "a folder for the output": (
        ["ASK {}", "--output", "data"],
        3,
        (
            "data: this file can't be written: Is a directory\nMake the folder and the file "
            "writable.\n"
        ),
    ),
    "two uses of standard input": (
        ["-", "--data", "-"],
        2,
        "- is named more than once\nStandard input can be read once.\n",
    ),
    "a list of one question": (
        ["--list", "whom"],
        2,
        "--list takes no query\nvisitkg query --explain whom shows one question.\n",
    ),
    "an explanation of nothing": (
        ["--explain"],
        2,
        "--explain needs the name of a question\nvisitkg query --list shows the names.\n",
    ),
    "an explanation of a text": (
        ["--explain", "whither"],
        2,
        (
            "unknown question 'whither'\nvisitkg query --list shows all 1 questions; a file in "
            "the working directory is ./whither\n"
        ),
    ),
    "a list in a format of graphs": (
        ["--list", "--format", "turtle"],
        2,
        (
            "the list of questions can't be written as turtle\n"
            "The formats that fit are: table, csv, tsv, json.\n"
        ),
    ),
}


@pytest.mark.parametrize(("arguments", "code", "message"), REFUSED.values(), ids=REFUSED)
def test_it_refuses(run: Callable[..., Run], arguments: list[str], code: int, message: str) -> None:
    assert run(*arguments) == (code, "", message)


def test_a_query_can_come_from_standard_input(run: Callable[..., Run]) -> None:
    assert run("-", stdin="ASK { ex:ann ?p ?o }") == (0, "true\n", "")


def test_an_error_in_standard_input_has_a_place(run: Callable[..., Run]) -> None:
    code, _, message = run("-", stdin="# What?\nSELCT ?s {}")
    assert (code, message.splitlines()[0]) == (2, "<stdin>:2:1: unexpected 'SELCT'")


def test_an_error_in_a_file_has_a_place(run: Callable[..., Run], project: Path) -> None:
    (project / "ask.rq").write_text("ASK {\n  ?s ?p ?o ?q\n}", encoding="utf-8")
    code, _, message = run("ask.rq")
    assert (code, message.splitlines()[0]) == (2, "ask.rq:2:12: unexpected '?q'")


def test_data_can_come_from_standard_input(run: Callable[..., Run]) -> None:
    turtle = "<http://example.org/a> <http://example.org/b> 1 ."
    code, output, _ = run("SELECT * { ?s ?p ?o }", "--data", "-", stdin=turtle)
    assert (code, output) == (0, "s     p     o\n----  ----  -\nex:a  ex:b  1\n")


def test_data_bring_their_own_prefixes(run: Callable[..., Run], project: Path) -> None:
    (project / "own.ttl").write_text("@prefix own: <urn:own:> . own:a own:b 1 .", encoding="utf-8")
    assert run("ASK { own:a own:b 1 }", "--data", "own.ttl") == (0, "true\n", "")


def test_the_prefixes_of_the_project_win_over_those_of_data(
    run: Callable[..., Run], project: Path
) -> None:
    (project / "own.ttl").write_text("@prefix ex: <urn:own:> . ex:a ex:b 1 .", encoding="utf-8")
    assert run("ASK { ex:a ex:b 1 }", "--data", "own.ttl") == (0, "false\n", "")


def test_several_data_and_folders_are_asked_together(
    run: Callable[..., Run], project: Path
) -> None:
    (project / "own.ttl").write_text("<urn:a> <urn:b> 1 .", encoding="utf-8")
    query = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    code, output, _ = run(query, "--data", "own.ttl", "--data", "data", "--format", "csv")
    assert (code, output) == (0, "n\n10\n")


def test_the_output_goes_to_a_file_whole(run: Callable[..., Run], project: Path) -> None:
    target = project / "answer.csv"
    target.write_text("old", encoding="utf-8")
    assert run("whom", "--format", "csv", "--output", "answer.csv") == (0, "", "")
    assert target.read_text(encoding="utf-8") == "other\nhttp://example.org/ben\n"
    assert sorted(path.name for path in project.iterdir() if path.is_file()) == [
        "answer.csv",
        "ask.rq",
        "visitkg.toml",
    ]


def test_a_query_that_fails_leaves_the_output_alone(run: Callable[..., Run], project: Path) -> None:
    target = project / "answer.csv"
    target.write_text("old", encoding="utf-8")
    assert run("ASK { ?s", "--output", "answer.csv")[0] == 2
    assert target.read_text(encoding="utf-8") == "old"


def test_a_pipe_takes_the_output_and_stays_one(run: Callable[..., Run], project: Path) -> None:
    pipe = project / "pipe"
    os.mkfifo(pipe)
    with ThreadPoolExecutor() as threads:
        content = threads.submit(pipe.read_text, encoding="utf-8")
        assert run("whom", "--format", "csv", "--output", "pipe")[0] == 0
        assert content.result(timeout=60) == "other\nhttp://example.org/ben\n"
    assert pipe.is_fifo()


def test_a_link_that_takes_the_output_stays_one(run: Callable[..., Run], project: Path) -> None:
    link = project / "link.csv"
    link.symlink_to(project / "data" / "answer.csv")
    assert run("whom", "--format", "csv", "--output", "link.csv")[0] == 0
    assert link.is_symlink()
    assert link.read_text(encoding="utf-8") == "other\nhttp://example.org/ben\n"


def test_the_list_as_json_has_the_parameters(run: Callable[..., Run]) -> None:
    code, output, _ = run("--list", "--format", "json")
    assert code == 0
    assert json.loads(output) == [
        {
            "name": "whom",
            "question": "Whom does somebody know?",
            "row": "A row: somebody.",
            "parameters": [{"name": "person", "meaning": "who knows", "default": "ex:ann"}],
        }
    ]


COMMAND = [sys.executable, "-m", "visitkg", "query"]
WIDE = 'SELECT ("' + "long " * 40 + '" AS ?text) {}'


def test_names_of_questions_are_completed(project: Path) -> None:
    variables = {"COMP_WORDS": "visitkg query wh", "COMP_CWORD": "2"}
    result = subprocess.run(
        [sys.executable, "-c", "from visitkg.cli import cli; cli(prog_name='visitkg')"],
        capture_output=True,
        check=False,
        cwd=project,
        env={**os.environ, **variables, "_VISITKG_COMPLETE": "bash_complete"},
        text=True,
    )
    assert result.stdout == "plain,whom\n"


def test_a_pipe_that_closes_early_is_no_error(project: Path) -> None:
    query = "SELECT ?n { VALUES ?n { " + "1 " * 50_000 + "} }"
    (project / "many.rq").write_text(query, encoding="utf-8")
    process = subprocess.Popen(
        [*COMMAND, "many.rq"], cwd=project, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stderr is not None
    assert process.stdout.readline() == b"n\n"
    process.stdout.close()
    errors = process.stderr.read()
    process.stderr.close()
    assert (process.wait(), errors) == (0, b"")


def test_a_full_disk_is_an_error_with_a_message(project: Path) -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("this system has no /dev/full")
    with full.open("wb") as stdout:
        result = subprocess.run(
            [*COMMAND, "ASK {}"], check=False, cwd=project, stdout=stdout, stderr=subprocess.PIPE
        )
    assert (result.returncode, result.stderr) == (3, b"<stdout>: No space left on device\n")


def test_output_is_utf_8_whatever_the_locale(project: Path) -> None:
    result = subprocess.run(
        [*COMMAND, "SELECT ?label { ex:ann rdfs:label ?label }", "--format", "csv"],
        capture_output=True,
        check=True,
        cwd=project,
        env={**os.environ, "LC_ALL": "C", "PYTHONIOENCODING": "latin-1", "PYTHONUTF8": "0"},
    )
    assert result.stdout.decode() == "label\nAnn\n안나\n"


def test_a_query_in_another_encoding_is_refused(project: Path) -> None:
    result = subprocess.run(
        [*COMMAND, b"ASK { ?s ?p '\xff' }"], capture_output=True, check=False, cwd=project
    )
    assert result.returncode == 2
    assert result.stderr.splitlines()[0] == b"the query <query> is not UTF-8: character 14"


def on_terminal(project: Path, columns: int, *arguments: str) -> list[str]:
    """Return the lines that the command prints on a terminal so wide."""
    leader, follower = pty.openpty()
    environment = {**os.environ, "COLUMNS": str(columns), "TERM": "xterm"}
    process = subprocess.Popen(
        [*COMMAND, *arguments], cwd=project, env=environment, stdout=follower
    )
    os.close(follower)
    output = b""
    try:
        while piece := os.read(leader, 65_536):
            output += piece
    except OSError:
        pass  # Linux says so when the other end has closed.
    os.close(leader)
    assert process.wait() == 0
    return output.decode().splitlines()


def test_a_table_is_cut_to_the_terminal(project: Path) -> None:
    lines = on_terminal(project, 30, WIDE)
    assert lines == ["text", "-" * 30, "long " * 5 + "long…"]


def test_a_table_in_a_pipe_is_not_cut(run: Callable[..., Run]) -> None:
    assert run(WIDE)[1].splitlines()[2] == ("long " * 40).rstrip()


def test_csv_on_a_terminal_is_not_cut(project: Path) -> None:
    assert on_terminal(project, 30, WIDE, "--format", "csv")[1] == "long " * 40


def test_an_interrupt_ends_a_query_at_once(project: Path) -> None:
    """Without that, the engine would count these rows to the end, for hours."""
    (project / "many.rq").write_text(
        "SELECT (COUNT(*) AS ?n) {" + "".join(f" ?a{n} ?b{n} ?c{n} ." for n in range(14)) + " }",
        encoding="utf-8",
    )
    process = subprocess.Popen([*COMMAND, "many.rq"], cwd=project)
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(timeout=2)
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=30) == -signal.SIGINT


def test_asking_leaves_the_handler_of_interrupts_alone(run: Callable[..., Run]) -> None:
    before = signal.getsignal(signal.SIGINT)
    run("ASK {}")
    run("ASK {")
    assert signal.getsignal(signal.SIGINT) is before
