"""What of the site search engines should know: https://www.sitemaps.org/protocol.html."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

from visitkg.publish.file import File

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from visitkg.publish.content import Site

SITEMAP: Final = "sitemap.xml"
ROBOTS: Final = "robots.txt"
MOST_ADDRESSES: Final = 50_000
MOST_BYTES: Final = 50 * 1024 * 1024

_START: Final = b'<?xml version="1.0" encoding="UTF-8"?>\n'
_SPACE: Final = b'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def make_sitemap(
    site: Site,
    paths: Iterable[str],
    *,
    most_addresses: int = MOST_ADDRESSES,
    most_bytes: int = MOST_BYTES,
) -> Iterator[File]:
    """Yield the list of all HTML pages among the paths, and ``robots.txt``, which names it.

    Where there are too many for one file, ``sitemap.xml`` is the index of several.
    """
    pages = sorted({path for path in paths if path.endswith(".html")})
    addresses = [site.addresses.url(path) for path in pages]
    parts = list(_divide(addresses, most_addresses, most_bytes))
    if len(parts) == 1:
        yield File(SITEMAP, parts[0])
    else:
        names = [f"sitemap-{number}.xml" for number in range(1, len(parts) + 1)]
        yield File(SITEMAP, _write_index([site.addresses.url(name) for name in names]))
        for name, part in zip(names, parts, strict=True):
            yield File(name, part)
    yield File(
        ROBOTS, f"User-agent: *\nDisallow:\n\nSitemap: {site.addresses.url(SITEMAP)}\n".encode()
    )


def _divide(addresses: list[str], most_addresses: int, most_bytes: int) -> Iterator[bytes]:
    """Yield sitemaps that are short enough, at least one."""
    start, end = _START + b"<urlset " + _SPACE + b">\n", b"</urlset>\n"
    lines: list[bytes] = []
    size = len(start) + len(end)
    for address in addresses:
        line = f"<url><loc>{escape(address)}</loc></url>\n".encode()
        if lines and (len(lines) == most_addresses or size + len(line) > most_bytes):
            yield start + b"".join(lines) + end
            lines, size = [], len(start) + len(end)
        lines.append(line)
        size += len(line)
    yield start + b"".join(lines) + end


def _write_index(addresses: list[str]) -> bytes:
    lines = "".join(f"<sitemap><loc>{escape(each)}</loc></sitemap>\n" for each in addresses)
    return _START + b"<sitemapindex " + _SPACE + b">\n" + lines.encode() + b"</sitemapindex>\n"
