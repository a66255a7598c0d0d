"""Commands that ask a triple store: their answers, and the exit codes of its faults."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from tests.tool.endpoint.fake import TRIPLES, Fake, Say, run_fake

from visitkg.cli import main

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def fake() -> Iterator[Fake]:
    with run_fake() as found:
        yield found


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as left:
        main(list(words))
    assert isinstance(left.value.code, int)
    return left.value.code, *capsys.readouterr()


def rows(*values: str) -> Say:
    cells = [{"s": {"type": "uri", "value": value}} for value in values]
    return Say(json.dumps({"head": {"vars": ["s"]}, "results": {"bindings": cells}}).encode())


QUERY = "SELECT ?s { ?s a visit:Claim }"


def test_rows_come_in_order_and_without_declarations(
    fake: Fake, capsys: pytest.CaptureFixture[str]
) -> None:
    fake.answers = [rows("urn:b", "urn:a")]
    words = ("--endpoint", fake.url, "--graph", "urn:g", "--format", "csv")
    assert run(capsys, "query", *words, QUERY) == (0, "s\nurn:a\nurn:b\n", "")
    (heard,) = fake.heard
    assert heard.form["default-graph-uri"] == ["urn:g"]
    assert heard.form["query"] == [
        "BASE <https://w3id.org/visitkg/>\n"
        "PREFIX visit: <https://w3id.org/visitkg/ontology#>\n" + QUERY
    ]


def test_a_graph_is_written(fake: Fake, capsys: pytest.CaptureFixture[str]) -> None:
    fake.answers = [Say(b"<urn:a> <urn:p> <urn:b> .\n" * 2, TRIPLES)]
    text = "<urn:a>\n    <urn:p> <urn:b> ;\n    .\n"
    words = ("--endpoint", fake.url, "CONSTRUCT WHERE { ?s ?p ?o }")
    assert run(capsys, "query", *words) == (0, text, "1 triple\n")


def test_no_row_exits_with_1_if_asked_to(fake: Fake, capsys: pytest.CaptureFixture[str]) -> None:
    fake.answers = [rows()]
    assert run(capsys, "query", "--endpoint", fake.url, "--exit-code", QUERY)[0] == 1


def test_a_skolem_iri_is_a_blank_node_again(fake: Fake, capsys: pytest.CaptureFixture[str]) -> None:
    fake.answers = [rows("https://w3id.org/visitkg/.well-known/genid/visitkg/ab.0.1")]
    words = ("--endpoint", fake.url, "--format", "csv", QUERY)
    assert run(capsys, "query", *words) == (0, "s\n_:b0\n", "")


def test_a_store_by_name_is_asked_as_the_project_says(
    fake: Fake, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "visitkg.toml").write_text(
        f'[endpoints.prod]\nquery = "{fake.url}"\ngraph = "urn:g"\n', encoding="utf-8"
    )
    words = ("--project", str(tmp_path), "--endpoint", "prod", "ASK {}")
    assert run(capsys, "query", *words)[:2] == (0, "true\n")
    assert fake.heard[0].form["default-graph-uri"] == ["urn:g"]


REFUSED = {
    "unknown": (["--endpoint", "prod", "ASK {}"], "unknown endpoint 'prod'"),
    "no-address": (["--endpoint", "ftp://x/", "ASK {}"], "is no address of an endpoint"),
    "data": (["--endpoint", "URL", "--data", "a.ttl", "ASK {}"], "--data and --endpoint"),
    "entailment": (["--endpoint", "URL", "--entailment", "rdfs", "ASK {}"], "--entailment is"),
    "graph-alone": (["--graph", "urn:g", "ASK {}"], "--graph is of a triple store"),
    "timeout-alone": (["--timeout", "5", "ASK {}"], "--timeout is of a triple store"),
    "bad-graph": (["--endpoint", "URL", "--graph", "g", "ASK {}"], "'g' is no IRI"),
    "no-sparql": (["--endpoint", "URL", "SELECT * {"], "<query>:1:11: "),
    "no-sparql-ask": (["--endpoint", "URL", "ASK { ?s"], "<query>:1:9: "),
    "update": (["--endpoint", "URL", "CLEAR ALL"], "CLEAR is an update"),
    "unknown-prefix": (["--endpoint", "URL", "ASK { ?s a exx:Cat }"], "exx"),
    "service": (
        ["--endpoint", "URL", "ASK { SERVICE <http://example.org/> { ?s ?p ?o } }"],
        "SERVICE asks another server",
    ),
    "unknown-question": (["--endpoint", "URL", "who-travels-with-kin"], "unknown question"),
}


@pytest.mark.parametrize(("words", "message"), REFUSED.values(), ids=REFUSED)
def test_wrong_usage_is_told_before_anything_is_sent(
    words: list[str], message: str, fake: Fake, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(capsys, "query", *(fake.url if word == "URL" else word for word in words))
    assert (code, out) == (2, "")
    assert message in err
    assert fake.heard == []


def test_service_is_the_stores_affair_if_it_is_allowed(
    fake: Fake, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "ASK { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }"
    words = ("--allow-remote", "--endpoint", fake.url, text)
    assert run(capsys, "query", *words)[:2] == (0, "true\n")
    assert text in fake.heard[0].form["query"][0]


FAULTS = {
    "refused": Say(b"no such function", "text/plain", 400),
    "closed": Say(b"", "text/plain", 401),
    "html": Say(b"<html>", "text/html"),
    "cut": Say(b'{"head":{"vars":["s"]},"results":{"bindings":[]}}', missing=5),
    "cut-rows": Say(rows("urn:a").body, headers={"X-SPARQL-MaxRows": "1"}),
    "late": Say(after=1.5),
}


@pytest.mark.parametrize("say", FAULTS.values(), ids=FAULTS)
def test_no_whole_answer_exits_with_3(
    say: Say, fake: Fake, capsys: pytest.CaptureFixture[str]
) -> None:
    fake.answers = [say]
    code, out, err = run(capsys, "query", "--endpoint", fake.url, "--timeout", "0.5", QUERY)
    assert (code, out) == (3, "")
    assert fake.url in err
    assert "Traceback" not in err


def test_a_graph_is_exported_page_by_page(fake: Fake, capsys: pytest.CaptureFixture[str]) -> None:
    lines = b'<urn:a> <urn:p> "1" .\n<urn:b> <urn:p> <urn:a> .\n'
    blank = b"_:x <urn:p> <urn:a> .\n"
    number = Say(
        b'{"head":{"vars":["count"]},"results":{"bindings":[{"count":{"type":"literal",'
        b'"value":"3"}}]}}'
    )
    fake.answers = [
        number,
        Say(blank, TRIPLES),
        rows("urn:a", "urn:b"),
        Say(lines, TRIPLES),
        number,
    ]
    code, out, _ = run(capsys, "export", "graph", "--endpoint", fake.url, "--format", "n-triples")
    assert (code, len(out.splitlines())) == (0, 3)
    assert "VALUES ?s { <urn:a> <urn:b> }" in fake.heard[3].form["query"][0]


def test_a_graph_that_is_not_whole_is_not_exported(
    fake: Fake, capsys: pytest.CaptureFixture[str]
) -> None:
    number = Say(
        b'{"head":{"vars":["count"]},"results":{"bindings":[{"count":{"type":"literal",'
        b'"value":"2"}}]}}'
    )
    line = b"<urn:a> <urn:p> <urn:b> .\n"
    fake.answers = [number, Say(b"", TRIPLES), rows("urn:a"), Say(line, TRIPLES), number]
    code, out, err = run(capsys, "export", "graph", "--endpoint", fake.url)
    assert (code, out) == (3, "")
    assert "gave 1 triples, and counts 2 before and 2 after that" in err


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["owl2", "--endpoint", "http://localhost/"], "a store does not tell which of its"),
        (["graph", "--graph", "urn:g"], "--graph is of a triple store"),
        (["graph", "--endpoint", "nowhere"], "unknown endpoint 'nowhere'"),
    ],
)
def test_what_a_store_can_not_export_is_refused(
    words: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(capsys, "export", *words)
    assert (code, out) == (2, "")
    assert message in err


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (
            ["--data", "a.ttl", "--endpoint", "http://localhost/"],
            "--data and --endpoint can't both",
        ),
        (["--lines", "--endpoint", "http://localhost/"], "a store has no lines to give"),
        (["--timeout", "5"], "--timeout is of a triple store"),
        (["--endpoint", "nowhere"], "unknown endpoint 'nowhere'"),
    ],
)
def test_what_a_store_can_not_describe_is_refused(
    words: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(capsys, "describe", "kim-jong-un", *words)
    assert (code, out) == (2, "")
    assert message in err


def test_a_thing_that_a_store_does_not_have_is_told(
    fake: Fake, capsys: pytest.CaptureFixture[str]
) -> None:
    nothing = Say(b"", TRIPLES)
    fake.answers = [
        nothing,
        Say(b'{"head":{},"boolean":false}'),
        *[nothing] * 3,
        *[rows("urn:x:nothing")] * 2,
        nothing,
    ]
    code, out, err = run(capsys, "describe", "<urn:somebody>", "--endpoint", fake.url)
    assert (code, out) == (2, "")
    assert "nothing is called '<urn:somebody>'" in err


def make_project(folder: Path) -> Path:
    for name, text in {
        "visitkg.toml": 'name = "cats"\n',
        "data/cat.ttl": "<urn:tom> a <urn:Cat> .\n",
        "ontology/cat.ttl": "<urn:Cat> a <urn:Kind> .\n",
        "ontology/questions/which.rq": "# Which cats?\n# A row: a cat.\nSELECT ?s { ?s a ?x }\n",
        "ontology/questions/which.csv": "s\nurn:tom\n",
    }.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8", newline="")
    return folder


def check(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    return run(capsys, "check", *words)


def test_questions_are_asked_of_the_store(
    fake: Fake, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("--project", str(make_project(tmp_path)), "--only", "questions")
    fake.answers = [rows("urn:tom"), rows("urn:tim")]
    assert check(capsys, *words, "--endpoint", fake.url)[0] == 0
    code, out, _ = check(capsys, *words, "--endpoint", fake.url)
    assert code == 1
    assert "the answer has changed\n    golden: urn:tom\n    found:  urn:tim" in out


def test_a_store_that_does_not_answer_ends_the_check_with_3(
    fake: Fake, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fake.answers = [Say(b"", "text/plain", 404)]
    words = ("--project", str(make_project(tmp_path)), "--only", "questions")
    code, out, _ = check(capsys, *words, "--endpoint", fake.url)
    assert code == 3
    assert "which.rq: " in out
    assert "answers 404" in out
    assert len(fake.heard) == 1


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--endpoint", "http://localhost/"], "and no other check\nAdd --only questions."),
        (["--endpoint", "http://localhost/", "--only", "parse"], "and no other check"),
        (
            ["--endpoint", "http://localhost/", "--only", "questions", "--update"],
            "--update takes answers from the project",
        ),
        (["--graph", "urn:g"], "--graph is of a triple store"),
        (["--endpoint", "nowhere", "--only", "questions"], "unknown endpoint 'nowhere'"),
    ],
)
def test_what_a_store_can_not_prove_is_refused(
    words: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = check(capsys, *words)
    assert (code, out) == (2, "")
    assert message in err
