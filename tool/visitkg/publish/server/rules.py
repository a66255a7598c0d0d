"""The rules by which real servers and hosts of static files serve a site."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitkg.publish.file import File
from visitkg.publish.server.apache import apache_rules
from visitkg.publish.server.nginx import nginx_server
from visitkg.publish.server.nginx_maps import nginx_maps
from visitkg.publish.server.readme import server_readme
from visitkg.publish.server.static import headers, redirects
from visitkg.publish.server.w3id import redirect_readme, redirect_rules

if TYPE_CHECKING:
    from collections.abc import Iterator

    from visitkg.publish.content import Site


def make_server_rules(site: Site) -> Iterator[File]:
    """Yield the files by which each kind of server and host serves a site.

    Those for a redirect from the base are among them if the site is served elsewhere.
    """
    yield _file(".htaccess", apache_rules(site))
    yield File(".nojekyll", b"")
    yield _file("_headers", headers(site))
    yield _file("_redirects", redirects(site))
    yield File("server/README.md", server_readme(site).encode())
    yield _file("server/nginx-maps.conf", nginx_maps(site))
    yield _file("server/nginx.conf", nginx_server(site))
    if site.addresses.home != site.addresses.base:
        yield _file("server/w3id/.htaccess", redirect_rules(site))
        yield _file("server/w3id/README.md", redirect_readme(site))


def _file(path: str, lines: Iterator[str]) -> File:
    return File(path, "".join(f"{line}\n" for line in lines).encode())
