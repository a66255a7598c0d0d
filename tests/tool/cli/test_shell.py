"""``visitkg shell`` as a user runs it: at a terminal of its own, and in a pipe."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Self

PATIENCE: Final = 60
"""So many seconds a busy machine may take for what takes one."""

START: Final = "import sys; from visitkg.cli import main; main(sys.argv[1:])"
CONTROLLED: Final = "import fcntl, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0); "
"""Makes the terminal the one whose Ctrl-C interrupts."""

INTERRUPTED: Final = (
    "import signal as s; s.signal(s.SIGINT, s.default_int_handler); s.signal(s.SIGHUP, s.SIG_DFL); "
)
"""Hears interrupts and the end of a terminal, though whoever began the tests may ignore them."""

WITHOUT_EXTRAS: Final = "import sys; sys.modules['prompt_toolkit'] = None; "
ENDLESS: Final = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
PROMPT: Final = "visitkg>"
FIRST_ROW: Final = "id:choe-son-hui"


class Terminal:
    """A shell at a pseudo-terminal that controls it, as a window does."""

    def __init__(self, arguments: list[str], environment: dict[str, str]) -> None:
        self.keys, screen = pty.openpty()
        fcntl.ioctl(screen, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 100, 0, 0))
        self.process = subprocess.Popen(
            [sys.executable, *arguments],
            stdin=screen,
            stdout=screen,
            stderr=screen,
            env={**os.environ, **environment},
            start_new_session=True,
        )
        os.close(screen)
        self.shown = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        os.close(self.keys)

    def press(self, keys: str) -> None:
        self.shown = ""
        os.write(self.keys, keys.encode())

    def wait_for(self, *texts: str) -> str:
        """Return what was shown since keys were pressed, as soon as all is there in this order."""
        end = time.monotonic() + PATIENCE
        pattern = re.compile(".*".join(map(re.escape, texts)), re.DOTALL)
        while not pattern.search(self.shown):
            assert time.monotonic() < end, self.shown
            if not select.select([self.keys], [], [], 1)[0]:
                continue
            try:
                piece = os.read(self.keys, 65_536).decode(errors="replace")
            except OSError:  # the shell has left
                break
            self.shown = re.sub(r"\x1b\[[?0-9;]*[A-Za-z]|\r", "", self.shown + piece)
        assert pattern.search(self.shown), self.shown
        return self.shown

    def ask(self, line: str, answer: str) -> str:
        self.press(f"{line}\r")
        return self.wait_for(answer, PROMPT)

    def start(self, line: str) -> None:
        """Press the keys of a query, and wait until it runs."""
        self.press(f"{line}\r")
        wait_for_child(self.process.pid)

    def leave(self) -> int:
        self.press("\x04")
        return self.process.wait(PATIENCE)


def wait_for_child(pid: int) -> None:
    children = Path(f"/proc/{pid}/task/{pid}/children")
    end = time.monotonic() + PATIENCE
    while not children.read_text():
        assert time.monotonic() < end
        time.sleep(0.05)


@pytest.fixture
def state(tmp_path: Path) -> Path:
    return tmp_path / "state"


@pytest.fixture
def open_shell(root: Path, state: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Terminal]:
    """Return what opens a shell in the checkout, its history in a folder of its own."""
    monkeypatch.chdir(root)

    def open_one(*options: str, extras: bool = True, **environment: str) -> Terminal:
        code = CONTROLLED + INTERRUPTED + ("" if extras else WITHOUT_EXTRAS) + START
        told = {
            "PROMPT_TOOLKIT_NO_CPR": "1",
            "TERM": "xterm",
            "XDG_STATE_HOME": str(state),
            "PAGER": "",
        }
        return Terminal(["-c", code, "shell", *options], {**told, **environment})

    return open_one


@pytest.fixture(params=[True, False], ids=["prompt_toolkit", "input"])
def terminal(
    request: pytest.FixtureRequest, open_shell: Callable[..., Terminal]
) -> Iterator[Terminal]:
    with open_shell(extras=request.param) as opened:
        opened.wait_for(PROMPT)
        yield opened


def test_questions_and_queries_are_answered(terminal: Terminal) -> None:
    assert "Ctrl-D leaves" in terminal.shown
    assert FIRST_ROW in terminal.ask("who-travels-with-kim", "3 rows")
    terminal.press("ASK {\r")
    terminal.wait_for("...>")
    terminal.ask("?s ?p ?o }", "true")
    assert "Did you mean 'visit:'" in terminal.ask("ASK { ?s vist:x ?o }", "Did you mean")
    assert terminal.leave() == 0


def test_an_interrupt_ends_the_query_and_not_the_shell(terminal: Terminal) -> None:
    for _ in range(3):
        terminal.start(ENDLESS)
        terminal.press("\x03")
        terminal.wait_for("Interrupted.", PROMPT)
    terminal.ask("who-travels-with-kim", FIRST_ROW)
    assert terminal.leave() == 0


def test_an_interrupt_at_the_prompt_takes_back_the_line(terminal: Terminal) -> None:
    terminal.press("SELECT ?nothing {")
    terminal.wait_for("?nothing {")
    # Python hears a signal that comes while readline handles a key only at the next key.
    time.sleep(1)
    terminal.press("\x03")
    terminal.wait_for(PROMPT)
    terminal.ask("ASK { }", "true")
    assert terminal.leave() == 0


def test_tab_completes(open_shell: Callable[..., Terminal]) -> None:
    with open_shell(extras=False) as terminal:
        terminal.wait_for(PROMPT)
        terminal.press("who-tra\t")
        terminal.wait_for("who-travels-with-kim")
        terminal.ask("", FIRST_ROW)
        assert terminal.leave() == 0


def test_choices_are_shown_as_one_types_and_taken_by_tab(
    open_shell: Callable[..., Terminal],
) -> None:
    with open_shell() as terminal:
        terminal.wait_for(PROMPT)
        terminal.press("who-tra")
        terminal.wait_for("Who travels with Kim?")
        terminal.press("\t")
        terminal.wait_for("vels-with-kim")
        # The first Enter takes what is chosen, the second runs it.
        terminal.press("\r\r")
        terminal.wait_for(FIRST_ROW, PROMPT)
        assert terminal.leave() == 0


def test_the_command_ends_the_shell(terminal: Terminal) -> None:
    terminal.press(".quit\r")
    assert terminal.process.wait(PATIENCE) == 0


def test_what_is_missing_is_told_once(open_shell: Callable[..., Terminal]) -> None:
    with open_shell(extras=False) as terminal:
        shown = terminal.wait_for(PROMPT)
        assert shown.count("pip install 'visitkg[shell]'") == 1
        assert "Without prompt_toolkit" in shown
        terminal.ask("ASK {}", "true")
        assert "pip" not in terminal.shown
        terminal.leave()


def test_a_time_limit_ends_the_query_and_not_the_shell(
    open_shell: Callable[..., Terminal],
) -> None:
    with open_shell("--timeout", "4") as terminal:
        terminal.wait_for(PROMPT)
        terminal.ask(ENDLESS, "the query took longer than 4 seconds")
        terminal.ask("ASK {}", "true")
        assert terminal.leave() == 0


@pytest.mark.parametrize("extras", [True, False])
def test_what_was_typed_is_there_the_next_time(
    extras: object, open_shell: Callable[..., Terminal], state: Path
) -> None:
    for _ in range(2):
        with open_shell(extras=extras) as terminal:
            terminal.wait_for(PROMPT)
            terminal.ask("ASK { ?s ?p ?o }", "true")
            assert terminal.leave() == 0
    history = state / "visitkg" / "history"
    assert history.read_text() == '"ASK { ?s ?p ?o }"\n'
    assert history.stat().st_mode & 0o777 == 0o600
    with open_shell(extras=extras) as terminal:
        terminal.wait_for(PROMPT)
        terminal.press("\x1b[A")
        terminal.wait_for("ASK { ?s ?p ?o }")
        terminal.press("\r")
        terminal.wait_for("true", PROMPT)
        assert terminal.leave() == 0


def test_a_history_that_can_not_be_read_is_no_end(
    open_shell: Callable[..., Terminal], state: Path
) -> None:
    (state / "visitkg" / "history").mkdir(parents=True)
    with open_shell() as terminal:
        assert "the history can't be read" in terminal.wait_for(PROMPT)
        terminal.ask("ASK {}", "true")
        assert terminal.leave() == 0


def test_a_long_answer_goes_through_the_pager(
    open_shell: Callable[..., Terminal], tmp_path: Path
) -> None:
    copy = tmp_path / "copy"
    with open_shell(PAGER=f"tee {copy}") as terminal:
        terminal.wait_for(PROMPT)
        terminal.ask("who-travels-with-kim", "3 rows")
        assert not copy.exists()
        terminal.ask("SELECT * { ?s rdfs:label ?o } LIMIT 60", "60 rows")
        assert terminal.leave() == 0
    assert len(copy.read_text().splitlines()) == 62


def test_colours_are_left_out_where_nobody_wants_them(open_shell: Callable[..., Terminal]) -> None:
    with open_shell(NO_COLOR="1") as terminal:
        terminal.wait_for(PROMPT)
        terminal.ask("ASK { ?s ?p ?o }", "true")
        assert terminal.leave() == 0


def test_the_end_of_the_terminal_ends_the_shell_and_its_query(
    open_shell: Callable[..., Terminal],
) -> None:
    with open_shell() as terminal:
        terminal.wait_for(PROMPT)
        terminal.start(ENDLESS)
        terminal.process.send_signal(signal.SIGHUP)
        assert terminal.process.wait(PATIENCE) == -signal.SIGHUP


def run(
    text: str | bytes, *options: str, root: Path, code: str = START
) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, "-c", code, "shell", *options],
        cwd=root,
        input=text.encode() if isinstance(text, str) else text,
        capture_output=True,
        check=False,
    )
    out, err = done.stdout.decode(), done.stderr.decode()
    assert "Traceback" not in err
    return subprocess.CompletedProcess(done.args, done.returncode, out, err)


def test_from_a_pipe_only_answers_are_printed(root: Path) -> None:
    done = run("who-travels-with-kim\nASK {}\n", "--format", "csv", root=root)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("companion,name,status,source")
    assert done.stdout.endswith("true\n")


def test_a_pipe_gives_what_the_command_query_gives(root: Path) -> None:
    asked = subprocess.run(
        [sys.executable, "-m", "visitkg", "query", "who-travels-with-kim"],
        cwd=root,
        capture_output=True,
        check=True,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
    )
    assert run("who-travels-with-kim", root=root).stdout == asked.stdout


@pytest.mark.parametrize(
    ("text", "options", "code", "told"),
    [
        ("who-travels-with-kin\nASK {}\n", (), 2, "unknown question 'who-travels-with-kin'"),
        ("\nASK { ?s ?p }\nASK {}", (), 2, "<stdin>:2:13: unexpected '}'"),
        (f"{ENDLESS}\nASK {{ ?s }}\nASK {{}}", ("--timeout", "4"), 3, "longer than 4"),
        ("ASK {}\nASK {", (), 2, "<stdin>:2:6: the query ends too early"),
        (b"ASK {}\nASK { ?s ?p '\xff' }", (), 2, "not UTF-8"),
        (b"ASK {}\n.describe \xff", (), 2, "nothing is called"),
        (b"ASK {}\n\x00", (), 2, "unexpected"),
        ("ASK {}\n.output /nowhere/at/all\nASK {}", (), 3, "can't be written"),
    ],
)
def test_errors_from_a_pipe_are_told_and_the_worst_is_the_exit_code(
    text: str | bytes, options: tuple[str, ...], code: int, told: str, root: Path
) -> None:
    done = run(text, *options, root=root)
    assert done.returncode == code
    assert told in done.stderr
    assert done.stdout == "true\n"


@pytest.mark.parametrize(
    ("options", "code", "told"),
    [
        (("--data", "-"), 2, "--data - leaves nothing to read queries from"),
        (("--data", "nowhere.ttl"), 3, "nowhere.ttl: no such file or folder"),
        (("--project", "nowhere"), 2, "nowhere: no project here"),
        (("--format", "pdf"), 2, "'pdf' is not one of"),
        (("--timeout", "0"), 2, "0"),
        (("--timeout", "soon"), 2, "not a valid float"),
        (("extra",), 2, "unexpected extra argument"),
    ],
)
def test_wrong_options_are_told(options: tuple[str, ...], code: int, told: str, root: Path) -> None:
    done = run("ASK {}", *options, root=root)
    assert (done.returncode, done.stdout) == (code, "")
    assert told in done.stderr


def test_nothing_to_ask_is_fine(root: Path) -> None:
    done = run("", root=root)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_closed_input_is_told(root: Path) -> None:
    code = "import sys; sys.stdin = None; " + START
    done = run("", root=root, code=code)
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.startswith("standard input or output is closed\n")


def test_files_stand_in_for_the_project(root: Path, tmp_path: Path) -> None:
    data = tmp_path / "cats.ttl"
    data.write_text("@prefix c: <http://c/> . c:tom c:likes c:eve .", encoding="utf-8")
    done = run("SELECT * { ?a c:likes ?b }", "--data", str(data), root=root)
    assert done.stdout == "a      b\n-----  -----\nc:tom  c:eve\n"


def test_an_interrupt_ends_a_pipe(root: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", INTERRUPTED + START, "shell"],
        cwd=root,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(f"ASK {{}};\n{ENDLESS};\n")
        process.stdin.flush()
        assert process.stdout.readline() == "true\n"
        wait_for_child(process.pid)
        process.send_signal(signal.SIGINT)
        _, told = process.communicate(timeout=PATIENCE)
    assert process.returncode == 130
    assert told.strip() == "Interrupted."
