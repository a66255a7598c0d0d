"""What each line gives in a shell."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from visitkg.errors import InputError
from visitkg.project import find_project
from visitkg.shell.child import INTERRUPTED
from visitkg.shell.converse import converse, run_all
from visitkg.shell.material import load_material
from visitkg.shell.perform import perform
from visitkg.shell.reply import Reply
from visitkg.shell.state import Screen, Shell

if TYPE_CHECKING:
    from collections.abc import Callable

TABLE = "other\n------\nex:ben\n"
NAMED = "who\n------\nex:ben\n"


@pytest.mark.parametrize(
    ("line", "text", "note"),
    [
        ("whom-does-one-know", TABLE, "1 row"),
        ("whom-does-one-know;", TABLE, "1 row"),
        ("whom-does-one-know person=ex:cat", "other\n----------\nex:ann-lee\n", "1 row"),
        ('who-has-a-name word="Ben" least=29', NAMED, "1 row"),
        ("who-has-a-name least=30", "who\n---\n", "0 rows"),
        ("ASK { ex:ben ex:age 30 }", "true\n", ""),
        ("ask { ex:ben ex:age 31 };", "false\n", ""),
        ("SELECT ?age { ?who ex:age ?age }", "age\n---\n 30\n", "1 row"),
        ("", "", ""),
        ("# nothing", "", ""),
    ],
)
def test_a_line_is_answered(line: str, text: str, note: str, shell: Shell) -> None:
    assert perform(shell, line) == Reply(text, note, answer=bool(text))


def test_a_graph_is_answered_as_turtle(shell: Shell) -> None:
    reply = perform(shell, "CONSTRUCT { ?s ex:age ?o } { ?s ex:age ?o }")
    assert reply.note == "1 triple"
    assert "ex:ben ex:age 30" in " ".join(reply.text.split())


@pytest.mark.parametrize(
    ("line", "note"),
    [
        (
            "whom-does-one-kno",
            (
                "unknown question 'whom-does-one-kno'\n"
                "Did you mean 'whom-does-one-know'? .questions shows all 2 questions."
            ),
        ),
        (
            "whom-does-one-know who=ex:ben",
            (
                "unknown parameter 'who'\nThe parameters are:\n"
                "  person: who knows, default ex:ann-lee"
            ),
        ),
        (
            "whom-does-one-know person=ex:a person=ex:b",
            ("parameter 'person' is given twice\nLeave one of the values out."),
        ),
        (
            "whom-does-one-know person=3",
            (
                "parameter 'person': '3' is a string, and an IRI is needed such as "
                "ex:ann-lee\nDid you mean ex:3?"
            ),
        ),
        (
            "ASK { ?s ?p exx:o }",
            (
                "<query>:1:13: unknown prefix 'exx:'\n    ASK { ?s ?p exx:o }\n"
                "                ~~~^\nDid you mean 'ex:'?"
            ),
        ),
        (
            "ASK {\n  ?s ?p\n}",
            "<query>:3:1: unexpected '}'\n    }\n    ^",
        ),
        ("exit", "unknown question 'exit'\nDid you mean '.quit'?"),
        ("help", "unknown question 'help'\nDid you mean '.help'?"),
        (".hlep", "unknown command '.hlep'\nDid you mean '.help'?"),
        (".help me", ".help takes nothing\nWrite .help alone."),
        (
            ".format pdf",
            (
                "unknown format 'pdf'\nFormats: auto, table, csv, tsv, json, xml, "
                "markdown, turtle, n-triples, json-ld."
            ),
        ),
        (".format cvs", "unknown format 'cvs'\nDid you mean 'csv'?"),
        (".timer maybe", ".timer maybe is neither on nor off\nWrite .timer on."),
        (".explain", ".explain needs a name\nWrite .explain NAME."),
        (
            ".explain nothing-at-all",
            ("unknown question 'nothing-at-all'\n.questions shows all 2 questions."),
        ),
        (
            ".describe nobody-here",
            (
                "nothing is called 'nobody-here'\nGive a label, a local name, a "
                "CURIE or an IRI that the files mention."
            ),
        ),
        (".output data", "data is a folder\nName a file."),
    ],
)
def test_a_mistake_is_told_as_other_commands_tell_it(line: str, note: str, shell: Shell) -> None:
    reply = perform(shell, line)
    if "unexpected" in note:
        assert reply.note.startswith(note)
    else:
        assert reply.note == note
    assert (reply.text, reply.code) == ("", 2)


def test_what_changes_data_or_reaches_out_is_refused(shell: Shell) -> None:
    assert "is an update" in perform(shell, "INSERT DATA { ex:a a ex:B }").note
    remote = "SELECT * { SERVICE <http://example.invalid/> { ?s ?p ?o } }"
    assert "--allow-remote" in perform(shell, remote).note
    assert perform(shell, remote).code == 2


def test_a_time_limit_holds_for_each_query(shell: Shell) -> None:
    shell.seconds = 0.3
    many = " . ".join(f"?a{number} ?b{number} ?c{number}" for number in range(9))
    reply = perform(shell, f"SELECT (COUNT(*) AS ?n) {{ {many} }}")
    assert (reply.code, reply.note.splitlines()[0]) == (
        3,
        "the query took longer than 0.3 seconds",
    )
    shell.seconds = 60
    assert perform(shell, "ASK {}").text == "true\n"


def test_a_format_holds_until_another_is_chosen(shell: Shell) -> None:
    assert perform(shell, ".format").text.startswith("auto, of auto, table, csv")
    assert perform(shell, ".f csv") == Reply()
    assert perform(shell, "whom-does-one-know") == Reply(
        "other\nhttp://example.org/ben\n", answer=True
    )
    assert perform(shell, ".format").text.startswith("csv, of")
    assert perform(shell, ".format turtle") == Reply()
    assert perform(shell, "ASK {}").code == 2
    perform(shell, ".format auto")
    assert perform(shell, "whom-does-one-know").text == TABLE


def test_a_timer_tells_how_long_each_answer_took(shell: Shell) -> None:
    assert perform(shell, ".timer").text == "off\n"
    perform(shell, ".timer on")
    assert perform(shell, ".t").text == "on\n"
    note = perform(shell, "whom-does-one-know").note
    assert re.fullmatch(r"1 row in \d+\.\d{3} s", note)
    assert re.fullmatch(r"\d+\.\d{3} s", perform(shell, "ASK {}").note)
    perform(shell, ".timer off")
    assert perform(shell, "ASK {}").note == ""


def test_answers_go_to_a_file_one_after_the_other(shell: Shell, folder: Path) -> None:
    (folder / "out.txt").write_text("old\n")
    perform(shell, ".output out.txt")
    assert perform(shell, "whom-does-one-know").note == "1 row, written to out.txt"
    assert perform(shell, "ASK {}") == Reply(note="written to out.txt", answer=True)
    assert perform(shell, "ASK { ?s").code == 2
    assert perform(shell, ".explain whom-does-one-know").text != ""
    assert (folder / "out.txt").read_text() == f"{TABLE}true\n"
    perform(shell, ".output")
    assert perform(shell, "ASK {}").text == "true\n"


def test_a_file_that_can_not_be_written_is_told(shell: Shell, folder: Path) -> None:
    perform(shell, ".output nowhere/out.txt")
    assert perform(shell, "ASK {}").code == 3
    perform(shell, ".output out.txt")
    perform(shell, "ASK {}")
    (folder / "out.txt").unlink()
    (folder / "out.txt").mkdir()
    reply = perform(shell, "ASK {}")
    assert reply.note.startswith("out.txt: this file can't be written: Is a directory")
    assert reply.code == 3


def test_a_long_table_is_wide_where_the_pager_can_scroll(shell: Shell) -> None:
    query = 'SELECT ?s ?p ?o ("a long text" AS ?w) { ?s ?p ?o }'
    shell.screen = Screen(40, 10)
    assert max(map(len, perform(shell, query).text.splitlines())) <= 40
    shell.screen = Screen(40, 10, wide=True)
    assert max(map(len, perform(shell, query).text.splitlines())) > 40
    shell.screen = Screen(40, 1000, wide=True)
    assert max(map(len, perform(shell, query).text.splitlines())) <= 40


def test_a_question_is_explained_as_it_is_typed(shell: Shell) -> None:
    assert perform(shell, ".e who-has-a-name").text == (
        "Who has a name?\nA row: somebody with the name.\n"
        '  word: what the name has, default "Ben"\n  least: the least age, default 3\n'
        "  who-has-a-name word=... least=...\n"
    )


def test_what_can_be_asked_is_listed(shell: Shell) -> None:
    assert perform(shell, ".questions").text == (
        "who-has-a-name      Who has a name?\nwhom-does-one-know  Whom does somebody know?\n"
    )
    rows = [row.split() for row in perform(shell, ".prefixes").text.splitlines()]
    assert ["ex:", "http://example.org/"] in rows
    assert rows == sorted(rows)
    shell.keys = "Some keys.\n"
    assert "\nSome keys.\n" in perform(shell, ".help").text


def test_a_project_without_questions_says_so(shell: Shell) -> None:
    shell.material = replace(shell.material, questions={})
    assert perform(shell, ".questions").note == "The project has no questions."
    assert perform(shell, "who-is-it").note == (
        "unknown question 'who-is-it'\n.questions shows that there are no questions."
    )


def test_a_thing_is_described(shell: Shell) -> None:
    reply = perform(shell, ".describe Ann Lee")
    assert reply.text.startswith("Ann Lee")
    assert reply.answer


def test_what_was_typed_is_listed(shell: Shell) -> None:
    shell.typed += ["ASK {\n}", ".help"]
    assert perform(shell, ".history").text == "    1  ASK {\n       }\n    2  .help\n"
    shell.typed += ["x"] * 100
    assert perform(shell, ".hi").text.startswith("   53  x\n")


def test_leaving_is_told_by_the_reply(shell: Shell) -> None:
    assert perform(shell, ".quit") == Reply(ends=True)
    assert perform(shell, ".quit now").code == 2


def test_files_stand_in_for_the_project(folder: Path) -> None:
    (folder / "other.ttl").write_text("@prefix o: <http://o/> . o:a o:b 1 .", encoding="utf-8")
    shell = Shell(load_material(find_project(folder), [folder / "other.ttl"]))
    assert perform(shell, "ASK { o:a o:b 1 }").text == "true\n"
    assert perform(shell, "whom-does-one-know").text == "other\n-----\n"


def test_a_project_needs_no_questions(folder: Path) -> None:
    for path in (folder / "ontology" / "questions").iterdir():
        path.unlink()
    assert load_material(find_project(folder)).questions == {}


def test_files_that_state_nothing_are_refused(folder: Path) -> None:
    (folder / "empty.ttl").touch()
    with pytest.raises(InputError, match="no triple in the data to ask"):
        load_material(find_project(folder), [Path("empty.ttl")])


def lines_of(*lines: str | type[BaseException]) -> Callable[[], str]:
    left = list(lines)

    def read() -> str:
        if not left:
            raise EOFError
        line = left.pop(0)
        if isinstance(line, str):
            return line
        raise line

    return read


def test_a_conversation_goes_on_until_there_is_no_line(shell: Shell, tmp_path: Path) -> None:
    shown: list[Reply] = []
    history = tmp_path / "history"
    read = lines_of("ASK {}", "  ", KeyboardInterrupt, "exit", "ASK {}")
    converse(shell, read, shown.append, history)
    assert [reply.code for reply in shown] == [0, 2, 0]
    assert shell.typed == ["ASK {}", "exit", "ASK {}"]
    assert history.read_text().count("\n") == 3


def test_a_conversation_ends_by_its_command(shell: Shell) -> None:
    shown: list[Reply] = []
    converse(shell, lines_of(".quit", "ASK {}"), shown.append)
    assert shown == [Reply(ends=True)]


def test_a_history_that_can_not_be_kept_is_told_once(shell: Shell, tmp_path: Path) -> None:
    shown: list[Reply] = []
    converse(shell, lines_of("ASK {}", "ASK {}"), shown.append, tmp_path)
    assert [reply.note.startswith(f"{tmp_path}: the history") for reply in shown] == [
        True,
        False,
        False,
    ]


def run_lines(shell: Shell, text: str) -> tuple[int, list[Reply]]:
    shown: list[Reply] = []
    return run_all(shell, text.splitlines(keepends=True), shown.append), shown


def test_from_a_pipe_all_is_asked_and_the_worst_is_the_exit_code(shell: Shell) -> None:
    shell.screen = None
    code, shown = run_lines(shell, "whom-does-one-know\nASK { ?s }\n.output no/where\nASK {}\n")
    assert code == 3
    assert [reply.code for reply in shown] == [0, 2, 0, 3]
    assert shown[0] == Reply(TABLE, answer=True)
    assert shown[1].note.startswith("<stdin>:2:")
    assert run_lines(shell, ".output\nASK {}")[0] == 0
    assert run_lines(shell, "")[0] == 0


def test_nothing_is_asked_behind_the_end(shell: Shell) -> None:
    assert run_lines(shell, ".quit\nexit\n") == (0, [Reply(ends=True)])


def test_errors_in_a_pipe_name_its_lines(shell: Shell) -> None:
    code, shown = run_lines(shell, "ASK {}\n\nASK {\n  ?s ?p exx:o\n}\n")
    assert code == 2
    assert shown[-1].note.startswith("<stdin>:4:9: unknown prefix 'exx:'\n      ?s ?p exx:o\n")


def test_an_interrupt_in_a_pipe_ends_it(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "visitkg.shell.perform.reply_from_child", lambda *_: Reply(code=INTERRUPTED)
    )
    with pytest.raises(KeyboardInterrupt):
        run_lines(shell, "ASK {}\n")
