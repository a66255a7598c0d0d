"""Which paths of a site are those of things, and which documents a server can't find by itself."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import quote, unquote, urlsplit

from visitkg.publish.address import is_plain
from visitkg.publish.dataset import read_dataset
from visitkg.publish.server.header import BUT_XML, PUBLISHED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from visitkg.publish.content import Document, Site

_LITERAL: Final = re.compile(r"[\w/~-]", re.ASCII)
_ESCAPE: Final = re.compile(r"%([0-9A-Fa-f]{2})")
_FEW: Final = 50
_SAFE: Final = "!$&'()*+,;=:@/?%~[]"


class Kind(NamedTuple):
    """A pattern of paths without suffixes, and whether they are those of things."""

    pattern: str
    is_thing: bool


def kinds_of(site: Site) -> list[Kind]:
    """Return patterns of paths; the first that matches says whether a document is a thing.

    A folder is what most of its documents are; the others come before it, one by one. What no
    pattern matches is no thing.
    """
    found = _tell_apart(site, lambda document: "thing" if document.is_thing else "")
    return [Kind(pattern, bool(word)) for pattern, word in found]


def offers_of(site: Site) -> list[tuple[str, str]]:
    """Return patterns likewise, each with the name of what formats there are, see ``OFFERS``.

    They match within the folders of versions too.
    """
    start = _in_versions(site)
    return [(start + pattern, offer) for pattern, offer in _tell_apart(site, _name_offer)]


def _name_offer(document: Document) -> str:
    if "trig" in document.formats:
        return PUBLISHED
    return "" if "rdf" in document.formats else BUT_XML


def _tell_apart(site: Site, tell: Callable[[Document], str]) -> list[tuple[str, str]]:
    """Return patterns with words that tell documents apart; where none matches, it is no word."""
    folders: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for document in site.served():
        folders[document.path.rpartition("/")[0]].append((document.path, tell(document)))
    exceptions: list[tuple[str, str]] = []
    rules: list[tuple[str, str]] = []
    for folder, documents in sorted(folders.items()):
        counts = Counter(word for _, word in documents)
        usual = min(counts, key=lambda word: (-counts[word], word))
        if usual:
            rules.append((_in_folder(folder), usual))
        exceptions += [(escape_pattern(path), word) for path, word in documents if word != usual]
    return exceptions + rules


def hashed_of(site: Site) -> Iterator[tuple[str, str]]:
    """Yield a pattern of each IRI's path on the wire that names no file, with the file's path.

    The pattern begins after the base; letters of percent-encodings match in either case.
    """
    base = site.addresses.base
    for document in site.served():
        local = document.iri.removeprefix(base)
        plain = local + "index" if local.endswith("/") else local
        if local != document.path and local and not is_plain(plain):
            yield _on_the_wire(local), document.path


def folders_of(site: Site) -> list[str]:
    """Return patterns of the paths of documents, and of hardly any else: one for each folder.

    They match within the folders of versions too.
    """
    folders: dict[str, list[str]] = defaultdict(list)
    for document in site.served():
        if "ttl" in document.formats:
            folders[document.path.rpartition("/")[0]].append(escape_pattern(document.path))
    description = description_of(site)
    if description is not None and "/" not in description:
        folders[""].append(escape_pattern(description))
    top = sorted(set(folders.pop("", [])))
    # At the top lie other files too.
    patterns = top if len(top) <= _FEW else [_in_folder("")]
    patterns += [_in_folder(folder) for folder in sorted(folders)]
    return [_in_versions(site) + pattern for pattern in patterns]


def _in_versions(site: Site) -> str:
    """Return the beginning of a pattern that matches in each folder of a version too."""
    folders = "|".join(map(escape_pattern, site.versions))
    return f"(?:(?:{folders})/)?" if folders else ""


def sent_prefix(site: Site) -> str:
    """Return the path under which a site is served, ``/`` or ``/visit/``, as it is sent."""
    return sent(urlsplit(site.addresses.home).path)


def prefix_of(site: Site) -> str:
    """Return the same, decoded, as a server sees it."""
    return unquote(urlsplit(site.addresses.home).path)


def description_of(site: Site) -> str | None:
    """Return the path of the document that tells of the dataset, if the site has it."""
    document = site.addresses.document(read_dataset(site).iri)
    return None if document is None else site.addresses.path(document)


def sent(iri: str) -> str:
    """Return an IRI, or a part of one, as it is sent: what isn't ASCII is percent-encoded."""
    return quote(iri, safe=_SAFE)


def escape_pattern(text: str) -> str:
    """Return a pattern that matches a text, for all that read it: no quotation mark is in it."""
    return "".join(map(_escape_character, text))


def _escape_character(character: str) -> str:
    if _LITERAL.match(character) or ord(character) > ord("~"):
        return character
    special = {'"': r"\x22", "[": r"\[", "]": r"\]", "^": r"\^"}
    return special.get(character, f"[{character}]")


def _in_folder(folder: str) -> str:
    return f"{escape_pattern(folder)}/[^/]+" if folder else "[^/]+"


def _on_the_wire(local: str) -> str:
    pieces = _ESCAPE.split(sent(local))
    return "".join(
        f"%(?i:{piece})" if number % 2 else escape_pattern(piece)
        for number, piece in enumerate(pieces)
    )
