"""A store filled in pieces, so that a load that breaks off goes on where it ended.

By the Graph Store Protocol: https://www.w3.org/TR/sparql11-http-rdf-update/
"""

from __future__ import annotations

import dataclasses
import json
import os
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from visitkg.endpoint.client import AGENT, Endpoint
from visitkg.endpoint.lines import count_lines, digest_files, in_requests, read_lines
from visitkg.endpoint.reader import IncompleteError
from visitkg.errors import InputError, Position, UsageError
from visitkg.replace import replace_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from visitkg.endpoint.lines import Amount, Digested

LARGEST_REQUEST: Final = 1 << 21
"""Bytes of N-Triples in one request: little enough for what stores take by default."""

_VERSION: Final = 1
_FINE: Final = range(200, 300)


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load came to: the triples given, the requests sent now and before, what is new."""

    triples: int
    requests: int
    requests_before: int
    added: int


@dataclass(slots=True)
class Progress:
    """How far a load has come, as a file keeps it: requests done, and what was there before."""

    path: Path
    requests: int = 0
    before: dict[str, int] = field(default_factory=dict)

    def save(self) -> None:
        """Write it; raise InputError if that can't be."""
        text = {"version": _VERSION, "requests": self.requests, "before": self.before}
        replace_text(self.path, json.dumps(text, indent=2) + "\n")


def load_files(  # noqa: PLR0913  (all but the first two have names)
    endpoint: Endpoint,
    paths: Sequence[Path],
    *,
    prefix: str,
    replace: bool = False,
    folder: Path | None = None,
    most: int = LARGEST_REQUEST,
    tell: Callable[[str], None] = lambda _: None,
) -> Loaded:
    """Put what files state into a store; with ``replace`` nothing else stays in those graphs.

    All files are read to their ends before anything is sent. What has been sent is noted in
    ``folder``, by default that of the user's state, and skipped the next time; sending it twice
    would do no harm. Raise InputError for a file that can't be read, if the store does not take
    something, and if it has another number of triples at the end than it should.
    """
    target = endpoint.address.graph_store
    if target is None:
        raise _no_graph_store()
    files = digest_files(paths)
    graph = endpoint.address.graph
    amounts = count_lines(read_lines(files, graph, prefix))
    if not amounts:
        raise InputError("no triple in the files to load", position=Position(str(paths[0])))
    progress = _begin(endpoint, files, amounts, folder or _state_folder(), replace, most)
    done = progress.requests
    if done:
        tell(f"Goes on behind the {done:,} request{'s' * (done != 1)} of before.")
    seen: set[str | None] = set()
    pieces = in_requests(read_lines(files, graph, prefix), most)
    for number, (name, lines) in enumerate(pieces, start=1):
        is_first = name not in seen
        seen.add(name)
        if number <= done:
            continue
        method = "PUT" if replace and is_first else "POST"
        _send(endpoint, method, target, name, "".join(lines).encode())
        progress.requests = number
        progress.save()
    # What is noted ends here, well or not: a load after this one begins anew.
    progress.path.unlink(missing_ok=True)
    before = {_key(name): 0 for name in amounts} if replace else progress.before
    added = sum(
        _verify(endpoint, name, amount, before[_key(name)]) for name, amount in amounts.items()
    )
    total = sum(amount.spelt for amount in amounts.values())
    return Loaded(total, progress.requests - done, done, added)


def count_triples(endpoint: Endpoint, graph: str | None) -> int:
    """Return how many triples a graph of a store has."""
    address = dataclasses.replace(endpoint.address, graph=graph)
    asked = dataclasses.replace(endpoint, address=address)
    rows = asked.select("SELECT (COUNT(*) AS ?count) { ?s ?p ?o }").rows
    if len(rows) != 1 or not str(getattr(rows[0][0], "value", "")).isdecimal():
        raise InputError(f"{address.query} can't count its triples")
    return int(rows[0][0].value)  # type: ignore[union-attr]  # a number, as was seen above


def _send(endpoint: Endpoint, method: str, target: str, graph: str | None, body: bytes) -> None:
    sign = "&" if "?" in target else "?"
    where = "default" if graph is None else f"graph={quote(graph, safe='')}"
    headers = {"Content-Type": "application/n-triples", "User-Agent": AGENT}
    reader = endpoint.connections.send(method, f"{target}{sign}{where}", body, headers)
    status = reader.status
    reader.readall()
    if status not in _FINE:
        raise InputError(
            f"{target} answers {status}, which does not say that it took the triples",
            remedy="Is this the address of a Graph Store?",
        )


def _verify(endpoint: Endpoint, graph: str | None, amount: Amount, before: int) -> int:
    """Return how many triples a graph has more than before, which must be as many as it should."""
    now = count_triples(endpoint, graph)
    least, most = max(before, amount.valued), before + amount.spelt
    if not least <= now <= most:
        name = "the default graph" if graph is None else f"<{graph}>"
        should = f"{least:,}" if least == most else f"{least:,} to {most:,}"
        raise IncompleteError(
            f"{name} has {now:,} triples after the load, and should have {should}",
            remedy="Does somebody else write to it? Load again; --replace begins anew.",
        )
    return now - before


def _begin(  # noqa: PLR0913, PLR0917  (what a load is told by)
    endpoint: Endpoint,
    files: Sequence[Digested],
    amounts: Mapping[str | None, Amount],
    folder: Path,
    replace: bool,  # noqa: FBT001  (one of what tells loads apart)
    most: int,
) -> Progress:
    """Return how far this load has come before, or how the store is before its first request."""
    address = endpoint.address
    told = [address.query, address.graph_store, address.graph, replace, most, _VERSION]
    told += [file.digest for file in files]
    path = folder / f"{sha256(json.dumps(told).encode()).hexdigest()}.json"
    found = _read(path)
    if found is not None:
        return found
    before = {_key(graph): count_triples(endpoint, graph) for graph in amounts}
    progress = Progress(path, before=before)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(
            f"this folder can't be made: {error.strerror}",
            position=Position(str(folder)),
            remedy="XDG_STATE_HOME names a folder for what is noted of a load.",
        ) from error
    progress.save()
    return progress


def _read(path: Path) -> Progress | None:
    try:
        text: Any = json.loads(path.read_bytes())
        if text["version"] != _VERSION:
            return None
        return Progress(path, int(text["requests"]), dict(text["before"]))
    except (OSError, ValueError, KeyError, TypeError):
        # Nothing is known of it: to load again does no harm.
        return None


def _key(graph: str | None) -> str:
    return "" if graph is None else graph


def _state_folder() -> Path:
    """Return where programs keep such things: https://specifications.freedesktop.org/basedir/."""
    home = os.environ.get("XDG_STATE_HOME")
    state = Path(home) if home and Path(home).is_absolute() else Path.home() / ".local" / "state"
    return state / "visitkg" / "load"


def _no_graph_store() -> UsageError:
    return UsageError(
        "it is not known where this store can be filled",
        remedy="Name its Graph Store with --graph-store: http://localhost:7878/store of Oxigraph, "
        "http://localhost:8890/sparql-graph-crud of Virtuoso, http://localhost:3030/NAME/data of "
        "Fuseki, http://localhost:7200/repositories/NAME/rdf-graphs/service of GraphDB.",
    )
