"""The page with a query: its form, its errors, and what lies beside its answer."""

from __future__ import annotations

import json
from dataclasses import replace
from html import unescape
from importlib import resources
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote, urlencode

import pytest

import visitkg.serve.explore.editor
from visitkg.project import find_project
from visitkg.serve.explore.editor.answers import (
    ASSETS,
    show_check,
    show_completions,
    show_sparql,
)
from visitkg.serve.explore.editor.completion import MOST_NAMES
from visitkg.serve.explore.explorer import Explorer
from visitkg.serve.holding import hold
from visitkg.serve.limits import Limits
from visitkg.serve.message import Request

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from visitkg.serve.message import Response

    Show = Callable[..., Response]

ASK: Final = "ASK { ?claim a visit:Claim }"


def request(path: str, **parameters: str) -> Request:
    return Request("GET", f"/explore/{path}", urlencode(parameters), {"host": "example.org:8080"})


def page(response: Response) -> str:
    assert response.header("content-type") == "text/html; charset=utf-8"
    return response.body.decode()


def test_the_page_begins_with_a_query_that_can_be_run(explorer: Explorer) -> None:
    response = show_sparql(explorer, request("sparql"))
    assert response.status == 200
    text = page(response)
    assert 'name="query"' in text
    assert "SELECT * WHERE {" in text
    assert "Ask this from a program" not in text
    assert all(f'/explore/assets/{name}"' in text for name in ASSETS)


def test_each_asset_that_the_page_names_is_there() -> None:
    folder = resources.files(visitkg.serve.explore.editor) / "assets"
    assert {each.name for each in folder.iterdir()} == set(ASSETS)


def test_a_query_is_answered_explained_and_written_as_programs(explorer: Explorer) -> None:
    response = show_sparql(explorer, request("sparql", query=ASK))
    assert response.status == 200
    text = unescape(page(response))
    assert f"\n{ASK}</textarea>" in text
    assert (
        "<dt>Asks</dt><dd>ASK: whether there is such a pattern at all, true or false.</dd>" in text
    )
    assert "'http://example.org:8080/sparql'" in text
    assert text.count('class="snippet"') == 4


def test_the_chosen_view_stays_when_the_query_is_run_again(explorer: Explorer) -> None:
    text = page(show_sparql(explorer, request("sparql", query=ASK, view='ma"p')))
    assert '<input type="hidden" name="view" value="ma&quot;p">' in text


def test_an_example_fills_the_form_and_is_not_run(explorer: Explorer) -> None:
    text = page(show_sparql(explorer, request("sparql", example="who-travels-with-kim")))
    assert "# Who travels with Kim?" in text
    assert "Ask this from a program" not in text


def test_every_question_is_an_example(explorer: Explorer) -> None:
    text = page(show_sparql(explorer, request("sparql")))
    assert len(explorer.questions) > 30
    assert text.count("data-example=") == len(explorer.questions)


def test_lines_are_as_they_were_typed(explorer: Explorer) -> None:
    text = page(show_sparql(explorer, request("sparql", query="ASK {\r\n?s ?p ?o\r}")))
    assert "\nASK {\n?s ?p ?o\n}</textarea>" in text


def test_a_long_query_can_be_posted(explorer: Explorer) -> None:
    body = urlencode({"query": ASK + "#" * 100_000}).encode()
    headers = {"content-type": "application/x-www-form-urlencoded; charset=utf-8"}
    response = show_sparql(explorer, Request("POST", "/explore/sparql", "", headers, body))
    assert response.status == 200


def test_a_mistake_is_shown_where_it_stands(explorer: Explorer) -> None:
    response = show_sparql(explorer, request("sparql", query="SELECT * {\n  ?x vist:asserts ?y\n}"))
    assert response.status == 400
    text = unescape(page(response))
    assert 'data-line="2" data-column="6" data-width="5"' in text
    assert "<a href=\"#editor-query\">Line 2, column 6</a>: Unknown prefix 'vist:'." in text
    assert "  ?x vist:asserts ?y\n     ~~~~^</pre>" in text
    assert "<p>Did you mean 'visit:'?</p>" in text
    assert "vist:asserts ?y\n}</textarea>" in text
    assert 'aria-invalid="true"' in text


REFUSED: Final = {
    "an update": ({"query": "DROP ALL"}, 400, "DROP is an update, and this only asks"),
    "a service": ({"query": "ASK { SERVICE <http://a/> {} }"}, 400, ""),
    "another graph": ({"query": "ASK FROM <http://a/> {}"}, 400, "is not loaded"),
    "nothing": ({"query": ""}, 400, "The query is empty."),
    "no example": ({"example": "nobody"}, 404, "There is no such example."),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cant_be_answered_is_told(explorer: Explorer, case: str) -> None:
    parameters, status, message = REFUSED[case]
    response = show_sparql(explorer, request("sparql", **parameters))
    assert response.status == status
    text = unescape(page(response))
    assert 'role="alert"' in text
    assert message in text


@pytest.mark.parametrize("suffix", ["", "csv"])
@pytest.mark.parametrize(
    ("query", "status"),
    [("query=a&query=b", 400), ("query=%ff", 400), ("query=" + "a" * 200, 413), ("&" * 2000, 400)],
    ids=["twice", "no UTF-8", "too long", "too many"],
)
def test_a_request_that_cant_be_read_is_refused(
    explorer: Explorer, query: str, status: int, suffix: str
) -> None:
    small = Explorer(explorer.holding, Limits(length=100))
    assert show_sparql(small, Request("GET", "/", query), suffix).status == status


def test_an_answer_as_data_has_no_page_around_it(explorer: Explorer) -> None:
    good = show_sparql(explorer, request("sparql.csv", query="SELECT (1 AS ?x) {}"), "csv")
    assert good.status == 200
    assert (good.header("content-type") or "").startswith("text/csv")
    bad = show_sparql(explorer, request("sparql.csv", query="SELECT ?x {"), "csv")
    assert (bad.status, bad.header("content-type")) == (400, "text/plain; charset=utf-8")
    assert bad.body.decode() == (
        "<query>:1:12: the query ends too early\n    SELECT ?x {\n               ^\n"
        "Close the '{' of <query>:1:11 with '}'.\n"
    )
    none = show_sparql(explorer, request("sparql.csv"), "csv")
    assert none.status == 400
    assert none.body.decode() == "there is no query\nSend it as the parameter query.\n"


HOSTILE: Final = "</textarea></pre><script>alert(1)</script><img src=x onerror=alert(2)>\"'&amp;"


@pytest.mark.parametrize("name", ["query", "view", "example"])
@pytest.mark.parametrize("around", ["{}", "ASK {{ ?s ?p '''{}''' }}", "SELECT * {{ ?s vist:{} }}"])
def test_nothing_of_a_request_becomes_markup(explorer: Explorer, name: str, around: str) -> None:
    given = {"query": ASK, name: around.format(HOSTILE)}
    if name == "example":
        del given["query"]
    text = page(show_sparql(explorer, request("sparql", **given)))
    assert "<script>" not in text
    assert "<img" not in text
    assert text.count("</textarea>") == 1


@pytest.mark.parametrize("host", ["a b", "evil'.org", "a\nb", "", "x/y", 'x"y'])
def test_a_host_that_is_none_gets_into_no_program(explorer: Explorer, host: str) -> None:
    asked = replace(request("sparql", query=ASK), headers={"host": host})
    assert "'http://localhost/sparql'" in unescape(page(show_sparql(explorer, asked)))


def test_the_programs_know_where_the_server_is_mounted(explorer: Explorer) -> None:
    mounted = Explorer(explorer.holding, explorer.limits, "/kg")
    asked = replace(
        request("sparql", query=ASK), headers={"host": "a.org", "x-forwarded-proto": "https"}
    )
    text = unescape(page(show_sparql(mounted, asked)))
    assert "'https://a.org/kg/sparql'" in text
    assert 'action="/kg/explore/sparql"' in text
    assert 'data-completions="/kg/explore/completions.json"' in text


def checked(explorer: Explorer, text: str) -> dict[str, Any] | None:
    response = show_check(explorer, request("sparql/check", query=text))
    assert (response.status, response.header("content-type")) == (200, "application/json")
    found: dict[str, Any] | None = json.loads(response.body)
    return found


def test_a_check_says_where_the_mistake_is(explorer: Explorer) -> None:
    assert checked(explorer, "SELECT * {\n ?x vist:a ?y }") == {
        "message": "unknown prefix 'vist:'",
        "line": 2,
        "column": 5,
        "width": 5,
        "remedy": "Did you mean 'visit:'?",
    }


@pytest.mark.parametrize("text", [ASK, "SELECT * { ?s ?p ?o }", "DESCRIBE id:china", "ASK {}"])
def test_a_check_of_a_query_finds_nothing(explorer: Explorer, text: str) -> None:
    assert checked(explorer, text) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "SELECT",
        "CLEAR ALL",
        "ASK { SERVICE <http://a/> {} }",
        "ASK FROM <http://a/> {}",
        "SELECT ?x { BIND (1 AS ?x) BIND (2 AS ?x) }",
        "ASK { ?s ?p 'a }",
        "ASK " + "{" * 200,
    ],
)
def test_a_check_finds_what_can_t_be_run(explorer: Explorer, text: str) -> None:
    found = checked(explorer, text)
    assert found is not None
    assert found["message"]
    assert show_sparql(explorer, request("sparql", query=text)).status == 400


@pytest.mark.parametrize("query", ["", "query=%ff", "query=a&query=b"])
def test_a_check_without_one_query_is_refused(explorer: Explorer, query: str) -> None:
    assert show_check(explorer, Request("GET", "/", query)).status == 400


def completions(explorer: Explorer, **parameters: str) -> dict[str, Any]:
    response = show_completions(explorer, request("completions.json", **parameters))
    assert (response.status, response.header("content-type")) == (200, "application/json")
    content: dict[str, Any] = json.loads(response.body)
    return content


def test_the_names_are_those_of_the_graph(explorer: Explorer) -> None:
    content = completions(explorer)
    instances = {each["name"]: each for each in content["instances"]}
    assert instances["id:kim-jong-un"] == {
        "name": "id:kim-jong-un",
        "label": "Kim Jong Un",
        "others": ["김정은"],
        "class": "visit:Person",
    }
    assert content["more"] is False
    assert content["prefixes"] == dict(explorer.holding.prefixes)
    assert {"visit:Claim", "visit:Person"} <= {each["name"] for each in content["classes"]}
    assert not [name for name in instances if name.startswith("shape:")]
    assert len(content["examples"]) == len(explorer.questions)


def test_a_class_knows_what_stands_above_it(explorer: Explorer) -> None:
    classes = {each["name"]: each for each in completions(explorer)["classes"]}
    assert "visit:Event" in classes["visit:Meeting"]["above"]


def test_names_are_found_by_how_they_begin(explorer: Explorer) -> None:
    def found(start: str) -> list[str]:
        return [each["name"] for each in completions(explorer, start=start)["instances"]]

    assert found("김정") == ["id:kim-jong-un"]
    assert "id:kim-jong-un" in found("jong")
    assert "id:kim-jong-un" in found("id:kim-j")
    assert "id:kim-jong-un" in found("KIM")
    assert found("") == []
    assert found("ong un") == []
    assert found("nobody") == []


def test_the_names_are_asked_again_only_when_they_changed(explorer: Explorer) -> None:
    first = show_completions(explorer, request("completions.json"))
    tag = first.header("etag")
    assert tag is not None
    again = replace(request("completions.json"), headers={"if-none-match": tag})
    assert show_completions(explorer, again).status == 304
    assert show_completions(explorer, again).body == b""
    other = replace(request("completions.json", start="a"), headers={"if-none-match": tag})
    assert show_completions(explorer, other).status == 200


@pytest.mark.parametrize("query", ["start=%ff", "start=" + "a" * 201])
def test_a_start_that_cant_be_read_is_refused(explorer: Explorer, query: str) -> None:
    assert show_completions(explorer, Request("GET", "/", query)).status == 400


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Explorer:
    path = tmp_path_factory.mktemp("large") / "large.nt"
    label = "<http://www.w3.org/2000/01/rdf-schema#label>"
    kind = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://a/Thing>"
    path.write_text(
        "".join(
            f'<http://a/{each}> {kind} .\n<http://a/{each}> {label} "Thing {each:05}" .\n'
            for each in range(MOST_NAMES + 500)
        ),
        encoding="utf-8",
    )
    return Explorer(hold(find_project(), [path]), Limits())


def test_of_large_data_only_some_names_come_and_the_others_when_asked(large: Explorer) -> None:
    content = completions(large)
    assert content["more"] is True
    assert len(content["instances"]) == MOST_NAMES
    assert content["examples"] == []
    assert content["expectations"] == {}
    last = f"{MOST_NAMES + 499:05}"
    assert [each["label"] for each in completions(large, start=last)["instances"]] == [
        f"Thing {last}"
    ]
    assert len(completions(large, start="thing")["instances"]) == 60


def test_of_data_without_a_project_the_page_has_no_examples(large: Explorer) -> None:
    text = page(show_sparql(large, request("sparql")))
    assert "editor-examples" not in text


SHAPES: Final = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix a: <http://a/> .
a:Thing a rdfs:Class, sh:NodeShape ; sh:property a:Shape-one ;
  sh:and ( a:Base [ sh:property a:Two ] ) .
a:Base sh:property [ sh:path a:base ; sh:maxCount 2 ;
  sh:or ( [ sh:class a:X ] [ sh:class a:Y ] ) ] .
a:Shape-one sh:path a:one ; sh:minCount 1 ; sh:hasValue "x" .
a:Two sh:path [ sh:inversePath a:two ] .
a:Loop sh:targetClass a:Looped ; sh:and ( a:Loop ) ;
  sh:property [ sh:path a:b ; sh:minCount 2 ; sh:maxCount 3 ; sh:in _:l ] .
_:l rdf:first a:v ; rdf:rest _:l .
"""


def test_shapes_are_read_however_they_are_put_together(tmp_path: Path) -> None:
    path = tmp_path / "shapes.ttl"
    path.write_text(SHAPES, encoding="utf-8")
    expectations = completions(Explorer(hold(find_project(), [path]), Limits()))["expectations"]
    assert {each["name"]: each for each in expectations["a:Thing"]} == {
        "a:one": {"name": "a:one", "count": "1 or more", "values": ['"x"']},
        "a:base": {"name": "a:base", "count": "at most 2", "kinds": ["a:X", "a:Y"]},
    }
    (looped,) = expectations["a:Looped"]
    assert looped["count"] == "2 to 3"
    assert set(looped["values"]) == {"a:v"}
    assert len(looped["values"]) <= 200


def test_the_address_of_an_example_holds_its_name(explorer: Explorer) -> None:
    text = page(show_sparql(explorer, request("sparql")))
    for question in explorer.questions:
        assert f'href="/explore/sparql?example={quote(question.name)}"' in text
