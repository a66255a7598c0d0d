"""The maps of nginx: what a request asks for, where it lies, and the headers that depend on that.

No module is needed; qualities are compared by patterns: see ``server_accept``.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from visitkg.publish.address import FORMATS
from visitkg.publish.server.accept import (
    ANY_RANGE,
    WHOLE,
    match_less,
    match_whole,
    ranges_of,
)
from visitkg.publish.server.header import (
    BUT_XML,
    NEGOTIATED,
    OFFERS,
    PREFLIGHT,
    PUBLISHED,
    link_header,
)
from visitkg.publish.server.path import (
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

_DIGITS: Final = "0123456789"


def variable(header: str) -> str:
    """Return the name of the variable that holds a header, if the request calls for it."""
    return "visitkg_" + header.lower().replace("-", "_")


def nginx_maps(site: Site) -> Iterator[str]:
    """Yield the lines of what is included in the context ``http``."""
    yield "# nginx: include this in the context http, as in a file of /etc/nginx/conf.d/."
    yield "# How to: server/README.md."
    yield from _qualities()
    yield from _best()
    yield from _paths(site)
    yield from _links(site)


def _qualities() -> Iterator[str]:
    yield ""
    yield "# The quality that Accept gives each format: the digits after '0.', or ':' for 1."
    for suffix, name in NEGOTIATED.items():
        yield f"map $http_accept $visitkg_{suffix} {{"
        for each in ranges_of(name):
            yield f'  "~*{match_whole(each)}" "{WHOLE}";'
            yield f'  "~*{match_less(each)}" $visitkg_digits;'
        yield f'  "~*{ANY_RANGE}" "";'
        yield f'  default "{WHOLE}";'
        yield "}"


def _best() -> Iterator[str]:
    """Yield maps that carry the best so far along the formats: its quality, then its suffix."""
    yield ""
    yield "# The best; of equals the first."
    first = next(iter(FORMATS))
    yield f'map "$visitkg_{first}" $visitkg_best_{first} {{'
    yield f'  "" "";\n  default "$visitkg_{first} {first}";'
    yield "}"
    for before, suffix in pairwise(FORMATS):
        yield f'map "$visitkg_best_{before},$visitkg_{suffix}" $visitkg_best_{suffix} {{'
        yield f'  "~{_greater()}" "$visitkg_{suffix} {suffix}";'
        yield f"  default $visitkg_best_{before};"
        yield "}"
    yield "# What there is not in RDF/XML, and nanopublications, as page and as TriG."
    yield "map $visitkg_offer $visitkg_best {"
    yield f"  {BUT_XML} $visitkg_best_jsonld;"
    yield f"  {PUBLISHED} $visitkg_best_published;"
    yield f"  default $visitkg_best_{suffix};"
    yield "}"
    yield 'map "$visitkg_html,$visitkg_trig" $visitkg_best_published {'
    yield f'  "~{_greater()}" " trig";\n  default " html";'
    yield "}"
    yield "map $visitkg_best $visitkg_suffix {"
    yield '  "~ (?<visitkg_my_suffix>[a-z]+)$" $visitkg_my_suffix;'
    yield '  default "";'
    yield "}"
    yield "map $visitkg_offer $visitkg_probe {"
    yield f"  {PUBLISHED} trig;\n  default ttl;"
    yield "}"


def _greater() -> str:
    """Return a pattern for a quality with a suffix, a comma, and a quality that is greater."""
    steps = [r"(?: \w+)?,\1."]
    for digit, following in pairwise(_DIGITS):
        steps.append(rf"{digit}\d*(?: \w+)?,\1[{following}-9{WHOLE}]")
    steps.append(rf"9\d*(?: \w+)?,\1{WHOLE}")
    return rf"^(\d*)(?:{'|'.join(steps)})"


def _paths(site: Site) -> Iterator[str]:
    prefix, sent = prefix_of(site), escape_pattern(sent_prefix(site))
    pattern = escape_pattern(prefix)
    hashed = [(f"^{sent}{wire}[?]?$", f"{prefix}{path}") for wire, path in hashed_of(site)]
    yield ""
    yield "# The file of a request, the path of its document without a suffix, decoded, and"
    yield "# the same as it was sent. Some IRIs can't be the names of files."
    yield "map $request_uri $visitkg_hashed {"
    for wire, path in hashed:
        yield f'  "~{wire}" "{path}";'
    yield '  default "";'
    yield "}"
    yield "map $visitkg_hashed $visitkg_file {"
    yield '  "" $uri;\n  default "/.";'
    yield "}"
    yield "map $uri $visitkg_plain_path {"
    yield '  "~/$" "${uri}index";\n  default $uri;'
    yield "}"
    yield "map $visitkg_hashed $visitkg_path {"
    yield '  "" $visitkg_plain_path;\n  default $visitkg_hashed;'
    yield "}"
    yield "map $request_uri $visitkg_plain_stem {"
    yield '  "~^/*(?<visitkg_my_folder>/(?:[^?]*/)?)(?:[?]|$)" "${visitkg_my_folder}index";'
    yield '  "~^/*(?<visitkg_my_sent>/[^?]*)" $visitkg_my_sent;'
    yield "}"
    yield "map $visitkg_hashed $visitkg_stem {"
    yield '  "" $visitkg_plain_stem;'
    yield f'  "~(?<visitkg_my_hash>_/.*)$" "{sent_prefix(site)}$visitkg_my_hash";'
    yield "}"
    yield "map $visitkg_path $visitkg_offer {"
    for each, offer in offers_of(site):
        yield f'  "~^{pattern}{each}$" "{offer}";'
    yield '  default "";'
    yield "}"
    yield "map $visitkg_path $visitkg_thing {"
    for kind in kinds_of(site):
        yield f'  "~^{pattern}{kind.pattern}$" "{"1" if kind.is_thing else ""}";'
    yield '  default "";'
    yield "}"


def _links(site: Site) -> Iterator[str]:
    pattern = escape_pattern(prefix_of(site))
    suffixes = "|".join(NEGOTIATED)
    yield ""
    yield "# The headers that depend on the request."
    stem = "$visitkg_stem"
    yield 'map "$visitkg_offer,$status" $visitkg_links {'
    for offer, formats in OFFERS.items():
        yield f'  "{offer},303" {_quoted(link_header(stem, "describedby", formats))};'
        told = _quoted(link_header(stem, "alternate", formats))
        yield f'  "~^{offer},(?:2|304|406)" {told};'
    yield '  default "";'
    yield "}"
    yield "map $status $visitkg_location {"
    yield '  ~^(?:2|304) "$visitkg_stem.$visitkg_suffix";'
    yield '  default "";'
    yield "}"
    yield "map $uri $visitkg_is_described {"
    for each, offer in offers_of(site):
        yield f'  "~^{pattern}{each}[.](?:{suffixes})$" "{offer},";'
    for folder in folders_of(site):
        yield f'  "~^{pattern}{folder}[.](?:{suffixes})$" ",";'
    yield '  default "";'
    yield "}"
    yield 'map "$visitkg_is_described$request_uri" $visitkg_file_links {'
    for number, (offer, formats) in enumerate(OFFERS.items()):
        name = f"visitkg_my_stem_{number}"
        told = _quoted(link_header(f"${name}", "alternate", formats))
        yield f'  "~^{offer},/*(?<{name}>/[^?]*)[.](?:{suffixes})(?:[?]|$)" {told};'
    yield '  default "";'
    yield "}"
    yield 'map "$visitkg_ttl,$visitkg_best_rdf" $visitkg_unlike_turtle {'
    yield f'  "~{_greater()}" 1;\n  default "";'
    yield "}"
    yield "map $request_method $visitkg_method {"
    yield '  GET "";\n  HEAD "";\n  OPTIONS options;\n  default other;'
    yield "}"
    for name, value in PREFLIGHT.items():
        yield f"map $visitkg_method ${variable(name)} {{"
        yield f'  options "{value}";'
        if name == "Allow":
            yield f'  other "{value}";'
        yield '  default "";'
        yield "}"


def _quoted(text: str) -> str:
    return "'" + text + "'"
