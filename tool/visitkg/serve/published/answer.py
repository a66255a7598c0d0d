"""What a server says with the files of a site: 303 for things, 200 for documents, by Accept.

As the rules for Apache and nginx have it, see ``visitkg.publish.server``; where it is served is
said by the request, not by the site.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import quote, unquote

from visitkg.publish.address import FORMATS, FRONT
from visitkg.publish.negotiate import negotiate, quality_of, read_accept
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
from visitkg.serve.message import Request, Response, tell

if TYPE_CHECKING:
    from visitkg.publish.content import Document
    from visitkg.publish.file import File
    from visitkg.serve.published.library import Library

_VARY: Final = ("Vary", "Accept")
_VOID: Final = ".well-known/void"
_BINARY: Final = "application/octet-stream"


def answer_published(library: Library, request: Request, mount: str) -> Response | None:
    """Return what is answered to a request for the site; None where the site has nothing."""
    path = request.path.removeprefix("/")
    accept = request.headers.get("accept")
    if not path or path.endswith("/"):
        path += FRONT
    elif any(part in ("", ".", "..") for part in path.split("/")):
        return None
    if path == _VOID:
        return _answer_void(library, accept, mount)
    moved = _find_moved(library, path, mount)
    if moved is not None:
        return moved
    document = library.served.get(path) or _find_local(library, path)
    if document is not None:
        return _answer_document(library, document, accept, mount)
    file = library.find(path)
    if file is not None:
        return _give(file, _link(library, path, mount))
    page = library.find(f"{path}.html")
    return None if page is None else _give(page, ())


def _find_local(library: Library, path: str) -> Document | None:
    """Return the document of an IRI whose path is another, however the request encodes it."""
    found = library.locals.get(path) or library.locals.get(quote(path, safe="/!$&'()*+,;=:@~"))
    if found is not None:
        return found
    decoded = {unquote(local): document for local, document in library.locals.items()}
    return decoded.get(path)


def _answer_document(
    library: Library, document: Document, accept: str | None, mount: str
) -> Response:
    offered = {suffix: NEGOTIATED[suffix] for suffix in document.formats}
    suffix = negotiate(accept, offered)
    stem = f"{mount}/{quote(document.path)}"
    if suffix is None:
        return tell(406, NOT_ACCEPTABLE, dict((_VARY,)))
    place = f"{stem}.{suffix}"
    if document.is_thing:
        link = ("Link", link_header(stem, "describedby", offered))
        return Response(303, (("Location", place), link, _VARY))
    file = library.find(f"{document.path}.{suffix}")
    if file is None:
        return tell(406, NOT_ACCEPTABLE, dict((_VARY,)))
    link = ("Link", link_header(stem, "alternate", offered))
    return _give(file, (("Content-Location", place), link, _VARY))


def _answer_void(library: Library, accept: str | None, mount: str) -> Response | None:
    """Return the description of the dataset; who wants another format above all is led to it."""
    file = library.find(_VOID)
    description = description_of(library.site)
    ranges = read_accept(accept or "")
    best = max((quality_of(name, ranges) for name in FORMATS.values()), default=0)
    wants_other = bool(ranges) and best > quality_of(FORMATS["ttl"], ranges)
    if description is not None and (file is None or wants_other):
        return Response(302, (("Location", f"{mount}/{quote(description)}"), _VARY))
    return None if file is None else _give(file, (_VARY,))


def _find_moved(library: Library, path: str, mount: str) -> Response | None:
    stem, dot, suffix = path.rpartition(".")
    for name, end in ((path, ""), (stem, f"{dot}{suffix}")):
        if name in library.moved and (not end or suffix in NEGOTIATED):
            place = f"{mount}/{quote(library.moved[name])}{end}"
            return Response(302, (("Location", place),))
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
    return Response(200, (("Content-Type", media_type), *headers), file.content)
