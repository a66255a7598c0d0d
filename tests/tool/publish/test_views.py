"""The views of a site: each is there, in the same bytes as the export of the project."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph

from visitkg.export.content import read_content
from visitkg.export.view import export
from visitkg.graph.difference import compare
from visitkg.graph.stated import Stated
from visitkg.publish.views import VIEW_FILES, make_exports

if TYPE_CHECKING:
    from collections.abc import Callable

    from visitkg.publish.content import Site

SUFFIXES = {
    ".trig": pyoxigraph.RdfFormat.TRIG,
    ".ttl": pyoxigraph.RdfFormat.TURTLE,
    ".jsonld": pyoxigraph.RdfFormat.JSON_LD,
}


def test_each_view_is_a_file_that_says_what_the_export_does(visit_site: Site) -> None:
    files = list(make_exports(visit_site))
    assert [file.path for file in files] == sorted(VIEW_FILES)
    content = read_content(visit_site.project)
    for file in files:
        suffix = file.path[file.path.rindex(".") :]
        expected = export(content, VIEW_FILES[file.path]).encode()
        sides = (
            [Stated(quad) for quad in pyoxigraph.parse(text, SUFFIXES[suffix])]
            for text in (expected, file.content)
        )
        assert not compare(*sides)
        assert file.content == expected


def test_two_runs_give_the_same_bytes(visit_site: Site) -> None:
    assert list(make_exports(visit_site)) == list(make_exports(visit_site))


def test_a_project_without_claims_has_no_views_of_them(make_project: Callable[..., Site]) -> None:
    files = list(make_exports(make_project(":a a t:Tram .")))
    assert [file.path for file in files] == ["export/ontology-owl2.ttl"]
