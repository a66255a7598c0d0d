"""The rewriting of Apache's .htaccess: from a request to a file, a redirect or a status.

A request that is led to a file goes through the rules twice: the second time, the variables of the
first have ``REDIRECT_`` before their names.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from visitkg.publish.address import FRONT
from visitkg.publish.server.header import BUT_XML, NEGOTIATED, NOT_ACCEPTABLE, PUBLISHED
from visitkg.publish.server.path import (
    description_of,
    escape_pattern,
    folders_of,
    hashed_of,
    kinds_of,
    offers_of,
    prefix_of,
    sent_prefix,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from visitkg.publish.content import Site

_SUFFIXES: Final = "|".join(NEGOTIATED)
_CHOSEN: Final = {BUT_XML: "visitkg_but_xml", PUBLISHED: "visitkg_published"}
"""The variable that holds what ``choose_suffix`` has chosen, where it isn't visitkg_suffix."""


def rewriting(site: Site) -> Iterator[str]:
    """Yield the lines that answer a request, with what ``choose_suffix`` has chosen."""
    yield f'ErrorDocument 406 "{NOT_ACCEPTABLE}"'
    yield "# A document may have a folder of the same name: /ontology and /ontology/agent."
    yield "DirectorySlash Off"
    yield "RewriteEngine On"
    yield "RewriteOptions AllowNoSlash"
    yield from _other_methods()
    yield from _second_time()
    yield from path_as_sent()
    yield from _at_the_top(site)
    yield from _moved(site)
    yield "# A folder is told in its index."
    yield "RewriteCond %{ENV:visitkg_raw} ^(.*)$"
    yield (
        f"RewriteRule ^(.*/)?$ - [E=visitkg_raw:%1{FRONT},E=visitkg_path:$1{FRONT},"
        f"E=visitkg_index:{FRONT}]"
    )
    yield from _hashed(site)
    yield from _files(site)
    yield from _documents(site)


def path_as_sent() -> Iterator[str]:
    """Yield lines that put into visitkg_raw the path of a request, encoded as it was sent."""
    yield r'RewriteCond %{THE_REQUEST} "^\S+ (?:https?://[^/\s]+)?/*(/[^?\s]*)"'
    yield "RewriteRule ^(.*)$ - [E=visitkg_raw:%1,E=visitkg_path:$1]"


def find_things(site: Site) -> Iterator[str]:
    """Yield lines that set visitkg_thing if visitkg_path is the path of a thing."""
    for kind in reversed(kinds_of(site)):
        yield f'RewriteCond %{{ENV:visitkg_path}} "^{kind.pattern}$"'
        yield f"RewriteRule ^ - [E={'visitkg_thing:yes' if kind.is_thing else '!visitkg_thing'}]"


def find_formats(site: Site) -> Iterator[str]:
    """Yield lines that choose anew for documents that there are not in all formats."""
    for pattern, offer in reversed(offers_of(site)):
        yield f'RewriteCond %{{ENV:visitkg_path}} "^{pattern}$"'
        yield f"RewriteRule ^ - [E={_set_offer(offer)}]"
    for offer, variable in _CHOSEN.items():
        yield f"RewriteCond %{{ENV:visitkg_offer}} ={offer}"
        yield f"RewriteRule ^ - [E=visitkg_suffix:%{{ENV:{variable}}}]"


def _set_offer(offer: str) -> str:
    return f"visitkg_offer:{offer}" if offer else "!visitkg_offer"


def _moved(site: Site) -> Iterator[str]:
    """Yield lines for versions that aren't in the site, with or without a suffix."""
    sent = sent_prefix(site)
    for path, target in site.moved.items():
        yield (
            f'RewriteRule "^{escape_pattern(path)}([.](?:{_SUFFIXES}))?$" '
            f'"{sent}{quote(target)}$1" [NE,QSD,R=302,END]'
        )


def _other_methods() -> Iterator[str]:
    yield "RewriteCond %{REQUEST_METHOD} =OPTIONS"
    yield "RewriteRule ^ - [E=visitkg_options:yes,R=204,END]"
    yield "RewriteCond %{REQUEST_METHOD} !^(?:GET|HEAD)$"
    yield "RewriteRule ^ - [E=visitkg_method:yes,R=405,END]"
    yield ""


def _second_time() -> Iterator[str]:
    yield "# The second time round, with the file that was chosen."
    yield "RewriteCond %{ENV:REDIRECT_visitkg_offer} (.+)"
    yield "RewriteRule ^ - [E=visitkg_offer:%1]"
    yield "RewriteCond %{ENV:REDIRECT_visitkg_stem}%{ENV:REDIRECT_visitkg_chosen} (.+)([.].+)$"
    yield (
        "RewriteRule ^ - [E=visitkg_stem:%1,E=visitkg_location:%1%2,"
        "E=visitkg_relation:alternate,E=visitkg_vary:yes,END]"
    )
    yield ""


def _at_the_top(site: Site) -> Iterator[str]:
    """Yield lines for the folder of the site without its slash, and for the well-known address."""
    prefix, sent = prefix_of(site), sent_prefix(site)
    if prefix != "/":
        yield f'RewriteCond %{{REQUEST_URI}} "^{escape_pattern(prefix.rstrip("/"))}$"'
        yield f'RewriteRule ^ "{sent}" [NE,R=301,END]'
    description = description_of(site)
    if description is not None:
        yield "# What isn't wanted in Turtle above all is told in the document of the dataset."
        yield r"RewriteRule ^\.well-known/void$ - [E=visitkg_vary:yes]"
        yield "RewriteCond expr \"reqenv('visitkg_best') > reqenv('visitkg_ttl')\" [OR]"
        yield "RewriteCond %{REQUEST_FILENAME} !-f"
        yield rf'RewriteRule ^\.well-known/void$ "{sent}{quote(description)}" [NE,QSD,R=302,END]'


def _hashed(site: Site) -> Iterator[str]:
    """Yield lines for IRIs that can't be the names of files."""
    prefix, sent = prefix_of(site), sent_prefix(site)
    for pattern, path in hashed_of(site):
        yield f'RewriteCond %{{THE_REQUEST}} "^[^ ]+ {escape_pattern(sent)}{pattern}[?]? HTTP/"'
        yield (
            f'RewriteRule ^ - "[E=visitkg_raw:{sent}{path},E=visitkg_path:{path},'
            f'E=visitkg_hashed:{prefix}{path}]"'
        )


def _files(site: Site) -> Iterator[str]:
    yield ""
    yield "# Files, and what is neither a file nor a document."
    yield "RewriteCond %{ENV:visitkg_hashed} ^$"
    yield "RewriteCond %{REQUEST_FILENAME} -f"
    yield f"RewriteCond %{{ENV:visitkg_raw}} ^(.+)[.](?:{_SUFFIXES})$"
    yield "RewriteRule ^ - [E=visitkg_file:%1]"
    for pattern, offer in reversed(offers_of(site)):
        yield "RewriteCond %{ENV:visitkg_file} (.+)"
        yield f'RewriteRule "^{pattern}[.](?:{_SUFFIXES})$" - [E={_set_offer(offer)}]'
    yield f"RewriteCond %{{ENV:visitkg_offer}} ={PUBLISHED}"
    yield "RewriteCond %{ENV:visitkg_file} (.+)"
    yield "RewriteRule ^ - [E=visitkg_stem:%1,E=visitkg_relation:alternate,END]"
    for folder in folders_of(site):
        yield "RewriteCond %{ENV:visitkg_file} (.+)"
        yield (
            f'RewriteRule "^{folder}[.](?:{_SUFFIXES})$" - '
            "[E=visitkg_stem:%1,E=visitkg_relation:alternate,END]"
        )
    yield "RewriteCond %{ENV:visitkg_hashed} ^$"
    yield "RewriteCond %{REQUEST_FILENAME} -f"
    yield "RewriteRule ^ - [END]"
    yield "RewriteCond %{ENV:visitkg_hashed} ^$"
    yield "RewriteCond %{REQUEST_FILENAME}%{PATH_INFO}%{ENV:visitkg_index}.html !-f"
    yield "RewriteRule ^ - [R=404,END]"
    yield from find_formats(site)
    yield "# Pages that are in HTML only."
    yield f"RewriteCond %{{ENV:visitkg_offer}} !={PUBLISHED}"
    yield "RewriteCond %{ENV:visitkg_hashed} ^$"
    yield "RewriteCond %{REQUEST_FILENAME}%{PATH_INFO}%{ENV:visitkg_index}.ttl !-f"
    yield "RewriteRule ^ %{REQUEST_URI}%{ENV:visitkg_index}.html [QSD,END]"
    yield ""


def _documents(site: Site) -> Iterator[str]:
    yield "# Things and documents."
    yield "RewriteCond %{ENV:visitkg_raw} (.*)"
    yield "RewriteRule ^ - [E=visitkg_stem:%1,E=visitkg_relation:alternate,E=visitkg_vary:yes]"
    yield "RewriteCond %{ENV:visitkg_suffix} ^$"
    yield "RewriteRule ^ - [R=406,END]"
    yield from find_things(site)
    yield "RewriteCond %{ENV:visitkg_thing} yes"
    yield (
        "RewriteRule ^ %{ENV:visitkg_raw}.%{ENV:visitkg_suffix} "
        "[NE,QSD,E=visitkg_relation:describedby,R=303,END]"
    )
    yield "RewriteRule ^ - [E=visitkg_chosen:.%{ENV:visitkg_suffix}]"
    yield "RewriteCond %{ENV:visitkg_hashed} ."
    yield "RewriteRule ^ %{ENV:visitkg_hashed}.%{ENV:visitkg_suffix} [QSD,L]"
    yield "RewriteRule ^ %{REQUEST_URI}%{ENV:visitkg_index}.%{ENV:visitkg_suffix} [QSD,L]"
