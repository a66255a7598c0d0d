"""All commands alike: their help, and what they say to bad input of every kind.

The expected texts lie in ``command_line/``, one file a command.
"""

from __future__ import annotations

import ctypes
import os
import re
import shlex
import subprocess
import sys
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest

from visitkg.cli import cli, main

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

TEXTS = Path(__file__).with_name("command_line")

CONFIGURATION = """\
name = "cats"

[prefixes]
ex = "http://example.org/"
"""
SOUND = """\
@prefix ex: <http://example.org/> .

ex:tom
    a ex:Cat ;
    .
"""
SHAPES = """\
@prefix ex: <http://example.org/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .

ex:CatShape
    a sh:NodeShape ;
    sh:targetClass ex:Cat ;
    .
"""
SOURCE = f"""\
@prefix ex: <http://example.org/> .
@prefix nif: <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix visit: <https://w3id.org/visitkg/ontology#> .

ex:note
    a visit:SourceDocument ;
    nif:beginIndex 0 ;
    nif:endIndex 12 ;
    rdfs:label "A note on a cat"@en ;
    visit:sha256 "{sha256(b"A cat sleeps").hexdigest()}" ;
    .
"""
"""What there is to verify a copy of: a document of twelve characters."""

HUGE = f"<http://example.org/a> <http://example.org/b> '{'x' * 3_000_000} .\n"

CONTENTS: dict[str, bytes | None] = {
    "missing.ttl": None,
    "empty.ttl": b"",
    "comment.ttl": b"# nothing but words\n",
    "broken.ttl": b"@prefix ex: <http://example.org/> .\nex:tom a ex:Cat ; ; ex:age .\n",
    "unknown-prefix.ttl": b"@prefix ex: <http://example.org/> .\nex:tom a exx:Cat .\n",
    "latin-1.ttl": '<http://example.org/a> <http://example.org/b> "caf\xe9" .\n'.encode("latin-1"),
    "utf-16.ttl": SOUND.encode("utf-16"),
    "binary.ttl": bytes(range(256)),
    "huge-literal.ttl": HUGE.encode(),
    "unknown.xyz": SOUND.encode(),
    "no-suffix": SOUND.encode(),
    "broken.rdf": b"<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><a>",
    "broken.jsonld": b'{"@id": ',
    "remote.jsonld": b'{"@context": "https://example.invalid/context", "@id": "ex:tom"}',
}
BAD_FILES = [*CONTENTS, "folder", "locked.ttl"]

FILE_COMMANDS = {
    "check": "check --only parse --only species FILE",
    "describe": "describe --data FILE tom",
    "diff": "diff FILE data/cat.ttl",
    "evidence": "evidence verify FILE",
    "format": "format --check FILE",
    "query": "query --data FILE 'ASK { ?s ?p ?o }'",
    "validate": "validate FILE --shapes shapes.ttl",
}
"""A command that reads one file, for each command of the tool that does."""

OTHER_BAD_INPUT = {
    "check": [
        "check --only speces",
        "check --fail-on serious",
        "check --project nowhere",
    ],
    "completion": ["completion", "completion powershell"],
    "describe": ["describe", "describe nobody", "describe exx:tom", "describe '<not an iri>'"],
    "diff": [
        "diff",
        "diff data/cat.ttl",
        "diff data/cat.ttl nowhere.ttl",
        "diff data/cat.ttl data/cat.ttl --format pdf",
    ],
    "evidence": ["evidence --document nowhere", "evidence verify", "evidence verifi report.txt"],
    "export": ["export", "export pdf", "export graph --format trix", "export nanopublications"],
    "format": ["format --chek", "format nowhere", "format folder-of-nothing"],
    "publish": [
        "publish",
        "publish --output folder",
        "publish --output site --base example.org",
        "publish --output site --project nowhere",
    ],
    "query": [
        "query",
        "query who-travels-with-kin",
        "query nowhere.rq",
        "query ''",
        "query 'SELECT * WHERE { ?s ?p '",
        "query 'SELECT ?s WHERE { ?s a exx:Cat }'",
        "query 'INSERT DATA { ex:a a ex:Cat }'",
        "query 'SELECT * { SERVICE <http://example.invalid/> { ?s ?p ?o } }'",
        "query 'SELECT * FROM <http://example.invalid/> { ?s ?p ?o }'",
        "query 'ASK {}' --param person",
        "query 'ASK {}' --param person=ex:tom",
        "query 'ASK {}' --format pdf",
        "query folder-of-nothing",
    ],
    "serve": [
        "serve missing.ttl",
        "serve folder-of-nothing",
        "serve --project nowhere",
        "serve --port 70000",
        "serve --host 256.0.0.1",
        "serve --socket folder",
        "serve --mount kg/",
        "serve --timeout 0",
        "serve --running many",
        "serve --log folder",
        "serve --accept text/turtle",
        "serve --get id/tom",
    ],
    "validate": [
        "validate --shapes nowhere.ttl",
        "validate data/cat.ttl --shapes data/cat.ttl",
        "validate --fail-on serious",
    ],
    "shell": [
        "shell --data missing.ttl",
        "shell --data -",
        "shell --project nowhere",
        "shell --timeout 0",
        "shell --format pdf",
        "shell words",
    ],
    "visitkg": ["", "qery", "--vers", "query --list extra"],
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a project of cats with every bad file in it."""
    folder = tmp_path_factory.mktemp("cats")
    for name, text in {
        "visitkg.toml": CONFIGURATION,
        "data/cat.ttl": SOUND,
        "data/source.ttl": SOURCE,
        "ontology/cat.ttl": SOUND.replace("ex:tom\n    a ex:Cat", "ex:Cat\n    a ex:Kind"),
        "shapes.ttl": SHAPES,
        "folder/notes.txt": "no RDF",
        "folder-of-nothing/.keep": "",
    }.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    for name, content in CONTENTS.items():
        if content is not None:
            (folder / name).write_bytes(content)
    (folder / "locked.ttl").write_text(SOUND, encoding="utf-8")
    (folder / "locked.ttl").chmod(0)
    return folder


def run(line: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a command of the tool as somebody who may not read what is locked."""
    return subprocess.run(
        [sys.executable, "-m", "visitkg", *shlex.split(line)],
        cwd=folder,
        capture_output=True,
        check=False,
        encoding="utf-8",
        env={**os.environ, "COLUMNS": "100", "NO_COLOR": "1"},
        preexec_fn=obey_file_modes if os.geteuid() == 0 else None,
        stdin=subprocess.DEVNULL,
    )


def obey_file_modes() -> None:
    """Give up what lets root read any file, for the process that is about to start."""
    drop, dac_override, dac_read_search = 24, 1, 2  # prctl's PR_CAPBSET_DROP, and capabilities
    libc = ctypes.CDLL(None, use_errno=True)
    for capability in (dac_override, dac_read_search):
        if libc.prctl(drop, capability, 0, 0, 0):
            raise OSError(ctypes.get_errno(), "the capability can't be dropped")


def transcript(lines: list[str], folder: Path) -> str:
    """Return what each command prints, and its exit code."""
    parts = []
    for line in lines:
        done = run(line, folder)
        assert "Traceback" not in done.stderr
        parts.append(f"$ visitkg {line}\n")
        parts.append(shorten(done.stdout))
        parts.append("".join(f"! {row}\n" for row in shorten(done.stderr).splitlines()))
        parts.append(f"[exit code {done.returncode}]\n\n")
    return "".join(parts)


def shorten(text: str) -> str:
    """Return a text with a mark in place of what no eye should have to read."""
    return re.sub(r"x{200,}", "(very many x)", text)


@pytest.mark.parametrize("command", FILE_COMMANDS)
def test_bad_files_get_the_expected_words(
    command: str, folder: Path, golden: Callable[[Path, str], None]
) -> None:
    lines = [FILE_COMMANDS[command].replace("FILE", name) for name in BAD_FILES]
    golden(TEXTS / f"{command}.bad-files.txt", transcript(lines, folder))


@pytest.mark.parametrize("command", OTHER_BAD_INPUT)
def test_other_bad_input_gets_the_expected_words(
    command: str, folder: Path, golden: Callable[[Path, str], None]
) -> None:
    text = transcript(OTHER_BAD_INPUT[command], folder)
    golden(TEXTS / f"{command}.bad-input.txt", text)


@cache
def recorded(name: str) -> list[tuple[str, str, int]]:
    """Return the commands of a file of expected texts, with their output and exit codes."""
    text = (TEXTS / name).read_text(encoding="utf-8")
    parts = re.findall(r"^\$ visitkg (.*)\n((?:.*\n)*?)\[exit code (\d+)\]$", text, re.MULTILINE)
    return [(line, output, int(code)) for line, output, code in parts]


@pytest.mark.parametrize("command", FILE_COMMANDS)
@pytest.mark.parametrize("name", BAD_FILES)
def test_a_bad_file_is_named_at_the_beginning_of_a_message_and_never_fine(
    command: str, name: str
) -> None:
    index = BAD_FILES.index(name)
    line, output, code = recorded(f"{command}.bad-files.txt")[index]
    assert name in line
    assert code in (1, 2, 3)
    rows = [row.removeprefix("! ") for row in output.splitlines()]
    if (command, name) in UNNAMED:
        assert code == (1 if command == "diff" else 2)
    else:
        assert any(row.startswith(f"{name}:") for row in rows), output


UNNAMED = {
    (command, name) for command in ("describe", "diff") for name in ("empty.ttl", "comment.ttl")
}
"""That a thing is not there is said of the thing; a version that states nothing is one too."""


@pytest.mark.parametrize("command", OTHER_BAD_INPUT)
def test_other_bad_input_exits_with_2_or_3(command: str) -> None:
    codes = {line: code for line, _, code in recorded(f"{command}.bad-input.txt")}
    assert len(codes) == len(OTHER_BAD_INPUT[command])
    assert {line: code for line, code in codes.items() if code not in (2, 3)} == {}


def commands() -> Iterator[tuple[str, ...]]:
    """Yield the path to every command and subcommand, the tool itself first."""
    yield ()
    context = click.Context(cli)
    for name in cli.list_commands(context):
        yield (name,)
        command = cli.get_command(context, name)
        if isinstance(command, click.Group):
            for inner in command.list_commands(click.Context(command)):
                yield (name, inner)


def help_of(path: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> str:
    with pytest.raises(SystemExit) as left:
        main([*path, "--help"])
    assert left.value.code == 0
    return capsys.readouterr().out


@pytest.mark.parametrize("path", list(commands()), ids=lambda path: " ".join(path) or "visitkg")
def test_help_has_the_expected_words(
    path: tuple[str, ...],
    capsys: pytest.CaptureFixture[str],
    golden: Callable[[Path, str], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    text = help_of(path, capsys)
    golden(TEXTS / f"{'-'.join(path) or 'visitkg'}.help.txt", text)


@pytest.mark.parametrize("path", list(commands()), ids=lambda path: " ".join(path) or "visitkg")
def test_help_says_what_to_do_first_then_exit_codes_and_examples(
    path: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    text = help_of(path, capsys)
    first = text.split("\n\n")[1].strip()
    assert first.endswith(".")
    assert "\n  Examples:\n" in text
    if path != ("completion",):
        assert text.index("\n  Exit codes:\n    0  ") < text.index("\n  Examples:\n")
    examples = re.findall(r"^    (.*visitkg .*)$", text.partition("Examples:")[2], re.MULTILINE)
    assert examples
    name = " ".join(("visitkg", *path))
    assert any(name in example for example in examples)


@pytest.mark.parametrize(
    "line",
    [
        "query --list",
        "query who-travels-with-kim",
        "describe kim-jong-un",
        "check --list",
        "evidence",
        "--help",
    ],
)
def test_a_reader_who_has_had_enough_is_no_error(line: str, root: Path) -> None:
    done = subprocess.run(  # noqa: S602  (a pipe of two commands is the point)
        f"{sys.executable} -m visitkg {line} 2>/dev/null | head -c 1; exit ${{PIPESTATUS[0]}}",
        executable="/bin/bash",
        shell=True,
        cwd=root,
        capture_output=True,
        check=False,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
    )
    assert (done.returncode, len(done.stdout), done.stderr) == (0, 1, "")


@pytest.mark.parametrize("line", ["query --list", "describe kim-jong-un", "--help"])
def test_a_closed_standard_output_ends_without_a_traceback(line: str, root: Path) -> None:
    done = subprocess.run(  # noqa: S602  (only a shell closes it this way)
        f"{sys.executable} -m visitkg {line} >&-",
        shell=True,
        cwd=root,
        capture_output=True,
        check=False,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
    )
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here to write to")
@pytest.mark.parametrize("line", ["query --list", "describe kim-jong-un"])
def test_a_full_disk_is_told_and_exits_with_3(line: str, root: Path) -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = subprocess.run(
            [sys.executable, "-m", "visitkg", *shlex.split(line)],
            cwd=root,
            check=False,
            encoding="utf-8",
            stderr=subprocess.PIPE,
            stdin=subprocess.DEVNULL,
            stdout=full,
        )
    assert done.returncode == 3
    assert done.stderr == "<stdout>: No space left on device\n"


def test_an_interrupt_exits_with_130_and_one_word(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("visitkg.check.run.run_check", interrupt)
    monkeypatch.setattr("visitkg.cli.check.run_check", interrupt, raising=False)
    with pytest.raises(SystemExit) as left:
        main(["check", "--only", "parse"])
    assert left.value.code == 130
    assert capsys.readouterr().err.strip() == "Interrupted."
