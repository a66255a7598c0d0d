"""Sockets that clients connect to."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING, Final

from visitkg.errors import InputError, Position

if TYPE_CHECKING:
    from pathlib import Path

_BACKLOG: Final = 1_024


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that clients can connect to; raise InputError if it can't be had."""
    try:
        family, kind, _, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        found = socket.socket(family, kind)
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        found.bind(address)
    except OSError as error:
        raise InputError(
            f"can't listen at {host}:{port}: {error.strerror}",
            remedy="Name another address with --host, or another port with --port; 0 is any.",
        ) from error
    found.listen(_BACKLOG)
    return found


def listen_at(path: Path) -> socket.socket:
    """Return a Unix socket at a path; one that nobody serves any more is replaced.

    Raise InputError if it can't be had.
    """
    found = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        if path.is_socket() and found.connect_ex(str(path)) != 0:
            path.unlink()
            found.close()
            found = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        found.bind(str(path))
    except OSError as error:
        found.close()
        raise InputError(
            f"can't listen here: {error.strerror or error}",
            position=Position(str(path)),
            remedy="Name a path at which there is nothing, in a folder that you may write to.",
        ) from error
    found.listen(_BACKLOG)
    return found
