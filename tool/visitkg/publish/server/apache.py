"""The rules of Apache 2.4, in a .htaccess: 303 for things, 200 for documents, by what Accept says.

mod_negotiation isn't used: it would read a whole folder for each request, and a document that has
a folder of the same name would not be found.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from visitkg.publish.address import FORMATS
from visitkg.publish.server.accept import (
    ANY_RANGE,
    WHOLE,
    match_less,
    match_whole,
    ranges,
    ranges_of,
)
from visitkg.publish.server.header import (
    HEADERS,
    MEDIA_TYPES,
    METHODS,
    NAMED,
    NEGOTIATED,
    OFFERS,
    PREFLIGHT,
    content_type,
    link_header,
    with_charset,
)
from visitkg.publish.server.rewrite import rewriting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from visitkg.publish.content import Site

_WORD: Final = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,9}", re.ASCII)


def apache_rules(site: Site) -> Iterator[str]:
    """Yield the lines of the .htaccess at the root of a site."""
    yield "# Apache 2.4 with mod_headers, mod_mime, mod_rewrite and mod_setenvif."
    yield "# AllowOverride FileInfo Indexes Options=Indexes,MultiViews is enough: server/README.md."
    yield "Options -Indexes -MultiViews"
    yield from _types(site)
    yield from choose_suffix()
    yield from _headers()
    yield ""
    yield from rewriting(site)


def choose_suffix() -> Iterator[str]:
    """Yield lines that put into visitkg_suffix what Accept asks for most, or nothing.

    Into visitkg_but_xml comes the same where there is no RDF/XML, and into visitkg_published what
    it asks for of a nanopublication.
    """
    yield ""
    yield "# Which representation does Accept ask for? The quality of each, as a text: the digits"
    yield "# after '0.', or ':' for 1. A closer media range overrides a wider one."
    yield _set("true", " ".join(f"!visitkg_{suffix}" for suffix in NEGOTIATED))
    for each in ranges(NEGOTIATED):
        held = [suffix for suffix, name in NEGOTIATED.items() if each in ranges_of(name)]
        for pattern, value in ((match_less(each), "$1"), (match_whole(each), WHOLE)):
            values = " ".join(f"visitkg_{suffix}={value}" for suffix in held)
            yield _set(f"req_novary('Accept') =~ m#{_unnamed(pattern)}#i", values)
    yield "# Without a media range that is well-formed, all are as good."
    values = " ".join(f"visitkg_{suffix}={WHOLE}" for suffix in NEGOTIATED)
    yield _set(f"! (req_novary('Accept') =~ m#{ANY_RANGE}#i)", values)
    yield "# The best; of equals the first."
    yield _set("true", "!visitkg_best !visitkg_suffix !visitkg_but_xml")
    for suffix in FORMATS:
        if suffix == "rdf":
            yield _set("reqenv('visitkg_suffix') =~ m#(.+)#", "visitkg_but_xml=$1")
        best = f"reqenv('visitkg_{suffix}') > reqenv('visitkg_best')"
        values = f"visitkg_best=$1 visitkg_suffix={suffix}"
        yield _set(f"{best} && reqenv('visitkg_{suffix}') =~ m#(.+)#", values)
    yield "# Of a nanopublication there are a page and TriG."
    yield _set("true", "visitkg_published=html")
    yield _set("reqenv('visitkg_trig') > reqenv('visitkg_html')", "visitkg_published=trig")


def _types(site: Site) -> Iterator[str]:
    yield ""
    yield "# By the last suffix alone, whatever else a name holds."
    for suffix in MEDIA_TYPES:
        yield f'<FilesMatch "\\.{suffix}$">'
        yield f'  ForceType "{content_type(suffix)}"'
        yield "  SetHandler default-handler"
        yield "</FilesMatch>"
    for name, media_type in NAMED.items():
        yield f'<Files "{name}">'
        yield f'  ForceType "{with_charset(media_type)}"'
        yield "</Files>"
    inner = sorted({".gz"} | set(_inner_suffixes(site)))
    for directive in ("RemoveCharset", "RemoveEncoding", "RemoveLanguage"):
        yield f"{directive} {' '.join(inner)}"
    yield "FileETag MTime Size"


def _inner_suffixes(site: Site) -> Iterator[str]:
    """Yield what Apache may take for a language or an encoding: in report.ko.html, .ko."""
    for document in site.served():
        for suffix in document.path.rpartition("/")[2].split(".")[1:]:
            if _WORD.fullmatch(suffix):
                yield f".{suffix.lower()}"


def _headers() -> Iterator[str]:
    yield ""
    for name, value in HEADERS.items():
        yield f'Header always set {name} "{value}"'
    for name, value in PREFLIGHT.items():
        yield f'Header always set {name} "{value}" env=visitkg_options'
    yield f'Header always set Allow "{METHODS}" env=visitkg_method'
    yield "Header always merge Vary Accept env=visitkg_vary"
    for offer, formats in OFFERS.items():
        link = link_header("%{visitkg_stem}e", "%{visitkg_relation}e", formats).replace('"', r"\"")
        condition = f"reqenv('visitkg_offer') == '{offer}'"
        yield f'Header always set Link "{link}" "expr={condition} && -n reqenv(\'visitkg_stem\')"'
    yield 'Header set Content-Location "%{visitkg_location}e" env=visitkg_location'


def _set(condition: str, values: str) -> str:
    return f'SetEnvIfExpr "{condition}" {values}'


def _unnamed(pattern: str) -> str:
    """Return a pattern with its group by number: expressions know no names."""
    return pattern.replace("?<visitkg_digits>", "")
