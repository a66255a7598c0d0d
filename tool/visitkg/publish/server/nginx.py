"""The locations of nginx: 303 for things, 200 for documents, by what the maps have found."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from visitkg.publish.address import FORMATS
from visitkg.publish.server.header import HEADERS, MEDIA_TYPES, NAMED, NOT_ACCEPTABLE, PREFLIGHT
from visitkg.publish.server.nginx_maps import variable
from visitkg.publish.server.path import description_of, escape_pattern, prefix_of, sent_prefix

if TYPE_CHECKING:
    from collections.abc import Iterator

    from visitkg.publish.content import Site


def nginx_server(site: Site) -> Iterator[str]:
    """Yield the lines of what is included in a ``server``."""
    prefix, sent = prefix_of(site), sent_prefix(site)
    yield "# nginx: include this in a server whose root is the folder in which the site lies at"
    yield f"# {prefix} ; nginx-maps.conf is included in the context http. How to: server/README.md."
    yield from _well_known(site)
    yield from _moved(site)
    yield from _named(site)
    if prefix != "/":
        yield from _location(f'= "{prefix.rstrip("/")}"', f'return 301 "{sent}";')
    yield from _location(
        f'"{prefix}"',
        "if ($visitkg_method = options) {",
        "  return 204;",
        "}",
        "if ($visitkg_method = other) {",
        "  return 405;",
        "}",
        "try_files $visitkg_file @visitkg;",
        links="$visitkg_file_links",
    )
    yield from _location(
        "@visitkg",
        "add_header Vary Accept always;",
        "add_header Content-Location $visitkg_location;",
        "error_page 418 = @visitkg_page;",
        "if (!-f $document_root$visitkg_path.html) {",
        "  return 404;",
        "}",
        "if (!-f $document_root$visitkg_path.$visitkg_probe) {",
        "  return 418;",
        "}",
        "if ($visitkg_suffix = '') {",
        f'  return 406 "{NOT_ACCEPTABLE}\\n";',
        "}",
        "if ($visitkg_thing) {",
        "  return 303 $visitkg_stem.$visitkg_suffix;",
        "}",
        "try_files $visitkg_path.$visitkg_suffix =404;",
        links="$visitkg_links",
    )
    yield "# Pages that are in HTML only."
    yield from _location("@visitkg_page", "try_files $visitkg_path.html =404;")


def _well_known(site: Site) -> Iterator[str]:
    description = description_of(site)
    if description is None:
        return
    redirect = f'return 302 "{sent_prefix(site)}{quote(description)}";'
    vary = "add_header Vary Accept always;"
    yield "# What isn't wanted in Turtle above all is told in the document of the dataset."
    yield from _location(
        f'= "{prefix_of(site)}.well-known/void"',
        vary,
        "if ($visitkg_unlike_turtle) {",
        f"  {redirect}",
        "}",
        "try_files $uri @visitkg_void;",
        default="text/turtle",
    )
    yield from _location("@visitkg_void", vary, redirect)


def _moved(site: Site) -> Iterator[str]:
    """Yield locations for versions that aren't in the site, with or without a suffix."""
    for path, target in site.moved.items():
        pattern = escape_pattern(f"{prefix_of(site)}{path}")
        yield from _location(
            f'~ "^{pattern}(?<visitkg_my_form>[.](?:{"|".join(FORMATS)}))?$"',
            f'return 302 "{sent_prefix(site)}{quote(target)}$visitkg_my_form";',
        )


def _named(site: Site) -> Iterator[str]:
    """Yield locations for files whose names say more than their suffixes."""
    for name, media_type in NAMED.items():
        suffix = name.rpartition(".")[2]
        if suffix in MEDIA_TYPES:
            pattern = f"^{escape_pattern(prefix_of(site))}(?:.*/)?{escape_pattern(name)}$"
            lines = "try_files $uri =404;"
            yield from _location(f'~ "{pattern}"', lines, default=media_type, without=suffix)


def _location(
    name: str, *lines: str, links: str = "", default: str = "text/plain", without: str = ""
) -> Iterator[str]:
    """Yield a location; each says all, since nginx inherits no header once another is added."""
    texts = sorted(media_type for media_type in MEDIA_TYPES.values() if media_type[:5] == "text/")
    texts.remove("text/html")  # is there by itself
    yield f"location {name} {{"
    yield "  absolute_redirect off;"
    yield "  autoindex off;"
    yield "  etag on;"
    yield "  charset utf-8;"
    yield f"  charset_types {' '.join(texts)};"
    yield f"  default_type {default};"
    yield "  types {"
    for suffix, media_type in MEDIA_TYPES.items():
        if suffix != without:
            yield f"    {media_type} {suffix};"
    yield "  }"
    for header, value in HEADERS.items():
        yield f'  add_header {header} "{value}" always;'
    for header in PREFLIGHT:
        yield f"  add_header {header} ${variable(header)} always;"
    if links:
        yield f"  add_header Link {links} always;"
    for line in lines:
        yield f"  {line}"
    yield "}"
