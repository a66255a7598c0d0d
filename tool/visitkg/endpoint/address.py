"""Which store is meant, and what opens it: from the command line, the project, the environment."""

from __future__ import annotations

import os
import re
from base64 import b64encode
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from visitkg.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from visitkg.project import NamedEndpoint, Project

_VARIABLE: Final = "VISITKG_ENDPOINT"
_LOOPBACK: Final = re.compile(r"localhost|127\.\d+\.\d+\.\d+|::1", re.IGNORECASE)
_CONTROL: Final = re.compile(r"[\x00-\x20\x7f]")
_IRI: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\]*")


@dataclass(frozen=True, slots=True)
class Address:
    """Where a store answers: ``query`` is its endpoint, ``graph_store`` its Graph Store, if known.

    ``graph`` is the graph that is asked, None for the default graph of the store; ``timeout`` is
    what the project says of it. ``authorization`` is the header that opens it, which is shown to no
    other host and to nobody. ``authorities`` is a file of certificates that are trusted, None for
    those of the system.
    """

    query: str
    graph_store: str | None = None
    name: str | None = None
    graph: str | None = None
    timeout: float | None = None
    authorization: str | None = None
    authorities: str | None = None

    def __repr__(self) -> str:
        """Return it without what opens it."""
        return f"Address({self.query!r})"


def find_address(
    text: str,
    project: Project,
    environment: Mapping[str, str] = os.environ,
    *,
    graph: str | None = None,
    graph_store: str | None = None,
) -> Address:
    """Return the store that is meant: an address, or a name from the project's ``endpoints``.

    ``graph`` and ``graph_store`` stand before what the project says. A token is taken from
    VISITKG_ENDPOINT_TOKEN, a user from VISITKG_ENDPOINT_USER with VISITKG_ENDPOINT_PASSWORD,
    certificates to trust from VISITKG_ENDPOINT_CA; for the store that is named prod,
    VISITKG_ENDPOINT_PROD_TOKEN and its like go before. Raise UsageError for what is neither, and if
    a secret would travel unencrypted to another machine.
    """
    name = None if "://" in text else text
    found = Address(text) if name is None else _address(name, _find_named(name, project))
    found = replace(
        found,
        graph=graph or found.graph,
        graph_store=graph_store or found.graph_store,
        authorization=_authorize(name, environment),
        authorities=_find("CA", _prefixes(name), environment),
    )
    for each in (found.query, found.graph_store):
        if each is not None:
            _refuse_odd(each)
            if found.authorization is not None:
                _refuse_open(each)
    if found.graph is not None and not _IRI.fullmatch(found.graph):
        raise UsageError(
            f"{found.graph!r} is no IRI of a graph", remedy="Write the whole IRI, without < and >."
        )
    return found


def _address(name: str, endpoint: NamedEndpoint) -> Address:
    return Address(endpoint.query, endpoint.graph_store, name, endpoint.graph, endpoint.timeout)


def _find_named(name: str, project: Project) -> NamedEndpoint:
    found = project.endpoints.get(name)
    if found is not None:
        return found
    # Imported here: only a mistake needs it.
    from difflib import get_close_matches

    near = get_close_matches(name, project.endpoints, n=1)
    known = ", ".join(sorted(project.endpoints)) or "none"
    suggestion = f"Did you mean {near[0]!r}? " if near else ""
    raise UsageError(
        f"unknown endpoint {name!r}",
        remedy=f"{suggestion}Write an address, or one of those that the project names: {known}.",
    )


def _refuse_odd(url: str) -> None:
    if not _is_address(url):
        raise UsageError(
            f"{url!r} is no address of an endpoint",
            remedy="It begins with http:// or https://, then comes a host; signs beyond ASCII are "
            "written with %.",
        )
    if "@" in urlsplit(url).netloc:
        raise UsageError(
            "the address of the endpoint holds a user or a password, which others would see",
            remedy=f"Set {_VARIABLE}_USER and {_VARIABLE}_PASSWORD instead.",
        )


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        is_bad_port = parts.port == 0
    except ValueError:  # a port or an address of IPv6 that is none
        return False
    known = parts.scheme in ("http", "https") and bool(parts.hostname) and not is_bad_port
    return known and url.isascii() and not _CONTROL.search(url)


def _refuse_open(url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme == "http" and not _LOOPBACK.fullmatch(parts.hostname or ""):
        raise UsageError(
            f"a secret would travel unencrypted to {parts.hostname}",
            remedy=f"Use https, or unset {_VARIABLE}_TOKEN, {_VARIABLE}_USER and the like.",
        )


def _authorize(name: str | None, environment: Mapping[str, str]) -> str | None:
    """Return the header for a bearer or for basic authentication, None for neither.

    https://www.rfc-editor.org/rfc/rfc6750#section-2.1 and https://www.rfc-editor.org/rfc/rfc7617
    """
    for prefix in _prefixes(name):
        token = _find("TOKEN", (prefix,), environment)
        user = _find("USER", (prefix,), environment)
        if token is not None:
            if _CONTROL.search(token) or not token.isascii():
                raise UsageError("the token for the endpoint holds blanks or signs beyond ASCII")
            return f"Bearer {token}"
        if user is not None:
            password = environment.get(f"{prefix}_PASSWORD", "")
            return f"Basic {b64encode(f'{user}:{password}'.encode()).decode()}"
    return None


def _prefixes(name: str | None) -> tuple[str, ...]:
    """Return how variables of the environment begin: of a store by its name, then of any."""
    own = re.sub(r"\W", "_", name or "").upper()
    return (f"{_VARIABLE}_{own}", _VARIABLE) if own else (_VARIABLE,)


def _find(what: str, prefixes: tuple[str, ...], environment: Mapping[str, str]) -> str | None:
    found = (environment.get(f"{prefix}_{what}") for prefix in prefixes)
    return next((each for each in found if each), None)
