"""Which store is meant, and what opens it: from the command line, the project, the environment."""

from __future__ import annotations

import os
import re
from base64 import b64encode
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from visitkg.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from visitkg.project import Project

_VARIABLE: Final = "VISITKG_ENDPOINT"
_LOOPBACK: Final = re.compile(r"localhost|127\.\d+\.\d+\.\d+|::1", re.IGNORECASE)
_CONTROL: Final = re.compile(r"[\x00-\x20\x7f]")


@dataclass(frozen=True, slots=True)
class Address:
    """Where a store answers: ``query`` is its endpoint, ``graphs`` its Graph Store, if it has one.

    ``authorization`` is the header that opens it, which is shown to no other host and to nobody.
    ``authorities`` is a file of certificates that are trusted, None for those of the system.
    """

    query: str
    graphs: str | None = None
    name: str | None = None
    authorization: str | None = None
    authorities: str | None = None

    def __repr__(self) -> str:
        """Return it without what opens it."""
        return f"Address({self.query!r})"


def find_address(
    text: str, project: Project, environment: Mapping[str, str] = os.environ
) -> Address:
    """Return the store that is meant: an address, or a name from the project's ``endpoints``.

    A token is taken from VISITKG_ENDPOINT_TOKEN, a user from VISITKG_ENDPOINT_USER with
    VISITKG_ENDPOINT_PASSWORD, certificates to trust from VISITKG_ENDPOINT_CA; for the store that is
    named prod, VISITKG_ENDPOINT_PROD_TOKEN and its like go before. Raise UsageError for what is
    neither, and if a secret would travel unencrypted to another machine.
    """
    name = None if "://" in text else text
    query, graphs = (text, None) if name is None else _find_named(name, project)
    _refuse_odd(query)
    if graphs is not None:
        _refuse_odd(graphs)
    authorization = _authorize(name, environment)
    for each in (query, graphs):
        if each is not None and authorization is not None:
            _refuse_open(each)
    return Address(query, graphs, name, authorization, _find("CA", name, environment))


def _find_named(name: str, project: Project) -> tuple[str, str | None]:
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
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or _CONTROL.search(url):
        raise UsageError(
            f"{url!r} is no address of an endpoint",
            remedy="It begins with http:// or https://, then comes a host.",
        )
    if parts.username is not None or parts.password is not None:
        raise UsageError(
            "the address of the endpoint holds a user or a password, which others would see",
            remedy=f"Set {_VARIABLE}_USER and {_VARIABLE}_PASSWORD instead.",
        )


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
    token = _find("TOKEN", name, environment)
    user = _find("USER", name, environment)
    if token is not None:
        if _CONTROL.search(token) or not token.isascii():
            raise UsageError("the token for the endpoint holds blanks or signs beyond ASCII")
        return f"Bearer {token}"
    if user is None:
        return None
    password = _find("PASSWORD", name, environment) or ""
    return f"Basic {b64encode(f'{user}:{password}'.encode()).decode()}"


def _find(what: str, name: str | None, environment: Mapping[str, str]) -> str | None:
    own = re.sub(r"\W", "_", name or "").upper()
    names = [f"{_VARIABLE}_{own}_{what}"] if own else []
    return next(
        (environment[each] for each in (*names, f"{_VARIABLE}_{what}") if environment.get(each)),
        None,
    )
