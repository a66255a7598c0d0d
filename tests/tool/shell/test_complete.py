"""Choices at a cursor, which is where ``|`` stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from visitkg.shell.complete import MOST_CHOICES, Choice, complete, complete_path
from visitkg.shell.vocabulary import Vocabulary, printable, read_vocabulary

if TYPE_CHECKING:
    from pathlib import Path

    from visitkg.shell.material import Material


@pytest.fixture
def vocabulary(material: Material) -> Vocabulary:
    return read_vocabulary(material)


def choices(text: str, vocabulary: Vocabulary) -> list[Choice]:
    cursor = text.index("|")
    return complete(text.replace("|", ""), cursor, vocabulary)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("|", "who-has-a-name"),
        ("who|", "who-has-a-name"),
        ("know|", "whom-does-one-know"),
        ("sel|", "SELECT"),
        ("pre|", "PREFIX"),
        ("whom-does-one-know |", "person="),
        ("whom-does-one-know pe|", "person="),
        ("whom-does-one-know person=|", "ex:ann-lee"),
        ("whom-does-one-know person=ex:c|", "ex:cat"),
        ("whom-does-one-know person=lee|", "ex:ann-lee"),
        ("who-has-a-name word=|", '"Ben"'),
        ("who-has-a-name word=1 |", "least="),
        ("who-has-a-name least=|", "3"),
        (".|", ".help"),
        (".for|", ".format"),
        (".explain who|", "who-has-a-name"),
        (".e kno|", "whom-does-one-know"),
        (".format t|", "table"),
        (".format |", "auto"),
        (".timer o|", "on"),
        (".describe ex:b|", "ex:ben"),
        (".describe ann|", "ex:ann-lee"),
        (".describe ann l|", "ex:ann-lee"),
        (".output data/|", "data/fair.ttl"),
        ("SELECT ?who { ?who |", "a"),
        ("SELECT ?who { ?who ex:k|", "ex:knows"),
        ("SELECT ?who { ?who kno|", "ex:knows"),
        ("SELECT ?who { ?who a |", "ex:Seller"),
        ("SELECT ?who { ?who a/rdfs:subClassOf* ex:V|", "ex:Visitor"),
        ("SELECT ?who { ?who ex:age 3 ; ex:k|", "ex:knows"),
        ("SELECT ?who { ?who ex:knows ex:|", "ex:ann-lee"),
        ("SELECT ?who { ?who ex:knows ex:ben , ex:c|", "ex:cat"),
        ("SELECT ?who { ?who ex:knows 안|", "ex:ann-lee"),
        ("SELECT ?who { ?who ex:knows cat|", "ex:cat"),
        ("SELECT ?who { ?other ex:knows ?w|", "?who"),
        ("SELECT $w| { ?who ?p ?o }", "$who"),
        ("SELECT * { ?s ?p ?o FILTER (cont|", "CONTAINS"),
        ("SELECT * { ?s ?p ?o filt|", "FILTER"),
        ("SELECT * { ?s ?p ex|", "EXISTS"),
        ("PREFIX ex|", "ex: <http://example.org/>"),
    ],
)
def test_what_could_stand_at_the_cursor_is_offered_first(
    text: str, first: str, vocabulary: Vocabulary
) -> None:
    assert choices(text, vocabulary)[0].text == first


@pytest.mark.parametrize(
    "text",
    [
        "zzz|",
        "ASK { ?s ?p 'ex:b|' }",
        "ASK { ?s ?p 'ex:b|",
        'ASK { ?s ?p """ex:b|',
        "ASK { ?s ?p ?o } # ex:b|",
        "ASK { ?s ?p exx:b|",
        "ASK { ?s ?p ?unknown|",
        "ASK { ?s <http://nowhere/|",
        "ASK { ?s ?p 12|",
        "whom-does-one-know nobody|",
        "whom-does-one-know nobody=|",
        "whom-does-one-know person=zzz|",
        "who-is-nobody p|",
        "who-has-a-name word='B|",
        ".zzz|",
        ".zzz a|",
        ".help a|",
        ".format zzz|",
        ".timer maybe|",
        ".explain zzz|",
        ".describe zzz|",
        ".output nowhere/|",
    ],
)
def test_where_nothing_fits_nothing_is_offered(text: str, vocabulary: Vocabulary) -> None:
    assert choices(text, vocabulary) == []


def test_a_class_is_no_property_and_an_instance_no_class(vocabulary: Vocabulary) -> None:
    properties = {each.text for each in choices("ASK { ?s ex:|", vocabulary)}
    classes = {each.text for each in choices("ASK { ?s a ex:|", vocabulary)}
    assert properties == {"ex:age", "ex:knows"}
    assert classes == {"ex:Seller", "ex:Visitor"}


def test_a_choice_takes_the_place_of_the_word_and_says_what_it_is(vocabulary: Vocabulary) -> None:
    [choice] = choices("ASK { ?s ex:knows ex:an|", vocabulary)
    assert choice == Choice("ex:ann-lee", 18, "Ann Lee")
    [choice] = choices("whom-does-one-know pers|", vocabulary)
    assert choice == Choice("person=", 19, "who knows")


def test_what_is_called_so_is_written_as_a_query_has_it(vocabulary: Vocabulary) -> None:
    [choice] = [each for each in choices("ASK { ?s ?p le|", vocabulary) if ":" in each.text]
    assert choice == Choice("ex:ann-lee", 12, "Ann Lee")


def test_a_parameter_that_has_a_value_is_not_offered_again(vocabulary: Vocabulary) -> None:
    assert [each.text for each in choices("who-has-a-name least=1 |", vocabulary)] == ["word="]


def test_no_more_is_offered_than_one_can_look_through(material: Material) -> None:
    many = read_vocabulary(material)
    names = tuple(
        type(many.names[0])(f"ex:n{number:05}", "", "instance") for number in range(1_000)
    )
    vocabulary = Vocabulary({}, many.prefixes, names, many.keywords)
    assert len(choices("ASK { ?s ?p ex:n|", vocabulary)) == MOST_CHOICES


def test_a_label_can_not_move_the_cursor_of_a_terminal(vocabulary: Vocabulary) -> None:
    [choice] = choices("ASK { ?s ?p ex:ben|", vocabulary)
    assert choice.meta == "Ben [31m the  seller"
    assert choice.meta.isprintable()
    assert printable("x" * 100) == "x" * 59 + "…"


def test_paths_are_completed_folder_by_folder(folder: Path) -> None:
    (folder / ".hidden").touch()
    assert complete_path("da") == ["data/"]
    assert complete_path("data/f") == ["data/fair.ttl"]
    assert complete_path(f"{folder}/data/f") == [f"{folder}/data/fair.ttl"]
    assert ".hidden" not in complete_path("")
    assert complete_path(".h") == [".hidden"]
    assert complete_path("visitkg.toml/") == []
    assert complete_path("nowhere/x") == []
