"""What a server says with the files of a site: 303 for things, 200 for documents, by Accept.

As the rules for Apache and nginx have it, see ``visitkg.publish.server``; where it is served is
said by the request, not by the site.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, unquote

from visitkg.publish.address import FORMATS, FRONT
from visitkg.publish.negotiate import negotiate, quality_of, read_accept
from visitkg.publish.publication import TRIG
from visitkg.publish.server.header import (
    MEDIA_TYPES,
    NAMED,
    NEGOTIATED,
    NOT_ACCEPTABLE,
    content_type,
    link_header,
    with_charset,
)
from visitkg.publish.server.path import description_of
from visitkg.publish.void import WELL_KNOWN
from visitkg.serve.message import Request, Response, tell

if TYPE_CHECKING:
    from visitkg.publish.content import Document
    from visitkg.publish.file import File
    from visitkg.serve.published.library import Library

_VARY: Final = ("Vary", "Accept")
_BINARY: Final = "application/octet-stream"


def answer_published(library: Library, request: Request, mount: str) -> Response | None:
    """Return what is answered to a request for the site; None where the site has nothing."""
    path = request.path.removeprefix("/")
    accept = request.headers.get("accept")
    if not path or path.endswith("/"):
        path += FRONT
    elif any(part in ("", ".", "..") for part in path.split("/")):
        return None
    if path == WELL_KNOWN:
        return _answer_void(library, accept, mount)
    moved = _find_moved(library, path, mount)
    if moved is not None:
        return moved
    if not _is_form(library, path):
        document = library.served.get(path) or _find_elsewhere(library, path, request.query)
        if document is not None:
            return _answer_document(library, document, accept, mount)
    file = library.find(path)
    if file is not None:
        return _give(file, _link(library, path, mount))
    page = library.find(f"{path}.html")
    return None if page is None else _give(page, ())


def _is_form(library: Library, path: str) -> bool:
    """Return whether a path is that of a document in a format: a file comes before a document."""
    stem, _, suffix = path.rpartition(".")
    document = library.served.get(stem)
    return document is not None and suffix in document.formats


def _find_elsewhere(library: Library, path: str, query: str) -> Document | None:
    """Return the document of an IRI that can't be the path of a file; it may hold a ``?``."""
    whole = f"{path}?{unquote(query)}" if query else path
    return library.elsewhere.get(whole) or library.elsewhere.get(path)


def _answer_document(
    library: Library, document: Document, accept: str | None, mount: str
) -> Response:
    offered = {suffix: NEGOTIATED[suffix] for suffix in document.formats}
    suffix = negotiate(accept, offered)
    if suffix is None and TRIG[0] in offered:
        suffix = "html"  # the page of a nanopublication is for all who don't want TriG above it
    stem = f"{mount}/{quote(document.path)}"
    told = ("Link", link_header(stem, "alternate", offered))
    place = f"{stem}.{suffix}"
    if document.is_thing and suffix is not None:
        link = link_header(stem, "describedby", offered)
        return tell(303, place, dict((("Location", place), ("Link", link), _VARY)))
    file = None if suffix is None else library.find(f"{document.path}.{suffix}")
    if file is None:
        return tell(406, NOT_ACCEPTABLE, dict((_VARY, told)))
    return _give(file, (("Content-Location", place), told, _VARY))


def _answer_void(library: Library, accept: str | None, mount: str) -> Response | None:
    """Return the description of the dataset; who wants another format above all is led to it."""
    file = library.find(WELL_KNOWN)
    description = description_of(library.site)
    ranges = read_accept(accept or "")
    best = max((quality_of(name, ranges) for name in FORMATS.values()), default=0)
    wants_other = bool(ranges) and best > quality_of(FORMATS["ttl"], ranges)
    if description is not None and (file is None or wants_other):
        place = f"{mount}/{quote(description)}"
        return tell(302, place, dict((("Location", place), _VARY)))
    return None if file is None else _give(file, (_VARY,))


def _find_moved(library: Library, path: str, mount: str) -> Response | None:
    stem, dot, suffix = path.rpartition(".")
    for name, end in ((path, ""), (stem, f"{dot}{suffix}")):
        if name in library.moved and (not end or suffix in NEGOTIATED):
            place = f"{mount}/{quote(library.moved[name])}{end}"
            return tell(302, place, {"Location": place})
    return None


def _link(library: Library, path: str, mount: str) -> tuple[tuple[str, str], ...]:
    """Return the links of a representation to all forms of its document."""
    stem, _, suffix = path.rpartition(".")
    document = library.served.get(stem)
    if document is None or suffix not in document.formats:
        return ()
    offered = {each: NEGOTIATED[each] for each in document.formats}
    return (("Link", link_header(f"{mount}/{quote(stem)}", "alternate", offered)),)


def _give(file: File, headers: tuple[tuple[str, str], ...]) -> Response:
    name = file.path.rpartition("/")[2]
    suffix = name.rpartition(".")[2]
    if name in NAMED:
        media_type = with_charset(NAMED[name])
    elif "." in name and suffix in MEDIA_TYPES:
        media_type = content_type(suffix)
    else:
        media_type = _BINARY
    content = file.content
    if suffix != "html":  # pages get theirs when they are sent
        headers = (*headers, ("ETag", f'"{blake2b(content, digest_size=16).hexdigest()}"'))
    return Response(200, (("Content-Type", media_type), *headers), content)
