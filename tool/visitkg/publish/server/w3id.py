"""The pair of files by which https://w3id.org/, or any Apache, leads IRIs to where a site is.

It chooses the representation itself, so that the site may lie on a host that can't.
https://github.com/perma-id/w3id.org
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from visitkg.publish.server.apache import choose_suffix
from visitkg.publish.server.header import MEDIA_TYPES
from visitkg.publish.server.path import escape_pattern, hashed_of, sent
from visitkg.publish.server.rewrite import find_formats, find_things, path_as_sent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from visitkg.publish.content import Site


def redirect_rules(site: Site) -> Iterator[str]:
    """Yield the lines of the .htaccess for the folder of the base on its host."""
    base, home = site.addresses.base, sent(site.addresses.home)
    host = urlsplit(base).netloc
    here = escape_pattern(sent(urlsplit(base).path))
    yield f"# {base} is at {site.addresses.home}"
    yield "# Apache 2.4 with mod_headers, mod_rewrite and mod_setenvif."
    yield from choose_suffix()
    yield ""
    yield 'Header always set Access-Control-Allow-Origin "*"'
    yield 'Header always set Access-Control-Expose-Headers "Location"'
    yield "Header always merge Vary Accept"
    yield ""
    yield "RewriteEngine On"
    yield f"# A copy of this file on another host than {host} does nothing."
    yield f'RewriteCond %{{HTTP_HOST}} "!^{escape_pattern(host)}(?::[0-9]+)?$" [NC]'
    yield "RewriteRule ^ - [END]"
    yield from path_as_sent()
    yield f'RewriteCond %{{ENV:visitkg_raw}} "^{here}(.*)$"'
    yield "RewriteRule ^ - [E=visitkg_rest:%1]"
    yield "# A folder is told in its index."
    yield r'RewriteCond %{ENV:visitkg_rest} "^(.*/)?$"'
    yield "RewriteRule ^(.*)$ - [E=visitkg_rest:%1index,E=visitkg_path:$1index]"
    for pattern, path in hashed_of(site):
        yield f'RewriteCond %{{THE_REQUEST}} "^[^ ]+ {here}{pattern}[?]? HTTP/"'
        yield f'RewriteRule ^ - "[E=visitkg_rest:{quote(path)},E=visitkg_path:{path}]"'
    for path, target in site.moved.items():
        yield f'RewriteCond %{{ENV:visitkg_path}} "^{escape_pattern(path)}((?:[.].*)?)$"'
        yield f'RewriteRule ^ - "[E=visitkg_rest:{quote(target)}%1,E=visitkg_path:{target}%1]"'
    yield "# Files keep their names; where nothing is acceptable, the host says so."
    for document in site.served():
        if document.path.rpartition(".")[2] in MEDIA_TYPES:
            yield f'RewriteCond %{{ENV:visitkg_path}} "!^{escape_pattern(document.path)}$"'
    yield f'RewriteCond %{{ENV:visitkg_rest}} "[.](?:{"|".join(MEDIA_TYPES)})$|^[.]well-known/"'
    yield f'RewriteRule ^ "{home}%{{ENV:visitkg_rest}}" [NE,QSD,R=302,END]'
    yield from find_formats(site)
    yield "RewriteCond %{ENV:visitkg_suffix} (.+)"
    yield "RewriteRule ^ - [E=visitkg_rest:%{ENV:visitkg_rest}.%1]"
    yield from find_things(site)
    yield "RewriteCond %{ENV:visitkg_thing} yes"
    yield f'RewriteRule ^ "{home}%{{ENV:visitkg_rest}}" [NE,QSD,R=303,END]'
    yield f'RewriteRule ^ "{home}%{{ENV:visitkg_rest}}" [NE,QSD,R=302,END]'


def redirect_readme(site: Site) -> Iterator[str]:
    """Yield the lines of the README.md beside it."""
    base, home = site.addresses.base, site.addresses.home
    yield f"# {site.project.name}"
    yield ""
    yield f"The IRIs of {site.project.name} begin with <{base}>."
    yield f"What they name is told at <{home}>."
    yield ""
    yield "- A thing is answered with 303, a document with 302, each to HTML, Turtle, N-Triples,"
    yield "  JSON-LD or RDF/XML, as the request's Accept header asks."
    yield "- The files here are made by `visitkg publish`."
    yield ""
    yield "## Contact"
    yield ""
    yield "The maintainers' names on GitHub: *to be filled in.*"
