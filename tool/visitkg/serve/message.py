"""What is asked of the server and what it answers: https://www.rfc-editor.org/rfc/rfc9110.

A message is plain data, so that it can travel between processes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST_PARAMETERS: Final = 1_000

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

    Raise ValueError for too many of them, and for percent-encoding that is no UTF-8.
    """
    return tuple(
        parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=MOST_PARAMETERS)
    )


def tell(status: int, text: str, headers: Mapping[str, str] | None = None) -> Response:
    """Return a short answer in plain words, with a line end at its end."""
    fields = (("Content-Type", "text/plain; charset=utf-8"), *(headers or {}).items())
    return Response(status, fields, f"{text}\n".encode())
