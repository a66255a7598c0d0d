"""What a store says in the place of an answer, as an error of one line and what to do."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from visitkg.endpoint.wait import AGAIN
from visitkg.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from visitkg.endpoint.reader import Reader

CLOSED: Final = frozenset({401, 403, 407})

_SHOWN: Final = 400
_READ: Final = 1 << 16
_OF_THE_QUERY: Final = frozenset({400, 413, 414, 500})
_MARKUP: Final = r"(?s)<(script|style)\b.*?</\1>|<!--.*?-->|<[^>]*>"


def read_error(reader: Reader, secrets: Iterable[str] = ()) -> str:
    """Return what stands in the body of an answer that is none, as one short line.

    What opens the store is left out, should the store repeat it, and signs that steer a terminal.
    """
    try:
        text = (reader.read(_READ) or b"").decode("utf-8", "replace")
    except InputError:
        return ""
    if "html" in reader.headers.get_content_type():
        text = re.sub(_MARKUP, " ", text)
    for secret in secrets:
        text = text.replace(secret, "…")
    line = " ".join("".join(each if each.isprintable() else " " for each in text).split())
    return line if len(line) <= _SHOWN else f"{line[:_SHOWN]}…"


def refused(reader: Reader, text: str, tried: int, *, opened: bool) -> InputError:
    """Return the error for a status of 400 and above, after so many tries."""
    remedy = "Is this the address of a SPARQL endpoint?"
    if opened:
        remedy = "The token or the password that was given does not open it."
    elif reader.status in CLOSED:
        remedy = (
            "Set VISITKG_ENDPOINT_TOKEN, or VISITKG_ENDPOINT_USER and VISITKG_ENDPOINT_PASSWORD."
        )
    elif reader.status in AGAIN:
        remedy = f"It was asked {tried} times. Try again later." if tried > 1 else "Try later."
    elif reader.status in _OF_THE_QUERY:
        remedy = "This is what the store says of the request."
    said = f": {text}" if text else ""
    return InputError(f"{reader.url} answers {reader.status}{said}", remedy=remedy)


def unreachable(url: str, error: Exception, timeout: float) -> InputError:
    """Return the error for a store that gives no answer at all."""
    if isinstance(error, TimeoutError):
        return InputError(
            f"{url} has not answered within {timeout:g} seconds",
            remedy="Give it longer with --timeout, or ask for less.",
        )
    remedy = "Is it running, and at this address?"
    if type(error).__name__ == "SSLCertVerificationError":
        remedy = "VISITKG_ENDPOINT_CA names a file of further certificates to trust."
        why = str(getattr(error, "verify_message", "")) or "its certificate is not trusted"
    else:
        why = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return InputError(f"{url} can't be reached: {why}", remedy=remedy)
