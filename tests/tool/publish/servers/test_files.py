"""The files for servers and hosts: what stands in them, whatever server reads them."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from visitkg.publish.content import read_site
from visitkg.publish.server.header import HEADERS, MEDIA_TYPES, NAMED, POLICY
from visitkg.publish.server.path import escape_pattern, folders_of, hashed_of, kinds_of
from visitkg.publish.server.rules import make_server_rules

if TYPE_CHECKING:
    from pathlib import Path

    from visitkg.publish.content import Site


def texts(site: Site) -> dict[str, str]:
    return {file.path: file.content.decode() for file in make_server_rules(site)}


def test_the_same_files_are_made_each_time(visit: Site, odd: Site) -> None:
    for site in (visit, odd):
        again = read_site(site.project, site.addresses.home)
        assert list(make_server_rules(site)) == list(make_server_rules(again))


def test_a_site_elsewhere_has_the_pair_for_a_redirect(visit: Site) -> None:
    assert set(texts(visit)) == {
        ".htaccess",
        ".nojekyll",
        "_headers",
        "_redirects",
        "server/README.md",
        "server/nginx-maps.conf",
        "server/nginx.conf",
        "server/w3id/.htaccess",
        "server/w3id/README.md",
    }


def test_no_file_names_the_machine_on_which_it_was_made(visit: Site, odd: Site) -> None:
    for site in (visit, odd):
        for path, text in texts(site).items():
            assert str(site.project.root.resolve()) not in text, path


@pytest.mark.parametrize("which", ["visit", "odd"])
def test_the_patterns_tell_things_from_documents(
    request: pytest.FixtureRequest, which: str
) -> None:
    site: Site = request.getfixturevalue(which)
    kinds, folders = kinds_of(site), folders_of(site)
    for document in site.documents.values():
        matching = (kind.is_thing for kind in kinds if re.fullmatch(kind.pattern, document.path))
        assert next(matching, False) == document.is_thing, document.path
        assert any(re.fullmatch(folder, document.path) for folder in folders)


def test_the_rules_of_the_visit_are_few(visit: Site) -> None:
    assert [kind.pattern for kind in kinds_of(visit)] == ["id/[^/]+"]
    assert list(hashed_of(visit)) == []


def test_a_pattern_matches_its_text_and_no_other() -> None:
    text = "a.b+c(d)[e]{f}^$|*?\"'#%& é"
    assert re.fullmatch(escape_pattern(text), text)
    assert not re.fullmatch(escape_pattern(text), text.replace(".", "x"))


def test_hosts_of_static_files_get_the_headers_and_types(visit: Site) -> None:
    blocks = {}
    for block in re.findall(r"(?m)^/.*\n(?:  .*\n)+", texts(visit)["_headers"]):
        path, *lines = block.splitlines()
        blocks[path] = [line.strip() for line in lines]
    assert blocks["/sub/*"] == [f"{name}: {value}" for name, value in HEADERS.items()]
    assert blocks["/sub/*.ttl"] == ["Content-Type: text/turtle; charset=utf-8"]
    assert blocks["/sub/*.jsonld"] == ["Content-Type: application/ld+json"]
    assert blocks["/sub/*/csv-metadata.json"] == ["Content-Type: application/csvm+json"]
    assert blocks["/sub/*/SHA256SUMS"] == ["Content-Type: text/plain; charset=utf-8"]
    assert blocks["/sub/.well-known/void"] == ["Content-Type: text/turtle; charset=utf-8"]
    assert len(blocks) == len(MEDIA_TYPES) - 1 + len(NAMED) + 1


def test_hosts_of_static_files_are_told_one_type_of_each_file(
    visit: Site, roots: dict[Path, str]
) -> None:
    lines = texts(visit)["_headers"].splitlines()
    types = {
        path: line
        for path, line in pairwise(lines)
        if path.startswith("/") and line.startswith("  Content-Type: ")
    }
    (folder,) = (root for root in roots if root.name == "visit")
    found: dict[str, list[str]] = {}
    for file in folder.rglob("*"):
        path = f"/{file.relative_to(folder).as_posix()}"
        if file.is_file() and not path.startswith(("/sub/server/", "/sub/_", "/sub/.visitkg")):
            found[path] = [line for each, line in types.items() if fnmatchcase(path, each)]
    without = {path for path, lines in found.items() if not lines}
    assert {path.rpartition(".")[2] for path in without} == {"htaccess", "nojekyll", "json"}
    assert [path for path, lines in found.items() if len(lines) > 1] == []
    assert found["/sub/tables/csv-metadata.json"] == ["  Content-Type: application/csvm+json"]
    assert len(found) > 3_000


def test_hosts_of_static_files_are_told_of_names_that_no_file_can_have(odd: Site) -> None:
    lines = texts(odd)["_redirects"].splitlines()
    paths = {document.iri: document.path for document in odd.documents.values()}
    assert f"/id/a%2Fb /{paths['https://odd.example/id/a%2Fb']}.html 302" in lines
    for line in lines:
        source, target, status = line.split(" ")
        assert source.startswith("/")
        assert re.fullmatch(r"/_/[0-9a-f]{32}\.html", target)
        assert status == "302"


def test_the_policy_allows_nothing_inline() -> None:
    assert "unsafe" not in POLICY
    assert POLICY.startswith("default-src 'none'")


def test_the_page_names_each_kind_of_host(visit: Site, odd: Site) -> None:
    page = texts(visit)["server/README.md"]
    for word in ("Apache", "nginx", "GitHub Pages", "Netlify", "w3id.org", "/sub/", "406"):
        assert word in page
    assert "--base" in texts(odd)["server/README.md"]
    assert "{" not in re.sub(r"(?m)^    .*", "", page)
