"""Figures on the front page: what they leave out of many has a link to where all of it is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from visitkg.figure import chains, timeline
from visitkg.figure import map as map_
from visitkg.publish.page.site import make_pages

if TYPE_CHECKING:
    from collections.abc import Callable

    from visitkg.publish.content import Site

PREFIXES = """
@prefix visit: <https://w3id.org/visitkg/ontology#> . @prefix prov: <http://www.w3.org/ns/prov#> .
@prefix geo: <http://www.w3.org/2003/01/geo/wgs84_pos#> . visit:Claim a owl:Class .
visit:Proposition a owl:Class .
"""
ROW = """
:c{n} a visit:Claim ; visit:asserts :o{n} ; prov:wasAttributedTo :paper{n} .
:o{n} a visit:Proposition ; visit:eventStatus visit:Underway .
:paper{n} a owl:Thing ; geo:lat {n}.5 ; geo:long {n}.5 .
"""


def read_rest(site: Site) -> dict[str, tuple[str, str]]:
    """Return what each figure of the front page says to leave out, and the list that it names."""
    files = {file.path: file.content for file in make_pages(site)}
    page = files["index.html"].decode()
    sections = re.findall(r'<section class="figure">(.*?)</section>', page, re.DOTALL)
    assert len(sections) == 4
    form = re.compile(r'<p class="more">(.*?) <a href="([^"]+)">')
    found = {re.findall(r'id="page-(\w+)"', each)[0]: form.search(each) for each in sections}
    rest = {name: (match[1], match[2]) for name, match in found.items() if match}
    assert {target for _, target in rest.values()} <= files.keys()
    return rest


def test_what_a_figure_leaves_out_is_in_a_list_that_is_there(
    make_project: Callable[..., Site],
) -> None:
    rows = "".join(ROW.replace("{n}", str(n)) for n in range(80))
    assert read_rest(make_project(PREFIXES + rows)) == {
        "timeline": (
            f"and {80 - timeline.MOST} more, in the list of",
            "list/propositions.html",
        ),
        "map": (f"and {80 - map_.MOST} more, in the list of", "list/things.html"),
        "chains": (f"and {80 - chains.MOST} more, in the list of", "list/claims.html"),
        "assertions": (f"and {80 - chains.MOST} more, in the list of", "list/claims.html"),
    }


@pytest.mark.parametrize("count", [1, map_.MOST])
def test_figures_that_draw_all_name_no_list(make_project: Callable[..., Site], count: int) -> None:
    rows = "".join(ROW.replace("{n}", str(n)) for n in range(count))
    assert read_rest(make_project(PREFIXES + rows)) == {}


def test_the_figures_of_the_visit_leave_nothing_out(visit_site: Site) -> None:
    assert read_rest(visit_site) == {}
