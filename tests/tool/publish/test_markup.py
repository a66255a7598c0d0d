"""Whatever a graph holds, it stays text in the pages."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest

from visitkg.publish.page.markup import Markup, element, escape, is_link, join, link, shorten

HOSTILE = [
    "<script>alert(1)</script>",
    "\"><img src=x onerror='alert(1)'>",
    "</script><!--",
    "a & b &amp; c",
    "مرحبا \u202eevil\u202c",
    "]]>",
    "\u2028\u2029",
]


class Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def read(markup: Markup) -> Reader:
    reader = Reader()
    reader.feed(markup)
    reader.close()
    return reader


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_reads_back_as_it_was_and_makes_no_element(text: str) -> None:
    reader = read(element("p", escape(text), title=text))
    assert reader.tags == [("p", {"title": text})]
    assert reader.text == text


@pytest.mark.parametrize("character", ["\x00", "\x08", "\x0b", "\x7f", "\x9f", "\ufdd0", "\uffff"])
def test_a_character_that_html_can_not_hold_is_replaced(character: str) -> None:
    assert escape(f"a{character}b") == "a\ufffdb"


def test_an_attribute_of_none_is_left_out_and_names_are_written_as_html_has_them() -> None:
    markup = element("input", class_="a", aria_label='"', id=None)
    assert markup == '<input class="a" aria-label="&quot;">'


@pytest.mark.parametrize(
    "iri",
    [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        " javascript:alert(1)",
        "java\nscript:alert(1)",
        "file:///etc/passwd",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:x",
        "blob:https://example.org/1",
        "urn:isbn:1",
        "//example.org/",
        "",
    ],
)
def test_what_can_not_be_followed_safely_is_shown_as_text(iri: str) -> None:
    assert not is_link(iri)
    reader = read(link(iri))
    assert "a" not in [tag for tag, _ in reader.tags]
    assert reader.text == iri.strip().replace("\n", " ")


@pytest.mark.parametrize(
    "iri", ["https://example.org/?a=1&b='\"", "HTTP://example.org/", "mailto:a@example.org"]
)
def test_an_address_of_the_web_is_a_link(iri: str) -> None:
    assert read(link(iri)).tags[0] == ("a", {"class": "other", "href": iri})


def test_parts_are_joined_by_a_text_that_is_escaped() -> None:
    assert join([Markup("<b>"), Markup("</b>")], " & ") == "<b> &amp; </b>"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a" * 160, "a" * 160),
        ("a" * 161, "a" * 159 + "…"),
        ("two\nlines", "two lines"),
        ("turned \u202eround", "turned round"),
        ("  ", ""),
    ],
)
def test_a_name_is_one_line_that_fits(text: str, shown: str) -> None:
    assert shorten(text) == shown


def test_a_megabyte_is_cut_without_being_read_whole() -> None:
    assert len(shorten("a\n" * 500_000)) <= 160
