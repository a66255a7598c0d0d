"""How much one client, and all of them together, can ask of the server."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of the server; what is more is refused, and the answer says which bound was hit.

    ``seconds`` is how long a query may run, ``rows`` and ``size`` how many rows or triples and
    bytes its answer may have, ``length`` how many bytes a query may have, ``memory`` how many MiB
    it may take beyond the data. ``running`` queries run at once, ``running_for_one`` of them for
    one client; ``waiting`` is how many wait for their turn, ``patience`` for how many seconds.
    ``connections`` are open at once; a client has ``slow`` seconds to send a request, and ``idle``
    seconds between two of them. ``headers`` is how many bytes the head of a request may have.
    """

    seconds: float = 20.0
    rows: int = 100_000
    size: int = 64 << 20
    length: int = 1 << 20
    memory: int = 2_048
    running: int = 8
    running_for_one: int = 8
    waiting: int = 256
    patience: float = 5.0
    connections: int = 2_000
    slow: float = 20.0
    idle: float = 60.0
    headers: int = 64 << 10
