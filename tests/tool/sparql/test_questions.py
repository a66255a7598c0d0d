"""Questions in files: their comments, their names, their golden answers."""

from __future__ import annotations

import io
import json
from functools import partial
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from visitkg.errors import InputError, UsageError, VisitkgError
from visitkg.graph.load import load_store
from visitkg.project import Project, find_project
from visitkg.sparql.declared import declared_prefixes
from visitkg.sparql.golden import answer_differs, answer_text, write_answer
from visitkg.sparql.listing import explain_question, write_list
from visitkg.sparql.questions import (
    Parameter,
    find_question,
    is_question_name,
    list_questions,
    read_query_file,
    read_question,
)
from visitkg.sparql.run import run
from visitkg.sparql.source import Source, read_source

if TYPE_CHECKING:
    from pathlib import Path

KNOWS = """\
# Whom does somebody know?
# A row: somebody,
#   in alphabetical order.
# param person: who knows, default id:ann
# param least: an age, at least, default 5

SELECT ?other
WHERE {
  ?person id:knows ?other .
  ?other id:age ?age .
  FILTER (?age >= ?least)
}
# This is no part of the head.
"""
COUNT = "# How many statements are there?\nSELECT (COUNT(*) AS ?n) { ?s ?p ?o }\n"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Return a project with two questions."""
    (tmp_path / "visitkg.toml").write_text(
        'name = "fair"\n[prefixes]\nid = "http://example.org/id/"\n', encoding="utf-8"
    )
    questions = tmp_path / "ontology" / "questions"
    questions.mkdir(parents=True)
    (questions / "whom-does-somebody-know.rq").write_text(KNOWS, encoding="utf-8")
    (questions / "how-many.rq").write_text(COUNT, encoding="utf-8")
    (tmp_path / "ontology" / "fair.ttl").write_text("", encoding="utf-8")
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "fair.ttl").write_text(
        "@prefix id: <http://example.org/id/> .\n"
        "id:ann id:knows id:ben , id:cem . id:ben id:age 9 . id:cem id:age 5 .\n",
        encoding="utf-8",
    )
    return find_project(tmp_path)


def test_the_head_of_a_question(project: Project) -> None:
    question = find_question(project, "whom-does-somebody-know")
    assert question.title == "Whom does somebody know?"
    assert question.meaning == "A row: somebody, in alphabetical order."
    assert question.parameters == (
        Parameter("person", "who knows", "id:ann"),
        Parameter("least", "an age, at least", "5"),
    )
    assert question.text == KNOWS
    assert question.golden_path.name == "whom-does-somebody-know.csv"


def test_questions_are_listed_by_name(project: Project) -> None:
    assert [question.name for question in list_questions(project)] == [
        "how-many",
        "whom-does-somebody-know",
    ]


HEADS = {
    "no comment": (b"ASK {}", "{path}:1: the first line does not say the question"),
    "a comment further down": (
        b"ASK {}\n# What?",
        "{path}:1: the first line does not say the question",
    ),
    "an empty comment": (b"#\nASK {}", "{path}:1: the first line does not say the question"),
    "an empty file": (b"", "{path}:1: the first line does not say the question"),
    "a parameter without meaning": (
        b"# What?\n# Row.\n# param x\nASK {}",
        "{path}:3: a parameter in a form that can't be read",
    ),
    "a parameter with a sign": (
        b"# What?\n# param ?x: something\nASK {}",
        "{path}:2: a parameter in a form that can't be read",
    ),
    "another encoding": (b"# What?\n# \xe9\n", "{path}:2: byte 0xe9 is not UTF-8"),
}


@pytest.mark.parametrize(("data", "message"), HEADS.values(), ids=HEADS)
def test_a_head_is_refused(tmp_path: Path, data: bytes, message: str) -> None:
    path = tmp_path / "a.rq"
    path.write_bytes(data)
    with pytest.raises(InputError) as caught:
        read_question(path)
    assert str(caught.value).splitlines()[0] == message.format(path=path)


def test_a_file_that_is_no_question_needs_no_head(tmp_path: Path) -> None:
    path = tmp_path / "a.rq"
    path.write_bytes(b"\xef\xbb\xbfASK {}")
    assert read_query_file(path).text == "ASK {}"


def test_a_default_may_have_a_comma(tmp_path: Path) -> None:
    path = tmp_path / "a.rq"
    path.write_text('# What?\n# param x: a, b, default "c, d"\nASK {}', encoding="utf-8")
    assert read_question(path).parameters == (Parameter("x", "a, b", '"c, d"'),)


NAMES = {
    "who-travels": True,
    "5": True,
    "": False,
    "Who": False,
    "a b": False,
    "a.rq": False,
    "ASK{}": False,
    "wo-ist-ärger": False,
}


@pytest.mark.parametrize(("text", "is_name"), NAMES.items())
def test_what_is_the_name_of_a_question(text: str, *, is_name: bool) -> None:
    assert is_question_name(text) is is_name


SOURCES = {
    "a name": ("how-many", COUNT, "ontology/questions/how-many.rq"),
    "a file": ("./ontology/questions/how-many.rq", COUNT, "ontology/questions/how-many.rq"),
    "a file without suffix": ("./query", "ASK {}", "query"),
    "a file with a space in its name": ("a query.txt", "ASK {}", "a query.txt"),
    "a text": ("ASK { ?s ?p ?o }", "ASK { ?s ?p ?o }", "<query>"),
    "a text without spaces": ("ASK{}", "ASK{}", "<query>"),
    "a text that ends like a file": (
        "ASK {} # as in how-many.rq",
        "ASK {} # as in how-many.rq",
        "<query>",
    ),
    "a very long text": (f"ASK {{ ?s ?p '{'a' * 9000}' }}",) * 2 + ("<query>",),
    "standard input": ("-", "ASK { ?s a <b:c> }", "<stdin>"),
}


@pytest.mark.parametrize(("query", "text", "name"), SOURCES.values(), ids=SOURCES)
def test_which_query_is_meant(
    project: Project, monkeypatch: pytest.MonkeyPatch, query: str, text: str, name: str
) -> None:
    monkeypatch.chdir(project.root)
    for file in ("query", "a query.txt"):
        (project.root / file).write_text("ASK {}", encoding="utf-8")
    stdin = SimpleNamespace(buffer=io.BytesIO(b"ASK { ?s a <b:c> }"))
    monkeypatch.setattr("sys.stdin", stdin)
    source = read_source(query, find_project())
    assert (source.text, source.name) == (text, name)


UNKNOWN = {
    "a question like another": (
        "how-meny",
        (
            "unknown question 'how-meny'\nDid you mean 'how-many'? visitkg query --list shows "
            "all 2 questions; a file in the working directory is ./how-meny"
        ),
    ),
    "a part of a question": (
        "somebody",
        (
            "unknown question 'somebody'\nDid you mean 'whom-does-somebody-know'? visitkg query "
            "--list shows all 2 questions; a file in the working directory is ./somebody"
        ),
    ),
    "a question like none": (
        "xyz",
        (
            "unknown question 'xyz'\nvisitkg query --list shows all 2 questions; a file in the "
            "working directory is ./xyz"
        ),
    ),
    "a file that is missing": (
        "nothing.rq",
        (
            "nothing.rq: no such file\n"
            "Check the spelling; paths are relative to the working directory."
        ),
    ),
    "a path that is missing": (
        "./queries/nothing",
        (
            "./queries/nothing: no such file, and no query either\n"
            "Check the spelling; paths are relative to the working directory."
        ),
    ),
    "a folder": ("./ontology", "ontology: this is a folder, not a file\nName a file in it."),
}


@pytest.mark.parametrize(("query", "message"), UNKNOWN.values(), ids=UNKNOWN)
def test_a_query_that_is_not_found(
    project: Project, monkeypatch: pytest.MonkeyPatch, query: str, message: str
) -> None:
    monkeypatch.chdir(project.root)
    with pytest.raises(VisitkgError) as caught:
        read_source(query, project)
    assert str(caught.value) == message


def test_a_project_without_questions(project: Project) -> None:
    for path in project.questions.iterdir():
        path.unlink()
    with pytest.raises(InputError) as caught:
        list_questions(project)
    assert str(caught.value) == (
        f"{project.questions}: no question here: no file that ends in .rq\n"
        "Ask in SPARQL, or name another project with --project."
    )


def test_the_list_for_people(project: Project) -> None:
    assert write_list(list_questions(project)) == (
        "how-many                 How many statements are there?\n"
        "whom-does-somebody-know  Whom does somebody know?\n"
    )


def test_the_list_for_machines(project: Project) -> None:
    questions = list_questions(project)
    parameters = '"person: who knows, default id:ann; least: an age, at least, default 5"'
    assert write_list(questions, "csv") == (
        "name,question,row,parameters\n"
        "how-many,How many statements are there?,,\n"
        "whom-does-somebody-know,Whom does somebody know?,"
        f'"A row: somebody, in alphabetical order.",{parameters}\n'
    )
    assert write_list(questions, "tsv").splitlines()[1] == (
        "how-many\tHow many statements are there?\t\t"
    )
    assert json.loads(write_list(questions, "json"))[1] == {
        "name": "whom-does-somebody-know",
        "question": "Whom does somebody know?",
        "row": "A row: somebody, in alphabetical order.",
        "parameters": [
            {"name": "person", "meaning": "who knows", "default": "id:ann"},
            {"name": "least", "meaning": "an age, at least", "default": "5"},
        ],
    }


def test_the_list_has_no_other_format(project: Project) -> None:
    with pytest.raises(UsageError, match=r"^the list of questions can't be written as turtle\n"):
        write_list(list_questions(project), "turtle")


def test_what_a_question_takes(project: Project) -> None:
    assert explain_question(find_question(project, "whom-does-somebody-know")) == (
        "Whom does somebody know?\n"
        "A row: somebody, in alphabetical order.\n"
        "--param person: who knows, default id:ann\n"
        "--param least: an age, at least, default 5\n"
    )


def test_an_answer_is_the_one_with_the_defaults(project: Project) -> None:
    question = find_question(project, "whom-does-somebody-know")
    assert answer_text(question, project, partial(run, load_store(project.graph_files()))) == (
        "other\nhttp://example.org/id/ben\nhttp://example.org/id/cem\n"
    )


def test_a_golden_answer_that_is_written_does_not_differ(project: Project) -> None:
    store = load_store(project.graph_files())
    for question in list_questions(project):
        missing = answer_differs(question, project, partial(run, store))
        assert str(missing) == f"{question.golden_path}: no golden answer"
        write_answer(question, project, partial(run, store))
        assert answer_differs(question, project, partial(run, store)) is None


DIFFERENCES = {
    "another row": (
        "other\nhttp://example.org/id/bob\nhttp://example.org/id/cem\n",
        (
            ":2: the answer has changed\n    golden: http://example.org/id/bob\n"
            "    found:  http://example.org/id/ben"
        ),
    ),
    "a row too many": (
        "other\nhttp://example.org/id/ben\nhttp://example.org/id/cem\nx\n",
        ":4: the answer has changed\n    golden: x\n    found:  nothing more",
    ),
    "a row too few": (
        "other\nhttp://example.org/id/ben\n",
        (
            ":3: the answer has changed\n    golden: nothing more\n"
            "    found:  http://example.org/id/cem"
        ),
    ),
    "another column": (
        "others\nhttp://example.org/id/ben\nhttp://example.org/id/cem\n",
        ":1: the answer has changed\n    golden: others\n    found:  other",
    ),
    "no line end at the end": (
        "other\nhttp://example.org/id/ben\nhttp://example.org/id/cem",
        ":3: the answer has changed\n    golden: 'em'\n    found:  'm\\n'",
    ),
    "an empty file": (
        "",
        ":1: the answer has changed\n    golden: nothing more\n    found:  other",
    ),
}


@pytest.mark.parametrize(("golden", "message"), DIFFERENCES.values(), ids=DIFFERENCES)
def test_an_answer_that_differs(project: Project, golden: str, message: str) -> None:
    question = find_question(project, "whom-does-somebody-know")
    question.golden_path.write_text(golden, encoding="utf-8")
    store = load_store(project.graph_files())
    assert (
        str(answer_differs(question, project, partial(run, store)))
        == f"{question.golden_path}{message}"
    )


def test_prefixes_of_data_files(tmp_path: Path) -> None:
    texts = {
        "a.ttl": "@prefix a: <a:> . PREFIX b: <b:>\na:b b:c 1 .\n@prefix c: <c:> .",
        "b.trig": "@prefix a: <other:> . @prefix d: <d:> . GRAPH <g:g> { d:a d:b 1 }",
        "c.nt": "<a:a> <a:b> <a:c> .",
        "d.ttl": "@prefix e: <e:> .",
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert declared_prefixes(sorted(tmp_path.iterdir())) == {
        "a": "a:",
        "b": "b:",
        "d": "d:",
        "e": "e:",
    }


def test_a_source_is_told_apart_by_what_it_is() -> None:
    assert Source("ASK {}", "<query>").parameters == ()
