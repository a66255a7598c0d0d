"""What the editor suggests: what shapes say comes first, then the graph, then the language."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import pytest

from visitkg.serve.explore.editor.completion import write_completions

if TYPE_CHECKING:
    from collections.abc import Callable

    from visitkg.serve.explore.explorer import Explorer

    Run = Callable[[str, list[Any]], list[Any]]
    Suggest = Callable[[str], dict[str, Any]]


@pytest.fixture
def suggest(run_script: Run, explorer: Explorer) -> Suggest:
    data = json.loads(write_completions(explorer))

    def suggest(text: str) -> dict[str, Any]:
        found: dict[str, Any] = run_script("complete", [[data, text]])[0]
        return found

    return suggest


FIRST: Final = {
    "a property of the class": ("SELECT * { ?x a visit:Claim ; |", "visit:asOf"),
    "one that is typed": ("SELECT * { ?x a visit:Claim ; visit:ep|", "visit:epistemicStatus"),
    "the class comes later": ("ASK { ?x visit:asO| . ?x a visit:Claim }", "visit:asOf"),
    "behind a path": ("ASK { ?x a visit:Claim ; visit:evidence/|", "nif:referenceContext"),
    "a value of a list": ("ASK { ?x a visit:Claim ; visit:epistemicStatus |", "visit:Confirmed"),
    "a class": ("SELECT * { ?x a |", "visit:Claim"),
    "a variable": ("SELECT ?| { ?claim ?p ?o }", "?claim"),
    "a keyword": ("sel|", "SELECT"),
    "a function": ("ASK { ?x ?y ?z FILTER (strst|", "STRSTARTS"),
    "by its label": ("ASK { ?x visit:participant Putin|", "id:vladimir-putin"),
    "in another script": ("ASK { ?x ?y 김정|", "id:kim-jong-un"),
    "without accents": ("ASK { ?x visit:participant pütìn|", "id:vladimir-putin"),
    "a name in a filter": ("ASK { ?x ?y ?z FILTER (?z = id:kim-jo|", "id:kim-jong-un"),
    "a declaration": ("PREFIX vis|", "visit: <https://w3id.org/visitkg/ontology#>"),
    "a string": ('ASK { ?x ?y "vis|it" }', None),
    "a comment": ("ASK { # vis|", None),
    "a number": ("ASK {} LIMIT |", None),
    "nothing that is known": ("ASK { ?x ?y nobodycallsitso|", None),
}


@pytest.mark.parametrize("case", FIRST)
def test_what_fits_best_is_suggested_first(suggest: Suggest, case: str) -> None:
    text, expected = FIRST[case]
    items = suggest(text)["items"]
    if expected is None:
        assert items == []
    else:
        assert items[0]["insert"] == expected


def test_properties_come_with_what_their_shapes_say(suggest: Suggest) -> None:
    items = suggest("SELECT * { ?x a visit:Claim ; |")["items"]
    expects = {each["insert"]: each["expects"] for each in items if "expects" in each}
    assert expects["visit:asserts"] == "exactly 1, visit:Proposition"
    assert expects["visit:epistemicStatus"] == "exactly 1, one of 10"
    assert expects["visit:evidence"] == "1 or more, visit:EvidenceSpan"


def test_no_other_value_than_the_shape_allows_comes_before_its_values(suggest: Suggest) -> None:
    items = suggest("ASK { ?x a visit:Claim ; visit:attributionMode |")["items"]
    assert [each["insert"] for each in items[:4]] == [
        "visit:NamedSource",
        "visit:UnnamedGroupSource",
        "visit:Agentless",
        "visit:OwnVoice",
    ]
    assert [each["kind"] for each in items[:5]] == [*["value"] * 4, "variable"]


@pytest.mark.parametrize("text", ["ASK { ?x a visit:Cl|aim }", "ASK { ?x a visit:Cl| }"])
def test_what_is_typed_is_replaced_whole(suggest: Suggest, text: str) -> None:
    found = suggest(text)
    plain = text.replace("|", "")
    assert plain[found["start"] : found["end"]] in ("visit:Claim", "visit:Cl")
    assert found["typed"] == "visit:Cl"


@pytest.mark.parametrize("text", ["|", "}}}|", "((((|", "SELECT * { ?x a ]; |", "<<|", "'|"])
def test_no_text_is_too_odd(suggest: Suggest, text: str) -> None:
    assert len(suggest(text)["items"]) <= 50


def test_there_are_never_more_suggestions_than_one_can_read(suggest: Suggest) -> None:
    assert len(suggest("ASK { ?x ?y |")["items"]) == 50


STEPS: Final[dict[str, tuple[list[str | None], int, list[str], list[str] | None]]] = {
    "the last comes first": (["a", "b"], 1000, ["b", "a"], ["b", "a"]),
    "each comes once": (["a", "b", "a"], 1000, ["a", "b"], ["a", "b"]),
    "nothing is not kept": (["", " \n"], 1000, [], None),
    "it can be cleared": (["a", None], 1000, [], None),
    "fifty are kept": (
        [str(each) for each in range(60)],
        10_000,
        [str(each) for each in range(59, 9, -1)],
        [str(each) for each in range(59, 9, -1)],
    ),
    "a full storage keeps the latest": (["a" * 20, "b" * 20], 30, ["b" * 20], ["b" * 20]),
}


@pytest.mark.parametrize("case", STEPS)
def test_a_history_keeps_what_was_run(run_script: Run, case: str) -> None:
    steps, room, expected, stored = STEPS[case]
    assert run_script("history", [[steps, room]]) == [[expected, stored]]


def test_a_refused_storage_is_survived(run_script: Run) -> None:
    assert run_script("history", [[["a", "b"], -1]]) == [[["b", "a"], None]]
