"""The published site, served: the bytes that ``visitkg publish`` writes, by the same rules."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

import pytest

from visitkg.project import find_project
from visitkg.publish.content import Site, read_site
from visitkg.publish.publish import Versions, make_site
from visitkg.serve.message import Request, Response
from visitkg.serve.published.answer import answer_published
from visitkg.serve.published.library import Library

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from visitkg.publish.file import File

MOUNT = "/kg"
PERSON = "/id/kim-jong-un"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


def write(site: Site) -> dict[str, File]:
    """Return all files of a site as they are written, by path."""
    made = make_site(site, Versions(None, ()), Path("nowhere"))
    return {file.path: file for file in made}


@pytest.fixture(scope="session")
def visit(root: Path) -> Site:
    return read_site(find_project(root))


@pytest.fixture(scope="session")
def written(visit: Site) -> Mapping[str, File]:
    return write(visit)


@pytest.fixture(scope="session")
def library(visit: Site) -> Library:
    return Library(visit)


@pytest.fixture
def ask(library: Library) -> Callable[..., Response | None]:
    def ask(path: str, accept: str | None = None, query: str = "") -> Response | None:
        headers = {} if accept is None else {"accept": accept}
        return answer_published(library, Request("GET", path, query, headers), MOUNT)

    return ask


def make_library(folder: Path, data: str) -> Library:
    """Return the library of a project with some data, whose base is https://odd.example/."""
    start = (
        "@base <https://odd.example/> . @prefix : <https://odd.example/words#> .\n"
        "@prefix owl: <http://www.w3.org/2002/07/owl#> .\n"
    )
    texts = {"data": data, "ontology": "<words> a owl:Ontology .", "shapes": ""}
    for name, text in texts.items():
        (folder / name).mkdir()
        (folder / name / "all.ttl").write_text(start + text, encoding="utf-8")
    (folder / "visitkg.toml").write_text('base = "https://odd.example/"\n', encoding="utf-8")
    return Library(read_site(find_project(folder)))


def compare_all(library: Library, files: Mapping[str, File]) -> list[str]:
    """Return the paths at which other bytes are answered than are written, or none."""
    wrong = []
    for path, file in files.items():
        response = answer_published(library, Request("GET", f"/{path}"), MOUNT)
        if response is None or response.status != 200 or response.body != file.content:
            wrong.append(path)
    return wrong


def test_each_file_of_the_site_has_the_bytes_that_publish_writes(
    library: Library, written: Mapping[str, File]
) -> None:
    assert len(written) > 6_000
    assert compare_all(library, written) == []


def test_a_site_that_is_prepared_has_the_same_bytes(
    visit: Site, written: Mapping[str, File]
) -> None:
    prepared = Library(visit)
    prepared.prepare()
    alone = ("data/", "id/", "np/", "ontology", "questions/", "shapes")
    together = {path: file for path, file in written.items() if not path.startswith(alone)}
    assert len(together) > 60
    assert compare_all(prepared, together) == []


def test_lists_that_belong_to_one_page_are_served(tmp_path: Path) -> None:
    pointing = "".join(
        f"<id/t{n}> a :Tram ; :stopsAt <id/hub>, <place#hub> .\n" for n in range(1_300)
    )
    library = make_library(tmp_path, f"{pointing}<id/hub> a :Stop . <place#hub> a :Stop .")
    files = write(library.site)
    own = [path for path in files if path.startswith("list/") and path.count("/") > 1]
    assert "list/id/hub-pointing.html" in own
    assert "list/id/hub-pointing-2.html" in own
    assert any(path.startswith("list/_/") for path in own)
    assert compare_all(library, {path: files[path] for path in own}) == []
    assert library.find("list/id/hub-pointing-3.html") is None
    assert library.find("list/id/hub-leaving.html") is None
    assert library.find("id/hub-pointing.html") is None


@pytest.mark.parametrize(
    ("accept", "suffix"),
    [
        (None, "html"),
        (BROWSER, "html"),
        ("text/turtle", "ttl"),
        ("application/n-triples", "nt"),
        ("application/ld+json;q=0.9, text/turtle;q=0.8", "jsonld"),
        ("application/*;q=0.5, application/rdf+xml;q=0.6", "rdf"),
        ("nonsense", "html"),
    ],
)
def test_a_thing_leads_to_the_form_that_is_wanted(
    ask: Callable[..., Response | None], accept: str | None, suffix: str
) -> None:
    response = ask(PERSON, accept)
    assert response is not None
    assert response.status == 303
    assert response.header("Location") == f"/kg{PERSON}.{suffix}"
    assert response.header("Vary") == "Accept"
    link = response.header("Link") or ""
    assert f'</kg{PERSON}.ttl>; rel="describedby"; type="text/turtle"' in link


@pytest.mark.parametrize(
    ("path", "stem"),
    [("/ontology", "/ontology"), ("/", "/index"), ("/dataset", "/dataset")],
)
def test_a_document_is_given_in_the_form_that_is_wanted(
    ask: Callable[..., Response | None],
    written: Mapping[str, File],
    path: str,
    stem: str,
) -> None:
    response = ask(path, "text/turtle")
    assert response is not None
    assert response.status == 200
    assert response.body == written[f"{stem[1:]}.ttl"].content
    assert response.header("Content-Type") == "text/turtle; charset=utf-8"
    assert response.header("Content-Location") == f"/kg{stem}.ttl"
    assert response.header("Vary") == "Accept"
    assert 'rel="alternate"' in (response.header("Link") or "")


@pytest.mark.parametrize("path", [PERSON, "/ontology", "/catalog"])
def test_what_nobody_can_give_is_not_acceptable(
    ask: Callable[..., Response | None], path: str
) -> None:
    response = ask(path, "image/png, text/turtle;q=0")
    assert response is not None
    assert response.status == 406
    assert response.body.startswith(b"Nothing here is of a type that was asked for.")
    assert response.header("Vary") == "Accept"
    assert 'rel="alternate"' in (response.header("Link") or "")


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        (None, "text/html; charset=utf-8"),
        ("application/trig", "application/trig"),
        ("application/trig;q=0.5, text/html", "text/html; charset=utf-8"),
        ("image/png", "text/html; charset=utf-8"),
    ],
)
def test_a_nanopublication_is_a_page_or_trig(
    ask: Callable[..., Response | None],
    written: Mapping[str, File],
    accept: str | None,
    media_type: str,
) -> None:
    path = next(path for path in written if path.startswith("np/")).rpartition(".")[0]
    response = ask(f"/{path}", accept)
    assert response is not None
    assert response.status == 200
    assert response.header("Content-Type") == media_type


@pytest.mark.parametrize(
    ("path", "media_type"),
    [
        (f"{PERSON}.ttl", "text/turtle; charset=utf-8"),
        (f"{PERSON}.jsonld", "application/ld+json"),
        (f"{PERSON}.html", "text/html; charset=utf-8"),
        ("/tables/csv-metadata.json", "application/csvm+json"),
        ("/tables/SHA256SUMS", "text/plain; charset=utf-8"),
        ("/tables/claims.parquet", "application/vnd.apache.parquet"),
        ("/search.json", "application/json"),
        ("/robots.txt", "text/plain; charset=utf-8"),
        ("/assets/site.js", "text/javascript; charset=utf-8"),
    ],
)
def test_a_file_has_the_type_of_its_name(
    ask: Callable[..., Response | None], path: str, media_type: str
) -> None:
    response = ask(path, "image/png")
    assert response is not None
    assert response.status == 200
    assert response.header("Content-Type") == media_type
    assert response.header("Content-Location") is None
    assert response.header("Vary") is None


def test_only_what_is_no_page_is_tagged_here(ask: Callable[..., Response | None]) -> None:
    tags = {suffix: _tag(ask(f"{PERSON}.{suffix}")) for suffix in ("html", "ttl", "nt")}
    assert tags["html"] is None
    assert tags["ttl"] is not None
    assert tags["nt"] is not None
    assert tags["ttl"] != tags["nt"]
    assert tags["ttl"] == _tag(ask(f"{PERSON}.ttl"))


def _tag(response: Response | None) -> str | None:
    assert response is not None
    return response.header("ETag")


def test_a_list_is_found_without_its_suffix(ask: Callable[..., Response | None]) -> None:
    response = ask("/list/things", "text/turtle")
    assert response is not None
    assert response.header("Content-Type") == "text/html; charset=utf-8"


@pytest.mark.parametrize(
    ("accept", "status"),
    [
        (None, 200),
        ("text/turtle", 200),
        ("*/*", 200),
        (BROWSER, 302),
        ("application/ld+json", 302),
    ],
)
def test_the_well_known_description_is_turtle_or_leads_to_the_dataset(
    ask: Callable[..., Response | None], accept: str | None, status: int
) -> None:
    response = ask("/.well-known/void", accept)
    assert response is not None
    assert response.status == status
    assert response.header("Vary") == "Accept"
    if status == 302:
        assert response.header("Location") == "/kg/dataset"
    else:
        assert response.header("Content-Type") == "text/turtle; charset=utf-8"


@pytest.mark.parametrize("suffix", ["", ".ttl", ".html"])
def test_a_version_leads_to_the_ontology_as_it_is(
    ask: Callable[..., Response | None], library: Library, suffix: str
) -> None:
    assert len(library.moved) == 1
    old, new = next(iter(library.moved.items()))
    response = ask(f"/{old}{suffix}")
    assert response is not None
    assert response.status == 302
    assert response.header("Location") == f"/kg/{new}{suffix}"
    assert ask(f"/{old}.exe") is None


@pytest.mark.parametrize(
    "path",
    [
        "/nothing",
        "/id/nobody",
        "/id/nobody.ttl",
        f"{PERSON}.exe",
        f"{PERSON}.ttl.ttl",
        f"{PERSON}.",
        f"{PERSON}/",
        f"{PERSON}\0",
        f"/{PERSON}",
        "/id/../ontology",
        "/../data/dataset.ttl",
        "/%2e%2e/data/dataset.ttl",
        "/assets/../publish.py",
        "/assets/..",
        "/assets/",
        "/assets",
        "/assets/no.css",
        "/server/",
        "/list/nothing.html",
        "/list/id/kim-jong-un-pointing.html",
        "/sitemap-7.xml",
        "/sitemaps.xml",
        "/1.0.0",
        "/favicon.ico",
        "/\N{SNOWMAN}",
    ],
)
def test_there_is_nothing_at_other_paths(ask: Callable[..., Response | None], path: str) -> None:
    assert ask(path) is None


@pytest.mark.parametrize(
    ("iri", "query", "location"),
    [
        ("id/plain", "", "/kg/id/plain.ttl"),
        ("id/김여정", "", f"/kg/{quote('id/김여정')}.ttl"),
        ("id/v1.0", "", "/kg/id/v1.0.ttl"),
        ("id/two words", "", "/kg/id/two%20words.ttl"),
        ("id/a/b", "", "/kg/_/"),
        ("id/a#b", "", "/kg/id/a%23b.ttl"),
        ("id/a", "b=c", "/kg/_/"),
        ("id/a", "d=%C3%A4", "/kg/_/"),
        ("folder/", "", "/kg/folder/index.ttl"),
        ("about.html", "", "/kg/about.html.ttl"),
    ],
)
def test_each_iri_leads_somewhere_whatever_it_holds(
    tmp_path: Path, iri: str, query: str, location: str
) -> None:
    odd = (
        "id/plain",
        "id/김여정",
        "id/v1.0",
        "id/two%20words",
        "id/a%2Fb",
        "id/a%23b",
        "id/a?b=c",
        "id/a?d=ä",
        "folder/",
        "about.html",
    )
    library = make_library(tmp_path, "".join(f"<{each}> a :Thing .\n" for each in odd))
    request = Request("GET", f"/{iri}", query, {"accept": "text/turtle"})
    response = answer_published(library, request, MOUNT)
    assert response is not None
    assert response.status == 303
    found = response.header("Location") or ""
    assert found.startswith(location)
    target = answer_published(library, Request("GET", unquote_path(found)), MOUNT)
    assert target is not None
    assert target.status == 200
    assert b":Thing" in target.body or b"words#Thing" in target.body


def unquote_path(location: str) -> str:
    return unquote(location.removeprefix(MOUNT))


def test_a_file_comes_before_a_document_of_the_same_name(tmp_path: Path) -> None:
    library = make_library(tmp_path, "<data> a :Thing . <data.ttl> a :Thing .")
    response = answer_published(library, Request("GET", "/data.ttl"), "")
    assert response is not None
    assert response.status == 200
    assert response.header("Content-Type") == "text/turtle; charset=utf-8"


def test_what_rdf_xml_cannot_say_is_not_offered(tmp_path: Path) -> None:
    library = make_library(tmp_path, "<id/odd> a :Thing ; <urn:x/1> 2 .")
    wanted = {"accept": "application/rdf+xml, text/turtle;q=0.5"}
    response = answer_published(library, Request("GET", "/id/odd", "", wanted), "")
    assert response is not None
    assert response.header("Location") == "/id/odd.ttl"
    assert "rdf+xml" not in (response.header("Link") or "")
    assert answer_published(library, Request("GET", "/id/odd.rdf"), "") is None


def test_nothing_is_made_for_what_cannot_be_there(visit: Site) -> None:
    library = Library(visit)
    for path in ("nothing", "id/nobody.html", "favicon.ico", "wp-login.php", "tables"):
        assert library.find(path) is None
    assert library._kept == {}  # noqa: SLF001  (work that nobody asked for can't be seen otherwise)
