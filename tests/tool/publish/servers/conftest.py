"""Apache and nginx, each with the visit below a path, and with sites of odd things at the top."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.tool.publish.servers.web import Host, build, publish, run_apache, run_nginx

from visitkg.project import find_project
from visitkg.publish.content import Site, read_site

if TYPE_CHECKING:
    from collections.abc import Iterator

A_DAY = 1_750_000_000
"""A moment long past, at which all files of the sites were written."""

ODD = "https://odd.example/"
"""The base of the site of odd names: it is served there too."""

UNSAYABLE = "https://unsayable.example/"
"""The base of the site of what RDF/XML can't say."""

RELEASED = "https://released.example/"
"""The base of the site that has a version in a folder of its own."""

NAMES = (
    "id/plain",
    "id/v1.0",
    "id/report.ko",
    "id/archive.gz",
    "id/map.var",
    "id/%EA%B9%80%EC%A0%95%EC%9D%80",
    "id/김여정",
    "id/two%20words",
    "id/a%2Fb",
    "id/a%23b",
    "id/a%25b",
    "id/a%3Fb",
    "id/a?b=c",
    "id/a&b;c=d+e,f(g)'h'*!$%5Bx%5D",
    "id/%7Bbrace%7D",
    "id/./dot",
    "id/x/../up",
    "id/" + "long" * 40,
    "id/%22quote%22",
    "id/%E2%98%83%5E%7C%60%3C%3E%24",
    "folder/",
    "folder/thing",
    "mixed/a",
    "mixed/b",
    "_/x",
    "top",
    "about.html",
    "data.ttl",
)
DOCUMENTS = ("mixed/paper", "document/", "id/paper", "id/%2Fpaper")


@pytest.fixture(scope="session")
def visit() -> Site:
    """Return the visit, served below a path of another host."""
    root = Path(__file__).resolve().parents[4]
    return read_site(find_project(root), "https://example.org/sub/")


@pytest.fixture(scope="session")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Return a site whose IRIs hold all that an IRI may hold."""
    folder = tmp_path_factory.mktemp("odd")
    lines = [f"<{ODD}{name}> a <{ODD}ontology#Thing> .\n" for name in NAMES]
    kind = "<http://www.w3.org/2002/07/owl#Ontology>"
    lines += [f"<{ODD}{name}> a {kind} .\n" for name in ("ontology", *DOCUMENTS)]
    for name, text in (("data", "".join(lines)), ("ontology", lines[-5]), ("shapes", lines[0])):
        (folder / name).mkdir()
        (folder / name / "all.ttl").write_text(text, encoding="utf-8")
    (folder / "visitkg.toml").write_text(f'base = "{ODD}"\n')
    return read_site(find_project(folder))


@pytest.fixture(scope="session")
def unsayable(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Return a site in which some documents, and some parts, are beyond RDF/XML."""
    folder = tmp_path_factory.mktemp("unsayable")
    text = (
        f"@prefix : <{UNSAYABLE}> . @prefix owl: <http://www.w3.org/2002/07/owl#> ."
        " <id/one> a :Thing . <id/two> a :Thing ; <urn:x/1> 2 . <id/three> a :Thing ."
        r" <all/one> :note '\u0001' . <all/two> <urn:x/1> 2 . <all/%2F> <urn:x/1> 2 ."
        " <all/three> a :Thing ."
        " <words#One> a owl:Class ; <urn:x/1> [ :note 1 ] . <words#Two> a owl:Class ; :note 2 ."
        " <words#a%2Fb> a owl:Class ; :note 'odd' . <words#report.ko> a owl:Class ."
    )
    for name in ("data", "ontology", "shapes"):
        (folder / name).mkdir()
        told = text if name == "data" else "<words> a <http://www.w3.org/2002/07/owl#Ontology> ."
        (folder / name / "all.ttl").write_text(f"@base <{UNSAYABLE}> . {told}", encoding="utf-8")
    (folder / "visitkg.toml").write_text(f'base = "{UNSAYABLE}"\n')
    return read_site(find_project(folder))


@pytest.fixture(scope="session")
def released(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Return a site of a version, with a nanopublication, and a thing that is beyond RDF/XML."""
    folder = tmp_path_factory.mktemp("released")
    visit = "https://w3id.org/visitkg/ontology#"
    text = (
        f"@prefix : <{RELEASED}> . @prefix visit: <{visit}> ."
        " @prefix prov: <http://www.w3.org/ns/prov#> ."
        " <id/one> a :Thing . <id/odd> a :Thing ; <urn:x/1> 2 ."
        " <id/claim> a visit:Claim ; visit:asserts <id/said> ; visit:epistemicStatus :Sure ;"
        " prov:wasAttributedTo <id/one> . <id/said> a :Saying ; :about <id/one> ."
    )
    told = (
        "@prefix owl: <http://www.w3.org/2002/07/owl#> . <words> a owl:Ontology ;"
        ' owl:versionInfo "1.0.0" .'
    )
    for name in ("data", "ontology", "shapes"):
        (folder / name).mkdir()
        content = text if name == "data" else told
        (folder / name / "all.ttl").write_text(f"@base <{RELEASED}> . {content}", encoding="utf-8")
    (folder / "visitkg.toml").write_text(f'base = "{RELEASED}"\n')
    return read_site(find_project(folder))


@pytest.fixture(scope="session")
def state() -> Iterator[Path]:
    """Return a folder that the user of a server can read: those of pytest are private."""
    folder = Path(tempfile.mkdtemp(prefix="visitkg-servers-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def roots(visit: Site, odd: Site, unsayable: Site, released: Site, state: Path) -> dict[Path, str]:
    """Return the folders that servers serve, with the path of the site in each."""
    publish(visit, state / "visit" / "sub")
    publish(unsayable, state / "unsayable")
    publish(released, state / "released", release=True)
    build(odd, state / "odd")
    for name in ("index", "names"):
        (state / "odd" / f"{name}.html").write_text("<!doctype html><title>Page</title>")
    # Apache's tags are weak for files that were written in the last second.
    for path in state.rglob("*"):
        os.utime(path, (A_DAY, A_DAY))
    others = ("odd", "unsayable", "released")
    return {state / "visit": "/sub/", **{state / name: "/" for name in others}}


@pytest.fixture(scope="session", params=["apache", "nginx"])
def hosts(
    request: pytest.FixtureRequest, roots: dict[Path, str], state: Path
) -> Iterator[list[Host]]:
    """Return the hosts of the sites on one kind of server."""
    with (
        run_apache([*roots], state) if request.param == "apache" else run_nginx(roots, state) as it
    ):
        yield it


@pytest.fixture
def host(hosts: list[Host]) -> Host:
    """Return the host of the visit, below /sub/."""
    return hosts[0]


@pytest.fixture
def odd_host(hosts: list[Host]) -> Host:
    """Return the host of the odd names."""
    return hosts[1]


@pytest.fixture
def unsayable_host(hosts: list[Host]) -> Host:
    """Return the host of what RDF/XML can't say."""
    return hosts[2]


@pytest.fixture
def released_host(hosts: list[Host]) -> Host:
    """Return the host of the site that has a version."""
    return hosts[3]
