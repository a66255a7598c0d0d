"""What hosts of static files read: Netlify, Cloudflare Pages and their like.

They look at no Accept header: ``/id/x`` gives ``/id/x.html``, and the other formats have their own
addresses. https://docs.netlify.com/manage/routing/headers
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from visitkg.publish.address import FORMATS
from visitkg.publish.server.header import HEADERS, MEDIA_TYPES, NAMED, content_type, with_charset
from visitkg.publish.server.path import hashed_of, sent, sent_prefix

if TYPE_CHECKING:
    from collections.abc import Iterator

    from visitkg.publish.content import Site


def redirects(site: Site) -> Iterator[str]:
    """Yield the lines of ``_redirects``: what no file name can say."""
    prefix = sent_prefix(site)
    hashed = {path for _, path in hashed_of(site)}
    for document in site.served():
        local = sent(document.iri.removeprefix(site.addresses.base))
        if document.path in hashed and not set(local) & set("?*: "):
            yield f"{prefix}{local} {prefix}{document.path}.html 302"
    for path, target in site.moved.items():
        yield f"{prefix}{quote(path)} {prefix}{quote(target)}.html 302"
        for suffix in FORMATS:
            yield f"{prefix}{quote(path)}.{suffix} {prefix}{quote(target)}.{suffix} 302"


def headers(site: Site) -> Iterator[str]:
    """Yield the lines of ``_headers``: the same for all, and the type of each suffix.

    Hosts join what several patterns say, so that no file may match two that tell its type; that of
    ``.json`` they know.
    """
    prefix = sent_prefix(site)
    yield f"{prefix}*"
    for name, value in HEADERS.items():
        yield f"  {name}: {value}"
    for name, media_type in NAMED.items():
        yield f"{prefix}*/{name}" if name != "void" else f"{prefix}.well-known/{name}"
        yield f"  Content-Type: {with_charset(media_type)}"
    named = {name.rpartition(".")[2] for name in NAMED}
    for suffix in MEDIA_TYPES:
        if suffix not in named:
            yield f"{prefix}*.{suffix}"
            yield f"  Content-Type: {content_type(suffix)}"
