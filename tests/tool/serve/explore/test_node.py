"""The page of any node of any data."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from tests.tool.serve.explore.ask import Shown, get, read

from visitkg.sparql.prepare import prepare

if TYPE_CHECKING:
    from collections.abc import Callable

    from visitkg.serve.explore.explorer import Explorer

EX = "https://example.org/"
TRAMS = (
    ':t1 a :Tram ; rdfs:label "Tram 1"@en , "Straßenbahn 1"@de ; :stopsAt :hub ; :seats 40 ;'
    ' :opened "1999-05-01"^^xsd:date ; :note "plain" ;'
    " :route [ :from :hub ; :via [ :minutes 5 ] ] ;"
    " :cars ( :c1 :c2 'three' ) . :t2 :stopsAt :hub ; a :Tram ."
    " :Tram a owl:Class ; rdfs:subClassOf [ a owl:Restriction ; owl:onProperty :seats ;"
    " owl:minCardinality 1 ] . :odd :says '<b>bold</b>' ; rdfs:label '<i>odd</i>' ."
    " <javascript:alert(1)> :near :odd ."
)


def show(explorer: Explorer, iri: str, **more: str) -> Shown:
    return read(get(explorer, "/explore/node", iri=iri, **more))


def refuse(explorer: Explorer, iri: str, status: int, **more: str) -> Shown:
    return read(get(explorer, "/explore/node", iri=iri, **more), status)


def node(iri: str, **more: str) -> str:
    return f"/explore/node?{urlencode({'iri': iri, **more})}"


@pytest.mark.parametrize("name", [f"{EX}t1", f"<{EX}t1>", ":t1", f" {EX}t1 "])
def test_a_node_is_named_by_its_iri_or_a_curie(
    make_explorer: Callable[..., Explorer], name: str
) -> None:
    shown = show(make_explorer(TRAMS), name)
    assert shown.headings[0] == "Tram 1"


def test_a_page_shows_what_is_stated_of_a_node(make_explorer: Callable[..., Explorer]) -> None:
    shown = show(make_explorer(TRAMS), ":t1")
    assert shown.links[node(f"{EX}Tram")] == "Tram"
    assert shown.links[node(f"{EX}hub")] == "hub"
    assert shown.links[node(f"{EX}seats")] == "seats"
    for words in (
        "40",
        "1999-05-01 xsd:date",
        "Straßenbahn 1 de",
        "plain",
        "minutes",
        "c1, c2, three",
    ):
        assert words in shown.words
    assert "_:" not in shown.words


def test_values_are_in_order(make_explorer: Callable[..., Explorer]) -> None:
    data = ":t1 :is :c , :a , 'two'@en , 'three'@de , 'one' , :b . :a rdfs:label 'Z' ."
    assert "bcZonetwothree de" in show(make_explorer(data), ":t1").words


def test_a_restriction_is_told_in_words(make_explorer: Callable[..., Explorer]) -> None:
    assert "seats: at least 1" in show(make_explorer(TRAMS), ":Tram").words


def test_a_page_shows_what_points_to_a_node(make_explorer: Callable[..., Explorer]) -> None:
    shown = show(make_explorer(TRAMS), ":hub")
    assert "What points here 3" in shown.headings
    assert shown.links[node(f"{EX}t1")] == "Tram 1"
    assert shown.links[node(f"{EX}t2")] == "t2"


def test_a_property_leads_to_its_statements(make_explorer: Callable[..., Explorer]) -> None:
    shown = show(make_explorer(TRAMS), ":stopsAt")
    (href,) = [href for href, words in shown.links.items() if words == "Statements with it"]
    assert f"<{EX}stopsAt>" in parse_qs(urlsplit(href).query)["query"][0]
    other = show(make_explorer(TRAMS), ":t1")
    assert "Statements with it" not in other.words


def test_downloads_are_queries_that_the_endpoint_understands(
    make_explorer: Callable[..., Explorer],
) -> None:
    explorer = make_explorer(TRAMS)
    shown = show(explorer, ":t1")
    hrefs = [urlsplit(href) for href in shown.links if href.startswith("/sparql?")]
    assert len(hrefs) == 8
    for each in hrefs:
        query = parse_qs(each.query)
        assert query["format"][0] in ("ttl", "nt", "jsonld", "rdf")
        assert prepare(query["query"][0], prefixes={}, base_iri=None)


def test_a_published_node_leads_to_its_page(visit: Explorer) -> None:
    shown = show(visit, "id:kim-jong-un")
    assert "/kg/id/kim-jong-un.html" in shown.links
    assert "Its published page" in shown.words
    assert shown.headings[0] == "Kim Jong Un"


def test_many_values_are_shown_page_by_page(make_explorer: Callable[..., Explorer]) -> None:
    data = "".join(f":t{n} :stopsAt :hub . :hub :serves :t{n} .\n" for n in range(450))
    explorer = make_explorer(data)
    whole = show(explorer, ":hub")
    assert "What points here 450" in whole.headings
    assert whole.words.count("and 425 more") == 2
    for side, predicate in (("to", "stopsAt"), ("of", "serves")):
        seen: set[str] = set()
        for page in ("1", "2", "3"):
            shown = show(explorer, ":hub", **{side: f"{EX}{predicate}", "page": page})
            assert "450 in all" in shown.words
            found = {href for href in shown.links if "example.org%2Ft" in href}
            assert seen.isdisjoint(found)
            seen |= found
        assert len(seen) == 450


def test_a_page_of_values_leads_to_the_next_and_back(
    make_explorer: Callable[..., Explorer],
) -> None:
    explorer = make_explorer("".join(f":t{n} :stopsAt :hub .\n" for n in range(450)))
    shown = show(explorer, ":hub", to=":stopsAt", page="2")
    words = {words: href for href, words in shown.links.items()}
    part = {"to": f"{EX}stopsAt"}
    assert words["Page before"] == node(f"{EX}hub", **part, page="1")
    assert words["Next page"] == node(f"{EX}hub", **part, page="3")
    assert words["All of it"] == node(f"{EX}hub")
    last = show(explorer, ":hub", to=":stopsAt", page="3")
    assert "Next page" not in last.words


@pytest.mark.parametrize("page", ["0", "2", "-1", "x", " ", "9" * 40, "1.0", "²"])
def test_there_is_no_other_page(make_explorer: Callable[..., Explorer], page: str) -> None:
    shown = refuse(make_explorer(TRAMS), ":hub", 404, to=":stopsAt", page=page)
    assert "There are pages from 1 to 1." in shown.words


@pytest.mark.parametrize("predicate", ["", ":nothing", ":seats", "no iri"])
def test_there_are_no_values_of_another_property(
    make_explorer: Callable[..., Explorer], predicate: str
) -> None:
    shown = refuse(make_explorer(TRAMS), ":hub", 404, of=predicate)
    assert "The node has no such property." in shown.words


@pytest.mark.parametrize("iri", ["", "   ", "nope", "no iri", "<a b>", "%", "<>", "x y:z"])
def test_what_is_no_iri_is_refused(make_explorer: Callable[..., Explorer], iri: str) -> None:
    shown = refuse(make_explorer(TRAMS), iri, 400)
    assert shown.headings[0] == "No IRI"


def test_an_iri_that_nobody_mentions_is_not_found_but_near_ones_are(visit: Explorer) -> None:
    shown = refuse(visit, "id:kim-jong-unn", 404)
    assert "The graph doesn't mention id:kim-jong-unn." in shown.words
    assert "/kg/id/kim-jong-un.html" in shown.links


def test_no_iri_is_near_to_one_that_is_like_none(make_explorer: Callable[..., Explorer]) -> None:
    shown = refuse(make_explorer(TRAMS), "urn:qqqqqqqqq", 404)
    assert "Did you mean" not in shown.words


def test_markup_and_scripts_in_data_are_text(make_explorer: Callable[..., Explorer]) -> None:
    explorer = make_explorer(TRAMS)
    shown = show(explorer, ":odd")
    assert shown.headings[0] == "<i>odd</i>"
    assert "<b>bold</b>" in shown.words
    assert not {"b", "i"} & set(shown.elements)
    assert not [href for href in shown.links if href.startswith("javascript")]
    own = show(explorer, "javascript:alert(1)")
    assert not [href for href in own.links if href.startswith("javascript")]


def test_deep_and_long_nodes_without_names_end_somewhere(
    make_explorer: Callable[..., Explorer],
) -> None:
    deep = "[ :in " * 40 + "1" + " ]" * 40
    wide = ", ".join("[ :n 1 ]" for _ in range(600))
    members = " ".join(f"'m{n}'" for n in range(5_000))
    data = f":deep :in {deep} . :wide :in [ :all {wide} ] . :list :in ( {members} ) ."
    explorer = make_explorer(f"{data} :circle :in _:a . _:a :in _:b . _:b :in _:a .")
    for name in ("deep", "wide", "list", "circle"):
        shown = show(explorer, f":{name}")
        assert len(shown.words) < 20_000
        assert "and more" in shown.words or "and so on" in shown.words


def test_a_long_text_is_cut_and_its_length_told(make_explorer: Callable[..., Explorer]) -> None:
    shown = show(make_explorer(f":t1 :note '{'tram ' * 2_000}' ."), ":t1")
    assert "(10,000 characters)" in shown.words
    assert len(shown.words) < 4_000


def test_a_quoted_triple_is_shown_as_it_is_written(
    make_explorer: Callable[..., Explorer],
) -> None:
    shown = show(make_explorer(":t1 :said <<( :t2 :near :t3 )>> ."), ":t1")
    assert f"{EX}t2" in shown.words


def test_a_node_in_a_named_graph_is_shown(make_explorer: Callable[..., Explorer]) -> None:
    explorer = make_explorer(":g { :t1 :stopsAt :hub }", "trams.trig")
    assert "stopsAt" in show(explorer, ":t1").words or "stops at" in show(explorer, ":t1").words
    assert "What points here 1" in show(explorer, ":hub").headings
