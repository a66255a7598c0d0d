"""The page: whole, closed to the outside, and nothing in it is taken for markup."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import Literal, NamedNode

from visitkg import __version__
from visitkg.errors import Position
from visitkg.shacl.report_html import render_html
from visitkg.shacl.result import ShapeProblem, UnmatchedTarget

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from visitkg.shacl.result import ValidationReport, ValidationResult

EVIL = "</style></code><script>alert(1)</script><img src=x onerror=y>\"'&\x1b\u202e"
VOID = {"meta", "img", "br", "link", "input"}


class Page(HTMLParser):
    """Collects what a browser would see; fails where a tag is not closed in its turn."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        self.ids += [value or "" for key, value in attrs if key == "id"]
        self.links += [value or "" for key, value in attrs if key == "href"]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.text += data


def test_the_sample_reads(
    report: ValidationReport, folder: Path, golden: Callable[[Path, str], None]
) -> None:
    text = render_html(report, {})
    text = re.sub(r"(?s)<style>.*</style>", "<style>...</style>", text)
    text = re.sub(r"sha256-[\w+/=]+", "sha256-...", text)
    golden(folder / "report.html", text.replace(__version__, "VERSION"))


def test_nothing_comes_from_elsewhere_and_nothing_runs(report: ValidationReport) -> None:
    text = render_html(report, {})
    page = Page(text)
    assert not {"script", "link", "img", "iframe", "object", "form"} & set(page.tags)
    assert not [
        key for key, _ in page.attributes if key.startswith("on") or key in ("src", "style")
    ]
    assert all(link.startswith("#") for link in page.links)
    assert "url(" not in text
    assert "@import" not in text


def test_the_policy_lets_only_the_style_of_the_page_be_used(report: ValidationReport) -> None:
    text = render_html(report, {})
    match = re.search(r"<style>(.*)</style>", text, re.DOTALL)
    assert match
    digest = b64encode(sha256(match[1].encode()).digest()).decode()
    assert f"content=\"default-src 'none'; style-src 'sha256-{digest}'; " in text


def test_each_link_leads_to_a_part_of_the_page(report: ValidationReport) -> None:
    page = Page(render_html(report, {}))
    assert len(set(page.ids)) == len(page.ids)
    assert {link.removeprefix("#") for link in page.links} <= set(page.ids)
    assert len([link for link in page.links if link.startswith("#kind-")]) == 8


def test_headings_and_landmarks_are_in_order(report: ValidationReport) -> None:
    page = Page(render_html(report, {}))
    levels = [int(tag[1]) for tag in page.tags if re.fullmatch(r"h\d", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert [tag for tag in page.tags if tag in ("header", "nav", "main", "footer")] == [
        *("header", "nav", "main", "footer")
    ]


def test_the_token_is_marked_in_its_line(report: ValidationReport) -> None:
    text = render_html(report, {})
    assert (
        "<pre><code>    ex:age "
        '<mark class="warning">&quot;036&quot;^^xsd:integer</mark> ;</code></pre>'
    ) in text
    assert '<mark class="violation">ex:Bob</mark>' in text


def test_nothing_is_taken_for_markup(
    make_report: Callable[..., ValidationReport],
    make_result: Callable[..., ValidationResult],
    name: Callable[[str], NamedNode],
) -> None:
    place = Position(f"{EVIL}.ttl", 1, 3)
    report = make_report(
        make_result(
            "Closed",
            messages=(Literal(EVIL),),
            value_node=Literal(EVIL, language="en"),
            position=place,
            shape_position=place,
            related_position=place,
            detail=(make_result("Pattern", parameters=(Literal(EVIL),), position=place),),
        ),
        problems=(ShapeProblem(EVIL, EVIL, place),),
        unmatched_targets=(
            UnmatchedTarget(name("s:S"), name("sh:targetNode"), Literal(EVIL), place),
        ),
        stale=(EVIL,),
        labels={name("ex:a"): EVIL},
        texts={place.path: EVIL.encode()},
    )
    text = render_html(report, {})
    page = Page(text)
    assert not {"script", "img"} & set(page.tags)
    assert page.text.count("<script>alert(1)</script>") >= 10
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", text)


def test_results_beyond_the_limit_are_counted(
    make_report: Callable[..., ValidationReport], make_result: Callable[..., ValidationResult]
) -> None:
    results = [make_result("Closed", position=Position("a.ttl", n + 1)) for n in range(1_500)]
    page = Page(render_html(make_report(*results), {}, limit=5))
    assert page.text.count("a.ttl:") == 5
    assert "and 1,495 more like this" in page.text
    assert "1,500 violations" in page.text


def test_messages_that_differ_stand_with_their_results(
    make_report: Callable[..., ValidationReport], make_result: Callable[..., ValidationResult]
) -> None:
    results = [make_result("SPARQL", messages=(Literal(f"{n} is odd."),)) for n in (1, 3)]
    page = Page(render_html(make_report(*results), {}))
    assert "1 is odd." in page.text
    assert "3 is odd." in page.text


def test_a_message_that_is_shared_stands_once(report: ValidationReport) -> None:
    text = Page(render_html(report, {})).text
    assert text.count("Whoever wears shoes wears small ones.") == 1


@pytest.mark.parametrize(
    ("fields", "verdict", "kind"),
    [
        ({}, "No violation", "fine"),
        ({"completed": False}, "Not completed", "violation"),
    ],
    ids=["conforming", "not completed"],
)
def test_the_verdict_is(
    make_report: Callable[..., ValidationReport],
    fields: dict[str, bool],
    verdict: str,
    kind: str,
) -> None:
    text = render_html(make_report(**fields), {})
    assert f'<p class="verdict {kind}">{verdict}</p>' in text
    assert f"<title>{verdict} | SHACL validation</title>" in text
    assert "<nav" not in text


def test_problems_targets_and_stale_entries_are_parts_of_the_page(
    make_report: Callable[..., ValidationReport], name: Callable[[str], NamedNode]
) -> None:
    page = Page(
        render_html(
            make_report(
                problems=(ShapeProblem("no path", "Give it one.", Position("s.ttl", 1, 3)),),
                unmatched_targets=(
                    UnmatchedTarget(name("s:S"), name("sh:targetNode"), name("ex:b")),
                ),
                stale=("gone",),
                texts={"s.ttl": b"[ ] ."},
            ),
            {},
        )
    )
    assert page.links == ["#problems", "#targets", "#stale"]
    for told in ("no path", "Give it one.", "selects nothing in the data", "gone", "[ ] ."):
        assert told in page.text


def test_a_line_without_a_column_is_quoted_without_a_mark(
    make_report: Callable[..., ValidationReport], make_result: Callable[..., ValidationResult]
) -> None:
    report = make_report(
        make_result("Closed", position=Position("a.rdf", 1)), texts={"a.rdf": b"<a/>"}
    )
    text = render_html(report, {})
    assert "<pre><code>&lt;a/&gt;</code></pre>" in text
    assert "<mark" not in text
