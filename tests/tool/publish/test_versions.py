"""Versions stand side by side, and what was published stays."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from visitkg.publish.changelog import Release
from visitkg.publish.file import File
from visitkg.publish.page.edition import Edition
from visitkg.publish.release_page import make_versions_page
from visitkg.publish.versions import (
    Version,
    all_versions,
    current_version,
    freeze,
    is_altered,
    is_of_host,
    keep_versions,
    make_versions,
    read_versions,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from visitkg.publish.content import Site

NEW = Version("1.1", "1.1", "2026-03-04")
OLD = Version("1.0", "1.0")

PAGE = b'<body><header></header><main id="x"><a href="b.html">b</a></main></body>'


def write(folder: Path, files: Iterable[File]) -> None:
    for file in files:
        path = folder / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.content)


def as_dict(files: Iterable[File]) -> dict[str, bytes]:
    return {file.path: file.content for file in files}


def versioned(make_project: Callable[..., Site], version: str, data: str = "") -> Site:
    ontology = f"<https://example.org/kg/ontology> a owl:Ontology ; owl:versionInfo '{version}' ."
    return make_project(data or ":a a t:A .", ontology=ontology)


def test_the_version_is_that_of_the_dataset_and_its_day_that_of_the_release(
    visit_site: Site,
) -> None:
    assert current_version(visit_site) == Version("1.0.0", "1.0.0", "2026-11-24")
    releases = [Release("v1.0.0", "2026-12-01", ())]
    assert current_version(visit_site, releases) == Version("1.0.0", "1.0.0", "2026-12-01")


def test_a_project_without_a_version_has_no_folder_of_it(make_project: Callable[..., Site]) -> None:
    assert current_version(make_project(":a a t:A .")) is None


@pytest.mark.parametrize(
    ("version", "path"),
    [("1.0 beta", "1.0-beta"), ("spring", "version-spring"), ("../x", "version-x")],
)
def test_a_folder_has_a_plain_name(
    make_project: Callable[..., Site], version: str, path: str
) -> None:
    assert current_version(versioned(make_project, version)) == Version(version, path)


def test_a_folder_gives_way_to_documents(make_project: Callable[..., Site]) -> None:
    site = versioned(make_project, "1.0", "<https://example.org/kg/1.0/a> rdfs:label 'A' .")
    assert current_version(site) == Version("1.0", "1.0-")


def test_each_file_has_a_copy_in_the_version() -> None:
    files = [File("id/a.html", PAGE), File("id/a.ttl", b"turtle"), File("_/0f.html", PAGE)]
    frozen = as_dict(freeze(files, NEW))
    assert list(frozen) == [
        "id/a.html",
        "1.1/id/a.html",
        "id/a.ttl",
        "1.1/id/a.ttl",
        "_/0f.html",
        "1.1/_/0f.html",
    ]
    assert frozen["id/a.html"] == PAGE
    assert frozen["1.1/id/a.ttl"] == b"turtle"


def test_a_copy_says_which_version_it_is_and_leads_to_the_latest() -> None:
    copy = as_dict(freeze([File("id/a.html", PAGE)], NEW))["1.1/id/a.html"]
    assert copy.index(b"Version 1.1, as it was published.") < copy.index(b"<main ")
    assert b'<a href="../../index.html">' in copy
    assert b'<a href="b.html">' in copy


@pytest.mark.parametrize(
    "path",
    [
        ".htaccess",
        "_headers",
        "_redirects",
        "robots.txt",
        "server/nginx.conf",
        "sitemap-2.xml",
        "sitemap.xml",
        "versions.json",
    ],
)
def test_what_is_for_the_whole_host_has_no_copy(path: str) -> None:
    assert is_of_host(path)
    assert list(freeze([File(path, b"")], NEW)) == [File(path, b"")]


@pytest.mark.parametrize(
    "path", ["_/0f.ttl", ".well-known/void", "id/robots.txt", "id/.a/b.ttl", "index.html"]
)
def test_all_else_has_a_copy(path: str) -> None:
    assert not is_of_host(path)


def test_the_list_in_a_copy_leads_to_the_folders_beside_it(visit_site: Site) -> None:
    page = make_versions_page(Edition(visit_site), (NEW, OLD))
    copy = as_dict(freeze([page], NEW))["1.1/versions.html"]
    assert b'href="1.0/index.html"' in page.content
    assert b'href="../1.0/index.html"' in copy
    assert b'href="../1.1/index.html"' in copy
    assert b'href="1.' not in copy


def test_the_next_build_keeps_older_versions_as_they_are(tmp_path: Path) -> None:
    files = [File("id/a.html", PAGE), File("index.html", PAGE)]
    first = [*freeze(files, OLD), make_versions(all_versions(OLD, ()))]
    write(tmp_path, first)
    before = read_versions(tmp_path)
    assert before == (OLD,)
    versions = all_versions(NEW, before)
    assert versions == (NEW, OLD)
    kept = as_dict(keep_versions(tmp_path, versions[1:]))
    assert kept == {path: text for path, text in as_dict(first).items() if path[:4] == "1.0/"}
    assert list(kept) == [file.path for file in keep_versions(tmp_path, versions[1:])]
    second = [*freeze([File("index.html", b"")], NEW), make_versions(versions)]
    write(tmp_path, second)
    assert read_versions(tmp_path) == (NEW, OLD)


def test_the_same_version_is_not_kept_but_written_again(tmp_path: Path) -> None:
    write(tmp_path, [File("1.1/index.html", b""), make_versions([NEW])])
    assert all_versions(NEW, read_versions(tmp_path)) == (NEW,)


def test_without_a_version_the_older_ones_stay(tmp_path: Path) -> None:
    write(tmp_path, [File("1.0/index.html", b""), make_versions([OLD])])
    assert all_versions(None, read_versions(tmp_path)) == (OLD,)


def test_versions_are_in_order_of_their_numbers() -> None:
    names = ["1.9", "1.10", "2.0-rc1", "2.0", "1.10+build", "1.10.1"]
    versions = all_versions(None, [Version(name, name) for name in names])
    assert [each.name for each in versions] == [
        "2.0",
        "2.0-rc1",
        "1.10.1",
        "1.10+build",
        "1.10",
        "1.9",
    ]


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        "{",
        '{"versions": 1}',
        '{"versions": [1, {"version": "1"}, {"version": "1", "path": 1}]}',
        '{"versions": [{"version": "1", "path": "../secret"}]}',
        '{"versions": [{"version": "1", "path": "id"}]}',
        '{"versions": [{"version": "1", "path": "1/.."}]}',
        '{"versions": [{"version": "9", "path": "9"}]}',
    ],
)
def test_a_list_that_is_not_ours_names_no_version(tmp_path: Path, content: str) -> None:
    folder = tmp_path / "site"
    write(folder, [File("versions.json", content.encode()), File("id/a", b""), File("1/a", b"")])
    write(tmp_path, [File("secret/a", b"")])
    assert read_versions(folder) == ()


def test_a_new_folder_has_no_versions(tmp_path: Path) -> None:
    assert read_versions(tmp_path / "new") == ()


def test_links_to_elsewhere_are_not_followed(tmp_path: Path) -> None:
    write(tmp_path, [File("other/secret", b"s"), File("site/1.0/a", b"a")])
    site = tmp_path / "site"
    write(site, [make_versions([OLD, NEW])])
    (site / "1.1").symlink_to(tmp_path / "other")
    (site / "1.0" / "link").symlink_to(tmp_path / "other" / "secret")
    assert read_versions(site) == (OLD,)
    assert as_dict(keep_versions(site, [OLD])) == {"1.0/a": b"a"}


def test_a_version_whose_data_changed_is_noticed(tmp_path: Path) -> None:
    sums = File("dump/SHA256SUMS", b"one")
    assert not is_altered(tmp_path, NEW, sums)
    write(tmp_path, freeze([sums], NEW))
    assert not is_altered(tmp_path, NEW, sums)
    assert is_altered(tmp_path, NEW, File(sums.path, b"two"))


def test_the_list_of_versions_tells_the_latest() -> None:
    content = json.loads(make_versions((NEW, OLD)).content)
    assert content["latest"] == "1.1"
    assert content["versions"][1] == {"version": "1.0", "path": "1.0", "date": None}
    assert json.loads(make_versions(()).content) == {"latest": None, "versions": []}
