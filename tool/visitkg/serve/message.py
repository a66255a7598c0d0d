"""What is asked of the server and what it answers: https://www.rfc-editor.org/rfc/rfc9110.

A message is plain data, so that it can travel between processes.
"""

from __future__ import annotations

import re
from binascii import a2b_qp
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST_PARAMETERS: Final = 1_000

_MALFORMED: Final = re.compile(r"%(?![0-9A-Fa-f]{2})|[\r\n\t]")

REVALIDATE: Final = "no-cache"
"""The Cache-Control of what clients may keep, and shall ask for again with its tag."""


@dataclass(frozen=True)
class Request:
    """What a client asks: ``path`` is decoded and lies below the mount, ``query`` is as it came.

    Names of headers are in small letters; one that came several times is joined by commas.
    """

    method: str
    path: str
    query: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    @cached_property
    def parameters(self) -> tuple[tuple[str, str], ...]:
        """Return the parameters of the query, in order; raise ValueError for too many, no UTF-8."""
        return read_parameters(self.query)

    def first(self, name: str) -> str | None:
        """Return the first value of a parameter, None without one."""
        return next((value for key, value in self.parameters if key == name), None)


@dataclass(frozen=True, slots=True)
class Response:
    """What is answered; ``headers`` say the type of the body, not its length."""

    status: int
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""

    def header(self, name: str) -> str | None:
        """Return the value of a header, None without one."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), None)


def read_parameters(text: str) -> tuple[tuple[str, str], ...]:
    """Return the parameters in a query string or a form, in order.

    https://url.spec.whatwg.org/#urlencoded-parsing

    Raise ValueError for too many of them, and for percent-encoding that is no UTF-8.
    """
    parts = text.split("&")
    if len(parts) > MOST_PARAMETERS:
        raise ValueError(len(parts))
    pairs = (part.partition("=") for part in parts if part)
    return tuple((_decode(name), _decode(value)) for name, _, value in pairs)


def _decode(text: str) -> str:
    if "+" in text:
        text = text.replace("+", " ")
    if "%" not in text:
        return text
    if _MALFORMED.search(text):
        return unquote(text, errors="strict")
    # Quoted-printable, with another sign for percent, is decoded ten times as fast.
    return a2b_qp(text.replace("=", "=3D").replace("%", "=").encode()).decode()


def tell(status: int, text: str, headers: Mapping[str, str] | None = None) -> Response:
    """Return a short answer in plain words, with a line end at its end."""
    fields = (("Content-Type", "text/plain; charset=utf-8"), *(headers or {}).items())
    return Response(status, fields, f"{text}\n".encode())
