"""A question is a form whose address holds all of it; what is wrong is said where it is wrong."""

from __future__ import annotations

import re
import shlex
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from tests.tool.serve.explore.view.made import EX, HOSTILE, explore_data, explore_visit

from visitkg.project import find_project
from visitkg.serve.ask import ask
from visitkg.serve.explore.explorer import Explorer
from visitkg.serve.explore.question.choices import read_choices
from visitkg.serve.explore.question.index import group_questions, show_questions
from visitkg.serve.explore.question.page import show_question
from visitkg.serve.holding import hold
from visitkg.serve.limits import Limits
from visitkg.serve.message import Request
from visitkg.sparql.answer import Table

if TYPE_CHECKING:
    from pathlib import Path

    from visitkg.serve.message import Response

THING = "what-is-claimed-of-a-thing"
RANGE = range(400)
DAY = "what-happens-on-a-day"
SENTENCE = "what-is-claimed-in-a-sentence"

DATA = """@prefix ex: <https://example.org/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
ex:a a ex:Cat ; rdfs:label "Ape" ; ex:age 3 ; ex:born "2020-01-02" ; ex:weight 4.5 .
ex:b a ex:Cat ; rdfs:label "<script>alert(1)</script>" ; ex:age 5 .
ex:c a ex:Dog ; rdfs:label "Cow" ; ex:age 7 .
"""

QUESTIONS = {
    "which-cat": "# Which?\\n# param cat: the cat, default ex:a\\nSELECT ?p { ?cat ex:age ?p }",
    "how-old": "# How old?\\n# param age: its age, default 3\\nSELECT ?x { ?x ex:age ?age }",
    "whose-age": "# Whose?\\n# param cat: the cat\\nSELECT ?p { ?cat ex:age ?p }",
    "older": "# Older?\\n# param age: more than, default 3\\n"
    "SELECT ?x { ?x ex:age ?n FILTER (?n > ?age) }",
    "viewed": "# Viewed?\\n# param view: one, default ex:a\\nSELECT ?p { ?view ex:age ?p }",
    "what-is": '# Born?\\n# param born: when, default "2020-01-02"\\n'
    "SELECT ?x { ?x ex:born ?born }",
    "two": "# Two?\\n# param cat: the cat, default ex:a\\n# param age: its age, default 3\\n"
    "ASK { ?cat ex:age ?age }",
    "graph": "# A graph?\\n# param cat: the cat, default ex:a\\nCONSTRUCT WHERE { ?cat ?p ?o }",
    "like": "# Like?\\n# param cat: the cat, default ex:a\\nSELECT ?x { BIND (?cat AS ?x) }",
    "astray": "# Astray?\\n# param dog: none, default ex:a\\nSELECT ?x { ?x a ex:Cat }",
    "misspelt": "# Misspelt?\\n# param cat: one, default xe:a\\nSELECT ?x { ?cat a ?x }",
    "broken": "# Broken?\\nSELECT ?x { ?x ex:age }",
}


@pytest.fixture(scope="module")
def visit(root: Path) -> Explorer:
    return explore_visit(root)


@pytest.fixture(scope="module")
def cats(tmp_path_factory: pytest.TempPathFactory) -> Explorer:
    """Return the explorer of a small project with a question of each kind."""
    questions = {name: text.replace("\\n", "\n") for name, text in QUESTIONS.items()}
    return make_project(tmp_path_factory.mktemp("cats"), DATA, questions)


def make_project(folder: Path, data: str, questions: dict[str, str]) -> Explorer:
    """Return the explorer of a project with some data and questions."""
    files = {
        "visitkg.toml": f'base = "{EX}"\n[prefixes]\nex = "{EX}"\n',
        "ontology/cats.ttl": f"<{EX}Cat> a <http://www.w3.org/2002/07/owl#Class> .\n",
        "data/cats.ttl": data,
        **{f"ontology/questions/{name}.rq": text for name, text in questions.items()},
    }
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return Explorer(hold(find_project(folder)), Limits())


def get(explorer: Explorer, name: str, suffix: str = "", **given: str) -> Response:
    path = f"/explore/questions/{name}"
    return show_question(explorer, Request("GET", path, urlencode(given)), name, suffix)


def read(response: Response) -> str:
    return response.body.decode()


def cells(response: Response) -> list[str]:
    found = re.findall(r"<td[^>]*>(.*?)</td>", read(response), re.DOTALL)
    return [unescape(re.sub("<[^>]+>", "", cell)) for cell in found]


def options(page: str) -> dict[str, str]:
    """Return the choices of a field, by value."""
    found = re.findall(r'<option value="([^"]*)"[^>]*>([^<]*)</option>', page)
    return {unescape(value): unescape(words) for value, words in found}


def selected(page: str) -> list[str]:
    return re.findall(r'<option value="([^"]*)" selected', page)


def test_every_question_of_the_visit_has_its_page(visit: Explorer) -> None:
    assert len(visit.questions) > 60
    for question in visit.questions:
        response = get(visit, question.name)
        assert response.status == 200, question.name
        assert f"<h1>{question.title.replace(chr(39), '&#x27;')}</h1>" in read(response)
        assert 'id="answer"' in read(response)
        assert ("<form class=" in read(response)) == bool(question.parameters)


def test_every_default_of_the_visit_is_among_the_choices(visit: Explorer) -> None:
    asked = [each for each in visit.questions if each.parameters]
    assert len(asked) >= 7
    for question in asked:
        page = read(get(visit, question.name))
        if "<select" in page:
            assert len(selected(page)) == len(question.parameters), question.name
            assert len(options(page)) > 1


def test_choices_come_from_the_data_with_their_names(visit: Explorer) -> None:
    page = read(get(visit, THING))
    assert options(page)["id:kim-jong-un"] == "Kim Jong Un"
    assert selected(page) == ["id:vladimir-putin"]
    assert '<optgroup label="Person">' in page


def test_what_is_chosen_is_asked_and_stays_chosen(visit: Explorer) -> None:
    default, other = get(visit, THING), get(visit, THING, thing="id:xi-jinping")
    assert cells(default) != cells(other)
    assert selected(read(other)) == ["id:xi-jinping"]
    assert cells(get(visit, THING, thing="id:vladimir-putin")) == cells(default)


def test_an_iri_in_full_is_the_same_choice(visit: Explorer) -> None:
    full = get(visit, THING, thing="<https://w3id.org/visitkg/id/xi-jinping>")
    assert selected(read(full)) == ["id:xi-jinping"]


def test_a_value_that_nobody_proposes_may_be_asked(visit: Explorer) -> None:
    response = get(visit, THING, thing="<https://example.org/unknown>")
    assert response.status == 200
    assert "nothing that is held fits" in read(response)
    assert selected(read(response)) == ["&lt;https://example.org/unknown&gt;"]


def test_a_date_is_a_field_for_dates(visit: Explorer) -> None:
    page = read(get(visit, DAY, day="2025-09-03"))
    assert re.search(r'<input id="field-day" name="day" type="date" value="2025-09-03"', page)
    assert '<option value="2025-09-02">' in page
    assert "datalist" in page


def test_numbers_are_a_field_for_numbers(cats: Explorer) -> None:
    page = read(get(cats, "how-old"))
    assert 'type="number" step="1" value="3"' in page
    assert cells(get(cats, "how-old", age="5")) == ["<script>alert(1)</script> ex:b"]


def test_a_text_is_chosen_from_a_list(cats: Explorer) -> None:
    assert options(read(get(cats, "what-is"))) == {"2020-01-02": "2020-01-02"}
    assert cells(get(cats, "what-is", born="2020-01-02")) == ["Ape ex:a"]


def test_without_an_answer_to_choose_from_its_class_is_asked(cats: Explorer) -> None:
    assert list(options(read(get(cats, "like")))) == ["ex:b", "ex:a"]


def test_a_parameter_of_a_filter_takes_any_number(cats: Explorer) -> None:
    page = read(get(cats, "older", age="4"))
    assert 'value="4"' in page
    assert "datalist" not in page


def test_without_a_default_a_form_waits_to_be_filled_in(cats: Explorer) -> None:
    response = get(cats, "whose-age")
    assert response.status == 200
    assert 'id="answer"' not in read(response)
    assert "required" in read(response)
    assert options(read(response))["ex:a"] == "Ape"
    assert cells(get(cats, "whose-age", cat="ex:c")) == ["7"]


def test_two_fields_keep_each_other(cats: Explorer) -> None:
    page = read(get(cats, "two", cat="ex:b", age="5"))
    assert "Yes" in page
    assert 'value="5"' in page
    assert selected(page) == ["ex:b"]
    assert "No" in read(get(cats, "two", cat="ex:b"))


def test_a_parameter_that_is_called_like_a_view_is_kept_apart(cats: Explorer) -> None:
    page = get(cats, "viewed", **{"view.": "ex:c", "view": "table"})
    assert cells(page) == ["7"]
    assert 'name="view."' in read(page)
    assert ".csv?view.=ex%3Ac" in read(page)


def test_views_of_an_answer_keep_what_was_chosen(visit: Explorer) -> None:
    page = read(get(visit, THING, thing="id:xi-jinping", view="graph"))
    assert "<svg" in page
    assert "?thing=id%3Axi-jinping&amp;view=table#answer" in page
    assert '<input type="hidden" name="view" value="graph">' in page


class TestMistakes:
    @pytest.mark.parametrize(
        ("name", "given", "message"),
        [
            (THING, {"thing": "xi"}, "is a string, and an IRI is needed such as id:vladimir-putin"),
            (THING, {"thing": ""}, "A value is needed here."),
            (THING, {"thing": "idd:xi"}, "nknown prefix"),
            (THING, {"thing": "5"}, "is a string, and an IRI is needed"),
            (DAY, {"day": "tomorrow"}, "is no date, which is needed such as 2025-09-02"),
            (DAY, {"day": "2025-9-2"}, "is no date"),
            (DAY, {"day": "2025"}, "is no date"),
        ],
    )
    def test_a_bad_value_is_said_at_its_field(
        self, visit: Explorer, name: str, given: dict[str, str], message: str
    ) -> None:
        response = get(visit, name, **given)
        page = unescape(read(response))
        ((field, value),) = given.items()
        assert response.status == 400
        error = re.search(
            rf'<p class="question-error" id="error-{field}">(.*?)</p>', page, re.DOTALL
        )
        assert error
        assert message in error[1]
        assert re.search(rf'id="field-{field}"[^>]*aria-invalid="true"', page)
        assert re.search(rf'aria-describedby="[^"]*error-{field}"', page)
        assert f'value="{value}"' in page
        assert 'role="alert"' in page
        assert 'id="answer"' not in page

    def test_all_bad_values_are_said_at_once(self, cats: Explorer) -> None:
        page = read(get(cats, "two", cat="no", age="old"))
        assert page.count("question-error") == 2

    @pytest.mark.parametrize(
        ("name", "given"),
        [
            (THING, {"person": "id:xi-jinping"}),
            ("who-travels-with-kim", {"x": "1"}),
            (THING, {HOSTILE: "1"}),
        ],
    )
    def test_an_unknown_parameter_is_said(
        self, visit: Explorer, name: str, given: dict[str, str]
    ) -> None:
        response = get(visit, name, **given)
        assert response.status == 400
        assert "The question has no parameter" in read(response)
        assert HOSTILE not in read(response)
        assert get(visit, name, "csv", **given).status == 400

    def test_a_parameter_that_is_given_twice_is_said(self, visit: Explorer) -> None:
        request = Request("GET", "/", "thing=id:xi-jinping&thing=id:kim-jong-un")
        response = show_question(visit, request, THING)
        assert response.status == 400
        assert "is given 2 times" in read(response)

    @pytest.mark.parametrize(
        "query", ["thing=%ff", "&".join(f"a{n}=1" for n in range(1_001))], ids=["utf-8", "many"]
    )
    def test_parameters_that_can_t_be_read_are_refused(self, visit: Explorer, query: str) -> None:
        assert show_question(visit, Request("GET", "/", query), THING).status == 400

    @pytest.mark.parametrize(
        ("name", "near"),
        [("who-travels-with-kin", "who-travels-with-kim"), ("hops", "how-many-hops-to-the-origin")],
    )
    def test_an_unknown_question_names_those_like_it(
        self, visit: Explorer, name: str, near: str
    ) -> None:
        response = get(visit, name)
        assert response.status == 404
        assert f'href="/explore/questions/{near}"' in read(response)
        assert f"Did you mean {near}?" in read(get(visit, name, "csv"))

    @pytest.mark.parametrize("name", ["", "zzz", HOSTILE, "../../etc/passwd", "x" * 5_000])
    def test_a_question_like_no_other_is_only_not_found(self, visit: Explorer, name: str) -> None:
        response = get(visit, name)
        assert response.status == 404
        assert "<script>alert" not in read(response)
        assert len(read(response)) < 5_000

    @pytest.mark.parametrize("name", ["broken", "astray"])
    def test_a_question_that_is_broken_says_so(self, cats: Explorer, name: str) -> None:
        response = get(cats, name)
        assert response.status == 500
        assert '<div class="view-note" role="alert"><pre>' in read(response)
        assert "Ask it elsewhere" not in read(response)
        assert get(cats, name, "csv").status == 500

    def test_a_default_that_can_t_be_read_leaves_the_field_empty(self, cats: Explorer) -> None:
        response = get(cats, "misspelt")
        assert response.status == 400
        assert "A value is needed here." in read(response)
        assert cells(get(cats, "misspelt", cat="ex:c")) == []

    def test_names_in_the_data_are_only_text(self, cats: Explorer) -> None:
        page = read(get(cats, "which-cat"))
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


class TestElsewhere:
    @pytest.mark.parametrize("suffix", ["csv", "tsv", "json", "xml"])
    def test_an_answer_is_data(self, visit: Explorer, suffix: str) -> None:
        response = get(visit, THING, suffix, thing="id:xi-jinping")
        assert response.status == 200
        assert "Xi Jinping" in read(response)

    def test_a_graph_is_data(self, cats: Explorer) -> None:
        assert "ex:age 3" in read(get(cats, "graph", "ttl"))
        assert get(cats, "graph", "csv").status == 404

    @pytest.mark.parametrize("suffix", ["ttl", "html", "exe", "csv2", "RQ"])
    def test_another_suffix_is_not_found(self, visit: Explorer, suffix: str) -> None:
        assert get(visit, THING, suffix).status == 404

    @pytest.mark.parametrize("suffix", ["csv", "rq"])
    def test_data_need_all_values(self, cats: Explorer, suffix: str) -> None:
        response = get(cats, "whose-age", suffix)
        assert (response.status, read(response)) == (400, "cat: A value is needed here.\n")

    def test_the_query_as_a_file_gives_the_same_answer(self, visit: Explorer) -> None:
        response = get(visit, THING, "rq", thing="id:xi-jinping")
        assert response.header("content-type") == "application/sparql-query; charset=utf-8"
        asked = ask(visit.holding, read(response), visit.limits)
        assert isinstance(asked.answer, Table)
        assert (
            len(asked.answer.rows)
            == len(re.findall("<tr>", read(get(visit, THING, thing="id:xi-jinping")))) - 1
        )

    def test_the_editor_opens_with_the_same_query(self, visit: Explorer) -> None:
        page = read(get(visit, THING, thing="id:xi-jinping"))
        (address,) = re.findall(r'href="(/explore/sparql\?query=[^"]*)"', page)
        query = parse_qs(urlsplit(unescape(address)).query)["query"][0]
        assert query == read(get(visit, THING, "rq", thing="id:xi-jinping"))

    @pytest.mark.parametrize(
        ("name", "given", "words"),
        [
            (THING, {}, []),
            (THING, {"thing": "id:vladimir-putin"}, []),
            (THING, {"thing": "id:xi-jinping"}, ["--param", "thing=id:xi-jinping"]),
            (DAY, {"day": "2025-09-03"}, ["--param", "day=2025-09-03"]),
            (
                "what-is-claimed-in-a-sentence",
                {"sentence": "it's $HOME"},
                ["--param", "sentence=it's $HOME"],
            ),
        ],
    )
    def test_the_command_asks_the_same(
        self, visit: Explorer, name: str, given: dict[str, str], words: list[str]
    ) -> None:
        page = read(get(visit, name, **given))
        (command,) = re.findall(r"<code>(visitkg query [^<]*)</code>", page)
        assert shlex.split(unescape(command)) == ["visitkg", "query", name, *words]

    def test_the_published_page_is_linked_below_the_mount(self, visit: Explorer) -> None:
        mounted = Explorer(visit.holding, visit.limits, "/kg")
        page = read(get(mounted, "who-travels-with-kim"))
        assert 'href="/kg/questions/who-travels-with-kim.html"' in page
        assert not re.findall(r'(?:href|action)="/(?!kg/)', page)


class TestIndex:
    def test_all_questions_are_listed_once(self, visit: Explorer) -> None:
        page = read(show_questions(visit, Request("GET", "/explore/questions")))
        found = re.findall(r'<li><a href="/explore/questions/([\w-]+)"', page)
        assert sorted(found) == sorted(question.name for question in visit.questions)
        assert page.count("question-mark") == sum(bool(each.parameters) for each in visit.questions)

    def test_they_stand_by_their_first_word(self, visit: Explorer) -> None:
        groups = group_questions(visit.questions)
        assert {"Who", "What", "Which", "How", "Others"} == {word for word, _ in groups}
        assert sum(len(questions) for _, questions in groups) == len(visit.questions)

    def test_a_few_questions_stand_together(self, cats: Explorer) -> None:
        ((word, found),) = group_questions(cats.questions[:2])
        assert (word, len(found)) == ("All", 2)

    def test_without_a_project_there_are_none(self) -> None:
        explorer = explore_data()
        response = show_questions(explorer, Request("GET", "/explore/questions"))
        assert response.status == 200
        assert "There are no questions here" in read(response)
        assert get(explorer, THING).status == 404


def test_many_choices_are_proposed_and_any_value_may_be_written(tmp_path: Path) -> None:
    data = "".join(f"<https://example.org/x{n}> <https://example.org/age> {n} .\n" for n in RANGE)
    text = "# Which?\n# param x: one, default ex:x1\nSELECT ?n { ?x ex:age ?n }"
    explorer = make_project(tmp_path, data, {"which": text})
    choices = read_choices(explorer, explorer.questions[0], "x", None)
    assert (len(choices.found), choices.is_whole) == (300, False)
    page = read(get(explorer, "which", x="ex:x399"))
    assert 'type="text" value="ex:x399" list="list-x"' in page
    assert "some are proposed" in page
    assert cells(get(explorer, "which", x="ex:x399")) == ["399"]
